"""Candidate pairs: which bands are chosen, and which pairs they find."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedupe import lsh
from dedupe.lsh import Bands, candidate_pairs, choose_bands, pairs_apart


def pairs_of(hashes, threads=None):
    left, right, _ = candidate_pairs(np.asarray(hashes, np.uint32), threads)
    return list(zip(left.tolist(), right.tolist(), strict=True))


def pairs_still_apart(hashes, groups):
    hashes = np.asarray(hashes, np.uint32)
    left, right = pairs_apart(hashes, np.asarray(groups), candidate_pairs(hashes).crowded)
    return list(zip(left.tolist(), right.tolist(), strict=True))


def crowd(size, bands=8, agreeing=0.5, seed=3):
    """Return hashes of texts each of which agrees with one text in so many of the bands, the first in all."""
    random = np.random.default_rng(seed)
    hashes = random.integers(1, 2**32, (size, bands), np.uint32)
    hashes[(random.random(hashes.shape) < agreeing) | (hashes[:, :1] == hashes[0, 0])] = 0
    return hashes


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


def test_a_crowd_is_paired_with_its_first():
    hashes = np.ones((5000, 2), np.uint32)
    assert pairs_of(hashes) == [(0, row) for row in range(1, 5000)]
    assert candidate_pairs(hashes).crowded == [0, 1]


def test_only_bands_with_a_larger_bucket_are_crowded():
    count = lsh.ALL_PAIRS_MOST + 1
    hashes = np.column_stack([np.arange(count), np.arange(count) // 2, np.full(count, 7)])
    assert candidate_pairs(hashes.astype(np.uint32)).crowded == [2]
    assert candidate_pairs(hashes[1:].astype(np.uint32)).crowded == []


def test_a_crowd_that_belongs_together_has_nothing_apart():
    assert pairs_still_apart(crowd(2000), np.zeros(2000, int)) == []


def test_the_unlike_of_a_crowd_are_paired_with_few_and_their_likes_among_them():
    hashes = crowd(2000, bands=32)
    # Each of the last hundred agrees with one of the first thousand in 24 bands, with the others in eight.
    hashes[1900:] = hashes[1:1000][::10]
    hashes[1900:, ::4] = np.arange(800).reshape(100, 8)
    pairs = pairs_still_apart(hashes, np.arange(2000))
    assert {(1 + 10 * i, 1900 + i) for i in range(100)} <= set(pairs)
    assert len(pairs) <= lsh.LIKEST * 2000
    assert len(pairs) == len(set(pairs))
    assert all(one < other for one, other in pairs)


@given(st.integers(0, 2**32))
def test_pairs_of_a_crowd_are_of_different_groups(seed):
    hashes = crowd(800, seed=seed)
    groups = np.random.default_rng(seed).integers(0, 3, 800)
    pairs = pairs_still_apart(hashes, groups)
    assert pairs
    assert all(groups[one] != groups[other] for one, other in pairs)


def test_each_turn_compares_a_crowd_with_others():
    hashes = crowd(2000)
    first, second = (
        set(
            zip(
                *(side.tolist() for side in pairs_apart(hashes, np.arange(2000), list(range(8)), turn)),
                strict=True,
            )
        )
        for turn in (0, 1)
    )
    assert len(second - first) > 2000


def test_a_crowd_is_compared_in_pieces(monkeypatch):
    hashes = crowd(1000)
    monkeypatch.setattr(lsh, "COMPARED_AT_ONCE", 3)  # some pieces have fewer rows than there are neighbours
    pairs = pairs_still_apart(hashes, np.arange(1000))
    assert {row for pair in pairs for row in pair} == {
        row for row in range(1000) if np.count_nonzero(hashes[row] == 0)
    }


def test_pairs_merged_on_the_way_are_the_same(monkeypatch):
    hashes = np.random.default_rng(3).integers(0, 40, (300, 12)).astype(np.uint32)
    whole = pairs_of(hashes)
    monkeypatch.setattr(lsh, "MERGED_AFTER", 100)
    assert pairs_of(hashes) == whole


def test_the_result_does_not_depend_on_threads():
    hashes = np.random.default_rng(3).integers(0, 40, (700, 4)).astype(np.uint32)
    hashes[:300, 0] = 1
    assert pairs_of(hashes, threads=1) == pairs_of(hashes, threads=3)
