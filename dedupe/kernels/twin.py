"""The kernels in NumPy: the definition that the C ones are held to, and what runs where they are not built.

Every function has the name, the signature and, to the bit, the results of its fellow in `c/`. The
callers in `dedupe.kernels` allocate `out` and check nothing here that NumPy does not.

Offsets are int64[n + 1]: document i is `data[offsets[i]:offsets[i + 1]]`; they need not begin at 0.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

# Odd multipliers with no pattern in their bits: those of MurmurHash3's finalisers and of xxHash64.
SEED = np.uint64(0x27D4EB2F165667C5)
CHUNK_FACTOR = np.uint64(0x9E3779B185EBCA87)
ORDER_FACTOR = np.uint64(0xC2B2AE3D27D4EB4F)

SPACE = 0x20
STRAY = 0xFFFFFFFF
BOUNDARY, LETTER, MARK, UNSPACED = range(4)
HARD, JOINS = 4, 8
BLOCK_BITS = 7

WIDE = 3  # letters that a wide one counts as
PART_SHIFT = 21  # past the bits of a code point
FULL_WEIGHT = 65536

AT_ONCE = 1 << 20  # values a two-dimensional step makes at a time, so that memory stays flat


def absorb(hashes: Array, chunk: Array) -> Array:
    """Mix the next eight bytes into each hash."""
    hashes = (hashes ^ chunk) * CHUNK_FACTOR
    hashes ^= hashes >> np.uint64(32)
    return hashes


def avalanche(hashes: Array) -> Array:
    """Spread every bit over all 64: the finaliser of MurmurHash3 (Appleby 2011)."""
    hashes = (hashes ^ (hashes >> np.uint64(33))) * np.uint64(0xFF51AFD7ED558CCD)
    hashes = (hashes ^ (hashes >> np.uint64(33))) * np.uint64(0xC4CEB9FE1A85EC53)
    hashes ^= hashes >> np.uint64(33)
    return hashes


def avalanche32(hashes: Array) -> Array:
    """Spread every bit over all 32: the finaliser of MurmurHash3 (Appleby 2011)."""
    hashes = (hashes ^ (hashes >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    hashes = (hashes ^ (hashes >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    hashes ^= hashes >> np.uint32(16)
    return hashes


def from_zero(data: Array, offsets: Array) -> tuple[Array, Array]:
    """Return the part of the data that the offsets span, and the offsets into that part."""
    return data[offsets[0] : offsets[-1]], offsets - offsets[0]


def documents_of(offsets: Array) -> Array:
    """Return the document of each item that offsets from 0 span."""
    return np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))


def ends_of(owners: Array, documents: int) -> Array:
    """Return offsets from 0 for items whose owning documents, in order, are given."""
    return np.concatenate([[0], np.cumsum(np.bincount(owners, minlength=documents))]).astype(np.int64)


def ranges(starts: Array, sizes: Array) -> Array:
    """Return start, start + 1, … of each size, one range after another."""
    before = np.cumsum(sizes) - sizes
    places: Array = np.arange(int(sizes.sum())) + np.repeat(starts - before, sizes)
    return places


def decode(data: Array, offsets: Array) -> tuple[Array, Array, Array]:
    """Decode UTF-8: the first byte, the length and the code point of each sequence, STRAY bytes alone."""
    documents = documents_of(offsets)
    padded = np.concatenate([data, np.zeros(4, np.uint8)]).astype(np.uint32)
    n = len(data)
    byte = [padded[i : i + n] for i in range(4)]
    following = [(part & 0xC0) == 0x80 for part in byte]
    left = offsets[1:][documents] - np.arange(n)
    two = (byte[0] >= 0xC2) & (byte[0] < 0xE0) & following[1] & (left >= 2)
    three = (byte[0] >= 0xE0) & (byte[0] < 0xF0) & following[1] & following[2] & (left >= 3)
    four = (byte[0] >= 0xF0) & (byte[0] <= 0xF4) & following[1] & following[2] & following[3] & (left >= 4)
    tails = [part & 0x3F for part in byte]
    point = np.where(byte[0] < 0x80, byte[0], np.uint32(STRAY))
    point = np.where(two, (byte[0] & 0x1F) << 6 | tails[1], point)
    value = (byte[0] & 0x0F) << 12 | tails[1] << 6 | tails[2]
    three &= (value >= 0x800) & ((value < 0xD800) | (value >= 0xE000))
    point = np.where(three, value, point)
    value = (byte[0] & 0x07) << 18 | tails[1] << 12 | tails[2] << 6 | tails[3]
    four &= (value >= 0x10000) & (value <= 0x10FFFF)
    point = np.where(four, value, point)
    size = 1 + two + 2 * three.astype(np.int64) + 3 * four.astype(np.int64)
    inside = np.zeros(n + 4, bool)
    for i in (1, 2, 3):
        inside[i : n + i] |= size > i
    first = np.flatnonzero(~inside[:n])
    return first, size[first], point[first]


def encode(points: Array) -> tuple[Array, Array]:
    """Encode code points as UTF-8: the bytes back to back, and the length of each."""
    sizes = 1 + (points >= 0x80) + (points >= 0x800) + (points >= 0x10000)
    starts = np.cumsum(sizes) - sizes
    leads = np.array([0, 0x00, 0xC0, 0xE0, 0xF0], np.uint32)
    data = np.empty(int(sizes.sum()), np.uint8)
    for i in range(4):
        has = sizes > i
        value = points[has] >> (6 * (sizes[has] - 1 - i)).astype(np.uint32)
        data[starts[has] + i] = (leads[sizes[has]] | value) if i == 0 else 0x80 | (value & 0x3F)
    return data, sizes


def entries_of(points: Array, index: Array, entries: Array) -> Array:
    """Return the entry of each code point; a stray byte's is that of a boundary."""
    known = np.where(points == STRAY, np.uint32(0), points).astype(np.int64)
    found = entries[
        index[known >> BLOCK_BITS].astype(np.int64) << BLOCK_BITS | known & ((1 << BLOCK_BITS) - 1)
    ]
    return np.where(points == STRAY, np.uint32(BOUNDARY), found)


