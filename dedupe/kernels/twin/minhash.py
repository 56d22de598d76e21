"""MinHash signatures and their bands."""

from __future__ import annotations

import numpy as np

from dedupe.kernels.twin.arrays import Array, from_zero
from dedupe.kernels.twin.hashing import SEED, absorb, avalanche, avalanche32
from dedupe.kernels.twin.letters import letter_shingles
from dedupe.kernels.twin.shingles import word_shingles

AT_ONCE = 1 << 20  # values a two-dimensional step makes at a time, so that memory stays flat


def signatures(hashes: Array, offsets: Array, a: Array, b: Array, out: Array) -> None:
    """MinHash each document: the least a·h + b mod 2^32 of its hashes h, for every permutation.

    This is the scheme `affine32` of datasketch 2: the low 32 bits of the hashes (uint64) are mixed once
    beforehand, and an empty set has the largest value in every place. `out` is uint32[n, len(a)].
    """
    hashes, offsets = from_zero(hashes, offsets)
    mixed = avalanche32(hashes.astype(np.uint32))
    out = out.reshape(-1, len(a))
    out[: len(offsets) - 1] = np.uint32(0xFFFFFFFF)
    at_once = max(1, AT_ONCE // max(1, len(a)))
    for i in range(len(offsets) - 1):
        for start in range(int(offsets[i]), int(offsets[i + 1]), at_once):
            part = mixed[start : min(start + at_once, int(offsets[i + 1]))]
            np.minimum(out[i], (a[:, None] * part + b[:, None]).min(axis=1), out=out[i])


def sketches(data: Array, offsets: Array, words: bool, k: int, a: Array, b: Array, out: Array) -> None:
    """MinHash each document's shingles of k words, or letters: `word_shingles`, then `signatures`."""
    hash_units = word_shingles if words else letter_shingles
    hashes = np.empty(len(data) + len(offsets), np.uint64)
    ends = np.zeros(len(offsets), np.int64)
    size = hash_units(data, offsets, k, 2**64 - 1, hashes, ends)
    signatures(hashes[:size], ends, a, b, out)


def band_hashes(signatures: Array, permutations: int, bands: int, rows: int, out: Array) -> None:
    """Hash each `rows` values of a signature to one uint32 a band; `out` is uint32[n, bands]."""
    if bands * rows > permutations:
        raise ValueError(
            f"bands: {bands} bands of {rows} rows need more than the {permutations} permutations"
        )
    values = signatures.reshape(-1, permutations)[:, : bands * rows].reshape(-1, bands, rows)
    hashes = np.full(values.shape[:2], SEED, np.uint64)
    for row in range(rows):
        hashes = absorb(hashes, values[:, :, row].astype(np.uint64))
    out.reshape(-1, bands)[: len(hashes)] = avalanche(hashes).astype(np.uint32)
