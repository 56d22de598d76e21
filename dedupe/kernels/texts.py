"""Passes over documents: folding, shingles, signatures, letters, figures, digests, lines."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import numpy as np

from dedupe.kernels import choice
from dedupe.kernels.slices import (
    Array,
    columns_of,
    concatenated,
    document_slices,
    joined,
    over_slices,
    scratch,
    shrunk,
    taken,
)

if TYPE_CHECKING:
    from dedupe.kernels.pairs import Table

FOLD_GROWTH = 3  # `dedupe.text.fold_tables.GROWTH`
FOLD_SLACK = 64  # bytes that folding may write past what it returns
EVERY_HASH = 2**64 - 1  # the limit that keeps all shingles


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
        out = scratch("fold", FOLD_GROWTH * int(part[-1] - part[0]) + FOLD_SLACK, np.uint8)
        ends = np.zeros(len(part), np.int64)
        hard = np.zeros(last - first, np.bool_)
        size = choice.core.fold(data, part, *tables, normalised, out, ends, hard)
        return out[:size] if lent and len(slices) == 2 else taken(out, size), ends, hard

    parts = over_slices(work, slices, threads)
    out, ends = joined([part[0] for part in parts], [part[1] for part in parts], threads)
    return out, ends, np.concatenate([part[2] for part in parts])


def word_shingles(
    data: Array, offsets: Array, k: int, *, limit: int = EVERY_HASH, threads: int | None = None
) -> tuple[Array, Array]:
    """Hash each k consecutive words of folded text: uint64 hashes in text order, and their offsets."""

    def work(first: int, last: int) -> tuple[Array, Array]:
        part = offsets[first : last + 1]
        out = scratch("shingles", shingles_most(part, words=True), np.uint64)
        ends = np.zeros(len(part), np.int64)
        return taken(out, choice.core.word_shingles(data, part, k, limit, out, ends)), ends

    return joined(*columns_of(over_slices(work, document_slices(offsets, threads), threads)), threads)


def letter_shingles(
    data: Array, offsets: Array, k: int, *, limit: int = EVERY_HASH, threads: int | None = None
) -> tuple[Array, Array]:
    """Hash each k consecutive letters of folded text: uint64 hashes in text order, and their offsets.

    A `limit` below the largest uint64 samples: only hashes up to it are kept, the same ones in every
    document (FracMinHash, Irber et al. 2022, https://doi.org/10.1101/2022.01.11.475838).
    """

    def work(first: int, last: int) -> tuple[Array, Array]:
        part = offsets[first : last + 1]
        out = scratch("shingles", shingles_most(part, words=False), np.uint64)
        ends = np.zeros(len(part), np.int64)
        return taken(out, choice.core.letter_shingles(data, part, k, limit, out, ends)), ends

    return joined(*columns_of(over_slices(work, document_slices(offsets, threads), threads)), threads)


def signatures(hashes: Array, offsets: Array, a: Array, b: Array, *, threads: int | None = None) -> Array:
    """MinHash each document's uint64 hashes, by their low 32 bits, with a·h + b: uint32[n, len(a)]."""
    out = np.empty((len(offsets) - 1, len(a)), np.uint32)

    def work(first: int, last: int) -> None:
        choice.core.signatures(hashes, offsets[first : last + 1], a, b, out[first:last])

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
        choice.core.sketches(data, offsets[first : last + 1], words, k, a, b, out[first:last])

    over_slices(work, document_slices(offsets), threads)
    return out


def band_hashes(signatures: Array, bands: int, rows: int) -> Array:
    """Hash each `rows` values of a signature to one uint32 a band: uint32[n, bands]."""
    out = np.empty((len(signatures), bands), np.uint32)
    choice.core.band_hashes(np.ascontiguousarray(signatures), signatures.shape[1], bands, rows, out)
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
        return shrunk(out, choice.core.letters(data, part, out, ends)), ends

    return joined(*columns_of(over_slices(work, document_slices(offsets), threads)))


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
            size = choice.core.unit_shingles(units, part, k, limit, out, places, ends)
            if size <= room:
                return shrunk(out, size), shrunk(places, size), ends
            room = size

    parts = over_slices(work, document_slices(offsets), threads)
    hashes, ends = joined([part[0] for part in parts], [part[2] for part in parts])
    return hashes, concatenated([part[1] for part in parts]), ends


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
        starts, ends, values = np.split(scratch("figures", 3 * room, np.int64), 3)
        bounds = np.zeros(len(part), np.int64)
        size = choice.core.figures(data, part, starts, ends, values.view(np.uint64), bounds)
        return starts[:size].copy(), ends[:size].copy(), values[:size].view(np.uint64).copy(), bounds

    parts = over_slices(work, document_slices(offsets), threads)
    starts, bounds = joined([part[0] for part in parts], [part[3] for part in parts])
    ends, values = (concatenated([part[i] for part in parts]) for i in (1, 2))
    return starts, ends, values, bounds


def digests(data: Array, offsets: Array, *, threads: int | None = None) -> Array:
    """Digest each document's bytes to 128 bits: uint64[n, 2]. Equal documents are known by it.

    Not cryptographic: whoever wants two documents of one digest can make them.
    """
    out = np.empty((len(offsets) - 1, 2), np.uint64)

    def work(first: int, last: int) -> None:
        choice.core.digests(data, offsets[first : last + 1], out[first:last])

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
        return shrunk(out, choice.core.line_hashes(data, part, least, out, ends)), ends

    return joined(*columns_of(over_slices(work, document_slices(offsets), threads)))


def blank_lines(
    data: Array, offsets: Array, table: Table, *, least: int, which: Array | None = None, lent: bool = False
) -> Array:
    """Blank each line of more than `least` code points whose hash stands in a table: uint8[bytes].

    Blanks have as many bytes and code points as what they stand for. The copy begins at `offsets[0]`.
    `which` (bool[n]) tells which documents to look at, by default all. With `lent` the copy may be lost when
    the same thread blanks again.
    """
    which = np.ones(len(offsets) - 1, np.bool_) if which is None else which
    size = int(offsets[-1] - offsets[0])
    out = scratch("blanked", size, np.uint8) if lent else np.empty(size, np.uint8)
    choice.core.blank_lines(data, offsets, which, least, *table, out)
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
    out = scratch("gather", total, np.uint8) if lent else np.empty(total, np.uint8)
    choice.core.gather(chunks, which, starts, sizes, out)
    return out, offsets


def read_documents(file: int, starts: Array, sizes: Array, *, lent: bool = False) -> tuple[Array, Array]:
    """Read documents of an open file back to back: uint8[bytes] and offsets, int64[n + 1].

    Document i has `sizes[i]` bytes, from `starts[i]` on. With `lent` they may be lost when the same thread
    reads again.

    Raises
    ------
    OSError
        Where the file cannot be read, or ends before a document does.
    """
    offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
    total = int(offsets[-1])
    out = scratch("gather", total, np.uint8) if lent else np.empty(total, np.uint8)
    if choice.core.read_documents(file, starts, sizes, out) < total:
        raise OSError(errno.EIO, "the file is shorter than it was")
    return out, offsets


def shingles_most(offsets: Array, *, words: bool) -> int:
    """Return how many shingles documents have at most."""
    size = int(offsets[-1] - offsets[0])
    return (size + len(offsets)) // 2 if words else size
