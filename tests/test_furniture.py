"""Site furniture is told from paragraphs that many reprints carry."""

from __future__ import annotations

import pyarrow as pa

from dedupe.furniture import find_furniture, without_furniture, without_lines
from tests import desk

BANNER = "We use cookies to measure our audience; by reading on you accept them."
QUOTE = "“We asked for the inspection in March and again in June,” said Anna Rell of the dockers’ union."
STRANGERS = ["science-moss", "football-cup", "bakery-feature", "court-beekeeper"]


def column(*texts: str) -> pa.Array:
    return pa.array(texts, pa.large_string())


def test_a_line_that_strangers_share_is_furniture() -> None:
    pages = [f"{desk.text(article)}\n{BANNER}" for article in STRANGERS]

    assert find_furniture(column(*pages)) == {BANNER}


def test_a_paragraph_that_reprints_share_is_none() -> None:
    body = desk.text("strike-wire")
    reprints = [f"{lead}\n{body}\n{QUOTE}" for lead in ("From our agencies.", "By a reporter.", "Late news.")]

    assert find_furniture(column(*reprints)) == frozenset()


def test_a_line_in_two_articles_is_none() -> None:
    pages = [f"{desk.text(article)}\n{BANNER}" for article in STRANGERS[:2]]

    assert find_furniture(column(*pages)) == frozenset()


def test_the_desk_s_furniture_is_found_and_nothing_else() -> None:
    found = find_furniture(column(*(row["text"] for row in desk.rows())))

    assert {line.split()[0] for line in found} == {"Sign", "©", "We", "Share"}


def test_the_answer_does_not_depend_on_the_order_of_the_texts() -> None:
    texts = [row["text"] for row in desk.rows()]

    assert find_furniture(column(*texts)) == find_furniture(column(*reversed(texts)))


def test_furniture_is_blanked_so_that_offsets_stay() -> None:
    page = f"Lead.\n  {BANNER}\nRest."

    clean = without_lines(page, frozenset({BANNER}))
    assert len(clean) == len(page)
    assert clean.split() == ["Lead.", "Rest."]
    assert without_furniture(column(page), frozenset({BANNER})).to_pylist() == [clean]


def test_an_empty_corpus_has_no_furniture() -> None:
    assert find_furniture(column()) == frozenset()
