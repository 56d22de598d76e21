"""Which values of two versions are of one thing, so that they contradict each other unless they agree.

Two values of one kind and unit, of which neither version gives the other's, are held against each other by
what is said beside them: words and values that their sentences share, whether each is the only one of its
unit that the other lacks, and how like their digits are: what was told wrongly is mostly a digit or two, or
two that changed places. A logistic model with few coefficients makes log-odds of these.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from dedupe.facts.claims import setting, shared
from dedupe.facts.subjects import (
    at_another_hour,
    at_another_time,
    named_otherwise,
    of_two_sessions,
    told,
    worded_alike,
    worded_otherwise,
)
from dedupe.facts.values import agree, amount, days_apart, same_thing, times_larger, weekday
from dedupe.facts.view import PERSONS, TIMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dedupe.facts.claims import Beside, Claim, Setting
    from dedupe.facts.model import Fact
    from dedupe.facts.subjects import Told

COEFFICIENTS = {
    "near": 1.82,  # words near the values that are the same
    "verbatim": 0.43,  # all words of the sentences are the same
    "values": 1.24,  # values that the sentences share, two at most; a date or time counts little
    "digits": 2.06,  # digits in another order, or half of that: one digit another
    "sole": 0.41,  # one for each that is the only one that the other may be held against, less for more
    "close": 1.32,  # how near they are in size: 1 the same, 0 four times as large
    "best": 0.40,  # no other that either may be held against has more words near it in common
    "only": 2.33,  # the only ones of a unit that few reports count in, or the only days of a fortnight
    "toll": 0.96,  # the first dead, injured or missing that each version counts
    "early": 0.42,  # sentences of the two that stand at the top
    "leader": 0.71,  # the word before is the same
    "bare": -0.45,  # figures that count nothing by name
    "date": -1.05,  # a date that is written out, or a time
    "weekday": -1.03,  # a day of the week
    "person": -1.47,  # names with one word in common
    "other name": -1.17,  # the name nearest to each is not in the other's sentence
}
"""Log-odds that two values are of one thing, by what speaks for and against it.

Logistic regression on 2,032 pairs of values, 108 of them of one thing: those of 130 pairs of versions written
for this (100 are `corpora/contradictions/tuned.jsonl`), of the two labelled samples of updates and of the
sample desk, of all pairs within the events of BASIL and Gedikli, and those that earlier rules had told in
Wikipedia's revisions, read one by one. True pairs of texts not written for it count 1.5 times, those of the
desk twice. What did not help: names that the sentences share, the word after, *about* and *at least*, other
words before the values (a pair is left out for these, see `_of_two_things`), values of one sentence alone.
`benchmarks/counterparts.py` fits them to what of this is in the repository.
"""

INTERCEPT = -4.82

ONE_THING = -0.5
"""Log-odds from which two values are taken to be of one thing.

With a tenth of the reports left out in turn F0.5 lies between 0.65 and 0.68 from -0.7 to 0.1; at -0.5 three
of four that are told are right.
"""

SHARED_MOST = 2
"""Values that two sentences share: more say no more."""

IN_SAME_WORDS = 0.6
"""Share of two sentences that must be worded alike, values aside, for other names or words to tell."""

WHOLE = 0.999
"""Share of the words of two sentences that is all of them."""

EARLY = 3
"""Sentences from the top that tell the report in short."""

SHARED_TIME = 0.3
"""What a shared date or time counts, where a shared figure counts 1: reports of one day share that."""

CLOSE = 4
"""Times the smaller of two amounts at which the larger is not close to it any more."""

TWICE = 2
"""Times the smaller of two values of a rare unit that the larger may be: 1,900 and 2,100, not 40 and 900."""

CLOSE_DAYS = 14
"""Days that may part two dates of one thing."""

LEAST_ONLY = 10
"""Smallest figure of a rare unit that tells: two of this and three of that are in every report."""

CLAIMS_MOST = 200
"""Values of one unit, of a version, that are held against another's: what comes after so many is a table."""

ALONE = 2.0
"""What *sole* counts where neither value may be held against another than the one beside it."""

PRICE_MOST = 1000
"""Money below which it is a price on a market, which moves by the hour; a deal is of more."""

COMMON = frozenset({"person", "piece", "time", "years old", "company", "%", ""})
"""What any report counts: to be the only one of such a unit says little."""

TOLLS = frozenset({"dead", "injured", "missing"})
"""What a report of a disaster counts first."""

UNLIKE = 1.5
"""How many times larger one of two values is taken to be that are no amounts."""

MOSTLY = 0.6
"""Share of the words near two values that must be the same for what differs to tell of two things."""

_DIGITS = re.compile(r"\d+")
_POINT = re.compile(r"\d\.\d")


