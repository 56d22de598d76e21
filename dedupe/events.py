"""Reports of one event in other words: neighbours by TF-IDF cosine of words and word pairs, and by time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from dedupe import compute as pc
from dedupe.confidence import eased, needed_margin, relate
from dedupe.corpus import days_apart
from dedupe.groups import Completeness, Graph
from dedupe.kernels import components
from dedupe.keys import distinct, is_among, numbered, rising_order, stretches
from dedupe.progress import untold
from dedupe.relations import Relation, link_strength
from dedupe.text.fold import fold
from dedupe.thresholds import LINK_SHARE, STORY_COSINE, STORY_PROPOSED
from dedupe.wordings import counted_terms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedupe.measuring import Measurer
    from dedupe.progress import Told
    from dedupe.relations import Measures
    from dedupe.settings import Settings
    from dedupe.text.fold import Folded

    Rows = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Mask = NDArray[np.bool_]

NEIGHBOURS = 10
"""A pair counts where each is among the other's so many nearest."""

TELLING_MOST = 100
"""Terms in more articles than this, and than a hundredth of them, do not tell which event a report is on: two
notices of dividends share all but names and figures. They count in the length of a vector alone."""

FEW_TERMS = 6
"""Shared terms at which likeness counts half: two briefs may share no more than a name and a unit, and have a
cosine of 0.1. Among all of Reuters the pairs put in one event whose headlines share no rare word are a fifth
with 6, a quarter with 0; on BASIL and Gedikli 0, 3, 6 and 10 do alike."""

FADING = 30.0
"""Days in which the likeness of two reports falls by a factor of e. On BASIL 20 does best, on Gedikli, whose
stories go on for weeks, 30 to 90."""

UNDATED = 3.0
"""Days that lie between two reports where a date is unknown. Without dates 0 gives F1 0.84 on BASIL, 3 gives
0.90: what time would have told apart the words must."""

TABLE_MOST = 3000
"""Texts of a component of which all pairs are looked at: 70 MB."""

TINY = 1e-9
"""What rounding may add to a mean."""

HEAVIEST = 40
"""Terms of a text by which its neighbours are looked for. With 20, 40, 80 and all of them F1 on BASIL and
Gedikli, alone and among all of Reuters, is the same to the third digit; 40 take a ninth of the time."""

CHUNK = 1024
"""Rows multiplied at a time; bounds memory."""


@dataclass(frozen=True, slots=True)
class Reports:
    """The reports that level story joins, and how alike they are.

    `rows`: one row a report, rising, the one that stands for its versions; `terms` of their texts.
    `left`, `right`: pairs of neighbours, as places in `rows`; `measures` of these pairs.
    """

    rows: Rows
    terms: Terms
    left: Rows
    right: Rows
    measures: Measures


def find_reports(graph: Graph, measure: Measurer, complete: Completeness, settings: Settings) -> Reports:
    """Find which versions, each stood for by its canonical article, are alike in their words."""
    corpus = measure.corpus
    nodes = np.sort(complete.canonical_rows(graph.groups)[0])
    texts = pc.binary_join_element_wise(
        corpus.titles()(nodes), corpus.texts(nodes), pa.scalar("\n", pa.large_string())
    )
    folded = fold(texts, settings.threads)
    terms = Terms.of(folded, corpus.moments[nodes], settings.threads)
    left, right = terms.neighbours(STORY_PROPOSED * STORY_COSINE, corpus.told)
    measures = replace(measure(nodes[left], nodes[right]), cosine=terms.likeness(left, right))
    return Reports(nodes, terms, left, right, measures)


def join_events(graph: Graph, reports: Reports, settings: Settings) -> Graph:
    """Join versions that report one event in their own words."""
    nodes, measures = reports.rows, reports.measures
    relations = relate(measures, settings)
    strength = link_strength(eased(measures, settings), relations, "story", settings.threshold)
    strength = np.minimum(strength, 1.0)
    joins, bar = relations >= Relation.STORY, STORY_COSINE * needed_margin(settings)
    groups = np.arange(len(graph.groups))
    groups[nodes] = nodes[cut_events(reports.terms, reports.left, reports.right, joins, strength, bar)]
    return graph.extended(Graph(measures, groups))


