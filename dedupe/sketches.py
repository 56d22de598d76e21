"""What one pass over a corpus keeps of its texts: sketches, by which near copies are found, and lines.

It is made while texts are read, where it is known then how they will be clustered, or of texts at hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from dedupe import kernels
from dedupe.compute import fixed_width, from_numpy, items_of
from dedupe.lines import PARTS, check_rows, line_hashes, line_keys
from dedupe.lsh import Bands, choose_bands
from dedupe.memory import hand_back
from dedupe.minhash import sketch_bands
from dedupe.spool import Spool
from dedupe.text.fold import fold
from dedupe.threads import side_by_side
from dedupe.thresholds import BAND_RECALL

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedupe.corpus import Corpus
    from dedupe.settings import Settings
    from dedupe.shingles import Shingling

    Rows = NDArray[np.int64]
    Keys = NDArray[np.uint64]

HANDED_BACK_AFTER = 128
"""Batches of notes, each of some two megabytes of text, 14 to 20 MB together, until memory is handed back."""

AT_ONCE = 1024
"""Texts without a letter that are fetched together."""


@dataclass(frozen=True, slots=True)
class Sketches:
    """What one pass over a corpus keeps of each text, some 150 bytes; one entry a row in each array.

    `bands`: uint32[n, bands], the hash of each band of the signature. `digests`: V16[n], equal where folded
    texts are. `letters`: about how many letters the text has (bytes of its folded words). `lines`: where
    each line stands, as `line_keys` has it, if that was asked for: some 80 bytes a text.
    """

    bands: NDArray[np.uint32]
    digests: NDArray[np.void]
    letters: Rows
    lines: Spool


@dataclass(frozen=True, slots=True)
class Sketcher:
    """Makes the sketches of texts, of all in a corpus in the same way; `lines` also notes their lines."""

    shingling: Shingling
    bands: Bands
    num_perm: int
    seed: int
    lines: bool

    @classmethod
    def of(cls, settings: Settings) -> Sketcher:
        """Return what notes of texts all that these settings need."""
        bands = choose_bands(settings.num_perm, settings.threshold, BAND_RECALL)
        return cls(settings.shingling, bands, settings.num_perm, settings.seed, settings.level != "near")

    def __call__(self, texts: pa.Array) -> pa.RecordBatch:
        """Return a row a text, with the fields of `Sketches`, made on this thread."""
        folded = fold(texts, threads=1, lent=True)
        bands = sketch_bands(folded, self.shingling, self.bands, self.num_perm, self.seed, threads=1)
        fields = {
            "bands": fixed_width(bands),
            "digests": fixed_width(kernels.digests(folded.data, folded.offsets, threads=1)),
            "letters": from_numpy(np.diff(folded.offsets)),
        }
        if self.lines:
            hashes, offsets = line_hashes(texts)
            fields["lines"] = pa.LargeListArray.from_arrays(from_numpy(offsets), from_numpy(hashes))
        return pa.RecordBatch.from_pydict(fields)


def sketch_corpus(corpus: Corpus, sketcher: Sketcher) -> Sketches:
    """Sketch every text that has not been sketched while it was read, going through the corpus once.

    Raises
    ------
    ValueError
        Where there are more texts than rows fit beside the hash of a line.
    """
    if sketcher.lines:
        check_rows(len(corpus))
    sketches = Sketches(
        np.empty((len(corpus), sketcher.bands.bands), np.uint32),
        np.empty(len(corpus), "V16"),
        np.empty(len(corpus), np.int64),
        Spool(PARTS),
    )
    left = np.ones(len(corpus), np.bool_)

    def keep(rows: Rows, found: pa.RecordBatch) -> list[Keys]:
        left[rows] = False
        sketches.bands[rows] = items_of(found["bands"], np.uint32).reshape(len(rows), -1)
        sketches.digests[rows] = items_of(found["digests"], "V16")
        sketches.letters[rows] = items_of(found["letters"], np.int64)
        if not sketcher.lines:
            return []
        lines = found["lines"]
        return line_keys(items_of(lines.values, np.uint64), items_of(lines.offsets, np.int64), rows)

    noted = corpus.noted(sketcher)
    for number, pieces in enumerate(side_by_side(lambda each: keep(*each), noted, corpus.threads)):
        sketches.lines.add(pieces)
        if number % HANDED_BACK_AFTER == 0:
            hand_back()  # what was noted and what is kept of it would both be there
    for pieces in corpus.each_slice(lambda rows, texts: keep(rows, sketcher(texts)), of=left.copy()):
        sketches.lines.add(pieces)
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
