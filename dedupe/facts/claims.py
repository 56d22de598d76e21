"""What a version claims: values that another may contradict, and what is said beside them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from dedupe.facts.alignment import COMMONPLACE
from dedupe.facts.values import agree, dimension
from dedupe.facts.values.languages import LANGUAGES
from dedupe.facts.view import MEASURED, PERSONS
from dedupe.text.inflection import base_forms
from dedupe.text.kept import Kept
from dedupe.text.synonyms import synonym_groups

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedupe.facts.given import Given
    from dedupe.facts.model import Fact
    from dedupe.facts.view import View

STEM = 5
"""Letters at their beginning that forms of one word have in common."""

NEAR = 2.0
"""Content words from a value at which a word beside it counts for half of one right next to it."""

LONGEST_JOINT = 5
"""Characters of what joins two ends of a range."""

OPENING = 1
"""Words of a sentence before a date that opens it: *On Monday*."""

SAID_WITHIN = 5
"""Words after such a date within which a word of `SAYING` says that it is the day of that."""

LAST_WORDS = 2
"""Content words before another date among which a word of `SAYING` says so."""

TABLE = 20
"""Measured values of a sentence over which it is a table, whose lines have no stops: which of them are of one
thing is not told by the words beside them. No sentence of the labelled reports has as many."""

WORDS_KEPT = 1 << 14
"""Words of which it is kept what they may stand for."""

_SAYING = """
    said says say saying told tells statement reporters interview announced announces reported reports
    confirmed added
    sagte sagten teilte teilten mitteilte mitteilten erklärte erklärten berichtete
    dijo dijeron informó anunció declaró afirmó dit déclaré annoncé indiqué affirmé
