"""Which words of one version another version gives, wherever it gives them.

Every word of a version is weighed against the whole of the other version: is the word there, are
its neighbours there with it, is the wording the same, does its clause hold a value or a name that
the other lacks. A logistic model with few coefficients makes log-odds of these; `dedupe.facts.statements`
cuts by them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dedupe.facts.given import Given, given, lacking
from dedupe.facts.standing import standing
from dedupe.facts.view import LEAST_STEP, NAMED, REACH, changes
from dedupe.facts.wording import LONGEST_RUN, longest_runs, number_words, worded_alike

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dedupe.facts.standing import Standing
    from dedupe.facts.view import View
    from dedupe.facts.wording import Wording

COEFFICIENTS = {
    "near": -1.07,  # the word and its neighbours in one sentence of the other version
    "around": -1.11,  # the word and its neighbours anywhere in it
    "sentence_best": -2.04,  # the whole sentence in one sentence
    "sentence": -4.20,  # the whole sentence anywhere
    "clause_best": -1.15,  # the clause in one sentence
    "run": -1.02,  # the same wording
    "clause_run": -1.30,  # the clause in the same wording
    "value": 1.23,  # the clause holds a figure, date … that the other version lacks
}
"""Log-odds that the other version lacks a word, by what speaks for and against it (each from 0 to 1).

Logistic regression on the words of 17 pairs of reports labelled by hand in both directions, each
word weighing as many letters as it has; least important news counted half. Left out pair by pair:
F1 0.898 of new text (precision 0.852, recall 0.950), 97.1 % of new figures, dates, names and quotes;
a coverage of whole sentences by TF-IDF has 0.865 and 87 %. What did not help: weighing words by
rarity or length, unknown names as a ninth coefficient, letters instead of words for `run`, another
reach (4 to 12), the sentences before and after, reporting verbs as function words, boosted trees.
"""

INTERCEPT = 5.87

SAME_WORDING = 3 / LONGEST_RUN
"""A word stands in the same wording where it is one of three in a row that the other version has."""

FUNCTION_WORD_VOICE = 0.3
"""A function word's log-odds count for this much beside a content word's (0.1 and 1 measured worse)."""

LACKING = 2.6
"""Least log-odds of the words of a fact that the other version lacks (`lacking` and `unnamed` in `Evidence`).

