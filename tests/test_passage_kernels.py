"""The kernels that find shared passages and their figures do what their NumPy twins define."""

import re

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dedupe import kernels
from dedupe.kernels import twin
from dedupe.kernels.twin.figures import ZEROS, hash_numbers
from dedupe.text.fold import fold
from tests.plain_figures import compare_figures, read_figures

core = pytest.importorskip("dedupe.kernels._core", reason="the compiled kernels are not built")

ENGINES = (core, twin)

# What folding leaves, save marks: letters of one to four bytes, wide ones and digits of other scripts.
LETTERS = "abolszgix019ßéжя中国カ각क٣०\U0001d7d9\U00020000"
words = st.one_of(
    st.text(st.sampled_from(LETTERS), min_size=1, max_size=6),
    st.text(st.sampled_from("0123456789oilszgb"), min_size=1, max_size=5),
    st.from_regex(r"[0-9]{1,3}[a-zé٣]{1,4}", fullmatch=True),
    st.sampled_from(["the", "said", "x" * 70, "minister"]),
)
folded = st.lists(words, max_size=30).map(" ".join)
encoded = st.one_of(
    folded.map(str.encode),
    st.binary(max_size=60),
    st.lists(st.sampled_from([b"abcdefgh", b" ", b"\xc3\xa9", b"\xe4\xb8\xad", b"12 ", b"\xff"])).map(
        b"".join
    ),
)
documents = st.lists(encoded, max_size=5)


def joined(parts, dtype=np.uint8, lead=0):
    """Put documents back to back, after `lead` items that belong to none."""
    parts = [np.frombuffer(p, dtype) if isinstance(p, bytes) else np.array(p, dtype) for p in parts]
    offsets = np.cumsum([lead, *(len(part) for part in parts)]).astype(np.int64)
    return np.concatenate([np.zeros(lead, dtype), *parts]).astype(dtype), offsets


def lists(arrays):
    return [array.tolist() for array in arrays]


def units_of(text):
    data, offsets = joined([text.encode()])
    return kernels.letters(data, offsets)[0].tobytes()


# letters


@given(documents, st.sampled_from([0, 3]))
def test_letters_equal_their_twin_on_any_bytes(parts, lead):
    data, offsets = joined(parts, lead=lead)
    results = []
    for engine in ENGINES:
        out, ends = np.zeros(len(data), np.uint8), np.full(len(offsets), -1, np.int64)
        size = engine.letters(data, offsets, out, ends)
        results.append((out[:size].tolist(), ends.tolist()))
    assert results[0] == results[1]


@given(st.text(st.characters(min_codepoint=0, max_codepoint=127), max_size=400))
def test_ascii_stands_for_itself_without_its_spaces(text):
    assert units_of(text) == text.replace(" ", "").encode()


@pytest.mark.parametrize(
    "alphabet", ["абвгдежзийклмнопрстуфхцчшщъыьэюя", "αβγδεζηθικλμνξοπρστυφχψω", "אבגדהוזחטיכלמנ"]
)
def test_letters_of_one_alphabet_stay_apart_and_apart_from_ascii(alphabet):
    units = units_of(alphabet)
    assert len(set(units)) == len(alphabet)
    assert min(units) >= 0x80


@pytest.mark.parametrize("gap", [3, 60, 700, 5000])
def test_letters_of_long_texts_are_those_of_short_ones(gap):
    letters = np.random.default_rng(gap).choice([*"abcdefgh 1   "], 5000).tolist()
    for place in range(gap, 5000, gap):
        letters[place] = "é"
    expected = b"".join(units_of(letter) for letter in letters)
    assert units_of("".join(letters)) == expected


def test_a_wide_letter_is_three_units_and_no_two_are_alike():
    ideographs = [chr(point) for point in range(0x4E00, 0x5200)]
    units = units_of("".join(ideographs))
    assert len({units[i : i + 3] for i in range(0, len(units), 3)}) == len(ideographs)


# shingles


def shingles_of(engine, units, offsets, k, limit, room):
    out, places = np.zeros(room, np.uint64), np.zeros(room, np.int32)
    ends = np.full(len(offsets), -1, np.int64)
    size = engine.unit_shingles(units, offsets, k, limit, out, places, ends)
    return size, ends.tolist(), out[:size].tolist(), places[:size].tolist()


