"""Tables put by while a corpus is read: in memory up to a budget, past it in a file that has no name.

The file holds Arrow's own format, uncompressed, and is mapped once all is written: columns are views
of it, and pages that are not in use cost nothing but room on disk.
"""

from __future__ import annotations

import errno
import mmap
import os
import tempfile
import weakref
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

import numpy as np
import pyarrow as pa

from dedupe import kernels
from dedupe.articles.model import ReadError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Rows = NDArray[np.int64]

BATCH = 16 << 20
"""Bytes of a record batch in the file, give or take a row: what a reader of the columns gets at a time."""

ALIGNMENT = 64
"""Arrow's buffers begin at multiples of this."""

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class MappedFile:
    """The bytes of an open file, mapped: they are read from it when they are looked at."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = os.dup(file.fileno())
        weakref.finalize(self, os.close, self._file)
        self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self.bytes = pa.py_buffer(self._map)

    @classmethod
    def of(cls, path: str) -> MappedFile:
        """Map a file that has a name."""
        with open(path, "rb") as file:
            return cls(file)

    def place_of(self, address: int) -> int | None:
        """Return where in the file what is mapped at an address stands; None for other memory."""
        place = address - int(self.bytes.address)
        return place if 0 <= place < self.bytes.size else None

    def fetch(self, starts: Rows, sizes: Rows, *, lent: bool = False) -> tuple[NDArray[np.uint8], Rows]:
        """Read texts from here and there, back to back, without mapping the megabyte around each.

        Returns them and their offsets; `lent` ones may be lost when the same thread reads again.

        Raises
        ------
        OSError
            Where the file cannot be read, or ends before a text does.
        """
        if not hasattr(os, "pread"):
            mapped = np.frombuffer(self.bytes, np.uint8)
            return kernels.gather([mapped], np.zeros_like(starts), starts, sizes, lent=lent)
        return kernels.read_documents(self._file, starts, sizes, lent=lent)

    def release(self) -> None:
        """Let go of the pages in memory; they come back, from the file, when they are looked at."""
        if hasattr(self._map, "madvise"):
            self._map.madvise(mmap.MADV_DONTNEED)


@dataclass(slots=True)
class Held:
    """A table that was put by: itself and how large it is, or once it is in the file, its place there."""

    table: pa.Table | None
    offset: int = 0
    size: int = 0


class Shelf:
    """Where tables are put by, and got back from.

    Parameters
    ----------
    budget : int, optional
        Bytes that may be held in memory; once there are more, all go to the file, which a thread of its own
        writes. What it has not come to yet is held still, and `put` waits where that is over the budget.
        None has no end.
    """

    def __init__(self, budget: int | None = None) -> None:
        self.budget = budget
        self.mapping: MappedFile | None = None
        self._held: list[Held] = []
        self._bytes = 0
        self._file: IO[bytes] | None = None
        self._writer: ThreadPoolExecutor | None = None
        self._waiting: deque[tuple[int, Future[None]]] = deque()

    def put(self, table: pa.Table) -> Held:
        """Put a table by.

        Raises
        ------
        ReadError
            Where the file cannot be made, or has no room.
        """
        held = Held(table, size=table.nbytes)
        if self.budget is None:
            return held
        self._bytes += held.size
        self._held.append(held)
        if self._writer is None and self._bytes > self.budget:
            self._writer = ThreadPoolExecutor(1)
        if self._writer is not None:
            self._waiting += [(each.size, self._writer.submit(self._write, each)) for each in self._held]
            self._held.clear()
            self._wait(self.budget)
        return held

    def count(self, size: int) -> None:
        """Count bytes that lie elsewhere: of a corpus with so much text little is kept in memory."""
        self._bytes += size

    def get(self, held: Held) -> pa.Table:
        """Return a table that was put by; nothing can be put by any more.

        Raises
        ------
        ReadError
            As for `put`.
        """
        self._wait()
        if held.table is not None:
            return held.table
        if self.mapping is None:
            assert self._file is not None
            self.mapping = MappedFile(self._file)
        table = pa.ipc.open_stream(self.mapping.bytes.slice(held.offset, held.size)).read_all()
        self.release()  # the system maps up to a megabyte around each byte that is looked at
        return table

    def release(self) -> None:
        """Let go of the pages of the file that are in memory."""
        if self.mapping is not None:
            self.mapping.release()

    def close(self) -> None:
        """End the writing; what was got back stays readable."""
        if self._writer is not None:
            self._writer.shutdown(cancel_futures=True)
        if self._file is not None:
            pa.default_memory_pool().release_unused()
            with suppress(OSError):  # what a full disk did not take has been told
                self._file.close()

    def _wait(self, most: int = 0) -> None:
        """Wait until no more bytes than these are left to be written; raise what has kept them from it."""
        left = sum(size for size, _ in self._waiting)
        while self._waiting and (left > most or self._waiting[0][1].done()):
            size, written = self._waiting.popleft()
            written.result()
            left -= size

    def _write(self, held: Held) -> None:
        """Move a table to the end of the file."""
        table = held.table
        assert table is not None
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile(prefix="dedupe-")  # noqa: SIM115 (lives as long as the shelf)
            held.offset = self._file.seek(-(-self._file.tell() // ALIGNMENT) * ALIGNMENT)
            with pa.ipc.new_stream(self._file, table.schema) as stream:
                stream.write_table(table, max(1, BATCH * table.num_rows // max(1, held.size)))
            self._file.flush()
            held.size = self._file.tell() - held.offset
            held.table = None
        except OSError as error:
            raise ReadError(self._refusal(error)) from None

    def _refusal(self, error: OSError) -> str:
        folder = tempfile.gettempdir()
        limit = f"over the {in_words(self.budget or 0)} of memory they may take"
        needed = f"the texts come to {in_words(self._bytes)} so far, {limit}"
        if error.errno not in NO_ROOM:
            said = error.strerror or str(error)
            return f"cannot write to {folder} ({said}); {needed}: set TMPDIR to another folder"
        return (
            f"no room in {folder}: {needed}; set TMPDIR to a folder with room, "
            "or give more memory, as in --memory 8GB"
        )


def in_words(size: int) -> str:
    """Return a number of bytes as a person writes it."""
    for unit, of_it in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= of_it:
            return f"{size / of_it:,.1f} {unit}"
    return f"{size} bytes"
