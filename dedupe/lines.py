"""Lines of texts: their hashes, and texts with some lines blanked.

A line is what stands between line ends, without ASCII white space at its ends; lines of no more
characters than a run's slack say too little to be known again and are left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from dedupe import kernels
from dedupe.compute import buffers_of
from dedupe.spool import parted
from dedupe.thresholds import RUN_SLACK

if TYPE_CHECKING:
    from numpy.typing import NDArray

FREE_BITS = 26
"""Lowest bits of a line's hash that are zero: a row fits there, so that lines and rows sort as one number."""

ROW_MASK = np.uint64((1 << FREE_BITS) - 1)

PARTS = 16
"""Ranges of line hashes that are gone through one by one on each thread: bounds memory."""

BOUNDS = np.arange(1, PARTS, dtype=np.uint64) * np.uint64(2**64 // PARTS)
"""Where each range but the first begins."""


def line_hashes(texts: pa.Array, least: int = RUN_SLACK) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Hash the lines of each text that have more than `least` characters.

    Returns uint64 hashes, in the order of the text, and the offsets that part the texts.
    """
    return kernels.line_hashes(*buffers_of(texts), least=least, threads=1)


def check_rows(number: int) -> None:
    """Refuse more texts than there are rows beside the hash of a line."""
    if number >= 1 << FREE_BITS:
        raise ValueError(f"at most {(1 << FREE_BITS) - 1:,} articles can be compared at once, got {number:,}")


def line_keys(
    hashes: NDArray[np.uint64], offsets: NDArray[np.int64], rows: NDArray[np.int64]
) -> list[NDArray[np.uint64]]:
    """Return where lines stand, each as one number of its hash and row: rising, range by range."""
    keys = hashes[offsets[0] : offsets[-1]] | np.repeat(rows.astype(np.uint64), np.diff(offsets))
    keys.sort()
    return parted(keys, BOUNDS)


def blank_lines(
    texts: pa.Array, lines: kernels.Table, which: NDArray[np.bool_] | None = None, *, lent: bool = False
) -> pa.Array:
    """Return the texts with the lines of these hashes blanked: offsets stay what they were.

    `which` tells which texts may hold any, by default all. `lent` ones may be lost when this
    thread blanks again.
    """
    data, offsets = buffers_of(texts)
    blanked = kernels.blank_lines(data, offsets, lines, least=RUN_SLACK, which=which, lent=lent)
    ends = np.ascontiguousarray(offsets - offsets[0])
    return pa.LargeStringArray.from_buffers(len(texts), pa.py_buffer(ends), pa.py_buffer(blanked))
