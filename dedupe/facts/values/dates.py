"""Dates, resolved against the day of publication where it is known.

Values are ISO 8601 where that can say it: `2026-02-04`, `2026-02`, `2026`, `2026-W06` (week), ranges
`2026-04-08/2026-04-09`; `--02-04` and `--02` lack the year (as in ISO 8601:2000). Beyond it: `2026-Q1`,
`2026-H1`, `2026-summer`, a part of the day or period after a space (`2026-02-04 evening`, `2026-07 early`),
and, where nothing resolves it, the name itself in lower-case English (`wednesday`, `last week`, `Q1`).
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from dedupe.facts.values import units
from dedupe.facts.values.calendars import (
    YEARS,
    calendar_of,
    dated,
    iso_day,
    iso_days,
    month_number,
    nearest_year,
    shifted,
    weekday_value,
)
from dedupe.facts.values.clock import CLOCK_WORDS, named_time_at, time_at, wire_time_at
from dedupe.facts.values.languages import DASH, ENGLISH, GAP, Language, word_set
from dedupe.facts.values.numbers import next_word
from dedupe.facts.values.phrases import PHRASE_WORDS, phrase_at

if TYPE_CHECKING:
    from dedupe.facts.model import Fact
    from dedupe.facts.values.reading import Reading

FIRST_YEAR = "1900"
"""Earlier years need a word before them (*in 1848*): four digits alone are more often a count or a code."""

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\d-])")
_NUMERIC = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d\d)(?![\d/-])")
_YEAR = re.compile(rf"({YEARS})(?:([-–/])(\d{{4}}|\d\d))?(?![\d%]|[.,:/-]\d|[^\W\d_]{{2}})(s\b)?")
_YEAR_LEADS = word_set(
    "in since by until till of from to before after during between early late mid fiscal year "
    "through the and for im seit bis von vor nach ab jahr en desde hasta de del entre y año "
    "depuis jusqu avant après année"
)
_LEAD = re.compile(r"([^\W\d_]+)[-’']?$")
_MONTH_LEAD = re.compile(r"([^\W\d_]+)[\s-]$")
_WEEKDAY_LEAD = re.compile(rf"(?<![^\W_])(last|next|this|early|late){GAP}$", re.IGNORECASE)
_DAY_AFTER = re.compile(rf"\.?,?{GAP}?(?:the{GAP}|den{GAP}|\()?")
_SIGN = re.compile(r"([+-])")
_EARLY = re.compile(
    rf"(?<![^\W_])(early|late|mid|end(?={GAP}of)|beginning(?={GAP}of)){GAP}?(?:of{GAP})?(?:in{GAP})?-?$",
    re.IGNORECASE,
)


@cache
def date_words(code: str) -> frozenset[str]:
    """Return the words (lower case) with which a date or time of a language may begin."""
    calendar = calendar_of(code)
    names = {name.lower().split(" ")[0] for name in (*calendar.months, *calendar.weekdays)}
    return calendar.openers | names | (PHRASE_WORDS | CLOCK_WORDS if code == "en" else frozenset())


def date_at(reading: Reading, pos: int, floor: int, word: str) -> Fact | None:
    """Read the date or time of day that begins at `pos` with `word` (lower case), nothing before `floor`."""
    if word[0].isdecimal():
        return _in_digits(reading, pos, floor, len(word))
    return _in_words(reading, pos, floor, word)


def _in_digits(reading: Reading, pos: int, floor: int, count: int) -> Fact | None:
    """Read what begins with `count` digits: years have four, days and hours one or two."""
    text = reading.text
    if count not in (1, 2, 4) or (pos and text[pos - 1].isalpha() and not text[pos - 1].islower()):
        return None
    if count == 4:
        if found := _ISO.match(text, pos):
            value = iso_day(int(found[1]), int(found[2]), int(found[3]))
            return dated(reading, pos, found.end(), value) if value else None
        return wire_time_at(text, pos) or _year(reading, pos, floor)
    if (found := calendar_of(reading.language.code).day_first.match(text, pos)) and (
        fact := _day_month(reading, found)
    ):
        return fact
    parted = text[pos + count : pos + count + 1] in ("/", ".", "-")
    if parted and (found := _NUMERIC.match(text, pos)) and (value := _numeric(reading, found)):
        return dated(reading, pos, found.end(), value)
    return time_at(text, pos)


def _day_month(reading: Reading, found: re.Match[str]) -> Fact | None:
    """Read *4 February*, *4–6 February 2026* as a calendar's `day_first` has found it."""
    month = month_number(calendar_of(reading.language.code), found[4])
    last = found[2] or found[3]
    value = iso_days(
        reading, *found.span(), found[5], month, int(found[1]), month, int(last) if last else None
    )
    return dated(reading, *found.span(), value) if value else None


