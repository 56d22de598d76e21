"""Shingles of letters."""

from __future__ import annotations

import numpy as np

from dedupe.kernels.twin.arrays import Array, documents_of, ends_of, from_zero, ranges
from dedupe.kernels.twin.hashing import ORDER_FACTOR, SEED, absorb, avalanche
from dedupe.kernels.twin.shingles import roll
from dedupe.kernels.twin.utf8 import SPACE, STRAY, decode

WIDE = 3  # letters that a wide one counts as
PART_SHIFT = 21  # past the bits of a code point


def letter_widths(points: Array) -> Array:
    """Return how many letters each code point counts as: kana, ideographs and Hangul syllables 3, others 1.

    One of those says about as much as three letters of an alphabet: 12 letters are four ideographs.
    """
    wide = ((points >= 0x3040) & (points <= 0x9FFF)) | ((points >= 0xAC00) & (points <= 0xD7A3))
    wide |= ((points >= 0xF900) & (points <= 0xFAFF)) | ((points >= 0x20000) & (points <= 0x3FFFF))
    return np.where(wide, WIDE, 1)


def letters(data: Array, offsets: Array, out: Array, out_offsets: Array) -> int:
    """Write the units of folded text, one byte each; return how many there are.

    Spaces and stray bytes are left out. ASCII is its own byte; a letter past it keeps its place among the
    128 code points of its block, with the high bit set, so that those of one alphabet stay apart. A wide
    letter is three bytes of seven bits of its code point, shuffled. `out` holds one unit for every byte.
    """
    data, offsets = from_zero(data, offsets)
    first, _, points = decode(data, offsets)
    counted = (points != SPACE) & (points != STRAY)
    points = points[counted]
    widths = letter_widths(points)
    mask = np.uint32((1 << PART_SHIFT) - 1)
    mixed = points * np.uint32(0x85EBCA6B) & mask
    mixed ^= mixed >> np.uint32(11)
    mixed = mixed * np.uint32(0xC2B2AE35) & mask
    mixed ^= mixed >> np.uint32(11)
    bits = np.where(widths == WIDE, mixed, points & np.uint32(0x7F))
    parts = ranges(np.zeros(len(widths), np.int64), widths).astype(np.uint32)
    units = np.repeat(bits, widths) >> np.uint32(7) * parts & np.uint32(0x7F)
    out[: len(units)] = units | np.where(np.repeat(points, widths) >= 0x80, 0x80, 0)
    owner = np.repeat(documents_of(offsets)[first[counted]], widths)
    out_offsets[: len(offsets)] = ends_of(owner, len(offsets) - 1)
    return len(units)


def unit_shingles(
    units: Array, offsets: Array, k: int, limit: int, out: Array, places: Array, out_offsets: Array
) -> int:
    """Hash each k consecutive units, in text order; return how many hashes up to `limit` there are.

    The hash is a polynomial in ORDER_FACTOR over chunks of eight units, of which the last ends where the
    units end, so that it overlaps the one before; then an avalanche. A document shorter than k has one
    shingle over all it has. `places` are the units at which the kept begin. Where there are more than
    `out` holds, what it then holds is not said: call again with as much room as was returned.
    """
    if k < 1:
        raise ValueError(f"k: must be at least 1, got {k}")
    units, offsets = from_zero(units, offsets)
    sizes = np.diff(offsets)
    widths = np.minimum(sizes, k)
    windows = np.where(sizes > 0, sizes - widths + 1, 0)
    owner = np.repeat(np.arange(len(sizes)), windows)
    place = ranges(np.zeros(len(sizes), np.int64), windows)
    first, width = place + offsets[owner], widths[owner]
    # Eight bytes from every place on, so that any chunk is one look-up.
    padded = np.concatenate([units, np.zeros(16, np.uint8)])
    chunks = np.ndarray((len(padded) - 7,), "<u8", padded, strides=(1,))
    short = np.minimum(width, 8)
    sums = chunks[first].astype(np.uint64) & ~np.uint64(0) >> (8 * (8 - short)).astype(np.uint64)
    for done in range(8, int(widths.max(initial=0)), 8):
        more = width > done
        at = first[more] + np.minimum(done, width[more] - 8)
        sums[more] = sums[more] * ORDER_FACTOR + chunks[at].astype(np.uint64)
    hashes = avalanche(sums)
    kept = hashes <= np.uint64(limit)
    count = int(kept.sum())
    if count <= len(out):
        out[:count] = hashes[kept]
        places[:count] = place[kept]
    out_offsets[: len(offsets)] = ends_of(owner[kept], len(sizes))
    return count


def letter_shingles(data: Array, offsets: Array, k: int, limit: int, out: Array, out_offsets: Array) -> int:
    """Hash each k consecutive letters of folded text, its spaces left out; return how many are kept.

    The rules are those of `word_shingles`. A wide letter counts as three, see `letter_widths`. `out`
    holds one uint64 for every byte.
    """
    data, offsets = from_zero(data, offsets)
    first, _, points = decode(data, offsets)
    counted = (points != SPACE) & (points != STRAY)
    widths = letter_widths(points[counted])
    parts = ranges(np.zeros(len(widths), np.int64), widths).astype(np.uint64)
    values = np.repeat(points[counted].astype(np.uint64), widths) | parts << np.uint64(PART_SHIFT)
    letters = absorb(np.full(len(values), SEED, np.uint64), values)
    owner = np.repeat(documents_of(offsets)[first[counted]], widths)
    return roll(letters, ends_of(owner, len(offsets) - 1), k, limit, out, out_offsets)
