"""Versions: groups of near copies that share rare passages, each stood for by its canonical article."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from dedupe.excerpts import settle_excerpts
from dedupe.groups import Completeness, Graph, hold_together
from dedupe.passages import index_passages, passage_pairs
from dedupe.relations import Measures, Relation, decide, join

if TYPE_CHECKING:
    from dedupe.measuring import Measurer
    from dedupe.settings import Settings


def versions(
    graph: Graph, measure: Measurer, complete: Completeness, settings: Settings
) -> tuple[Graph, Measurer]:
    """Join groups that share rare passages; return also the measurer that knows how frequent passages are."""
    nodes = complete.canonical_rows(graph.groups)
    nodes = nodes[np.argsort(-complete.letters[nodes], kind="stable")]
    passages = index_passages(measure.corpus, nodes, int(complete.letters[nodes].sum()))
    left, right = (nodes[side] for side in passage_pairs(passages, settings.threads))
    measure = measure.knowing(passages.frequencies(np.arange(len(nodes)), settings.threads))
    first = with_words(measure.passages(Measures.unmeasured(left, right)), measure, settings)
    held = hold_together(len(graph.groups), nodes, first, measure, settings, "version")
    joined = graph.extended(settle_excerpts(held, nodes, measure.corpus, settings))
    # Once more with what was joined counted as one: a story reprinted forty times is rare then. Evidence
    # grows to the letters shared at most, so pairs that share too few need no second look.
    apart = joined.groups[first.left] != joined.groups[first.right]
    apart &= first.containment * first.length >= first.needed
    measure = measure.knowing(passages.frequencies(joined.groups[nodes], settings.threads))
    again = with_words(
        measure.passages(Measures.unmeasured(first.left[apart], first.right[apart])), measure, settings
    )
    known = joined.measures.take(joined.inside)
    held = hold_together(len(graph.groups), nodes, join(known, again), measure, settings, "version")
    return joined.extended(settle_excerpts(held, nodes, measure.corpus, settings)), measure


def with_words(measures: Measures, measure: Measurer, settings: Settings) -> Measures:
    """Return measures with those of words for the pairs that passages join: the others need none."""
    joins = np.flatnonzero(decide(measures, settings.threshold) >= Relation.VERSION)
    words = measure.words(measures.left[joins], measures.right[joins])
    jaccard, containment, same = (
        measures.jaccard.copy(),
        measures.word_containment.copy(),
        measures.same.copy(),
    )
    jaccard[joins], containment[joins], same[joins] = words.jaccard, words.word_containment, words.same
    return replace(measures, jaccard=jaccard, word_containment=containment, same=same)
