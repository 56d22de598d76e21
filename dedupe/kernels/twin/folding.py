"""Folding: texts to words parted by single spaces."""

from __future__ import annotations

import numpy as np

from dedupe.kernels.twin.arrays import Array, documents_of, ends_of, from_zero, ranges
from dedupe.kernels.twin.utf8 import SPACE, STRAY, decode, encode

BOUNDARY, LETTER, MARK, UNSPACED = range(4)
HARD, JOINS = 4, 8
BLOCK_BITS = 7


def entries_of(points: Array, index: Array, entries: Array) -> Array:
    """Return the entry of each code point; a stray byte's is that of a boundary."""
    known = np.where(points == STRAY, np.uint32(0), points).astype(np.int64)
    found = entries[
        index[known >> BLOCK_BITS].astype(np.int64) << BLOCK_BITS | known & ((1 << BLOCK_BITS) - 1)
    ]
    return np.where(points == STRAY, np.uint32(BOUNDARY), found)


def fold(
    data: Array,
    offsets: Array,
    index: Array,
    entries: Array,
    pool: Array,
    normalised: bool,
    out: Array,
    out_offsets: Array,
    hard: Array,
) -> int:
    """Fold UTF-8 to words parted by single spaces, document after document; return the bytes written.

    `index`, `entries` and `pool` are the tables of `dedupe.text.fold_tables`. A document that needs
    the normaliser is flagged in `hard` and left empty; with `normalised` the code points stand as they
    are and are only sorted into words. `out` holds three bytes for each of the data's.
    """
    data, offsets = from_zero(data, offsets)
    count = len(offsets) - 1
    first, _, points = decode(data, offsets)
    owner = documents_of(offsets)[first]
    entry = entries_of(points, index, entries)
    hard[:count] = False
    if not normalised:
        combining = entry >> 8 & 0xFF
        before = np.concatenate([[0], combining[:-1]])
        before[1:][owner[1:] != owner[:-1]] = 0
        unordered = (entry & JOINS != 0) & (before > combining)
        hard[owner[(entry & HARD != 0) | unordered]] = True
        soft = hard[:count][owner] == 0
        points, owner, entry = points[soft], owner[soft], entry[soft]
        place = (entry >> 16).astype(np.int64)
        mapped = place > 0
        sizes = np.where(mapped, pool[place], 1).astype(np.int64)
        folded = np.repeat(points, sizes)
        folded[np.repeat(mapped, sizes)] = pool[ranges(place[mapped] + 1, sizes[mapped])]
        points, owner = folded, np.repeat(owner, sizes)
        entry = entries_of(points, index, entries)
    kind = entry & 3
    begins = word_beginnings(kind, owner)
    kept = kind != BOUNDARY
    kind, owner, points, begins = kind[kept], owner[kept], points[kept], begins[kept]
    starts_document = np.concatenate([[True], owner[1:] != owner[:-1]])[: len(owner)]
    spaces = (begins & ~starts_document).astype(np.int64)
    at = np.arange(len(points)) + np.cumsum(spaces)
    spaced = np.full(len(points) + int(spaces.sum()), SPACE, np.uint32)
    spaced[at] = points
    owners = np.empty(len(spaced), np.int64)
    owners[at] = owner
    owners[at[spaces > 0] - 1] = owner[spaces > 0]
    written, sizes = encode(spaced)
    out[: len(written)] = written
    out_offsets[: count + 1] = ends_of(np.repeat(owners, sizes), count)
    return len(written)


def word_beginnings(kind: Array, owner: Array) -> Array:
    """Tell which code points begin a word, from their classes and their documents.

    A word ends at a boundary, and on either side of a letter of an unspaced script with its marks.
    """
    at = np.arange(len(kind))
    new = np.ones(len(kind), bool)
    new[1:] = (owner[1:] != owner[:-1]) | (kind[:-1] == BOUNDARY)
    # What the word so far is made of: the last letter, or the boundary, that is no mark.
    last = np.maximum.accumulate(np.where((kind != MARK) | new, at, 0))
    alone = np.zeros(len(kind), bool)
    alone[1:] = kind[last[:-1]] == UNSPACED
    result: Array = (kind != BOUNDARY) & (new | (kind == UNSPACED) | ((kind == LETTER) & alone))
    return result
