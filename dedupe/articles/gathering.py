"""Rows gathered into one corpus, piece by piece as they are read.

Which column is what is told by all the columns of a file, and each piece is turned to articles when
it comes, with the columns known until then. A column that comes later and plays a role better was not
in the pieces before: what another one gave them for that role is withdrawn, as if all had been known.
"""

from __future__ import annotations

import bisect
import itertools
from array import array
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from dedupe.articles.columns import empty, stacked
from dedupe.articles.fields import canonical, no_text_field, roles
from dedupe.articles.ids import assign_ids
from dedupe.articles.model import ABOUT, COLUMNS, Articles, Problem, ReadError
from dedupe.articles.rows import Rows, rows_joined
from dedupe.articles.texts import Column, SourceTexts, Texts, strings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dedupe.articles.sources import Note
    from dedupe.articles.spill import Held, Shelf
    from dedupe.articles.texts import Stretch

NAMED_IN_ERROR = 3
"""Problems that an error message spells out."""

SMALL_PIECE = 100
SMALL_PIECES = 1000
"""Rows below which files are joined, and how many at a time."""

SAMPLE = 1000
"""Rows that are looked at to suggest which column is the text."""

IN_MEMORY = ("id", "published")
"""Columns that every stage asks for: some 40 bytes an article."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows as they came, and the columns that play a role in them."""

    rows: Rows
    role: Mapping[str, str]


@dataclass(slots=True)
class Part:
    """Articles of one piece: their columns, the file's own, where each row came from, what was wrong.

    `text` is the name of the text in `original` where that is kept: one column for both; `in_source` are
    the texts where they are left in the file. `lost` are the roles that were withdrawn; without text there
    are no articles, and each row is a problem.
    """

    places: Rows
    problems: list[Problem]
    lost: set[str]
    small: pa.Table | None = None
    large: Held | None = None
    original: Held | None = None
    text: str = ""
    in_source: SourceTexts | None = None

    def __len__(self) -> int:
        """Return the number of articles."""
        return 0 if "text" in self.lost else len(self.places)

    def withdraw(self, lost: set[str]) -> None:
        """Make unknown what columns gave that no longer play these roles."""
        self.lost |= lost
        if "published" in lost:
            self.problems = [problem for problem in self.problems if problem.kind != "bad-date"]
        if "text" in lost:
            about_articles = ("empty-text", "bad-date")
            self.problems = [problem for problem in self.problems if problem.kind not in about_articles]

    def all_problems(self) -> list[Problem]:
        """Return what was wrong with the rows."""
        textless = range(len(self.places) if "text" in self.lost else 0)
        return self.problems + [self.places.problem("no-text", row, "no text, skipped") for row in textless]

    def about(self, shelf: Shelf) -> pa.Table:
        """Return the columns beside the text; ids may be null still."""
        assert self.small is not None
        assert self.large is not None
        large = shelf.get(self.large)
        columns = [self.small[name] if name in IN_MEMORY else large[name] for name in ABOUT.names]
        known = [
            pa.chunked_array([pa.nulls(len(self), each.type)]) if each.name in self.lost else column
            for each, column in zip(ABOUT, columns, strict=True)
        ]
        return pa.table(known, schema=ABOUT)

    def column(self, shelf: Shelf) -> pa.ChunkedArray:
        """Return the texts, where they are not left in the file."""
        held = self.original if self.text else self.large
        assert held is not None
        return shelf.get(held)[self.text or "text"]


