"""What each character of a text is to its words: letter, digit, underscore, of a script without spaces."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedupe.kernels import COMMA, DIGIT, HYPHEN, LETTER, MARK, UNDERSCORE, UNREAD, UNSPACED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

UNSPACED_RANGES = (
    *((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF)),  # Thai, Lao, Burmese, Khmer
    *((0x3040, 0x30FF), (0x31F0, 0x31FF), (0xFF66, 0xFF9D)),  # kana
    *((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF)),  # Han
)
"""First and last code points of scripts that do not write spaces: every character is a word of its own."""

CLAUSE_MARKS = frozenset(',;:—–―()[]“”„«»"，、；：（）「」『』《》')
"""What parts clauses by itself; two hyphens do too."""

_BLOCK = 8  # bits of a code point within its block
_kinds = np.full(0x110000, UNREAD, dtype=np.uint8)
"""What each character is, read from Python's tables block by block: a text has few of 4,352."""


def points_of(text: str) -> NDArray[np.uint32]:
    """Return the code points of a text."""
    encoded = text.encode("utf-32-le", "surrogatepass")
    return np.frombuffer(encoded, "<u4").astype(np.uint32, copy=False)


def kinds(points: Iterable[int] = ()) -> NDArray[np.uint8]:
    """Return what each character of Unicode is, in the bits of `dedupe.kernels.words`; `points` are read."""
    for block in {point >> _BLOCK for point in points}:
        first, after = block << _BLOCK, (block + 1) << _BLOCK
        _kinds[first:after] = [_kind(point) for point in range(first, after)]
    return _kinds


def _kind(point: int) -> int:
    character = chr(point)
    kind = UNSPACED if any(first <= point <= last for first, last in UNSPACED_RANGES) else 0
    kind |= MARK if character in CLAUSE_MARKS else 0
    if character.isalnum():
        return kind | (DIGIT if character.isdecimal() else LETTER)
    return kind | {"_": UNDERSCORE, ",": COMMA, "-": HYPHEN}.get(character, 0)
