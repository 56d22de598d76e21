"""From relations to clusters: groups that hold together, without chains into giants."""

from __future__ import annotations

from collections import defaultdict
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

import numpy as np

from dedupe.kernels import components
from dedupe.keys import distinct, is_among, pair_keys, pairs_of, pairs_within, rising_order, stretches
from dedupe.thresholds import COMPLETE_MOST, HUB_PAIRS, HUBS_LEAST, LINK_SHARE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Rows = NDArray[np.int64]

Links = dict[int, dict[int, float]]
"""The strength of each measured pair of nodes, under either of them."""


def unmeasured_pairs(labels: Rows, nodes: Rows, left: Rows, right: Rows) -> tuple[Rows, Rows]:
    """Return the pairs of nodes inside components that are not among those given: (left, right).

    `labels[i]` is the component of `nodes[i]`. In one of more than `COMPLETE_MOST` nodes the first
    ones, in the order given, are paired with all others.
    """
    rows = int(max(nodes.max(initial=-1), right.max(initial=-1), left.max(initial=-1))) + 1
    component = np.full(rows, -1)
    component[nodes] = labels
    sizes = np.bincount(labels, minlength=rows)
    inside = (component[left] == component[right]) & (component[left] >= 0)
    known = distinct(pair_keys(left[inside], right[inside]))
    measured = np.bincount(component[pairs_of(known)[0]], minlength=rows)
    lacking = measured < sizes * (sizes - 1) // 2
    members = np.flatnonzero(lacking[labels])
    members = members[rising_order(labels[members])]
    starts, sizes = stretches(labels[members])
    one, other = pairs_within(starts, sizes, hubs=_hubs(sizes))
    keys = pair_keys(nodes[members[one]], nodes[members[other]])
    return pairs_of(np.sort(keys[~is_among(keys, known)]))


def _hubs(sizes: Rows) -> Rows:
    """Return how many nodes of components of these sizes are paired with all others."""
    few = np.clip(HUB_PAIRS // np.maximum(sizes, 1), HUBS_LEAST, COMPLETE_MOST // 2)
    return np.where(sizes <= COMPLETE_MOST, sizes, few)


def links_of(left: Rows, right: Rows, strength: NDArray[np.float64]) -> Links:
    """Return pairs as the links of each of their nodes."""
    links: Links = defaultdict(dict)
    for a, b, weight in zip(left.tolist(), right.tolist(), strength.tolist(), strict=True):
        links[a][b] = links[b][a] = weight
    return links


def cut_components(rows: int, left: Rows, right: Rows, strength: NDArray[np.float64]) -> Rows:
    """Join nodes into clusters by average link: int64[rows], a cluster named by its smallest node.

    The strongest pair of groups is joined first, and only while the mean strength of the measured
    pairs between two groups is at least `LINK_SHARE` (Sokal and Michener 1958, UPGMA). `strength`
    is 1, or a trace more, for a pair that a relation joins.
    """
    joined = strength >= 1.0
    labels = components(rows, left[joined], right[joined])
    inside = np.flatnonzero(labels[left] == labels[right])
    weakest = np.ones(rows)
    np.minimum.at(weakest, labels[left[inside]], strength[inside])
    # Where no pair is weaker than that, no mean is: such a component is one cluster.
    doubtful = inside[weakest[labels[left[inside]]] < LINK_SHARE]
    doubtful = doubtful[rising_order(right[doubtful], left[doubtful], labels[left[doubtful]])]
    starts = np.flatnonzero(np.diff(labels[left[doubtful]], prepend=-1))
    for pairs in np.split(doubtful, starts[1:]) if len(doubtful) else []:
        for group in _average_link(links_of(left[pairs], right[pairs], strength[pairs])):
            labels[group] = min(group)
    return labels


def _average_link(links: Links) -> list[list[int]]:
    """Cut one component into groups; ties go to the groups with the smallest nodes."""
    nodes = sorted(links)
    # Between two groups: the sum of the strengths measured, and their number.
    between = {node: {b: (w, 1) for b, w in links[node].items()} for node in nodes}
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
