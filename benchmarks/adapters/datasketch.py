"""datasketch: the field's reference for MinHash in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.adapters.job import NUM_PERM, THRESHOLD, Found, in_processes, shingles

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PACKAGES = ("datasketch", "orjson", "xxhash")
EVERY_PAIR = True
NOTE = (
    "`MinHash.update_batch` (scheme affine32, the default) with xxhash as its hash function, in one process "
    "a core; then each sketch asked of a `MinHashLSH(threshold=0.7)` (14 bands of 9) and inserted"
)


def sketch(texts: list[str]) -> Any:
    """Return the hash values of texts, uint32[n, NUM_PERM]."""
    import numpy as np
    import xxhash
    from datasketch import MinHash

    empty = MinHash(NUM_PERM, hashfunc=xxhash.xxh32_intdigest)
    values = np.empty((len(texts), NUM_PERM), np.uint32)
    for row, text in zip(values, texts, strict=True):
        sketch = empty.copy()
        sketch.update_batch(shingles(text))
        row[:] = sketch.hashvalues
    return values


def find(articles: Path, threads: int) -> Found:
    """Pair each article with those before it that agree in a band."""
    ids, parts = in_processes(articles, threads, sketch)
    return Found(ids, _pairs(parts))


def _pairs(parts: list[Any]) -> Iterator[tuple[int, int]]:
    from datasketch import LeanMinHash, MinHashLSH

    index = MinHashLSH(THRESHOLD, NUM_PERM)
    for place, values in enumerate(row for part in parts for row in part):
        sketch = LeanMinHash(seed=1, hashvalues=values, scheme="affine32")
        yield from ((earlier, place) for earlier in index.query(sketch))
        index.insert(place, sketch, check_duplication=False)
