"""What the later of two versions is to the earlier: a reissue, a correction, an abridgement or an update."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedupe.corpus import UNKNOWN_MOMENT
from dedupe.relations import Measures, Relation
from dedupe.thresholds import CORRECTION_DAYS, SAME_LENGTH

if TYPE_CHECKING:
    from dedupe.corpus import Corpus
    from dedupe.joined import Joined

CORRECTION_WORDS = ("correct", "corrig", "korrig", "berichtig", "rectif", "更正", "訂正", "исправ", "تصحيح")
CORRECTION_HEAD = 120
"""What a correction says of itself, in its headline or so many characters after."""


def later_of(corpus: Corpus, one: int, other: int) -> int | None:
    """Return the row that was published later, None where a date is unknown or they are the same."""
    moments = corpus.moments[[one, other]]
    if moments.max() == UNKNOWN_MOMENT or moments[0] == moments[1]:
        return None
    return one if moments[0] > moments[1] else other


def succession_of(joined: Joined, measures: Measures, relation: Relation, later: int) -> str:
    """Say what the later of a pair of versions is to the earlier."""
    earlier = int(measures.left[0] + measures.right[0]) - later
    letters = joined.complete.letters[[later, earlier]]
    longer = letters[0] / max(1, letters[1])
    same_wording = relation >= Relation.EXCERPT
    other_figures = measures.differing[0] > 0 and measures.days[0] <= CORRECTION_DAYS
    corrects = other_figures or _calls_itself_a_correction(joined.measure.corpus, later)
    if same_wording and relation != Relation.EXACT and corrects:
        return "correction"
    if longer > 1.0 + SAME_LENGTH or not same_wording:
        return "update"
    return "abridgement" if longer < 1.0 - SAME_LENGTH else "reissue"


def _calls_itself_a_correction(corpus: Corpus, row: int) -> bool:
    title = corpus.titles(np.array([row]))[0].as_py() or ""
    head = f"{title} {corpus.texts(np.array([row]))[0].as_py()[:CORRECTION_HEAD]}".casefold()
    return any(word in head for word in CORRECTION_WORDS)
