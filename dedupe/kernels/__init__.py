"""The passes over plain arrays that cost the time, in C where it was built and in NumPy where not.

`engine` says which: "c" or "numpy" (the environment variable `DEDUPE_PURE=1` asks for the latter). The
functions here allocate what a kernel fills and share its documents out over threads; what each one
computes is said, in NumPy, by its namesake in `dedupe.kernels.twin`. Results never depend on the engine
or on the number of threads.
"""

from dedupe.kernels.choice import (
    SlowKernelsWarning,
    engine,
)
from dedupe.kernels.facts import (
    best_cover,
    best_cuts,
    log_odds,
    shared_wordings,
    words,
)
from dedupe.kernels.json_lines import (
    json_documents,
    json_members,
    json_strings,
)
from dedupe.kernels.pairs import (
    Table,
    components,
    look_up,
    overlaps,
    runs,
    shared_shingles,
)
from dedupe.kernels.slices import (
    document_slices,
    over_slices,
)
from dedupe.kernels.texts import (
    EVERY_HASH,
    FOLD_GROWTH,
    FOLD_SLACK,
    band_hashes,
    blank_lines,
    digests,
    figures,
    fold,
    gather,
    letter_shingles,
    letters,
    line_hashes,
    read_documents,
    signatures,
    sketches,
    unit_shingles,
    word_shingles,
)
from dedupe.kernels.twin import (
    COMMA,
    DIGIT,
    FULL_WEIGHT,
    HYPHEN,
    LETTER,
    MARK,
    UNDERSCORE,
    UNREAD,
    UNSPACED,
    JsonKind,
    covered,
    letter_widths,
)

__all__ = [
    "COMMA",
    "DIGIT",
    "EVERY_HASH",
    "FOLD_GROWTH",
    "FOLD_SLACK",
    "FULL_WEIGHT",
    "HYPHEN",
    "LETTER",
    "MARK",
    "UNDERSCORE",
    "UNREAD",
    "UNSPACED",
    "JsonKind",
    "SlowKernelsWarning",
    "Table",
    "band_hashes",
    "best_cover",
    "best_cuts",
    "blank_lines",
    "components",
    "covered",
    "digests",
    "document_slices",
    "engine",
    "figures",
    "fold",
    "gather",
    "json_documents",
    "json_members",
    "json_strings",
    "letter_shingles",
    "letter_widths",
    "letters",
    "line_hashes",
    "log_odds",
    "look_up",
    "over_slices",
    "overlaps",
    "read_documents",
    "runs",
    "shared_shingles",
    "shared_wordings",
    "signatures",
    "sketches",
    "unit_shingles",
    "word_shingles",
    "words",
]