@given(
    st.lists(st.binary(max_size=90), max_size=5),
    st.sampled_from([1, 2, 5, 7, 8, 9, 12, 16, 17, 24, 30, 10**6, 2**62]),
    st.sampled_from([2**64 - 1, 2**62, 0]),
)
def test_unit_shingles_equal_their_twin(parts, k, limit):
    units, offsets = joined(parts, lead=2)
    assert shingles_of(core, units, offsets, k, limit, len(units)) == shingles_of(
        twin, units, offsets, k, limit, len(units)
    )


def test_unit_shingles_of_a_text_longer_than_a_block_equal_their_twin():
    units, offsets = joined([np.random.default_rng(5).integers(97, 123, 5000, np.uint8), b"ab"])
    for k in (3, 12, 40):
        ours, theirs = (shingles_of(engine, units, offsets, k, 2**61, 5002) for engine in ENGINES)
        assert ours == theirs


@given(st.lists(st.binary(max_size=60), max_size=4), st.integers(0, 20))
def test_unit_shingles_without_room_are_counted_and_written_nowhere_else(parts, room):
    units, offsets = joined(parts)
    out, places = np.full(room + 8, 7, np.uint64), np.full(room + 8, 7, np.int32)
    ends = np.zeros(len(offsets), np.int64)
    size = core.unit_shingles(units, offsets, 3, 2**63, out[:room], places[:room], ends)
    assert (size, ends.tolist()) == shingles_of(twin, units, offsets, 3, 2**63, len(units))[:2]
    assert out[room:].tolist() == places[room:].tolist() == [7] * 8


@given(st.text("ab", max_size=60), st.integers(1, 20))
def test_equal_grams_have_equal_hashes_and_different_ones_different_hashes(text, k):
    units, offsets = joined([text.encode()])
    hashes, places, _ = kernels.unit_shingles(units, offsets, k)
    grams = [text[place : place + k] for place in places]
    assert len(set(zip(grams, hashes.tolist(), strict=True))) == len(set(grams)) == len(set(hashes.tolist()))


def test_one_letter_repeated_has_all_its_shingles_or_none_however_little_was_expected():
    units, offsets = joined([b"a" * 5000])
    hashes, _, _ = kernels.unit_shingles(units, offsets, 12)
    for limit, count in ((int(hashes[0]), 4989), (int(hashes[0]) - 1, 0)):
        kept, places, ends = kernels.unit_shingles(units, offsets, 12, limit=limit)
        assert len(kept) == len(places) == ends[1] == count


