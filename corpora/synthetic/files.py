"""A corpus written to files, by several processes where there are enough articles."""

from __future__ import annotations

import json
import multiprocessing
import os
import tempfile
from contextlib import contextmanager
from dataclasses import asdict
from json.encoder import encode_basestring_ascii
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from corpora.synthetic.corpus import CHUNK, Corpus
from corpora.synthetic.settings import KINDS, TEMPLATE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from corpora.synthetic.chance import Numbers
    from corpora.synthetic.corpus import Pair
    from corpora.synthetic.settings import Settings

FEW_ARTICLES = 5_000  # for fewer, starting a process and handing it the language takes longer than it saves
FIELDS = ("id", "title", "text", "published", "source")

_corpus: Corpus  # of a process that makes parts of it


def write(
    settings: Settings,
    folder: Path,
    *,
    format: str = "jsonl",
    processes: int | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> dict[str, Any]:
    """Write articles, clusters, pairs and the manifest into a folder and return the manifest.

    Articles of groups are made first, group by group, their pairs measured and their lines put aside in a
    temporary file in the folder; then all are written in their shuffled order. Memory holds the plan, some 70
    bytes an article, in each process, and a few chunks of texts.

    Parameters
    ----------
    processes
        How many make articles; default: as many as there are processors, and one for few articles. The
        files do not depend on it.
    progress
        Told how many more articles were made.
    """
    corpus = Corpus(settings)
    folder.mkdir(parents=True, exist_ok=True)
    if processes is None:
        processes = 1 if len(corpus) < FEW_ARTICLES else available_processors()
    with _makers(corpus, processes) as make, tempfile.TemporaryFile(dir=folder) as aside:
        starts, sizes = np.zeros((2, len(corpus)), np.int64)
        found: dict[str, list[float]] = {}
        with (folder / "pairs.jsonl").open("w", encoding="utf-8", newline="\n") as file:
            for numbers, lines, pairs in make(_groups, corpus.batches()):
                sizes[numbers] = list(map(len, lines))
                starts[numbers] = aside.tell() + np.cumsum(sizes[numbers]) - sizes[numbers]
                aside.writelines(lines)
                _write_pairs(file, pairs, found)
                progress(len(numbers))

        order = corpus.order()
        chunks = [order[start : start + CHUNK] for start in range(0, len(corpus), CHUNK)]
        others = make(_lines, (chunk[sizes[chunk] == 0] for chunk in chunks))
        with (
            article_file(folder / f"articles.{format}") as add,
            (folder / "clusters.jsonl").open("w", encoding="utf-8", newline="\n") as gold,
        ):
            for chunk, made in zip(chunks, others, strict=True):
                progress(len(made))
                fresh = iter(made)
                lines = []
                for start, size in zip(starts[chunk].tolist(), sizes[chunk].tolist(), strict=True):
                    if size:
                        aside.seek(start)
                    lines.append(aside.read(size) if size else next(fresh))
                add(lines)
                gold.writelines(
                    f'{{"id": "{id}", "cluster": "{cluster}"}}\n'
                    for id, cluster in zip(corpus.ids(chunk), corpus.clusters(chunk), strict=True)
                )
    manifest = _manifest(corpus, format, found)
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    return manifest


def _write_pairs(file: IO[str], pairs: list[Pair], found: dict[str, list[float]]) -> None:
    """Write pairs, and count them by kind: how many, and their similarity's sum, least and most."""
    for a, b, kind, jaccard in pairs:
        file.write(f'{{"a": "{a}", "b": "{b}", "kind": "{kind}", "jaccard": {jaccard}}}\n')
        seen = found.setdefault(kind, [0, 0.0, 1.0, 0.0])
        found[kind] = [seen[0] + 1, seen[1] + jaccard, min(seen[2], jaccard), max(seen[3], jaccard)]


def available_processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _makers(
    corpus: Corpus, processes: int
) -> Iterator[Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]]:
    """Open a pool of processes, or none, for a `map` that keeps the order."""
    if processes == 1:
        _begin(corpus)
        yield map
    else:
        # Not forked: pyarrow has started threads.
        context = multiprocessing.get_context("spawn")
        with context.Pool(processes, _begin, (corpus,)) as pool:
            yield pool.imap


def _begin(corpus: Corpus) -> None:
    global _corpus
    _corpus = corpus


def _lines(numbers: Numbers) -> list[bytes]:
    """Return articles as lines of JSON."""
    return _as_lines(_corpus.rows(numbers)) if len(numbers) else []


def _groups(groups: list[Numbers]) -> tuple[Numbers, list[bytes], list[Pair]]:
    """Return the numbers of the articles of groups, their lines of JSON, and their pairs."""
    numbers = np.concatenate(groups)
    columns = _corpus.rows(numbers)
    return numbers, _as_lines(columns), _corpus.pairs_of(groups, columns["text"])


def _as_lines(columns: dict[str, list[str]]) -> list[bytes]:
    quoted = [map(encode_basestring_ascii, columns[name]) for name in FIELDS]
    line = "{" + ", ".join(f'"{name}": %s' for name in FIELDS) + "}\n"
    return [(line % row).encode() for row in zip(*quoted, strict=True)]


@contextmanager
def article_file(path: Path) -> Iterator[Callable[[list[bytes]], object]]:
    """Open an articles file, JSONL or Parquet by its suffix, for the function that adds lines to it."""
    if path.suffix == ".parquet":
        import pyarrow as pa
        import pyarrow.parquet as pq

        schema = pa.schema([(name, pa.string()) for name in FIELDS])
        with pq.ParquetWriter(path, schema, compression="zstd") as file:
            yield lambda lines: file.write_table(pa.Table.from_pylist(list(map(json.loads, lines)), schema))
    else:
        with path.open("wb") as lines_file:
            yield lines_file.writelines


def _manifest(corpus: Corpus, format: str, found: dict[str, list[float]]) -> dict[str, Any]:
    """Return the manifest; ``found`` holds, by kind, how many pairs, and their sum, least and most."""
    kinds = np.bincount(corpus.plan.kind, minlength=len(KINDS)).tolist()
    return {
        "settings": asdict(corpus.settings),
        "files": {"articles": f"articles.{format}", "clusters": "clusters.jsonl", "pairs": "pairs.jsonl"},
        "articles": {
            "all": len(corpus),
            **{kind: number for kind, number in zip(KINDS, kinds, strict=True) if number},
        },
        "clusters": {
            "of two or more": corpus.plan.clusters,
            "templates": int(((corpus.plan.kind == TEMPLATE) & (corpus.plan.issue == 0)).sum()),
        },
        "pairs": {
            kind: {
                "pairs": found[kind][0],
                "mean": found[kind][1] / found[kind][0],
                "lowest": found[kind][2],
                "highest": found[kind][3],
            }
            for kind in KINDS
            if kind in found
        },
    }
