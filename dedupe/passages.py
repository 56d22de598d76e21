"""Versions of one report by the rare passages they share.

Two articles written from one source keep stretches of it word for word. A *run* is a longest stretch of
the shorter article's letters covered by letter shingles that the longer article holds too. Its letters
past the first few count as evidence, weighed by how rare its shingles are in the corpus: a stock phrase
is short or common, a passage taken over is long and rare. In a corpus of two every shingle that both hold
is rare, and the length of the runs alone decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import combinations
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from dedupe import kernels
from dedupe.keys import (
    changes,
    distinct,
    numbered,
    pair_keys,
    pairs_of,
    repeats,
    rising_order,
    rising_pair_keys,
    stretches,
)
from dedupe.spool import HELD_MOST, Spool, parted
from dedupe.text.fold import fold
from dedupe.threads import side_by_side
from dedupe.thresholds import (
    EVIDENCE_SHARE,
    PASSAGE_LETTERS,
    RARE_COUNT,
    RARE_MOST,
    RUN_SLACK,
    SPREAD_MOST,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa
    from numpy.typing import NDArray

    from dedupe.corpus import Corpus
    from dedupe.text.fold import Folded

    Rows = NDArray[np.int64]
    Keys = NDArray[np.uint64]

SHINGLES_COUNTED = 1 << 22
"""Shingles whose frequency is counted, about: past it a corpus is sampled by hash (FracMinHash), but not
below `SAMPLE_LEAST`."""

SAMPLE_LEAST = 0.025
"""Of 400 letters that two long articles share, 10 sampled shingles are left."""

SHARED_LEAST = 12
"""Rare shingles two articles must share to be a candidate pair, of all; sampled, in proportion."""

SHARED_PART = 0.25 * EVIDENCE_SHARE
"""Share of the shorter article's shingles that a candidate pair must share as rare ones: the evidence that
it needs is four times that, and frequent shingles weigh little."""

SPREAD_SHARE = 0.25
"""Share of the shorter article's sampled shingles that a link to the most complete article needs."""

PARTS, PARTS_MOST = 16, 64
"""Ranges of hashes that are gone through one by one on each thread: bounds memory. Each may have three files
open, and many systems allow a process no more than 256."""

PART_SHINGLES = 1 << 21
"""Counted shingles of a range, about, from which there are more ranges: sixteen megabytes."""

COUNTED_MOST = 2**16 - 1
"""Articles to which the frequency of a shingle is told; what more hold weighs nothing at all."""


@dataclass(frozen=True, slots=True)
class Frequencies:
    """How many articles hold a letter shingle: those that two or more hold, and the share counted at all.

    `prefixes` are hashes without their lowest `shift` bits, and `counts` (uint16) tells how many hold each;
    `sample` is the share of all possible shingles that was counted, 1.0 for all.
    """

    prefixes: kernels.Table
    counts: NDArray[np.uint16]
    shift: int = 0
    sample: float = 1.0

    def of(self, hashes: Keys) -> NDArray[np.int64]:
        """Return how many articles hold each shingle that was counted: 1 if none is known to."""
        places = kernels.look_up(self.prefixes, hashes >> np.uint64(self.shift))
        counts = np.ones(len(places), np.int64)
        known = np.flatnonzero(places >= 0)
        counts[known] = self.counts[places[known]]
        return counts


UNKNOWN = Frequencies(kernels.Table.of(np.empty(0, np.uint64)), np.empty(0, np.uint16), sample=0.0)
"""The table of no corpus: every shingle is as rare as can be."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the passages say of pairs of articles; one entry a pair in each array.

    `evidence`: letters of shared runs past their slack, weighed by rarity. `containment`: share of
    the shorter article's shingles that the longer holds. `longest`: letters of the longest run.
    `length`: letters of the shorter article. `agreeing`: its figures that the longer one has;
    `differing`: those it has not and that touch a shared run.
    """

    evidence: NDArray[np.float64]
    containment: NDArray[np.float64]
    longest: NDArray[np.int64]
    length: NDArray[np.int64]
    agreeing: NDArray[np.int64]
    differing: NDArray[np.int64]


