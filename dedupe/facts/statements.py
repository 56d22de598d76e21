"""Cutting sentences where the new part begins and ends.

A sentence is left whole unless the evidence for cutting it outweighs what a cut costs: the best
cuts of each sentence are found by dynamic programming over the places where a clause or a phrase
can begin.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dedupe import kernels

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedupe.facts.alignment import Evidence
    from dedupe.facts.view import View

CUT_AT_MARK = 3.0
"""Cost of a cut at a comma, dash, bracket or quotation mark, in log-odds of evidence."""

CUT_AT_PHRASE = 6.0
"""Cost of a cut before a function word that follows a content word: where a phrase begins."""

CUT_AT_VALUE = 1.5
"""Cost of a cut before or after a figure, date … that another version lacks, with its preposition."""

CUT_AT_NAME = 3.0
"""The same for a name: dearer, as a single word torn out of its sentence tells a reader little.

With parts of the labelled pairs left out (see `dedupe.facts.alignment`), F1 of new text is 0.903 to
0.905 for these four costs times 2/3, 1 and 4/3.
"""

MOST_JOINTS = 250
"""Joints that are weighed together; a sentence with more, ten times a long one, is cut part by part."""

_OPENING = "([“„«‹‘「『《\"'—–"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one sentence: its words, its span in the text, and which others hold it."""

    sentence: int
    words: range
    start: int
    end: int
    held: tuple[bool, ...]


def cut(view: View, evidence: Evidence, *, whole: frozenset[int] = frozenset()) -> list[Piece]:
    """Cut each sentence of a version where its parts stand differently in the other versions.

    The cost of a cut grows with the root of the number of others, so that many slightly different
    opinions do not shred a sentence. The sentences numbered in `whole` are not cut.
    """
    odds = evidence.odds
    bounds = np.array([0, *(within.stop for within in view.words_of)], dtype=np.int64)
    kept = np.zeros(len(view.words_of), dtype=np.bool_)
    kept[list(whole)] = True
    cuts = kernels.best_cuts(odds, _costs(view, evidence), bounds, kept, most=MOST_JOINTS)
    first = np.flatnonzero(cuts)
    places = np.searchsorted(first, bounds).tolist()
    joints = first.tolist()
    spans = []
    for number, (within, (start, end)) in enumerate(zip(view.words_of, view.sentences, strict=True)):
        lefts = joints[places[number] : places[number + 1]] or [within.start]
        for left, right in zip(lefts, [*lefts[1:], within.stop], strict=True):
            begin = start if left == within.start else _place(view, left)
            stop = end if right == within.stop else _place(view, right)
            spans.append((number, range(left, right), begin, stop))
    sums = np.zeros((len(odds), len(spans)))
    spoken = [i for i, (_, words, _, _) in enumerate(spans) if words]
    if spoken:
        sums[:, spoken] = np.add.reduceat(odds, [spans[i][1].start for i in spoken], axis=1)
    held = map(tuple, (sums <= 0).T.tolist())
    return [_piece(view, *span, stands) for span, stands in zip(spans, held, strict=True)]


def _costs(view: View, evidence: Evidence) -> NDArray[np.float64]:
    """Return what a cut before each word costs; infinite where nothing can begin."""
    count = len(view.words)
    costs = np.full(count, np.inf)
    phrases = view.apart.copy()
    phrases[1:] &= view.small[1:] & ~view.small[:-1]
    costs[phrases] = CUT_AT_PHRASE
    costs[view.marked] = CUT_AT_MARK
    costs[:1] = np.inf
    values = [
        (fact, words) for fact, words in zip(view.facts, view.fact_words, strict=True) if fact.kind != "quote"
    ]
    leads = view.small.copy()  # a preposition goes with the value after it; the *a.m.* before it does not
    for _, words in values:
        leads[words] = False
    for marked, price in ((evidence.lacking, CUT_AT_VALUE), (evidence.unnamed, CUT_AT_NAME)):
        before = np.zeros_like(marked)
        before[:, 1:] = marked[:, :-1]
        for after in np.flatnonzero((before & ~marked).any(axis=0)).tolist():
            costs[after] = min(costs[after], price)
        for first in np.flatnonzero((marked & ~before).any(axis=0)).tolist():
            while first > 0 and leads[first - 1] and not view.marked[first]:
                first -= 1
            costs[first] = min(costs[first], price)
    for fact, words in values:
        # *… 14 …* tells a reader nothing: a bare figure stands with its words, unless it is contradicted.
        bare = fact.kind == "figure" and words.stop - words.start == 1
        if bare and not evidence.contested[words.start]:
            for at in (words.start, words.stop):
                if at < count and not view.marked[at]:
                    costs[at] = max(costs[at], CUT_AT_PHRASE)
        if words.stop - words.start > 1:
            costs[words.start + 1 : words.stop] = np.inf
    return np.asarray(costs * float(max(1, len(marked))) ** 0.5, dtype=np.float64)


def _place(view: View, word: int) -> int:
    """Return where, between two words, the text is cut: closing marks go left, opening ones right."""
    begin, gap = view.ends[word - 1], view.gap(word)
    spaces = [i for i, character in enumerate(gap) if character.isspace()]
    if spaces:
        return begin + spaces[-1] + 1
    opening = len(gap)
    while opening > 1 and gap[opening - 1] in _OPENING:
        opening -= 1
    return begin + opening


def _piece(view: View, sentence: int, words: range, start: int, end: int, held: tuple[bool, ...]) -> Piece:
    """Make a piece without the white space at its ends."""
    inside = view.text[start:end]
    start += len(inside) - len(inside.lstrip())
    return Piece(sentence, words, start, start + len(inside.strip()), held)
