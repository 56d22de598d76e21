"""What an article is: one value, and a corpus of them as Arrow columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003 (readers of the annotations need it)
from typing import TYPE_CHECKING, overload

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from dedupe.articles.rows import Rows
    from dedupe.articles.spill import MappedFile, Shelf
    from dedupe.articles.texts import Texts

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


ABOUT = pa.schema([field for field in COLUMNS if field.name != "text"])
"""The columns beside the text."""

AT_ONCE = 1024
"""Articles that are made together where a program goes through all."""


class ReadError(Exception):
    """Input that cannot be read at all: one line that says what happened, what to do, and a value to try."""


class UnreadableError(ReadError):
    """One file that cannot be read, or not to its end, which need not keep others from being read.

    `path` is the file; `what` says what is the matter with it and what to do.
    """

    def __init__(self, path: str, what: str) -> None:
        super().__init__(f"{path} {what}")
        self.path, self.what = path, what


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
    """A row or file that could not be read as it stood: where it is, what is wrong, what was done.

    `kind` is one word for counting (`malformed`, `no-text`, `empty-text`, `duplicate-id`,
    `encoding`, `bad-date`, `unreadable`); `line` counts from 1 and is None where a file has no lines.
    """

    kind: str
    path: str
    line: int | None
    message: str

    def __str__(self) -> str:
        """`path:line: message`, the form that editors jump to."""
        where = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{where}: {self.message}"


@dataclass(frozen=True, slots=True, eq=False)
class Articles:
    """A corpus: the columns of `COLUMNS`, and beside them the rows as the file had them.

    `table` and `original` are aligned row by row; `original` keeps every column of the
    input under its own name, so that a corpus can be written back as it came. Where it was
    read without, `original` has its rows and no columns. Read with a budget of memory, both may lie
    in a file that `shelf` has mapped, and texts in the files that they came from. So the texts stand by
    themselves: `about` is the table without them, and `rows` the original without those left in files.
    `places` says where each row came from, where that was a file. The last `archived` rows are those of
    an archive, of which `original` has nothing. `left_out` are the places of the objects that a program
    gave and that are no article, having no text: rows are numbered without them.
    """

    about: pa.Table
    texts: Texts
    rows: pa.Table
    problems: tuple[Problem, ...] = ()
    shelf: Shelf | None = field(default=None, repr=False)
    places: tuple[Rows, ...] = field(default=(), repr=False)
    archived: int = 0
    left_out: tuple[int, ...] = ()

    def __len__(self) -> int:
        """Return the number of articles."""
        return int(self.about.num_rows)

    def __eq__(self, other: object) -> bool:
        """Tell whether another corpus has the same articles, rows and problems, wherever they lie."""
        return isinstance(other, Articles) and (
            bool(self.table.equals(other.table))
            and bool(self.original.equals(other.original))
            and self.problems == other.problems
        )

    @classmethod
    def of(cls, table: pa.Table, original: pa.Table, problems: tuple[Problem, ...] = ()) -> Articles:
        """Return the corpus that has the columns of `COLUMNS` in memory."""
        from dedupe.articles.texts import Texts

        return cls(table.select(ABOUT.names), Texts.of(table["text"]), original, problems)

    @property
    def table(self) -> pa.Table:
        """The columns of `COLUMNS`: texts that were left in files are copied, within the budget of memory."""
        place = COLUMNS.get_field_index("text")
        return self.about.add_column(place, COLUMNS.field(place), self.texts.column(self._budget))

    @property
    def original(self) -> pa.Table:
        """The rows as the file had them: texts that were left in it are copied as for `table`."""
        return self.texts.put_into(self.rows, self._budget)

    @property
    def _budget(self) -> int | None:
        return None if self.shelf is None else self.shelf.budget

    def batches(self, wanted: NDArray[np.bool_], size: int) -> Iterator[tuple[int, pa.RecordBatch]]:
        """Yield the rows of `original` for which `wanted` is true, of so many at most, and of how many.

        None of their texts is kept.
        """
        yield from self.texts.batches(self.rows, wanted, size)

    def __iter__(self) -> Iterator[Article]:
        """Yield the articles in the order of the rows."""
        for first in range(0, len(self), AT_ONCE):
            yield from self._between(first, min(first + AT_ONCE, len(self)))

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
        return next(self._between(row % len(self), row % len(self) + 1))

    def _between(self, first: int, end: int) -> Iterator[Article]:
        """Yield the articles of neighbouring rows."""
        texts = self.texts.fetch(np.arange(first, end)).to_pylist()
        for text, row in zip(texts, self.about.slice(first, end - first).to_pylist(), strict=True):
            yield Article(text=text, **row)

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
        from dedupe.articles.texts import Texts

        about = taken(self.about, rows)
        texts = Texts.of(pa.chunked_array([self.texts.fetch(np.asarray(rows, np.int64))]))
        own = taken(self.original, rows) if self.rows.num_columns else empty(len(about))
        return Articles(about, texts, own, self.problems)
