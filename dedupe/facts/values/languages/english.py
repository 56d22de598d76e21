"""English, with the abbreviations of wire copy (mln, bln) and the scales of South Asia (lakh, crore)."""

from __future__ import annotations

from dedupe.facts.values.languages.model import Language, counted, word_set
from dedupe.text.calendar import MONTHS, calendar_names


def _small() -> dict[str, int]:
    ones = counted(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen"
    )
    tens = {
        word: 10 * n
        for word, n in counted("twenty thirty forty fifty sixty seventy eighty ninety", 2).items()
    }
    small = ones | tens
    digits = [(word, n) for word, n in ones.items() if 0 < n < 10]
    small |= {f"{ten} {one}": t + n for ten, t in tens.items() for one, n in digits}
    return small | {f"{one} hundred": 100 * n for one, n in digits}


ENGLISH = Language(
    code="en",
    function_words=word_set("the of and to in that was for with is on by at from said has he it as"),
    decimal_comma=False,
    small=_small(),
    scales={
        "hundred": 100,
        "thousand": 1000,
        "dozen": 12,
        "lakh": 10**5,
        "lakhs": 10**5,
        "million": 10**6,
        "mln": 10**6,
        "mn": 10**6,
        "crore": 10**7,
        "crores": 10**7,
        "billion": 10**9,
        "bln": 10**9,
        "bn": 10**9,
        "trillion": 10**12,
        "trn": 10**12,
        "tn": 10**12,
    },
    vague={
        "tens": (20, 100),
        "dozens": (24, 100),
        "scores": (40, 100),
        "hundreds": (200, 1000),
        "thousands": (2000, 10_000),
        "millions": (2 * 10**6, 10**7),
        "billions": (2 * 10**9, 10**10),
        "trillions": (2 * 10**12, 10**13),
    },
    ones=("a", "an", "one"),
    softeners={
        "more than": ">",
        "over": ">",
        "above": ">",
        "at least": ">",
        "upwards of": ">",
        "in excess of": ">",
        "no fewer than": ">",
        "no less than": ">",
        "a minimum of": ">",
        "greater than": ">",
        "exceeding": ">",
        "fewer than": "<",
        "less than": "<",
        "under": "<",
        "below": "<",
        "at most": "<",
        "up to": "<",
        "no more than": "<",
        "as many as": "<",
        "as much as": "<",
        "a maximum of": "<",
        "about": "~",
        "around": "~",
        "roughly": "~",
        "approximately": "~",
        "some": "~",
        "an estimated": "~",
        "estimated": "~",
        "nearly": "~",
        "almost": "~",
        "close to": "~",
        "just over": "~",
        "just under": "~",
        "circa": "~",
        "approx.": "~",
    },
    trailers={"or more": ">", "or so": "~", "plus": ">", "or fewer": "<", "or less": "<"},
    months=MONTHS["en"],
    month_is_also_a_word=frozenset({"May", "March", "Mar", "August", "April", "June"}),
    weekdays=calendar_names(
        "Monday/Mon Tuesday/Tue/Tues Wednesday/Wed Thursday/Thu/Thurs Friday/Fri Saturday/Sat Sunday/Sun"
    ),
    day_parts={
        "morning": "morning",
        "afternoon": "afternoon",
        "evening": "evening",
        "night": "night",
    },
    relative={
        "yesterday": "day-1",
        "today": "day+0",
        "tonight": "day+0",
        "tomorrow": "day+1",
        "this morning": "day+0",
        "this afternoon": "day+0",
        "this evening": "day+0",
        "last night": "day-1",
    },
    time_units={
        word: unit
        for unit in ("second", "minute", "hour", "day", "week", "month", "year", "decade", "century")
        for word in (unit, unit + "s")
    }
    | {
        "centuries": "century",
        "yr": "year",
        "yrs": "year",
        "hrs": "hour",
        "mins": "minute",
        "mth": "month",
        "mths": "month",
        "secs": "second",
    },
    to=("to",),
    between=("between", "and"),
    percent={
        "percent": "%",
        "per cent": "%",
        "pct": "%",
        "pc": "%",
        "percentage point": "point",
        "percentage points": "point",
        "pct point": "point",
        "pct points": "point",
        "percent points": "point",
        "basis point": "bp",
        "basis points": "bp",
    },
    stop=word_set(
        "a an the of in on at by for from to with and or but nor as is are was were be been being has have "
        "had do does did will would could should may might must can that this these those which who whom "
        "whose what when where while if then than so not no it its he his him she her they their them we "
        "our us you your i my me into onto over under about after before during between among through until "
        "since per against across along around near out off up down there here also only just each every "
        "both either said says say told added because although though however yet still ago later earlier "
        "vs versus compared last next"
    ),
    future=(
        "will",
        "shall",
        "due to",
        "due on",
        "set to",
        "scheduled",
        "expected to",
        "plans to",
        "planned",
        "planning to",
        "going to",
        "upcoming",
        "ahead of",
        "would",
        "by next",
        "is to ",
        "are to ",
        "was to ",
        "were to ",
        "ordered to ",
    ),
)
