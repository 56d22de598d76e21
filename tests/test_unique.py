"""What `unique` leaves out and what it writes, and the library's part in it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet as pq

from dedupe import cluster
from dedupe.articles import ReadError, read
from tests.test_cli import dedupe, done, error

BRIDGE = "The old bridge over the Arn closes on Monday for six months while its piers are repaired."
HARVEST = "Growers in the south expect the smallest harvest of grapes in eleven years after a late frost."
STRIKE = (
    "Tram drivers will stop work on Friday from four in the morning, their union said after talks failed."
)
MUSEUM = "The museum of clocks in Larkhaven has bought a pendulum that was thought lost since the war."
TEXTS = (BRIDGE, HARVEST, STRIKE, MUSEUM)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lines(path: str, *rows: dict[str, object]) -> Path:
    """Write JSON Lines."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return Path(path)


def kept(line: str) -> list[object]:
    """Run a command, and return the ids of the rows that it writes."""
    return [json.loads(row)["id"] for row in done(f"{line} --format jsonl").splitlines()]


# Against an archive


@pytest.fixture
def day() -> None:
    """Leave a file of today, and an archive of two days before."""
    lines("archive/1.jsonl", {"id": "a", "text": BRIDGE})
    lines("archive/2.jsonl", {"id": "b", "text": MUSEUM, "desk": "culture"})
    lines(
        "today.jsonl",
        {"id": "c", "text": f"{BRIDGE} Buses go round by Vellin."},
        {"id": "d", "text": HARVEST, "n": 1.50},
        {"id": "e", "text": HARVEST},
        {"id": "f", "text": STRIKE},
    )


def test_what_the_archive_has_is_dropped_and_of_copies_one_stays(day: None) -> None:
    result = dedupe("unique today.jsonl --against archive/ -o new.jsonl")
    assert result.stderr == (
        "wrote 2 of 4 articles to new.jsonl; dropped 1 that stand in the archive of 2 articles "
        "and 1 copy of one another, at level version\n"
    )
    today = Path("today.jsonl").read_text(encoding="utf-8").splitlines()
    assert Path("new.jsonl").read_text(encoding="utf-8").splitlines() == [today[1], today[3]]
    assert kept("unique today.jsonl --against archive/1.jsonl --against archive/2.jsonl") == ["d", "f"]


def test_the_most_complete_one_is_dropped_too_where_the_archive_has_another(day: None) -> None:
    lines("today.jsonl", {"id": "long", "text": f"{BRIDGE} {MUSEUM} {BRIDGE[:-1]}, the city says."})
    assert kept("unique today.jsonl --against archive/1.jsonl") == []


def test_columns_of_the_archive_are_not_written(day: None) -> None:
    done("unique today.jsonl --against archive/ -o new.csv")
    assert Path("new.csv").read_text(encoding="utf-8").splitlines()[0] == '"id","text","n"'
    pq.write_table(pa.table({"id": ["x", "y"], "text": [STRIKE, BRIDGE]}), "today.parquet")
    done("unique today.parquet --against archive/ -o new.parquet")
    assert pq.read_table("new.parquet").to_pydict() == {"id": ["x"], "text": [STRIKE]}


def test_an_archive_may_be_of_any_format(day: None) -> None:
    Path("delivered").mkdir()
    Path("delivered/a.txt").write_text(BRIDGE, encoding="utf-8")
    Path("delivered/b.csv").write_text(f"Nr,body\n1,{STRIKE}\n".replace(", ", " "), encoding="utf-8")
    assert kept("unique today.jsonl --against delivered") == ["d"]


def test_standard_input_may_be_the_archive_or_today(day: None) -> None:
    data = Path("today.jsonl").read_bytes()
    result = dedupe("unique - --against archive --format jsonl", data)
    assert [json.loads(row)["id"] for row in result.stdout.splitlines()] == ["d", "f"]
    data = Path("archive/1.jsonl").read_bytes()
    result = dedupe("unique today.jsonl --against - --format jsonl", data)
    assert [json.loads(row)["id"] for row in result.stdout.splitlines()] == ["d", "f"]


def test_an_archive_may_be_empty_but_not_missing(day: None) -> None:
    Path("none").mkdir()
    assert kept("unique today.jsonl --against none") == ["c", "d", "f"]
    assert "no such file or folder: nnoe; did you mean none?" in error(
        "unique today.jsonl --against nnoe -o new.jsonl", 1
    )
    assert "nothing matches" in error("unique today.jsonl --against none/*.jsonl -o new.jsonl", 1)


def test_a_file_is_not_held_against_itself(day: None) -> None:
    Path("archive/link.jsonl").symlink_to(Path("today.jsonl").resolve())
    said = error("unique today.jsonl --against archive -o new.jsonl", 1)
    assert "archive/link.jsonl is one of the sources and in the archive too" in said
    assert not Path("new.jsonl").exists()


def test_the_archive_is_not_written_over(day: None) -> None:
    assert "one of the inputs" in error("unique today.jsonl --against archive -o archive/1.jsonl", 2)


def test_an_id_that_the_archive_has_too_is_no_problem(day: None) -> None:
    lines("archive/2.jsonl", {"id": "d", "text": MUSEUM}, {"id": "d", "text": MUSEUM})
    result = dedupe("unique today.jsonl --against archive --on-error fail -o new.jsonl")
    assert result.stderr.startswith("wrote 2 of 4 articles")


