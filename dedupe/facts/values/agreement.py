"""Whether two facts say the same, and whether they speak of the same thing.

Both read the normalised values alone, so that what was written to a file compares as what was read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from dedupe.facts.values.units import CONVERSIONS, PEOPLE
from dedupe.text.synonyms import synonym_groups

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedupe.facts.model import Fact

ROUNDING = Decimal("0.02")
"""Greatest relative step that rounding may hide in a scaled amount: $3.2bn for $3.23bn, not $3.5bn."""

CONVERTING = Decimal("0.025")
"""Relative slack between units: 400 pounds is given as 180 or 181 kg."""

ABOUT = Decimal("0.1")
"""Greatest relative slack of *about* and *nearly*; half of the last digit written bounds it too."""

BEYOND = Decimal("0.25")
"""How far *more than* and *fewer than* reach: more than 50 is said of 53 or 60, not of 500."""

SCALED = Decimal(10) ** 3
"""Amounts from here on are rounded in print (1,200 houses for 1,187); below it counts are exact."""

ROUNDED_SHARE = 10
"""Percents and points from here on are rounded to whole ones: 12 for 12.4; below it a quarter is a step."""

WITHIN = Decimal("0.999")
"""Share of a rounding step that counts: 3.15 is rounded to one of 3.1 and 3.2, which are two amounts."""

TELLING_DIGITS = 3
"""Digits, without zeros at the end, from which two equal counts are of one thing, whatever it is called."""

DAY = 24 * 60
ZONES = {
    zone: tuple(60 * hours for hours in ahead)
    for zone, ahead in {
        "GMT": (0,),
        "UTC": (0,),
        "BST": (1,),
        "CET": (1,),
        "CEST": (2,),
        "MSK": (3,),
        "PKT": (5,),
        "JST": (9,),
        "AEST": (10,),
        "EST": (-5,),
        "EDT": (-4,),
        "ET": (-5, -4),
        "Eastern": (-5, -4),
        "CST": (-6,),
        "CDT": (-5,),
        "CT": (-6, -5),
        "MT": (-7, -6),
        "PST": (-8,),
        "PDT": (-7,),
        "PT": (-8, -7),
        "Pacific": (-8, -7),
    }.items()
}
"""Minutes of a zone ahead of universal time, several where summer time is not told. IST is that of three."""

QUOTE_WORDS = 4
"""Words of a quote that must stand in the longer one for the two to be one quote."""

DENIAL_REACH = 24
"""Characters before a value in which the words that deny it are sought."""

_DENIAL = re.compile(
    r"(?<![^\W_])(?:not|rather than|instead of|nicht|statt|no|en lugar de|et non|au lieu de|non)"
    r"(?: (?:the|de|den|des|le|la|les|el|los|on|at|am|in))?\s$",
    re.IGNORECASE,
)
_NOTING = ("arlier ", "revious ", "riginal ", "nitial ")
_DENYING = ("no", "than", "instead", "nicht", "statt", "lugar", "lieu")

VAGUE = 2
"""Times its lower end over which the upper end of a range is a scale's: 24 to 100 are *dozens*."""

NOTE_REACH = 200
"""Characters before a value in which its sentence may begin as the note of a correction."""

