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
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedupe.keys import (
    HALF,
    LOW,
    MIXER,
    changes,
    distinct,
    pair_keys,
    pairs_of,
    pairs_within,
    rising_order,
    stretches,
)
from dedupe.threads import side_by_side

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Rows = NDArray[np.int64]
    Keys = NDArray[np.uint64]

RECALL = 0.998  # of pairs that lie exactly at the threshold; those over it are found yet more surely
# A bucket of m texts holds m(m-1)/2 pairs. Up to this many texts all are candidates (32,640 pairs);
# a larger bucket, a crowd, is a template or one text reprinted, which fewer pairs hold together as well.
ALL_PAIRS_MOST = 256
MERGED_AFTER = 1 << 23  # pairs, with repeats, that wait in memory (64 MB)
NEIGHBOURS = 8  # texts of a crowd to either side of each one that it is compared with, band by band
LIKEST = 16  # of all those, as many are candidates
COMPARED_AT_ONCE = 1 << 14  # texts of a crowd: their bands and what is found take some 20 MB


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


class Candidates(NamedTuple):
    """Pairs of rows, left < right, each once, in rising order (int64[pairs]); the bands that have a crowd."""

    left: Rows
    right: Rows
    crowded: list[int]


def candidate_pairs(hashes: NDArray[np.uint32], threads: int | None = None) -> Candidates:
    """Return the pairs of rows that agree in two bands or more.

    (In one band where there is but one.)

    Of a crowd, a bucket of more than `ALL_PAIRS_MOST` rows, the pairs are its first row with each other:
    copies of one text are copies of that. Those that it turns out to be unlike `pairs_apart` pairs. The
    pairs of a crowd depend on the order of the rows; a caller who wants them not to depend on the order of
    the input sorts its rows by content first.

    Parameters
    ----------
    hashes : uint32[n, bands]
        What `dedupe.minhash.sketch_bands` returns.
    threads : int, optional
        Default: the processors this process may use. The result does not depend on it.
    """
    if len(hashes) >= 2**32:
        raise ValueError(f"at most {2**32 - 1} texts can be joined at once, got {len(hashes)}")
    crowded: set[int] = set()

    def of_band(band: int) -> Keys:
        rows, starts, sizes = _buckets(hashes, band)
        small = sizes <= ALL_PAIRS_MOST
        left, right = pairs_within(starts[small], sizes[small])
        keys = [pair_keys(rows[left], rows[right])]
        for crowd in _crowds(rows, starts, sizes):
            crowded.add(band)
            # Twice, for another band with the same crowd may begin it with another row.
            keys += 2 * [_star(crowd)]
        return np.concatenate(keys)

    found: list[Keys] = [np.empty(0, np.uint64)]
    waiting = 0
    for keys in side_by_side(of_band, range(hashes.shape[1]), threads):
        found.append(keys)
        waiting += len(keys)
        if waiting > MERGED_AFTER:  # near copies agree in many bands
            found, waiting = [_at_most_twice(np.concatenate(found))], 0
    keys = np.concatenate(found)
    keys.sort()
    if hashes.shape[1] > 1:
        keys = keys[1:][keys[1:] == keys[:-1]]
    return Candidates(*pairs_of(keys[changes(keys)]), sorted(crowded))


