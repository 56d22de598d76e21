"""What a timeline and a table of facts say, chosen and ordered as an editor reads them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dedupe.facts.model import weightiest
from dedupe.report import count
from dedupe.report.legible import legible, shortened
from dedupe.report.outline import heads, moment
from dedupe.report.quoting import NAMES, SCRAP, setting_of, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from dedupe.articles import Article
    from dedupe.facts import Cell, ConflictValue, Correction, Diff, Revision, Row, Statement
    from dedupe.report.outline import Version
    from dedupe.report.quoting import Passage, Texts

PASSAGES_SHOWN = 6
"""Statements that a version adds, or drops, which are shown unless all are asked for."""

FACTS_SHOWN = 15
"""Rows of the table of facts that are shown unless all are asked for: with their head, a screen."""

UNDATED_NAMED = 3
"""Versions of unknown date that are named."""

FACT_LENGTH = 200
"""Characters of a statement that stands in the table."""


@dataclass(frozen=True, slots=True)
class Change:
    """A value or source that replaced another: `earlier` is the number of the version that gave `before`."""

    kind: str
    earlier: int
    before: str
    after: str
    setting: Passage


@dataclass(frozen=True, slots=True)
class Chapter:
    """What one version made of the story; `later` says how long after the one before it came.

    `more_added` and `more_dropped` count passages that are not shown.
    """

    version: Version
    later: str
    added: tuple[Passage, ...]
    more_added: int
    changes: tuple[Change, ...]
    dropped: tuple[Passage, ...]
    more_dropped: int

    @property
    def empty(self) -> bool:
        """Whether the version changed nothing."""
        return not (self.added or self.more_added or self.changes or self.dropped or self.more_dropped)


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact and who gives it: each of its `wordings` with the numbers of the versions that put it so.

    Of a contested fact each value has a wording, of any other there is one, the first. `cells` has what each
    version says, empty where it says nothing. `first` is the number of the version that had it first.
    """

    kind: str
    first: int
    contested: bool
    wordings: tuple[tuple[str, tuple[int, ...]], ...]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Growth:
    """A report as it grew: the span of time, a note on the order, a chapter a version, and the facts."""

    head: str
    note: str
    chapters: tuple[Chapter, ...]
    facts: tuple[FactLine, ...]
    more_facts: int


def growth(diff: Diff, *, every: bool = False) -> Growth:
    """Return what a report of a timeline shows; with `every`, all of it."""
    timeline, table = diff.timeline, diff.table
    versions = heads(diff)
    texts = texts_of(diff.versions)
    rows = _shown_rows(table.rows, every=every)
    head = [count(len(versions), "version")]
    if len(versions) > 1 and timeline.order == "time":
        head.append(_span(*(diff.versions[place].published for place in (0, -1))))
    if len(versions) > 1:
        head.append(count(sum(len(revision.corrected) for revision in timeline.revisions), "change"))
    return Growth(
        head=" · ".join(filter(None, head)),
        note=_note(diff.versions) if timeline.order == "given" else "",
        chapters=tuple(
            _chapter(revision, number, versions[number], diff.versions, texts, every=every)
            for number, revision in enumerate(timeline.revisions)
        ),
        facts=tuple(_line(row, table.versions) for row in rows),
        more_facts=len(table.rows) - len(rows),
    )


def _chapter(
    revision: Revision,
    number: int,
    version: Version,
    versions: Sequence[Article],
    texts: Texts,
    *,
    every: bool,
) -> Chapter:
    place = {article.id: at for at, article in enumerate(versions)}
    values = [value for each in revision.corrected for value in (each.before, each.after)]
    # What is nothing but a changed value is told once, as a change.
    added, dropped = (
        _joined(_without(statements, values), texts) for statements in (revision.added, revision.dropped)
    )
    added_shown, dropped_shown = (
        texts.passages(told if every else told[:PASSAGES_SHOWN], in_context=True) for told in (added, dropped)
    )
    return Chapter(
        version=version,
        later=_later(versions[number - 1].published, versions[number].published) if number else "",
        added=added_shown,
        more_added=len(added) - len(added_shown),
        changes=tuple(_change(each, place, versions) for each in revision.corrected),
        dropped=dropped_shown,
        more_dropped=len(dropped) - len(dropped_shown),
    )


def _without(statements: Iterable[Statement], values: Sequence[ConflictValue]) -> list[Statement]:
    """Leave out the statements that say little more than some values and have no other fact."""
    kept = []
    for statement in statements:
        here = [value for value in values if value.version == statement.version]
        inside = [v for v in here if v.start < statement.end and statement.start < v.end]
        others = [f for f in statement.facts if not any(v.start < f.end and f.start < v.end for v in inside)]
        more = len(statement.text) - sum(value.end - value.start for value in inside)
        if not inside or others or more >= SCRAP:
            kept.append(statement)
    return kept


