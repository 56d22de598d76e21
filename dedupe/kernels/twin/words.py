"""Words as spans of the text they stand in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from dedupe.kernels.twin.arrays import Array

LETTER, DIGIT, UNDERSCORE, UNSPACED = 1, 2, 4, 8
"""What a character may be, as bits: the last is any of a script that is written without spaces."""

_MARKS = ".,'’"
_WRITTEN = {
    0: " ",
    LETTER: "a",
    DIGIT: "0",
    UNDERSCORE: "_",
    UNSPACED: "*",
    UNSPACED | LETTER: "A",
    UNSPACED | DIGIT: "9",
}
_POINTS = np.array([ord(_WRITTEN.get(kind, " ")) for kind in range(256)], np.uint32)
_WORD = re.compile(
    r"[*A9]"
    r"|(?:[aA]\.){2,}"  # U.S.
    r"|[09]+(?:[.,][09]+)*"
    r"|a+(?:['’][aA]{1,2}(?![aA09_]))?"
)


def words(points: Array, kinds: Array, starts: Array, ends: Array) -> int:
    """Find the words of a text; return how many there are.

    `points` (uint32) are its code points, `kinds` (uint8) what they are. A word is a character of a script
    without spaces, two initials or more with their stops, digits parted by single stops or commas, or a row
    of letters with an apostrophe and one or two letters at its end. `starts` and `ends` (int64) have room for
    as many as there are code points.
    """
    marks = (kinds == 0) & np.isin(points, [ord(mark) for mark in _MARKS])
    plain = np.where(marks, points, _POINTS[kinds]).astype("<u4").tobytes().decode("utf-32-le")
    spans = np.array([found.span() for found in _WORD.finditer(plain)], np.int64).reshape(-1, 2)
    starts[: len(spans)], ends[: len(spans)] = spans.T
    return len(spans)
