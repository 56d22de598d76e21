"""Versions that say the very same are compared once, and each is named where its twin is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dedupe.articles.model import Article
from dedupe.facts import diff
from dedupe.facts.copies import read_once

if TYPE_CHECKING:
    from dedupe.facts import Diff

TEXTS = (
    "The Oxmoor dam was closed on Monday after 14 people were hurt. Engineers found a crack in the wall.",
    "Engineers found a crack in the wall. The Oxmoor dam was closed on Monday after 19 people were hurt.",
    "The Oxmoor dam stays open, its operator said. Nobody was told to leave the valley.",
    "",
)


def versions(which: list[int]) -> list[Article]:
    return [Article(f"v{number}", TEXTS[text]) for number, text in enumerate(which)]


def told_of(found: Diff, ids: set[str]) -> dict[str, Any]:
    """Return what a diff tells of some versions alone."""
    told = found.to_dict()
    statements = [
        statement
        | {
            "held_by": [holder for holder in statement["held_by"] if holder in ids],
            "aligned": [place for place in statement["aligned"] if place["version"] in ids],
        }
        for statement in told["statements"]
        if statement["version"] in ids
    ]
    conflicts = [
        conflict | {"values": [value for value in conflict["values"] if value["version"] in ids]}
        for conflict in told["conflicts"]
    ]
    return {"statements": statements, "conflicts": conflicts}


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 3), min_size=1, max_size=6))
def test_copies_change_nothing_but_are_named_with_their_twins(which: list[int]) -> None:
    articles = versions(which)
    found = diff(articles)
    first = {text: f"v{which.index(text)}" for text in which}
    alone = diff([article for article in articles if article.id in first.values()])
    assert told_of(found, set(first.values())) == told_of(alone, set(first.values()))
    order = [article.id for article in articles]
    for number, text in enumerate(which):
        own, twins = (
            [(s.start, s.end, s.held_by, s.first, s.weight) for s in found.statements if s.version == name]
            for name in (f"v{number}", first[text])
        )
        assert own == twins
    for statement in found.statements:
        assert list(statement.held_by) == sorted(statement.held_by, key=order.index)
        places = [place.version for place in statement.aligned]
        assert places == sorted(places, key=order.index)
        assert set(places) == set(statement.held_by) - {statement.version}


def test_a_copy_is_a_place_of_what_its_twin_says() -> None:
    found = diff(versions([0, 2, 0]))
    for statement in found.statements:
        if statement.version == "v0":
            [place] = [place for place in statement.aligned if place.version == "v2"]
            assert (place.start, place.end, place.similarity) == (statement.start, statement.end, 1.0)


def test_every_copy_stands_in_a_conflict() -> None:
    [conflict] = diff(versions([0, 1, 0, 1])).conflicts
    assert [(value.version, value.text) for value in conflict.values] == [
        ("v0", "14 people"),
        ("v1", "19 people"),
        ("v2", "14 people"),
        ("v3", "19 people"),
    ]


def test_equal_texts_are_read_once_where_they_mean_the_same_days() -> None:
    first = Article("a", TEXTS[0], published=datetime(2026, 2, 3, 9, tzinfo=UTC))
    same_day = replace(first, id="b", published=datetime(2026, 2, 3, 18, tzinfo=UTC))
    next_day = replace(first, id="c", published=datetime(2026, 2, 4, 18, tzinfo=UTC))
    next_week = replace(first, id="d", published=datetime(2026, 2, 11, tzinfo=UTC))
    views, copies = read_once([first, same_day, next_week, next_day])
    assert copies == [[0, 1, 3], [2]]
    values = {
        s.version: [f.value for f in s.facts if f.kind == "date"]
        for s in diff([first, next_day, next_week]).statements
        if s.facts
    }
    assert values == {"a": ["2026-02-02"], "c": ["2026-02-02"], "d": ["2026-02-09"]}
    assert [one.article.id for one in views] == ["a", "d"]
