"""How much an editor should care about a statement."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from dedupe.facts.alignment import Evidence
    from dedupe.facts.statements import Piece
    from dedupe.facts.view import View
    from dedupe.facts.wording import Wording

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


def rarity(wording: Wording, known: Mapping[str, float]) -> NDArray[np.float64]:
    """Return the inverse document frequency of each key over the sentences of all versions, from 0 to 1.

    The smoothed form of scikit-learn, log((1 + n) / (1 + df)), over its greatest value. That of a key in
    `known` stands there.
    """
    sentences = sum(len(view.sentences) for view in wording.views)
    frequency = np.zeros(len(wording.keys), dtype=np.intp)
    for view, own in zip(wording.views, wording.own_keys, strict=True):
        frequency[own] += view.frequency
    highest = math.log((1 + sentences) / 2) if sentences > 1 else 1.0
    # One for each number of sentences, and by the C library: NumPy's logarithm depends on the processor.
    steps = range(1 + int(frequency.max(initial=0)))
    rarities = np.array([math.log((1 + sentences) / (1 + count)) / highest for count in steps])[frequency]
    if known:
        # A corpus has many more words than the versions: all are too many to go through for each diff.
        for key, number in wording.keys.items():
            rarities[number] = known.get(key, rarities[number])
    return rarities


def weights(
    view: View,
    pieces: Sequence[Piece],
    facts: Sequence[slice],
    evidence: Evidence,
    rarities: NDArray[np.float64],
) -> list[float]:
    """Weigh each piece of a version from 0 to 1.

    `facts` says which of the version's facts lie in it, `rarities` how rare each key of all versions is.
    """
    if not pieces:
        return []
    stands = evidence.standing
    content = np.where(view.small, 0.0, rarities[stands.wording.own_keys[stands.version]][view.key_of])
    lengths = _per_stretch(np.add, content, [piece.words for piece in pieces])
    lacked = evidence.lacking | evidence.unnamed
    new = lacked.mean(axis=0) if len(lacked) else np.ones(len(view.words))
    newness = _per_stretch(np.maximum, new, view.fact_words)
    contested = evidence.contested.any()
    weights = []
    for piece, within, words in zip(pieces, facts, lengths, strict=True):
        missing = 1.0 - sum(piece.held) / len(piece.held) if piece.held else 1.0
        weight = (
            FACTS * min(1.0, (within.stop - within.start) / ENOUGH_FACTS)
            + NEW_FACTS * min(1.0, sum(newness[within]) / ENOUGH_NEW_FACTS)
            + WORDS * min(1.0, words / ENOUGH_WORDS)
        )
        weight = min(1.0, max(0.0, weight * (1.0 + missing) / 2))
        if contested and evidence.contested[piece.words.start : piece.words.stop].any():
            weight = (1.0 + weight) / 2  # before all else an editor wants to know where versions disagree
        weights.append(round(weight, 4))
    return weights


def _per_stretch(
    reduce: np.ufunc, values: NDArray[np.float64], stretches: Sequence[range | slice]
) -> list[float]:
    """Add up or choose among the values of each stretch of words; 0 where it has none."""
    found = np.zeros(len(stretches))
    spoken = [i for i, words in enumerate(stretches) if words.stop > words.start]
    if spoken:
        bounds = [at for i in spoken for at in (stretches[i].start, stretches[i].stop)]
        found[spoken] = reduce.reduceat(np.append(values, 0.0), bounds)[::2]
    return found.tolist()
