"""How far a corpus is joined: groups of articles that hold together, and who stands for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dedupe.clusters import cut_components, unmeasured_pairs
from dedupe.confidence import eased, relate
from dedupe.kernels import components
from dedupe.keys import numbered, rising_order, stretches
from dedupe.relations import LEVELS, Measures, join, link_strength
from dedupe.thresholds import EQUALLY_COMPLETE, REPEATED

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from dedupe.measuring import Sizes
    from dedupe.settings import Settings

    Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Graph:
    """The pairs measured, and each row's group, named by its smallest row."""

    measures: Measures
    groups: Rows

    def extended(self, higher: Graph) -> Graph:
        """Return the graph joined further by one over the rows that stand for its groups."""
        return Graph(join(self.measures, higher.measures), united(self.groups, higher.groups))


def united(groups: Rows, higher: Rows) -> Rows:
    """Return groups joined further by those of the rows that stand for them."""
    rows = np.arange(len(groups))
    return components(len(rows), np.concatenate([rows, rows]), np.concatenate([groups, higher]))


def within(groups: Rows, measures: Measures) -> Measures:
    """Return the pairs that lie inside one group."""
    return measures.take(groups[measures.left] == groups[measures.right])


def hold_together(
    rows: int,
    nodes: Rows,
    measures: Measures,
    measure: Callable[[Rows, Rows], Measures],
    settings: Settings,
    level: str,
) -> Graph:
    """Cut the graph that the measures span over the nodes into groups that hold together.

    What is missing between the members of a component is measured first, so that a group rests on
    all its pairs. Of the `rows` those that are no nodes are groups by themselves.
    """
    relations = relate(measures, settings)
    joins = relations >= LEVELS[level]
    labels = components(rows, measures.left[joins], measures.right[joins])[nodes]
    left, right = unmeasured_pairs(labels, nodes, measures.left, measures.right)
    if len(left):
        missing = measure(left, right)
        measures = join(measures, missing)
        relations = np.concatenate([relations, relate(missing, settings)])
    strength = link_strength(eased(measures, settings), relations, level, settings.threshold)
    return Graph(measures, cut_components(rows, measures.left, measures.right, strength))


@dataclass(frozen=True, slots=True)
class Completeness:
    """How complete each row's article is, for choosing the canonical one; one entry a row in each array.

    `letters` of the text without furniture, `twins` the first row of an equal text, `sizes` of word
    shingles where they were measured, `moments` of publication.
    """

    letters: Rows
    twins: Rows
    sizes: Sizes
    moments: Rows

    def longest_first(self, groups: Rows) -> Rows:
        """Return the canonical row of each group, the longest first."""
        rows, _ = self.canonical_rows(groups)
        return rows[rising_order(-self.letters[rows])]

    def canonical_rows(self, groups: Rows) -> tuple[Rows, Rows]:
        """Return the canonical row of each group, by group, and for each row the place of its group there.

        The canonical row is the most complete, then the earliest, then the first by id.
        Rows within `EQUALLY_COMPLETE` of the most complete one count as equal, and a text that is pasted
        twice comes after all others.
        """
        names, label = numbered(groups)
        sizes = np.bincount(label, minlength=len(names))
        canonical = names.copy()
        rows = np.flatnonzero(sizes[label] > 1)
        if not len(rows):
            return canonical, label
        measured = self.twins[rows]
        repeats = self.sizes.total[measured] > REPEATED * self.sizes.distinct[measured]
        completeness = np.where(repeats, 0, self.letters[rows])
        most = np.zeros(len(names), np.int64)
        np.maximum.at(most, label[rows], completeness)
        lacking = completeness < EQUALLY_COMPLETE * most[label[rows]]
        best = rows[rising_order(-completeness, self.moments[rows], lacking, label[rows])]
        first, _ = stretches(label[best])
        canonical[label[best[first]]] = best[first]
        return canonical, label
