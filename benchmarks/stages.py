"""Time each stage of level near beside its floor: an operation that the stage cannot do without.

All in one process, after a first turn that warms it up; stages and floors take turns, and of each the best
counts. A stage's floor is its input gone through once and its output written once, at the speed of a copy;
for `read` it is the parse by pyarrow of the fields that are kept, for the join the sort of its keys.
"""

from __future__ import annotations

import json
import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import numpy as np

from benchmarks.process import MEGABYTE, machine
from benchmarks.whole_job import open_corpus

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from rich.console import Console

FIELDS = ("id", "text", "title", "published", "source")


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage and its floor, each to be called without arguments, and the bytes that it goes through."""

    name: str
    size: int
    run: Callable[[], object]
    floor_name: str
    floor: Callable[[], object]


def stages_of(articles: Path, threads: int) -> list[Stage]:
    """Return the stages on an articles file, each ready to run on what the one before it gives."""
    import dedupe
    from dedupe import kernels, lsh, minhash, shingles
    from dedupe.text.fold import fold
    from dedupe.thresholds import BAND_RECALL, NEAR_JACCARD

    texts = dedupe.read(articles).table["text"]
    folded = fold(texts, threads)
    shingling = shingles.Shingling.parse("words:5")
    hashed = shingles.shingle(folded, shingling, threads=threads)
    bands = lsh.choose_bands(minhash.NUM_PERM, NEAR_JACCARD, BAND_RECALL)
    sketches = minhash.sketch_bands(folded, shingling, bands, threads=threads)
    left, right, _ = lsh.candidate_pairs(sketches, threads)
    rows, ends = np.unique(np.concatenate([left, right]), return_inverse=True)
    one, other = ends[: len(left)], ends[len(left) :]
    named = folded.take(rows)
    letters, _ = kernels.letters(folded.data, folded.offsets, threads=threads)
    file, size = np.fromfile(articles, np.uint8), articles.stat().st_size
    text_bytes = np.zeros(int(texts.nbytes), np.uint8)

    def verify() -> object:
        return shingles.shingle(named, shingling, threads).jaccard(one, other)

    return [
        Stage("parse", size, lambda: parse(articles), "copy", copies(file, threads=threads)),
        Stage("read", size, lambda: dedupe.read(articles), "parse", lambda: parse(articles)),
        Stage(
            "fold",
            len(text_bytes),
            lambda: fold(texts, threads),
            "copy",
            copies(text_bytes, threads=threads),
        ),
        Stage(
            "word shingles",
            len(folded.data),
            lambda: shingles.shingle(folded, shingling, threads=threads),
            "copy",
            copies(folded.data, hashed.hashes, threads=threads),
        ),
        Stage(
            "sketch",
            len(folded.data),
            lambda: minhash.sketch_bands(folded, shingling, bands, threads=threads),
            "copy",
            copies(folded.data, sketches, threads=threads),
        ),
        Stage(
            "LSH join",
            sketches.nbytes,
            lambda: lsh.candidate_pairs(sketches, threads),
            "sort",
            sorts(sketches, threads),
        ),
        Stage("verify", len(named.data), verify, "copy", copies(named.data, threads=threads)),
        Stage(
            "letters",
            len(folded.data),
            lambda: kernels.letters(folded.data, folded.offsets, threads=threads),
            "copy",
            copies(folded.data, letters, threads=threads),
        ),
    ]


def parse(articles: Path) -> object:
    """Parse the fields of a JSONL file that a corpus keeps, with pyarrow, on all processors."""
    import pyarrow as pa
    from pyarrow import json as arrow_json

    schema = pa.schema([(name, pa.string()) for name in FIELDS])
    return arrow_json.read_json(
        articles,
        read_options=arrow_json.ReadOptions(block_size=1 << 24),
        parse_options=arrow_json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="ignore"),
    )


def copies(*arrays: NDArray[Any], threads: int) -> Callable[[], None]:
    """Return a call that copies arrays on threads, to memory that is there already."""
    flat = [array.reshape(-1).view(np.uint8) for array in arrays]
    targets = [np.ones_like(array) for array in flat]
    parts = [
        (target[start:end], array[start:end])
        for array, target in zip(flat, targets, strict=True)
        for start, end in pairwise(np.linspace(0, len(array), threads + 1, dtype=np.int64).tolist())
    ]

    def copy() -> None:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(lambda part: np.copyto(*part), parts))

    return copy


def sorts(sketches: NDArray[np.uint32], threads: int) -> Callable[[], None]:
    """Return a call that sorts each band's hashes, with their rows as 64-bit numbers, on threads."""

    def sort(band: int) -> None:
        keys = sketches[:, band].astype(np.uint64) << np.uint64(32)
        keys |= np.arange(len(keys), dtype=np.uint64)
        keys.sort()

    def sort_all() -> None:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(sort, range(sketches.shape[1])))

    return sort_all


