"""What stands for this program's own signs where the encoding of a stream lacks them."""

from __future__ import annotations

import codecs
from typing import cast

SUBSTITUTES = str.maketrans(
    {
        "●": "*",
        "○": "o",
        "·": "-",
        "→": "->",
        "≠": "!",
        "─": "-",
        "…": "...",
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "–": "-",
        **{chr(code): "*" for code in range(0x2800, 0x2900)},  # the frames of a spinner
    }
)

ERRORS = "dedupe.signs"
"""The name by which a stream is told to write substitutes; what has none is written as `\\u20ac` is."""


def substitute(error: UnicodeError) -> tuple[str | bytes, int]:
    """Return what to write for characters that an encoding lacks, and where to go on: a codec's handler."""
    unfit = cast("UnicodeEncodeError", error)
    written = unfit.object[unfit.start : unfit.end].translate(SUBSTITUTES)
    return written.encode(unfit.encoding, "backslashreplace").decode(unfit.encoding), unfit.end


codecs.register_error(ERRORS, substitute)
