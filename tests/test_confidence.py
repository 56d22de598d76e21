"""Confidence: how sure a pair is, and what a run that asks for more or less of it joins."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import dedupe
from dedupe.confidence import CURVES, PROPOSED, confidence, least_confidence, relate, version_margins
from dedupe.relations import Relation, decide
from dedupe.settings import Settings
from dedupe.thresholds import NEAR_CONFIDENCE, STORY_COSINE
from tests import desk
from tests.test_relations import measures


def sure(level: str = "version", **given: float) -> float:
    pair = measures(**given)
    return float(confidence(pair, decide(pair, 0.7), level)[0])


@pytest.mark.parametrize("level", ["version", "story"])
@given(share=st.floats(0.3, 0.99))
def test_the_margin_of_a_confidence_has_that_confidence(level: str, share: float) -> None:
    curve = CURVES[level]
    assert curve.of(np.array([curve.margin(share)]))[0] == pytest.approx(share)


def test_equal_texts_are_certain_and_templates_impossible() -> None:
    assert sure(same=True, jaccard=1.0) == 1.0
    assert sure(containment=0.6, agreeing=2, differing=2, evidence=500.0) == 0.0


def test_near_copies_are_as_sure_as_near_copies_are() -> None:
    assert sure("near", jaccard=0.72) == NEAR_CONFIDENCE


@given(st.floats(0, 900), st.floats(0, 900))
def test_more_evidence_is_never_less_sure(one: float, other: float) -> None:
    less, more = sorted([one, other])
    assert sure(evidence=less, containment=0.2) <= sure(evidence=more, containment=0.2)


def test_a_pair_with_nothing_in_common_has_no_confidence() -> None:
    assert sure(length=0) == 0.0
    assert sure("story") == 0.0


def test_likeness_in_words_counts_at_level_story_alone() -> None:
    assert sure("version", cosine=3 * STORY_COSINE) == 0.0
    assert sure("story", cosine=3 * STORY_COSINE) > 0.99


def test_overlap_that_the_rules_accept_counts_for_its_size() -> None:
    half, whole = (measures(containment=share, agreeing=5) for share in (0.55, 1.0))
    margins = [version_margins(pair, decide(pair, 0.7))[0] for pair in (half, whole)]
    assert margins == pytest.approx([1.1, 2.0])


def relation(settings: Settings, **given: float) -> Relation:
    return Relation(relate(measures(**given), settings)[0])


def test_without_a_confidence_the_rules_decide() -> None:
    assert relation(Settings(), evidence=105.0, containment=0.2) is Relation.VERSION
    assert relation(Settings(), evidence=104.0, containment=0.2) is Relation.NONE


def test_a_higher_confidence_asks_for_more_evidence_and_a_lower_one_for_less() -> None:
    strict, loose = Settings(confidence=0.95), Settings(confidence=0.6)
    assert relation(strict, evidence=110.0, containment=0.2) is Relation.NONE
    assert relation(loose, evidence=60.0, containment=0.2) is Relation.VERSION
    assert relation(loose, evidence=60.0, containment=0.9) is Relation.EXCERPT


def test_no_confidence_joins_a_template_or_parts_near_copies() -> None:
    template = {"containment": 0.6, "agreeing": 2, "differing": 2, "evidence": 500.0}
    assert relation(Settings(confidence=0.6), **template) is Relation.TEMPLATE
    assert relation(Settings(confidence=0.9999), jaccard=0.7, containment=0.9) is Relation.NEAR


def test_at_level_story_a_confidence_moves_stories_and_leaves_versions() -> None:
    strict = Settings(level="story", confidence=0.999)
    assert relation(strict, cosine=1.5 * STORY_COSINE) is Relation.NONE
    assert relation(strict, evidence=105.0, containment=0.2) is Relation.VERSION


@pytest.mark.parametrize("level", ["version", "story"])
def test_the_least_confidence_is_that_of_the_pairs_that_are_proposed(level: str) -> None:
    assert CURVES[level].margin(least_confidence(level)) == pytest.approx(PROPOSED[level])
    with pytest.raises(ValueError, match="not even proposed"):
        Settings(level=level, confidence=least_confidence(level) / 2)


def test_level_near_has_a_threshold_and_no_confidence() -> None:
    with pytest.raises(ValueError, match="at level near set threshold"):
        Settings(level="near", confidence=0.9)


def test_the_score_of_a_pair_is_its_confidence() -> None:
    rows = dedupe.cluster(desk.rows()).pairs.to_pylist()
    assert all(row["score"] > 0.8 for row in rows)
    assert {row["score"] for row in rows if row["relation"] == "exact"} == {1.0}


def test_an_explanation_holds_the_confidence() -> None:
    found = dedupe.explain(desk.rows(), "minerals-wire", "minerals-scrape")
    pairs = dedupe.cluster(desk.rows()).pairs.to_pylist()
    [pair] = [row for row in pairs if {row["a"], row["b"]} == {"minerals-wire", "minerals-scrape"}]
    assert found.confidence == pytest.approx(pair["score"], abs=2e-4)
    assert dedupe.explain(desk.rows(), "rates-0203", "rates-0205").confidence == 0.0


def test_two_reports_in_other_words_are_explained_by_their_likeness_at_level_story() -> None:
    found = dedupe.explain(desk.rows(), "rocket-courier", "rocket-standard", level="story")
    assert (found.relation, found.together) == ("story", True)
    assert "cosine" in found.reason
    assert found.confidence > 0.9
