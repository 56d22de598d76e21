"""How a report grew: what each version added, dropped and corrected."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dedupe
from dedupe.articles import Article
from dedupe.facts import Diff, Revision, diff
from tests import labelled

OPENING = "A tanker ran onto the Brannow shoal in fog early on Friday."
CREW = "Its 22 sailors were taken off by helicopter."
FOG = "The pilot had left the ship an hour too soon, harbour staff said."
OIL = "Inspectors found no oil on the beaches of Sel and Marrin."
OWNER = "The owner, Tolva Lines, has hired two tugs from Kestle."
SCHOOL = "Children in Marrin were kept home from school."
FRIDAY = datetime(2026, 5, 8, 6, tzinfo=UTC)


def version(name: str, *sentences: str, hours: int | None = None) -> Article:
    return Article(
        name, " ".join(sentences), published=None if hours is None else FRIDAY + timedelta(hours=hours)
    )


def story(*versions: Article) -> dict[str, Revision]:
    return {revision.version: revision for revision in diff(versions).timeline.revisions}


def texts(statements: object) -> list[str]:
    return [statement.text for statement in statements]  # type: ignore[attr-defined]


def changes(revision: Revision) -> list[tuple[str, str, str]]:
    return [(each.kind, each.before.text, each.after.text) for each in revision.corrected]


# Dropped, between two versions


def test_what_a_version_no_longer_gives_is_dropped() -> None:
    result = diff([version("am", OPENING, FOG, CREW), version("pm", OPENING, CREW)])
    assert texts(result.dropped("pm", against="am")) == [FOG]
    assert result.dropped("am", against="pm") == []


def test_dropped_names_an_unknown_version() -> None:
    with pytest.raises(KeyError, match="no version 'x'"):
        diff([version("am", OPENING)]).dropped("x", against="am")


# Added


def test_the_first_version_adds_all_its_news() -> None:
    first = story(version("a", OPENING, CREW, hours=0), version("b", OPENING, hours=1))["a"]
    assert set(texts(first.added)) == {OPENING, CREW}
    assert first.dropped == first.corrected == ()


def test_news_is_added_once_by_the_version_that_had_it_first() -> None:
    told = story(
        version("a", OPENING, hours=0),
        version("b", OPENING, CREW, hours=1),
        version("c", OPENING, CREW, OIL, hours=2),
    )
    assert texts(told["b"].added) == [CREW]
    assert texts(told["c"].added) == [OIL]


def test_a_reprint_adds_drops_and_corrects_nothing() -> None:
    told = story(version("a", OPENING, CREW, hours=0), version("b", OPENING, CREW, hours=9))
    assert told["b"] == Revision("b", (), (), ())


# Dropped, over time


def test_what_most_earlier_versions_had_is_dropped_once() -> None:
    told = story(
        version("a", OPENING, FOG, hours=0),
        version("b", OPENING, FOG, hours=1),
        version("c", OPENING, CREW, hours=2),
        version("d", OPENING, CREW, hours=3),
    )
    assert texts(told["c"].dropped) == [FOG]
    assert told["d"].dropped == ()


def test_what_one_of_two_earlier_versions_had_is_not_dropped() -> None:
    told = story(
        version("a", OPENING, hours=0),
        version("b", OPENING, FOG, hours=1),
        version("c", OPENING, CREW, hours=2),
    )
    assert told["c"].dropped == ()


# Corrected


def test_a_value_that_changes_is_corrected_from_version_to_version() -> None:
    told = story(
        version("a", OPENING, CREW, hours=0),
        version("b", OPENING, CREW.replace("22", "24"), hours=1),
        version("c", OPENING, OIL, hours=2),
        version("d", OPENING, CREW.replace("22", "27"), hours=3),
    )
    assert changes(told["b"]) == [("figure", "22 sailors", "24 sailors")]
    assert told["c"].corrected == ()
    assert changes(told["d"]) == [("figure", "24 sailors", "27 sailors")]


def test_a_value_that_is_kept_is_not_corrected() -> None:
    told = story(
        version("a", OPENING, CREW, hours=0),
        version("b", OPENING, CREW.replace("22", "24"), hours=1),
        version("c", OPENING, CREW.replace("22", "24"), hours=2),
    )
    assert told["c"].corrected == ()


def test_both_sides_of_a_correction_lie_in_their_versions() -> None:
    versions = [version("a", OPENING, CREW), version("b", CREW.replace("22", "24"), OPENING)]
    [correction] = story(*versions)["b"].corrected
    for side, article in zip((correction.before, correction.after), versions, strict=True):
        assert article.text[side.start : side.end] == side.text
        assert side.version == article.id


# Attributions


def sourced(before: str, after: str) -> list[tuple[str, str, str]]:
    return changes(story(version("a", OPENING, before), version("b", OPENING, after))["b"])


@pytest.mark.parametrize(
    ("before", "after", "sources"),
    [
        (
            "The driver had swerved to avoid a deer, police said.",
            "The driver had swerved to avoid a deer, witnesses said.",
            ("police", "witnesses"),
        ),
        (
            "According to the coastguard, the anchor had dragged for two miles.",
            "The anchor had dragged for two miles, fishermen said on Friday.",
            ("the coastguard", "fishermen"),
        ),
        (
            "Die Schleuse war seit Mittwoch defekt, wie die Feuerwehr mitteilte.",
            "Die Schleuse war seit Mittwoch defekt, sagten Anwohner.",
            ("die Feuerwehr", "Anwohner"),
        ),
        (
            "La grúa cayó sobre el muelle viejo, según la policía.",
            "La grúa cayó sobre el muelle viejo, según los vecinos.",
            ("la policía", "los vecinos"),
        ),
        (
            "Le toit s'est effondré pendant la répétition, selon les pompiers.",
            "Le toit s'est effondré pendant la répétition, selon des spectateurs.",
            ("les pompiers", "des spectateurs"),
        ),
        ("警方说，货车刹车失灵冲下山坡。", "目击者说，货车刹车失灵冲下山坡。", ("警方", "目击者")),
    ],
    ids=["English", "according to", "German", "Spanish", "French", "Chinese"],
)
def test_another_source_for_the_same_statement_is_told(
    before: str, after: str, sources: tuple[str, str]
) -> None:
    told = story(version("a", before), version("b", after))["b"]
    assert [each for each in changes(told) if each[0] == "attribution"] == [("attribution", *sources)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "The driver had swerved to avoid a deer, police said.",
            "The driver had swerved to avoid a deer, police in Vellin said.",
        ),
        (
            "The driver had swerved to avoid a deer, the mayor said.",
            "The driver had swerved to avoid a deer, Petra Lindqvist said.",
        ),
        (
            "The driver had swerved to avoid a deer, police said.",
            "The driver had swerved to avoid a deer, she said.",
        ),
        (
            "The driver had swerved to avoid a deer, police said.",
            "The driver had swerved to avoid a deer.",
        ),
        (
            "The driver had swerved to avoid a deer, police said.",
            "The road to Vellin will stay shut until noon, witnesses said.",
        ),
    ],
    ids=["the same with more words", "role and name", "pronoun", "no source", "another statement"],
)
def test_a_source_that_may_be_the_same_is_not_told(before: str, after: str) -> None:
    assert [change for change in sourced(before, after) if change[0] == "attribution"] == []


# Order


def test_versions_of_known_dates_stand_in_time_order() -> None:
    timeline = diff([version("late", OPENING, CREW, hours=4), version("early", OPENING, hours=1)]).timeline
    assert timeline.order == "time"
    assert [revision.version for revision in timeline.revisions] == ["early", "late"]


def test_where_a_date_is_unknown_versions_stand_as_given() -> None:
    timeline = diff([version("late", OPENING, CREW, hours=4), version("undated", OPENING)]).timeline
    assert timeline.order == "given"
    assert [revision.version for revision in timeline.revisions] == ["late", "undated"]


def test_versions_of_one_moment_stand_as_given() -> None:
    both = version("b", OPENING, CREW, hours=1), version("a", OPENING, hours=1)
    timeline = diff(both).timeline
    assert timeline.order == "time"
    assert [article.id for article in timeline.versions] == ["b", "a"]


# The sample


def coach() -> Diff:
    docs = labelled.docs()
    return dedupe.diff([docs[name] for name in ("coach-evening", "coach-first", "coach-midday")])


def test_the_coach_crash_is_told_as_its_editor_would() -> None:
    _, midday, evening = coach().timeline.revisions
    assert changes(midday) == [
        ("figure", "three passengers", "seven passengers"),
        ("attribution", "police", "witnesses"),
    ]
    assert changes(evening) == [
        ("figure", "seven passengers", "Nine passengers"),
        ("figure", "38 people", "41 people"),
    ]
    assert any("deer" in statement.text for statement in evening.dropped)
    assert any("worn" in statement.text for statement in evening.added)


# As a dictionary


def test_the_dictionary_of_a_timeline() -> None:
    out = coach().timeline.to_dict()
    assert json.loads(json.dumps(out)) == out
    assert list(out) == ["versions", "order", "revisions"]
    assert list(out["versions"][0]) == ["id", "title", "published", "source"]
    assert list(out["revisions"][1]) == ["version", "added", "dropped", "corrected"]
    assert list(out["revisions"][1]["added"][0]) == [
        *("version", "start", "end", "text", "held_by", "first", "weight", "kind", "facts", "aligned")
    ]
    correction = out["revisions"][1]["corrected"][0]
    assert list(correction) == ["kind", "before", "after"]
    assert list(correction["before"]) == ["version", "text", "value", "start", "end"]


def test_a_diff_of_nothing_has_a_timeline_of_nothing() -> None:
    assert diff([]).timeline.to_dict() == {"versions": [], "order": "time", "revisions": []}


SENTENCES = [OPENING, CREW, FOG, OIL, OWNER, SCHOOL]


@settings(deadline=None, max_examples=30)
@given(st.lists(st.lists(st.sampled_from(SENTENCES), unique=True), min_size=1, max_size=5))
def test_every_statement_is_added_by_the_version_that_had_it_first(chosen: list[list[str]]) -> None:
    result = diff([version(str(n), *sentences, hours=n) for n, sentences in enumerate(chosen)])
    for revision in result.timeline.revisions:
        news = [s for s in result.statements if s.version == revision.version and s.kind == "news"]
        assert set(revision.added) == {s for s in news if s.first == revision.version}
        assert all(revision.version not in statement.held_by for statement in revision.dropped)
