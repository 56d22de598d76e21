"""What an article is: one value, and a corpus of them as Arrow columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003 (readers of the annotations need it)
from typing import TYPE_CHECKING, overload

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dedupe.articles.spill import MappedFile, Shelf

OBJECTS = "<objects>"
"""Stands for the path where articles come from a program."""

COLUMNS = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("text", pa.large_string(), nullable=False),
        pa.field("title", pa.string()),
        pa.field("published", pa.timestamp("us", tz="UTC")),
        pa.field("source", pa.string()),
        pa.field("url", pa.string()),
    ]
)
"""The columns every corpus has, whatever its file called them; unknown values are null."""


class ReadError(Exception):
    """Input that cannot be read at all: one line that says what happened, what to do, and a value to try."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article: its text and what is known of it. `published` is in UTC."""

    id: str
    text: str
    title: str | None = None
    published: datetime | None = None
    source: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that could not be read as it stood: where it is, what is wrong, what was done.

    `kind` is one word for counting (`malformed`, `no-text`, `empty-text`, `duplicate-id`,
    `encoding`, `bad-date`); `line` counts from 1 and is None where a file has no lines.
    """

    kind: str
    path: str
    line: int | None
    message: str

    def __str__(self) -> str:
        """`path:line: message`, the form that editors jump to."""
        where = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{where}: {self.message}"


@dataclass(frozen=True, slots=True)
class Articles:
    """A corpus: the columns of `COLUMNS`, and beside them the rows as the file had them.

    `table` and `original` are aligned row by row; `original` keeps every column of the
    input under its own name, so that a corpus can be written back as it came. Where it was
    read without, `original` has its rows and no columns. Read with a budget of memory, both may lie
    in a file that `shelf` has mapped.
    """

    table: pa.Table
    original: pa.Table
    problems: tuple[Problem, ...] = ()
    shelf: Shelf | None = field(default=None, repr=False, compare=False)

    def __len__(self) -> int:
        """Return the number of articles."""
        return int(self.table.num_rows)

    def __iter__(self) -> Iterator[Article]:
        """Yield the articles in the order of the rows."""
        for batch in self.table.to_batches(max_chunksize=1024):
            for row in batch.to_pylist():
                yield Article(**row)

    @overload
    def __getitem__(self, row: int) -> Article: ...
    @overload
    def __getitem__(self, row: slice) -> list[Article]: ...
    def __getitem__(self, row: int | slice) -> Article | list[Article]:
        """Return the article of a row, or a list of them for a slice."""
        if isinstance(row, slice):
            return [self[i] for i in range(*row.indices(len(self)))]
        if not -len(self) <= row < len(self):
            raise IndexError(f"row {row} of a corpus of {len(self)} articles")
        return Article(**self.table.slice(row % len(self), 1).to_pylist()[0])

    @property
    def mapping(self) -> MappedFile | None:
        """The file that holds the texts, where they are not in memory."""
        return None if self.shelf is None else self.shelf.mapping

    def release(self) -> None:
        """Let go of the memory of texts that lie in a file, after going through them.

        They come back when they are read. Where all is in memory nothing happens.
        """
        if self.shelf is not None:
            self.shelf.release()

    def take(self, rows: object) -> Articles:
        """Return the corpus of the given rows, in the order given, in memory."""
        from dedupe.articles.columns import empty, taken

        table = taken(self.table, rows)
        original = taken(self.original, rows) if self.original.num_columns else empty(len(table))
        return Articles(table, original, self.problems)
