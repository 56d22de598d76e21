"""The shipped samples whose news is labelled are what their README says."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests import feed, labelled

if TYPE_CHECKING:
    from pathlib import Path

SIZES = {labelled.SAMPLE: (34, 40), labelled.PARAPHRASES: (24, 24), labelled.HELD_OUT: (24, 24)}
"""By sample: its articles, and the ordered pairs of versions that are labelled."""

FACT_KINDS = {
    *("figure", "money", "percent", "date", "person", "place", "organisation", "quote", "claim", "event"),
}


def named(sample: Path) -> str:
    return "/".join(sample.parts[-2:])


def rows() -> list[Any]:
    return [
        pytest.param(sample, row, id=f"{row['from']} to {row['to']}")
        for sample in SIZES
        for row in labelled.gold(sample)
    ]


@pytest.mark.parametrize("sample", SIZES, ids=named)
def test_every_article_has_every_field_and_a_date_with_its_zone(sample: Path) -> None:
    docs = labelled.docs(sample)
    assert len(docs) == SIZES[sample][0]
    for row in docs.values():
        assert list(row) == ["id", "title", "text", "published", "source"]
        assert all(row.values())
        assert datetime.fromisoformat(row["published"]).tzinfo is not None


@pytest.mark.parametrize("sample", SIZES, ids=named)
def test_every_ordered_pair_of_versions_is_labelled_once(sample: Path) -> None:
    found = [(row["from"], row["to"]) for row in labelled.gold(sample)]
    reports = labelled.reports(sample).values()
    pairs = [(a, b) for ids in reports for a in ids for b in ids if a != b]
    assert len(found) == len(set(found)) == SIZES[sample][1]
    assert set(found) == set(pairs)
    assert sorted(id for ids in reports for id in ids) == sorted(labelled.docs(sample))


@pytest.mark.parametrize(("sample", "row"), rows())
def test_every_word_is_in_one_span(sample: Path, row: dict[str, Any]) -> None:
    text = labelled.docs(sample)[row["to"]]["text"]
    times = [0] * len(text)
    for start, end in [*((s["start"], s["end"]) for s in row["added"]), *row["shared"], *row["noise"]]:
        for place in range(start, end):
            times[place] += 1
    assert {n for n, character in zip(times, text, strict=True) if character.isalnum()} == {1}


@pytest.mark.parametrize(("sample", "row"), rows())
def test_labels_are_of_the_documented_form(sample: Path, row: dict[str, Any]) -> None:
    assert list(row) == ["pair", "from", "to", "added", "shared", "noise", "conflicts"]
    text = labelled.docs(sample)[row["to"]]["text"]
    for span in row["added"]:
        assert span["text"] == text[span["start"] : span["end"]]
        assert span["importance"] in (1, 2, 3)
        for fact in span["facts"]:
            assert fact["kind"] in FACT_KINDS
            assert span["start"] <= fact["start"] < fact["end"] <= span["end"]
            if sample == labelled.SAMPLE:
                assert fact["value"] == text[fact["start"] : fact["end"]]


@pytest.mark.parametrize("sample", SIZES, ids=named)
def test_a_conflict_is_labelled_in_both_directions_and_new_in_each(sample: Path) -> None:
    gold = labelled.gold(sample)
    sides = {(r["from"], r["to"], tuple(c["from"]), tuple(c["to"])) for r in gold for c in r["conflicts"]}
    assert sides == {(to, start, b, a) for start, to, a, b in sides}
    for row in gold:
        added = [(span["start"], span["end"]) for span in row["added"]]
        for conflict in row["conflicts"]:
            first, last = conflict["to"]
            assert any(start <= first and last <= end for start, end in added)


@pytest.mark.parametrize(("half", "articles", "clusters"), [(feed.TUNED, 100, 59), (feed.HELD_OUT, 101, 61)])
def test_every_article_of_the_feed_is_whole_and_labelled(half: Path, articles: int, clusters: int) -> None:
    rows, labels = feed.articles(half), feed.labels(half)
    assert [row["id"] for row in rows] == [label["id"] for label in labels]
    assert len({row["id"] for row in rows}) == len(rows) == articles
    assert len({label["cluster"] for label in labels}) == clusters
    for row in rows:
        assert list(row) == ["id", "title", "text", "published", "source"]
        assert row["text"].strip()
        assert row["source"]
        assert datetime.fromisoformat(row["published"]).tzinfo is not None
