"""Texts left in the files they came from: the same articles as in memory, and a clear word on changes."""

from __future__ import annotations

import json
import os
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import dedupe
from dedupe import corpus as corpora
from dedupe.articles import Articles, ReadError, blocks, read, reading, spill, texts, write
from dedupe.articles.texts import Column, SourceTexts
from dedupe.cli import program
from dedupe.corpus import Corpus
from dedupe.pipeline import cluster
from dedupe.settings import Settings
from dedupe.sketches import Sketcher
from tests import desk

LATE = {"id": "late", "text": "Tides turned “at noon”.\nThe ferry\twaited — 🚢 \\ é."}


@pytest.fixture(autouse=True)
def small_files_stay_too(monkeypatch):
    monkeypatch.setattr(reading, "STAYS_LEAST", 0)
    monkeypatch.setattr(blocks, "FIRST_BLOCK", 1 << 12)
    monkeypatch.setattr(blocks, "CHUNK", 1 << 12)


def in_place(*paths: object, **options: object) -> Articles:
    """Read files, leaving texts in them."""
    return read(*paths, memory=1 << 20, **options)


def lines(path, *rows: object) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def kinds(articles: Articles) -> list[str]:
    return [type(stretch).__name__ for stretch in articles.texts.stretches]


def test_the_articles_are_the_same_as_in_memory(tmp_path):
    path = desk.DESK / "articles.jsonl"
    held, left = read(path), in_place(path)
    assert kinds(held) == ["Column"]
    assert kinds(left) == ["SourceTexts"]
    assert left.mapping is None
    assert list(left) == list(held)
    assert left[3:9:2] == held[3:9:2]
    assert left[-1] == held[-1]
    rows = pa.array([5, 0, 5, 17])
    assert list(left.take(rows)) == list(held.take(rows))
    assert left.table.equals(held.table)
    assert left.original.equals(held.original)
    assert left == held


def test_they_take_no_memory_of_arrows_own_and_no_temporary_file(tmp_path, monkeypatch):
    lines(tmp_path / "fog.jsonl", *({"id": str(n), "text": f"{n} fog " * 10_000} for n in range(100)))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    before = pa.total_allocated_bytes()
    articles = read(tmp_path / "fog.jsonl", memory=1 << 30)
    assert pa.total_allocated_bytes() - before < 100_000
    assert articles[42].text == "42 fog " * 10_000


def test_they_count_so_that_of_a_large_corpus_other_columns_lie_in_a_file_too():
    path = desk.DESK / "articles.jsonl"
    held, left = read(path), read(path, memory=10_000)
    assert kinds(left) == ["SourceTexts"]
    assert left.mapping is not None
    assert left == held


def test_where_the_table_is_asked_for_they_are_copied_within_the_budget(tmp_path, monkeypatch):
    monkeypatch.setattr(spill, "BATCH", 4096)
    monkeypatch.setattr(texts, "BATCH", 4096)
    rows = [{"id": str(n), "text": f"{n} fog\n" * 1000} for n in range(200)]
    lines(tmp_path / "fog.jsonl", *rows)
    articles = read(tmp_path / "fog.jsonl", memory=1 << 16, original=False)
    before = pa.total_allocated_bytes()
    table = articles.table
    assert pa.total_allocated_bytes() - before < 1 << 17
    assert table["text"].to_pylist() == [row["text"] for row in rows]
    assert articles.table["text"].chunk(0).buffers()[2].address == table["text"].chunk(0).buffers()[2].address


def test_clusters_are_the_same(tmp_path):
    path = desk.DESK / "articles.jsonl"
    for level in ("near", "version", "story"):
        held = dedupe.cluster(read(path), level=level)
        left = dedupe.cluster(in_place(path), level=level)
        assert left.to_arrow().equals(held.to_arrow())
        assert left.pairs.equals(held.pairs)
        assert dedupe.diff(left[0]).to_dict() == dedupe.diff(held[0]).to_dict()


