"""Look-ups in a large sorted table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from dedupe.kernels.twin.arrays import Array


def look_up(table: Array, starts: Array, shift: int, values: Array, out: Array) -> None:
    """Find where in a rising table (uint64, no repeats) each value stands: int64, -1 where it does not.

    The values of the table whose bits from `shift` up are b stand at `starts[b] : starts[b + 1]`.
    """
    check_shift(shift)
    at = np.searchsorted(table, values)
    found = at < len(table)
    found[found] = table[at[found]] == values[found]
    out[: len(values)] = np.where(found, at, -1)


def check_shift(shift: int) -> None:
    """Refuse a shift that no 64-bit number can be shifted by."""
    if not 0 <= shift <= 63:
        raise ValueError(f"shift: must be from 0 to 63, got {shift}")
