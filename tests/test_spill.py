"""Reading with a budget of memory: the same articles, from a file that nobody sees and nothing leaves."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedupe.articles import ReadError, blocks, from_objects, read, spill, write
from dedupe.articles.spill import MappedFile, Shelf
from tests import desk
from tests.test_cli_process import hear_interrupts

ROOT = Path(__file__).parent.parent
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT)}
SUFFIXES = ["jsonl", "jsonl.gz", "jsonl.zst", "json", "csv", "tsv", "parquet", "arrow", "feather"]


def written(folder: Path, suffix: str) -> Path:
    path = folder / f"desk.{suffix}"
    write(read(desk.DESK / "articles.jsonl").original, path)
    return path


@pytest.mark.parametrize("original", [True, False])
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_with_no_memory_at_all_the_articles_are_the_same(tmp_path, suffix, original):
    path = written(tmp_path, suffix)
    held, mapped = (read(path, original=original, memory=memory) for memory in (None, 0))
    assert mapped.table.equals(held.table)
    assert mapped.original.equals(held.original)
    assert list(mapped) == list(held)
    assert mapped.shelf.mapping is not None
    assert held.shelf.mapping is None


def test_texts_within_the_budget_stay_in_memory(tmp_path):
    assert read(written(tmp_path, "jsonl"), memory=1 << 20).shelf.mapping is None


def test_texts_in_the_file_take_no_memory_of_arrows_own(tmp_path):
    rows = [{"id": str(number), "text": f"{number} fog " * 10_000} for number in range(100)]
    (tmp_path / "fog.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    before = pa.total_allocated_bytes()
    articles = read(tmp_path / "fog.jsonl", memory=1 << 20, original=False)
    assert pa.total_allocated_bytes() - before < 1 << 20
    assert articles.table["text"].nbytes > 5 << 20


def test_what_waits_to_be_written_is_held_within_the_budget(monkeypatch):
    write_at_once = Shelf._write

    def write_slowly(self, held):
        time.sleep(0.005)
        write_at_once(self, held)

    monkeypatch.setattr(Shelf, "_write", write_slowly)
    tables = [pa.table({"text": [f"{number} fog " * 1000]}) for number in range(30)]
    shelf = Shelf(3 * tables[0].nbytes)
    held, unwritten = [], []
    with closing(shelf):
        for table in tables:
            held.append(shelf.put(table))
            unwritten.append(sum(each.size for each in held if each.table is not None))
        assert [shelf.get(each) for each in held] == tables
    assert tables[0].nbytes < max(unwritten) <= shelf.budget


def test_a_budget_is_no_negative_number(tmp_path):
    with pytest.raises(ValueError, match="memory is -1; it is a number of bytes"):
        read(written(tmp_path, "jsonl"), memory=-1)


def test_released_articles_can_be_read_again(tmp_path):
    path = written(tmp_path, "jsonl")
    for memory in (None, 0):
        articles = read(path, memory=memory)
        first = list(articles)
        articles.release()
        assert list(articles) == first


def test_articles_taken_outlive_the_corpus_they_were_taken_from(tmp_path):
    articles = read(written(tmp_path, "jsonl"), memory=0)
    name, text = articles[3].id, articles[3].text
    taken = articles.take(pa.array([3]))
    del articles
    taken.release()
    assert (taken[0].id, taken[0].text) == (name, text)


def test_texts_come_in_chunks_of_a_bounded_size(tmp_path, monkeypatch):
    monkeypatch.setattr(spill, "BATCH", 4096)
    table = read(written(tmp_path, "jsonl"), memory=0).table
    longest = max(len(text.encode()) for text in table["text"].to_pylist())
    assert max(chunk.nbytes for chunk in table["text"].chunks) <= 4096 + longest
    assert len(table["text"].chunks) > 10


@pytest.mark.parametrize("suffix", ["parquet", "arrow"])
def test_one_batch_of_a_file_is_read_in_pieces(tmp_path, suffix, monkeypatch):
    from dedupe.articles import columnar

    monkeypatch.setattr(columnar, "PIECE", 4096)
    path = written(tmp_path, suffix)
    assert len(read(path).table["text"].chunks) > 10
    write(
        pa.table({"id": ["a", "b", "c"], "text": ["x" * 4096, None, "z" * 4096]}), tmp_path / f"day.{suffix}"
    )
    [problem] = read(tmp_path / f"day.{suffix}").problems
    assert problem.message == "row 2: no text, skipped"


def test_standard_input_goes_to_the_file_too(tmp_path):
    data = written(tmp_path, "jsonl")
    with data.open("rb") as stream:
        assert read("-", stdin=stream, memory=0).table.equals(read(data).table)


# Columns that come late

NAMES = ["id", "guid", "url", "Link", "text", "body", "title", "headline", "date", "published", "site"]
values = st.sampled_from(["", "a", "b", "2026-02-04", "2026-02-05T10:00:00Z", "17", None])
objects = st.dictionaries(st.sampled_from(NAMES), values, min_size=1)


def outcome(data: bytes, **options: object) -> tuple[object, ...]:
    import io

    try:
        found = read("-", stdin=io.BytesIO(data), **options)
    except ReadError as error:
        return (str(error),)
    rows = [
        {name: value for name, value in row.items() if value is not None}
        for row in found.original.to_pylist()
    ]
    return found.table.to_pylist(), rows, found.problems


@given(st.lists(objects, min_size=1, max_size=8), st.sampled_from([None, 0]), st.booleans())
@settings(deadline=None)
def test_columns_that_come_late_count_as_if_they_had_been_known(rows, memory, original):
    data = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
    whole = outcome(data, original=original)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "FIRST_BLOCK", 1)
        patch.setattr(blocks, "CHUNK", 1)
        patch.setattr(blocks, "utf8_chunks", lambda *_: iter(line + b"\n" for line in data.splitlines()))
        pieces = outcome(data, original=original, memory=memory)
    assert pieces == whole


# The file

READ_AND_WAIT = """
import sys, dedupe
articles = dedupe.read(sys.argv[1], memory=0)
print(articles.shelf.mapping is not None, flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("end", ["in peace", "killed"])
def test_nothing_is_seen_of_the_file_nor_left_of_it(tmp_path, end):
    folder = tmp_path / "temporary"
    folder.mkdir()
    path = written(tmp_path, "jsonl")
    command = [sys.executable, "-c", READ_AND_WAIT, str(path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=ENVIRONMENT | {"TMPDIR": str(folder)}
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"True\n"
        assert os.listdir(folder) == []
        if os.path.isdir(f"/proc/{process.pid}/fd"):
            links = [os.readlink(link) for link in Path(f"/proc/{process.pid}/fd").iterdir()]
            assert any(link.startswith(str(folder)) for link in links)
        if end == "killed":
            process.send_signal(signal.SIGKILL)
        assert process.stdin is not None
        process.stdin.close()
        process.wait(60)
    assert os.listdir(folder) == []


def test_an_interrupt_leaves_no_file(tmp_path):
    folder = tmp_path / "temporary"
    folder.mkdir()
    with subprocess.Popen(
        [sys.executable, "-m", "dedupe", "cluster", "-", "--memory", "0", "-o", str(tmp_path / "rows.csv")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=ENVIRONMENT | {"TMPDIR": str(folder)},
        preexec_fn=hear_interrupts,
    ) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        row = json.dumps({"id": "a", "text": "fog " * 1000}) + "\n"
        process.stdin.write(row.encode() * 100)
        process.stdin.flush()
        process.send_signal(signal.SIGINT)
        process.stdin.close()
        assert process.stderr.read() == b"interrupted; nothing was written\n"
        assert process.wait(60) == 130
    assert os.listdir(folder) == []
    assert os.listdir(tmp_path) == ["temporary"]


FULL_DISK = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
from dedupe.cli import main
sys.argv[0] = "dedupe"
main()
"""


def test_a_full_disk_ends_in_one_line_that_says_what_to_do(tmp_path):
    command = [sys.executable, "-c", FULL_DISK, "cluster", str(written(tmp_path, "jsonl")), "--memory", "9k"]
    done = subprocess.run(
        command, capture_output=True, env=ENVIRONMENT | {"TMPDIR": str(tmp_path)}, text=True, timeout=60
    )
    [line] = done.stderr.splitlines()
    assert done.returncode == 1
    assert line.startswith(f"Error: no room in {tmp_path}: the texts come to ")
    assert "over the 9.2 kB of memory they may take" in line
    assert "TMPDIR" in line
    assert "--memory 8GB" in line


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    with pytest.raises(ReadError, match=r"cannot write to .*nowhere \(No such file.*TMPDIR"):
        read(written(tmp_path, "jsonl"), memory=0)


def test_pieces_of_a_file_are_read_in_the_order_asked_for(tmp_path):
    (tmp_path / "texts").write_bytes(b"alpha bravo charlie")
    file = MappedFile.of(str(tmp_path / "texts"))
    data, offsets = file.fetch(np.array([6, 0, 3, 12]), np.array([5, 5, 0, 7]))
    assert data.tobytes() == b"bravoalphacharlie"
    assert offsets.tolist() == [0, 5, 10, 10, 17]
    assert file.place_of(file.bytes.address + 4) == 4
    assert file.place_of(file.bytes.address + 19) is None
    assert file.place_of(file.bytes.address - 1) is None


def test_a_file_that_was_cut_short_is_told(tmp_path):
    (tmp_path / "texts").write_bytes(b"alpha bravo charlie")
    file = MappedFile.of(str(tmp_path / "texts"))
    os.truncate(tmp_path / "texts", 8)
    with pytest.raises(OSError, match="shorter than it was"):
        file.fetch(np.array([0, 6]), np.array([5, 5]))


PEAK = """
import resource, sys, dedupe
articles = dedupe.read(sys.argv[1], memory=8 << 20, original=False)
for chunk in articles.table["text"].chunks:
    chunk.validate(full=True)
    articles.release()
print(len(articles), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_memory_does_not_grow_with_the_corpus(tmp_path):
    text = "The ferry Grey Heron ran aground off Port Ellis on Monday with 48 people aboard. " * 75
    peaks = []
    for number in (20_000, 60_000):
        path = tmp_path / f"{number}.jsonl.gz"
        with gzip.open(path, "wb", compresslevel=1) as file:
            file.writelines(b'{"id": "%d", "text": "%d %s"}\n' % (i, i, text.encode()) for i in range(number))
        done = subprocess.run(
            [sys.executable, "-c", PEAK, str(path)],
            capture_output=True,
            env=ENVIRONMENT,
            check=True,
            timeout=120,
        )
        count, peak = map(int, done.stdout.split())
        assert count == number
        peaks.append(peak * (1 if sys.platform == "darwin" else 1024))
    more = (60_000 - 20_000) * len(text)
    assert peaks[1] - peaks[0] < more / 4


def test_the_corpus_of_a_program_has_nothing_to_release():
    articles = from_objects(["Aground."])
    articles.release()
    assert articles[0].text == "Aground."
