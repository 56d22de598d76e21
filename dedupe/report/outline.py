"""What a diff says, chosen and ordered as an editor reads it: the same for every form of report."""

from __future__ import annotations

import sys
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from dedupe.report.legible import legible, legible_spans, shortened
from dedupe.report.rewording import other_words
from dedupe.text.sentences import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from dedupe.articles import Article
    from dedupe.facts import Conflict, ConflictValue, Diff, Statement

SHARED_SHOWN = 10
"""Statements that all versions share which are shown unless all are asked for: about half a screen."""

TITLE_LENGTH = 120
"""Characters of an article's first words that stand for a title it lacks."""

SETTING_LENGTH = 90
"""Characters of a sentence shown to either side of a value in conflict."""

REWORDINGS_SHOWN = 2
"""Other wordings of a passage that are shown unless all are asked for."""

SCRAP, SCRAP_CONTEXT = 40, 40
"""A statement of fewer characters cannot be read alone: so much of its sentence stands to either side."""

WEIGHTY, FAIR = 0.54, 0.37
"""Weights from which a statement has three dots or two: the quartiles of the 183 statements that one
version alone gives in the clusters of the desk corpus."""

FIGURES = frozenset({"figure", "money", "percent", "date", "time", "duration"})
NAMES = frozenset({"person", "place", "organisation", "name"})

