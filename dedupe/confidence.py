"""How sure a relation is: how far a pair lies over or under what its rule needs, as a probability.

A *margin* is what a pair has over what its rule needs: 1 just at the rule, 2 with twice as much. The
logistic function of its logarithm, with two numbers in `dedupe.thresholds`, is the probability that two
articles belong together (Platt 1999, "Probabilistic outputs for support vector machines").
`benchmarks/calibration.py` finds these numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from dedupe.relations import Measures, Relation, decide
from dedupe.thresholds import (
    EXCERPT_CONTAINMENT,
    LARGE_CONTAINMENT,
    NEAR_CONFIDENCE,
    STORY_CONFIDENCE,
    STORY_COSINE,
    STORY_PROPOSED,
    VERSION_CONFIDENCE,
    VERSION_PROPOSED,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedupe.settings import Settings

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int8]

LEAST_MARGIN = 1e-3
"""Margin under which a pair has nothing to speak of: its logarithm must be finite."""

BELOW = np.nextafter(1.0, 0.0)
"""The largest margin of a pair that its rule does not join."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Probability that two articles belong together, by the logarithm of their margin.

    `at_rule`: its log-odds where the margin is 1. `slope`: how much they rise for each factor of e.
    """

    at_rule: float
    slope: float

    def of(self, margins: Floats) -> Floats:
        """Return the probability at each margin; 0 where there is no margin at all."""
        odds = self.at_rule + self.slope * np.log(np.maximum(margins, LEAST_MARGIN))
        return np.where(margins > LEAST_MARGIN, 1.0 / (1.0 + np.exp(-odds)), 0.0)

    def margin(self, confidence: float) -> float:
        """Return the margin from which a pair is as probable as that."""
        return float(np.exp((np.log(confidence / (1.0 - confidence)) - self.at_rule) / self.slope))


CURVES = {"version": Curve(*VERSION_CONFIDENCE), "story": Curve(*STORY_CONFIDENCE)}
"""By the level whose relation it is; near copies are told by their Jaccard alone, and nearly all are sure."""

PROPOSED = {"version": VERSION_PROPOSED, "story": STORY_PROPOSED}


def least_confidence(level: str) -> float:
    """Return the confidence down to which a level proposes pairs."""
    return float(CURVES[level].of(np.array([PROPOSED[level]]))[0])


def version_margins(measures: Measures, relations: Codes) -> Floats:
    """Return the evidence over what is needed, or the overlap over what is large, the greater of the two.

    Overlap counts where the rules accepted it. `relations` are those of the rules, and the margin is
    on their side: 1 and more for what they join, less for the rest, 0 for templates.
    """
    evidence = measures.evidence / np.maximum(measures.needed, 1.0)
    joined = np.maximum(np.maximum(evidence, measures.containment / LARGE_CONTAINMENT), 1.0)
    margins = np.where(relations >= Relation.VERSION, joined, np.minimum(evidence, BELOW))
    margins[(relations == Relation.TEMPLATE) | (measures.length == 0)] = 0.0
    return margins


def story_margins(measures: Measures) -> Floats:
    """Return the TF-IDF cosine over `STORY_COSINE`."""
    return measures.cosine / STORY_COSINE


def confidence(measures: Measures, relations: Codes, level: str) -> Floats:
    """Return the probability that each pair belongs together, from 0 to 1.

    As versions of one report, or at level story as reports of one event: 1 for equal texts, 0 for
    templates, at least `NEAR_CONFIDENCE` for near copies, otherwise that of the evidence which speaks
    most for the pair.
    """
    sure = CURVES["version"].of(version_margins(measures, relations))
    if level == "story":
        sure = np.maximum(sure, CURVES["story"].of(story_margins(measures)))
    sure[relations == Relation.NEAR] = np.maximum(sure[relations == Relation.NEAR], NEAR_CONFIDENCE)
    sure[relations == Relation.EXACT] = 1.0
    sure[relations == Relation.TEMPLATE] = 0.0
    return sure


def needed_margin(settings: Settings) -> float:
    """Return the margin from which a pair joins by the evidence of its level: 1 by the rules."""
    if settings.confidence is None:
        return 1.0
    return CURVES[settings.level].margin(settings.confidence)


def relate(measures: Measures, settings: Settings) -> Codes:
    """Return the `Relation` of each pair: by the rules, and by a confidence where the settings ask for one.

    A confidence moves the relation that the level is named for, and leaves what the level below joins.
    """
    relations = decide(measures, settings.threshold)
    if settings.confidence is None:
        return relations
    if settings.level == "version":
        moved = (relations < Relation.NEAR) & (relations != Relation.TEMPLATE)
        whole = measures.containment >= EXCERPT_CONTAINMENT
        kind = np.where(whole, Relation.EXCERPT, Relation.VERSION)
        margins = version_margins(measures, relations)
    else:
        moved = (relations == Relation.STORY) | (relations == Relation.NONE)
        kind, margins = np.full(len(measures), Relation.STORY), story_margins(measures)
    kind[margins < needed_margin(settings)] = Relation.NONE
    return np.where(moved, kind, relations).astype(np.int8)


def eased(measures: Measures, settings: Settings) -> Measures:
    """Return measures as the rules would have to see them to join what a confidence joins."""
    if settings.confidence is None:
        return measures
    if settings.level == "version":
        return replace(measures, evidence=measures.evidence / needed_margin(settings))
    return replace(measures, cosine=measures.cosine / needed_margin(settings))
