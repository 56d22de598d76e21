"""CSV and TSV: regular blocks straight to Arrow, the others row by row.

A block is regular where every quote opens a field at its start, closes one at its end, or stands
doubled inside one (RFC 4180). Then a line end after an even number of quotes ends a row, and a
file can be cut there. From the first irregular quote on, Python's `csv` reads the file.
"""

from __future__ import annotations

import csv
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from dedupe.articles.columns import distinct
from dedupe.articles.model import Problem
from dedupe.articles.rows import Rows, decode_line, encoding_problem
from dedupe.articles.sources import CHUNK, Source, utf8_chunks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

BATCH = 10_000
"""Rows that are turned to Arrow together."""

LONGEST_FIELD = 2**31 - 1
"""Characters a field may have; Python's default of 131,072 is less than a long report in one cell."""

DELIMITERS = ",;\t|"

NEWLINE, RETURN, QUOTE = b'\n\r"'

END = "\0the file ends\0"
"""A line put after the last one: a row of its own, unless a quote is still open there."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What the first row of a file says of the others."""

    path: str
    names: tuple[str, ...]
    delimiter: str


def read_delimited(source: Source) -> Iterator[Rows]:
    """Yield the rows of a CSV or TSV source, every value a string.

    The delimiter of a CSV is the one of `,` `;` tab `|` that is most frequent in its first line.
    """
    chunks = utf8_chunks(source, CHUNK)
    waiting = next(chunks, b"")
    layout, read, line = header(source, waiting)
    yield Rows(source.path, empty_table(layout), ())
    waiting = waiting[read:]
    while True:
        chunk = next(chunks, None)
        quotes = np.flatnonzero(as_bytes(waiting) == QUOTE)
        if not regular(waiting, quotes, layout.delimiter, complete=chunk is None):
            rest = itertools.chain([waiting], [] if chunk is None else [chunk], chunks)
            yield from rows_by_csv(layout, lines_of(rest), line)
            return
        end = len(waiting) if chunk is None else last_row_end(waiting, quotes)
        block, waiting = waiting[:end], waiting[end:]
        rows = rows_by_arrow(layout, block, quotes, line) if block else ()
        yield from rows_by_csv(layout, lines_of([block]), line) if rows is None else rows
        if chunk is None:
            return
        line += line_ends(as_bytes(block))
        waiting += chunk


def header(source: Source, start: bytes) -> tuple[Layout, int, int]:
    """Return the layout that a file's first row gives, the bytes up to the next row, and the line of that."""
    first = decode_line(start.lstrip(b"\r\n").split(b"\n", 1)[0])[0]
    delimiter = "\t" if source.format == "tsv" else max(DELIMITERS, key=first.count)
    size = line = 0

    def counted() -> Iterator[str]:
        nonlocal size, line
        for raw in lines_of([start]):
            size, line = size + len(raw), line + 1
            yield decode_line(raw)[0]

    csv.field_size_limit(LONGEST_FIELD)
    names = next(filter(None, csv.reader(counted(), delimiter=delimiter)), [])
    return Layout(source.path, distinct(names), delimiter), size, line + 1


def empty_table(layout: Layout) -> pa.Table:
    """Return a table of no rows with the columns of a file."""
    return pa.schema([(name, pa.string()) for name in layout.names]).empty_table()


def as_bytes(data: bytes) -> NDArray[np.uint8]:
    """Return the bytes as numbers, without a copy."""
    return np.frombuffer(data, np.uint8) if data else np.empty(0, np.uint8)


def line_ends(letters: NDArray[np.uint8]) -> int:
    r"""Return the number of line ends: `\n`, `\r\n` and lone `\r`."""
    return int(np.count_nonzero(letters == NEWLINE)) + lone_returns(letters)


def lone_returns(letters: NDArray[np.uint8]) -> int:
    r"""Return the number of `\r` that no `\n` follows."""
    places = np.flatnonzero(letters == RETURN)
    followed = np.count_nonzero(letters[places[places + 1 < letters.size] + 1] == NEWLINE)
    return int(places.size - followed)


def regular(data: bytes, quotes: NDArray[np.int64], delimiter: str, *, complete: bool) -> bool:
    """Tell whether every quote of data that starts a row stands where RFC 4180 has one.

    Of data that is not complete, a quote in the last place may be of either sort.
    """
    letters = as_bytes(data)
    if complete and quotes.size % 2:
        return False
    opening, closing = quotes[0::2], quotes[1::2]
    before = letters[opening[opening > 0] - 1]
    after = letters[closing[closing + 1 < letters.size] + 1]
    allowed = np.frombuffer(delimiter.encode() + b'\r\n"', np.uint8)
    return bool(np.isin(before, allowed).all() and np.isin(after, allowed).all())