def _numeric(reading: Reading, found: re.Match[str]) -> str | None:
    """Read `04/02/2026`: where both orders are days, the one nearer publication, or the language's."""
    year = int(found[4]) + (0 if len(found[4]) == 4 else 2000 if int(found[4]) < 50 else 1900)
    one, two = int(found[1]), int(found[3])
    day_first = found[2] == "." or reading.language is not ENGLISH
    readings = [(two, one), (one, two)] if day_first else [(one, two), (two, one)]
    days = [date(year, m, d) for m, d in readings if iso_day(year, m, d)]
    if not days or (found[2] == "." and len(days) < 2 and two > 12):
        return None
    if found[2] == "/" and reading.day:
        published = reading.day
        return min(days, key=lambda d: abs((d - published).days)).isoformat()
    return days[0].isoformat()


def _year(reading: Reading, pos: int, floor: int) -> Fact | None:
    """Read a year: four digits after *in*, *since*, *the* or a bracket, or before what is no counted noun."""
    text = reading.text
    found = _YEAR.match(text, pos)
    if found is None:
        return None
    before = text[max(floor, pos - 12) : pos].rstrip(" \n(")
    if before.endswith(("$", "€", "£", "¥", "₹")):
        return None
    lead = _LEAD.search(before)
    leads = lead is not None and lead[1].lower() in _YEAR_LEADS
    if not leads and not found[4] and (found[1] < FIRST_YEAR or _is_counted(reading, found.end(1), before)):
        return None
    if found[4]:
        start, value = _with_early(text, pos, floor)
        decade = int(found[1])
        return dated(reading, start, found.end(), f"{decade}/{decade + 9}{value}")
    if found[3]:
        last = int(found[3]) if len(found[3]) == 4 else int(found[1]) // 100 * 100 + int(found[3])
        if int(found[1]) < last < 2100:
            return dated(reading, pos, found.end(), f"{found[1]}/{last}")
    start, part = _with_early(text, pos, floor)
    return dated(reading, start, found.end(1), found[1] + part)


def _is_counted(reading: Reading, end: int, before: str) -> bool:
    """Tell four digits that count something (*2000 people*, *about 1950*) from a year."""
    if before.lower().endswith(reading.language.softener_endings):
        return True
    word = next_word(reading.text, end)
    lower = word[0].lower() if word else ""
    tables = (
        units.UNITS,
        units.NOUNS,
        units.CURRENCY_WORDS,
        reading.language.scales,
        reading.language.time_units,
    )
    return any(lower in table for table in tables) or lower in units.PREDICATES or lower in ("pct", "percent")


def _with_early(text: str, pos: int, floor: int) -> tuple[int, str]:
    """Take in *early*, *late*, *mid-*, *end of* before a month or year."""
    at = max(floor, pos - 14)
    found = _EARLY.search(text[at:pos])
    if found is None:
        return pos, ""
    word = found[1].lower()
    return at + found.start(), {"end": " end", "beginning": " start"}.get(word, f" {word}")


def _in_words(reading: Reading, pos: int, floor: int, word: str) -> Fact | None:
    text, language = reading.text, reading.language
    calendar = calendar_of(language.code)
    if word in calendar.months:
        return _month_day(reading, pos) or _month(reading, pos, floor)
    if word in calendar.weekdays:
        return _weekday(reading, pos, floor)
    if word in calendar.openers and calendar.relative and (found := calendar.relative.match(text, pos)):
        return _relative(reading, pos, found)
    if language is not ENGLISH:
        return None
    return phrase_at(reading, pos, floor, word) or named_time_at(text, pos, word)


