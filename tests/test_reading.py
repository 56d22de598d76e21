"""What `read` and `from_objects` make of files, folders and objects."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import json
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import feather
from pyarrow import parquet as pq

from dedupe.articles import (
    COLUMNS,
    Article,
    ReadError,
    blocks,
    delimited,
    from_objects,
    jsonlines,
    read,
    write,
)
from dedupe.articles.blocks import Block, blocks_of_chunks
from dedupe.articles.columns import stacked, taken
from dedupe.articles.dates import INSTANT, parse_date, timestamps
from dedupe.articles.documents import moment_of
from dedupe.articles.jsonlines import mended, parsed
from dedupe.articles.sources import Source

if TYPE_CHECKING:
    from pathlib import Path

FERRY = {
    "id": "ferry-1",
    "title": "Ferry runs aground off Port Ellis",
    "text": "A ferry with 214 people aboard ran aground off Port Ellis on Monday.\n\nNo one was hurt.",
    "published": "2026-02-04T10:00:00Z",
    "source": "Harbour Gazette",
    "url": "https://gazette.example/ferry",
}
BUDGET = {
    "id": "budget-7",
    "title": "Council passes budget, 5–4",
    "text": "Der Stadtrat beschloss am Dienstag den Haushalt: “knapp”, sagte Bürgermeisterin Özil.",
    "published": "2026-02-05T07:30:00Z",
    "source": "Stadtbote",
    "url": None,
}


def write_lines(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def packed(data: bytes, codec: str) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, codec) as stream:
        stream.write(data)
    return sink.getvalue().to_pybytes()


# Formats


def test_json_lines_are_read_in_file_order_with_every_known_field(tmp_path):
    found = read(write_lines(tmp_path / "day.jsonl", FERRY, BUDGET))
    assert list(found) == [
        Article(**FERRY | {"published": datetime(2026, 2, 4, 10, tzinfo=UTC)}),
        Article(**BUDGET | {"published": datetime(2026, 2, 5, 7, 30, tzinfo=UTC)}),
    ]
    assert found.table.schema == COLUMNS
    assert found.problems == ()


@pytest.mark.parametrize("suffix", ["jsonl", "ndjson", "json", "csv", "tsv", "parquet", "arrow", "feather"])
@pytest.mark.parametrize("compression", ["", ".gz", ".zst"])
def test_every_format_gives_the_same_articles(tmp_path, suffix, compression):
    table = pa.Table.from_pylist([FERRY, BUDGET])
    sink = io.BytesIO()
    match suffix:
        case "jsonl" | "ndjson":
            sink.write("".join(json.dumps(row) + "\n" for row in (FERRY, BUDGET)).encode())
        case "json":
            sink.write(json.dumps([FERRY, BUDGET], indent=2).encode())
        case "csv" | "tsv":
            text = io.StringIO(newline="")
            rows = csv.DictWriter(text, list(FERRY), delimiter="," if suffix == "csv" else "\t")
            rows.writeheader()
            rows.writerows([FERRY, BUDGET])
            sink.write(text.getvalue().encode())
        case "parquet":
            pq.write_table(table, sink)
        case "arrow":
            with pa.ipc.new_stream(sink, table.schema) as stream:
                stream.write_table(table)
        case "feather":
            feather.write_feather(table, sink)
    data = sink.getvalue()
    path = tmp_path / f"day.{suffix}{compression}"
    path.write_bytes(
        {"": bytes, ".gz": gzip.compress, ".zst": lambda d: packed(d, "zstd")}[compression](data)
    )
    assert list(read(path)) == list(from_objects([FERRY, BUDGET]))


@pytest.mark.parametrize(
    "shape",
    [
        FERRY,
        [FERRY],
        {"articles": [FERRY]},
        {"status": "ok", "totalResults": 1, "articles": [FERRY]},
    ],
)
def test_json_may_be_an_array_one_object_or_an_object_with_one_list(tmp_path, shape):
    path = tmp_path / "answer.json"
    path.write_text(json.dumps(shape, indent=1))
    assert [article.id for article in read(path)] == ["ferry-1"]


def test_an_article_that_holds_a_list_of_objects_is_one_article(tmp_path):
    path = tmp_path / "one.json"
    path.write_text(json.dumps(FERRY | {"images": [{"alt": "A ferry"}]}))
    assert [article.text for article in read(path)] == [FERRY["text"]]


def test_a_json_file_that_holds_json_lines_is_read_as_such(tmp_path):
    assert len(read(write_lines(tmp_path / "day.json", FERRY, BUDGET))) == 2


def test_standard_input_is_json_lines():
    assert [a.id for a in read("-", stdin=io.BytesIO(json.dumps(FERRY).encode()))] == ["ferry-1"]


def test_semicolons_may_separate_a_csv(tmp_path):
    path = tmp_path / "excel.csv"
    path.write_text("id;text;title\n1;Die Fähre lief auf Grund.;Fähre\n", encoding="utf-8")
    assert read(path)[0] == Article("1", "Die Fähre lief auf Grund.", "Fähre")


def test_json_lines_put_together_from_files_with_byte_order_marks(tmp_path):
    row = '{"text": "Aground."}\n'.encode("utf-8-sig")
    (tmp_path / "day.jsonl").write_bytes(row * 3)
    found = read(tmp_path / "day.jsonl")
    assert (len(found), found.problems) == (3, ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("name", ["day.jsonl", "day.csv", "day.txt"])
def test_byte_order_marks_tell_the_encoding(tmp_path, encoding, name):
    text = str(BUDGET["text"])
    content = {"day.jsonl": json.dumps({"text": text}, ensure_ascii=False), "day.csv": f'text\n"{text}"\n'}
    (tmp_path / name).write_bytes(content.get(name, text).encode(encoding))
    found = read(tmp_path / name)
    assert [article.text for article in found] == [text]
    assert found.problems == ()


def test_web_pages_are_read_by_trafilatura(tmp_path):
    pytest.importorskip("trafilatura")
    body = "".join(
        f"<p>{FERRY['text']} The harbour master called it a lucky escape, number {i}.</p>" for i in range(9)
    )
    date = '<meta property="article:published_time" content="2026-02-04T10:00:00Z">'
    head = f"<title>Ferry runs aground</title>{date}"
    page = f"<html><head>{head}</head><body><nav>Home Sport</nav><article>{body}</article></body></html>"
    (tmp_path / "ferry.html").write_text(page)
    article = read(tmp_path)[0]
    assert article.id == "ferry"
    assert article.title == "Ferry runs aground"
    assert article.published == datetime(2026, 2, 4, 10, tzinfo=UTC)
    assert "ran aground off Port Ellis" in article.text
    assert "Sport" not in article.text


@pytest.mark.parametrize(
    ("page", "moment"),
    [
        ('<meta property="article:published_time" content="2026-02-04T10:00:00Z">', "2026-02-04T10:00:00Z"),
        ("<meta content='2026-02-04T10:00:00+01:00' itemprop='datePublished'>", "2026-02-04T10:00:00+01:00"),
        (
            '<script>{"@type": "NewsArticle", "datePublished": "2026-02-04T10:00Z"}</script>',
            "2026-02-04T10:00Z",
        ),
        ('<time datetime="2026-02-04T10:00" pubdate>4 February</time>', "2026-02-04T10:00"),
        ('<meta property="article:published_time" content="2026-02-05T10:00:00Z">', "2026-02-04"),
        ('<meta property="og:title" content="2026-02-04T10:00:00Z">', "2026-02-04"),
        ('<meta name="date" content="2026-02-04">', "2026-02-04"),
    ],
)
def test_the_time_of_day_of_a_web_page_is_read_where_its_day_agrees(page, moment):
    assert moment_of(page.encode(), "2026-02-04") == moment
    assert moment_of(page.encode(), None) is None


def test_a_web_page_without_trafilatura_names_the_extra_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    (tmp_path / "ferry.html").write_text("<p>A ferry</p>")
    with pytest.raises(ReadError, match="pip install trafilatura lxml-html-clean"):
        read(tmp_path)


# Folders, globs, names


def test_a_folder_is_read_through_in_sorted_order_and_files_are_named_by_their_place(tmp_path):
    for name in ("b/late.txt", "a.md", "b/early.txt.gz", ".git/config.txt", "b/photo.jpg"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(gzip.compress(b"text") if name.endswith(".gz") else b"text")
    assert [article.id for article in read(tmp_path)] == ["a", "b/early", "b/late"]


def test_a_single_text_file_is_named_by_its_stem_and_kept_whole(tmp_path):
    (tmp_path / "ferry.md").write_bytes(b"# Ferry\r\n\r\nAground.\n")
    assert list(read(tmp_path / "ferry.md")) == [Article("ferry", "# Ferry\r\n\r\nAground.\n")]


def test_files_that_would_share_an_id_keep_their_suffix(tmp_path):
    for name in ("a.txt", "a.md", "c.txt"):
        (tmp_path / name).write_text("text")
    assert [article.id for article in read(tmp_path)] == ["a.md", "a.txt", "c"]


def test_files_of_one_name_in_two_folders_are_told_apart_by_path(tmp_path, monkeypatch):
    for folder in ("old", "new"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "report.txt").write_text(folder)
    monkeypatch.chdir(tmp_path)
    assert [article.id for article in read("old/report.txt", "new/report.txt")] == [
        "old/report.txt",
        "new/report.txt",
    ]


def test_a_glob_names_files_from_its_fixed_part(tmp_path):
    (tmp_path / "feed").mkdir()
    write_lines(tmp_path / "feed" / "2.jsonl", BUDGET)
    write_lines(tmp_path / "feed" / "1.jsonl", FERRY)
    (tmp_path / "feed" / "note.txt").write_text("A note.")
    assert [a.id for a in read(str(tmp_path / "f*" / "*.jsonl"))] == ["ferry-1", "budget-7"]
    assert [a.id for a in read(str(tmp_path / "**" / "*.txt"))] == ["feed/note"]


def test_a_file_named_twice_is_read_once(tmp_path):
    path = write_lines(tmp_path / "day.jsonl", FERRY)
    assert len(read(tmp_path, path, [path])) == 1


# Fields


@pytest.mark.parametrize("name", ["text", "Body", "content", "article", "full_text", "articleBody"])
def test_the_text_is_found_under_the_names_that_feeds_use(tmp_path, name):
    assert read(write_lines(tmp_path / "day.jsonl", {"n": 1, name: "Aground."}))[0].text == "Aground."


def test_a_field_may_be_named(tmp_path):
    row = {"text": "teaser", "story": "Aground.", "key": 7, "when": "2026-02-04", "url": "u"}
    found = read(write_lines(tmp_path / "day.jsonl", row), text="story", id="KEY", published="when")
    assert list(found) == [Article("7", "Aground.", None, datetime(2026, 2, 4, tzinfo=UTC), None, "u")]


def test_the_address_is_the_id_only_where_nothing_else_is(tmp_path):
    address = "https://gazette.example/ferry"
    row = {"url": address, "text": "Aground."}
    assert read(write_lines(tmp_path / "a.jsonl", row))[0] == Article(address, "Aground.", url=address)
    assert read(write_lines(tmp_path / "b.jsonl", row | {"guid": 12}))[0].id == "12"


def test_of_a_source_that_is_an_object_the_name_is_taken(tmp_path):
    row = {"text": "Aground.", "source": {"id": None, "name": "Harbour Gazette"}}
    assert read(write_lines(tmp_path / "day.jsonl", row))[0].source == "Harbour Gazette"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("007", "007"),
        (7, "7"),
        (7.0, "7"),
        (12345678901234567890123, "12345678901234567890123"),
        ("2026-02-04", "2026-02-04"),
    ],
)
@pytest.mark.parametrize("others", [(), ("x",), (1.5,)])
def test_an_id_stays_as_the_file_wrote_it(tmp_path, written, expected, others):
    rows = [{"id": other, "text": f"Report {other}."} for other in (written, *others)]
    assert read(write_lines(tmp_path / "day.jsonl", *rows))[0].id == expected


def test_an_id_in_csv_keeps_its_zeros(tmp_path):
    (tmp_path / "day.csv").write_text("id,text,published\n007,Aground.,20260204\n")
    found = read(tmp_path / "day.csv")
    assert found[0].id == "007"
    assert found.original.to_pylist() == [{"id": "007", "text": "Aground.", "published": "20260204"}]


def test_the_original_keeps_every_column_as_it_came(tmp_path):
    rows = [
        FERRY | {"tags": ["sea", "accident"], "desk": {"name": "home", "score": 0.5}},
        BUDGET | {"late": True},
    ]
    original = read(write_lines(tmp_path / "day.jsonl", *rows)).original
    assert original.column_names == [*FERRY, "tags", "desk", "late"]
    assert original["published"].to_pylist() == [FERRY["published"], BUDGET["published"]]
    assert original["desk"].to_pylist() == [{"name": "home", "score": 0.5}, None]
    assert original["late"].to_pylist() == [None, True]


def test_files_with_other_columns_are_united_and_types_at_odds_become_text(tmp_path):
    write_lines(tmp_path / "1.jsonl", {"text": "One.", "page": 4, "a": 1})
    write_lines(tmp_path / "2.jsonl", {"body": "Two.", "page": "A4", "b": [1, 2]})
    original = read(tmp_path).original
    assert original.to_pylist() == [
        {"text": "One.", "page": "4", "a": 1, "body": None, "b": None},
        {"text": None, "page": "A4", "a": None, "body": "Two.", "b": [1, 2]},
    ]


@pytest.mark.parametrize("suffix", ["jsonl", "json", "csv", "parquet", "arrow"])
def test_without_the_original_the_articles_are_the_same(tmp_path, suffix):
    rows = [FERRY | {"tags": "sea", "page": i} for i in range(3)] + [BUDGET | {"late": True}]
    write(pa.Table.from_pylist([rows[0] | {"late": None}, *rows[1:]]), tmp_path / f"day.{suffix}")
    whole, bare = (read(tmp_path / f"day.{suffix}", original=original) for original in (True, False))
    assert bare.table.equals(whole.table)
    assert bare.problems == whole.problems
    assert (bare.original.num_rows, bare.original.column_names) == (4, [])


def test_articles_taken_of_a_corpus_without_the_original_have_none_either():
    bare = replace(from_objects([FERRY, BUDGET]), rows=pa.table({"": pa.nulls(2)}).select([]))
    taken = bare.take(pa.array([1, 0, 1]))
    assert [article.id for article in taken] == ["budget-7", "ferry-1", "budget-7"]
    assert (taken.original.num_rows, taken.original.num_columns) == (3, 0)


@given(st.lists(st.integers(0, 11)), st.integers(1, 5))
def test_rows_are_taken_in_any_order_and_number_from_any_chunks(rows, size):
    table = pa.table({"id": range(12), "text": [f"text {i}" for i in range(12)]})
    chunked = pa.Table.from_batches(table.to_batches(max_chunksize=size))
    assert taken(chunked, pa.array(rows, pa.int64())).to_pylist() == [table.to_pylist()[row] for row in rows]


@pytest.mark.parametrize("row", [-1, 2])
def test_a_row_that_is_not_there_cannot_be_taken(row):
    with pytest.raises(IndexError):
        from_objects(["Aground.", "Afloat."]).take([0, row])


# Ids


def test_articles_without_id_are_named_by_their_content(tmp_path):
    first, again, other = (
        read(write_lines(tmp_path / f"{n}.jsonl", row))[0].id
        for n, row in enumerate(
            [{"text": "Aground.", "page": 1}, {"page": 2, "body": "Aground."}, {"text": "Afloat."}]
        )
    )
    assert first == again != other
    assert len(first) == 16
    assert int(first, 16)


def test_copies_without_id_are_numbered():
    one = from_objects(["Aground."])[0].id
    assert [article.id for article in from_objects(["Aground.", "Aground.", "Aground."])] == [
        one,
        f"{one}-2",
        f"{one}-3",
    ]


def test_rows_that_share_an_id_are_all_kept_and_reported(tmp_path):
    path = write_lines(
        tmp_path / "day.jsonl",
        {"id": "x", "text": "One."},
        {"id": "y", "text": "Two."},
        {"id": "x", "text": "Three."},
    )
    found = read(path)
    assert sorted(article.id for article in found) == ["x", "x~2", "y"]
    (problem,) = found.problems
    assert (problem.kind, problem.path) == ("duplicate-id", str(path))
    assert problem.line in (1, 3)


@pytest.mark.filterwarnings("ignore:.* have the id of another one")
@given(
    rows=st.lists(
        st.tuples(st.sampled_from(["a", "b", "a~2", None]), st.sampled_from(["One.", "Two.", "Three."])),
        min_size=1,
    ),
    order=st.randoms(use_true_random=False),
)
def test_ids_are_unique_and_do_not_depend_on_the_order(rows, order):
    items = [{"id": name, "text": text} for name, text in rows]
    shuffled = order.sample(items, len(items))
    there, back = ([(a.id, a.text) for a in from_objects(each)] for each in (items, shuffled))
    assert len({name for name, _ in there}) == len(there)
    assert sorted(there) == sorted(back)


def test_objects_that_share_an_id_are_all_kept_with_a_warning():
    said = r"1 of 3 objects have the id of another one and get a new one \(row \d: id '7' is taken .*`labels`"
    with pytest.warns(UserWarning, match=said):
        found = from_objects(
            [{"id": 7, "text": "One."}, {"id": 8, "text": "Two."}, {"id": 7, "text": "Three."}]
        )
    assert sorted(article.id for article in found) == ["7", "7~2", "8"]


# Dates


@pytest.mark.parametrize(
    "value",
    [
        "2026-02-04T10:30:00Z",
        "2026-02-04 10:30:00",
        "2026-02-04T11:30:00+01:00",
        "2026-02-04 11:30:00 +0100",
        "2026/02/04 10:30 UTC",
        "2026-02-04 11:30 CET",
        "04.02.2026 10:30",
        "4. 2. 2026, 11:30 CET",
        "Wed, 04 Feb 2026 10:30:00 GMT",
        "Wed, 4 Feb 2026 05:30:00 -0500 (EST)",
        "4 February 2026, 10:30",
        "Feb. 4, 2026 at 5:30 a.m. EST",
        "4 February 2026 at 10.30am",
        "Wednesday, February 4, 2026 - 10:30",
        "4. Februar 2026, 10:30",
        "4. Februar 2026, 10.30 Uhr",
        "4. Februar 2026, 11:30 Uhr MEZ",
        "February 4, 2026, 5:30 AM ET",
        "2026-2-4 10:30",
        "2026.02.04 10:30:00",
        "2026/2/4T10:30",
        "2026年2月4日 10:30",
        "Wed Feb  4 10:30:00 2026",
        "Wed Feb 04 11:30:00 +0100 2026",
        "2026-02-04T05:30:00\N{MINUS SIGN}05:00",
        "20260204103000",
        1770201000,
        "1770201000",
        1770201000.0,
        1770201000000,
        datetime(2026, 2, 4, 10, 30),
        datetime(2026, 2, 4, 5, 30, tzinfo=timezone(timedelta(hours=-5))),
    ],
)
def test_dates_are_understood_as_feeds_write_them(value):
    assert parse_date(value) == datetime(2026, 2, 4, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "hour"), [("March 7", 15), ("March 8", 14), ("October 31", 14), ("November 1", 15)]
)
def test_eastern_time_is_an_hour_ahead_in_summer(day, hour):
    assert parse_date(f"{day}, 2026, 10:30 AM ET") == parse_date(f"{day}, 2026, {hour}:30 UTC")


@pytest.mark.parametrize(
    "value",
    [
        *("2026-02-04", "20260204", 20260204, "4 February 2026", "February 4, 2026", "4.2.2026"),
        *("2026-2-4", "2026.02.04", "2026年2月4日", "le 4 février 2026", "mercredi 4 février 2026"),
        date(2026, 2, 4),
    ],
)
def test_a_day_alone_is_its_midnight(value):
    assert parse_date(value) == datetime(2026, 2, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    ["25/03/2026", "03/25/2026", "25-03-2026", "25. März 2026", "25 de marzo de 2026", "25 mars 2026"],
)
def test_a_day_that_can_be_no_month_tells_which_number_is_which(value):
    assert parse_date(value) == datetime(2026, 3, 25, tzinfo=UTC)


@pytest.mark.parametrize("value", ["2026-2-30", "2026-13-1", "2026年2/4日", "1.2.3", "2026.02-04"])
def test_numbers_that_name_no_day_are_no_date(value):
    assert parse_date(value) is None


def test_fields_are_known_by_german_names_and_sources_by_their_titles(tmp_path):
    source = {"uri": "b.de", "title": "Bote"}
    row = {"Titel": "Brand", "Text": "Es brennt.", "Datum": "25.03.2026", "Quelle": source}
    path = tmp_path / "feed.jsonl"
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    [article] = read(path)
    assert (article.title, article.source) == ("Brand", "Bote")
    assert article.published == datetime(2026, 3, 25, tzinfo=UTC)


def test_a_day_that_is_its_month_too_needs_no_telling():
    assert parse_date("4/4/2026 10:30") == datetime(2026, 4, 4, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        "04/02/2026",
        "13/13/2026",
        "2.14.2026",
        "4.2.26",
        "yesterday",
        "2026",
        2026,
        "31 February 2026",
        "2026-02",
        float("nan"),
        True,
        "",
    ],
)
def test_what_names_no_day_for_certain_is_no_date(value):
    assert parse_date(value) is None


@given(
    st.datetimes(
        timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30))]),
        min_value=datetime(1600, 1, 1),
    )
)
def test_any_instant_survives_iso_8601(when):
    assert parse_date(when.isoformat()) == when


@given(
    st.lists(
        st.one_of(
            st.datetimes(timezones=st.just(UTC)).map(str),
            st.datetimes().map(lambda moment: moment.isoformat(timespec="minutes")),
            st.dates().map(str),
            st.sampled_from(
                ["no date", "2026-02-31", "2026-02-31T10:00:00Z", "4 February 2026", "0000-01-01"]
            ),
        ),
        min_size=1,
    )
)
def test_a_column_of_dates_gives_what_each_value_gives(values):
    found, bad = timestamps(pa.chunked_array([values]))
    assert found.type == INSTANT
    assert found.to_pylist() == [parse_date(value) for value in values]
    assert bad.to_pylist() == [parse_date(value) is None for value in values]


def test_a_parquet_column_of_local_times_is_turned_to_utc(tmp_path):
    when = pa.array([datetime(2026, 2, 4, 10, 30)], pa.timestamp("ns", tz="America/New_York"))
    pq.write_table(pa.table({"text": ["Aground."], "published": when}), tmp_path / "day.parquet")
    assert read(tmp_path / "day.parquet")[0].published == datetime(2026, 2, 4, 10, 30, tzinfo=UTC)


# Objects of a program


def test_strings_mappings_and_articles_may_be_mixed():
    when = datetime(2026, 2, 4, 10, tzinfo=UTC)
    items = [
        "Aground.",
        {"id": 7, "text": "Afloat.", "published": when},
        Article("c", "Sunk.", published=when),
    ]
    found = from_objects(iter(items))
    assert [article.text for article in found] == ["Aground.", "Afloat.", "Sunk."]
    assert [article.id for article in found][1:] == ["7", "c"]
    assert [article.published for article in found] == [None, when, when]


def test_anything_that_exports_an_arrow_stream_is_read_without_importing_its_library():
    class Frame:
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return pa.table({"id": [1, 2], "text": ["One.", "Two."]}).__arrow_c_stream__(requested_schema)

    assert list(from_objects(Frame())) == [Article("1", "One."), Article("2", "Two.")]


def test_a_corpus_stays_as_it_is():
    corpus = from_objects(["Aground."])
    assert from_objects(corpus) is corpus


# The fast readers give what the careful ones give

words = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
dates_like = st.sampled_from(["2026-02-04", "2026-02-04T10:00:00Z", "007"])
sorts = [
    words,
    dates_like,
    st.booleans(),
    st.integers(-5, 5),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-5, 5) | st.floats(-9, 9),
    st.integers(2**53 - 2, 2**53 + 2) | st.floats(-9, 9),
]
nested = [
    *(st.lists(sort, max_size=3) for sort in sorts),
    *(st.fixed_dictionaries({}, optional={"a": sort, "b": st.lists(sort, max_size=2)}) for sort in sorts),
]


@st.composite
def json_rows(draw):
    """Rows whose columns each hold one sort of value, or, in one of three, anything."""
    anything = st.one_of(*sorts, *nested)
    columns = {
        name: draw(st.sampled_from([*sorts, *nested]) | st.sampled_from(sorts))
        if draw(st.integers(0, 2))
        else anything
        for name in ("id", "text", "x", "when")
    }
    optional = {name: st.none() | values for name, values in columns.items()}
    return draw(st.lists(st.fixed_dictionaries({}, optional=optional), min_size=1, max_size=6))


def same_rows(fast, careful):
    assert fast.columns.schema.equals(careful.columns.schema)
    assert repr(fast.columns.to_pylist()) == repr(careful.columns.to_pylist())  # NaN is not NaN
    assert list(fast.lines) == list(careful.lines)
    assert {name: mask.to_pylist() for name, mask in fast.foreign.items()} == {
        name: mask.to_pylist() for name, mask in careful.foreign.items()
    }
    assert fast.problems == careful.problems


@given(json_rows(), st.sampled_from(["\n", "\r\n", "\n", "\n\n", " \n"]), st.booleans())
def test_json_lines_parsed_by_the_kernel_equal_json_lines_parsed_one_by_one(rows, line_end, ascii_only):
    data = "".join(json.dumps(row, ensure_ascii=ascii_only) + line_end for row in rows).encode()
    block = Block("day.jsonl", len(data), data)
    fast = parsed(block)
    assert fast is not None
    rows, lines = mended(block)
    same_rows(fast[0], rows)
    assert fast[1] == lines


@pytest.mark.parametrize(
    "data",
    [
        b'{"text": "a"} {"text": "b"}\n',
        b'{"text": "a"} {"text": \n{"b": 1}}\n{"text": "c"}\n',
        b'{"x": {"b": 1}\n}\n',
        b'{"x": ' + b"[" * 70 + b"]" * 70 + b"}\n",
        b'{"x": ' + b"[" * 64 + b"]" * 64 + b"}\n",
        b'{"x": ' + b"[" * 20_000 + b"]" * 20_000 + b"}\n",
        b'{"text": "a"}\n\xef\xbb\xbf{"text": "b"}\n',
        b'\xef\xbb\xbf{"text": "b"}\n',
        b'{"text": "a", "text": "b"}\n',
        b'{"x": Inf}\n',
        b'{"x": NaN}\n',
        b'{"x": 1e400}\n',
        b'{"text": "\xed\xa0\x80"}\n',
        b"{}\n{}\n",
        b'{"text": "no line end"}',
        b'{"x": 9007199254740993}\n{"x": 1.5}\n',
        b'{"x": 9007199254740992}\n{"x": 1.5}\n',
        b'{"x": -9007199254740993}\n{"x": 1.5}\n',
        b'{"x": 18446744073709551616}\n',
        b'{"x": [18446744073709551616, 0.5]}\n',
        b'{"x": {"a": 9007199254740993}}\n{"x": {"a": 0.5}}\n',
    ],
)
def test_odd_json_lines_give_the_same_on_both_ways(data):
    block = Block("day.jsonl", len(data), data)
    (read_as,) = jsonlines.rows_of_blocks(iter([block]))
    same_rows(read_as, mended(block)[0])


@given(json_rows(), st.data())
def test_damaged_json_lines_give_the_same_on_both_ways(rows, data):
    text = bytearray("".join(json.dumps(row) + "\n" for row in rows).encode())
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(text) - 1))
        text[place] = data.draw(st.sampled_from(b'{}[],:"\\\n\r 0.eE-+tnI\x00\xff\xe9'))
    block = Block("day.jsonl", len(text), bytes(text))
    (read_as,) = jsonlines.rows_of_blocks(iter([block]))
    same_rows(read_as, mended(block)[0])


@given(st.lists(st.integers(0, 40), max_size=12), st.booleans(), st.integers(1, 50), st.integers(1, 9))
def test_a_file_is_cut_after_the_last_line_end_that_fits(tmp_path_factory, sizes, ended, size, looked_at):
    path = tmp_path_factory.getbasetemp() / "cut.jsonl"
    text = b"\n".join(b"x" * size for size in sizes) + b"\n" * (ended and bool(sizes))
    path.write_bytes(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "FIRST_BLOCK", size)
        patch.setattr(blocks, "CHUNK", size)
        patch.setattr(blocks, "LOOKED_AT", looked_at)
        found = list(blocks.blocks_of(Source(str(path), "jsonl")))
    pieces = [block.read().tobytes() for block in found]
    assert b"".join(pieces) == text
    assert all(piece.endswith(b"\n") for piece in pieces[:-1])
    lines = text.splitlines(keepends=True)
    for piece in pieces:
        mine = len(piece.splitlines())
        assert len(piece) <= size or len(lines[0]) > size
        assert len(piece) > size or mine == len(lines) or len(piece) + len(lines[mine]) > size
        lines = lines[mine:]


def test_a_file_that_is_cut_short_while_it_is_read_says_so(tmp_path):
    path = write_lines(tmp_path / "day.jsonl", *[FERRY] * 100)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "FIRST_BLOCK", 1000)
        patch.setattr(blocks, "CHUNK", 1000)
        *_, last = blocks.blocks_of(Source(str(path), "jsonl"))
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(ReadError, match=r"day.jsonl was changed while it was read \(.*shorter.*\)"):
        list(jsonlines.rows_of_blocks(iter([last])))


@given(json_rows(), st.integers(1, 60))
def test_where_a_file_is_cut_into_blocks_changes_nothing(rows, size):
    data = "".join(json.dumps({"text": "Aground."} | row) + "\n" for row in rows).encode()
    chunks = [data[i : i + size] for i in range(0, len(data), size)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "FIRST_BLOCK", 1)
        patch.setattr(blocks, "CHUNK", 1)
        small = list(jsonlines.rows_of_blocks(blocks_of_chunks("day.jsonl", chunks)))
    whole, _ = mended(Block("day.jsonl", len(data), data))
    assert [line for piece in small for line in piece.lines] == list(whole.lines)
    united = stacked([piece.columns for piece in small])
    assert united.schema.equals(whole.columns.schema)
    assert united.to_pylist() == whole.columns.to_pylist()


@pytest.mark.parametrize("size", [4, 7, 40, 1000])
@pytest.mark.parametrize("end", ["", "\n", "\n\n"])
@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE])
def test_a_file_is_read_the_same_whatever_the_size_of_a_block(tmp_path, monkeypatch, size, end, mark):
    rows = [{"text": "é" * n, "id": str(n)} for n in (1, 90, 3, 4, 200, 5)]
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + end
    path = tmp_path / "day.jsonl"
    path.write_bytes(mark + text.encode("utf-16-le" if mark == codecs.BOM_UTF16_LE else "utf-8"))
    for name in ("FIRST_BLOCK", "CHUNK"):
        monkeypatch.setattr(blocks, name, size)
    sizes = []
    found = read(path, progress=sizes.append)
    assert found.original.to_pylist() == rows
    assert found.problems == ()
    assert sum(sizes) == path.stat().st_size


def test_lines_are_numbered_on_from_block_to_block(tmp_path, monkeypatch):
    for name in ("FIRST_BLOCK", "CHUNK"):
        monkeypatch.setattr(blocks, name, 30)
    good, bad = json.dumps({"text": "Aground."}), "no JSON"
    (tmp_path / "day.jsonl").write_text("\n".join([good] * 9 + [bad] + [good] * 9 + [bad]))
    assert [problem.line for problem in read(tmp_path / "day.jsonl").problems] == [10, 20]


cells = st.text(st.sampled_from("ab \",;\n\ré'\t"), max_size=6)


def careful_csv(text: str) -> list[tuple[int, list[str]]]:
    """Return the rows that are as wide as the header, each with the line it begins on."""
    rows = csv.reader(io.StringIO(text, newline=""))
    width = len(next(rows))
    found = []
    line = rows.line_num + 1
    for row in rows:
        if len(row) == width:
            found.append((line, row))
        line = rows.line_num + 1
    return found


def same_csv(folder: Path, text: str, chunk: int) -> None:
    path = folder / "same.csv"
    path.write_bytes(text.encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "CHUNK", chunk)
        pieces = list(delimited.read_delimited(Source(str(path), "csv")))
    found = [
        (line, list(row.values()))
        for piece in pieces
        for line, row in zip(piece.lines, piece.columns.to_pylist(), strict=True)
    ]
    assert found == careful_csv(text)


chunks = st.sampled_from([10, 11, 13, 17, 1 << 20])


@given(
    st.lists(st.lists(cells, min_size=2, max_size=2), max_size=6),
    st.sampled_from(["\n", "\r\n", "\n\n"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    chunks,
)
def test_csv_as_it_should_be_is_read_as_pythons_csv_reads_it(
    tmp_path_factory, rows, line_end, quoting, chunk
):
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=line_end, quoting=quoting).writerows(rows)
    same_csv(tmp_path_factory.getbasetemp(), f"id,text{line_end}{text.getvalue()}", chunk)


@given(st.text(st.sampled_from('aa,,,"\n\n\r'), max_size=30), chunks)
def test_csv_as_it_should_not_be_is_read_as_pythons_csv_reads_it(tmp_path_factory, body, chunk):
    same_csv(tmp_path_factory.getbasetemp(), "id,text\n" + body, chunk)


@pytest.mark.parametrize("chunk", range(9, 40))
@pytest.mark.parametrize(
    "body",
    [
        '5" pipe,"two\nlines"\n1,fine\n2,fine\n',
        '"a"b"c\nd",x\n1,fine\n2,fine\n',
        '1,"two\nlines"\n2,"open\n3,fine\n4,fine',
        '1, "two\nlines"\n2,fine\n3,"fine"\n',
        '1,"""said"", he\nsaid"\n2,fine\n',
        '1,a\r2,b\r\n3,"c\rd"\n',
    ],
)
def test_csv_with_odd_quotes_is_read_alike_wherever_it_is_cut(tmp_path, body, chunk):
    same_csv(tmp_path, f"id,text\n{body}", chunk)


