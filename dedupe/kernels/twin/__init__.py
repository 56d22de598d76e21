"""The kernels in NumPy: the definition that the C ones are held to, and what runs where they are not built.

Every function has the name, the signature and, to the bit, the results of its fellow in `c/`. The
callers in `dedupe.kernels` allocate `out` and check nothing here that NumPy does not.

Offsets are int64[n + 1]: document i is `data[offsets[i]:offsets[i + 1]]`; they need not begin at 0.
"""

from dedupe.kernels.twin.arrays import Array
from dedupe.kernels.twin.cover import best_cover
from dedupe.kernels.twin.cuts import best_cuts
from dedupe.kernels.twin.digests import digests
from dedupe.kernels.twin.documents import gather, read_documents
from dedupe.kernels.twin.figures import figures
from dedupe.kernels.twin.folding import fold
from dedupe.kernels.twin.graph import components
from dedupe.kernels.twin.json_lines import (
    JSON_FULL,
    JSON_MALFORMED,
    JsonKind,
    json_members,
    json_strings,
)
from dedupe.kernels.twin.letters import letter_shingles, letter_widths, letters, unit_shingles
from dedupe.kernels.twin.lines import blank_lines, line_hashes
from dedupe.kernels.twin.minhash import band_hashes, signatures, sketches
from dedupe.kernels.twin.odds import log_odds
from dedupe.kernels.twin.runs import FULL_WEIGHT, covered, runs
from dedupe.kernels.twin.sets import overlaps
from dedupe.kernels.twin.shingles import word_shingles
from dedupe.kernels.twin.tables import look_up
from dedupe.kernels.twin.wordings import shared_wordings
from dedupe.kernels.twin.words import (
    COMMA,
    DIGIT,
    HYPHEN,
    LETTER,
    MARK,
    UNDERSCORE,
    UNREAD,
    UNSPACED,
    words,
)

__all__ = [
    "COMMA",
    "DIGIT",
    "FULL_WEIGHT",
    "HYPHEN",
    "JSON_FULL",
    "JSON_MALFORMED",
    "LETTER",
    "MARK",
    "UNDERSCORE",
    "UNREAD",
    "UNSPACED",
    "Array",
    "JsonKind",
    "band_hashes",
    "best_cover",
    "best_cuts",
    "blank_lines",
    "components",
    "covered",
    "digests",
    "figures",
    "fold",
    "gather",
    "json_members",
    "json_strings",
    "letter_shingles",
    "letter_widths",
    "letters",
    "line_hashes",
    "log_odds",
    "look_up",
    "overlaps",
    "read_documents",
    "runs",
    "shared_wordings",
    "signatures",
    "sketches",
    "unit_shingles",
    "word_shingles",
    "words",
]
