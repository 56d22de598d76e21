"""JSON Lines and JSON: clean blocks straight to columns, the others mended line by line.

A file is cut into blocks at line ends. A kernel finds where the values of a block stand; strings go from
there to Arrow, all else through Python's `json`, a column at a time. Where a line is not one sound object,
its block is read again line by line, which names every bad line. Both ways give the same rows and types.
"""

from __future__ import annotations

import itertools
import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from dedupe import kernels
from dedupe.articles.blocks import Block, blocks_of, blocks_of_chunks
from dedupe.articles.columns import DEEPEST, column_of, depth, empty, tabulate
from dedupe.articles.fields import are_blank, column_for
from dedupe.articles.model import Problem, UnreadableError
from dedupe.articles.rows import (
    Records,
    Rows,
    decode_line,
    encoding_problem,
    without_lone_surrogates,
)
from dedupe.articles.sources import CHUNK, Note, Source, utf8_chunks
from dedupe.articles.texts import SLICE_BYTES, SourceTexts, strings
from dedupe.threads import side_by_side

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

BATCH = 10_000
"""Items of a JSON array that are turned to Arrow together."""

INT32_MOST = 2**31 - 1
"""Bytes of a block of which Arrow's strings can say where they end."""

MARK = b"-"
"""What a column holds for a string that is left in the file and not blank."""

SPACE = re.compile(r"[ \t\n\r]*")


def read_json_lines(source: Source, text_field: str | None = None) -> Iterator[Rows]:
    """Yield the rows of a JSON Lines source, block by block in the order of the file.

    Where texts may be left in the file, those of the column that is the text can be.
    """
    return rows_of_blocks(blocks_of(source), text_field, source.note)


def rows_of_blocks(
    pieces: Iterator[Block], text_field: str | None = None, note: Note | None = None
) -> Iterator[Rows]:
    """Yield the rows of each block, read side by side."""

    def work(block: Block) -> tuple[Rows, int]:
        return parsed(block, text_field, note) or mended(block)

    above = 0
    for rows, lines in side_by_side(work, pieces):
        yield rows.moved(above)
        above += lines


def parsed(block: Block, text_field: str | None = None, note: Note | None = None) -> tuple[Rows, int] | None:
    """Return the rows of a block whose lines are all one JSON object, or white space, and how many lines.

    None where they are not, and where the kernel leaves a line to be looked at by itself.
    """
    if block.size > INT32_MOST:
        return None
    letters = block.read()
    if (found := kernels.json_members(letters)) is None:
        return None
    data = memoryview(letters.data)
    members, numbers, places, count = found
    names = [str(json.loads(data[start - 1 : end + 1].tobytes())) for start, end in places.tolist()]
    if len(set(names)) < len(names):
        return None
    order = np.argsort(members[:, 1].astype(np.int16), kind="stable")
    bounds = np.searchsorted(members[order, 1], np.arange(len(names) + 1))
    columns: dict[str, pa.Array] = {}
    foreign: dict[str, pa.BooleanArray] = {}
    in_source: dict[str, SourceTexts] = {}
    text = column_for("text", names, text_field) if block.stays else None
    for name, start, end in zip(names, bounds[:-1], bounds[1:], strict=True):
        rows, _, kinds, *spans = members[order[start:end]].T
        values = Values(data, len(numbers), rows, kinds, np.stack(spans, axis=1))
        if block.stays and name == text and values.are_strings:
            columns[name], in_source[name] = values.left_in(block, name, note)
            continue
        columns[name], others = values.column()
        if others is not None:
            foreign[name] = others
    table = pa.table(columns) if columns else empty(len(numbers))
    first, last = (1 + int(numbers[end]) for end in (0, -1)) if len(numbers) else (0, -1)
    each_line = last - first + 1 == len(numbers)
    lines = range(first, last + 1) if each_line else (1 + numbers).tolist()
    return Rows(block.path, table, lines, foreign=foreign, in_source=in_source), count


