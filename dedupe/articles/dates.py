"""Dates of publication as feeds write them, as instants in UTC."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, timezone

import pyarrow as pa

from dedupe import compute as pc
from dedupe.articles.columns import as_text, without_empty
from dedupe.text.calendar import MONTHS

INSTANT = pa.timestamp("us", tz="UTC")

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

FIRST, PAST = -62_135_596_800, 253_402_300_800
"""Seconds from 1970 to the years 1 and 10,000, between which Python's dates lie."""

UNITS = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
"""Parts of a second that Arrow's timestamps count."""

EPOCH_UNITS = ((10**11, 1), (10**14, 10**3), (10**17, 10**6), (10**20, 10**9))
"""Below each bound a number counts seconds, milli-, micro- or nanoseconds; 10**11 s is the year 5138."""

MONTH_NUMBERS = {name.lower(): number for names in MONTHS.values() for name, number in names.items()}
"""The months by their names and abbreviations, in lower case, in all languages at once."""

LAST_MONTH = 12

ZONES = {
    **dict.fromkeys(("z", "ut", "utc", "gmt"), 0),
    "est": -5,
    "edt": -4,
    "cst": -6,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
    "bst": 1,
    "cet": 1,
    "cest": 2,
    "mez": 1,
    "mesz": 2,
    "eet": 2,
    "eest": 3,
    "msk": 3,
    "sgt": 8,
    "hkt": 8,
    "jst": 9,
    "aest": 10,
    "aedt": 11,
}
"""Hours east of Greenwich: the zones of RFC 2822 section 4.3, and others whose names mean one zone only."""

BY_SEASON = {"et": -5, "ct": -6, "mt": -7, "pt": -8}
"""The zones of North America that are an hour ahead in summer, as their newspapers write them."""

WEEKDAY = r"(?:[^\W\d_]{3,10}\.?,?\s+)?"
MONTH = r"(?P<month>[^\W\d_]{3,10})\.?"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?"
YEAR = r"(?P<year>\d{4})"
CLOCK = (
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?(?:\s*uhr)?"
)
ZONE = r"(?P<zone>[a-z]{1,4}|[+-]\d\d:?\d\d)(?:\s*\([a-z]+\))?"
AT = rf"(?:(?:,|\s+at|\s+[-–|])?\s+{CLOCK}(?:\s*{ZONE})?)?"

DAY_FIRST = re.compile(
    rf"{WEEKDAY}(?:le\s+)?{DAY}[\s-]+(?:de\s+)?{MONTH},?[\s-]+(?:de\s+)?{YEAR}{AT}", re.IGNORECASE
)
"""RFC 2822, and `4 February 2026`, `4th Feb. 2026, 10:30`, `04-Feb-2026`, `4. März 2026`."""

MONTH_FIRST = re.compile(rf"{WEEKDAY}{MONTH}\s+{DAY},?\s+{YEAR}{AT}", re.IGNORECASE)
"""`February 4, 2026`, `Wed, Feb. 4, 2026 at 10:30 a.m. EST`."""

DOTTED = re.compile(
    rf"{WEEKDAY}(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.\s?{YEAR}{AT}", re.IGNORECASE | re.ASCII
)
"""`4.2.2026` and `04.02.2026, 10:30`: with full stops the day is first in every country that writes so."""

SLASHED = re.compile(
    rf"{WEEKDAY}(?P<one>\d{{1,2}})(?P<mark>[/-])(?P<other>\d{{1,2}})(?P=mark){YEAR}{AT}",
    re.IGNORECASE | re.ASCII,
)
"""`25/03/2026` and `03/25/2026`: which is the day is told where only one of the two can be a month."""

THEN = rf"(?:[\sT]\s*{CLOCK}(?:\s*{ZONE})?)?"
YEAR_FIRST = re.compile(
    rf"{YEAR}(?P<mark>[-/.])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}}){THEN}", re.IGNORECASE | re.ASCII
)
"""`2026-2-4`, `2026.02.04 10:30`: no ISO 8601, for want of a nought or a hyphen."""

CHINESE = re.compile(rf"{YEAR}年(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})日{THEN}", re.IGNORECASE | re.ASCII)
"""`2026年2月4日 10:30`, which is Japanese too."""

CTIME = re.compile(rf"(?:[^\W\d_]{{3}}\s+)?{MONTH}\s+{DAY}\s+{CLOCK}\s+(?:{ZONE}\s+)?{YEAR}", re.IGNORECASE)
"""`Wed Feb  4 10:30:00 2026`, of C's `ctime`, and with a zone before the year."""

