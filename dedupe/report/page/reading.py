"""A cluster as the report page reads it: its versions, its diff and the pairs that hold it, as plain values.

Offsets count code points, as in the diff. Versions are named by their place in the diff, from 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

import numpy as np
import pyarrow as pa

from dedupe import compute as pc
from dedupe.facts.model import FactKind
from dedupe.keys import rising_order
from dedupe.report.legible import legible
from dedupe.report.outline import title_of
from dedupe.shared import shared_passages
from dedupe.text.sentences import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dedupe.articles import Article
    from dedupe.facts import Diff
    from dedupe.found import Cluster, Found

KINDS: tuple[str, ...] = get_args(FactKind)
"""What a fact can be; the page names kinds by their place here."""

RESTS_ON_PASSAGES = ("version", "excerpt")
"""Relations of which the longest shared passage is shown: near copies share nearly all."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A verified pair of articles, by id; `score` is the probability that they belong together."""

    a: str
    b: str
    relation: str
    jaccard: float
    containment: float
    score: float


@dataclass(frozen=True, slots=True)
class Bonds:
    """The verified pairs of a corpus that lie within its clusters.

    `rows` are those of the table of pairs, sorted by cluster; `bounds[row]` to `bounds[row + 1]` belong to
    the cluster whose canonical article stands in that row of the corpus. `surest[row]` is the highest score
    of an article's pairs, nan where it has none; `row_of` finds an article by its id.
    """

    table: pa.Table
    rows: NDArray[np.int64]
    bounds: NDArray[np.int64]
    surest: NDArray[np.float64]
    row_of: dict[str, int]

    @classmethod
    def of(cls, found: Found) -> Bonds:
        """Sort the pairs of a corpus by cluster."""
        ids = found.articles.about["id"].combine_chunks()
        ends = [pc.index_in(found.pairs[side], ids).to_numpy().astype(np.int64) for side in "ab"]
        inside = np.flatnonzero(found.canonical[ends[0]] == found.canonical[ends[1]])
        leaders = found.canonical[ends[0][inside]]
        order = rising_order(leaders)
        surest = np.full(len(ids), np.nan)
        for side in ends:
            np.fmax.at(surest, side[inside], found.pairs["score"].to_numpy()[inside])
        return cls(
            table=found.pairs,
            rows=inside[order],
            bounds=np.searchsorted(leaders[order], np.arange(len(ids) + 1)),
            surest=surest,
            row_of={name: row for row, name in enumerate(ids.to_pylist())},
        )

    def within(self, cluster: Cluster) -> list[Pair]:
        """Return the pairs that lie within a cluster."""
        leader = self.row_of[cluster.id]
        rows = self.rows[self.bounds[leader] : self.bounds[leader + 1]]
        return [Pair(**values) for values in self.table.take(pa.array(rows)).to_pylist()]

    def confidence(self, cluster: Cluster) -> float | None:
        """Return how sure the least sure article of a cluster belongs, by its best pair; None if unknown."""
        scores = self.surest[[self.row_of[article.id] for article in cluster.articles]]
        return None if np.isnan(scores).all() else float(np.nanmin(scores))


def laid_out(cluster: Cluster, diff: Diff, pairs: Sequence[Pair]) -> dict[str, Any]:
    """Return a cluster for the page.

    Returns
    -------
    dict
        id. versions: id, title, published, source, url, relation and similarity (to the canonical),
        canonical, text; those compared, in the order of the diff. others: the same without text, with
        the version whose text is theirs (same, None where it is not on the page). statements: as
        `_statement`. conflicts: kind, and values of version, start, end. pairs: as `_pair`.
    """
    place = {article.id: number for number, article in enumerate(diff.versions)}
    same = {article.text: number for number, article in enumerate(diff.versions)}
    standing = {
        article.id: (relation, round(similarity, 4))
        for article, relation, similarity in zip(
            cluster.articles, cluster.relations, cluster.similarities, strict=True
        )
    }
    return {
        "id": cluster.id,
        "versions": [
            {**_head(article, cluster, *standing[article.id]), "text": article.text}
            for article in diff.versions
        ],
        "others": [
            {**_head(article, cluster, *standing[article.id]), "same": same.get(article.text)}
            for article in cluster.articles
            if article.id not in place
        ],
        "statements": _statements(diff, place),
        "conflicts": [
            [conflict.kind, [[place[value.version], value.start, value.end] for value in conflict.values]]
            for conflict in diff.conflicts
        ],
        "pairs": [_pair(pair, diff, place) for pair in pairs if pair.a in place and pair.b in place],
    }


