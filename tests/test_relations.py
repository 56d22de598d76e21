"""Measures to relations: each rule at its border."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dedupe.relations import Measures, Relation, decide, link_strength, similarity


def measures(**given: Any) -> Measures:
    """Return one pair with nothing in common, but for what is given."""
    blank: dict[str, Any] = {
        "left": 0, "right": 1, "same": False, "jaccard": 0.0, "word_containment": 0.0, "containment": 0.0,
        "evidence": 0.0, "longest": 0, "length": 1000, "agreeing": 0, "differing": 0,
        "vocabulary": np.nan, "headline": np.nan, "days": 0.0, "cosine": 0.0,
    }  # fmt: skip
    return Measures(**{name: np.array([value]) for name, value in {**blank, **given}.items()})


def relation(**given: Any) -> Relation:
    return Relation(decide(measures(**given), threshold=0.7)[0])


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "none"),
        ({"same": True, "jaccard": 1.0}, "exact"),
        ({"jaccard": 0.7, "containment": 0.9}, "near"),
        ({"jaccard": 0.69}, "none"),
        ({"evidence": 105.0, "containment": 0.2}, "version"),
        ({"evidence": 104.0, "containment": 0.2}, "none"),
        ({"evidence": 209.0, "containment": 0.2, "days": 14.0}, "none"),
        ({"evidence": 210.0, "containment": 0.2, "days": 14.0}, "version"),
        ({"evidence": 315.0, "containment": 0.2, "days": 3650.0}, "version"),
        ({"evidence": 0.0, "containment": 0.6, "agreeing": 3, "days": 3650.0}, "version"),
        ({"evidence": 800.0, "containment": 0.9}, "excerpt"),
        ({"cosine": 0.2}, "story"),
        ({"containment": 0.6, "agreeing": 3}, "version"),
        ({"containment": 0.6, "agreeing": 2}, "none"),
        ({"containment": 0.82}, "version"),
        ({"containment": 0.6, "agreeing": 2, "differing": 2, "evidence": 500.0}, "template"),
        ({"containment": 0.6, "agreeing": 8, "differing": 2, "evidence": 500.0}, "version"),
        ({"containment": 0.3, "longest": 65, "differing": 4, "evidence": 168.0}, "version"),
        ({"containment": 0.3, "longest": 65, "differing": 4, "evidence": 167.0}, "none"),
        ({"containment": 0.3, "differing": 1, "evidence": 105.0}, "version"),
        ({"containment": 0.3, "longest": 65, "differing": 4, "agreeing": 1, "evidence": 105.0}, "version"),
        ({"containment": 0.24, "longest": 64, "differing": 4, "agreeing": 7, "evidence": 500.0}, "template"),
        ({"containment": 0.24, "longest": 64, "differing": 4, "agreeing": 8, "evidence": 500.0}, "version"),
        ({"containment": 0.23, "longest": 64, "differing": 4, "agreeing": 1, "evidence": 500.0}, "version"),
        ({"containment": 0.2, "agreeing": 1, "evidence": 91.4}, "version"),
        ({"containment": 0.2, "agreeing": 1, "evidence": 91.2}, "none"),
        ({"containment": 0.2, "agreeing": 3, "evidence": 72.5}, "version"),
        ({"containment": 0.2, "agreeing": 9, "evidence": 72.3}, "none"),
        ({"containment": 0.2, "agreeing": 9, "differing": 1, "evidence": 104.0}, "none"),
        ({"containment": 0.2, "agreeing": 9, "days": 1.0, "evidence": 112.0}, "none"),
        ({"containment": 0.5, "differing": 1, "evidence": 110.0}, "template"),
        ({"containment": 0.5, "differing": 1, "evidence": 400.0}, "version"),
        ({"jaccard": 0.9, "containment": 0.95, "differing": 5, "agreeing": 1}, "template"),
    ],
)
def test_a_pair_is_what_its_measures_say(given: dict[str, Any], expected: str) -> None:
    assert str(relation(**given)) == expected


UPDATE: dict[str, Any] = {
    "containment": 0.6, "agreeing": 4, "differing": 4, "evidence": 340.0, "longest": 150, "days": 0.9,
}  # fmt: skip


@pytest.mark.parametrize(
    ("otherwise", "expected"),
    [
        ({}, "version"),
        ({"days": 1.0}, "template"),
        ({"evidence": 320.0}, "template"),
        ({"longest": 149}, "version"),
        ({"longest": 149, "agreeing": 3}, "template"),
        ({"longest": 149, "days": 0.0}, "template"),
        ({"longest": 149, "days": 1.0}, "template"),
        ({"agreeing": 3}, "version"),
        ({"agreeing": 3, "days": 0.0}, "template"),
        ({"days": 0.0}, "version"),
        ({"jaccard": 0.7}, "near"),
    ],
)
def test_an_update_of_the_day_may_have_other_figures(otherwise: dict[str, Any], expected: str) -> None:
    assert str(relation(**{**UPDATE, **otherwise})) == expected


def test_short_articles_need_more_evidence_for_their_length() -> None:
    assert relation(evidence=30.0, length=100, containment=0.3) is Relation.VERSION
    assert relation(evidence=20.0, length=100, containment=0.3) is Relation.NONE


def test_an_article_of_no_letters_is_no_version_of_anything() -> None:
    assert relation(length=0, containment=1.0) is Relation.NONE


def test_similarity_is_the_measure_that_the_relation_rests_on() -> None:
    near = measures(jaccard=0.8, containment=0.9)
    version = measures(evidence=250.0, containment=0.3)
    story = measures(cosine=0.25)
    for pair, alike in [(near, 0.8), (version, 0.3), (story, 0.25)]:
        assert similarity(pair, decide(pair, 0.7))[0] == pytest.approx(alike)


def test_a_link_is_full_where_the_relation_joins_and_less_where_it_almost_does() -> None:
    full, almost = measures(evidence=200.0, containment=0.3), measures(evidence=52.5, containment=0.1)
    excerpt = measures(evidence=800.0, containment=0.9)

    assert link_strength(full, decide(full, 0.7), "version", 0.7)[0] == pytest.approx(1.0)
    assert link_strength(excerpt, decide(excerpt, 0.7), "version", 0.7)[0] == 1.0
    assert link_strength(almost, decide(almost, 0.7), "version", 0.7)[0] == pytest.approx(0.5)


def test_a_template_holds_nothing_together() -> None:
    pair = measures(containment=0.7, evidence=600.0, differing=5)

    assert link_strength(pair, decide(pair, 0.7), "version", 0.7)[0] == 0.0
