"""tors: text operations in Rust that let go of Python's lock."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from benchmarks.adapters.job import EVEN_BANDS, NUM_PERM, SHINGLE, Found, read

if TYPE_CHECKING:
    from pathlib import Path

PACKAGES = ("tors", "orjson")
EVERY_PAIR = True
NOTE = "`minhash_signature(shingle_size=5)` on threads and `lsh_candidates` (16 bands of 8)"


def find(articles: Path, threads: int) -> Found:
    """Pair the articles whose sketches agree in a band."""
    import tors

    ids, texts = read(articles)

    def sketch(text: str) -> list[int]:
        signature: list[int] = tors.minhash_signature(text, num_perm=NUM_PERM, shingle_size=SHINGLE)
        return signature

    with ThreadPoolExecutor(threads) as pool:
        sketches = list(pool.map(sketch, texts))
    alike = tors.lsh_candidates(sketches, bands=EVEN_BANDS, rows=NUM_PERM // EVEN_BANDS)
    return Found(ids, alike["pairs"])
