"""Bad rows are counted and named by file and line; bad files end in one line that says what to do."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import re
import sys
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet as pq

from dedupe.articles import ReadError, from_objects, read
from dedupe.cli import program

GOOD = b'{"id": "a", "text": "A ferry ran aground."}\n'


def lines(path: Path, *rows: bytes) -> Path:
    path.write_bytes(b"\n".join(rows) + b"\n")
    return path


def only_problem(found):
    (problem,) = found.problems
    return problem


# Rows


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b'{"id": "b", "text": "cut sho', "not JSON"),
        (b"[1, 2]", "a list, not an object"),
        (b"null", "null, not an object"),
        (b'"text"', "a string, not an object"),
        (b'{"id": "b", "text": "x", "n": ' + b"9" * 5000 + b"}", "too long"),
        (b'{"text": "x", "n": ' + b"[" * 100 + b"]" * 100 + b"}", "nested more than 64 levels deep"),
        (b'{"text": "x", "n": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "too deep"),
        (b'{"text": "x", "n": ' + b'{"a":' * 20_000 + b"1" + b"}" * 20_000 + b"}", "too deep"),
        (b"\0\0\0\0", "not JSON"),
    ],
)
def test_a_line_that_is_no_object_is_skipped_and_named(tmp_path, line, message):
    path = lines(tmp_path / "feed.jsonl", GOOD.strip(), line, b'{"id": "c", "text": "Afloat."}')
    found = read(path)
    assert [article.id for article in found] == ["a", "c"]
    problem = only_problem(found)
    assert (problem.kind, problem.path, problem.line) == ("malformed", str(path), 2)
    assert message in problem.message
    assert str(problem).startswith(f"{path}:2: ")


def test_lines_are_counted_through_blank_ones_and_windows_line_ends(tmp_path):
    path = tmp_path / "feed.jsonl"
    path.write_bytes(b"\r\n" + GOOD + b"\n\r\n" + b'{"id": 2}\r\n')
    assert only_problem(read(path)).line == 5


@pytest.mark.parametrize("value", ["null", "12", "[]", '["a", 1]', '{"a": "b"}', "true"])
def test_a_row_whose_text_is_no_string_is_skipped_and_counted(tmp_path, value):
    path = lines(tmp_path / "feed.jsonl", GOOD.strip(), b'{"id": "b", "text": %s}' % value.encode())
    found = read(path)
    assert [article.id for article in found] == ["a"]
    assert (only_problem(found).kind, only_problem(found).line) == ("no-text", 2)
    assert len(found.original) == 1


@pytest.mark.parametrize("text", ["", " \n\t"])
def test_an_empty_text_is_kept_and_counted(tmp_path, text):
    path = lines(tmp_path / "feed.jsonl", GOOD.strip(), json.dumps({"id": "b", "text": text}).encode())
    found = read(path)
    assert [article.text for article in found] == ["A ferry ran aground.", text]
    assert only_problem(found).kind == "empty-text"


@pytest.mark.parametrize(
    ("line", "kind", "text"),
    [
        (b'{"text": "caf\xe9"}', "encoding", "café"),
        (rb'{"text": "half \ud800 pair"}', "encoding", "half \ufffd pair"),
        (b'{"text": "tab\there"}', "malformed", "tab\there"),
        (b'{"text": "array line"},', "malformed", "array line"),
    ],
)
def test_a_line_that_can_be_mended_is_kept_and_named(tmp_path, line, kind, text):
    found = read(lines(tmp_path / "feed.jsonl", GOOD.strip(), line))
    assert found[1].text == text
    assert (only_problem(found).kind, only_problem(found).line) == (kind, 2)


def test_windows_1252_says_how_to_convert(tmp_path):
    path = tmp_path / "old.txt"
    path.write_bytes("“Größe”, it read.\nPlain.\n“Ende”".encode("cp1252"))
    found = read(path)
    assert found[0].text == "“Größe”, it read.\nPlain.\n“Ende”"
    assert f"iconv -f cp1252 -t utf-8 {path}" in only_problem(found).message


def test_utf_16_without_mark_is_suspected(tmp_path):
    (tmp_path / "old.txt").write_bytes("A ferry".encode("utf-16-le"))
    assert "iconv -f utf-16le" in only_problem(read(tmp_path)).message


def test_a_date_that_is_none_is_unknown_and_named(tmp_path):
    found = read(lines(tmp_path / "feed.jsonl", b'{"text": "x", "date": "04/02/2026"}'))
    assert found[0].published is None
    assert only_problem(found).kind == "bad-date"
    assert "'04/02/2026'" in only_problem(found).message


def test_a_csv_row_of_another_width_is_skipped_and_named(tmp_path):
    path = tmp_path / "feed.csv"
    path.write_text('id,text\n1,"two\nlines"\n2,a,b\n\n3\n4,fine\n')
    found = read(path)
    assert [article.id for article in found] == ["1", "4"]
    assert [(p.kind, p.line) for p in found.problems] == [("malformed", 4), ("malformed", 6)]
    assert "3 fields where the header has 2" in found.problems[0].message


def test_a_quote_that_is_never_closed_is_suspected(tmp_path):
    path = tmp_path / "feed.csv"
    path.write_text('id,text\n1,fine\n"2,open\n3,gone\n')
    found = read(path)
    assert [article.id for article in found] == ["1"]
    assert "to line 4: is a quote never closed?" in only_problem(found).message


@pytest.mark.parametrize(
    ("body", "texts", "said"),
    [
        ('1,fine\n2,"open\n3,gone\n', ["fine", "open\n3,gone\n"], "lines 3 to 4 are read as one row"),
        ('1,fine\n2,"cut sho', ["fine", "cut sho"], "the file may be cut short"),
    ],
)
def test_rows_that_an_open_quote_swallows_do_not_vanish_unsaid(tmp_path, body, texts, said):
    path = tmp_path / "feed.csv"
    path.write_text(f"id,text\n{body}")
    found = read(path)
    assert [article.text for article in found] == texts
    assert only_problem(found).line == 3
    assert only_problem(found).message == f"a quote is never closed: {said}"


def test_a_cell_may_be_longer_than_pythons_limit(tmp_path):
    text = 'He said "no". ' * 20_000
    with (tmp_path / "feed.csv").open("w", newline="") as file:
        csv.writer(file).writerows([["id", "text"], ["1", text], ["odd"]])
    assert read(tmp_path / "feed.csv")[0].text == text


def test_a_json_array_that_breaks_off_keeps_what_came_before(tmp_path):
    path = tmp_path / "feed.json"
    path.write_text('[\n{"id": "a", "text": "x"},\n{"id": "b", "te')
    found = read(path)
    assert [article.id for article in found] == ["a"]
    assert (only_problem(found).kind, only_problem(found).line) == ("malformed", 3)


def test_a_parquet_row_without_text_is_named_by_its_number(tmp_path):
    pq.write_table(pa.table({"id": ["a", "b"], "text": ["x", None]}), tmp_path / "feed.parquet")
    problem = only_problem(read(tmp_path / "feed.parquet"))
    assert (problem.line, problem.message) == (None, "row 2: no text, skipped")


def test_parquet_strings_that_are_not_utf_8(tmp_path):
    table = pa.table({"text": pa.array([b"caf\xe9"]).view(pa.string())})
    pq.write_table(table, tmp_path / "feed.parquet")
    assert "UTF8" in refusal(tmp_path / "feed.parquet")


def test_on_error_fail_names_the_first_problems(tmp_path):
    path = lines(tmp_path / "feed.jsonl", GOOD.strip(), *[b"oops"] * 5)
    with pytest.raises(ReadError) as error:
        read(path, on_error="fail")
    message = str(error.value)
    assert message.startswith(f"5 problems: {path}:2: ")
    assert message.endswith("and 2 more; to read on past them: --on-error skip")
    assert "\n" not in message


def test_on_error_fail_passes_what_has_no_problem(tmp_path):
    assert len(read(lines(tmp_path / "feed.jsonl", GOOD.strip()), on_error="fail")) == 1


def test_half_a_surrogate_pair_in_an_object_is_replaced():
    found = from_objects([{"id": "a", "text": "half \ud800 pair"}])
    assert found[0].text == "half \ufffd pair"
    assert only_problem(found).kind == "encoding"


# Files


def refusal(*sources: object, **options: object) -> str:
    with pytest.raises(ReadError) as error:
        read(*sources, **options)
    message = str(error.value)
    assert "\n" not in message
    return message


def test_a_file_that_is_missing_names_the_nearest(tmp_path):
    lines(tmp_path / "feed-monday.jsonl", GOOD)
    assert f"did you mean {tmp_path / 'feed-monday.jsonl'}?" in refusal(tmp_path / "feed-mondy.jsonl")


def test_no_file_is_suggested_that_cannot_be_read(tmp_path):
    (tmp_path / "image.py").write_text("")
    assert "did you mean" not in refusal(tmp_path / "image.png")


def test_nothing_named_says_what_to_name():
    assert "feed/*.jsonl" in refusal()


def test_a_glob_without_match(tmp_path):
    assert "nothing matches" in refusal(str(tmp_path / "*.jsonl"))


@pytest.mark.parametrize("names", [[], ["photo.jpg", "notes.docx"]])
def test_a_folder_without_articles_names_the_suffixes_that_are_read(tmp_path, names):
    for name in names:
        (tmp_path / name).write_text("x")
    assert ".jsonl .ndjson .json .csv" in refusal(tmp_path)


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("notes", "rename it by what it holds, to "),
        ("notes.docx", "save it as .txt or .html first"),
        ("feed.zip", "unpack it first"),
        ("feed.tar.gz", "unpack it first"),
        ("rss.xml", "write its entries as .jsonl first"),
    ],
)
def test_a_suffix_that_is_not_known_says_what_to_do(tmp_path, name, remedy):
    (tmp_path / name).write_text("x")
    said = refusal(tmp_path / name)
    assert "cannot tell the format of" in said
    assert remedy in said


@pytest.mark.parametrize("name", ["feed.jsonl", "feed.csv", "feed.json"])
def test_a_file_without_text_field_names_the_fields_and_the_option(tmp_path, name):
    rows = {
        "feed.jsonl": '{"key": 1, "story": "x"}\n',
        "feed.csv": "key,story\n1,x\n",
        "feed.json": '[{"key": 1, "story": "x"}]',
    }
    (tmp_path / name).write_text(rows[name])
    assert refusal(tmp_path / name).endswith(
        "its fields are: key, story. Name the one with --text NAME, for example --text story"
    )


def test_the_field_suggested_for_the_text_is_the_one_of_the_longest_values(tmp_path):
    path = tmp_path / "feed.csv"
    path.write_text("Nr;Volltext;Medium\n1;The ferry ran aground off Cape Tansy.;Herald\n")
    assert refusal(path).endswith("for example --text Volltext")


def test_objects_without_text_are_to_be_renamed_since_no_option_names_theirs():
    with pytest.raises(ReadError, match=r"Rename the one that is the text to 'text', for example Volltext$"):
        from_objects([{"Nr": "1", "Volltext": "The ferry ran aground."}])


def test_a_table_is_no_list_of_paths():
    with pytest.raises(ReadError, match=r"a source is a path, not a Table: give objects to dedupe\.cluster"):
        read(pa.table({"text": ["The ferry ran aground."]}))


def test_a_field_that_no_source_has(tmp_path):
    path = lines(tmp_path / "feed.jsonl", GOOD.strip())
    assert "no source has field 'headlin' (--title); the fields are: id, text" in refusal(
        path, title="headlin"
    )
    assert "no source has field 'story' (--text); did you mean --text text?" in refusal(path, text="story")


@pytest.mark.parametrize("name", ["feed.json.gz", "feed.parquet.gz", "feed.txt.gz"])
def test_a_gzip_cut_short(tmp_path, name):
    (tmp_path / name).write_bytes(gzip.compress(GOOD * 2000)[:-20])
    assert f"gzip -t {tmp_path / name}" in refusal(tmp_path / name)


COMPRESS = {"gz": gzip.compress, "zst": lambda data: pa.compress(data, "zstd", asbytes=True)}


@pytest.mark.parametrize("suffix", COMPRESS)
@pytest.mark.parametrize("format", ["jsonl", "csv"])
@pytest.mark.parametrize("kept", [0.9, 0.4])
def test_of_a_file_that_breaks_off_the_rows_before_are_kept(tmp_path, suffix, format, kept):
    rows = [(f"r{number}", f"Toll {number * number:x} on the ferry.") for number in range(60_000)]
    as_row = "{},{}\n".format if format == "csv" else '{{"id": "{}", "text": "{}"}}\n'.format
    head = "id,text\n" if format == "csv" else ""
    whole = COMPRESS[suffix]((head + "".join(as_row(*row) for row in rows)).encode())
    path = tmp_path / f"feed.{format}.{suffix}"
    path.write_bytes(whole[: int(len(whole) * kept)])
    articles = read(path)
    found = [(article.id, article.text) for article in articles]
    damage = next(problem for problem in articles.problems if problem.kind == "unreadable")
    assert f"{path}: is damaged or cut short (Truncated compressed stream): test it with: " in str(damage)
    assert re.search(r"; the [\d,]+ rows before that are kept$", str(damage))
    whole_rows = found[:-1]  # the last may be the first half of one
    assert whole_rows == rows[: len(whole_rows)]
    assert len(whole_rows) > 0.8 * kept * len(rows)
    with pytest.raises(ReadError, match="is damaged or cut short"):
        read(path, on_error="fail")


def test_a_file_that_cannot_be_read_does_not_keep_others_from_it(tmp_path):
    lines(tmp_path / "a.jsonl", GOOD)
    (tmp_path / "b.json").write_text("<html>502 Bad Gateway</html>")
    (tmp_path / "c.parquet").write_bytes(b"PAR1")
    (tmp_path / "d.txt.gz").write_bytes(gzip.compress(b"The toll rises." * 50)[:20])
    (tmp_path / "e.txt").write_text("The ferry is back in port.")
    (tmp_path / "f.json").write_text('{"title": "No text"}')
    articles = read(tmp_path)
    assert len(articles) == 2
    assert [(Path(problem.path).name, problem.kind) for problem in articles.problems] == [
        ("b.json", "unreadable"),
        ("c.parquet", "unreadable"),
        ("d.txt.gz", "unreadable"),
        ("f.json", "no-text"),
    ]
    with pytest.raises(ReadError, match=r"4 problems: .*b.json: is not JSON .*; left out; "):
        read(tmp_path, on_error="fail")


@pytest.mark.parametrize("as_source", [str, lambda folder: f"{folder}/*"])
def test_a_file_of_another_format_among_others_is_named_with_what_to_do(tmp_path, as_source):
    """A photograph holds no article, an archive may."""
    lines(tmp_path / "a.jsonl", GOOD)
    for name in ("b.tar.gz", "c.jsonl.bz2", "d.XLSX", "photo.jpg", "Makefile"):
        (tmp_path / name).write_bytes(b"whatever")
    articles = read(as_source(tmp_path))
    assert len(articles) == 1
    assert [(Path(problem.path).name, problem.kind, problem.message) for problem in articles.problems] == [
        ("b.tar.gz", "unreadable", "is in no format that is read: unpack it first; left out"),
        (
            "c.jsonl.bz2",
            "unreadable",
            "is in no format that is read: unpack it first, or pack it with gzip; left out",
        ),
        ("d.XLSX", "unreadable", "is in no format that is read: save it as .csv first; left out"),
    ]
    os.remove(tmp_path / "a.jsonl")
    with pytest.raises(ReadError, match=r"^no file to read .*: the suffixes read are"):
        read(as_source(tmp_path))


@pytest.mark.parametrize("as_source", [str, lambda folder: f"{folder}/*"])
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_that_is_come_upon_is_not_waited_for(tmp_path, as_source):
    lines(tmp_path / "a.jsonl", GOOD)
    for name in ("live.jsonl", "live.txt.gz", "live"):
        os.mkfifo(tmp_path / name)
    articles = read(as_source(tmp_path))
    assert len(articles) == 1
    said = "is a pipe or a device, which is read only where it is named itself; left out"
    assert [(Path(problem.path).name, problem.message) for problem in articles.problems] == [
        ("live.jsonl", said),
        ("live.txt.gz", said),
    ]


def test_a_folder_that_is_empty_is_not_called_missing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "feed").mkdir()
    with pytest.raises(ReadError, match=r"^no such file or folder: feed/a.jsonl; nothing is in feed$"):
        read("feed/a.jsonl")
    (tmp_path / "feed").rmdir()
    with pytest.raises(ReadError, match=r"^no such file or folder: a.jsonl; nothing is in this folder$"):
        read("a.jsonl")
    with pytest.raises(ReadError, match=r"the folder is missing too: ls \.$"):
        read("feed/a.jsonl")


def test_a_web_page_that_nothing_reads_does_not_keep_others_from_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    lines(tmp_path / "a.jsonl", GOOD)
    (tmp_path / "ferry.html").write_text("<p>A ferry</p>")
    articles = read(tmp_path)
    assert len(articles) == 1
    assert [problem.message for problem in articles.problems] == [
        "is read by trafilatura: pip install trafilatura lxml-html-clean; left out"
    ]


def test_files_that_are_lost_are_named_before_rows(tmp_path, capfd):
    lines(tmp_path / "a.jsonl", GOOD.strip(), *[b"oops"] * 5)
    (tmp_path / "b.parquet").write_bytes(b"PAR1")
    program(["cluster", str(tmp_path)], standalone_mode=False)
    (warning,) = [line for line in capfd.readouterr().err.splitlines() if "problems while reading" in line]
    assert "(5 malformed, 1 unreadable): " in warning
    assert warning.index("b.parquet") < warning.index("a.jsonl:2")


def test_a_table_without_texts_ends_the_run_whatever_else_there_is(tmp_path):
    lines(tmp_path / "a.jsonl", GOOD)
    lines(tmp_path / "b.jsonl", b'{"headline": "One"}', b'{"headline": "Two"}')
    assert "b.jsonl has no field that is known to hold the text" in refusal(tmp_path)


@pytest.mark.parametrize(
    "name", ["feed.parquet", "feed.arrow", "feed.feather", "feed.jsonl.gz", "feed.jsonl.zst"]
)
@pytest.mark.parametrize("content", [b"", b"not what the suffix says", b"PAR1", b"ARROW1\0\0", b"FEA1"])
def test_a_file_that_is_not_what_its_suffix_says(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    if content or not name.startswith("feed.jsonl"):
        assert "is damaged or cut short" in refusal(tmp_path / name)


def test_a_json_file_that_is_none(tmp_path):
    (tmp_path / "feed.json").write_text("<html>502 Bad Gateway</html>")
    assert "is not JSON" in refusal(tmp_path / "feed.json")


def test_a_file_of_bad_lines_only(tmp_path):
    path = lines(tmp_path / "feed.jsonl", b"oops", b"[]")
    assert f"no article could be read from {path}; 2 problems: {path}:1:" in refusal(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path):
    path = lines(tmp_path / "feed.jsonl", GOOD)
    path.chmod(0)
    assert "permission denied; look at: ls -l" in refusal(path)


@pytest.mark.parametrize("name", ["empty.jsonl", "empty.csv", "empty.json"])
def test_an_empty_file_is_an_empty_corpus(tmp_path, name):
    (tmp_path / name).write_bytes(b"")
    assert len(read(tmp_path / name)) == 0


@pytest.mark.parametrize("items", ["one string", {"text": "one mapping"}, 7, [7], [None]])
def test_objects_that_are_no_articles(items):
    with pytest.raises(ReadError):
        from_objects(items)


@pytest.mark.parametrize("name", ["f.jsonl", "f.json", "f.csv", "f.tsv", "f.txt", "f.jsonl.gz", "f.csv.zst"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    content=st.binary(max_size=80)
    | st.text(st.sampled_from('{}[]:,"\\ \n\r\0éatext1'), max_size=60).map(str.encode)
)
def test_no_bytes_lead_to_anything_but_articles_or_a_read_error(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    try:
        found = read(tmp_path / name)
    except ReadError as error:
        said = str(error)
    else:
        said = "".join(map(str, found.problems))
        assert len(found.table) == len(found.original) == len({article.id for article in found})
    assert "\n" not in said


@given(
    st.lists(
        st.sampled_from([GOOD.strip(), b"oops", b'{"text": ""}', b"{}", b"[]", b""]), min_size=1, max_size=12
    )
)
def test_every_line_is_an_article_or_a_problem(rows):
    try:
        found = read("-", stdin=io.BytesIO(b"\n".join(rows)))
    except ReadError:
        assert GOOD.strip() not in rows
        assert b'{"text": ""}' not in rows
        return
    skipped = [p for p in found.problems if p.kind in ("malformed", "no-text")]
    assert len(found) + len(skipped) == sum(map(bool, rows))


def test_a_time_that_is_in_no_year_is_unknown(tmp_path):
    far = pa.array([2**60], pa.timestamp("us"))
    pq.write_table(pa.table({"text": ["x"], "published": far}), tmp_path / "feed.parquet")
    found = read(tmp_path / "feed.parquet")
    assert found[0].published is None
    assert only_problem(found).kind == "bad-date"


def test_a_field_whose_name_is_a_line_end_is_named_in_one_line(tmp_path):
    (tmp_path / "f.tsv").write_bytes(b'"\n"\r\0')
    with pytest.raises(ReadError, match=r"its fields are: '\\n'\. Name the one with --text NAME"):
        read(tmp_path / "f.tsv")


def test_articles_of_an_arrow_file_stay_as_they_were_read_when_it_changes(tmp_path):
    """A mapped file that is cut short ends the process."""
    path = tmp_path / "feed.arrow"
    names = [str(number) for number in range(20_000)]
    table = pa.table({"id": names, "text": [f"The ferry is closed {name}." for name in names]})
    with pa.ipc.new_file(path, table.schema) as file:
        file.write_table(table)
    articles = read(path)
    with open(path, "rb+") as file:
        file.truncate(100)
    assert articles[19_999].text == "The ferry is closed 19999."


def test_what_a_file_of_json_lines_is_packed_with_is_told_by_its_first_bytes(tmp_path):
    (tmp_path / "feed.jsonl").write_bytes(gzip.compress(GOOD))
    assert len(read(tmp_path / "feed.jsonl")) == 1


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="may read everything")
def test_a_folder_that_may_not_be_read_is_named_itself(tmp_path):
    inner = tmp_path / "sub"
    inner.mkdir(mode=0)
    lines(tmp_path / "a.jsonl", GOOD)
    with pytest.raises(ReadError, match="sub may not be read"):
        read(tmp_path)
