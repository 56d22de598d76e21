"""Exact measures of pairs of articles, taken on their texts: nothing here decides anything.

A measurer goes through pairs by `Corpus.each_batch`, which brings those that share articles together.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np

from dedupe import kernels
from dedupe.corpus import days_apart
from dedupe.keys import in_common, numbered
from dedupe.kinship import kinship
from dedupe.passages import UNKNOWN, Evidence, Frequencies, gather_evidence
from dedupe.relations import Measures
from dedupe.shingles import Shingles, Shingling, compare, likeness
from dedupe.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from dedupe.corpus import Corpus
    from dedupe.text.fold import Folded

    Rows = NDArray[np.int64]
    Mask = NDArray[np.bool_]
    Words = tuple[NDArray[np.float64], NDArray[np.float64]]

PASSAGES = tuple(field.name for field in fields(Evidence))
"""The measures that passages give."""

KINSHIP = ("vocabulary", "headline")
"""Those of `kinship`."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Word shingles of each row, noted as rows are measured: the distinct ones, and all; int64[n]."""

    distinct: Rows
    total: Rows

    @classmethod
    def unknown(cls, rows: int) -> Sizes:
        """Return the sizes of rows of which none is measured."""
        return cls(np.zeros(rows, np.int64), np.zeros(rows, np.int64))


@dataclass(frozen=True, slots=True)
class Measurer:
    """Measures pairs of rows: words on the texts as they are, passages on texts without furniture.

    `twins[row]` is the first row of the same text once folded.
    """

    corpus: Corpus
    shingling: Shingling
    twins: Rows
    sizes: Sizes
    frequencies: Frequencies = UNKNOWN

    def on(self, corpus: Corpus) -> Measurer:
        """Return the measurer of the same articles without their furniture."""
        return replace(self, corpus=corpus)

    def knowing(self, frequencies: Frequencies) -> Measurer:
        """Return the measurer that knows how frequent passages are."""
        return replace(self, frequencies=frequencies)

    def words(self, left: Rows, right: Rows) -> Measures:
        """Measure the word shingles of pairs, each put as left < right, and none of their passages."""
        return self.words_and_figures(left, right, figures_from=np.inf)[0]

    def words_and_figures(self, left: Rows, right: Rows, figures_from: float) -> tuple[Measures, Rows, Rows]:
        """Measure the word shingles of pairs, and count the figures of those with a Jaccard of so much.

        Returns
        -------
        measures : Measures
        held, lacking : int64[pairs]
            As `count_figures` has them; both 0 of other pairs.
        """
        whole = self.corpus.whole

        def work(rows: Rows, one: Rows, other: Rows) -> tuple[Words, NDArray[np.int64]]:
            folded = whole.folded(rows)
            words = self._words(folded, rows, one, other)
            figures = np.zeros((2, len(one)), np.int64)
            close = np.flatnonzero(words[0] >= figures_from)
            if len(close):
                x, y = one[close], other[close]
                sizes = self.sizes.total[rows]
                figures[:, close] = count_figures(folded, *np.where(sizes[x] <= sizes[y], (x, y), (y, x)))
            return words, figures

        measures = Measures.unmeasured(left, right)
        all_figures = np.zeros((2, len(measures)), np.int64)
        for pairs, (words, figures) in self.corpus.each_batch(measures.left, measures.right, work):
            self._put_words(measures, pairs, words)
            all_figures[:, pairs] = figures
        return measures, *all_figures

    def _words(self, folded: Folded, rows: Rows, one: Rows, other: Rows) -> Words:
        """Compare the words of pairs of folded texts: their Jaccard and containment."""
        shared, distinct, sizes = compare(folded, self.shingling, other, one)
        self.sizes.distinct[rows], self.sizes.total[rows] = distinct, sizes
        return likeness(shared, distinct[one], distinct[other])

    def _put_words(self, measures: Measures, pairs: Rows, words: Words) -> None:
        """Note what was found of the words of some pairs; equal texts may hold no letter."""
        same = self.twins[measures.left[pairs]] == self.twins[measures.right[pairs]]
        measures.same[pairs] = same
        for values, found in zip((measures.jaccard, measures.word_containment), words, strict=True):
            values[pairs] = np.where(same, 1.0, found)

    def passages(self, measures: Measures, words_of: Callable[[Measures], Mask] | None = None) -> Measures:
        """Measure the passages that pairs share, the figures in them, the days between, and what doubt needs.

        `words_of` tells of which pairs, going by their passages, the words are to be measured in the same go.
        """
        moments, whole, titles = self.corpus.moments, self.corpus.whole, self.corpus.titles()

        def words_within(folded: Folded, rows: Rows, one: Rows, other: Rows) -> Words:
            """Compare the words of some of the pairs, of texts that still have their furniture."""
            some, places = numbered(np.concatenate([one, other]))
            if self.corpus.holds_furniture(rows[some]):
                folded = whole.folded(rows[some])
            else:
                folded = folded.take(some, lent=True)
            return self._words(folded, rows[some], *np.split(places, 2))

        def work(rows: Rows, one: Rows, other: Rows) -> tuple[Measures, Rows, Words]:
            headlines = fold(titles(rows), threads=1)  # first: the texts below are lent
            folded = self.corpus.folded(rows)
            evidence = gather_evidence(folded, self.frequencies, one, other)
            measured = replace(
                Measures.unmeasured(rows[one], rows[other]),
                **{name: getattr(evidence, name) for name in PASSAGES},
                days=days_apart(moments[rows[one]], moments[rows[other]], unknown=np.nan),
            )
            doubted = np.flatnonzero(measured.in_doubt)
            if len(doubted):
                some, places = numbered(np.concatenate([one[doubted], other[doubted]]))
                found = kinship(folded.take(some, lent=True), headlines.take(some), *np.split(places, 2))
                for name, values in zip(KINSHIP, found, strict=True):
                    getattr(measured, name)[doubted] = values
            wanted = np.flatnonzero(words_of(measured)) if words_of else np.empty(0, np.int64)
            return measured, wanted, words_within(folded, rows, one[wanted], other[wanted])

        measures = measures.copy()
        for pairs, (measured, wanted, words) in self.corpus.each_batch(measures.left, measures.right, work):
            for name in (*PASSAGES, *KINSHIP, "days"):
                getattr(measures, name)[pairs] = getattr(measured, name)
            self._put_words(measures, pairs[wanted], words)
        return measures

    def __call__(self, left: Rows, right: Rows) -> Measures:
        """Take all measures of pairs."""
        return self.passages(Measures.unmeasured(left, right), lambda found: np.ones(len(found), np.bool_))


