"""Candidate pairs from signatures: locality-sensitive hashing by bands.

A signature is cut into `bands` of `rows` values. At Jaccard similarity s two texts agree in all rows of a
band with probability s^rows (Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", section 3.4).
They are a candidate pair if they agree in at least two bands: unrelated articles have a similarity of a
hundredth or so, at which one band in thirty may agree by chance for one pair in three million, which in a
million articles makes hundreds of thousands of candidates, growing with the square. Two hardly ever do.
Candidates are verified exactly later, so a false one costs some microseconds and a missed one is lost:
bands are chosen for recall.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dedupe.keys import HALF, LOW, pair_keys, pairs_of, rising_order, stretches
from dedupe.threads import side_by_side

if TYPE_CHECKING:
    from numpy.typing import NDArray

RECALL = 0.998  # of pairs that lie exactly at the threshold; those over it are found yet more surely
# A bucket of m texts holds m(m-1)/2 pairs. Up to this many texts all are candidates (32,640 pairs);
# a larger bucket is a template or one text reprinted, which fewer pairs hold together as well.
ALL_PAIRS_MOST = 256
MERGED_AFTER = 1 << 23  # pairs, with repeats, that wait in memory (64 MB)
NEIGHBOURS = 8  # texts that each text of a larger bucket is paired with, besides the bucket's first


@dataclass(frozen=True, slots=True)
class Bands:
    """How a signature is cut: `bands` of `rows` values each."""

    bands: int
    rows: int

    @property
    def agreeing(self) -> int:
        """In how many bands a candidate pair agrees at least: two, where there are as many."""
        return min(2, self.bands)

    def recall(self, similarity: float) -> float:
        """Return the probability that a pair of this Jaccard similarity becomes a candidate."""
        agrees = similarity**self.rows
        missed = (1.0 - agrees) ** self.bands
        if self.agreeing == 2:
            missed += self.bands * agrees * (1.0 - agrees) ** (self.bands - 1)
        return float(1.0 - missed)


def choose_bands(num_perm: int, threshold: float, recall: float = RECALL) -> Bands:
    """Return the bands with the most rows that still find pairs at the threshold with this recall.

    More rows let fewer dissimilar pairs through. Where not even one row a band reaches the recall, that
    is returned, and its `recall(threshold)` says what it reaches: more permutations would raise it.

    >>> choose_bands(128, 0.7)
    Bands(bands=32, rows=4)
    """
    if num_perm < 1:
        raise ValueError(f"num_perm must be at least 1, got {num_perm}")
    if not 0 < threshold <= 1:
        raise ValueError(f"threshold must be over 0 and up to 1, got {threshold}")
    for rows in range(num_perm, 1, -1):
        bands = Bands(num_perm // rows, rows)
        if bands.recall(threshold) >= recall:
            return bands
    return Bands(num_perm, 1)


def candidate_pairs(
    hashes: NDArray[np.uint32], threads: int | None = None
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the pairs of rows that agree in two bands or more: left < right, each once, in rising order.

    (In one band where there is but one.)

    Of a bucket of more than `ALL_PAIRS_MOST` rows the pairs are: its first row with each other (so it
    stays in one piece if that row is like the rest), and each row with its next `NEIGHBOURS` once the
    bucket is sorted by the band after, which puts like beside like, differently for each band. Such a
    bucket's pairs depend on the order of the rows; a caller who wants them not to depend on the order of
    the input sorts its rows by content first.

    Parameters
    ----------
    hashes : uint32[n, bands]
        What `dedupe.minhash.sketch_bands` returns.
    threads : int, optional
        Default: the processors this process may use. The result does not depend on it.

    Returns
    -------
    left, right : int64[pairs]
    """
    if len(hashes) >= 2**32:
        raise ValueError(f"at most {2**32 - 1} texts can be joined at once, got {len(hashes)}")
    found: list[NDArray[np.uint64]] = [np.empty(0, np.uint64)]
    waiting = 0
    for keys in side_by_side(lambda band: _pairs_of_band(hashes, band), range(hashes.shape[1]), threads):
        found.append(keys)
        waiting += len(keys)
        if waiting > MERGED_AFTER:  # near copies agree in many bands
            found, waiting = [_at_most_twice(np.concatenate(found))], 0
    keys = _at_most_twice(np.concatenate(found))
    if hashes.shape[1] > 1:
        keys = keys[1:][keys[1:] == keys[:-1]]
    return pairs_of(keys)


def _pairs_of_band(hashes: NDArray[np.uint32], band: int) -> NDArray[np.uint64]:
    """Return the pairs of one band's buckets as keys, left << 32 | right."""
    # Sorting plain numbers is many times faster than sorting an index: the row goes into the low half.
    packed = hashes[:, band].astype(np.uint64) << HALF
    packed |= np.arange(len(hashes), dtype=np.uint64)
    packed.sort()
    bucket = packed >> HALF
    alike = bucket[1:] == bucket[:-1]
    together = np.concatenate([alike, [False]]) | np.concatenate([[False], alike])
    packed = packed[together[: len(packed)]]
    bucket, rows = packed >> HALF, (packed & LOW).astype(np.int64)
    starts, sizes = stretches(bucket)
    small = sizes <= ALL_PAIRS_MOST
    keys = [_all_pairs(rows, starts[small], sizes[small])]
    for start, size in zip(starts[~small].tolist(), sizes[~small].tolist(), strict=True):
        members = rows[start : start + size]
        after = hashes[members, (band + 1) % hashes.shape[1]]
        # Twice, for another band with the same bucket may draw other pairs from it.
        keys += 2 * [_some_pairs(members[0], members[rising_order(members, after)])]
    return np.concatenate(keys)


def _all_pairs(
    rows: NDArray[np.int64], starts: NDArray[np.int64], sizes: NDArray[np.int64]
) -> NDArray[np.uint64]:
    """Return every pair of each bucket, whose rows rise."""
    ends = np.repeat(starts + sizes, sizes)
    places = np.repeat(starts - np.cumsum(sizes) + sizes, sizes) + np.arange(int(sizes.sum()))
    partners = ends - places - 1
    left = np.repeat(places, partners)
    right = left + 1 + np.arange(len(left)) - np.repeat(np.cumsum(partners) - partners, partners)
    return pair_keys(rows[left], rows[right])


def _some_pairs(hub: np.int64, ordered: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return the pairs of a large bucket: a star around its first row, and neighbours in this order."""
    keys = [pair_keys(np.full(len(ordered) - 1, hub), ordered[ordered != hub])]
    keys += [pair_keys(ordered[:-step], ordered[step:]) for step in range(1, NEIGHBOURS + 1)]
    return np.concatenate(keys)


def _at_most_twice(keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return the keys sorted, without those that came twice before."""
    keys = np.sort(keys)
    kept: NDArray[np.uint64] = keys[np.concatenate([[True, True], keys[2:] != keys[:-2]])[: len(keys)]]
    return kept
