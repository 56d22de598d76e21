"""What `unique` copies from files: each row as it stands there."""

from __future__ import annotations

import gzip
import json
import os
import threading
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet as pq

from dedupe.articles import ReadError, read
from dedupe.articles.sources import as_it_begins, find
from dedupe.articles.verbatim import are_json, batches_again, objects_again, one_schema, places_of
from tests.test_cli import dedupe, done

if TYPE_CHECKING:
    from pathlib import Path

BRIDGE = "The old bridge over the Arn closes on Monday for six months while its piers are repaired."
HARVEST = "Growers in the south expect the smallest harvest of grapes in eleven years after a late frost."
STRIKE = (
    "Tram drivers will stop work on Friday from four in the morning, their union said after talks failed."
)
ODD = [
    f'{{"id": 7, "text": "{BRIDGE}", "n": 1.50, "big": 123456789012345678901234567890}}',
    f'{{"text" :"{HARVEST}","n":"1", "tags":["a",1,{{"b":null}}],"id":"x"  }}',
    f'{{"id": "y", "text": "{STRIKE}", "empty": {{}}, "no": [], "\\u00e9": "\\u00e9\\/", "n": null}}',
]
"""Rows whose columns have hardly a type in common."""


def again(paths: list[Path], kept: list[bool] | None = None) -> list[bytes]:
    """Return the rows of files that are kept, as they stand there."""
    files = list(map(as_it_begins, find(paths)))
    assert are_json(files)
    articles = read(*paths, original=False)
    mask = np.ones(len(articles), np.bool_) if kept is None else np.array(kept)
    return [row for lot in objects_again(files, places_of(articles, mask)) for row in lot]


def written(path: Path, text: str | bytes) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
rows = st.lists(
    st.tuples(
        st.dictionaries(st.sampled_from("abc"), values, max_size=3),
        st.booleans(),
        st.sampled_from(["", "\n", " \r"]),
    ),
    min_size=1,
    max_size=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=rows)
def test_rows_of_any_values_come_back_byte_by_byte(tmp_path, rows):
    lines = [json.dumps({"id": str(n), "text": BRIDGE, **row}) for n, (row, _, _) in enumerate(rows)]
    text = "".join(f"{line}{after}\n" for line, (_, _, after) in zip(lines, rows, strict=True))
    path = written(tmp_path / "feed.jsonl", text)
    expected = [line.encode() for line, (_, kept, _) in zip(lines, rows, strict=True) if kept]
    assert again([path], [kept for _, kept, _ in rows]) == expected


@pytest.mark.parametrize("blocks", [1, 64, 300])
def test_blocks_do_not_show(tmp_path, monkeypatch, blocks):
    from dedupe.articles import blocks as cutting

    lines = [json.dumps({"id": str(n), "text": f"{STRIKE} {n}"}) for n in range(40)]
    path = written(tmp_path / "feed.jsonl", "\n\n".join(lines))
    monkeypatch.setattr(cutting, "FIRST_BLOCK", blocks)
    monkeypatch.setattr(cutting, "CHUNK", blocks)
    kept = [n % 3 == 1 for n in range(40)]
    assert again([path], kept) == [line.encode() for line, stays in zip(lines, kept, strict=True) if stays]


def test_an_array_gives_its_objects_each_on_one_line(tmp_path):
    on_lines = written(tmp_path / "a.json", f'[{ODD[0]},{ODD[1]},\n{{"id": 1, "n": 2}}, {ODD[2]}]')
    assert again([on_lines]) == [row.encode() for row in ODD]
    indented = written(tmp_path / "b.json", json.dumps([json.loads(row) for row in ODD], indent=2))
    assert [json.loads(row) for row in again([indented])] == [json.loads(row) for row in ODD]
    in_object = written(tmp_path / "c.json", f'{{"found": 3, "articles": [{", ".join(ODD)}]}}')
    assert again([in_object]) == [row.encode() for row in ODD]
    in_truth_lines = written(tmp_path / "d.json", "\n".join(ODD))
    assert again([in_truth_lines]) == [row.encode() for row in ODD]


def test_what_had_to_be_mended_is_written_as_it_was_read(tmp_path):
    bad = (
        b'\xef\xbb\xbf{"id": "a", "text": "Caf\xe9 by the harbour", "n": 1.50}\n'
        b'{"id": "b", "text": "Half of \\ud83d a pair"},\n'
        b"not JSON\n"
        b'{"id": "c"}\n'
        b'{"id": "d", "text": "A\ttab in a string"}\n'
        b'{"id": "e", "text": "Sound", "n": 1.50}'
    )
    rows = again([written(tmp_path / "feed.jsonl", bad)])
    assert [json.loads(row) for row in rows] == [
        {"id": "a", "text": "Café by the harbour", "n": 1.5},
        {"id": "b", "text": "Half of \ufffd a pair"},
        {"id": "d", "text": "A\ttab in a string"},
        {"id": "e", "text": "Sound", "n": 1.5},
    ]
    assert rows[-1] == b'{"id": "e", "text": "Sound", "n": 1.50}'


def test_files_of_all_kinds_of_json_together(tmp_path):
    written(tmp_path / "1.jsonl", ODD[0])
    written(tmp_path / "2.json", f"[{ODD[1]}]")
    written(tmp_path / "3.jsonl.gz", gzip.compress(ODD[2].encode()))
    written(tmp_path / "4.jsonl", ODD[0].replace("old bridge", "new bridge").encode("utf-16"))
    rows = again([tmp_path])
    assert rows[:3] == [row.encode() for row in ODD]
    assert json.loads(rows[3])["text"].startswith("The new bridge")