@dataclass(frozen=True, slots=True)
class Values:
    """The values of one column of JSON text: of each its row, kind and place; `count` rows in all."""

    data: memoryview
    count: int
    rows: NDArray[np.int64]
    kinds: NDArray[np.int64]
    spans: NDArray[np.int64]

    def column(self) -> tuple[pa.Array, pa.BooleanArray | None]:
        """Return them as Arrow has them; where they became JSON text, also a mask of what was no string."""
        return (self.strings(), None) if self.are_strings else column_of(self.python())

    @property
    def are_strings(self) -> bool:
        """Whether there are strings, and no other values."""
        none, other = (self.kinds == kind for kind in (kernels.JsonKind.NONE, kernels.JsonKind.OTHER))
        return not none.all() and not other.any()

    def by_row(self) -> tuple[NDArray[np.bool_], NDArray[np.int64], NDArray[np.bool_]]:
        """Return for each row whether it has a string, where that starts and ends, and if it is escaped."""
        known = np.zeros(self.count, np.bool_)
        known[self.rows] = self.kinds != kernels.JsonKind.NONE
        spans, escaped = np.zeros((self.count, 2), np.int64), np.zeros(self.count, np.bool_)
        spans[self.rows], escaped[self.rows] = self.spans, self.kinds == kernels.JsonKind.ESCAPED
        spans[~known] = 0
        return known, spans, escaped

    def left_in(self, block: Block, name: str, note: Note | None) -> tuple[pa.StringArray, SourceTexts]:
        """Return where the strings stand in the file of a block with what is noted of them, and their marks.

        They are decoded as many at a time as stay in a second-level cache, and not kept.
        """
        assert block.file is not None
        known, spans, escaped = self.by_row()
        starts, sizes = block.start + spans[:, 0], spans[:, 1] - spans[:, 0]
        found = SourceTexts(block.path, name, block.file, starts, sizes, escaped)
        letters, blank = np.frombuffer(self.data, np.uint8), np.zeros(self.count, np.bool_)
        for first, end in itertools.pairwise(found.cuts(SLICE_BYTES)):
            texts = strings(*kernels.json_documents(letters, spans[first:end], escaped[first:end], lent=True))
            blank[first:end] = are_blank(texts)
            if note is not None:
                found.notes.append(note(texts))
        return marks(known, blank), found

    def strings(self) -> pa.StringArray:
        """Return strings, null in rows that have none."""
        known, spans, escaped = self.by_row()
        # Of Arrow's own memory, which is used again for the next block, or given back once texts are on disk.
        room = pa.allocate_buffer(int((spans[:, 1] - spans[:, 0]).sum()))
        letters = np.frombuffer(room, np.uint8)
        offsets = kernels.json_strings(np.frombuffer(self.data, np.uint8), spans, escaped, letters)
        values = room.slice(0, int(offsets[-1]))
        return pa.StringArray.from_buffers(self.count, ends_of(offsets), values, bits_of(known))

    def python(self) -> list[object]:
        """Return the value of every row as Python's `json` reads it, None where there is none."""
        quotes = self.kinds <= kernels.JsonKind.ESCAPED
        places = np.stack([self.spans[:, 0] - quotes, self.spans[:, 1] + quotes], axis=1).tolist()
        values: list[object] = [None] * self.count
        text = b",".join([self.data[start:end] for start, end in places])
        for row, value in zip(self.rows.tolist(), json.loads(b"[" + text + b"]"), strict=True):
            values[row] = value
        return values


def marks(known: NDArray[np.bool_], blank: NDArray[np.bool_]) -> pa.StringArray:
    """Return what stands for strings that are left in a file: null, nothing where they are blank, a mark."""
    offsets = np.concatenate([[0], np.cumsum(known & ~blank)])
    letters = pa.py_buffer(MARK * int(offsets[-1]))
    return pa.StringArray.from_buffers(len(known), ends_of(offsets), letters, bits_of(known))


