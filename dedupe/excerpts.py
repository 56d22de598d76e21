"""Articles that hold others: digests, which join nothing, and excerpts, which go to what holds them.

Average link takes a cluster for one where its members are alike. A part of an article is like the whole and
often like none of its other versions, and the items of a digest are like the digest and not like each other.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from dedupe.clusters import cut_components, links_of
from dedupe.confidence import eased, relate
from dedupe.groups import Graph
from dedupe.kernels import components
from dedupe.keys import distinct, is_among
from dedupe.relations import Relation, link_strength
from dedupe.thresholds import DIGEST_LIKENESS, DIGEST_STORIES, LINK_SHARE
from dedupe.wordings import word_likeness

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from dedupe.corpus import Corpus
    from dedupe.settings import Settings

    Rows = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Mask = NDArray[np.bool_]
    Likeness = Callable[[Rows, Rows], Floats]


def settle_excerpts(graph: Graph, nodes: Rows, corpus: Corpus, settings: Settings) -> Graph:
    """Set digests apart and put excerpts to what they were taken from; of two nodes the first is the longer.

    Issues of one digest stay together.
    """
    measures, rows = graph.measures, len(graph.groups)
    relations = relate(measures, settings)
    strength = link_strength(eased(measures, settings), relations, "version", settings.threshold)
    left, right, joined = measures.left, measures.right, strength >= 1.0
    digests = find_digests(
        graph.groups, left[joined], right[joined], lambda one, other: word_likeness(corpus, one, other)
    )
    strength[digests[left] != digests[right]] = 0.0
    joined = strength >= 1.0
    held = np.flatnonzero(joined & (relations == Relation.EXCERPT))
    excerpt, holder = in_order(nodes, rows, left[held], right[held])
    groups = cut_components(rows, left, right, strength) if digests.any() else graph.groups
    return Graph(measures, attach_excerpts(groups, excerpt, holder, left, right, strength))


def in_order(nodes: Rows, rows: int, left: Rows, right: Rows) -> tuple[Rows, Rows]:
    """Return pairs as those that stand later among the nodes, and those that stand earlier."""
    place = np.zeros(rows, np.int64)
    place[nodes] = np.arange(len(nodes))
    earlier = place[left] < place[right]
    return np.where(earlier, right, left), np.where(earlier, left, right)


def find_digests(groups: Rows, left: Rows, right: Rows, likeness: Likeness) -> Mask:
    """Tell which rows are digests, joined to articles of `DIGEST_STORIES` unlike groups or more: bool[rows].

    `left` and `right` are the pairs that join. The row that reaches the most groups is found first and its
    pairs no longer count, or a story that stands in several digests would be taken for one. Parts of one
    article may share no passage either, but names and words: `likeness` tells.
    """
    digests = np.zeros(len(groups), np.bool_)
    row, other = np.concatenate([left, right]), np.concatenate([right, left])
    reached = np.bincount(distinct(row << 32 | groups[other]) >> 32, minlength=len(groups))
    reaching = np.flatnonzero(reached[row] >= DIGEST_STORIES)
    linked: dict[int, set[int]] = defaultdict(set)
    for a, b in zip(row[reaching].tolist(), other[reaching].tolist(), strict=True):
        linked[a].add(b)

    def stories(a: int) -> dict[int, int]:
        return {int(groups[b]): b for b in sorted(linked[a], reverse=True) if not digests[b]}

    while linked:
        most, row_of_most = max((len(stories(a)), -a) for a in linked)
        if most < DIGEST_STORIES:
            break
        digest = -row_of_most
        one, another = np.triu_indices(most, 1)
        members = np.array(sorted(stories(digest).values()), np.int64)
        digests[digest] = likeness(members[one], members[another]).mean() < DIGEST_LIKENESS
        del linked[digest]
    return digests


def attach_excerpts(
    groups: Rows, excerpt: Rows, holder: Rows, left: Rows, right: Rows, strength: Floats
) -> Rows:
    """Return the groups with those that are nothing but excerpts put to the group that holds them.

    `excerpt` and `holder` are pairs of which the second holds the first. Excerpts that articles of several
    groups hold stay apart, and so do those whose holders' group has another part of a holder, unlike them by
    the pairs of `strength`: the holder may be a digest of the two.
    """
    apart = groups[excerpt] != groups[holder]
    held = np.bincount(distinct(excerpt[apart]), minlength=len(groups)) > 0
    lacking = np.bincount(groups[~held], minlength=len(groups)) > 0
    loose = apart & ~lacking[groups[excerpt]]
    if not loose.any():
        return groups
    near = is_among(left, excerpt[loose]) | is_among(right, excerpt[loose])
    links = links_of(left[near], right[near], strength[near])
    holders: dict[int, set[int]] = defaultdict(set)
    parts: dict[int, set[int]] = defaultdict(set)
    members: dict[int, list[int]] = defaultdict(list)
    for part, whole in zip(excerpt[apart].tolist(), holder[apart].tolist(), strict=True):
        holders[part].add(whole)
    for part, whole in zip(excerpt.tolist(), holder.tolist(), strict=True):
        parts[whole].add(part)
    for part in distinct(excerpt[loose]).tolist():
        members[int(groups[part])].append(part)
    groups = groups.copy()
    for group in members.values():
        wholes = set().union(*(holders[part] for part in group))
        reached = {int(groups[whole]) for whole in wholes}
        others = set().union(*(parts[whole] for whole in wholes)) - set(group)
        unlike = (
            links[part].get(other, 0.0) < LINK_SHARE
            for other in others
            if groups[other] in reached
            for part in group
        )
        if len(reached) == 1 and not any(unlike):
            groups[group] = reached.pop()
    return components(len(groups), np.arange(len(groups)), groups)
