"""The main job in one look: articles to shingles, candidate pairs, measures, relations, clusters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dedupe.clusters import components, cut_components, unmeasured_pairs
from dedupe.events import story_pairs
from dedupe.found import Found
from dedupe.furniture import find_furniture, without_furniture
from dedupe.lsh import candidate_pairs, choose_bands
from dedupe.minhash import sketch
from dedupe.passages import LETTERS, UNKNOWN, Frequencies, gather_evidence, index_passages, passage_pairs
from dedupe.relations import LEVELS, Measures, Relation, decide, join, link_strength, score, similarity
from dedupe.shingles import Shingling, shingle, shingle_sets
from dedupe.text.fold import Folded, fold
from dedupe.thresholds import BAND_RECALL, EQUALLY_COMPLETE, NEAR_JACCARD, REPEATED, STORY_COSINE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedupe.articles import Articles

    Rows = NDArray[np.int64]

PAIRS_AT_ONCE = 4096
"""Pairs measured at a time: bounds the shingles in memory, to about 0.5 GB for articles of 3 KB."""

Progress = Callable[[str], None]
"""Called with the name of each stage as it begins."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How to cluster. Errors say which values are possible."""

    level: str = "version"
    threshold: float = NEAR_JACCARD
    shingle: str = "words:5"
    num_perm: int = 128
    seed: int = 1
    threads: int | None = None

    def __post_init__(self) -> None:
        if self.level not in LEVELS:
            raise ValueError(f"level must be one of {', '.join(LEVELS)}, got {self.level!r}")
        if not 0.0 < self.threshold <= 1.0:
            raise ValueError(f"threshold is a Jaccard similarity over 0 and up to 1, got {self.threshold}")
        if not 1 <= self.num_perm <= 65536:
            raise ValueError(f"num_perm must be from 1 to 65536, got {self.num_perm}; 128 is usual")
        if not 0 <= self.seed < 1 << 32:
            raise ValueError(f"seed must be from 0 to {(1 << 32) - 1}, got {self.seed}")
        if self.threads is not None and self.threads < 1:
            raise ValueError(f"threads must be at least 1, got {self.threads}")
        Shingling.parse(self.shingle)

    @classmethod
    def of(cls, **given: Any) -> Settings:
        """Return settings from a caller's values; a TypeError says which one is of the wrong kind."""
        kinds: dict[str, tuple[type, ...]] = {
            "level": (str,),
            "threshold": (float, int),
            "shingle": (str,),
            "num_perm": (int,),
            "seed": (int,),
            "threads": (int, type(None)),
        }
        for name, value in given.items():
            if name not in kinds:
                raise TypeError(f"there is no setting {name!r}; there are {', '.join(kinds)}")
            if isinstance(value, bool) or not isinstance(value, kinds[name]):
                wanted = " or ".join("None" if kind is type(None) else kind.__name__ for kind in kinds[name])
                raise TypeError(f"{name} must be {wanted}, got {value!r}, which is {type(value).__name__}")
        return cls(**given)


def cluster(articles: Articles, settings: Settings, progress: Progress = lambda stage: None) -> Found:
    """Cluster a corpus into the versions of each report.

    The answer depends on the set of articles and the settings, not on the order of the rows, the
    number of threads or the engine: every stage works on rows sorted by id.
    """
    joined = join_versions(articles, settings, progress)
    progress("choosing canonical versions")
    return _found(articles, joined)


@dataclass(frozen=True, slots=True)
class Joined:
    """A corpus joined up to a level: its rows sorted by id, row `order[i]` of the input being row i."""

    order: Rows
    table: pa.Table
    graph: Graph
    measure: Measurer


def join_versions(articles: Articles, settings: Settings, progress: Progress = lambda stage: None) -> Joined:
    """Run the stages up to the level asked for."""
    order = pc.sort_indices(articles.table["id"]).to_numpy().astype(np.int64)
    table = articles.table.take(pa.array(order))
    progress("finding near copies")
    measure = Measurer(fold(table["text"], settings.threads), table["text"], UNKNOWN, settings)
    graph = near_copies(measure)
    if settings.level != "near":
        progress("learning site furniture")
        furniture = find_furniture(table["text"])
        measure = replace(measure, texts=without_furniture(table["text"], furniture))
        progress("finding shared passages")
        graph, measure = versions(graph, measure, table)
    if settings.level == "story":
        progress("finding reports of one event")
        graph = stories(graph, measure, table)
    return Joined(order, table, graph, measure)


