"""Telling whoever waits how a run gets on: the stage that begins, and how far it is."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str], None]
"""Called with the name of each stage as it begins."""

Told = Callable[[int, int, str], None]
"""Called with how many things of how many were gone through, and what one is: `told(3, 8, "article")`.

It is called by one thread, for each slice of texts or batch of pairs. Where a stage goes through several
things, one after another, each counts from nothing.
"""


def unwatched(stage: str) -> None:
    """Tell nobody which stage begins."""


def untold(done: int, of: int, thing: str) -> None:
    """Tell nobody how far a stage is."""