_REPLACED = re.compile(
    r"(?<![^\W_])correct(?:s|ed|ing|ion)?(?![^\W_])(?:[^.!?\n]|\.\d)*\sfrom\s$", re.IGNORECASE
)
_EARLIER = re.compile(
    r"(?<![^\W_])(?:earlier|previous|original|initial)(?![^\W_])(?:"
    r"[ ](?:version|edition|story|report|article|headline|dispatch)s?(?![^\W_])[^.!?;\d]{0,60}?"
    r"(?<![^\W_])(?:said|stated|reported|gave|put|misstated|listed|had|was|were)(?![^\W_])[^.!?;\d]{0,40}"
    r"|[ ](?:death )?(?:toll|count|tally) of )$",
    re.IGNORECASE,
)
_QUANTITY = re.compile(r"([~<>]?)(-?\d+(?:\.\d+)?)(?:\.\.(-?\d+(?:\.\d+)?))?(?: (.+))?")
_ISO = re.compile(r"(\d{4}|-)(?:-(\d\d))?(?:-(\d\d))?")
_SCORE = re.compile(r"\d+-\d+")
_RANK = re.compile(r"\d+(?:st|nd|rd|th) (.+)")
_NAMES = ("person", "place", "organisation", "name")
_QUANTITIES = ("figure", "money", "percent", "duration")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ALIASES = {
    "usa": "us",
    "united states": "us",
    "united states of america": "us",
    "america": "us",
    "united kingdom": "uk",
    "britain": "uk",
    "great britain": "uk",
    "european union": "eu",
    "united nations": "un",
    "drc": "democratic republic of the congo",
}
_SMALL_WORDS = frozenset(("of", "the", "for", "and", "de", "&"))
_SHARES = frozenset(("%", "point"))
_RUPEES = frozenset(("rupee", "INR", "PKR", "LKR", "NPR"))

