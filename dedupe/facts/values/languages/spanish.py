"""Spanish: what dates, counts and amounts need."""

from __future__ import annotations

from dedupe.facts.values.languages.model import Language, counted, word_set
from dedupe.text.calendar import MONTHS, calendar_names


def _small() -> dict[str, int]:
    small = counted(
        "cero un dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis "
        "diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco "
        "veintiséis veintisiete veintiocho veintinueve"
    )
    tens = {
        word: 10 * n
        for word, n in counted("treinta cuarenta cincuenta sesenta setenta ochenta noventa", 3).items()
    }
    digits = [(word, n) for word, n in small.items() if 0 < n < 10]
    hundreds = counted(
        "cien doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos "
        "novecientos",
        1,
    )
    return (
        small
        | tens
        | {f"{ten} y {one}": t + n for ten, t in tens.items() for one, n in digits}
        | {word: 100 * n for word, n in hundreds.items()}
    )


SPANISH = Language(
    code="es",
    function_words=word_set("el los las que del una por con para se en la un su y al lo como más"),
    decimal_comma=True,
    small=_small(),
    scales={
        "mil": 1000,
        "docena": 12,
        "millón": 10**6,
        "millones": 10**6,
        "mil millones": 10**9,
        "billón": 10**12,
        "billones": 10**12,
    },
    vague={"decenas": (20, 100), "docenas": (24, 100), "cientos": (200, 1000), "miles": (2000, 10_000)},
    ones=("un", "una"),
    softeners={
        "más de": ">",
        "al menos": ">",
        "por lo menos": ">",
        "menos de": "<",
        "hasta": "<",
        "unos": "~",
        "unas": "~",
        "cerca de": "~",
        "alrededor de": "~",
        "aproximadamente": "~",
        "casi": "~",
    },
    trailers={"o más": ">"},
    months=MONTHS["es"],
    month_is_also_a_word=frozenset(),
    weekdays=calendar_names("lunes martes miércoles jueves viernes sábado domingo"),
    day_parts={},
    relative={
        "anteayer": "day-2",
        "ayer": "day-1",
        "hoy": "day+0",
        "semana pasada": "week-1",
        "esta semana": "week+0",
        "próxima semana": "week+1",
        "mes pasado": "month-1",
        "este mes": "month+0",
        "próximo mes": "month+1",
        "año pasado": "year-1",
        "este año": "year+0",
        "próximo año": "year+1",
    },
    time_units={
        "segundo": "second",
        "segundos": "second",
        "minuto": "minute",
        "minutos": "minute",
        "hora": "hour",
        "horas": "hour",
        "día": "day",
        "días": "day",
        "semana": "week",
        "semanas": "week",
        "mes": "month",
        "meses": "month",
        "año": "year",
        "años": "year",
        "década": "decade",
        "décadas": "decade",
    },
    to=("a",),
    between=("entre", "y"),
    percent={"por ciento": "%", "puntos porcentuales": "point", "puntos básicos": "bp"},
    stop=word_set("el la los las un una de del en y o a al con por para que se su sus es son fue fueron más"),
    future=("será", "serán", "va a", "van a", "previsto", "prevé"),
)
