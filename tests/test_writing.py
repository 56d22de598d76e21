"""What `write` leaves on disk, and that `read` gets it back."""

from __future__ import annotations

import io
import json
import os
from datetime import UTC, date, datetime

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dedupe.articles import COLUMNS, WriteError, from_objects, read, write, writing

SUFFIXES = ["jsonl", "ndjson", "json", "csv", "tsv", "parquet", "arrow", "feather"]

REPORTS = [
    {
        "id": "007",
        "text": 'The mayor said: "We knew,\nbut late."',
        "published": "2026-02-04T10:00:00Z",
        "title": "Knew",
    },
    {"id": "b", "text": "Die Fähre lief auf Grund.", "source": "Stadtbote"},
]

texts = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=40).filter(str.strip)
articles = st.lists(
    st.fixed_dictionaries(
        {
            "id": texts,
            "text": texts,
            "title": st.none() | texts,
            "published": st.none() | st.datetimes(min_value=datetime(1600, 1, 1), timezones=st.just(UTC)),
            "url": st.none() | texts,
        }
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda article: article["id"],
)


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(items=articles)
def test_what_is_written_is_read_back_in_every_format(tmp_path, suffix, items):
    corpus = from_objects(items)
    write(corpus.table, tmp_path / f"day.{suffix}")
    again = read(tmp_path / f"day.{suffix}")
    assert again.problems == ()
    assert again.table.equals(corpus.table)


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("compression", ["gz", "zst"])
def test_what_is_written_compressed_is_read_back(tmp_path, suffix, compression):
    corpus = from_objects(REPORTS)
    path = tmp_path / f"day.{suffix}.{compression}"
    write(corpus.table, path)
    assert path.read_bytes()[:2] == {"gz": b"\x1f\x8b", "zst": b"\x28\xb5"}[compression]
    assert read(path).table.equals(corpus.table)


@pytest.mark.parametrize("suffix", ["jsonl", "json", "parquet", "arrow"])
def test_the_original_is_written_back_as_it_came(tmp_path, suffix):
    rows = [
        {"id": 7, "text": "Aground.", "tags": ["sea"], "desk": {"score": 0.5}},
        {"id": 8, "text": "Afloat.", "tags": []},
    ]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    original = read(tmp_path / "in.jsonl").original
    write(original, tmp_path / f"out.{suffix}")
    assert read(tmp_path / f"out.{suffix}").original.to_pylist() == original.to_pylist()


def test_json_lines_hold_iso_dates_plain_letters_and_null(tmp_path):
    table = pa.table(
        {
            "text": ["Fähre"],
            "published": pa.array([datetime(2026, 2, 4, 10, tzinfo=UTC)], COLUMNS.field("published").type),
            "day": [date(2026, 2, 4)],
            "score": [float("nan")],
            "canonical": [True],
        }
    )
    write(table, tmp_path / "out.jsonl")
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8") == (
        '{"text": "Fähre", "published": "2026-02-04T10:00:00Z", "day": "2026-02-04",'
        ' "score": null, "canonical": true}\n'
    )


values = {
    "text": st.text(st.characters(exclude_categories=("Cs",)), max_size=8),
    "plain": st.text("abcé—", max_size=4),
    "score": st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from([0.0, -0.0, 1.0, 1e16, 1e-5]),
    "size": st.integers(-(2**63), 2**63 - 1),
    "canonical": st.booleans(),
    'odd "name"\n': st.lists(st.integers(0, 3), max_size=2),
}


@given(
    st.lists(st.fixed_dictionaries({name: st.none() | each for name, each in values.items()}), min_size=1),
    st.integers(0, 3),
    st.integers(1, 3),
)
def test_json_is_as_pythons_json_writes_it_wherever_rows_are_cut(rows, skipped, most_rows):
    rows = [{name: row[name] for name in values} for row in rows]
    table = pa.Table.from_pylist(rows).slice(skipped)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "MOST_ROWS", most_rows)
        lines, array = io.BytesIO(), io.BytesIO()
        writing.json_lines(writing.reader_of(table), lines)
        writing.json_array(writing.reader_of(table), array)
    written = [json.dumps(row, ensure_ascii=False) for row in rows[skipped:]]
    assert lines.getvalue().decode() == "".join(f"{row}\n" for row in written)
    assert array.getvalue().decode() == ("[\n" + ",\n".join(written) + "\n]\n" if written else "[]\n")


def test_rows_without_columns_are_empty_objects(tmp_path):
    write(pa.table({"": pa.nulls(2)}).select([]), tmp_path / "out.jsonl")
    assert (tmp_path / "out.jsonl").read_text() == "{}\n{}\n"


