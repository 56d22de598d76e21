"""Files of lines cut into blocks at line ends, in memory that is used again."""

from __future__ import annotations

import codecs
import os
from dataclasses import dataclass
from io import FileIO
from typing import TYPE_CHECKING

from dedupe.articles.sources import CHUNK, Source, explained, utf8_chunks
from dedupe.articles.spill import MappedFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FIRST_BLOCK = 1 << 20
"""Bytes of the first block: most files have no more, and need no larger buffer."""


@dataclass(frozen=True, slots=True)
class Block:
    """Whole lines of a file: `size` bytes of data.

    Where texts may be left in the file: the file itself, and the byte of it at which the block starts.
    """

    path: str
    data: bytes | bytearray
    size: int
    file: MappedFile | None = None
    start: int = 0


def blocks_of(source: Source, free: list[bytearray]) -> Iterator[Block]:
    """Yield a source as blocks that end at a line end; `free` holds buffers that are done with."""
    if source.stream is None and not source.compression and os.path.isfile(source.path):
        with explained(source.path), FileIO(source.path) as file:
            mark = file.read(len(codecs.BOM_UTF8))
            if not mark.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                file.seek(len(mark) if mark == codecs.BOM_UTF8 else 0)
                yield from blocks_of_file(source, file, free)
                return
    yield from blocks_of_chunks(source.path, utf8_chunks(source, CHUNK, FIRST_BLOCK))


def blocks_of_file(source: Source, file: FileIO, free: list[bytearray]) -> Iterator[Block]:
    """Yield a file from here on as blocks that end at a line end, read into the buffers that are free.

    Over three gigabytes new memory for every block takes 20 % more time, and leaves 150 MB of holes.
    """
    start, size = file.tell(), FIRST_BLOCK
    stays = MappedFile(file) if source.stays and os.fstat(file.fileno()).st_size else None
    source.progress(start)
    while True:
        data = free.pop() if free and size == CHUNK else bytearray(size)
        read = file.readinto(data)
        end = data.rfind(b"\n", 0, read) + 1
        if read < size and not file.read(1):
            end = read
        if end:
            yield Block(source.path, data, end, stays, start)
            source.progress(end)
            start, size = start + end, CHUNK
        elif read:
            size *= 2
        else:
            return
        file.seek(start)


def blocks_of_chunks(path: str, chunks: Iterable[bytes]) -> Iterator[Block]:
    """Yield the chunks of a source as blocks that end at a line end."""
    size = FIRST_BLOCK
    waiting: list[bytes | memoryview] = []
    for chunk in chunks:
        waiting.append(chunk)
        end = chunk.rfind(b"\n") + 1
        if not end or sum(map(len, waiting)) < size:
            continue
        waiting[-1:] = memoryview(chunk)[:end], memoryview(chunk)[end:]
        rest = waiting.pop()
        data = b"".join(waiting)
        yield Block(path, data, len(data))
        size, waiting = CHUNK, [rest]
    if data := b"".join(waiting):
        yield Block(path, data, len(data))
