"""Character references that a scrape has left in a text."""

from __future__ import annotations

from html import escape

from hypothesis import given
from hypothesis import strategies as st

from dedupe.articles.model import Article
from dedupe.facts import diff
from dedupe.text.entities import decoded


@given(st.text(alphabet=st.sampled_from("ab &;#<>\"'é中x38nbsp12"), max_size=60))
def test_escaped_text_is_read_back_and_every_character_keeps_its_place(text: str) -> None:
    escaped = escape(text)
    plain, places = decoded(escaped)
    again, _ = decoded(text)
    assert decoded(plain)[0] == decoded(again)[0] or plain == text
    if len(places):
        assert len(places) == len(plain) + 1
        assert places[-1] == len(escaped)
        for at, character in enumerate(plain):
            written = escaped[places[at] : places[at + 1]]
            assert written == character or written.startswith("&") or not written


def test_a_text_without_references_is_handed_back() -> None:
    text = "AT&T; Marks & Spencer"
    assert decoded(text)[0] is text
    assert not len(decoded(text)[1])


def test_facts_and_statements_stand_where_the_text_has_them() -> None:
    text = "Johnson &amp; Johnson said the deal is worth $3.2&nbsp;billion. It closes in May, it said."
    result = diff([Article("a", text), Article("b", "Another report.")])
    for statement in result.statements:
        whole = text if statement.version == "a" else "Another report."
        assert statement.text == whole[statement.start : statement.end]
        for fact in statement.facts:
            assert fact.text == whole[fact.start : fact.end]
    values = [fact.value for statement in result.statements for fact in statement.facts]
    assert "3200000000 USD" in values
