"""The calibration of confidence: it judges each corpus by the others, and says what it lacks."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests import desk

ROOT = Path(__file__).parent.parent


def calibrate(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks.calibration", *map(str, arguments), "--json", "-"]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=ROOT)


@pytest.fixture(scope="module")
def half(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return the desk with every other cluster torn in its labels, so that there are pairs of both kinds."""
    room = tmp_path_factory.mktemp("half")
    articles, gold = room / "articles.jsonl", room / "gold.jsonl"
    articles.write_text("".join(json.dumps(row) + "\n" for row in desk.rows()), encoding="utf-8")
    clusters = sorted(set(desk.gold().values()))
    torn = set(clusters[::2])
    gold.write_text(
        "".join(
            json.dumps({"id": name, "cluster": name if cluster in torn else cluster}) + "\n"
            for name, cluster in desk.gold().items()
        ),
        encoding="utf-8",
    )
    return articles, gold


def test_each_corpus_is_judged_by_a_curve_fitted_to_the_others(half: tuple[Path, Path]) -> None:
    desk_files = (desk.DESK / "articles.jsonl", desk.DESK / "gold.jsonl")
    ended = calibrate("--versions", *half, "--versions", *half, "--versions", *desk_files)
    assert ended.returncode == 0, ended.stderr
    figures = json.loads(ended.stdout)
    assert [row["pairs"] for row in figures["version"]["left_out"]] == [15, 15, 15]
    assert all(0 <= row["brier"] <= 1 for row in figures["version"]["left_out"])
    assert sum(row["pairs"] for row in figures["version"]["bins"]) == 45
    assert sum(row["pairs"] for row in figures["near"]) == 12


def test_labels_of_pairs_are_read_and_undecided_ones_left_out(
    half: tuple[Path, Path], tmp_path: Path
) -> None:
    rows = [
        {"a": "minerals-wire", "b": "minerals-scrape", "label": 1},
        {"a": "ferry-first", "b": "ferry-midday", "label": None},
    ]
    (tmp_path / "pairs.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    ended = calibrate("--versions", *half, "--versions", half[0], tmp_path / "pairs.jsonl")
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["version"]["left_out"][-1]["pairs"] == 1


def test_labels_of_one_kind_alone_are_refused() -> None:
    desk_files = (desk.DESK / "articles.jsonl", desk.DESK / "gold.jsonl")
    ended = calibrate("--versions", *desk_files)
    assert "version: needs two corpora, with pairs of both labels" in ended.stderr
    assert "version" not in json.loads(ended.stdout)
