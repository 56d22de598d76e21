"""Figures, money, percentages and durations: a number and what it counts.

Values (see `numbers` for the form): a figure's unit is the one name of what is counted
(`14 dead`, `12 country`, `181 kg`, `34 years old`), money's is the ISO 4217 code with what it is paid
for (`20 USD/barrel`; `rupee` where the country is not said), a percentage's `%` or `point` (basis points
are hundredths of one), a duration's the singular unit of time (`3 week`). Scores and votes are
`2-1`, parts `2/3`.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from dedupe.facts.model import Fact
from dedupe.facts.values import units
from dedupe.facts.values.casualties import casualties, told_before
from dedupe.facts.values.gazetteer import PLACES
from dedupe.facts.values.languages import ENGLISH, GAP, LANGUAGES, Language, any_of, openers
from dedupe.facts.values.numbers import (
    Number,
    literal_end,
    next_word,
    number_at,
    plain,
    range_link,
    ranged,
    softened,
    trailed,
    written,
)
from dedupe.facts.values.phrases import ago

if TYPE_CHECKING:
    from dedupe.facts.model import FactKind
    from dedupe.facts.values.reading import Reading

NOUN_REACH = 4
"""Words after a number among which its noun is sought: adjectives stand between (*18 other countries*)."""

SPELLED_ALONE = 11
"""Spelled numbers below this count only with a noun: *one*, *two* and *ten* alone are pronouns and idiom."""

LEAD = 16
"""Characters before a number in which a word that makes it an age or a rank is sought."""

GROWN = 10
"""Least years of *she was 91*: a smaller number is more often something else."""

STEP = 3
"""Times the first number that the second must be over, after *rose* or *fell*, for the first to be a step."""

CONTEXT_REACH = 60
"""Characters around a number in which the words of a score are sought."""

SCORED = 1000
"""What goals, points and votes of a house are below; above it two numbers are more often something else."""

_HYPHENS = "-‐‑"
_PERCENT_OPENERS = openers(phrase for language in LANGUAGES.values() for phrase in language.percent)
_OWNER_OPENERS = frozenset(re.split(r"[ .]", owner)[0] for owner, _ in units.CURRENCY_OWNERS)
_AFTER_SPECIAL = frozenset("-–/snrt")
_ORDINAL = re.compile(r"(?:st|nd|rd|th)(?![^\W\d_])")
_PAIR = re.compile(r"(\d{1,3})[-–](\d{1,3})(?![\d–-]|[.,]\d|/\d|[ ]?%)")
_OF_ALL = re.compile(r"(\d{1,3})/(\d{1,3})(?![\d/–-])")
_SCORE_WORDS = re.compile(
    r"\b(?:win|wins|won|beat|beats|beaten|los[st]|loses|losing|defeat\w*|draw|drew|lead|led|vot\w+|scor\w+|victory|tied?)\b"
)
_DOLLAR_LETTERS = re.compile(rf"(?<![^\W_]){any_of(units.DOLLARS)}\s?$")
_CODE_BEFORE = re.compile(rf"(?<![^\W_])({any_of(units.CURRENCY_CODES)})\.? ?$")
_OWNED = re.compile(
    rf"{GAP}({any_of({owner for owner, _ in units.CURRENCY_OWNERS})}){GAP}([^\W\d_]+)", re.IGNORECASE
)
_CURRENCY_AFTER = re.compile(rf"(?: (?!. ?\d))?([{''.join(units.CURRENCY_SYMBOLS)}])")
_NAME_BEFORE = re.compile(r"[^\W\d_a-zß-ÿ][^\W\d_]+,\s$")
_HE_WAS = re.compile(r"(?<![^\W_])(?:s?he|who) (?:was|is|turned|had turned) $")
_FULL_STOP = re.compile(r"\.(?!\d)|,(?!\d)")
_APPOSED = re.compile(r",\s[^\W\d_]|,?\swho(?![^\W_])")
_BY = re.compile(r"(?<![^\W_])by \W?$", re.IGNORECASE)
_MOVED = re.compile(
    r"(?<![^\W_])(?:rose|rises|risen|rising|fell|falls|fallen|falling|up|down|gain(?:ed|s|ing)|los(?:t|es|ing)"
    r"|add(?:ed|s|ing)|dropp(?:ed|ing)|climb(?:ed|s|ing)|jump(?:ed|s|ing)|slid|slipp(?:ed|ing)|eas(?:ed|ing)"
    r"|edg(?:ed|ing) (?:up|down)|increas(?:ed|ing)|decreas(?:ed|ing)|surg(?:ed|ing)|tumbl(?:ed|ing)"
    r"|advanc(?:ed|ing)|declin(?:ed|ing)|higher|lower) \W?$",
    re.IGNORECASE,
)
_FROM = ("from", "von", "de", "desde")
_NUMBERED = ("paragraph", "para", "page", "line", "absatz", "zeile", "párrafo", "aragraphe")
_MAGNITUDE = ("magnitude ", "magnitude of ", "stärke ", "magnitud ", "magnitud de ", "magnitude de ")
_RANKING = ("no. ", "number ", "nr. ", "nº ", "n° ")
_SPEEDS = {"km": "km/h", "mile": "mph"}
_SPEEDS_AN_HOUR = frozenset(f"{length}/hour" for length in _SPEEDS)
_OF_CURRENCY = re.compile(rf"{GAP}(?:de |d['’])", re.IGNORECASE)
_DENOMINATORS = {
    f"{word}{s}": below
    for word, below in {
        "half": 2,
        "third": 3,
        "quarter": 4,
        "fourth": 4,
        "fifth": 5,
        "eighth": 8,
        "tenth": 10,
    }.items()
    for s in ("", "s")
}
_PART = re.compile(
    rf"(?:[{_HYPHENS}]({any_of(_DENOMINATORS)})|{GAP}({any_of(_DENOMINATORS)})(?={GAP}of))(?![^\W_])",
    re.IGNORECASE,
)
_OF_A_SCALE = re.compile(rf"{GAP}of{GAP}a{GAP}{any_of(ENGLISH.scales)}(?![^\W_])", re.IGNORECASE)
_CODE_AHEAD = re.compile(r"[^\d\s]{1,4} ?(?=\d)")
_MINUS = re.compile(r"(?<![^\W_])minus $", re.IGNORECASE)
_AN_HOUR = re.compile(r"/h(?:r|our)?(?![^\W_])")
_OF_DEGREES = re.compile(rf"{GAP}(Celsius|Fahrenheit|centigrade|[CF](?![^\W_]))")
_DEGREES = re.compile(r" ?[°º] ?[CF]?(?![^\W_])|C(?![^\W_])")
_POINTS = re.compile(rf"{GAP}?-?points?(?![^\W_])")
_PER = re.compile(rf"{GAP}(?:(?:a|an|each)|(per|pro|por|par)){GAP}([^\W\d_]+)|/([a-z]+)", re.IGNORECASE)
_OLD = re.compile(
    rf"(?:{GAP}|[{_HYPHENS}])(?:old|alt(?:e[mnrs]?)?)(?![^\W_])|{GAP}of age(?![^\W_])", re.IGNORECASE
)
_AGED_IN_GERMAN = re.compile(rf"[{_HYPHENS}]?jährige[mnrs]?(?![^\W_])", re.IGNORECASE)


def currency_before(text: str, pos: int, floor: int) -> tuple[int, str] | None:
    """Return where the currency that stands right before `pos` begins, and its code."""
    at = pos - 1
    if at > floor and text[at] == " ":
        at -= 1
    if at >= floor and text[at] in units.CURRENCY_SYMBOLS:
        code = units.CURRENCY_SYMBOLS[text[at]]
        if text[at] == "$" and (letters := _DOLLAR_LETTERS.search(text[max(floor, at - 5) : at])):
            return at - len(letters[0]), units.DOLLARS[letters[0].strip()]
        return at, code
    if at < floor or not (text[at].isalpha() or text[at] == "."):
        return None
    found = _CODE_BEFORE.search(text[max(floor, pos - 6) : pos])
    return (pos - len(found[0]), units.CURRENCY_CODES[found[1]]) if found else None


def quantity_at(reading: Reading, pos: int, floor: int) -> tuple[Fact | None, int]:
    """Read the quantity whose number begins at `pos`; nothing before `floor` may belong to it.

    Returns the fact, None where the number counts nothing, and where to read on.
    """
    text, language = reading.text, reading.language
    digits = text[pos].isdecimal()
    resume = literal_end(text, pos) if digits else pos
    glued = digits and pos > 0 and text[pos - 1].isalpha()
    currency = currency_before(text, pos, floor) if digits else None
    if digits and currency is None and _belongs_to_a_name(text, pos):
        return None, resume
    if (
        digits
        and currency is None
        and text[resume : resume + 1] in _AFTER_SPECIAL
        and (special := _ordinal_or_score(reading, pos))
    ):
        return special, special.end
    number = number_at(text, pos, language, floor=floor, money=currency is not None)
    if number is None:
        return None, resume
    resume = max(resume, number.end)
    if currency:
        number = number._replace(start=currency[0])
    elif digits and (below := _below_zero(text, pos, floor)):
        number = number._replace(start=pos - below, low=-number.low, high=-number.high)
    elif number.spelled and (part := _PART.match(text, number.end)):
        if _OF_A_SCALE.match(text, part.end()):  # *three-quarters of a million*, read with the scale
            return None, resume
        below = _DENOMINATORS[(part[1] or part[2]).lower()]
        number = softened(text, number.until(part.end()), floor, language)
        value = f"{number.mark}{plain(number.low)}/{below}"
        return Fact("figure", text[number.start : number.end], value, number.start, number.end), number.end
    if digits and currency is None and (score := _told_score(text, number, floor, language)):
        return score, score.end
    number = _with_range(text, number, floor, language, money=currency is not None)
    if currency:
        return _money(text, number, currency[1], Decimal(1), floor, language)
    if percent := _percent_after(text, number.end, language):
        unit, end = percent
        factor = Decimal("0.01") if unit == "bp" else Decimal(1)
        number = _percent_range(text, number.until(end), floor, language)
        return _fact("percent", text, number, "point" if unit == "bp" else unit, floor, language, factor)
    if paid := _currency_after(text, number):
        code, end, factor = paid
        return _money(text, number.until(end), code, factor, floor, language)
    return _figure(reading, number, floor, glued=glued, resume=resume)


def _below_zero(text: str, pos: int, floor: int) -> int:
    """Return the letters before a number that say it is below zero: a sign that joins nothing, or *minus*."""
    if text[pos - 1 : pos] in ("-", "−") and (pos < 2 or text[pos - 2] in " (\n"):
        return 1
    found = _MINUS.search(text[max(floor, pos - 7) : pos])
    return len(found[0]) if found else 0


def _belongs_to_a_name(text: str, pos: int) -> bool:
    """Tell the 7 of G7 and the 16 of F-16; after three lower-case letters it is a space that was lost."""
    before = text[max(0, pos - 3) : pos]
    if not before:
        return False
    if before[-1].isalpha():
        return not (len(before) == 3 and before.isalpha() and before.islower())
    return (
        before[-1] in _HYPHENS + "_#@" and len(before) > 1 and (before[-2].isalnum() or before[-1] in "_#@")
    )


def _ordinal_or_score(reading: Reading, pos: int) -> Fact | None:
    text = reading.text
    if pair := _PAIR.match(text, pos):
        low, high = int(pair[1]), int(pair[2])
        context = text[max(0, pos - CONTEXT_REACH) : pos].lower()
        after = next_word(text, pair.end())
        if low >= high or (_SCORE_WORDS.search(context) and not (after and after[0].lower() in units.UNITS)):
            return Fact("figure", pair[0], f"{low}-{high}", pos, pair.end())
    if part := _OF_ALL.match(text, pos):
        return Fact("figure", part[0], part[0], pos, part.end())
    end = literal_end(text, pos)
    ordinal = _ORDINAL.match(text, end) if text[pos:end].isdecimal() else None
    if ordinal is None:
        return None
    return _ordinal_fact(text, pos, ordinal.end(), text[pos : ordinal.end()])


def _told_score(text: str, number: Number, floor: int, language: Language) -> Fact | None:
    """Read *voted 228 to 191* and *a 3 to 1 win*: two numbers that are no range, and count nothing by name.

    They are none where the second is no larger, unless that is where a change led, and none right after a
    word of voting or winning.
    """
    link = range_link(text, number.end, language)
    if link is None or not link[1] or link[1].lower() not in language.to:
        return None
    second = number_at(text, link.end(), language) if text[link.end() : link.end() + 1].isdecimal() else None
    if second is None or not (_may_be_scored(number) and _may_be_scored(second)):
        return None
    before = text[max(floor, number.start - LEAD) : number.start]
    if before.rstrip().lower().endswith(_FROM):
        return None
    if not _SCORE_WORDS.search(before.lower()) and (
        second.low > number.low or _BY.search(before) or _MOVED.search(before)
    ):
        return None
    after = next_word(text, second.end)
    if (
        (after and after[0].lower() in {"of", *language.time_units})
        or _percent_after(text, second.end, language)
        or _currency_after(text, second)
        or _counted(text, second, language)
    ):
        return None
    value = f"{plain(number.low)}-{plain(second.low)}"
    return Fact("figure", text[number.start : second.end], value, number.start, second.end)


def _may_be_scored(number: Number) -> bool:
    return number.scale == 1 and 0 <= number.low < SCORED and number.low == int(number.low)


def _ordinal_fact(text: str, pos: int, end: int, value: str) -> Fact:
    word = next_word(text, end)
    if word and word[0].islower() and word[0] not in ENGLISH.stop:
        return Fact("figure", text[pos : word[2]], f"{value} {units.singular(word[0])}", pos, word[2])
    return Fact("figure", text[pos:end], value, pos, end)


def ordinal_at(text: str, pos: int, end: int, rank: int) -> Fact | None:
    """Read a spelled ordinal as a figure where it ranks a noun: *fourth person*; None elsewhere."""
    fact = _ordinal_fact(text, pos, end, f"{rank}{'rd' if rank == 3 else 'th'}")
    return fact if fact.end > end else None


def _with_range(text: str, number: Number, floor: int, language: Language, *, money: bool) -> Number:
    link = range_link(text, number.end, language)
    if link is None:
        return number
    at = link.end()
    code = None
    if at < len(text) and (text[at] in units.CURRENCY_SYMBOLS or text[at].isupper()):
        lead = _CODE_AHEAD.match(text, at)
        code = currency_before(text, lead.end(), at) if lead else None
        if code is None or code[0] != at or not money:
            return number
        at = lead.end() if lead else at
    if at >= len(text) or not (text[at].isdecimal() or text[at].isalpha()):
        return number
    before = text[max(floor, number.start - 10) : number.start].rstrip().lower()
    if link[1]:
        joint = link[1].lower()
        if before.endswith(_NUMBERED):  # *in paragraph 4 to 108,000 tonnes*
            return number
        if joint == language.between[1] and not before.endswith(language.between[0]):
            return number
        if joint in language.to and before.endswith(_FROM):
            return number
        if joint == "or" and (code or money or number.end - number.start > 10):
            return number
    if text[at].isalpha() and not number.spelled:
        return number
    second = number_at(text, at, language, floor=at, money=money)
    if second is None or (text[second.end : second.end + 2].strip(_HYPHENS + "–")[:1].isdecimal()):
        return number
    if link[1] and joint in language.to and _is_change(text, number, second, floor, language):
        return number
    return ranged(number, second) or number


def _is_change(text: str, number: Number, second: Number, floor: int, language: Language) -> bool:
    """Tell *rose by six to 45* and *rose $1.10 to $84.50*, a step and where it led, from a range.

    *Rose 5 to 10 percent* is a range, and so is *rose 20 to 30 points*, as far as can be told.
    """
    before = text[max(floor, number.start - LEAD) : number.start]
    if _BY.search(before) is None and (
        _MOVED.search(before) is None or second.high <= STEP * number.high * second.scale
    ):
        return False
    return _percent_after(text, second.end, language) is None


def _percent_after(text: str, end: int, language: Language) -> tuple[str, int] | None:
    at = end + 1 if text[end : end + 1] == " " else end
    if text[at : at + 1] in ("%", "％"):
        points = _POINTS.match(text, at + 1)
        return ("point", points.end()) if points else ("%", at + 1)
    word = next_word(text, end)
    if word is None or word[0].lower() not in _PERCENT_OPENERS:
        return None
    words, ends = word[0].lower(), [word[2]]
    phrases = [(words, word[2])]
    while len(ends) < 3 and (more := next_word(text, ends[-1])):
        words += " " + more[0].lower()
        ends.append(more[2])
        phrases.append((words, more[2]))
    for phrase, stop in reversed(phrases):
        unit = language.percent.get(phrase) or ENGLISH.percent.get(phrase)
        if unit:
            return unit, stop
    return None


def _percent_range(text: str, number: Number, floor: int, language: Language) -> Number:
    """Join `5%–6%`; with a word between, the two are a change, not a range."""
    link = range_link(text, number.end, language)
    if link is None or link[1] or link.end() >= len(text) or not text[link.end()].isdecimal():
        return number
    second = number_at(text, link.end(), language, floor=link.end())
    closed = _percent_after(text, second.end, language) if second else None
    if second is None or closed is None:
        return number
    return ranged(number, second.until(closed[1])) or number


def _currency_after(text: str, number: Number) -> tuple[str, int, Decimal] | None:
    """Return code, end and factor of the currency named after a number."""
    if symbol := _CURRENCY_AFTER.match(text, number.end):
        return units.CURRENCY_SYMBOLS[symbol[1]], symbol.end(), Decimal(1)
    link = _OF_CURRENCY.match(text, number.end) if number.scale > 1 else None
    word = next_word(text, link.end() if link else number.end)
    if word is None:
        return None
    lower = word[0].lower()
    if word[0] in units.CURRENCY_CODES:
        return units.CURRENCY_CODES[word[0]], word[2], Decimal(1)
    if lower in units.CENTS:
        return units.CENTS[lower], word[2], Decimal("0.01")
    if lower in units.CURRENCY_WORDS:
        if lower in units.WORDS_BESIDES and number.low < 1000 and number.low == int(number.low):
            sterling = next_word(text, word[2])
            if not (sterling and sterling[0].lower() == "sterling"):
                return None
            return "GBP", sterling[2], Decimal(1)
        return units.CURRENCY_WORDS[lower], word[2], Decimal(1)
    owned = _OWNED.match(text, number.end) if lower in _OWNER_OPENERS else None
    if owned is None:
        return None
    owner, name = " ".join(owned[1].lower().split()), owned[2].lower()
    if name in units.CENTS:
        code = units.CENTS[name]
        return units.CURRENCY_OWNERS.get((owner, code), code), owned.end(), Decimal("0.01")
    if name not in units.CURRENCY_WORDS:
        return None
    code = units.CURRENCY_WORDS[name]
    return units.CURRENCY_OWNERS.get((owner, code), code), owned.end(), Decimal(1)


def _money(
    text: str, number: Number, code: str, factor: Decimal, floor: int, language: Language
) -> tuple[Fact, int]:
    unit, end = _per(text, number.end, code)
    return _fact("money", text, number.until(end), unit, floor, language, factor)


def _per(text: str, end: int, unit: str) -> tuple[str, int]:
    """Add what each is counted by: *a barrel*, *per day*, `/bbl`."""
    found = _PER.match(text, end)
    if found:
        word = (found[2] or found[3]).lower()
        if found[1] or word in units.PER:
            return f"{unit}/{units.singular(word)}", found.end()
    return unit, end


def _fact(
    kind: FactKind,
    text: str,
    number: Number,
    unit: str,
    floor: int,
    language: Language,
    factor: Decimal = Decimal(1),
) -> tuple[Fact, int]:
    number = softened(text, trailed(text, number, language), floor, language)
    fact = Fact(
        kind, text[number.start : number.end], written(number, unit, factor), number.start, number.end
    )
    return fact, number.end


def _figure(
    reading: Reading, number: Number, floor: int, *, glued: bool, resume: int
) -> tuple[Fact | None, int]:
    text, language = reading.text, reading.language
    number = trailed(text, number, language)
    if not number.spelled and (degrees := _DEGREES.match(text, number.end)):
        scale = "degree F" if degrees[0].endswith("F") else "degree"
        return _fact("figure", text, number.until(degrees.end()), scale, floor, language)
    word = next_word(text, number.end)
    if word and word[1] == number.end and not number.spelled and not _may_be_glued(word[0], number):
        return None, resume
    if word and (unit := language.time_units.get(word[0].lower())):
        return _duration(reading, number.until(word[2]), unit, word[1], floor)
    before = text[max(floor, number.start - LEAD) : number.start]
    if _is_age(text, number, before):
        return Fact(
            "figure",
            text[number.start : number.end],
            f"{plain(number.low)} years old",
            number.start,
            number.end,
        ), resume
    if before.lower().endswith(_MAGNITUDE):
        return _fact("figure", text, number, "magnitude", floor, language)
    counted = None if before.lower().endswith(_RANKING) else _counted(text, number, language)
    if counted is None:
        alone = number.scale != 1 or number.low >= SPELLED_ALONE
        toll = "" if glued else told_before(text, number, floor, language)
        if glued or (number.spelled and not alone and not toll):
            return None, resume
        return _fact("figure", text, number, toll, floor, language)
    noun, end = counted
    number = number.until(end)
    if language is ENGLISH:
        noun = casualties(text, number, noun, floor)
    if noun in _SPEEDS and (an_hour := _AN_HOUR.match(text, end)):
        return _fact("figure", text, number.until(an_hour.end()), _SPEEDS[noun], floor, language)
    if noun == "degree" and (named := _OF_DEGREES.match(text, end)):
        scale = "degree F" if named[1].startswith("F") else "degree"
        return _fact("figure", text, number.until(named.end()), scale, floor, language)
    noun, end = _per(text, end, noun)
    noun = _SPEEDS[noun.removesuffix("/hour")] if noun in _SPEEDS_AN_HOUR else noun
    return _fact("figure", text, number.until(end), noun, floor, language)


def _is_age(text: str, number: Number, before: str) -> bool:
    """Tell *aged 34* and the 34 of *Ana Duarte, 34, said*."""
    if number.low >= 120 or number.low != number.high or number.scale != 1:
        return False
    lower = before.lower()
    if lower.endswith(
        ("aged ", " age ", " age of ", "âgé de ", "âgée de ", "im alter von ", "à l'âge de ", "à l’âge de ")
    ):
        return True
    if number.low >= GROWN and _AGED_IN_GERMAN.match(text, number.end):
        return True
    if number.low >= GROWN and _HE_WAS.search(lower) and _FULL_STOP.match(text, number.end):
        return True
    after_comma = before[-2:-1] == ","
    return (
        after_comma
        and _NAME_BEFORE.search(before) is not None
        and _APPOSED.match(text, number.end) is not None
    )


def _may_be_glued(word: str, number: Number) -> bool:
    """Tell a unit or a lost space (*5km*, *50countries*) from a name's letters (*4G*, *3D*)."""
    name = word if len(word) == 1 else word.lower()
    return name in units.UNITS or (len(word) > 3 and word.islower())