class Gathering:
    """Collects the rows of files, and makes a corpus of them.

    Parameters
    ----------
    shelf : Shelf
        Where texts are put by.
    original : bool
        Whether the columns of the files are kept.
    note : callable, optional
        What has noted something of texts that are left in files.
    """

    def __init__(self, shelf: Shelf, *, original: bool = True, note: Note | None = None) -> None:
        self.shelf = shelf
        self.note = note
        self.original = original
        self.columns: dict[str, None] = {}
        self.has_rows = False
        self._parts: list[Part] = []
        self._small: list[Piece] = []
        self._problems: list[Problem] = []
        self._textless: ReadError | None = None
        self._paths: dict[str, int] = {}

    def add(self, path: str, pieces: Iterable[Rows], named: Mapping[str, str]) -> list[str]:
        """Add the rows of a file, or of files of one article each, and return the columns there are.

        Raises
        ------
        ReadError
            Where there are two rows and more and no column is the text.
        """
        columns: dict[str, None] = {}
        role: Mapping[str, str] = {}
        first: Rows | None = None
        sample: Rows | None = None
        parts: list[Part] = []
        for rows in pieces:
            sample = rows if sample is None or not len(sample) else sample
            paths = [rows.path] if isinstance(rows.path, str) else rows.path
            for each in (*paths, *(problem.path for problem in rows.problems)):
                self._paths.setdefault(each, len(self._paths))
            before = len(columns)
            columns.update(dict.fromkeys(rows.columns.column_names))
            if len(columns) > before:
                known = roles(list(columns), named)
                lost = {name for name, column in role.items() if known.get(name) != column}
                for part in parts:
                    part.withdraw(lost)
                role = known
            if not len(rows):
                self._problems += rows.problems
            elif first is None and not parts:
                first = rows
            else:
                self._join_small()
                parts += [self._part(each, role) for each in (first, rows) if each is not None]
                first = None
        self.columns.update(columns)
        self.has_rows |= bool(parts) or first is not None
        if sample is not None and (parts or first is not None) and "text" not in role:
            error = no_text_field(path, list(columns), named, sample.columns.slice(0, SAMPLE))
            if parts or first is None or len(first) > 1:
                raise error
            # One object is a row without text; a table without a column of texts is the wrong table.
            self._textless = self._textless or error
            self._parts.append(self._part(first, role))
        elif first is not None and len(first) < SMALL_PIECE and not first.foreign:
            self._small.append(Piece(first, role))
            if len(self._small) == SMALL_PIECES:
                self._join_small()
        elif first is not None:
            self._join_small()
            parts = [self._part(first, role)]
        self._parts += parts
        return list(columns)

    def corpus(self, on_error: str, what: str, archive: Gathering | None = None) -> Articles:
        """Return all that was added as one corpus with an id for each article, those of an archive last.

        Raises
        ------
        ReadError
            Where nothing but problems was read, beside the archive, or any problem is an error.
        """
        parts, problems = self._gathered()
        if self._textless and not parts and len(self._paths) == 1:
            raise self._textless
        if problems and not parts and on_error == "skip":
            raise ReadError(f"no article could be read from {what}; {count_and_first(problems)}")
        own = sum(map(len, parts))
        kept = [self.shelf.get(part.original) for part in parts if part.original is not None]
        if archive is not None:
            archived, more = archive._gathered()
            parts, problems = parts + archived, problems + more
        about = pa.concat_tables(part.about(self.shelf) for part in parts) if parts else ABOUT.empty_table()
        texts = Texts(stretches_of(parts, self.shelf), self.note)
        ids, renamed = assign_ids(about, texts, own, self.shelf.release)
        starts = list(itertools.accumulate(map(len, parts), initial=0))
        for row in sorted(renamed):
            number = bisect.bisect_right(starts, row) - 1
            message = f"id {renamed[row]!r} is taken by another row; this one is now {ids[row].as_py()!r}"
            problems.append(parts[number].places.problem("duplicate-id", row - starts[number], message))
        if problems and on_error == "fail":
            raise ReadError(f"{count_and_first(problems)}; to read on past them: --on-error skip")
        about = about.set_column(0, ABOUT.field("id"), ids)
        original = stacked([*kept, empty(len(about) - own)]) if kept else empty(len(about))
        places = tuple(part.places for part in parts)
        return Articles(about, texts, original, tuple(problems), self.shelf, places, len(about) - own)

    def _gathered(self) -> tuple[list[Part], list[Problem]]:
        """Return the parts that have articles, and what was wrong, in the order of files and lines."""
        self._join_small()
        problems = self._problems + [problem for part in self._parts for problem in part.all_problems()]
        problems.sort(key=lambda problem: (self._paths[problem.path], problem.line or 0))
        return [part for part in self._parts if len(part)], problems

    def _part(self, rows: Rows, role: Mapping[str, str]) -> Part:
        """Turn rows to articles, and put their columns by."""
        if "text" not in role:
            return Part(bare(rows), list(rows.problems), {"text"})
        table, kept = canonical(whole(rows, but=role["text"]), role)
        text = role["text"] if self.original and role["text"] in kept.columns.column_names else ""
        in_source = kept.in_source.get(role["text"])
        apart = (*IN_MEMORY, "text") if text or in_source else IN_MEMORY
        large = [name for name in COLUMNS.names if name not in apart]
        if in_source is not None:
            in_source = in_source if self.original else replace(in_source, name=None)
            self.shelf.count(int(in_source.sizes.sum()))
        small = table.select(list(IN_MEMORY))
        return Part(
            places=bare(kept),
            problems=list(kept.problems),
            lost=set(),
            small=small if self.shelf.budget is None else copied(small),
            large=self.shelf.put(table.select(large)),
            original=self.shelf.put(without(in_source, kept.columns)) if self.original else None,
            text=text,
            in_source=in_source,
        )

    def _join_small(self) -> None:
        """Turn the small files that wait to articles, runs of those with the same columns as one."""
        for _, run in itertools.groupby(self._small, key=likeness):
            alike = list(run)
            rows = alike[0].rows if len(alike) == 1 else rows_joined([whole(piece.rows) for piece in alike])
            self._parts.append(self._part(rows, alike[0].role))
        self._small = []


