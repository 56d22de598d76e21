"""What the later of two versions is to the earlier: a reissue, a correction, an abridgement or an update.

And which later version takes the place of a canonical one that it corrects.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from dedupe import compute as pc
from dedupe.corpus import UNKNOWN_MOMENT
from dedupe.keys import rising_order
from dedupe.relations import Measures, Relation
from dedupe.thresholds import CORRECTION_DAYS, EQUALLY_COMPLETE, SAME_LENGTH

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from dedupe.corpus import Corpus
    from dedupe.joined import Joined

    Rows = NDArray[np.int64]

CORRECTION_WORDS = ("correct", "corrig", "korrig", "berichtig", "rectif", "更正", "訂正", "исправ", "تصحيح")
CORRECTION_HEAD = 120
"""What a correction says of itself, in its headline or so many characters after."""

CORRECTION_NOTE = 300
"""Characters at the end of a text in which the note of a correction is sought."""

RENEWED_WORDS = ("update", "refile", "wrapup")

_RENEWED = re.compile(rf"\W*(?:{'|'.join(RENEWED_WORDS)})\b", re.IGNORECASE)
_NOTE = re.compile(
    r"^\W*(?:correction|corrections|clarification|berichtigung|korrektur|correcci[oó]n|rectificatif)\b"
    r"|\b(?:an )?(?:earlier|previous|original) version of this (?:article|story|report)\b",
    re.IGNORECASE | re.MULTILINE,
)


def later_of(corpus: Corpus, one: int, other: int) -> int | None:
    """Return the row that was published later, None where a date is unknown or they are the same."""
    moments = corpus.moments[[one, other]]
    if moments.max() == UNKNOWN_MOMENT or moments[0] == moments[1]:
        return None
    return one if moments[0] > moments[1] else other


def corrected(
    joined: Joined, canonical: Rows, label: Rows, measures: Measures, relations: NDArray[np.int8]
) -> Rows:
    """Return the canonical row of each group, or that of its latest correction.

    That is a near copy or excerpt of it, as complete and published some days later at most, which calls
    itself a correction or an update in its headline, or a near copy that is known to have other figures.

    Parameters
    ----------
    canonical : int64[groups]
    label : int64[n]
        The place of the group of each row there.
    measures, relations
        Of pairs of different texts, by the rows that stand for them, and what they are to each other.
    """
    corpus, complete, twins = joined.measure.corpus, joined.complete, joined.measure.twins
    same_wording = (relations == Relation.NEAR) | (relations == Relation.EXCERPT)
    near = np.flatnonzero(same_wording & ~(measures.days > CORRECTION_DAYS))
    # Each pair from both of its sides.
    pair = np.concatenate([near, near])
    one, later = (
        np.concatenate([first[near], second[near]])
        for first, second in ((measures.left, measures.right), (measures.right, measures.left))
    )
    moments, letters = complete.moments, complete.letters
    may = (label[one] == label[later]) & (twins[canonical[label[one]]] == one)
    may &= (moments[later] > moments[canonical[label[one]]]) & (moments[later] != UNKNOWN_MOMENT)
    may &= letters[later] >= EQUALLY_COMPLETE * letters[one]
    pair, later = pair[may], later[may]
    says = _take_the_place(corpus.titles()(later)) if len(later) else np.empty(0, np.bool_)
    later = later[says | ((relations[pair] == Relation.NEAR) & (measures.differing[pair] > 0))]
    latest = later[rising_order(-later, moments[later])]  # the first by id last, of those of one moment
    replaced = canonical.copy()
    replaced[label[latest]] = latest
    return replaced


def succession_of(joined: Joined, measures: Measures, relation: Relation, later: int) -> str:
    """Say what the later of a pair of versions is to the earlier."""
    earlier = int(measures.left[0] + measures.right[0]) - later
    letters = joined.complete.letters[[later, earlier]]
    longer = letters[0] / max(1, letters[1])
    same_wording = relation >= Relation.EXCERPT
    other_figures = measures.differing[0] > 0 and not measures.days[0] > CORRECTION_DAYS
    corrects = other_figures or _calls_itself_a_correction(joined.measure.corpus, later)
    if same_wording and relation != Relation.EXACT and corrects:
        return "correction"
    if longer > 1.0 + SAME_LENGTH or not same_wording:
        return "update"
    if longer < 1.0 - SAME_LENGTH:
        return "abridgement"
    # The figures that were measured are those in digits: *four people* may stand where *two people* stood.
    return "update" if _contradict(joined.measure.corpus, earlier, later) else "reissue"


def _contradict(corpus: Corpus, one: int, other: int) -> bool:
    from dedupe.facts import diff

    return bool(diff([corpus.articles[int(corpus.order[row])] for row in (one, other)]).conflicts)


def _calls_itself_a_correction(corpus: Corpus, row: int) -> bool:
    title = corpus.titles()(np.array([row]))[0].as_py()
    text = corpus.texts(np.array([row]))[0].as_py()
    noted = _NOTE.search(text[-CORRECTION_NOTE:]) is not None
    return noted or says_it_corrects(f"{title} {text[:CORRECTION_HEAD]}")


def _take_the_place(titles: pa.Array) -> NDArray[np.bool_]:
    """Tell which headlines say that a report takes the place of an earlier one."""
    # One pass over the column finds the few that hold any of the words, in a tenth of the time.
    words = "|".join((*CORRECTION_WORDS, *RENEWED_WORDS))
    holds = pc.match_substring_regex(titles, words, ignore_case=True)
    says = np.zeros(len(titles), np.bool_)
    for place in np.flatnonzero(holds):
        title = titles[place].as_py()
        says[place] = says_it_corrects(title) or _RENEWED.match(title) is not None
    return says


def says_it_corrects(head: str) -> bool:
    """Tell whether a headline, or the beginning of a text, says that it is of a correction."""
    folded = head.casefold()
    return any(word in folded for word in CORRECTION_WORDS)