def _duration(reading: Reading, number: Number, unit: str, unit_at: int, floor: int) -> tuple[Fact, int]:
    text, language = reading.text, reading.language
    if old := _OLD.match(text, number.end):
        number = number.until(old.end())
        return _fact(
            "figure", text, number, "years old" if unit == "year" else f"{unit}s old", floor, language
        )
    start = softened(text, number, floor, language).start
    if language is ENGLISH and (before := ago(reading, start, unit_at, plain(number.low))):
        return before, before.end
    return _fact("duration", text, number, unit, floor, language)


def _counted(text: str, number: Number, language: Language) -> tuple[str, int] | None:
    """Return the one name of the noun that a number counts, and where it ends; None where there is none."""
    at = number.end
    singly = number.low == number.high == 1
    for place in range(NOUN_REACH):
        word = next_word(text, at)
        if word is None:
            return None
        lower = word[0].lower()
        hyphenated = text[at] in _HYPHENS
        if place == 0 and lower in ("of", "von", "de"):
            at = word[2]
            continue
        pair = next_word(text, word[2]) if lower in units.UNIT_PAIR_OPENERS else None
        if pair and (unit := units.UNITS.get(f"{lower} {pair[0].lower()}")):
            return unit, pair[2]
        if lower in units.UNITS and (len(lower) > 1 or word[1] - at <= 1):
            return units.UNITS[lower], word[2]
        if lower in language.stop:
            return None
        if lower in units.NOUNS or lower in units.PREDICATES:
            return units.singular(lower), word[2]
        if singly:
            return None
        if language.nouns_are_capitalised:
            if word[0][0].isupper():
                return lower, word[2]
        elif (hyphenated and place == 0 and word[0].islower()) or (
            units.is_plural(lower) and word[0] not in PLACES
        ):
            return units.singular(lower), word[2]
        at = word[2]
    return None
