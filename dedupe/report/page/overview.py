"""What the front of the report page shows: the corpus in numbers, as plain values ready to draw."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from dedupe import compute as pc
from dedupe.confidence import CURVES
from dedupe.keys import rising_order
from dedupe.report.legible import legible
from dedupe.report.page.timeline import timeline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dedupe.found import Found

    Rows = NDArray[np.int64]

SIZES_SHOWN = 8
"""Bars of the sizes of clusters; the last one holds all larger ones."""

SOURCES_SHOWN = 12
"""Sources that are named, the busiest first."""

CONFIDENCES = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 1.0)
"""Edges of the bars of confidence: close together near certainty, where nearly all pairs lie."""

JACCARDS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0)
"""Edges of the bars of Jaccard, which decides at level near."""

SIMILARITIES = tuple(step / 10 for step in range(11))
"""Edges of the bars of similarity to the canonical, where no pairs are known."""


def overview(found: Found) -> dict[str, Any]:
    """Return the corpus in numbers.

    Returns
    -------
    dict
        counts: articles, clusters, repeated (of two and more), together (articles in those), copies,
        sources, undated. sizes: label, clusters. sources: name, articles, together, first (clusters
        it had first). more_sources: those not named. timeline: as `timeline`. pairs: as `spread`.
    """
    sizes = np.bincount(found.canonical, minlength=len(found.articles))
    together = sizes[found.canonical] > 1
    repeated = sizes[sizes > 1]
    sources, unnamed = source_rows(found, together)
    published = found.articles.about["published"]
    moments = published.drop_null().to_numpy().astype("M8[s]")
    dated = published.is_valid().to_numpy()
    return {
        "counts": {
            "articles": len(sizes),
            "clusters": int(np.count_nonzero(sizes)),
            "repeated": len(repeated),
            "together": int(together.sum()),
            "copies": int(repeated.sum()) - len(repeated),
            "sources": len(sources) + unnamed,
            "undated": int((~dated).sum()),
        },
        "sizes": size_bars(repeated),
        "sources": sources,
        "more_sources": unnamed,
        "timeline": timeline(moments, together[dated]),
        "pairs": spread(found),
    }


def size_bars(sizes: Rows) -> list[dict[str, Any]]:
    """Return how many clusters there are of each size: `label`, `clusters`; the last bar is of all larger."""
    counted = sorted(Counter(sizes.tolist()).items())
    bars = [{"label": f"{size:,}", "clusters": number} for size, number in counted[:SIZES_SHOWN]]
    if len(counted) > SIZES_SHOWN:
        rest = sum(number for _, number in counted[SIZES_SHOWN - 1 :])
        bars[-1] = {"label": f"{counted[SIZES_SHOWN - 1][0]:,} and more", "clusters": rest}
    return bars


def source_rows(found: Found, together: NDArray[np.bool_]) -> tuple[list[dict[str, Any]], int]:
    """Return the busiest sources, and how many others there are.

    Each has its `articles`, how many of them have other versions (`together`), and in how many
    clusters the earliest dated article is its own (`first`). Articles without a source count for none.
    """
    table = found.articles.about
    names = pc.dictionary_encode(table["source"].combine_chunks())
    codes = pc.fill_null(names.indices, -1).to_numpy(zero_copy_only=False).astype(np.int64)
    articles, shared, first = (
        np.bincount(codes[rows & (codes >= 0)], minlength=len(names.dictionary))
        for rows in (np.ones(len(codes), np.bool_), together, _earliest(found, together))
    )
    known = [legible(name) for name in names.dictionary.to_pylist()]
    order = sorted(range(len(known)), key=lambda place: (-articles[place], known[place]))
    rows = [
        {
            "name": known[place],
            "articles": int(articles[place]),
            "together": int(shared[place]),
            "first": int(first[place]),
        }
        for place in order[:SOURCES_SHOWN]
    ]
    return rows, len(order) - len(rows)


def _earliest(found: Found, together: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell which articles are the earliest dated ones of their clusters of two and more; ties go by id."""
    published = found.articles.about["published"]
    rows = np.flatnonzero(together & published.is_valid().to_numpy())
    moments = pc.fill_null(published.cast(pa.int64()), 0).to_numpy()[rows]
    order = rising_order(found.rank[rows], moments, found.canonical[rows])
    rows = rows[order]
    leaders = found.canonical[rows]
    earliest = np.zeros(len(together), np.bool_)
    earliest[rows[np.flatnonzero(np.append(True, leaders[1:] != leaders[:-1])[: len(rows)])]] = True
    return earliest


def spread(found: Found) -> dict[str, Any]:
    """Return how sure the verified pairs are, and the bar they were held to.

    At level near that is their Jaccard, at the others their confidence. Where clusters come from a file
    without pairs, it is the similarity of each copy to the canonical article.

    Returns
    -------
    dict
        measure: its name. total: the pairs. bars: low, high, pairs. bar: the threshold, None where there
        is none, and place: where it stands among the bars, in bars.
    """
    if found.settings is None and not found.pairs.num_rows:
        copies = found.canonical != np.arange(len(found.canonical))
        return _binned("similarity to the canonical", found.similarity[copies], SIMILARITIES, None)
    if found.level == "near":
        bar = None if found.settings is None else found.settings.threshold
        return _binned("Jaccard", found.pairs["jaccard"].to_numpy(), JACCARDS, bar)
    return _binned("confidence", found.pairs["score"].to_numpy(), CONFIDENCES, _confidence_bar(found))


def _confidence_bar(found: Found) -> float | None:
    """Return the confidence that joined: the one asked for, or that of a pair just at the rules."""
    if found.settings is None:
        return None
    if found.settings.confidence is not None:
        return found.settings.confidence
    return round(float(CURVES[found.level].of(np.array([1.0]))[0]), 3)


def _binned(
    measure: str, values: NDArray[np.float64], edges: Sequence[float], bar: float | None
) -> dict[str, Any]:
    counts = np.histogram(values, edges)[0].tolist()
    place = None if bar is None else float(np.interp(bar, edges, np.arange(len(edges))))
    used = [number for number, count in enumerate(counts) if count]
    # Empty bars at the low end say nothing, save that the threshold must stand on the page.
    first = max(0, min([len(counts) - 4, *used[:1], *([] if place is None else [int(place)])]))
    return {
        "measure": measure,
        "total": len(values),
        "bars": [
            {"low": low, "high": high, "pairs": count}
            for low, high, count in list(zip(edges[:-1], edges[1:], counts, strict=True))[first:]
        ],
        "bar": bar,
        "place": None if place is None else round(place - first, 3),
    }
