"""The corpus maker: what it declares of its articles is so, counted again from the written files alone."""

import json
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from itertools import combinations, pairwise

import numpy as np
import pytest
from click.testing import CliRunner

from corpora import generate
from corpora.generate import KINDS, PRESETS, Corpus, Settings, jaccards, main, write

SETTINGS = Settings(articles=1500, seed=7)
FILES = ("articles.jsonl", "clusters.jsonl", "pairs.jsonl", "manifest.json")


def shingles(text, size=5):
    words = re.findall(r"[^\W_]+", text.casefold())
    return {tuple(words[i : i + size]) for i in range(len(words) - size + 1)}


def jaccard(one, other, size=5):
    a, b = shingles(one, size), shingles(other, size)
    return len(a & b) / len(a | b)


def records(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("corpus")
    write(SETTINGS, path)
    return path


@pytest.fixture(scope="module")
def articles(folder):
    return {article["id"]: article for article in records(folder / "articles.jsonl")}


@pytest.fixture(scope="module")
def clusters(folder):
    return {row["id"]: row["cluster"] for row in records(folder / "clusters.jsonl")}


@pytest.fixture(scope="module")
def pairs(folder):
    return records(folder / "pairs.jsonl")


@pytest.fixture(scope="module")
def corpus():
    return Corpus(SETTINGS)


@pytest.fixture(scope="module")
def kind_of(corpus):
    numbers = np.arange(len(corpus))
    return dict(zip(corpus.ids(numbers), (KINDS[kind] for kind in corpus.plan.kind), strict=True))


def from_original(pairs, kind_of, kind):
    """Pairs of an original and its copy of one kind."""
    return [pair for pair in pairs if {kind_of[pair["a"]], kind_of[pair["b"]]} == {"original", kind}]


def test_same_seed_writes_the_same_bytes_in_another_process(folder, tmp_path):
    script = [sys.executable, generate.__file__, "-n", "1500", "--seed", "7", "-o", tmp_path]
    subprocess.run(script, check=True, env={**os.environ, "PYTHONHASHSEED": "11"}, capture_output=True)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes(), name


def test_another_seed_shares_neither_ids_nor_texts(articles, tmp_path):
    write(Settings(articles=100, seed=8), tmp_path)
    others = records(tmp_path / "articles.jsonl")
    assert not {other["id"] for other in others} & set(articles)
    assert not {other["text"] for other in others} & {article["text"] for article in articles.values()}


def test_an_article_does_not_depend_on_those_made_with_it(corpus):
    numbers = np.arange(len(corpus))[::50]
    assert corpus.texts(numbers) == [corpus.texts(np.array([number]))[0] for number in numbers]


def test_every_article_is_written_once_with_all_its_fields(folder, articles, clusters):
    assert len(articles) == len(records(folder / "articles.jsonl")) == 1500
    assert articles.keys() == clusters.keys()
    for article in articles.values():
        assert list(article) == ["id", "title", "text", "published", "source"]
        assert all(article.values())
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:00Z", article["published"])


def test_the_manifest_holds_the_settings_and_the_counts(folder, clusters, pairs):
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["settings"]["seed"] == 7
    assert manifest["settings"]["mix"] == SETTINGS.mix
    assert sum(manifest["articles"].values()) == 2 * 1500
    sizes = Counter(clusters.values())
    assert manifest["clusters"]["of two or more"] == sum(size > 1 for size in sizes.values())
    assert {kind: row["pairs"] for kind, row in manifest["pairs"].items()} == Counter(
        p["kind"] for p in pairs
    )


def test_the_asked_share_of_articles_are_copies_of_the_asked_kinds(kind_of):
    counts = Counter(kind_of.values())
    assert 1500 - counts["original"] == pytest.approx(0.3 * 1500, abs=3)
    for kind, share in SETTINGS.mix.items():
        assert counts[kind] == pytest.approx(share * 0.3 * 1500, abs=3), kind


def test_every_kind_of_copy_is_among_the_pairs(pairs):
    assert {pair["kind"] for pair in pairs} == set(KINDS) - {"original"}


def test_pairs_hold_every_pair_within_a_cluster_once(clusters, pairs):
    members = defaultdict(list)
    for id, cluster in clusters.items():
        members[cluster].append(id)
    expected = {frozenset(pair) for ids in members.values() for pair in combinations(ids, 2)}
    declared = [frozenset((pair["a"], pair["b"])) for pair in pairs if pair["kind"] != "template"]
    assert len(declared) == len(set(declared))
    assert set(declared) == expected


def test_declared_jaccards_are_those_of_the_written_texts(articles, pairs):
    for pair in pairs:
        assert pair["jaccard"] == jaccard(articles[pair["a"]]["text"], articles[pair["b"]]["text"]), pair


def test_near_copies_have_the_asked_jaccard(pairs, kind_of):
    found = [pair["jaccard"] for pair in from_original(pairs, kind_of, "near")]
    assert len(found) > 100
    assert min(found) >= 0.5 - 0.03
    assert max(found) <= 0.95 + 0.03
    assert np.histogram(found, bins=3, range=(0.5, 0.95))[0].min() > len(found) / 6


@pytest.mark.parametrize("target", [0.4, 0.6, 0.8, 0.9, 0.99])
def test_a_single_target_is_hit_within_three_hundredths(target):
    settings = Settings(
        articles=120, duplicates=0.5, mix={"near": 1}, jaccard=(target, target), cluster_size=2
    )
    found = [similarity for _, _, _, similarity in Corpus(settings).pairs()]
    assert found == pytest.approx([target] * 60, abs=0.03)


def test_exact_copies_are_equal_and_other_kinds_are_not(articles, pairs, kind_of):
    for kind in KINDS[1:-1]:
        for pair in from_original(pairs, kind_of, kind):
            same = articles[pair["a"]]["text"] == articles[pair["b"]]["text"]
            assert same == (kind == "exact"), kind


def test_rewrites_keep_rare_passages_and_little_else(pairs, kind_of):
    found = [pair["jaccard"] for pair in from_original(pairs, kind_of, "rewrite")]
    assert min(found) >= 0.03
    assert max(found) <= 0.3


def test_an_abridged_copy_is_the_beginning_of_its_original(articles, pairs, kind_of):
    for pair in from_original(pairs, kind_of, "abridged"):
        longer, shorter = articles[pair["a"]]["text"], articles[pair["b"]]["text"]
        assert longer.startswith(shorter[:-1])
        assert 0.15 < len(shorter) / len(longer) < 0.75


def test_lost_space_and_hyphenation_spare_the_letters(articles, pairs, kind_of):
    def letters(text):
        return re.sub(r"[\W_]+", "", text.casefold())

    for pair in from_original(pairs, kind_of, "lost-space"):
        one, other = articles[pair["a"]]["text"], articles[pair["b"]]["text"]
        assert letters(one) == letters(other)
        assert len(other.split()) < len(one.split())


def test_ocr_copies_misread_no_more_words_than_asked(articles, pairs, kind_of):
    for pair in from_original(pairs, kind_of, "ocr"):
        one, other = (articles[pair[side]]["text"] for side in "ab")
        whole = other.replace("-\n", "")
        known = set(re.findall(r"\w+", one))
        read = re.findall(r"\w+", whole)
        assert sum(word not in known for word in read) <= 0.09 * len(read)
        assert max(map(len, other.splitlines())) <= 46


def test_reprints_hold_their_original_whole_in_furniture_that_others_share(articles, pairs, kind_of):
    cookie_banners = Counter()
    for pair in from_original(pairs, kind_of, "reprint"):
        one, other = articles[pair["a"]]["text"], articles[pair["b"]]["text"]
        before, after = other.split(one)
        assert len(before.split()) > 15
        assert len(after.split()) > 15
        cookie_banners[before] += 1
    assert max(cookie_banners.values()) > 1
    assert sum(banner in article["text"] for banner in cookie_banners for article in articles.values()) > len(
        from_original(pairs, kind_of, "reprint")
    )


def test_issues_of_a_template_share_wording_but_not_figures(articles, clusters, pairs):
    issues = [pair for pair in pairs if pair["kind"] == "template"]
    for pair in issues:
        assert clusters[pair["a"]] != clusters[pair["b"]]
        one, other = articles[pair["a"]]["text"], articles[pair["b"]]["text"]
        assert re.findall(r"\d+", one) != re.findall(r"\d+", other)
        assert jaccard(re.sub(r"\d+", "", one), re.sub(r"\d+", "", other), 3) > 0.4


def test_no_issue_of_a_template_repeats_the_one_before():
    settings = Settings(articles=4000, duplicates=0.9, mix={"template": 1})
    assert max(similarity for _, _, _, similarity in Corpus(settings).pairs()) < 1


def test_template_pairs_join_each_issue_with_the_next(corpus, pairs):
    groups = [group for group in corpus.groups() if KINDS[corpus.plan.kind[group[0]]] == "template"]
    assert all(3 <= len(group) <= 30 for group in groups)
    expected = [pair for group in groups for pair in pairwise(corpus.ids(group))]
    assert [(pair["a"], pair["b"]) for pair in pairs if pair["kind"] == "template"] == expected


def test_ids_and_order_do_not_give_clusters_away(articles, clusters):
    ids = list(articles)
    assert all(re.fullmatch(r"[0-9a-f]{16}", id) for id in ids)
    place = {id: i for i, id in enumerate(ids)}
    members = defaultdict(list)
    for id, cluster in clusters.items():
        assert id not in cluster
        members[cluster].append(id)
    for order in (ids, sorted(ids)):
        place = {id: i for i, id in enumerate(order)}
        apart = [abs(place[a] - place[b]) for group in members.values() for a, b in combinations(group, 2)]
        # Two places drawn at random lie a third of the whole apart in the mean.
        assert np.mean(apart) == pytest.approx(len(ids) / 3, rel=0.1)


def test_unrelated_articles_share_set_phrases_now_and_then(articles, clusters):
    lone = [
        articles[id]["text"] for id, cluster in clusters.items() if Counter(clusters.values())[cluster] == 1
    ][:150]
    frequency = Counter(shingle for text in lone for shingle in shingles(text))
    assert 5 < frequency.most_common(1)[0][1] < len(lone) / 2
    assert sum(count == 1 for count in frequency.values()) > 0.9 * len(frequency)


def test_jaccards_are_exact_for_a_vocabulary_too_large_to_pack():
    words = [f"w{i}" for i in range(20_000)]
    texts = [" ".join(words), " ".join(words[5_000:]), " ".join(reversed(words))]
    expected = [[jaccard(one, other) for other in texts] for one in texts]
    assert jaccards(texts).tolist() == expected


def test_reprints_preset_makes_many_noisy_copies_with_a_mean_3_word_jaccard_of_about_0_36():
    corpus = Corpus(
        Settings(**{**{f: getattr(PRESETS["reprints"], f) for f in Settings.__slots__}, "articles": 700})
    )
    groups = list(corpus.groups())
    assert all(2 <= len(group) <= 40 for group in groups)
    assert max(map(len, groups)) > 20
    found = [jaccards(corpus.texts(group), 3)[np.triu_indices(len(group), 1)] for group in groups]
    assert np.concatenate(found).mean() == pytest.approx(0.36, abs=0.05)


def test_parquet_holds_the_same_articles(tmp_path):
    pq = pytest.importorskip("pyarrow.parquet")
    settings = Settings(articles=200, seed=7)
    for format in ("jsonl", "parquet"):
        write(settings, tmp_path, format=format)
    assert pq.read_table(tmp_path / "articles.parquet").to_pylist() == records(tmp_path / "articles.jsonl")


def test_the_command_writes_what_its_options_say(tmp_path):
    options = ["-n", "60", "-o", str(tmp_path), "--preset", "near", "--jaccard", "0.8:0.9", "--mix", "near=1"]
    result = CliRunner().invoke(main, options)
    assert result.exit_code == 0, result.output
    settings = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))["settings"]
    assert (settings["articles"], settings["duplicates"]) == (60, 0.5)
    assert (settings["jaccard"], settings["mix"]) == ([0.8, 0.9], {"near": 1.0})


@pytest.mark.parametrize(
    ("options", "remedy"),
    [
        (["--mix", "copied=1"], "the kinds are exact"),
        (["--mix", "near"], "near=0.7,exact=0.3"),
        (["--jaccard", "0.9:0.5"], "0.5:0.95"),
        (["--jaccard", "high"], "0.5:0.95"),
        (["--duplicates", "1.5"], "from 0 to below 1"),
        (["--duplicates", "0.9", "--cluster-size", "2"], "raise the cluster size"),
        (["--cluster-size", "50"], "the largest, 40"),
    ],
)
def test_impossible_settings_are_refused_with_the_remedy(options, remedy, tmp_path):
    result = CliRunner().invoke(main, ["-n", "100", "-o", str(tmp_path), *options])
    assert result.exit_code == 2
    assert remedy in " ".join(result.output.split()).replace("│ │ ", "")


def test_the_files_do_not_depend_on_the_number_of_processes(folder, tmp_path):
    write(SETTINGS, tmp_path, processes=2)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes(), name