def _joined(statements: Sequence[Statement], texts: Texts) -> list[Statement]:
    """Join the statements of one version that follow one another in a sentence; the weightiest first.

    What was cut for the sake of a third version reads as it was written.
    """
    if not statements:
        return []
    text = texts.text[statements[0].version]
    ends = {end for _, end in texts.sentences[statements[0].version]}
    joined: list[Statement] = []
    for each in sorted(statements, key=lambda s: s.start):
        last = joined[-1] if joined else each
        if joined and last.end not in ends and not text[last.end : each.start].strip():
            joined[-1] = replace(
                last,
                end=each.end,
                text=text[last.start : each.end],
                weight=max(last.weight, each.weight),
                facts=last.facts + each.facts,
            )
        else:
            joined.append(each)
    return weightiest(joined)


def _change(correction: Correction, place: Mapping[str, int], versions: Sequence[Article]) -> Change:
    before, after = correction.before, correction.after
    return Change(
        kind="source" if correction.kind == "attribution" else correction.kind,
        earlier=place[before.version] + 1,
        before=legible(before.text),
        after=legible(after.text),
        setting=setting_of(after, versions[place[after.version]].text),
    )


def _shown_rows(rows: Sequence[Row], *, every: bool) -> list[Row]:
    """Choose the rows to show, in their order: contested ones, then the weightiest.

    A value has no row beside that of its statement where the same versions give both, a scrap of a sentence
    has none, nor one that says little more than contested values, nor a name that all versions have.
    """
    if every:
        return list(rows)
    contested = [cell for row in rows if row.contested for cell in row.cells if cell]
    statements = [row for row in rows if row.kind == "statement" and _own_words(row, contested) >= SCRAP]

    def tells(row: Row) -> bool:
        if row.contested:
            return True
        if row.kind == "statement":
            return _own_words(row, contested) >= SCRAP
        if row.kind in NAMES and None not in row.cells:
            return False
        return not any(_within(row, statement) for statement in statements)

    apart = [number for number, row in enumerate(rows) if tells(row)]
    apart.sort(key=lambda number: (not rows[number].contested, -rows[number].weight))
    return [rows[number] for number in sorted(apart[:FACTS_SHOWN])]


def _own_words(row: Row, values: Iterable[Cell]) -> int:
    """Return how many characters the statement of a row has besides some values."""
    cell = _first_cell(row)
    inside = [v for v in values if v.version == cell.version and cell.start <= v.start < cell.end]
    return len(cell.text) - sum(len(value.text) for value in inside)


def _within(row: Row, statement: Row) -> bool:
    """Tell whether a value stands in a statement, and the same versions give both."""
    inner, outer = _first_cell(row), _first_cell(statement)
    return (
        inner.version == outer.version
        and outer.start <= inner.start < outer.end
        and all(bool(a) == bool(b) for a, b in zip(row.cells, statement.cells, strict=True))
    )


def _first_cell(row: Row) -> Cell:
    return next(cell for cell in row.cells if cell)


def _line(row: Row, versions: Sequence[str]) -> FactLine:
    cells = tuple(shortened(legible(cell.text), FACT_LENGTH) if cell else "" for cell in row.cells)
    first = versions.index(row.first) + 1
    who_says: dict[str, list[int]] = {}
    for number, cell in enumerate(row.cells, 1):
        if cell:
            who_says.setdefault(cell.value if row.contested else "", []).append(number)
    wordings = tuple((cells[who[0] - 1], tuple(who)) for who in who_says.values())
    return FactLine(row.kind, first, row.contested, wordings, cells)


def _note(versions: Sequence[Article]) -> str:
    """Say that the versions stand as given, and which of them has no date."""
    undated = [legible(article.id) for article in versions if article.published is None]
    named = ", ".join(undated[:UNDATED_NAMED])
    if len(undated) == len(versions):
        return "in the order given: no date is known"
    more = len(undated) - UNDATED_NAMED
    return f"in the order given: no date is known of {named}{f' and {more:,} more' if more > 0 else ''}"


def _span(first: datetime | None, last: datetime | None) -> str:
    """Return the time from the first version to the last: `2026-01-14 07:10 to 18:45 UTC`."""
    begin, end = moment(first), moment(last)
    if begin == end:
        return f"{begin} UTC" if begin else ""
    day = begin.partition(" ")[0]
    return f"{begin} to {end.removeprefix(f'{day} ')} UTC"


def _later(before: datetime | None, after: datetime | None) -> str:
    """Say how long after another a version came, in the two largest units; nothing where it is unknown."""
    if before is None or after is None or after < before:
        return ""
    minutes = round((after - before).total_seconds() / 60)
    if not minutes:
        return "at the same time"
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [(days, "d"), (hours, "h"), (minutes, "min")]
    while not parts[0][0]:
        parts.pop(0)
    return " ".join(f"{number:,} {unit}" for number, unit in parts[:2] if number) + " later"
