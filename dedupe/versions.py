"""Versions: groups of near copies that share rare passages, each stood for by its canonical article."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedupe.excerpts import settle_excerpts
from dedupe.groups import Completeness, Graph, hold_together, united, within
from dedupe.memory import hand_back
from dedupe.passages import index_passages, passage_pairs
from dedupe.relations import Measures, Relation, decide, join
from dedupe.thresholds import KIN_LEAST

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedupe.measuring import Measurer
    from dedupe.settings import Settings

    Rows = NDArray[np.int64]
    Mask = NDArray[np.bool_]


def versions(
    graph: Graph, measure: Measurer, complete: Completeness, settings: Settings
) -> tuple[Graph, Measurer]:
    """Join groups that share rare passages; return also the measurer that knows how frequent passages are."""
    nodes = complete.longest_first(graph.groups)
    passages = index_passages(measure.corpus, nodes, int(complete.letters[nodes].sum()))
    hand_back()
    left, right = (nodes[side] for side in passage_pairs(passages, settings.threads))
    measure = measure.knowing(passages.frequencies(np.arange(len(nodes)), settings.threads))
    hand_back()
    held = _held(graph, nodes, _measured(left, right, measure, settings), measure, settings)
    groups = united(graph.groups, held.groups)
    # Once more with what was joined counted as one: a story reprinted forty times is rare then. Evidence
    # grows to the letters shared at most, so pairs that share too few need no second look.
    first = held.measures.take(np.arange(len(left)))  # what was missing follows them
    apart = groups[left] != groups[right]
    apart &= first.containment * first.length >= KIN_LEAST * first.needed_by_passages
    left, right = left[apart], right[apart]
    measure = measure.knowing(passages.frequencies(groups[nodes], settings.threads))
    del first, passages  # nothing is as large as these
    hand_back()
    again = _measured(left, right, measure, settings)
    # Pairs of near copies count too: average link has cut some that this level joins again.
    known = (within(groups, each.measures) for each in (graph, held))
    held_again = _held(graph, nodes, join(*known, again), measure, settings)
    measures = join(graph.measures, held.measures, held_again.measures)
    return Graph(measures, united(groups, held_again.groups)), measure


def hold_versions(
    graph: Graph, nodes: Rows, measures: Measures, measure: Measurer, settings: Settings
) -> Graph:
    """Join the groups of a graph, for which `nodes` stand, where their measures hold them together."""
    return graph.extended(_held(graph, nodes, measures, measure, settings))


def _held(graph: Graph, nodes: Rows, measures: Measures, measure: Measurer, settings: Settings) -> Graph:
    """Group the nodes where their measures hold them together, excerpts with what they were taken from."""
    held = hold_together(len(graph.groups), nodes, measures, measure, settings, "version")
    return settle_excerpts(held, nodes, measure.corpus, settings)


def with_words_of(which: Mask, measures: Measures, measure: Measurer) -> Measures:
    """Return measures with those of words for some of the pairs."""
    some = np.flatnonzero(which)
    words = measure.words(measures.left[some], measures.right[some])
    measured = measures.copy()
    for name in ("jaccard", "word_containment", "same"):
        getattr(measured, name)[some] = getattr(words, name)
    return measured


def _measured(left: Rows, right: Rows, measure: Measurer, settings: Settings) -> Measures:
    """Measure the passages of pairs, and the words of those that passages join: the others need none."""
    return measure.passages(
        Measures.unmeasured(left, right),
        words_of=lambda found: decide(found, settings.threshold) >= Relation.VERSION,
    )
