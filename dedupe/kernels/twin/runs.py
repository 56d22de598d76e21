"""Stretches of one text that another holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from dedupe.kernels.twin.arrays import Array

FULL_WEIGHT = 65536


def runs(
    units: Array,
    offsets: Array,
    starts: Array,
    ends: Array,
    values: Array,
    figure_offsets: Array,
    places: Array,
    weights: Array,
    sample_offsets: Array,
    left: Array,
    right: Array,
    k: int,
    slack: int,
    evidence: Array,
    counts: Array,
) -> None:
    """Weigh the stretches of `right` that `left` holds too, and compare the figures that stand in them.

    A place of `right` matches where its k units stand anywhere in `left`; a text shorter than k has one
    place, which only an equal text matches. Stretches that touch or overlap are one run. `places` (int32,
    rising in each document) are those whose `weights` (int32) are known: FULL_WEIGHT for one, less than 0
    for unknown. `evidence` is float64[pairs]: the units of each run past its first `slack`, times the mean
    of the weights known in it (one half where none is), summed. `counts` is int64[pairs, 4]: places that
    match, units of the longest run, figures that `left` has too or that lie inside a run, and other
    figures that touch a run.
    """
    counts = counts.reshape(-1, 4)
    for i, (one, other) in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
        text = units[offsets[other] : offsets[other + 1]]
        held = matching(units[offsets[one] : offsets[one + 1]], text, k)
        found = np.split(held, np.flatnonzero(np.diff(held) > k) + 1) if len(held) else []
        first = np.array([run[0] for run in found], np.int64)
        last = np.array([run[-1] + min(k, len(text)) for run in found], np.int64)
        sampled = slice(int(sample_offsets[other]), int(sample_offsets[other + 1]))
        matches = np.isin(places[sampled], held) & (weights[sampled] >= 0)
        place, weight = places[sampled][matches], weights[sampled][matches].astype(np.int64)
        total = 0.0
        for begin, end in zip(first.tolist(), last.tolist(), strict=True):
            if end - begin > slack:
                known = weight[(place >= begin) & (place < end)]
                mean = int(known.sum()) / len(known) if len(known) else FULL_WEIGHT / 2
                total += (end - begin - slack) * (mean / FULL_WEIGHT)
        figures = slice(int(figure_offsets[other]), int(figure_offsets[other + 1]))
        start, stop = starts[figures][:, None], ends[figures][:, None]
        inside = ((first <= start) & (last >= stop)).any(axis=1)
        touched = ((first <= stop) & (last >= start)).any(axis=1)
        agrees = inside | np.isin(values[figures], values[figure_offsets[one] : figure_offsets[one + 1]])
        evidence[i] = total
        counts[i] = len(held), (last - first).max(initial=0), agrees.sum(), (touched & ~agrees).sum()


def matching(left: Array, right: Array, k: int) -> Array:
    """Return the places of `right` whose k units stand anywhere in `left`: int64, rising."""
    held, text = left.tobytes(), right.tobytes()
    if len(text) < k:
        return np.arange(1 if text and text == held else 0)
    grams = {held[i : i + k] for i in range(len(held) - k + 1)}
    return np.array([i for i in range(len(text) - k + 1) if text[i : i + k] in grams], np.int64)


def covered(units: Array, offsets: Array, left: int, right: int, k: int) -> Array:
    """Return which units of document `right` stand in runs shared with document `left`: bool[units]."""
    text = units[offsets[right] : offsets[right + 1]]
    places = matching(units[offsets[left] : offsets[left + 1]], text, k)
    steps = np.zeros(len(text) + 1, np.int64)
    steps[places] += 1
    steps[places + min(k, len(text))] -= 1
    return np.asarray(np.cumsum(steps)[:-1] > 0)
