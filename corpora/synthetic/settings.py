"""What decides a corpus: its size, its seed, its kinds of copy and how far they stand from originals."""

from __future__ import annotations

from dataclasses import dataclass, field

# Kinds of copy, from the one that stands nearest to its original to the one that stands furthest.
# Two copies of one original are to each other what the further of the two is.
KINDS = ("original", "exact", "reprint", "near", "lost-space", "ocr", "abridged", "rewrite", "template")
ORIGINAL, EXACT, REPRINT, NEAR, LOST_SPACE, OCR, ABRIDGED, REWRITE, TEMPLATE = range(len(KINDS))


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that decides a corpus; the same settings give the same bytes."""

    articles: int = 10_000
    seed: int = 1
    duplicates: float = 0.3  # share of the articles that are copies, or issues of a template
    mix: dict[str, float] = field(
        default_factory=lambda: {
            "near": 0.30,
            "exact": 0.10,
            "rewrite": 0.20,
            "abridged": 0.10,
            "ocr": 0.08,
            "lost-space": 0.04,
            "reprint": 0.08,
            "template": 0.10,
        }
    )
    jaccard: tuple[float, ...] = (0.5, 0.95)  # low, high; or low, most likely, high
    cluster_size: float = 3.0  # mean, the original counted
    largest: int = 40
    noise: tuple[float, ...] = (0.01, 0.06)  # share of the words that an ocr copy misreads: low, high
    cut: float = 0.3  # share of the ocr copies that are abridged too

    def __post_init__(self) -> None:
        """Refuse settings that no corpus can have, naming the number and the remedy."""
        unknown = sorted(set(self.mix) - set(KINDS[1:]))
        if unknown:
            raise ValueError(
                f"no kind of copy is called {unknown[0]!r}; the kinds are {', '.join(KINDS[1:])}"
            )
        if self.articles < 1:
            raise ValueError(f"{self.articles} articles asked for; ask for one or more")
        if not 0 <= self.duplicates < 1:
            raise ValueError(f"the share of duplicates is {self.duplicates}; it must be from 0 to below 1")
        if min(self.mix.values(), default=0) < 0 or sum(self.mix.values()) <= 0:
            raise ValueError("the mix must hold shares of zero or more, one of them above zero")
        rising = (
            list(self.jaccard) == sorted(self.jaccard) and self.jaccard[0] >= 0.2 and self.jaccard[-1] <= 1
        )
        if len(self.jaccard) not in (2, 3) or not rising:
            raise ValueError(f"Jaccard range {self.jaccard}: give it rising, between 0.2 and 1, as 0.5:0.95")
        if not 2 <= self.cluster_size <= self.largest:
            raise ValueError(
                f"mean cluster size {self.cluster_size:g} must lie between 2 and the largest, {self.largest}"
            )
        if len(self.noise) != 2 or not 0 <= self.noise[0] <= self.noise[1] <= 0.5:
            raise ValueError(f"noise range {self.noise}: give it rising, between 0 and 0.5, as 0.01:0.06")
        if not 0 <= self.cut <= 1:
            raise ValueError(f"the share of ocr copies to cut is {self.cut}; it must be from 0 to 1")


PRESETS = {
    "default": Settings(),
    # Wire copy reprinted: OCR noise and abridgement, 2 to 40 copies, mean 3-word Jaccard of the pairs 0.36.
    "reprints": Settings(duplicates=0.85, mix={"ocr": 1.0}, cluster_size=12.0, noise=(0.02, 0.08), cut=0.6),
    # Copies of known Jaccard spread over 0.4 to 1 around 0.7.
    "near": Settings(duplicates=0.5, mix={"near": 0.9, "exact": 0.1}, jaccard=(0.4, 0.7, 1.0)),
}
