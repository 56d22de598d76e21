"""One type for a column whose values, blocks or files disagree, so that nothing of a row is lost.

Values that share a type keep it: integers with decimals become decimals, objects unite their
members, missing values are null. Values that do not share one become JSON text.
"""

from __future__ import annotations

import itertools
import json
import math
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from dedupe import compute as pc
from dedupe.keys import rising_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dedupe.articles.rows import Records

DEEPEST = 64
"""Levels of nesting a row may have. Arrow's own recursion overflows the stack near 10,000."""

EXACT_INTEGERS = 2**53
"""Integers beyond this are not exact as doubles, so they never share a column with decimals."""

Kind = None | str | tuple[str, "Kind"] | dict[str, "Kind"]
"""The type of a JSON value: a scalar's name, ("list", item), the members of an object, None for null."""


class ConflictError(Exception):
    """Two values that no Arrow type can hold without changing one of them."""


def kind_of(value: object) -> Kind:
    """Return the kind of a JSON value; raise ConflictError where its parts disagree or it is not JSON."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int):
        if -EXACT_INTEGERS <= value <= EXACT_INTEGERS:
            return "integer"
        if -(2**63) <= value < 2**63:
            return "long integer"
        raise ConflictError
    if isinstance(value, float):
        return "decimal"
    if isinstance(value, str):
        return "string"
    if isinstance(value, list):
        return ("list", kind_of_all(value))
    if isinstance(value, dict):
        return {name: kind_of(member) for name, member in value.items()}
    raise ConflictError


def kind_of_all(values: Iterable[object]) -> Kind:
    """Return the one kind that holds all values, or raise ConflictError."""
    kind: Kind = None
    for value in values:
        kind = united(kind, kind_of(value))
    return kind


def united(a: Kind, b: Kind) -> Kind:
    """Return the kind that holds the values of both, or raise ConflictError."""
    if a == b or b is None:
        return a
    if a is None:
        return b
    if isinstance(a, dict) and isinstance(b, dict):
        return a | {name: united(a.get(name), kind) for name, kind in b.items()}
    if isinstance(a, tuple) and isinstance(b, tuple):
        return ("list", united(a[1], b[1]))
    for pair in (("integer", "long integer"), ("integer", "decimal")):
        if (a, b) == pair or (b, a) == pair:
            return pair[1]
    raise ConflictError


def arrow_type(kind: Kind) -> pa.DataType:
    """Return the Arrow type of a kind, as Arrow's own JSON reader would choose it."""
    if isinstance(kind, dict):
        return pa.struct([(name, arrow_type(member)) for name, member in kind.items()])
    if isinstance(kind, tuple):
        return pa.list_(arrow_type(kind[1]))
    scalars = {
        None: pa.null(),
        "bool": pa.bool_(),
        "integer": pa.int64(),
        "long integer": pa.int64(),
        "decimal": pa.float64(),
        "string": pa.string(),
    }
    return scalars[kind]


def depth(value: object) -> int:
    """Return the levels of lists and of objects with members in a JSON value."""
    if isinstance(value, dict):
        return 1 + max(map(depth, value.values()), default=-1)
    if isinstance(value, list):
        return 1 + max(map(depth, value), default=0)
    return 0


def text_of(value: object) -> str | None:
    """Return a value as text: a string as it is, anything else as compact JSON; None stays None.

    Members that are null are left out, names sorted and whole decimals written without a point,
    so that the text does not depend on the other rows that shared the value's Arrow type.
    """
    if value is None or isinstance(value, str):
        return value
    plain = plain_json(value)
    return (
        plain
        if plain is None or isinstance(plain, str)
        else json.dumps(plain, ensure_ascii=False, sort_keys=True)
    )


def plain_json(value: object) -> object:
    """Return a value as JSON has it: dates as ISO 8601, bytes as text, null members left out."""
    if isinstance(value, dict):
        return {name: plain_json(member) for name, member in value.items() if member is not None}
    if isinstance(value, list | tuple):
        return [plain_json(item) for item in value]
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value.is_integer() and abs(value) <= EXACT_INTEGERS else value
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def python_values(column: pa.Array) -> list[object]:
    """Return the values of a column as Python's, times to the microsecond, those Python has not as text."""
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    try:
        return list(column.to_pylist())
    except OverflowError:
        return list(column.cast(pa.string()).to_pylist())


def as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column of any type as strings, the values that are not strings as JSON text."""
    if pa.types.is_string(column.type):
        return column
    if pa.types.is_large_string(column.type) or pa.types.is_integer(column.type):
        return column.cast(pa.string())
    chunks = [pa.array(map(text_of, python_values(chunk)), pa.string()) for chunk in column.chunks]
    return pa.chunked_array(chunks, pa.string())


def without_empty(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return strings, the empty ones as null; the column itself where none is empty."""
    empty = is_empty(column)
    return pc.if_else(empty, pa.scalar(None, column.type), column) if pc.any(empty).as_py() else column


