"""Character references of HTML that a scrape has left in a text (`$3.2&nbsp;billion`)."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_REFERENCE = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});")


def decoded(text: str) -> tuple[str, NDArray[np.intp]]:
    """Return a text with its character references read, and where each of its characters stood before.

    The places have one entry more than the text, for its end. They are empty where there was nothing to read.

    >>> decoded("A&amp;B")
    ('A&B', array([0, 1, 6, 7]))
    """
    found = list(_REFERENCE.finditer(text)) if "&" in text and ";" in text else []
    if not found:
        return text, np.empty(0, dtype=np.intp)
    pieces: list[str] = []
    places: list[int] = []
    end = 0
    for reference in found:
        pieces.append(text[end : reference.start()])
        places += range(end, reference.start())
        character = unescape(reference[0])
        end = reference.end()
        pieces.append(character)
        places += (
            range(reference.start(), end)
            if character == reference[0]
            else [reference.start()] * len(character)
        )
    pieces.append(text[end:])
    places += range(end, len(text) + 1)
    return "".join(pieces), np.array(places, dtype=np.intp)
