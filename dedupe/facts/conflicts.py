"""Where versions contradict each other: two values for one thing, in sentences that say the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dedupe.facts.alignment import lacking
from dedupe.facts.model import Conflict, ConflictValue
from dedupe.facts.values import agree, same_thing
from dedupe.facts.view import MEASURED, STEM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedupe.facts.alignment import Evidence
    from dedupe.facts.model import Fact
    from dedupe.facts.view import View

SAME_STATEMENT = 0.5
"""Share of the words of each of two sentences that the other must have, for their values to be compared."""

SAME_SETTING = 0.5
"""Share of the content words around a value that must stand around the other value too.

With these two, 2 of the 3 contradictions in 17 hand-labelled pairs are found and none is made up;
the third (before or after an announcement) has no value in it.
"""

SETTING = 5
"""Content words to either side of a value that say what it is a value of."""

_JOINT = re.compile(r"\s?[-–—/]\s?|\s\w{1,3}\s")
_WEEKDAY_ALONE = re.compile(r"[a-z]+day(?: \w+)?")


def find_conflicts(views: Sequence[View], evidence: dict[tuple[int, int], Evidence]) -> tuple[Conflict, ...]:
    """Return what the versions disagree on, in the order of the first version that speaks of it.

    `evidence[a, b]` weighs version `a` against version `b`. A value is in conflict only where no
    value anywhere in the other version agrees with it: precision before recall.
    """
    groups: list[dict[tuple[int, int, int], Fact]] = []
    for a in range(len(views)):
        for b in range(a + 1, len(views)):
            for one, other in _between(views[a], views[b], evidence[a, b], evidence[b, a]):
                sides = {(a, one.start, one.end): one, (b, other.start, other.end): other}
                touching = [group for group in groups if group.keys() & sides.keys()]
                for group in touching:
                    sides |= group
                    groups.remove(group)
                groups.append(sides)
    conflicts = []
    for group in sorted(groups, key=min):
        values = tuple(
            ConflictValue(views[number].article.id, fact.text, fact.value, fact.start, fact.end)
            for (number, _, _), fact in sorted(group.items())
        )
        conflicts.append(Conflict(group[min(group)].kind, values))
    return tuple(conflicts)


def _between(a: View, b: View, a_in_b: Evidence, b_in_a: Evidence) -> list[tuple[Fact, Fact]]:
    """Pair the values of two versions that cannot both be true."""
    alone_a = _by_sentence(a, lacking(a.facts, b.facts))
    alone_b = _by_sentence(b, lacking(b.facts, a.facts))
    candidates = []
    for one, facts in alone_a.items():
        for other, others in alone_b.items():
            alike = min(_coverage(a, one, a_in_b, other), _coverage(b, other, b_in_a, one))
            if alike < SAME_STATEMENT:
                continue
            for fact in facts:
                for counterpart in others:
                    setting = _same_setting(a, fact, b, counterpart)
                    if _opposed(fact, counterpart) and setting >= SAME_SETTING:
                        candidates.append((setting, alike, fact, counterpart))
    candidates.sort(key=lambda c: (-c[0], -c[1], c[2].start, c[3].start))
    chosen: list[tuple[Fact, Fact]] = []
    for _, _, fact, counterpart in candidates:
        if all(fact != f and counterpart != c for f, c in chosen):
            chosen.append((fact, counterpart))
    return chosen


def _opposed(fact: Fact, other: Fact) -> bool:
    # Two reports of one event are often filed on different days: weekdays alone do not contradict.
    if fact.kind == "date" and (
        _WEEKDAY_ALONE.fullmatch(fact.value) or _WEEKDAY_ALONE.fullmatch(other.value)
    ):
        return False
    # Tons and short tons: one number in two units is a matter of detail.
    if fact.value.split()[0] == other.value.split()[0]:
        return False
    return fact.kind == other.kind and same_thing(fact, other) and not agree(fact, other)


def _by_sentence(view: View, facts: list[Fact]) -> dict[int, list[Fact]]:
    grouped: dict[int, list[Fact]] = {}
    number = 0
    for fact in sorted(facts, key=lambda fact: fact.start):
        while number + 1 < len(view.sentences) and view.sentences[number][1] <= fact.start:
            number += 1
        if fact.kind in MEASURED and not _joined(view, fact):
            grouped.setdefault(number, []).append(fact)
    return grouped


def _coverage(view: View, sentence: int, evidence: Evidence, other_sentence: int) -> float:
    within = view.words_of[sentence]
    at = slice(within.start, within.stop)
    weight = view.weight[at]
    return (
        float(weight @ evidence.standing[view.key_of[at], other_sentence] / weight.sum()) if within else 0.0
    )


def _joined(view: View, fact: Fact) -> bool:
    """Tell whether a value is one of several (*between 8 and 9*): what it is a value of is then uncertain."""
    text = view.article.text
    return any(
        other.kind == fact.kind
        and (
            (other.end <= fact.start and _JOINT.fullmatch(text[other.end : fact.start]))
            or (fact.end <= other.start and _JOINT.fullmatch(text[fact.end : other.start]))
        )
        for other in view.facts
    )


def _same_setting(a: View, fact: Fact, b: View, other: Fact) -> float:
    """Return how much of the words around two values is the same."""
    one, two = _setting(a, fact), _setting(b, other)
    if not one or not two:
        return float(one == two)
    return len(one & two) / min(len(one), len(two))


def _setting(view: View, fact: Fact) -> frozenset[str]:
    """Return the stems of the content words around a value, within its sentence; values are left out."""
    values = [other for other in view.facts if other.kind in MEASURED]
    for within, (start, end) in zip(view.words_of, view.sentences, strict=True):
        if start <= fact.start < end:
            content = [
                i
                for i in within
                if not view.small[i] and not any(v.start <= view.words[i][0] < v.end for v in values)
            ]
            before = [i for i in content if view.words[i][1] <= fact.start][-SETTING:]
            after = [i for i in content if view.words[i][0] >= fact.end][:SETTING]
            return frozenset(view.keys[view.key_of[i]][:STEM] for i in before + after)
    return frozenset()