def is_empty(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a mask of the strings that are empty."""
    size = pc.binary_length(column)
    return pc.equal(size, pa.scalar(0, size.type))  # given as 0, Arrow would look for dateutil every time


def tabulate(records: Records, *, python_types: bool = False) -> tuple[pa.Table, dict[str, pa.BooleanArray]]:
    """Return objects as a table, and for each column turned to JSON text a mask of what was no string.

    The columns stand in the order in which their names first appear. With `python_types`, values
    that JSON does not know (dates, decimals) have the type that Arrow finds for them.
    """
    names = dict.fromkeys(name for _, record in records for name in record)
    columns: dict[str, pa.Array] = {}
    foreign: dict[str, pa.BooleanArray] = {}
    for name in names:
        values = [record.get(name) for _, record in records]
        columns[name], others = column_of(values, python_types=python_types)
        if others is not None:
            foreign[name] = others
    return pa.table(columns) if columns else empty(len(records)), foreign


def column_of(
    values: Sequence[object], *, python_types: bool = False
) -> tuple[pa.Array, pa.BooleanArray | None]:
    """Return values as a column; where they share no type, as JSON text and a mask of what was no string."""
    try:
        return typed(values, python_types=python_types), None
    except ConflictError:
        strings = (value is None or isinstance(value, str) for value in values)
        return pa.array(map(text_of, values), pa.string()), pc.invert(pa.array(strings, pa.bool_()))


def typed(values: Sequence[object], *, python_types: bool = False) -> pa.Array:
    """Return values as an Arrow array of the type they share, or raise ConflictError."""
    try:
        return pa.array(values, arrow_type(kind_of_all(values)))
    except ConflictError:
        if python_types:
            try:
                return pa.array(values)
            except (pa.ArrowException, OverflowError):
                pass
        raise


def empty(rows: int) -> pa.Table:
    """Return a table that has rows but no columns."""
    return pa.table({"": pa.nulls(rows)}).select([])


def taken(table: pa.Table, rows: object) -> pa.Table:
    """Return the given rows of a table, in the order given; only the chunks that hold them are looked at.

    Arrow's own `take` first puts all chunks of large strings into one.
    """
    places = np.asarray(rows, np.int64)
    order = rising_order(places)
    rising, parts, first = places[order], [table.schema.empty_table()], 0
    for batch in table.to_batches():
        start, end = np.searchsorted(rising, [first, first + len(batch)]).tolist()
        if end > start:
            parts.append(pa.Table.from_batches([batch.take(pc.from_numpy(rising[start:end] - first))]))
        first += len(batch)
    found = pa.concat_tables(parts).combine_chunks()
    if len(found) < len(places):
        raise IndexError(f"row {places.max()} or {places.min()} of a table of {len(table)} rows")
    if (order[1:] > order[:-1]).all():
        return found
    back = np.empty_like(order)
    back[order] = np.arange(len(order))
    return found.take(pc.from_numpy(back))


def distinct(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names with `-2`, `-3` after one that stood before, since columns are known by name."""
    taken = set(names)
    seen: set[str] = set()
    result: list[str] = []
    for name in names:
        if name in seen:
            name = next(free for n in itertools.count(2) if (free := f"{name}-{n}") not in taken)
            taken.add(name)
        seen.add(name)
        result.append(name)
    return tuple(result)


def stacked(tables: Sequence[pa.Table]) -> pa.Table:
    """Return the tables one below the other, with every column of each and null where one lacks it.

    A column that the tables hold in types with nothing in common becomes JSON text in all of them.
    """
    try:
        return pa.concat_tables(tables, promote_options="permissive")
    except pa.ArrowException:
        pass
    names = dict.fromkeys(name for table in tables for name in table.column_names)
    for name in names:
        if not stackable([table[name] for table in tables if name in table.column_names]):
            tables = [with_column_as_text(table, name) for table in tables]
    return pa.concat_tables(tables, promote_options="permissive")


def with_column_as_text(table: pa.Table, name: str) -> pa.Table:
    """Return the table with one column, where it has it, as strings."""
    place = table.schema.get_field_index(name)
    return table if place < 0 else table.set_column(place, name, as_text(table[name]))


def stackable(columns: Sequence[pa.ChunkedArray]) -> bool:
    """Tell whether columns have a type that holds them all without loss."""
    try:
        pa.concat_tables([pa.table({"": column}) for column in columns], promote_options="permissive")
    except pa.ArrowException:
        return False
    return True