def ends_of(offsets: NDArray[np.int64]) -> pa.Buffer:
    """Return offsets as those of Arrow's strings."""
    return pa.py_buffer(offsets.astype(np.int32))


def bits_of(known: NDArray[np.bool_]) -> pa.Buffer | None:
    """Return which values are known as Arrow has it."""
    return None if known.all() else pa.py_buffer(np.packbits(known, bitorder="little"))


def mended(block: Block) -> tuple[Rows, int]:
    """Return the rows of a block read line by line, with a problem for each line skipped or mended.

    Also how many lines there are, the last one without its line end too.
    """
    records: Records = []
    problems: list[Problem] = []
    lines = block.read().tobytes().split(b"\n")
    for line, raw in enumerate(lines, 1):
        if not raw.strip():
            continue
        text, is_utf8 = decode_line(raw)
        if not is_utf8:
            problems.append(encoding_problem(block.path, line))
        record, problem = object_of_line(text.removeprefix("\ufeff").strip())
        if record is not None:
            records.append((line, record))
        if problem is not None:
            problems.append(replace(problem, path=block.path, line=line))
    return tabulated(block.path, records, tuple(problems)), len(lines) - (not lines[-1])


def tabulated(path: str, records: Records, problems: tuple[Problem, ...] = ()) -> Rows:
    """Return objects as the rows of a file."""
    table, foreign = tabulate(records)
    return Rows(path, table, [line for line, _ in records], foreign=foreign, problems=problems)


def object_of_line(text: str) -> tuple[dict[str, object] | None, Problem | None]:
    """Return the object that a line holds, if it does, and what was wrong with the line, if anything was."""
    attempts = (
        (json.loads, text, None),
        (json.JSONDecoder(strict=False).decode, text, "raw control character in a string, kept"),
        (json.JSONDecoder(strict=False).decode, text.removesuffix(","), "comma after the object, row kept"),
    )
    said = ""
    for decode, line, remark in attempts:
        try:
            value = decode(line)
        except json.JSONDecodeError as error:
            what = error.msg.removesuffix(" at")
            said = said or f"not JSON ({what} at column {error.colno}), skipped"
        except (RecursionError, ValueError):
            return None, malformed("a row too deep or a number too long, skipped")
        else:
            return checked(value, text, remark)
    return None, malformed(said)


def checked(
    value: object, text: str, remark: str | None = None
) -> tuple[dict[str, object] | None, Problem | None]:
    """Return a decoded value if it is an object fit for Arrow, and what is wrong with it."""
    problem = malformed(remark) if remark else None
    if not isinstance(value, dict):
        return None, malformed(f"{json_name(value)}, not an object in braces, skipped")
    if text.count("[") + text.count("{") > DEEPEST and too_deep(value):
        return None, malformed(f"nested more than {DEEPEST} levels deep, skipped")
    if "\\ud" in text or "\\uD" in text:
        whole = without_lone_surrogates(value)
        if whole != value and isinstance(whole, dict):
            remark = "half of a surrogate pair, replaced by U+FFFD"
            return whole, Problem("encoding", "", None, remark)
    return value, problem


def too_deep(value: object) -> bool:
    """Tell whether a value is nested deeper than `DEEPEST`."""
    try:
        return depth(value) > DEEPEST + 1
    except RecursionError:
        return True


def malformed(message: str) -> Problem:
    """Return a problem of a line that is not an object in JSON; its place is filled in by the caller."""
    return Problem("malformed", "", None, message)