PARAGRAPHS = ["The ferry sank.", "Nobody was hurt."]


@pytest.mark.parametrize("others", [[], [{"id": "z", "text": "One string."}]])
def test_a_list_of_strings_is_the_paragraphs_of_a_text(tmp_path, others):
    path = write_lines(tmp_path / "feed.jsonl", {"id": "a", "text": PARAGRAPHS}, *others)
    read_articles = {article.id: article.text for article in read(path)}
    assert read_articles == {"a": "The ferry sank.\n\nNobody was hurt."} | {
        r["id"]: r["text"] for r in others
    }
    objects = from_objects([{"id": "a", "text": PARAGRAPHS}, *others])
    assert {article.id: article.text for article in objects} == read_articles


def test_a_file_without_the_field_named_is_read_by_the_usual_names(tmp_path):
    write_lines(tmp_path / "a.jsonl", {"id": "a", "volltext": "The ferry sank.", "text": "teaser"})
    write_lines(tmp_path / "b.jsonl", {"id": "b", "body": "The bridge is shut."})
    found = read(tmp_path, text="Volltext")
    assert {article.id: article.text for article in found} == {
        "a": "The ferry sank.",
        "b": "The bridge is shut.",
    }


ARRAY = json.dumps(
    [{"id": "a", "text": "The ferry sank."}, {"id": "b", "text": "The bridge is shut."}]
).encode()


