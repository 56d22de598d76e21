"""Digests: 128 bits by which equal documents are known."""

from __future__ import annotations

import numpy as np

from dedupe.kernels.twin.arrays import Array, from_zero
from dedupe.kernels.twin.hashing import CHUNK_FACTOR, ORDER_FACTOR, SEED, absorb, avalanche

LANES = 16  # chunks of eight bytes mixed side by side
STRIPE = 8 * LANES


def digests(data: Array, offsets: Array, out: Array) -> None:
    """Digest each document's bytes, twice and independently: `out` is uint64[n, 2]. Not cryptographic.

    Stripes of 128 bytes, the last filled up with zeros, go through the round of xxHash64 (Collet), whose
    two factors change places for the other half; the lanes are then combined behind the size.
    """
    data, offsets = from_zero(data, offsets)
    sizes = np.diff(offsets)
    places = np.arange(STRIPE)
    padded = np.concatenate([data, np.zeros(STRIPE, np.uint8)])
    states = np.full((2, len(sizes), LANES), SEED, np.uint64)
    for start in range(0, int(sizes.max(initial=0)), STRIPE):
        rows = np.flatnonzero(sizes > start)
        stripes = padded[np.minimum(offsets[rows, None] + start + places, len(data))]
        stripes[start + places >= sizes[rows, None]] = 0
        chunks = stripes.view("<u8").astype(np.uint64)
        states[0, rows] = _round(states[0, rows], chunks, ORDER_FACTOR, 31, CHUNK_FACTOR)
        states[1, rows] = _round(states[1, rows], chunks, CHUNK_FACTOR, 29, ORDER_FACTOR)
    for half, state in enumerate(states):
        hashes = absorb(np.full(len(sizes), SEED, np.uint64), sizes.astype(np.uint64))
        for lane in range(LANES):
            hashes = absorb(hashes, state[:, lane])
        out.reshape(-1, 2)[: len(sizes), half] = avalanche(hashes)


def _round(state: Array, chunks: Array, first: np.uint64, by: int, second: np.uint64) -> Array:
    state = state + chunks * first
    rotated: Array = state << np.uint64(by) | state >> np.uint64(64 - by)
    return rotated * second
