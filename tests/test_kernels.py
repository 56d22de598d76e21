"""The compiled kernels do what their NumPy twins define, and nothing else, whatever they are given."""

import itertools
import os
import subprocess
import sys
import tempfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedupe import kernels
from dedupe.kernels import twin
from dedupe.kernels.choice import remedy
from dedupe.text.fold_tables import load

core = pytest.importorskip("dedupe.kernels._core", reason="the compiled kernels are not built")

# Letters of every class: cased, accented, compatibility forms, marks, scripts without spaces, boundaries.
LETTERS = (
    "aB9z .,-_\t\n'ÉßſİΣéﬁ½…“”—\u00ad\u0301\u0316\u0345Жж中国カﾞｶ。がไทยำ๑กี້ខ្មकि़각ㄱ"
    "\u1161\u11a8ﾡ㌀㎏Ａ１🙂\U0001f1ec"
)
words = st.text(st.sampled_from(LETTERS), max_size=12)
texts = st.one_of(
    st.text(max_size=60),
    st.text(st.sampled_from(LETTERS), max_size=80),
    st.lists(st.one_of(words, st.just("x" * 40), st.just("abcdefgh"))).map(" ".join),
)
encoded = st.one_of(texts.map(str.encode), st.binary(max_size=40))
documents = st.lists(encoded, max_size=6)
hash_sets = st.lists(
    st.lists(st.one_of(st.integers(0, 2**64 - 1), st.integers(0, 40)), max_size=60), max_size=6
)


def joined(parts, dtype=np.uint8, lead=0):
    """Put documents back to back, after `lead` items that belong to none."""
    parts = [np.frombuffer(p, dtype) if isinstance(p, bytes) else np.array(p, dtype) for p in parts]
    offsets = np.cumsum([lead, *(len(part) for part in parts)]).astype(np.int64)
    return np.concatenate([np.zeros(lead, dtype), *parts]).astype(dtype), offsets


def filled(engine, name, before, capacity, dtype, documents_count):
    """Call a kernel that fills `out` and its offsets; return what it filled."""
    out = np.zeros(capacity, dtype)
    ends = np.full(documents_count + 1, -1, np.int64)
    size = getattr(engine, name)(*before, out, ends)
    return out[:size].tolist(), ends.tolist()


@given(documents, st.booleans(), st.sampled_from([0, 3]))
def test_fold_equals_its_twin_on_any_bytes(parts, normalised, lead):
    data, offsets = joined(parts, lead=lead)
    results = []
    for engine in (core, twin):
        out = np.zeros(kernels.FOLD_GROWTH * len(data) + kernels.FOLD_SLACK, np.uint8)
        ends, hard = np.full(len(offsets), -1, np.int64), np.zeros(len(parts), np.bool_)
        size = engine.fold(data, offsets, *load(), normalised, out, ends, hard)
        results.append((out[:size].tobytes(), ends.tolist(), hard.tolist()))
    assert results[0] == results[1]


@pytest.mark.parametrize("lead", range(0, 80, 9))
@given(st.data())
@settings(max_examples=20, deadline=None)
def test_fold_equals_its_twin_wherever_a_letter_meets_the_end_of_a_block(lead, data):
    text = "a b" * lead + data.draw(st.text(st.sampled_from("aB ,é中\u0301"), max_size=80)) + "c, " * 400
    parts, offsets = joined([text.encode()])
    results = []
    for engine in (core, twin):
        out = np.zeros(kernels.FOLD_GROWTH * len(parts) + kernels.FOLD_SLACK, np.uint8)
        ends, hard = np.zeros(2, np.int64), np.zeros(1, np.bool_)
        size = engine.fold(parts, offsets, *load(), False, out, ends, hard)
        results.append((out[:size].tobytes(), ends.tolist(), hard.tolist()))
    assert results[0] == results[1]


@pytest.mark.parametrize("name", ["word_shingles", "letter_shingles"])
@given(documents, st.sampled_from([1, 2, 3, 5, 12, 10**6, 2**62]), st.sampled_from([2**64 - 1, 2**62, 0]))
def test_shingles_equal_their_twins(name, parts, k, limit):
    data, offsets = joined(parts, lead=2)
    capacity = len(data) + len(parts)
    results = [
        filled(engine, name, (data, offsets, k, limit), capacity, np.uint64, len(parts))
        for engine in (core, twin)
    ]
    assert results[0] == results[1]