_Interval: TypeAlias = tuple[Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class _Quantity:
    mark: str
    low: Decimal
    high: Decimal
    unit: str

    @property
    def vague(self) -> bool:
        """Whether it is a scale (*dozens*, *hundreds of thousands*), up to the next power of ten."""
        return (
            self.mark == "~"
            and self.high > VAGUE * self.low
            and self.high.normalize().as_tuple().digits == (1,)
        )

    @property
    def has_ends(self) -> bool:
        """Whether it is a range whose ends are told."""
        return self.low != self.high and not self.vague


def agree(a: Fact, b: Fact) -> bool:
    """Tell whether two facts of comparable kind say the same; symmetric, and true of a fact and itself.

    Rounding, *about* and *more than*, other units, a missing year, weekday or first name do not part them. A
    range agrees with a number in it, and with a range of the same ends.
    """
    if a.value == b.value and _comparable(a, b):
        return True
    if not _comparable(a, b):
        return False
    if a.kind in _QUANTITIES:
        return _same_amount(a.value, b.value)
    if a.kind == "date":
        return _same_date(a.value, b.value)
    if a.kind == "time":
        return _same_time(a.value, b.value)
    if a.kind == "quote":
        return _same_quote(a.value, b.value)
    return a.kind in _NAMES and _same_name(a.value, b.value)


def same_thing(a: Fact, b: Fact) -> bool:
    """Tell whether two facts measure the same thing, so that they conflict unless they `agree`.

    Figures must count or rank the same noun or be scores, money be of one currency and by the same unit,
    dates be as fine as each other. Names and quotes never conflict by themselves: two of them are two things
    unless they agree.
    """
    if not _comparable(a, b):
        return False
    if a.kind in _QUANTITIES:
        one, two = _quantity(a.value), _quantity(b.value)
        if one is None or two is None:
            return bool(_form(a.value)) and _form(a.value) == _form(b.value)
        same = bool(one.unit) and _dimension(one.unit) == _dimension(two.unit)
        return same and not (_as_many(one, two) or _as_many(two, one))
    if a.kind == "date":
        return _grain(a.value) == _grain(b.value) != "" or agree(a, b)
    # A time without a zone may be that of any.
    return (a.kind == "time" and (" " in a.value) == (" " in b.value)) or agree(a, b)


def days_apart(a: Fact, b: Fact) -> int | None:
    """Return the days between two dates that name a day, or None; where one has no year, both are of one."""
    first, second = (_ISO.fullmatch(fact.value.partition(" ")[0]) for fact in (a, b))
    if first is None or second is None or not (first[3] and second[3]):
        return None
    known = "-" not in (first[1], second[1])
    # A leap year has every day.
    days = [date(int(found[1]) if known else 2000, int(found[2]), int(found[3])) for found in (first, second)]
    return abs((days[0] - days[1]).days)


def _form(value: str) -> str:
    """Return what is ranked by a rank (*38th minute*), *score* for a score; else nothing."""
    if _SCORE.fullmatch(value):
        return "score"
    rank = _RANK.fullmatch(value)
    return rank[1] if rank else ""


def _as_many(scale: _Quantity, other: _Quantity) -> bool:
    """Tell whether *dozens* or *thousands* may be as many: they say how few, not how many at most."""
    return scale.vague and other.low > scale.low


def amount(fact: Fact) -> Decimal:
    """Return the amount of a quantity in its base unit, the lower end of a range; NaN of what is none."""
    quantity = _quantity(fact.value) if fact.kind in _QUANTITIES else None
    if quantity is None:
        return Decimal("NaN")
    return quantity.low * _factor(quantity.unit)


def times_larger(a: Fact, b: Fact) -> Decimal:
    """Return how many times the smaller of two amounts the larger is; infinity where one is none or 0."""
    one, two = abs(amount(a)), abs(amount(b))
    if one.is_nan() or two.is_nan() or not one or not two:
        return Decimal("Infinity")
    return max(one, two) / min(one, two)


def dimension(fact: Fact) -> str:
    """Return what a quantity measures or counts, whatever the unit; empty where it names nothing."""
    if fact.kind not in _QUANTITIES:
        return ""
    quantity = _quantity(fact.value)
    if quantity is None:
        return _form(fact.value)
    return _dimension(quantity.unit) if quantity.unit else ""


def vague(fact: Fact) -> bool:
    """Tell *dozens* and *hundreds of thousands*, which give no number, from a quantity that does."""
    quantity = _quantity(fact.value) if fact.kind in _QUANTITIES else None
    return quantity is not None and quantity.vague


def denied(text: str, fact: Fact) -> bool:
    """Tell whether a text names a value to say that it is wrong.

    *$2.3 billion, not $3.2 billion*, or in the note of a correction *to 108,000 tonnes from 180,000* and
    *an earlier version said 180,000*.
    """
    before = text[max(0, fact.start - DENIAL_REACH) : fact.start].lower()
    # A third of the time that the patterns take; most values are not denied.
    if before[:-1].endswith("from") and _REPLACED.search(text, max(0, fact.start - NOTE_REACH), fact.start):
        return True
    if _taken_back(text, fact.start):
        return True
    return any(map(before.__contains__, _DENYING)) and (
        _DENIAL.search(text, max(0, fact.start - DENIAL_REACH), fact.start) is not None
    )


def _taken_back(text: str, start: int) -> bool:
    """Tell *an earlier version said 12* and *an earlier toll of 12*, which take it back."""
    # Most texts have none of the words, and are not searched.
    before = text[max(0, start - NOTE_REACH) : start]
    return any(map(before.__contains__, _NOTING)) and _EARLIER.search(before) is not None


def _comparable(a: Fact, b: Fact) -> bool:
    return a.kind == b.kind or (a.kind in _NAMES and b.kind in _NAMES)


@lru_cache(maxsize=4096)
def _quantity(value: str) -> _Quantity | None:
    found = _QUANTITY.fullmatch(value)
    if found is None:
        return None
    try:
        low = Decimal(found[2])
        return _Quantity(found[1], low, Decimal(found[3]) if found[3] else low, found[4] or "")
    except InvalidOperation:
        return None


def _dimension(unit: str) -> str:
    head, slash, per = unit.partition("/")
    if head in _RUPEES:
        head = "rupee"
    return CONVERSIONS.get(head, (head, Decimal(1)))[0] + slash + per


def _same_amount(a: str, b: str) -> bool:
    one, two = _quantity(a), _quantity(b)
    if one is None or two is None:
        return False
    converted = slack = False
    if one.unit != two.unit and one.unit and two.unit:
        if _dimension(one.unit) != _dimension(two.unit):
            same = one.low == two.low and one.high == two.high
            return (
                same and _counted(one) and _counted(two) and (_telling(one) or _one_noun(one.unit, two.unit))
            )
        converted, slack = True, _factor(one.unit) != _factor(two.unit)
    low, high = _reach(a, converted=converted, slack=slack)
    other_low, other_high = _reach(b, converted=converted, slack=slack)
    if one.has_ends and two.has_ends:
        return _meet(low, other_low) and _meet(high, other_high)
    return _meet((low[0], high[1]), (other_low[0], other_high[1]))


def _meet(one: _Interval, other: _Interval) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _counted(quantity: _Quantity) -> bool:
    """Tell what is counted by a noun from what is measured, and from money."""
    return quantity.unit.isalpha() and quantity.unit.islower() and quantity.unit not in CONVERSIONS


def _telling(quantity: _Quantity) -> bool:
    """Tell of a count whether its number is no chance: *118,000 pupils* are *118,000 children*."""
    return len(quantity.low.normalize().as_tuple().digits) >= TELLING_DIGITS


def _one_noun(one: str, two: str) -> bool:
    """Tell *4,000 jobs* and *4,000 posts*, *2,300 people* and *2,300 residents*; both are singular."""
    persons = {one, two} <= PEOPLE | {"employee"} and "person" in (one, two)
    return persons or not synonym_groups(one).isdisjoint(synonym_groups(two))


def _factor(unit: str) -> Decimal:
    return CONVERSIONS.get(unit.partition("/")[0], ("", Decimal(1)))[1]


# By the value as written: to a cache 4.1 and 4.10 are one number.
@lru_cache(maxsize=4096)
def _reach(value: str, *, converted: bool, slack: bool) -> tuple[_Interval, _Interval]:
    """Return what the lower and the upper end of a quantity may stand for, in the base unit if converted."""
    quantity = _quantity(value)
    assert quantity is not None
    factor, between = _factor(quantity.unit) if converted else Decimal(1), CONVERTING if slack else Decimal(0)
    low, high = (_around(end, quantity, between) for end in (quantity.low, quantity.high))
    return (low[0] * factor, low[1] * factor), (high[0] * factor, high[1] * factor)


def _around(end: Decimal, quantity: _Quantity, between: Decimal) -> _Interval:
    """Return what an end may stand for by rounding, by the mark of its quantity and by a change of unit."""
    below = above = max(_rounding(end, quantity.unit), abs(end) * between)
    if quantity.mark == "~":
        below = above = max(below, _about(end))
    elif quantity.mark == ">":
        above = max(above, abs(end) * BEYOND)
    elif quantity.mark == "<":
        below = max(below, abs(end) * BEYOND)
    return end - below, end + above


def _about(value: Decimal) -> Decimal:
    """Return what *about* may hide: about 2,100 is 2,050 to 2,150, about 50 is 45 to 55."""
    exponent = value.normalize().as_tuple().exponent
    last = Decimal(10) ** exponent if isinstance(exponent, int) else Decimal(0)
    return min(abs(value) * ABOUT, last / 2)


def _rounding(value: Decimal, unit: str) -> Decimal:
    """Return half of the last digit written: of a scaled amount, of a decimal, of a share or points."""
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int):
        return Decimal(0)
    if exponent < 0:
        return Decimal(10) ** exponent / 2 * WITHIN
    if unit in _SHARES and ROUNDED_SHARE <= abs(value) < SCALED:
        return WITHIN / 2
    if abs(value) < SCALED:
        return Decimal(0)
    last = Decimal(10) ** value.normalize().as_tuple().exponent  # type: ignore[operator]
    return min(last / 2, abs(value) * ROUNDING) * WITHIN


