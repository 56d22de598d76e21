"""The facts of a report by version: which version gives each, how it puts it, and who had it first.

Rows as witnesses to one text are collated: what is one in all versions is one row. A typed value is one with
another that agrees with it; two values for one thing share a row too, and the row is contested.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dedupe.facts.model import Cell, Fact, Row, plain
from dedupe.facts.values import agree, dimension, name_handles
from dedupe.thresholds import WEIGHTY_STATEMENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dedupe.articles.model import Article
    from dedupe.facts.model import Aligned, Conflict, Statement

_NAMES = frozenset({"person", "place", "organisation", "name"})
_QUANTITIES = frozenset({"figure", "money", "percent", "duration"})


@dataclass(frozen=True, slots=True)
class FactTable:
    """The facts of a report: `rows` in the order in which they came up, `versions` the ids of the columns."""

    versions: tuple[str, ...]
    rows: tuple[Row, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the table as plain lists and dictionaries, ready for JSON."""
        return {
            "versions": list(self.versions),
            "rows": [
                plain(row) | {"cells": [plain(cell) if cell else None for cell in row.cells]}
                for row in self.rows
            ],
        }


@dataclass(slots=True)
class _Draft:
    """A row that is being filled.

    `cells` go by the number of the version, as do `aligned`: where a version gives the statements that a
    name stands in.
    """

    kind: str
    facts: list[Fact]
    cells: dict[int, Cell]
    weight: float = 0.0
    contested: bool = False
    aligned: dict[int, list[Aligned]] = field(default_factory=dict)


def fact_table(
    versions: Sequence[Article], statements: Sequence[Statement], conflicts: Iterable[Conflict]
) -> FactTable:
    """Collate the facts of a diff: of its versions, statements and conflicts, in their order.

    Rows are the typed values in the news, and the statements that weigh at least `WEIGHTY_STATEMENT`.
    """
    order = {article.id: number for number, article in enumerate(versions)}
    texts = [article.text for article in versions]
    drafts = [_contested(conflict, order) for conflict in conflicts]
    known = _Known(drafts)
    for statement in statements:
        if statement.kind != "news":
            continue
        number = order[statement.version]
        holders = {order[holder] for holder in statement.held_by}
        for fact in statement.facts:
            draft = known.find(fact, number, holders)
            if draft is None:
                draft = _Draft(fact.kind, [fact], {})
                drafts.append(draft)
                known.add(draft, fact)
            draft.weight = max(draft.weight, statement.weight)
            draft.cells.setdefault(
                number, Cell(statement.version, fact.text, fact.value, fact.start, fact.end)
            )
            if fact.kind in _NAMES:
                for place in statement.aligned:
                    draft.aligned.setdefault(order[place.version], []).append(place)
        if statement.weight >= WEIGHTY_STATEMENT and statement.first == statement.version:
            drafts.append(_statement(statement, order, texts))
    for draft in drafts:
        _find_short_names(draft, texts)
    drafts.sort(key=_place)
    return FactTable(tuple(order), tuple(_row(draft, order) for draft in drafts))


class _Known:
    """The values that have a row, to look up whether another has one."""

    def __init__(self, drafts: Iterable[_Draft]) -> None:
        self.at: dict[tuple[int, int, int, str], _Draft] = {}
        self.by_value: dict[tuple[str, str], list[_Draft]] = defaultdict(list)
        self.by_key: dict[tuple[str, str], list[tuple[Fact, _Draft]]] = defaultdict(list)
        for draft in drafts:
            for number, cell in draft.cells.items():
                self.at[number, cell.start, cell.end, draft.kind] = draft
            for fact in draft.facts:
                self.add(draft, fact)

    def add(self, draft: _Draft, fact: Fact) -> None:
        self.by_value[fact.kind, fact.value].append(draft)
        for key in _keys(fact):
            self.by_key[key].append((fact, draft))

    def find(self, fact: Fact, number: int, holders: set[int]) -> _Draft | None:
        """Return the row of a value of a version, equal values before those that merely agree.

        A figure that counts nothing (*12*) says too little by itself: it is the same only where the
        versions in `holders`, that give its statement, have it.
        """
        if place := self.at.get((number, fact.start, fact.end, fact.kind)):
            return place
        bare = fact.kind == "figure" and not dimension(fact)
        for draft in self.by_value.get((fact.kind, fact.value), ()):
            if not bare or not holders.isdisjoint(draft.cells):
                return draft
        for key in _keys(fact):
            for other, draft in self.by_key.get(key, ()):
                # Two amounts in one version are two, however near: more than 50, and 53.
                two = fact.kind in _QUANTITIES and number in draft.cells
                if not two and not (bare and holders.isdisjoint(draft.cells)) and _one(fact, other):
                    return draft
        return None


def _one(fact: Fact, other: Fact) -> bool:
    """Tell whether two values are one: a scrape may have lost the spaces of a quote."""
    if fact.kind == other.kind == "quote" and fact.value.replace(" ", "") == other.value.replace(" ", ""):
        return True
    return agree(fact, other)


def _keys(fact: Fact) -> Iterator[tuple[str, str]]:
    """Yield keys of which two values that agree share at least one."""
    if fact.kind in _NAMES:
        yield from (("name", handle) for handle in sorted(name_handles(fact.value)))
    elif fact.kind in _QUANTITIES:
        yield fact.kind, dimension(fact)
    else:
        yield fact.kind, ""


def _contested(conflict: Conflict, order: dict[str, int]) -> _Draft:
    """Return the row of a conflict: the first value of each version."""
    draft = _Draft(conflict.kind, [], {}, contested=True)
    for value in conflict.values:
        fact = Fact(conflict.kind, value.text, value.value, value.start, value.end)  # type: ignore[arg-type]
        draft.facts.append(fact)
        draft.cells.setdefault(
            order[value.version], Cell(value.version, value.text, value.value, value.start, value.end)
        )
    return draft


def _statement(statement: Statement, order: dict[str, int], texts: Sequence[str]) -> _Draft:
    """Return the row of a statement: where it stands first, and its best place in those that give it too."""
    cells = {
        order[statement.version]: Cell(statement.version, statement.text, "", statement.start, statement.end)
    }
    for place in statement.aligned:
        number = order[place.version]
        words = texts[number][place.start : place.end]
        cells.setdefault(number, Cell(place.version, words, "", place.start, place.end))
    return _Draft("statement", [], cells, statement.weight)


def _find_short_names(draft: _Draft, texts: Sequence[str]) -> None:
    """Find the last word of a name where a version gives its statement: a lone surname is no sure name."""
    for number in sorted(draft.aligned.keys() - draft.cells.keys()):
        last = re.compile(rf"(?<!\w){re.escape(draft.facts[0].text.split()[-1])}(?!\w)")
        for place in draft.aligned[number]:
            if found := last.search(texts[number], place.start, place.end):
                draft.cells[number] = Cell(
                    place.version, found[0], draft.facts[0].value, found.start(), found.end()
                )
                break


def _place(draft: _Draft) -> tuple[int, int, int]:
    """Return where a row comes up first; the whole before what stands in it."""
    number = min(draft.cells)
    return number, draft.cells[number].start, -draft.cells[number].end


def _row(draft: _Draft, order: dict[str, int]) -> Row:
    cells = tuple(draft.cells.get(number) for number in range(len(order)))
    first = draft.cells[min(draft.cells)]
    return Row(draft.kind, first.text, first.version, draft.weight, draft.contested, cells)