@pytest.mark.parametrize("data", [ARRAY, b" \n" + ARRAY])
def test_an_array_under_the_suffix_of_json_lines_is_read(tmp_path, data):
    path = tmp_path / "feed.jsonl"
    path.write_bytes(data)
    assert [article.id for article in read(path)] == ["a", "b"]
    stream = io.BufferedReader(io.BytesIO(data))
    assert [article.id for article in read("-", stdin=stream)] == ["a", "b"]


def test_compressed_lines_are_read_from_a_stream_and_plain_ones_under_a_wrong_suffix(tmp_path):
    rows = b'{"id": "a", "text": "The ferry sank."}\n{"id": "b", "text": "The bridge is shut."}\n'
    for data in (rows, gzip.compress(rows), pa.compress(rows, "zstd", asbytes=True)):
        stream = io.BufferedReader(io.BytesIO(data))
        assert [article.id for article in read("-", stdin=stream)] == ["a", "b"]
    path = tmp_path / "feed.jsonl.gz"
    path.write_bytes(rows)
    assert [article.id for article in read(path)] == ["a", "b"]


def test_a_data_frame_with_ids_of_several_types_is_read():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"id": [1, "b", None], "text": ["The ferry sank.", "It is back.", None]})
    with pytest.warns(UserWarning, match="1 of 3 objects have no text"):
        found = from_objects(frame)
    assert [(article.id, article.text) for article in found] == [
        ("1", "The ferry sank."),
        ("b", "It is back."),
    ]