@given(st.lists(st.sampled_from([0, 1, 7, 8, 9, 15, 16, 17, 31, 32, 33, 70]), max_size=60), st.integers(1, 9))
def test_words_of_any_length_are_hashed_as_by_the_twin(lengths, k):
    words = ["abcdefghij"[i % 10] * length for i, length in enumerate(lengths)]
    data, offsets = joined([" ".join(words).encode(), b"", " ".join(words[::-1]).encode()])
    results = [
        filled(engine, "word_shingles", (data, offsets, k, 2**64 - 1), len(data) + 3, np.uint64, 3)
        for engine in (core, twin)
    ]
    assert results[0] == results[1]


@pytest.mark.parametrize("lead", [0, 1, 1000, 1023, 2031, 2040, 2047, 2048, 2049])
@pytest.mark.parametrize("long", [1, 5, 17, 1024, 2048, 2049, 5000])
def test_a_word_is_hashed_as_by_the_twin_wherever_it_lies_in_a_long_text(lead, long):
    tails = (b"", b" ", b"  c" * 900)
    texts = [b"a " * (lead // 2) + b" " * (lead % 2) + b"b" * long + tail for tail in tails]
    data, offsets = joined(texts)
    results = [
        filled(engine, "word_shingles", (data, offsets, 3, 2**64 - 1), len(data) + 3, np.uint64, 3)
        for engine in (core, twin)
    ]
    assert results[0] == results[1]


@pytest.mark.parametrize("engine", [core, twin])
def test_a_word_is_hashed_alike_whatever_stands_after_its_document(engine):
    data, offsets = joined([b"last words", b"", b"follow", b"last words"])
    hashes, _ = filled(engine, "word_shingles", (data, offsets, 2, 2**64 - 1), 30, np.uint64, 4)
    assert hashes[0] == hashes[2]


def test_words_that_differ_in_one_letter_have_hashes_that_differ_in_half_their_bits():
    for length in (1, 5, 8, 9, 16, 17, 40):
        changed = [b"a" * i + b"b" + b"a" * (length - i - 1) for i in range(length)]
        data, offsets = joined([b"a" * length, *changed])
        hashes, _ = kernels.word_shingles(data, offsets, 5)
        assert len(np.unique(hashes)) == length + 1
        flipped = [int(hash_ ^ hashes[0]).bit_count() for hash_ in hashes[1:]]
        assert min(flipped) >= 16
        assert max(flipped) <= 48


@given(documents, st.sampled_from([0, 3]))
def test_digests_equal_their_twin(parts, lead):
    data, offsets = joined([*parts, *(part * 30 for part in parts)], lead=lead)
    results = []
    for engine in (core, twin):
        out = np.zeros((len(offsets) - 1, 2), np.uint64)
        engine.digests(data, offsets, out)
        results.append(out.tolist())
    assert results[0] == results[1]


def test_digests_tell_documents_apart_by_each_bit_and_by_their_length():
    text = bytes(range(1, 201))
    flipped = [bytes([*text[:i], text[i] ^ 1 << i % 8, *text[i + 1 :]]) for i in range(200)]
    swapped = [text[64:128] + text[:64] + text[128:], text[8:16] + text[:8] + text[16:]]
    cut = [text[:length] + bytes(extra) for length in (0, 1, 63, 64, 65, 199) for extra in (0, 1)]
    data, offsets = joined([text, *flipped, *swapped, *cut, text])
    digests = kernels.digests(data, offsets)
    assert (digests[-1] == digests[0]).all()
    for half in digests[:-1].T:
        assert len(np.unique(half)) == len(half)
    changes = [int(half).bit_count() for half in (digests[1:201] ^ digests[0]).ravel()]
    assert min(changes) >= 10
    assert max(changes) <= 54
    assert abs(np.mean(changes) - 32) < 1


@given(hash_sets, st.integers(1, 80), st.randoms(use_true_random=False))
def test_signatures_and_band_hashes_equal_their_twins(sets, num_perm, random):
    hashes, offsets = joined(sets, np.uint64)
    a, b = (np.array([random.getrandbits(32) for _ in range(num_perm)], np.uint32) for _ in range(2))
    rows = random.randint(1, num_perm)
    results = []
    for engine in (core, twin):
        out = np.zeros((len(sets), num_perm), np.uint32)
        engine.signatures(hashes, offsets, a, b, out)
        bands = np.zeros((len(sets), num_perm // rows), np.uint32)
        engine.band_hashes(out, num_perm, num_perm // rows, rows, bands)
        results.append((out.tolist(), bands.tolist()))
    assert results[0] == results[1]


@given(documents, st.booleans(), st.sampled_from([1, 3, 2**40]), st.sampled_from([1, 64, 70]))
def test_sketches_equal_their_twin(parts, words, k, num_perm):
    data, offsets = joined([*parts, b"one two three " * 300], lead=2)
    rng = np.random.default_rng(3)
    a, b = (rng.integers(0, 2**32, num_perm, np.uint32) for _ in range(2))
    results = []
    for engine in (core, twin):
        out = np.zeros((len(offsets) - 1, num_perm), np.uint32)
        engine.sketches(data, offsets, words, k, a, b, out)
        results.append(out.tolist())
    assert results[0] == results[1]


def test_signatures_of_a_document_longer_than_a_block_equal_their_twin():
    hashes = np.arange(5000, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    offsets = np.array([0, 1023, 1023, 4500, 5000])
    a, b = np.array([3, 5, 2**31 + 1], np.uint32), np.array([1, 0, 7], np.uint32)
    ours, theirs = np.zeros((4, 3), np.uint32), np.zeros((4, 3), np.uint32)
    core.signatures(hashes, offsets, a, b, ours)
    twin.signatures(hashes, offsets, a, b, theirs)
    assert np.array_equal(ours, theirs)


@st.composite
def pairs_of_sets(draw):
    """Documents whose hashes repeat and are shared, and pairs of them, some of very different size."""
    pool = draw(st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 40), min_size=1, max_size=300))
    sizes = st.sampled_from([0, 1, 3, len(pool)])
    sets = [
        pool[: draw(sizes)][draw(st.integers(0, 2)) :] * draw(st.sampled_from([1, 1, 2])) for _ in range(4)
    ]
    left = draw(st.lists(st.integers(0, 3), max_size=8))
    right = [draw(st.integers(0, 3)) for _ in left]
    return sets, np.array(left, np.int64), np.array(right, np.int64)


@given(pairs_of_sets(), st.sampled_from([0, 2]))
def test_overlaps_are_those_of_plain_sets_by_either_engine(given_pairs, lead):
    sets, left, right = given_pairs
    hashes, offsets = joined(sets, np.uint64, lead=lead)
    for engine in (core, twin):
        shared, sizes = np.zeros(len(left), np.int64), np.zeros(len(sets), np.int64)
        engine.overlaps(hashes, offsets, left, right, shared, sizes)
        assert sizes.tolist() == [len(set(values)) for values in sets]
        assert shared.tolist() == [len(set(sets[x]) & set(sets[y])) for x, y in zip(left, right, strict=True)]


@pytest.mark.parametrize("factor", [1, 2**32, 0x0BA79078168D4BAF])
def test_values_that_fall_on_one_place_are_told_apart(factor):
    """The last factor is the inverse of the table's own: all values then fall on its first places."""
    hashes = np.arange(2000, dtype=np.uint64) * np.uint64(factor)
    shared, sizes = kernels.overlaps(
        np.concatenate([hashes, hashes[::2]]), np.array([0, 2000, 3000]), np.array([0, 1]), np.array([1, 0])
    )
    assert (shared.tolist(), sizes.tolist()) == ([1000, 1000], [2000, 1000])


@given(documents, st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99), st.integers(0, 99)), max_size=8))
def test_documents_are_gathered_from_wherever_they_are(parts, wanted):
    chunks = [np.frombuffer(part, np.uint8) for part in (*parts, b"end")]
    spans = [(which % len(chunks), *sorted((x, y))) for which, x, y in wanted]
    spans = [(which, *(min(place, len(chunks[which])) for place in span)) for which, *span in spans]
    which, starts, ends = np.array(spans, np.int64).reshape(-1, 3).T
    for engine in (core, twin):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(kernels.choice, "core", engine)
            data, offsets = kernels.gather(chunks, which.copy(), starts.copy(), ends - starts)
        found = [data[a:b].tobytes() for a, b in itertools.pairwise(offsets)]
        assert found == [(*parts, b"end")[chunk][x:y] for chunk, x, y in spans]


@pytest.mark.parametrize(
    ("which", "start", "size", "said"),
    [(2, 0, 1, "which"), (-1, 0, 1, "which"), (0, -1, 1, "sizes"), (0, 0, -1, "sizes"), (0, 3, 2, "sizes"),
     (0, 9, 1, "sizes"), (0, 2**62, 2**62, "sizes"), (1, 0, 8, "sizes")],
)  # fmt: skip
def test_documents_outside_their_chunk_are_refused(which, start, size, said):
    chunks = [np.zeros(4, np.uint8), np.zeros(9, np.uint8)]
    with pytest.raises(ValueError, match=said):
        core.gather(chunks, np.array([which]), np.array([start]), np.array([size]), np.zeros(7, np.uint8))


@pytest.mark.parametrize("engine", [core, twin], ids=["c", "numpy"])
@given(
    data=st.binary(max_size=99),
    spans=st.lists(st.tuples(st.integers(0, 120), st.integers(0, 40)), max_size=8),
)
def test_documents_of_a_file_are_read_as_far_as_it_goes(engine, data, spans):
    starts, sizes = np.array(spans, np.int64).reshape(-1, 2).T.copy()
    out = np.zeros(int(sizes.sum()), np.uint8)
    pieces = [data[start : start + size] for start, size in spans]
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.flush()
        read = engine.read_documents(file.fileno(), starts, sizes, out)
    assert read == len(b"".join(pieces))
    assert out[:read].tobytes() == b"".join(pieces)


@pytest.mark.parametrize(("start", "size"), [(-1, 1), (0, -1), (0, 8), (0, 2**62)])
def test_documents_outside_a_file_or_what_is_filled_are_refused(start, size):
    with tempfile.TemporaryFile() as file, pytest.raises(ValueError, match="sizes: a document begins before"):
        core.read_documents(file.fileno(), np.array([start]), np.array([size]), np.zeros(7, np.uint8))


@pytest.mark.parametrize("engine", [core, twin], ids=["c", "numpy"])
def test_a_file_that_cannot_be_read_is_an_error_of_the_system(engine):
    with open(os.devnull, "wb") as file, pytest.raises(OSError, match="Bad file descriptor"):
        engine.read_documents(file.fileno(), np.array([0]), np.array([1]), np.zeros(1, np.uint8))


@pytest.mark.parametrize("chunks", [(np.zeros(1, np.uint8),), [np.zeros(1, np.int64)], ["text"]])
def test_chunks_that_are_no_list_of_bytes_are_refused(chunks):
    empty = np.zeros(0, np.int64)
    with pytest.raises((TypeError, ValueError, SystemError)):
        core.gather(chunks, empty, empty, empty, np.zeros(0, np.uint8))


@given(
    st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 50), max_size=60, unique=True).map(sorted),
    st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 50), max_size=60),
)
def test_values_are_looked_up_where_they_stand(table, values):
    values += table[::2]
    expected = [table.index(value) if value in table else -1 for value in values]
    for engine in (core, twin):
        out = np.empty(len(values), np.int64)
        engine.look_up(*kernels.Table.of(np.array(table, np.uint64)), np.array(values, np.uint64), out)
        assert out.tolist() == expected