MarkKind = Literal["figure", "name", "conflict", "context", "other"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a passage to highlight."""

    start: int
    end: int
    kind: MarkKind


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of an article as it is shown: legible, with an ellipsis where its sentence goes on.

    Words of its sentence around it stand in square brackets, and are marked as context. `otherwise` is how
    other versions, by their numbers, put it in words that are not in it.
    """

    text: str
    marks: tuple[Mark, ...]
    weight: float
    otherwise: tuple[tuple[tuple[int, ...], Passage], ...] = ()


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


@dataclass(frozen=True, slots=True)
class Texts:
    """What versions say, by id, and where their sentences begin and end: statements are shown from it."""

    text: Mapping[str, str]
    sentences: Mapping[str, Sequence[tuple[int, int]]]

    def passages(self, statements: Iterable[Statement], *, in_context: bool = False) -> tuple[Passage, ...]:
        """Return statements as passages, in their order; `in_context`, a scrap amid its sentence."""
        return tuple(self._passage([each], in_context=in_context) for each in statements)

    def joined(self, statements: Iterable[Statement], number: Mapping[str, int]) -> tuple[Passage, ...]:
        """Return what versions share as passages, those of one sentence as one; the weightiest first.

        As the first that shares it puts it, with what others have that puts it in words which that has not.
        What stands beside no passage and has such words is one of its own.
        """
        own, others = self._by_sentence(statements)
        beside: dict[tuple[str, int], list[list[Statement]]] = {}
        alone: list[Passage] = []
        for parts in others.values():
            place = self._counterpart(parts)
            if place in own:
                beside.setdefault(place, []).append(parts)
            elif other_words(_said(parts), self.text[parts[0].held_by[0]]):
                alone.append(self._passage(parts))
        passages = []
        for place, parts in own.items():
            otherwise = self._otherwise(beside.get(place, ()), place, number)
            passages.append(replace(self._passage(parts), otherwise=otherwise))
        # Sorting is stable: of equals the first in the text stands first.
        return tuple(sorted([*passages, *alone], key=lambda passage: -passage.weight))

    def _by_sentence(
        self, statements: Iterable[Statement]
    ) -> tuple[dict[tuple[str, int], list[Statement]], dict[tuple[str, int], list[Statement]]]:
        """Put statements of one sentence together: those of the first that hold them, and those of others."""
        own: dict[tuple[str, int], list[Statement]] = {}
        others: dict[tuple[str, int], list[Statement]] = {}
        for each in sorted(statements, key=lambda s: s.start):
            place = each.version, self._sentence(each.version, each.start)
            (own if each.version == each.held_by[0] else others).setdefault(place, []).append(each)
        return own, others

    def _sentence(self, version: str, place: int) -> int:
        return bisect_right(self.sentences[version], (place, sys.maxsize))

    def _counterpart(self, parts: Sequence[Statement]) -> tuple[str, int]:
        """Return the sentence, of the first that hold some parts of another, that says what they do."""
        first = parts[0].held_by[0]
        there = [place for part in parts for place in part.aligned if place.version == first]
        if not there:
            return first, -1
        best = max(there, key=lambda place: (place.similarity, -place.start))
        return first, self._sentence(first, best.start)

    def _otherwise(
        self, wordings: Iterable[Sequence[Statement]], than: tuple[str, int], number: Mapping[str, int]
    ) -> tuple[tuple[tuple[int, ...], Passage], ...]:
        """Return wordings that have words which a sentence has not, each once, and who has it."""
        version, sentence = than
        start, end = self.sentences[version][sentence - 1]
        found: dict[str, tuple[list[int], Passage]] = {}
        for parts in sorted(wordings, key=lambda parts: number[parts[0].version]):
            passage = self._passage(parts)
            if others := other_words(passage.text, self.text[version][start:end]):
                passage = replace(passage, marks=tuple(Mark(*span, "other") for span in others))
                found.setdefault(passage.text, ([], passage))[0].append(number[parts[0].version])
        return tuple((tuple(who), passage) for who, passage in found.values())

    def _passage(self, parts: Sequence[Statement], *, in_context: bool = False) -> Passage:
        """Return parts of one sentence with figures and names marked; `in_context`, a scrap amid it."""
        text, start, end = self.text[parts[0].version], parts[0].start, parts[-1].end
        room = SCRAP_CONTEXT if in_context and end - start < SCRAP else 0
        head, tail = _around(text, self.sentences[parts[0].version], start, end, room)
        if head.strip(" …"):
            head = f"[{head.rstrip()}] "
        if tail.strip(" …"):
            tail = f" [{tail.lstrip()}]"
        body, marks, last = "", [Mark(0, len(head), "context")], start
        for part in parts:
            gap = text[last : part.start]
            body += " … " if gap.strip() else gap
            moved = len(head) + len(body) - part.start
            for fact in part.facts:
                if fact.kind in FIGURES | NAMES:
                    kind: MarkKind = "figure" if fact.kind in FIGURES else "name"
                    marks.append(Mark(fact.start + moved, min(fact.end, part.end) + moved, kind))
            body += text[part.start : part.end]
            last = part.end
        whole = len(head) + len(body)
        marks.append(Mark(whole, whole + len(tail), "context"))
        return _shown(head, body, tail, marks, 0, max(part.weight for part in parts))


def _said(parts: Iterable[Statement]) -> str:
    return " ".join(part.text for part in parts)


def texts_of(versions: Sequence[Article]) -> Texts:
    """Return the texts of some versions."""
    return Texts(
        {article.id: article.text for article in versions},
        {article.id: sentence_spans(article.text) for article in versions},
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
    shown = passages if every else tuple(p for p in passages if p.otherwise or not _scrap(p))[:most]
    if not every:
        shown = tuple(replace(p, otherwise=p.otherwise[:REWORDINGS_SHOWN]) for p in shown)
    return Section(numbers, len(number), shown, more=len(passages) - len(shown), otherwise=otherwise)


def _scrap(passage: Passage) -> bool:
    """Tell whether a passage is a few words without a figure or a name, torn out of their sentence."""
    torn = passage.text.startswith("…") or passage.text.endswith("…")
    return torn and len(passage.text) < SCRAP and all(mark.kind == "context" for mark in passage.marks)


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


def _around(
    text: str, sentences: Sequence[tuple[int, int]], start: int, end: int, room: int
) -> tuple[str, str]:
    """Return up to `room` characters of its sentence to either side of a place, an ellipsis for the rest."""
    at = bisect_right(sentences, (start, len(text))) - 1
    first, last = sentences[at] if at >= 0 else (start, end)
    head, tail = text[first:start], text[end : max(last, end)]
    if len(head.strip()) > room:
        kept = head[len(head) - room :]
        head = f"… {kept.partition(' ')[2] or kept}"
    if len(tail.strip()) > room:
        kept = tail[:room]
        tail = f"{kept.rpartition(' ')[0] or kept}…"
    return head, tail


def _shown(head: str, text: str, tail: str, marks: Sequence[Mark], origin: int, weight: float) -> Passage:
    """Return three pieces as one passage; offsets of the marks count from `origin`, where `head` begins."""
    spans = [(mark.start - origin, mark.end - origin) for mark in marks]
    shown, spans = legible_spans(f"{head}{text}{tail}", spans)
    moved = (Mark(*span, mark.kind) for span, mark in zip(spans, marks, strict=True) if span[0] < span[1])
    return Passage(shown, tuple(moved), weight)


def setting_of(value: ConflictValue, text: str) -> Passage:
    """Return a value amid the words of its sentence."""
    head, tail = _around(text, sentence_spans(text), value.start, value.end, SETTING_LENGTH)
    mark = Mark(value.start, value.end, "conflict")
    return _shown(head, text[value.start : value.end], tail, [mark], value.start - len(head), 1.0)


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
