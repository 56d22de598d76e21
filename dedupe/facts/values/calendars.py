"""How a language writes its dates, and how a name of time becomes a day once the day of publication is known.

News convention: a weekday is the nearest such day up to publication, a month and day the nearest of
any year, unless the sentence looks ahead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from dedupe.facts.model import Fact
from dedupe.facts.values.languages import DASH, ENGLISH, GAP, LANGUAGES, any_of
from dedupe.facts.values.reading import SENTENCE_REACH, sentence_around

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dedupe.facts.values.reading import Reading

YEARS = r"(?:1[5-9]|20)\d\d"
"""Four digits that news means as a year."""

MONTH_AHEAD = 31
"""Days before publication from which a sentence that looks ahead means next year's month."""


BEGINS_REACH = 60
"""Characters before a weekday in which the verb of what begins on it is sought."""

DAYS_UNDER_WAY = 2
"""Days ahead that copy still tells in the present: *is meeting on Wednesday* written on Monday."""

# The present tense that says when what is to come begins: *talks resume on Friday*.
_BEGINS = re.compile(
    rf"(?<![^\W_])(?:resumes?|begins?|starts?|opens?|kicks?{GAP}off|gets?{GAP}under{GAP}way|takes?{GAP}place|takes?{GAP}effect"
    rf"|goes{GAP}on{GAP}(?:trial|sale|strike)|reopens?|ends?|expires?|meets?|votes?|faces?)(?![^\W_])[^.!?,;]{{0,40}}$"
    rf"|(?<![^\W_])until{GAP}$"
)
# What was said or dealt on a day, amid a sentence on what is to come: *will pay … its close on Monday*.
_OVER = re.compile(
    rf"(?<![^\W_])(?:said|told{GAP}[^.!?,;]{{1,40}}|announced|reported|clos(?:e|ing)(?:{GAP}(?:price|level|value))?)"
    rf"(?:{GAP}(?:late|early))?(?:{GAP}on)?{GAP}$"
)
_PROGRESSIVE = re.compile(rf"(?<![^\W_])(?:is|are){GAP}[a-z]+ing(?![^\W_])")


@dataclass(frozen=True, slots=True)
class Calendar:
    """The patterns of one language's dates, each matched where its first word begins."""

    day_first: re.Pattern[str]
    month_first: re.Pattern[str]
    month: re.Pattern[str]
    weekday: re.Pattern[str]
    relative: re.Pattern[str] | None
    part_after: re.Pattern[str] | None
    phrases: dict[str, str]
    months: dict[str, int]
    weekdays: dict[str, int]
    openers: frozenset[str]


@cache
def calendar_of(code: str) -> Calendar:
    """Return the calendar of a language by its code, compiled once."""
    language = LANGUAGES[code]
    cased = _cased(language.months)
    month = any_of(cased)
    weekday = any_of(_cased(language.weekdays))
    of = rf"(?:(?:of|de|del){GAP})?"
    suffix = r"(?:st|nd|rd|th|er|º|\.)?"
    parts = any_of(language.day_parts) if language.day_parts else r"(?!)"
    return Calendar(
        # In "19 Sept. 11 hijackers" the month belongs to the number after it.
        day_first=re.compile(
            rf"(\d{{1,2}}){suffix}(?:\s?[{DASH}]\s?(\d{{1,2}}){suffix}|{GAP}(?:to|and|bis|und|al?|y|et|au){GAP}(\d{{1,2}}){suffix})?"
            rf"(?:{GAP}|-){of}({month})(?![^\W_]|\.?{GAP}\d{{1,2}}{GAP}[a-z])(?:\.(?=,|{GAP}[a-z\d(]))?(?:,?(?:{GAP}|-){of}({YEARS})(?!\d))?"
        ),
        month_first=re.compile(
            rf"({month})\.?{GAP}(\d{{1,2}})(?:st|nd|rd|th)?(?![\d%]|[.,:/]\d|{GAP}?(?:pct|per{GAP}?cent))"
            rf"(?:\s?(?:[{DASH}]|{GAP}to{GAP})\s?(?:({month})\.?{GAP})?(\d{{1,2}})(?:st|nd|rd|th)?(?![\d%]|[.,:/]\d))?"
            rf"(?:,?{GAP}({YEARS})(?![\d,]\d))?"
        ),
        month=re.compile(
            rf"({month})(?![^\W_])(?:\.(?=,|{GAP}[a-z\d(]))?(?:,?(?:{GAP}|-){of}({YEARS})(?!\d))?"
        ),
        weekday=re.compile(
            rf"({weekday})(?![^\W_])(?:{GAP}({parts})(?![^\W_]))?",
            re.IGNORECASE if code in ("es", "fr") else 0,
        ),
        relative=re.compile(rf"({any_of(language.relative)})(?![^\W_])", re.IGNORECASE)
        if language.relative
        else None,
        part_after=re.compile(rf"{GAP}({parts})(?![^\W_])", re.IGNORECASE) if language.day_parts else None,
        phrases={phrase.lower(): value for phrase, value in language.relative.items()},
        months={name.lower(): n for name, n in language.months.items()},
        weekdays={name.lower(): n for name, n in language.weekdays.items()},
        openers=frozenset(
            phrase.split(" ")[0].split("-")[0].split("'")[0].split("’")[0].lower()
            for phrase in language.relative
        ),
    )


def _cased(names: Iterable[str]) -> list[str]:
    return [form for name in names for form in ({name, name.upper()} if len(name) > 3 else {name})]


def month_number(calendar: Calendar, name: str) -> int:
    """Return the number of a month as its name was written."""
    return calendar.months[name.lower()]


