"""Candidate pairs: which bands are chosen, and which pairs they find."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedupe import lsh
from dedupe.lsh import Bands, candidate_pairs, choose_bands


def pairs_of(hashes, threads=None):
    left, right = candidate_pairs(np.asarray(hashes, np.uint32), threads)
    return list(zip(left.tolist(), right.tolist(), strict=True))


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
    assert bands.recall(0.1) == pytest.approx(1 - 0.9**16 - 16 * 0.1 * 0.9**15)


def test_only_equal_texts_need_one_band():
    assert choose_bands(128, 1.0) == Bands(1, 128)


@pytest.mark.parametrize("threshold", [0, -1, 1.01])
def test_a_threshold_that_is_no_similarity_is_refused(threshold):
    with pytest.raises(ValueError, match="over 0 and up to 1"):
        choose_bands(128, threshold)


def test_no_permutations_are_refused():
    with pytest.raises(ValueError, match="at least 1"):
        choose_bands(0, 0.5)


@given(
    st.integers(1, 6).flatmap(
        lambda bands: st.lists(
            st.lists(st.sampled_from([1, 2, 0xFFFFFFFF]), min_size=bands, max_size=bands),
            min_size=1,
            max_size=12,
        )
    )
)
def test_pairs_are_those_that_agree_in_two_bands(hashes):
    assert pairs_of(hashes) == [
        (x, y)
        for x, y in combinations(range(len(hashes)), 2)
        if sum(one == other for one, other in zip(hashes[x], hashes[y], strict=True))
        >= min(2, len(hashes[x]))
    ]


@pytest.mark.parametrize("count", [0, 1])
def test_fewer_than_two_texts_have_no_pairs(count):
    assert pairs_of(np.ones((count, 2))) == []


def test_a_bucket_of_copies_gives_every_pair_up_to_the_limit():
    most = lsh.ALL_PAIRS_MOST
    assert len(pairs_of(np.ones((most, 2)))) == most * (most - 1) // 2


def test_a_larger_bucket_stays_in_one_piece_with_few_pairs():
    count = 5000
    pairs = pairs_of(np.ones((count, 2)))
    assert {(0, row) for row in range(1, count)} <= set(pairs)
    assert {(row, row + 1) for row in range(count - 1)} <= set(pairs)
    assert len(pairs) <= count * (lsh.NEIGHBOURS + 1)


def test_in_a_larger_bucket_likes_stand_beside_each_other():
    # All agree in the first band; in the second, rows x and x + 300 are the only alike.
    assert {(row, row + 300) for row in range(300)} <= set(
        pairs_of([[7, 100 + row % 300] for row in range(600)])
    )


def test_pairs_merged_on_the_way_are_the_same(monkeypatch):
    hashes = np.random.default_rng(3).integers(0, 40, (300, 12)).astype(np.uint32)
    whole = pairs_of(hashes)
    monkeypatch.setattr(lsh, "MERGED_AFTER", 100)
    assert pairs_of(hashes) == whole


def test_the_result_does_not_depend_on_threads():
    hashes = np.random.default_rng(3).integers(0, 40, (700, 4)).astype(np.uint32)
    hashes[:300, 0] = 1
    assert pairs_of(hashes, threads=1) == pairs_of(hashes, threads=3)
