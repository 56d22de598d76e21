"""What a diff says, chosen and ordered as an editor reads it: the same for every form of report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dedupe.report.legible import legible, legible_spans, shortened
from dedupe.text.sentences import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from dedupe.articles import Article
    from dedupe.facts import Conflict, Diff, Statement

SHARED_SHOWN = 10
"""Statements that all versions share which are shown unless all are asked for: about half a screen."""

TITLE_LENGTH = 120
"""Characters of an article's first words that stand for a title it lacks."""

SETTING_LENGTH = 90
"""Characters of a sentence shown to either side of a value in conflict."""

WEIGHTY, FAIR = 0.54, 0.37
"""Weights from which a statement has three dots or two: the quartiles of the 185 statements that one
version alone gives in the clusters of the desk corpus."""

FIGURES = frozenset({"figure", "money", "percent", "date", "time", "duration"})
NAMES = frozenset({"person", "place", "organisation", "name"})

MarkKind = Literal["figure", "name", "conflict"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a passage to highlight."""

    start: int
    end: int
    kind: MarkKind


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of an article as it is shown: legible, with an ellipsis where its sentence goes on."""

    text: str
    marks: tuple[Mark, ...]
    weight: float


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
    """What one version says in a conflict: the value, and the value in its sentence."""

    version: int
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
    ends = {article.id: _sentence_ends(article.text) for article in diff.versions}

    def passages(statements: Iterable[Statement]) -> tuple[Passage, ...]:
        return tuple(_passage(s, ends[s.version]) for s in statements)

    only = {article.id: passages(diff.only(article.id)) for article in diff.versions}
    news = [s for s in diff.statements if s.kind == "news"]
    shared = sorted(diff.shared, key=lambda s: (-s.weight, s.start))
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
    all_of_them = Section(
        tuple(number.values()),
        len(number),
        passages(shared if every else shared[:SHARED_SHOWN]),
        more=0 if every else max(0, len(shared) - SHARED_SHOWN),
        otherwise="nothing: are these versions of one report?" if several else "nothing",
    )
    return Outline(
        versions=tuple(
            Version(
                number=number[article.id],
                id=legible(article.id),
                title=title_of(article),
                source=legible(article.source or ""),
                published=moment(article.published),
                statements=sum(s.version == article.id for s in news),
                only=len(only[article.id]),
            )
            for article in diff.versions
        ),
        sections=(*alone, *_between(news, number, passages), all_of_them) if several else (all_of_them,),
        conflicts=tuple(_sides(conflict, diff.versions, number) for conflict in diff.conflicts),
        shared=len(shared),
        set_aside=len(diff.statements) - len(news),
    )


def _between(
    news: Sequence[Statement],
    number: Mapping[str, int],
    passages: Callable[[Iterable[Statement]], tuple[Passage, ...]],
) -> list[Section]:
    """Return a section for each group of versions that share what others lack, the weightiest first."""
    groups: dict[tuple[str, ...], list[Statement]] = {}
    for statement in news:
        if statement.version == statement.held_by[0] and 1 < len(statement.held_by) < len(number):
            groups.setdefault(statement.held_by, []).append(statement)
    for group in groups.values():
        group.sort(key=lambda s: (-s.weight, s.start))
    ordered = sorted(groups.items(), key=lambda item: (-item[1][0].weight, [number[id] for id in item[0]]))
    return [
        Section(tuple(number[holder] for holder in holders), len(number), passages(group))
        for holders, group in ordered
    ]


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


def count(number: int, thing: str, things: str | None = None) -> str:
    """Return a number with its noun: `1 article`, `1,204 articles`."""
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"


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


def _sentence_ends(text: str) -> frozenset[int]:
    return frozenset(place for span in sentence_spans(text) for place in span)


def _passage(statement: Statement, ends: frozenset[int]) -> Passage:
    """Return a statement with its figures and names marked."""
    facts = [fact for fact in statement.facts if fact.kind in FIGURES | NAMES]
    spans = [
        (max(fact.start, statement.start) - statement.start, min(fact.end, statement.end) - statement.start)
        for fact in facts
    ]
    text, spans = legible_spans(statement.text, spans)
    before = "" if statement.start in ends else "… "
    after = "" if statement.end in ends else "…"
    marks = (
        Mark(start + len(before), end + len(before), "figure" if fact.kind in FIGURES else "name")
        for (start, end), fact in zip(spans, facts, strict=True)
    )
    return Passage(f"{before}{text}{after}", tuple(marks), statement.weight)


def _sides(
    conflict: Conflict, versions: Sequence[Article], number: Mapping[str, int]
) -> tuple[str, tuple[Side, ...]]:
    """Return the kind of a conflict, and what each version says."""
    texts = {article.id: article.text for article in versions}
    sides = [
        Side(
            number[value.version], legible(value.text), _setting(texts[value.version], value.start, value.end)
        )
        for value in conflict.values
    ]
    return conflict.kind, tuple(sides)


def _setting(text: str, start: int, end: int) -> Passage:
    """Return a value in its sentence, of which only the words around it are kept where it is long."""
    left, right = next(
        ((left, right) for left, right in sentence_spans(text) if left <= start < right), (start, end)
    )
    head, tail = text[left:start], text[end:right]
    if len(head) > SETTING_LENGTH:
        kept = head[-SETTING_LENGTH:]
        head = f"… {kept.partition(' ')[2] or kept}"
    if len(tail) > SETTING_LENGTH:
        kept = tail[:SETTING_LENGTH]
        tail = f"{kept.rpartition(' ')[0] or kept}…"
    value = (len(head), len(head) + end - start)
    shown, [place] = legible_spans(f"{head}{text[start:end]}{tail}", [value])
    return Passage(shown, (Mark(*place, "conflict"),), 1.0)
