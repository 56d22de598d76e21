"""Rows as they stand in their files, which are read once more for it.

A table says what rows have in common: not that a number was written 1.50, that an object lacks a member
where others have null, or what a file says of its columns. So where rows go back to the format that they
came from, those that stay are copied from the file.
"""

from __future__ import annotations

import itertools
import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from dedupe import kernels
from dedupe.articles.blocks import blocks_of, blocks_of_chunks
from dedupe.articles.columnar import batches_of
from dedupe.articles.columns import distinct
from dedupe.articles.jsonlines import INT32_MOST, checked, decoded, items_of, object_of_line
from dedupe.articles.model import UnreadableError
from dedupe.articles.rows import decode_line
from dedupe.articles.sources import CHUNK, UNREAD, changed, explained, utf8_chunks
from dedupe.threads import side_by_side

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from dedupe.articles.blocks import Block
    from dedupe.articles.model import Articles, Problem
    from dedupe.articles.sources import Source

    Places = NDArray[np.int64]

JSON = ("jsonl", "json")
COLUMNAR = ("parquet", "arrow")

NEWLINE = ord("\n")


def are_json(files: Sequence[Source]) -> bool:
    """Tell whether all rows of the files are objects of JSON, and no file is a pipe, which is read once."""
    found = [file for file in files if file.format != UNREAD]
    return all(file.format in JSON and (file.stream or os.path.isfile(file.path)) for file in found)


def one_schema(files: Sequence[Source], format: str) -> pa.Schema | None:
    """Return the schema that files of a columnar format have in common, None where they have no such.

    Nor where names occur twice, or where an Arrow file would have to hold several dictionaries of a column.
    """
    found = [file for file in files if file.format != UNREAD]
    if format not in COLUMNAR or {file.format for file in found} != {format}:
        return None
    try:
        schemas = [schema_of(file) for file in found]
    except UnreadableError:
        return None
    schema = schemas[0]
    twice = distinct(schema.names) != tuple(schema.names)
    dictionaries = format == "arrow" and any(has_dictionary(field.type) for field in schema)
    return schema if not twice and not dictionaries and all(map(schema.equals, schemas)) else None


def schema_of(source: Source) -> pa.Schema:
    """Return the schema of a columnar file."""
    with explained(source.path):
        return next(batches_of(source)).schema


def has_dictionary(data_type: pa.DataType) -> bool:
    """Tell whether a type is a dictionary or holds one."""
    inner = range(data_type.num_fields)
    return pa.types.is_dictionary(data_type) or any(has_dictionary(data_type.field(i).type) for i in inner)


def places_of(articles: Articles, kept: NDArray[np.bool_]) -> dict[str, Places]:
    """Return for each file the lines of the rows where the mask is true, or their numbers; both from 1."""
    found: dict[str, list[int]] = {}
    first = 0
    for rows in articles.places:
        here = kept[first : first + len(rows)]
        first += len(rows)
        if here.any():
            for path, place in itertools.compress(zip(rows.paths(), rows.lines or (), strict=True), here):
                found.setdefault(path, []).append(place)
    return {path: np.array(places, np.int64) for path, places in found.items()}


def objects_again(
    files: Iterable[Source], wanted: Mapping[str, Places], text_field: str | None = None
) -> Iterator[list[bytes]]:
    """Yield the wanted rows of files of JSON, a lot at a time, each as it stands there and on one line.

    One that was not sound, and was mended when it was read, is given as it was read.

    Raises
    ------
    ReadError
        Where a file is no longer what it was.
    """
    for source in files:
        places = wanted.get(source.path, np.empty(0, np.int64))
        left = len(places)
        if not left:
            continue
        lots = lines_again(blocks_of(source), places) if source.format == "jsonl" else None
        for lot in lots or items_again(source, places, text_field):
            left -= len(lot)
            yield lot
            if not left:
                break
        if left:
            raise changed(source.path, f"{left:,} of its rows are gone")


def items_again(source: Source, wanted: Places, text_field: str | None) -> Iterator[list[bytes]]:
    """Yield the wanted objects of a JSON file, which may hold JSON Lines."""
    data = b"".join(utf8_chunks(source, CHUNK))
    text, _ = decoded(source.path, data)
    items = items_of(source.path, text, text_field)
    if items is None:
        yield from lines_again(blocks_of_chunks(source.path, [data]), wanted)
        return
    numbers = set(wanted.tolist())
    for number, (start, end, value) in enumerate(items, 1):
        if number in numbers:
            item = text[start:end]
            yield [as_it_stands(item, *checked(value, item))]


def lines_again(blocks: Iterable[Block], wanted: Places) -> Iterator[list[bytes]]:
    """Yield the wanted lines of JSON Lines, block by block."""
    above = 0
    for lines in side_by_side(Lines.of, blocks):
        below = above + len(lines)
        first, end = np.searchsorted(wanted, [above + 1, below + 1])
        yield lines.rows(wanted[first:end] - above - 1)
        above = below


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a block: where each ends in `data`, and whether all are sound, as is usual."""

    data: bytes
    ends: NDArray[np.int64]
    sound: bool

    @classmethod
    def of(cls, block: Block) -> Lines:
        """Return the lines of a block, found on a thread."""
        letters = block.read()
        ends = np.flatnonzero(letters == NEWLINE)
        if block.size and letters[-1] != NEWLINE:
            ends = np.append(ends, block.size)
        sound = block.size <= INT32_MOST and kernels.json_members(letters) is not None
        return cls(letters.tobytes(), ends, sound)

    def __len__(self) -> int:
        """Return the number of lines."""
        return len(self.ends)

    def rows(self, wanted: Places) -> list[bytes]:
        """Return what stands on the wanted lines, numbered from 0."""
        starts = np.where(wanted > 0, self.ends[wanted - 1] + 1, 0) if len(wanted) else wanted
        spans = zip(starts.tolist(), self.ends[wanted].tolist(), strict=True)
        rows = [self.data[start:end].strip() for start, end in spans]
        return rows if self.sound else list(map(mended, rows))


def mended(raw: bytes) -> bytes:
    """Return an object of a line as it stands if it is sound, otherwise as it is read."""
    line, is_utf8 = decode_line(raw)
    line = line.removeprefix("\ufeff").strip()
    value, problem = object_of_line(line)
    return as_it_stands(line, value, problem) if is_utf8 else as_it_stands("\n", value, problem)


def as_it_stands(text: str, value: dict[str, object] | None, problem: Problem | None) -> bytes:
    """Return the text of an object if it is sound and on one line, otherwise the value written anew."""
    anew = value is not None and (problem is not None or "\n" in text)
    return (json.dumps(value, ensure_ascii=False) if anew else text).encode()


def batches_again(files: Iterable[Source], wanted: Mapping[str, Places]) -> Iterator[pa.RecordBatch]:
    """Yield the wanted rows of columnar files of one schema, a stretch at a time."""
    for source in files:
        places, first = wanted.get(source.path, np.empty(0, np.int64)), 1
        with explained(source.path):
            for table in batches_of(source) if len(places) else ():
                start, end = np.searchsorted(places, [first, first + len(table)])
                yield from table.take(pa.array(places[start:end] - first)).to_batches()
                first += len(table)
                if end == len(places):
                    break
        if len(places) and first <= places[-1]:
            raise changed(source.path, "rows are gone")
