"""From folded texts to shingles, their sets, and how much two texts' sets share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from dedupe import kernels

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

    def sets(self, threads: int | None = None) -> ShingleSets:
        """Return the distinct shingles of each text."""
        return ShingleSets(*kernels.sorted_sets(self.hashes, self.offsets, threads=threads))


@dataclass(frozen=True, slots=True)
class ShingleSets:
    """Distinct shingle hashes (uint64) of texts, rising, those of text i at `offsets[i]:offsets[i + 1]`.

    The measures of pairs take two int64 arrays of rows, `left` and `right`, of one length.
    """

    hashes: NDArray[np.uint64]
    offsets: NDArray[np.int64]

    def __len__(self) -> int:
        """Return the number of texts."""
        return len(self.offsets) - 1

    def __getitem__(self, row: int) -> NDArray[np.uint64]:
        """Return the set of one text."""
        if not -len(self) <= row < len(self):
            raise IndexError(f"row {row} of {len(self)} shingle sets")
        row %= len(self)
        return self.hashes[self.offsets[row] : self.offsets[row + 1]]

    @property
    def sizes(self) -> NDArray[np.int64]:
        """The number of distinct shingles of each text."""
        return np.diff(self.offsets)

    def intersections(
        self, left: NDArray[np.int64], right: NDArray[np.int64], threads: int | None = None
    ) -> NDArray[np.int64]:
        """Count the shingles that each pair shares."""
        left, right = np.ascontiguousarray(left, np.int64), np.ascontiguousarray(right, np.int64)
        return kernels.intersections(self.hashes, self.offsets, left, right, threads=threads)

    def jaccard(
        self, left: NDArray[np.int64], right: NDArray[np.int64], threads: int | None = None
    ) -> NDArray[np.float64]:
        """Return the shared shingles over all shingles of each pair, 0.0 where both are empty."""
        return self.likeness(left, right, threads)[0]

    def containment(
        self, left: NDArray[np.int64], right: NDArray[np.int64], threads: int | None = None
    ) -> NDArray[np.float64]:
        """Return the shared shingles over those of the smaller set of each pair, 0.0 where it is empty.

        Broder 1997, "On the resemblance and containment of documents".
        """
        return self.likeness(left, right, threads)[1]

    def likeness(
        self, left: NDArray[np.int64], right: NDArray[np.int64], threads: int | None = None
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the Jaccard and the containment of each pair, counting once what it shares."""
        shared, one, other = self.intersections(left, right, threads), self.sizes[left], self.sizes[right]
        return _share(shared, one + other - shared), _share(shared, np.minimum(one, other))


def shingle(
    folded: Folded, shingling: Shingling, *, sample: float = 1.0, threads: int | None = None
) -> Shingles:
    """Hash the shingles of folded texts.

    Parameters
    ----------
    folded : Folded
        What `dedupe.text.fold.fold` returns.
    shingling : Shingling
        What a shingle is.
    sample : float
        The share of all possible shingles to keep, over 0 and up to 1: the same ones in every text, so
        that what texts share is sampled alike (FracMinHash, https://doi.org/10.1101/2022.01.11.475838).
    threads : int, optional
        Default: the processors this process may use. The result does not depend on it.
    """
    if not 0 < sample <= 1:
        raise ValueError(f"sample must be over 0 and up to 1, got {sample}")
    limit = min(int(sample * 2**64), kernels.EVERY_HASH)
    hash_units = kernels.word_shingles if shingling.unit == "words" else kernels.letter_shingles
    return Shingles(*hash_units(folded.data, folded.offsets, shingling.k, limit=limit, threads=threads))


def shingle_sets(
    folded: Folded,
    shingling: Shingling,
    rows: NDArray[np.int64] | None = None,
    *,
    sample: float = 1.0,
    threads: int | None = None,
) -> ShingleSets:
    """Return the distinct shingles of folded texts, or of those in `rows` only, in that order.

    Set i is then that of text `rows[i]`: a large corpus keeps only what its candidate pairs name.
    """
    chosen = folded if rows is None else folded.take(rows)
    return shingle(chosen, shingling, sample=sample, threads=threads).sets(threads)


def _share(part: NDArray[np.int64], whole: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0)
