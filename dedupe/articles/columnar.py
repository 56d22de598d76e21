"""Parquet, Arrow and the data frames of pandas and polars: rows that are columns already."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from dedupe.articles.columns import distinct
from dedupe.articles.fields import roles
from dedupe.articles.rows import Rows
from dedupe.articles.sources import Source, explained, open_source, size_on_disk
from dedupe.articles.spill import MappedFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PIECE = 16 << 20
"""Bytes that are turned to rows together."""

FEATHER_1 = b"FEA1"
"""The first bytes of version 1 of Feather, which is not Arrow's own file format."""


def read_columnar(source: Source, wanted: Mapping[str, str] | None = None) -> Iterator[Rows]:
    """Yield the rows of a Parquet, Arrow or Feather file, which has row numbers where others have lines.

    With `wanted`, names that were given for roles, columns of Parquet that play none are left out.
    """
    with explained(source.path):
        first = 1
        for table in batches_of(source, wanted):
            yield table_rows(source.path, table, first)
            first += table.num_rows
    source.progress(size_on_disk(source.path))


def batches_of(source: Source, wanted: Mapping[str, str] | None = None) -> Iterator[pa.Table]:
    """Yield the rows as the file has them, in pieces, first one that may be without any."""
    return parquet(source, wanted) if source.format == "parquet" else arrow(source)


def parquet(source: Source, wanted: Mapping[str, str] | None) -> Iterator[pa.Table]:
    """Yield a Parquet file in pieces of about `PIECE` bytes, first one without rows."""
    from pyarrow import parquet as pq

    with pq.ParquetFile(seekable(source), pre_buffer=False, buffer_size=1 << 20) as file:
        schema = file.schema_arrow
        yield schema.empty_table()
        columns = None
        if wanted is not None and distinct(schema.names) == tuple(schema.names):
            columns = list(dict.fromkeys(roles(schema.names, wanted).values()))
        groups = [file.metadata.row_group(i) for i in range(file.num_row_groups)]
        size, rows = sum(group.total_byte_size for group in groups), file.metadata.num_rows
        for batch in file.iter_batches(max(1, PIECE * rows // max(1, size)), columns=columns):
            yield pa.Table.from_batches([batch])


def arrow(source: Source) -> Iterator[pa.Table]:
    """Yield an Arrow file, an Arrow stream or a Feather file in pieces of about `PIECE` bytes.

    Where the source may be mapped and is not compressed, the tables are views of the file.
    """
    mapped = source.mapped and not source.compression and size_on_disk(source.path) > 0
    mapping = MappedFile.of(source.path) if mapped else None
    data = seekable(source).read_buffer() if mapping is None else mapping.bytes
    start = data[: len(FEATHER_1)].to_pybytes()
    if start == FEATHER_1:
        from pyarrow import feather

        yield feather.read_table(pa.BufferReader(data))
        return
    if start == b"ARRO":
        file = pa.ipc.open_file(data)
        schema, batches = file.schema, map(file.get_batch, range(file.num_record_batches))
    else:
        stream = pa.ipc.open_stream(data)
        schema, batches = stream.schema, iter(stream)
    yield schema.empty_table()
    for batch in batches:
        yield from in_pieces(pa.Table.from_batches([batch]))
        if mapping is not None:
            mapping.release()


def in_pieces(table: pa.Table) -> Iterator[pa.Table]:
    """Yield the rows of a table, about `PIECE` bytes at a time."""
    rows = max(1, PIECE * table.num_rows // max(1, table.nbytes))
    for first in range(0, table.num_rows, rows):
        yield table.slice(first, rows)


def seekable(source: Source) -> pa.NativeFile:
    """Open a source so that it can be read from its end."""
    if source.compression:
        with open_source(source) as file:
            return pa.BufferReader(file.read())
    return pa.OSFile(source.path)


def table_rows(path: str, table: pa.Table, first: int = 1) -> Rows:
    """Return a table as rows, numbered from `first`: names distinct, dictionaries decoded, no metadata.

    Raises
    ------
    pyarrow.ArrowInvalid
        Where a string is not UTF-8 or the table is damaged otherwise.
    """
    table.validate(full=True)
    table = table.rename_columns(distinct(table.column_names))
    fields = [pa.field(field.name, decoded(field.type)) for field in table.schema]
    return Rows(path, table.cast(pa.schema(fields)), range(first, first + table.num_rows), unit="row")


def decoded(data_type: pa.DataType) -> pa.DataType:
    """Return the type of the values of a dictionary, and a plain string type for a view."""
    if pa.types.is_dictionary(data_type):
        return data_type.value_type
    return pa.large_string() if pa.types.is_string_view(data_type) else data_type