def test_a_wide_letter_counts_as_three():
    data, offsets = joined(["东 风 港 仓".encode(), b"abc"])
    _, ends = kernels.letter_shingles(data, offsets, 12)
    assert np.diff(ends).tolist() == [1, 1]
    longer, longer_ends = joined(["东 风 港 仓 a".encode()])
    assert len(kernels.letter_shingles(longer, longer_ends, 12)[0]) == 2


@settings(max_examples=20, deadline=None)
@given(st.lists(encoded, max_size=40))
def test_results_do_not_depend_on_the_number_of_threads(parts):
    data, offsets = joined(parts)
    results = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernels.slices, "SLICE_ITEMS", 64)
        for threads in (1, 3):
            folded, ends, hard = kernels.fold(data, offsets, load(), threads=threads)
            hashes, starts = kernels.letter_shingles(folded, ends, 3, threads=threads)
            arrays = [folded, ends, hard, hashes, starts]
            arrays += kernels.word_shingles(folded, ends, 2, threads=threads)
            results.append([array.tolist() for array in arrays])
    assert results[0] == results[1]


@pytest.mark.parametrize("offsets", [[], [-1, 2], [2, 1], [0, 3, 2], [0, 7], [5, 7], [2**62, 2**62]])
def test_offsets_that_leave_the_data_are_refused(offsets):
    data, offsets = np.zeros(6, np.uint8), np.array(offsets, np.int64)
    hashes, ends = np.zeros(99, np.uint64), np.zeros(99, np.int64)
    with pytest.raises(ValueError, match="offsets"):
        core.word_shingles(data, offsets, 2, 9, hashes, ends)
    with pytest.raises(ValueError, match="offsets"):
        core.overlaps(np.zeros(6, np.uint64), offsets, ends[:0], ends[:0], ends[:0], ends)
    with pytest.raises(ValueError, match="offsets"):
        core.fold(data, offsets, *load(), False, np.zeros(99, np.uint8), ends, np.zeros(9, np.bool_))


