"""Work shared out over threads: the kernels run without the GIL, so that threads are enough."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD = 2
"""Items per thread that wait for their turn: enough that none idles, few enough that memory stays flat."""


def available_threads() -> int:
    """Return the number of processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def side_by_side(
    work: Callable[[Item], Result], items: Iterable[Item], threads: int | None = None
) -> Generator[Result, None, None]:
    """Yield `work(item)` for each item, in order, computed on threads a few items ahead.

    `threads` is by default the number of processors this process may use. Where the items break off with an
    error, all that was made of those before it is yielded first.
    """
    threads = threads or available_threads()
    if threads == 1:
        yield from map(work, items)
        return
    ahead: deque[Future[Result]] = deque()
    broken: list[Exception] = []
    with ThreadPoolExecutor(threads) as pool:
        try:
            for item in _to_the_error(items, broken):
                ahead.append(pool.submit(work, item))
                if len(ahead) > AHEAD * threads:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()
        finally:
            for future in ahead:
                future.cancel()
    for error in broken:
        raise error


def _to_the_error(items: Iterable[Item], broken: list[Exception]) -> Iterator[Item]:
    """Yield the items up to an error, which is put into a list."""
    try:
        yield from items
    except Exception as error:
        broken.append(error)
