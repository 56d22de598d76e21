"""Places, numbers and stretches of values, against what NumPy's own and slower functions say."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from dedupe.compute import buffers_of, from_numpy
from dedupe.keys import (
    changes,
    distinct,
    in_common,
    is_among,
    numbered,
    pair_keys,
    pairs_of,
    pairs_within,
    repeats,
    rising_order,
    rising_pair_keys,
    stretches,
    texts_in_order,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

INTEGERS = st.one_of(
    arrays.arrays(np.int64, st.integers(0, 30), elements=st.integers(-3, 3)),
    arrays.arrays(np.int64, st.integers(0, 30)),
    arrays.arrays(np.uint64, st.integers(0, 30)),
    arrays.arrays(np.int8, st.integers(0, 30)),
    arrays.arrays(np.bool_, st.integers(0, 30)),
)


@given(INTEGERS)
def test_rising_order_is_that_of_a_stable_sort(values: NDArray[np.int64]) -> None:
    np.testing.assert_array_equal(rising_order(values), np.argsort(values, kind="stable"))


@given(INTEGERS, st.data())
def test_among_others_is_what_numpy_finds_in_them(values: NDArray[np.int64], drawn: st.DataObject) -> None:
    others = drawn.draw(arrays.arrays(values.dtype, st.integers(0, 30)))
    others = np.append(others, values[: drawn.draw(st.integers(0, 10))])
    np.testing.assert_array_equal(is_among(values, others), np.isin(values, others))


@given(st.lists(st.integers(0, 9)), st.lists(st.integers(0, 9)))
def test_values_in_common_are_told_both_ways(one: list[int], other: list[int]) -> None:
    ours, theirs = (np.array(side, np.uint64) << np.uint64(60) for side in (one, other))
    held, had = in_common(ours, theirs)
    assert held.tolist() == [value in other for value in one]
    assert had.tolist() == [value in one for value in other]


@given(st.integers(0, 2**32 - 1), st.integers(0, 60))
def test_rising_order_of_several_keys_is_that_of_lexsort(seed: int, size: int) -> None:
    chance = np.random.default_rng(seed)
    few = chance.integers(0, 3, size)
    flags = chance.integers(0, 2, size) == 1
    moments = chance.integers(-(2**63), 2**63 - 1, 5)[chance.integers(0, 5, size)]
    keys = (moments, flags, -few)
    np.testing.assert_array_equal(rising_order(*keys), np.lexsort(keys))


@pytest.mark.parametrize("most", [2**32 - 1, 2**32, 2**63 - 1])
def test_numbers_of_one_half_and_of_two_are_ordered_alike(most: int) -> None:
    values = np.array([most, 0, most - 1, 1, most, 0])
    assert rising_order(values).tolist() == [1, 5, 3, 2, 0, 4]


@given(INTEGERS)
def test_values_are_numbered_as_numpy_does(values: NDArray[np.int64]) -> None:
    names, places = numbered(values)
    expected, inverse = np.unique(values, return_inverse=True)
    np.testing.assert_array_equal(names, expected)
    np.testing.assert_array_equal(places, inverse)
    np.testing.assert_array_equal(distinct(values), expected)


@given(INTEGERS)
def test_stretches_put_together_are_the_values(values: NDArray[np.int64]) -> None:
    starts, sizes = stretches(values)
    np.testing.assert_array_equal(np.repeat(values[starts], sizes), values)
    assert (values[starts][1:] != values[starts][:-1]).all()
    np.testing.assert_array_equal(np.flatnonzero(changes(values)), starts)


@given(INTEGERS)
def test_what_is_repeated_is_what_occurs_more_than_once(values: NDArray[np.int64]) -> None:
    expected, counts = np.unique(values, return_counts=True)
    found, times = repeats(np.sort(values))
    np.testing.assert_array_equal(found, expected[counts > 1])
    np.testing.assert_array_equal(times, counts[counts > 1])


@given(st.lists(st.tuples(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1)), max_size=20))
def test_a_pair_is_one_number_whichever_side_comes_first(pairs: list[tuple[int, int]]) -> None:
    one, other = np.array(pairs, np.int64).reshape(-1, 2).T
    left, right = pairs_of(pair_keys(one, other))
    assert list(zip(left.tolist(), right.tolist(), strict=True)) == [(min(pair), max(pair)) for pair in pairs]
    rising = rising_pair_keys(left.astype(np.uint64), right.astype(np.uint64))
    np.testing.assert_array_equal(rising, pair_keys(other, one))


@given(st.lists(st.text("ab\0é", max_size=20) | st.text("x", min_size=15, max_size=18), max_size=30))
def test_texts_are_ordered_by_their_bytes(texts: list[str]) -> None:
    data, offsets = buffers_of(pa.array(texts, pa.large_string()))
    expected = sorted(range(len(texts)), key=lambda place: texts[place].encode())
    assert texts_in_order(data, offsets).tolist() == expected


@pytest.mark.parametrize("ends", [["", "b", "a", "ab"], ["a"] * 3, ["\0\0", "\0", ""]])
@pytest.mark.parametrize("start", ["", "https://", "x" * 255, "x" * 5_000_000])
def test_texts_that_begin_alike_are_ordered_by_their_ends(start: str, ends: list[str]) -> None:
    texts = [start + end for end in ends] + ["w", "y"]
    data, offsets = buffers_of(pa.array(texts, pa.large_string()))
    assert texts_in_order(data, offsets).tolist() == sorted(range(len(texts)), key=lambda place: texts[place])


def test_texts_of_a_slice_are_ordered_too() -> None:
    column = pa.array(["z", "beta", "alpha", "be", "y"], pa.large_string()).slice(1, 3)
    assert texts_in_order(*buffers_of(column)).tolist() == [1, 2, 0]


@pytest.mark.parametrize("dtype", [np.int8, np.int64, np.float64, np.bool_])
def test_a_column_holds_the_values_of_its_array(dtype: type) -> None:
    values = np.arange(20)[::2].astype(dtype) % 3
    for some in (values, values[::3], values[:0]):
        assert from_numpy(some).to_pylist() == some.tolist()


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 7)), max_size=6))
def test_pairs_within_stretches_are_those_of_their_hubs(parts: list[tuple[int, int]]) -> None:
    sizes = np.array([size for size, _ in parts], np.int64)
    hubs = np.array([hub for _, hub in parts], np.int64)
    starts = np.cumsum(sizes) - sizes

    def listed(pairs: tuple[Any, Any]) -> list[tuple[int, int]]:
        return list(zip(*(side.tolist() for side in pairs), strict=True))

    every, of_hubs = [], []
    for start, (size, hub) in zip(starts.tolist(), parts, strict=True):
        pairs = list(combinations(range(start, start + size), 2))
        every += pairs
        of_hubs += [pair for pair in pairs if pair[0] < start + hub]
    assert listed(pairs_within(starts, sizes)) == every
    assert listed(pairs_within(starts, sizes, hubs)) == of_hubs