def last_row_end(data: bytes, quotes: NDArray[np.int64]) -> int:
    """Return where the last whole row of regular data ends, 0 where none does."""
    ends = np.flatnonzero(as_bytes(data) == NEWLINE)
    outside = ends[np.searchsorted(quotes, ends) % 2 == 0]
    return int(outside[-1]) + 1 if outside.size else 0


def rows_by_arrow(layout: Layout, data: bytes, quotes: NDArray[np.int64], line: int) -> list[Rows] | None:
    """Return the rows of a regular block as Arrow's CSV reader has them, or None where it stumbles."""
    from pyarrow import csv as arrow_csv

    letters = as_bytes(data)
    if lone_returns(letters):
        return None
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(data),
            arrow_csv.ReadOptions(use_threads=False, block_size=len(data) + 1, column_names=layout.names),
            arrow_csv.ParseOptions(delimiter=layout.delimiter, newlines_in_values=True),
            arrow_csv.ConvertOptions(column_types=empty_table(layout).schema),
        )
    except (pa.ArrowException, OverflowError):
        return None
    ends = np.flatnonzero(letters == NEWLINE)
    outside = np.flatnonzero(np.searchsorted(quotes, ends) % 2 == 0)
    starts = np.concatenate([[0], outside + 1]) + line
    if data.endswith(b"\n"):
        starts = starts[:-1]
    if starts.size != table.num_rows:  # Arrow passes over blank lines
        return None
    return [Rows(layout.path, table, starts.tolist())]


def lines_of(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the lines of a file with their ends."""
    waiting = b""
    for chunk in chunks:
        lines = (waiting + chunk).splitlines(keepends=True)
        waiting = lines.pop() if lines else b""  # it may go on in the next chunk
        yield from lines
    if waiting:
        yield waiting


def rows_by_csv(layout: Layout, lines: Iterator[bytes], line: int) -> Iterator[Rows]:
    """Yield the rows of lines as Python's `csv` has them.

    Reported are rows of another width than the header, and one whose quote is never closed: it holds all
    that follows it.
    """
    problems: list[Problem] = []
    numbers: list[int] = []
    rows: list[list[str]] = []

    def decoded() -> Iterator[str]:
        for number, raw in enumerate(lines, line):
            text, is_utf8 = decode_line(raw)
            if not is_utf8:
                problems.append(encoding_problem(layout.path, number))
            yield text
        yield END

    reader = csv.reader(decoded(), delimiter=layout.delimiter)
    while True:
        start = line + reader.line_num
        try:
            row = next(reader, None)
        except csv.Error as error:
            problems.append(Problem("malformed", layout.path, start, f"not CSV ({error}), skipped"))
            continue
        last = line + reader.line_num - 1
        if row == [END]:
            continue
        if row and row[-1].endswith(END):
            row[-1] = row[-1].removesuffix(END)
            last -= 1
            if len(row) == len(layout.names):
                problems.append(never_closed(layout, start, last))
        if row is None or len(rows) == BATCH:
            yield Rows(layout.path, table_of(layout, rows), numbers, problems=tuple(problems))
            problems, numbers, rows = [], [], []
        if row is None:
            return
        if len(row) == len(layout.names):
            numbers.append(start)
            rows.append(row)
        elif row:
            problems.append(wrong_width(layout, row, start, last))


def table_of(layout: Layout, rows: Sequence[Sequence[str]]) -> pa.Table:
    """Return rows of strings as a table."""
    columns = zip(*rows, strict=True) if rows else ((),) * len(layout.names)
    return pa.table([pa.array(column, pa.string()) for column in columns], list(layout.names))


def never_closed(layout: Layout, first: int, last: int) -> Problem:
    """Return the problem of a row that goes on to the end of the file."""
    span = f"lines {first} to {last} are read as one row" if last > first else "the file may be cut short"
    return Problem("malformed", layout.path, first, f"a quote is never closed: {span}")


def wrong_width(layout: Layout, row: Sequence[str], first: int, last: int) -> Problem:
    """Return the problem of a row with more or fewer fields than the header."""
    span = f" (to line {last}: is a quote never closed?)" if last > first else ""
    message = f"{len(row)} fields where the header has {len(layout.names)}, skipped{span}"
    return Problem("malformed", layout.path, first, message)
