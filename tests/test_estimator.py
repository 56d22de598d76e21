"""NearDuplicates keeps scikit-learn's conventions."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.utils import estimator_checks

from dedupe import NearDuplicates
from tests import desk

TEXTS = [row["text"] for row in desk.rows()]

# Checks of scikit-learn that do not make arrays of numbers to fit, which are no texts.
CHECKS = (
    "check_estimator_cloneable",
    "check_estimator_tags_renamed",
    "check_valid_tag_types",
    "check_estimator_repr",
    "check_no_attributes_set_in_init",
    "check_parameters_default_constructible",
    "check_get_params_invariance",
    "check_set_params",
    "check_mixin_order",
    "check_do_not_raise_errors_in_init_or_set_param",
)


@pytest.mark.parametrize("name", CHECKS)
def test_scikit_learn_s_own_checks_pass(name: str) -> None:
    check = getattr(estimator_checks, name, None)
    if check is None:
        pytest.skip(f"this scikit-learn has no {name}")
    check("NearDuplicates", NearDuplicates())


def test_labels_are_the_clusters_numbered_by_their_first_texts() -> None:
    texts = ["Rates were left alone.", "The ferry sank.", "rates were left alone", "A third report."]

    estimator = NearDuplicates().fit(texts)

    assert estimator.labels_.tolist() == [0, 1, 0, 2]
    assert estimator.canonical_.tolist() == [0, 1, 0, 3]
    assert NearDuplicates().fit_predict(texts).tolist() == [0, 1, 0, 2]


def test_levels_join_what_dedupe_cluster_joins() -> None:
    gold = list(desk.gold().values())

    labels = NearDuplicates(level="version").fit_predict(TEXTS)

    # Without dates the desk's versions are the same.
    assert len(set(zip(gold, labels.tolist(), strict=True))) == len(set(gold)) == len(set(labels.tolist()))


def test_a_clone_does_the_same() -> None:
    estimator = NearDuplicates(level="version", threshold=0.8)
    assert clone(estimator).get_params() == estimator.get_params()


def test_a_column_of_texts_will_do() -> None:
    column = np.array([["one text"], ["One  text"]], dtype=object)
    assert NearDuplicates().fit_predict(column).tolist() == [0, 0]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("one text", r"try \[text\]"),
        ([], "at least one text"),
        (["a text", 7], "text 1 is of type int"),
        (np.zeros((2, 2)), r"array of shape \(2, 2\)"),
    ],
)
def test_what_is_no_list_of_texts_is_refused(given: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        NearDuplicates().fit(given)  # type: ignore[arg-type]


def test_a_parameter_out_of_range_is_refused_when_it_is_used() -> None:
    with pytest.raises(ValueError, match="threshold"):
        NearDuplicates(threshold=2.0).fit(["a text"])
