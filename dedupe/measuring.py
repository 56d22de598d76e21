"""Exact measures of pairs of articles, taken on their texts: nothing here decides anything.

A measurer goes through pairs by `Corpus.each_batch`, which brings those that share articles together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from dedupe import kernels
from dedupe.keys import in_common, numbered
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

    def words_and_figures(self, left: Rows, right: Rows, figures_from: float) -> tuple[Measures, Rows, Rows]:
        """Measure the word shingles of pairs, and count the figures of those with a Jaccard of so much.

        Returns
        -------
        measures : Measures
        held, lacking : int64[pairs]
            As `count_figures` has them; both 0 of other pairs.
        """
        whole = self.corpus.whole

        def work(rows: Rows, one: Rows, other: Rows) -> tuple[Any, Any, Any]:
            folded = whole.folded(rows)
            shared, distinct, sizes = compare(folded, self.shingling, other, one)
            self.sizes.distinct[rows], self.sizes.total[rows] = distinct, sizes
            jaccard, containment = likeness(shared, distinct[one], distinct[other])
            figures = np.zeros((2, len(one)), np.int64)
            close = np.flatnonzero(jaccard >= figures_from)
            if len(close):
                x, y = one[close], other[close]
                figures[:, close] = count_figures(folded, *np.where(sizes[x] <= sizes[y], (x, y), (y, x)))
            return jaccard, containment, figures

        measures = Measures.unmeasured(left, right)
        all_figures = np.zeros((2, len(measures)), np.int64)
        for pairs, (jaccard, containment, figures) in self.corpus.each_batch(
            measures.left, measures.right, work
        ):
            measures.jaccard[pairs], measures.word_containment[pairs] = jaccard, containment
            all_figures[:, pairs] = figures
        same = self.twins[measures.left] == self.twins[measures.right]
        for values in (measures.jaccard, measures.word_containment):
            values[same] = 1.0  # also where they hold no letter
        return replace(measures, same=same), *all_figures

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
