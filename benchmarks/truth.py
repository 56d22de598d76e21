"""The pairs that are alike, found exactly and by code of its own, and answers held against them.

Nothing here comes from the package that is measured: words are read by a regular expression, a shingle is a
number that no other shingle has (no hashing), and candidate pairs come from a prefix-filter join (Chaudhuri,
Ganti and Kaushik 2006; Bayardo, Ma and Srikant 2007), which loses none.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from itertools import chain, combinations, count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.int64]

WORD = re.compile(r"[^\W_]+")
SHINGLE = 5
TEXTS_AT_ONCE = 5_000  # texts whose words are held as strings


def shingle_sets(texts: Iterable[str], size: int = SHINGLE) -> tuple[Numbers, Numbers]:
    """Return the distinct shingles of texts, rare ones first in each, and where each text's begin and end.

    Returns
    -------
    shingles : int64[total]
        A shingle's rank by its number of texts, so that the sets are sorted rarest first; equal ranks are
        equal shingles.
    offsets : int64[n + 1]
    """
    words, counts = _words(texts)
    vocabulary = int(words.max(initial=0)) + 1
    if words.size < size:
        return np.empty(0, np.int64), np.zeros(len(counts) + 1, np.int64)
    shingles = words[: words.size - size + 1].copy()
    for step in range(1, size):
        # Numbered anew before "so many words to the power of so many places" outgrows 63 bits.
        if int(shingles.max()) >= 2**63 // vocabulary - 1:
            shingles = np.unique(shingles, return_inverse=True)[1]
        shingles *= vocabulary
        shingles += words[step : step + len(shingles)]
    ends = np.cumsum(counts)
    text = np.repeat(np.arange(len(counts)), counts)
    within = np.arange(len(shingles)) + size <= ends[text[: len(shingles)]]
    shingles, text = shingles[within], text[: len(within)][within]
    _, shingles = np.unique(shingles, return_inverse=True)
    # One of each shingle a text.
    keys = np.unique(text * (int(shingles.max(initial=0)) + 1) + shingles)
    text, shingles = np.divmod(keys, int(shingles.max(initial=0)) + 1)
    frequency = np.bincount(shingles)
    rank = np.empty(len(frequency), np.int64)
    rank[np.argsort(frequency, kind="stable")] = np.arange(len(frequency))
    keys = np.sort(text * len(rank) + rank[shingles])
    text, shingles = np.divmod(keys, max(len(rank), 1))
    return shingles, np.searchsorted(text, np.arange(len(counts) + 1))


def _words(texts: Iterable[str]) -> tuple[Numbers, Numbers]:
    """Return the words of texts as numbers, back to back, and how many each text has."""
    index: dict[str, int] = {}
    parts: list[Numbers] = []
    counts: list[int] = []
    for some in _batches(texts):
        words = [WORD.findall(text.casefold()) for text in some]
        counts += map(len, words)
        flat = list(chain.from_iterable(words))
        fresh = set(flat) - index.keys()
        index.update(zip(sorted(fresh), count(len(index)), strict=False))
        parts.append(np.fromiter(map(index.__getitem__, flat), np.int64, len(flat)))
    return np.concatenate([np.empty(0, np.int64), *parts]), np.array(counts, np.int64)


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    for text in texts:
        batch.append(text)
        if len(batch) == TEXTS_AT_ONCE:
            yield batch
            batch = []
    yield batch


def alike(
    shingles: Numbers, offsets: Numbers, threshold: float
) -> tuple[Numbers, Numbers, NDArray[np.float64]]:
    """Return all pairs of texts whose Jaccard similarity reaches the threshold, and their similarities.

    Two sets of that similarity share a shingle among the first ``n - ceil(threshold * n) + 1`` of each, in
    any one order of all shingles; in order of rarity few others do. Texts without shingles pair with none.
    """
    sizes = np.diff(offsets)
    text = np.repeat(np.arange(len(sizes)), sizes)
    place = np.arange(len(shingles)) - offsets[text]
    # The tolerance keeps a prefix from losing a shingle to the rounding of the product.
    prefix = sizes - np.ceil(threshold * sizes - 1e-9).astype(np.int64) + 1
    first = place < prefix[text]
    order = np.flatnonzero(first)[np.argsort(shingles[first], kind="stable")]
    a, b = _pairs_of_equals(shingles[order], text[order])
    fits = np.minimum(sizes[a], sizes[b]) >= threshold * np.maximum(sizes[a], sizes[b]) - 1e-9
    a, b = np.divmod(np.unique(a[fits] * len(sizes) + b[fits]), max(len(sizes), 1))
    sets = np.split(shingles, offsets[1:-1])
    shared = np.array(
        [np.intersect1d(sets[i], sets[j], assume_unique=True).size for i, j in zip(a, b, strict=True)],
        np.int64,
    )
    jaccard = shared / np.maximum(sizes[a] + sizes[b] - shared, 1)
    # Counted in whole numbers, so that a pair exactly at the threshold is not lost to rounding.
    over = shared >= threshold * (sizes[a] + sizes[b] - shared) - 1e-9
    return a[over], b[over], jaccard[over]


def _pairs_of_equals(values: Numbers, texts: Numbers) -> tuple[Numbers, Numbers]:
    """Return the pairs of texts, lower first, that stand beside equal values in a sorted column."""
    starts = np.flatnonzero(np.diff(values, prepend=-1))
    sizes = np.diff(np.append(starts, len(values)))
    left, right = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    # Groups of one size at a time: all their pairs are one array.
    for size in np.unique(sizes[sizes > 1]).tolist():
        groups = np.sort(texts[starts[sizes == size][:, None] + np.arange(size)], axis=1)
        i, j = np.triu_indices(size, 1)
        left.append(groups[:, i].ravel())
        right.append(groups[:, j].ravel())
    return np.concatenate(left), np.concatenate(right)


def components(count: int, a: Numbers, b: Numbers) -> Numbers:
    """Return, for each place, the least place that pairs connect it with."""
    least = np.arange(count)
    while True:
        before = least.copy()
        np.minimum.at(least, a, least[b])
        np.minimum.at(least, b, least[a])
        least = least[least]
        if np.array_equal(least, before):
            return least


def found_pairs(path: Path) -> set[frozenset[str]]:
    """Return the pairs of ids in a file of pairs.

    Where rows say that two articles are equal (``relation`` is ``exact``), each is in all pairs of the other:
    a tool need not repeat for every copy what it found of one.
    """
    equal: dict[str, set[str]] = {}
    found: set[frozenset[str]] = set()
    for row in records(path):
        found.add(frozenset((row["a"], row["b"])))
        if row.get("relation") == "exact":
            one, other = (equal.get(row[end], {row[end]}) for end in "ab")
            equal.update(dict.fromkeys(one | other, one | other))
    copied = {id for group in equal.values() for id in group}
    found |= {frozenset(pair) for group in equal.values() for pair in combinations(group, 2)}
    for pair in [pair for pair in found if pair & copied]:
        one, other = (equal.get(id, {id}) for id in pair)
        found |= {frozenset((a, b)) for a in one for b in other if a != b}
    return found


def compare(found: set[frozenset[str]], true: set[frozenset[str]]) -> dict[str, float]:
    """Return precision and recall of pairs; of nothing found or nothing to find they are 1."""
    right = len(found & true)
    return {
        "found": len(found),
        "true": len(true),
        "precision": right / len(found) if found else 1.0,
        "recall": right / len(true) if true else 1.0,
    }


def compare_clusters(found: ArrayLike, true: ArrayLike) -> dict[str, float]:
    """Return precision and recall of the pairs that two partitions of the same things put together."""

    def together(*labels: NDArray[Any]) -> int:
        sizes = np.unique(np.stack(labels), axis=1, return_counts=True)[1].astype(np.int64)
        return int((sizes * (sizes - 1) // 2).sum())

    of_found = np.unique(np.asarray(found), return_inverse=True)[1]
    of_true = np.unique(np.asarray(true), return_inverse=True)[1]
    right, all_found, all_true = together(of_found, of_true), together(of_found), together(of_true)
    return {
        "found": all_found,
        "true": all_true,
        "precision": right / all_found if all_found else 1.0,
        "recall": right / all_true if all_true else 1.0,
    }


def find(articles: Path, threshold: float) -> tuple[list[str], Numbers, Numbers]:
    """Return the ids of a JSONL file's articles and its true pairs, from a file beside it if one fits.

    The file, ``ARTICLES.alike-THRESHOLD.npz``, holds the digest of the articles that it was made from.
    """
    with articles.open("rb") as file:
        digest = hashlib.file_digest(file, "blake2b").hexdigest()
    kept = articles.with_name(f"{articles.name}.alike-{threshold}.npz")
    if kept.is_file():
        with np.load(kept) as saved:
            if str(saved["digest"]) == digest:
                return saved["ids"].tolist(), saved["a"], saved["b"]
    ids: list[str] = []

    def texts() -> Iterator[str]:
        for article in records(articles):
            ids.append(article["id"])
            yield article["text"]

    a, b, _ = alike(*shingle_sets(texts()), threshold)
    np.savez(kept, digest=digest, ids=np.array(ids), a=a, b=b)
    return ids, a, b


def records(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a JSONL file."""
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def judge(
    articles: Path, threshold: float, answers: dict[str, tuple[str, str | None]]
) -> dict[str, dict[str, Any]]:
    """Hold answers against the truth.

    Parameters
    ----------
    articles
        The JSONL file that all answers are for.
    answers
        By name, the file of a run's clusters (``id``, ``cluster``) and that of its pairs (``a``, ``b``).

    Returns
    -------
    dict
        By name, ``clusters``: the pairs within clusters against those within the clusters that the true
        pairs make when all that they connect is put together; and ``pairs``, where a file of pairs is given:
        those pairs against the true ones.
    """
    ids, a, b = find(articles, threshold)
    true = {frozenset((ids[i], ids[j])) for i, j in zip(a.tolist(), b.tolist(), strict=True)}
    true_clusters = components(len(ids), a, b)
    scores: dict[str, dict[str, Any]] = {}
    for name, (clusters, pairs) in answers.items():
        of = {row["id"]: row["cluster"] for row in records(Path(clusters))}
        scores[name] = {"clusters": compare_clusters([of[id] for id in ids], true_clusters), "pairs": None}
        if pairs is not None:
            scores[name]["pairs"] = compare(found_pairs(Path(pairs)), true)
    return scores


if __name__ == "__main__":
    print(json.dumps(judge(Path(sys.argv[1]), float(sys.argv[2]), json.loads(sys.argv[3]))))
