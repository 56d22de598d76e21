"""Documents back to back in one array, and the offsets that part them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def from_zero(data: Array, offsets: Array) -> tuple[Array, Array]:
    """Return the part of the data that the offsets span, and the offsets into that part."""
    return data[offsets[0] : offsets[-1]], offsets - offsets[0]


def documents_of(offsets: Array) -> Array:
    """Return the document of each item that offsets from 0 span."""
    return np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))


def ends_of(owners: Array, documents: int) -> Array:
    """Return offsets from 0 for items whose owning documents, in order, are given."""
    return np.concatenate([[0], np.cumsum(np.bincount(owners, minlength=documents))]).astype(np.int64)


def ranges(starts: Array, sizes: Array) -> Array:
    """Return start, start + 1, … of each size, one range after another."""
    before = np.cumsum(sizes) - sizes
    places: Array = np.arange(int(sizes.sum())) + np.repeat(starts - before, sizes)
    return places


def sums_of(rows: Array, stretch: Array) -> Array:
    """Sum up each stretch of each row, one item after the other; `stretch` numbers those of the items."""
    count = int(stretch[-1]) + 1
    which = np.arange(len(rows))[:, None] * count + stretch
    sums: Array = np.bincount(which.ravel(), rows.ravel(), minlength=len(rows) * count)
    return sums.reshape(-1, count)
