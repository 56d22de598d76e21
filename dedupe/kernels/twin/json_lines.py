"""JSON Lines (RFC 8259, one object a line): where the members of the objects stand, and strings decoded."""

from __future__ import annotations

import json
import re
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from dedupe.kernels.twin.arrays import Array

JSON_MALFORMED, JSON_FULL = -1, -2
NESTED_MOST = 32  # levels below a line's object
NUMBER_MOST = 256  # bytes


class JsonKind(IntEnum):
    """What a value is: a string without escapes or with some, null, or anything else."""

    PLAIN = 0
    ESCAPED = 1
    OTHER = 2
    NONE = 3


UNIT = rb"\\u(?:[0-9a-ce-fA-CE-F][0-9a-fA-F]{3}|[dD][0-7][0-9a-fA-F]{2})"
PAIR = rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
ESCAPE = rb'\\["\\/bfnrt]|' + UNIT + rb"|" + PAIR
TOKEN = re.compile(
    rb'[ \t\r]*(?:(?P<string>"(?:[^"\\\x00-\x1f]|' + ESCAPE + rb')*+")'
    rb"|(?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)"
    rb"|(?P<word>true|false|null)|(?P<mark>[][{}:,\n]))"
)


class MalformedError(Exception):
    """A line is not one JSON object, or one that is better looked at by itself."""


class FullError(Exception):
    """There are more rows or members than there is room for."""


class Lines:
    """A text, and the token that comes next in it: kind, start and end; a line end at the end of it."""

    def __init__(self, text: bytes) -> None:
        self.text = text
        self.next()

    def next(self) -> None:
        """Go to the token after this one."""
        found = TOKEN.match(self.text, getattr(self, "end", 0))
        if found:
            self.kind = str(found.lastgroup)
            self.start, self.end = found.span(self.kind)
        else:
            rest = self.text[getattr(self, "end", 0) :]
            self.kind, self.start, self.end = "", len(self.text), len(self.text)
            if rest.strip(b" \t\r"):
                raise MalformedError
        if self.kind == "number" and self.end - self.start > NUMBER_MOST:
            raise MalformedError

    @property
    def mark(self) -> bytes:
        """The token, where it is a mark."""
        return self.text[self.start : self.end] if self.kind == "mark" else b"\n" * (self.kind == "")

    def take(self, mark: bytes) -> None:
        """Go past a mark that must stand here."""
        if self.mark != mark:
            raise MalformedError
        self.next()

    def take_string(self) -> tuple[int, int]:
        """Go past a string that must stand here, and return where it stood, without its quotes."""
        if self.kind != "string":
            raise MalformedError
        place = self.start + 1, self.end - 1
        self.next()
        return place

    def take_value(self, level: int) -> tuple[JsonKind, int, int]:
        """Go past a value; return what it is and where it stood, `level` lists and objects deep."""
        start = self.start
        if self.kind == "string":
            start, end = self.take_string()
            return (JsonKind.ESCAPED if b"\\" in self.text[start:end] else JsonKind.PLAIN), start, end
        if self.kind in ("number", "word"):
            value = self.text[start : self.end]
            end = self.end
            self.next()
            return (JsonKind.NONE if value == b"null" else JsonKind.OTHER), start, end
        closing = {b"[": b"]", b"{": b"}"}.get(self.mark)
        if closing is None:
            raise MalformedError
        is_object = self.mark == b"{"
        self.next()
        first = True
        while self.mark != closing:
            if first and level == NESTED_MOST:
                raise MalformedError
            if not first:
                self.take(b",")
            if is_object:
                self.take_string()
                self.take(b":")
            self.take_value(level + 1)
            first = False
        end = self.end
        self.next()
        return JsonKind.OTHER, start, end


def json_members(data: Array, members: Array, numbers: Array, names: Array) -> tuple[int, int, int, int, int]:
    """Find the members of the objects of JSON Lines.

    Returns
    -------
    said : `JSON_MALFORMED`, `JSON_FULL` or 0
    members, rows, columns, lines : how many there are, where `said` is 0
    """
    found: list[tuple[int, int, int, int, int]] = []
    stood: list[int] = []
    columns: dict[bytes, tuple[int, int]] = {}
    text = data.tobytes()
    try:
        text.decode()  # all must be UTF-8
        lines = Lines(text)
        line = 0
        while lines.start < len(lines.text):
            if lines.mark == b"{":
                if len(stood) == len(numbers):
                    raise FullError
                _take_object(lines, len(stood), found, columns, (len(members), len(names)))
                stood.append(line)
            lines.take(b"\n")
            line += 1
    except (UnicodeDecodeError, MalformedError):
        return JSON_MALFORMED, 0, 0, 0, 0
    except FullError:
        return JSON_FULL, 0, 0, 0, 0
    members[: len(found)] = np.array(found, np.int64).reshape(-1, 5)
    numbers[: len(stood)] = stood
    names[: len(columns)] = np.array(list(columns.values()), np.int64).reshape(-1, 2)
    ended = lines.text.count(b"\n")
    return 0, len(found), len(stood), len(columns), ended + (lines.text[-1:] not in (b"\n", b""))


def _take_object(
    lines: Lines,
    row: int,
    found: list[tuple[int, int, int, int, int]],
    columns: dict[bytes, tuple[int, int]],
    most: tuple[int, int],
) -> None:
    """Go past a line's object and note its members; `most` of them and of columns there may be."""
    lines.take(b"{")
    had: set[bytes] = set()
    while lines.mark != b"}":
        if had:
            lines.take(b",")
        place = lines.take_string()
        name = lines.text[slice(*place)]
        if name in had or (name not in columns and len(columns) == most[1]):
            raise MalformedError
        had.add(name)
        columns.setdefault(name, place)
        lines.take(b":")
        value = lines.take_value(1)
        if len(found) == most[0]:
            raise FullError
        found.append((row, list(columns).index(name), *value))
    lines.next()


def json_strings(data: Array, spans: Array, escaped: Array, out: Array, out_offsets: Array) -> int:
    """Decode strings of JSON text; return how many bytes they have."""
    end, out_offsets[0] = 0, 0
    for i, (first, last) in enumerate(spans.tolist()):
        string = data[first:last].tobytes()
        if escaped[i]:
            string = re.sub(rb"(?:" + ESCAPE + rb")+", _decoded, string)
        out[end : end + len(string)] = np.frombuffer(string, np.uint8)
        end += len(string)
        out_offsets[i + 1] = end
    return end


def _decoded(escapes: re.Match[bytes]) -> bytes:
    """Return what escapes stand for."""
    return str(json.loads(b'"' + escapes[0] + b'"')).encode()
