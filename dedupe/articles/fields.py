"""Which column of a file is what: fields found by the names that feeds and corpora give them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from dedupe import compute as pc
from dedupe.articles.columns import as_text, without_empty
from dedupe.articles.dates import timestamps
from dedupe.articles.model import COLUMNS, OBJECTS, ReadError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from dedupe.articles.rows import Rows

NAMES: Mapping[str, tuple[str, ...]] = {
    "text": (
        "text",
        "body",
        "content",
        "article",
        "main_text",
        "full_text",
        "article_text",
        "article_body",
        "body_text",
        "texto",
        "texte",
        "inhalt",
        "contenido",
        "contenu",
    ),
    "id": ("id", "guid", "uri", "_id", "article_id", "doc_id", "url"),
    "title": ("title", "headline", "titel", "título", "titulo", "titre"),
    "published": (
        "published",
        "date",
        "published_at",
        "pub_date",
        "date_published",
        "published_date",
        "publication_date",
        "publish_date",
        "timestamp",
        "datetime",
        "created_at",
        "datum",
        "fecha",
    ),
    "source": ("source", "publisher", "outlet", "domain", "site", "newspaper", "quelle", "fuente"),
    "url": ("url", "link", "href"),
}
"""The names each field goes by, the likelier first; case, spaces, `_` and `-` do not count."""


TEXT_LEAST = 25.0
"""Letters on average from which a column may be meant for the text: more than an id or a date has."""


def column_for(role: str, columns: Sequence[str], named: str | None = None) -> str | None:
    """Return the column that plays a role: the one named, else the first that convention knows, else None."""
    if named is not None:
        return named if named in columns else matching_case(named, columns)
    for name in NAMES[role]:
        if name in columns:
            return name
        for column in columns:
            if plain(column) == plain(name):
                return column
    return None


def matching_case(name: str, columns: Sequence[str]) -> str | None:
    """Return the column of that name whatever its case, or None."""
    return next((column for column in columns if column.casefold() == name.casefold()), None)


def plain(name: str) -> str:
    """Return a column's name without case and punctuation."""
    return re.sub(r"[\W_]+", "", name.casefold())


def roles(columns: Sequence[str], named: Mapping[str, str]) -> dict[str, str]:
    """Return the column for each role that one plays in a file: the one named, else that of convention."""
    found = {role: column_for(role, columns, named.get(role)) or column_for(role, columns) for role in NAMES}
    return {role: column for role, column in found.items() if column is not None}


def no_text_field(path: str, columns: Sequence[str], named: Mapping[str, str], sample: pa.Table) -> ReadError:
    """Return the error of a file in which no column is the text.

    It names the columns there are, and as an example the one whose values are longest in some of the rows.
    """
    wanted = f"no field {named['text']!r}" if "text" in named else "no field that is known to hold the text"
    ask, option = "Name the one with --text NAME", "--text "
    if path == OBJECTS:
        ask, option = "Rename the one that is the text to 'text'", ""
    likely = ""
    if columns:
        guess = nearest_column("text", named.get("text"), columns) or longest(columns, sample)
        likely = f", for example {option}{in_one_line([guess])}"
    there = in_one_line(columns) or "none"
    return ReadError(f"{path} has {wanted}; its fields are: {there}. {ask}{likely}")


def longest(columns: Sequence[str], sample: pa.Table) -> str:
    """Return the column of the longest strings, of several as long, or where none is a text, the last."""

    def letters(name: str) -> float:
        values = column_or_null(sample, name)
        if not (pa.types.is_string(values.type) or pa.types.is_large_string(values.type)):
            return 0.0
        mean = pc.mean(pc.utf8_length(values)).as_py() or 0.0
        return mean if mean >= TEXT_LEAST else 0.0

    return max(reversed(columns), key=letters)


