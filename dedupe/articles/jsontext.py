"""Rows as JSON text, a column at a time: as Python's `json` writes them, without a Python object a value."""

from __future__ import annotations

import base64
import json
import math
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from dedupe import compute as pc
from dedupe.articles.columns import python_values

if TYPE_CHECKING:
    from numpy.typing import NDArray

TEXT = pa.large_string()

QUOTE, BACKSLASH = b'"\\'
SPACE = 0x20
"""The first character that JSON takes in a string as it is."""


def rows_as_json(batch: pa.RecordBatch, end: str) -> pa.Buffer:
    """Return the rows as JSON objects in UTF-8, each followed by `end`."""
    if not batch.num_columns:
        return pa.py_buffer(f"{{}}{end}".encode() * batch.num_rows)
    parts: list[pa.Array | pa.Scalar] = []
    before = "{"
    for name, column in dict(zip(batch.schema.names, batch.columns, strict=True)).items():
        plain = is_plain(column)
        bare = plain and not column.null_count  # quotes go to what stands around: a pass less
        quote = '"' if bare else ""
        values = column.cast(TEXT) if bare else as_json(column, plain=plain)
        parts += [pa.scalar(f"{before}{encoded(name)}: {quote}", TEXT), values]
        before = f"{quote}, "
    parts += [pa.scalar(f"{before.removesuffix(', ')}}}{end}", TEXT), pa.scalar("", TEXT)]
    return letters(pc.binary_join_element_wise(*parts))


def is_plain(column: pa.Array) -> bool:
    """Tell whether all values are strings that only want quotes around them, or null."""
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        return False
    text = column.cast(TEXT)
    return not needs_escapes(np.frombuffer(letters(text), np.uint8)) and is_utf8(text)


def as_json(column: pa.Array, *, plain: bool) -> pa.Array:
    """Return each value as JSON: large_string without nulls; `plain` is what `is_plain` tells of them."""
    kind = column.type
    if plain:
        quote = pa.scalar('"', TEXT)
        text = pc.binary_join_element_wise(quote, column.cast(TEXT), quote, pa.scalar("", TEXT))
    elif pa.types.is_integer(kind) or pa.types.is_boolean(kind):
        text = column.cast(TEXT)
    elif pa.types.is_float64(kind):  # few distinct ones are usual: similarities, scores
        bits = column.view(pa.int64()).dictionary_encode()
        numbers = bits.dictionary.view(kind).to_pylist()
        text = pa.array([repr(x) if math.isfinite(x) else None for x in numbers], TEXT).take(bits.indices)
    else:
        text = one_by_one(column)
    return pc.fill_null(text, pa.scalar("null", TEXT)) if text.null_count else text


def needs_escapes(data: NDArray[np.uint8]) -> bool:
    """Tell whether UTF-8 holds a character that a JSON string cannot hold as it is."""
    return bool(((data < SPACE) | (data == QUOTE) | (data == BACKSLASH)).any())


def is_utf8(column: pa.Array) -> bool:
    """Tell whether strings are what their type says."""
    try:
        column.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def letters(column: pa.Array) -> pa.Buffer:
    """Return the bytes of large strings, one after the other."""
    _, offsets, data = column.buffers()
    if not len(column) or data is None:
        return pa.py_buffer(b"")
    ends = np.frombuffer(offsets, np.int64)
    start, end = int(ends[column.offset]), int(ends[column.offset + len(column)])
    return data.slice(start, end - start)


def one_by_one(column: pa.Array) -> pa.Array:
    """Return values of any type as JSON, through Python."""
    return pa.array([encoded(value) for value in json_values(column)], TEXT)


encoded = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
"""Return a value that JSON has as JSON."""


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
