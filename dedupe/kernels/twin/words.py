"""Words as spans of the text they stand in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from dedupe.kernels.twin.arrays import Array

LETTER, DIGIT, UNDERSCORE, UNSPACED, MARK, COMMA, HYPHEN, UNREAD = (1 << bit for bit in range(8))
"""What a character may be: of a script that is written without spaces; a mark that parts clauses, as two
hyphens in a row do; not known yet."""

_ALNUM = LETTER | DIGIT
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


def words(
    points: Array, table: Array, kinds: Array, words: Array, gaps: Array, runs: Array
) -> tuple[int, int, int]:
    """Find the words of a text, and its runs of letters and of digits.

    `points` (uint32) are its code points, `table` (uint8) says what each character is; of the text's that is
    written to `kinds` (uint8[points]). A word is a character of a script without spaces, two initials or more
    with their stops, digits parted by single stops or commas, or a row of letters with an apostrophe and one
    or two letters at its end.

    `words`, int64[2, points], takes where each starts, then where each ends; `runs`, int64[3, points], the
    same and the word that a run is by itself, or -1; `gaps`, uint8[points], what stands between a word and
    the one before: MARK and COMMA, and UNSPACED where there is anything.
    Returns all kinds in one, how many words there are, and how many runs: none where kinds are UNREAD.
    """
    kinds[: len(points)] = table[points]
    every = int(np.bitwise_or.reduce(kinds, initial=0))
    if every & UNREAD:
        return every, 0, 0
    marks = (kinds & _ALNUM == 0) & np.isin(points, [ord(mark) for mark in _MARKS])
    letters = kinds & (_ALNUM | UNDERSCORE | UNSPACED)
    plain = np.where(marks, points, _POINTS[letters]).astype("<u4").tobytes().decode("utf-32-le")
    spans = [found.span() for found in _WORD.finditer(plain)]
    starts, ends = np.array(spans, np.int64).reshape(-1, 2).T
    befores = np.append(0, ends[:-1])[: len(starts)]
    doubled = kinds & HYPHEN != 0
    doubled[:-1] &= doubled[1:]
    doubled[-1:] = False
    gaps[: len(spans)] = np.where(starts > befores, UNSPACED, 0)
    for bit, there in ((MARK, kinds & MARK != 0), (MARK, doubled), (COMMA, kinds & COMMA != 0)):
        before = np.append(0, np.cumsum(there))
        gaps[: len(spans)] |= np.where(before[starts] > before[befores], bit, 0).astype(np.uint8)
    edges = np.flatnonzero(np.diff(kinds & _ALNUM, prepend=0, append=0))
    inside = np.flatnonzero((kinds & _ALNUM)[edges[:-1]])
    number_of = {span: number for number, span in enumerate(spans)}
    parts = list(zip(edges[inside].tolist(), edges[inside + 1].tolist(), strict=True))
    words.reshape(2, -1)[:, : len(spans)] = starts, ends
    runs.reshape(3, -1)[:2, : len(parts)] = np.array(parts, np.int64).reshape(-1, 2).T
    runs.reshape(3, -1)[2, : len(parts)] = [number_of.get(part, -1) for part in parts]
    return every, len(spans), len(inside)
