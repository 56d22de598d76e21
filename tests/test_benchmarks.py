"""The benchmarks: what they report is complete and hangs together, and their truth is true."""

import json
import os
import platform
import random
import subprocess
import sys
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from benchmarks import process, rerun, scale, truth
from dedupe import kernels

ROOT = Path(__file__).parent.parent
SPREAD = {"median", "min", "max"}
CLUSTER_STAGES = {
    "near": ["sketching", "finding near copies", "choosing canonical versions"],
    "version": [
        "sketching",
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


def run_module(name, *arguments):
    return subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )


def invented_texts(seed, count=60):
    """Texts of few words, some of them another one with words changed."""
    chance = random.Random(seed)
    texts = [chance.choices("abcdefghij", k=chance.randint(0, 40)) for _ in range(count)]
    for _ in range(count):
        copy = list(chance.choice(texts))
        for _ in range(chance.randint(0, 3)):
            copy.insert(chance.randint(0, len(copy)), chance.choice("abcxyz"))
        texts.append(copy)
    return [" ".join(words) for words in texts]


@pytest.mark.parametrize("threshold", [0.5, 0.7, 1.0])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_truth_is_every_pair_that_is_alike_and_no_other(threshold, seed):
    texts = invented_texts(seed)
    sets = [{tuple(words[i : i + 5]) for i in range(len(words) - 4)} for words in map(str.split, texts)]
    expected = {
        (i, j): len(sets[i] & sets[j]) / len(sets[i] | sets[j])
        for i, j in combinations(range(len(texts)), 2)
        if sets[i] and sets[j] and len(sets[i] & sets[j]) >= threshold * len(sets[i] | sets[j])
    }
    a, b, jaccard = truth.alike(*truth.shingle_sets(texts), threshold)
    assert dict(zip(zip(a.tolist(), b.tolist(), strict=True), jaccard.tolist(), strict=True)) == expected
    assert len(expected) > 3


def test_the_truth_of_a_made_corpus_is_the_pairs_that_its_maker_measured(corpus, tmp_path):
    copied = tmp_path / "articles.jsonl"
    copied.write_bytes((corpus / "articles.jsonl").read_bytes())
    for _ in "found", "kept":
        ids, a, b = truth.find(copied, 0.7)
        found = {frozenset((ids[i], ids[j])) for i, j in zip(a, b, strict=True)}
        declared = {
            frozenset((pair["a"], pair["b"]))
            for pair in truth.records(corpus / "pairs.jsonl")
            if pair["jaccard"] >= 0.7
        }
        assert found == declared


def test_a_truth_kept_for_other_articles_is_not_used(corpus, tmp_path):
    copied = tmp_path / "articles.jsonl"
    lines = (corpus / "articles.jsonl").read_bytes().splitlines(keepends=True)
    copied.write_bytes(b"".join(lines))
    truth.find(copied, 0.7)
    copied.write_bytes(b"".join(lines[:50]))
    assert len(truth.find(copied, 0.7)[0]) == 50


def test_texts_without_shingles_pair_with_none():
    a, b, _ = truth.alike(*truth.shingle_sets(["", "", "one two", "one two"]), 0.7)
    assert (len(a), len(b)) == (0, 0)


def test_articles_that_are_equal_share_the_pairs_of_one_of_them(tmp_path):
    pairs = [("a", "b", "exact"), ("b", "c", "exact"), ("b", "d", "near"), ("e", "f", "near")]
    lines = (json.dumps({"a": a, "b": b, "relation": relation}) for a, b, relation in pairs)
    (tmp_path / "pairs.jsonl").write_text("\n".join(lines), "utf-8")
    assert truth.found_pairs(tmp_path / "pairs.jsonl") == {
        frozenset(pair) for pair in ("ab", "ac", "bc", "ad", "bd", "cd", "ef")
    }


def test_precision_and_recall_of_clusters_count_the_pairs_put_together():
    scores = truth.compare_clusters(["a", "a", "a", "b", "c"], [1, 1, 2, 2, 3])
    assert scores == {"found": 3, "true": 2, "precision": 1 / 3, "recall": 1 / 2}


def test_components_join_all_that_pairs_connect():
    assert truth.components(6, np.array([1, 4, 4]), np.array([2, 5, 1])).tolist() == [0, 1, 1, 3, 1, 1]


def test_peers_are_measured_or_named_as_left_out(corpus, tmp_path):
    file = tmp_path / "figures.json"
    ended = run_module(
        "peers", "--corpus", corpus, "--runs", 2, "--peers", "datasketch,rensa", "--json", file
    )
    assert ended.returncode == 0, ended.stderr
    results = json.loads(file.read_text("utf-8"))
    assert set(results["figures"]) | set(results["left_out"]) == {"dedupe", "datasketch", "rensa"}
    for name, reason in results["left_out"].items():
        assert "not installed: pip install -r benchmarks/requirements.txt" in reason
        assert f"{name}: " in ended.stdout
    ours = results["figures"]["dedupe"]
    assert ours["runs"] == 2
    assert ours["times_ours"] == 1
    assert ours["pairs"]["precision"] == 1
    assert ours["pairs"]["recall"] > 0.95
    assert 0 < ours["seconds"]["min"] <= ours["seconds"]["max"]
    assert ours["peak_megabytes"]["median"] > 20
    assert platform.node() not in file.read_text("utf-8")


def test_every_peer_is_pinned_and_says_how_it_is_run():
    from benchmarks.peers import PEERS, adapter

    pinned = (ROOT / "benchmarks" / "requirements.txt").read_text("utf-8")
    notes = (ROOT / "benchmarks" / "README.md").read_text("utf-8")
    for name in PEERS:
        for package in adapter(name).PACKAGES:
            assert f"\n{package}==" in pinned
        assert adapter(name).NOTE in notes


def test_an_unknown_peer_is_told_with_the_known_ones():
    ended = run_module("peers", "--peers", "nobody")
    assert ended.returncode == 2
    assert "the peers are daft, datasketch" in " ".join(ended.stderr.replace("│", "").split())


def test_a_file_read_in_parts_gives_every_article_once(corpus):
    pytest.importorskip("orjson")
    from benchmarks.adapters.job import read

    articles = corpus / "articles.jsonl"
    ids, texts = read(articles)
    assert len(ids) == 300
    size = articles.stat().st_size
    for parts in (2, 7):
        bounds = [size * part // parts for part in range(parts + 1)]
        read_parts = [read(articles, start, end) for start, end in pairwise(bounds)]
        assert [id for part, _ in read_parts for id in part] == ids
        assert [text for _, part in read_parts for text in part] == texts


def test_a_command_that_fails_is_told_by_its_last_line():
    with pytest.raises(process.CommandError, match=r"^ValueError: no$"):
        process.run([sys.executable, "-c", "raise ValueError('no')"])


def test_memory_and_processor_time_of_a_command_count_the_processes_it_starts():
    work = "x = b'1' * 100_000_000; print(sum(range(2_000_000)))"
    one = process.run(
        [sys.executable, "-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', {work!r}])"]
    )
    assert one.peak > 100_000_000
    assert 0.02 < one.cpu < 60
    assert one.seconds > 0.02


def test_growth_finds_the_power_and_the_line_that_points_were_made_by():
    points = [
        {"articles": n, "seconds": 3e-5 * n**1.1, "peak_megabytes": 200 + 400 * n / 1e6}
        for n in (10_000, 30_000, 100_000, 1_000_000)
    ]
    grows = scale.growth(points)
    assert grows["exponent"] == pytest.approx(1.1)
    assert grows["seconds_of_a_million"] == pytest.approx(3e-5 * 1e6**1.1)
    assert grows["bytes_an_article"] == pytest.approx(400)
    assert grows["megabytes_at_none"] == pytest.approx(200)
    assert scale.growth(points[:2]) is None


@pytest.mark.skipif(kernels.engine != "c", reason="10,000 articles take minutes with the NumPy kernels")
def test_scale_keeps_its_corpora_and_draws_its_figures(tmp_path):
    cache, figures, picture = tmp_path / "cache", tmp_path / "figures.json", tmp_path / "figures.svg"
    options = ["--most", 10_000, "--level", "near", "--json", figures, "--svg", picture]
    ended = run_module("scale", cache, *options)
    assert ended.returncode == 0, ended.stderr
    (point,) = json.loads(figures.read_text("utf-8"))["levels"]["near"]["points"]
    assert point["articles"] == 10_000
    assert point["seconds"] > 0
    assert (cache / "default-10000" / "articles.jsonl").is_file()
    drawn = ElementTree.parse(picture).getroot()
    assert drawn.tag.endswith("svg")
    assert "near" in "".join(drawn.itertext())


def test_stages_stand_beside_their_floors(corpus, tmp_path):
    file = tmp_path / "stages.json"
    ended = run_module("stages", corpus, "--runs", 1, "--json", file)
    assert ended.returncode == 0, ended.stderr
    stages = json.loads(file.read_text("utf-8"))["stages"]
    names = ["parse", "read", "fold", "word shingles", "sketch", "LSH join", "verify", "letters"]
    assert [stage["stage"] for stage in stages] == names
    for stage in stages:
        assert stage["megabytes_per_second"] == pytest.approx(stage["megabytes"] / stage["seconds"])
        assert stage["share_of_floor"] == pytest.approx(stage["floor_seconds"] / stage["seconds"])


def test_the_tables_in_the_readme_are_those_of_the_results():
    text = rerun.README.read_text("utf-8")
    made = rerun.tables(rerun.read_results(rerun.RESULTS))
    assert rerun.with_tables(text, made) == text
    assert set(made) == {"peers", "peers-million", "scale", "stages", "whole-job"}


def test_a_table_without_a_place_is_told():
    with pytest.raises(ValueError, match="put <!-- peers --> and <!-- end peers -->"):
        rerun.with_tables("", {"peers": "| a |"})