def dated(reading: Reading, start: int, end: int, value: str) -> Fact:
    """Make a date of a span."""
    return Fact("date", reading.text[start:end], value, start, end)


def iso_day(year: int | None, month: int, day: int) -> str | None:
    """Write a day in ISO 8601, None where there is no such day; without a year there may be a 29 February."""
    try:
        written = date(2000 if year is None else year, month, day).isoformat()
    except ValueError:
        return None
    return written if year is not None else "-" + written[4:]


def iso_days(
    reading: Reading,
    start: int,
    end: int,
    year: str | None,
    month: int,
    day: int,
    last_month: int,
    last: int | None,
) -> str | None:
    """Write a day or range of days of the months; None where there is no such day."""
    known = int(year) if year else None
    if known is None and reading.day is not None:
        known = nearest_year(reading, start, end, month, day)
    first = iso_day(known, month, day)
    if first is None:
        return None
    if last is None:
        return first
    final = iso_day(known, last_month, last)
    return f"{first}/{final}" if final and final > first else None


def nearest_year(reading: Reading, start: int, end: int, month: int, day: int) -> int:
    """Return the year that puts a month and day nearest publication, or next if the sentence looks ahead."""
    published = reading.day
    assert published is not None
    ahead = looks_ahead(reading, start, end) or _begins(reading, start)

    def distance(year: int) -> tuple[bool, int]:
        # There may be no such day: a 0, a 30 February.
        days = (date(year, month, min(max(day, 1), 28)) - published).days
        return ahead and days < -MONTH_AHEAD, abs(days)

    return min((published.year - 1, published.year, published.year + 1), key=distance)


def looks_ahead(reading: Reading, start: int, end: int) -> bool:
    """Tell whether the sentence around a place speaks of what is to come."""
    text, future = reading.text, reading.language.future
    near = f"{text[max(0, start - SENTENCE_REACH) : start]} {text[end : end + SENTENCE_REACH]}".lower()
    # Where the sentence begins and ends matters only to what is near enough to be in it.
    phrases = [phrase for phrase in future if phrase in near]
    if not phrases:
        return False
    around = " ".join(sentence_around(text, start, end)).lower()
    return any(phrase in around for phrase in phrases)


def weekday_value(reading: Reading, start: int, end: int, number: int, side: str) -> str:
    """Write the day that a weekday (1 Monday … 7 Sunday) names after *last*, *next* or nothing."""
    if reading.day is None:
        name = next(name for name, n in ENGLISH.weekdays.items() if n == number).lower()
        return f"{side} {name}" if side in ("last", "next") else name
    back = (reading.day.isoweekday() - number) % 7
    if side == "last":
        back = back or 7
    elif side == "next" or (
        not _is_over(reading, start)
        and (
            looks_ahead(reading, start, end)
            or _under_way(reading, start, 7 - back)
            or _begins(reading, start)
        )
    ):
        back = back - 7 if back or side == "next" else 0
    return (reading.day - timedelta(days=back)).isoformat()


def _under_way(reading: Reading, start: int, days_ahead: int) -> bool:
    """Tell *is taking part … on Wednesday* of a day or two ahead: the present tense of what is to come."""
    if days_ahead > DAYS_UNDER_WAY or reading.language is not ENGLISH:
        return False
    return _PROGRESSIVE.search(sentence_around(reading.text, start, start)[0]) is not None


def _is_over(reading: Reading, start: int) -> bool:
    if reading.language is not ENGLISH:
        return False
    return _OVER.search(reading.text, max(0, start - BEGINS_REACH), start) is not None


def _begins(reading: Reading, start: int) -> bool:
    if reading.language is not ENGLISH:
        return False
    return _BEGINS.search(reading.text, max(0, start - BEGINS_REACH), start) is not None


def shifted(day: date | None, unit: str, steps: int) -> str:
    """Write the day, week, month … that lies `steps` from the day of publication, or its name."""
    if day is None:
        if unit == "day" and -2 <= steps <= 1:
            return ("today", "tomorrow", "2 day ago", "yesterday")[steps]
        side = {-1: "last", 0: "this", 1: "next"}.get(steps)
        return f"{side} {unit}" if side else f"{abs(steps)} {unit} {'ago' if steps < 0 else 'on'}"
    try:
        return _shift_known(day, unit, steps)
    except (OverflowError, ValueError):
        return f"{abs(steps)} {unit} {'ago' if steps < 0 else 'on'}"


def _shift_known(day: date, unit: str, steps: int) -> str:
    if unit == "day":
        return (day + timedelta(days=steps)).isoformat()
    if unit in ("week", "weekend"):
        there = day + timedelta(weeks=steps)
        if unit == "weekend":
            saturday = there - timedelta(days=there.isoweekday() - 6)
            return f"{saturday.isoformat()}/{(saturday + timedelta(days=1)).isoformat()}"
        year, week, _ = there.isocalendar()
        return f"{year}-W{week:02}"
    if unit in ("month", "quarter"):
        size = 1 if unit == "month" else 3
        months = day.year * 12 + (day.month - 1) // size * size + steps * size
        year, month = months // 12, months % 12 + 1
        date(year, month, 1)
        return f"{year}-{month:02}" if unit == "month" else f"{year}-Q{(month + 2) // 3}"
    if unit == "decade":
        first = (day.year // 10 + steps) * 10
        return f"{date(first, 1, 1).year}/{first + 9}"
    if unit == "century":
        first = (day.year // 100 + steps) * 100
        return f"{date(first, 1, 1).year}/{first + 99}"
    return str(date(day.year + steps, 1, 1).year)
