"""Texts as they are seen: without references, what nobody sees, and accents apart from their letters."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedupe.articles.model import Article
from dedupe.facts import diff
from dedupe.text.fold_tables import UNSEEN
from dedupe.text.rendered import rendered

REPORTS = {
    "en": "The brewer was fined £4.6 million over 18 months. Three petitions were filed, a court said.",
    "de": "Das Werk kostet rund 52 Mio. Euro. Die Brücke müsse bis Ende März gesperrt bleiben, hieß es.",
    "fr": "Le chantier coûtera 52 millions d’euros. Les élèves rentreront le 3 février, a déclaré le maire.",
    "es": "Sesenta años después, la sequía dejó sin agua a 4.000 vecinos, según el ayuntamiento.",
    "vi": "Cơn bão khiến 14 người chết ở Quảng Ngãi.",
    "hi": "बाढ़ में 14 लोगों की मौत हो गई।",
    "ko": "홍수로 주민 14명이 숨졌다.",
}

characters = st.sampled_from(
    [*"ab 3.क\n&;", "é", "e\u0301", "\u0323", "\u00ad", "\u200b", "\ufeff", "\u0958", "\u212b"]
)
written = st.lists(characters | st.sampled_from(["&amp;", "&shy;", "&#8203;"]), max_size=30).map("".join)


@given(written)
def test_a_text_is_composed_and_has_nothing_unseen(text: str) -> None:
    seen, places = rendered(text)
    assert seen == normalize("NFC", seen)
    assert not UNSEEN.search(seen)
    if len(places):
        assert len(places) == len(seen) + 1
        assert (places[1:] >= places[:-1]).all()
        assert places[-1] == len(text)
        for character, place in zip(seen, places.tolist(), strict=False):
            assert text[place] == character or not character.isascii()
    else:
        assert seen is text


def test_what_is_seen_as_it_is_written_is_handed_back() -> None:
    text = "„Fünf“ — 北京\tund\u00a0℃"
    assert rendered(text)[0] is text


def test_signs_that_are_seen_stay() -> None:
    year = "\u0601٢٠٢٦ é\u200b"  # the Arabic sign of a year is of category Cf, as a soft hyphen is
    assert rendered(year)[0] == "\u0601٢٠٢٦ é"


def scraped(text: str) -> str:
    """Put what nobody sees into every other word of a text, and before it."""
    words = text.split(" ")
    return "\ufeff" + " ".join(
        f"{word[:2]}\u00ad{word[2:]}\u200b" if number % 2 else word for number, word in enumerate(words)
    )


@pytest.mark.parametrize("form", [scraped, lambda text: normalize("NFD", text)], ids=["unseen", "decomposed"])
@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_versions_that_are_seen_alike_say_the_same(report: str, form) -> None:
    found = diff([Article("a", report), Article("b", form(report))])
    assert found.only("a") == found.only("b") == []
    assert not found.conflicts


def test_values_and_statements_stand_where_the_text_has_them() -> None:
    texts = {
        "a": normalize("NFD", "Die Brücke bei Köln kostet 52\u200b Mio. Euro. Im März beginnt der Bau."),
        "b": "Die Brücke bei Köln kostet 25 Mio. Euro. Im März be\u00adginnt der Bau.",
    }
    found = diff([Article(name, text) for name, text in texts.items()])
    [conflict] = found.conflicts
    assert [value.value for value in conflict.values] == ["52000000 EUR", "25000000 EUR"]
    for value in conflict.values:
        assert texts[value.version][value.start : value.end] == value.text
    for statement in found.statements:
        text = texts[statement.version]
        assert text[statement.start : statement.end] == statement.text
        assert all(text[fact.start : fact.end] == fact.text for fact in statement.facts)
        for place in statement.aligned:
            there = texts[place.version][place.start : place.end]
            assert there.strip() == there
            assert there
    whole = "".join(statement.text for statement in found.statements if statement.version == "a")
    assert "".join(whole.split()) == "".join(texts["a"].split())
