"""Near copies: bands of signatures to candidate pairs by LSH, exact Jaccard to a decision."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import numpy as np

from dedupe.confidence import relate
from dedupe.groups import Graph, hold_together
from dedupe.kernels import components
from dedupe.keys import is_among, pair_keys
from dedupe.lsh import candidate_pairs, pairs_apart
from dedupe.relations import Measures, Relation, join, only_other_figures, other_figures

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedupe.measuring import Measurer
    from dedupe.settings import Settings
    from dedupe.sketches import Sketches

    Rows = NDArray[np.int64]


JOINED = 0.01
"""Share of a turn's pairs in crowds that must be near copies for another turn.

Of 10,000 texts that lie around 0.64 to each other 1,194 clusters are left after one turn, 292 after two, 62
after three. Where all are unlike, one is enough.
"""


ROWS_MOVED = 1 << 14
"""Rows that are moved together, some 2 MB."""


def near_copies(measure: Measurer, sketches: Sketches, settings: Settings) -> Graph:
    """Join equal texts and near copies: LSH proposes pairs, exact Jaccard decides.

    The bands of the sketches are lost: a copy of those that count would take as much room.
    """
    twins = measure.twins
    originals = np.flatnonzero((twins == np.arange(len(twins))) & (sketches.letters > 0))
    hashes = compacted(sketches.bands, originals)
    left, right, crowded = candidate_pairs(hashes, settings.threads)
    measures = _measured(originals[left], originals[right], measure, settings)
    if crowded:
        measures = _with_crowds(measures, hashes, originals, crowded, measure, settings)
    graph = hold_together(len(twins), originals, measures, measure.words, settings, "near")
    return Graph(graph.measures, graph.groups[twins])


def compacted(values: NDArray[np.uint32], rows: Rows) -> NDArray[np.uint32]:
    """Move some rows of a matrix (rising) to its beginning, and return them."""
    if len(rows) < len(values):
        for first in range(0, len(rows), ROWS_MOVED):
            some = rows[first : first + ROWS_MOVED]
            values[first : first + len(some)] = values[some]
    return values[: len(rows)]


def _with_crowds(
    measures: Measures,
    hashes: NDArray[np.uint32],
    originals: Rows,
    crowded: list[int],
    measure: Measurer,
    settings: Settings,
) -> Measures:
    """Measure what is still apart in crowds, turn by turn, while `JOINED` of the pairs are near copies.

    Only pairs inside a group are returned: thousands of pages of one template have sixteen others a page,
    which say nothing of any group.
    """
    for turn in count():
        groups = _groups(measures, len(measure.twins), settings)
        apart = pairs_apart(hashes, groups[originals], crowded, turn, settings.threads)
        left, right = (originals[side] for side in apart)
        fresh = ~is_among(pair_keys(left, right), pair_keys(measures.left, measures.right))
        found = _measured(left[fresh], right[fresh], measure, settings)
        measures = join(measures, found)
        if np.count_nonzero(relate(found, settings) >= Relation.NEAR) < max(1, JOINED * len(found)):
            break
    groups = _groups(measures, len(measure.twins), settings)
    return measures.take(groups[measures.left] == groups[measures.right])


def _groups(measures: Measures, rows: int, settings: Settings) -> Rows:
    """Return the components that near copies make."""
    joins = relate(measures, settings) >= Relation.NEAR
    return components(rows, measures.left[joins], measures.right[joins])


def _measured(left: Rows, right: Rows, measure: Measurer, settings: Settings) -> Measures:
    """Measure the words of pairs, and the passages of those that may be issues of a template."""
    measures, held, lacking = measure.words_and_figures(left, right, settings.threshold)
    # Near copies that agree in their figures cannot be: most need no second look.
    doubtful = other_figures(held, lacking) | only_other_figures(held, lacking)
    places = np.flatnonzero(doubtful)
    measures.put(places, measure.passages(measures.take(places)))
    return measures
