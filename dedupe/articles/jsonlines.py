"""JSON Lines and JSON: clean blocks straight to Arrow, the others mended line by line.

A file is cut into blocks at line ends. Arrow's JSON reader parses a block on one thread; where
it fails, or where what it read could differ from the lines, the block is read again by Python's
`json`, which names every bad line. Both ways give the same rows, order and types.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from dedupe.articles.blocks import FIRST_BLOCK, NEWLINE, Block, blocks_of, blocks_of_chunks
from dedupe.articles.columns import DEEPEST, depth, has_inexact_numbers, tabulate, type_depth
from dedupe.articles.fields import column_for
from dedupe.articles.model import Problem, ReadError
from dedupe.articles.rows import (
    Records,
    Rows,
    decode_line,
    encoding_problem,
    without_lone_surrogates,
)
from dedupe.articles.sources import CHUNK, Source, utf8_chunks
from dedupe.threads import side_by_side

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

SMALL_BLOCK = 32 << 10
"""Bytes up to which a block is read line by line at once: Arrow takes as long to begin."""

MOST_BRACKETS = 1000
"""Opening brackets that a line may have before it is parsed with a guard against deep nesting."""

BATCH = 10_000
"""Items of a JSON array that are turned to Arrow together."""

IN_CACHE = 256 << 10
"""Bytes that NumPy looks at together: twice as fast as 8 MB, whose masks do not fit a processor's cache."""

RETURN, OPEN, CLOSE = b"\r{}"

SPACE = re.compile(r"[ \t\n\r]*")


def read_json_lines(source: Source) -> Iterator[Rows]:
    """Yield the rows of a JSON Lines source, block by block in the order of the file."""
    free: list[bytearray] = []
    return rows_of_blocks(blocks_of(source, free), free)


def rows_of_blocks(pieces: Iterator[Block], free: list[bytearray]) -> Iterator[Rows]:
    """Yield the rows of each block; the first block is parsed before the others, which run side by side.

    `free` takes back the buffers of blocks that are done with.
    """
    first = next(pieces, None)
    if first is None:
        return
    rows, dates = parse(first, frozenset())
    yield rows

    def work(block: Block) -> Rows:
        rows = parse(block, dates)[0]
        if isinstance(block.data, bytearray):
            free.append(block.data)
        return rows

    yield from side_by_side(work, pieces)


def parse(block: Block, dates: frozenset[str]) -> tuple[Rows, frozenset[str]]:
    """Return the rows of a block, and the columns known to hold strings that look like dates."""
    lines = lines_of_objects(block) if block.size > SMALL_BLOCK else None
    if lines is not None:
        read = parsed_by_arrow(memoryview(block.data)[: block.size], dates)
        if read is not None and read[0].num_rows == lines:
            return Rows(block.path, read[0], range(block.line, block.line + lines)), read[1]
    return mended(block), dates


def lines_of_objects(block: Block) -> int | None:
    r"""Return the number of lines where all begin with `{` and end with `}`, else None.

    Between complete JSON objects, and nowhere inside one, a line end can stand between `}` and
    `{`. So if every line end does, and there are as many objects as lines, each line is one object.
    """
    letters, ends = np.frombuffer(block.data, np.uint8, block.size), block.ends
    if block.data[block.size - 1] != NEWLINE:
        ends = np.append(ends, letters.size)
    starts = np.concatenate([[0], ends[:-1] + 1])
    closes = ends - 1 - (letters[ends - 1] == RETURN)
    if (closes < starts).any() or (letters[starts] != OPEN).any() or (letters[closes] != CLOSE).any():
        return None
    if brackets(letters) > MOST_BRACKETS + ends.size:
        opened = np.add.reduceat((letters | 0x20) == OPEN, starts, dtype=np.int64)
        if opened.max() > MOST_BRACKETS:
            return None
    return int(ends.size)