def test_what_a_kernel_returned_stays_when_it_is_called_again():
    data, offsets = joined([b"One two, three."])
    folded, ends, _ = kernels.fold(data, offsets, load(), threads=1)
    hashes, _ = kernels.word_shingles(folded, ends, 1, threads=1)
    kept = folded.tobytes(), hashes.tobytes()
    again, again_ends, _ = kernels.fold(data[::-1].copy(), offsets, load(), threads=1)
    kernels.word_shingles(again, again_ends, 1, threads=1)
    assert (folded.tobytes(), hashes.tobytes()) == kept


def test_outputs_that_are_too_small_are_refused():
    data, offsets = np.full(8, ord("a"), np.uint8), np.array([0, 8])
    with pytest.raises(ValueError, match="out: needs 88 items, got 87"):
        core.fold(
            data, offsets, *load(), False, np.zeros(87, np.uint8), np.zeros(2, np.int64), np.zeros(1, bool)
        )
    with pytest.raises(ValueError, match="out: needs 8 items, got 7"):
        core.letter_shingles(data, offsets, 2, 9, np.zeros(7, np.uint64), np.zeros(2, np.int64))
    with pytest.raises(ValueError, match="out_offsets: needs 2 items, got 1"):
        core.letter_shingles(data, offsets, 2, 9, np.zeros(8, np.uint64), np.zeros(1, np.int64))


