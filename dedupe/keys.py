"""Pairs of rows as single numbers, which sort many times faster, and stretches of equal values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Rows = NDArray[np.int64]
    Keys = NDArray[np.uint64]

HALF = np.uint64(32)
LOW = np.uint64(0xFFFFFFFF)

MIXER = np.uint64(0x9E3779B97F4A7C15)
"""What spreads numbers over all of theirs: odd, close to 2^64 over the golden ratio (Knuth, section 6.4)."""


def pair_keys(one: Rows, other: Rows) -> Keys:
    """Return each pair of rows (below 2^32) as one number, whichever comes first: left << 32 | right."""
    left, right = np.minimum(one, other), np.maximum(one, other)
    return left.astype(np.uint64) << HALF | right.astype(np.uint64)


def pairs_of(keys: Keys) -> tuple[Rows, Rows]:
    """Return the rows of pairs, left < right."""
    return (keys >> HALF).astype(np.int64), (keys & LOW).astype(np.int64)


def changes(values: NDArray[Any]) -> NDArray[np.bool_]:
    """Tell of each value whether it differs from the one before; the first does."""
    changed = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=changed[1:])
    return changed


def distinct(values: NDArray[Any]) -> NDArray[Any]:
    """Return the different values, rising. NumPy's own `unique` first imports `numpy.ma`."""
    rising = np.sort(values)
    return rising[changes(rising)]


def stretches(values: NDArray[Any]) -> tuple[Rows, Rows]:
    """Return where each stretch of equal values begins, and how long it is."""
    starts = np.flatnonzero(changes(values))
    return starts, np.diff(np.append(starts, len(values)))
