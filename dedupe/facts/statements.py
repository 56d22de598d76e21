"""Cutting sentences where the new part begins and ends.

A sentence is left whole unless the evidence for cutting it outweighs what a cut costs: the best
cuts of each sentence are found by dynamic programming over the places where a clause or a phrase
can begin.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dedupe.facts.view import View, marks_clause

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dedupe.facts.alignment import Evidence

CUT_AT_MARK = 3.0
"""Cost of a cut at a comma, dash, bracket or quotation mark, in log-odds of evidence."""

CUT_AT_PHRASE = 6.0
"""Cost of a cut before a function word that follows a content word: where a phrase begins."""

CUT_AT_VALUE = 1.5
"""Cost of a cut before or after a figure, date … that another version lacks, with its preposition."""

CUT_AT_NAME = 3.0
"""The same for a name: dearer, as a single word torn out of its sentence tells a reader little.

Left out pair by pair (see `dedupe.facts.alignment`), F1 of new text is 0.897 or 0.898 for these four
costs times 2/3, 1 and 4/3.
"""

_OPENING = "([“„«‹‘「『《\"'—–"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one sentence: its words, its span in the text, and which others hold it."""

    sentence: int
    words: range
    start: int
    end: int
    held: tuple[bool, ...]


def cut(view: View, evidence: Sequence[Evidence], *, whole: frozenset[int] = frozenset()) -> list[Piece]:
    """Cut each sentence of a version where its parts stand differently in the other versions.

    `evidence` weighs the version against each of the others. The cost of a cut grows with the root
    of the number of others, so that many slightly different opinions do not shred a sentence. The
    sentences numbered in `whole` are not cut.
    """
    pieces: list[Piece] = []
    odds = np.stack([one.odds for one in evidence]) if evidence else np.zeros((0, len(view.words)))
    costs = _costs(view, evidence)
    for number, (within, (start, end)) in enumerate(zip(view.words_of, view.sentences, strict=True)):
        joints = [within.start] if number in whole else _best_cuts(within, odds, costs)
        for left, right in zip(joints, [*joints[1:], within.stop], strict=True):
            begin = start if left == within.start else _place(view, left)
            stop = end if right == within.stop else _place(view, right)
            held = odds[:, left:right].sum(axis=1) <= 0
            pieces.append(_piece(view, number, range(left, right), begin, stop, held.tolist()))
    return pieces


def _best_cuts(within: range, odds: NDArray[np.float64], costs: NDArray[np.float64]) -> list[int]:
    """Return the first word of each piece of a sentence, in order."""
    evidence = odds[:, within.start : within.stop]
    if not (evidence.max(axis=1, initial=0.0) * evidence.min(axis=1, initial=0.0)).any():
        return [within.start]
    joints = [within.start, *(i for i in within[1:] if costs[i] < np.inf)]
    totals = np.concatenate((np.zeros((len(evidence), 1)), np.cumsum(evidence, axis=1)), axis=1)
    at = totals[:, [joint - within.start for joint in joints] + [len(within)]]
    cost = costs[joints]
    cost[0] = 0.0
    best = np.zeros(len(joints) + 1)
    back = [0] * (len(joints) + 1)
    for end in range(1, len(joints) + 1):
        gains = best[:end] + np.abs(at[:, end : end + 1] - at[:, :end]).sum(axis=0) - cost[:end]
        back[end] = int(gains.argmax())
        best[end] = gains[back[end]]
    chosen = []
    end = len(joints)
    while end:
        end = back[end]
        chosen.append(joints[end])
    return chosen[::-1]


def _costs(view: View, evidence: Sequence[Evidence]) -> NDArray[np.float64]:
    """Return what a cut before each word costs; infinite where nothing can begin."""
    costs = np.full(len(view.words), np.inf)
    for i in range(1, len(view.words)):
        gap = view.article.text[view.words[i - 1][1] : view.words[i][0]]
        if marks_clause(gap):
            costs[i] = CUT_AT_MARK
        elif gap and view.small[i] and not view.small[i - 1]:
            costs[i] = CUT_AT_PHRASE
    for one in evidence:
        for marked, price in ((one.lacking, CUT_AT_VALUE), (one.unnamed, CUT_AT_NAME)):
            edges = np.flatnonzero(np.diff(marked.astype(np.int8), prepend=0, append=0))
            for first, after in edges.reshape(-1, 2).tolist():
                if after < len(costs):
                    costs[after] = min(costs[after], price)
                while first > 0 and view.small[first - 1] and not _marked(view, first):
                    first -= 1
                costs[first] = min(costs[first], price)
    for fact in view.facts:
        if fact.kind != "quote":
            words = view.words_in(fact)
            costs[words.start + 1 : words.stop] = np.inf
    scale = float(max(1, len(evidence))) ** 0.5
    return np.asarray(costs * scale, dtype=np.float64)


def _marked(view: View, word: int) -> bool:
    return marks_clause(view.article.text[view.words[word - 1][1] : view.words[word][0]])


def _place(view: View, word: int) -> int:
    """Return where, between two words, the text is cut: closing marks go left, opening ones right."""
    begin, end = view.words[word - 1][1], view.words[word][0]
    gap = view.article.text[begin:end]
    spaces = [i for i, character in enumerate(gap) if character.isspace()]
    if spaces:
        return begin + spaces[-1] + 1
    opening = len(gap)
    while opening > 1 and gap[opening - 1] in _OPENING:
        opening -= 1
    return begin + opening


def _piece(view: View, sentence: int, words: range, start: int, end: int, held: list[bool]) -> Piece:
    """Make a piece without the white space at its ends."""
    inside = view.article.text[start:end]
    start += len(inside) - len(inside.lstrip())
    return Piece(sentence, words, start, start + len(inside.strip()), tuple(held))