@dataclass(frozen=True, slots=True)
class Graph:
    """How far the corpus is joined: the pairs measured, and each row's group, named by its smallest row."""

    measures: Measures
    groups: Rows


@dataclass(frozen=True, slots=True)
class Measurer:
    """Measures pairs of rows exactly: words on the texts as they are, passages on texts without furniture."""

    folded: Folded
    texts: pa.ChunkedArray
    frequencies: Frequencies
    settings: Settings

    def __call__(self, left: Rows, right: Rows, cosine: NDArray[np.float64] | None = None) -> Measures:
        """Return the measures of pairs of rows, each put as left < right, in the order given."""
        low, high = np.minimum(left, right), np.maximum(left, right)
        cosine = np.zeros(len(left)) if cosine is None else cosine
        spans = [slice(first, first + PAIRS_AT_ONCE) for first in range(0, max(1, len(left)), PAIRS_AT_ONCE)]
        return join(*(self._measure(low[span], high[span], cosine[span]) for span in spans))

    def jaccard(self, left: Rows, right: Rows) -> NDArray[np.float64]:
        """Return the Jaccard of pairs of rows alone, as the other measures cost more."""
        shingling, threads = Shingling.parse(self.settings.shingle), self.settings.threads
        out = np.empty(len(left))
        for first in range(0, len(left), PAIRS_AT_ONCE):
            span = slice(first, first + PAIRS_AT_ONCE)
            rows, one, other = _named_rows(left[span], right[span])
            out[span] = shingle_sets(self.folded, shingling, rows, threads=threads).jaccard(
                one, other, threads
            )
        return out

    def _measure(self, left: Rows, right: Rows, cosine: NDArray[np.float64]) -> Measures:
        rows, one, other = _named_rows(left, right)
        threads = self.settings.threads
        words = self.folded.take(rows)
        sets = shingle_sets(words, Shingling.parse(self.settings.shingle), threads=threads)
        letters = fold(self.texts.take(pa.array(rows)), threads)
        evidence = gather_evidence(letters, self.frequencies, one, other, threads)
        digest = _digests(words, self.texts.take(pa.array(rows)))
        return Measures(
            left=left,
            right=right,
            same=digest[one] == digest[other],
            jaccard=sets.jaccard(one, other, threads),
            containment=evidence.containment,
            evidence=evidence.letters,
            longest=evidence.longest,
            length=evidence.length,
            agreeing=evidence.agreeing,
            differing=evidence.differing,
            cosine=cosine,
        )


def _named_rows(left: Rows, right: Rows) -> tuple[Rows, Rows, Rows]:
    """Return the rows that pairs name, rising, and each side of the pairs as places among them."""
    rows, place = np.unique(np.concatenate([left, right]), return_inverse=True)
    return rows, place[: len(left)], place[len(left) :]


def near_copies(measure: Measurer) -> Graph:
    """Join equal texts, then near copies: LSH proposes pairs, exact Jaccard decides."""
    settings = measure.settings
    twins = _equal_texts(measure)
    distinct = np.unique(twins)
    folded, shingling = measure.folded.take(distinct), Shingling.parse(settings.shingle)
    matrix = sketch(folded, shingling, settings.num_perm, settings.seed, settings.threads)
    bands = choose_bands(settings.num_perm, settings.threshold, BAND_RECALL)
    left, right = (distinct[side] for side in candidate_pairs(matrix, bands, settings.threads))
    close = measure.jaccard(left, right) >= settings.threshold
    copies = np.flatnonzero(twins != np.arange(len(twins)))
    left = np.concatenate([left[close], twins[copies]])
    right = np.concatenate([right[close], copies])
    return _hold_together(np.arange(len(twins)), measure(left, right), measure, "near")


def versions(graph: Graph, measure: Measurer, table: pa.Table) -> tuple[Graph, Measurer]:
    """Join groups of near copies that share rare passages, each stood for by its most complete article."""
    nodes = _canonical_rows(graph.groups, table, measure)
    threads = measure.settings.threads
    folded = fold(measure.texts.take(pa.array(nodes)), threads)
    longest_first = np.argsort(-np.diff(folded.offsets), kind="stable")
    nodes, folded = nodes[longest_first], folded.take(longest_first)
    passages = index_passages(folded, threads)
    left, right = (nodes[side] for side in passage_pairs(passages))
    measure = replace(measure, frequencies=passages.frequencies(np.arange(len(nodes))))
    first = measure(left, right)
    joined = _extend(graph, nodes, first, measure, "version")
    # Once more with what was joined counted as one: a story reprinted forty times is rare then. Evidence
    # grows to the letters shared at most, so pairs that share too few need no second look.
    apart = joined.groups[left] != joined.groups[right]
    apart &= first.containment * first.length >= first.needed
    measure = replace(measure, frequencies=passages.frequencies(joined.groups[nodes]))
    known = joined.measures.take(_inside(joined))
    return _extend(graph, nodes, join(known, measure(left[apart], right[apart])), measure, "version"), measure