def fold(
    data: Array,
    offsets: Array,
    index: Array,
    entries: Array,
    pool: Array,
    normalised: bool,
    out: Array,
    out_offsets: Array,
    hard: Array,
) -> int:
    """Fold UTF-8 to words parted by single spaces, document after document; return the bytes written.

    `index`, `entries` and `pool` are the tables of `dedupe.text.fold_tables`. A document that needs
    the normaliser is flagged in `hard` and left empty; with `normalised` the code points stand as they
    are and are only sorted into words. `out` holds three bytes for each of the data's.
    """
    data, offsets = from_zero(data, offsets)
    count = len(offsets) - 1
    first, _, points = decode(data, offsets)
    owner = documents_of(offsets)[first]
    entry = entries_of(points, index, entries)
    hard[:count] = False
    if not normalised:
        combining = entry >> 8 & 0xFF
        before = np.concatenate([[0], combining[:-1]])
        before[1:][owner[1:] != owner[:-1]] = 0
        unordered = (entry & JOINS != 0) & (before > combining)
        hard[owner[(entry & HARD != 0) | unordered]] = True
        soft = hard[:count][owner] == 0
        points, owner, entry = points[soft], owner[soft], entry[soft]
        place = (entry >> 16).astype(np.int64)
        mapped = place > 0
        sizes = np.where(mapped, pool[place], 1).astype(np.int64)
        folded = np.repeat(points, sizes)
        folded[np.repeat(mapped, sizes)] = pool[ranges(place[mapped] + 1, sizes[mapped])]
        points, owner = folded, np.repeat(owner, sizes)
        entry = entries_of(points, index, entries)
    kind = entry & 3
    begins = word_beginnings(kind, owner)
    kept = kind != BOUNDARY
    kind, owner, points, begins = kind[kept], owner[kept], points[kept], begins[kept]
    starts_document = np.concatenate([[True], owner[1:] != owner[:-1]])[: len(owner)]
    spaces = (begins & ~starts_document).astype(np.int64)
    at = np.arange(len(points)) + np.cumsum(spaces)
    spaced = np.full(len(points) + int(spaces.sum()), SPACE, np.uint32)
    spaced[at] = points
    owners = np.empty(len(spaced), np.int64)
    owners[at] = owner
    owners[at[spaces > 0] - 1] = owner[spaces > 0]
    written, sizes = encode(spaced)
    out[: len(written)] = written
    out_offsets[: count + 1] = ends_of(np.repeat(owners, sizes), count)
    return len(written)


def word_beginnings(kind: Array, owner: Array) -> Array:
    """Tell which code points begin a word, from their classes and their documents.

    A word ends at a boundary, and on either side of a letter of an unspaced script with its marks.
    """
    at = np.arange(len(kind))
    new = np.ones(len(kind), bool)
    new[1:] = (owner[1:] != owner[:-1]) | (kind[:-1] == BOUNDARY)
    # What the word so far is made of: the last letter, or the boundary, that is no mark.
    last = np.maximum.accumulate(np.where((kind != MARK) | new, at, 0))
    alone = np.zeros(len(kind), bool)
    alone[1:] = kind[last[:-1]] == UNSPACED
    result: Array = (kind != BOUNDARY) & (new | (kind == UNSPACED) | ((kind == LETTER) & alone))
    return result


