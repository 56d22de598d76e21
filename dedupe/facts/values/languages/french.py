"""French: what dates, counts and amounts need."""

from __future__ import annotations

from dedupe.facts.values.languages.model import Language, counted, word_set
from dedupe.text.calendar import MONTHS, calendar_names


def _small() -> dict[str, int]:
    ones = counted(
        "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
        "dix-sept dix-huit dix-neuf"
    )
    small = {word.replace("-", " "): n for word, n in ones.items()} | {"une": 1}
    below_twenty = [(word, n) for word, n in small.items() if n and word != "une"]
    for word, ten in counted("vingt trente quarante cinquante soixante", 2).items():
        reach = 20 if word == "soixante" else 10
        small[word] = 10 * ten
        small |= {f"{word} {one}": 10 * ten + n for one, n in below_twenty if n < reach}
        small[f"{word} et un"] = 10 * ten + 1
    small |= {f"quatre vingt {one}": 80 + n for one, n in below_twenty} | {"quatre vingts": 80, "cent": 100}
    return small | {f"{one} cents": 100 * n for one, n in below_twenty if 1 < n < 10}


FRENCH = Language(
    code="fr",
    function_words=word_set("le les des et est dans une du la en que pour qui sur par au pas ce plus"),
    decimal_comma=True,
    small=_small(),
    scales={
        "mille": 1000,
        "douzaine": 12,
        "million": 10**6,
        "millions": 10**6,
        "milliard": 10**9,
        "milliards": 10**9,
        "md": 10**9,
        "mds": 10**9,
        "billion": 10**12,
        "billions": 10**12,
    },
    vague={
        "dizaines": (20, 100),
        "douzaines": (24, 100),
        "centaines": (200, 1000),
        "milliers": (2000, 10_000),
    },
    ones=("un", "une"),
    softeners={
        "plus de": ">",
        "au moins": ">",
        "moins de": "<",
        "jusqu'à": "<",
        "jusqu’à": "<",
        "environ": "~",
        "près de": "~",
        "quelque": "~",
        "autour de": "~",
        "presque": "~",
    },
    trailers={"ou plus": ">"},
    months=MONTHS["fr"],
    month_is_also_a_word=frozenset(),
    weekdays=calendar_names("lundi mardi mercredi jeudi vendredi samedi dimanche"),
    day_parts={"matin": "morning", "après-midi": "afternoon", "soir": "evening", "nuit": "night"},
    relative={
        "avant-hier": "day-2",
        "hier": "day-1",
        "aujourd'hui": "day+0",
        "aujourd’hui": "day+0",
        "demain": "day+1",
        "semaine dernière": "week-1",
        "cette semaine": "week+0",
        "semaine prochaine": "week+1",
        "mois dernier": "month-1",
        "mois prochain": "month+1",
        "an dernier": "year-1",
        "année dernière": "year-1",
        "cette année": "year+0",
        "année prochaine": "year+1",
        "an prochain": "year+1",
    },
    time_units={
        "seconde": "second",
        "secondes": "second",
        "minute": "minute",
        "minutes": "minute",
        "heure": "hour",
        "heures": "hour",
        "jour": "day",
        "jours": "day",
        "semaine": "week",
        "semaines": "week",
        "mois": "month",
        "an": "year",
        "ans": "year",
        "année": "year",
        "années": "year",
    },
    to=("à",),
    between=("entre", "et"),
    percent={"pour cent": "%", "points de pourcentage": "point", "points de base": "bp"},
    stop=word_set(
        "le la les un une de des du en et ou à au aux avec par pour que qui se sa ses est sont été plus"
    ),
    future=("sera", "seront", "va ", "vont ", "prévu", "devrait"),
)
