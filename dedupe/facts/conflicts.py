"""Where versions contradict each other: two values for one thing, or words that say the opposite.

A value is in conflict only where no value anywhere in the other version agrees with it, and where what is
said beside the two tells that they are of one thing.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple, cast

from dedupe.facts.claims import claims
from dedupe.facts.counterparts import Heard, counterparts
from dedupe.facts.model import Conflict, ConflictValue, Fact
from dedupe.facts.view import PERSONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dedupe.facts.alignment import Evidence
    from dedupe.facts.claims import Claim
    from dedupe.facts.given import Given
    from dedupe.facts.model import FactKind
    from dedupe.facts.view import View

WORDING = "wording"
"""The kind of a conflict of words that say the opposite; the others are of a kind of fact."""


class Contradiction(NamedTuple):
    """A value, or words, of each of two versions, by the number of the version."""

    version: int
    ours: Fact
    other: int
    theirs: Fact


def contradictions(
    views: Sequence[View],
    evidence: Sequence[Evidence],
    furniture: Sequence[frozenset[int]],
) -> list[Contradiction]:
    """Return what any two versions disagree on: values first, then words that say the opposite.

    `evidence` weighs each version against the others; `furniture` numbers the sentences of each
    version that are no news.
    """
    values = [one.given for one in evidence]
    told = [
        claims(view, furniture[number], values[:number] + values[number + 1 :])
        for number, view in enumerate(views)
    ]
    found: list[Contradiction] = []
    heard = Heard()
    for a, b in combinations(range(len(views)), 2):
        ours = not_given(told[a], values[a], values[b])
        theirs = not_given(told[b], values[b], values[a])
        if ours and theirs:
            likely = counterparts(ours, theirs, heard)
            found += [Contradiction(a, each.one.fact, b, each.other.fact) for each in likely]
    return [*found, *_contrary(views, evidence, furniture)]


def conflicts(views: Sequence[View], found: Iterable[Contradiction]) -> tuple[Conflict, ...]:
    """Join contradictions that have a side in common, in the order of the first version that speaks of it."""
    group_of: dict[tuple[int, int, int], dict[tuple[int, int, int], Fact]] = {}
    for a, one, b, other in found:
        sides = {(a, one.start, one.end): one, (b, other.start, other.end): other}
        sides |= {key: fact for side in sides for key, fact in group_of.get(side, {}).items()}
        group_of |= dict.fromkeys(sides, sides)
    joined = []
    groups = {id(group): group for group in group_of.values()}
    for group in sorted(groups.values(), key=min):
        written = [
            (views[n].article.id, views[n].fact_written(fact)) for (n, _, _), fact in sorted(group.items())
        ]
        values = tuple(
            ConflictValue(version, fact.text, fact.value, fact.start, fact.end) for version, fact in written
        )
        joined.append(Conflict(group[min(group)].kind, values))
    return tuple(joined)


def not_given(claims: Sequence[Claim], here: Given, there: Given) -> list[Claim]:
    """Return the claims of a version that another does not give, nor speaks of as *dozens*."""
    return [
        claim
        for claim in claims
        if not (
            there.has_person(claim.fact)
            if claim.fact.kind in PERSONS
            else there.has_value(claim.fact) or there.may_mean(claim.fact, here)
        )
    ]


def _contrary(
    views: Sequence[View], evidence: Sequence[Evidence], furniture: Sequence[frozenset[int]]
) -> Iterator[Contradiction]:
    """Yield what two versions say that is the opposite of each other, in sentences that are worded alike.

    Where one only says *not* more than the other, both with the words to either side.
    """
    for turn in (turn for one in evidence for turn in one.turns if turn.contrary):
        ours, theirs = turn.ours, turn.theirs
        one, other = views[turn.version], views[turn.other]
        if turn.sentence in furniture[turn.version] or turn.counterpart in furniture[turn.other]:
            continue
        if not ours or not theirs:
            ours = _widened(ours, one.words_of[turn.sentence])
            theirs = _widened(theirs, other.words_of[turn.counterpart])
        yield Contradiction(turn.version, _worded(one, ours), turn.other, _worded(other, theirs))


def _widened(words: range, within: range) -> range:
    """Return words with one more to either side."""
    return range(max(words.start - 1, within.start), min(words.stop + 1, within.stop))


def _worded(view: View, words: range) -> Fact:
    """Return words as one side of a conflict."""
    start, end = view.starts[words.start], view.ends[words.stop - 1]
    kind = cast("FactKind", WORDING)
    return Fact(kind, view.text[start:end], " ".join(view.keys_in(words)), start, end)