def word_shingles(data: Array, offsets: Array, k: int, limit: int, out: Array, out_offsets: Array) -> int:
    """Hash each k consecutive words of folded text, in text order; return how many hashes are kept.

    A text of fewer than k words has one shingle over all of them, an empty one has none. Only hashes
    up to `limit` are kept. `out` holds one uint64 for every two bytes and one for every document.
    """
    data, offsets = from_zero(data, offsets)
    letter = data != SPACE
    owner = documents_of(offsets)
    apart = owner[1:] != owner[:-1]
    begins = letter.copy()
    begins[1:] &= ~letter[:-1] | apart
    ends = letter.copy()
    ends[:-1] &= ~letter[1:] | apart
    starts = np.flatnonzero(begins)
    sizes = np.flatnonzero(ends) + 1 - starts
    # Eight bytes from every place on, so that any chunk is one look-up.
    padded = np.concatenate([data, np.zeros(16, np.uint8)])
    chunks = np.ndarray((len(padded) - 7,), "<u8", padded, strides=(1,))
    hashes = np.full(len(starts), SEED, np.uint64)
    words = np.arange(len(starts))
    done = 0
    while len(words):
        left = np.minimum(sizes[words] - done, 8)
        mask = np.where(
            left == 8, ~np.uint64(0), (np.uint64(1) << (8 * (left % 8)).astype(np.uint64)) - np.uint64(1)
        )
        hashes[words] = absorb(hashes[words], chunks[starts[words] + done].astype(np.uint64) & mask)
        words = words[left == 8]
        done += 8
    return roll(hashes, ends_of(owner[starts], len(offsets) - 1), k, limit, out, out_offsets)


def letter_widths(points: Array) -> Array:
    """Return how many letters each code point counts as: kana, ideographs and Hangul syllables 3, others 1.

    One of those says about as much as three letters of an alphabet: 12 letters are four ideographs.
    """
    wide = ((points >= 0x3040) & (points <= 0x9FFF)) | ((points >= 0xAC00) & (points <= 0xD7A3))
    wide |= ((points >= 0xF900) & (points <= 0xFAFF)) | ((points >= 0x20000) & (points <= 0x3FFFF))
    return np.where(wide, WIDE, 1)


def letter_shingles(data: Array, offsets: Array, k: int, limit: int, out: Array, out_offsets: Array) -> int:
    """Hash each k consecutive letters of folded text, its spaces left out; return how many are kept.

    The rules are those of `word_shingles`. A wide letter counts as three, see `letter_widths`. `out`
    holds one uint64 for every byte.
    """
    data, offsets = from_zero(data, offsets)
    first, _, points = decode(data, offsets)
    counted = (points != SPACE) & (points != STRAY)
    widths = letter_widths(points[counted])
    parts = ranges(np.zeros(len(widths), np.int64), widths).astype(np.uint64)
    values = np.repeat(points[counted].astype(np.uint64), widths) | parts << np.uint64(PART_SHIFT)
    letters = absorb(np.full(len(values), SEED, np.uint64), values)
    owner = np.repeat(documents_of(offsets)[first[counted]], widths)
    return roll(letters, ends_of(owner, len(offsets) - 1), k, limit, out, out_offsets)


def roll(values: Array, offsets: Array, k: int, limit: int, out: Array, out_offsets: Array) -> int:
    """Hash each k consecutive values of a document: a polynomial in ORDER_FACTOR, then an avalanche."""
    if k < 1:
        raise ValueError(f"k: must be at least 1, got {k}")
    sizes = np.diff(offsets)
    windows = np.where(sizes > 0, np.maximum(sizes - k, 0) + 1, 0)
    windows[sizes == 0] = 0
    owner = np.repeat(np.arange(len(sizes)), windows)
    first = ranges(offsets[:-1], windows)
    width = np.minimum(sizes, k)[owner]
    sums = np.zeros(len(first), np.uint64)
    for i in range(int(width.max(initial=0))):
        wide = width > i
        sums[wide] = sums[wide] * ORDER_FACTOR + values[first[wide] + i]
    hashes = avalanche(sums)
    kept = hashes <= np.uint64(limit)
    count = int(kept.sum())
    out[:count] = hashes[kept]
    out_offsets[: len(offsets)] = ends_of(owner[kept], len(sizes))
    return count


