"""How well clusters agree with gold clusters: pairwise, B-cubed and adjusted Rand scores.

Where they disagree is told by `dedupe.mistakes`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import asdict, dataclass
from math import fsum
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from dedupe.found import Found

    Counts = NDArray[np.int64]


class DifferentArticlesError(ValueError):
    """Found and gold clusters do not hold the same articles."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Agreement of clusters with gold clusters over the same articles; singletons count.

    Attributes
    ----------
    articles, clusters, gold_clusters : int
        How many were compared.
    precision, recall, f1 : float
        Of pairs: the share of the pairs put together that gold puts together, the share of gold's
        pairs that are put together, and the harmonic mean of the two. Where there is no pair to be
        right or wrong about, 1.
    b_cubed_precision, b_cubed_recall, b_cubed_f1 : float
        The same of each article's own cluster, averaged over the articles (Amigó, Gonzalo, Artiles
        and Verdejo 2009, "A comparison of extrinsic clustering evaluation metrics based on formal
        constraints", Information Retrieval 12).
    ari : float
        Rand index adjusted for chance: 1 for equal clusterings, about 0 for unrelated ones (Hubert
        and Arabie 1985, "Comparing partitions", Journal of Classification 2).
    wrong_pairs, lost_pairs : int
        Pairs put together that gold keeps apart, and the other way round.
    """

    articles: int
    clusters: int
    gold_clusters: int
    precision: float
    recall: float
    f1: float
    b_cubed_precision: float
    b_cubed_recall: float
    b_cubed_f1: float
    ari: float
    wrong_pairs: int
    lost_pairs: int

    def to_dict(self) -> dict[str, int | float]:
        """Return the scores by name, for JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Contingency:
    """The cells of a contingency table that are not empty: int64[cells] each.

    `both` counts the articles that a found and a gold cluster share; `found` and `gold` are the
    sizes of these two clusters.
    """

    both: Counts
    found: Counts
    gold: Counts


def evaluate(
    found: Found | Mapping[str, Hashable] | Any,
    gold: Found | Mapping[str, Hashable] | Any,
    *,
    ignore_missing: bool = False,
) -> Scores:
    """Compare clusters with gold clusters.

    Parameters
    ----------
    found, gold : Found, mapping of id to cluster, or a table with the columns id and cluster
        Names of clusters need not agree, only which articles they hold.
    ignore_missing : bool
        Compare the articles that both know, and leave out the others.

    Returns
    -------
    Scores
        Computed from the contingency table: time and memory grow with the articles, not the pairs.

    Raises
    ------
    DifferentArticlesError
        Where the articles are not the same and `ignore_missing` is False; a ValueError.
    ValueError
        Where there is no article at all, the two have none in common, or a table names one more than once.
    """
    ours, theirs = clusters_by_id(found, "found"), clusters_by_id(gold, "gold")
    common = [article for article in ours if article in theirs]
    lacking = [article for article in theirs if article not in ours]
    extra = len(ours) - len(common)
    if (lacking or extra) and not ignore_missing:
        raise DifferentArticlesError(_difference(ours, theirs, lacking, extra))
    if not ours and not theirs:
        raise ValueError("neither found nor gold holds an article: there is nothing to compare")
    if not common:
        raise ValueError(f"found and gold share no id: found has {_first(ours)}, gold has {_first(theirs)}")
    ours_of = numbered(ours[article] for article in common)
    theirs_of = numbered(theirs[article] for article in common)
    return agreement(ours_of, theirs_of)