def _inside(graph: Graph) -> NDArray[np.bool_]:
    """Return which pairs lie inside one group."""
    return np.asarray(graph.groups[graph.measures.left] == graph.groups[graph.measures.right])


def stories(graph: Graph, measure: Measurer, table: pa.Table) -> Graph:
    """Join versions that report one event in their own words, each stood for by its canonical article."""
    nodes = np.sort(_canonical_rows(graph.groups, table, measure))
    bodies = measure.texts.take(pa.array(nodes)).cast(pa.large_string())
    titles = pc.fill_null(table["title"].take(pa.array(nodes)).cast(pa.large_string()), "")
    texts = pc.binary_join_element_wise(titles, bodies, pa.scalar("\n", pa.large_string()))
    folded = fold(texts, measure.settings.threads)
    left, right, cosine = story_pairs([folded[row] for row in range(len(folded))], STORY_COSINE / 2)
    measures = measure(nodes[left], nodes[right], cosine)
    return _extend(graph, nodes, measures, measure, "story")


def _extend(graph: Graph, nodes: Rows, measures: Measures, measure: Measurer, level: str) -> Graph:
    """Join groups of a graph through the nodes that stand for them."""
    higher = _hold_together(nodes, measures, measure, level)
    return Graph(join(graph.measures, higher.measures), components(len(graph.groups), *_edges(graph, higher)))


def _edges(graph: Graph, higher: Graph) -> tuple[Rows, Rows]:
    rows = np.arange(len(graph.groups))
    return np.concatenate([rows, rows]), np.concatenate([graph.groups, higher.groups])


def _hold_together(nodes: Rows, measures: Measures, measure: Measurer, level: str) -> Graph:
    """Cut the graph that the measures span over the nodes into groups that hold together.

    What is missing between the members of a component is measured first, so that a group rests on
    all its pairs. Rows that are no nodes are groups by themselves.
    """
    rows = len(measure.folded)
    threshold = measure.settings.threshold
    joins = decide(measures, threshold) >= LEVELS[level]
    labels = components(rows, measures.left[joins], measures.right[joins])[nodes]
    left, right = unmeasured_pairs(labels, nodes, measures.left, measures.right)
    if len(left) and level != "story":
        measures = join(measures, measure(left, right))
    strength = link_strength(measures, decide(measures, threshold), level, threshold)
    return Graph(measures, cut_components(rows, measures.left, measures.right, strength))


def _canonical_rows(groups: Rows, table: pa.Table, measure: Measurer) -> Rows:
    """Return the canonical row of each group, by group: the most complete, then earliest, then first by id.

    Completeness is the number of distinct letter shingles without furniture: what a text repeats does
    not make it more complete. Rows within `EQUALLY_COMPLETE` of the most complete one count as equal, and a
    text that is pasted twice comes after all others.
    """
    names, label, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    canonical = names.copy()
    rows = np.flatnonzero(sizes[label] > 1)
    if not len(rows):
        return canonical
    threads = measure.settings.threads
    texts = measure.texts.take(pa.array(rows))
    letters = shingle(fold(texts, threads), LETTERS, threads=threads)
    distinct = letters.sets(threads).sizes
    completeness = np.where(letters.sizes > REPEATED * distinct, 0, distinct)
    moments = pc.fill_null(table["published"].cast(pa.int64()), np.iinfo(np.int64).max).to_numpy()
    most = np.zeros(len(names))
    np.maximum.at(most, label[rows], completeness)
    lacking = completeness < EQUALLY_COMPLETE * most[label[rows]]
    best = np.lexsort((rows, -completeness, moments[rows], lacking, label[rows]))
    first = np.unique(label[rows][best], return_index=True)[1]
    canonical[label[rows][best][first]] = rows[best][first]
    return canonical


