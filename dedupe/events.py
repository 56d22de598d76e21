"""Reports of one event in other words: neighbours by TF-IDF cosine of words and word pairs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dedupe.groups import Completeness, Graph, hold_together
from dedupe.text.fold import fold
from dedupe.thresholds import STORY_COSINE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from numpy.typing import NDArray

    from dedupe.measuring import Measurer
    from dedupe.settings import Settings

NEIGHBOURS = 10
"""A pair counts where each is among the other's so many nearest."""

PROPOSING_MOST = 100
"""Terms in more articles than this, or than a hundredth of them, propose no pair, though they weigh in it."""

CHUNK = 1024
"""Rows multiplied at a time; bounds memory."""


def stories(graph: Graph, measure: Measurer, complete: Completeness, settings: Settings) -> Graph:
    """Join versions that report one event in their own words, each stood for by its canonical article."""
    corpus = measure.corpus
    nodes = np.sort(complete.canonical_rows(graph.groups))
    titles = pc.fill_null(corpus.titles(nodes).cast(pa.large_string()), "")
    texts = pc.binary_join_element_wise(titles, corpus.texts(nodes), pa.scalar("\n", pa.large_string()))
    folded = fold(texts, settings.threads)
    left, right, cosine = story_pairs([folded[row] for row in range(len(folded))], STORY_COSINE / 2)
    measures = replace(measure(nodes[left], nodes[right]), cosine=cosine)
    return graph.extended(hold_together(len(graph.groups), nodes, measures, measure, settings, "story"))


def story_pairs(
    texts: Sequence[str], least: float
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return pairs of folded texts that are mutual neighbours: (left, right, cosine), cosine >= `least`.

    TF-IDF with sublinear term frequency over words and word pairs, English stop words left out
    (Salton and Buckley 1988).
    """
    empty = np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)
    if len(texts) < 2:
        return empty
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(
        ngram_range=(1, 2),
        sublinear_tf=True,
        stop_words="english",
        token_pattern=r"\S+",
        lowercase=False,
        dtype=np.float32,
    )
    try:
        matrix = vectorizer.fit_transform(texts)
    except ValueError:  # nothing but stop words
        return empty
    counts = np.diff(matrix.tocsc().indptr)
    proposing = (counts >= 2) & (counts <= max(PROPOSING_MOST, len(texts) // 100))
    left, right = _proposed(matrix[:, proposing].tocsr())
    cosine = _cosines(matrix, left, right)
    kept = (cosine >= least) & _mutual(len(texts), left, right, cosine)
    return left[kept], right[kept], cosine[kept]


def _proposed(matrix: Any) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the pairs of rows that share the most weight in the terms given: (left, right), left < right."""
    turned = matrix.T.tocsr()
    keys = []
    for first in range(0, matrix.shape[0], CHUNK):
        products = (matrix[first : first + CHUNK] @ turned).tocsr()
        for row in range(products.shape[0]):
            span = slice(products.indptr[row], products.indptr[row + 1])
            others, weights = products.indices[span], products.data[span]
            apart = others != first + row
            others, weights = others[apart].astype(np.int64), weights[apart]
            # Ties are settled by the row, so that the neighbours are always the same.
            nearest = np.lexsort((others, -np.round(weights, 6)))[: 2 * NEIGHBOURS]
            low, high = np.minimum(others[nearest], first + row), np.maximum(others[nearest], first + row)
            keys.append(low * matrix.shape[0] + high)
    found = np.unique(np.concatenate(keys))
    return found // matrix.shape[0], found % matrix.shape[0]


def _cosines(matrix: Any, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.float64]:
    out = np.empty(len(left))
    for first in range(0, len(left), CHUNK * 16):
        span = slice(first, first + CHUNK * 16)
        out[span] = np.asarray(matrix[left[span]].multiply(matrix[right[span]]).sum(axis=1)).ravel()
    return np.asarray(np.round(np.clip(out, 0.0, 1.0), 6), dtype=np.float64)


def _mutual(
    rows: int, left: NDArray[np.int64], right: NDArray[np.int64], cosine: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Return the pairs where each is among the other's `NEIGHBOURS` nearest."""
    node = np.concatenate([left, right])
    other = np.concatenate([right, left])
    order = np.lexsort((other, -np.concatenate([cosine, cosine]), node))
    starts = np.searchsorted(node[order], np.arange(rows))
    place = np.empty(len(node), np.int64)
    place[order] = np.arange(len(node)) - starts[node[order]]
    near = place < NEIGHBOURS
    return near[: len(left)] & near[len(left) :]
