"""Numbers in digits and in words, with their scales, ranges, and what softens them.

A quantity's value is written `[mark]low[..high][ unit]`: the mark is `~` (about), `>` (at least) or
`<` (at most); numbers are plain decimals, scales multiplied out: `~500000000 USD`, `6..8 GW`. Zeros after
the point stay as they were read, for they tell how precise an amount is: `4.10 %` is not `4.14 %`.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from dedupe.facts.values.languages import DASH, GAP, PARTS, Language, any_of

MAX_DIGITS = 24
"""Longer runs of digits name something (an account, a hash); they count nothing."""

SOFTENER_REACH = 24
"""Characters before a number in which its softener is sought: no softener of the tables is longer."""

LITERALS_KEPT = 1 << 12
"""Numbers in digits that are kept as read: a text and its versions repeat theirs."""

WORDS_AHEAD = 64
"""Words after a number that are kept: what it counts, its scale, currency and trailer all ask for them."""

_LITERAL = re.compile(r"\d+(?:[.,'’]\d+|[\u00a0\u202f\u2009]\d{3}(?!\d))*")
_SPACED_THOUSANDS = re.compile(r"\d{1,3}(?: \d{3})+(?:,\d+)?(?![\d,.]*\d)")
_FRACTION = re.compile(r"[ -](\d)/(\d{1,2})(?!\d)")
_VULGAR = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}
_NEXT_WORD = re.compile(rf"(?:{GAP}|[-‐‑])?([^\W\d_]+)")
_IN_SPELLED = re.compile(r"[\s‐‑-]+")
_AND = re.compile(rf"{GAP}(?:and{GAP})?")
_OF = re.compile(rf"{GAP}(?:of|von|de){GAP}")
_SHORT_SCALE = re.compile(r" ?(?:([mMbBkKtT])|(bn|mn|tn))(?![^\W_])")
_COUNTED_IN_SHORT = re.compile(
    r" ?[mk](?= (?:accounts|barrels|cars|children|copies|customers|doses|downloads|followers|homes|"
    r"households|jobs|passengers|people|pounds|readers|residents|shares|subscribers|tonnes|tons|tourists|units|"
    r"users|vehicles|viewers|visitors|voters|votes|workers)\b)"
)
_SHORT_SCALES = {"k": 10**3, "m": 10**6, "b": 10**9, "t": 10**12, "mn": 10**6, "bn": 10**9, "tn": 10**12}


class Number(NamedTuple):
    """A number or range as read at one place: `low` and `high` are equal where it is no range.

    A named tuple, for it is remade as it grows, and that costs a frozen dataclass eight times as much.
    """

    start: int
    end: int
    low: Decimal
    high: Decimal
    mark: str = ""
    scale: Decimal = Decimal(1)
    spelled: bool = False

    def until(self, end: int) -> Number:
        """Return the number with another end: `_replace` takes three times as long."""
        if end == self.end:
            return self
        return Number(self.start, end, self.low, self.high, self.mark, self.scale, self.spelled)


def scaling(factor: int) -> Decimal:
    """Return a scale as what adds no digits to the number that it multiplies: 1.2 million is 1200000."""
    return Decimal(factor).normalize()


def plain(value: Decimal) -> str:
    """Write a decimal without exponent, with the digits after the point that it was read with."""
    return format(value, "f")


def written(number: Number, unit: str, factor: Decimal = Decimal(1)) -> str:
    """Write the value of a quantity in the form this module's head gives."""
    amount = plain(number.low * factor)
    if number.high != number.low:
        amount += f"..{plain(number.high * factor)}"
    return f"{number.mark}{amount} {unit}".rstrip()


def literal_end(text: str, pos: int) -> int:
    """Return where the digits and separators that begin at `pos` end."""
    found = _LITERAL.match(text, pos)
    return found.end() if found else pos