def cut_events(
    terms: Terms, left: Rows, right: Rows, joins: Mask, strength: Floats, bar: float = STORY_COSINE
) -> Rows:
    """Return for each text the first text of its event: average link over all pairs of a component.

    The pairs that `joins` is true of span the components. In each all pairs count (Sokal and Michener 1958,
    UPGMA), those that are not given by their likeness: by the given ones alone, each text's nearest, reports
    that are alike two by two would chain. A component too large loses the weaker half of its pairs first.
    """
    events = np.arange(len(terms.moments))
    waiting = [joins]
    while waiting:
        spans = waiting.pop()
        labels = components(len(events), left[spans], right[spans])
        inside = np.flatnonzero(labels[left] == labels[right])
        inside = inside[rising_order(labels[left[inside]])]
        for pairs in np.split(inside, stretches(labels[left[inside]])[0][1:]) if len(inside) else []:
            members = distinct(np.concatenate([left[pairs], right[pairs]]))
            events[members] = members[0]
            spanning = strength[pairs[spans[pairs]]]
            if len(members) <= TABLE_MOST:
                table = terms.strengths(members, bar)
                one, other = (np.searchsorted(members, side[pairs]) for side in (left, right))
                table[one, other] = table[other, one] = strength[pairs]
                events[members] = members[_average_link(table)]
            elif spanning.min() < spanning.max():
                events[members] = members
                kept = max(np.median(spanning), spanning[spanning > spanning.min()].min())
                waiting.append(is_among(np.arange(len(left)), pairs) & spans & (strength >= kept))
    return events


def _average_link(strength: Floats) -> Rows:
    """Cut a component, given the strengths of all its pairs; return the place of each one's first fellow."""
    from scipy.cluster.hierarchy import average, fcluster
    from scipy.spatial.distance import squareform

    merges = average(squareform(1.0 - strength, checks=False))
    group = fcluster(merges, 1.0 - LINK_SHARE + TINY, "distance")
    _, first, of = np.unique(group, return_index=True, return_inverse=True)
    fellows: Rows = first[of]
    return fellows