def _grain(value: str) -> str:
    """Return how fine a date is (`day`, `month`, `year` …), empty where only a name is known."""
    main = value.partition(" ")[0]
    if "/" in main:
        return "range"
    if found := _ISO.fullmatch(main):
        return "day" if found[3] else "month" if found[2] else "year"
    if main in _WEEKDAYS:
        return "weekday"
    if found := re.fullmatch(r"\d{4}-([A-Za-z]+)\d*", main):
        return found[1]
    return ""


def _same_date(a: str, b: str) -> bool:
    (main, _, part), (other, _, other_part) = a.partition(" "), b.partition(" ")
    if part and other_part and part != other_part:
        return False
    if main == other:
        return _ISO.match(main) is not None or main in _WEEKDAYS
    ends, other_ends = main.split("/"), other.split("/")
    if len(ends) != len(other_ends):
        return False
    return all(_same_day(x, y) for x, y in zip(ends, other_ends, strict=True))


def _same_day(a: str, b: str) -> bool:
    if a in _WEEKDAYS or b in _WEEKDAYS:
        return weekday(a) == weekday(b) != ""
    if a.startswith("--") or b.startswith("--"):
        return (
            _ISO.fullmatch(a) is not None and a.lstrip("-").split("-")[-2:] == b.lstrip("-").split("-")[-2:]
            if _grain(a) == _grain(b) == "day"
            else _yearless(a) == _yearless(b)
        )
    if a[:1] in "QH" or b[:1] in "QH":
        return a.rpartition("-")[2] == b.rpartition("-")[2]
    return a == b