@lru_cache(maxsize=LITERALS_KEPT)
def decimal_of(literal: str, *, decimal_comma: bool) -> Decimal | None:
    """Read digits with their separators; None where they are no one number (`1.2.3`).

    One separator alone before exactly three digits parts thousands or decimals as the
    language has it, save after a leading zero, where it can only be decimal.
    """
    if not literal.isdecimal():
        for space in "'’\u00a0\u202f\u2009 ":
            literal = literal.replace(space, "")
    if len(literal) > MAX_DIGITS:
        return None
    if literal.isdecimal():
        return Decimal(literal)
    marks = [c for c in literal if not c.isdecimal()]
    last = marks[-1]
    head, tail = literal.rsplit(last, 1)
    if len(set(marks)) == 2 and marks.count(last) == 1:
        groups = head.split(marks[0])
        return Decimal("".join(groups) + "." + tail) if _are_thousands(groups) else None
    if len(marks) == 1:
        thousands = "." if decimal_comma else ","
        if len(tail) == 3 and last == thousands and len(head) <= 3 and head.strip("0"):
            return Decimal(head + tail)
        return Decimal(f"{head}.{tail}")
    groups = literal.split(last)
    return Decimal("".join(groups)) if len(set(marks)) == 1 and _are_thousands(groups) else None


def _are_thousands(groups: list[str]) -> bool:
    # South Asian copy groups by two above the thousands: 5,00,000.
    return len(groups[-1]) == 3 and len(groups[0]) <= 3 and all(len(g) in (2, 3) for g in groups[1:])


@lru_cache(maxsize=WORDS_AHEAD)
def next_word(text: str, pos: int) -> tuple[str, int, int] | None:
    """Return the word after `pos` in the same paragraph (past a space or hyphen), its start and end."""
    found = _NEXT_WORD.match(text, pos)
    return (found[1], found.start(1), found.end(1)) if found else None


def number_at(
    text: str, pos: int, language: Language, *, floor: int = 0, money: bool = False
) -> Number | None:
    """Read the number that begins at `pos`, in digits or words, with its scale; no range, no softener.

    Nothing before `floor` may belong to it. With `money`, single letters scale too: `£1.2m`, `$40K`.
    """
    number = _digits(text, pos, language) if text[pos].isdecimal() else _spelled(text, pos, floor, language)
    if number is None:
        return None
    short = _SHORT_SCALE.match(text, number.end)
    # *1.2m* by itself is a length; so many shares are counted.
    if short and (money or (not number.spelled and _COUNTED_IN_SHORT.match(text, number.end))):
        factor = scaling(_SHORT_SCALES[(short[1] or short[2]).lower()])
        value = number.low * factor
        return number._replace(end=short.end(), low=value, high=value, scale=factor)
    return _scaled(text, number, language)


def _digits(text: str, pos: int, language: Language) -> Number | None:
    found = (_SPACED_THOUSANDS.match(text, pos) if language.decimal_comma else None) or _LITERAL.match(
        text, pos
    )
    if found is None:
        return None
    value = decimal_of(found[0], decimal_comma=language.decimal_comma)
    if value is None:
        return None
    end = found.end()
    if (fraction := _FRACTION.match(text, end)) and int(fraction[2]):
        value += Decimal(int(fraction[1])) / Decimal(int(fraction[2]))
        end = fraction.end()
    elif text[end : end + 1] in _VULGAR:
        value += _VULGAR[text[end]]
        end += 1
    return Number(pos, end, value, value)


def _spelled(text: str, pos: int, floor: int, language: Language) -> Number | None:
    found = language.spelled.match(text, pos)
    if found is None:
        return _scale_alone(text, pos, floor, language)
    value = _small(found[0], language)
    end = found.end()
    if value and value % 100 == 0:
        link = _AND.match(text, end)
        rest = language.spelled.match(text, link.end()) if link else None
        if rest and (more := _small(rest[0], language)) < 100:
            value, end = value + more, rest.end()
    return Number(pos, end, Decimal(value), Decimal(value), spelled=True)


def _small(spelled: str, language: Language) -> int:
    return language.small[" ".join(_IN_SPELLED.split(spelled.lower()))]


