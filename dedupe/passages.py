"""Versions of one report by the rare passages they share.

Two articles written from one source keep stretches of it word for word. A *run* is a longest stretch of
the shorter article's letters covered by letter shingles that the longer article holds too. Its letters
past the first few count as evidence, weighed by how rare its shingles are in the corpus: a stock phrase
is short or common, a passage taken over is long and rare. In a corpus of two every shingle that both hold
is rare, and the length of the runs alone decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from dedupe import kernels
from dedupe.figures import Figures, compare_figures, read_figures
from dedupe.shingles import Shingles, ShingleSets, Shingling, shingle
from dedupe.thresholds import (
    PASSAGE_LETTERS,
    RARE_COUNT,
    RARE_MOST,
    RUN_SLACK,
    SPREAD_MOST,
    TEMPLATE_CONTAINMENT,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedupe.text.fold import Folded

    Rows = NDArray[np.int64]

LETTERS = Shingling("letters", PASSAGE_LETTERS)

SHINGLES_COUNTED = 1 << 25
"""Shingles whose frequency is counted, about: past it a corpus is sampled by hash (FracMinHash)."""

SHARED_LEAST = 12
"""Rare shingles two articles must share to be a candidate pair, of all; sampled, in proportion."""

SPREAD_SHARE = 0.25
"""Share of the shorter article's sampled shingles that a link to the most complete article needs."""


