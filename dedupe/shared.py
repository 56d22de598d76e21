"""The passages that two texts share, as they stand in the text: to be shown, not to decide."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from dedupe import kernels
from dedupe.passages import UNKNOWN, Frequencies, limit_of
from dedupe.text.fold import fold, letters_with_offsets
from dedupe.text.words import unspaced
from dedupe.thresholds import PASSAGE_LETTERS, RUN_SLACK

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PART_AHEAD, _PART_BEHIND = re.compile(r"\w{1,24}\W+"), re.compile(r"\W+\w{1,24}$")
"""Part of a word at the beginning or end of a passage, with what parts it from the rest."""


@dataclass(frozen=True, slots=True)
class SharedPassage:
    """A passage of `a` that `b` holds too, in whole words: offsets are code points in `a`'s text.

    Of its letters `b` holds any 12 in a row: where it has a few words more amid them it is one passage still.

    `letters` counts the letters and digits that are shared, of words shared in part too; `frequency` is
    the number of reports of the corpus that hold its rarest part, the versions of one report counted once.
    """

    start: int
    end: int
    text: str
    letters: int
    frequency: int


def shared_passages(text: str, other: str, frequencies: Frequencies = UNKNOWN) -> tuple[SharedPassage, ...]:
    """Return the passages of `text` that `other` holds too and that are long enough to count.

    Without the frequencies of a corpus none is known.
    """
    folded = fold(pa.array([text, other], pa.large_string()))
    streams, ends = kernels.letters(folded.data, folded.offsets)
    shared = kernels.covered(streams, ends, 1, 0, PASSAGE_LETTERS)
    hashes, places, _ = kernels.unit_shingles(
        streams, ends[:2], PASSAGE_LETTERS, limit=limit_of(frequencies.sample)
    )
    counts = frequencies.of(hashes)
    letters, offsets = letters_with_offsets(text)
    units = np.append(_first_units(letters), len(shared))
    held = shared[units[:-1]]
    edges = np.flatnonzero(np.diff(np.concatenate([[0], held.astype(np.int8), [0]])))
    found = []
    for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if units[last] - units[first] <= RUN_SLACK:
            continue
        start, end = _whole_words(text, int(offsets[first]), int(offsets[last - 1]) + 1)
        inside = (places >= units[first]) & (places <= units[last] - PASSAGE_LETTERS)
        frequency = int(counts[inside].min()) if inside.any() else 1
        found.append(SharedPassage(start, end, text[start:end], last - first, frequency))
    return tuple(found)


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out what a passage has of a word that begins before it or ends after it.

    Nothing is left out in scripts without spaces, of letters that stand in a row for long, or where a
    passage is made of two such parts.
    """
    part, first, last = text[start:end], start, end
    if _within_word(text, start) and (ahead := _PART_AHEAD.match(part)):
        first += ahead.end()
    if _within_word(text, end) and (behind := _PART_BEHIND.search(part)):
        last -= len(behind[0])
    return (first, last) if first < last else (start, end)


def _within_word(text: str, place: int) -> bool:
    """Tell whether a word goes on at a place; a character of a script without spaces is a word by itself."""
    around = text[max(0, place - 1) : place + 1]
    return 0 < place < len(text) and around.isalnum() and not any(map(unspaced, around))


def _first_units(letters: str) -> NDArray[np.int64]:
    """Return the place of each letter in the letter stream, where a wide one takes three."""
    widths = kernels.letter_widths(np.frombuffer(letters.encode("utf-32-le"), np.uint32))
    return np.asarray(np.cumsum(widths) - widths)