def test_what_is_wrong_with_the_archive_is_told(day: None) -> None:
    Path("archive/2.jsonl").write_text("{", encoding="utf-8")
    result = dedupe("unique today.jsonl --against archive -o new.jsonl")
    assert "archive/2.jsonl:1: not JSON" in result.stderr
    Path("today.jsonl").write_text("{", encoding="utf-8")
    assert "no article could be read from today.jsonl" in error(
        "unique today.jsonl --against archive -o x.csv", 1
    )


rows = st.lists(
    st.tuples(st.sampled_from(["x", "y", "x~2", None]), st.sampled_from(TEXTS), st.integers(0, 1)), min_size=1
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(today=rows, before=rows)
def test_no_two_articles_are_written_of_one_text_and_none_of_the_archive(folder, today, before):
    for path, some in (("today.jsonl", today), ("before.jsonl", before)):
        lines(path, *({"text": text, "n": n} | ({"id": name} if name else {}) for name, text, n in some))
    written = done("unique today.jsonl --against before.jsonl --level near --format jsonl").splitlines()
    texts = [json.loads(row)["text"] for row in written]
    assert len(set(texts)) == len(texts)
    assert set(texts) == {text for _, text, _ in today} - {text for _, text, _ in before}


# Which one stays


def test_the_earliest_may_stay_in_place_of_the_most_complete() -> None:
    update = f"{BRIDGE} Buses go round by Vellin."
    lines(
        "b.jsonl",
        {"id": "undated", "text": BRIDGE},
        {"id": "late", "text": update, "published": "2026-03-02T10:00:00Z"},
        {"id": "early", "text": BRIDGE, "published": "2026-03-02T11:00:00+02:00"},
        {"id": "strike", "text": STRIKE},
        {"id": "again", "text": STRIKE},
    )
    lines("a.jsonl", {"id": "as early", "text": BRIDGE, "published": "2026-03-02T09:00:00Z"})
    assert kept("unique b.jsonl a.jsonl") == ["late", "again"]
    assert kept("unique b.jsonl a.jsonl --keep canonical") == ["late", "again"]
    assert kept("unique b.jsonl a.jsonl --keep earliest") == ["early", "strike"]
    assert kept("unique a.jsonl b.jsonl --keep earliest") == ["as early", "strike"]


def test_a_choice_that_is_none_is_guessed() -> None:
    assert "did you mean earliest?" in error("unique x.jsonl --keep earlier -o y.jsonl", 2)


@given(
    st.lists(
        st.tuples(st.sampled_from(TEXTS), st.none() | st.datetimes().map(str)),
        min_size=1,
    )
)
def test_the_earliest_of_a_cluster_is_that_of_its_articles(items):
    found = cluster([{"text": text, "published": date} for text, date in items], level="near")
    published = found.articles.about["published"].to_pylist()
    for row, text in enumerate(text for text, _ in items):
        alike = [n for n, (other, _) in enumerate(items) if other == text]
        dated = [n for n in alike if published[n] is not None]
        assert found.earliest[row] == (min(dated, key=lambda n: published[n]) if dated else alike[0])


# The library


def test_an_archive_stands_behind_the_others_and_takes_no_id_of_theirs() -> None:
    lines("today.jsonl", {"id": "x", "text": STRIKE, "n": 1}, {"text": HARVEST})
    alone = read("today.jsonl")
    lines(
        "archive/1.jsonl", {"id": "x", "text": BRIDGE, "m": 2}, {"text": HARVEST}, {"id": "x", "text": STRIKE}
    )
    articles = read("today.jsonl", archive="archive")
    ids = articles.about["id"].to_pylist()
    assert (len(articles), articles.archived, len(set(ids))) == (5, 3, 5)
    assert ids[:2] == alone.about["id"].to_pylist()
    assert articles.problems == ()
    assert articles.original.to_pylist()[:2] == alone.original.to_pylist()
    assert set(articles.original.slice(2)["n"].to_pylist()) == {None}
    assert articles.original.column_names == alone.original.column_names
    assert [article.text for article in articles][2:] == [BRIDGE, HARVEST, STRIKE]


def test_texts_of_an_archive_may_be_left_in_its_files() -> None:
    lines("today.jsonl", {"id": "new", "words": STRIKE, "text": "a note"})
    lines("old.jsonl", *({"id": str(n), "text": f"{BRIDGE} {n} {HARVEST * 30}"} for n in range(2000)))
    articles = read("today.jsonl", archive=["old.jsonl"], text="words", memory=0)
    assert os.path.getsize("old.jsonl") > 4 << 20
    assert articles[1500].text.startswith(f"{BRIDGE} 1499 ")
    rows = articles.original
    assert rows.slice(0, 1).to_pylist() == [{"id": "new", "words": STRIKE, "text": "a note"}]
    assert rows["text"].null_count == 2000


def test_a_file_of_both_is_named() -> None:
    lines("today.jsonl", {"id": "x", "text": STRIKE})
    with pytest.raises(ReadError, match=r"today.jsonl is one of the sources and in the archive too"):
        read("today.jsonl", archive=["./today.jsonl"])
