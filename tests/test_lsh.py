"""Candidate pairs: which bands are chosen, and which pairs they find."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedupe import lsh
from dedupe.lsh import Bands, candidate_pairs, choose_bands

EMPTY = 0xFFFFFFFF


def pairs_of(signatures, bands, threads=None):
    left, right = candidate_pairs(np.asarray(signatures, np.uint32), bands, threads)
    return list(zip(left.tolist(), right.tolist(), strict=True))


def plain_pairs(signatures, bands):
    """List the pairs that agree in a whole band, empty signatures aside."""
    return [
        (x, y)
        for x, y in combinations(range(len(signatures)), 2)
        if all(any(value != EMPTY for value in signatures[row]) for row in (x, y))
        and any(
            list(signatures[x][b * bands.rows : (b + 1) * bands.rows])
            == list(signatures[y][b * bands.rows : (b + 1) * bands.rows])
            for b in range(bands.bands)
        )
    ]


def test_bands_for_the_default_threshold():
    assert choose_bands(128, 0.7) == Bands(32, 4)


@given(st.integers(1, 256), st.floats(0.05, 1.0), st.floats(0.5, 0.9999))
def test_chosen_bands_reach_the_recall_with_the_most_rows(num_perm, threshold, recall):
    chosen = choose_bands(num_perm, threshold, recall)
    assert chosen.bands * chosen.rows <= num_perm
    assert chosen.recall(threshold) >= recall or chosen.rows == 1
    if chosen.rows < num_perm:
        more = chosen.rows + 1
        assert Bands(num_perm // more, more).recall(threshold) < recall


def test_a_threshold_out_of_reach_gets_single_rows_and_says_their_recall():
    bands = choose_bands(16, 0.1)
    assert bands == Bands(16, 1)
    assert bands.recall(0.1) == pytest.approx(1 - 0.9**16)


def test_only_equal_texts_need_one_band():
    assert choose_bands(128, 1.0) == Bands(1, 128)


@pytest.mark.parametrize("threshold", [0, -1, 1.01])
def test_a_threshold_that_is_no_similarity_is_refused(threshold):
    with pytest.raises(ValueError, match="over 0 and up to 1"):
        choose_bands(128, threshold)


def test_no_permutations_are_refused():
    with pytest.raises(ValueError, match="at least 1"):
        choose_bands(0, 0.5)


def test_bands_that_need_more_permutations_are_refused():
    with pytest.raises(ValueError, match="32 bands of 5 rows need 160 permutations, the signatures have 128"):
        candidate_pairs(np.zeros((2, 128), np.uint32), Bands(32, 5))


@given(
    st.lists(st.lists(st.sampled_from([1, 2, EMPTY]), min_size=6, max_size=6), min_size=1, max_size=12),
    st.sampled_from([Bands(6, 1), Bands(3, 2), Bands(2, 3), Bands(1, 6), Bands(2, 2)]),
)
def test_pairs_are_those_that_agree_in_a_band(signatures, bands):
    assert pairs_of(signatures, bands) == plain_pairs(signatures, bands)


def test_empty_texts_pair_with_none():
    assert pairs_of([[EMPTY] * 4, [EMPTY] * 4, [1, 2, 3, 4], [1, 2, 9, 9]], Bands(2, 2)) == [(2, 3)]


@pytest.mark.parametrize("count", [0, 1])
def test_fewer_than_two_texts_have_no_pairs(count):
    assert pairs_of(np.ones((count, 4)), Bands(2, 2)) == []


def test_a_bucket_of_copies_gives_every_pair_up_to_the_limit():
    most = lsh.ALL_PAIRS_MOST
    assert len(pairs_of(np.ones((most, 4)), Bands(2, 2))) == most * (most - 1) // 2


def test_a_larger_bucket_stays_in_one_piece_with_few_pairs():
    count = 5000
    pairs = pairs_of(np.ones((count, 4)), Bands(2, 2))
    assert {(0, row) for row in range(1, count)} <= set(pairs)
    assert {(row, row + 1) for row in range(count - 1)} <= set(pairs)
    assert len(pairs) <= count * (lsh.NEIGHBOURS + 1)


def test_in_a_larger_bucket_likes_stand_beside_each_other():
    # All agree in the first band; in the second, rows x and x + 300 are the only alike.
    signatures = [[7, 7, 100 + row % 300, 1] for row in range(600)]
    assert {(row, row + 300) for row in range(300)} <= set(pairs_of(signatures, Bands(2, 2)))


def test_the_result_does_not_depend_on_threads():
    signatures = np.random.default_rng(3).integers(0, 4, (700, 12)).astype(np.uint32)
    signatures[:300, :3] = 1
    assert pairs_of(signatures, Bands(4, 3), threads=1) == pairs_of(signatures, Bands(4, 3), threads=3)
