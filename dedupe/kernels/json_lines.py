"""Passes over JSON Lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedupe.kernels import choice, twin
from dedupe.kernels.slices import scratch

if TYPE_CHECKING:
    from dedupe.kernels.slices import Array

JSON_COLUMNS = 1024  # different names in a block; rows of data have some ten


def json_members(data: Array) -> tuple[Array, Array, Array, int] | None:
    """Find the members of the objects of JSON Lines, one object a line.

    Returns
    -------
    members : int64[members, 5]
        By object and place in it: row, column, `JsonKind`, and where its value starts and ends; a
        string without its quotes.
    numbers : int64[rows]
        On which line each object stands, from 0; lines of white space hold none.
    names : int64[columns, 2]
        Where the name of each column stands first, without its quotes. Names are told apart as written.
    lines : int
        How many there are, the last one without its line end too.

    None where anything is not UTF-8, or a line holds anything else, half of a surrogate pair, a name twice,
    lists in lists 32 deep, a number of 256 digits, or where there are over 1024 columns: all that is better
    looked at line by line.
    """
    names = np.empty((JSON_COLUMNS, 2), np.int64)
    room = len(data) // 32 + 16
    while True:
        members, numbers = scratch("members", 5 * room, np.int64), scratch("numbers", room, np.int64)
        members = members.reshape(room, 5)
        said, count, rows, columns, lines = choice.core.json_members(data, members, numbers, names)
        if said == twin.JSON_MALFORMED:
            return None
        if said != twin.JSON_FULL:
            return members[:count].copy(), numbers[:rows].copy(), names[:columns].copy(), lines
        room *= 2


def json_documents(data: Array, spans: Array, escaped: Array, *, lent: bool = False) -> tuple[Array, Array]:
    """Decode strings of JSON text back to back: uint8[bytes] and offsets, int64[n + 1].

    With `lent` they may be lost when the same thread decodes again.
    """
    size = int((spans[:, 1] - spans[:, 0]).sum())
    out = scratch("decode", size, np.uint8) if lent else np.empty(size, np.uint8)
    offsets = json_strings(data, spans, escaped, out)
    return out[: offsets[-1]], offsets


def json_strings(data: Array, spans: Array, escaped: Array, out: Array) -> Array:
    """Decode strings of JSON text to `out`, one after the other; return their offsets: int64[n + 1].

    `spans`: int64[n, 2], start and end of each; `escaped`: bool[n], which may hold a backslash; `out`: uint8,
    as many as the spans at least.
    """
    ends = np.zeros(len(spans) + 1, np.int64)
    choice.core.json_strings(data, np.ascontiguousarray(spans), np.ascontiguousarray(escaped), out, ends)
    return ends
