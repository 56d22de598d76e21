"""`Found.rethreshold`: the clusters of another threshold or confidence, from the pairs that were measured."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dedupe
from corpora.synthetic.corpus import Corpus
from corpora.synthetic.settings import PRESETS
from dedupe.confidence import CURVES
from dedupe.relations import LEVELS
from tests import desk

if TYPE_CHECKING:
    from collections.abc import Sequence


def same(one: dedupe.Found, other: dedupe.Found) -> bool:
    """Tell whether two runs found the same clusters, relations, similarities, cohesions and pairs."""
    return (
        one.to_arrow().equals(other.to_arrow())
        and one.pairs.equals(other.pairs)
        and one.cohesion.tolist() == other.cohesion.tolist()
    )


@cache  # a language is invented for each seed, which takes most of a second
def generated(preset: str, articles: int, seed: int) -> list[dict[str, Any]]:
    """Return the articles of a small generated corpus."""
    corpus = Corpus(replace(PRESETS[preset], articles=articles, seed=seed))
    order = corpus.order()
    return [
        {"id": name, "text": text} for name, text in zip(corpus.ids(order), corpus.texts(order), strict=True)
    ]


@pytest.mark.parametrize("threshold", [0.7, 0.75, 0.8, 0.9, 1.0])
def test_at_level_near_it_is_what_clustering_with_that_threshold_finds(threshold: float) -> None:
    found = dedupe.cluster(desk.rows(), level="near", threshold=0.4)

    expected = dedupe.cluster(desk.rows(), level="near", threshold=threshold)
    assert same(found.rethreshold(threshold=threshold), expected)


# The same examples each time: LSH may miss a pair in five hundred that lies just at the threshold.
@settings(max_examples=12, deadline=None, derandomize=True)
@given(
    st.sampled_from(["default", "near", "reprints"]),
    st.integers(0, 2),
    st.sampled_from([0.55, 0.6, 0.7, 0.8, 0.95]),
)
def test_so_it_is_on_generated_corpora(preset: str, seed: int, threshold: float) -> None:
    rows = generated(preset, 80, seed)
    found = dedupe.cluster(rows, level="near", threshold=0.5)

    expected = dedupe.cluster(rows, level="near", threshold=threshold)
    assert same(found.rethreshold(threshold=threshold), expected)


words = st.lists(
    st.sampled_from(["ferry", "bank", "goal", "rain", "vote", "fire", "coal", "wage"]), max_size=30
).map(" ".join)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(words, max_size=12), st.sampled_from([0.5, 0.6, 0.7, 0.8, 0.9, 1.0]))
def test_so_it_is_on_any_texts(texts: Sequence[str], threshold: float) -> None:
    rows = [{"id": str(i), "text": text} for i, text in enumerate(texts)]
    found = dedupe.cluster(rows, level="near", threshold=0.5, shingle="words:2")

    expected = dedupe.cluster(rows, level="near", threshold=threshold, shingle="words:2")
    assert same(found.rethreshold(threshold=threshold), expected)


@pytest.mark.parametrize(("level", "confidence"), [("version", 0.8), ("version", 0.99), ("story", 0.9)])
def test_at_the_other_levels_it_is_what_clustering_with_that_confidence_finds(
    level: str, confidence: float
) -> None:
    found = dedupe.cluster(desk.rows(), level=level)

    expected = dedupe.cluster(desk.rows(), level=level, confidence=confidence)
    assert same(found.rethreshold(confidence=confidence), expected)


@settings(max_examples=5, deadline=None)
@given(st.sampled_from(["default", "reprints"]), st.integers(0, 2), st.floats(0.6, 0.999))
def test_a_stricter_run_accepts_some_of_the_pairs_of_a_looser_one(
    preset: str, seed: int, confidence: float
) -> None:
    found = dedupe.cluster(generated(preset, 80, seed))

    strict, loose = found.rethreshold(confidence=confidence), found.rethreshold(confidence=0.59)
    pairs = [each.pairs.select(["a", "b", "score"]).to_pylist() for each in (strict, loose)]
    assert {tuple(row.values()) for row in pairs[0]} <= {tuple(row.values()) for row in pairs[1]}


def test_a_pair_is_as_sure_whatever_confidence_was_asked_for() -> None:
    rules = {(row["a"], row["b"]) for row in dedupe.cluster(desk.rows()).pairs.to_pylist()}

    loose = dedupe.cluster(desk.rows(), confidence=0.6).pairs.to_pylist()

    at_rule = CURVES["version"].of(np.ones(1))[0]
    further = [row["score"] for row in loose if (row["a"], row["b"]) not in rules]
    assert further
    assert all(0.6 <= score < at_rule for score in further)


@pytest.mark.parametrize(("level", "confidences"), [("version", (0.7, 0.999)), ("story", (0.1, 0.9999))])
def test_what_the_level_below_joins_stays_joined(level: str, confidences: tuple[float, float]) -> None:
    below = dict(zip(LEVELS, [None, *LEVELS], strict=False))[level]
    assert below is not None
    lower = dedupe.cluster(desk.rows(), level=below)
    found = dedupe.cluster(desk.rows(), level=level)
    for confidence in confidences:
        moved = found.rethreshold(confidence=confidence)
        for cluster in lower.repeated:
            assert len({moved[article.id].id for article in cluster}) == 1


def test_asking_for_more_parts_and_for_less_joins() -> None:
    found = dedupe.cluster(desk.rows())

    assert len(found.rethreshold(confidence=0.999)) > len(found) >= len(found.rethreshold(confidence=0.7))


def test_it_starts_from_the_run_however_often_it_is_asked() -> None:
    found = dedupe.cluster(desk.rows(), level="near", threshold=0.5)

    strict = found.rethreshold(threshold=0.95)
    assert same(strict.rethreshold(threshold=0.5), found)


def test_a_run_with_a_confidence_can_be_moved_too() -> None:
    found = dedupe.cluster(desk.rows(), confidence=0.99)

    assert same(found.rethreshold(confidence=0.8), dedupe.cluster(desk.rows()).rethreshold(confidence=0.8))


def test_the_answer_does_not_depend_on_order_or_threads() -> None:
    rows = desk.rows()
    expected = dedupe.cluster(rows, threads=1).rethreshold(confidence=0.85)
    shuffled = random.Random(5).sample(rows, len(rows))
    found = dedupe.cluster(shuffled, threads=3).rethreshold(confidence=0.85)

    assert found.to_arrow().equals(expected.to_arrow())
    assert found.pairs.equals(expected.pairs)


@pytest.mark.parametrize(
    ("level", "asked", "said"),
    [
        ("near", {"threshold": 0.5}, "never proposed: cluster again with threshold=0.5"),
        ("near", {"confidence": 0.9}, "at level near set threshold"),
        ("near", {"threshold": 1.2}, "up to 1"),
        ("version", {"threshold": 0.8}, "at level version ask for a confidence"),
        ("version", {"confidence": 0.2}, "from 0.36 to under 1"),
        ("version", {}, "name a threshold"),
        ("near", {"threshold": 0.8, "confidence": 0.9}, "name a threshold"),
    ],
)
def test_what_cannot_be_moved_is_refused_with_what_can(
    level: str, asked: dict[str, float], said: str
) -> None:
    found = dedupe.cluster([row for row in desk.rows() if row["id"].startswith("ferry-")], level=level)

    with pytest.raises(ValueError, match=said):
        found.rethreshold(**asked)


def test_an_empty_corpus_stays_empty() -> None:
    for level in LEVELS:
        found = dedupe.cluster([], level=level)
        moved = found.rethreshold(threshold=0.9) if level == "near" else found.rethreshold(confidence=0.9)
        assert len(moved) == 0
