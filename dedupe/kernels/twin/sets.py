"""Sets of hashes, and how much two of them share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from dedupe.kernels.twin.arrays import Array


def overlaps(hashes: Array, offsets: Array, left: Array, right: Array, shared: Array, sizes: Array) -> None:
    """Count the different hashes that each pair of documents shares, and those of each document."""
    sets = [np.unique(hashes[offsets[i] : offsets[i + 1]]) for i in range(len(offsets) - 1)]
    sizes[: len(sets)] = [len(values) for values in sets]
    for i, (one, other) in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
        shared[i] = np.intersect1d(sets[one], sets[other], assume_unique=True).size
