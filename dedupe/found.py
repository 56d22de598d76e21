"""What clustering found: the clusters of a corpus, and the pairs they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

import numpy as np
import pyarrow as pa

from dedupe import compute as pc
from dedupe.keys import rising_order, stretches
from dedupe.relations import Relation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from os import PathLike

    from numpy.typing import NDArray

    from dedupe.articles import Article, Articles
    from dedupe.settings import Settings

    Rows = NDArray[np.int64]

RELATIONS = (*(str(relation) for relation in Relation), "self")
"""What an article can be to its canonical one, by code: a `Relation`, or the canonical itself."""

PAIR_FIELDS = {
    "a": pa.string(),
    "b": pa.string(),
    "relation": pa.string(),
    "jaccard": pa.float64(),
    "containment": pa.float64(),
    "score": pa.float64(),
}
"""The columns of `Found.pairs`."""


@dataclass(frozen=True, slots=True, repr=False)
class Cluster:
    """The versions of one report: the canonical first, the others in time order, then by id.

    `relations` and `similarities` say what each article is to the canonical. `cohesion` is the
    similarity of the least similar accepted pair, 1.0 for an article alone.
    """

    id: str
    articles: tuple[Article, ...]
    relations: tuple[str, ...]
    similarities: tuple[float, ...]
    cohesion: float

    @property
    def canonical(self) -> Article:
        """The most complete article; of those as complete, give or take 2 %, the earliest, then by id."""
        return self.articles[0]

    def __repr__(self) -> str:
        """Return a line that says which cluster this is."""
        return f"Cluster({self.id!r}, {len(self)} articles, cohesion {self.cohesion:.2f})"

    def _repr_html_(self) -> str:
        """Return what a notebook shows."""
        from dedupe.report.notebook import cluster_html

        return cluster_html(self)

    def __len__(self) -> int:
        """Return the number of articles."""
        return len(self.articles)

    def __iter__(self) -> Iterator[Article]:
        """Yield the articles, canonical first."""
        return iter(self.articles)


@dataclass(frozen=True, repr=False)
class Found:
    """The clusters of a corpus, largest first, singletons too.

    Attributes
    ----------
    articles : Articles
        The corpus, as it was given.
    level : str
        `near`, `version` or `story`.
    canonical : int64[n]
        The row of the canonical article of each article's cluster.
    codes : int8[n]
        What each article is to its canonical, as a place in `RELATIONS`; `relation` has the words.
    similarity : float64[n]
        The measure that relation rests on.
    cohesion : float64[n]
        The cohesion of each article's cluster.
    boilerplate : bool[n]
        Which articles are nothing but site furniture, such as a cookie wall: they join only what their whole
        text is a copy of. Level near does not look for it.
    rank : int64[n]
        The place of each article once they are sorted by id.
    listed : callable
        Makes the table that `pairs` is.
    again : callable
        What `rethreshold` calls: it holds the pairs that were measured, some 90 bytes each.
    settings : Settings
        How it was clustered; None where the clusters come from elsewhere.
    """

    articles: Articles
    level: str
    canonical: Rows
    codes: NDArray[np.int8]
    similarity: NDArray[np.float64]
    cohesion: NDArray[np.float64]
    boilerplate: NDArray[np.bool_]
    rank: Rows
    listed: Callable[[], pa.Table]
    again: Callable[..., Found]
    settings: Settings | None = None

    def __len__(self) -> int:
        """Return the number of clusters."""
        return len(self._bounds) - 1

    def __repr__(self) -> str:
        """Return a line that says what was found."""
        return f"Found({len(self.articles)} articles in {len(self)} clusters, level {self.level!r})"

    def __contains__(self, article: object) -> bool:
        """Return whether an article has this id."""
        return article in self._place

    def __iter__(self) -> Iterator[Cluster]:
        """Yield the clusters, largest first, equal ones by id."""
        return (self[i] for i in range(len(self)))

    @overload
    def __getitem__(self, key: int) -> Cluster: ...
    @overload
    def __getitem__(self, key: str) -> Cluster: ...
    @overload
    def __getitem__(self, key: slice) -> list[Cluster]: ...
    def __getitem__(self, key: int | str | slice) -> Cluster | list[Cluster]:
        """Return a cluster by its place or the id of one of its articles, or a list of them for a slice."""
        if isinstance(key, slice):
            return [self[place] for place in range(*key.indices(len(self)))]
        if isinstance(key, str):
            if key not in self._place:
                raise KeyError(f"no article has the id {key!r}; ids look like {self._ids[0]!r}")
            key = self._place[key]
        if not -len(self) <= key < len(self):
            raise IndexError(f"cluster {key} of {len(self)}")
        key %= len(self)
        rows = self._order[self._bounds[key] : self._bounds[key + 1]]
        articles = tuple(self.articles[int(row)] for row in rows)
        return Cluster(
            id=articles[0].id,
            articles=articles,
            relations=tuple(RELATIONS[code] for code in self.codes[rows]),
            similarities=tuple(self.similarity[rows].tolist()),
            cohesion=float(self.cohesion[rows[0]]),
        )

    def rethreshold(self, *, threshold: float | None = None, confidence: float | None = None) -> Found:
        """Cluster again from the pairs that were measured, which takes a moment.

        Parameters
        ----------
        threshold : float
            At level near: the Jaccard from which articles are near copies, that of the run or higher.
        confidence : float
            At levels version and story: the probability from which a pair is joined, of the level's own
            kind; what the level below joins stays joined. Lower than the rules it joins more.

        Returns
        -------
        Found
            What `dedupe.cluster` finds with that threshold or confidence. At level near that holds as far
            as LSH proposes the same pairs: all but a few in ten thousand, and all but the weak ones of
            components of more than 64 texts.

        Raises
        ------
        ValueError
            Where the level is moved by the other one, or the run has not proposed the pairs needed.
        """
        return self.again(threshold=threshold, confidence=confidence)

    @cached_property
    def pairs(self) -> pa.Table:
        """The verified pairs that the clusters rest on: pyarrow.Table, a row each, by id.

        Columns: a, b, relation, jaccard, containment (of word shingles for exact and near copies, of letter
        shingles otherwise), score: the probability that the two belong together (see `dedupe.confidence`).
        """
        return self.listed()

    @property
    def repeated(self) -> list[Cluster]:
        """The clusters of two articles and more."""
        return [self[i] for i in np.flatnonzero(self.sizes > 1).tolist()]

    @property
    def sizes(self) -> Rows:
        """How many articles each cluster has: int64[clusters], falling."""
        return np.diff(self._bounds)

    @property
    def labels(self) -> list[str | None]:
        """The cluster of each row that was given, in the order given: the id of its canonical article.

        None for an object that was left out for having no text; so there are as many as objects were given,
        whatever their ids and index. Of files there is one an article.
        """
        ids = self.articles.about["id"].take(pc.from_numpy(self.canonical))
        labels = np.full(len(ids) + len(self.articles.left_out), None, object)
        labels[np.delete(np.arange(len(labels)), self.articles.left_out)] = ids.to_pylist()
        return list(labels.tolist())

    @property
    def earliest(self) -> Rows:
        """The row of the earliest article of each article's cluster: int64[n].

        One without a date comes after all that have one, and of equal dates the first row is taken.
        """
        order = rising_order(self._moments, self.canonical)
        starts, _ = stretches(self.canonical[order])
        first = np.empty_like(order)
        first[self.canonical[order[starts]]] = order[starts]
        return first[self.canonical]

    @property
    def relation(self) -> list[str]:
        """What each article is to its canonical one."""
        return [RELATIONS[code] for code in self.codes]

    def to_arrow(self) -> pa.Table:
        """Return one row an article, in the order of the clusters.

        Columns: id, cluster, size, canonical, relation, similarity.
        """
        rows, sizes = self._order, self.sizes
        leader = np.repeat(self._bounds[:-1], sizes)  # the canonical one stands first
        ids = self.articles.about["id"].take(pc.from_numpy(rows))
        relation = pa.DictionaryArray.from_arrays(
            pc.from_numpy(self.codes[rows]), pa.array(RELATIONS, pa.string())
        )
        return pa.table(
            {
                "id": ids,
                "cluster": ids.take(pc.from_numpy(leader)),
                "size": pc.from_numpy(np.repeat(sizes, sizes)),
                "canonical": pc.from_numpy(leader == np.arange(len(rows))),
                "relation": relation.cast(pa.string()),
                "similarity": pc.from_numpy(np.round(self.similarity[rows], 4)),
            }
        )

    def to_pandas(self) -> Any:
        """Return the rows of `to_arrow` as a pandas data frame; pandas must be installed."""
        return self.to_arrow().to_pandas()

    def to_polars(self) -> Any:
        """Return the rows of `to_arrow` as a polars data frame; polars must be installed."""
        from importlib import import_module

        return import_module("polars").from_arrow(self.to_arrow())

    def write(self, path: str | PathLike[str], format: str | None = None) -> None:
        """Write the rows of `to_arrow` to a file, in the format of its suffix; see `dedupe.write`."""
        from dedupe.articles import write

        write(self.to_arrow(), path, format)

    def _repr_html_(self) -> str:
        """Return what a notebook shows."""
        from dedupe.report.notebook import found_html

        return found_html(self)

    @cached_property
    def _ids(self) -> list[str]:
        return list(self.articles.about["id"].to_pylist())

    @cached_property
    def _order(self) -> Rows:
        """Rows by cluster, canonical first, then by time and id; clusters by size, then by id."""
        sizes = np.bincount(self.canonical, minlength=len(self.canonical))[self.canonical]
        together = np.flatnonzero(sizes > 1)
        moments = self._moments[together]
        leader = self.canonical[together]
        keys = (self.rank[together], moments, leader != together, self.rank[leader], -sizes[together])
        alone = np.empty(len(sizes), np.int64)
        alone[self.rank] = np.arange(len(sizes))
        return np.concatenate([together[rising_order(*keys)], alone[sizes[alone] == 1]])

    @property
    def _moments(self) -> Rows:
        """When each article was published, in microseconds since 1970; one without a date after all."""
        published = self.articles.about["published"].cast(pa.int64())
        return np.asarray(pc.fill_null(published, np.iinfo(np.int64).max).to_numpy())

    @cached_property
    def _bounds(self) -> Rows:
        """Where each cluster begins among the rows in order, and where the last ends."""
        starts, _ = stretches(self.canonical[self._order])
        return np.append(starts, len(self._order))

    @cached_property
    def _place(self) -> dict[str, int]:
        ids, sizes = self._ids, self.sizes
        places = np.repeat(np.arange(len(sizes)), sizes)
        return {ids[row]: place for row, place in zip(self._order.tolist(), places.tolist(), strict=True)}
