"""What the numbers of a disaster count: the dead, the injured and the missing, however they are told of.

And what *the number of cases rose to 14* counts, which is told in the same way.
"""

from __future__ import annotations

import re

from dedupe.facts.values import units
from dedupe.facts.values.languages import ENGLISH, GAP, Language
from dedupe.facts.values.numbers import SOFTENER_REACH, Number, softened

CLAIM_REACH = 16
"""Characters before a number of lives in which what claimed them is sought."""

KILLING_REACH = 60
"""Characters before a number of people in which the words of killing are sought."""

TOLL_REACH = 120
"""Characters before a number in which the death toll is named (*the number of dead in the flood rose to*)."""

_KILLED_AFTER = re.compile(
    rf"(?:{GAP}(?:were|was|are|is|have|has|had|been|be|reported|feared|confirmed|reportedly|also|all|now|known|to"
    rf"|thought|believed|still|remain|remained|left|went|gone))*{GAP}(dead|killed|died|dies|die|perished|lost{GAP}(?:his|her|their){GAP}li(?:fe|ves)"
    rf"|injured|wounded|hurt|missing)(?![^\W_])(?!{GAP}or{GAP}(?:dead|injured|wounded|hurt|missing))",
    re.IGNORECASE,
)
_KILLED_BEFORE = re.compile(
    rf"\b(kill(?:ed|ing|s)|death toll(?:{GAP}[a-z]+){{0,4}}|injur(?:ed|ing)|wound(?:ed|ing))$"
)
_AMID = r"(?:[^.,;:!?]|[.,](?=\d)){0,90}?"
_RISING = r"(?:to|at|of|reach|reached|reaches|passed|is|was|stood at|now)"
_TOLL_BEFORE = {
    "en": re.compile(
        r"\b(?:death toll|toll|number of (?:people )?(?:the )?(?:[^\W\d_]+ ){0,3}?"
        r"(dead|died|deaths|killed|victims|missing|injured|wounded))\b"
        rf"{_AMID} {_RISING}$"
    ),
    "de": re.compile(
        rf"\b(?:zahl der (toten|todesopfer|vermissten|verletzten)|opferzahl)\b{_AMID} (?:auf|bei)$"
    ),
    "es": re.compile(
        r"\b(?:cifra|número|saldo|balance) de (muertos|fallecidos|víctimas|desaparecidos|heridos)\b"
        rf"{_AMID} (?:a|en|de)$"
    ),
    "fr": re.compile(rf"\b(?:bilan|nombre de (morts|victimes|disparus|blessés))\b{_AMID} (?:à|de)$"),
}
_NUMBER_OF = re.compile(
    r"\bthe number of (?:[^\W\d_]+ )??(?!has|was|is|as)([^\W\d_]+s|people|children|women|men)\b"
    rf"{_AMID} {_RISING}$"
)
_TOLL_WORDS = ("toll", "number of", "zahl", " de ", "bilan")
_TOLD_BEFORE = re.compile(r"\b(?:to|at|of|reached|passed|is|was|now|auf|bei) \d")
_MISSING = frozenset({"missing", "vermissten", "desaparecidos", "disparus"})
_INJURED = frozenset({"injured", "wounded", "verletzten", "heridos", "blessés"})
_CLAIMED = re.compile(r"\b(?:claim(?:ed|ing|s)|took|takes|taking|cost(?:ing|s)?)$")


def casualties(text: str, number: Number, noun: str, floor: int) -> str:
    """Name the dead and injured as such: *14 people were killed* and *killing 14* count the dead."""
    if noun == "life":
        start = softened(text, number, floor, ENGLISH).start
        return "dead" if _CLAIMED.search(text[max(0, start - CLAIM_REACH) : start].rstrip().lower()) else noun
    if noun in units.PEOPLE and (after := _KILLED_AFTER.match(text, number.end)):
        return _fate(after[1])
    if noun in units.PEOPLE:
        start = softened(text, number, floor, ENGLISH).start
        before = text[max(0, start - KILLING_REACH) : start].rstrip()
        if found := _KILLED_BEFORE.search(before.lower()):
            return _fate(found[1])
    return noun


def told_before(text: str, number: Number, floor: int, language: Language) -> str:
    """Return what the 14 of *the death toll has reached 14* and *the number of cases rose to 14* counts.

    Nothing where neither is named.
    """
    # The pattern is tried at every word; few numbers have such a word before them.
    near = text[max(0, number.start - TOLL_REACH - SOFTENER_REACH) : number.start].lower()
    if language.code not in _TOLL_BEFORE or not any(word in near for word in _TOLL_WORDS):
        return ""
    start = softened(text, number, floor, language).start
    before = text[max(0, start - TOLL_REACH) : start].rstrip().lower()
    found = _TOLL_BEFORE[language.code].search(before)
    if found is None and language is ENGLISH and (counted := _NUMBER_OF.search(before)):
        return "" if _TOLD_BEFORE.search(counted[0]) else units.singular(counted[1])
    if found is None or _TOLD_BEFORE.search(found[0]):
        return ""
    return "missing" if found[1] in _MISSING else "injured" if found[1] in _INJURED else "dead"


def _fate(word: str) -> str:
    word = word.lower()
    if word.startswith(("injur", "wound", "hurt")):
        return "injured"
    return "missing" if word == "missing" else "dead"
