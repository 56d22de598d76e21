"""Parquet, Arrow and the data frames of pandas and polars: rows that are columns already."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from dedupe.articles.columns import distinct
from dedupe.articles.rows import Rows
from dedupe.articles.sources import Source, explained, open_source

if TYPE_CHECKING:
    from collections.abc import Iterator

FEATHER_1 = b"FEA1"
"""The first bytes of version 1 of Feather, which is not Arrow's own file format."""


def read_columnar(source: Source) -> Iterator[Rows]:
    """Yield the rows of a Parquet, Arrow or Feather file, which has row numbers where others have lines."""
    with explained(source.path):
        yield table_rows(source.path, parquet(source) if source.format == "parquet" else arrow(source))


def parquet(source: Source) -> pa.Table:
    """Return the table of a Parquet file."""
    from pyarrow import parquet as pq

    return pq.ParquetFile(seekable(source)).read()


def arrow(source: Source) -> pa.Table:
    """Return the table of an Arrow file, an Arrow stream or a Feather file."""
    from pyarrow import feather

    file = seekable(source)
    start = file.read(len(FEATHER_1))
    file.seek(0)
    if start == FEATHER_1:
        return feather.read_table(file)
    if start == b"ARRO":
        return pa.ipc.open_file(file).read_all()
    return pa.ipc.open_stream(file).read_all()


def seekable(source: Source) -> pa.NativeFile:
    """Open a source so that it can be read from its end."""
    if source.compression:
        with open_source(source) as file:
            return pa.BufferReader(file.read())
    return pa.OSFile(source.path)


def table_rows(path: str, table: pa.Table) -> Rows:
    """Return a table as rows: names distinct, dictionaries decoded, without metadata.

    Raises
    ------
    pyarrow.ArrowInvalid
        Where a string is not UTF-8 or the table is damaged otherwise.
    """
    table.validate(full=True)
    table = table.rename_columns(distinct(table.column_names))
    fields = [pa.field(field.name, decoded(field.type)) for field in table.schema]
    return Rows(path, table.cast(pa.schema(fields)), range(1, table.num_rows + 1), unit="row")


def decoded(data_type: pa.DataType) -> pa.DataType:
    """Return the type of the values of a dictionary, and a plain string type for a view."""
    if pa.types.is_dictionary(data_type):
        return data_type.value_type
    return pa.large_string() if pa.types.is_string_view(data_type) else data_type