NUMERIC = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)
COMPACT = re.compile(r"(?:1[5-9]|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:\d{6})?", re.ASCII)
"""`20260204` and `20260204103000`, years 1500 to 2099: digits that would mean 1970 or 2612 as seconds."""

ISO = (
    (r"^\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)$", INSTANT),
    (r"^\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d(\.\d{1,6})?)?)?$", pa.timestamp("us")),
)
"""ISO 8601 as Arrow reads it, with a zone and without: in mixed columns eight times as fast as one by one."""

BARE_YEAR = range(1000, 10_000)


def timestamps(column: pa.ChunkedArray) -> tuple[pa.ChunkedArray, pa.ChunkedArray]:
    """Return a column of any type as instants in UTC, and a mask of the values that are no date.

    A time without zone is taken as UTC. Such values, and missing and empty ones, are null.
    """
    if pa.types.is_nested(column.type):
        column = as_text(column)
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        column = without_empty(column)
        for wanted in (INSTANT, pa.timestamp("us")):  # Arrow's own ISO 8601 is far faster, but all or nothing
            with suppress(pa.ArrowInvalid):
                return instants(column.cast(wanted))
        found = mixed(column.combine_chunks())
    elif pa.types.is_date(column.type):
        return instants(column.cast(pa.timestamp("s" if pa.types.is_date32(column.type) else "ms")))
    elif pa.types.is_timestamp(column.type):
        return instants(column)
    else:
        found = one_by_one(column.combine_chunks())
    return pa.chunked_array([found]), pc.and_not(pc.is_valid(column), pa.chunked_array([found.is_valid()]))


def mixed(column: pa.Array) -> pa.Array:
    """Return strings of several forms as instants: what is ISO 8601 by Arrow, the others one by one."""
    found, left = pa.nulls(len(column), INSTANT), column.is_valid()
    for form, wanted in ISO:
        alike = pc.and_(left, pc.match_substring_regex(column, form))
        with suppress(pa.ArrowInvalid):  # a day that no month has
            read, _ = instants(pa.chunked_array([column.filter(alike).cast(wanted)]))
            found = pc.replace_with_mask(found, alike, read.combine_chunks())
            left = pc.and_not(left, alike)
    return pc.replace_with_mask(found, left, one_by_one(column.filter(left)))


def one_by_one(column: pa.Array) -> pa.Array:
    """Return values of any form as instants, each distinct one by `parse_date`."""
    encoded = column.dictionary_encode()
    return pa.array(map(parse_date, encoded.dictionary.to_pylist()), INSTANT).take(encoded.indices)


def instants(column: pa.ChunkedArray) -> tuple[pa.ChunkedArray, pa.ChunkedArray]:
    """Return timestamps in UTC to the microsecond, and a mask of those not in the years 1 to 9999."""
    second = UNITS[column.type.unit]
    number = column.cast(pa.int64())
    first, past = max(FIRST * second, -(2**63)), min(PAST * second, 2**63 - 1)  # 64 bits of ns end sooner
    bounds = pa.scalar(first, pa.int64()), pa.scalar(past, pa.int64())
    known = pc.and_(pc.greater_equal(number, bounds[0]), pc.less(number, bounds[1]))
    if not pc.all(known).as_py():
        column = pc.if_else(known, column, pa.scalar(None, column.type))
    return column.cast(INSTANT, safe=False), pc.fill_null(pc.invert(known), False)


def parse_date(value: object) -> datetime | None:
    """Return the instant that a value of a feed means, or None where it means none.

    Read are ISO 8601, RFC 2822, dates in English, German, Spanish or French words, `4.2.2026`, `2026-2-4`,
    `2026年2月4日`, `YYYYMMDD` with or without `HHMMSS`, what C's `ctime` writes, and seconds, milli-,
    micro- or nanoseconds since 1970, as numbers or strings. A time without zone is taken as UTC. `25/03/2026`
    is in March; `04/02/2026` is None: who wrote it decides whether that is in February.
    """
    try:
        if isinstance(value, datetime):
            return in_utc(value)
        if isinstance(value, date):
            return datetime.combine(value, time(), UTC)
        if isinstance(value, bool):
            return None
        if isinstance(value, int | float):
            return from_number(value)
        return from_string(value.strip()) if isinstance(value, str) else None
    except (ValueError, OverflowError):
        return None


