"""Figures, money, percentages, dates and times of Chinese copy, and of Japanese where it writes the same.

Values have the forms of `quantities` and `dates`.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from dedupe.facts.model import Fact
from dedupe.facts.values.numbers import MAX_DIGITS, Number, decimal_of, scaling, written
from dedupe.text.characters import CLAUSE_MARKS
from dedupe.text.words import unspaced

if TYPE_CHECKING:
    from collections.abc import Iterable

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_SCALES = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
_CURRENCIES = {
    "美元": "USD",
    "美金": "USD",
    "ドル": "USD",
    "欧元": "EUR",
    "歐元": "EUR",
    "ユーロ": "EUR",
    "英镑": "GBP",
    "人民币": "CNY",
    "元": "CNY",
    "日元": "JPY",
    "円": "JPY",
    "港元": "HKD",
    "港币": "HKD",
    "卢布": "RUB",
    "卢比": "rupee",
    "韩元": "KRW",
}
_UNITS = {
    "人死亡": "dead",
    "人遇难": "dead",
    "人受伤": "injured",
    "人": "person",
    "名": "person",
    "平方公里": "sq km",
    "平方米": "sq m",
    "公里": "km",
    "千米": "km",
    "米": "m",
    "吨": "tonne",
    "公斤": "kg",
    "桶": "barrel",
    "家": "company",
    "个国家": "country",
    "岁": "years old",
    "歳": "years old",
    "架": "aircraft",
    "枚": "piece",
    "辆": "vehicle",
    "艘": "ship",
    "户": "household",
    "栋": "building",
    "次": "time",
    "个": "piece",
}
_DURATIONS = {"年": "year", "个月": "month", "周": "week", "天": "day", "小时": "hour", "分钟": "minute"}
_DAYS = {"前天": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "明天": 1, "后天": 2}
_YEARS = {"前年": -2, "去年": -1, "今年": 0, "明年": 1}
_WEEKS = {"上周": -1, "本周": 0, "这周": 0, "下周": 1}
_WEEKDAYS = {c: n for n, c in enumerate("一二三四五六", 1)} | {"日": 7, "天": 7}
_MORNING = ("上午", "早上", "早", "凌晨", "清晨", "今晨", "中午")
_AFTERNOON = ("下午", "傍晚", "晚上", "晚", "夜", "午後", "午后")
_DAY_NAMES = ("日", "号", "號")
_MARKS = {
    "超过": ">",
    "逾": ">",
    "至少": ">",
    "约": "~",
    "大约": "~",
    "近": "~",
    "将近": "~",
    "不到": "<",
    "最多": "<",
}

_MARKS_BESIDE = CLAUSE_MARKS | {"", ".", "。", "！", "？", "!", "?"}
"""What may stand beside digits that count by themselves, where no character of the script does."""

_NUMBER = (
    rf"(?:\d{{1,{MAX_DIGITS}}}(?:[.,]\d{{1,{MAX_DIGITS}}}){{0,8}}[十百千]?"
    r"|[零〇一二两兩三四五六七八九十百千]{1,12})[多余]?[万萬亿億兆]{0,2}"
)


def _either(names: Iterable[str]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


_HAN = re.compile(
    rf"(?:(?P<year>\d{{4}})年)?(?P<month>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月(?:(?P<day>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})[日号])?"
    rf"|(?P<only>(?:1[5-9]|20)\d\d)年"
    rf"|(?P<ago>{_either(_DAYS)}|{_either(_YEARS)}|{_either(_WEEKS)})(?![一二三四五六])"
    rf"|(?P<side>[上本这下]?)(?:星期|周|礼拜)(?P<weekday>[一二三四五六日天])"
    rf"|(?P<part>{_either((*_MORNING, *_AFTERNOON))})?(?<!\d)(?P<hour>\d{{1,2}})"
    r"(?:(?P<o_clock>[时時])|[点點])(?:(?P<minute>\d{1,2})分|(?P<half>半)|(?P<sharp>[钟鐘])|(?!\d))"
    rf"|(?P<mark>{_either(_MARKS)})?百分之(?P<share>{_NUMBER})"
    rf"|(?P<mark2>{_either(_MARKS)})?(?P<number>{_NUMBER})(?:[-–至到](?P<upper>{_NUMBER}))?"
    rf"(?P<unit>个百分点|[%％]|{_either(_CURRENCIES)}|{_either(_DURATIONS)}|{_either(_UNITS)})?"
)


def has_han(text: str) -> bool:
    """Tell whether the text holds Chinese characters, so that this grammar has work to do."""
    return not text.isascii() and re.search(r"[\u4e00-\u9fff]", text) is not None


def han_values(text: str, day: date | None) -> list[Fact]:
    """Return the facts of Chinese copy in order; digits with nothing Chinese about them are left out.

    What the word after a number counts is known where the tables have it; by any other it is a bare figure.
    """
    facts = []
    for found in _HAN.finditer(text):
        fact = _timed(found) if found["hour"] else _dated(found, day) or _counted(found)
        if fact:
            facts.append(fact)
    return facts


def _fact(found: re.Match[str], value: str) -> Fact:
    return Fact("date", found[0], value, found.start(), found.end())


def _dated(found: re.Match[str], day: date | None) -> Fact | None:
    if found["only"]:
        return _fact(found, found["only"])
    if found["month"]:
        month, number = _small(found["month"]), _small(found["day"]) if found["day"] else None
        year = f"{int(found['year']):04}" if found["year"] else str(day.year) if day else None
        try:
            date(int(year or 2000), month, number or 1)
        except ValueError:
            return None
        return _fact(found, (year or "-") + f"-{month:02}" + (f"-{number:02}" if number else ""))
    if found["ago"]:
        return _fact(found, _ago(found["ago"], day))
    if found["weekday"]:
        number = _WEEKDAYS[found["weekday"]]
        names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
        if day is None:
            return _fact(found, names[number - 1])
        monday = day - timedelta(days=day.weekday())
        weeks = {"上": -1, "下": 1, "本": 0, "这": 0}.get(found["side"])
        if weeks is not None:
            return _fact(found, (monday + timedelta(weeks=weeks, days=number - 1)).isoformat())
        return _fact(found, (day - timedelta(days=(day.isoweekday() - number) % 7)).isoformat())
    return None


def _timed(found: re.Match[str]) -> Fact | None:
    """Read *晚7时20分* as a time of day; *3点* may be points where nothing else says that it is one."""
    hour, minute = int(found["hour"]), int(found["minute"] or (30 if found["half"] else 0))
    told = found["o_clock"] or found["part"] or found["minute"] or found["half"] or found["sharp"]
    if not told:
        return Fact("figure", found["hour"], str(hour), *found.span("hour"))
    if hour > 24 or minute > 59:
        return None
    if found["part"] in _AFTERNOON and hour < 12:
        hour += 12
    return Fact("time", found[0], f"{hour:02}:{minute:02}", *found.span())


def _ago(word: str, day: date | None) -> str:
    if word in _DAYS:
        steps = _DAYS[word]
        if day is None:
            return {-2: "2 day ago", -1: "yesterday", 0: "today", 1: "tomorrow", 2: "2 day on"}[steps]
        return (day + timedelta(days=steps)).isoformat()
    table, unit = (_YEARS, "year") if word in _YEARS else (_WEEKS, "week")
    steps = table[word]
    if day is None:
        return {-2: f"2 {unit} ago", -1: f"last {unit}", 0: f"this {unit}", 1: f"next {unit}"}[steps]
    if unit == "year":
        return str(day.year + steps)
    year, week, _ = (day + timedelta(weeks=steps)).isocalendar()
    return f"{year}-W{week:02}"


def _counted(found: re.Match[str]) -> Fact | None:
    start, end = found.span()
    if found["share"]:
        share = _value(found["share"])
        if share is None:
            return None
        number = Number(start, end, share, share, _MARKS.get(found["mark"] or "", ""))
        return Fact("percent", found[0], written(number, "%"), start, end)
    if not found["number"]:
        return None
    low = _value(found["number"])
    high = _value(found["upper"]) if found["upper"] else low
    unit = found["unit"]
    if low is None or high is None:
        return None
    if unit is None and not set(found["number"]) & set(_SCALES) and not _counts_by_itself(found):
        return None
    if found["upper"] and not set(found["number"]) & set(_SCALES):
        for scale in set(found["upper"]) & set(_SCALES):
            low *= scaling(_SCALES[scale])
    mark = _MARKS.get(found["mark2"] or "", "") or (
        ">" if "多" in found["number"] or "余" in found["number"] else ""
    )
    number = Number(start, end, low, max(low, high), mark)
    if unit in ("%", "％", "个百分点"):
        return Fact("percent", found[0], written(number, "point" if unit == "个百分点" else "%"), start, end)
    if unit in _CURRENCIES:
        return Fact("money", found[0], written(number, _CURRENCIES[unit]), start, end)
    if unit in _DURATIONS:
        return Fact("duration", found[0], written(number, _DURATIONS[unit]), start, end)
    return Fact("figure", found[0], written(number, _UNITS[unit] if unit else ""), start, end)


def _counts_by_itself(found: re.Match[str]) -> bool:
    """Tell the digits of *1200间* from those of a code, a clock, a day or an amount in another script.

    Numerals are not told: most that count nothing by name are parts of words.
    """
    text, start, end = found.string, found.start("number"), found.end()
    if not found["number"].rstrip("多余")[-1].isdecimal():
        return False
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if after[:1] in _DAY_NAMES:
        return False
    opens = before[-1:].isspace() or (before[-1:] in _MARKS_BESIDE and not before[:-1].isdecimal())
    closes = after[:1] in _MARKS_BESIDE and not after[1:].isdecimal()
    amid, ahead = (bool(side) and unspaced(side) for side in (before[-1:], after[:1]))
    return (amid or (ahead and opens)) and (ahead or closes)


def _small(text: str) -> int:
    value = _value(text)
    return int(value) if value is not None else 0


def _value(text: str) -> Decimal | None:
    """Read digits or Chinese numerals with 十百千 and the scales 万 亿 兆."""
    text = text.replace("多", "").replace("余", "")
    scale = Decimal(1)
    while text and text[-1] in _SCALES:
        scale *= scaling(_SCALES[text[-1]])
        text = text[:-1]
    if text and text[0].isdecimal():
        if text[-1] in _TENS:
            scale *= scaling(_TENS[text[-1]])
            text = text[:-1]
        value = decimal_of(text, decimal_comma=False)
        return None if value is None else value * scale
    total = current = 0
    for character in text:
        if character in _TENS:
            total += (current or 1) * _TENS[character]
            current = 0
        else:
            current = current * 10 + _DIGITS[character]
    return Decimal(total + current) * scale