def _month_day(reading: Reading, pos: int) -> Fact | None:
    calendar = calendar_of(reading.language.code)
    found = calendar.month_first.match(reading.text, pos)
    if found is None:
        return None
    first = month_number(calendar, found[1])
    last = month_number(calendar, found[3]) if found[3] else first
    last_day = int(found[4]) if found[4] else None
    value = iso_days(reading, pos, found.end(), found[5], first, int(found[2]), last, last_day)
    return dated(reading, pos, found.end(), value) if value else None


def _is_month(text: str, pos: int, found: re.Match[str], language: Language) -> bool:
    if found[2] or found[1].capitalize() not in language.month_is_also_a_word:
        # An abbreviation alone is as like to be a word or a name: Jan, Mar, Sep.
        return (
            bool(found[2])
            or len(found[1]) > 4
            or found[1]
            in ("July", "June", "Mai", "mayo", "mai", "mars", "Juni", "Juli", "août", "März", "juin")
        )
    lead = _MONTH_LEAD.search(text[max(0, pos - 10) : pos])
    return lead is not None and (
        lead[1].lower() in _YEAR_LEADS or lead[1].lower() in ("last", "next", "this")
    )


def _month(reading: Reading, pos: int, floor: int) -> Fact | None:
    found = calendar_of(reading.language.code).month.match(reading.text, pos)
    if found is None or not _is_month(reading.text, pos, found, reading.language):
        return None
    month = month_number(calendar_of(reading.language.code), found[1])
    start, part = _with_early(reading.text, pos, floor)
    end = found.end() if found[2] or reading.text[found.end() - 1] != "." else found.end(1)
    if found[2]:
        return dated(reading, start, end, f"{found[2]}-{month:02}{part}")
    if reading.day is None:
        return dated(reading, start, end, f"--{month:02}{part}")
    year = nearest_year(reading, start, end, month, 15)
    return dated(reading, start, end, f"{year}-{month:02}{part}")


def _weekday(reading: Reading, pos: int, floor: int) -> Fact | None:
    text, language = reading.text, reading.language
    calendar = calendar_of(language.code)
    found = calendar.weekday.match(text, pos)
    if found is None:
        return None
    number = calendar.weekdays[found[1].lower()]
    if reading.text[pos].islower() and language.code not in ("es", "fr"):
        return None
    comma = _DAY_AFTER.match(text, found.end())
    at = comma.end() if comma else found.end()
    exact = None
    if at < len(text) and at > found.end() - 1 and text[at - 1] not in DASH:
        exact = (
            calendar.day_first.match(text, at)
            if text[at].isdecimal()
            else calendar.month_first.match(text, at)
        )
    if exact:
        inner = _day_month(reading, exact) if text[at].isdecimal() else _month_day(reading, at)
        if inner is not None:
            return dated(reading, pos, inner.end, inner.value)
    if len(found[1]) < 5 and language is ENGLISH:
        return None
    part = f" {language.day_parts[found[2].lower()]}" if found[2] else ""
    start, side = pos, ""
    if language is ENGLISH and (lead := _WEEKDAY_LEAD.search(text[max(floor, pos - 7) : pos])):
        side = lead[1].lower()
        start = pos - (len(lead[0]))
    return dated(reading, start, found.end(), weekday_value(reading, start, found.end(), number, side) + part)


def _relative(reading: Reading, pos: int, found: re.Match[str]) -> Fact:
    calendar = calendar_of(reading.language.code)
    said = " ".join(found[1].lower().split())
    unit, sign, offset = _SIGN.split(calendar.phrases[said])
    end, part = (
        found.end(),
        next((f" {p}" for p in ("morning", "afternoon", "evening", "night") if p in said), ""),
    )
    if calendar.part_after and not part and unit == "day":
        more = calendar.part_after.match(reading.text, end)
        if more:
            end, part = more.end(), f" {reading.language.day_parts[more[1].lower()]}"
    if said == "tonight":
        part = " night"
    return dated(reading, pos, end, shifted(reading.day, unit, int(sign + offset)) + part)
