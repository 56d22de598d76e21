"""From folded texts to shingles, their sets, and how much two texts' sets share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from dedupe import kernels
from dedupe.keys import MIXER

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedupe.text.fold import Folded


K_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Shingling:
    """What a shingle is: `k` consecutive words, or `k` consecutive letters with spaces left out."""

    unit: Literal["words", "letters"]
    k: int

    def __post_init__(self) -> None:
        if self.unit not in ("words", "letters") or not 1 <= self.k <= K_MOST:
            raise ValueError(_advice(str(self)))

    @classmethod
    def parse(cls, text: str) -> Shingling:
        """Read `words:5` or `letters:12`; a ValueError says what to write.

        >>> Shingling.parse("words:5")
        Shingling(unit='words', k=5)
        """
        unit, _, k = text.partition(":")
        if unit == "words" and k.isdecimal():
            return cls("words", int(k))
        if unit == "letters" and k.isdecimal():
            return cls("letters", int(k))
        raise ValueError(_advice(text))

    def __str__(self) -> str:
        """Return the form that `parse` reads."""
        return f"{self.unit}:{self.k}"


def _advice(text: str) -> str:
    return (
        f"{text!r} is no shingle: write words:N or letters:N with N from 1 to {K_MOST}, "
        "as in words:5 or letters:12"
    )


@dataclass(frozen=True, slots=True)
class Shingles:
    """Shingle hashes (uint64) of texts in text order, those of text i at `offsets[i]:offsets[i + 1]`.

    A text too short for one shingle has a single one over all it holds; an empty text has none.
    """

    hashes: NDArray[np.uint64]
    offsets: NDArray[np.int64]

    def __len__(self) -> int:
        """Return the number of texts."""
        return len(self.offsets) - 1

    @property
    def sizes(self) -> NDArray[np.int64]:
        """The number of shingles of each text, repeats counted."""
        return np.diff(self.offsets)

    def by_pair(self, texts: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
        """Return the shingles of the texts that are one side of pairs, in text order, pair by pair.

        As the number of the pair, int64[shingles], and the hash as no other pair has it, uint64[shingles].
        """
        sizes = self.sizes[texts]
        pairs = np.repeat(np.arange(len(texts)), sizes)
        places = np.arange(len(pairs)) + np.repeat(self.offsets[texts] - np.cumsum(sizes) + sizes, sizes)
        return pairs, self.hashes[places] + pairs.astype(np.uint64) * MIXER

    def overlaps(
        self, left: NDArray[np.int64], right: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Count the different shingles that pairs of texts share (int64[pairs]), and those of each text.

        `left` and `right` are rows, int64[pairs]. Fastest where pairs with the same `left` come together.
        """
        rows = (np.ascontiguousarray(side, np.int64) for side in (left, right))
        return kernels.overlaps(self.hashes, self.offsets, *rows)

    def jaccard(self, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the shared shingles over all shingles of each pair, 0.0 where both are empty."""
        shared, sizes = self.overlaps(left, right)
        return likeness(shared, sizes[left], sizes[right])[0]

    def containment(self, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the shared shingles over those of the smaller set of each pair, 0.0 where it is empty."""
        shared, sizes = self.overlaps(left, right)
        return likeness(shared, sizes[left], sizes[right])[1]


def shingle(folded: Folded, shingling: Shingling, threads: int | None = None) -> Shingles:
    """Hash the shingles of folded texts.

    Parameters
    ----------
    folded : Folded
        What `dedupe.text.fold.fold` returns.
    shingling : Shingling
        What a shingle is.
    threads : int, optional
        Default: the processors this process may use. The result does not depend on it.
    """
    hash_units = kernels.word_shingles if shingling.unit == "words" else kernels.letter_shingles
    return Shingles(*hash_units(folded.data, folded.offsets, shingling.k, threads=threads))


def compare(
    folded: Folded, shingling: Shingling, left: NDArray[np.int64], right: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Compare pairs of folded texts, given by their rows, on this thread, without keeping their shingles.

    Returns
    -------
    shared : int64[pairs]
        The different shingles that both have. Fastest where pairs with the same `left` come together.
    distinct, sizes : int64[n]
        The different shingles of each text, and all.
    """
    rows = (np.ascontiguousarray(side, np.int64) for side in (left, right))
    return kernels.shared_shingles(folded.data, folded.offsets, shingling.unit == "words", shingling.k, *rows)


def likeness(
    shared: NDArray[np.int64], left: NDArray[np.int64], right: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return Jaccard and containment of pairs of sets from how much they share and their sizes.

    Broder 1997, "On the resemblance and containment of documents".
    """
    return _share(shared, left + right - shared), _share(shared, np.minimum(left, right))


def _share(part: NDArray[np.int64], whole: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0)
