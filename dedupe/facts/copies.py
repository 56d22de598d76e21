"""Versions that say the very same, which are compared once: what is told of one is told of each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from dedupe.facts.model import Aligned
from dedupe.facts.view import view

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from dedupe.articles.model import Article
    from dedupe.facts.model import Conflict, Statement
    from dedupe.facts.view import View

VERSIONS_MOST = 12
"""Texts of a report that a page or a command compares unless told otherwise: more cannot be read beside each
other, and the time that a diff takes grows with the square of their number."""


def chosen(versions: Iterable[Article], most: int = VERSIONS_MOST) -> tuple[list[Article], list[Article]]:
    """Return the versions to compare, the first of each text and `most` at most, and the others."""
    texts: set[str] = set()
    compared: list[Article] = []
    others: list[Article] = []
    for article in versions:
        new = article.text not in texts and len(compared) < most
        (compared if new else others).append(article)
        texts.add(article.text)
    return compared, others


def read_once(versions: Sequence[Article]) -> tuple[list[View], list[list[int]]]:
    """Read what differs: return each text once, and the numbers of its versions."""
    views: list[View] = []
    copies: list[list[int]] = []
    known: dict[str, dict[date | None, int]] = defaultdict(dict)
    for number, article in enumerate(versions):
        day = article.published.date() if article.published else None
        days = known[article.text]
        if day not in days:
            one = view(article)
            # A week later the same words name another Monday.
            days[day] = next((n for n in days.values() if views[n].facts == one.facts), len(views))
            if days[day] == len(views):
                views.append(one)
                copies.append([])
        copies[days[day]].append(number)
    return views, copies


class Copies:
    """The versions of a diff, of which only the first of each text was compared.

    Told of the others is what was found of the first, with every version in the place of its text.
    """

    def __init__(self, versions: Sequence[Article], copies: Sequence[Sequence[int]]) -> None:
        self.ids = [article.id for article in versions]
        self.order = {name: number for number, name in enumerate(self.ids)}
        self.of = {self.ids[numbers[0]]: [self.ids[n] for n in numbers] for numbers in copies}
        self.holders: dict[tuple[str, ...], tuple[str, ...]] = {}

    def statements(self, found: Iterable[Statement]) -> list[Statement]:
        """Return the statements of every version, from those of the versions that were compared."""
        told: dict[str, list[Statement]] = {name: [] for name in self.ids}
        for statement in found:
            held_by = self._all_of(statement.held_by)
            own = Aligned(statement.version, statement.start, statement.end, 1.0)
            places = [
                replace(place, version=name)
                for place in ([own, *statement.aligned] if any(map(str.isalnum, statement.text)) else ())
                for name in self.of[place.version]
            ]
            places.sort(key=lambda place: self.order[place.version])
            for name in self.of[statement.version]:
                told[name].append(
                    replace(
                        statement,
                        version=name,
                        held_by=held_by,
                        first=held_by[0],
                        aligned=tuple(place for place in places if place.version != name),
                    )
                )
        return [statement for statements in told.values() for statement in statements]

    def conflicts(self, found: Iterable[Conflict]) -> tuple[Conflict, ...]:
        """Return the conflicts with what every version says, in the order of the versions."""
        told = []
        for conflict in found:
            values = [replace(v, version=name) for v in conflict.values for name in self.of[v.version]]
            values.sort(key=lambda value: (self.order[value.version], value.start, value.end))
            told.append(replace(conflict, values=tuple(values)))
        return tuple(told)

    def _all_of(self, versions: tuple[str, ...]) -> tuple[str, ...]:
        if versions not in self.holders:
            names = [name for version in versions for name in self.of[version]]
            self.holders[versions] = tuple(sorted(names, key=self.order.__getitem__))
        return self.holders[versions]
