"""Read articles: from files of any format, and from the objects of a program."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import BinaryIO, Literal, get_args

import pyarrow as pa

from dedupe.articles.columnar import read_columnar, table_rows
from dedupe.articles.columns import empty, stacked, tabulate
from dedupe.articles.delimited import read_delimited
from dedupe.articles.documents import read_documents
from dedupe.articles.fields import canonical, column_for, roles
from dedupe.articles.ids import assign_ids
from dedupe.articles.jsonlines import read_json, read_json_lines
from dedupe.articles.model import COLUMNS, Article, Articles, Problem, ReadError
from dedupe.articles.rows import Records, Rows, rows_joined, without_lone_surrogates
from dedupe.articles.sources import DOCUMENTS, Source, explained, find

OnError = Literal["skip", "fail"]

NAMED_IN_ERROR = 3
"""Problems that an error message spells out."""

OBJECTS = "<objects>"
"""Stands for the path where articles come from a program."""


SMALL_PIECE = 100
SMALL_PIECES = 1000
"""Rows below which pieces are joined, and how many at a time."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows as they came, and the columns that play a role in them."""

    rows: Rows
    role: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """Rows as the columns of `COLUMNS`, and as they came."""

    table: pa.Table
    rows: Rows


def read(
    *sources: object,
    id: str | None = None,
    text: str | None = None,
    title: str | None = None,
    published: str | None = None,
    source: str | None = None,
    url: str | None = None,
    on_error: OnError = "skip",
    stdin: BinaryIO | None = None,
) -> Articles:
    """Read the articles of files, folders and globs, in any of the formats that suffixes tell.

    Parameters
    ----------
    *sources
        Paths, globs, lists of these; `-` is JSON Lines on standard input. A file named twice is read once.
    id, text, title, published, source, url
        The name of the field in the input; where it is not given, the name that convention has.
    on_error
        With `skip`, rows that cannot be read are left out and listed in `problems`; with `fail`,
        any problem is an error.
    stdin
        The stream that `-` reads; by default the process's own.

    Returns
    -------
    Articles
        The articles in the order of the sources and of the rows in each.

    Raises
    ------
    ReadError
        Where a source cannot be read at all, has no text, or on any problem with `on_error="fail"`.
    """
    given = {"id": id, "text": text, "title": title, "published": published, "source": source, "url": url}
    named = {role: name for role, name in given.items() if name is not None}
    check(on_error)
    pieces: list[Piece] = []
    unknown = dict(named)
    for each in runs(find(sources, stdin)):
        own_names = {} if each[0].format in DOCUMENTS else named
        rows = list(rows_of(each, named.get("text")))
        columns = list(dict.fromkeys(name for piece in rows for name in piece.columns.column_names))
        unknown = {role: name for role, name in unknown.items() if not column_for(role, columns, name)}
        role = roles(each[0].path, columns, own_names) if any(map(len, rows)) else {}
        pieces += [Piece(piece, role) for piece in rows]
    if unknown and any(len(piece.rows) for piece in pieces):
        raise ReadError(f"no source has {described(unknown)}; the fields are: {', '.join(fields(pieces))}")
    return corpus(pieces, on_error, ", ".join(map(str, sources)))


def from_objects(
    items: object,
    *,
    id: str | None = None,
    text: str | None = None,
    title: str | None = None,
    published: str | None = None,
    source: str | None = None,
    url: str | None = None,
    on_error: OnError = "skip",
) -> Articles:
    """Make a corpus of articles that a program holds.

    Parameters
    ----------
    items
        Strings (texts), mappings, `Article`s or a mixture of them; or an Arrow table, or a data
        frame of pandas or polars, which are not imported for this.
    id, text, title, published, source, url, on_error
        As in `read`.

    Raises
    ------
    ReadError
        Where an item is nothing of these, has no text, or on any problem with `on_error="fail"`.
    """
    if isinstance(items, Articles):
        return items
    given = {"id": id, "text": text, "title": title, "published": published, "source": source, "url": url}
    named = {role: name for role, name in given.items() if name is not None}
    with explained(OBJECTS):
        table = as_table(items)
        rows = object_rows(items) if table is None else table_rows(OBJECTS, table)
    check(on_error)
    columns = rows.columns.column_names
    role = roles(OBJECTS, columns, named) if len(rows) else {}
    unknown = {each: name for each, name in named.items() if each not in role}
    if unknown and len(rows):
        raise ReadError(f"no object has {described(unknown)}; the fields are: {', '.join(columns)}")
    return corpus([Piece(rows, role)], on_error, "the objects")


def check(on_error: str) -> None:
    """Raise ValueError where `on_error` is no way to deal with problems."""
    if on_error not in get_args(OnError):
        raise ValueError(f"on_error is {on_error!r}; it is one of {get_args(OnError)}")


def runs(sources: Sequence[Source]) -> Iterator[list[Source]]:
    """Yield each file that holds many articles alone, and all that hold one article a file together."""
    for documents, group in itertools.groupby(sources, key=lambda source: source.format in DOCUMENTS):
        if documents:
            yield list(group)
        else:
            yield from ([source] for source in group)


def rows_of(sources: Sequence[Source], text_field: str | None) -> Iterator[Rows]:
    """Yield the rows of one file, or of several that hold one article each."""
    source = sources[0]
    match source.format:
        case "jsonl":
            return read_json_lines(source)
        case "json":
            return read_json(source, text_field)
        case "csv" | "tsv":
            return read_delimited(source)
        case "parquet" | "arrow":
            return read_columnar(source)
    return read_documents(sources)


