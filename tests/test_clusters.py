"""Graphs of relations cut into clusters that hold together."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dedupe.clusters import cut_components, unmeasured_pairs
from dedupe.copies import equal_texts
from dedupe.kernels import components
from dedupe.thresholds import COMPLETE_MOST, HUB_PAIRS, HUBS_LEAST


def cut(rows: int, *edges: tuple[int, int, float]) -> list[int]:
    left, right, strength = (np.array(column) for column in zip(*edges, strict=True))
    return cut_components(rows, left, right, strength).tolist()


def test_a_component_is_named_by_its_smallest_node() -> None:
    assert components(5, np.array([3, 2]), np.array([4, 3])).tolist() == [0, 1, 2, 2, 2]


def test_a_pair_that_is_joined_is_one_cluster() -> None:
    assert cut(3, (0, 2, 1.0)) == [0, 1, 0]


def test_a_chain_whose_ends_have_something_in_common_is_one_cluster() -> None:
    assert cut(3, (0, 1, 1.0), (1, 2, 1.0), (0, 2, 0.5)) == [0, 0, 0]


def test_a_bridge_between_strangers_is_cut() -> None:
    assert cut(3, (0, 1, 1.0), (1, 2, 1.0), (0, 2, 0.0)) in ([0, 0, 2], [0, 1, 1])


def test_a_long_chain_does_not_become_one_giant() -> None:
    n = 40
    edges = [(a, b, 1.0 if b == a + 1 else 0.0) for a in range(n) for b in range(a + 1, n)]

    sizes = np.bincount(cut(n, *edges))
    assert sizes.max() <= 3


def test_two_dense_groups_with_one_bridge_stay_two() -> None:
    groups = [range(4), range(4, 8)]
    edges = [
        (a, b, 1.0 if any(a in g and b in g for g in groups) or (a, b) == (3, 4) else 0.1)
        for a in range(8)
        for b in range(a + 1, 8)
    ]

    assert cut(8, *edges) == [0, 0, 0, 0, 4, 4, 4, 4]


def test_pairs_missing_inside_a_component_are_named_once() -> None:
    labels = np.array([0, 0, 0, 7])
    left, right = unmeasured_pairs(labels, np.array([5, 1, 3, 9]), np.array([1]), np.array([5]))

    assert list(zip(left.tolist(), right.tolist(), strict=True)) == [(1, 3), (3, 5)]


def test_a_large_component_is_measured_against_its_first_nodes_only() -> None:
    n = COMPLETE_MOST + 40
    left, right = unmeasured_pairs(np.zeros(n, int), np.arange(n), np.empty(0, int), np.empty(0, int))

    assert left.max() < COMPLETE_MOST // 2
    assert set(right.tolist()) | {0} == set(range(n))


def test_a_giant_component_is_measured_against_fewer() -> None:
    n = HUB_PAIRS // 8
    left, _ = unmeasured_pairs(np.zeros(n, int), np.arange(n), np.array([0]), np.array([1]))

    assert sorted(set(left.tolist())) == list(range(8))
    assert len(left) == sum(n - 1 - hub for hub in range(8)) - 1
    huge, _ = unmeasured_pairs(np.zeros(8 * n, int), np.arange(8 * n), np.array([0]), np.array([1]))
    assert huge.max() == HUBS_LEAST - 1


edges = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 9), st.sampled_from([0.0, 0.5, 0.99, 1.0])).filter(
        lambda edge: edge[0] < edge[1]
    ),
    min_size=1,
    unique_by=lambda edge: edge[:2],
)


@given(edges, st.randoms(use_true_random=False))
def test_the_cut_does_not_depend_on_the_order_of_the_pairs(
    pairs: list[tuple[int, int, float]], chance: object
) -> None:
    shuffled = list(pairs)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    assert cut(10, *pairs) == cut(10, *shuffled)


@given(edges)
def test_clusters_lie_inside_components_and_are_named_by_their_smallest_node(
    pairs: list[tuple[int, int, float]],
) -> None:
    labels = cut(10, *pairs)
    joined = [(a, b) for a, b, strength in pairs if strength == 1.0]
    left, right = (np.array([pair[i] for pair in joined], dtype=np.int64) for i in (0, 1))
    component = components(10, left, right).tolist()
    for node, label in enumerate(labels):
        assert component[node] == component[label]
        assert label == min(other for other in range(10) if labels[other] == label)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=12))
def test_texts_are_equal_where_both_halves_of_their_digests_are(halves: list[tuple[int, int]]) -> None:
    digests = np.array(halves, np.uint64).reshape(-1, 2).view("V16").ravel()
    assert equal_texts(digests).tolist() == [halves.index(digest) for digest in halves]
