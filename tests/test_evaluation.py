"""Agreement with gold clusters: the scores are those of the papers, whatever the clusters are called."""

from __future__ import annotations

import math
from itertools import combinations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from dedupe.evaluation import DifferentArticlesError, Scores, evaluate

labellings = st.integers(1, 24).flatmap(
    lambda n: st.tuples(*(st.lists(st.integers(0, max(0, n // 2)), min_size=n, max_size=n) for _ in range(2)))
)


def named(labels: list[int], prefix: str = "c") -> dict[str, str]:
    return {f"article-{row}": f"{prefix}{label}" for row, label in enumerate(labels)}


def score(found: list[int], gold: list[int]) -> Scores:
    return evaluate(named(found), named(gold, "g"))


def test_equal_clusterings_score_one_whatever_their_names() -> None:
    scores = score([0, 0, 1, 2, 2, 2], [7, 7, 3, 5, 5, 5])
    assert scores == Scores(6, 3, 3, 1, 1, 1, 1, 1, 1, 1, 0, 0)


def test_pairs_are_those_put_together() -> None:
    # Found joins ab, ac, bc, de; gold joins ab, cd, ce, de: of four and four, two agree.
    scores = score([0, 0, 0, 1, 1], [0, 0, 1, 1, 1])
    assert (scores.precision, scores.recall, scores.f1) == (0.5, 0.5, 0.5)
    assert (scores.wrong_pairs, scores.lost_pairs) == (2, 2)


def test_b_cubed_averages_over_articles() -> None:
    # Precision of a and b 2/3, c 1/3, d and e 1; recall of a and b 1, c 1/3, d and e 2/3.
    scores = score([0, 0, 0, 1, 1], [0, 0, 1, 1, 1])
    assert scores.b_cubed_precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)
    assert scores.b_cubed_recall == pytest.approx((1 + 1 + 1 / 3 + 2 / 3 + 2 / 3) / 5)


def test_finding_nothing_is_precise_and_useless() -> None:
    scores = score([0, 1, 2], [0, 0, 0])
    assert (scores.precision, scores.recall, scores.f1, scores.ari) == (1, 0, 0, 0)


def test_one_giant_has_all_the_recall_and_little_precision() -> None:
    scores = score([0] * 10, [*range(8), 8, 8])
    assert scores.recall == scores.b_cubed_recall == 1
    assert scores.precision == pytest.approx(1 / 45)


def test_singletons_count() -> None:
    assert score([0, 0, 1, 2], [0, 0, 1, 2]).clusters == 3
    assert score([0, 0, 1, 1], [0, 0, 1, 2]).b_cubed_precision == pytest.approx(0.75)


def test_no_article_at_all_is_an_error_and_no_perfect_score() -> None:
    with pytest.raises(ValueError, match="nothing to compare"):
        evaluate({}, {})


@given(labellings)
def test_pair_scores_are_those_of_counting_every_pair(labels: tuple[list[int], list[int]]) -> None:
    found, gold = labels
    pairs = list(combinations(range(len(found)), 2))
    ours = {pair for pair in pairs if found[pair[0]] == found[pair[1]]}
    theirs = {pair for pair in pairs if gold[pair[0]] == gold[pair[1]]}
    scores = score(found, gold)
    assert scores.precision == (len(ours & theirs) / len(ours) if ours else 1)
    assert scores.recall == (len(ours & theirs) / len(theirs) if theirs else 1)


@given(labellings)
def test_b_cubed_scores_are_those_of_looking_at_every_article(labels: tuple[list[int], list[int]]) -> None:
    found, gold = labels
    rows = range(len(found))
    precision, recall = [], []
    for row in rows:
        ours = {other for other in rows if found[other] == found[row]}
        theirs = {other for other in rows if gold[other] == gold[row]}
        precision.append(len(ours & theirs) / len(ours))
        recall.append(len(ours & theirs) / len(theirs))
    scores = score(found, gold)
    assert math.isclose(scores.b_cubed_precision, sum(precision) / len(rows) if rows else 1)
    assert math.isclose(scores.b_cubed_recall, sum(recall) / len(rows) if rows else 1)


@given(labellings)
def test_the_adjusted_rand_index_is_that_of_scikit_learn(labels: tuple[list[int], list[int]]) -> None:
    assert math.isclose(score(*labels).ari, adjusted_rand_score(*labels), abs_tol=1e-12)


@given(labellings)
def test_found_and_gold_exchanged_exchange_precision_and_recall(labels: tuple[list[int], list[int]]) -> None:
    there, back = score(*labels), score(*labels[::-1])
    assert (there.precision, there.recall) == (back.recall, back.precision)
    assert math.isclose(there.b_cubed_precision, back.b_cubed_recall)
    assert math.isclose(there.ari, back.ari)


def test_scores_stay_exact_where_products_of_pairs_pass_64_bits() -> None:
    gold = [row // 2 for row in range(200_000)]
    scores = evaluate(dict.fromkeys(range(len(gold)), 0), dict(enumerate(gold)))
    assert scores.precision == (len(gold) // 2) / math.comb(len(gold), 2)
    assert scores.ari == 0


def test_a_table_is_read_by_its_columns() -> None:
    rows = pa.table({"id": ["a", "b", "c"], "cluster": ["x", "x", "c"], "size": [2, 2, 1]})
    assert evaluate(rows, {"a": "1", "b": "1", "c": "2"}).f1 == 1


def test_what_cluster_found_is_read_as_it_is() -> None:
    import dedupe

    found = dedupe.cluster([{"id": name, "text": "The road to Netherton is open again."} for name in "ab"])
    assert evaluate(found, {"a": "road", "b": "road"}).f1 == 1


def test_articles_that_only_one_side_knows_are_an_error_that_counts_them() -> None:
    with pytest.raises(DifferentArticlesError, match=r"2 of gold's 3 .*'b'.* 1 of found's 2 .*'z'"):
        evaluate({"a": "1", "z": "1"}, {"a": "1", "b": "1", "c": "2"})


def test_articles_that_only_one_side_knows_can_be_left_out() -> None:
    scores = evaluate({"a": "1", "b": "1", "z": "1"}, {"a": "1", "b": "1", "c": "2"}, ignore_missing=True)
    assert (scores.articles, scores.f1) == (2, 1)


def test_files_about_different_articles_are_an_error_even_so() -> None:
    with pytest.raises(ValueError, match="share no id: found has 'a', gold has 'x'"):
        evaluate({"a": "1"}, {"x": "1"}, ignore_missing=True)


def test_an_article_in_two_rows_is_an_error_that_names_it() -> None:
    rows = pa.table({"id": ["a", "b", "b"], "cluster": ["1", "1", "2"]})
    with pytest.raises(ValueError, match="'b' stands in 2 rows"):
        evaluate(rows, {"a": "1", "b": "1"})


def test_a_table_without_the_columns_is_an_error_that_names_them() -> None:
    with pytest.raises(ValueError, match="table with id and cluster"):
        evaluate(pa.table({"id": ["a"]}), {"a": "1"})


def test_scores_become_plain_numbers_by_name() -> None:
    plain = score([0, 0], [0, 0]).to_dict()
    assert plain["b_cubed_f1"] == 1.0
    assert list(plain)[:3] == ["articles", "clusters", "gold_clusters"]
