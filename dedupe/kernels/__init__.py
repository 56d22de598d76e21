"""The passes over plain arrays that cost the time, in C where it was built and in NumPy where not.

`engine` says which: "c" or "numpy" (the environment variable `DEDUPE_PURE=1` asks for the latter). The
functions here allocate what a kernel fills and share its documents out over threads; what each one
computes is said, in NumPy, by its namesake in `dedupe.kernels.twin`. Results never depend on the engine
or on the number of threads.
"""

from __future__ import annotations

import os
import threading
import warnings
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from dedupe.kernels import twin
from dedupe.kernels.twin import COMMA as COMMA
from dedupe.kernels.twin import DIGIT as DIGIT
from dedupe.kernels.twin import FULL_WEIGHT as FULL_WEIGHT
from dedupe.kernels.twin import HYPHEN as HYPHEN
from dedupe.kernels.twin import LETTER as LETTER
from dedupe.kernels.twin import MARK as MARK
from dedupe.kernels.twin import UNDERSCORE as UNDERSCORE
from dedupe.kernels.twin import UNREAD as UNREAD
from dedupe.kernels.twin import UNSPACED as UNSPACED
from dedupe.kernels.twin import JsonKind as JsonKind
from dedupe.kernels.twin import covered as covered
from dedupe.kernels.twin import letter_widths as letter_widths
from dedupe.threads import available_threads

if TYPE_CHECKING:
    from collections.abc import Callable

Array = NDArray[Any]
Result = TypeVar("Result")

SLICE_ITEMS = (
    1 << 21
)  # bytes or hashes of documents a thread takes at a time: outputs fit the huge pages of Linux
SLICE_PAIRS = 1 << 12  # pairs a thread takes at a time
FOLD_GROWTH = 3  # `dedupe.text.fold_tables.GROWTH`
ALONE_SLICES = 8  # times larger a slice is for a thread that is alone
SCRATCH_MOST = 1 << 26  # bytes that a thread keeps at hand: what the shingles of a slice may need, thrice
FOLD_SLACK = 64  # bytes that folding may write past what it returns
JSON_COLUMNS = 1024  # different names in a block of JSON Lines; rows of data have some ten
EVERY_HASH = 2**64 - 1  # the limit that keeps all shingles


class SlowKernelsWarning(UserWarning):
    """The compiled kernels are missing, so the NumPy ones run."""


_kernels: Any = twin
engine = "numpy"
if os.environ.get("DEDUPE_PURE", "") in ("", "0"):
    try:
        from dedupe.kernels import _core

        _kernels, engine = _core, "c"
    except ImportError:
        warnings.warn(
            "dedupe runs without its compiled kernels: folding, shingling and sketching are about 50 times "
            "slower. Install a C compiler (gcc, clang or MSVC) and reinstall dedupe to get them, or set "
            "DEDUPE_PURE=1 to silence this.",
            SlowKernelsWarning,
            stacklevel=2,
        )


def over_slices(work: Callable[[int, int], Result], bounds: Array, threads: int | None) -> list[Result]:
    """Call `work(first, last)` for each two neighbouring bounds, on threads; return the results in order."""
    spans = list(zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True))
    threads = min(threads or available_threads(), len(spans))
    if threads <= 1:
        return [work(first, last) for first, last in spans]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(lambda span: work(*span), spans))


def document_slices(offsets: Array, threads: int | None = None) -> Array:
    """Cut documents into slices of about `SLICE_ITEMS`: the bounds, as document numbers.

    Slices for one thread are larger: it has none to share with, and joining what they give takes time.
    """
    count = len(offsets) - 1
    if count < 1:
        return np.array([0, 0])
    items = SLICE_ITEMS * (ALONE_SLICES if threads == 1 else 1)
    if offsets[-1] - offsets[0] <= items:
        return np.array([0, count])
    cuts = np.searchsorted(offsets, np.arange(offsets[0] + items, offsets[-1], items))
    bounds: Array = np.concatenate([[0], np.minimum(cuts, count), [count]])
    rising: Array = bounds[np.append(True, bounds[1:] > bounds[:-1])]
    return rising