def nearest_column(role: str, named: str | None, columns: Sequence[str]) -> str | None:
    """Return the column probably meant for a role: one of a like name, or else the one convention knows."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(named or "", columns, n=1)), None) or column_for(role, columns)


def in_one_line(columns: Iterable[str]) -> str:
    """Return the names of columns for a message, those with line ends and the like as Python writes them."""
    return ", ".join(name if name.isprintable() else repr(name) for name in columns)


def canonical(rows: Rows, role: Mapping[str, str]) -> tuple[pa.Table, Rows]:
    """Return rows as the columns of `COLUMNS`, and beside them the rows of the file that they are.

    Rows without text are left out and reported, in `problems`; `id` is null where a row has none.
    """
    text, missing = text_column(rows, role["text"])
    problems = [rows.problem("no-text", i, "no text, skipped") for i in indices(missing)]
    if problems:
        kept = pc.invert(missing)
        text = text.filter(kept)
        rows = selected(rows, kept)
    if role["text"] in rows.columns.column_names:  # one column for both tables, and offsets of 64 bits for it
        place = rows.columns.schema.get_field_index(role["text"])
        rows = replace(rows, columns=rows.columns.set_column(place, role["text"], text))
    blank = np.concatenate([np.empty(0, np.bool_), *map(are_blank, text.chunks)])
    problems += [
        rows.problem("empty-text", i, "empty text, kept as a cluster of its own")
        for i in np.flatnonzero(blank).tolist()
    ]
    columns = {"text": text}
    for name in ("id", "title", "source", "url"):
        columns[name] = string_column(rows.columns, role.get(name))
    columns["published"], bad = timestamps(column_or_null(rows.columns, role.get("published")))
    for i in indices(bad):
        value = as_text(rows.columns[role["published"]].slice(i, 1))[0].as_py()
        problems.append(
            rows.problem("bad-date", i, f"not a date: {str(value)[:60]!r}; row kept, date unknown")
        )
    table = pa.table([columns[name] for name in COLUMNS.names], COLUMNS.names)
    return table, replace(rows, problems=(*rows.problems, *problems))


def text_column(rows: Rows, name: str) -> tuple[pa.ChunkedArray, pa.ChunkedArray]:
    """Return the text of each row, and a mask of the rows where it is missing or no string.

    Of a list of strings, as scrapers write paragraphs, they are the paragraphs of the text.
    """
    column = column_or_null(rows.columns, name)
    if pa.types.is_list(column.type) or pa.types.is_large_list(column.type):
        column = pa.chunked_array([[paragraphs(value) for value in column.to_pylist()]], pa.large_string())
    if pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type):
        column = as_text(column)
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        column = pa.chunked_array([pa.nulls(len(column), pa.large_string())])
    missing = pc.is_null(column)
    if name in rows.foreign:
        foreign = pc.fill_null(rows.foreign[name], False)
        values, lost = column.to_pylist(), foreign.to_pylist()
        for row in indices(foreign):
            values[row] = paragraphs(json.loads(values[row]))
            lost[row] = values[row] is None
        column, missing = (
            pa.chunked_array([values], pa.large_string()),
            pc.or_(missing, pa.chunked_array([lost])),
        )
    return column.cast(pa.large_string()), missing


def paragraphs(value: object) -> str | None:
    """Return a list of strings as one text, None of anything else."""
    if not isinstance(value, list) or not value or not all(isinstance(each, str) for each in value):
        return None
    return "\n\n".join(value)


def are_blank(texts: pa.Array) -> NDArray[np.bool_]:
    """Tell which strings are empty, or white space alone."""
    data, ends = pc.buffers_of(texts)
    first = data[np.minimum(ends[:-1], len(data) - 1)] if len(data) else np.zeros(len(texts), np.uint8)
    blank: NDArray[np.bool_] = ends[1:] == ends[:-1]
    # Arrow looks at every string, with tables that it first makes; few begin with what may be a space.
    rows = np.flatnonzero(~blank & ((first <= ord(" ")) | (first >= 0x80)))
    if len(rows):
        blank[rows] = pc.utf8_is_space(texts.take(pc.from_numpy(rows))).to_numpy(zero_copy_only=False)
    return blank


def string_column(table: pa.Table, name: str | None) -> pa.ChunkedArray:
    """Return a column as strings, null where it is empty; of objects the `name`, else the `title`."""
    column = column_or_null(table, name)
    if pa.types.is_struct(column.type):
        field = next((field for field in ("name", "title") if column.type.get_field_index(field) >= 0), None)
        column = column if field is None else pc.struct_field(column, field)
    return without_empty(as_text(column))


def column_or_null(table: pa.Table, name: str | None) -> pa.ChunkedArray:
    """Return a column of the table, or nulls where it has none of that name."""
    if name is not None and name in table.column_names:
        return table[name]
    return pa.chunked_array([pa.nulls(table.num_rows, pa.string())])


def selected(rows: Rows, kept: pa.ChunkedArray) -> Rows:
    """Return the rows where the mask is true."""
    places = indices(kept)
    return replace(
        rows,
        path=rows.path if isinstance(rows.path, str) else [rows.path[i] for i in places],
        columns=rows.columns.filter(kept),
        lines=None if rows.lines is None else [rows.lines[i] for i in places],
        foreign={name: mask.filter(pa.array(kept.to_pylist())) for name, mask in rows.foreign.items()},
        in_source={name: texts.take(np.array(places, np.int64)) for name, texts in rows.in_source.items()},
    )


def indices(mask: pa.ChunkedArray) -> list[int]:
    """Return the rows where a mask is true."""
    return [int(i) for i in pc.indices_nonzero(mask).to_pylist()]
