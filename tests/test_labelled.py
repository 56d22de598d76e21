"""The shipped sample of labelled updates is what its README says."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests import labelled

DOCS = labelled.docs()
GOLD = labelled.gold()
FACT_KINDS = {"figure", "money", "percent", "date", "person", "place", "organisation", "quote", "claim"}


def test_every_article_has_every_field_and_a_date_with_its_zone() -> None:
    assert len(DOCS) == 34
    for row in DOCS.values():
        assert list(row) == ["id", "title", "text", "published", "source"]
        assert all(row.values())
        assert datetime.fromisoformat(row["published"]).tzinfo is not None


def test_every_ordered_pair_of_versions_is_labelled_once() -> None:
    rows = [(row["from"], row["to"]) for row in GOLD]
    pairs = [(a, b) for ids in labelled.reports().values() for a in ids for b in ids if a != b]
    assert len(rows) == len(set(rows)) == 40
    assert set(rows) == set(pairs)
    assert sorted(id for ids in labelled.reports().values() for id in ids) == sorted(DOCS)


@pytest.mark.parametrize("row", GOLD, ids=lambda row: f"{row['from']} to {row['to']}")
def test_every_word_is_in_one_span(row: dict) -> None:  # type: ignore[type-arg]
    text = DOCS[row["to"]]["text"]
    times = [0] * len(text)
    for start, end in [*((s["start"], s["end"]) for s in row["added"]), *row["shared"], *row["noise"]]:
        for place in range(start, end):
            times[place] += 1
    assert {n for n, character in zip(times, text, strict=True) if character.isalnum()} == {1}


@pytest.mark.parametrize("row", GOLD, ids=lambda row: f"{row['from']} to {row['to']}")
def test_labels_are_of_the_documented_form(row: dict) -> None:  # type: ignore[type-arg]
    assert list(row) == ["pair", "from", "to", "added", "shared", "noise", "conflicts"]
    text = DOCS[row["to"]]["text"]
    for span in row["added"]:
        assert span["text"] == text[span["start"] : span["end"]]
        assert span["importance"] in (1, 2, 3)
        for fact in span["facts"]:
            assert fact["kind"] in FACT_KINDS
            assert span["start"] <= fact["start"] < fact["end"] <= span["end"]
            assert fact["value"] == text[fact["start"] : fact["end"]]


def test_a_conflict_is_labelled_in_both_directions_and_new_in_each() -> None:
    sides = {(r["from"], r["to"], tuple(c["from"]), tuple(c["to"])) for r in GOLD for c in r["conflicts"]}
    assert sides == {(to, start, b, a) for start, to, a, b in sides}
    for row in GOLD:
        added = [(span["start"], span["end"]) for span in row["added"]]
        for conflict in row["conflicts"]:
            first, last = conflict["to"]
            assert any(start <= first and last <= end for start, end in added)