def fold(
    data: Array,
    offsets: Array,
    tables: tuple[Array, Array, Array],
    *,
    normalised: bool = False,
    lent: bool = False,
    threads: int | None = None,
) -> tuple[Array, Array, Array]:
    """Fold UTF-8 to words parted by single spaces.

    With `lent` the data may be lost when the same thread folds again: a copy of it less.

    Returns
    -------
    data : uint8[bytes]
    offsets : int64[n + 1]
    hard : bool[n]
        The documents left empty because they need the normaliser first.
    """
    slices = document_slices(offsets, threads)

    def work(first: int, last: int) -> tuple[Array, Array, Array]:
        part = offsets[first : last + 1]
        out = _scratch("fold", FOLD_GROWTH * int(part[-1] - part[0]) + FOLD_SLACK, np.uint8)
        ends = np.zeros(len(part), np.int64)
        hard = np.zeros(last - first, np.bool_)
        size = _kernels.fold(data, part, *tables, normalised, out, ends, hard)
        return out[:size] if lent and len(slices) == 2 else _taken(out, size), ends, hard

    parts = over_slices(work, slices, threads)
    out, ends = _joined([part[0] for part in parts], [part[1] for part in parts], threads)
    return out, ends, np.concatenate([part[2] for part in parts])


def word_shingles(
    data: Array, offsets: Array, k: int, *, limit: int = EVERY_HASH, threads: int | None = None
) -> tuple[Array, Array]:
    """Hash each k consecutive words of folded text: uint64 hashes in text order, and their offsets."""

    def work(first: int, last: int) -> tuple[Array, Array]:
        part = offsets[first : last + 1]
        out = _scratch("shingles", _shingles_most(part, words=True), np.uint64)
        ends = np.zeros(len(part), np.int64)
        return _taken(out, _kernels.word_shingles(data, part, k, limit, out, ends)), ends

    return _joined(*_columns(over_slices(work, document_slices(offsets, threads), threads)), threads)


def letter_shingles(
    data: Array, offsets: Array, k: int, *, limit: int = EVERY_HASH, threads: int | None = None
) -> tuple[Array, Array]:
    """Hash each k consecutive letters of folded text: uint64 hashes in text order, and their offsets.

    A `limit` below the largest uint64 samples: only hashes up to it are kept, the same ones in every
    document (FracMinHash, Irber et al. 2022, https://doi.org/10.1101/2022.01.11.475838).
    """

    def work(first: int, last: int) -> tuple[Array, Array]:
        part = offsets[first : last + 1]
        out = _scratch("shingles", _shingles_most(part, words=False), np.uint64)
        ends = np.zeros(len(part), np.int64)
        return _taken(out, _kernels.letter_shingles(data, part, k, limit, out, ends)), ends

    return _joined(*_columns(over_slices(work, document_slices(offsets, threads), threads)), threads)


def signatures(hashes: Array, offsets: Array, a: Array, b: Array, *, threads: int | None = None) -> Array:
    """MinHash each document's uint64 hashes, by their low 32 bits, with a·h + b: uint32[n, len(a)]."""
    out = np.empty((len(offsets) - 1, len(a)), np.uint32)

    def work(first: int, last: int) -> None:
        _kernels.signatures(hashes, offsets[first : last + 1], a, b, out[first:last])

    over_slices(work, document_slices(offsets), threads)
    return out


def sketches(
    data: Array, offsets: Array, words: bool, k: int, a: Array, b: Array, *, threads: int | None = None
) -> Array:
    """MinHash the shingles of k words, or letters, of folded text: uint32[n, len(a)].

    The same as `word_shingles` or `letter_shingles` and then `signatures`, without the hashes in memory.
    """
    out = np.empty((len(offsets) - 1, len(a)), np.uint32)

    def work(first: int, last: int) -> None:
        _kernels.sketches(data, offsets[first : last + 1], words, k, a, b, out[first:last])

    over_slices(work, document_slices(offsets), threads)
    return out


