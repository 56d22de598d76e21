"""Write a table in any format that is read, whole or not at all."""

from __future__ import annotations

import errno
import itertools
import os
import shutil
import sys
from collections import Counter
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Protocol

import pyarrow as pa

from dedupe.articles.columns import python_values, text_of
from dedupe.articles.jsontext import json_value, rows_as_json
from dedupe.articles.sources import COMPRESSIONS, DOCUMENTS, FORMATS
from dedupe.threads import side_by_side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

PIECE = 8 << 20
MOST_ROWS = 16_384
"""Bytes of a table that are turned to text together, and the rows they may be: over a million rows of
clusters 16,384 to 262,144 rows take the same time, 1,024 rows twice as long."""

ROW_GROUP = 64 << 20
"""Bytes of a Parquet row group before it is compressed: what a writer holds in memory."""

WRITTEN = {suffix: name for suffix, name in FORMATS.items() if name not in DOCUMENTS}
"""The format that a suffix names, of those that hold a table."""


class Sink(Protocol):
    """What takes bytes: a binary file of Python's or of Arrow's."""

    def write(self, data: Any, /) -> Any:
        """Take some bytes."""


class WriteError(Exception):
    """Output that cannot be written: one line that says what happened and what to do."""


def write(
    table: pa.Table | pa.RecordBatchReader, path: str | os.PathLike[str], format: str | None = None
) -> None:
    """Write a table to a file, in the format that its suffix tells; the file appears when it is complete.

    Parameters
    ----------
    table
        Any columns, or a reader of batches that are written as they come. Where a format has no dates,
        they are ISO 8601; where it has no nested values, they are JSON text.
    path
        The file; `-` is standard output. After the format's suffix `.gz` or `.zst` compresses.
    format
        `jsonl`, `json`, `csv`, `tsv`, `parquet` or `arrow`, in place of the one that the suffix
        tells. On standard output it is `jsonl` where nothing else is said.

    Raises
    ------
    WriteError
        Where nothing tells the format, or the file cannot be made. What stood there before stays.
    """
    if twice := [name for name, times in Counter(table.schema.names).items() if times > 1]:
        raise WriteError(f"two columns are named {twice[0]!r}: rename one")
    rows = reader_of(table) if isinstance(table, pa.Table) else table
    with opened(path, format, WRITTEN.values()) as (file, kind):
        WRITERS[kind](rows, file)


def write_objects(
    lots: Iterable[Sequence[bytes]], path: str | os.PathLike[str], format: str | None = None
) -> None:
    """Write objects of JSON, each one line of it, as they are: `jsonl` or `json`; otherwise as `write`."""
    with opened(path, format, JSON_ENDS) as (file, kind):
        end = JSON_ENDS[kind]
        pieces = (b"".join([part for one in lot for part in (one, end)]) for lot in lots)
        (lines if kind == "jsonl" else array)(map(pa.py_buffer, pieces), file)


@contextmanager
def opened(
    path: str | os.PathLike[str], format: str | None, formats: Iterable[str]
) -> Iterator[tuple[Sink, str]]:
    """Give a file that appears when it is complete, or standard output, and the format to write there."""
    path = os.fspath(path)
    stem, suffix = os.path.splitext(path)
    compression = COMPRESSIONS.get(suffix.lower())
    if compression:
        stem, suffix = os.path.splitext(stem)
    kind = format or ("jsonl" if path == "-" else WRITTEN.get(suffix.lower(), ""))
    if kind not in formats:
        known = f"the suffixes are {' '.join(suffix for suffix, name in WRITTEN.items() if name in formats)}"
        raise WriteError(f"cannot tell the format of {path}: try {stem or 'articles'}.jsonl; {known}")
    if path == "-":
        yield sys.stdout.buffer, kind
        sys.stdout.buffer.flush()
        return
    try:
        with destination(path) as place, pa.output_stream(place, compression=compression) as file:
            yield file, kind
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        folder = os.path.dirname(path) or os.curdir
        look = "df -h" if error.errno == errno.ENOSPC else "ls -ld"
        raise WriteError(f"cannot write {path}: {reason}; look at: {look} {folder}") from None


@contextmanager
def destination(path: str) -> Iterator[str]:
    """Give the path of a new file that takes its name at the end, or is gone where writing it failed.

    A link stays a link, and a device or pipe such as `/dev/null` is written to as it is.
    """
    target = os.path.realpath(path)
    if os.path.isdir(target):
        raise WriteError(
            f"{path} is a folder: name a file in it, such as {os.path.join(path, 'articles.jsonl')}"
        )
    if os.path.exists(path) and not os.path.isfile(path):
        yield path
        return
    folder, name = os.path.split(target)
    part = os.path.join(folder, f".{name}.{os.getpid()}.part")
    try:
        yield part
        if os.path.exists(target):
            shutil.copymode(target, part)
        with open(part, "rb+") as file:
            os.fsync(file.fileno())
        os.replace(part, target)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(part)
        raise


