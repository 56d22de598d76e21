"""The typed values of a news text, found by a grammar of spans: no model, no data but small tables.

The forms of `Fact.value` stand at the head of the module that makes them: `numbers` and `quantities`
(figure, money, percent, duration), `dates` (date, time), `names` (person, place, organisation, name),
`quotes` (quote). `agree` compares them.
"""

from __future__ import annotations

from functools import cache
from itertools import compress
from typing import TYPE_CHECKING

from dedupe.facts.values.agreement import (
    agree,
    amount,
    days_apart,
    denied,
    dimension,
    name_handles,
    same_thing,
    times_larger,
    vague,
    weekday,
)
from dedupe.facts.values.dates import date_at, date_words
from dedupe.facts.values.han import han_values, has_han
from dedupe.facts.values.languages import ENGLISH, LANGUAGES
from dedupe.facts.values.names import find_names
from dedupe.facts.values.quantities import ordinal_at, quantity_at
from dedupe.facts.values.quotes import find_quotes
from dedupe.facts.values.reading import evened, read, read_words

if TYPE_CHECKING:
    from datetime import datetime

    from dedupe.facts.model import Fact
    from dedupe.facts.values.reading import Reading

__all__ = [
    "agree",
    "amount",
    "days_apart",
    "denied",
    "dimension",
    "find_values",
    "name_handles",
    "read_words",
    "same_thing",
    "times_larger",
    "vague",
    "values_in",
    "weekday",
]

_ORDINALS = {
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "eleventh": 11,
    "twelfth": 12,
}
"""Spelled ranks that make a figure; *first* and *second* are most often idiom."""


def find_values(text: str, *, published: datetime | None = None) -> list[Fact]:
    """Return every typed value of a text, ordered by start, then by length, longest first.

    Quantities, dates and times do not overlap each other, nor names each other, nor quotes; a
    quote may hold what the others find. `published` resolves *Wednesday* and *last week* to days;
    without it they keep their names.
    """
    return values_in(read(text, published))


def values_in(reading: Reading) -> list[Fact]:
    """Return every typed value of a text that is read already; see `find_values`."""
    even = evened(reading)
    measured = list(map(even.found, _measured(even.reading))) if even else _measured(reading)
    facts = [*measured, *find_names(reading, measured), *find_quotes(reading.text)]
    return sorted(facts, key=lambda fact: (fact.start, -fact.end, fact.kind))


@cache
def _opening_words(code: str) -> frozenset[str]:
    """Return every word (lower case) with which a quantity or date of a language may begin."""
    return date_words(code) | LANGUAGES[code].number_words | (_ORDINALS.keys() if code == "en" else set())


def _measured(reading: Reading) -> list[Fact]:
    """Return the quantities, dates and times of a text in order, none overlapping another."""
    text, language = reading.text, reading.language
    fixed = han_values(text, reading.day) if has_han(text) else []
    dates, numbers = date_words(language.code), language.number_words
    ordinals = _ORDINALS if language is ENGLISH else {}
    facts: list[Fact] = []
    floor = pending = 0
    words, names, starts = reading.words, reading.names, reading.starts
    opening = _opening_words(language.code).union(filter(str.isdecimal, names))
    for number in compress(range(len(words)), map(opening.__contains__, names)):
        word, name, start = words[number], names[number], starts[number]
        digits = word[0].isdecimal()
        while pending < len(fixed) and fixed[pending].start <= start:
            facts.append(fixed[pending])
            floor = max(floor, fixed[pending].end)
            pending += 1
        if start < floor:
            continue
        fact = date_at(reading, start, floor, name) if digits or name in dates else None
        if fact is None and (digits or name in numbers):
            fact, end = quantity_at(reading, start, floor)
            floor = max(floor, end) if digits or fact else floor
        if fact is None and name in ordinals:
            fact = ordinal_at(text, start, start + len(word), ordinals[name])
        if fact is not None:
            floor = fact.end
            if pending == len(fixed) or floor <= fixed[pending].start:
                facts.append(fact)
    return facts + fixed[pending:]
