"""Shingles of words."""

from __future__ import annotations

import numpy as np

from dedupe.kernels.twin.arrays import Array, documents_of, ends_of, from_zero, ranges
from dedupe.kernels.twin.hashing import ORDER_FACTOR, SEED, absorb, avalanche
from dedupe.kernels.twin.utf8 import SPACE


def word_shingles(data: Array, offsets: Array, k: int, limit: int, out: Array, out_offsets: Array) -> int:
    """Hash each k consecutive words of folded text, in text order; return how many hashes are kept.

    A word is absorbed by sixteen bytes, those past its end 0. A text of fewer than k words has one
    shingle over all of them, an empty one has none. Only hashes up to `limit` are kept. `out` holds
    one uint64 for every two bytes and one for every document.
    """
    data, offsets = from_zero(data, offsets)
    letter = data != SPACE
    owner = documents_of(offsets)
    apart = owner[1:] != owner[:-1]
    begins = letter.copy()
    begins[1:] &= ~letter[:-1] | apart
    ends = letter.copy()
    ends[:-1] &= ~letter[1:] | apart
    starts = np.flatnonzero(begins)
    sizes = np.flatnonzero(ends) + 1 - starts
    # Eight bytes from every place on, so that any chunk is one look-up.
    padded = np.concatenate([data, np.zeros(24, np.uint8)])
    chunks = np.ndarray((len(padded) - 7,), "<u8", padded, strides=(1,))
    hashes = np.full(len(starts), SEED, np.uint64)
    words = np.arange(len(starts))
    done = 0
    while len(words):
        for _ in range(2):
            left = np.clip(sizes[words] - done, 0, 8)
            mask = np.where(
                left == 8, ~np.uint64(0), (np.uint64(1) << (8 * (left % 8)).astype(np.uint64)) - np.uint64(1)
            )
            hashes[words] = absorb(hashes[words], chunks[starts[words] + done].astype(np.uint64) & mask)
            done += 8
        words = words[sizes[words] > done]
    return roll(hashes, ends_of(owner[starts], len(offsets) - 1), k, limit, out, out_offsets)


def roll(values: Array, offsets: Array, k: int, limit: int, out: Array, out_offsets: Array) -> int:
    """Hash each k consecutive values of a document: a polynomial in ORDER_FACTOR, then an avalanche."""
    if k < 1:
        raise ValueError(f"k: must be at least 1, got {k}")
    sizes = np.diff(offsets)
    windows = np.where(sizes > 0, np.maximum(sizes - k, 0) + 1, 0)
    windows[sizes == 0] = 0
    owner = np.repeat(np.arange(len(sizes)), windows)
    first = ranges(offsets[:-1], windows)
    width = np.minimum(sizes, k)[owner]
    sums = np.zeros(len(first), np.uint64)
    for i in range(int(width.max(initial=0))):
        wide = width > i
        sums[wide] = sums[wide] * ORDER_FACTOR + values[first[wide] + i]
    hashes = avalanche(sums)
    kept = hashes <= np.uint64(limit)
    count = int(kept.sum())
    out[:count] = hashes[kept]
    out_offsets[: len(offsets)] = ends_of(owner[kept], len(sizes))
    return count
