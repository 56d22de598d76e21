"""A text as a reader sees it, whatever it is written with: what a scrape or a keyboard leaves is undone.

Character references of HTML are read, formats that nobody sees (soft hyphens, zero-width spaces, marks of
direction) are left out, and letters are composed with their accents (normalisation form C of Unicode).
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING
from unicodedata import is_normalized, normalize

import numpy as np

from dedupe.text.characters import points_of
from dedupe.text.entities import decoded
from dedupe.text.fold_tables import JOINS, UNSEEN, entries_of

if TYPE_CHECKING:
    from numpy.typing import NDArray


def rendered(text: str) -> tuple[str, NDArray[np.intp]]:
    r"""Return a text as it is seen, and where each of its characters stands in the text as it is written.

    The places have one entry more than the text, for its end. They are empty where nothing was changed.

    >>> rendered("Cafe\u0301&nbsp;\u00adBar")
    ('Café\xa0Bar', array([ 0,  1,  2,  3,  5, 12, 13, 14, 15]))
    """
    text, places = decoded(text)
    if text.isascii() or (is_normalized("NFC", text) and not _has_unseen(text)):
        return text, places
    text, within = _composed(text)
    return text, places[within] if len(places) else within


def _has_unseen(text: str) -> bool:
    # What is all printable has none; to ask that takes a quarter of the time.
    return not text.replace("\n", " ").isprintable() and UNSEEN.search(text) is not None


def _composed(text: str) -> tuple[str, NDArray[np.intp]]:
    """Compose letters with their accents; what is not seen is left out, and counts to what is before it."""
    # Nothing that composing does reaches past a seam: the place before a character that joins no other.
    seams = np.flatnonzero(entries_of(points_of(text)) & JOINS == 0)
    pieces, places = [], list[int]()
    for start, end in pairwise(np.unique([0, *seams, len(text)]).tolist()):
        written = text[start:end]
        piece = normalize("NFC", UNSEEN.sub("", written))
        pieces.append(piece)
        places += (min(place, end - 1) for place in range(start, start + len(piece)))
    return "".join(pieces), np.array([*places, len(text)], dtype=np.intp)