def band_hashes(signatures: Array, bands: int, rows: int) -> Array:
    """Hash each `rows` values of a signature to one uint32 a band: uint32[n, bands]."""
    out = np.empty((len(signatures), bands), np.uint32)
    _kernels.band_hashes(np.ascontiguousarray(signatures), signatures.shape[1], bands, rows, out)
    return out


def overlaps(hashes: Array, offsets: Array, left: Array, right: Array) -> tuple[Array, Array]:
    """Count the different hashes that documents share, and those of each, on this thread.

    Fastest where pairs with the same `left` follow one another.

    Returns
    -------
    shared : int64[pairs]
    sizes : int64[n]
    """
    shared, sizes = np.empty(len(left), np.int64), np.empty(len(offsets) - 1, np.int64)
    _kernels.overlaps(hashes, offsets, left, right, shared, sizes)
    return shared, sizes


def shared_shingles(
    data: Array, offsets: Array, words: bool, k: int, left: Array, right: Array
) -> tuple[Array, Array, Array]:
    """Count the different shingles of k words, or letters, that documents share, on this thread.

    The same as `word_shingles` or `letter_shingles` and then `overlaps`, without a copy of the hashes.

    Returns
    -------
    shared : int64[pairs]
    different : int64[n]
        The different shingles of each document.
    sizes : int64[n]
        All of them, repeats counted.
    """
    hash_units = _kernels.word_shingles if words else _kernels.letter_shingles
    hashes = _scratch("shingles", _shingles_most(offsets, words=words), np.uint64)
    ends = np.zeros(len(offsets), np.int64)
    count = hash_units(data, offsets, k, EVERY_HASH, hashes, ends)
    return *overlaps(hashes[:count], ends, left, right), np.diff(ends)


def starts_of(table: Array) -> tuple[Array, int]:
    """Note where the values of a rising table begin that share their highest bits, some eight of them.

    Returns
    -------
    starts : int64[buckets + 1]
    shift : int
        The bits from this one up name a value's bucket.
    """
    bits = max(1, (len(table) >> 3).bit_length())
    shift = max(0, (int(table[-1]).bit_length() if len(table) else 1) - bits)
    bounds = np.arange((1 << bits) + 1, dtype=np.uint64)
    last = bounds[-1] << np.uint64(shift) if shift + bits < 64 else None
    starts = np.searchsorted(table, bounds[:-1] << np.uint64(shift)).astype(np.int64)
    end = len(table) if last is None else int(np.searchsorted(table, last))
    return np.append(starts, end), shift


def look_up(table: Array, starts: tuple[Array, int], values: Array) -> Array:
    """Find where in a rising table (uint64, no repeats) each value stands: int64, -1 where it does not.

    `starts` is what `starts_of` returns for the table.
    """
    out = np.empty(len(values), np.int64)
    _kernels.look_up(table, *starts, values, out)
    return out


def letters(data: Array, offsets: Array, *, threads: int | None = None) -> tuple[Array, Array]:
    """Reduce folded text to its letter stream: uint8 units, and their offsets.

    Spaces are left out and a letter is one unit, or three where it is a kana, an ideograph or a Hangul
    syllable (`letter_widths`). ASCII stands for itself; another letter keeps its place among the 128
    code points of its block, so that letters of one alphabet never coincide, those of two may.
    """

    def work(first: int, last: int) -> tuple[Array, Array]:
        part = offsets[first : last + 1]
        out = np.empty(int(part[-1] - part[0]), np.uint8)
        ends = np.zeros(len(part), np.int64)
        return _shrunk(out, _kernels.letters(data, part, out, ends)), ends

    return _joined(*_columns(over_slices(work, document_slices(offsets), threads)))