def _found(articles: Articles, joined: Joined) -> Found:
    """Say what each article is to its canonical, and put rows back in the order they were given in."""
    order, table, graph, measure = joined.order, joined.table, joined.graph, joined.measure
    settings = measure.settings
    names, label = np.unique(graph.groups, return_inverse=True)
    canonical = _canonical_rows(graph.groups, table, measure)[label]
    graph = replace(graph, measures=_each_once(graph.measures))
    relations = decide(graph.measures, settings.threshold)
    accepted = relations >= LEVELS[settings.level]
    alike = similarity(graph.measures, relations)
    cohesion = np.ones(len(names))
    inside = accepted & (label[graph.measures.left] == label[graph.measures.right])
    np.minimum.at(cohesion, label[graph.measures.left[inside]], alike[inside])

    rows = np.flatnonzero(canonical != np.arange(len(canonical)))
    to_canonical = measure(canonical[rows], rows, _known_cosines(graph.measures, canonical[rows], rows))
    kind = decide(to_canonical, settings.threshold)
    # Joined through others: it is to its canonical what its level joins by.
    kind = np.maximum(kind, np.where(kind >= LEVELS[settings.level], kind, LEVELS[settings.level]))
    relation = np.full(len(canonical), "self", dtype=object)
    relation[rows] = [str(Relation(value)) for value in kind]
    nearness = np.ones(len(canonical))
    nearness[rows] = similarity(to_canonical, kind)

    given = np.empty_like(order)
    given[order] = np.arange(len(order))
    return Found(
        articles=articles,
        level=settings.level,
        canonical=order[canonical][given],
        relation=relation[given].tolist(),
        similarity=nearness[given],
        cohesion=cohesion[label][given],
        pairs=_pair_rows(table["id"], graph.measures.take(accepted), relations[accepted]),
    )


def _each_once(measures: Measures) -> Measures:
    """Return every pair once, by rows, as it was measured last."""
    order = np.lexsort((np.arange(len(measures)), measures.right, measures.left))
    left, right = measures.left[order], measures.right[order]
    last = np.append((left[1:] != left[:-1]) | (right[1:] != right[:-1]), True)[: len(order)]
    return measures.take(order[last])


def _pair_rows(ids: pa.ChunkedArray, measures: Measures, relations: NDArray[np.int8]) -> pa.Table:
    """Return the accepted pairs as a table, by id: a, b, relation, jaccard, containment, score."""
    return pa.table(
        {
            "a": ids.take(pa.array(measures.left)),
            "b": ids.take(pa.array(measures.right)),
            "relation": pa.array([str(Relation(value)) for value in relations], pa.string()),
            "jaccard": pa.array(np.round(measures.jaccard, 4)),
            "containment": pa.array(np.round(measures.containment, 4)),
            "score": pa.array(np.round(score(measures, relations), 4)),
        }
    )


def _known_cosines(measures: Measures, left: Rows, right: Rows) -> NDArray[np.float64]:
    """Return the TF-IDF cosines measured for some pairs, 0 for the others."""
    known = {
        (a, b): value
        for a, b, value in zip(
            measures.left.tolist(), measures.right.tolist(), measures.cosine.tolist(), strict=True
        )
        if value > 0
    }
    low, high = np.minimum(left, right).tolist(), np.maximum(left, right).tolist()
    return np.array([known.get(pair, 0.0) for pair in zip(low, high, strict=True)])


def _equal_texts(measure: Measurer) -> Rows:
    """Return for each row the first row of the same text once folded."""
    digests = _digests(measure.folded, measure.texts)
    _, first, place = np.unique(digests, return_index=True, return_inverse=True)
    return np.asarray(first[place], dtype=np.int64)


def _digests(folded: Folded, texts: pa.ChunkedArray) -> NDArray[np.bytes_]:
    """Return a 16-byte digest of each folded text: V16[n], as void so that no byte is lost.

    Texts that hold no letter (an emoji, "?!") are the same where they are equal as they stand, and a
    text of nothing but white space is the same as no other.
    """
    data = memoryview(folded.data)  # type: ignore[arg-type]
    keys: list[Any] = [data[start:end] for start, end in pairwise(folded.offsets.tolist())]
    for row in np.flatnonzero(np.diff(folded.offsets) == 0).tolist():
        raw = texts[row].as_py()
        keys[row] = b"\0" + (raw.encode() if raw.strip() else b"\0%d" % row)
    return np.frombuffer(b"".join(blake2b(key, digest_size=16).digest() for key in keys), dtype="V16")