def test_ids_of_content_are_the_same(tmp_path):
    lines(tmp_path / "day.jsonl", LATE, {"text": "No id."}, {"text": "No id."}, LATE | {"text": "Other."})
    held, left = read(tmp_path / "day.jsonl"), in_place(tmp_path / "day.jsonl")
    assert left.about["id"].to_pylist() == held.about["id"].to_pylist()
    assert left.problems == held.problems


values = st.one_of(
    st.text(), st.sampled_from([None, 17, " \n", "x" * 300, "\\", '"', "\u2028", "\U0001f6a2"])
)
objects = st.dictionaries(st.sampled_from(["id", "text", "body", "title"]), values)
written = st.one_of(
    objects.map(json.dumps),
    objects.map(lambda row: json.dumps(row, ensure_ascii=False)),
    st.sampled_from(["", "{", '{"text": "\\ud83d"}', '{"text": "a\tb"}', '{"text": "a"} ', "[1]"]),
)


def outcome(path: object, **options: object) -> tuple[object, ...]:
    try:
        articles = read(path, **options)
    except ReadError as error:
        return (str(error),)
    order = np.random.default_rng(1).permutation(len(articles))
    return (
        articles.table.to_pylist(),
        list(articles),
        articles.texts.fetch(order).to_pylist(),
        articles.original.to_pylist(),
        articles.original.schema,
        every_batch(articles, order % 3 > 0),
        articles.problems,
    )


def every_batch(articles: Articles, wanted: np.ndarray) -> list[dict[str, object]]:
    batches = list(articles.batches(wanted, 4))
    assert sum(number for number, _ in batches) == len(articles)
    assert all(batch.schema == articles.original.schema for _, batch in batches)
    return [row for _, batch in batches for row in batch.to_pylist()]


@given(st.lists(written, max_size=12), st.integers(1, 200), st.booleans(), st.booleans())
@settings(deadline=None)
def test_any_lines_give_the_same_articles(tmp_path_factory, rows, block, crlf, original):
    path = tmp_path_factory.mktemp("lines") / "day.jsonl"
    path.write_bytes(("\r\n" if crlf else "\n").join(rows).encode("utf-8", "surrogatepass"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "FIRST_BLOCK", block)
        patch.setattr(blocks, "CHUNK", block)
        assert outcome(path, memory=0, original=original) == outcome(path, original=original)


def test_a_column_that_is_the_text_better_comes_late(tmp_path):
    rows = [{"id": f"a{n}", "body": f"Body {n}. " * 20} for n in range(40)]
    rows += [{"id": f"b{n}", "body": "not this", "text": f"Text {n}. " * 20} for n in range(40)]
    lines(tmp_path / "day.jsonl", *rows)
    assert outcome(tmp_path / "day.jsonl", memory=0) == outcome(tmp_path / "day.jsonl")
    assert len(in_place(tmp_path / "day.jsonl", text="body")) == 80


@pytest.fixture
def mixed(tmp_path):
    """Return a folder of files of which some can keep their texts, one after a line that is damaged."""
    articles = read(desk.DESK / "articles.jsonl")
    parts = [articles.take(range(first, first + 7)).original for first in range(0, 35, 7)]
    for number, (part, suffix) in enumerate(
        zip(parts, ["jsonl", "jsonl.gz", "csv", "jsonl", "jsonl"], strict=True)
    ):
        write(part, tmp_path / f"{number}.{suffix}")
    with (tmp_path / "3.jsonl").open("a") as file:
        file.write('{"id": "cut", "text": "half of\n')
    return tmp_path


@pytest.mark.parametrize("most", [0, 1, 100])
def test_files_that_keep_their_texts_and_others_make_one_corpus(mixed, monkeypatch, most):
    monkeypatch.setattr(reading, "STAYS_MOST", most)
    held, left = read(mixed), in_place(mixed)
    assert sum(isinstance(stretch, SourceTexts) for stretch in left.texts.stretches) == min(most, 3)
    assert any(isinstance(stretch, Column) for stretch in left.texts.stretches)
    assert list(left) == list(held)
    assert left.problems == held.problems
    rows = np.array([34, 0, 8, 8, 33, 15, 1])
    for lent in (False, True):
        assert left.texts.fetch(rows, lent=lent).to_pylist() == held.texts.fetch(rows).to_pylist()
    cuts = list(left.texts.cuts(1000))
    assert [row for first, end in cuts for row in range(first, end)] == list(range(35))
    there = [text for cut in cuts for text in left.texts.between(*cut).to_pylist()]
    none = [len(left.texts.between(*cut, np.zeros(cut[1] - cut[0], np.bool_))) for cut in cuts]
    assert not any(none)
    assert there == held.table["text"].to_pylist()
    assert left.original.equals(held.original)
    wanted = np.arange(35) % 4 > 0
    assert every_batch(left, wanted) == every_batch(held, wanted)


@pytest.mark.parametrize("size", [1, 500, 4000, 1 << 20])
@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 1.0])
def test_only_texts_that_are_wanted_are_gone_through(mixed, monkeypatch, size, share):
    monkeypatch.setattr(corpora, "SLICE_BYTES", size)
    told: list[tuple[float, float]] = []
    corpus = Corpus.of(in_place(mixed), told=lambda done, whole, _: told.append((done, whole)))
    wanted = np.random.default_rng(size).random(len(corpus)) < share
    pieces = corpus.each_slice(
        lambda rows, texts: list(zip(rows.tolist(), texts.to_pylist(), strict=True)), of=wanted
    )
    rows = np.flatnonzero(wanted)
    expected = list(zip(rows.tolist(), corpus.texts(rows).to_pylist(), strict=True))
    assert sorted(pair for piece in pieces for pair in piece) == expected
    assert told[-1:] == [(35, 35)][: len(rows)]