class Counterparts(NamedTuple):
    """A claim of each of two versions, and how likely they are of one thing.

    `because` has what speaks for and against it, by the names in `COEFFICIENTS`.
    """

    odds: float
    one: Claim
    other: Claim
    because: dict[str, float]


class Heard:
    """What is said beside each claim, and what its sentence speaks of: read once for any number of others."""

    def __init__(self) -> None:
        self.beside = cache(setting)
        self.told = cache(told)


def counterparts(ours: Sequence[Claim], theirs: Sequence[Claim], heard: Heard) -> list[Counterparts]:
    """Return the claims of two versions that are likely of one thing, each once, likeliest first.

    `ours` are those of a version that the other does not give, and the other way round.
    """
    likely = compared(ours, theirs, heard)
    likely.sort(key=lambda c: (-c.odds, c.one.fact.start, c.other.fact.start))
    taken: set[int] = set()
    chosen = []
    for candidate in likely:
        sides = {id(candidate.one), id(candidate.other)}
        if taken.isdisjoint(sides):
            taken |= sides
            chosen.append(candidate)
    return chosen


def compared(
    ours: Sequence[Claim], theirs: Sequence[Claim], heard: Heard, least: float = ONE_THING
) -> list[Counterparts]:
    """Return the claims of two versions that may be of one thing, with log-odds of `least` or more."""
    read, tell = heard.beside, heard.told
    mine, comparable = _by_measure(ours), _by_measure(theirs)
    pairs = [
        (one, other, _close(one.fact, other.fact), *_overlap(read(one), read(other)))
        for measure, claims in mine.items()
        for one in claims[:CLAIMS_MOST]
        for other in comparable[measure][:CLAIMS_MOST]
        if _opposed(one, other)
    ]
    choices = Counter(id(claim) for one, other, close, *_ in pairs if close > 0 for claim in (one, other))
    nearest: dict[int, float] = defaultdict(float)
    for one, other, _, near, _ in pairs:
        for claim in (one, other):
            nearest[id(claim)] = max(nearest[id(claim)], near)
    found = []
    for one, other, close, near, sentence in pairs:
        kind, unit = one.fact.kind, one.unit
        values, unshared = _shared(read(one), read(other))
        sole = ALONE - sum(math.log2(max(1, choices[id(claim)])) for claim in (one, other))
        because = {
            "near": near,
            "verbatim": float(sentence > WHOLE),
            "values": values,
            "digits": _digits_alike(one.fact, other.fact),
            "sole": sole,
            "close": close,
            "best": float(near == nearest[id(one)] == nearest[id(other)] > 0),
            "only": float(sole == ALONE and _few_of(one, other, near)),
            "toll": float(unit in TOLLS and one.first and other.first),
            "early": float((one.sentence < EARLY) + (other.sentence < EARLY)),
            "leader": float(read(one).leader == read(other).leader != ""),
            "bare": float(kind == "figure" and unit == ""),
            "date": float(kind in TIMES and not one.by_weekday),
            "weekday": float(one.by_weekday),
            "person": float(kind in PERSONS),
            "other name": 0.0,
        }
        if _odds(because) < least:  # what takes longer to tell only speaks against it
            continue
        first, second = (tell(claim.view, claim.sentence) for claim in (one, other))
        if near >= MOSTLY and (
            _of_two_times(one, first, second, unshared) or _of_two_things(one, other, first, second)
        ):
            continue
        because["other name"] = float(kind not in PERSONS and _named_otherwise(one, other, first, second))
        if (odds := _odds(because)) >= least:
            found.append(Counterparts(odds, one, other, because))
    return found


def _odds(because: dict[str, float]) -> float:
    return INTERCEPT + sum(COEFFICIENTS[name] * value for name, value in because.items())


def _of_two_times(one: Claim, first: Told, second: Told, unshared: float) -> bool:
    """Tell whether two sentences in like words tell of two times: *2.1% in May*, a market at noon.

    Then their values, the times among them, are both so. A toll grows, and is the same.
    """
    if one.fact.kind in TIMES:
        return unshared > 0
    if one.unit in TOLLS:
        return False
    quoted = one.fact.kind in ("money", "percent") or one.unit in ("point", "")
    if at_another_time(first, second) or (quoted and at_another_hour(first, second)):
        return True
    price = one.fact.kind != "money" or amount(one.fact) < PRICE_MOST
    return quoted and price and of_two_sessions(first.view, second.view)


def _by_measure(claims: Iterable[Claim]) -> dict[tuple[str, str], list[Claim]]:
    found: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        found[_measure_of(claim)].append(claim)
    return found


def _measure_of(claim: Claim) -> tuple[str, str]:
    """Return what only claims that are the same in can be of one thing."""
    return ("person", "") if claim.fact.kind in PERSONS else (claim.fact.kind, claim.unit)


