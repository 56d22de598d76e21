"""The benchmark of the diff: it times every job it promises, and says what is wrong with an argument."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "benchmarks" / "diff.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8")


def test_every_job_is_timed() -> None:
    ended = run("-n", "400", "--most", "2", "--runs", "1", "--json", "-")
    assert ended.returncode == 0, ended.stderr
    figures = json.loads(ended.stdout)
    assert figures["settings"] == {"articles": 400, "pairs": 2, "clusters": 2, "runs": 1}
    assert len(figures["seconds"]) == 6
    for name, spent in figures["seconds"].items():
        assert 0 < spent["min"] <= spent["median"] <= spent["max"]
        assert name in ended.stderr


def test_an_impossible_number_is_refused() -> None:
    ended = run("--runs", "0")
    assert ended.returncode == 2
    assert ended.stderr.splitlines()[-1].endswith("--runs is 0; it must be 1 or more")


def test_a_missing_folder_is_named() -> None:
    ended = run("--json", "nowhere/figures.json")
    assert ended.returncode == 2
    assert "there is no folder nowhere" in ended.stderr
