"""Rows of a file that holds no articles, such as clusters, gold or pairs: sound from first to last."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dedupe.cli.misuse import closest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa


def rows_with(path: str, fields: Mapping[str, pa.DataType], written_by: str) -> pa.Table:
    """Return these columns of a file, in these types; `written_by` is the command that writes such files."""
    import pyarrow as pa

    from dedupe.articles.columns import as_text

    schema = pa.schema(fields.items())
    pieces = [schema.empty_table()]
    for name, rows in _tables(path):
        missing = [field for field in fields if field not in rows.column_names]
        if missing:
            raise click.ClickException(
                f"{name} has no field {missing[0]!r}; such files are written by {written_by}"
            )
        try:
            columns = [as_text(rows[field]).cast(kind) for field, kind in fields.items()]
        except pa.ArrowInvalid as error:
            raise click.ClickException(f"{name}: {error}") from None
        pieces.append(_filled(pa.table(columns, schema=schema), name, ", ".join(fields)))
    return pa.concat_tables(pieces)


def clusters_in(path: str, field: str, remedy: str = "") -> pa.Table:
    """Return the id and cluster of each row of a file, and the relation where rows have it, as strings.

    `field` names the cluster; `remedy` is what to do where no field has that name, by default to name another
    with --gold-field.
    """
    import pyarrow as pa

    from dedupe.articles.columns import as_text
    from dedupe.articles.fields import column_for

    schema = pa.schema([(name, pa.string()) for name in ("id", "cluster", "relation")])
    pieces = [schema.empty_table()]
    for name, rows in _tables(path):
        there = rows.column_names
        id_field = column_for("id", there)
        if id_field is None or field not in there:
            lacking = "id" if id_field is None else field
            other = closest(field, there) or "FIELD"
            hint = "" if id_field is None else f"; {remedy or f'try --gold-field {other}'}"
            raise click.ClickException(
                f"{name} has no field {lacking!r}{hint}; its fields are: {', '.join(there)}"
            )
        named = pa.table([as_text(rows[each]) for each in (id_field, field)], ["id", "cluster"])
        relation = as_text(rows["relation"]) if "relation" in there else pa.nulls(len(rows), pa.string())
        named = _filled(named, name, f"{id_field} or {field}")
        pieces.append(named.append_column("relation", relation).cast(schema))
    return pa.concat_tables(pieces)


def _tables(path: str) -> Iterator[tuple[str, pa.Table]]:
    """Yield the rows of a file stretch by stretch, and its name; any problem ends it."""
    from dedupe.articles.reading import rows_of
    from dedupe.articles.sources import find

    for source in find([path]):
        for rows in rows_of([source], None):
            if rows.problems:
                raise click.ClickException(str(rows.problems[0]))
            if rows.columns.num_rows:
                yield source.path, rows.columns


def _filled(rows: pa.Table, name: str, fields: str) -> pa.Table:
    """Return rows that lack nothing; a cell that is empty, as in CSV, lacks its value too."""
    import pyarrow as pa

    from dedupe.articles.columns import without_empty

    texts = (pa.string(), pa.large_string())
    columns = (without_empty(column) if column.type in texts else column for column in rows.columns)
    if any(column.null_count for column in columns):
        raise click.ClickException(f"{name} has rows without {fields}: fill them in")
    return rows