@dataclass(frozen=True, slots=True)
class Frequencies:
    """How many articles hold a letter shingle: those that two or more hold, and the share counted at all.

    `prefixes` (uint64, sorted: hashes without their lowest `shift` bits) and `counts` (int64) are a
    table; `sample` is the share of all possible shingles that was counted, 1.0 for all.
    """

    prefixes: NDArray[np.uint64]
    counts: NDArray[np.int64]
    shift: int = 0
    sample: float = 1.0

    def of(self, hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Return how many articles hold each shingle: 1 if none is known to, 0 if it was not counted."""
        places = kernels.look_up(self.prefixes, hashes >> np.uint64(self.shift))
        # A place of -1 takes the 1 at the end.
        counts = np.append(self.counts, 1)[places]
        counts[hashes > np.uint64(min(int(self.sample * 2**64), kernels.EVERY_HASH))] = 0
        return counts


UNKNOWN = Frequencies(np.empty(0, np.uint64), np.empty(0, np.int64))
"""The table of no corpus: every shingle is as rare as can be."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the passages say of pairs of articles; one entry a pair in each array.

    `letters`: letters of shared runs past their slack, weighed by rarity. `containment`: share of
    the shorter article's shingles that the longer holds. `longest`: letters of the longest run.
    `length`: letters of the shorter article. `agreeing`: its figures that the longer one has;
    `differing`: those it has not and that touch a shared run.
    """

    letters: NDArray[np.float64]
    containment: NDArray[np.float64]
    longest: NDArray[np.int64]
    length: NDArray[np.int64]
    agreeing: NDArray[np.int64]
    differing: NDArray[np.int64]


def rarity(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the weight of shingles by the number of articles that hold them: 1 for two, then falling."""
    return 1.0 / (1.0 + (np.maximum(counts - 2, 0) / RARE_COUNT) ** 2)


@dataclass(frozen=True, slots=True)
class Passages:
    """Which articles hold each passage: shingle i stands in the articles `rows[starts[i] : starts[i + 1]]`.

    `prefixes` (uint64, rising) are shingle hashes without their lowest `shift` bits, `rows` rise for
    each; `sizes` are the counted shingles of each article, a `sample` of all.
    """

    prefixes: NDArray[np.uint64]
    starts: NDArray[np.int64]
    rows: NDArray[np.int64]
    sizes: NDArray[np.int64]
    shift: int
    sample: float

    @property
    def counts(self) -> NDArray[np.int64]:
        """How many articles hold each shingle."""
        return np.diff(np.append(self.starts, len(self.rows)))

    def frequencies(self, groups: NDArray[np.int64]) -> Frequencies:
        """Return how many groups hold each shingle that two or more hold; `groups[row]` names a row's group.

        A story reprinted forty times is frequent until its reprints are counted as one.
        """
        names = np.unique(groups, return_inverse=True)[1].astype(np.uint64)
        keys = np.repeat(self.prefixes, self.counts) << np.uint64(self.shift) | names[self.rows]
        keys.sort()
        prefixes = keys[_changes(keys)] >> np.uint64(self.shift)
        starts = np.flatnonzero(_changes(prefixes))
        counts = np.diff(np.append(starts, len(prefixes)))
        held = counts >= 2
        return Frequencies(prefixes[starts[held]], counts[held], self.shift, self.sample)


def index_passages(folded: Folded, threads: int | None = None) -> Passages:
    """Note which texts hold each passage; a large corpus is sampled by hash."""
    sample = min(1.0, SHINGLES_COUNTED / max(1, len(folded.data)))
    counted = shingle(folded, LETTERS, sample=sample, threads=threads)
    # Sorting plain numbers is many times faster than sorting an index: the row goes into the lowest bits.
    # Of 33 million shingles with 44 bits left, 31 or so are taken for another: it moves no decision.
    shift = max(1, len(counted).bit_length())
    keys = counted.hashes >> np.uint64(shift) << np.uint64(shift)
    keys |= np.repeat(np.arange(len(counted), dtype=np.uint64), counted.sizes)
    keys.sort()
    keys = keys[_changes(keys)]
    rows = (keys & np.uint64((1 << shift) - 1)).astype(np.int64)
    prefixes = keys >> np.uint64(shift)
    starts = np.flatnonzero(_changes(prefixes))
    sizes = np.bincount(rows, minlength=len(counted))
    return Passages(prefixes[starts], starts, rows, sizes, shift, sample)


def _changes(values: NDArray[Any]) -> NDArray[np.bool_]:
    return np.concatenate([[True], values[1:] != values[:-1]])[: len(values)]


def gather_evidence(
    folded: Folded, frequencies: Frequencies, left: Rows, right: Rows, threads: int | None = None
) -> Evidence:
    """Measure pairs of texts, given by their rows, on all their shingles; one entry a pair."""
    shingles = shingle(folded, LETTERS, threads=threads)
    sets = shingles.sets(threads)
    shorter, longer = np.where(sets.sizes[left] <= sets.sizes[right], (left, right), (right, left))
    containment = sets.containment(shorter, longer, threads)
    counts = frequencies.of(shingles.hashes)
    letters, longest = kernels.shared_runs(
        shingles.hashes,
        shingles.offsets,
        np.where(counts > 0, rarity(counts), -1.0),
        sets.hashes,
        sets.offsets,
        longer,
        shorter,
        PASSAGE_LETTERS,
        RUN_SLACK,
        threads=threads,
    )
    agreeing, differing = _figures(folded, shingles, sets, shorter, longer, containment)
    return Evidence(
        letters=letters,
        containment=containment,
        longest=longest,
        length=shingles.sizes[shorter] + PASSAGE_LETTERS - 1,
        agreeing=agreeing,
        differing=differing,
    )


def shared_mask(shingles: Shingles, sets: ShingleSets, row: int, other: int) -> NDArray[np.bool_]:
    """Return which letters of one article stand in runs shared with another: bool, as shingles count."""
    sequence = shingles.hashes[shingles.offsets[row] : shingles.offsets[row + 1]]
    held = sets[other]
    at = np.minimum(np.searchsorted(held, sequence), len(held) - 1)
    starts = held[at] == sequence if len(held) else np.zeros(len(sequence), dtype=bool)
    steps = np.zeros(len(sequence) + PASSAGE_LETTERS, dtype=np.int64)
    steps[np.flatnonzero(starts)] += 1
    steps[np.flatnonzero(starts) + PASSAGE_LETTERS] -= 1
    return np.asarray(np.cumsum(steps)[:-1] > 0)


def passage_pairs(passages: Passages) -> tuple[Rows, Rows]:
    """Pair the articles that share enough rare passages, and link those that share frequent ones.

    Where a passage is frequent each article that holds it is paired with the first that does, so
    the articles should stand most complete first. Returns rows, left < right.
    """
    articles = max(1, len(passages.sizes))
    keys = np.union1d(_pairs_of_rare(passages, articles), _links_to_first(passages, articles))
    return keys // articles, keys % articles


def _pairs_of_rare(passages: Passages, articles: int) -> NDArray[np.int64]:
    """Return the pairs that share at least `SHARED_LEAST` rare passages, as left * articles + right."""
    counts = passages.counts
    keys = []
    for count in range(2, RARE_MOST + 1):
        members = passages.rows[passages.starts[counts == count][:, None] + np.arange(count)]
        first, second = np.triu_indices(count, 1)
        keys.append((members[:, first] * articles + members[:, second]).ravel())
    pairs, shared = np.unique(np.concatenate(keys), return_counts=True)
    return pairs[shared >= max(2.0, SHARED_LEAST * passages.sample)]


def _links_to_first(passages: Passages, articles: int) -> NDArray[np.int64]:
    """Return the pairs of a passage's first article and another that share enough such passages."""
    counts = passages.counts
    spread = (counts > RARE_MOST) & (counts <= SPREAD_MOST)
    within = np.repeat(spread, counts)
    first = np.repeat(passages.rows[passages.starts], counts)[within]
    pairs, shared = np.unique(first * articles + passages.rows[within], return_counts=True)
    one, other = pairs // articles, pairs % articles
    enough = np.maximum(2, SPREAD_SHARE * np.minimum(passages.sizes[one], passages.sizes[other]))
    return np.asarray(pairs[(one != other) & (shared >= enough)])


def _figures(
    folded: Folded,
    shingles: Shingles,
    sets: ShingleSets,
    shorter: NDArray[np.int64],
    longer: NDArray[np.int64],
    containment: NDArray[np.float64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Count agreeing and differing figures of the pairs that share enough to ask."""
    agreeing, differing = np.zeros(len(shorter), np.int64), np.zeros(len(shorter), np.int64)
    asked = np.flatnonzero(containment >= TEMPLATE_CONTAINMENT)
    rows = np.unique(np.concatenate([shorter[asked], longer[asked]])).tolist()
    figures: dict[int, Figures] = {row: read_figures(folded[row]) for row in rows}
    for pair in asked.tolist():
        row, other = int(shorter[pair]), int(longer[pair])
        if set(figures[row].values) <= set(figures[other].values):
            agreeing[pair] = len(figures[row].values)
        else:
            shared = shared_mask(shingles, sets, row, other)
            agreeing[pair], differing[pair] = compare_figures(figures[row], figures[other], shared)
    return agreeing, differing
