"""Words that stand for one another in news English."""

from __future__ import annotations

import pytest

from dedupe.text.synonyms import synonym_groups


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("dismiss", "sack"),
        ("dismissed", "sacking"),
        ("gop", "republicans"),
        ("said", "declares"),
        ("planned", "intends"),
        ("companies", "firm"),
        ("two", "2"),
    ],
)
def test_words_of_one_sense_share_a_group_however_inflected(one: str, other: str) -> None:
    assert synonym_groups(one) & synonym_groups(other)


@pytest.mark.parametrize(
    ("one", "other"), [("rise", "fall"), ("buy", "sell"), ("confirm", "deny"), ("north", "south"), ("1", "2")]
)
def test_opposites_share_none(one: str, other: str) -> None:
    assert not synonym_groups(one) & synonym_groups(other)


@pytest.mark.parametrize("word", ["", "s", "es", "ing", "Sack", "ferry", "中"])
def test_what_is_not_listed_has_no_groups(word: str) -> None:
    assert synonym_groups(word) == frozenset()
