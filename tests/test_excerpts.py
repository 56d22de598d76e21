"""Articles that hold others: digests stay alone, excerpts go to what holds them."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from dedupe.articles import from_objects
from dedupe.corpus import Corpus
from dedupe.excerpts import attach_excerpts, find_digests
from dedupe.wordings import word_likeness
from tests import desk

Rows = NDArray[np.int64]


def strangers(left: Rows, right: Rows) -> NDArray[np.float64]:
    return np.zeros(len(left))


def of_a_kind(left: Rows, right: Rows) -> NDArray[np.float64]:
    return np.full(len(left), 0.3)


def digests(groups: list[int], *pairs: tuple[int, int], likeness=strangers) -> list[int]:
    left, right = np.array(pairs, np.int64).T
    return np.flatnonzero(find_digests(np.array(groups), left, right, likeness)).tolist()


def test_what_joins_to_three_stories_is_a_digest() -> None:
    assert digests([0, 0, 2, 3], (0, 1), (0, 2), (0, 3)) == [0]


def test_what_joins_to_three_articles_that_are_alike_in_their_words_is_none() -> None:
    assert digests([0, 0, 2, 3], (0, 1), (0, 2), (0, 3), likeness=of_a_kind) == []


def test_what_joins_to_two_stories_is_none() -> None:
    assert digests([0, 0, 2, 2], (0, 1), (0, 2), (0, 3)) == []


def test_a_story_in_three_digests_is_none_of_them() -> None:
    stories, round_ups = range(4), range(4, 7)  # each digest was put with another story than the first
    groups = [0, 1, 2, 3, 1, 2, 3]
    pairs = [(a, b) for a in stories for b in round_ups]

    assert digests(groups, *pairs) == [4, 5, 6]


def attach(groups: list[int], held: list[tuple[int, int]], *edges: tuple[int, int, float]) -> list[int]:
    excerpt, holder = np.array(held, np.int64).T
    left, right, strength = (np.array(column) for column in zip(*edges, strict=True))
    return attach_excerpts(np.array(groups), excerpt, holder, left, right, strength).tolist()


def test_an_excerpt_left_alone_goes_to_what_holds_it() -> None:
    assert attach([0, 1, 1], [(0, 1)], (0, 1, 1.0), (0, 2, 0.0), (1, 2, 1.0)) == [0, 0, 0]


def test_copies_of_one_excerpt_go_together() -> None:
    edges = [(0, 1, 1.0), (0, 2, 1.0), (1, 2, 1.0), (0, 3, 0.0), (1, 3, 0.0), (2, 3, 1.0)]
    assert attach([0, 0, 2, 2], [(0, 2), (1, 2)], *edges) == [0, 0, 0, 0]
    assert attach([0, 0, 2, 2], [(0, 2)], *edges) == [0, 0, 2, 2]  # one of the two has words of its own


def test_an_excerpt_of_two_strangers_stays_alone() -> None:
    assert attach([0, 1, 2], [(0, 1), (0, 2)], (0, 1, 1.0), (0, 2, 1.0), (1, 2, 0.0)) == [0, 1, 2]


def test_an_excerpt_unlike_another_of_the_same_holder_stays_alone() -> None:
    assert attach([0, 1, 1], [(0, 1), (2, 1)], (0, 1, 1.0), (0, 2, 0.1), (1, 2, 1.0)) == [0, 1, 1]
    assert attach([0, 1, 1], [(0, 1), (2, 1)], (0, 1, 1.0), (0, 2, 0.6), (1, 2, 1.0)) == [0, 0, 0]


def test_parts_of_one_article_are_alike_in_their_words_and_other_articles_are_not() -> None:
    texts = [article["text"] for article in desk.unrelated(8)]
    halves = [text[: len(text) // 2] for text in texts] + [text[len(text) // 2 :] for text in texts]
    corpus = Corpus.of(from_objects([{"id": f"{n:02}", "text": text} for n, text in enumerate(halves)]))
    first = np.arange(8)

    own = word_likeness(corpus, first, first + 8)
    others = word_likeness(corpus, first, (first + 1) % 8 + 8)

    assert np.median(own) > 3 * np.median(others)
    assert word_likeness(corpus, first, first) == pytest.approx(np.ones(8))
