"""What every peer's job has in common: articles in, words and shingles, clusters out.

Python's own parts are as fast as they come: orjson reads, a translation table of bytes folds (it knows no
letters but ASCII's, which are all that the generated corpus has), and each process reads a part of the file.
"""

from __future__ import annotations

import json
import multiprocessing
import os
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

THRESHOLD, NUM_PERM, SHINGLE = 0.7, 128, 5
# What datasketch computes for this threshold and number of permutations, and text-dedup and daft's tutorial
# with it: the bands that make the fewest errors of both kinds.
BANDS, ROWS = 14, 9
# For those that leave the number of bands to the user: 16 bands of 8 rows, whose curve turns at 0.707.
EVEN_BANDS = 16
# Letters and digits of ASCII as they are in lower case; every other byte parts words.
FOLD = bytes(ord(chr(byte).lower()) if byte < 128 and chr(byte).isalnum() else 32 for byte in range(256))


@dataclass(frozen=True, slots=True)
class Found:
    """What a peer found: the ids of all articles, in any order, and the pairs it joins, by place."""

    ids: list[str]
    pairs: Iterable[tuple[int, int]]


def read(articles: Path, start: int = 0, end: int | None = None) -> tuple[list[str], list[str]]:
    """Return the ids and the texts of the lines that begin in a range of bytes of a JSONL file."""
    import orjson

    ids, texts = [], []
    with articles.open("rb") as file:
        if start:
            file.seek(start - 1)
            start = start - 1 + len(file.readline())
        for line in file:
            if end is not None and start >= end:
                break
            start += len(line)
            article = orjson.loads(line)
            ids.append(article["id"])
            texts.append(article["text"])
    return ids, texts


def folded(text: str) -> bytes:
    """Return a text in lower case with a space for all that is neither letter nor digit."""
    return text.encode().translate(FOLD)


def shingles(text: str) -> list[bytes]:
    """Return the 5-word shingles of a text, in order, repeats too."""
    words = folded(text).split()
    return list(map(b" ".join, zip(*(words[i:] for i in range(SHINGLE)), strict=False)))


def in_processes(
    articles: Path, threads: int, work: Callable[[list[str]], Any]
) -> tuple[list[str], list[Any]]:
    """Return all ids, and what `work` made of the texts of each part of the file.

    The parts are read, parsed and worked on by as many processes as there are threads; `work` and what it
    returns must be picklable.
    """
    size = os.path.getsize(articles)
    bounds = [size * part // threads for part in range(threads + 1)]
    jobs = [(articles, start, end, work) for start, end in pairwise(bounds)]
    with multiprocessing.get_context("fork").Pool(threads) as pool:
        parts = pool.starmap(_part, jobs)
    return [id for ids, _ in parts for id in ids], [made for _, made in parts]


def _part(articles: Path, start: int, end: int, work: Callable[[list[str]], Any]) -> tuple[list[str], Any]:
    ids, texts = read(articles, start, end)
    return ids, work(texts)


def clusters(count: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """Return, for each place, the least place that pairs connect it with."""
    parent = list(range(count))

    def find(place: int) -> int:
        while parent[place] != place:
            parent[place] = place = parent[parent[place]]
        return place

    for a, b in pairs:
        low, high = sorted((find(a), find(b)))
        parent[high] = low
    return [find(place) for place in range(count)]


def write_clusters(path: Path, ids: Sequence[str], of: Sequence[int]) -> None:
    """Write a row an article: its id, and the id of its cluster's first article."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(
            f'{{"id": {json.dumps(id)}, "cluster": {json.dumps(ids[first])}}}\n'
            for id, first in zip(ids, of, strict=True)
        )


def write_pairs(path: Path, ids: Sequence[str], pairs: Iterable[tuple[int, int]]) -> None:
    """Write a row a pair, each once: the ids of its two articles."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(
            json.dumps({"a": ids[a], "b": ids[b]}) + "\n"
            for a, b in sorted({(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]})
        )
