"""The line that a person watches while a command works."""

from __future__ import annotations

import numpy as np
import pytest

import dedupe
from dedupe.articles import from_objects
from dedupe.cli.watching import Line, clocked, fitted
from dedupe.pipeline import cluster
from dedupe.settings import Settings
from tests import desk


class Watched:
    """A line, what it has shown, and the time as it is told."""

    def __init__(self, width: int = 68) -> None:
        self.now = 0.0
        self.shown: list[str] = []
        self.line = Line(self.shown.append, width, lambda: self.now)


@pytest.fixture
def seen() -> Watched:
    return Watched()


def test_a_stage_is_named_as_it_begins(seen: Watched) -> None:
    seen.line.stage("reading")
    assert seen.shown == ["reading"]


@pytest.mark.parametrize(
    ("stage", "seconds", "told", "shown"),
    [
        ("sketching", 0.5, (500, 1000, "article"), "sketching · 50% of 1,000 articles"),
        (
            "sketching",
            20.0,
            (2000, 10_000, "article"),
            "sketching · 20% of 10,000 articles · 1:20 left · 100 articles/s",
        ),
        (
            "reading",
            2.0,
            (600_000_000, 900_000_000, "byte"),
            "reading · 67% of 900.0 MB · 0:01 left · 300.0 MB/s",
        ),
        ("reading", 2.0, (3_000_000, 0, "byte"), "reading · 3.0 MB · 1.5 MB/s"),
    ],
    ids=["within a second", "with rate and time left", "in bytes", "of a stream without end"],
)
def test_a_stage_tells_how_far_it_is(
    seen: Watched, stage: str, seconds: float, told: tuple[int, int, str], shown: str
) -> None:
    seen.line.stage(stage)
    seen.now = seconds
    seen.line.told(*told)
    assert seen.shown[-1] == shown


def test_each_pass_of_a_stage_has_its_own_rate(seen: Watched) -> None:
    seen.line.stage("finding shared passages")
    seen.now = 30.0
    seen.line.told(100, 100, "article")
    seen.now = 40.0
    seen.line.told(0, 50, "pair")
    seen.now = 45.0
    seen.line.told(10, 50, "pair")
    assert seen.shown[-1] == "finding shared passages · 20% of 50 pairs · 0:20 left · 2 pairs/s"


def test_a_narrow_terminal_sees_what_tells_most() -> None:
    parts = ["sketching", "20% of 10,000 articles", "1:20 left", "100 articles/s"]
    assert fitted(parts, 68) == "sketching · 20% of 10,000 articles · 1:20 left · 100 articles/s"
    assert fitted(parts, 50) == "sketching · 20% of 10,000 articles · 1:20 left"
    assert fitted(parts, 28) == "sketching · 20%"
    assert fitted(parts, 12) == "sketching"


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0.4, "0:00"), (7, "0:07"), (750, "12:30"), (3723, "1:02:03")]
)
def test_times_are_shown_as_by_a_clock(seconds: float, shown: str) -> None:
    assert clocked(seconds) == shown


def test_stages_that_go_through_texts_or_pairs_tell_how_far_they_are() -> None:
    passes: dict[str, set[str]] = {}
    ends: list[tuple[int, int]] = []

    def told(done: int, of: int, thing: str) -> None:
        passes[stages[-1]].add(thing)
        ends.append((done, of))

    stages: list[str] = []

    def begin(stage: str) -> None:
        stages.append(stage)
        passes[stage] = set()

    found = cluster(from_objects(desk.rows()), Settings(level="story"), begin, told)
    assert passes["sketching"] == {"article"}
    assert passes["finding shared passages"] == {"article", "pair"}
    assert "report" in passes["finding reports of one event"]
    assert all(0 < done <= of for done, of in ends)
    assert np.array_equal(found.canonical, dedupe.cluster(desk.rows(), level="story").canonical)