@dataclass(frozen=True, slots=True)
class Terms:
    """Texts as vectors of their words and word pairs (a row each, of length 1), and when each was published.

    `moments`: microseconds since 1970, `UNKNOWN_MOMENT` where unknown.
    """

    matrix: Any
    moments: Rows

    @classmethod
    def of(cls, folded: Folded, moments: Rows, threads: int | None = None) -> Terms:
        """Weigh the terms of texts: TF-IDF with sublinear term frequency (Salton and Buckley 1988).

        English stop words are left out. What stands first says what happened: it counts `LEAD_WEIGHT` times.
        """
        from scipy.sparse import csr_matrix
        from sklearn.feature_extraction.text import TfidfTransformer

        terms, texts, counts = counted_terms(folded, threads)
        if not len(terms):  # no text, or nothing but stop words
            return cls(csr_matrix((len(folded), 1), dtype=np.float32), moments)
        different, columns = numbered(terms)
        table = csr_matrix((counts, (texts, columns)), (len(folded), len(different)), np.float32)
        held = np.bincount(table.indices, minlength=len(different))
        matrix = TfidfTransformer(sublinear_tf=True).fit_transform(table)
        telling = (held >= 2) & (held <= max(TELLING_MOST, len(folded) // 100))
        return cls(matrix[:, telling].tocsr(), moments)

    def likeness(self, left: Rows, right: Rows) -> Floats:
        """Return the cosine of pairs, less where they share few terms or were published apart."""
        cosines, shared = np.empty(len(left)), np.empty(len(left))
        for first in range(0, len(left), CHUNK * 16):
            span = slice(first, first + CHUNK * 16)
            products = self.matrix[left[span]].multiply(self.matrix[right[span]]).tocsr()
            cosines[span] = np.asarray(products.sum(axis=1)).ravel()
            shared[span] = np.diff(products.indptr)
        return _likeness(cosines, shared, self.moments[left], self.moments[right])

    def strengths(self, rows: Rows, bar: float = STORY_COSINE) -> Floats:
        """Return how strongly each two of some texts hold an event together: a table, 1 on its diagonal.

        `bar` is the likeness from which two of them join.
        """
        some = self.matrix[rows]
        held, moments = some.sign(), self.moments[rows]
        products = (some @ some.T).toarray(), (held @ held.T).toarray()
        table = np.minimum(LINK_SHARE * _likeness(*products, moments[:, None], moments) / bar, 1.0)
        np.fill_diagonal(table, 1.0)
        return table

    def neighbours(self, least: float, told: Told = untold) -> tuple[Rows, Rows]:
        """Return the pairs, left < right, that are each among the other's nearest and alike by `least`."""
        left, right = _nearest(_heaviest(self.matrix), told)
        likeness = self.likeness(left, right)
        kept = (likeness >= least) & _mutual(self.matrix.shape[0], left, right, likeness)
        return left[kept], right[kept]


def _likeness(cosines: Floats, shared: Floats, one: Rows, other: Rows) -> Floats:
    """Return cosines, less where texts share few terms, and less by e for each `FADING` days between."""
    apart = days_apart(one, other, unknown=UNDATED)
    weight = shared / (shared + FEW_TERMS) * np.exp(-apart / FADING)
    likeness: Floats = np.round(np.clip(cosines, 0.0, 1.0) * weight, 6)
    return likeness


def _heaviest(matrix: Any) -> Any:
    """Return the `HEAVIEST` weights of each row: what else two texts share makes them no neighbours."""
    from scipy.sparse import csr_matrix

    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    order = np.lexsort((matrix.indices, -matrix.data, rows))
    place = np.arange(len(rows)) - matrix.indptr[rows]
    kept = np.sort(order[place < HEAVIEST])
    return csr_matrix((matrix.data[kept], (rows[kept], matrix.indices[kept])), matrix.shape)


def _nearest(matrix: Any, told: Told = untold) -> tuple[Rows, Rows]:
    """Return the pairs of each row and the rows most like it: (left, right), left < right."""
    turned = matrix.T.tocsr()
    keys = []
    for first in range(0, matrix.shape[0], CHUNK):
        products = (matrix[first : first + CHUNK] @ turned).tocsr()
        for row in range(products.shape[0]):
            span = slice(products.indptr[row], products.indptr[row + 1])
            others, weights = products.indices[span], products.data[span]
            apart = others != first + row
            others, weights = others[apart].astype(np.int64), weights[apart]
            # Ties are settled by the row, so that the neighbours are always the same.
            nearest = np.lexsort((others, -np.round(weights, 6)))[: 2 * NEIGHBOURS]
            low, high = np.minimum(others[nearest], first + row), np.maximum(others[nearest], first + row)
            keys.append(low * matrix.shape[0] + high)
        told(min(first + CHUNK, matrix.shape[0]), matrix.shape[0], "report")
    found = distinct(np.concatenate([np.empty(0, np.int64), *keys]))
    return found // max(1, matrix.shape[0]), found % max(1, matrix.shape[0])


def _mutual(rows: int, left: Rows, right: Rows, cosine: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return the pairs where each is among the other's `NEIGHBOURS` nearest."""
    node = np.concatenate([left, right])
    other = np.concatenate([right, left])
    order = np.lexsort((other, -np.concatenate([cosine, cosine]), node))
    starts = np.searchsorted(node[order], np.arange(rows))
    place = np.empty(len(node), np.int64)
    place[order] = np.arange(len(node)) - starts[node[order]]
    near = place < NEIGHBOURS
    return near[: len(left)] & near[len(left) :]