def bare(rows: Rows) -> Rows:
    """Return rows that know where they came from, and nothing else."""
    lines = array("q", rows.lines) if isinstance(rows.lines, list) else rows.lines
    return replace(rows, columns=empty(len(rows)), lines=lines, foreign={}, problems=(), in_source={})


def whole(rows: Rows, but: str | None = None) -> Rows:
    """Return rows with the strings that are left in the file read, all but those of one column."""
    for name in rows.in_source.keys() - {but}:
        column = rows.columns[name]
        known = column.is_valid().to_numpy()
        found = strings(*rows.in_source[name].fetch(np.flatnonzero(known), lent=False)).cast(column.type)
        values = found.take(pa.array(np.cumsum(known) - 1, mask=~known))
        place = rows.columns.schema.get_field_index(name)
        rows = replace(rows, columns=rows.columns.set_column(place, name, values), in_source={})
    return rows


def without(texts: SourceTexts | None, columns: pa.Table) -> pa.Table:
    """Return columns with nulls for texts that are left in the file."""
    if texts is None or texts.name is None:
        return columns
    place = columns.schema.get_field_index(texts.name)
    return columns.set_column(place, texts.name, pa.nulls(len(columns), pa.large_string()))


def stretches_of(parts: Sequence[Part], shelf: Shelf) -> list[Stretch]:
    """Return the texts of parts, those that lie in the same way as one stretch."""
    stretches: list[Stretch] = []
    for _, run in itertools.groupby(parts, lambda part: part.in_source and part.in_source.path):
        alike = list(run)
        in_source = [part.in_source for part in alike if part.in_source is not None]
        if in_source:
            stretches.append(SourceTexts.joined(in_source))
        else:
            chunks = [chunk for part in alike for chunk in part.column(shelf).chunks]
            stretches.append(Column(pa.chunked_array(chunks, pa.large_string()), shelf.mapping))
    return stretches


def copied(table: pa.Table) -> pa.Table:
    """Return a table that does not hold on to the memory that its columns are parts of."""
    columns = (pa.concat_arrays([*each.chunks, pa.array([], each.type)]) for each in table.columns)
    return pa.table(list(columns), table.column_names)


def likeness(piece: Piece) -> tuple[object, ...]:
    """Return what two pieces must share to be joined."""
    rows = piece.rows
    return piece.role, rows.unit, rows.lines is None, rows.columns.schema


def count_and_first(problems: Sequence[Problem]) -> str:
    """Return how many problems there are and the first few of them, in one line."""
    first = "; ".join(map(str, problems[:NAMED_IN_ERROR]))
    more = f"; and {len(problems) - NAMED_IN_ERROR} more" if len(problems) > NAMED_IN_ERROR else ""
    return f"{len(problems)} problem{'s' * (len(problems) > 1)}: {first}{more}"
