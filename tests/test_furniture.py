"""Site furniture is told from paragraphs that many reprints carry."""

from __future__ import annotations

import random

import numpy as np
import pyarrow as pa
import pytest

import dedupe
from dedupe.articles import from_objects
from dedupe.corpus import Corpus, Furniture
from dedupe.furniture import find_furniture
from dedupe.kernels import Table
from dedupe.lines import blank_lines, line_hashes
from dedupe.settings import Settings
from dedupe.sketches import Sketcher, sketch_corpus
from tests import desk

BANNER = "We use cookies to measure our audience; by reading on you accept them."
QUOTE = "“We asked for the inspection in March and again in June,” said Anna Rell of the dockers’ union."
STRANGERS = ["science-moss", "football-cup", "bakery-feature", "court-beekeeper"]


def learned(corpus: Corpus, groups: np.ndarray) -> Furniture:
    """Return the furniture of a corpus of these near copies."""
    sketches = sketch_corpus(corpus, Sketcher.of(Settings()))
    return find_furniture(corpus, sketches.lines, groups, sketches.digests)


def furniture(*texts: str) -> set[str]:
    """Return the lines of the texts that are furniture."""
    corpus = Corpus.of(from_objects(list(texts)))
    found = learned(corpus, np.arange(len(corpus)))
    lines = {line.strip() for text in texts for line in text.split("\n")}
    return {
        line
        for line in lines
        if set(line_hashes(column(line))[0].tolist()) & set(found.lines.values.tolist())
    }


def column(*texts: str) -> pa.Array:
    return pa.array(texts, pa.large_string())


def test_a_line_that_strangers_share_is_furniture() -> None:
    pages = [f"{desk.text(article)}\n{BANNER}" for article in STRANGERS]

    assert furniture(*pages) == {BANNER}


def test_a_paragraph_that_reprints_share_is_none() -> None:
    body = desk.text("strike-wire")
    reprints = [f"{lead}\n{body}\n{QUOTE}" for lead in ("From our agencies.", "By a reporter.", "Late news.")]

    assert furniture(*reprints) == set()


def test_a_reprint_does_not_make_a_paragraph_of_two_reports_furniture() -> None:
    """What the reprint holds is held once; a rewrite would be left with nothing in common with its wire."""
    body = desk.text("strike-wire").split("\n")
    rewrite = "\n".join([desk.text("science-moss"), *body[:2]])
    texts = ["\n".join(body), "\n".join(body) + "\n(ends)", rewrite]
    corpus = Corpus.of(from_objects(texts))
    groups = np.array([corpus.rank[0], corpus.rank[0], corpus.rank[2]])[corpus.order]

    assert not learned(corpus, groups).held.any()


def test_a_line_in_two_articles_is_none() -> None:
    pages = [f"{desk.text(article)}\n{BANNER}" for article in STRANGERS[:2]]

    assert furniture(*pages) == set()


def test_the_desk_s_furniture_is_found_and_nothing_else() -> None:
    found = furniture(*(row["text"] for row in desk.rows()))

    assert {line.split()[0] for line in found} == {"Sign", "©", "We", "Share"}


def test_the_answer_does_not_depend_on_the_order_of_the_texts() -> None:
    texts = [row["text"] for row in desk.rows()]

    assert furniture(*texts) == furniture(*reversed(texts))


def test_the_articles_that_hold_furniture_are_named() -> None:
    pages = [f"{desk.text(article)}\n{BANNER}" for article in STRANGERS]
    corpus = Corpus.of(from_objects([*pages, desk.text("strike-wire")]))

    held = learned(corpus, np.arange(len(corpus))).held
    assert sorted(corpus.texts(np.flatnonzero(held)).to_pylist()) == sorted(pages)