def test_columns_of_other_names_and_types_keep_their_places(tmp_path):
    lines(tmp_path / "1.jsonl", {"id": "a", "text": "Alpha.", "page": 1})
    lines(tmp_path / "2.jsonl", {"id": "b", "body": "Bravo.", "pages": 2})
    lines(tmp_path / "3.jsonl", {"id": "c", "body": 3, "text": "Charlie."}, {"id": "d", "text": "Delta."})
    held, left = read(tmp_path), in_place(tmp_path)
    assert kinds(left) == 3 * ["SourceTexts"]
    assert left.original.equals(held.original)
    assert every_batch(left, np.ones(4, np.bool_)) == held.original.to_pylist()


def test_the_rows_that_are_written_are_those_of_the_file(tmp_path):
    for name, most in (("left", 100), ("held", 0)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(reading, "STAYS_MOST", most)
            asked = ["unique", str(desk.DESK / "articles.jsonl"), "-o", str(tmp_path / f"{name}.jsonl")]
            assert CliRunner().invoke(program, asked).exit_code == 0
    assert (tmp_path / "left.jsonl").read_bytes() == (tmp_path / "held.jsonl").read_bytes()


def test_where_texts_are_few_in_a_file_they_are_read_one_by_one(tmp_path):
    lines(tmp_path / "day.jsonl", *({"id": str(n), "text": f"Fog {n}.", "raw": "x" * 500} for n in range(30)))
    articles = in_place(tmp_path / "day.jsonl")
    assert articles.texts.between(0, 30).to_pylist() == [f"Fog {n}." for n in range(30)]


# Files that change


def test_a_file_may_grow_lose_its_name_and_be_replaced(tmp_path):
    path = tmp_path / "day.jsonl"
    lines(path, LATE, {"id": "b", "text": "Bravo."})
    articles = in_place(path)
    with path.open("a") as file:
        file.write('{"id": "c", "text": "Charlie."}\n')
    assert [article.text for article in articles] == [LATE["text"], "Bravo."]
    lines(tmp_path / "new.jsonl", {"id": "x", "text": "X."})
    os.replace(tmp_path / "new.jsonl", path)
    assert [article.text for article in articles] == [LATE["text"], "Bravo."]
    path.unlink()
    assert articles[0].text == LATE["text"]


@pytest.mark.parametrize("damage", ["cut short", "written over"])
def test_a_file_that_was_changed_is_named(tmp_path, damage):
    path = tmp_path / "day.jsonl"
    lines(path, *({"id": str(n), "text": f"Fog {n}. " * 40} for n in range(30)))
    articles = in_place(path)
    if damage == "cut short":
        os.truncate(path, 4000)
    else:
        path.write_bytes(b"." * path.stat().st_size)
    asks = (lambda: articles[29], lambda: articles.texts.between(0, 30), lambda: dedupe.cluster(articles))
    for ask in asks:
        with pytest.raises(ReadError, match=r"day.jsonl was changed while it was read \(.*\): copy it first"):
            ask()


def test_the_command_says_so_in_one_line(tmp_path, monkeypatch):
    path = tmp_path / "day.jsonl"
    lines(path, *({"id": str(n), "text": f"Fog {n}. " * 40} for n in range(30)))
    of = Corpus.of.__func__

    def of_a_file_cut_short(cls, *arguments):
        os.truncate(path, 4000)
        return of(cls, *arguments)

    monkeypatch.setattr(Corpus, "of", classmethod(of_a_file_cut_short))
    ended = CliRunner().invoke(program, ["cluster", str(path), "-o", str(tmp_path / "out.jsonl")])
    assert ended.exit_code == 1
    assert [line for line in ended.stderr.splitlines() if "was changed while it was read" in line]
    assert os.listdir(tmp_path) == ["day.jsonl"]


# What is noted while texts are at hand


def lengths(texts: pa.Array) -> pa.RecordBatch:
    """Note the length of each text."""
    return pa.RecordBatch.from_pydict({"length": [len(text) for text in texts.to_pylist()]})


@pytest.mark.parametrize("most", [0, 2, 100])
def test_what_is_noted_of_texts_is_handed_over_once(mixed, monkeypatch, most):
    monkeypatch.setattr(reading, "STAYS_MOST", most)
    articles = in_place(mixed, note=lengths)
    corpus = Corpus.of(articles)
    assert list(corpus.noted(len)) == []
    found = list(corpus.noted(lengths))
    rows = np.concatenate([np.empty(0, np.int64), *(rows for rows, _ in found)])
    assert len(set(rows.tolist())) == len(rows)
    assert 7 * (most > 0) + 7 * (most > 2) <= len(rows) <= 7 * min(most, 3)  # a damaged line has neighbours
    for some, notes in found:
        assert notes["length"].to_pylist() == [len(text) for text in corpus.texts(some).to_pylist()]
    assert list(corpus.noted(lengths)) == []
    left = np.ones(len(corpus), np.bool_)
    left[rows] = False
    asked = [row for some in corpus.each_slice(lambda some, _: some.tolist(), of=left) for row in some]
    assert sorted([*asked, *rows.tolist()]) == list(range(35))


@pytest.mark.parametrize("level", ["near", "version"])
@pytest.mark.parametrize("most", [0, 1, 100])
def test_clusters_do_not_depend_on_when_texts_are_sketched(mixed, monkeypatch, level, most):
    lines(
        mixed / "9.jsonl",
        LATE,
        {"id": "bare", "text": "…"},
        {"id": "same", "text": "…"},
        {"id": "void", "text": " "},
    )
    monkeypatch.setattr(reading, "STAYS_MOST", most)
    settings = Settings(level=level)
    early = cluster(in_place(mixed, note=Sketcher.of(settings)), settings)
    late = cluster(read(mixed), settings)
    assert early.to_arrow().equals(late.to_arrow())
    assert early.pairs.equals(late.pairs)
    others = replace(settings, num_perm=64)
    assert cluster(in_place(mixed, note=Sketcher.of(others)), settings).to_arrow().equals(late.to_arrow())


@pytest.mark.parametrize("threads", [[], ["--threads", "1"]])
def test_a_command_sketches_while_it_reads_with_all_threads(tmp_path, monkeypatch, threads):
    seen = []

    def watched(self, note):
        seen.append([len(getattr(stretch, "notes", ())) for stretch in self.stretches])
        return iter(())

    monkeypatch.setattr(texts.Texts, "noted", watched)
    asked = ["cluster", str(desk.DESK / "articles.jsonl"), "-o", str(tmp_path / "out.jsonl"), *threads]
    assert CliRunner().invoke(program, asked).exit_code == 0
    assert [number > 0 for [number] in seen] == [not threads]
