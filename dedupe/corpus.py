"""A corpus as the stages see it: rows in the order of their ids, texts fetched or streamed when needed.

What two articles are to each other must not depend on where they stood in a file, so a *row* is here
always the rank of an article's id. Texts stay where the reader left them (`dedupe.articles.texts`), and are
gone through in the order of the file, which is the fast one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pyarrow as pa

from dedupe import compute as pc
from dedupe import kernels
from dedupe.articles.texts import SLICE_BYTES, Column, strings
from dedupe.compute import buffers_of
from dedupe.keys import numbered, rising_order, texts_in_order
from dedupe.lines import blank_lines
from dedupe.progress import untold
from dedupe.text.fold import Folded, fold
from dedupe.threads import side_by_side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from dedupe.articles import Articles
    from dedupe.articles.sources import Note
    from dedupe.progress import Told

    Rows = NDArray[np.int64]

Result = TypeVar("Result")

PAIRS_AT_ONCE = 512
"""Pairs that a thread works on at a time: bounds what it holds, to about 10 MB for articles of 3 KB.

With 1024 near copies of 100,000 articles take as long or 5 % longer and 60 MB more, with 128 40 % longer.
"""

ADDRESS = r"^[a-z]+://(?:www\.)?([^/:?#]+).*$"
"""An address and the host in it, which names a site."""

SLICES_MAPPED = 32
"""Slices after which mapped texts are let go of: some 64 MB may be resident."""

UNKNOWN_MOMENT = int(np.iinfo(np.int64).max)
"""Stands for a date that is not known, so that what has one comes before."""

DAY = 86_400e6
"""Microseconds of a day."""


def days_apart(one: Rows, other: Rows, *, unknown: float) -> NDArray[np.float64]:
    """Return the days between moments, in microseconds; `unknown` where one of them is `UNKNOWN_MOMENT`."""
    known = np.maximum(one, other) < UNKNOWN_MOMENT
    return np.where(known, np.abs(one / DAY - other / DAY), unknown)


@dataclass(frozen=True, slots=True)
class Furniture:
    """Lines that are furniture, by their hashes, and which rows hold any (bool[n])."""

    lines: kernels.Table
    held: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Articles by the rank of their ids: row i is row `order[i]` of the table.

    `furniture` are lines that are blanked wherever texts are fetched; `told` hears how far each pass over
    texts or pairs is.
    """

    articles: Articles
    order: Rows
    rank: Rows
    threads: int | None = None
    furniture: Furniture | None = None
    told: Told = untold

    @classmethod
    def of(cls, articles: Articles, threads: int | None = None, told: Told = untold) -> Corpus:
        """Return the corpus of some articles."""
        order = texts_in_order(*buffers_of(articles.about["id"].cast(pa.large_string()).combine_chunks()))
        rank = np.empty_like(order)
        rank[order] = np.arange(len(order))
        return cls(articles, order, rank, threads, told=told)

    def __len__(self) -> int:
        """Return the number of articles."""
        return len(self.order)

    def without(self, furniture: Furniture) -> Corpus:
        """Return the corpus with these lines blanked."""
        return replace(self, furniture=furniture)

    @property
    def whole(self) -> Corpus:
        """The corpus with nothing blanked."""
        return replace(self, furniture=None)

    @property
    def moments(self) -> Rows:
        """When each row was published, in microseconds since 1970; `UNKNOWN_MOMENT` if that is not known."""
        known = self.articles.about["published"].cast(pa.int64())
        moments = pc.fill_null(known, UNKNOWN_MOMENT).to_numpy()
        return np.asarray(moments[self.order], dtype=np.int64)

    def ids(self, rows: Rows) -> pa.ChunkedArray:
        """Return the ids of some rows."""
        return self.articles.about["id"].take(pc.from_numpy(self.order[rows]))

    def titles(self) -> Callable[[Rows], pa.Array]:
        """Return what gives the titles of rows: large_string, empty where there is none."""
        column = Column(pc.fill_null(self.articles.about["title"].cast(pa.large_string()), ""))
        return lambda rows: strings(*column.fetch(self.order[rows], lent=False))

    def publishers(self, rows: Rows) -> Rows:
        """Return a number for who published each of some rows: its source, else the host of its address.

        -1 where neither is known. A source that is an address counts as its host.
        """
        places = pc.from_numpy(self.order[rows])
        source, url = (self.articles.about[name].take(places) for name in ("source", "url"))
        names = pc.replace_substring_regex(pc.utf8_lower(pc.coalesce(source, url)), ADDRESS, r"\1")
        numbers = names.combine_chunks().dictionary_encode().indices
        return np.asarray(pc.fill_null(numbers, -1).to_numpy().astype(np.int64))

    def in_file_order(self, rows: Rows) -> tuple[Rows, Rows]:
        """Return the distinct rows among some as they stand in the file, and the place of each among them."""
        places, inverse = numbered(self.order[rows])
        return self.rank[places], inverse

    def texts(self, rows: Rows, *, lent: bool = False) -> pa.Array:
        """Return the texts of some rows, in their order: large_string, furniture blanked.

        Fastest where the rows stand as in the file. `lent` ones may be lost when this thread gathers others.
        """
        return self._bare(rows, self.articles.texts.fetch(self.order[rows], lent=lent), lent=lent)

    def folded(self, rows: Rows) -> Folded:
        """Return the folded texts of some rows, in their order, lent until this thread folds again."""
        return fold(self.texts(rows, lent=True), threads=1, lent=True)

    def noted(self, note: Note) -> Iterator[tuple[Rows, pa.RecordBatch]]:
        """Yield rows and what this has noted of them while they were read; it is not kept."""
        for first, notes in self.articles.texts.noted(note):
            yield self.rank[first : first + len(notes)], notes

    def each_slice(
        self, work: Callable[[Rows, pa.Array], Result], of: NDArray[np.bool_] | None = None
    ) -> Iterator[Result]:
        """Yield `work(rows, texts)` slice by slice in the order of the file, on threads.

        `of` marks the rows that are wanted, by default all. Texts are lent until the thread gathers others.
        """
        wanted = np.ones(len(self), np.bool_) if of is None else of
        lots = ((*lot, wanted[self.rank[slice(*lot)]]) for lot in self.articles.texts.cuts(SLICE_BYTES))
        done = count(1)

        def run(lot: tuple[int, int, NDArray[np.bool_]]) -> tuple[int, Result]:
            first, end, which = lot
            rows = self.rank[first:end][which]
            result = work(rows, self._bare(rows, self.articles.texts.between(*lot), lent=True))
            if next(done) % SLICES_MAPPED == 0:
                self.articles.release()
            return len(rows), result

        seen = len(self) - int(wanted.sum())
        for number, result in side_by_side(run, (lot for lot in lots if lot[2].any()), self.threads):
            seen += number
            self.told(seen, len(self), "article")
            yield result
        self.articles.release()

    def each_batch(
        self, left: Rows, right: Rows, work: Callable[[Rows, Rows, Rows], Result]
    ) -> Iterator[tuple[Rows, Result]]:
        """Yield the places of a batch of pairs and what `work(rows, one, other)` says of them.

        `rows` are the distinct rows that the batch names, `one` and `other` the sides of its pairs as
        places among them. Pairs of one connected component come together, and in it those of one `other`,
        so that a text is asked for about once, also where a few texts are paired with thousands after them.
        """
        together = rising_order(left, right, kernels.components(len(self), left, right)[left])
        batches = (
            together[first : first + PAIRS_AT_ONCE] for first in range(0, len(together), PAIRS_AT_ONCE)
        )

        def run(pairs: Rows) -> tuple[Rows, Result]:
            rows, places = self.in_file_order(np.concatenate([left[pairs], right[pairs]]))
            return pairs, work(rows, places[: len(pairs)], places[len(pairs) :])

        seen = 0
        for pairs, result in side_by_side(run, batches, self.threads):
            seen += len(pairs)
            self.told(seen, len(together), "pair")
            yield pairs, result

    def holds_furniture(self, rows: Rows) -> bool:
        """Tell whether any of these rows is fetched with furniture blanked."""
        return self.furniture is not None and bool(self.furniture.held[rows].any())

    def _bare(self, rows: Rows, texts: pa.Array, *, lent: bool) -> pa.Array:
        if self.furniture is None or not self.holds_furniture(rows):
            return texts
        return blank_lines(texts, self.furniture.lines, self.furniture.held[rows], lent=lent)