def _scale_alone(text: str, pos: int, floor: int, language: Language) -> Number | None:
    """Read *a dozen*, *half a million*, *hundreds of*: a scale with no number before it."""
    word = next_word(text, pos)
    if word is None:
        return None
    name = word[0].lower()
    if name in language.vague:
        low, high = language.vague[name]
        number = Number(pos, word[2], Decimal(low), Decimal(high), "~", scale=Decimal(low), spelled=True)
        of = _OF.match(text, number.end)
        further = next_word(text, of.end()) if of else None
        if further and further[0].lower() in language.vague:
            factor = scaling(language.vague[further[0].lower()][0]) / 2  # two are the least that a plural is
            return number._replace(end=further[2], low=number.low * factor, high=number.high * factor)
        return number
    if name not in language.scales:
        return None
    before = text[max(floor, pos - SOFTENER_REACH) : pos]
    one = language.one_before.search(before)
    if one is None:
        return None
    value = PARTS[" ".join(_IN_SPELLED.split(one[1].strip().lower()))] if one[1] else Decimal(1)
    factor = scaling(language.scales[name])
    value *= factor
    return Number(pos - len(one[0]), word[2], value, value, scale=factor, spelled=True)


def _scaled(text: str, number: Number, language: Language) -> Number:
    """Multiply by the scale words that follow: *5 lakh crore* is 5,000,000,000,000."""
    while word := next_word(text, number.end):
        name = word[0].lower()
        two = next_word(text, word[2]) if name in language.pair_openers else None
        pair = f"{name} {two[0].lower()}" if two else ""
        name = pair if pair in language.scales else name
        if name not in language.scales:
            break
        factor = scaling(language.scales[name])
        end = two[2] if two and name == pair else word[2]
        if text[end : end + 1] == "." and name in ("mio", "mrd", "mds", "md"):
            end += 1
        low, high, scale = number.low * factor, number.high * factor, number.scale * factor
        number = number._replace(end=end, low=low, high=high, scale=scale)
    return number


def softened(text: str, number: Number, floor: int, language: Language) -> Number:
    """Take in the softener before (*more than*, *rund*) or after (*or so*, `+`) a number.

    `number.start` is where its currency stands, if it has one; nothing before `floor` is read.
    """
    before = text[max(floor, number.start - SOFTENER_REACH) : number.start]
    bare = before.rstrip()
    folded = bare.lower()
    if folded.endswith(language.softener_endings):
        for phrase in language.softener_endings:
            at = len(folded) - len(phrase)
            if folded.endswith(phrase) and (at == 0 or not folded[at - 1].isalnum()):
                start = number.start - (len(before) - at)
                mark = number.mark or language.softeners[phrase]
                return number._replace(start=max(floor, start), mark=mark)
    if bare.endswith(("~", "≈", ">", "<")):
        mark = "~" if bare[-1] == "≈" else bare[-1]
        return number._replace(start=number.start - (len(before) - len(bare)) - 1, mark=mark)
    return number


def trailed(text: str, number: Number, language: Language) -> Number:
    """Take in `+`, *or more*, *or so* after a number."""
    if text[number.end : number.end + 1] == "+":
        return number._replace(end=number.end + 1, mark=number.mark or ">")
    word = next_word(text, number.end)
    if word and word[0].lower() in language.trailer_openers:
        for phrase, mark in language.trailers.items():
            if text[word[1] : word[1] + len(phrase)].lower() == phrase:
                end = word[1] + len(phrase)
                if not text[end : end + 1].isalnum():
                    return number._replace(end=end, mark=number.mark or mark)
    return number


_RANGE_LINKS: dict[str, re.Pattern[str]] = {}


def range_link(text: str, pos: int, language: Language) -> re.Match[str] | None:
    """Match what joins the ends of a range: a dash, or the language's *to*; *and* is for `between`."""
    following = text[pos : pos + 1]
    if not (following.isspace() or following in DASH):
        return None
    if language.code not in _RANGE_LINKS:
        words = any_of((*language.to, language.between[1], "or"))
        _RANGE_LINKS[language.code] = re.compile(rf"\s?[{DASH}]\s?|{GAP}({words}){GAP}", re.IGNORECASE)
    return _RANGE_LINKS[language.code].match(text, pos)


def ranged(first: Number, second: Number) -> Number | None:
    """Join the ends of a range, None where they make none; the second's scale serves both (*6–8 billion*)."""
    low = first.low
    if first.scale == 1 and low * second.scale < second.high:
        low *= second.scale
    if low >= second.high:
        return None
    return second._replace(start=first.start, low=low, high=second.high, mark=first.mark)
