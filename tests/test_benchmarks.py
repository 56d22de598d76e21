"""The benchmark of the whole job: what it reports is complete and hangs together."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SPREAD = {"median", "min", "max"}
CLUSTER_STAGES = {
    "near": ["finding near copies", "choosing canonical versions"],
    "version": [
        "finding near copies",
        "learning site furniture",
        "finding shared passages",
        "choosing canonical versions",
    ],
}


def whole_job(*arguments, **variables):
    return subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "whole_job.py"), *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **variables},
    )


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    generator = ROOT / "corpora" / "generate.py"
    subprocess.run([sys.executable, generator, "-n", "300", "-o", folder], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module", params=["near", "version"])
def figures(request, corpus, tmp_path_factory):
    file = tmp_path_factory.mktemp("figures") / "figures.json"
    ended = whole_job("--corpus", corpus, "--level", request.param, "--runs", "1", "--json", file)
    assert ended.returncode == 0, ended.stderr
    return json.loads(file.read_text("utf-8"))


def test_reports_machine_settings_speed_stages_and_quality(figures):
    assert set(figures) == {"machine", "settings", "speed", "stages", "quality"}
    assert set(figures["machine"]) == {
        "processor",
        "cores",
        "engine",
        "python",
        "numpy",
        "pyarrow",
        "dedupe",
    }
    assert figures["machine"]["engine"] in {"c", "numpy"}
    assert figures["settings"]["articles"] == figures["settings"]["corpus"]["articles"] == 300
    assert figures["settings"]["runs"] == 1
    assert all(set(spread) == SPREAD for spread in figures["speed"].values())


def test_speeds_follow_from_the_seconds(figures):
    speed, settings = figures["speed"], figures["settings"]
    seconds = speed["seconds"]["median"]
    assert speed["articles_per_second"]["median"] == pytest.approx(300 / seconds)
    assert speed["megabytes_per_second"]["median"] == pytest.approx(settings["megabytes"] / seconds)
    assert speed["peak_megabytes"]["median"] > settings["megabytes"]


def test_stages_stand_in_the_order_they_ran_and_their_shares_sum_to_one(figures):
    stages = figures["stages"]
    expected = CLUSTER_STAGES[figures["settings"]["level"]]
    assert list(stages) == ["reading", "preparing", *expected, "writing", "start-up and imports"]
    assert sum(stage["share"] for stage in stages.values()) == pytest.approx(1)
    assert all(stage["share"] >= 0 for stage in stages.values())
    seconds = sum(stage["seconds"]["median"] for stage in stages.values())
    assert seconds == pytest.approx(figures["speed"]["seconds"]["median"])


def test_judges_the_clusters_by_the_truth(figures):
    scores = figures["quality"]["clusters"]
    assert scores["articles"] == 300
    assert 0.9 < scores["precision"] <= 1
    assert 0 < scores["recall"] <= 1


def test_judges_the_pairs_at_level_near_alone(figures):
    pairs = figures["quality"].get("pairs")
    if figures["settings"]["level"] == "version":
        assert pairs is None
    else:
        assert 0.9 < pairs["precision"] <= 1
        assert 0.9 < pairs["recall"] <= 1


def test_makes_a_corpus_and_removes_what_it_made(tmp_path):
    ended = whole_job("-n", "300", "--preset", "near", "--runs", "2", "--json", "-", TMPDIR=str(tmp_path))
    assert ended.returncode == 0, ended.stderr
    figures = json.loads(ended.stdout)
    assert figures["settings"]["preset"] == "near"
    assert figures["settings"]["runs"] == 2
    assert sum(stage["share"] for stage in figures["stages"].values()) == pytest.approx(1)
    seconds = figures["speed"]["seconds"]
    assert seconds["min"] < seconds["median"] < seconds["max"]
    assert "start-up and imports" in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_failing_run_ends_in_one_line_and_leaves_nothing_behind(corpus, tmp_path):
    broken, room = tmp_path / "broken", tmp_path / "room"
    broken.mkdir()
    room.mkdir()
    for file in corpus.iterdir():
        (broken / file.name).write_bytes(file.read_bytes())
    (broken / "clusters.jsonl").write_text('{"id": "another", "cluster": "c1"}\n')
    ended = whole_job("--corpus", broken, "--runs", "1", TMPDIR=str(room))
    assert ended.returncode == 1
    assert len(ended.stderr.splitlines()) == 1
    assert ended.stderr.startswith("Error: judge failed:")
    assert "300 articles are not in gold" in ended.stderr
    assert list(room.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--corpus", "{empty}"], "holds no manifest.json; make a corpus with: python corpora/generate.py"),
        (["--corpus", "{corpus}", "-n", "5"], "leave out -n or --corpus"),
        (["--corpus", "{corpus}", "--preset", "near"], "leave out --preset or --corpus"),
        (["--json", "{empty}/none/figures.json"], "there is no folder"),
    ],
)
def test_wrong_usage_is_told_before_anything_runs(arguments, message, corpus, tmp_path):
    ended = whole_job(*(argument.format(corpus=corpus, empty=tmp_path) for argument in arguments))
    assert ended.returncode == 2
    assert message in ended.stderr


def test_a_corpus_that_lacks_a_file_is_refused_by_name(corpus, tmp_path):
    (tmp_path / "manifest.json").write_bytes((corpus / "manifest.json").read_bytes())
    ended = whole_job("--corpus", tmp_path)
    assert ended.returncode == 2
    assert "holds no articles.jsonl" in ended.stderr