def signatures(hashes: Array, offsets: Array, a: Array, b: Array, out: Array) -> None:
    """MinHash each document: the least a·h + b mod 2^32 of its hashes h, for every permutation.

    This is the scheme `affine32` of datasketch 2: uint32 hashes are mixed once beforehand, and an
    empty set has the largest value in every place. `out` is uint32[n, len(a)].
    """
    hashes, offsets = from_zero(hashes, offsets)
    mixed = avalanche32(hashes)
    out = out.reshape(-1, len(a))
    out[: len(offsets) - 1] = np.uint32(0xFFFFFFFF)
    at_once = max(1, AT_ONCE // max(1, len(a)))
    for i in range(len(offsets) - 1):
        for start in range(int(offsets[i]), int(offsets[i + 1]), at_once):
            part = mixed[start : min(start + at_once, int(offsets[i + 1]))]
            np.minimum(out[i], (a[:, None] * part + b[:, None]).min(axis=1), out=out[i])


def band_hashes(signatures: Array, permutations: int, bands: int, rows: int, out: Array) -> None:
    """Hash each `rows` values of a signature to one uint64 a band; `out` is uint64[n, bands]."""
    if bands * rows > permutations:
        raise ValueError(
            f"bands: {bands} bands of {rows} rows need more than the {permutations} permutations"
        )
    values = signatures.reshape(-1, permutations)[:, : bands * rows].reshape(-1, bands, rows)
    hashes = np.full(values.shape[:2], SEED, np.uint64)
    for row in range(rows):
        hashes = absorb(hashes, values[:, :, row].astype(np.uint64))
    out.reshape(-1, bands)[: len(hashes)] = avalanche(hashes)


def sorted_sets(hashes: Array, offsets: Array, out: Array, out_offsets: Array) -> int:
    """Sort each document's hashes and drop repeats; return how many are left."""
    hashes, offsets = from_zero(hashes, offsets)
    owner = documents_of(offsets)
    order = np.lexsort((hashes, owner))
    hashes = hashes[order]
    fresh = np.ones(len(hashes), bool)
    fresh[1:] = (hashes[1:] != hashes[:-1]) | (owner[1:] != owner[:-1])
    count = int(fresh.sum())
    out[:count] = hashes[fresh]
    out_offsets[: len(offsets)] = ends_of(owner[fresh], len(offsets) - 1)
    return count


def intersections(hashes: Array, offsets: Array, left: Array, right: Array, out: Array) -> None:
    """Count the hashes that two sorted sets share, for each pair of documents."""
    for i, (one, other) in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
        x, y = hashes[offsets[one] : offsets[one + 1]], hashes[offsets[other] : offsets[other + 1]]
        out[i] = np.intersect1d(x, y, assume_unique=True).size


def look_up(table: Array, values: Array, out: Array) -> None:
    """Find where in a rising table (uint64, no repeats) each value stands: int64, -1 where it does not."""
    at = np.searchsorted(table, values)
    found = at < len(table)
    found[found] = table[at[found]] == values[found]
    out[:] = np.where(found, at, -1)


def shared_runs(
    hashes: Array,
    offsets: Array,
    weights: Array,
    sets: Array,
    set_offsets: Array,
    left: Array,
    right: Array,
    k: int,
    slack: int,
    out: Array,
) -> None:
    """Weigh the stretches of `right` that k-letter shingles found in `left` cover.

    `hashes` are letter shingles in text order and `weights` (int32) their weights, FULL_WEIGHT for one
    and less than 0 where not known; `sets` are the hashes as sorted sets. Stretches that touch or overlap
    are one run. `out` is float64[pairs, 2]: the letters of each run past its first `slack`, times the mean
    of the weights known in it (one half where none is), summed; and the letters of the longest run.
    """
    out = out.reshape(-1, 2)
    for i, (one, other) in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
        sequence = hashes[offsets[other] : offsets[other + 1]]
        weight = weights[offsets[other] : offsets[other + 1]].astype(np.int64)
        held = np.flatnonzero(np.isin(sequence, sets[set_offsets[one] : set_offsets[one + 1]]))
        breaks = np.flatnonzero(np.diff(held) > k) + 1
        evidence, longest = 0.0, 0
        for run in np.split(held, breaks) if len(held) else []:
            length = int(run[-1] + k - run[0])
            longest = max(longest, length)
            if length > slack:
                known = weight[run][weight[run] >= 0]
                mean = known.sum() / len(known) if len(known) else FULL_WEIGHT / 2
                evidence += (length - slack) * (mean / FULL_WEIGHT)
        out[i] = evidence, longest
