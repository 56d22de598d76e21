"""The kernel that cuts sentences does what its twin defines."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedupe.kernels import twin

core = pytest.importorskip("dedupe.kernels._core", reason="the compiled kernels were not built")


@given(st.integers(0, 1000), st.lists(st.integers(0, 9), max_size=4), st.integers(0, 3), st.integers(1, 6))
def test_sentences_are_cut_as_by_the_twin(seed: int, lengths: list[int], others: int, most: int) -> None:
    chance = np.random.default_rng(seed)
    words = sum(lengths)
    odds = chance.integers(-3, 4, (others, words)) * 1.5
    costs = chance.choice([1.0, 2.0, np.inf], words)
    bounds = np.cumsum([0, *lengths]).astype(np.int64)
    whole = chance.random(len(lengths)) < 0.2
    found = []
    for engine in (core, twin):
        chosen = np.ones(words, np.bool_)
        engine.best_cuts(odds, costs, bounds, whole, most, chosen)
        found.append(chosen.tolist())

    assert found[0] == found[1]


def test_a_cut_that_costs_more_than_it_gains_is_not_made() -> None:
    odds, bounds, chosen = np.array([[2.0, 2.0, -1.0, -1.0]]), np.array([0, 4]), np.zeros(4, np.bool_)
    for cost, cuts in ((3.9, [True, False, True, False]), (4.1, [True, False, False, False])):
        costs = np.array([np.inf, np.inf, cost, np.inf])
        twin.best_cuts(odds, costs, bounds, np.zeros(1, np.bool_), 9, chosen)
        assert chosen.tolist() == cuts


def test_sentences_that_end_beyond_the_words_are_an_error() -> None:
    out = np.zeros(4, np.bool_)
    with pytest.raises(ValueError, match="bounds: must hold"):
        core.best_cuts(np.zeros((1, 4)), np.zeros(4), np.array([0, 5]), np.zeros(1, np.bool_), 9, out)
