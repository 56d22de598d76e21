"""Files of lines cut into blocks at line ends."""

from __future__ import annotations

import codecs
import os
from dataclasses import dataclass
from io import FileIO
from typing import TYPE_CHECKING

import numpy as np

from dedupe.articles.model import UnreadableError
from dedupe.articles.sources import CHUNK, Source, changed, explained, size_on_disk, utf8_chunks
from dedupe.articles.spill import MappedFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

FIRST_BLOCK = 1 << 20
"""Bytes of the first block: most files have no more, and keep no thread waiting for a larger one."""

LOOKED_AT = 1 << 16
"""Bytes that are looked at first for the line end that a block ends with."""


@dataclass(frozen=True, slots=True)
class Block:
    """Whole lines, `size` bytes: at hand as `data`, or in a file from the byte `start` on.

    `stays`: texts may be left in the file.
    """

    path: str
    size: int
    data: bytes | None = None
    file: MappedFile | None = None
    start: int = 0
    stays: bool = False

    def read(self) -> NDArray[np.uint8]:
        """Return the lines, lent until this thread reads again: so each needs memory for one block only.

        Raises
        ------
        ReadError
            Where the file cannot be read, or is shorter than it was.
        """
        if self.file is None:
            return np.frombuffer(self.data or b"", np.uint8)
        try:
            return self.file.fetch(np.array([self.start]), np.array([self.size]), lent=True)[0]
        except OSError as error:
            raise changed(self.path, error.strerror or error) from None


def blocks_of(source: Source) -> Iterator[Block]:
    """Yield a source as blocks that end at a line end."""
    if source.stream is None and not source.compression and size_on_disk(source.path):
        with explained(source.path), FileIO(source.path) as file:
            mark = file.read(len(codecs.BOM_UTF8))
            if not mark.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                yield from blocks_of_file(source, file, len(mark) if mark == codecs.BOM_UTF8 else 0)
                return
    yield from blocks_of_chunks(source.path, utf8_chunks(source, CHUNK, FIRST_BLOCK))


def blocks_of_file(source: Source, file: FileIO, start: int) -> Iterator[Block]:
    """Yield a file from a byte on as blocks that end at a line end, yet to be read."""
    held, size = MappedFile(file), FIRST_BLOCK
    source.progress(start)
    while (end := cut(file, start, start + size)) != start:
        if end is None:
            size *= 2
            continue
        if hasattr(os, "posix_fadvise"):  # on a slow disk: to be there when a thread comes to it
            os.posix_fadvise(file.fileno(), start, end - start, os.POSIX_FADV_WILLNEED)
        yield Block(source.path, end - start, None, held, start, source.stays)
        source.progress(end - start)
        start, size = end, CHUNK


def cut(file: FileIO, start: int, end: int) -> int | None:
    """Return the place after the last line end between two bytes of a file, or its end if that is nearer.

    None where there is neither.
    """
    if end >= (size := os.fstat(file.fileno()).st_size):
        return max(start, size)
    back = LOOKED_AT
    while True:
        first = max(start, end - back)
        file.seek(first)
        if found := file.read(end - first).rfind(b"\n") + 1:
            return first + found
        if first == start:
            return None
        back *= 16


def blocks_of_chunks(path: str, chunks: Iterable[bytes]) -> Iterator[Block]:
    """Yield the chunks of a source as blocks that end at a line end, of a damaged one up to the damage."""
    size = FIRST_BLOCK
    waiting: list[bytes | memoryview] = []
    damage: UnreadableError | None = None
    try:
        for chunk in chunks:
            waiting.append(chunk)
            end = chunk.rfind(b"\n") + 1
            if not end or sum(map(len, waiting)) < size:
                continue
            waiting[-1:] = memoryview(chunk)[:end], memoryview(chunk)[end:]
            rest = waiting.pop()
            data = b"".join(waiting)
            yield Block(path, len(data), data)
            size, waiting = CHUNK, [rest]
    except UnreadableError as error:
        damage = error
    if data := b"".join(waiting):
        yield Block(path, len(data), data)
    if damage is not None:
        raise damage
