"""The kernel that places stretches of words in sentences does what its twin defines, to the bit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedupe.kernels import twin

core = pytest.importorskip("dedupe.kernels._core", reason="the compiled kernels were not built")

SETTINGS = (0.25, 1e12)
"""What a second sentence must add, and the steps in which covers count."""


@given(st.integers(0, 1000), st.integers(1, 20), st.integers(0, 5), st.integers(0, 5))
def test_stretches_are_placed_as_by_the_twin(seed: int, words: int, sentences: int, stretches: int) -> None:
    chance = np.random.default_rng(seed)
    shares = chance.choice([0.0, 0.6, 1.0], (sentences, words))
    weight = chance.choice([0.1, 1.0], words)
    begins = np.sort(chance.choice(words, min(words, stretches), replace=False)).astype(np.int64)
    held = chance.random(len(begins)) < 0.7
    found = []
    for engine in (core, twin):
        columns, covers = np.ones((len(begins), 2), np.int64), np.ones((len(begins), 2))
        engine.best_cover(shares, weight, begins, held, *SETTINGS, columns, covers)
        found.append((columns.tolist(), covers.tolist()))

    assert found[0] == found[1]


def test_a_second_sentence_is_named_for_what_it_adds_and_the_first_of_equals() -> None:
    shares = np.array([[1.0, 1.0, 0.0, 0.0], [1.0, 1.0, 0.0, 0.0], [0.0, 1.0, 1.0, 0.0]])
    columns, covers = np.zeros((1, 2), np.int64), np.zeros((1, 2))
    twin.best_cover(shares, np.ones(4), np.array([0]), np.array([True]), *SETTINGS, columns, covers)
    assert columns.tolist() == [[0, 2]]
    assert covers.tolist() == [[0.5, 0.5]]


@pytest.mark.parametrize("begins", [[3, 3], [4], [-1]])
def test_a_stretch_that_is_none_is_an_error(begins: list[int]) -> None:
    out, covers = np.zeros((2, 2), np.int64), np.zeros((2, 2))
    with pytest.raises(ValueError, match="begins: must rise, each a word of the 4"):
        core.best_cover(
            np.ones((1, 4)), np.ones(4), np.array(begins), np.ones(2, np.bool_), *SETTINGS, out, covers
        )
