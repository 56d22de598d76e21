"""Run one peer's job: `python -m benchmarks.adapters NAME ARTICLES CLUSTERS THREADS [PAIRS]`.

The job is done when the clusters are written. Pairs are for judging: what writing them took, in seconds and
in seconds of processor time, is left in `PAIRS.aside`, for who times this to subtract.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from pathlib import Path

from benchmarks.adapters import job


def main(name: str, articles: str, clusters: str, threads: str, pairs: str | None = None) -> None:
    """Write the clusters that a peer finds, and its pairs too where a file for them is named."""
    found = importlib.import_module(f"benchmarks.adapters.{name}").find(Path(articles), int(threads))
    joined = list(found.pairs)
    job.write_clusters(Path(clusters), found.ids, job.clusters(len(found.ids), joined))
    if pairs is not None:
        began, cpu = time.perf_counter(), time.process_time()
        job.write_pairs(Path(pairs), found.ids, joined)
        aside = [time.perf_counter() - began, time.process_time() - cpu]
        Path(f"{pairs}.aside").write_text(json.dumps(aside), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
