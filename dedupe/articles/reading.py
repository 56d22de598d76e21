"""Read articles: from files of any format, and from the objects of a program."""

from __future__ import annotations

import itertools
import os
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, replace
from typing import Any, BinaryIO, Literal, get_args

import pyarrow as pa

from dedupe.articles.columnar import read_columnar, table_rows
from dedupe.articles.columns import tabulate
from dedupe.articles.delimited import read_delimited
from dedupe.articles.documents import read_documents
from dedupe.articles.fields import column_for, in_one_line, nearest_column
from dedupe.articles.gathering import Gathering
from dedupe.articles.jsonlines import read_json, read_json_lines
from dedupe.articles.model import OBJECTS, Article, Articles, Problem, ReadError, UnreadableError
from dedupe.articles.rows import Records, Rows, of_unreadable, to_the_damage, without_lone_surrogates
from dedupe.articles.sources import (
    DOCUMENTS,
    Note,
    Source,
    as_it_begins,
    explained,
    find_both,
    size_on_disk,
    why_unread,
)
from dedupe.articles.spill import Shelf

OnError = Literal["skip", "fail"]

STAYS_LEAST = 4 << 20
STAYS_MOST = 100
"""Bytes of a file from which texts are left in it, and how many such files may be open."""


def read(
    *sources: object,
    id: str | None = None,
    text: str | None = None,
    title: str | None = None,
    published: str | None = None,
    source: str | None = None,
    url: str | None = None,
    archive: object = (),
    on_error: OnError = "skip",
    original: bool = True,
    memory: int | None = None,
    stdin: BinaryIO | None = None,
    progress: Callable[[int], None] = lambda size: None,
    note: Note | None = None,
) -> Articles:
    """Read the articles of files, folders and globs, in any of the formats that suffixes tell.

    Parameters
    ----------
    *sources
        Paths, globs, lists of these; `-` is JSON Lines on standard input. A file named twice is read once.
    id, text, title, published, source, url
        The name of the field in the input; where it is not given, the name that convention has.
    archive
        A source or a list of some, to hold the others against: what was read on other days, say. Its
        articles stand last, as many as `archived` of the result says, with no columns of their own. Where
        one has the id of another article it is renamed and no problem. A folder may be empty.
    on_error
        With `skip`, rows that cannot be read are left out and listed in `problems`; with `fail`,
        any problem is an error.
    original
        Keep every column of the input, in the `original` of the articles. Without it, only the fields
        above are kept: `original` then has a row for each article, and no columns, and other columns
        of Parquet files are not looked at.
    memory
        Bytes that texts may take in memory. Where there are more, all go to a temporary file, in the
        folder that TMPDIR names, and the columns of the articles are views of it; it has no name and
        is gone with the process. Texts of large JSON Lines files are left in those, and read there
        when they are needed: such a file may grow, but not change. So are all columns of an Arrow file that
        is not compressed, which may not change at all. Call `release` on the articles after going through
        them. By default all stay in memory.
    stdin
        The stream that `-` reads; by default the process's own.
    progress
        Called with the number of bytes, of files as they lie on disk, that were read since the last call.
    note
        Called with lots of the texts that are left in files, while they are at hand; what it returns, a
        batch with a row a text, is kept for `Texts.noted`.

    Returns
    -------
    Articles
        The articles in the order of the sources and of the rows in each.

    Raises
    ------
    ReadError
        Where a source cannot be read at all, has no text, is in the archive too, on any problem with
        `on_error="fail"`, or where the temporary file has no room.
    """
    given = {"id": id, "text": text, "title": title, "published": published, "source": source, "url": url}
    named = {role: name for role, name in given.items() if name is not None}
    check(on_error)
    if memory is not None and memory < 0:
        raise ValueError(f"memory is {memory}; it is a number of bytes, or None for no limit")
    shelf = Shelf(memory)
    gathering = Gathering(shelf, original=original, note=note)
    archived = Gathering(shelf, original=False)
    unknown = dict(named)
    with closing(shelf):
        own, beside = find_both(sources, [archive], stdin)
        files = [as_it_begins(replace(found, progress=progress, note=note)) for found in own + beside]
        files = files if memory is None else left_where_they_are(files)
        for to, some in ((gathering, files[: len(own)]), (archived, files[len(own) :])):
            for each in runs(some):
                own_names = {} if each[0].format in DOCUMENTS else named
                wanted = None if to.original else own_names
                columns = to.add(each[0].path, rows_of(each, named.get("text"), wanted), own_names)
                unknown = {
                    role: name for role, name in unknown.items() if not column_for(role, columns, name)
                }
        if unknown and (gathering.has_rows or archived.has_rows):
            there = list(gathering.columns | archived.columns)
            raise ReadError(f"no source has {described(unknown, there)} the fields are: {in_one_line(there)}")
        return gathering.corpus(on_error, ", ".join(map(str, sources)), archived)


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
        Strings (texts), mappings, `Article`s or a mixture of them; or an Arrow table, a data frame or a
        series of texts of pandas or polars, or a Hugging Face dataset: these are not imported for it.
    id, text, title, published, source, url, on_error
        As in `read`. Objects without text are left out, and of those with one id all but one renamed, each
        with a warning.

    Raises
    ------
    ReadError
        Where an item is nothing of these, none has a text, or on any problem with `on_error="fail"`.
    """
    if isinstance(items, Articles):
        return items
    given = {"id": id, "text": text, "title": title, "published": published, "source": source, "url": url}
    named = {role: name for role, name in given.items() if name is not None}
    with explained(OBJECTS):
        try:
            table = as_table(items)
        except pa.ArrowException:  # a column of several types, such as ids that are numbers and strings
            table, items = None, frame_records(items)
        rows = object_rows(items) if table is None else table_rows(OBJECTS, table)
    check(on_error)
    gathering = Gathering(Shelf())
    columns = gathering.add(OBJECTS, [rows], named)
    unknown = {role: name for role, name in named.items() if not column_for(role, columns, name)}
    if unknown and len(rows):
        said = described(unknown, columns)
        raise ReadError(f"no object has {said} the fields are: {in_one_line(columns)}")
    articles = gathering.corpus(on_error, "the objects")
    if lacking := left_out(articles, len(rows)):
        warnings.warn(
            f"{len(lacking)} of {len(rows)} objects have no text and are left out: `labels` has None in "
            "their places, and all else that is found numbers rows without them. Leave them out before, and "
            "the numbers are those of your rows",
            stacklevel=4,
        )
    if taken := [problem.message for problem in articles.problems if problem.kind == "duplicate-id"]:
        warnings.warn(
            f"{len(taken)} of {len(rows)} objects have the id of another one and get a new one ({taken[0]}): "
            "do not join what is found to your rows by id, but take `labels`, which stands in their order",
            stacklevel=4,
        )
    return replace(articles, left_out=lacking)


def left_out(articles: Articles, given: int) -> tuple[int, ...]:
    """Return the places of those of so many objects that are no article; they were numbered from 1."""
    if len(articles) == given:
        return ()
    numbers = {number for rows in articles.places for number in rows.lines or ()}
    return tuple(place for place in range(given) if place + 1 not in numbers)


def check(on_error: str) -> None:
    """Raise ValueError where `on_error` is no way to deal with problems."""
    if on_error not in get_args(OnError):
        raise ValueError(f"on_error is {on_error!r}; it is one of {get_args(OnError)}")


def left_where_they_are(sources: Sequence[Source]) -> list[Source]:
    """Return the sources, marked where texts are left in them: some large JSON Lines files, Arrow files."""
    large = (
        source.path
        for source in sources
        if (source.format, source.compression, source.stream) == ("jsonl", None, None)
        and size_on_disk(source.path) >= STAYS_LEAST
    )
    stay = set(itertools.islice(large, STAYS_MOST))
    return [replace(source, stays=source.path in stay, mapped=True) for source in sources]


def runs(sources: Sequence[Source]) -> Iterator[list[Source]]:
    """Yield each file that holds many articles alone, and all that hold one article a file together."""
    for documents, group in itertools.groupby(sources, key=lambda source: source.format in DOCUMENTS):
        if documents:
            yield list(group)
        else:
            yield from ([source] for source in group)


def rows_of(
    sources: Sequence[Source], text_field: str | None, wanted: Mapping[str, str] | None = None
) -> Iterator[Rows]:
    """Yield the rows of one file, or of several that hold one article each.

    With `wanted`, names that were given for roles, columns that play no role may be left out.
    """
    source = sources[0]
    match source.format:
        case "jsonl":
            return to_the_damage(read_json_lines(source, text_field))
        case "json":
            return to_the_damage(read_json(source, text_field))
        case "csv" | "tsv":
            return to_the_damage(read_delimited(source))
        case "parquet" | "arrow":
            return to_the_damage(read_columnar(source, wanted))
        case "unread":
            return iter([of_unreadable(UnreadableError(source.path, why_unread(source.path)))])
    return read_documents(sources)


def described(named: Mapping[str, str], columns: Sequence[str]) -> str:
    """Return fields that were asked for in vain, as an option would name them, and which may be meant."""
    option = {role: "--date" if role == "published" else f"--{role}" for role in named}
    guesses = {role: nearest_column(role, name, columns) for role, name in named.items()}
    meant = " ".join(f"{option[role]} {in_one_line([guess])}" for role, guess in guesses.items() if guess)
    wanted = " and no ".join(f"field {name!r} ({option[role]})" for role, name in named.items())
    return wanted + (f"; did you mean {meant}?" if meant else ";")


def as_table(items: object) -> pa.Table | None:
    """Return a table or data frame as an Arrow table, and None for anything else, a column of texts too."""
    if isinstance(items, pa.Table):
        return items
    library, kind = type(items).__module__.partition(".")[0], type(items).__name__
    if kind == "Series":
        return None
    if library == "pandas":
        return pa.Table.from_pandas(items, preserve_index=False)
    if library == "datasets" and kind == "Dataset":
        rows: pa.Table = items.with_format("arrow")[:]  # type: ignore[attr-defined]
        return rows
    return pa.table(items) if hasattr(items, "__arrow_c_stream__") else None


def frame_records(frame: Any) -> list[dict[str, object]]:
    """Return the rows of a data frame of pandas as objects; what is missing is None."""
    found: list[dict[str, object]] = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return found


def object_rows(items: object) -> Rows:
    """Return strings, mappings and articles as rows, numbered from 1."""
    if isinstance(items, os.PathLike) or (isinstance(items, str) and os.path.exists(items)):
        raise ReadError(f"{os.fspath(items)!r} names a file: give dedupe.read({os.fspath(items)!r})")
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
