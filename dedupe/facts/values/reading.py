"""A text as the grammar reads it: its words with their places, its language, its day."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from dedupe.facts.values.languages import Language, language_of
from dedupe.text.words import find_words

if TYPE_CHECKING:
    from datetime import date, datetime

    from dedupe.facts.model import Fact

SENTENCE_REACH = 160
"""Characters on either side in which the sentence around a place is sought."""

DATED = range(1000, 9000)
"""Years in which an article may be published: 0001-01-01 and the like stand for a date that is not known."""

_SENTENCE_END = re.compile(r"[.!?]\s(?!\s*[a-z])|。\s|\n\s*\n")  # *8 p.m. on Tuesday* goes on

# It begins with white space, not with a lookaround, so that the text is searched by a set of characters.
_UNEVEN = re.compile(
    r"""
    \s (?<!\s\s)
    (?! (?<=[ ]) \S )  # one space alone is even
    (?! (?<=\d[^\S\n]) (?: [^\S\n] \d | \d{3} (?!\d) ) )  # digits may be columns, or one number
    (?! (?<=\d\s) \n? \d+ \s* (?:\n|\Z) )  # lines of digits are a table
    (?: (?<=\n) | (?<!\n) [^\S\n]? \n? [^\S\n]{0,2} )  # no longer than `GAP`
    (?! \s )
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One text made ready: `words`, `names` (the same in lower case) and `starts` are aligned.

    `day` is the day of publication, None where it is not known.

    Letters and digits part, so that "over50" is two words and the figure in it is found.
    """

    text: str
    words: list[str]
    names: list[str]
    starts: list[int]
    language: Language
    day: date | None


def read(text: str, published: datetime | None = None) -> Reading:
    """Split a text into words (runs of letters, runs of digits) and tell its language."""
    found = find_words(text)
    return read_words(text, found.runs, found.run_starts, published)


def read_words(text: str, words: list[str], starts: list[int], published: datetime | None) -> Reading:
    """Read a text whose runs of letters and of digits are at hand."""
    # All at once, for the words by themselves take twice the time; no word holds a space.
    names = " ".join(words).lower().split(" ") if words else []
    day = published.date() if published and published.year in DATED else None
    return Reading(text, words, names, starts, language_of(names), day)


class Evened(NamedTuple):
    """A reading in which one space parts words of one paragraph, whatever parts them in the `original` text.

    `ends` are the places at which gaps end that were longer, `removed` the characters taken out up to there.
    """

    reading: Reading
    original: str
    ends: list[int]
    removed: list[int]

    def found(self, fact: Fact) -> Fact:
        """Return a fact where it stands in the original text."""
        start, last = (
            place + self.removed[bisect_right(self.ends, place)] for place in (fact.start, fact.end - 1)
        )
        return replace(fact, text=self.original[start : last + 1], start=start, end=last + 1)


def evened(reading: Reading) -> Evened | None:
    """Even out line breaks, no-break, thin and double spaces; None where there are none."""
    text = reading.text
    uneven = [found.span() for found in _UNEVEN.finditer(text)]
    if not uneven:
        return None
    pieces, begin, shorter = [], 0, 0
    before, ends, removed = list[int](), list[int](), [0]
    for start, end in uneven:
        pieces.append(text[begin:start])
        begin = end
        if end - start > 1:
            shorter += end - start - 1
            before.append(end)
            ends.append(end - shorter)
            removed.append(shorter)
    even = " ".join([*pieces, text[begin:]])
    starts = (
        [start - removed[bisect_right(before, start)] for start in reading.starts] if ends else reading.starts
    )
    return Evened(replace(reading, text=even, starts=starts), text, ends, removed)


def sentence_around(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before `start` and after `end` in the same sentence, within `SENTENCE_REACH`."""
    before = text[max(0, start - SENTENCE_REACH) : start]
    after = text[end : end + SENTENCE_REACH]
    began = max((stop.end() for stop in _SENTENCE_END.finditer(before)), default=0)
    stopped = _SENTENCE_END.search(after)
    return before[began:].lstrip(), after[: stopped.start()] if stopped else after
