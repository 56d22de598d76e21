"""Exact measures of pairs of articles, taken on their texts: nothing here decides anything.

A measurer goes through pairs by `Corpus.each_batch`, which brings those that share articles together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from dedupe import kernels
from dedupe.passages import UNKNOWN, Evidence, Frequencies, gather_evidence
from dedupe.relations import Measures
from dedupe.shingles import Shingles, Shingling, compare, likeness

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedupe.corpus import Corpus
    from dedupe.text.fold import Folded

    Rows = NDArray[np.int64]


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

    def words_and_figures(
        self, left: Rows, right: Rows, figures_from: float
    ) -> tuple[Measures, NDArray[np.bool_]]:
        """Measure the word shingles of pairs, and tell which pairs have other figures.

        That is asked of pairs with a Jaccard of at least `figures_from`: whether the article of fewer
        shingles has a figure that the other lacks.
        """
        whole = self.corpus.whole

        def work(rows: Rows, one: Rows, other: Rows) -> tuple[Any, Any, Any]:
            folded = whole.folded(rows)
            shared, distinct, sizes = compare(folded, self.shingling, one, other)
            self.sizes.distinct[rows], self.sizes.total[rows] = distinct, sizes
            jaccard, containment = likeness(shared, distinct[one], distinct[other])
            lacking = np.zeros(len(one), np.bool_)
            close = np.flatnonzero(jaccard >= figures_from)
            if len(close):
                x, y = one[close], other[close]
                lacking[close] = lack_figures(folded, *np.where(sizes[x] <= sizes[y], (x, y), (y, x)))
            return jaccard, containment, lacking

        measures = Measures.unmeasured(left, right)
        other_figures = np.zeros(len(measures), np.bool_)
        for pairs, (jaccard, containment, lacking) in self.corpus.each_batch(
            measures.left, measures.right, work
        ):
            measures.jaccard[pairs], measures.word_containment[pairs] = jaccard, containment
            other_figures[pairs] = lacking
        same = self.twins[measures.left] == self.twins[measures.right]
        for values in (measures.jaccard, measures.word_containment):
            values[same] = 1.0  # also where they hold no letter
        return replace(measures, same=same), other_figures

    def passages(self, measures: Measures) -> Measures:
        """Measure the passages that pairs share, the figures in them, and the days between."""

        def work(rows: Rows, one: Rows, other: Rows) -> Evidence:
            return gather_evidence(self.corpus.folded(rows), self.frequencies, one, other)

        days = self.corpus.days_between(measures.left, measures.right)
        measures = replace(measures.copy(), days=days)
        for pairs, evidence in self.corpus.each_batch(measures.left, measures.right, work):
            measures.containment[pairs], measures.evidence[pairs] = evidence.containment, evidence.letters
            measures.longest[pairs], measures.length[pairs] = evidence.longest, evidence.length
            measures.agreeing[pairs], measures.differing[pairs] = evidence.agreeing, evidence.differing
        return measures

    def __call__(self, left: Rows, right: Rows) -> Measures:
        """Take all measures of pairs."""
        return self.passages(self.words(left, right))


def lack_figures(folded: Folded, smaller: Rows, larger: Rows) -> NDArray[np.bool_]:
    """Tell of which pairs of texts the smaller has a figure that the larger lacks."""
    rows, places = np.unique(np.concatenate([smaller, larger]), return_inverse=True)
    some = folded.take(rows, lent=True)
    _, _, values, offsets = kernels.figures(some.data, some.offsets, threads=1)
    one, other = places[: len(smaller)], places[len(smaller) :]
    shared, distinct = Shingles(values, offsets).overlaps(one, other)
    return shared < distinct[one]
