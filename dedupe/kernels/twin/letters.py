"""Shingles of letters."""

from __future__ import annotations

import numpy as np

from dedupe.kernels.twin.arrays import Array, documents_of, ends_of, from_zero, ranges
from dedupe.kernels.twin.hashing import SEED, absorb
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