def test_a_limit_keeps_its_share_of_shingles():
    rng = np.random.default_rng(3)
    text = b"".join(rng.choice([b"the", b"minister", b"of", b"said", b"trade", b"port", b"a", b"17"], 60_000))
    units, offsets = joined([text])
    distinct = np.unique(kernels.unit_shingles(units, offsets, 24)[0])
    for share in (8, 64):
        expected = len(distinct) / share
        assert abs((distinct <= np.uint64(2**64 // share)).sum() - expected) < 4 * expected**0.5


@pytest.mark.parametrize("k", [8, 12, 16, 20])
def test_each_bit_of_a_gram_flips_half_the_bits_of_its_hash(k):
    rng = np.random.default_rng(k)
    grams = rng.integers(97, 123, (400, k), np.uint8)
    offsets = np.arange(0, 400 * k + 1, k)
    hashes = kernels.unit_shingles(grams.ravel(), offsets, k)[0]
    for bit in range(8 * k):
        changed = grams.copy()
        changed[:, bit // 8] ^= np.uint8(1 << bit % 8)
        flipped = hashes ^ kernels.unit_shingles(changed.ravel(), offsets, k)[0]
        share = np.unpackbits(flipped.view(np.uint8).reshape(-1, 8), axis=1).mean(axis=0)
        assert 0.35 < share.min() <= share.max() < 0.65


# figures


def figures_of(engine, data, offsets):
    room = (len(data) + 2 * (len(offsets) - 1)) // 3
    starts, ends, values = np.zeros(room, np.int64), np.zeros(room, np.int64), np.zeros(room, np.uint64)
    bounds = np.full(len(offsets), -1, np.int64)
    size = engine.figures(data, offsets, starts, ends, values, bounds)
    return [*(lists(part[:size] for part in (starts, ends, values))), bounds.tolist()]


@given(documents, st.sampled_from([0, 3]))
def test_figures_equal_their_twin_on_any_bytes(parts, lead):
    data, offsets = joined(parts, lead=lead)
    assert figures_of(core, data, offsets) == figures_of(twin, data, offsets)


@given(folded)
@example("3 141 l987 2o 21c 30pct 30 pct 5x 12abcd 1a2 so o1 12é 12中 ٣٤ 4")
@example("12s 12ab 7 s 7 12345 67 8b9 oil 12oil 12oilx")
def test_figures_are_those_that_the_pattern_of_folded_text_finds(text):
    data, offsets = joined([text.encode()])
    expected = read_figures(text)
    starts, ends, values, bounds = kernels.figures(data, offsets)
    assert (starts.tolist(), ends.tolist()) == (expected.starts.tolist(), expected.ends.tolist())
    assert values.tolist() == hash_numbers(list(expected.values)).tolist()
    assert bounds.tolist() == [0, len(expected.values)]


def test_digits_of_every_script_are_digits():
    text = " x ".join(chr(zero + digit) for zero in ZEROS for digit in (0, 9))
    data, offsets = joined([text.encode()])
    starts, ends, _, _ = kernels.figures(data, offsets)
    assert len(starts) == 2 * len(ZEROS)
    assert (ends - starts == 1).all()
    outside = " ".join(
        chr(zero + step) for zero in ZEROS for step in (-1, 10) if not re.match(r"\d", chr(zero + step))
    )
    data, offsets = joined([outside.encode()])
    assert len(kernels.figures(data, offsets)[0]) == 0


def test_a_text_of_nothing_but_figures_has_room_for_them():
    parts = [b"1  2  3  4", b"12a 12a 12a", b"7", b"", b"1 x 2 x 3"]
    data, offsets = joined(parts)
    assert np.diff(kernels.figures(data, offsets)[3]).tolist() == [4, 3, 1, 0, 3]


# runs


@st.composite
def corpora(draw):
    """Letter streams that share stretches, with figures, sampled places and pairs of them."""
    pool = draw(
        st.lists(st.binary(min_size=1, max_size=25) | st.text("ab", max_size=30).map(str.encode), min_size=1)
    )
    texts = draw(st.lists(st.lists(st.sampled_from(pool), max_size=5).map(b"".join), min_size=1, max_size=4))
    figures, samples = [], []
    for text in texts:
        edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=12)))
        bounds = list(zip(edges[::2], edges[1::2], strict=False))
        figures.append([(*bound, draw(st.sampled_from([0, 5, 2**63, 2**64 - 1]))) for bound in bounds])
        places = sorted(draw(st.sets(st.integers(0, max(0, len(text) - 1)), max_size=20)))
        samples.append(
            [(place, draw(st.sampled_from([-1, 0, 1, 333, twin.FULL_WEIGHT]))) for place in places]
        )
    lead = draw(st.sampled_from([0, 2]))
    units, offsets = joined(texts, lead=lead)
    columns = [joined([[f[i] for f in part] for part in figures], dtype) for i, dtype in enumerate("qqQ")]
    sampled = [joined([[s[i] for s in part] for part in samples], np.int32) for i in range(2)]
    figure_arrays = (*(column[0] for column in columns), columns[0][1])
    return units, offsets, figure_arrays, (sampled[0][0], sampled[1][0], sampled[0][1])


@settings(deadline=None)
@given(corpora(), st.sampled_from([1, 3, 8, 12, 16, 17, 40, 2**62]), st.integers(0, 15))
def test_runs_equal_their_twin(corpus, k, slack):
    units, offsets, figures, sample = corpus
    rows = len(offsets) - 1
    left, right = (part.ravel() for part in np.mgrid[:rows, :rows].astype(np.int64))
    results = []
    for engine in ENGINES:
        evidence, counts = np.zeros(len(left)), np.zeros((len(left), 4), np.int64)
        engine.runs(units, offsets, *figures, *sample, left, right, k, slack, evidence, counts)
        results.append((evidence.tolist(), counts.tolist()))
    assert results[0] == results[1]


NO_FIGURES = (np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.uint64))
NO_SAMPLE = (np.zeros(0, np.int32), np.zeros(0, np.int32))