def corpus(pieces: Sequence[Piece], on_error: OnError, what: str) -> Articles:
    """Return the pieces as one corpus with an id for each article."""
    problems = [problem for piece in pieces if not len(piece.rows) for problem in piece.rows.problems]
    parts: list[Part] = []
    for piece in joined(piece for piece in pieces if len(piece.rows)):
        part = Part(*canonical(piece.rows, piece.role))
        problems += part.rows.problems
        if len(part.rows):
            parts.append(part)
    paths = (piece.rows.path for piece in pieces)
    in_order = (path for each in paths for path in ([each] if isinstance(each, str) else each))
    place = {path: number for number, path in enumerate(dict.fromkeys(in_order))}
    problems.sort(key=lambda problem: (place[problem.path], problem.line or 0))
    if problems and not parts and on_error == "skip":
        raise ReadError(f"no article could be read from {what}; {count_and_first(problems)}")
    table = pa.concat_tables(part.table for part in parts) if parts else COLUMNS.empty_table()
    ids, renamed = assign_ids(table)
    starts = list(itertools.accumulate((len(part.rows) for part in parts), initial=0))
    for row in sorted(renamed):
        number = bisect.bisect_right(starts, row) - 1
        message = f"id {renamed[row]!r} is taken by another row; this one is now {ids[row].as_py()!r}"
        problems.append(parts[number].rows.problem("duplicate-id", row - starts[number], message))
    if problems and on_error == "fail":
        raise ReadError(f"{count_and_first(problems)}; to read on past them: --on-error skip")
    table = table.set_column(0, "id", ids).cast(COLUMNS)
    original = stacked([part.rows.columns for part in parts]) if parts else empty(0)
    return Articles(table, original, tuple(problems))


def joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the pieces, runs of small ones with the same columns as one: a folder may hold a file a row."""
    for (small, _, _), run in itertools.groupby(pieces, key=likeness):
        if small:
            for batch in batches(run, SMALL_PIECES):
                yield Piece(rows_joined([piece.rows for piece in batch]), batch[0].role)
        else:
            yield from run


def likeness(piece: Piece) -> tuple[bool, object, object]:
    """Return what two pieces must share to be joined: first of all, that they are small."""
    rows = piece.rows
    small = len(rows) < SMALL_PIECE and not rows.foreign
    return small, piece.role, (rows.unit, rows.lines is None, rows.columns.schema)


def batches(pieces: Iterable[Piece], size: int) -> Iterator[list[Piece]]:
    """Yield the pieces in lists of at most `size`."""
    pieces = iter(pieces)
    while batch := list(itertools.islice(pieces, size)):
        yield batch


def count_and_first(problems: Sequence[Problem]) -> str:
    """Return how many problems there are and the first few of them, in one line."""
    first = "; ".join(map(str, problems[:NAMED_IN_ERROR]))
    more = f"; and {len(problems) - NAMED_IN_ERROR} more" if len(problems) > NAMED_IN_ERROR else ""
    return f"{len(problems)} problem{'s' * (len(problems) > 1)}: {first}{more}"


def described(named: Mapping[str, str]) -> str:
    """Return fields that were asked for in vain, as an option would name them."""
    return " and no ".join(f"field {name!r} (--{role})" for role, name in named.items())


def fields(pieces: Sequence[Piece]) -> list[str]:
    """Return the fields that any piece has."""
    return list(dict.fromkeys(name for piece in pieces for name in piece.rows.columns.column_names))


def as_table(items: object) -> pa.Table | None:
    """Return a table or data frame as an Arrow table, and None for anything else."""
    if isinstance(items, pa.Table):
        return items
    if type(items).__module__.partition(".")[0] == "pandas":
        return pa.Table.from_pandas(items, preserve_index=False)
    return pa.table(items) if hasattr(items, "__arrow_c_stream__") else None


def object_rows(items: object) -> Rows:
    """Return strings, mappings and articles as rows, numbered from 1."""
    if not isinstance(items, Iterable) or isinstance(items, str | bytes | Mapping):
        kind = type(items).__name__
        raise ReadError(
            f"articles come as a list, not as a {kind}: try [{'text' if kind == 'str' else 'article'}]"
        )
    records: Records = [(number, record_of(item, number)) for number, item in enumerate(items, 1)]
    problems: tuple[Problem, ...] = ()
    try:
        table, foreign = tabulate(records, python_types=True)
    except UnicodeEncodeError:
        mended = [(number, without_lone_surrogates(record)) for number, record in records]
        problems = tuple(
            Problem("encoding", OBJECTS, None, f"item {n}: half of a surrogate pair, replaced by U+FFFD")
            for (n, whole), (_, record) in zip(mended, records, strict=True)
            if whole != record
        )
        records = [(number, record) for number, record in mended if isinstance(record, dict)]
        table, foreign = tabulate(records, python_types=True)
    return Rows(OBJECTS, table, [number for number, _ in records], "row", foreign, problems)


def record_of(item: object, number: int) -> dict[str, object]:
    """Return a string, mapping or article as an object with named fields."""
    if isinstance(item, str):
        return {"text": item}
    if isinstance(item, Article):
        return asdict(item)
    if isinstance(item, Mapping):
        return {str(name): value for name, value in item.items()}
    kind = type(item).__name__
    raise ReadError(
        f'item {number} is of type {kind}: give a string or a mapping such as {{"id": "a", "text": "..."}}'
    )
