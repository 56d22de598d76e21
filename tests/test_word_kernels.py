"""The kernels for the words of a text do what their twins define."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedupe.kernels import COMMA, DIGIT, HYPHEN, LETTER, MARK, UNDERSCORE, UNREAD, UNSPACED, twin

core = pytest.importorskip("dedupe.kernels._core", reason="the compiled kernels were not built")

KINDS = [0, LETTER, DIGIT, UNDERSCORE, UNSPACED, UNSPACED | LETTER, UNSPACED | DIGIT, MARK]
PLAIN = {"a": LETTER, "0": DIGIT, " ": 0, ".": 0, "'": 0, "’": 0, ",": COMMA | MARK, "-": HYPHEN}
TABLE = np.array([PLAIN.get(chr(point), KINDS[point % len(KINDS)]) for point in range(0x2100)], np.uint8)
CHARACTERS = st.one_of(st.sampled_from(sorted(map(ord, PLAIN))), st.integers(0x100, 0x1FF))


def rooms(size: int) -> list[np.ndarray]:
    return [
        np.zeros(shape, dtype)
        for shape, dtype in [(size, np.uint8), ((2, size), np.int64), (size, np.uint8), ((3, size), np.int64)]
    ]


@given(st.lists(CHARACTERS, max_size=60))
def test_words_are_found_as_by_the_twin(characters: list[int]) -> None:
    found = []
    for engine in (core, twin):
        out = rooms(len(characters))
        counts = engine.words(np.array(characters, np.uint32), TABLE, *out)
        found.append((counts, [array.tolist() for array in out]))

    assert found[0] == found[1]


@pytest.mark.parametrize("engine", [core, twin])
def test_no_word_is_found_before_all_kinds_are_known(engine: object) -> None:
    table = np.array([UNREAD, LETTER], np.uint8)
    found = engine.words(np.array([1, 0], np.uint32), table, *rooms(2))  # type: ignore[attr-defined]
    assert found == (UNREAD | LETTER, 0, 0)


def test_a_character_that_the_table_lacks_is_an_error() -> None:
    with pytest.raises(ValueError, match="outside the 2 of table"):
        core.words(np.array([2], np.uint32), np.zeros(2, np.uint8), *rooms(1))


def test_room_is_asked_for_every_character() -> None:
    with pytest.raises(ValueError, match="kinds: needs 3 items, got 2"):
        core.words(np.zeros(3, np.uint32), np.zeros(1, np.uint8), *rooms(2))
