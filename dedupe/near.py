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
from dedupe.lsh import Bands, candidate_pairs, pairs_apart
from dedupe.minhash import sketch_bands
from dedupe.relations import Measures, Relation, join, only_other_figures, other_figures
from dedupe.text.fold import fold

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from dedupe.corpus import Corpus
    from dedupe.measuring import Measurer
    from dedupe.settings import Settings

    Rows = NDArray[np.int64]


JOINED = 0.01
"""Share of a turn's pairs in crowds that must be near copies for another turn.

Of 10,000 texts that lie around 0.64 to each other 1,194 clusters are left after one turn, 292 after two, 62
after three. Where all are unlike, one is enough.
"""


@dataclass(frozen=True, slots=True)
class Sketches:
    """What one pass over a corpus keeps of each text, some 150 bytes; one entry a row in each array.

    `bands`: uint32[n, bands], the hash of each band of the signature. `digests`: V16[n], equal where folded
    texts are. `letters`: about how many letters the text has (bytes of its folded words).
    """

    bands: NDArray[np.uint32]
    digests: NDArray[np.void]
    letters: Rows


def sketch_corpus(corpus: Corpus, bands: Bands, settings: Settings) -> Sketches:
    """Sketch every text, going through the corpus once."""
    sketches = Sketches(
        np.empty((len(corpus), bands.bands), np.uint32),
        np.empty(len(corpus), "V16"),
        np.empty(len(corpus), np.int64),
    )

    def work(rows: Rows, texts: pa.Array) -> None:
        folded = fold(texts, threads=1, lent=True)
        sketches.bands[rows] = sketch_bands(
            folded, settings.shingling, bands, settings.num_perm, settings.seed, threads=1
        )
        digests = kernels.digests(folded.data, folded.offsets, threads=1).view("V16").ravel()
        sketches.letters[rows] = np.diff(folded.offsets)
        for place in np.flatnonzero(np.diff(folded.offsets) == 0).tolist():
            digests[place] = digest_without_letters(texts[place].as_py() or "", int(rows[place]))
        sketches.digests[rows] = digests

    for _ in corpus.each_slice(work):
        pass
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
    """Join equal texts and near copies: LSH proposes pairs, exact Jaccard decides."""
    twins = measure.twins
    originals = np.flatnonzero((twins == np.arange(len(twins))) & (sketches.letters > 0))
    hashes = sketches.bands if len(originals) == len(twins) else sketches.bands[originals]
    left, right, crowded = candidate_pairs(hashes, settings.threads)
    measures = _measured(originals[left], originals[right], measure, settings)
    if crowded:
        measures = _with_crowds(measures, hashes, originals, crowded, measure, settings)
    graph = hold_together(len(twins), originals, measures, measure.words, settings, "near")
    return Graph(graph.measures, graph.groups[twins])


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
