"""Text of articles made fit to print: an article is data, and must not steer the terminal that shows it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# White space of any width, line ends, and control characters: a run of them is one space.
_SPACE = "\x00-\x1a\x1c-\x20\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"

# Soft hyphens, marks and overrides of direction (UAX #9), other invisible formatting (Unicode
# TR #36). Joiners (U+200C, U+200D) stay: Persian, Hindi and emoji are misspelt without them.
_HIDDEN = (
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
)

# A terminal's sequences (ECMA-48): CSI, OSC with its end, and an escape by itself.
_SEQUENCE = r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\))?"

_UNSEEN = rf"(?:[{_HIDDEN}]|{_SEQUENCE})"
_PIECES = re.compile(
    rf"(?P<space>{_UNSEEN}*+[{_SPACE}](?:[{_SPACE}]|{_UNSEEN})*+)"
    rf"|(?P<hidden>{_UNSEEN}++)"
    r"|(?P<broken>[\ud800-\udfff])"
    rf"|(?P<fit>[^{_HIDDEN}{_SPACE}\x1b\ud800-\udfff]+)"
)
_STANDS_FOR = {"space": " ", "hidden": "", "broken": "\ufffd"}


def legible(text: str) -> str:
    """Return a text as one line without control sequences, control or invisible characters."""
    return legible_spans(text, ())[0].strip()


def legible_spans(text: str, spans: Sequence[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """Return a text as `legible` does, ends not stripped, and spans of it where they now stand."""
    pieces: list[str] = []
    moved: list[int] = []
    length = 0
    for match in _PIECES.finditer(text):
        piece = match.group() if match.lastgroup == "fit" else _STANDS_FOR[str(match.lastgroup)]
        if match.lastgroup == "fit":
            moved.extend(range(length, length + len(piece)))
        else:
            moved.extend([length] * len(match.group()))
        pieces.append(piece)
        length += len(piece)
    moved.append(length)
    return "".join(pieces), [(moved[start], moved[end]) for start, end in spans]


def shortened(text: str, length: int) -> str:
    """Return a legible text of at most `length` characters, cut between words where it can be."""
    if len(text) <= length:
        return text
    head = text[: length - 1]
    words = head.rsplit(" ", 1)[0] if text[length - 1] != " " else head
    return f"{words if len(words) > length // 2 else head}…".replace(" …", "…")
