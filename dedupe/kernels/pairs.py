"""Passes over pairs of documents, and tables of hashes that are looked up."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from dedupe.kernels import choice
from dedupe.kernels.slices import Array, over_slices, pair_slices, scratch
from dedupe.kernels.texts import EVERY_HASH, shingles_most


def overlaps(hashes: Array, offsets: Array, left: Array, right: Array) -> tuple[Array, Array]:
    """Count the different hashes that documents share, and those of each, on this thread.

    Fastest where pairs with the same `left` follow one another.

    Returns
    -------
    shared : int64[pairs]
    sizes : int64[n]
    """
    shared, sizes = np.empty(len(left), np.int64), np.empty(len(offsets) - 1, np.int64)
    choice.core.overlaps(hashes, offsets, left, right, shared, sizes)
    return shared, sizes


def shared_shingles(
    data: Array, offsets: Array, words: bool, k: int, left: Array, right: Array
) -> tuple[Array, Array, Array]:
    """Count the different shingles of k words, or letters, that documents share, on this thread.

    The same as `word_shingles` or `letter_shingles` and then `overlaps`, without a copy of the hashes.

    Returns
    -------
    shared : int64[pairs]
    different : int64[n]
        The different shingles of each document.
    sizes : int64[n]
        All of them, repeats counted.
    """
    hash_units = choice.core.word_shingles if words else choice.core.letter_shingles
    hashes = scratch("shingles", shingles_most(offsets, words=words), np.uint64)
    ends = np.zeros(len(offsets), np.int64)
    count = hash_units(data, offsets, k, EVERY_HASH, hashes, ends)
    return *overlaps(hashes[:count], ends, left, right), np.diff(ends)


class Table(NamedTuple):
    """Numbers in which others are looked up: `values`, uint64, rising, without repeats.

    The bits of a value from `shift` up name its bucket, of some eight: those of bucket b are
    `values[starts[b] : starts[b + 1]]` (int64[buckets + 1]).
    """

    values: Array
    starts: Array
    shift: int

    @classmethod
    def of(cls, values: Array) -> Table:
        """Return the table of some values."""
        bits = max(1, (len(values) >> 3).bit_length())
        shift = max(0, (int(values[-1]).bit_length() if len(values) else 1) - bits)
        bounds = np.arange((1 << bits) + 1, dtype=np.uint64)
        last = bounds[-1] << np.uint64(shift) if shift + bits < 64 else None
        starts = np.searchsorted(values, bounds[:-1] << np.uint64(shift)).astype(np.int64)
        end = len(values) if last is None else int(np.searchsorted(values, last))
        return cls(values, np.append(starts, end), shift)


def look_up(table: Table, values: Array) -> Array:
    """Find where in a table each value stands: int64, -1 where it does not."""
    out = np.empty(len(values), np.int64)
    choice.core.look_up(*table, values, out)
    return out


def runs(
    units: Array,
    offsets: Array,
    figures: tuple[Array, Array, Array, Array],
    sample: tuple[Array, Array, Array],
    left: Array,
    right: Array,
    k: int,
    slack: int,
    *,
    threads: int | None = None,
) -> tuple[Array, Array, Array, Array, Array]:
    """Weigh the stretches of `right[i]` that `left[i]` holds too: those that shared k units cover.

    Fastest where pairs with the same `left` follow one another and it is the longer.

    Parameters
    ----------
    units, offsets
        Letter streams.
    figures
        Starts, ends, values and offsets, as `figures` returns them.
    sample
        Places (int32, rising in each document) of the shingles whose weights are known, the weights (int32,
        `FULL_WEIGHT` for one, less than 0 for unknown), and offsets.
    k : int
        Units that must be the same for a place to match. A text shorter than k matches only its equal.
    slack : int
        Units of each run that count nothing.

    Returns
    -------
    evidence : float64[pairs]
        Units of each run past the slack, times the mean weight of the sampled places that match in it (one
        half where none is known), summed.
    matched : int64[pairs]
        Places of `right` that match.
    longest : int64[pairs]
        Units of the longest run.
    agreeing : int64[pairs]
        Figures of `right` that `left` has too, or that lie wholly inside a run.
    differing : int64[pairs]
        Its other figures that touch a run.
    """
    evidence = np.empty(len(left), np.float64)
    counts = np.empty((len(left), 4), np.int64)

    def work(first: int, last: int) -> None:
        pairs = left[first:last], right[first:last]
        out = evidence[first:last], counts[first:last]
        choice.core.runs(units, offsets, *figures, *sample, *pairs, k, slack, *out)

    over_slices(work, pair_slices(len(left)), threads)
    matched, longest, agreeing, differing = counts.T.copy()
    return evidence, matched, longest, agreeing, differing


def components(nodes: int, left: Array, right: Array) -> Array:
    """Label the connected components of a graph: int64[nodes], each named by its smallest node."""
    out = np.empty(nodes, np.int64)
    choice.core.components(np.ascontiguousarray(left), np.ascontiguousarray(right), out)
    return out
