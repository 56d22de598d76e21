"""Documents and pairs shared out over threads, and the memory that kernels fill."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from dedupe.threads import available_threads

if TYPE_CHECKING:
    from collections.abc import Callable

Array = NDArray[Any]
Result = TypeVar("Result")

SLICE_ITEMS = 1 << 21
"""Bytes or hashes of documents a thread takes at a time: outputs fit the huge pages of Linux."""

SLICE_PAIRS = 1 << 12
"""Pairs a thread takes at a time."""

ALONE_SLICES = 8
"""Times larger a slice is for a thread that is alone."""

SCRATCH_MOST = 1 << 26
"""Bytes that a thread keeps at hand: what the shingles of a slice may need, thrice."""


def over_slices(work: Callable[[int, int], Result], bounds: Array, threads: int | None) -> list[Result]:
    """Call `work(first, last)` for each two neighbouring bounds, on threads; return the results in order."""
    spans = list(zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True))
    threads = min(threads or available_threads(), len(spans))
    if threads <= 1:
        return [work(first, last) for first, last in spans]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(lambda span: work(*span), spans))


def document_slices(offsets: Array, threads: int | None = None) -> Array:
    """Cut documents into slices of about `SLICE_ITEMS`: the bounds, as document numbers.

    Slices for one thread are larger: it has none to share with, and joining what they give takes time.
    """
    count = len(offsets) - 1
    if count < 1:
        return np.array([0, 0])
    items = SLICE_ITEMS * (ALONE_SLICES if threads == 1 else 1)
    if offsets[-1] - offsets[0] <= items:
        return np.array([0, count])
    cuts = np.searchsorted(offsets, np.arange(offsets[0] + items, offsets[-1], items))
    bounds: Array = np.concatenate([[0], np.minimum(cuts, count), [count]])
    rising: Array = bounds[np.append(True, bounds[1:] > bounds[:-1])]
    return rising


def pair_slices(pairs: int) -> Array:
    """Cut pairs into slices of `SLICE_PAIRS`: the bounds."""
    return np.append(np.arange(0, pairs, SLICE_PAIRS), pairs)


class _Rooms(threading.local):
    def __init__(self) -> None:
        self.buffers: dict[str, Array] = {}


_rooms = _Rooms()


def scratch(use: str, items: int, dtype: type) -> Array:
    """Return memory to fill, until the next call for the same use; each thread has its own and keeps it.

    A kernel is given several times the room it fills, and touching memory that is new to the process
    takes longer than folding does.
    """
    size = items * np.dtype(dtype).itemsize
    if size > SCRATCH_MOST:
        return np.empty(items, dtype)
    if use not in _rooms.buffers or len(_rooms.buffers[use]) < size:
        # Slices differ a little: by powers of two they seldom ask for more than there is.
        _rooms.buffers[use] = np.empty(1 << (size - 1).bit_length(), np.uint8)
    return _rooms.buffers[use][:size].view(dtype)


def taken(out: Array, size: int) -> Array:
    """Return what a kernel filled of `scratch`, as an array of its own."""
    return shrunk(out, size) if out.base is None else out[:size].copy()


def shrunk(out: Array, size: int) -> Array:
    """Return the first items of an array of which a kernel filled no more."""
    # In place: a copy would double the memory of a pass.
    out.resize(size, refcheck=False)
    return out


def columns_of(parts: list[tuple[Array, Array]]) -> tuple[list[Array], list[Array]]:
    """Return the data of all slices, and their offsets, as `joined` takes them."""
    return [part[0] for part in parts], [part[1] for part in parts]


def concatenated(data: list[Array]) -> Array:
    """Put slices back to back; a single one is not copied."""
    return data[0] if len(data) == 1 else np.concatenate(data)


def joined(data: list[Array], ends: list[Array], threads: int | None = 1) -> tuple[Array, Array]:
    """Put slices back to back, and their offsets, each from 0, behind one another."""
    if len(data) == 1:
        return data[0], ends[0]
    shifts = np.concatenate([[0], np.cumsum([len(part) for part in data])])
    offsets = [part[1:] + shift for part, shift in zip(ends, shifts[:-1], strict=True)]
    out = np.empty(int(shifts[-1]), data[0].dtype)

    def work(first: int, last: int) -> None:
        np.concatenate(data[first:last], out=out[shifts[first] : shifts[last]])

    over_slices(work, np.arange(len(data) + 1), threads)
    return out, np.concatenate([np.zeros(1, np.int64), *offsets])
