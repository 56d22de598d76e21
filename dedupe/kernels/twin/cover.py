"""How well sentences cover stretches of words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedupe.kernels.twin.arrays import sums_of

if TYPE_CHECKING:
    from dedupe.kernels.twin.arrays import Array


def best_cover(
    shares: Array,
    weight: Array,
    begins: Array,
    held: Array,
    enough: float,
    scale: float,
    columns: Array,
    covers: Array,
) -> None:
    """Choose the sentences that cover each stretch of words best, one or two.

    `shares` (float64[columns, words]) says how well each word stands in each sentence, `weight`
    (float64[words]) what it counts for; stretch i begins at `begins[i]` (int64, rising) and ends where the
    next begins. Of those that are `held` (bool) `columns` (int64[stretches, 2]) takes the column that covers
    most of the stretch, the first of equals, and the one that covers `enough` more together with it; -1 for
    none. `covers` (float64) takes how much of the stretch each covers by itself. Sums are made in the order
    of the words; covers count in steps of 1 / `scale`.
    """
    columns[:], covers[:] = -1, 0.0
    if not len(begins) or not len(shares):
        return
    stretch = np.searchsorted(begins, np.arange(begins[0], len(weight)), side="right") - 1
    shares, weight = shares[:, begins[0] :], weight[begins[0] :]
    total = sums_of(weight[None], stretch)[0]

    def rounded(values: Array) -> Array:
        return np.asarray(np.rint(values * scale) / scale)

    cover = rounded(sums_of(shares * weight, stretch) / total)
    first, every = cover.argmax(axis=0), np.arange(len(begins))
    with_first = np.maximum(shares, shares[first[stretch], np.arange(len(stretch))])
    both = rounded(sums_of(with_first * weight, stretch) / total)
    second, best = both.argmax(axis=0), cover[first, every]
    asked = held.astype(np.bool_)
    two = asked & (best <= 1.0 - enough) & (rounded(both[second, every] - best) >= enough)
    columns[asked, 0], covers[asked, 0] = first[asked], best[asked]
    columns[two, 1], covers[two, 1] = second[two], cover[second, every][two]
