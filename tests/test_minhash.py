"""Signatures are bit for bit datasketch's, and go there and back."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedupe import kernels
from dedupe.lsh import Bands
from dedupe.minhash import (
    from_datasketch,
    permutations,
    signatures,
    sketch,
    sketch_bands,
    to_datasketch,
)
from dedupe.shingles import Shingles, Shingling, shingle
from dedupe.text.fold import fold

datasketch = pytest.importorskip("datasketch")

PARAGRAPH = "Police in Lahore said on Tuesday that four people had been held over the fire at the market. "
TEXTS = [PARAGRAPH, PARAGRAPH + "Two were released later.", "", "Held", PARAGRAPH * 400]


def reference(hashes, num_perm, seed):
    minhash = datasketch.MinHash(num_perm, seed, hashfunc=int)
    minhash.update_batch(hashes)
    return minhash


@given(
    st.lists(st.lists(st.integers(0, 2**64 - 1), max_size=50), max_size=4),
    st.sampled_from([1, 7, 64, 128]),
    st.integers(0, 2**32 - 1),
)
@settings(max_examples=50)
def test_signatures_equal_those_of_datasketch(sets, num_perm, seed):
    hashes = np.array([h for s in sets for h in s], np.uint64)
    offsets = np.cumsum([0, *map(len, sets)]).astype(np.int64)
    ours = signatures(Shingles(hashes, offsets), num_perm, seed)
    assert ours.shape == (len(sets), num_perm)
    for row, values in zip(ours, sets, strict=True):
        expected = reference([h & 0xFFFFFFFF for h in values], num_perm, seed)
        assert row.tolist() == expected.hashvalues.tolist()


@pytest.mark.parametrize(("num_perm", "seed"), [(128, 1), (256, 42), (1, 0), (700, 2**32 - 1)])
def test_permutations_are_those_datasketch_draws(num_perm, seed):
    theirs = datasketch.MinHash(num_perm, seed).permutations
    assert [part.tolist() for part in permutations(num_perm, seed)] == [part.tolist() for part in theirs]


def test_no_permutations_are_refused():
    with pytest.raises(ValueError, match="at least 1"):
        permutations(0)


@pytest.mark.parametrize("seed", [-1, 2**32])
def test_a_seed_that_datasketch_refuses_is_refused(seed):
    with pytest.raises(ValueError, match="from 0 to 4294967295"):
        permutations(128, seed)


def test_the_signature_of_an_empty_text_is_the_largest_value_throughout():
    row = sketch(fold(pa.array([""])), Shingling("words", 5), 16)[0]
    assert set(row.tolist()) == {0xFFFFFFFF}


def test_a_sketch_is_the_signature_of_the_shingles():
    folded, shingling = fold(pa.array(TEXTS)), Shingling("words", 5)
    assert np.array_equal(sketch(folded, shingling, 64, 3), signatures(shingle(folded, shingling), 64, 3))


def test_band_hashes_are_those_of_the_sketch():
    folded, shingling, bands = fold(pa.array(TEXTS)), Shingling("words", 5), Bands(9, 3)
    expected = kernels.band_hashes(sketch(folded, shingling, 64, 3), 9, 3)
    assert np.array_equal(sketch_bands(folded, shingling, bands, 64, 3), expected)


def test_texts_share_a_band_hash_where_they_agree_in_the_band():
    folded, shingling = fold(pa.array(TEXTS)), Shingling("words", 2)
    rows = sketch(folded, shingling, 60)[:, :60].reshape(len(TEXTS), 20, 3)
    hashes = sketch_bands(folded, shingling, Bands(20, 3), 60)
    assert ((rows[0] == rows[1]).all(axis=1) == (hashes[0] == hashes[1])).all()
    assert 0 < (hashes[0] == hashes[1]).sum() < 20


def test_more_bands_than_permutations_are_refused_with_both_numbers():
    with pytest.raises(ValueError, match="16 bands of 4 rows need 64 permutations, there are 63"):
        sketch_bands(fold(pa.array(TEXTS)), Shingling("words", 5), Bands(16, 4), 63)


def test_the_result_does_not_depend_on_threads(monkeypatch):
    monkeypatch.setattr(kernels.slices, "SLICE_ITEMS", 64)
    folded, shingling = fold(pa.array(TEXTS * 5)), Shingling("words", 3)
    one, three = (sketch(folded, shingling, threads=threads) for threads in (1, 3))
    assert np.array_equal(one, three)
    one, three = (sketch_bands(folded, shingling, Bands(8, 4), threads=threads) for threads in (1, 3))
    assert np.array_equal(one, three)


def test_signatures_agree_as_often_as_their_sets_do():
    rng = np.random.default_rng(5)
    pool = rng.integers(0, 2**64, 1500, np.uint64)
    shingles = Shingles(np.concatenate([pool[:1000], pool[500:]]), np.array([0, 1000, 2000]))
    left, right = signatures(shingles, 4096)
    # Jaccard 500/1500; four standard errors of 4,096 places are 0.03.
    assert abs(float((left == right).mean()) - 1 / 3) < 0.03


def test_signatures_go_to_datasketch_and_back():
    ours = sketch(fold(pa.array(TEXTS)), Shingling("words", 3), 32, seed=9)
    minhashes = to_datasketch(ours, seed=9)
    back, seed = from_datasketch(minhashes)
    assert seed == 9
    assert np.array_equal(back, ours)
    assert back.dtype == np.uint32
    assert minhashes[0].jaccard(minhashes[1]) == float((ours[0] == ours[1]).mean())


def test_one_signature_goes_to_datasketch_too():
    ours = sketch(fold(pa.array(TEXTS[:1])), Shingling("words", 3), 32)
    assert to_datasketch(ours[0])[0].hashvalues.tolist() == ours[0].tolist()


@pytest.mark.parametrize("scheme", ["legacy", "affine64"])
def test_other_schemes_are_refused_by_name(scheme):
    with pytest.raises(ValueError, match=f"have the scheme {scheme}, but only affine32"):
        from_datasketch([datasketch.MinHash(8, scheme=scheme)])


def test_mixed_seeds_and_lengths_are_refused_with_both_numbers():
    with pytest.raises(ValueError, match=r"different seeds \(1, 2\)"):
        from_datasketch([datasketch.MinHash(8, 1), datasketch.MinHash(8, 2)])
    with pytest.raises(ValueError, match=r"different numbers of permutations \(8, 16\)"):
        from_datasketch([datasketch.MinHash(8), datasketch.MinHash(16)])


def test_no_minhashes_are_refused():
    with pytest.raises(ValueError, match="no MinHashes"):
        from_datasketch([])