def reader_of(table: pa.Table) -> pa.RecordBatchReader:
    """Return a table in stretches of rows that are turned to text together."""
    rows = PIECE * table.num_rows // max(1, table.nbytes)
    batches = table.to_batches(max_chunksize=min(max(1, rows), MOST_ROWS))
    return pa.RecordBatchReader.from_batches(table.schema, batches)


JSON_ENDS = {"jsonl": b"\n", "json": b",\n"}
"""What follows each object in the formats of JSON; in an array not the last."""


def json_lines(rows: pa.RecordBatchReader, file: Sink) -> None:
    """Write the rows as JSON Lines, in UTF-8."""
    lines(side_by_side(lambda batch: rows_as_json(batch, "\n"), rows), file)


def json_array(rows: pa.RecordBatchReader, file: Sink) -> None:
    """Write the rows as one JSON array, a row a line."""
    array(side_by_side(lambda batch: rows_as_json(batch, ",\n"), rows), file)


def lines(pieces: Iterable[pa.Buffer], file: Sink) -> None:
    """Write objects with their line ends."""
    for objects in pieces:
        file.write(objects)


def array(pieces: Iterable[pa.Buffer], file: Sink) -> None:
    """Write objects with a comma and line end after each as one array, a row a line."""
    before = b"[\n"
    for objects in pieces:
        if objects.size:
            file.write(before)
            file.write(objects.slice(0, objects.size - len(JSON_ENDS["json"])))
            before = JSON_ENDS["json"]
    file.write(b"[]\n" if before == b"[\n" else b"\n]\n")


def comma_separated(rows: pa.RecordBatchReader, file: Sink, delimiter: str = ",") -> None:
    """Write the rows as CSV (RFC 4180) with a header, every string in quotes and null as nothing."""
    from pyarrow import csv as arrow_csv

    empty = pa.RecordBatch.from_pylist([], rows.schema)
    for number, batch in enumerate(itertools.chain([empty], rows)):
        options = arrow_csv.WriteOptions(include_header=number == 0, delimiter=delimiter)
        buffer = pa.BufferOutputStream()
        columns = [flat(column) for column in batch.columns]
        arrow_csv.write_csv(pa.RecordBatch.from_arrays(columns, rows.schema.names), buffer, options)
        file.write(buffer.getvalue())


def tab_separated(rows: pa.RecordBatchReader, file: Sink) -> None:
    """Write the rows as CSV with tabs between the fields."""
    comma_separated(rows, file, "\t")


def flat(column: pa.Array) -> pa.Array:
    """Return a column as CSV can hold it: what is no string, number or truth value becomes text."""
    kind = column.type
    if pa.types.is_primitive(kind) and not pa.types.is_temporal(kind) and not pa.types.is_null(kind):
        return column
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return column
    return pa.array((text_of(json_value(value)) for value in python_values(column)), pa.string())


def parquet(rows: pa.RecordBatchReader, file: Sink) -> None:
    """Write the rows as a Parquet file, which knows no object without members."""
    from pyarrow import parquet as pq

    empty = [has_empty_struct(field.type) for field in rows.schema]
    fields = [pa.field(f.name, pa.string()) if odd else f for f, odd in zip(rows.schema, empty, strict=True)]
    schema = pa.schema(fields, rows.schema.metadata)
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for group in row_groups(rows):
            columns = [flat(c) if odd else c for c, odd in zip(group.columns, empty, strict=True)]
            writer.write_table(pa.table(columns, schema=schema))


def row_groups(rows: pa.RecordBatchReader) -> Iterator[pa.Table]:
    """Yield the rows in groups of about `ROW_GROUP` bytes, at least one, of one batch each."""
    waiting = [pa.RecordBatch.from_pylist([], rows.schema)]
    for batch in rows:
        waiting.append(batch)
        if sum(each.nbytes for each in waiting) >= ROW_GROUP:
            yield pa.Table.from_batches(waiting).combine_chunks()
            waiting = []
    if waiting:
        yield pa.Table.from_batches(waiting).combine_chunks()


def has_empty_struct(data_type: pa.DataType) -> bool:
    """Tell whether a type is or holds an object without members."""
    if pa.types.is_struct(data_type) and not data_type.num_fields:
        return True
    return any(has_empty_struct(data_type.field(i).type) for i in range(data_type.num_fields))


def arrow(rows: pa.RecordBatchReader, file: Sink) -> None:
    """Write the rows as an Arrow file, which is version 2 of Feather too."""
    with pa.ipc.new_file(file, rows.schema) as writer:
        for batch in rows:
            writer.write_batch(batch)


WRITERS: dict[str, Callable[[pa.RecordBatchReader, Sink], None]] = {
    "jsonl": json_lines,
    "json": json_array,
    "csv": comma_separated,
    "tsv": tab_separated,
    "parquet": parquet,
    "arrow": arrow,
}
"""What writes each format."""