def count_figures(folded: Folded, smaller: Rows, larger: Rows) -> tuple[Rows, Rows]:
    """Count the figures of pairs of texts: the fewest of either that the other has too, the most it lacks.

    So their passages cannot show that fewer agree or more differ. Where the smaller text has no figure that
    the larger lacks both are 0.
    """
    rows, places = numbered(np.concatenate([smaller, larger]))
    some = folded.take(rows, lent=True)
    _, _, values, offsets = kernels.figures(some.data, some.offsets, threads=1)
    figures, one, other = Shingles(values, offsets), places[: len(smaller)], places[len(smaller) :]
    shared, distinct = figures.overlaps(one, other)
    apart = np.flatnonzero(shared < distinct[one])
    (there, ours), (back, theirs) = (figures.by_pair(side[apart]) for side in (one, other))
    has, had = in_common(ours, theirs)
    held, lacking = np.zeros((2, len(smaller)), np.int64)
    held[apart] = np.minimum(*(_count(pairs, len(apart)) for pairs in (there[has], back[had])))
    lacking[apart] = np.maximum(*(_count(pairs, len(apart)) for pairs in (there[~has], back[~had])))
    return held, lacking


def _count(pairs: Rows, number: int) -> Rows:
    """Count how often each of so many pairs is named."""
    return np.bincount(pairs, minlength=number)
