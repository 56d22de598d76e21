"""Where the texts of a corpus lie, and how some of them are got: in columns, or in the files they came from.

A text is known by its place: its number in the corpus. Columns are in memory, or in the file of a shelf.
Texts of a large JSON Lines file can be left in it, as their bytes there are soon found and decoded: nothing
is kept of them but where they stand. Copying three gigabytes of them to memory or to a file takes longer
than all else that finds near copies.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

import numpy as np
import pyarrow as pa

from dedupe import kernels
from dedupe.articles.sources import changed
from dedupe.articles.spill import BATCH, Held, Shelf
from dedupe.compute import buffers_of, from_numpy
from dedupe.keys import distinct

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from dedupe.articles.model import ReadError
    from dedupe.articles.sources import Note
    from dedupe.articles.spill import MappedFile

    Letters = NDArray[np.uint8]
    Places = NDArray[np.int64]
    Mask = NDArray[np.bool_]

SLICE_BYTES = 2 << 20
"""Bytes of text that a thread takes at a time: their shingles and signatures stay in a second-level cache."""

QUOTE = ord('"')

SPARSE = 2
"""Times as long as its texts a stretch of a file may be to be read in one piece."""


class Stretch(Protocol):
    """Texts that follow one another and lie in the same way; their places count from 0."""

    def __len__(self) -> int:
        """Return the number of texts."""

    def fetch(self, places: Places, *, lent: bool) -> tuple[Letters, Places]:
        """Copy some texts, in this order, back to back; return them and their offsets, int64[n + 1]."""

    def between(self, first: int, end: int, which: Mask | None = None) -> pa.Array:
        """Return neighbouring texts that no bound of `cuts` parts, lent until this thread gathers others.

        `which` (bool[end - first]) marks those that are wanted, by default all.
        """

    def cuts(self, size: int) -> list[int]:
        """Return bounds, from 0 to the number of texts, of lots of about so many bytes."""

    def put_by(self, shelf: Shelf) -> list[Held]:
        """Return the texts as tables with a column `text`; put by where they are in no column yet."""


class Column:
    """Texts of a column, fetched without asking every chunk for its own.

    Parameters
    ----------
    column : ChunkedArray of large_string
    file : MappedFile, optional
        In which the chunks may lie.
    """

    def __init__(self, column: pa.ChunkedArray, file: MappedFile | None = None) -> None:
        self.column = column
        buffers = [buffers_of(chunk) for chunk in column.chunks]
        self._chunks, ends = [data for data, _ in buffers], [offsets for _, offsets in buffers]
        self._ends = ends
        bases = [file.place_of(data.ctypes.data) for data in self._chunks] if file else []
        known = [base for base in bases if base is not None]
        self._file = file if known and len(known) == len(ends) else None
        if self._file is None:
            known = [0] * len(ends)
        starts = [part[:-1] + base for part, base in zip(ends, known, strict=True)]
        self._firsts = np.cumsum([0, *(len(part) - 1 for part in ends)])
        self._starts = np.concatenate([np.empty(0, np.int64), *starts])
        self._sizes = np.concatenate([np.empty(0, np.int64), *map(np.diff, ends)])

    def __len__(self) -> int:
        """Return the number of texts."""
        return len(self._starts)

    def fetch(self, places: Places, *, lent: bool) -> tuple[Letters, Places]:
        """Copy some texts."""
        starts, sizes = self._starts[places], self._sizes[places]
        if self._file is not None:
            return self._file.fetch(starts, sizes, lent=lent)
        which = np.searchsorted(self._firsts, places, side="right") - 1
        return kernels.gather(self._chunks, which, starts, sizes, lent=lent)

    def between(self, first: int, end: int, which: Mask | None = None) -> pa.Array:
        """Return neighbouring texts of one chunk, without a copy where all are wanted."""
        chunk = int(np.searchsorted(self._firsts, first, side="right")) - 1
        texts = self.column.chunk(chunk).slice(first - int(self._firsts[chunk]), end - first)
        return texts if which is None or which.all() else texts.filter(from_numpy(which))

    def cuts(self, size: int) -> list[int]:
        """Return the bounds of lots, each of one chunk."""
        bounds = {0}
        for first, ends in zip(self._firsts.tolist(), self._ends, strict=False):
            cuts = np.searchsorted(ends, np.arange(ends[0] + size, ends[-1], size))
            bounds |= {first + cut for cut in cuts.tolist()} | {first + len(ends) - 1}
        return sorted(bounds)

    def put_by(self, shelf: Shelf) -> list[Held]:
        """Return the column as it is."""
        return [Held(pa.table({"text": self.column}))]


@dataclass(frozen=True, slots=True)
class SourceTexts:
    """Texts that are left in the JSON file that they were read from; an entry a text in each array.

    `name` of the column of `original` that they are, None where that is not kept. `starts`, `sizes` of what
    stands between the quotes (int64, bytes), `escaped`: whether it may hold a backslash (bool). `notes`: what
    was noted of each while it was at hand, if anything: a row of each, in several batches.
    """

    path: str
    name: str | None
    file: MappedFile
    starts: Places
    sizes: Places
    escaped: NDArray[np.bool_]
    notes: list[pa.RecordBatch] = field(default_factory=list)

    def __len__(self) -> int:
        """Return the number of texts."""
        return len(self.starts)

    @classmethod
    def joined(cls, parts: Sequence[SourceTexts]) -> SourceTexts:
        """Return texts of one file behind one another."""
        starts, sizes, escaped = (
            np.concatenate([getattr(part, name) for part in parts]) for name in ("starts", "sizes", "escaped")
        )
        notes = [note for part in parts for note in part.notes]
        return replace(parts[0], starts=starts, sizes=sizes, escaped=escaped, notes=notes)

    def take(self, places: Places) -> SourceTexts:
        """Return some of them, in this order."""
        starts, sizes, escaped = self.starts[places], self.sizes[places], self.escaped[places]
        noted = pa.Table.from_batches(self.notes).take(from_numpy(places)) if self.notes else None
        notes = noted.combine_chunks().to_batches() if noted else []
        return replace(self, starts=starts, sizes=sizes, escaped=escaped, notes=notes)

    def fetch(self, places: Places, *, lent: bool) -> tuple[Letters, Places]:
        """Read some texts and decode them.

        Raises
        ------
        ReadError
            Where the file is not what it was.
        """
        starts, sizes = self.starts[places], self.sizes[places]
        data, ends = self._read(starts - 1, sizes + 2)  # with their quotes
        return self._decoded(data, ends[:-1], sizes, self.escaped[places], lent=lent)

    def between(self, first: int, end: int, which: Mask | None = None) -> pa.Array:
        """Read neighbouring texts, in one piece where little stands between them."""
        places = np.arange(first, end)
        if which is not None:
            places = places[which]
        starts, sizes, escaped = self.starts[places], self.sizes[places], self.escaped[places]
        begin, size = starts[:1] - 1, starts[-1:] + sizes[-1:] + 2 - starts[:1]
        if size.sum() > SPARSE * sizes.sum():
            return strings(*self.fetch(places, lent=True))
        data, _ = self._read(begin, size)
        return strings(*self._decoded(data, starts - 1 - begin, sizes, escaped, lent=True))

    def cuts(self, size: int) -> list[int]:
        """Return the bounds of lots."""
        ends = np.cumsum(self.sizes)
        cuts = np.searchsorted(ends, np.arange(size, ends[-1] if len(ends) else 0, size))
        return sorted({0, *cuts.tolist(), len(self)})

    def put_by(self, shelf: Shelf) -> list[Held]:
        """Copy the texts, lot by lot."""
        lots = (np.arange(first, end) for first, end in pairwise(self.cuts(BATCH)))
        return [shelf.put(pa.table({"text": strings(*self.fetch(lot, lent=False))})) for lot in lots]

    def _read(self, starts: Places, sizes: Places) -> tuple[Letters, Places]:
        try:
            return self.file.fetch(starts, sizes, lent=True)
        except OSError as error:
            raise self._changed(str(error.strerror or error)) from None

    def _decoded(
        self, data: Letters, quotes: Places, sizes: Places, escaped: NDArray[np.bool_], *, lent: bool
    ) -> tuple[Letters, Places]:
        ends = quotes + 1 + sizes
        if (data[quotes] != QUOTE).any() or (data[ends] != QUOTE).any():
            raise self._changed("texts stand elsewhere")
        return kernels.json_documents(data, np.stack([quotes + 1, ends], axis=1), escaped, lent=lent)

    def _changed(self, how: str) -> ReadError:
        return changed(self.path, how)


class Texts:
    """The texts of a corpus, one stretch after the other; `note` is what has noted something of them."""

    def __init__(self, stretches: Sequence[Stretch], note: Note | None = None) -> None:
        self.note = note
        self.stretches = [stretch for stretch in stretches if len(stretch)]
        self.firsts = np.cumsum([0, *map(len, self.stretches)])
        self._column: pa.ChunkedArray | None = None

    @classmethod
    def of(cls, column: pa.ChunkedArray, file: MappedFile | None = None) -> Texts:
        """Return the texts of a column, which may lie in a file."""
        return cls([Column(column, file)])

    def __len__(self) -> int:
        """Return the number of texts."""
        return int(self.firsts[-1])

    def fetch(self, places: Places, *, lent: bool = False) -> pa.Array:
        """Copy some texts, in this order: large_string; `lent` ones until this thread gathers others."""
        which = np.searchsorted(self.firsts, places, side="right") - 1
        asked = distinct(which).tolist()
        if len(asked) == 1:
            stretch = self.stretches[asked[0]]
            return strings(*stretch.fetch(places - self.firsts[asked[0]], lent=lent))
        starts, sizes, chunk = np.empty_like(places), np.empty_like(places), np.empty_like(places)
        chunks: list[Letters] = []
        for number in asked:
            mine = which == number
            data, offsets = self.stretches[number].fetch(places[mine] - self.firsts[number], lent=False)
            starts[mine], sizes[mine], chunk[mine] = offsets[:-1], np.diff(offsets), len(chunks)
            chunks.append(data)
        return strings(*kernels.gather(chunks, chunk, starts, sizes, lent=lent))

    def column(self, budget: int | None = None) -> pa.ChunkedArray:
        """Return them as one column: large_string.

        Those that were left in files are copied, at the first call: past a budget of memory to another file.
        """
        if self._column is None:
            with closing(Shelf(budget)) as shelf:
                tables = [held for stretch in self.stretches for held in stretch.put_by(shelf)]
                chunks = [chunk for held in tables for chunk in shelf.get(held)["text"].chunks]
            self._column = pa.chunked_array(chunks, pa.large_string())
        return self._column

    def put_into(self, rows: pa.Table, budget: int | None = None) -> pa.Table:
        """Return the rows of files with the texts that were left in the files, copied as for `column`."""
        texts = [stretch for stretch in self.stretches if isinstance(stretch, SourceTexts)]
        for name in dict.fromkeys(stretch.name for stretch in texts if stretch.name is not None):
            field = rows.schema.field(name)
            parts = (
                (self.column(budget) if is_left(stretch, name) else rows[name]).slice(first, len(stretch))
                for first, stretch in zip(self.firsts.tolist(), self.stretches, strict=False)
            )
            chunks = [chunk for part in parts for chunk in part.cast(field.type).chunks]
            column = pa.chunked_array(chunks, field.type)
            rows = rows.set_column(rows.schema.get_field_index(name), field, column)
        return rows

    def batches(
        self, rows: pa.Table, wanted: NDArray[np.bool_], size: int
    ) -> Iterator[tuple[int, pa.RecordBatch]]:
        """Yield those of so many rows of files that are wanted, and the number of rows they were chosen from.

        They are with the texts that were left in the files.
        """
        for first, stretch in zip(self.firsts.tolist(), self.stretches, strict=False):
            start = 0
            for whole in rows.slice(first, len(stretch)).to_batches(max_chunksize=size):
                mask = wanted[first + start : first + start + len(whole)]
                lot = start + np.flatnonzero(mask)
                start += len(whole)
                batch = whole.filter(pa.array(mask))
                if isinstance(stretch, SourceTexts) and stretch.name is not None:
                    place = batch.schema.get_field_index(stretch.name)
                    field = batch.schema.field(place)
                    texts = strings(*stretch.fetch(lot, lent=False)).cast(field.type)
                    batch = batch.set_column(place, field, texts)
                yield len(whole), batch

    def noted(self, note: Note) -> Iterator[tuple[int, pa.RecordBatch]]:
        """Yield the place of a text and what this has noted of those from there on; it is kept no more."""
        for number, stretch in enumerate(self.stretches if self.note == note else ()):
            if isinstance(stretch, SourceTexts):
                end = int(self.firsts[number + 1])
                while stretch.notes:  # from the last, which a list is soon rid of
                    notes = stretch.notes.pop()
                    end -= len(notes)
                    yield end, notes

    def cuts(self, size: int) -> Iterator[tuple[int, int]]:
        """Yield first and end of lots of about so many bytes, in order."""
        for first, stretch in zip(self.firsts.tolist(), self.stretches, strict=False):
            yield from ((first + start, first + end) for start, end in pairwise(stretch.cuts(size)))

    def between(self, first: int, end: int, which: Mask | None = None) -> pa.Array:
        """Return the texts of a lot of `cuts` that `which` marks: large_string, lent as by `fetch`."""
        number = int(np.searchsorted(self.firsts, first, side="right")) - 1
        base = int(self.firsts[number])
        return self.stretches[number].between(first - base, end - base, which)


def is_left(stretch: Stretch, name: str) -> bool:
    """Tell whether a stretch is of texts that were left in a file, as the column of this name."""
    return isinstance(stretch, SourceTexts) and stretch.name == name


def strings(data: Letters, offsets: Places) -> pa.Array:
    """Return texts that stand back to back as a column: large_string."""
    return pa.LargeStringArray.from_buffers(len(offsets) - 1, pa.py_buffer(offsets), pa.py_buffer(data))
