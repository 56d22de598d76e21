"""The kernel for words in a row does what its twin defines."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedupe.kernels import twin

core = pytest.importorskip("dedupe.kernels._core", reason="the compiled kernels were not built")

TEXTS = st.lists(st.lists(st.integers(0, 3), max_size=15), max_size=4)


@given(TEXTS, st.integers(1, 6), st.integers(1, 7))
def test_runs_of_words_are_found_as_by_the_twin(texts: list[list[int]], most: int, sentence: int) -> None:
    numbers = np.array([number for text in texts for number in text], np.int64)
    bounds = np.cumsum([0, *map(len, texts)]).astype(np.int64)
    sentences = np.arange(len(numbers)) // sentence
    found = []
    for engine in (core, twin):
        longest = np.ones((len(texts), len(numbers)), np.int8)
        engine.shared_wordings(numbers, sentences, bounds, 4, most, longest)
        found.append(longest.tolist())

    assert found[0] == found[1]


def test_a_word_that_has_no_number_is_an_error() -> None:
    bounds, longest = np.array([0, 2]), np.zeros((1, 2), np.int8)
    with pytest.raises(ValueError, match="outside the 4"):
        core.shared_wordings(np.array([0, 4]), np.zeros(2, np.int64), bounds, 4, 6, longest)
