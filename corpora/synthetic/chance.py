"""Random numbers by counter: what is drawn for an article depends on nothing that was drawn before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Keys = NDArray[np.uint64]
    Numbers = NDArray[np.int64]

STEP = np.uint64(0x9E3779B97F4A7C15)


def scramble(counters: Keys) -> Keys:
    """Turn counters into 64 random bits each, one to one (SplitMix64: Steele, Lea and Flood, OOPSLA 2014)."""
    bits = counters + STEP
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        bits ^= bits >> np.uint64(shift)
        bits *= np.uint64(factor)
    bits ^= bits >> np.uint64(31)
    return bits


def unit(bits: Keys) -> NDArray[np.float64]:
    """Turn random bits into numbers from 0 to below 1."""
    return (bits >> np.uint64(11)).astype(np.float64) * 2.0**-53


def some_of(bits: Keys, shift: int, count: int) -> Numbers:
    """Turn the 24 random bits from ``shift`` on into whole numbers below ``count``."""
    return ((bits >> np.uint64(shift)) & np.uint64(0xFFFFFF)).astype(np.int64) * count >> 24


def drawn_by(weights: NDArray[np.floating[Any]], size: int) -> NDArray[np.int32]:
    """Return ``size`` indices, each as often as its weight says: one look-up then draws an index."""
    ends = np.cumsum(weights / weights.sum())
    return np.searchsorted(ends, (np.arange(size) + 0.5) / size).clip(max=len(weights) - 1).astype(np.int32)
