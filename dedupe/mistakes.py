"""Where clusters and gold disagree: the clusters that went wrong most, and which relations were lost.

`dedupe.evaluation` says how much, this says where.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from dedupe.evaluation import clusters_by_id
from dedupe.found import Found
from dedupe.relations import Relation

TOLD_FIRST = tuple(str(relation) for relation in sorted(Relation, reverse=True) if relation >= Relation.STORY)
"""What joins articles, strongest first; other words for a relation follow by name."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A cluster that the other side takes apart: `parts` are its articles by cluster of the other side.

    `pairs` is how many pairs that parts. The largest part comes first, of equal ones the first by id.
    """

    cluster: str
    pairs: int
    parts: tuple[tuple[str, ...], ...]

    @property
    def articles(self) -> int:
        """How many articles the cluster holds."""
        return sum(map(len, self.parts))


@dataclass(frozen=True, slots=True)
class Share:
    """Of the articles with a relation to their canonical one, how many the other side puts with it."""

    relation: str
    articles: int
    right: int

    @property
    def share(self) -> float:
        """The share that is right."""
        return self.right / self.articles


@dataclass(frozen=True, slots=True)
class Mistakes:
    """Where clusters and gold disagree; most pairs first.

    `merged` are found clusters that gold takes apart, `split` gold clusters that were not found whole.
    `recall` is told by the relations that gold names, `precision` by those that were found; each is empty
    where its side names none.
    """

    merged: tuple[Mistake, ...]
    split: tuple[Mistake, ...]
    recall: tuple[Share, ...]
    precision: tuple[Share, ...]

    def to_dict(self, most: int | None = None) -> dict[str, Any]:
        """Return plain values, for JSON; of the clusters the first `most`."""

        def clusters(mistakes: tuple[Mistake, ...]) -> list[dict[str, Any]]:
            return [
                {**asdict(each), "articles": each.articles, "parts": [list(part) for part in each.parts]}
                for each in mistakes[:most]
            ]

        def shares(side: tuple[Share, ...]) -> dict[str, dict[str, Any]]:
            return {
                each.relation: {"articles": each.articles, "right": each.right, "share": each.share}
                for each in side
            }

        return {
            "recall_by_relation": shares(self.recall),
            "precision_by_relation": shares(self.precision),
            "merged_clusters": len(self.merged),
            "split_clusters": len(self.split),
            "merged": clusters(self.merged),
            "split": clusters(self.split),
        }


def find_mistakes(found: Any, gold: Any) -> Mistakes:
    """Find where clusters and gold disagree, over the articles that both know.

    Parameters
    ----------
    found, gold : Found, mapping of id to cluster, or a table with the columns id and cluster
        As `dedupe.evaluate` takes them. A column `relation` says what an article is to the canonical one of
        its cluster, which is the article that the cluster is named by, or else the one with relation self.
    """
    sides = clusters_by_id(found, "found"), clusters_by_id(gold, "gold")
    common = sorted(sides[0].keys() & sides[1].keys())
    ours, theirs = ({name: side[name] for name in common} for side in sides)
    return Mistakes(
        merged=_taken_apart(ours, theirs),
        split=_taken_apart(theirs, ours),
        recall=_by_relation(gold, theirs, ours),
        precision=_by_relation(found, ours, theirs),
    )


def _taken_apart(clusters: Mapping[str, Hashable], by: Mapping[str, Hashable]) -> tuple[Mistake, ...]:
    """Return the clusters that another clustering of the same articles takes apart."""
    members: defaultdict[Hashable, defaultdict[Hashable, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name, cluster in clusters.items():
        members[cluster][by[name]].append(name)
    mistakes = []
    for cluster, parts in members.items():
        if len(parts) > 1:
            ordered = sorted(map(tuple, parts.values()), key=lambda part: (-len(part), part))
            sizes = list(map(len, ordered))
            pairs = (sum(sizes) ** 2 - sum(size**2 for size in sizes)) // 2
            mistakes.append(Mistake(str(cluster), pairs, tuple(ordered)))
    return tuple(sorted(mistakes, key=lambda each: (-each.pairs, each.parts)))


def _by_relation(
    side: Any, clusters: Mapping[str, Hashable], others: Mapping[str, Hashable]
) -> tuple[Share, ...]:
    """Count by relation a side's articles, and those that the others put with their canonical one."""
    relations = _relations_of(side)
    selves = {clusters[name]: name for name in clusters if relations.get(name) == "self"}
    right: Counter[str] = Counter()
    articles: Counter[str] = Counter()
    for name, cluster in clusters.items():
        canonical = cluster if isinstance(cluster, str) and cluster in clusters else selves.get(cluster)
        relation = relations.get(name)
        if relation is None or canonical is None or name == canonical or relation == "self":
            continue
        articles[relation] += 1
        right[relation] += others[name] == others[canonical]
    known = [name for name in TOLD_FIRST if name in articles]
    return tuple(
        Share(name, articles[name], right[name]) for name in (*known, *sorted(articles.keys() - TOLD_FIRST))
    )


def _relations_of(side: Any) -> dict[str, str]:
    """Return the relation of each article that a side names one for."""
    from dedupe.articles.reading import as_table

    if isinstance(side, Found):
        return dict(zip(side.articles.about["id"].to_pylist(), side.relation, strict=True))
    table = None if isinstance(side, Mapping) else as_table(side)
    if table is None or "relation" not in table.column_names:
        return {}
    return dict(zip(table["id"].to_pylist(), table["relation"].to_pylist(), strict=True))
