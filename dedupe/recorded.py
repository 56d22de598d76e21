"""Clusters that were written to a file, taken up again beside the articles they are of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from dedupe import compute as pc
from dedupe.found import PAIR_FIELDS, RELATIONS, Found

if TYPE_CHECKING:
    from dedupe.articles import Articles

ROW_FIELDS = {"id": pa.string(), "cluster": pa.string(), "relation": pa.string(), "similarity": pa.float64()}
"""What is needed of the rows that `Found.to_arrow` makes."""


def recall(articles: Articles, rows: pa.Table, pairs: pa.Table | None = None) -> Found:
    """Return clusters as they were found, from their rows and perhaps their pairs.

    Articles that no row names are left out. Cohesion is that of the least similar article to its
    canonical one, since not every pair is known. It cannot be clustered again from here.

    Parameters
    ----------
    articles : Articles
        At least those of the rows.
    rows : table with `ROW_FIELDS`
        A cluster is named by its canonical article.
    pairs : table with `PAIR_FIELDS`, optional

    Raises
    ------
    ValueError
        Where an id stands twice, has no article, names no canonical article or one that names another, or
        a relation is unknown.
    """
    ids = rows["id"]
    _check(ids, pc.is_in(ids, articles.about["id"]), "are not in the corpus")
    if pc.count_distinct(ids).as_py() < len(ids):
        raise ValueError("an id stands in more than one row: each article is in one cluster")
    _check(rows["cluster"], pc.is_in(rows["cluster"], ids), "name clusters but no article in them")
    _check(rows["relation"], pc.is_in(rows["relation"], pa.array(RELATIONS)), "are no relations")
    if pairs is None:
        pairs = pa.schema(PAIR_FIELDS.items()).empty_table()
    else:
        ends = pa.chunked_array([*pairs["a"].chunks, *pairs["b"].chunks], pa.string())
        _check(ends, pc.is_in(ends, ids), "are in pairs but in no cluster")
    leaders = rows["cluster"].take(pc.index_in(rows["cluster"], ids))
    _check(rows["cluster"], pc.equal(leaders, rows["cluster"]), "name clusters by articles of other clusters")
    kept = articles.take(pc.index_in(ids, articles.about["id"]))
    canonical = pc.index_in(rows["cluster"], ids).to_numpy().astype(np.int64)
    similarity = rows["similarity"].to_numpy()
    cohesion = np.ones(len(kept))
    np.minimum.at(cohesion, canonical, similarity)
    rank = np.empty(len(kept), np.int64)
    rank[pc.sort_indices(ids).to_numpy()] = np.arange(len(kept))
    codes = pc.index_in(rows["relation"], pa.array(RELATIONS)).to_numpy().astype(np.int8)
    return Found(
        articles=kept,
        level=_level(codes),
        canonical=canonical,
        codes=codes,
        similarity=similarity,
        cohesion=cohesion[canonical],
        boilerplate=np.zeros(len(kept), np.bool_),
        rank=rank,
        listed=lambda: pairs,
        again=_cannot,
    )


def _check(values: pa.ChunkedArray, known: pa.ChunkedArray, wrong: str) -> None:
    """Make sure that all values are known, or say how many are not, and name one."""
    unknown = values.filter(pc.invert(known))
    if len(unknown):
        raise ValueError(f"{len(unknown):,} of {len(values):,} {wrong}, such as {unknown[0].as_py()!r}")


def _level(codes: np.ndarray[tuple[int], np.dtype[np.int8]]) -> str:
    """Return the narrowest level that has all of these relations."""
    words = {RELATIONS[code] for code in np.unique(codes)}
    if "story" in words:
        return "story"
    return "version" if words & {"version", "excerpt"} else "near"


def _cannot(**asked: object) -> Found:
    raise ValueError("clusters from a file have no measured pairs to go by: cluster the articles again")
