"""Folding: texts to words without case, width, punctuation or spacing, for comparing and not for reading.

A text is normalised to NFKC(casefold(NFKC(text))). Every letter, number and mark of it (Unicode categories
L, N and M) is kept, what nobody sees (soft hyphens, zero-width spaces, marks of direction) is left out,
everything else parts words, and words stand apart by single spaces. In scripts written
without spaces (Han, kana, Thai, Lao, Khmer, Myanmar) each letter with its marks is a word of its own, so
that shingles of words have a meaning there too.

Nearly all of it is a look-up for each code point, which a kernel does. A document in which the normal
form depends on neighbours (a combining accent, a lone Hangul vowel) goes through `unicodedata` first.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from dedupe import kernels
from dedupe.compute import buffers_of
from dedupe.text.fold_tables import (
    BOUNDARY,
    CLASS_MASK,
    COMBINING_SHIFT,
    HARD,
    JOINS,
    POOL_SHIFT,
    UNASSIGNED,
    entries_of,
    load,
    normalised,
)

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

REMEMBERED_CHUNKS = 1 << 14  # foldings of one character with its marks kept at hand; a script has fewer


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded texts back to back: UTF-8 `data` (uint8), text i at `offsets[i]:offsets[i + 1]` (int64)."""

    data: NDArray[np.uint8]
    offsets: NDArray[np.int64]

    def __len__(self) -> int:
        """Return the number of texts."""
        return len(self.offsets) - 1

    def __getitem__(self, row: int) -> str:
        """Return one folded text."""
        if not -len(self) <= row < len(self):
            raise IndexError(f"row {row} of {len(self)} folded texts")
        row %= len(self)
        return self.data[self.offsets[row] : self.offsets[row + 1]].tobytes().decode()

    def take(self, rows: NDArray[np.int64], *, lent: bool = False) -> Folded:
        """Return the texts of these rows, in their order; `lent` ones until this thread gathers others."""
        starts, sizes = self.offsets[rows], self.offsets[rows + 1] - self.offsets[rows]
        which = np.zeros(len(rows), np.int64)
        return Folded(*kernels.gather([self.data], which, starts, sizes, lent=lent))


def fold(texts: pa.Array | pa.ChunkedArray, threads: int | None = None, *, lent: bool = False) -> Folded:
    """Fold an Arrow column of strings; a null is folded as an empty text.

    Parameters
    ----------
    texts : pyarrow.Array or pyarrow.ChunkedArray
        Of type string or large_string; the latter is read in place.
    threads : int, optional
        Default: the processors this process may use. The result does not depend on it.
    lent : bool
        Whether the result is done with before this thread folds again, which may then overwrite it.
    """
    import pyarrow as pa

    if not isinstance(texts, pa.ChunkedArray):
        return _fold(*buffers_of(texts), threads=threads, lent=lent)
    parts = [_fold(*buffers_of(chunk), threads=threads) for chunk in texts.chunks]
    if len(parts) == 1:
        return parts[0]
    return Folded(
        np.concatenate([np.empty(0, np.uint8), *(part.data for part in parts)]),
        _offsets(np.concatenate([np.empty(0, np.int64), *(np.diff(part.offsets) for part in parts)])),
    )


def fold_text(text: str) -> str:
    """Fold one text.

    >>> fold_text("The Minister’s “ＴＲＩＰ” cost £2.5m.")
    'the minister s trip cost 2 5m'
    """
    data = np.frombuffer(text.encode("utf-8", "replace"), np.uint8)
    return _fold(data, np.array([0, len(data)]), threads=1)[0]


def letters_with_offsets(text: str) -> tuple[str, NDArray[np.int64]]:
    """Return the letters of the folded text, its spaces left out, and where each came from.

    Returns
    -------
    letters : str
        `fold_text(text)` without spaces.
    offsets : int64[len(letters)]
        For each letter a code-point offset in `text`: that of its character, or of the character that
        the marks it was normalised with stand on.
    """
    points = _points(text)
    entries = entries_of(points)
    # Nothing that folding does reaches past a seam: the place before a character that joins no other.
    seams = np.flatnonzero(entries & JOINS == 0)
    combining = entries >> COMBINING_SHIFT & 0xFF
    unordered = (entries[1:] & JOINS != 0) & (combining[:-1] > combining[1:])
    if (entries & HARD).any() or unordered.any():
        bounds = np.unique(np.concatenate([[0], seams, [len(text)]]))
        chunks = zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)
        letters = [_letters_of_chunk(text[first:last]) for first, last in chunks]
        return "".join(letters), np.repeat(bounds[:-1], [len(part) for part in letters])
    pool = load()[2]
    places = (entries >> POOL_SHIFT).astype(np.int64)
    sizes = np.where(places > 0, pool[places], 1).astype(np.int64)
    source = np.repeat(np.arange(len(points)), sizes)
    within = np.arange(len(source)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    folded = np.where(places[source] > 0, pool[(places[source] + 1 + within) % len(pool)], points[source])
    kept = entries_of(folded) & CLASS_MASK != BOUNDARY
    begins = np.zeros(len(points), np.int64)
    begins[seams] = seams
    return _text(folded[kept]), np.maximum.accumulate(begins)[source[kept]]


@lru_cache(REMEMBERED_CHUNKS)
def _letters_of_chunk(chunk: str) -> str:
    folded = _points(normalised(_known(chunk)))
    return _text(folded[entries_of(folded) & CLASS_MASK != BOUNDARY])


def _fold(
    data: NDArray[np.uint8], offsets: NDArray[np.int64], threads: int | None, *, lent: bool = False
) -> Folded:
    out, ends, hard = kernels.fold(data, offsets, load(), lent=lent, threads=threads)
    rows = np.flatnonzero(hard)
    if not len(rows):
        return Folded(out, ends)
    if lent:  # not to be lost below
        out = out.copy()
    texts = [data[offsets[row] : offsets[row + 1]].tobytes().decode("utf-8", "replace") for row in rows]
    encoded = [normalised(_known(text)).encode() for text in texts]
    starts = _offsets(np.array([len(text) for text in encoded]))
    joined = np.frombuffer(b"".join(encoded), np.uint8)
    late, late_ends, _ = kernels.fold(joined, starts, load(), normalised=True, threads=threads)
    sizes = np.diff(ends)
    sizes[rows] = np.diff(late_ends)
    # The late texts go between what was folded at once, which is already in order.
    pieces, done = [], 0
    for place, first, last in zip(ends[rows].tolist(), late_ends[:-1], late_ends[1:], strict=True):
        pieces += [out[done:place], late[first:last]]
        done = place
    return Folded(np.concatenate([*pieces, out[done:]]), _offsets(sizes))


def _known(text: str) -> str:
    """Put a space for what the tables' Unicode has not assigned, so that newer Pythons fold no more."""
    points = _points(text)
    entries = entries_of(points)
    unknown = (entries & UNASSIGNED != 0) & (entries & CLASS_MASK == BOUNDARY)
    if not unknown.any():
        return text
    return _text(np.where(unknown, np.uint32(ord(" ")), points))


def _offsets(sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)


def _points(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "replace"), "<u4").astype(np.uint32, copy=False)


def _text(points: NDArray[np.uint32]) -> str:
    return points.astype("<u4").tobytes().decode("utf-32-le")
