"""Sorted sets of hashes."""

from __future__ import annotations

import numpy as np

from dedupe.kernels.twin.arrays import Array, documents_of, ends_of, from_zero


def sorted_sets(hashes: Array, offsets: Array, out: Array, out_offsets: Array) -> int:
    """Sort each document's hashes and drop repeats; return how many are left."""
    hashes, offsets = from_zero(hashes, offsets)
    owner = documents_of(offsets)
    order = np.lexsort((hashes, owner))
    hashes = hashes[order]
    fresh = np.ones(len(hashes), bool)
    fresh[1:] = (hashes[1:] != hashes[:-1]) | (owner[1:] != owner[:-1])
    count = int(fresh.sum())
    out[:count] = hashes[fresh]
    out_offsets[: len(offsets)] = ends_of(owner[fresh], len(offsets) - 1)
    return count


def intersections(hashes: Array, offsets: Array, left: Array, right: Array, out: Array) -> None:
    """Count the hashes that two sorted sets share, for each pair of documents."""
    for i, (one, other) in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
        x, y = hashes[offsets[one] : offsets[one + 1]], hashes[offsets[other] : offsets[other + 1]]
        out[i] = np.intersect1d(x, y, assume_unique=True).size
