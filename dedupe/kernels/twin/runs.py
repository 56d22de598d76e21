"""Stretches of one text that another holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from dedupe.kernels.twin.arrays import Array

FULL_WEIGHT = 65536


def shared_runs(
    hashes: Array,
    offsets: Array,
    weights: Array,
    sets: Array,
    set_offsets: Array,
    left: Array,
    right: Array,
    k: int,
    slack: int,
    out: Array,
) -> None:
    """Weigh the stretches of `right` that k-letter shingles found in `left` cover.

    `hashes` are letter shingles in text order and `weights` (int32) their weights, FULL_WEIGHT for one
    and less than 0 where not known; `sets` are the hashes as sorted sets. Stretches that touch or overlap
    are one run. `out` is float64[pairs, 2]: the letters of each run past its first `slack`, times the mean
    of the weights known in it (one half where none is), summed; and the letters of the longest run.
    """
    out = out.reshape(-1, 2)
    for i, (one, other) in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
        sequence = hashes[offsets[other] : offsets[other + 1]]
        weight = weights[offsets[other] : offsets[other + 1]].astype(np.int64)
        held = np.flatnonzero(np.isin(sequence, sets[set_offsets[one] : set_offsets[one + 1]]))
        breaks = np.flatnonzero(np.diff(held) > k) + 1
        evidence, longest = 0.0, 0
        for run in np.split(held, breaks) if len(held) else []:
            length = int(run[-1] + k - run[0])
            longest = max(longest, length)
            if length > slack:
                known = weight[run][weight[run] >= 0]
                mean = known.sum() / len(known) if len(known) else FULL_WEIGHT / 2
                evidence += (length - slack) * (mean / FULL_WEIGHT)
        out[i] = evidence, longest