def runs_of(left, right, k=12, slack=15, places=(), weights=(), figures=((), ())):
    """Weigh one pair of letter streams."""
    units, offsets = joined([left, right])
    columns = [[row[i] for part in figures for row in part] for i in range(3)]
    bounds = np.cumsum([0, *(len(part) for part in figures)])
    starts, ends, values = (np.array(column, dtype) for column, dtype in zip(columns, "qqQ", strict=True))
    sample = np.array(places, np.int32), np.array(weights, np.int32), np.array([0, 0, len(places)])
    rows = np.array([0]), np.array([1])
    result = kernels.runs(units, offsets, (starts, ends, values, bounds), sample, *rows, k, slack)
    return [column[0].item() for column in result]


def test_runs_weigh_the_units_past_the_slack_by_the_sampled_places_that_match():
    left, right = b"abcdefghij--klmnop", b"abcdefgh##klmnop##zabc"
    # Runs of 8 and 6 units; the 3 at the end come to nothing past the slack of 3.
    evidence, matched, longest, _, _ = runs_of(
        left, right, 3, 3, places=[0, 2, 7, 10, 19], weights=[65536, 32768, 1, -1, 65536]
    )
    assert evidence == (8 - 3) * 0.75 + (6 - 3) * 0.5
    assert (matched, longest) == (6 + 4 + 1, 8)


def test_stretches_that_touch_are_one_run():
    assert runs_of(b"xabcyydefz", b"abcdef", 3, 0)[:3] == [3.0, 2, 6]


def test_a_text_shorter_than_a_gram_matches_only_its_equal():
    assert runs_of(b"abcde", b"abcde", 12, 1)[:3] == [2.0, 1, 5]
    assert runs_of(b"abcdef", b"abcde", 12, 1)[:3] == [0.0, 0, 0]
    assert runs_of(b"", b"", 12, 1)[:3] == [0.0, 0, 0]


def test_figures_agree_where_the_other_text_has_them_or_a_run_holds_them_whole():
    left, right = b"loanof500millionpaid", b"loanof700millionpaid12and9"
    figures = [(6, 9, 500)], [(6, 9, 700), (20, 22, 500), (25, 26, 9)]
    # 700 touches two runs, 500 is known, 9 stands apart from all runs.
    assert runs_of(left, right, 5, 0, figures=figures)[3:] == [1, 1]
    inside = [(0, 3, 1)], [(2, 8, 2)]
    assert runs_of(b"loanof500", b"loanof500", 5, 0, figures=inside)[3:] == [1, 0]


@settings(max_examples=200, deadline=None)
@given(folded, folded, st.integers(2, 14))
@example("oilat12and30pct", "12 34 12 and 30 pct", 3)
def test_figures_are_compared_as_the_patterns_of_two_texts_are(left, right, k):
    texts = fold(pa.array([left, right], pa.large_string()))
    units, offsets = kernels.letters(texts.data, texts.offsets)
    figures = kernels.figures(texts.data, texts.offsets)
    rows = np.array([0]), np.array([1])
    empty = (*NO_SAMPLE, np.zeros(3, np.int64))
    _, _, _, agreeing, differing = kernels.runs(units, offsets, figures, empty, *rows, k, 0)
    shared = kernels.covered(units, offsets, 0, 1, k)
    expected = compare_figures(read_figures(texts[1]), read_figures(texts[0]), shared)
    assert (agreeing[0], differing[0]) == expected


@pytest.mark.parametrize("period", [1, 2, 7, 1000])
def test_periodic_texts_take_no_longer_than_others(period):
    # Time is not measured: at a square of this length the test would not end.
    letters = np.random.default_rng(period).integers(97, 123, period, np.uint8)
    text = np.resize(letters, 1_000_000).tobytes()
    assert runs_of(text, text[5:])[1:3] == [999_995 - 11, 999_995]
    assert runs_of(text, b"X".join([text[:11]] * 80_000))[1] == 0


def test_covered_marks_the_units_of_runs():
    units, offsets = joined([b"abcdefg", b"xabcdyefgx", b"ab", b"ab"])
    assert kernels.covered(units, offsets, 0, 1, 3).tolist() == [c not in "xy" for c in "xabcdyefgx"]
    assert kernels.covered(units, offsets, 2, 3, 3).tolist() == [True, True]
    assert kernels.covered(units, offsets, 0, 2, 3).tolist() == [False, False]


