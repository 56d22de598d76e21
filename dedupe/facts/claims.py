"""What a version claims: values that another may contradict, and what is said beside them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from dedupe.facts.values import agree, dimension
from dedupe.facts.values.languages import LANGUAGES
from dedupe.facts.view import MEASURED, PERSONS
from dedupe.text.kept import Kept
from dedupe.text.synonyms import base_forms, synonym_groups

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedupe.facts.given import Given
    from dedupe.facts.model import Fact
    from dedupe.facts.view import View

STEM = 5
"""Letters at their beginning that forms of one word have in common."""

COMMONPLACE = 0.75
"""A word beside a value counts for one over the sentences of its version that have it, to this power."""

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
    """A value of a version, and what it is a value of.

    fact, unit
        The value, and what it counts or measures.
    sentence, word
        By number: the sentence it stands in, and the first of its words.
    beside, known
        The content words of its sentence, and all that they may stand for.
    leader, follower
        The keys of the words before and after it in its sentence.
    values, names
        The other measured facts and the names of its sentence.
    first
        Whether it is the first of its kind and unit in its version.
    said
        Whether it is the day on which somebody said something.
    """

    fact: Fact
    unit: str
    sentence: int
    word: int
    beside: list[Beside]
    known: frozenset[str]
    leader: str
    follower: str
    values: list[Fact]
    names: list[Fact]
    first: bool
    said: bool

    @property
    def by_weekday(self) -> bool:
        """Whether it is a day by the name that it has in each week."""
        return self.fact.kind == "date" and not WEEKDAYS.isdisjoint(self.fact.text.lower().split())

    @property
    def written_out(self) -> bool:
        """Whether it is a date by itself (*16 February*, *March*), without the day of the report."""
        month = self.fact.text.isalpha() and _MONTH.fullmatch(self.fact.value) is not None
        return month or any(character.isdigit() for character in self.fact.text)


def claims(view: View, furniture: frozenset[int], others: Sequence[Given]) -> list[Claim]:
    """Read the values of a version that may be contradicted: those that not every other version gives."""
    content = (~(view.measured | view.small)).tolist()
    telling = (1.0 / view.frequency**COMMONPLACE).tolist()
    ends = [end for _, end in view.sentences]
    joined = _joined(view)
    of_sentence: dict[int, list[tuple[Fact, slice]]] = defaultdict(list)
    for fact, words in zip(view.facts, view.fact_words, strict=True):
        of_sentence[bisect_right(ends, fact.start)].append((fact, words))
    asserted = set(map(id, view.asserted))
    found: list[Claim] = []
    seen: set[tuple[str, str]] = set()
    for sentence, facts in of_sentence.items():
        for fact, words in facts:
            if fact.kind in MEASURED:
                key = fact.kind, dimension(fact)
                first = key not in seen
                seen.add(key)
                if (
                    id(fact) not in asserted
                    or fact.start in joined
                    or all(other.has_value(fact) for other in others)
                    or _datelined(view, fact, sentence)
                ):
                    continue
            elif fact.kind in PERSONS and " " in fact.value:
                key = "person", fact.value
                first = key not in seen
                seen.add(key)
                if not first or all(other.has_person(fact) for other in others):
                    continue
            else:
                continue
            if sentence in furniture or words.start == words.stop:
                continue
            found.append(_claim(view, sentence, fact, words, facts, content, telling, first=first))
    return found


def _claim(
    view: View,
    sentence: int,
    fact: Fact,
    words: slice,
    facts: list[tuple[Fact, slice]],
    content: list[bool],
    telling: list[float],
    *,
    first: bool,
) -> Claim:
    within, keys = view.words_of[sentence], view.word_keys
    before = [i for i in range(within.start, words.start) if content[i]]
    after = [i for i in range(words.stop, within.stop) if content[i]]
    key_of = view.key_of
    beside = [
        Beside(_FORMS[keys[i]], weight / (1.0 + distance / NEAR), weight)
        for distance, i in [
            *zip(range(len(before), 0, -1), before, strict=True),
            *enumerate(after, 1),
        ]
        for weight in (telling[key_of[i]],)
    ]
    return Claim(
        fact,
        dimension(fact),
        sentence,
        words.start,
        beside,
        known=frozenset[str]().union(*(word.forms for word in beside)),
        leader=keys[words.start - 1] if words.start > within.start else "",
        follower=keys[words.stop] if words.stop < within.stop else "",
        values=[other for other, _ in facts if other is not fact and other.kind in MEASURED],
        names=[other for other, _ in facts if other is not fact and other.kind not in MEASURED | {"quote"}],
        first=first,
        said=fact.kind == "date" and _of_saying(view, within, words, before),
    )


def _forms(key: str) -> frozenset[str]:
    """Return what a word may stand for: words it may be a form of, its beginning, its groups of synonyms."""
    groups = {f"={group}" for group in synonym_groups(key)}
    stem = {f"{key[:STEM]}-"} if len(key) >= STEM else set()
    return frozenset(groups | stem | set(base_forms(key)))


_FORMS = Kept(_forms, WORDS_KEPT)


def forms_of(key: str) -> frozenset[str]:
    """Return what a word may stand for: words that have something of it in common may mean the same."""
    return _FORMS[key]


def _of_saying(view: View, within: range, words: slice, before: list[int]) -> bool:
    """Tell whether a date says when something was said: *told reporters on Monday*, *On Monday he said*."""
    if words.start - within.start <= OPENING:
        following = range(words.stop, min(words.stop + SAID_WITHIN, within.stop))
        return not SAYING.isdisjoint(view.keys_in(following))
    spoken = [i for i in before if not view.marked[i + 1 : words.start + 1].any()][-LAST_WORDS:]
    return not SAYING.isdisjoint(view.word_keys[i] for i in spoken)


def _datelined(view: View, fact: Fact, sentence: int) -> bool:
    """Tell whether a date only says when the report was filed: *Nordvik, 6 February (Agency) - …*."""
    if fact.kind != "date":
        return False
    return sentence == 0 and _DATELINE.match(view.article.text, fact.end) is not None


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
                    and _JOINT.fullmatch(view.article.text, other.end, fact.start)
                ):
                    joined |= {other.start, fact.start}
        ends[fact.end].append(fact)
    return joined


def shared(facts: Sequence[Fact], others: Sequence[Fact]) -> list[Fact]:
    """Return the facts, each value once, with which another agrees."""
    once = {(fact.kind, fact.value): fact for fact in facts}
    return [fact for fact in once.values() if any(agree(fact, other) for other in others)]