def test_csv_holds_nested_values_as_json_text(tmp_path):
    write(pa.table({"id": ["a"], "tags": [["sea", "ship"]], "size": [2]}), tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text() == '"id","tags","size"\n"a","[""sea"", ""ship""]",2\n'


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_batches_are_written_as_they_come(tmp_path, suffix, monkeypatch):
    monkeypatch.setattr(writing, "ROW_GROUP", 1)
    again = [report | {"id": f"{report['id']}-again"} for report in REPORTS]
    batches = from_objects([*REPORTS, *again]).table.to_batches(max_chunksize=1)
    write(pa.RecordBatchReader.from_batches(COLUMNS, batches), tmp_path / f"day.{suffix}")
    articles = read(tmp_path / f"day.{suffix}")
    assert articles.table.equals(pa.Table.from_batches(batches))


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_no_rows_make_a_file_that_reads_as_no_articles(tmp_path, suffix):
    write(COLUMNS.empty_table(), tmp_path / f"none.{suffix}")
    assert len(read(tmp_path / f"none.{suffix}")) == 0


def test_an_object_without_members_can_be_written_to_parquet(tmp_path):
    table = pa.table({"text": ["Aground."], "extra": pa.array([{}], pa.struct([]))})
    write(table, tmp_path / "out.parquet")
    assert read(tmp_path / "out.parquet")[0].text == "Aground."


def test_a_dash_is_standard_output_in_json_lines_or_the_format_named(capfdbinary):
    table = pa.table({"id": ["a"]})
    write(table, "-")
    write(table, "-", format="csv")
    assert capfdbinary.readouterr().out == b'{"id": "a"}\n"id"\n"a"\n'


@pytest.mark.parametrize("suffix", ["parquet", "arrow"])
def test_standard_output_takes_files_of_columns_and_stays_open(capfdbinary, suffix):
    table = pa.table({"id": ["a"], "text": ["Aground."]})
    write(table, "-", format=suffix)
    write(table, "-", format="jsonl")
    data, end, line = capfdbinary.readouterr().out.rpartition(b'{"id"')
    assert (end + line).decode() == '{"id": "a", "text": "Aground."}\n'
    assert data.startswith({"parquet": b"PAR1", "arrow": b"ARROW1"}[suffix])
    assert data.endswith({"parquet": b"PAR1", "arrow": b"ARROW1"}[suffix])


def test_a_named_format_wins_over_the_suffix(tmp_path):
    write(pa.table({"id": ["a"]}), tmp_path / "out.dat", format="jsonl")
    assert (tmp_path / "out.dat").read_text() == '{"id": "a"}\n'


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "out.arrow"
    path.write_text("yesterday's")
    unwritable = pa.table({"id": pa.array([b"\xff"]).view(pa.string())})
    with pytest.raises(UnicodeDecodeError):
        write(unwritable, path, format="jsonl")
    assert path.read_text() == "yesterday's"
    assert os.listdir(tmp_path) == ["out.arrow"]


def test_a_file_written_again_keeps_its_mode_and_its_link(tmp_path):
    real = tmp_path / "real.jsonl"
    real.write_text("old")
    real.chmod(0o640)
    link = tmp_path / "latest.jsonl"
    link.symlink_to(real)
    write(pa.table({"id": ["a"]}), link)
    assert link.is_symlink()
    assert real.read_text() == '{"id": "a"}\n'
    assert real.stat().st_mode & 0o777 == 0o640


def test_a_device_stays_a_device():
    write(pa.table({"id": ["a"]}), "/dev/null", format="jsonl")
    assert not os.path.isfile("/dev/null")


def test_an_unknown_suffix_names_one_to_try(tmp_path):
    with pytest.raises(WriteError, match=r"try .*clusters\.jsonl"):
        write(pa.table({"id": ["a"]}), tmp_path / "clusters.xlsx")


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(WriteError, match="No such file or directory"):
        write(pa.table({"id": ["a"]}), tmp_path / "missing" / "out.jsonl")


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(WriteError, match=r"is a folder: name a file in it, such as .*articles\.jsonl"):
        write(pa.table({"id": ["a"]}), tmp_path, format="jsonl")


def test_columns_of_one_name_are_refused(tmp_path):
    table = pa.Table.from_arrays([pa.array([1]), pa.array([2])], names=["a", "a"])
    with pytest.raises(WriteError, match="two columns are named 'a': rename one"):
        write(table, tmp_path / "rows.jsonl")
    assert not list(tmp_path.iterdir())