@settings(max_examples=20, deadline=None)
@given(st.lists(encoded, min_size=1, max_size=30))
def test_results_do_not_depend_on_the_number_of_threads(parts):
    data, offsets = joined(parts)
    results = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernels.slices, "SLICE_ITEMS", 64)
        patch.setattr(kernels.slices, "SLICE_PAIRS", 2)
        for threads in (1, 3):
            units, ends = kernels.letters(data, offsets, threads=threads)
            hashes, places, starts = kernels.unit_shingles(units, ends, 3, limit=2**63, threads=threads)
            figures = kernels.figures(data, offsets, threads=threads)
            sample = places, np.full(len(places), 9, np.int32), starts
            rows = np.arange(len(parts)), np.arange(len(parts))[::-1].copy()
            found = kernels.runs(units, ends, figures, sample, *rows, 3, 1, threads=threads)
            results.append(lists([units, ends, hashes, places, starts, *figures, *found]))
    assert results[0] == results[1]


# what is refused


@pytest.mark.parametrize("offsets", [[], [-1, 2], [2, 1], [0, 3, 2], [0, 7], [5, 7], [2**62, 2**62]])
def test_offsets_that_leave_the_data_are_refused(offsets):
    data, offsets, ends = np.zeros(6, np.uint8), np.array(offsets, np.int64), np.zeros(99, np.int64)
    wide, places = np.zeros(99, np.uint64), np.zeros(99, np.int32)
    with pytest.raises(ValueError, match="offsets"):
        core.letters(data, offsets, np.zeros(99, np.uint8), ends)
    with pytest.raises(ValueError, match="offsets"):
        core.unit_shingles(data, offsets, 3, 9, wide, places, ends)
    with pytest.raises(ValueError, match="offsets"):
        core.figures(data, offsets, ends, ends.copy(), wide, ends.copy())


def test_outputs_that_are_too_small_are_refused():
    data, offsets, two = np.full(8, ord("1"), np.uint8), np.array([0, 8]), np.zeros(2, np.int64)
    with pytest.raises(ValueError, match="out: needs 8 items, got 7"):
        core.letters(data, offsets, np.zeros(7, np.uint8), two)
    with pytest.raises(ValueError, match="places: needs 8 items, got 7"):
        core.unit_shingles(data, offsets, 3, 9, np.zeros(8, np.uint64), np.zeros(7, np.int32), two)
    with pytest.raises(ValueError, match="values: needs 3 items, got 2"):
        core.figures(data, offsets, np.zeros(3, np.int64), np.zeros(3, np.int64), np.zeros(2, np.uint64), two)


RUNS = {
    "units": np.zeros(4, np.uint8),
    "offsets": np.array([0, 2, 4]),
    "starts": np.zeros(1, np.int64),
    "ends": np.zeros(1, np.int64),
    "values": np.zeros(1, np.uint64),
    "figure_offsets": np.array([0, 1, 1]),
    "places": np.zeros(1, np.int32),
    "weights": np.zeros(1, np.int32),
    "sample_offsets": np.array([0, 1, 1]),
    "left": np.array([0]),
    "right": np.array([1]),
    "k": 2,
    "slack": 0,
    "evidence": np.zeros(1),
    "counts": np.zeros(4, np.int64),
}


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("offsets", np.array([0, 2, 5]), "offsets: must hold"),
        ("figure_offsets", np.array([0, 2, 2]), "figure_offsets: must hold"),
        ("figure_offsets", np.array([0, 1]), "figure_offsets: needs 3 items, got 2"),
        ("sample_offsets", np.array([0, 1, 2]), "sample_offsets: must hold"),
        ("sample_offsets", np.array([0, 1]), "sample_offsets: needs 3 items, got 2"),
        ("starts", np.zeros(0, np.int64), "starts: needs 1 items, got 0"),
        ("ends", np.zeros(0, np.int64), "ends: needs 1 items, got 0"),
        ("weights", np.zeros(0, np.int32), "weights: needs 1 items, got 0"),
        ("left", np.array([2]), "left: names a row outside the 2 documents"),
        ("right", np.array([-1]), "right: names a row outside the 2 documents"),
        ("right", np.zeros(0, np.int64), "right: needs 1 items, got 0"),
        ("k", 0, "k: must be at least 1, got 0"),
        ("slack", -1, "slack: must not be negative, got -1"),
        ("evidence", np.zeros(0), "evidence: needs 1 items, got 0"),
        ("counts", np.zeros(3, np.int64), "counts: needs 4 items, got 3"),
    ],
)
def test_runs_refuse_what_does_not_fit_together(name, value, said):
    core.runs(*RUNS.values())
    with pytest.raises(ValueError, match=re.escape(said)):
        core.runs(*{**RUNS, name: value}.values())
