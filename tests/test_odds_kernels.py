"""The kernel that weighs words does what its twin defines, to the bit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedupe.kernels import twin

core = pytest.importorskip("dedupe.kernels._core", reason="the compiled kernels were not built")

SETTINGS = (5.87, 6.0, 0.5, 3)
"""Intercept, reach, same wording and span."""


def drawn(seed: int, words: int, sentences: list[int]) -> list[np.ndarray]:
    """Draw texts against which some words are weighed, each with so many sentences."""
    chance = np.random.default_rng(seed)
    columns, others = sum(sentences), len(sentences)
    shares = chance.random((columns, words)) * (chance.random((columns, words)) < 0.3)
    ends = np.cumsum(sentences, dtype=np.int64)
    starts = np.cumsum(chance.random(words) < 0.2).astype(np.int64)
    sentence = starts - (starts[0] if words else 0)
    return [
        shares,
        np.stack([ends - sentences, ends], axis=1).astype(np.int64),
        chance.random((words, others)),
        chance.integers(0, 7, (others, words)) / 6,
        chance.random((others, words)) < 0.1,
        np.where(chance.random(words) < 0.4, 0.1, 1.0),
        np.cumsum(chance.choice([0.35, 1.0, 6.0], words)),
        np.arange(words) // 2,
        sentence,
        chance.normal(size=8),
    ]


@given(st.integers(0, 1000), st.integers(0, 40), st.lists(st.integers(0, 5), max_size=3))
def test_words_are_weighed_as_by_the_twin(seed: int, words: int, sentences: list[int]) -> None:
    arrays = drawn(seed, words, sentences)
    one, other = np.zeros((len(sentences), words)), np.zeros((len(sentences), words))
    core.log_odds(*arrays, *SETTINGS, one)
    twin.log_odds(*arrays, *SETTINGS, other)
    assert one.tobytes() == other.tobytes()


def test_a_word_that_stands_everywhere_has_every_feature_in_full() -> None:
    words = 5
    one = np.ones((1, words))
    arrays = [
        one,
        np.array([[0, 1]]),
        one.T.copy(),
        one,
        np.zeros((1, words), np.bool_),
        one[0],
        np.arange(5.0),
    ]
    stretch = np.zeros(words, np.int64)
    out = np.zeros((1, words))
    twin.log_odds(*arrays, stretch, stretch, np.full(8, -1.0), *SETTINGS, out)
    assert out.tolist() == [[5.87 - 7.0] * words]


@pytest.mark.parametrize(
    ("which", "wrong", "said"),
    [
        (1, np.array([[0, 9]]), "outside the 2 of shares"),
        (7, np.array([0, 2, 2, 3]), "clause: must count stretches"),
        (2, np.zeros(3), "anywhere: needs 4 items, got 3"),
    ],
)
def test_what_would_be_read_past_its_end_is_an_error(which: int, wrong: np.ndarray, said: str) -> None:
    arrays = drawn(1, 4, [2])
    arrays[which] = wrong
    with pytest.raises(ValueError, match=said):
        core.log_odds(*arrays, *SETTINGS, np.zeros((1, 4)))
