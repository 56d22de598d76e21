"""What a person sees while a command works: the stage, how far it is, how fast, and how long it will take."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from dedupe.progress import untold, unwatched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dedupe.progress import Progress, Told

SOON = 1.0
"""Seconds after which a rate means something; what is done before them needs none."""

FRAME = 12
"""Columns of a line that the spinner before it and the time after it take."""


class Line:
    """The line on a run: told what happens, it knows since when and says how fast."""

    def __init__(self, show: Callable[[str], Any], width: int, clock: Callable[[], float]) -> None:
        self._show = show
        self._width = width
        self._clock = clock
        self._name = ""
        self._counted = (0, 0, "")
        self._since = clock()

    def stage(self, name: str) -> None:
        """Begin a stage."""
        self._name, self._counted, self._since = name, (0, 0, ""), self._clock()
        self._show(name)

    def told(self, done: int, of: int, thing: str) -> None:
        """Tell how far the stage is; `of` is 0 where nobody knows."""
        before, *same = self._counted
        if [of, thing] != same or done < before:
            self._since = self._clock() if self._counted[2] else self._since
        self._counted = (done, of, thing)
        self._show(fitted([self._name, *measured(done, of, thing, self._clock() - self._since)], self._width))


def measured(done: int, of: int, thing: str, seconds: float) -> Iterator[str]:
    """Yield how much is done, how fast and how long the rest will take, the most telling first."""
    yield f"{done / of:.0%} of {amount(of, thing)}" if of else amount(done, thing)
    if seconds < SOON or not done:
        return
    rate = done / seconds
    if done < of:
        yield f"{clocked((of - done) / rate)} left"
    yield f"{amount(round(rate), thing)}/s"


def amount(number: int, thing: str) -> str:
    """Return a number of things, or of bytes, as a person writes it."""
    from dedupe.articles.spill import in_words
    from dedupe.report import count

    return in_words(number) if thing == "byte" else count(number, thing)


def clocked(seconds: float) -> str:
    """Return a time as a clock shows it: `0:07`, `12:30`, `1:02:03`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def fitted(parts: list[str], width: int) -> str:
    """Return as many parts as a line of a width has room for, of the second perhaps the share alone."""
    while len(line := " · ".join(parts)) > width and len(parts) > 1:
        share = parts[1].partition(" of ")[0]
        parts = parts[:-1] if len(parts) > 2 or share == parts[1] else [parts[0], share]
    return line


@contextmanager
def watched(*, alone: bool = True) -> Iterator[tuple[Progress, Told]]:
    """Give what is to be told of a run; a line shows it where standard error is a terminal that can.

    `alone`: nothing else is printed meanwhile, such as rows on standard output.
    """
    if not (alone and sys.stderr.isatty()):
        yield unwatched, untold
        return
    from rich.console import Console
    from rich.progress import Progress as Display
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    if console.is_dumb_terminal:
        yield unwatched, untold
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Display(*columns, console=console, transient=True) as display:
        task = display.add_task("", total=None)
        line = Line(
            lambda text: display.update(task, description=text), console.width - FRAME, time.monotonic
        )
        yield line.stage, line.told