def brackets(letters: NDArray[np.uint8]) -> int:
    """Return how many `[` and `{` there are, which differ in one bit."""
    folded, found, total = np.empty(IN_CACHE, np.uint8), np.empty(IN_CACHE, np.bool_), 0
    for start in range(0, letters.size, IN_CACHE):
        piece = letters[start : start + IN_CACHE]
        np.bitwise_or(piece, 0x20, out=folded[: piece.size])
        np.equal(folded[: piece.size], OPEN, out=found[: piece.size])
        total += int(np.count_nonzero(found[: piece.size]))
    return total


def parsed_by_arrow(data: memoryview, dates: frozenset[str]) -> tuple[pa.Table, frozenset[str]] | None:
    """Return a block as Arrow's JSON reader has it, or None where that may not be what the lines say.

    Arrow reads strings that look like dates as timestamps; a second reading keeps them as they are.
    """
    from pyarrow import json as arrow_json

    def read(schema: pa.Schema) -> pa.Table:
        return arrow_json.read_json(
            pa.BufferReader(data),
            read_options=arrow_json.ReadOptions(use_threads=False, block_size=len(data) + 1),
            parse_options=arrow_json.ParseOptions(explicit_schema=schema),
        )

    try:
        table = read(pa.schema([(name, pa.string()) for name in sorted(dates)]))
        if any(type_depth(field.type) > DEEPEST for field in table.schema):
            return None
        as_read = pa.schema([(field.name, dates_as_strings(field.type)) for field in table.schema])
        if as_read != table.schema:
            flat = {f.name for f in table.schema if pa.types.is_timestamp(f.type)}
            table, dates = read(as_read), dates | flat
        table.validate(full=True)
    except (pa.ArrowException, UnicodeDecodeError, OverflowError):
        return None
    if any(map(has_inexact_numbers, table.columns)):
        return None
    return table, dates


def dates_as_strings(data_type: pa.DataType) -> pa.DataType:
    """Return the type with every timestamp in it replaced by string."""
    if pa.types.is_timestamp(data_type):
        return pa.string()
    if pa.types.is_struct(data_type):
        return pa.struct([(field.name, dates_as_strings(field.type)) for field in data_type])
    if pa.types.is_list(data_type):
        return pa.list_(dates_as_strings(data_type.value_type))
    return data_type


def mended(block: Block) -> Rows:
    """Return the rows of a block read line by line, with a problem for each line skipped or mended."""
    records: Records = []
    problems: list[Problem] = []
    for line, raw in enumerate(bytes(memoryview(block.data)[: block.size]).split(b"\n"), block.line):
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
    return tabulated(block.path, records, tuple(problems))


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
            said = said or f"not JSON ({error.msg} at column {error.colno}), skipped"
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
    ReadError
        Where neither an array nor an object stands at the start of the file.
    """
    data = b"".join(utf8_chunks(source, CHUNK))
    text, problems = decoded(source.path, data)
    start = after_space(text, 0)
    if start == len(text):
        return
    if text[start] == "[":
        yield from rows_of_items(source.path, text, items_of_array(text, start), problems)
        return
    try:
        value, end = json.JSONDecoder(strict=False).raw_decode(text, start)
    except (ValueError, RecursionError) as error:
        if object_of_line(text[start:].split("\n", 1)[0].strip())[0] is None:
            raise ReadError(
                f"{source.path} is not JSON ({error}): look at: head -c 300 {source.path}"
            ) from None
        end = start
    if after_space(text, end) < len(text):
        yield from rows_of_blocks(blocks_of_chunks(source.path, [data[:FIRST_BLOCK], data[FIRST_BLOCK:]]), [])
        return
    inner = start_of_articles(text, start, value, text_field)
    items = iter([(start, end, value)]) if inner is None else items_of_array(text, inner)
    yield from rows_of_items(source.path, text, items, problems)


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
    """Yield the rows of JSON values found in a text, each with the line where it begins."""
    records: Records = []
    line, counted = 1, 0
    while True:
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
            records.append((line, record))
        if problem is not None:
            problems.append(replace(problem, path=path, line=line))
        if len(records) == BATCH:
            yield tabulated(path, records, tuple(problems))
            records, problems = [], []
    yield tabulated(path, records, tuple(problems))
