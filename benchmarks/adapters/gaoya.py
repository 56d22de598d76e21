"""gaoya: MinHash, its words and its LSH index in Rust, on all cores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.adapters.job import NUM_PERM, SHINGLE, THRESHOLD, Found, folded, read

if TYPE_CHECKING:
    from pathlib import Path

PACKAGES = ("gaoya", "orjson")
EVERY_PAIR = True
NOTE = (
    '`MinHashStringIndex(num_hashes=128, analyzer="word", ngram_range=(5, 5), id_container="smallvec")`, '
    "which chooses 32 bands of 4; `par_bulk_insert_docs` and `par_bulk_query`, which verify by the sketches"
)


def find(articles: Path, threads: int) -> Found:
    """Pair the articles whose sketches agree over the threshold."""
    from gaoya.minhash import MinHashStringIndex

    ids, texts = read(articles)
    texts = [folded(text).decode() for text in texts]
    index = MinHashStringIndex(
        hash_size=32,
        jaccard_threshold=THRESHOLD,
        num_bands=None,
        band_size=None,
        num_hashes=NUM_PERM,
        analyzer="word",
        lowercase=False,
        ngram_range=(SHINGLE, SHINGLE),
        id_container="smallvec",
    )
    index.par_bulk_insert_docs(list(range(len(texts))), texts)
    alike = index.par_bulk_query(texts)
    return Found(ids, ((a, b) for a, others in enumerate(alike) for b in others if a < b))
