"""Stretches of articles as a report shows them: legible, amid their sentence, beside other wordings."""

from __future__ import annotations

import sys
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from dedupe.report.legible import legible_spans
from dedupe.report.rewording import other_words
from dedupe.text.sentences import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dedupe.articles import Article
    from dedupe.facts import ConflictValue, Statement

SETTING_LENGTH = 90
"""Characters of a sentence shown to either side of a value in conflict."""

SCRAP, SCRAP_CONTEXT = 40, 40
"""A statement of fewer characters cannot be read alone: so much of its sentence stands to either side."""

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

    Words of its sentence around it stand in square brackets, and are marked as context. `rewordings` are how
    other versions, by their numbers, put it in words that are not in it.
    """

    text: str
    marks: tuple[Mark, ...]
    weight: float
    rewordings: tuple[tuple[tuple[int, ...], Passage], ...] = ()


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
            rewordings = self._rewordings(beside.get(place, ()), place, number)
            passages.append(replace(self._passage(parts), rewordings=rewordings))
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

    def _rewordings(
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


def is_scrap(passage: Passage) -> bool:
    """Tell whether a passage is a few words without a figure or a name, torn out of their sentence."""
    torn = passage.text.startswith("…") or passage.text.endswith("…")
    return torn and len(passage.text) < SCRAP and all(mark.kind == "context" for mark in passage.marks)


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