def _opposed(one: Claim, other: Claim) -> bool:
    """Tell whether two values cannot both be true if they are of one thing."""
    a, b = one.fact, other.fact
    if a.kind in PERSONS and b.kind in PERSONS:
        return "person" in (a.kind, b.kind) and _one_word_apart(a.value, b.value)
    if a.kind != b.kind or agree(a, b):
        return False
    if a.kind == "date" and not (one.written_out and other.written_out):
        # Reports of one event are filed on different days: "last night" alone contradicts nothing, nor does
        # the "Monday" on which somebody said it. A weekly means another day by *Tuesday night*.
        days = {weekday(claim.fact.value) for claim in (one, other) if claim.by_weekday and not claim.said}
        return len(days) == 2 and "" not in days
    # Tons and short tons: one number in two units is a matter of detail.
    if a.value.split()[0] == b.value.split()[0]:
        return False
    bare = a.kind == "figure" and one.unit == other.unit == ""
    return same_thing(a, b) or (bare and not (amount(a).is_nan() or amount(b).is_nan()))


def _one_word_apart(a: str, b: str) -> bool:
    """Tell whether two names of persons differ by one of their words alone."""
    ours, theirs = a.casefold().split(), b.casefold().split()
    if len(ours) != len(theirs) or len(ours) < 2:
        return False
    return [one == other for one, other in zip(ours, theirs, strict=True)].count(False) == 1


def _of_two_things(one: Claim, other: Claim, first: Told, second: Told) -> bool:
    """Tell whether two sentences say one thing of two: *Anglo fell* and *Glencore fell*."""
    if one.fact.kind in PERSONS or (one.unit in TOLLS and one.first and other.first):
        return False
    return worded_alike(first, second) >= IN_SAME_WORDS and (
        _named_otherwise(one, other, first, second)
        or worded_otherwise(first, one.words.start, second, other.words.start)
    )


def _named_otherwise(one: Claim, other: Claim, first: Told, second: Told) -> bool:
    return named_otherwise(first, one.words.start, second, other.words.start)


def _shared(one: Setting, other: Setting) -> tuple[float, float]:
    """Return how many other values two sentences share, and how many each of them has of its own."""
    both = shared(one.values, other.values)
    values = sum(SHARED_TIME if fact.kind in TIMES else 1.0 for fact in both)
    own = min(len(one.values), len(other.values)) - len(both)
    return min(values, float(SHARED_MOST)), float(max(0, min(own, SHARED_MOST)))


def _overlap(one: Setting, other: Setting) -> tuple[float, float]:
    """Return how much of the words near two values, and of all in their sentences, is the same."""
    (near, whole), (near_other, whole_other) = _held(one.beside, other.known), _held(other.beside, one.known)
    return (near + near_other) / 2, (whole + whole_other) / 2


def _held(beside: Sequence[Beside], known: frozenset[str]) -> tuple[float, float]:
    near = whole = near_held = whole_held = 0.0
    for word in beside:
        near += word.near
        whole += word.weight
        if not known.isdisjoint(word.forms):
            near_held += word.near
            whole_held += word.weight
    return (near_held / near, whole_held / whole) if whole else (0.0, 0.0)


def _few_of(one: Claim, other: Claim, near: float) -> bool:
    """Tell whether two values are of like size and of a rare unit, or two days of a fortnight."""
    a, b = one.fact, other.fact
    if a.kind == "date":
        return one.written_out and (days := days_apart(a, b)) is not None and days <= CLOSE_DAYS
    if one.unit in COMMON or times_larger(a, b) > TWICE:
        return False
    if a.kind == "money":
        return "/" in one.unit
    return a.kind == "figure" and min(amount(a), amount(b)) >= LEAST_ONLY and near > 0


def _digits_alike(a: Fact, b: Fact) -> float:
    """Tell of amounts whether they have the same digits in another order (1), or one digit differs (½).

    Of names how much of their letters is the same.
    """
    if a.kind in TIMES:
        return 0.0
    if a.kind in PERSONS:
        return SequenceMatcher(None, a.value, b.value, autojunk=False).ratio()
    if a.value.partition(" ")[2] != b.value.partition(" ")[2]:
        return 0.0
    ours, theirs = (_digits(fact.value.partition(" ")[0]) for fact in (a, b))
    if len(ours) != len(theirs) or len(ours) < 2:
        return 0.0
    if sorted(ours) == sorted(theirs):
        return 1.0
    return 0.5 if sum(one != other for one, other in zip(ours, theirs, strict=True)) == 1 else 0.0


def _digits(amount: str) -> str:
    """Return the digits of an amount without the zeros of its scale; after a point all of them tell."""
    digits = "".join(_DIGITS.findall(amount))
    return digits if _POINT.search(amount) else digits.rstrip("0")


def _close(a: Fact, b: Fact) -> float:
    apart = times_larger(a, b)
    times = float(apart) if apart.is_finite() else UNLIKE
    return max(0.0, 1.0 - math.log(times) / math.log(CLOSE))
