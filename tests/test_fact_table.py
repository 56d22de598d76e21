"""The facts of a report by version: which version gives each, and how."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

import dedupe
from dedupe.articles import Article
from dedupe.facts import Row, diff
from dedupe.thresholds import WEIGHTY_STATEMENT
from tests import labelled

SENTENCES = [
    "Judge Irene Caldow fined the Sallow ferry company £40,000 on 12 May 2026.",
    "Its boat Grey Tern had sailed with 61 passengers and 12 lifejackets.",
    "“Nobody counted, because nobody was asked to count,” she said in Kestle.",
    "The company must pay within three months.",
]


def rows(*texts: str) -> list[Row]:
    return list(diff([Article(name, text) for name, text in zip("abcdef", texts, strict=False)]).table.rows)


def row(table: list[Row], text: str) -> Row:
    [found] = [each for each in table if each.text == text]
    return found


def said(found: Row) -> list[str | None]:
    return [cell.text if cell else None for cell in found.cells]


def of_sample(report: str) -> list[Row]:
    docs = labelled.docs()
    return list(dedupe.diff([docs[name] for name in labelled.reports()[report]]).table.rows)


def test_a_value_has_a_row_that_says_who_gives_it_and_how() -> None:
    table = rows(
        f"{SENTENCES[0]} {SENTENCES[1]}", f"{SENTENCES[0].replace('£40,000', '40,000 pounds')} {SENTENCES[3]}"
    )
    assert said(row(table, "£40,000")) == ["£40,000", "40,000 pounds"]
    assert said(row(table, "61 passengers")) == ["61 passengers", None]
    assert said(row(table, "three months")) == [None, "three months"]


def test_a_row_says_who_had_it_first() -> None:
    table = rows(SENTENCES[1], f"{SENTENCES[1]} {SENTENCES[3]}", f"{SENTENCES[1]} {SENTENCES[3]}")
    assert row(table, "61 passengers").first == "a"
    assert row(table, "three months").first == "b"


def test_two_values_for_one_thing_share_a_contested_row() -> None:
    table = rows(*(" ".join(SENTENCES).replace("61", count) for count in ("61", "61", "64")))
    found = row(table, "61 passengers")
    assert found.contested
    assert said(found) == ["61 passengers", "61 passengers", "64 passengers"]
    assert [each.text for each in table if each.contested] == ["61 passengers"]


def test_an_amount_in_another_unit_is_one_fact() -> None:
    assert said(row(of_sample("pumpkin"), "400 pounds")) == ["400 pounds", "181 kg"]


def test_a_person_named_by_surname_is_one_fact() -> None:
    assert said(row(of_sample("opera"), "Rosa Lindqvist")) == ["Rosa Lindqvist", "Lindqvist"]


def test_a_quote_that_lost_a_space_is_one_fact() -> None:
    quotes = [each for each in of_sample("crane") if each.kind == "quote"]
    assert len(quotes) == 1
    assert None not in quotes[0].cells


def test_a_bare_figure_is_one_only_in_statements_that_say_the_same() -> None:
    table = rows("Of the seats 12 were taken.", "In the harbour of Sel divers counted 12.")
    assert [said(each) for each in table if each.kind == "figure"] == [["12", None], [None, "12"]]


def test_two_amounts_in_one_version_are_two_facts_though_they_agree() -> None:
    table = rows(
        "More than 50 seals came ashore. Wardens at Sel counted 53 seals.", "Wardens counted 53 seals."
    )
    assert [said(each) for each in table if each.kind == "figure"] == [
        ["More than 50 seals", None],
        ["53 seals", "53 seals"],
    ]


def test_a_weighty_statement_has_a_row_with_the_words_of_each_version() -> None:
    table = rows(SENTENCES[3], f"{SENTENCES[3]} {SENTENCES[0]}", f"{SENTENCES[3]} {SENTENCES[0]}")
    [found] = [each for each in table if each.kind == "statement"]
    assert found.weight >= WEIGHTY_STATEMENT
    assert said(found) == [None, SENTENCES[0], SENTENCES[0]]


def test_furniture_has_no_row() -> None:
    table = rows(SENTENCES[1], f"{SENTENCES[1]}\n\n© 2026 Sallow Post. All rights reserved.")
    assert "2026" not in [each.text for each in table]


def test_the_dictionary_of_a_table() -> None:
    out = diff([Article("a", SENTENCES[1]), Article("b", SENTENCES[3])]).table.to_dict()
    assert json.loads(json.dumps(out)) == out
    assert list(out) == ["versions", "rows"]
    assert out["versions"] == ["a", "b"]
    assert list(out["rows"][0]) == ["kind", "text", "first", "weight", "contested", "cells"]
    assert list(out["rows"][0]["cells"][0]) == ["version", "text", "value", "start", "end"]
    assert out["rows"][0]["cells"][1] is None


def test_a_diff_of_nothing_has_a_table_of_nothing() -> None:
    assert diff([]).table.to_dict() == {"versions": [], "rows": []}


@settings(deadline=None, max_examples=30)
@given(st.lists(st.lists(st.sampled_from(SENTENCES), unique=True), min_size=1, max_size=4))
def test_every_value_in_the_news_is_in_one_row(chosen: list[list[str]]) -> None:
    result = diff([Article(str(n), " ".join(sentences)) for n, sentences in enumerate(chosen)])
    table = result.table
    given_by = {(each.kind, cell.version, cell.value) for each in table.rows for cell in each.cells if cell}
    for statement in result.statements:
        for fact in statement.facts if statement.kind == "news" else ():
            assert (fact.kind, statement.version, fact.value) in given_by
    for each in table.rows:
        cells = dict(zip(table.versions, each.cells, strict=True))
        assert next(cell for cell in each.cells if cell) is cells[each.first]
        assert all(cell.version == version for version, cell in cells.items() if cell)
