"""Where sentences are best cut."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from dedupe.kernels.twin.arrays import Array


def best_cuts(odds: Array, costs: Array, bounds: Array, whole: Array, most: int, chosen: Array) -> None:
    """Choose the words before which sentences are cut.

    `odds` (float64[others, words]) says for each word how likely it is new to each other text, above 0, or
    not, below; `costs` (float64[words]) what a cut before it costs, infinite where none can be; sentence i
    has the words from `bounds[i]` (int64[sentences + 1]) on. The odds of a piece count for an other as far
    as they are from 0; the cuts are those that gain most. A sentence that is `whole` (bool) is not cut, nor
    one that no other holds in part. Of more than `most` places for a cut so many are looked at together.

    `chosen` (bool[words]) takes which words are the first of a piece.
    """
    chosen[:] = False
    for (begin, end), kept in zip(pairwise(bounds.tolist()), whole.tolist(), strict=True):
        if begin == end:
            continue
        chosen[begin] = True
        part = odds[:, begin:end]
        if kept or not ((part.max(axis=1) > 0) & (part.min(axis=1) < 0)).any():
            continue
        joints = [begin, *(np.flatnonzero(costs[begin + 1 : end] < np.inf) + begin + 1).tolist()]
        for first in range(0, len(joints), most):
            stops = [*joints[first : first + most + 1], end][: most + 1]
            chosen[_best_path(stops, odds, costs)] = True


def _best_path(joints: list[int], odds: Array, costs: Array) -> list[int]:
    """Choose among the joints of a stretch of words that ends at the last; the first is always chosen."""
    totals = np.zeros((len(odds), joints[-1] - joints[0] + 1))
    np.cumsum(odds[:, joints[0] : joints[-1]], axis=1, out=totals[:, 1:])
    at = totals[:, np.array(joints) - joints[0]]
    cost = [0.0, *costs[joints[1:-1]].tolist()]
    gained = np.abs(at[:, None, :] - at[:, :, None]).sum(axis=0).T.tolist()
    best = [0.0]
    back = [0]
    for end in range(1, len(joints)):
        gains = [best[begin] + gained[end][begin] - cost[begin] for begin in range(end)]
        best.append(max(gains))
        back.append(gains.index(best[-1]))
    found = []
    end = len(joints) - 1
    while end:
        end = back[end]
        found.append(joints[end])
    return found
