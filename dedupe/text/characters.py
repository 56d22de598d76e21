"""What each character of a text is to its words: letter, digit, underscore, of a script without spaces."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedupe.kernels import DIGIT, LETTER, UNDERSCORE, UNSPACED

if TYPE_CHECKING:
    from numpy.typing import NDArray

UNSPACED_RANGES = (
    *((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF)),  # Thai, Lao, Burmese, Khmer
    *((0x3040, 0x30FF), (0x31F0, 0x31FF), (0xFF66, 0xFF9D)),  # kana
    *((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF)),  # Han
)
"""First and last code points of scripts that do not write spaces: every character is a word of its own."""

_BLOCK = 8  # bits of a code point within its block
_kinds = np.zeros(0x110000, dtype=np.uint8)
_unread = np.ones(len(_kinds) >> _BLOCK, dtype=np.bool_)
"""The kinds of all characters, read from Python's tables block by block: a text has few of 4,352."""


def points_of(text: str) -> NDArray[np.uint32]:
    """Return the code points of a text."""
    encoded = text.encode("utf-32-le", "surrogatepass")
    return np.frombuffer(encoded, "<u4").astype(np.uint32, copy=False)


def kinds_of(points: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Return what each character is: the bits that `dedupe.kernels.words` knows, uint8[code points]."""
    blocks = points >> _BLOCK
    unread = _unread[blocks]
    if unread.any():
        for block in np.unique(blocks[unread]).tolist():
            first, after = block << _BLOCK, (block + 1) << _BLOCK
            _kinds[first:after] = [_kind(point) for point in range(first, after)]
            _unread[block] = False
    return _kinds[points]


def _kind(point: int) -> int:
    character = chr(point)
    unspaced = UNSPACED if any(first <= point <= last for first, last in UNSPACED_RANGES) else 0
    if character.isdecimal():
        return DIGIT | unspaced
    if character.isalnum():
        return LETTER | unspaced
    return UNDERSCORE if character == "_" else unspaced
