"""Documents from here and there, copied back to back."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dedupe.kernels.twin.arrays import Array


def gather(chunks: list[Array], which: Array, starts: Array, sizes: Array, out: Array) -> None:
    """Copy document i: `sizes[i]` bytes from `starts[i]` on in `chunks[which[i]]`."""
    end = 0
    for chunk, start, size in zip(which.tolist(), starts.tolist(), sizes.tolist(), strict=True):
        out[end : end + size] = chunks[chunk][start : start + size]
        end += size
