"""Write a table in any format that is read, whole or not at all."""

from __future__ import annotations

import base64
import json
import math
import os
import shutil
import sys
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import TYPE_CHECKING

import pyarrow as pa

from dedupe.articles.columns import python_values, text_of
from dedupe.articles.sources import COMPRESSIONS, DOCUMENTS, FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BATCH = 1024
"""Rows that are turned to text together."""

WRITTEN = {suffix: name for suffix, name in FORMATS.items() if name not in DOCUMENTS}
"""The format that a suffix names, of those that hold a table."""


class WriteError(Exception):
    """Output that cannot be written: one line that says what happened and what to do."""


def write(table: pa.Table, path: str | os.PathLike[str], format: str | None = None) -> None:
    """Write a table to a file, in the format that its suffix tells; the file appears when it is complete.

    Parameters
    ----------
    table
        Any columns. Where a format has no dates, they are ISO 8601; where it has no nested values,
        they are JSON text.
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
    path = os.fspath(path)
    stem, suffix = os.path.splitext(path)
    compression = COMPRESSIONS.get(suffix.lower())
    if compression:
        stem, suffix = os.path.splitext(stem)
    kind = format or ("jsonl" if path == "-" else WRITTEN.get(suffix.lower(), ""))
    if kind not in PIECES:
        known = f"the suffixes are {' '.join(WRITTEN)}"
        raise WriteError(f"cannot tell the format of {path}: try {stem or 'articles'}.jsonl; {known}")
    pieces = PIECES[kind](table)
    if path == "-":
        sys.stdout.buffer.writelines(pieces)
        sys.stdout.buffer.flush()
        return
    try:
        with destination(path) as place, pa.output_stream(place, compression=compression) as file:
            for piece in pieces:
                file.write(piece)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        folder = os.path.dirname(path) or os.curdir
        raise WriteError(f"cannot write {path}: {reason}; look at: ls -ld {folder}") from None


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
    if os.path.exists(target) and not os.path.isfile(target):
        yield target
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


def json_lines(table: pa.Table) -> Iterator[bytes]:
    """Yield the rows as JSON Lines, in UTF-8."""
    for lines in json_rows(table):
        yield "".join(f"{line}\n" for line in lines).encode()


def json_array(table: pa.Table) -> Iterator[bytes]:
    """Yield the rows as one JSON array, a row a line."""
    before = "[\n"
    for lines in json_rows(table):
        yield (before + ",\n".join(lines)).encode()
        before = ",\n"
    yield b"[]\n" if before == "[\n" else b"\n]\n"


def json_rows(table: pa.Table) -> Iterator[list[str]]:
    """Yield the rows as JSON objects, in lists."""
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    for batch in table.to_batches(max_chunksize=BATCH):
        columns = [json_values(column) for column in batch.columns]
        yield [encode(dict(zip(table.column_names, row, strict=True))) for row in zip(*columns, strict=True)]


def json_values(column: pa.Array) -> list[object]:
    """Return the values of a column as JSON has them."""
    if (
        pa.types.is_string(column.type)
        or pa.types.is_large_string(column.type)
        or pa.types.is_integer(column.type)
    ):
        return list(column.to_pylist())
    return [json_value(value) for value in python_values(column)]


def json_value(value: object) -> object:
    """Return a value as JSON has it: dates as ISO 8601, bytes as Base64, no number as null."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(name): json_value(member) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return [json_value(item) for item in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, datetime):
        return value.isoformat().removesuffix("+00:00") + "Z" * (
            value.utcoffset() is not None and not value.utcoffset()
        )
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def comma_separated(table: pa.Table, delimiter: str = ",") -> Iterator[bytes]:
    """Yield the rows as CSV (RFC 4180) with a header, every string in quotes and null as nothing."""
    from pyarrow import csv as arrow_csv

    columns = [flat(column) for column in table.columns]
    flat_table = pa.table(columns, table.column_names)
    with_header = True
    for batch in flat_table.to_batches(max_chunksize=BATCH) or flat_table.schema.empty_table().to_batches():
        options = arrow_csv.WriteOptions(include_header=with_header, delimiter=delimiter)
        buffer = pa.BufferOutputStream()
        arrow_csv.write_csv(batch, buffer, options)
        yield buffer.getvalue().to_pybytes()
        with_header = False


def tab_separated(table: pa.Table) -> Iterator[bytes]:
    """Yield the rows as CSV with tabs between the fields."""
    return comma_separated(table, "\t")


def flat(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column as CSV can hold it: what is no string, number or truth value becomes text."""
    kind = column.type
    if pa.types.is_primitive(kind) and not pa.types.is_temporal(kind) and not pa.types.is_null(kind):
        return column
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return column
    chunks = [
        pa.array((text_of(json_value(v)) for v in python_values(c)), pa.string()) for c in column.chunks
    ]
    return pa.chunked_array(chunks, pa.string())


def parquet(table: pa.Table) -> Iterator[bytes]:
    """Yield the table as a Parquet file."""
    from pyarrow import parquet as pq

    columns = [
        flat(c) if has_empty_struct(c.type) else c for c in table.columns
    ]  # Parquet knows no empty object
    buffer = pa.BufferOutputStream()
    pq.write_table(pa.table(columns, table.column_names), buffer, compression="zstd")
    yield buffer.getvalue()


def has_empty_struct(data_type: pa.DataType) -> bool:
    """Tell whether a type is or holds an object without members."""
    if pa.types.is_struct(data_type) and not data_type.num_fields:
        return True
    return any(has_empty_struct(data_type.field(i).type) for i in range(data_type.num_fields))


def arrow(table: pa.Table) -> Iterator[bytes]:
    """Yield the table as an Arrow file, which is version 2 of Feather too."""
    buffer = pa.BufferOutputStream()
    with pa.ipc.new_file(buffer, table.schema) as writer:
        writer.write_table(table)
    yield buffer.getvalue()


PIECES: dict[str, Callable[[pa.Table], Iterator[bytes]]] = {
    "jsonl": json_lines,
    "json": json_array,
    "csv": comma_separated,
    "tsv": tab_separated,
    "parquet": parquet,
    "arrow": arrow,
}
"""What makes the bytes of each format."""