def unit_shingles(
    units: Array, offsets: Array, k: int, *, limit: int = EVERY_HASH, threads: int | None = None
) -> tuple[Array, Array, Array]:
    """Hash each k consecutive units of a letter stream.

    Returns
    -------
    hashes : uint64[shingles]
        In text order, those up to `limit` (FracMinHash, see `letter_shingles`). A document shorter than
        k has one shingle over all it has, an empty one none.
    places : int32[shingles]
        The unit of its document at which each begins.
    offsets : int64[n + 1]
    """

    def work(first: int, last: int) -> tuple[Array, Array, Array]:
        part = offsets[first : last + 1]
        most = int(part[-1] - part[0])
        expected = most * (limit + 1) / 2**64
        # Four standard deviations and more; repetitive text can still have them all.
        size, room = most, min(most, int(expected + 5 * expected**0.5) + 64)
        while True:
            out, places = np.empty(room, np.uint64), np.empty(room, np.int32)
            ends = np.zeros(len(part), np.int64)
            size = _kernels.unit_shingles(units, part, k, limit, out, places, ends)
            if size <= room:
                return _shrunk(out, size), _shrunk(places, size), ends
            room = size

    parts = over_slices(work, document_slices(offsets), threads)
    hashes, ends = _joined([part[0] for part in parts], [part[2] for part in parts])
    return hashes, _concatenated([part[1] for part in parts]), ends


def figures(data: Array, offsets: Array, *, threads: int | None = None) -> tuple[Array, Array, Array, Array]:
    """Read the numbers that stand in folded text, damaged ones too; see `dedupe.kernels.twin.figures`.

    Decimal digits of all scripts count (those of Unicode 14), each as itself. In the unit that may cling
    to a number every code point past ASCII but a digit counts as a letter, a mark too.

    Returns
    -------
    starts, ends : int64[figures]
        Where each stands in its document's letter stream.
    values : uint64[figures]
        Hashes of the digits.
    offsets : int64[n + 1]
    """

    def work(first: int, last: int) -> tuple[Array, ...]:
        part = offsets[first : last + 1]
        room = (int(part[-1] - part[0]) + 2 * (last - first)) // 3
        starts, ends, values = np.split(_scratch("figures", 3 * room, np.int64), 3)
        bounds = np.zeros(len(part), np.int64)
        size = _kernels.figures(data, part, starts, ends, values.view(np.uint64), bounds)
        return starts[:size].copy(), ends[:size].copy(), values[:size].view(np.uint64).copy(), bounds

    parts = over_slices(work, document_slices(offsets), threads)
    starts, bounds = _joined([part[0] for part in parts], [part[3] for part in parts])
    ends, values = (_concatenated([part[i] for part in parts]) for i in (1, 2))
    return starts, ends, values, bounds


def runs(
    units: Array,
    offsets: Array,
    figures: tuple[Array, Array, Array, Array],
    sample: tuple[Array, Array, Array],
    left: Array,
    right: Array,
    k: int,
    slack: int,
    *,
    threads: int | None = None,
) -> tuple[Array, Array, Array, Array, Array]:
    """Weigh the stretches of `right[i]` that `left[i]` holds too: those that shared k units cover.

    Fastest where pairs with the same `left` follow one another and it is the longer.

    Parameters
    ----------
    units, offsets
        Letter streams.
    figures
        Starts, ends, values and offsets, as `figures` returns them.
    sample
        Places (int32, rising in each document) of the shingles whose weights are known, the weights (int32,
        `FULL_WEIGHT` for one, less than 0 for unknown), and offsets.
    k : int
        Units that must be the same for a place to match. A text shorter than k matches only its equal.
    slack : int
        Units of each run that count nothing.

    Returns
    -------
    evidence : float64[pairs]
        Units of each run past the slack, times the mean weight of the sampled places that match in it (one
        half where none is known), summed.
    matched : int64[pairs]
        Places of `right` that match.
    longest : int64[pairs]
        Units of the longest run.
    agreeing : int64[pairs]
        Figures of `right` that `left` has too, or that lie wholly inside a run.
    differing : int64[pairs]
        Its other figures that touch a run.
    """
    evidence = np.empty(len(left), np.float64)
    counts = np.empty((len(left), 4), np.int64)

    def work(first: int, last: int) -> None:
        pairs = left[first:last], right[first:last]
        out = evidence[first:last], counts[first:last]
        _kernels.runs(units, offsets, *figures, *sample, *pairs, k, slack, *out)

    over_slices(work, _pair_slices(len(left)), threads)
    matched, longest, agreeing, differing = counts.T.copy()
    return evidence, matched, longest, agreeing, differing


