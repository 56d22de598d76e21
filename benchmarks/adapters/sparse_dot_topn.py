"""sparse-dot-topn: an exact join, the product of the articles' shingle matrix with itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.adapters.job import SHINGLE, THRESHOLD, Found, folded, in_processes

if TYPE_CHECKING:
    from pathlib import Path

PACKAGES = ("sparse-dot-topn", "orjson", "scikit-learn")
EVERY_PAIR = True
NOTE = (
    "scikit-learn's `HashingVectorizer` (5-word shingles to 2^26 columns) in one process a core; "
    "`sp_matmul_topn` of the normalised matrix with its transpose, and exact Jaccard from the cosines"
)
COLUMNS = 2**26
MOST_ALIKE = 64  # pairs an article keeps; clusters of the corpus hold at most 40


def vectors(texts: list[str]) -> Any:
    """Return the shingles of texts as a sparse matrix of ones."""
    from sklearn.feature_extraction.text import HashingVectorizer

    vectorizer = HashingVectorizer(
        analyzer="word",
        tokenizer=str.split,
        preprocessor=_folded,
        token_pattern=None,
        ngram_range=(SHINGLE, SHINGLE),
        n_features=COLUMNS,
        binary=True,
        norm=None,
        alternate_sign=False,
        dtype="float32",
    )
    return vectorizer.transform(texts)


def _folded(text: str) -> str:
    return folded(text).decode()


def find(articles: Path, threads: int) -> Found:
    """Pair the articles whose exact Jaccard reaches the threshold."""
    import numpy as np
    from scipy.sparse import diags, vstack
    from sparse_dot_topn import sp_matmul_topn

    ids, parts = in_processes(articles, threads, vectors)
    matrix = vstack(parts, format="csr")
    sizes = np.maximum(np.diff(matrix.indptr), 1).astype(np.float32)
    unit = (diags(1 / np.sqrt(sizes)) @ matrix).astype(np.float32).tocsr()
    # The cosine of two sets is least, for their Jaccard, where they are of one size.
    least = 2 * THRESHOLD / (1 + THRESHOLD) - 1e-4
    cosines = sp_matmul_topn(unit, unit.T.tocsr(), MOST_ALIKE, threshold=least, n_threads=threads).tocoo()
    a, b = cosines.row, cosines.col
    shared = np.rint(cosines.data * np.sqrt(sizes[a] * sizes[b]))
    alike = (a < b) & (shared >= THRESHOLD * (sizes[a] + sizes[b] - shared))
    return Found(ids, zip(a[alike].tolist(), b[alike].tolist(), strict=True))