def rarity(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the weight of shingles by the number of articles that hold them: 1 for two, then falling."""
    return 1.0 / (1.0 + (np.maximum(counts - 2, 0) / RARE_COUNT) ** 2)


@cache
def _weights() -> NDArray[np.int32]:
    """Return the weight of a shingle that so many articles hold, as `kernels.runs` takes it."""
    return np.round(rarity(np.arange(COUNTED_MOST + 1)) * kernels.FULL_WEIGHT).astype(np.int32)


def gather_evidence(folded: Folded, frequencies: Frequencies, left: Rows, right: Rows) -> Evidence:
    """Measure pairs of texts, given by their rows, on all their shingles; one entry a pair."""
    units, offsets = kernels.letters(folded.data, folded.offsets, threads=1)
    sizes = np.diff(offsets)
    shorter, longer = np.where(sizes[left] <= sizes[right], (left, right), (right, left))
    figures = kernels.figures(folded.data, folded.offsets, threads=1)  # lent texts may be lost below
    weighed = distinct(shorter)
    which = np.zeros(len(weighed), np.int64)
    hashes, places, ends = kernels.unit_shingles(
        *kernels.gather([units], which, offsets[weighed], sizes[weighed], lent=True),
        PASSAGE_LETTERS,
        limit=limit_of(frequencies.sample),
        threads=1,
    )
    weights = _weights()[frequencies.of(hashes)]
    sampled = np.zeros(len(offsets), np.int64)
    sampled[weighed + 1] = np.diff(ends)
    np.cumsum(sampled, out=sampled)
    # The kernel notes the shingles of a longer text once for all pairs that follow one another.
    order = rising_order(longer)
    ordered = kernels.runs(
        units,
        offsets,
        figures,
        (places, weights, sampled),
        longer[order],
        shorter[order],
        PASSAGE_LETTERS,
        RUN_SLACK,
        threads=1,
    )
    back = np.empty_like(order)
    back[order] = np.arange(len(order))
    letters, matched, longest, agreeing, differing = (column[back] for column in ordered)
    if frequencies.sample == 0:
        letters = 2 * letters  # a run of unknown rarity counts half; without a corpus all are rare
    positions = np.where(sizes > 0, np.maximum(sizes - PASSAGE_LETTERS + 1, 1), 0)[shorter]
    containment = np.divide(matched, positions, out=np.zeros(len(shorter)), where=positions > 0)
    return Evidence(letters, containment, longest, sizes[shorter], agreeing, differing)


def limit_of(sample: float) -> int:
    """Return the largest hash that a sample of all shingles keeps."""
    return min(int(sample * 2**64), kernels.EVERY_HASH)


@dataclass(frozen=True, slots=True)
class Passages:
    """Which articles hold each passage that two or more hold, an article being named by its place in a list.

    The parts of `keys` are ranges of shingle hashes, rising; in each, keys (uint64, rising, distinct) are
    the hash of a shingle with its lowest `shift` bits replaced by an article that holds it. `sizes` are the
    counted shingles of each article, a `sample` of all, repeats and those that it alone holds too.
    """

    keys: Spool
    sizes: NDArray[np.int64]
    shift: int
    sample: float

    def frequencies(self, groups: Rows, threads: int | None = None) -> Frequencies:
        """Return how many groups hold each shingle that two or more hold; `groups[i]` is article i's group.

        A story reprinted forty times is frequent until its reprints are counted as one.
        """
        names = numbered(groups)[1].astype(np.uint64)
        shift, alone = np.uint64(self.shift), len(names) == int(names.max(initial=0)) + 1

        def work(keys: Keys) -> tuple[Keys, Rows]:
            if not alone:
                keys = keys >> shift << shift | names[(keys & self.low).view(np.int64)]
                keys.sort()
                keys = keys[changes(keys)]
            prefixes, counts = repeats(keys >> shift)
            return prefixes, np.minimum(counts, COUNTED_MOST).astype(np.uint16)

        parts = list(side_by_side(work, self.parts(), threads))
        prefixes, counts = (np.concatenate(column) for column in zip(*parts, strict=True))
        return Frequencies(kernels.Table.of(prefixes), counts, self.shift, self.sample)

    def parts(self) -> Iterator[Keys]:
        """Yield the keys, range by range."""
        return map(self.keys.read, range(self.keys.parts))

    @property
    def low(self) -> np.uint64:
        """The bits of a key that are its article."""
        return np.uint64((1 << self.shift) - 1)


def index_passages(corpus: Corpus, nodes: Rows, letters: int) -> Passages:
    """Note which of the articles in rows `nodes` hold each passage; a large corpus is sampled by hash.

    `letters` is about how many letters they have.
    """
    sample = min(1.0, max(SHINGLES_COUNTED / max(1, letters), SAMPLE_LEAST))
    limit = limit_of(sample)
    # Sorting plain numbers is many times faster than sorting an index: the article goes into the lowest
    # bits. Of 33 million shingles with 44 bits left, 31 or so are taken for another: it moves no decision.
    shift = max(1, len(nodes).bit_length())
    place = np.full(len(corpus), -1)
    place[nodes] = np.arange(len(nodes))
    parts = min(max(PARTS, int(sample * letters) // PART_SHINGLES), PARTS_MOST)
    bounds = np.array([limit // parts * part >> shift << shift for part in range(1, parts)], np.uint64)
    sizes = np.zeros(len(nodes), np.int64)

    def work(rows: Rows, texts: pa.Array) -> list[Keys]:
        folded = fold(texts, threads=1, lent=True)
        units, offsets = kernels.letters(folded.data, folded.offsets, threads=1)
        keys, _, ends = kernels.unit_shingles(units, offsets, PASSAGE_LETTERS, limit=limit, threads=1)
        articles = place[rows]
        sizes[articles] = np.diff(ends)
        keys >>= np.uint64(shift)
        keys <<= np.uint64(shift)
        keys |= np.repeat(articles.astype(np.uint64), np.diff(ends))
        keys.sort()
        return parted(keys, bounds)

    several = Spool(parts, HELD_MOST // 2)
    with Spool(parts) as spool:
        for pieces in corpus.each_slice(work, of=place >= 0):
            spool.add(pieces)
        for part, keys in enumerate(
            side_by_side(lambda part: _held_by_several(spool.take(part), shift), range(parts), corpus.threads)
        ):
            several.add([keys if part == each else keys[:0] for each in range(parts)])
    return Passages(several, sizes, shift, sample)


def passage_pairs(passages: Passages, threads: int | None = None) -> tuple[Rows, Rows]:
    """Pair the articles that share enough rare passages, and link those that share frequent ones.

    Where a passage is frequent each article that holds it is paired with the first that does, so
    the articles should stand most complete first. Returns articles, left < right, in rising order.
    """
    # Most pairs share a passage or two by chance: they are counted by ranges of their left article, as they
    # would take more room than all else together.
    parts = passages.keys.parts
    bounds = pair_keys(np.arange(1, parts) * len(passages.sizes) // parts, np.full(parts - 1, 2**32 - 1))
    with Spool(parts, HELD_MOST // 2) as rare, Spool(parts, HELD_MOST // 2) as spread:
        one_by_one = Lock()

        def put_by(part: Keys) -> None:
            for spool, keys in zip((rare, spread), _pairs_of_part(passages, part), strict=True):
                pieces = parted(keys, bounds)
                with one_by_one:  # in any order: they are sorted when all are there
                    spool.add(pieces)

        for _ in side_by_side(put_by, passages.parts(), threads):
            pass
        found = side_by_side(
            lambda part: _sharing_enough(passages, rare.take(part), spread.take(part)), range(parts), threads
        )
        return pairs_of(np.concatenate(list(found)))


def _pairs_of_part(passages: Passages, keys: Keys) -> tuple[Keys, Keys]:
    """Return the pairs that share each rare passage, and those of a frequent one's first article, rising."""
    starts, counts = stretches(keys >> np.uint64(passages.shift))
    articles = keys & passages.low  # rising in each stretch
    pairs = [np.empty(0, np.uint64)]
    for count in range(2, RARE_MOST + 1):
        first = starts[counts == count]
        sides = [articles[first + place] for place in range(count)]
        pairs += [rising_pair_keys(one, other) for one, other in combinations(sides, 2)]
    spread = (counts > RARE_MOST) & (counts <= SPREAD_MOST)
    others = np.repeat(spread, counts)
    others[starts] = False
    first_of = np.repeat(articles[starts[spread]], counts[spread] - 1)
    rare, linked = np.concatenate(pairs), rising_pair_keys(first_of, articles[others])
    rare.sort()
    linked.sort()
    return rare, linked


def _sharing_enough(passages: Passages, rare: Keys, spread: Keys) -> Keys:
    """Return the pairs that occur often enough for the shorter article's size, rising."""
    enough: list[Keys] = []
    for keys, least, share in (
        (rare, max(2.0, SHARED_LEAST * passages.sample), SHARED_PART),
        (spread, 2.0, SPREAD_SHARE),
    ):
        keys.sort()
        pairs, counts = repeats(keys)  # few pairs share more than one passage by chance
        smaller = np.minimum(*(passages.sizes[side] for side in pairs_of(pairs)))
        enough.append(pairs[counts >= np.maximum(least, share * smaller)])
    return distinct(np.concatenate(enough))


def _held_by_several(keys: Keys, shift: int) -> Keys:
    """Return the distinct keys, rising, without the shingles that one article alone holds."""
    keys.sort()
    keys = keys[changes(keys)]
    first = changes(keys >> np.uint64(shift))
    several: Keys = keys[~(first & np.append(first, True)[1:])]
    return several
