"""A corpus joined up to a level, and its measured pairs joined anew by another threshold or confidence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from dedupe.confidence import relate
from dedupe.events import join_events
from dedupe.groups import Graph, hold_together
from dedupe.keys import pair_keys, rising_order, stretches
from dedupe.relations import Measures, Relation, join
from dedupe.versions import hold_versions, with_words_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedupe.events import Reports
    from dedupe.groups import Completeness
    from dedupe.measuring import Measurer
    from dedupe.settings import Settings

    Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Joined:
    """A corpus joined up to the level of some settings.

    `graph` holds all pairs measured: first `earlier` of the levels below, then those of this one. `below`
    are the groups that this level joins further, int64[n]; `reports` is what level story knows of them.
    """

    settings: Settings
    graph: Graph
    measure: Measurer
    complete: Completeness
    below: Rows
    earlier: int = 0
    reports: Reports | None = None

    @property
    def lower(self) -> Graph:
        """The graph of the level below."""
        return Graph(self.graph.measures.take(np.arange(self.earlier)), self.below)

    @property
    def measures(self) -> Measures:
        """The pairs measured for this level, each once: as it was measured last."""
        return last_measured(self.graph.measures.take(np.arange(self.earlier, len(self.graph.measures))))


def measure_pairs(joined: Joined, left: Rows, right: Rows) -> Measures:
    """Take all measures of pairs of rows: the cosine is that of the reports that stand for them."""
    measures = joined.measure(left, right)
    if joined.reports is None:
        return measures
    canonical, label = joined.complete.canonical_rows(joined.below)
    standing = canonical[label]
    one, other = (np.searchsorted(joined.reports.rows, standing[side]) for side in (left, right))
    cosine = np.where(one != other, joined.reports.terms.likeness(one, other), 0.0)
    return replace(measures, cosine=cosine)


def last_measured(measures: Measures) -> Measures:
    """Return every pair once, in rising order, as it was measured last."""
    keys = pair_keys(measures.left, measures.right)
    order = rising_order(keys)
    starts, sizes = stretches(keys[order])
    return measures.take(order[starts + sizes - 1])


def rejoin(joined: Joined, settings: Settings) -> Joined:
    """Join the level of the settings anew from the pairs measured, and leave what the level below joins.

    Only pairs that nobody proposed and a group rests on are measured now.
    """
    way = {"near": _near_copies, "version": _versions, "story": _stories}[settings.level]
    return replace(joined, settings=settings, graph=way(joined, settings))


def _near_copies(joined: Joined, settings: Settings) -> Graph:
    twins, measures = joined.measure.twins, joined.graph.measures
    originals = np.flatnonzero((twins == np.arange(len(twins))) & (joined.complete.letters > 0))
    # A run looks at the figures of near copies alone: a pair under its threshold is no template to it.
    near = measures.jaccard >= settings.threshold
    under = measures.take(~near)
    words = Measures.unmeasured(under.left, under.right)
    words = replace(words, jaccard=under.jaccard, word_containment=under.word_containment)
    measures = join(measures.take(near), words)
    graph = hold_together(len(twins), originals, measures, joined.measure.words, settings, "near")
    return Graph(graph.measures, graph.groups[twins])


def _versions(joined: Joined, settings: Settings) -> Graph:
    lower, measures = joined.lower, joined.measures
    nodes = joined.complete.longest_first(lower.groups)
    is_node = np.zeros(len(lower.groups), np.bool_)
    is_node[nodes] = True
    measures = measures.take(is_node[measures.left] & is_node[measures.right])
    # Words were measured of the pairs that the rules join.
    lacking = (relate(measures, settings) >= Relation.VERSION) & (measures.word_containment == 0.0)
    measures = with_words_of(lacking, measures, joined.measure)
    return hold_versions(lower, nodes, measures, joined.measure, settings)


def _stories(joined: Joined, settings: Settings) -> Graph:
    assert joined.reports is not None, "level story has measured the reports"
    return join_events(joined.lower, joined.reports, settings)
