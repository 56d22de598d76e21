"""Rows of a file as Arrow columns, together with the place each row came from."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

import pyarrow as pa

from dedupe.articles.columns import empty
from dedupe.articles.model import Problem, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dedupe.articles.texts import SourceTexts


Records = list[tuple[int, dict[str, object]]]
"""Objects as read, each with the line (or item) it stood on."""

LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Rows:
    """A stretch of one file, or a batch of documents, before it is known which column is the text.

    `path` is one name for all rows or one a row. `lines` holds a line a row, or the number of each
    row where `unit` says so; it is None where each row is a file. `foreign` marks, for a column
    whose values were of several types and became JSON text, the values that had not been strings.
    `in_source` is where the strings of a column stand in the file, where they may be left in it; the
    column only says then which are null, and which are blank: those are empty.
    """

    path: str | Sequence[str]
    columns: pa.Table
    lines: Sequence[int] | None = None
    unit: Literal["line", "row"] = "line"
    foreign: Mapping[str, pa.BooleanArray] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    in_source: Mapping[str, SourceTexts] = field(default_factory=dict)

    def __len__(self) -> int:
        """Return the number of rows."""
        return int(self.columns.num_rows)

    def paths(self) -> Sequence[str]:
        """Return the path of each row."""
        return [self.path] * len(self) if isinstance(self.path, str) else self.path

    def moved(self, down: int) -> Rows:
        """Return the rows as they stand so many lines further down."""
        if not down or self.lines is None:
            return self
        known = self.lines
        lines = (
            range(known.start + down, known.stop + down)
            if isinstance(known, range)
            else [line + down for line in known]
        )
        problems = (replace(each, line=each.line and each.line + down) for each in self.problems)
        return replace(self, lines=lines, problems=tuple(problems))

    def problem(self, kind: str, row: int, message: str) -> Problem:
        """Return a problem at the place that a row came from."""
        path = self.path if isinstance(self.path, str) else self.path[row]
        line = None if self.lines is None else int(self.lines[row])
        if self.unit == "row":
            return Problem(kind, path, None, f"row {line}: {message}")
        return Problem(kind, path, line, message)


def rows_joined(pieces: Sequence[Rows]) -> Rows:
    """Return rows of the same columns, none of them `foreign` or left in a file, one below the other."""
    return Rows(
        [path for piece in pieces for path in piece.paths()],
        pa.concat_tables([piece.columns for piece in pieces]).combine_chunks(),
        None if pieces[0].lines is None else [line for piece in pieces for line in piece.lines or ()],
        pieces[0].unit,
        problems=tuple(problem for piece in pieces for problem in piece.problems),
    )


def decode_line(raw: bytes) -> tuple[str, bool]:
    """Return a line as text, and whether it was UTF-8; what is not is read as Windows-1252."""
    try:
        return raw.decode("utf-8"), True
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace"), False


def encoding_problem(path: str, line: int | None) -> Problem:
    """Say that a line was read as Windows-1252 because it is not UTF-8, and how to convert the file."""
    remedy = f"convert with: iconv -f cp1252 -t utf-8 {path}"
    return Problem("encoding", path, line, f"not UTF-8, read as Windows-1252; {remedy}")


def unreadable(error: UnreadableError, rows: int = 0) -> Problem:
    """Say that a file cannot be read, or not past its first rows."""
    kept = f"the {rows:,} row{'s' * (rows > 1)} before that are kept" if rows else "left out"
    return Problem("unreadable", error.path, None, f"{error.what}; {kept}")


def to_the_damage(pieces: Iterable[Rows]) -> Iterator[Rows]:
    """Yield the rows of a file as far as it can be read; that it cannot be read further is a problem."""
    rows = 0
    try:
        for piece in pieces:
            yield piece
            rows += len(piece)
    except UnreadableError as error:
        yield of_unreadable(error, rows)


def of_unreadable(error: UnreadableError, rows: int = 0) -> Rows:
    """Return no more rows of a file that cannot be read, or not past its first ones, and the problem."""
    return Rows(error.path, empty(0), (), problems=(unreadable(error, rows),))


def without_lone_surrogates(value: object) -> object:
    r"""Return a JSON value with every lone surrogate (`"\ud800"`) replaced by U+FFFD."""
    if isinstance(value, str):
        return LONE_SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [without_lone_surrogates(item) for item in value]
    if isinstance(value, dict):
        return {without_lone_surrogates(k): without_lone_surrogates(v) for k, v in value.items()}
    return value