In the labelled pairs 117 of 125 lacking values, 120 of 129 names and 32 of 34 items of lists stand in
text labelled as new; log(269 / 19) = 2.6.
"""

UNKNOWN = 0.5
"""A word that stands less well than this anywhere in a version is unknown there."""

VERBATIM = -5.0
"""Log-odds of the words of a sentence that the other version has word for word."""


TILE = 16
"""Words whose surroundings are summed up in one multiplication of matrices, the fastest of 8 to 32."""

PRODUCTS = 1 << 18
"""Products in one multiplication of matrices: for more, OpenBLAS starts threads, which takes longer."""

BEYOND = 1e12
"""A place out of reach of every word."""

FARTHEST = int(REACH / LEAST_STEP)
"""Words to either side beyond which none is within reach."""


# glibc hands freed memory back to the system and takes it anew for each array of a block, until an array
# this large was freed once (mallopt(3), M_MMAP_THRESHOLD). It costs nothing, as no page of it is touched.
np.empty(1 << 24, dtype=np.uint8)


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """How a version's words stand in the other versions.

    Of shape (others, words): `odds`, the log-odds that the other version lacks what the word says;
    `lacking`, the words of measured facts with which no fact there agrees, and of items of lists of which
    no word is there; `unnamed`, those of names of which no word is there. `given` has the version's facts.
    """

    odds: NDArray[np.float64]
    lacking: NDArray[np.bool_]
    unnamed: NDArray[np.bool_]
    standing: Standing
    given: Given


def weigh(views: Sequence[View]) -> list[Evidence]:
    """Weigh each word of each version against the whole of every other."""
    wording = number_words(views)
    runs = longest_runs(wording)
    facts = [given(view.asserted, view.facts) for view in views]
    return [_evidence(wording, number, runs, facts) for number in range(len(views))]


def _evidence(wording: Wording, number: int, runs: NDArray[np.int8], facts: Sequence[Given]) -> Evidence:
    """Weigh one version; `runs` are the `longest_runs`, `facts` what each version gives."""
    view = wording.views[number]
    stands = standing(wording, number)
    others = stands.others
    run = runs[others, wording.words(number)] / LONGEST_RUN
    lacks = np.zeros(run.shape, dtype=np.bool_)
    for row, other in enumerate(others):
        for fact in lacking(view.facts, facts[other]):
            lacks[row, view.words_in(fact)] = True
    alike = [worded_alike(wording, number, other)[view.sentence_of] for other in others]
    verbatim = np.array(alike, dtype=np.bool_).reshape(run.shape)
    odds = np.empty(run.shape)
    coefficients = np.fromiter(COEFFICIENTS.values(), np.float64)
    for block in stands.blocks():
        # What every other version has word for word needs no measuring.
        words = np.flatnonzero(~verbatim[:, block.words].all(axis=0))
        if len(words):
            shares = block.shares if len(words) == block.shares.shape[1] else block.shares[:, words]
            words += block.words.start
            features = _features(view, words, shares, block.others, stands.anywhere, run, lacks)
            odds[:, words] = INTERCEPT + np.einsum("f,fow->ow", coefficients, features)
    # What is worded alike says the same, even where "today" is another day.
    odds[verbatim], lacks[verbatim] = VERBATIM, False
    odds *= np.where(view.small, FUNCTION_WORD_VOICE, 1.0)
    known = stands.anywhere.T >= UNKNOWN
    for item in view.items:
        lacks[:, item] |= ~known[:, item].any(axis=1, keepdims=True)
    unnamed = _unnamed(view, known | view.small, [facts[other] for other in others])
    odds = np.where(lacks | unnamed, np.maximum(odds, LACKING), odds)
    return Evidence(odds, lacks, unnamed, stands, facts[number])


def _features(
    view: View,
    words: NDArray[np.intp],
    shares: NDArray[np.float64],
    others: list[slice],
    anywhere: NDArray[np.float64],
    run: NDArray[np.float64],
    lacks: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """Measure some whole sentences: shape (features, others, words), in the order of `COEFFICIENTS`.

    `words` are their words, `shares` and `others` as a `Block` has them; `anywhere`, of shape (words of
    the version, others), `run` and `lacks`, of shape (others, words of the version), are of all words.
    """
    count, run, lacks = len(shares), run[:, words], lacks[:, words]
    weight = view.weight[words]
    columns = np.concatenate(
        (shares, anywhere[words].T, run >= SAME_WORDING, np.ones((1, len(words)))), dtype=np.float64
    )
    columns *= weight
    clauses, clause_of = _stretches(view.clause_of[words])
    sentences, sentence_of = _stretches(view.sentence_of[words])
    features = np.empty((len(COEFFICIENTS), *run.shape))
    near = _surroundings(view.place[words], columns)
    features[0] = _best(near[:count], others)
    features[1] = near[count : count + len(others)]
    features[:2] /= near[-1]
    whole = np.add.reduceat(columns, sentences, axis=1)
    whole /= whole[-1]
    features[2] = _best(whole[:count], others)[:, sentence_of]
    features[3] = whole[count : count + len(others), sentence_of]
    parts = np.add.reduceat(columns, clauses, axis=1)
    parts /= parts[-1]
    features[4] = _best(parts[:count], others)[:, clause_of]
    features[5] = run
    features[6] = parts[count + len(others) : -1, clause_of]
    features[7] = np.logical_or.reduceat(lacks, clauses, axis=1)[:, clause_of]
    return features


def _stretches(numbers: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return where stretches of words with one number begin, and for each word which stretch it is in."""
    begins = changes(numbers)
    return np.flatnonzero(begins), np.cumsum(begins) - 1


def _best(columns: NDArray[np.float64], others: list[slice]) -> NDArray[np.float64]:
    """Return the greatest entries of each other version's sentences, 0 where it has none."""
    best = np.empty((len(others), columns.shape[1]))
    for row, at in enumerate(others):
        columns[at].max(axis=0, initial=0.0, out=best[row])
    return best


def _surroundings(place: NDArray[np.float64], columns: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sum up the surroundings of each word, nearer words counting for more: 1 - distance / `REACH`."""
    count, tiles = len(place), -(-len(place) // TILE)
    inside = slice(FARTHEST, FARTHEST + count)
    padded = np.zeros((len(columns), tiles * TILE + 2 * FARTHEST))
    padded[:, inside] = columns
    far = np.full(padded.shape[1], BEYOND)
    far[:FARTHEST] *= -1
    far[inside] = place / REACH
    windows = np.arange(0, tiles * TILE, TILE)[:, None] + np.arange(TILE + 2 * FARTHEST)
    around = far[windows]
    voices = around[:, :, None] - around[:, None, FARTHEST : FARTHEST + TILE]
    np.abs(voices, out=voices)
    np.subtract(1.0, voices, out=voices)
    np.maximum(voices, 0.0, out=voices)
    near = np.empty((tiles, len(columns), TILE))
    rows = PRODUCTS // voices[0].size
    for row in range(0, len(columns), rows):
        some = padded[row : row + rows].take(windows, axis=1).transpose(1, 0, 2)
        np.matmul(some, voices, out=near[:, row : row + rows])
    return near.transpose(1, 0, 2).reshape(len(columns), -1)[:, :count]


def _unnamed(view: View, known: NDArray[np.bool_], facts: Sequence[Given]) -> NDArray[np.bool_]:
    """Mark the words of names of which another version knows no word, nor the name in another form."""
    marked = np.zeros(known.shape, dtype=np.bool_)
    for fact in view.facts:
        if fact.kind in NAMED:
            words = view.words_in(fact)
            for row in np.flatnonzero(~known[:, words].any(axis=1)).tolist():
                marked[row, words] = not facts[row].has_name(fact)
    return marked
