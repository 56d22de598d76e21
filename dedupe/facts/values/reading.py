"""A text as the grammar reads it: its words with their places, its language, its day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dedupe.facts.values.languages import Language, language_of
from dedupe.text.words import find_words

if TYPE_CHECKING:
    from datetime import date, datetime

SENTENCE_REACH = 160
"""Characters on either side in which the sentence around a place is sought."""

DATED = range(1000, 9000)
"""Years in which an article may be published: 0001-01-01 and the like stand for a date that is not known."""

_SENTENCE_END = re.compile(r"[.!?]\s(?!\s*[a-z])|。\s|\n\s*\n")  # *8 p.m. on Tuesday* goes on


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


def sentence_around(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before `start` and after `end` in the same sentence, within `SENTENCE_REACH`."""
    before = text[max(0, start - SENTENCE_REACH) : start]
    after = text[end : end + SENTENCE_REACH]
    began = max((stop.end() for stop in _SENTENCE_END.finditer(before)), default=0)
    stopped = _SENTENCE_END.search(after)
    return before[began:].lstrip(), after[: stopped.start()] if stopped else after
