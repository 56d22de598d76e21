"""Reports of one event in other words are neighbours by TF-IDF."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

import dedupe
from dedupe import events as module
from dedupe.events import Terms, cut_events
from dedupe.text.fold import fold
from dedupe.thresholds import LINK_SHARE, STORY_COSINE
from tests import desk

TEXTS = [
    "The Aurelia ferry ran aground off Cape Tansy and Captain Vaal radioed for help",
    "Captain Vaal of the ferry Aurelia had called for help as she struck Cape Tansy",
    "Governor Andros left the krone rate unchanged and spoke of wages",
    "Wages worry Governor Andros, who kept the krone rate where it was",
    "Mosses on the northern moor hold more carbon than anyone had measured",
]


DAY = 86_400_000_000
UNKNOWN = np.iinfo(np.int64).max


def terms(texts: list[str], days: list[int] | None = None) -> Terms:
    moments = [0] * len(texts) if days is None else [day * DAY for day in days]
    return Terms.of(fold(pa.array(texts, pa.large_string())), np.array(moments, np.int64))


def pairs(texts: list[str], least: float = 0.1) -> set[tuple[int, int]]:
    left, right = terms(texts).neighbours(least)
    return set(zip(left.tolist(), right.tolist(), strict=True))


def test_reports_of_one_event_are_pairs_and_others_are_not() -> None:
    assert pairs(TEXTS) == {(0, 1), (2, 3)}


def test_the_pairs_do_not_depend_on_the_order_of_the_texts() -> None:
    turned = {(4 - b, 4 - a) for a, b in pairs(TEXTS[::-1])}

    assert turned == pairs(TEXTS)


def test_likeness_lies_between_nothing_and_one() -> None:
    left, right = np.triu_indices(5, 1)
    likeness = terms(TEXTS).likeness(left, right)

    assert ((likeness >= 0) & (likeness <= 1)).all()


def test_equal_texts_are_the_more_alike_the_more_terms_they_share() -> None:
    brief, report = TEXTS[0], " ".join(TEXTS[:2])
    few, many = (
        float(terms([text] * 2).likeness(np.array([0]), np.array([1]))[0]) for text in (brief, report)
    )

    assert 0.5 < few < many < 1.0


def test_likeness_fades_with_the_days_between() -> None:
    zero, one = np.array([0]), np.array([1])
    same_day, month, year = (
        float(terms(TEXTS, [0, days, 0, 0, 0]).likeness(zero, one)[0]) for days in (0, 30, 365)
    )

    assert same_day > month > year
    assert month == pytest.approx(same_day / np.e, abs=1e-5)


def test_an_unknown_date_counts_as_a_few_days_and_not_as_the_end_of_time() -> None:
    texts = terms(TEXTS)
    undated = Terms(texts.matrix, np.array([UNKNOWN, 0, UNKNOWN, UNKNOWN, 0]))
    left, right = np.array([0, 2]), np.array([1, 3])

    share = undated.likeness(left, right) / texts.likeness(left, right)
    assert share == pytest.approx(np.exp(-0.1), abs=1e-4)


def test_the_table_of_a_component_holds_the_likeness_of_its_pairs() -> None:
    texts = terms(TEXTS, [0, 1, 2, 3, 4])
    left, right = np.triu_indices(5, 1)
    expected = np.minimum(LINK_SHARE * texts.likeness(left, right) / STORY_COSINE, 1.0)

    table = texts.strengths(np.arange(5))
    assert table[left, right] == pytest.approx(expected, abs=1e-5)
    assert (table == table.T).all()
    assert (np.diag(table) == 1).all()


def test_texts_of_nothing_but_stop_words_have_no_pairs() -> None:
    assert pairs(["the of and", "the of and"]) == set()
    assert pairs(["the ferry"]) == set()
    assert pairs([]) == set()


# Each next to the other shares half of its names; the first and the last share none.
CHAIN = [
    "Aurelia Tansy Vaal Okoro Brandt Sule",
    "Okoro Brandt Sule Andros Krone Pallas",
    "Andros Krone Pallas Moorfield Ibarra Quist",
    "Moorfield Ibarra Quist Lanark Ostrava Tirol",
]


@pytest.mark.parametrize("most", [3000, 3])
def test_reports_that_are_alike_two_by_two_do_not_chain(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(module, "TABLE_MOST", most)
    texts = terms(CHAIN)
    left, right = np.array([0, 1, 2]), np.array([1, 2, 3])
    strength = np.array([0.9, 0.6, 0.9])

    events = cut_events(texts, left, right, strength >= LINK_SHARE, strength)
    assert events.tolist() == [0, 0, 2, 2]


def test_pairs_that_join_without_a_doubt_stay_together_however_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TABLE_MOST", 2)
    left, right, strength = np.array([0, 1, 2]), np.array([1, 2, 3]), np.ones(3)

    assert cut_events(terms(CHAIN), left, right, strength > 0, strength).tolist() == [0, 0, 0, 0]


def test_what_has_no_pair_is_an_event_by_itself() -> None:
    none = np.empty(0, np.int64)
    assert cut_events(terms(CHAIN), none, none, none > 0, np.empty(0)).tolist() == [0, 1, 2, 3]


def test_the_desk_s_rocket_is_one_story_at_level_story_only() -> None:
    story, version = (dedupe.cluster(desk.rows(), level=level) for level in ("story", "version"))

    assert story["rocket-courier"].id == story["rocket-standard"].id
    assert "story" in story["rocket-courier"].relations
    assert version["rocket-courier"].id != version["rocket-standard"].id


def test_no_two_stories_of_the_desk_are_joined() -> None:
    gold = desk.gold("story")
    for cluster in dedupe.cluster(desk.rows(), level="story"):
        assert len({gold[article.id] for article in cluster}) == 1