def json_name(value: object) -> str:
    """Return what a JSON value is called, for a person."""
    names = {list: "a list", str: "a string", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")


def read_json(source: Source, text_field: str | None = None) -> Iterator[Rows]:
    """Yield the rows of a JSON source: an array of objects, one object, or an object with one list of them.

    A file that goes on after its first object is read as JSON Lines.

    Raises
    ------
    UnreadableError
        Where neither an array nor an object stands at the start of the file.
    """
    data = b"".join(utf8_chunks(source, CHUNK))
    text, problems = decoded(source.path, data)
    items = items_of(source.path, text, text_field)
    if items is None:
        yield from rows_of_blocks(blocks_of_chunks(source.path, [data]))
    else:
        yield from rows_of_items(source.path, text, items, problems)


def items_of(path: str, text: str, text_field: str | None) -> Iterator[tuple[int, int, object]] | None:
    """Return start, end and value of each object of a JSON file, None where it holds JSON Lines."""
    start = after_space(text, 0)
    if start == len(text):
        return iter(())
    if text[start] == "[":
        return items_of_array(text, start)
    try:
        value, end = json.JSONDecoder(strict=False).raw_decode(text, start)
    except (ValueError, RecursionError) as error:
        if object_of_line(text[start:].split("\n", 1)[0].strip())[0] is None:
            raise UnreadableError(path, f"is not JSON ({error}): look at: head -c 300 {path}") from None
        end = start
    if after_space(text, end) < len(text):
        return None
    inner = start_of_articles(text, start, value, text_field)
    return iter([(start, end, value)]) if inner is None else items_of_array(text, inner)


def decoded(path: str, data: bytes) -> tuple[str, list[Problem]]:
    """Return a whole file's text; its lines that are not UTF-8 are read as Windows-1252 and reported."""
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        lines = [decode_line(raw) for raw in data.split(b"\n")]
        bad = [encoding_problem(path, line) for line, (_, is_utf8) in enumerate(lines, 1) if not is_utf8]
        return "\n".join(line for line, _ in lines), bad


def after_space(text: str, start: int) -> int:
    """Return where the white space that JSON allows ends, from `start` on."""
    space = SPACE.match(text, start)
    return space.end() if space else start


def items_of_array(text: str, start: int) -> Iterator[tuple[int, int, object]]:
    """Yield start, end and value of each item of the array at `start`; ValueError where it breaks off."""
    decode = json.JSONDecoder(strict=False).raw_decode
    place = after_space(text, start + 1)
    while text[place : place + 1] != "]":
        value, end = decode(text, place)
        yield place, end, value
        place = after_space(text, end)
        if text[place : place + 1] == ",":
            place = after_space(text, place + 1)
        elif text[place : place + 1] != "]":
            raise json.JSONDecodeError("the array is not closed", text, place)


def start_of_articles(text: str, start: int, value: object, text_field: str | None) -> int | None:
    """Return where the list begins in an object that is no article but holds one list of objects."""
    if not isinstance(value, dict) or column_for("text", list(value), text_field):
        return None
    decode = json.JSONDecoder(strict=False).raw_decode
    lists: list[int] = []
    place = start
    for _ in value:
        _, end = decode(text, after_space(text, place + 1))
        begin = after_space(text, after_space(text, end) + 1)
        member, end = decode(text, begin)
        if isinstance(member, list) and member and all(isinstance(item, dict) for item in member):
            lists.append(begin)
        place = after_space(text, end)
    return lists[0] if len(lists) == 1 else None


def rows_of_items(
    path: str, text: str, items: Iterator[tuple[int, int, object]], problems: list[Problem]
) -> Iterator[Rows]:
    """Yield the rows of JSON values found in a text, each with its number among them."""
    records: Records = []
    line, counted = 1, 0
    for number in itertools.count(1):
        try:
            start, end, value = next(items)
        except StopIteration:
            break
        except (ValueError, RecursionError) as error:
            message = f"not JSON from here on ({getattr(error, 'msg', error)}), the rest of the file skipped"
            problems.append(Problem("malformed", path, getattr(error, "lineno", line), message))
            break
        line += text.count("\n", counted, start)
        counted = start
        record, problem = checked(value, text[start:end])
        if record is not None:
            records.append((number, record))
        if problem is not None:
            problems.append(replace(problem, path=path, line=line))
        if len(records) == BATCH:
            yield replace(tabulated(path, records, tuple(problems)), unit="row")
            records, problems = [], []
    yield replace(tabulated(path, records, tuple(problems)), unit="row")
