"""Figures read and compared in the plainest way: what the kernels are held to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dedupe import kernels

if TYPE_CHECKING:
    from numpy.typing import NDArray

# What a scanner reads for a digit, in a word that is nothing but digits and such letters.
_SCANNED = str.maketrans("oilszgb", "0115296")
# A unit may cling to a number of two digits and more, as in 21c or 30pct.
_NUMBER = r"(?:(?=[oilszgb]*\d)[\doilszgb]+(?![^ ])|\d{2,}(?=[^\W\d_]{1,3}(?![^ ])))"
_FIGURE = re.compile(rf"(?<![^ ]){_NUMBER}(?: {_NUMBER})*")


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a text: where each stands, among the letters that shingles count, and its value."""

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    values: tuple[str, ...]


def first_units(letters: str) -> NDArray[np.int64]:
    """Return the place of each letter among the letters that shingles count, where a wide one is three."""
    widths = kernels.letter_widths(np.frombuffer(letters.encode("utf-32-le"), np.uint32))
    return np.asarray(np.cumsum(widths) - widths)


def read_figures(folded: str) -> Figures:
    """Read the figures of a folded text.

    Folding parts 3.141 into two words: neighbours are one figure. A damaged scan has "l987" for 1987
    and "2O" for 20: a word of digits and of letters that look like them is read as the number it
    was; a digit in any other word is damage too.
    """
    matches = list(_FIGURE.finditer(folded))
    values = tuple(match.group().replace(" ", "").translate(_SCANNED) for match in matches)
    bounds = np.array([match.span() for match in matches], dtype=np.int64).reshape(-1, 2)
    letters = np.frombuffer(folded.encode("utf-32-le"), np.uint32)
    widths = np.where(letters == ord(" "), 0, kernels.letter_widths(letters))
    places = np.concatenate([[0], np.cumsum(widths)])
    return Figures(places[bounds[:, 0]], places[bounds[:, 1]], values)


def compare_figures(figures: Figures, other: Figures, shared: NDArray[np.bool_]) -> tuple[int, int]:
    """Count the figures of a text that the other text has, and those it has not but could be expected to.

    A figure that the other lacks counts only where it touches a shared run: elsewhere the two may tell
    of different things. `shared` says of each letter, as shingles count, whether it stands in one.
    """
    known = set(other.values)
    agreeing = np.array([value in known for value in figures.values], dtype=bool)
    covered = np.concatenate([[0], np.cumsum(shared)])
    inside = covered[figures.ends] - covered[figures.starts] == figures.ends - figures.starts
    edges = np.maximum(figures.starts - 1, 0), np.minimum(figures.ends + 1, len(shared))
    touched = covered[edges[1]] > covered[edges[0]]
    agreeing |= inside
    return int(agreeing.sum()), int((touched & ~agreeing).sum())
