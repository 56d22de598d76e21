"""From relations to clusters: groups that hold together, without chains into giants."""

from __future__ import annotations

from collections import defaultdict
from heapq import heapify, heappop, heappush
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from dedupe.thresholds import COMPLETE_MOST, LINK_SHARE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray


def components(rows: int, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.int64]:
    """Label the connected components of a graph over `rows` nodes: int64[rows].

    A component is named by its smallest node.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    graph = coo_array((np.ones(len(left), dtype=np.int8), (left, right)), shape=(rows, rows))
    count, labels = connected_components(graph, directed=False)
    smallest = np.full(count, rows, dtype=np.int64)
    np.minimum.at(smallest, labels, np.arange(rows))
    return np.asarray(smallest[labels])


def unmeasured_pairs(
    labels: NDArray[np.int64], nodes: NDArray[np.int64], left: NDArray[np.int64], right: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the pairs of nodes inside components that are not among those given: (left, right).

    `labels[i]` is the component of `nodes[i]`. In one of more than `COMPLETE_MOST` nodes the first
    ones, in the order given, are paired with all others.
    """
    order = np.argsort(labels, kind="stable")
    starts = np.flatnonzero(np.concatenate([[True], labels[order][1:] != labels[order][:-1]]))
    missing: list[tuple[int, int]] = []
    known: set[tuple[int, int]] = set()
    for places in np.split(order, starts[1:]):
        if len(places) <= 2:
            continue
        known = known or set(zip(left.tolist(), right.tolist(), strict=True))
        members = nodes[places].tolist()
        pairs: Iterable[tuple[int, int]] = (
            combinations(members, 2)
            if len(members) <= COMPLETE_MOST
            else ((a, b) for i, a in enumerate(members[: COMPLETE_MOST // 2]) for b in members[i + 1 :])
        )
        missing.extend(pair for a, b in pairs if (pair := (min(a, b), max(a, b))) not in known)
    found = np.array(sorted(missing), dtype=np.int64).reshape(-1, 2)
    return found[:, 0], found[:, 1]


def cut_components(
    rows: int, left: NDArray[np.int64], right: NDArray[np.int64], strength: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Join nodes into clusters by average link: int64[rows], a cluster named by its smallest node.

    The strongest pair of groups is joined first, and only while the mean strength of the measured
    pairs between two groups is at least `LINK_SHARE` (Sokal and Michener 1958, UPGMA). `strength`
    is 1 for a pair that a relation joins.
    """
    links: dict[int, dict[int, float]] = defaultdict(dict)
    for a, b, weight in zip(left.tolist(), right.tolist(), strength.tolist(), strict=True):
        links[a][b] = links[b][a] = weight
    labels = np.arange(rows)
    joined = strength >= 1.0
    component = components(rows, left[joined], right[joined])
    members_of: dict[int, list[int]] = defaultdict(list)
    for node in sorted(links):
        members_of[int(component[node])].append(node)
    for nodes in members_of.values():
        if len(nodes) > 1:
            for group in _average_link(nodes, links):
                labels[group] = min(group)
    return labels


def _average_link(nodes: list[int], links: dict[int, dict[int, float]]) -> list[list[int]]:
    """Cut one component into groups; ties go to the groups with the smallest nodes."""
    inside = set(nodes)
    # Between two groups: the sum of the strengths measured, and their number.
    between = {node: {b: (w, 1) for b, w in links[node].items() if b in inside} for node in nodes}
    groups = {node: [node] for node in nodes}
    queue = [(-w, a, b, 1, 1) for a in nodes for b, (w, _) in between[a].items() if a < b]
    heapify(queue)
    while queue and -queue[0][0] >= LINK_SHARE:
        _, a, b, size_a, size_b = heappop(queue)
        if len(groups.get(a, ())) != size_a or len(groups.get(b, ())) != size_b:
            continue  # one of the two has been joined to another since
        groups[a] += groups.pop(b)
        for other, (weight, count) in between.pop(b).items():
            del between[other][b]
            if other != a:
                known, measured = between[a].get(other, (0.0, 0))
                between[a][other] = between[other][a] = (known + weight, measured + count)
        for other, (weight, count) in between[a].items():
            first, second = min(a, other), max(a, other)
            heappush(queue, (-weight / count, first, second, len(groups[first]), len(groups[second])))
    return list(groups.values())
