"""Reports of one event in other words are neighbours by TF-IDF."""

from __future__ import annotations

import numpy as np

import dedupe
from dedupe.events import story_pairs
from dedupe.text.fold import fold_text
from tests import desk

TEXTS = [
    "The Aurelia ferry ran aground off Cape Tansy and Captain Vaal radioed for help",
    "Captain Vaal of the ferry Aurelia had called for help as she struck Cape Tansy",
    "Governor Andros left the krone rate unchanged and spoke of wages",
    "Wages worry Governor Andros, who kept the krone rate where it was",
    "Mosses on the northern moor hold more carbon than anyone had measured",
]


def pairs(texts: list[str], least: float = 0.1) -> set[tuple[int, int]]:
    left, right, _ = story_pairs([fold_text(text) for text in texts], least)
    return set(zip(left.tolist(), right.tolist(), strict=True))


def test_reports_of_one_event_are_pairs_and_others_are_not() -> None:
    assert pairs(TEXTS) == {(0, 1), (2, 3)}


def test_the_pairs_do_not_depend_on_the_order_of_the_texts() -> None:
    turned = {(4 - b, 4 - a) for a, b in pairs(TEXTS[::-1])}

    assert turned == pairs(TEXTS)


def test_cosines_lie_over_the_least_asked_for_and_up_to_one() -> None:
    _, _, cosine = story_pairs([*TEXTS, TEXTS[0]], 0.2)

    assert len(cosine) > 0
    assert ((cosine >= 0.2) & (cosine <= 1.0)).all()
    assert np.isclose(cosine.max(), 1.0)


def test_texts_of_nothing_but_stop_words_have_no_pairs() -> None:
    assert pairs(["the of and", "the of and"]) == set()
    assert pairs(["the ferry"]) == set()


def test_the_desk_s_rocket_is_one_story_at_level_story_only() -> None:
    story, version = (dedupe.cluster(desk.rows(), level=level) for level in ("story", "version"))

    assert story["rocket-courier"].id == story["rocket-standard"].id
    assert "story" in story["rocket-courier"].relations
    assert version["rocket-courier"].id != version["rocket-standard"].id


def test_no_two_stories_of_the_desk_are_joined() -> None:
    gold = desk.gold("story")
    for cluster in dedupe.cluster(desk.rows(), level="story"):
        assert len({gold[article.id] for article in cluster}) == 1
