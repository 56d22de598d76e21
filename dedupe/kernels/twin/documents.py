"""Documents from here and there, copied back to back."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from dedupe.kernels.twin.arrays import Array


def gather(chunks: list[Array], which: Array, starts: Array, sizes: Array, out: Array) -> None:
    """Copy document i: `sizes[i]` bytes from `starts[i]` on in `chunks[which[i]]`."""
    end = 0
    for chunk, start, size in zip(which.tolist(), starts.tolist(), sizes.tolist(), strict=True):
        out[end : end + size] = chunks[chunk][start : start + size]
        end += size


def read_documents(file: int, starts: Array, sizes: Array, out: Array) -> int:
    """Read document i: `sizes[i]` bytes from `starts[i]` on of an open file; return the bytes read."""
    pieces = [
        os.pread(file, size, start) for start, size in zip(starts.tolist(), sizes.tolist(), strict=True)
    ]
    data = b"".join(pieces)
    out[: len(data)] = np.frombuffer(data, np.uint8)
    return len(data)
