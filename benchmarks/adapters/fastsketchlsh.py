"""FastSketchLSH: Fast Similarity Sketching (Dahlgaard et al. 2017) and LSH in C++."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.adapters.job import EVEN_BANDS, NUM_PERM, Found, in_processes, shingles

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PACKAGES = ("FastSketchLSH", "orjson")
EVERY_PAIR = True
NOTE = (
    "`FastSimilaritySketch(size=128).batch` in one process a core; `LSH(128, num_bands=16)` `insert` and "
    '`query(format="csr")`'
)


def sketch(texts: list[str]) -> Any:
    """Return the sketches of texts, uint64[n, NUM_PERM]."""
    from FastSketchLSH import FastSimilaritySketch

    # As its documentation does, shingles go in as sets.
    return FastSimilaritySketch(size=NUM_PERM, seed=42).batch(
        [list(set(shingles(text))) for text in texts], num_threads=1
    )


def find(articles: Path, threads: int) -> Found:
    """Pair the articles whose sketches agree in a band."""
    ids, parts = in_processes(articles, threads, sketch)
    return Found(ids, _pairs(parts, threads))


def _pairs(parts: list[Any], threads: int) -> Iterator[tuple[int, int]]:
    import numpy as np
    from FastSketchLSH import LSH

    sketches = np.concatenate(parts)
    index = LSH(num_perm=NUM_PERM, num_bands=EVEN_BANDS, num_threads=threads)
    index.insert(sketches)
    alike, offsets = index.query(sketches, format="csr")
    counts = np.asarray(offsets[1:]).astype(np.int64) - np.asarray(offsets[:-1]).astype(np.int64)
    of = np.repeat(np.arange(len(sketches)), counts)
    later = np.asarray(alike) > of
    yield from zip(of[later].tolist(), np.asarray(alike)[later].tolist(), strict=True)
