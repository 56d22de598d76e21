"""The kernels for the words of a text do what their twins define."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedupe.kernels import DIGIT, LETTER, UNDERSCORE, UNSPACED, twin

core = pytest.importorskip("dedupe.kernels._core", reason="the compiled kernels were not built")

KINDS = [0, LETTER, DIGIT, UNDERSCORE, UNSPACED, UNSPACED | LETTER, UNSPACED | DIGIT]
CHARACTERS = st.one_of(
    st.sampled_from([(ord(mark), 0) for mark in " .,'’-"]),
    st.tuples(st.integers(0x100, 0x10FFFF), st.sampled_from(KINDS)),
    st.tuples(st.just(ord("a")), st.just(LETTER)),
)


@given(st.lists(CHARACTERS, max_size=60))
def test_words_are_found_as_by_the_twin(characters: list[tuple[int, int]]) -> None:
    points = np.array([point for point, _ in characters], np.uint32)
    kinds = np.array([kind for _, kind in characters], np.uint8)
    found = []
    for engine in (core, twin):
        starts, ends = np.zeros(len(points), np.int64), np.zeros(len(points), np.int64)
        count = engine.words(points, kinds, starts, ends)
        found.append((count, starts[:count].tolist(), ends[:count].tolist()))

    assert found[0] == found[1]


def test_a_kind_is_asked_for_every_character() -> None:
    room = np.zeros(3, np.int64)
    with pytest.raises(ValueError, match="kinds: needs 3 items, got 2"):
        core.words(np.zeros(3, np.uint32), np.zeros(2, np.uint8), room, room.copy())
