"""What clustering found: the clusters of a corpus, and the pairs they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, overload

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from dedupe.articles import Article, Articles


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
    relation : list of str, n
        What each article is to its canonical.
    similarity : float64[n]
        The measure that relation rests on.
    cohesion : float64[n]
        The cohesion of each article's cluster.
    pairs : pyarrow.Table
        One row a verified pair: a, b, relation, jaccard, containment, score.
    """

    articles: Articles
    level: str
    canonical: NDArray[np.int64]
    relation: list[str]
    similarity: NDArray[np.float64]
    cohesion: NDArray[np.float64]
    pairs: pa.Table

    def __len__(self) -> int:
        """Return the number of clusters."""
        return len(self._members)

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
    def __getitem__(self, key: int | str) -> Cluster:
        """Return a cluster by its place, or the cluster of an article by the article's id."""
        if isinstance(key, str):
            if key not in self._place:
                raise KeyError(f"no article has the id {key!r}; ids look like {self._ids[0]!r}")
            key = self._place[key]
        rows = self._members[key]
        return Cluster(
            id=self._ids[rows[0]],
            articles=tuple(self.articles[int(row)] for row in rows),
            relations=tuple(self.relation[row] for row in rows),
            similarities=tuple(float(self.similarity[row]) for row in rows),
            cohesion=float(self.cohesion[rows[0]]),
        )

    @property
    def repeated(self) -> list[Cluster]:
        """The clusters of two articles and more."""
        return [self[i] for i, rows in enumerate(self._members) if len(rows) > 1]

    def to_arrow(self) -> pa.Table:
        """Return one row an article, in the order of the clusters.

        Columns: id, cluster, size, canonical, relation, similarity.
        """
        rows = np.concatenate([*self._members, np.empty(0, np.int64)]).astype(np.int64)
        sizes = np.repeat([len(members) for members in self._members], [len(m) for m in self._members])
        ids = self.articles.table["id"]
        return pa.table(
            {
                "id": ids.take(pa.array(rows)),
                "cluster": ids.take(pa.array(self.canonical[rows])),
                "size": pa.array(sizes, pa.int64()),
                "canonical": pa.array(self.canonical[rows] == rows),
                "relation": pa.array([self.relation[row] for row in rows], pa.string()),
                "similarity": pa.array(np.round(self.similarity[rows], 4)),
            }
        )

    @cached_property
    def _ids(self) -> list[str]:
        return list(self.articles.table["id"].to_pylist())

    @cached_property
    def _members(self) -> list[NDArray[np.int64]]:
        """Rows of each cluster, canonical first, then by time and id; clusters by size, then id."""
        import pyarrow.compute as pc

        if not len(self.articles):
            return []
        table = self.articles.table
        rank = np.empty(len(table), np.int64)
        rank[pc.sort_indices(table["id"]).to_numpy()] = np.arange(len(table))
        moments = pc.fill_null(table["published"].cast(pa.int64()), np.iinfo(np.int64).max).to_numpy()
        follower = self.canonical != np.arange(len(table))
        order = np.lexsort((rank, moments, follower, rank[self.canonical]))
        starts = np.flatnonzero(np.concatenate([[True], np.diff(self.canonical[order]) != 0]))
        members = np.split(order, starts[1:])
        return sorted(members, key=lambda rows: (-len(rows), rank[rows[0]]))

    @cached_property
    def _place(self) -> dict[str, int]:
        return {self._ids[row]: place for place, rows in enumerate(self._members) for row in rows}
