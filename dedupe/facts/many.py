"""The diffs of many clusters on all processors, one after another in the order of the clusters."""

from __future__ import annotations

import os
from collections import deque
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from dedupe.facts.diff import Diff, diff
from dedupe.threads import available_threads

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Future
    from multiprocessing.connection import Connection

    from dedupe.articles.model import Article
    from dedupe.facts.model import Conflict, Statement

_Found: TypeAlias = "tuple[list[int], tuple[Statement, ...], tuple[Conflict, ...]]"
"""The order of a cluster's versions in time, and the statements and conflicts of its diff."""

CLUSTERS_A_TASK = 16
"""Clusters that a process is given at once: some 300 ms of work, beside which handing over is nothing."""

TASKS_AHEAD = 3
"""Tasks a process that are under way before the first is asked for, so that none waits for work."""


def diff_all(
    clusters: Iterable[Sequence[Article]],
    *,
    weights: Mapping[str, float] | None = None,
    processes: int | None = None,
) -> Generator[Diff, None, None]:
    """Compare the versions of each cluster, as `diff` does; yield the diffs in the order of the clusters.

    Clusters are read as they are needed, so they may be more than fit in memory. As with all that starts
    processes, a script calls this under `if __name__ == "__main__":`. Closing the iterator ends them at once.

    Parameters
    ----------
    clusters
        The versions of each report: one article or more, each with its own id.
    weights
        How rare each word is, as for `diff`.
    processes
        How many share the work; default: the processors this process may use. 1 starts none.
        The diffs do not depend on it.

    Raises
    ------
    ValueError
        Where two versions of a cluster have one id, or `processes` is less than 1.

    """
    if processes is not None and processes < 1:
        raise ValueError(f"processes is {processes}; it must be 1 or more, or None for all processors")
    count = processes or available_threads()
    if count == 1:
        return (diff(versions, weights=weights) for versions in clusters)
    return _in_processes(clusters, dict(weights or {}), count)


def _in_processes(
    clusters: Iterable[Sequence[Article]], weights: dict[str, float], processes: int
) -> Generator[Diff, None, None]:
    """Share clusters among processes; a few tasks are under way beyond the one that is waited for."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    remaining = map(tuple, clusters)
    tasks = iter(lambda: list(islice(remaining, CLUSTERS_A_TASK)), [])
    # A forked child of a process that has threads may hang; these start clean.
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    # Closed when nobody waits for the diffs any more, and by the system where this process is killed.
    needed, held = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(processes, context, _begin, (weights, needed))
    try:
        under_way: deque[tuple[list[tuple[Article, ...]], Future[list[_Found]]]] = deque()
        for task in tasks:
            under_way.append((task, pool.submit(_diffs, task)))
            if len(under_way) == processes * TASKS_AHEAD:
                yield from _completed(*under_way.popleft())
        while under_way:
            yield from _completed(*under_way.popleft())
    except BaseException:
        held.close()
        raise
    finally:
        pool.shutdown(cancel_futures=True)
        held.close()
        needed.close()


def _completed(task: list[tuple[Article, ...]], future: Future[list[_Found]]) -> Iterator[Diff]:
    """Put the articles, which no process sends back, into the diffs of a task."""
    for versions, (order, statements, conflicts) in zip(task, future.result(), strict=True):
        yield Diff(tuple(versions[number] for number in order), statements, conflicts)


_weights: dict[str, float] = {}
"""In a process that shares the work: how rare each word is."""


def _begin(weights: dict[str, float], needed: Connection) -> None:
    """Begin a process that shares the work: what all its tasks need is sent once."""
    import signal
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # which a terminal sends to all: the one process decides
    _weights.update(weights)
    Thread(target=_end, args=(needed,), daemon=True).start()


def _end(needed: Connection) -> None:
    """End this process, whatever it is at, once the other end of a pipe is closed."""
    needed.poll(None)
    os._exit(1)


def _diffs(task: list[tuple[Article, ...]]) -> list[_Found]:
    """Compare the versions of each cluster of a task."""
    found: list[_Found] = []
    for versions in task:
        compared = diff(versions, weights=_weights)
        places = {article.id: place for place, article in enumerate(versions)}
        order = [places[article.id] for article in compared.versions]
        found.append((order, compared.statements, compared.conflicts))
    return found
