"""The diffs of many clusters on all processors, one after another in the order of the clusters."""

from __future__ import annotations

import os
from contextlib import closing, suppress
from itertools import islice
from queue import SimpleQueue
from typing import TYPE_CHECKING, TypeAlias

from dedupe.facts.diff import Diff, diff
from dedupe.threads import available_threads, side_by_side

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Mapping, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from dedupe.articles.model import Article
    from dedupe.facts.model import Conflict, Statement

_Found: TypeAlias = "tuple[list[int], tuple[Statement, ...], tuple[Conflict, ...]]"
"""The order of a cluster's versions in time, and the statements and conflicts of its diff."""

GARBAGE = (50_000, 20, 20)
"""How seldom a process looks for garbage: a diff makes many thousands of values, and not one cycle."""

CLUSTERS_A_TASK = 16
"""Clusters that a process is given at once: some 300 ms of work, beside which handing over is nothing."""


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
    """Share clusters among processes, each of which has a thread here that hands it a task and waits.

    No executor: closed while a process sends what it found, Python's own may wait for the rest for ever.
    """
    import multiprocessing

    remaining = map(tuple, clusters)
    tasks = iter(lambda: list(islice(remaining, CLUSTERS_A_TASK)), [])
    # A forked child of a process that has threads may hang; these start clean.
    forks = "forkserver" in multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver") if forks else multiprocessing.get_context("spawn")
    # Closed at the end, and by the system where this process is killed: then a process ends in any case.
    needed, held = context.Pipe(duplex=False)
    idle: SimpleQueue[Connection] = SimpleQueue()
    working: list[BaseProcess] = []

    def ask(task: list[tuple[Article, ...]]) -> list[Diff]:
        """Hand a task to a process that has none, and put the articles back into what it finds."""
        pipe = idle.get()
        try:
            pipe.send(task)
            found: list[_Found] | Exception = pipe.recv()
        except (EOFError, OSError):
            raise MemoryError(
                "a process that compares versions was ended, as it is where memory is short, or where what "
                'starts it does not stand under `if __name__ == "__main__":`; processes=1 starts none'
            ) from None
        finally:
            idle.put(pipe)
        if isinstance(found, Exception):
            raise found
        return [
            Diff(tuple(versions[number] for number in order), statements, conflicts)
            for versions, (order, statements, conflicts) in zip(task, found, strict=True)
        ]

    try:
        for _ in range(processes):
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(theirs, weights, needed), daemon=True)
            process.start()
            working.append(process)
            theirs.close()
            idle.put(ours)
        with closing(side_by_side(ask, tasks, processes)) as diffs:
            try:
                for found in diffs:
                    yield from found
            finally:  # which ends the waiting of the threads too
                for each in working:
                    each.terminate()
    finally:
        for pipe in (held, needed):
            pipe.close()
        for each in working:
            each.terminate()
            each.join()


def _work(tasks: Connection, weights: dict[str, float], needed: Connection) -> None:
    """Compare the versions of each cluster of each task, in a process that shares the work."""
    import gc
    import signal
    from threading import Thread

    gc.set_threshold(*GARBAGE)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # which a terminal sends to all: the one process decides
    Thread(target=_end, args=(needed,), daemon=True).start()
    with suppress(EOFError):  # nobody asks any more
        while True:
            task = tasks.recv()
            try:
                tasks.send([_compare(versions, weights) for versions in task])
            except Exception as error:
                tasks.send(error)


def _end(needed: Connection) -> None:
    """End this process, whatever it is at, once the other end of a pipe is closed."""
    needed.poll(None)
    os._exit(1)


def _compare(versions: tuple[Article, ...], weights: dict[str, float]) -> _Found:
    """Compare the versions of a cluster; their articles are not sent back."""
    compared = diff(versions, weights=weights)
    places = {article.id: place for place, article in enumerate(versions)}
    return [places[article.id] for article in compared.versions], compared.statements, compared.conflicts
