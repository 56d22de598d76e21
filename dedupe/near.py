"""Near copies: texts to bands of their signatures, LSH to candidate pairs, exact Jaccard to a decision."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from itertools import count
from typing import TYPE_CHECKING

import numpy as np

from dedupe import kernels
from dedupe.confidence import relate
from dedupe.groups import Graph, hold_together
from dedupe.kernels import components
from dedupe.keys import is_among, pair_keys
from dedupe.lsh import Bands, candidate_pairs, choose_bands, pairs_apart
from dedupe.memory import hand_back
from dedupe.minhash import sketch_bands
from dedupe.relations import Measures, Relation, join, only_other_figures, other_figures
from dedupe.text.fold import fold
from dedupe.thresholds import BAND_RECALL

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from dedupe.corpus import Corpus
    from dedupe.measuring import Measurer
    from dedupe.settings import Settings
    from dedupe.shingles import Shingling

    Rows = NDArray[np.int64]


JOINED = 0.01
"""Share of a turn's pairs in crowds that must be near copies for another turn.

Of 10,000 texts that lie around 0.64 to each other 1,194 clusters are left after one turn, 292 after two, 62
after three. Where all are unlike, one is enough.
"""


HANDED_BACK_AFTER = 128
"""Arrays of sketches, each of two megabytes of text, some 14 MB together, until memory is handed back."""

ROWS_MOVED = 1 << 14
"""Rows that are moved together, some 2 MB."""

AT_ONCE = 1024
"""Texts without a letter that are fetched together."""


@dataclass(frozen=True, slots=True)
class Sketches:
    """What one pass over a corpus keeps of each text, some 150 bytes; one entry a row in each array.

    `bands`: uint32[n, bands], the hash of each band of the signature. `digests`: V16[n], equal where folded
    texts are. `letters`: about how many letters the text has (bytes of its folded words).
    """

    bands: NDArray[np.uint32]
    digests: NDArray[np.void]
    letters: Rows


@dataclass(frozen=True, slots=True)
class Sketcher:
    """Makes the sketches of texts, of all in a corpus in the same way: while they are read, or afterwards."""

    shingling: Shingling
    bands: Bands
    num_perm: int
    seed: int

    @classmethod
    def of(cls, settings: Settings) -> Sketcher:
        """Return what sketches by these settings."""
        bands = choose_bands(settings.num_perm, settings.threshold, BAND_RECALL)
        return cls(settings.shingling, bands, settings.num_perm, settings.seed)

    def __call__(self, texts: pa.Array) -> NDArray[np.void]:
        """Return an entry a text, with the fields of `Sketches`, on this thread."""
        folded = fold(texts, threads=1, lent=True)
        fields = [("bands", np.uint32, (self.bands.bands,)), ("digests", "V16"), ("letters", np.int64)]
        sketches = np.empty(len(texts), fields)
        sketches["bands"] = sketch_bands(
            folded, self.shingling, self.bands, self.num_perm, self.seed, threads=1
        )
        sketches["digests"] = kernels.digests(folded.data, folded.offsets, threads=1).view("V16").ravel()
        sketches["letters"] = np.diff(folded.offsets)
        return sketches


def sketch_corpus(corpus: Corpus, sketcher: Sketcher) -> Sketches:
    """Sketch every text that has not been sketched while it was read, going through the corpus once."""
    sketches = Sketches(
        np.empty((len(corpus), sketcher.bands.bands), np.uint32),
        np.empty(len(corpus), "V16"),
        np.empty(len(corpus), np.int64),
    )
    left = np.ones(len(corpus), np.bool_)

    def keep(rows: Rows, found: NDArray[np.void]) -> None:
        for name in found.dtype.names or ():
            getattr(sketches, name)[rows] = found[name]

    for number, (rows, found) in enumerate(corpus.noted(sketcher)):
        keep(rows, found)
        left[rows] = False
        if number % HANDED_BACK_AFTER == 0:
            hand_back()  # what was noted and what is kept of it would both be there
    for _ in corpus.each_slice(lambda rows, texts: keep(rows, sketcher(texts)), of=left):
        pass
    bare = np.flatnonzero(sketches.letters == 0)
    for first in range(0, len(bare), AT_ONCE):
        rows = bare[first : first + AT_ONCE]
        for row, text in zip(rows.tolist(), corpus.texts(rows).to_pylist(), strict=True):
            sketches.digests[row] = digest_without_letters(text, row)
    return sketches


def digest_without_letters(text: str, row: int) -> np.void:
    """Return the digest of a text that holds no letter, such as an emoji.

    Such texts are the same where they are equal as they stand, and a text of nothing but white space
    is the same as no other.
    """
    key = b"\0" + (text.encode() if text.strip() else b"\0%d" % row)
    digest: np.void = np.frombuffer(blake2b(key, digest_size=16).digest(), "V16")[0]
    return digest


def near_copies(measure: Measurer, sketches: Sketches, settings: Settings) -> Graph:
    """Join equal texts and near copies: LSH proposes pairs, exact Jaccard decides.

    The bands of the sketches are lost: a copy of those that count would take as much room.
    """
    twins = measure.twins
    originals = np.flatnonzero((twins == np.arange(len(twins))) & (sketches.letters > 0))
    hashes = compacted(sketches.bands, originals)
    left, right, crowded = candidate_pairs(hashes, settings.threads)
    measures = _measured(originals[left], originals[right], measure, settings)
    if crowded:
        measures = _with_crowds(measures, hashes, originals, crowded, measure, settings)
    graph = hold_together(len(twins), originals, measures, measure.words, settings, "near")
    return Graph(graph.measures, graph.groups[twins])


def compacted(values: NDArray[np.uint32], rows: Rows) -> NDArray[np.uint32]:
    """Move some rows of a matrix (rising) to its beginning, and return them."""
    if len(rows) < len(values):
        for first in range(0, len(rows), ROWS_MOVED):
            some = rows[first : first + ROWS_MOVED]
            values[first : first + len(some)] = values[some]
    return values[: len(rows)]


def _with_crowds(
    measures: Measures,
    hashes: NDArray[np.uint32],
    originals: Rows,
    crowded: list[int],
    measure: Measurer,
    settings: Settings,
) -> Measures:
    """Measure what is still apart in crowds, turn by turn, while `JOINED` of the pairs are near copies.

    Only pairs inside a group are returned: thousands of pages of one template have sixteen others a page,
    which say nothing of any group.
    """
    for turn in count():
        groups = _groups(measures, len(measure.twins), settings)
        apart = pairs_apart(hashes, groups[originals], crowded, turn, settings.threads)
        left, right = (originals[side] for side in apart)
        fresh = ~is_among(pair_keys(left, right), pair_keys(measures.left, measures.right))
        found = _measured(left[fresh], right[fresh], measure, settings)
        measures = join(measures, found)
        if np.count_nonzero(relate(found, settings) >= Relation.NEAR) < max(1, JOINED * len(found)):
            break
    groups = _groups(measures, len(measure.twins), settings)
    return measures.take(groups[measures.left] == groups[measures.right])


def _groups(measures: Measures, rows: int, settings: Settings) -> Rows:
    """Return the components that near copies make."""
    joins = relate(measures, settings) >= Relation.NEAR
    return components(rows, measures.left[joins], measures.right[joins])


def _measured(left: Rows, right: Rows, measure: Measurer, settings: Settings) -> Measures:
    """Measure the words of pairs, and the passages of those that may be issues of a template."""
    measures, held, lacking = measure.words_and_figures(left, right, settings.threshold)
    # Near copies that agree in their figures cannot be: most need no second look.
    doubtful = other_figures(held, lacking) | only_other_figures(held, lacking)
    return join(measures.take(~doubtful), measure.passages(measures.take(doubtful)))