def test_items_of_the_wrong_size_are_refused():
    with pytest.raises(ValueError, match="offsets: expected aligned items of 8 bytes, got items of 4 bytes"):
        core.letter_shingles(
            np.zeros(4, np.uint8), np.zeros(2, np.int32), 2, 9, np.zeros(4, np.uint64), np.zeros(2, np.int64)
        )


def test_rows_outside_the_documents_are_refused():
    hashes, offsets, out = np.zeros(2, np.uint64), np.array([0, 1, 2]), np.zeros(2, np.int64)
    with pytest.raises(ValueError, match="right: names a row outside the 2 documents"):
        core.overlaps(hashes, offsets, np.array([0]), np.array([2]), out, out)
    with pytest.raises(ValueError, match="left: names a row outside the 2 documents"):
        core.overlaps(hashes, offsets, np.array([-1]), np.array([1]), out, out)


def test_read_only_outputs_are_refused():
    out = np.zeros(1, np.int64)
    out.flags.writeable = False
    with pytest.raises((ValueError, BufferError)):
        core.overlaps(np.zeros(1, np.uint64), np.array([0, 1]), np.array([0]), np.array([0]), out, out)


@pytest.mark.parametrize("k", [0, -1])
def test_shingles_of_no_words_are_refused(k):
    with pytest.raises(ValueError, match="at least 1"):
        kernels.word_shingles(np.zeros(0, np.uint8), np.zeros(1, np.int64), k)


def test_fold_tables_that_do_not_fit_together_are_refused():
    index, entries, pool = load()
    data, offsets, out = np.zeros(1, np.uint8), np.array([0, 1]), np.zeros(99, np.uint8)
    with pytest.raises(ValueError, match="make the fold tables again"):
        core.fold(
            data, offsets, index, entries[:-128], pool, False, out, np.zeros(2, np.int64), np.zeros(1, bool)
        )


def test_a_pool_that_is_cut_short_is_never_read_past_its_end():
    index, entries, pool = load()
    data, offsets = joined(["Ａ½ÉＢ".encode()])
    out, ends, hard = np.zeros(99, np.uint8), np.zeros(2, np.int64), np.zeros(1, np.bool_)
    core.fold(data, offsets, index, entries, pool[:5], False, out, ends, hard)
    assert hard.tolist() == [True]


def run_python(code, **environment):
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ, **environment}
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_dedupe_pure_picks_the_twins_without_a_warning():
    code = (
        "import warnings; warnings.simplefilter('error'); from dedupe import kernels; print(kernels.engine)"
    )
    assert run_python(code, DEDUPE_PURE="1") == "numpy"
    assert run_python(code, DEDUPE_PURE="0") == "c"


def test_the_remedy_tells_a_clone_from_an_installation(tmp_path):
    assert remedy(tmp_path).startswith("Install a C compiler")
    (tmp_path / "pyproject.toml").touch()
    assert f"pip install -e {tmp_path}, or run in another folder" in remedy(tmp_path)


def test_missing_kernels_are_told_once_with_the_remedy():
    code = (
        "import sys, warnings; sys.modules['dedupe.kernels._core'] = None\n"
        "with warnings.catch_warnings(record=True) as caught:\n"
        "    warnings.simplefilter('always'); from dedupe import kernels; import dedupe.shingles\n"
        "print(kernels.engine, [w.category.__name__ for w in caught], 'C compiler' in str(caught[0].message))"
    )
    assert run_python(code, DEDUPE_PURE="") == "numpy ['SlowKernelsWarning'] True"
