"""Articles of one text: known by a digest, gone through as one, and named in the answer each for itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from dedupe.keys import changes, rising_order
from dedupe.relations import Measures, join
from dedupe.thresholds import COMPLETE_MOST

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Rows = NDArray[np.int64]
    Keys = NDArray[np.uint64]


def equal_texts(digests: NDArray[np.void]) -> Rows:
    """Return for each row the first row of the same digest."""
    one, other = digests.view(np.uint64).reshape(-1, 2).T
    order = np.argsort(one)  # faster than by both halves, of which one nearly always does
    alike, fresh = _changes(one[order], other[order])
    if (alike & fresh).any():
        order = rising_order(other, one)
        _, fresh = _changes(one[order], other[order])
    twins = np.empty_like(order)
    starts = np.flatnonzero(fresh)
    if len(starts):
        twins[order] = np.minimum.reduceat(order, starts)[np.cumsum(fresh) - 1]
    return twins


def _changes(
    one: NDArray[np.uint64], other: NDArray[np.uint64]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Tell of each digest whether it begins like the one before, and whether it is another; the first is."""
    fresh = changes(one)
    return ~fresh, fresh | changes(other)


def with_copies(measures: Measures, twins: Rows) -> Measures:
    """Return the pairs of different texts for all their copies, and the pairs of equal texts, by rows.

    A text in more than `COMPLETE_MOST` copies is stood for by the first in pairs with others, and its
    copies are paired with the first alone.
    """
    copies = rising_order(twins)
    sizes = np.bincount(twins, minlength=len(twins))
    starts = np.cumsum(sizes) - sizes
    few = np.where(sizes <= COMPLETE_MOST, sizes, 1)
    pair, a, b = _products(few[measures.left], few[measures.right])
    left, right = (copies[starts[side[pair]] + at] for side, at in ((measures.left, a), (measures.right, b)))
    unequal = replace(measures.take(pair), left=np.minimum(left, right), right=np.maximum(left, right))
    texts = np.flatnonzero(sizes > 1)
    text, a, b = _products(few[texts], sizes[texts])
    left, right = copies[starts[texts[text]] + a], copies[starts[texts[text]] + b]
    both = join(unequal, equal(left[left < right], right[left < right]))
    return both.take(rising_order(both.right, both.left))


def _products(rows: Rows, columns: Rows) -> tuple[Rows, Rows, Rows]:
    """Return the cells of tables of so many rows and columns, back to back: table, row, column of each."""
    cells = rows * columns
    table = np.repeat(np.arange(len(cells)), cells)
    cell = np.arange(len(table)) - np.repeat(np.cumsum(cells) - cells, cells)
    return table, cell // columns[table], cell % columns[table]


def equal(left: Rows, right: Rows) -> Measures:
    """Return the measures of pairs of equal texts, which need no look at them."""
    measures = Measures.unmeasured(left, right)
    for values in (measures.jaccard, measures.word_containment, measures.containment):
        values[:] = 1.0
    return replace(measures, same=np.ones(len(left), np.bool_))