def digests(data: Array, offsets: Array, *, threads: int | None = None) -> Array:
    """Digest each document's bytes to 128 bits: uint64[n, 2]. Equal documents are known by it.

    Not cryptographic: whoever wants two documents of one digest can make them.
    """
    out = np.empty((len(offsets) - 1, 2), np.uint64)

    def work(first: int, last: int) -> None:
        _kernels.digests(data, offsets[first : last + 1], out[first:last])

    over_slices(work, document_slices(offsets), threads)
    return out


def line_hashes(
    data: Array, offsets: Array, *, least: int, threads: int | None = None
) -> tuple[Array, Array]:
    """Hash each line of more than `least` code points: uint64 hashes in text order, and their offsets."""

    def work(first: int, last: int) -> tuple[Array, Array]:
        part = offsets[first : last + 1]
        out = np.empty(int(part[-1] - part[0]) // (least + 1) + len(part), np.uint64)
        ends = np.zeros(len(part), np.int64)
        return _shrunk(out, _kernels.line_hashes(data, part, least, out, ends)), ends

    return _joined(*_columns(over_slices(work, document_slices(offsets), threads)))


def blank_lines(
    data: Array, offsets: Array, table: Array, *, least: int, which: Array | None = None
) -> Array:
    """Blank each line of more than `least` code points whose hash stands in a rising table: uint8[bytes].

    Blanks have as many bytes and code points as what they stand for. The copy begins at `offsets[0]`.
    `which` (bool[n]) tells which documents to look at, by default all.
    """
    which = np.ones(len(offsets) - 1, np.bool_) if which is None else which
    out = np.empty(int(offsets[-1] - offsets[0]), np.uint8)
    _kernels.blank_lines(data, offsets, which, least, table, out)
    return out


def components(nodes: int, left: Array, right: Array) -> Array:
    """Label the connected components of a graph: int64[nodes], each named by its smallest node."""
    out = np.empty(nodes, np.int64)
    _kernels.components(np.ascontiguousarray(left), np.ascontiguousarray(right), out)
    return out


def gather(
    chunks: list[Array], which: Array, starts: Array, sizes: Array, *, lent: bool = False
) -> tuple[Array, Array]:
    """Copy documents back to back: uint8[bytes] and offsets, int64[n + 1].

    Document i has `sizes[i]` bytes, from `starts[i]` on in `chunks[which[i]]` (uint8 each). With `lent` the
    copy may be lost when the same thread gathers again.
    """
    offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
    total = int(offsets[-1])
    out = _scratch("gather", total, np.uint8) if lent else np.empty(total, np.uint8)
    _kernels.gather(chunks, which, starts, sizes, out)
    return out, offsets


def best_cover(
    shares: Array, weight: Array, begins: Array, held: Array, *, enough: float, digits: int
) -> tuple[Array, Array]:
    """Choose the sentences, one or two, that cover each stretch of words best.

    `shares` (float64[columns, words]) says how well each word stands in each sentence, `weight` (float64)
    what it counts for, `begins` (int64) where each stretch does; those `held` (bool) are looked for.

    Returns
    -------
    columns : int64[stretches, 2]
        The best, and one that covers `enough` more together with it; -1 for none.
    covers : float64[stretches, 2]
        How much of the stretch each covers by itself, to so many decimal `digits`.
    """
    columns, covers = np.empty((len(begins), 2), np.int64), np.empty((len(begins), 2))
    _kernels.best_cover(shares, weight, begins, held, enough, 10.0**digits, columns, covers)
    return columns, covers


def best_cuts(odds: Array, costs: Array, bounds: Array, whole: Array, *, most: int) -> Array:
    """Choose the words that are the first of a piece of a sentence: bool[words].

    `odds` (float64[others, words]) are those that an other text lacks the word, `costs` (float64[words])
    those of a cut before it, `bounds` (int64[sentences + 1]) where sentences begin, `whole`
    (bool[sentences]) which are not cut. Of more than `most` places for a cut so many are looked at together.
    """
    chosen = np.empty(len(costs), np.bool_)
    _kernels.best_cuts(np.ascontiguousarray(odds), costs, bounds, whole, most, chosen)
    return chosen


def log_odds(
    shares: Array,
    bounds: Array,
    anywhere: Array,
    run: Array,
    lacks: Array,
    *,
    weight: Array,
    place: Array,
    clause: Array,
    sentence: Array,
    coefficients: Array,
    intercept: float,
    reach: float,
    same_wording: float,
    span: int,
) -> Array:
    """Weigh the words of some whole sentences against other texts: float64[others, words].

    `shares` (float64[columns, words]) says how well each word stands in each sentence of the others, `bounds`
    (int64[others, 2]) which of the columns are those of each; `anywhere` is float64[words, others], `run` and
    `lacks` (bool) are of the shape of the answer, the others have one entry a word. What the features are
    is said by `dedupe.kernels.twin.log_odds`.
    """
    out = np.empty((len(bounds), len(weight)))
    shares, anywhere, run, lacks = map(np.ascontiguousarray, (shares, anywhere, run, lacks))
    arrays = (shares, bounds, anywhere, run, lacks, weight, place, clause, sentence, coefficients)
    _kernels.log_odds(*arrays, intercept, reach, same_wording, span, out)
    return out


def shared_wordings(numbers: Array, sentence: Array, bounds: Array, *, different: int, most: int) -> Array:
    """Find the longest run of words, each word among them, that each text has too: int8[texts, words].

    `numbers` (int64, below `different`) are the words of all texts, `sentence` (int64) their sentences; text
    i begins at `bounds[i]` (int64). Runs are counted within a sentence, from 2 to `most`, else 0.
    """
    longest = np.empty((len(bounds) - 1, len(numbers)), np.int8)
    _kernels.shared_wordings(numbers, sentence, bounds, different, most, longest)
    return longest


def words(points: Array, table: Array) -> tuple[int, Array, Array, Array]:
    """Find the words of a text by its code points (uint32), and its runs of letters and of digits.

    `table` (uint8) says of each character of Unicode what it is, in the bits LETTER to UNREAD.

    Returns
    -------
    kinds : int
        Those of all characters in one; where some are UNREAD the rest is empty.
    words : int64[2, n]
        Where each starts and ends.
    gaps : uint8[n]
        What stands between a word and the one before: MARK, COMMA, and UNSPACED where there is anything.
    runs : int64[3, m]
        Where each starts and ends, and the word that it is by itself, or -1.
    """
    size = len(points)
    kinds, gaps = np.empty(size, np.uint8), np.empty(size, np.uint8)
    words, runs = np.empty((2, size), np.int64), np.empty((3, size), np.int64)
    every, count, parts = _kernels.words(points, table, kinds, words, gaps, runs)
    return every, words[:, :count], gaps[:count], runs[:, :parts]


def json_members(data: Array) -> tuple[Array, Array, Array] | None:
    """Find the members of the objects of JSON Lines, one object a line, in UTF-8 that is taken as it is.

    Returns
    -------
    members : int64[members, 5]
        By object and place in it: row, column, `JsonKind`, and where its value starts and ends; a
        string without its quotes.
    numbers : int64[rows]
        On which line each object stands, from 0; lines of white space hold none.
    names : int64[columns, 2]
        Where the name of each column stands first, without its quotes. Names are told apart as written.

    None where a line holds anything else, half of a surrogate pair, a name twice, lists in lists 32 deep, a
    number of 256 digits, or where there are over 1024 columns: all that is better looked at line by line.
    """
    names = np.empty((JSON_COLUMNS, 2), np.int64)
    room = len(data) // 32 + 16
    while True:
        members, numbers = np.empty((room, 5), np.int64), np.empty(room, np.int64)
        said, count, rows, columns = _kernels.json_members(data, members, numbers, names)
        if said == twin.JSON_MALFORMED:
            return None
        if said != twin.JSON_FULL:
            return members[:count].copy(), numbers[:rows].copy(), names[:columns].copy()
        room *= 2


def json_strings(data: Array, spans: Array, escaped: Array, out: Array) -> Array:
    """Decode strings of JSON text to `out`, one after the other; return their offsets: int32[n + 1].

    `spans`: int64[n, 2], start and end of each; `escaped`: bool[n], which may hold a backslash; `out`: uint8,
    as many as the spans at least.
    """
    ends = np.zeros(len(spans) + 1, np.int32)
    _kernels.json_strings(data, np.ascontiguousarray(spans), np.ascontiguousarray(escaped), out, ends)
    return ends


def _pair_slices(pairs: int) -> Array:
    return np.append(np.arange(0, pairs, SLICE_PAIRS), pairs)


def _shingles_most(offsets: Array, *, words: bool) -> int:
    size = int(offsets[-1] - offsets[0])
    return (size + len(offsets)) // 2 if words else size


class _Rooms(threading.local):
    def __init__(self) -> None:
        self.buffers: dict[str, Array] = {}


_rooms = _Rooms()


def _scratch(use: str, items: int, dtype: type) -> Array:
    """Return memory to fill, until the next call for the same use; each thread has its own and keeps it.

    A kernel is given several times the room it fills, and touching memory that is new to the process
    takes longer than folding does.
    """
    size = items * np.dtype(dtype).itemsize
    if size > SCRATCH_MOST:
        return np.empty(items, dtype)
    if use not in _rooms.buffers or len(_rooms.buffers[use]) < size:
        # Slices differ a little: by powers of two they seldom ask for more than there is.
        _rooms.buffers[use] = np.empty(1 << (size - 1).bit_length(), np.uint8)
    return _rooms.buffers[use][:size].view(dtype)


def _taken(out: Array, size: int) -> Array:
    """Return what a kernel filled of `_scratch`, as an array of its own."""
    return _shrunk(out, size) if out.base is None else out[:size].copy()


def _shrunk(out: Array, size: int) -> Array:
    # In place: a copy would double the memory of a pass.
    out.resize(size, refcheck=False)
    return out


def _columns(parts: list[tuple[Array, Array]]) -> tuple[list[Array], list[Array]]:
    return [part[0] for part in parts], [part[1] for part in parts]


def _concatenated(data: list[Array]) -> Array:
    return data[0] if len(data) == 1 else np.concatenate(data)


def _joined(data: list[Array], ends: list[Array], threads: int | None = 1) -> tuple[Array, Array]:
    """Put slices back to back, and their offsets, each from 0, behind one another."""
    if len(data) == 1:
        return data[0], ends[0]
    shifts = np.concatenate([[0], np.cumsum([len(part) for part in data])])
    offsets = [part[1:] + shift for part, shift in zip(ends, shifts[:-1], strict=True)]
    out = np.empty(int(shifts[-1]), data[0].dtype)

    def work(first: int, last: int) -> None:
        np.concatenate(data[first:last], out=out[shifts[first] : shifts[last]])

    over_slices(work, np.arange(len(data) + 1), threads)
    return out, np.concatenate([np.zeros(1, np.int64), *offsets])