def agreement(found: Counts, gold: Counts) -> Scores:
    """Score two clusterings, given as the number of each article's cluster: int64[articles], from 0."""
    table = _contingency(found, gold)
    articles = len(found)
    sizes, gold_sizes = np.bincount(found), np.bincount(gold)
    together, ours, theirs = _pairs(table.both), _pairs(sizes), _pairs(gold_sizes)
    precision, recall = _share(together, ours), _share(together, theirs)
    shared = table.both.astype(np.float64) ** 2
    # Summed without rounding, so that the order of the articles does not matter.
    b_precision = _share(fsum(shared / table.found), articles)
    b_recall = _share(fsum(shared / table.gold), articles)
    return Scores(
        articles=articles,
        clusters=len(sizes),
        gold_clusters=len(gold_sizes),
        precision=precision,
        recall=recall,
        f1=_harmonic_mean(precision, recall),
        b_cubed_precision=b_precision,
        b_cubed_recall=b_recall,
        b_cubed_f1=_harmonic_mean(b_precision, b_recall),
        ari=_adjusted_rand(together, ours, theirs, articles * (articles - 1) // 2),
        wrong_pairs=ours - together,
        lost_pairs=theirs - together,
    )


def _contingency(found: Counts, gold: Counts) -> Contingency:
    width = int(gold.max(initial=0)) + 1
    cells, both = np.unique(found * width + gold, return_counts=True)
    return Contingency(both, np.bincount(found)[cells // width], np.bincount(gold)[cells % width])


def _adjusted_rand(together: int, ours: int, theirs: int, pairs: int) -> float:
    """Return Hubert and Arabie's equation 5; in whole numbers as far as it goes, so that it is exact."""
    numerator = 2 * (pairs * together - ours * theirs)
    denominator = pairs * (ours + theirs) - 2 * ours * theirs
    # Zero where both put everything together, or both nothing: equal clusterings.
    return numerator / denominator if denominator else 1.0


def _pairs(sizes: Counts) -> int:
    """Return how many pairs of articles lie within groups of these sizes."""
    return int((sizes * (sizes - 1) // 2).sum())


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 1.0


def _harmonic_mean(a: float, b: float) -> float:
    return 2 * a * b / (a + b) if a + b else 0.0


def numbered(names: Iterable[Hashable]) -> Counts:
    """Return a number for each name, the same for equal names."""
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], dtype=np.int64)


def clusters_by_id(clusters: Any, role: str) -> Mapping[str, Hashable]:
    """Return the cluster of each article by its id."""
    from dedupe.articles.reading import as_table
    from dedupe.found import Found

    if isinstance(clusters, Mapping):
        return _labelled(clusters, role)
    if isinstance(clusters, Found):
        ids = clusters.articles.about["id"].to_pylist()
        names = [ids[row] for row in clusters.canonical.tolist()]
    else:
        table = as_table(clusters)
        if table is None or not {"id", "cluster"} <= set(table.column_names):
            raise ValueError(f"{role} must be a mapping of id to cluster, or a table with id and cluster")
        ids, names = table["id"].to_pylist(), table["cluster"].to_pylist()
    by_id = dict(zip(ids, names, strict=True))
    if len(by_id) < len(ids):
        twice, times = Counter(ids).most_common(1)[0]
        raise ValueError(f"{role} names an article more than once: {twice!r} stands in {times} rows")
    return _labelled(by_id, role)


def _labelled(clusters: Mapping[str, Hashable], role: str) -> Mapping[str, Hashable]:
    """Return clusters of which each article is in one, NaN and None being none."""
    bare = [article for article, name in clusters.items() if name is None or name != name]
    if bare:
        raise ValueError(
            f"{role} has no cluster for {len(bare)} articles (such as {bare[0]!r}): leave those out"
        )
    return clusters


def _difference(
    ours: Mapping[str, Hashable], theirs: Mapping[str, Hashable], lacking: list[str], extra: int
) -> str:
    """Say how many articles only one side knows, with one of each."""
    parts = []
    if lacking:
        parts.append(
            f"{len(lacking)} of gold's {len(theirs)} articles are not in found (such as {lacking[0]!r})"
        )
    if extra:
        example = next(article for article in ours if article not in theirs)
        parts.append(f"{extra} of found's {len(ours)} articles are not in gold (such as {example!r})")
    return " and ".join(parts)


def _first(clusters: Mapping[str, Hashable]) -> str:
    return repr(next(iter(clusters))) if clusters else "none"