def _yearless(value: str) -> str:
    return value[2:] if value.startswith("--") else value[5:] or value


def weekday(value: str) -> str:
    """Return the name of the day of the week that a date's value is, empty where it is no one day."""
    value = value.partition(" ")[0]
    if value in _WEEKDAYS:
        return value
    try:
        return _WEEKDAYS[date.fromisoformat(value).weekday()]
    except ValueError:
        return ""


def _same_time(a: str, b: str) -> bool:
    (clock, _, zone), (other, _, other_zone) = a.partition(" "), b.partition(" ")
    if clock == other and (not zone or not other_zone or zone == other_zone):
        return True
    return any(
        (_minutes(clock) - one) % DAY == (_minutes(other) - two) % DAY
        for one in ZONES.get(zone, ())
        for two in ZONES.get(other_zone, ())
    )


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return 60 * int(hours) + int(minutes)


def _same_quote(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=lambda value: (len(value), value))
    return short.count(" ") + 1 >= QUOTE_WORDS and f" {short} " in f" {long} "


def _same_name(a: str, b: str) -> bool:
    one, two = _name_words(a), _name_words(b)
    if one == two or not one or not two:
        return one == two
    short, long = sorted((one, two), key=lambda words: (len(words), words))
    if len(short) == 1:
        initials = _initials(long)
        return (len(long) > 1 and short[0] == initials and len(initials) > 2) or (
            short[0] == long[-1] and len(long) <= 4 and not any(word in _SMALL_WORDS for word in long)
        )
    if short[-1] != long[-1]:
        return False
    # Ali Malik and Ali Pervaiz Malik, J. D. Vance and James David Vance.
    return short[0] == long[0] or (len(short[0].rstrip(".")) == 1 and short[0][0] == long[0][0])


@lru_cache(maxsize=4096)
def name_handles(value: str) -> frozenset[str]:
    """Return what two names must have in common to be one: the last word, or the initials for it."""
    words = _name_words(value)
    if len(words) < 2:
        return frozenset(words)
    return frozenset((words[-1], _initials(words)))


def _initials(words: Sequence[str]) -> str:
    return "".join(word[0] for word in words if word not in _SMALL_WORDS)


@lru_cache(maxsize=4096)
def _name_words(value: str) -> tuple[str, ...]:
    folded = value.casefold().replace("’", "'")
    return tuple(_ALIASES.get(folded, folded).split())
