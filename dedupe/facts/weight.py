"""How much an editor should care about a statement."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from dedupe.facts.alignment import Evidence
    from dedupe.facts.model import Fact
    from dedupe.facts.view import View

FACTS, NEW_FACTS, WORDS = 0.35, 0.35, 0.3
"""Shares of the weight: facts, those of them that other versions lack, content words by their rarity.

Spearman's correlation with importance as labelled by hand (1 to 3, 287 new statements): facts alone 0.38,
new facts alone 0.38, length in words 0.30, an early place -0.06, mean rarity of the words -0.12; this
mixture 0.42, within one pair of versions 0.41. The shares were set by hand on those same statements;
a ridge regression on like features has 0.34 to 0.38 left out pair by pair, which is what to expect elsewhere.
"""

ENOUGH_FACTS = 5
"""Facts from which a statement is as full of them as it can be."""

ENOUGH_NEW_FACTS = 4
"""The same for facts that other versions lack."""

ENOUGH_WORDS = 20
"""Content words, each counting as much as it is rare, from which a statement is long."""


def rarity(views: Sequence[View]) -> dict[str, float]:
    """Return the inverse document frequency of each word over the sentences of all versions, from 0 to 1.

    The smoothed form of scikit-learn, log((1 + n) / (1 + df)), over its greatest value.
    """
    sentences = sum(len(view.sentences) for view in views)
    frequency: Counter[str] = Counter()
    for view in views:
        for key, found in view.sentences_of.items():
            frequency[key] += len(found)
    highest = math.log((1 + sentences) / 2) if sentences > 1 else 1.0
    return {key: math.log((1 + sentences) / (1 + count)) / highest for key, count in frequency.items()}


def newness(evidence: Sequence[Evidence]) -> NDArray[np.float64]:
    """Return for each word the share of the other versions that lack the fact it belongs to."""
    marks = np.stack([one.lacking | one.unnamed for one in evidence])
    return np.asarray(marks.mean(axis=0), dtype=np.float64)


def weight_of(
    view: View,
    words: range,
    facts: Sequence[Fact],
    new: NDArray[np.float64],
    missing: float,
    rare: Mapping[str, float],
) -> float:
    """Weigh a statement from 0 to 1.

    `new` is the `newness` of the version's words, `missing` the share of the other versions that
    lack the statement.
    """
    content = sum(rare[view.word_keys[i]] for i in words if not view.small[i])
    fresh = (
        sum(float(new[view.words_in(fact)].max(initial=0.0)) for fact in facts) if new.size else len(facts)
    )
    weight = (
        FACTS * min(1.0, len(facts) / ENOUGH_FACTS)
        + NEW_FACTS * min(1.0, fresh / ENOUGH_NEW_FACTS)
        + WORDS * min(1.0, content / ENOUGH_WORDS)
    )
    return round(min(1.0, max(0.0, weight * (1.0 + missing) / 2)), 4)