def test_the_paragraphs_of_an_excerpt_are_none() -> None:
    body = [f"{desk.text(article)[:600]}".replace("\n", " ") for article in STRANGERS]
    pages = ["\n".join(body), "\n".join([*body, "One more line."]), "\n".join(body[:2])]
    corpus = Corpus.of(from_objects(pages))
    groups = np.array([0 if len(text) > 1500 else 2 for text in corpus.texts(np.arange(3)).to_pylist()])

    assert len(learned(corpus, groups).lines.values) == 0


def test_a_line_that_only_near_copies_hold_is_none() -> None:
    pages = [f"{desk.text(article)}\n{BANNER}" for article in STRANGERS]
    corpus = Corpus.of(from_objects(pages))

    assert len(learned(corpus, np.zeros(4, np.int64)).lines.values) == 0


def paragraph(chance: random.Random) -> str:
    return " ".join(chance.choices([f"word{number}" for number in range(3000)], k=30)).capitalize() + "."


def furniture_lines(articles: list[dict[str, str]]) -> set[str]:
    corpus = Corpus.of(from_objects(articles))
    found = set(learned(corpus, np.arange(len(corpus))).lines.values.tolist())
    lines = {line for article in articles for line in article["text"].split("\n")}
    return {line for line in lines if set(line_hashes(column(line))[0].tolist()) & found}


def versions_of_a_wire(publishers: list[str]) -> list[dict[str, str]]:
    """Return versions, each with most of the first paragraphs of a report and some of its own."""
    chance = random.Random(5)
    wire = [paragraph(chance) for _ in range(20)]
    texts = []
    for publisher in publishers:
        lines = [line for line in wire[: chance.randint(6, 18)] if chance.random() > 0.1]
        for _ in range(4):
            lines.insert(chance.randint(0, len(lines)), paragraph(chance))
        headline = " ".join(wire[0].split()[:8])
        texts.append({"source": publisher, "title": headline, "text": "\n".join(lines)})
    return texts


def test_hardly_any_paragraph_of_a_wire_that_many_publishers_take_is_one() -> None:
    publishers = [f"paper {number}" for number in range(20)]

    # The last paragraphs stand in a few long versions, which may share as many: nothing tells of them.
    assert len(furniture_lines(versions_of_a_wire(publishers))) <= 4
    assert len(furniture_lines(versions_of_a_wire([""] * 20))) <= 4
    assert len(furniture_lines(versions_of_a_wire(["one paper"] * 20))) >= 15


def test_versions_of_a_wire_are_one_cluster_whatever_each_adds() -> None:
    versions = versions_of_a_wire([f"paper {number}" for number in range(20)])

    assert dedupe.cluster(versions).sizes.tolist() == [20]


@pytest.mark.parametrize("publisher", ["one site", ""])
def test_what_the_pages_of_one_site_share_is_furniture_though_its_sections_differ(publisher: str) -> None:
    chance = random.Random(6)
    everywhere = [paragraph(chance) for _ in range(4)]
    sections = [[paragraph(chance) for _ in range(count)] for count in (0, 2, 3)]
    pages = [
        {"source": publisher, "text": "\n".join([*bodies, *everywhere, *sections[number % 3]])}
        for number in range(30)
        for bodies in [[paragraph(chance) for _ in range(4)]]
    ]

    assert furniture_lines(pages) == {line for lines in (everywhere, *sections) for line in lines}


def test_lines_are_blanked_so_that_offsets_stay() -> None:
    line = "We use cookies — „so many“ cookies — 日本 🍪."
    page = f"Lead.\n  {line}\r\nRest of it."

    clean = blank_lines(column("", page), Table.of(line_hashes(column(line))[0])).to_pylist()[1]
    assert len(clean) == len(page)
    assert len(clean.encode()) == len(page.encode())
    assert clean.startswith("Lead.\n  ")
    assert clean.endswith("\r\nRest of it.")
    assert not any(letter.isalnum() for letter in clean[6:-13])


def test_an_empty_corpus_has_no_furniture() -> None:
    assert len(learned(Corpus.of(from_objects([])), np.empty(0, np.int64)).lines.values) == 0
