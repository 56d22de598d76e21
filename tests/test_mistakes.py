"""Where clusters and gold disagree: which clusters, and which relations."""

from __future__ import annotations

import json

import pyarrow as pa
from hypothesis import given

import dedupe
from dedupe.evaluation import evaluate
from dedupe.mistakes import Mistake, Share, find_mistakes
from tests import desk
from tests.test_evaluation import labellings, named

FOUND = {"a": "1", "b": "1", "c": "1", "d": "2", "e": "3"}
GOLD = {"a": "x", "b": "x", "c": "y", "d": "y", "e": "z"}


def test_a_merged_cluster_is_told_with_the_parts_that_gold_makes_of_it() -> None:
    assert find_mistakes(FOUND, GOLD).merged == (Mistake("1", 2, (("a", "b"), ("c",))),)


def test_a_split_cluster_is_told_with_the_parts_it_was_found_in() -> None:
    assert find_mistakes(FOUND, GOLD).split == (Mistake("y", 1, (("c",), ("d",))),)


def test_equal_clusterings_hold_no_mistake() -> None:
    mistakes = find_mistakes(GOLD, {name: cluster.upper() for name, cluster in GOLD.items()})
    assert (mistakes.merged, mistakes.split) == ((), ())


@given(labellings)
def test_the_pairs_of_all_mistakes_are_the_wrong_and_lost_ones(
    labels: tuple[list[int], list[int]],
) -> None:
    found, gold = (named(side) for side in labels)
    mistakes, scores = find_mistakes(found, gold), evaluate(found, gold)
    assert sum(each.pairs for each in mistakes.merged) == scores.wrong_pairs
    assert sum(each.pairs for each in mistakes.split) == scores.lost_pairs


@given(labellings)
def test_the_worst_come_first(labels: tuple[list[int], list[int]]) -> None:
    mistakes = find_mistakes(*(named(side) for side in labels))
    for side in (mistakes.merged, mistakes.split):
        assert [each.pairs for each in side] == sorted((each.pairs for each in side), reverse=True)


@given(labellings)
def test_the_order_of_the_articles_does_not_matter(labels: tuple[list[int], list[int]]) -> None:
    found, gold = (named(side) for side in labels)
    turned = dict(reversed(found.items())), dict(reversed(gold.items()))
    assert find_mistakes(*turned) == find_mistakes(found, gold)


def gold_rows() -> pa.Table:
    lines = (desk.DESK / "gold.jsonl").read_text("utf-8").splitlines()
    return pa.Table.from_pylist([json.loads(line) for line in lines])


def test_recall_is_told_by_the_relations_of_gold() -> None:
    found = dedupe.cluster(desk.rows(), level="near")
    shares = {each.relation: (each.right, each.articles) for each in find_mistakes(found, gold_rows()).recall}
    assert shares == {"exact": (1, 1), "near": (4, 4), "excerpt": (0, 2), "version": (0, 10)}


def test_precision_is_told_by_the_relations_found() -> None:
    torn = {name: name if cluster == "ferry-evening" else cluster for name, cluster in desk.gold().items()}
    shares = {each.relation: each for each in find_mistakes(dedupe.cluster(desk.rows()), torn).precision}
    assert shares["near"] == Share("near", 4, 3)
    assert shares["near"].share == 0.75
    assert shares["exact"].share == 1.0


def test_the_canonical_of_a_cluster_with_another_name_is_its_self() -> None:
    gold = pa.table({"id": ["a", "b"], "cluster": [7, 7], "relation": ["self", "near"]})
    assert find_mistakes({"a": "a", "b": "b"}, gold).recall == (Share("near", 1, 0),)


def test_without_relations_nothing_is_told_by_them() -> None:
    mistakes = find_mistakes(FOUND, GOLD)
    assert (mistakes.recall, mistakes.precision) == ((), ())


def test_mistakes_become_plain_values_the_worst_of_them() -> None:
    found = {"a": "1", "b": "1", "c": "2", "d": "2", "e": "2"}
    plain = json.loads(
        json.dumps(find_mistakes(found, dict(zip("abcde", "vwxyz", strict=True))).to_dict(most=1))
    )
    assert plain["merged"] == [{"cluster": "2", "pairs": 3, "parts": [["c"], ["d"], ["e"]], "articles": 3}]
    assert plain["merged_clusters"] == 2