def pairs_apart(
    hashes: NDArray[np.uint32],
    groups: Rows,
    crowded: list[int],
    turn: int = 0,
    threads: int | None = None,
) -> tuple[Rows, Rows]:
    """Return pairs of rows in crowds that are not known to belong together.

    Each row of a crowd is compared with `NEIGHBOURS` others to either side, once they are sorted by the band
    after, which puts like beside like, and by chance within: with others in each band. Of those in other
    groups the `LIKEST`, which agree with it in the most bands, make pairs.

    Parameters
    ----------
    hashes : uint32[n, bands]
    groups : int64[n]
        What is known to belong together, such as the components that the candidates make.
    crowded : list of int
        The bands to look at: `Candidates.crowded`.
    turn : int
        Each has other neighbours.
    threads : int, optional
        Default: the processors this process may use. The result does not depend on it.

    Returns
    -------
    left, right : int64[pairs]
        left < right, each pair once, in rising order.
    """
    crowds = [
        (band, crowd)
        for band in crowded
        for crowd in _crowds(*_buckets(hashes, band))
        if (groups[crowd] != groups[crowd[0]]).any()
    ]
    members = distinct(np.concatenate([np.empty(0, np.int64), *(crowd for _, crowd in crowds)]))
    likest = np.zeros((len(members), LIKEST), np.uint64)  # bands that agree << 32 | row; 0 for none

    def keep(rows: Rows) -> None:
        places = np.searchsorted(members, rows)
        found = np.concatenate([likest[places], _beside(hashes, groups, rows)], axis=1)
        found.sort(axis=1)
        found[:, :-1][found[:, :-1] == found[:, 1:]] = 0  # known from another band
        found.sort(axis=1)
        likest[places] = found[:, -LIKEST:]

    for band, crowd in crowds:
        odd = 2 * (turn * hashes.shape[1] + band) + 1  # times what is odd each is another order
        mixed = crowd.astype(np.uint64) * np.uint64(int(MIXER) * odd % 2**64)
        rows = crowd[rising_order(mixed >> HALF, hashes[crowd, (band + 1) % hashes.shape[1]])]
        pieces = (rows[at : at + COMPARED_AT_ONCE] for at in range(0, len(rows), COMPARED_AT_ONCE))
        for _ in side_by_side(keep, pieces, threads):
            pass
    places, columns = np.nonzero(likest)
    others = (likest[places, columns] & LOW).astype(np.int64)
    return pairs_of(distinct(pair_keys(members[places], others)))


def _beside(hashes: NDArray[np.uint32], groups: Rows, rows: Rows) -> NDArray[np.uint64]:
    """Return what each row has beside it in another group, as `pairs_apart` keeps it: two columns a step."""
    found = np.zeros((2, NEIGHBOURS, len(rows)), np.uint64)
    bands, group, names = hashes[rows].T.copy(), groups[rows], rows.astype(np.uint64)
    for step in range(1, min(NEIGHBOURS + 1, len(rows))):
        agreeing = np.zeros(len(rows) - step, np.uint16)
        for band in bands:
            agreeing += band[:-step] == band[step:]
        known = np.where(group[:-step] != group[step:], agreeing, 0).astype(np.uint64) << HALF
        found[0, step - 1, :-step] = np.where(known, known | names[step:], 0)
        found[1, step - 1, step:] = np.where(known, known | names[:-step], 0)
    return found.reshape(-1, len(rows)).T


def _buckets(hashes: NDArray[np.uint32], band: int) -> tuple[Rows, Rows, Rows]:
    """Return the rows that agree with another in a band, by bucket; where each bucket begins; their sizes."""
    # Sorting plain numbers is many times faster than sorting an index: the row goes into the low half.
    packed = hashes[:, band].astype(np.uint64) << HALF
    packed |= np.arange(len(hashes), dtype=np.uint64)
    packed.sort()
    bucket = packed >> HALF
    alike = bucket[1:] == bucket[:-1]
    together = np.concatenate([alike, [False]]) | np.concatenate([[False], alike])
    packed = packed[together[: len(packed)]]
    return (packed & LOW).astype(np.int64), *stretches(packed >> HALF)


def _crowds(rows: Rows, starts: Rows, sizes: Rows) -> Iterator[Rows]:
    """Yield the rows of each bucket that is too large for all its pairs."""
    large = sizes > ALL_PAIRS_MOST
    for start, size in zip(starts[large].tolist(), sizes[large].tolist(), strict=True):
        yield rows[start : start + size]


def _star(rows: Rows) -> Keys:
    """Return the pairs of the first row with each other."""
    return pair_keys(np.full(len(rows) - 1, rows[0]), rows[1:])


def _at_most_twice(keys: Keys) -> Keys:
    """Return the keys sorted, without those that came twice before."""
    keys = np.sort(keys)
    kept: Keys = keys[np.concatenate([[True, True], keys[2:] != keys[:-2]])[: len(keys)]]
    return kept