def measure(stages: list[Stage], runs: int) -> list[dict[str, Any]]:
    """Return the figures of each stage, the best of its runs; stage and floor take turns."""
    best: dict[tuple[str, str], float] = {}
    for run in range(runs + 1):
        for stage in stages:
            for kind, call in (("stage", stage.run), ("floor", stage.floor)):
                began = time.perf_counter()
                call()
                seconds = time.perf_counter() - began
                if run:  # the first turn warms up
                    best[stage.name, kind] = min(seconds, best.get((stage.name, kind), seconds))
    return [
        {
            "stage": stage.name,
            "megabytes": stage.size / MEGABYTE,
            "seconds": best[stage.name, "stage"],
            "megabytes_per_second": stage.size / MEGABYTE / best[stage.name, "stage"],
            "floor": stage.floor_name,
            "floor_seconds": best[stage.name, "floor"],
            "share_of_floor": best[stage.name, "floor"] / best[stage.name, "stage"],
        }
        for stage in stages
    ]


def show(results: dict[str, Any], console: Console) -> None:
    """Print the figures as a table."""
    from rich.table import Table

    facts = results["machine"]
    table = Table(
        title=f"{facts['processor']}, threads: {results['settings']['threads']}, kernels: {facts['engine']}",
        title_justify="left",
    )
    for column in ("stage", "MB", "seconds", "MB/s", "floor", "its seconds", "share of the floor"):
        table.add_column(column, justify="left" if column in ("stage", "floor") else "right")
    for row in results["stages"]:
        table.add_row(
            row["stage"],
            f"{row['megabytes']:,.1f}",
            f"{row['seconds']:.4f}",
            f"{row['megabytes_per_second']:,.0f}",
            row["floor"],
            f"{row['floor_seconds']:.4f}",
            f"{row['share_of_floor']:.1%}",
        )
    console.print(table)


@click.command(context_settings={"show_default": True})
@click.argument("corpus", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--runs", type=click.IntRange(1), default=5, help="Of each, taking turns; the best counts.")
@click.option("--threads", type=click.IntRange(1), help="Default: all processors.")
@click.option(
    "--json", "output", metavar="FILE", type=click.Path(dir_okay=False), help="Write the figures too."
)
def main(corpus: Path, runs: int, threads: int | None, output: str | None) -> None:
    """Time each stage of level near; CORPUS is a folder that corpora/generate.py wrote."""
    from dedupe import __version__, kernels
    from dedupe.threads import available_threads

    threads = threads or available_threads()
    opened = open_corpus(corpus)
    load = os.getloadavg()[0]
    results = {
        "machine": {**machine(), "load_before": load, "engine": kernels.engine, "dedupe": __version__},
        "settings": {"threads": threads, "runs": runs, "corpus": opened.settings},
        "stages": measure(stages_of(opened.articles, threads), runs),
    }
    from rich.console import Console

    show(results, Console(highlight=False))
    if output is not None:
        Path(output).write_text(json.dumps(results, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
