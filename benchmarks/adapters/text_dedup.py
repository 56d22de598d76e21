"""text-dedup: MinHash and union-find over Hugging Face datasets, as a command."""

from __future__ import annotations

import pickle
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.adapters.job import NUM_PERM, SHINGLE, THRESHOLD, Found, read

PACKAGES = ("text-dedup", "orjson")
EVERY_PAIR = False
NOTE = (
    "`python -m text_dedup.minhash --ngram 5 --threshold 0.7 --num_perm 128 --hash_func xxh3 --hash_bits 32 "
    "--num_proc 2 --debug`, which chooses 14 bands of 9; its pickled union-find holds the clusters"
)


def find(articles: Path, threads: int) -> Found:
    """Pair each article with the head of its cluster."""
    with tempfile.TemporaryDirectory() as room:
        options: dict[str, object] = {
            "path": "json",
            "data_files": articles,
            "split": "train",
            "cache_dir": Path(room) / "cache",
            "output": Path(room) / "output",
            "column": "text",
            "idx_column": "id",
            "batch_size": 10_000,
            "ngram": SHINGLE,
            "threshold": THRESHOLD,
            "num_perm": NUM_PERM,
            "hash_func": "xxh3",
            "hash_bits": 32,
            "num_proc": threads,
        }
        command = [sys.executable, "-m", "text_dedup.minhash", "--debug"]
        command += [part for name, value in options.items() for part in (f"--{name}", str(value))]
        subprocess.run(command, check=True, capture_output=True, cwd=room)
        with (Path(room) / "output" / "uf.pkl").open("rb") as file:
            heads = pickle.load(file)
    ids, _ = read(articles)
    place = {id: i for i, id in enumerate(ids)}
    return Found(ids, ((place[id], place[heads.find(id)]) for id in list(heads.parent)))
