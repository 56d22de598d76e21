"""German: what dates, counts and amounts need."""

from __future__ import annotations

from dedupe.facts.values.languages.model import Language, counted, word_set
from dedupe.text.calendar import MONTHS, calendar_names


def _small() -> dict[str, int]:
    ones = counted(
        "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn "
        "sechzehn siebzehn achtzehn neunzehn"
    )
    tens = {
        word: 10 * n
        for word, n in counted("zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig", 2).items()
    }
    digits = [(word, n) for word, n in ones.items() if 0 < n < 10]
    small = ones | tens | {f"{one}und{ten}": t + n for ten, t in tens.items() for one, n in digits}
    return small | {f"{one}hundert": 100 * n for one, n in digits} | {"hundert": 100}


GERMAN = Language(
    code="de",
    function_words=word_set("der die und den von mit das ist nicht auf für ein eine im dem sich zu des auch"),
    decimal_comma=True,
    small=_small(),
    scales={
        "tausend": 1000,
        "dutzend": 12,
        "million": 10**6,
        "millionen": 10**6,
        "mio": 10**6,
        "milliarde": 10**9,
        "milliarden": 10**9,
        "mrd": 10**9,
        "billion": 10**12,
        "billionen": 10**12,
    },
    vague={"dutzende": (24, 100), "hunderte": (200, 1000), "tausende": (2000, 10_000)},
    ones=("ein", "eine", "einer"),
    softeners={
        "mehr als": ">",
        "über": ">",
        "mindestens": ">",
        "weniger als": "<",
        "unter": "<",
        "bis zu": "<",
        "höchstens": "<",
        "rund": "~",
        "etwa": "~",
        "circa": "~",
        "ca.": "~",
        "ungefähr": "~",
        "knapp": "~",
        "fast": "~",
    },
    trailers={"oder mehr": ">"},
    months=MONTHS["de"],
    month_is_also_a_word=frozenset(),
    weekdays=calendar_names("Montag Dienstag Mittwoch Donnerstag Freitag Samstag/Sonnabend Sonntag"),
    day_parts={
        "morgen": "morning",
        "früh": "morning",
        "vormittag": "morning",
        "nachmittag": "afternoon",
        "abend": "evening",
        "nacht": "night",
    },
    relative={
        "vorgestern": "day-2",
        "gestern": "day-1",
        "heute": "day+0",
        "übermorgen": "day+2",
        "letzte Woche": "week-1",
        "vergangene Woche": "week-1",
        "diese Woche": "week+0",
        "nächste Woche": "week+1",
        "kommende Woche": "week+1",
        "letzten Monat": "month-1",
        "vergangenen Monat": "month-1",
        "nächsten Monat": "month+1",
        "letztes Jahr": "year-1",
        "vergangenes Jahr": "year-1",
        "vergangenen Jahr": "year-1",
        "dieses Jahr": "year+0",
        "nächstes Jahr": "year+1",
        "nächsten Jahr": "year+1",
    },
    time_units={
        "sekunde": "second",
        "sekunden": "second",
        "minute": "minute",
        "minuten": "minute",
        "stunde": "hour",
        "stunden": "hour",
        "tag": "day",
        "tage": "day",
        "tagen": "day",
        "woche": "week",
        "wochen": "week",
        "monat": "month",
        "monate": "month",
        "monaten": "month",
        "jahr": "year",
        "jahre": "year",
        "jahren": "year",
        "jahrzehnte": "decade",
        "jahrzehnten": "decade",
    },
    to=("bis",),
    between=("zwischen", "und"),
    percent={"prozent": "%", "prozentpunkt": "point", "prozentpunkte": "point", "basispunkte": "bp"},
    stop=word_set(
        "der die das den dem des und oder in im am an auf aus bei mit nach seit von vor zu zum zur"
    ),
    future=("wird", "werden", "soll", "sollen", "geplant"),
    nouns_are_capitalised=True,
)
