"""Numbers on their way to being sorted, by parts: in memory while they are few, in a temporary file after."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from os import SEEK_END
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from io import BufferedRandom
    from types import TracebackType

    from numpy.typing import NDArray

    Keys = NDArray[np.uint64]

ITEM = np.dtype(np.uint64).itemsize

HELD_MOST = 1 << 28
"""Bytes that wait in memory before they are written out: 256 MB."""


def parted(numbers: Keys, bounds: Keys) -> list[Keys]:
    """Cut rising numbers in pieces, the first below the first bound, each in memory of its own."""
    return [piece.copy() for piece in np.split(numbers, np.searchsorted(numbers, bounds))]


class Spool:
    """Collects uint64 numbers for each of some `parts`, and gives each part back as one array.

    The files have no name where the system allows it, and are gone with the process however it ends; the
    environment variable TMPDIR says where they lie.
    """

    def __init__(self, parts: int, held_most: int = HELD_MOST) -> None:
        self.parts = parts
        self._waiting: list[list[Keys]] = [[] for _ in range(parts)]
        self._files: list[BufferedRandom | None] = [None] * parts
        self._held, self._held_most = [0] * parts, held_most

    def __enter__(self) -> Spool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in self._files:
            if file is not None:
                with suppress(OSError):  # on a full disk: what is in its buffer cannot be written out
                    file.close()

    def add(self, pieces: Sequence[Keys]) -> None:
        """Take a piece for each part, each in memory of its own, as `parted` returns them, or none at all.

        Raises
        ------
        OSError
            If the temporary folder is full; the message says how to name another.
        """
        for part, piece in zip(range(self.parts) if pieces else (), pieces, strict=True):
            if len(piece):
                self._waiting[part].append(piece)
                self._held[part] += piece.nbytes
        while sum(self._held) > self._held_most:
            self._write_out(self._held.index(max(self._held)))

    def read(self, part: int) -> Keys:
        """Return all numbers of a part, in the order they came."""
        file, waiting = self._files[part], self._waiting[part]
        written = file.seek(0, SEEK_END) // ITEM if file is not None else 0
        numbers = np.empty(written + sum(map(len, waiting)), np.uint64)
        if file is not None:
            file.seek(0)
            file.readinto(numbers[:written].data)
        if waiting:
            np.concatenate(waiting, out=numbers[written:])
        return numbers

    def take(self, part: int) -> Keys:
        """Return all numbers of a part, in the order they came, and forget them."""
        numbers = self.read(part)
        self._waiting[part], self._held[part] = [], 0
        file, self._files[part] = self._files[part], None
        if file is not None:
            file.close()
        return numbers

    def _write_out(self, part: int) -> None:
        """Write out what waits of one part, not of all: whoever adds to the spool waits for it."""
        try:
            file = self._files[part] = self._files[part] or tempfile.TemporaryFile()  # noqa: SIM115
            file.seek(0, SEEK_END)
            file.writelines(piece.data for piece in self._waiting[part])
            file.flush()
        except OSError as error:
            raise OSError(
                f"cannot write to the temporary folder {tempfile.gettempdir()} ({error}): "
                "set TMPDIR to a folder with more room"
            ) from error
        self._waiting[part], self._held[part] = [], 0
