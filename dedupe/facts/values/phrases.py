"""The phrases of time that only English's grammar has: *end of the week*, *two years ago*, *first quarter*.

Values have the forms of `dates`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dedupe.facts.model import Fact
from dedupe.facts.values.calendars import YEARS, calendar_of, dated, shifted, weekday_value
from dedupe.facts.values.languages import ENGLISH, GAP, any_of

if TYPE_CHECKING:
    from datetime import date

    from dedupe.facts.values.reading import Reading

_RANKS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_COUNTS = {"a": 1, "an": 1, "one": 1} | {word: n for word, n in ENGLISH.small.items() if 1 < n <= 20}
_SIDES = {
    "last": -1,
    "past": -1,
    "previous": -1,
    "this": 0,
    "next": 1,
    "coming": 1,
    "following": 1,
    "recent": -1,
}

_PERIOD = r"(?:day|week|month|year|decade|century|quarter|weekend|hour|minute)"
_SEASON = r"(?:spring|summer|autumn|fall|winter)"
_PART = r"(?:morning|afternoon|evening|night)"
_NAMED = any_of([*ENGLISH.weekdays, *ENGLISH.months])
_AMOUNT = rf"(?:few|several|couple{GAP}of|\d{{1,3}}|{any_of(w for w in _COUNTS if len(w) > 2)})"
_QUARTER = re.compile(
    rf"({any_of(_RANKS)}){GAP}(quarter|qtr|half)(?![^\W_])"
    rf"(?:{GAP}(?:of{GAP}(?:the{GAP})?)?(?:({YEARS})(?!\d)|((?:this|last|next){GAP}year)))?|([QH])([1-4])(?:{GAP}({YEARS})(?!\d))?",
    re.IGNORECASE,
)
_SIDED = re.compile(
    rf"(?:(earlier|later|early|late|mid)(?:{GAP}|-))?(this|last|next|past|coming|previous|following|recent){GAP}"
    rf"(?:({_AMOUNT}){GAP})?({_PERIOD}|{_SEASON}|{_PART}|{_NAMED})(s)?(?![^\W_])",
    re.IGNORECASE,
)
_EDGE = re.compile(
    rf"(end|beginning|start|middle|close){GAP}of{GAP}(?:(the|this|last|next){GAP})({_PERIOD})(?![^\W_])"
    rf"|(end|beginning|start|middle){GAP}of{GAP}({YEARS})(?!\d)",
    re.IGNORECASE,
)
_AGO = re.compile(rf"({_PERIOD})s?{GAP}(ago|earlier|later)(?![^\W_])", re.IGNORECASE)
_AGO_AMOUNT = re.compile(rf"(?<![^\W_])(a|an|one|few|several|couple{GAP}of)[\s-]$", re.IGNORECASE)
_FEW = re.compile(rf"(?:few|several|couple{GAP}of){GAP}(second|{_PERIOD})s(?![^\W_])", re.IGNORECASE)
_SIDE_WORDS = frozenset((*_SIDES, "earlier", "later", "early", "late", "mid"))
_EDGE_WORDS = frozenset(("end", "beginning", "start", "middle", "close"))
_UNIT_WORDS = frozenset(
    f"{unit}{s}" for unit in ("day", "week", "month", "year", "decade", "quarter") for s in ("", "s")
)
_QUARTER_WORDS = frozenset((*_RANKS, "q", "h"))
_FEW_WORDS = frozenset(("few", "several", "couple"))
PHRASE_WORDS = _SIDE_WORDS | _EDGE_WORDS | _UNIT_WORDS | _QUARTER_WORDS | _FEW_WORDS | {"weekend"}
"""The words with which a phrase of time may begin."""


def phrase_at(reading: Reading, pos: int, floor: int, word: str) -> Fact | None:
    """Read the phrase of time that begins at `pos` with `word` (lower case), nothing before `floor`."""
    text, day = reading.text, reading.day
    if word in _SIDE_WORDS and (found := _SIDED.match(text, pos)):
        return _sided(reading, pos, found)
    if word in _EDGE_WORDS and (found := _EDGE.match(text, pos)):
        if found[5]:
            return dated(reading, pos, found.end(), f"{found[5]} {_edge(found[4])}")
        steps = {"last": -1, "next": 1}.get(found[2].lower(), 0)
        return dated(reading, pos, found.end(), f"{shifted(day, found[3].lower(), steps)} {_edge(found[1])}")
    if word in _UNIT_WORDS and (found := _AGO.match(text, pos)):
        amount = _AGO_AMOUNT.search(text[max(floor, pos - 12) : pos])
        return ago(reading, pos - len(amount[0]), pos, amount[1]) if amount else None
    if word in _QUARTER_WORDS and (found := _QUARTER.match(text, pos)):
        return _quarter(reading, pos, found)
    if word in _FEW_WORDS and (found := _FEW.match(text, pos)):
        before = ago(reading, pos, found.start(1), found[0].split()[0])
        return before or Fact("duration", found[0], f"few {found[1].lower()}", pos, found.end())
    if word == "weekend":
        value = "weekend" if day is None else shifted(day, "weekend", 0 if day.isoweekday() > 5 else -1)
        return dated(reading, pos, pos + len(word), value)
    return None


def _edge(word: str) -> str:
    return {"beginning": "start", "close": "end"}.get(word.lower(), word.lower())


def _sided(reading: Reading, pos: int, found: re.Match[str]) -> Fact | None:
    part, side, amount, period = found[1], found[2].lower(), found[3], found[4]
    steps, unit = _SIDES[side], period.lower()
    suffix = f" {part.lower()}" if part else ""
    end = found.end()
    if amount or (found[5] and unit != "weekend") or side == "past":
        count = " ".join((amount or ("few" if found[5] else "1")).lower().split())
        count = str(_COUNTS.get(count, count)).replace("couple of", "few").replace("several", "few")
        return dated(reading, pos, end, " ".join(f"{'last' if steps < 0 else 'next'} {count} {unit}".split()))
    if unit in _SEASONS:
        year = _season_year(reading.day, _SEASONS[unit], steps)
        return dated(reading, pos, end, (f"{year}-{unit}" if year else f"{side} {unit}") + suffix)
    if unit in ("morning", "afternoon", "evening", "night"):
        return dated(reading, pos, end, f"{shifted(reading.day, 'day', steps)} {unit}")
    if unit in ("hour", "minute"):
        return None
    calendar = calendar_of("en")
    if unit in calendar.weekdays:
        return (
            dated(
                reading,
                pos,
                end,
                weekday_value(
                    reading,
                    pos,
                    end,
                    calendar.weekdays[unit],
                    "last" if steps < 0 else "next" if steps > 0 else "",
                ),
            )
            if period[0].isupper()
            else None
        )
    if unit in calendar.months:
        if not period[0].isupper():
            return None
        month = calendar.months[unit]
        if reading.day is None:
            return dated(reading, pos, end, f"--{month:02}{suffix}")
        year = reading.day.year
        if steps < 0 and month >= reading.day.month:
            year -= 1
        elif steps > 0 and month <= reading.day.month:
            year += 1
        return dated(reading, pos, end, f"{year}-{month:02}{suffix}")
    return dated(reading, pos, end, shifted(reading.day, unit, steps) + suffix)


def _season_year(day: date | None, month: int, steps: int) -> int | None:
    if day is None:
        return None
    if steps < 0:
        return day.year - (1 if month >= day.month else 0)
    return day.year + (1 if steps > 0 and month <= day.month else 0)


def ago(reading: Reading, start: int, unit_at: int, amount: str) -> Fact | None:
    """Read *ago*, *earlier*, *later* after a length of time that begins at `start`, its unit at `unit_at`."""
    found = _AGO.match(reading.text, unit_at)
    if found is None or found[1].lower() in ("hour", "minute"):
        return None
    unit, side, amount = found[1].lower(), found[2].lower(), amount.lower()
    count = _COUNTS.get(amount) or (int(amount) if amount.isdecimal() and len(amount) < 5 else None)
    if count is None or side != "ago" or reading.day is None:
        return dated(reading, start, found.end(), f"{count or 'few'} {unit} {side}")
    return dated(reading, start, found.end(), shifted(reading.day, unit, -count))


def _quarter(reading: Reading, pos: int, found: re.Match[str]) -> Fact | None:
    if found[5]:
        letter, number, year = found[5], int(found[6]), found[7]
        if letter.islower() or (letter == "H" and number > 2):
            return None
        value = f"{letter}{number}"
    else:
        number, year = _RANKS[found[1].lower()], found[3]
        half = found[2].lower() == "half"
        if half and number > 2:
            return None
        value = f"{'H' if half else 'Q'}{number}"
        if found[4] and reading.day:
            year = str(reading.day.year + _SIDES[found[4].lower().split()[0]])
    return dated(reading, pos, found.end(), f"{year}-{value}" if year else value)