def test_a_damaged_file_gives_the_rows_before_the_damage(tmp_path):
    lines = "".join(f'{{"id": "{n}", "text": "{BRIDGE} {os.urandom(40).hex()}"}}\n' for n in range(2000))
    packed = gzip.compress(lines.encode())
    path = written(tmp_path / "feed.jsonl.gz", packed[: len(packed) // 2])
    found = again([path])
    assert 100 < len(found) < 2000
    assert found == lines.encode().split(b"\n")[: len(found)]


def test_a_file_that_lost_rows_meanwhile_is_an_error(tmp_path):
    path = written(tmp_path / "feed.jsonl", "\n".join(ODD))
    files, articles = find([path]), read(path)
    places = places_of(articles, np.ones(3, np.bool_))
    written(path, ODD[0])
    with pytest.raises(ReadError, match="changed while it was read"):
        list(objects_again(files, places))


TABLE = pa.table(
    {
        "id": ["a", "b", "c"],
        "text": [BRIDGE, HARVEST, STRIKE],
        "small": pa.array([1, None, 3], pa.int8()),
        "desk": pa.array(["x", "y", "x"]).dictionary_encode(),
        "when": pa.array([1, 2, 3], pa.timestamp("ns")),
        "pairs": pa.array([[("k", 1)], [], None], pa.map_(pa.string(), pa.int64())),
    }
).replace_schema_metadata({"made by": "a desk"})


def test_parquet_files_of_one_schema_keep_it(tmp_path):
    for name in ("1", "2"):
        pq.write_table(TABLE, tmp_path / f"{name}.parquet", row_group_size=2)
    files = find([tmp_path])
    schema = one_schema(files, "parquet")
    assert schema is not None
    assert schema.equals(pq.read_schema(tmp_path / "1.parquet"), check_metadata=True)
    assert schema.metadata == TABLE.schema.metadata
    articles = read(tmp_path)
    places = places_of(articles, np.array([False, True, True, True, False, False]))
    found = pa.Table.from_batches(batches_again(files, places), schema)
    assert found.to_pylist() == [TABLE.to_pylist()[row] for row in (1, 2, 0)]
    pq.write_table(TABLE.drop_columns("small"), tmp_path / "3.parquet")
    assert one_schema(find([tmp_path]), "parquet") is None
    assert one_schema(files, "arrow") is None


@pytest.mark.parametrize("suffix", ["parquet", "arrow"])
def test_the_command_keeps_types_of_columns(tmp_path, suffix):
    table = TABLE if suffix == "parquet" else TABLE.drop_columns("desk")
    table = pa.concat_tables([table, table.set_column(0, "id", pa.array(["d", "e", "f"]))])
    source, target = tmp_path / f"feed.{suffix}", tmp_path / f"unique.{suffix}"
    if suffix == "parquet":
        pq.write_table(table, source)
    else:
        with pa.ipc.new_file(source, table.schema) as file:
            file.write_table(table)
    done(f"unique {source} -o {target}")
    before, kept = (
        pq.read_table(path) if suffix == "parquet" else pa.ipc.open_file(path).read_all()
        for path in (source, target)
    )
    assert kept.schema.equals(before.schema, check_metadata=True)
    assert kept.to_pylist() == table.slice(0, 3).to_pylist()


def test_arrow_dictionaries_are_written_as_strings(tmp_path):
    with pa.ipc.new_file(tmp_path / "feed.arrow", TABLE.schema) as file:
        file.write_table(TABLE)
    done(f"unique {tmp_path / 'feed.arrow'} -o {tmp_path / 'unique.arrow'}")
    assert pa.ipc.open_file(tmp_path / "unique.arrow").read_all()["desk"].to_pylist() == ["x", "y", "x"]


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "packed"])
@pytest.mark.parametrize("array", [False, True], ids=["lines", "array"])
def test_standard_input_is_copied_as_it_stands(pack, array):
    text = f"[{', '.join(ODD)}]" if array else "\n".join([*ODD, ODD[0].replace("7", "8")])
    result = dedupe("unique - --format jsonl", pack(text.encode()))
    assert (result.exit_code, result.stdout.splitlines()) == (0, ODD)


def test_a_pipe_is_read_once(tmp_path):
    pipe = tmp_path / "feed"
    os.mkfifo(pipe)
    thread = threading.Thread(target=lambda: pipe.write_text("\n".join(ODD), encoding="utf-8"))
    thread.start()
    ids = [json.loads(row)["id"] for row in done(f"unique {pipe} --format jsonl").splitlines()]
    thread.join()
    assert ids == ["7", "x", "y"]


def test_an_array_is_written_as_one(tmp_path):
    source = written(tmp_path / "feed.jsonl", "\n".join(ODD))
    done(f"unique {source} -o {tmp_path / 'unique.json'}")
    assert (tmp_path / "unique.json").read_text(encoding="utf-8") == "[\n" + ",\n".join(ODD) + "\n]\n"
    written(source, "")
    done(f"unique {source} -o {tmp_path / 'unique.json'}")
    assert json.loads((tmp_path / "unique.json").read_text(encoding="utf-8")) == []


def test_articles_that_are_files_become_rows(tmp_path):
    for name, text in {"a.txt": BRIDGE, "b.md": BRIDGE, "c.txt": HARVEST}.items():
        written(tmp_path / "desk" / name, text)
    rows = [json.loads(row) for row in done(f"unique {tmp_path / 'desk'} --format jsonl").splitlines()]
    assert [row["text"] for row in rows] == [BRIDGE, HARVEST]
