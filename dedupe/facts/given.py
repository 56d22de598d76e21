"""Which facts a version gives: what another says is looked up here, whatever form it has."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dedupe.facts.values import agree, dimension, name_handles, vague
from dedupe.facts.view import MEASURED, NAMED, PERSONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dedupe.facts.model import Fact


class Amounts:
    """The amounts of all versions by kind, and which agree: asked once, however many versions give them."""

    def __init__(self) -> None:
        self.known: dict[str, dict[str, Fact]] = defaultdict(dict)
        self.agreeing: dict[tuple[str, str], tuple[str, ...]] = {}

    def like(self, fact: Fact, amount: str) -> tuple[str, ...]:
        """Return the amounts of any version with which a fact of this `amount` agrees."""
        key = fact.kind, amount
        if key not in self.agreeing:
            precise = _precise(fact)
            self.agreeing[key] = tuple(
                other
                for other, value in self.known[fact.kind].items()
                if agree(precise, value) and (vague(precise) or not vague(value))
            )
        return self.agreeing[key]


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """The facts of one version.

    `values` has, by kind, the measured facts that it stands by, by their amounts, and `mentioned` those that
    it names to deny them too; `names` has those of persons, places and organisations by their handles,
    `persons` all that may be of persons, `spelled` how these are; `verdicts` keep what was asked before.
    `amounts` are those of all versions.
    """

    values: dict[str, dict[str, Fact]]
    mentioned: dict[str, dict[str, Fact]]
    names: dict[str, list[Fact]]
    persons: dict[str, list[Fact]]
    spelled: frozenset[str]
    verdicts: dict[tuple[str, str], bool]
    amounts: Amounts

    def has_value(self, fact: Fact) -> bool:
        """Tell whether a measured fact agrees with one of this version.

        *More than 50* is no answer to *53*: a vague value gives a precise one only where the amounts agree.
        *Dozens* give no number, for 33 are dozens and so are 53.
        """
        return bool(self.amounts_like(fact, amount_of(fact)))

    def amounts_like(self, fact: Fact, amount: str, *, denied: bool = False) -> tuple[str, ...]:
        """Return the amounts here with which a fact agrees: none but its own `amount` if that is there.

        What is denied is given where it is denied too, what is told only where it is told.
        """
        values = (self.mentioned if denied else self.values).get(fact.kind, {})
        if amount in values:
            return (amount,)
        return tuple(like for like in self.amounts.like(fact, amount) if like in values)

    def may_mean(self, fact: Fact, whose: Given) -> bool:
        """Tell whether a version's fact may be what this one calls *dozens* of the same thing.

        Dozens that the version speaks of itself, beside the fact, are others.
        """
        counted, own = dimension(fact), whose.values.get(fact.kind, {})
        return counted != "" and any(
            vague(value) and amount not in own and dimension(value) == counted and agree(value, fact)
            for amount, value in self.values.get(fact.kind, {}).items()
        )

    def has_name(self, fact: Fact) -> bool:
        """Tell whether a name agrees with one of this version."""
        return self._has("name", self.names, fact)

    def has_person(self, fact: Fact) -> bool:
        """Tell whether a name that may be a person's agrees with one of this version."""
        return fact.value in self.spelled or self._has("person", self.persons, fact)

    def _has(self, asked: str, names: dict[str, list[Fact]], fact: Fact) -> bool:
        key = asked, fact.value
        if key not in self.verdicts:
            self.verdicts[key] = any(
                agree(fact, name) for handle in name_handles(fact.value) for name in names.get(handle, ())
            )
        return self.verdicts[key]


def given(facts: Sequence[Fact], denied: Sequence[bool], amounts: Amounts) -> Given:
    """Index the facts of a version; `denied` tells of each whether it is named only to deny it.

    `amounts` are those of all versions, to which this one's are added before any is asked for.
    """
    values: dict[str, dict[str, Fact]] = defaultdict(dict)
    mentioned: dict[str, dict[str, Fact]] = defaultdict(dict)
    for fact, unmeant in zip(facts, denied, strict=True):
        if fact.kind in MEASURED:
            amount, precise = amount_of(fact), _precise(fact)
            mentioned[fact.kind][amount] = amounts.known[fact.kind][amount] = precise
            if not unmeant:
                values[fact.kind][amount] = precise
    once = {(fact.kind, fact.value): fact for fact in facts if fact.kind in NAMED | PERSONS}.values()
    spelled = frozenset(fact.value for fact in once if fact.kind in PERSONS)
    return Given(
        dict(values),
        dict(mentioned),
        _by_handle(once, NAMED),
        _by_handle(once, PERSONS),
        spelled,
        verdicts={},
        amounts=amounts,
    )


def _by_handle(facts: Iterable[Fact], kinds: frozenset[str]) -> dict[str, list[Fact]]:
    """Return the names of some kinds by what others must have in common with them to be the same."""
    found: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.kind in kinds:
            for handle in name_handles(fact.value):
                found[handle].append(fact)
    return dict(found)


def _precise(fact: Fact) -> Fact:
    amount = amount_of(fact)
    return fact if amount == fact.value else replace(fact, value=amount)


def amount_of(fact: Fact) -> str:
    """Return a fact's value without the mark of *about*, *more than* or *less than*; *dozens* as it is."""
    return fact.value if vague(fact) else fact.value.lstrip("~<>")
