"""rensa: MinHash in Rust."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.adapters.job import EVEN_BANDS, NUM_PERM, THRESHOLD, Found, in_processes, shingles

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PACKAGES = ("rensa", "orjson")
EVERY_PAIR = True
NOTE = (
    "`RMinHash.from_token_sets` in one process a core; `RMinHashLSH` (16 bands) `insert_many` and "
    "`query_all`, its candidates held to the threshold by `is_similar` as its deduplicator does"
)


def sketch(texts: list[str]) -> list[Any]:
    """Return the sketches of texts."""
    from rensa import RMinHash

    sketches: list[Any] = RMinHash.from_token_sets(map(shingles, texts), num_perm=NUM_PERM, seed=42)
    return sketches


def find(articles: Path, threads: int) -> Found:
    """Pair the articles whose sketches agree in a band and over the threshold."""
    ids, parts = in_processes(articles, threads, sketch)
    return Found(ids, _pairs([sketch for part in parts for sketch in part]))


def _pairs(sketches: list[Any]) -> Iterator[tuple[int, int]]:
    from rensa import RMinHashLSH

    index = RMinHashLSH(THRESHOLD, NUM_PERM, EVEN_BANDS)
    index.insert_many(sketches)
    for a, alike in enumerate(index.query_all(sketches)):
        yield from ((a, b) for b in alike if a < b and index.is_similar(sketches[a], sketches[b]))