def _head(article: Article, cluster: Cluster, relation: str, similarity: float) -> dict[str, Any]:
    return {
        "id": article.id,
        "title": title_of(article),
        "published": article.published.isoformat() if article.published else None,
        "source": legible(article.source or ""),
        "url": article.url,
        "relation": relation,
        "similarity": similarity,
        "canonical": article.id == cluster.id,
    }


def _statements(diff: Diff, place: dict[str, int]) -> list[list[Any]]:
    """Return the statements in their order.

    Each is version, start, end, whether its sentence began before it, versions that hold it, weight,
    whether it is furniture, facts, and the places aligned with it: version, start, end, similarity.
    A fact is kind (a place in `KINDS`), start, end, and its value where that is not what it says.
    """
    begins = {article.id: {start for start, _ in sentence_spans(article.text)} for article in diff.versions}
    return [
        [
            place[one.version],
            one.start,
            one.end,
            int(one.start not in begins[one.version]),
            [place[holder] for holder in one.held_by],
            round(one.weight, 2),
            int(one.kind == "boilerplate"),
            [
                [
                    KINDS.index(fact.kind),
                    fact.start,
                    fact.end,
                    *([fact.value] if fact.value != fact.text else []),
                ]
                for fact in one.facts
            ],
            [
                [place[there.version], there.start, there.end, round(there.similarity, 2)]
                for there in one.aligned
            ],
        ]
        for one in diff.statements
    ]


def _pair(pair: Pair, diff: Diff, place: dict[str, int]) -> list[Any]:
    """Return a pair: its versions, the earlier one first, relation, Jaccard, containment, score, and passage.

    The passage is the start and end of the longest one that both hold, in the earlier version; None where
    the relation does not rest on passages or none is long enough to count.
    """
    one, other = sorted((place[pair.a], place[pair.b]))
    passage = None
    if pair.relation in RESTS_ON_PASSAGES:
        shared = shared_passages(diff.versions[one].text, diff.versions[other].text)
        longest = max(shared, key=lambda each: each.letters, default=None)
        passage = longest and [longest.start, longest.end]
    measures = (pair.jaccard, pair.containment, pair.score)
    return [one, other, pair.relation, *(round(measure, 4) for measure in measures), passage]


def listed(cluster: Cluster, diff: Diff, confidence: float | None) -> list[Any]:
    """Return the row of a cluster in the list, by `LISTED`."""
    dates = [article.published for article in cluster.articles if article.published is not None]
    sources = dict.fromkeys(legible(article.source or "") for article in cluster.articles)
    titles = dict.fromkeys(title_of(article) for article in cluster.articles[1:])
    title = title_of(cluster.canonical)
    return [
        cluster.id,
        title,
        [other for other in titles if other != title],
        [article.id for article in cluster.articles[1:]],
        len(cluster),
        [source for source in sources if source],
        min(dates).isoformat() if dates else None,
        max(dates).isoformat() if dates else None,
        round(cluster.cohesion, 4),
        None if confidence is None else round(confidence, 4),
        len(diff.conflicts),
    ]


LISTED = (
    "id",
    "title",
    "titles",
    "ids",
    "size",
    "sources",
    "first",
    "last",
    "cohesion",
    "confidence",
    "conflicts",
)
"""The columns of the list of clusters. `confidence` is how sure the least sure article belongs."""
