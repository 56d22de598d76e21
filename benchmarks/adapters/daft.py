"""daft: a data frame engine in Rust with MinHash built in."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from benchmarks.adapters.job import BANDS, NUM_PERM, ROWS, SHINGLE, Found

if TYPE_CHECKING:
    from pathlib import Path

PACKAGES = ("daft",)
EVERY_PAIR = False
NOTE = (
    "its tutorial: `read_json`, `normalize`, `minhash` (xxhash), 14 bands of 9 as the tutorial computes "
    "them; the bands joined in NumPy, which is faster than its `groupby`"
)


def find(articles: Path, threads: int) -> Found:
    """Pair each article of a bucket with the bucket's first."""
    os.environ["DAFT_PROGRESS_BAR"] = "0"
    import daft
    import numpy as np
    from daft import col

    frame = daft.read_json(str(articles)).select("id", "text")
    normal = col("text").normalize(remove_punct=True, lowercase=True, nfd_unicode=True, white_space=True)
    sketch = normal.minhash(num_hashes=NUM_PERM, ngram_size=SHINGLE, seed=42, hash_function="xxhash")
    table = frame.select(col("id"), sketch.alias("sketch")).to_arrow().combine_chunks()
    sketches = table["sketch"].combine_chunks().flatten().to_numpy().reshape(-1, NUM_PERM)
    pairs: set[tuple[int, int]] = set()
    for band in range(BANDS):
        values = np.ascontiguousarray(sketches[:, band * ROWS : (band + 1) * ROWS])
        keys = values.view(f"V{4 * ROWS}").ravel()
        _, first, bucket = np.unique(keys, return_index=True, return_inverse=True)
        joined = np.flatnonzero(first[bucket] != np.arange(len(keys)))
        pairs.update(zip(first[bucket][joined].tolist(), joined.tolist(), strict=True))
    return Found(table["id"].to_pylist(), pairs)