def from_string(text: str) -> datetime | None:
    """Return the instant that a string writes; ValueError where its parts are out of range."""
    text = text.replace("\N{MINUS SIGN}", "-")
    if text[4:5] == "-" and text[:4].isdigit():
        with suppress(ValueError):
            return in_utc(datetime.fromisoformat(iso(text)))
    if COMPACT.fullmatch(text):
        form = "%Y%m%d" if len(text) == 8 else "%Y%m%d%H%M%S"
        return datetime.strptime(text, form).replace(tzinfo=UTC)
    if NUMERIC.fullmatch(text):
        return from_number(float(text) if "." in text else int(text))
    forms = DAY_FIRST, MONTH_FIRST, DOTTED, YEAR_FIRST, CHINESE, CTIME
    if written := next(filter(None, (form.fullmatch(text) for form in forms)), None):
        return from_parts(written.groupdict())
    if slashed := SLASHED.fullmatch(text):
        return from_slashed(slashed.groupdict())
    return in_utc(datetime.fromisoformat(iso(text)))


def iso(text: str) -> str:
    """Return a string that is nearly ISO 8601 as Python reads it: `2026/02/04 10:00:00 CET` is."""
    text = re.sub(r"^(\d{4})/(\d\d)/(\d\d)", r"\1-\2-\3", text)
    zone = re.search(r"(?<=\d)\s*([a-z]{1,4})$", text, re.IGNORECASE)
    if zone and zone[1].lower() in ZONES:
        text = f"{text[: zone.start()]}{ZONES[zone[1].lower()]:+03d}:00"
    return re.sub(r"(?<=\d)\s+(?=[+-]\d\d:?\d\d$)", "", text)


def from_number(number: float) -> datetime | None:
    """Return the instant that a number means; None for a bare year, which names no day."""
    if number in BARE_YEAR:
        return None
    if number == int(number) and COMPACT.fullmatch(str(int(number))):
        return from_string(str(int(number)))
    for bound, units in EPOCH_UNITS:
        if abs(number) < bound:
            if isinstance(number, int):
                return EPOCH + timedelta(microseconds=number * 10**6 // units)
            return EPOCH + timedelta(seconds=number / units)
    return None


def from_parts(part: dict[str, str | None]) -> datetime | None:
    """Return the instant of a date in parts; None where a month or zone is not one."""
    named = (part["month"] or "").lower()
    month = int(named) if named.isdigit() else MONTH_NUMBERS.get(named)
    if month is None:
        return None
    year, day = int(part["year"] or 0), int(part["day"] or 0)
    zone = zone_of(part["zone"] or "utc", date(year, month, day))
    if zone is None:
        return None
    hour = int(part["hour"] or 0)
    if part["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if part["half"][0] in "pP" else 0)
    clock = hour, int(part["minute"] or 0), int(part["second"] or 0)
    return in_utc(datetime(year, month, day, *clock, tzinfo=zone))


def from_slashed(part: dict[str, str | None]) -> datetime | None:
    """Return the instant of a date of three numbers; None where either of two may be the month."""
    one, other = int(part["one"] or 0), int(part["other"] or 0)
    if (one > LAST_MONTH) == (other > LAST_MONTH) and one != other:
        return None
    day, month = (one, other) if other <= LAST_MONTH else (other, one)
    return from_parts({**part, "day": str(day), "month": str(month)})


def zone_of(name: str, day: date) -> timezone | None:
    """Return the zone that a name or an offset such as `-0500` means on a day, or None."""
    if name[0] in "+-":
        minutes = int(name[1:3]) * 60 + int(name[-2:])
        return timezone(timedelta(minutes=-minutes if name[0] == "-" else minutes))
    hours = ZONES.get(name.lower())
    if hours is None and name.lower() in BY_SEASON:
        hours = BY_SEASON[name.lower()] + (sunday(day.year, 3, 2) <= day < sunday(day.year, 11, 1))
    return None if hours is None else timezone(timedelta(hours=hours))


def sunday(year: int, month: int, number: int) -> date:
    """Return the first, second … Sunday of a month."""
    first = date(year, month, 1)
    return first + timedelta(days=(6 - first.weekday()) % 7 + 7 * (number - 1))


def in_utc(moment: datetime) -> datetime:
    """Return a time in UTC; without a zone it is taken to be in UTC already."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