"""
SAYING = frozenset(_SAYING.split())
"""Words that tell that something is said."""

WEEKDAYS = frozenset(name.lower() for language in LANGUAGES.values() for name in language.weekdays)
"""Names of the days of the week, in all languages that are read."""

# What *to* joins is a range, or a step and where it led; a range is one value.
_JOINT = re.compile(r"\s?[-–—/]\s?|\s(?!to\s)\w{1,3}\s")
_MONTH = re.compile(r"(?:\d{4}|-)-\d\d")
_DATELINE = re.compile(r"[^.!?]{0,40}?(?: [-–—]+ |\()")


class Beside(NamedTuple):
    """A content word beside a value: what it may stand for, and what it weighs, near the value and at all."""

    forms: frozenset[str]
    near: float
    weight: float


@dataclass(frozen=True, slots=True, eq=False)
class Claim:
    """A value of a version that another may contradict.

    `unit` is what it counts or measures; `sentence` and `words` are those it stands in and is made of, by
    number; `first` tells whether it is the first of its kind and unit in its version.
    """

    view: View
    fact: Fact
    unit: str
    sentence: int
    words: slice
    first: bool

    @property
    def by_weekday(self) -> bool:
        """Whether it is a day by the name alone that it has in each week."""
        if self.fact.kind != "date" or self.written_out:
            return False
        return not WEEKDAYS.isdisjoint(self.fact.text.lower().split())

    @property
    def written_out(self) -> bool:
        """Whether it is a date by itself (*16 February*, *March*), without the day of the report."""
        month = self.fact.text.isalpha() and _MONTH.fullmatch(self.fact.value) is not None
        return month or any(character.isdigit() for character in self.fact.text)

    @property
    def said(self) -> bool:
        """Whether it is the day on which something was said: *told him on Monday*, *On Monday he said*."""
        view, within = self.view, self.view.words_of[self.sentence]
        if self.words.start - within.start <= OPENING:
            following = range(self.words.stop, min(self.words.stop + SAID_WITHIN, within.stop))
            return not SAYING.isdisjoint(view.keys_in(following))
        before = [i for i in range(within.start, self.words.start) if not (view.small[i] or view.measured[i])]
        spoken = [i for i in before if not view.marked[i + 1 : self.words.start + 1].any()][-LAST_WORDS:]
        return not SAYING.isdisjoint(view.word_keys[i] for i in spoken)


class Setting(NamedTuple):
    """What says what a value is a value of.

    `beside` are the content words of its sentence and `known` all that they may stand for; `leader` is the
    key of the word before it, `values` are the other measured facts of the sentence.
    """

    beside: list[Beside]
    known: frozenset[str]
    leader: str
    values: list[Fact]


def claims(view: View, furniture: frozenset[int], others: Sequence[Given]) -> list[Claim]:
    """Read the values of a version that may be contradicted: those that not every other version gives."""
    ends = [end for _, end in view.sentences]
    joined = _joined(view)
    sentence_of = [bisect_right(ends, fact.start) for fact in view.facts]
    measured = Counter(
        number for fact, number in zip(view.facts, sentence_of, strict=True) if fact.kind in MEASURED
    )
    found: list[Claim] = []
    seen: set[tuple[str, str]] = set()
    for fact, denied, words, sentence in zip(
        view.facts, view.denied, view.fact_words, sentence_of, strict=True
    ):
        if fact.kind in MEASURED:
            key = fact.kind, dimension(fact)
            uncertain = denied or fact.start in joined
            given = uncertain or all(other.has_value(fact) for other in others)
        elif fact.kind in PERSONS and " " in fact.value:
            key = "person", fact.value
            given = key in seen or all(other.has_person(fact) for other in others)
        else:
            continue
        first = key not in seen
        seen.add(key)
        if given or words.start == words.stop or measured[sentence] > TABLE:
            continue
        if sentence not in furniture and not _datelined(view, fact, sentence):
            found.append(Claim(view, fact, dimension(fact), sentence, words, first))
    return found


def setting(claim: Claim) -> Setting:
    """Read what is said beside a value."""
    view, words = claim.view, claim.words
    within, keys = view.words_of[claim.sentence], view.word_keys
    at = slice(within.start, within.stop)
    telling = (~(view.measured[at] | view.small[at])).tolist()
    content = [i for i, tells in zip(within, telling, strict=True) if tells]
    before = bisect_left(content, words.start)
    frequency = view.frequency[view.key_of[content]].tolist() if content else []
    beside = []
    for number, (i, sentences) in enumerate(zip(content, frequency, strict=True)):
        distance = before - number if number < before else number - before + 1
        weight = 1.0 / sentences**COMMONPLACE
        beside.append(Beside(FORMS_OF[keys[i]], weight / (1.0 + distance / NEAR), weight))
    return Setting(
        beside,
        known=frozenset[str]().union(*(word.forms for word in beside)),
        leader=keys[words.start - 1] if words.start > within.start else "",
        values=[
            fact
            for fact, place in zip(view.facts, view.fact_words, strict=True)
            if fact is not claim.fact and fact.kind in MEASURED and place.start in within
        ],
    )


def _forms(key: str) -> frozenset[str]:
    """Return what a word may stand for: words it may be a form of, its beginning, its groups of synonyms."""
    groups = {f"={group}" for group in synonym_groups(key)}
    stem = {f"{key[:STEM]}-"} if len(key) >= STEM else set()
    return frozenset(groups | stem | set(base_forms(key)))


FORMS_OF = Kept(_forms, WORDS_KEPT)
"""What a word may stand for: words that have something of it in common may mean the same."""


def _datelined(view: View, fact: Fact, sentence: int) -> bool:
    """Tell whether a date only says when the report was filed: *Nordvik, 6 February (Agency) - …*."""
    if fact.kind != "date":
        return False
    return sentence == 0 and _DATELINE.match(view.text, fact.end) is not None


def _joined(view: View) -> set[int]:
    """Find the measured values that are one of several (*between 8 and 9*), of what is then uncertain.

    Returns the places at which they begin.
    """
    ends: dict[int, list[Fact]] = defaultdict(list)
    joined = set()
    for fact in view.facts:
        if fact.kind not in MEASURED:
            continue
        for gap in range(LONGEST_JOINT + 1):
            for other in ends.get(fact.start - gap, ()):
                if (
                    other.kind == fact.kind
                    and dimension(other) == dimension(fact)
                    and _JOINT.fullmatch(view.text, other.end, fact.start)
                ):
                    joined |= {other.start, fact.start}
        ends[fact.end].append(fact)
    return joined


def shared(facts: Sequence[Fact], others: Sequence[Fact]) -> list[Fact]:
    """Return the facts, each value once, with which another agrees."""
    once = {(fact.kind, fact.value): fact for fact in facts}
    return [fact for fact in once.values() if any(agree(fact, other) for other in others)]
