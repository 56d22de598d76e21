"""What a diff says, chosen and ordered as an editor reads it: the same for every form of report."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dedupe.report.legible import legible, shortened
from dedupe.report.quoting import is_scrap, setting_of, texts_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from dedupe.articles import Article
    from dedupe.facts import Conflict, Diff, Statement
    from dedupe.report.quoting import Passage, Texts

SHARED_SHOWN = 10
"""Statements that all versions share which are shown unless all are asked for: about half a screen."""

TITLE_LENGTH = 120
"""Characters of an article's first words that stand for a title it lacks."""

REWORDINGS_SHOWN = 2
"""Other wordings of a passage that are shown unless all are asked for."""

WEIGHTY, FAIR = 0.54, 0.37
"""Weights from which a statement has three dots or two: the quartiles of the 183 statements that one
version alone gives in the clusters of the desk corpus."""


@dataclass(frozen=True, slots=True)
class Version:
    """The head of a version: `number` counts from 1 in the order of the diff; unknown fields are empty.

    `statements` counts its news, `only` those that no other version gives.
    """

    number: int
    id: str
    title: str
    source: str
    published: str
    statements: int
    only: int


@dataclass(frozen=True, slots=True)
class Side:
    """What versions say in a conflict, all in the same words: the value, and the value in its sentence."""

    versions: tuple[int, ...]
    value: str
    setting: Passage


@dataclass(frozen=True, slots=True)
class Section:
    """What a group of versions share and no other gives, the weightiest passage first.

    `numbers` are theirs, of as many `versions` as there are; `name` is the id of a version by itself.
    `more` counts passages that are not shown; `otherwise` is said where there is none.
    """

    numbers: tuple[int, ...]
    versions: int
    passages: tuple[Passage, ...]
    name: str = ""
    more: int = 0
    otherwise: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """A diff as it is read: who adds what, what some and all share, where they contradict each other.

    `shared` counts the statements that all versions give, `set_aside` those that are furniture.
    """

    versions: tuple[Version, ...]
    sections: tuple[Section, ...]
    conflicts: tuple[tuple[str, tuple[Side, ...]], ...]
    shared: int
    set_aside: int


def outline(diff: Diff, *, every: bool = False) -> Outline:
    """Return what a report of a diff shows; with `every`, all that the versions share."""
    number = {article.id: place for place, article in enumerate(diff.versions, 1)}
    texts = texts_of(diff.versions)

    # Around what versions share, the first one's sentence could say what the others do not.
    only = {article.id: texts.passages(diff.only(article.id), in_context=True) for article in diff.versions}
    news = [s for s in diff.statements if s.kind == "news"]
    shared = diff.shared
    everywhere = [s for s in news if len(s.held_by) == len(number)]
    several = len(diff.versions) > 1
    alone = tuple(
        Section(
            (number[article.id],),
            len(number),
            only[article.id],
            name=legible(article.id),
            otherwise=f"nothing that {'the other lacks' if len(number) == 2 else 'another lacks'}",
        )
        for article in diff.versions
    )
    all_of_them = _shortened(
        tuple(number.values()),
        number,
        everywhere,
        texts,
        every=every,
        most=SHARED_SHOWN,
        otherwise="nothing: are these versions of one report?" if several else "nothing",
    )
    return Outline(
        versions=heads(diff),
        sections=(*alone, *_between(news, number, texts, every=every), all_of_them)
        if several
        else (all_of_them,),
        conflicts=tuple(_sides(conflict, diff.versions, number) for conflict in diff.conflicts),
        shared=len(shared),
        set_aside=len(diff.statements) - len(news),
    )


def heads(diff: Diff) -> tuple[Version, ...]:
    """Return the heads of the versions of a diff."""
    return tuple(
        Version(
            number=number,
            id=legible(article.id),
            title=title_of(article),
            source=legible(article.source or ""),
            published=moment(article.published),
            statements=sum(s.version == article.id and s.kind == "news" for s in diff.statements),
            only=len(diff.only(article.id)),
        )
        for number, article in enumerate(diff.versions, 1)
    )


def _between(
    news: Sequence[Statement], number: Mapping[str, int], texts: Texts, *, every: bool
) -> list[Section]:
    """Return a section for each group of versions that share what others lack, the weightiest first."""
    groups: dict[tuple[str, ...], list[Statement]] = {}
    for statement in news:
        if 1 < len(statement.held_by) < len(number):
            groups.setdefault(statement.held_by, []).append(statement)
    ordered = sorted(
        groups.items(), key=lambda item: (-max(s.weight for s in item[1]), [number[id] for id in item[0]])
    )
    return [
        _shortened(tuple(number[holder] for holder in holders), number, group, texts, every=every)
        for holders, group in ordered
    ]


def _shortened(
    numbers: tuple[int, ...],
    number: Mapping[str, int],
    shared: Sequence[Statement],
    texts: Texts,
    *,
    every: bool,
    most: int | None = None,
    otherwise: str = "",
) -> Section:
    """Return a section of what some versions share; unless all is asked for, without scraps and the last."""
    passages = texts.joined(shared, number)
    shown = passages if every else tuple(p for p in passages if p.rewordings or not is_scrap(p))[:most]
    if not every:
        shown = tuple(replace(p, rewordings=p.rewordings[:REWORDINGS_SHOWN]) for p in shown)
    return Section(numbers, len(number), shown, more=len(passages) - len(shown), otherwise=otherwise)


def heading_of(section: Section) -> tuple[str, tuple[int, ...], str]:
    """Return the heading of a section: words, the numbers of the versions it names, and words."""
    missing = tuple(n for n in range(1, section.versions + 1) if n not in section.numbers)
    if section.versions == 1:
        return "What it says", (), ""
    if not missing:
        return "In both" if section.versions == 2 else "In all", (), ""
    if len(section.numbers) == 1:
        return "Only in", section.numbers, section.name
    if len(missing) < len(section.numbers):
        return "In all but", missing, ""
    return "In", section.numbers, "only"


def dots(weight: float) -> str:
    """Return the short mark for a weight: one dot to three."""
    filled = 1 + (weight >= FAIR) + (weight >= WEIGHTY)
    return "●" * filled + "·" * (3 - filled)


def title_of(article: Article) -> str:
    """Return an article's title, where it has none the first line of its text, cut where it is long."""
    first_line = article.text.lstrip()[: 4 * TITLE_LENGTH].partition("\n")[0]
    return legible(article.title or "") or shortened(legible(first_line), TITLE_LENGTH) or "(empty)"


def moment(published: datetime | None) -> str:
    """Return a date as `2026-02-06 07:52`, without the time where it is midnight; empty where unknown."""
    if published is None:
        return ""
    return f"{published:%Y-%m-%d %H:%M}".removesuffix(" 00:00")


def _sides(
    conflict: Conflict, versions: Sequence[Article], number: Mapping[str, int]
) -> tuple[str, tuple[Side, ...]]:
    """Return the kind of a conflict, and what versions say: once where several say it in the same words."""
    texts = {article.id: article.text for article in versions}
    said: dict[tuple[str, Passage], list[int]] = {}
    for value in conflict.values:
        shown = legible(value.text), setting_of(value, texts[value.version])
        said.setdefault(shown, []).append(number[value.version])
    return conflict.kind, tuple(Side(tuple(who), *shown) for shown, who in said.items())
