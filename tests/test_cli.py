"""The command line: what each command prints and writes, and how it says what went wrong."""

from __future__ import annotations

import csv
import gzip
import json
import shlex
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from dedupe.cli import COMMANDS, program
from dedupe.cli.memory import allowed, available, free, size_of, spare
from dedupe.facts.copies import VERSIONS_MOST
from dedupe.relations import LEVELS
from dedupe.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DESK = Path(__file__).parent.parent / "corpora" / "desk"

FERRY = (
    "The ferry Grey Heron ran aground off Port Ellis on Monday with 48 people aboard, the harbour master "
    "said. All were taken off by lifeboat before noon, and no one was hurt. The owner, Bay Line, blamed a "
    "failed steering pump."
)
BANK = (
    "The central bank left its main rate at 4.25 per cent on Thursday, as economists had expected. Governor "
    "Ilse Brandt said that inflation was easing but that it was too early to speak of cuts."
)
ROWS = (
    {"id": "ferry-wire", "title": "Ferry aground", "text": FERRY, "date": "2026-03-02", "source": "Bay Wire"},
    {"id": "bank", "title": "Rate unchanged", "text": BANK, "date": "2026-03-05", "source": "Ledger"},
    {"id": "ferry-post", "title": "Ferry", "text": FERRY.upper(), "date": "2026-03-03", "source": "Post"},
)
CONTRACT = ["id", "cluster", "size", "canonical", "relation", "similarity"]


@pytest.fixture
def feed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder that holds `feed.jsonl`, two copies of a report and another."""
    monkeypatch.chdir(tmp_path)
    return jsonl("feed.jsonl", ROWS)


def jsonl(path: str, rows: Sequence[Mapping[str, object]]) -> Path:
    Path(path).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return Path(path)


def dedupe(line: str, stdin: str | bytes | None = None) -> Result:
    """Run a command line as it would be typed."""
    result = CliRunner().invoke(program, shlex.split(line), prog_name="dedupe", input=stdin)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def done(line: str, stdin: str | bytes | None = None) -> str:
    """Run a command line that works; return what it printed on standard output."""
    result = dedupe(line, stdin)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def error(line: str, code: int) -> str:
    """Run a command line that fails with an exit code and one line; return the line."""
    result = dedupe(line)
    assert (result.exit_code, result.stdout) == (code, "")
    [message] = result.stderr.splitlines()
    return message


# Help


def test_help_names_every_command_and_what_it_does() -> None:
    text = done("--help")
    assert all(f"\n  {name} " in text for name in COMMANDS)
    assert "..." not in text.partition("Commands:")[2]


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command_holds_an_example_of_it(name: str) -> None:
    assert f"dedupe {name} " in done(f"{name} --help").partition("Examples:")[2]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_documented(name: str) -> None:
    command = program.get_command(click.Context(program), name)
    assert command is not None
    options = [option for option in command.params if isinstance(option, click.Option)]
    assert [option.name for option in options if not option.help] == []


def test_options_of_clustering_are_the_settings_and_their_defaults() -> None:
    command = program.get_command(click.Context(program), "cluster")
    assert command is not None
    options = {option.name: option for option in command.params}
    assert {f.name: options[f.name].default for f in fields(Settings) if f.default is not None} == {
        f.name: f.default for f in fields(Settings) if f.default is not None
    }
    levels = options["level"].type
    assert isinstance(levels, click.Choice)
    assert list(levels.choices) == list(LEVELS)


def test_the_version_is_that_of_the_package() -> None:
    from dedupe import __version__

    assert done("--version") == f"dedupe {__version__}\n"


def test_no_command_at_all_shows_the_help() -> None:
    result = dedupe("")
    assert result.exit_code == 2
    assert "Commands:" in result.stderr


def test_a_misspelt_command_is_guessed() -> None:
    assert error("clutser feed.jsonl", 2) == (
        "Error: there is no command 'clutser'; did you mean: dedupe cluster (see: dedupe --help)"
    )


# cluster


def test_cluster_shows_what_is_repeated_and_what_to_type_next(feed: Path) -> None:
    text = done("cluster feed.jsonl")
    assert text.startswith("3 articles · 1 cluster of two or more · 1 copy · level version\n")
    assert "exact      1.00  ferry-post  Post      2026-03-03" in text
    assert text.endswith("\n  dedupe diff feed.jsonl --cluster ferry-wire\n")


def test_cluster_says_where_to_look_when_nothing_is_repeated(feed: Path) -> None:
    jsonl("one.jsonl", ROWS[:2])
    assert "Look wider:\n  dedupe cluster one.jsonl --level version\n" in done(
        "cluster one.jsonl --level near"
    )
    assert done("cluster one.jsonl --level story").endswith("No article repeats another.\n")
    jsonl("one.jsonl", ROWS[:1])
    assert done("cluster one.jsonl").endswith("No article repeats another.\n")


def test_cluster_writes_a_row_an_article_by_the_contract(feed: Path) -> None:
    rows = [json.loads(line) for line in done("cluster feed.jsonl --format jsonl").splitlines()]
    assert all(list(row) == CONTRACT for row in rows)
    assert [tuple(row.values()) for row in rows] == [
        ("ferry-wire", "ferry-wire", 2, True, "self", 1.0),
        ("ferry-post", "ferry-wire", 2, False, "exact", 1.0),
        ("bank", "bank", 1, True, "self", 1.0),
    ]


def test_json_is_the_rows_as_one_array(feed: Path) -> None:
    assert [row["id"] for row in json.loads(done("cluster feed.jsonl --json"))] == [
        "ferry-wire",
        "ferry-post",
        "bank",
    ]


@pytest.mark.parametrize(
    "name", ["rows.csv", "rows.tsv", "rows.csv.gz", "rows.parquet", "rows.arrow", "rows.json"]
)
def test_the_suffix_of_the_output_picks_its_format(feed: Path, name: str) -> None:
    import dedupe as library

    result = dedupe(f"cluster feed.jsonl -o {name}")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"wrote 3 articles in 2 clusters to {name}\n"
    read = library.read(name, text="relation").original
    assert read.column_names == CONTRACT
    assert read["id"].to_pylist() == ["ferry-wire", "ferry-post", "bank"]


def test_a_named_format_goes_before_the_suffix(feed: Path) -> None:
    done("cluster feed.jsonl -o rows.txt --format csv")
    with open("rows.txt", encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == CONTRACT


def test_a_dash_as_output_is_standard_output(feed: Path) -> None:
    assert json.loads(done("cluster feed.jsonl -o -").splitlines()[2])["id"] == "bank"


def test_the_pairs_are_written_beside_the_view(feed: Path) -> None:
    result = dedupe("cluster feed.jsonl --pairs pairs.parquet")
    assert "3 articles" in result.stdout
    assert result.stderr == "wrote 1 pair to pairs.parquet\n"
    pairs = pq.read_table("pairs.parquet")
    assert pairs.column_names == ["a", "b", "relation", "jaccard", "containment", "score"]
    assert [pairs[name][0].as_py() for name in "ab"] == ["ferry-post", "ferry-wire"]


def test_a_dash_as_source_is_json_lines_on_standard_input(feed: Path) -> None:
    assert done("cluster - --format csv", feed.read_bytes()) == done("cluster feed.jsonl --format csv")


def test_a_compressed_file_and_a_folder_are_read(feed: Path) -> None:
    Path("folder").mkdir()
    Path("folder/feed.jsonl.gz").write_bytes(gzip.compress(feed.read_bytes()))
    assert done("cluster folder --json") == done("cluster feed.jsonl --json")


def test_fields_can_be_named(feed: Path) -> None:
    jsonl("odd.jsonl", [{"nr": row["id"], "words": row["text"], "at": row["date"]} for row in ROWS])
    rows = json.loads(done("cluster odd.jsonl --id nr --text words --date at --json"))
    assert [row["id"] for row in rows] == ["ferry-wire", "ferry-post", "bank"]


def test_texts_in_a_file_give_the_same_clusters(feed: Path) -> None:
    assert done("cluster feed.jsonl --memory 0 --json") == done("cluster feed.jsonl --json")


@pytest.mark.parametrize(
    ("written", "size"),
    [
        ("512MB", 512_000_000),
        ("2GiB", 2 << 30),
        ("4G", 4 << 30),
        ("1.5 gb", 1_500_000_000),
        ("100k", 100 << 10),
        ("1Ti", 1 << 40),
        ("4096", 4096),
        ("7B", 7),
    ],
)
def test_memory_is_written_as_people_write_it(written: str, size: int) -> None:
    option = click.Option(["--memory"])
    assert size_of(click.Context(program), option, written) == size


def test_by_default_texts_take_half_of_what_is_free_and_two_gigabytes_at_most() -> None:
    assert 0 < spare() <= min(1 << 30, available() // 2)


def test_a_container_has_what_it_is_allowed(tmp_path: Path) -> None:
    (tmp_path / "limit").write_text("1048576\n")
    (tmp_path / "none").write_text("max\n")
    (tmp_path / "meminfo").write_text("MemTotal: 9 kB\nMemAvailable:    5120 kB\n")
    assert list(allowed([tmp_path / "limit", tmp_path / "none", tmp_path / "missing"])) == [1 << 20]
    assert list(free(tmp_path / "meminfo")) == [5 << 20]
    assert list(free(tmp_path / "missing")) == []


def test_level_near_joins_less_than_level_version() -> None:
    clusters = [
        len(
            {
                row["cluster"]
                for row in json.loads(done(f"cluster {DESK / 'articles.jsonl'} --level {level} --json"))
            }
        )
        for level in ("near", "version")
    ]
    assert clusters[0] > clusters[1]


def test_a_higher_confidence_joins_less_and_is_not_for_level_near() -> None:
    desk = DESK / "articles.jsonl"
    clusters = [
        {row["cluster"] for row in json.loads(done(f"cluster {desk} {asked} --json"))}
        for asked in ("", "--confidence 0.999")
    ]
    assert len(clusters[0]) < len(clusters[1])
    assert "at level near set threshold" in error(f"cluster {desk} --level near --confidence 0.9", 2)


# Problems


@pytest.fixture
def spoilt(feed: Path) -> Path:
    """Return a file with three rows that cannot be read beside three that can."""
    good = feed.read_text(encoding="utf-8").splitlines()
    lines = [good[0], "{not json", good[1], '{"id": "bare"}', '{"id": "barer"}', good[2]]
    Path("spoilt.jsonl").write_text("\n".join([*lines, "}", ""]), encoding="utf-8")
    return Path("spoilt.jsonl")


def test_rows_that_cannot_be_read_are_counted_and_named_in_one_line(spoilt: Path) -> None:
    result = dedupe("cluster spoilt.jsonl --json")
    assert result.exit_code == 0
    assert len(json.loads(result.stdout)) == 3
    [warning] = result.stderr.splitlines()
    assert warning.startswith("Warning: problems while reading (2 malformed, 2 no-text): spoilt.jsonl:2: ")
    assert "spoilt.jsonl:4: " in warning
    assert "spoilt.jsonl:5: " in warning
    assert "spoilt.jsonl:7: " not in warning


def test_under_fail_a_bad_row_ends_the_run_before_anything_is_written(spoilt: Path) -> None:
    message = error("cluster spoilt.jsonl --on-error fail -o rows.csv", 1)
    assert "spoilt.jsonl:2: " in message
    assert "--on-error skip" in message
    assert not Path("rows.csv").exists()


def test_control_characters_in_a_message_are_not_printed(feed: Path) -> None:
    jsonl("trap.jsonl", [*ROWS, {"id": "trap", "text": BANK, "date": "\x1b[2Jnever\n"}])
    [warning] = dedupe("cluster trap.jsonl --json").stderr.splitlines()
    assert "\x1b" not in warning


# Wrong usage and failures: one line that says what to do


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("cluster", "SOURCE is missing; as in: dedupe cluster feed/*.jsonl"),
        (
            "cluster feed.jsonl --level verson",
            "'verson' is none of near, version, story; did you mean version?",
        ),
        ("cluster feed.jsonl --level", "--level needs a value: --level near|version|story"),
        ("cluster feed.jsonl -o", "-o needs a value: -o FILE"),
        ("cluster feed.jsonl -o ''", "try -o out.jsonl"),
        ("cluster feed.jsonl --json=yes", "--json takes no value"),
        ("cluster feed.jsonl --threshold high", "try --threshold 0.7"),
        ("cluster feed.jsonl --confidence 90%", "try --confidence 0.9"),
        ("cluster feed.jsonl --confidence 2", "--confidence is a probability"),
        ("cluster feed.jsonl --num-perm 0", "--num-perm must be from 1 to 65536, got 0; 128 is usual"),
        ("cluster feed.jsonl --threads two", "try --threads 2"),
        ("cluster feed.jsonl --format parquett", "did you mean parquet?"),
        ("cluster feed.jsonl --threshold 70", "up to 1, got 70.0"),
        ("cluster feed.jsonl --shingle word", "words:5"),
        ("cluster feed.jsonl --threads 0", "at least 1"),
        ("cluster feed.jsonl --treshold 0.8", "there is no option '--treshold'; did you mean --threshold?"),
        ("cluster feed.jsonl --memory lots", "try 512MB, 2GiB or 4G"),
        ("cluster feed.jsonl --memory -1", "try 512MB, 2GiB or 4G"),
        ("cluster feed.jsonl -o rows.xlsx", "try -o rows.jsonl"),
        ("cluster feed.jsonl -o rows.csv --pairs rows.csv", "give the pairs a file"),
        ("cluster feed.jsonl --pairs -", "give the pairs a file"),
        ("cluster feed.jsonl --json --format csv", "leave one out"),
        ("cluster feed.jsonl -o nowhere/rows.csv", "mkdir -p nowhere"),
        ("cluster feed.jsonl -o .", "is a folder"),
        ("unique feed.jsonl", "-o unique.jsonl"),
        ("report feed.jsonl", "-o/--output is missing; as in: dedupe report feed.jsonl -o report.html"),
        ("report feed.jsonl -o report.pdf", "name the file report.html"),
        ("report feed.jsonl -o .", "as in -o ./report.html"),
        ("report feed.jsonl -o report.html --limit -1", "try --limit 10000"),
        ("report feed.jsonl -o nowhere/report.html", "mkdir -p nowhere"),
        ("report feed.jsonl --pairs pairs.csv -o report.html", "--pairs goes with --corpus"),
        ("report rows.csv -o report.html", "add --corpus"),
        ("diff feed.jsonl", "--cluster ID"),
        ("diff one.txt", "name two files or more"),
        ("timeline one.txt", "timeline compares versions: name two files or more"),
        ("diff one.txt feed.jsonl -o out.docx", "try -o out.txt"),
        ("explain feed.jsonl bank bank", "name two articles"),
        ("explain feed.jsonl bank", "ID2 is missing; as in: dedupe explain feed.jsonl "),
        (
            "explain feed.jsonl bank ferry-wire more",
            "extra argument (more); as in: dedupe explain feed.jsonl ",
        ),
        ("completion tcsh", "'tcsh' is none of bash, zsh, fish"),
    ],
)
def test_wrong_usage_ends_with_two_and_says_what_to_do(feed: Path, line: str, said: str) -> None:
    Path("one.txt").write_text(FERRY, encoding="utf-8")
    Path("pairs.csv").touch()
    Path("rows.csv").write_text("id,cluster,relation,similarity\nbank,bank,self,1\n", encoding="utf-8")
    message = error(line, 2)
    assert message.startswith("Error: ")
    assert said in message
    assert message.endswith(f"(see: dedupe {line.split()[0]} --help)")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("cluster fed.jsonl", "did you mean feed.jsonl?"),
        ("cluster ''", "name a file or a folder"),
        ("cluster feed.jsonl --text headline", "did you mean --text text?"),
        ("cluster feed.jsonl --text txt", "did you mean --text text?"),
        (
            "cluster feed.jsonl --id idd --date dte",
            "(--date); did you mean --id id --date date? the fields are: ",
        ),
        ("cluster feed.jsonl -o /dev/full --format csv", "df -h /dev"),
        ("diff feed.jsonl --cluster ferry-wir", "did you mean 'ferry-wire'?"),
        ("explain feed.jsonl bank xyz", "ids look like 'ferry-wire'"),
        ("evaluate feed.jsonl feed.jsonl", "no field 'cluster'; dedupe cluster -o writes such files"),
        ("evaluate rows.csv rows.csv --gold-field clster", "no field 'clster'; try --gold-field cluster"),
    ],
)
def test_a_failure_ends_with_one_and_says_what_to_do(feed: Path, line: str, said: str) -> None:
    Path("rows.csv").write_text("id,cluster\nbank,bank\n", encoding="utf-8")
    assert said in error(line, 1)


@pytest.mark.parametrize("command", ["cluster", "unique"])
def test_no_command_writes_over_its_input(feed: Path, command: str) -> None:
    before = feed.read_bytes()
    Path("link.jsonl").symlink_to(feed)
    assert "one of the inputs" in error(f"{command} feed.jsonl -o ./link.jsonl", 2)
    assert "one of the inputs" in error(f"{command} . -o feed.jsonl", 2)
    assert feed.read_bytes() == before


def test_nothing_is_left_where_a_file_cannot_be_written(feed: Path) -> None:
    before = sorted(Path().iterdir())
    assert "rows.csv" in error("cluster feed.jsonl -o /proc/rows.csv", 1)
    assert sorted(Path().iterdir()) == before


def test_a_corpus_of_nothing_has_no_rows(feed: Path) -> None:
    Path("empty.jsonl").touch()
    assert done("cluster empty.jsonl").startswith("0 articles")
    assert json.loads(done("cluster empty.jsonl --json")) == []


# unique


def test_unique_keeps_the_canonical_rows_as_they_came_and_in_order(feed: Path) -> None:
    jsonl("feed.jsonl", [row | {"extra": {"desk": [1, 2]}} for row in ROWS])
    result = dedupe("unique feed.jsonl -o unique.jsonl")
    assert result.stderr == "wrote 2 of 3 articles to unique.jsonl; dropped 1 copy at level version\n"
    lines = feed.read_text(encoding="utf-8").splitlines()
    kept = [json.loads(line) for line in Path("unique.jsonl").read_text(encoding="utf-8").splitlines()]
    assert kept == [json.loads(lines[0]), json.loads(lines[1])]


def test_unique_can_write_to_a_pipe(feed: Path) -> None:
    assert [json.loads(line)["id"] for line in done("unique feed.jsonl --format jsonl").splitlines()] == [
        "ferry-wire",
        "bank",
    ]


def test_unique_drops_more_at_a_wider_level() -> None:
    kept = [
        len(done(f"unique {DESK / 'articles.jsonl'} --level {level} -o -").splitlines())
        for level in ("near", "version")
    ]
    assert kept[0] > kept[1]


# diff


@pytest.fixture
def versions(feed: Path) -> None:
    """Leave two versions of a report in files of their own."""
    Path("wire.txt").write_text(f"{FERRY} Divers will look at the hull today.", encoding="utf-8")
    Path("post.md").write_text(f"{FERRY} Mayor Tove Lund thanked 12 volunteers.", encoding="utf-8")


def test_diff_of_two_files_shows_what_each_adds(versions: None) -> None:
    text = done("diff wire.txt post.md")
    assert text.startswith("2 versions · ")
    only_wire, only_post = text.split("Only in ")[1:3]
    assert "Divers will look at the hull today." in only_wire
    assert "Mayor Tove Lund thanked 12 volunteers." in only_post.partition("In both")[0]


def test_diff_as_json_is_the_contract(versions: None) -> None:
    diff = json.loads(done("diff wire.txt post.md --json"))
    assert list(diff) == ["versions", "statements", "conflicts"]
    assert [list(version) for version in diff["versions"]] == [["id", "title", "published", "source"]] * 2
    assert list(diff["statements"][0]) == [
        "version", "start", "end", "text", "held_by", "first", "weight", "kind", "facts", "aligned",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "start"), [("ferry.md", "# 2 versions"), ("ferry.txt", "2 versions"), ("ferry.json", "{")]
)
def test_the_suffix_picks_the_form_of_a_diff(versions: None, name: str, start: str) -> None:
    assert done(f"diff wire.txt post.md -o {name}") == ""
    assert Path(name).read_text(encoding="utf-8").startswith(start)


def test_diff_of_a_cluster_is_named_by_any_article_of_it(feed: Path) -> None:
    texts = [done(f"diff feed.jsonl --cluster {name}") for name in ("ferry-wire", "ferry-post")]
    assert texts[0] == texts[1]
    assert "[2]  Ferry\n     ferry-post · Post · 2026-03-03 UTC" in texts[0]


def test_diff_of_articles_by_their_ids(feed: Path) -> None:
    assert done("diff feed.jsonl ferry-wire ferry-post").startswith("2 versions")
    assert done("timeline feed.jsonl ferry-wire ferry-post").startswith("2 versions")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (
            "diff feed.jsonl ferry-wire ferry-pst",
            "no article has the id 'ferry-pst'; did you mean 'ferry-post'?",
        ),
        ("diff feed.jsonl ferry-wire", "after a corpus name two ids or more, or --cluster ID"),
        ("diff feed.jsonl ferry-wire ferry-post --cluster bank", "after a corpus name two ids or more"),
        ("diff feed.jsonl nothing.txt", "no such file or folder: nothing.txt"),
        ("diff nothing.jsonl ferry-wire ferry-post", "no such file or folder: nothing.jsonl"),
    ],
    ids=["a mistyped id", "one id", "ids and a cluster", "a missing file", "a missing corpus"],
)
def test_ids_and_files_that_are_not_there_are_told_apart(feed: Path, command: str, said: str) -> None:
    result = dedupe(command)
    assert result.exit_code in (1, 2)
    assert said in result.stderr


def test_diff_of_a_cluster_of_one_says_so(feed: Path) -> None:
    result = dedupe("diff feed.jsonl --cluster bank")
    assert result.exit_code == 0
    assert result.stderr == "Warning: bank has no other version at level version\n"
    assert "What it says" in result.stdout


def test_files_of_one_row_are_versions_too(feed: Path) -> None:
    jsonl("a.jsonl", ROWS[:1])
    jsonl("b.jsonl", ROWS[2:])
    assert done("diff a.jsonl b.jsonl").startswith("2 versions")


def reprints(tmp_path: Path) -> str:
    """Write a corpus of fourteen texts on one event, one of them twice; return its path."""
    rows = [{"id": f"r{n}", "text": f"{ROWS[0]['text']} Tug number {n % 14} stood by."} for n in range(15)]
    jsonl(f"{tmp_path}/reprints.jsonl", rows)
    return f"{tmp_path}/reprints.jsonl {' '.join(row['id'] for row in rows)}"


@pytest.mark.parametrize("command", ["diff", "timeline"])
def test_of_many_texts_the_first_are_compared_and_the_rest_counted(command: str, tmp_path: Path) -> None:
    result = dedupe(f"{command} {reprints(tmp_path)}")
    assert result.stderr == "compared 12 different texts; 2 further ones left out by --limit 12\n"
    assert result.stdout.startswith("13 versions")  # a copy of a text that is compared is no text more
    two = dedupe(f"{command} {reprints(tmp_path)} --limit 2 --json")
    assert two.stderr == "compared 2 different texts; 12 further ones left out by --limit 2\n"
    assert [version["id"] for version in json.loads(two.stdout)["versions"]] == ["r0", "r1", "r14"]


@pytest.mark.parametrize("limit", ["0", "14", "1000"])
def test_all_texts_are_compared_where_the_limit_allows(limit: str, tmp_path: Path) -> None:
    result = dedupe(f"diff {reprints(tmp_path)} --limit {limit}")
    assert result.stderr == ""
    assert result.stdout.startswith("15 versions")


def test_the_limit_of_a_diff_is_that_of_a_page() -> None:
    for name in ("diff", "timeline"):
        command = program.get_command(click.Context(program), name)
        assert command is not None
        assert [option.default for option in command.params if option.name == "limit"] == [VERSIONS_MOST]


# timeline


def test_timeline_of_files_is_in_the_order_given(versions: None) -> None:
    text = done("timeline post.md wire.txt")
    assert text.startswith("2 versions · 0 changes\nin the order given: no date is known\n")
    assert text.index("Mayor Tove Lund thanked 12 volunteers.") < text.index("Divers will look at the hull")


def test_timeline_of_a_cluster_is_in_the_order_of_time(feed: Path) -> None:
    text = done("timeline feed.jsonl --cluster ferry-post")
    assert text.startswith("2 versions · 2026-03-02 to 2026-03-03 UTC · 0 changes\n")
    assert text.index("ferry-wire · Bay Wire") < text.index("ferry-post · Post")


def test_timeline_as_json_is_documented(versions: None) -> None:
    timeline = json.loads(done("timeline wire.txt post.md --json"))
    assert list(timeline) == ["versions", "order", "revisions", "facts"]
    assert timeline["order"] == "given"
    assert list(timeline["revisions"][0]) == ["version", "added", "dropped", "corrected"]
    assert list(timeline["facts"][0]) == ["kind", "text", "first", "weight", "contested", "cells"]


@pytest.mark.parametrize(
    ("name", "start"), [("ferry.md", "# 2 versions"), ("ferry.txt", "2 versions"), ("ferry.json", "{")]
)
def test_the_suffix_picks_the_form_of_a_timeline(versions: None, name: str, start: str) -> None:
    assert done(f"timeline wire.txt post.md -o {name}") == ""
    assert Path(name).read_text(encoding="utf-8").startswith(start)


# explain


def test_explain_says_why_two_articles_are_together(feed: Path) -> None:
    text = done("explain feed.jsonl ferry-wire ferry-post")
    assert text.startswith("ferry-wire and ferry-post · in one cluster\nexact: ")
    assert "containment  1.000" in text


def test_explain_says_why_two_articles_are_not_together(feed: Path) -> None:
    assert done("explain feed.jsonl bank ferry-wire").startswith("bank and ferry-wire · not in one cluster\n")


def test_explain_as_json_holds_measures_and_passages(feed: Path) -> None:
    explained = json.loads(done("explain feed.jsonl ferry-wire ferry-post --json"))
    assert (explained["relation"], explained["together"], explained["jaccard"]) == ("exact", True, 1.0)
    assert explained["passages"][0]["letters"] > 100


# report


def test_report_writes_a_page_of_the_clusters_of_a_corpus(feed: Path) -> None:
    result = dedupe("report feed.jsonl -o report.html")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "wrote 1 cluster to report.html\n"
    page = Path("report.html").read_text(encoding="utf-8")
    assert '<h1 dir="auto">Versions of reports in feed.jsonl</h1>' in page
    assert "Grey Heron" in page


def test_report_takes_clusters_and_pairs_from_files(feed: Path) -> None:
    done("cluster feed.jsonl -o clusters.csv --pairs pairs.parquet")
    done("report clusters.csv --corpus feed.jsonl -o rows.html")
    done("report clusters.csv --corpus feed.jsonl --pairs pairs.parquet -o pairs.html --page-title Ferry")
    rows, pairs = (Path(name).read_text(encoding="utf-8") for name in ("rows.html", "pairs.html"))
    assert "How alike the copies are" in rows
    assert "How sure the pairs are" in pairs
    assert "<title>Ferry</title>" in pairs


def test_report_says_how_many_clusters_a_limit_left_out(feed: Path) -> None:
    assert dedupe("report feed.jsonl --limit 0 -o report.html").stderr == (
        "wrote 0 clusters to report.html; 1 smaller one left out by --limit 0\n"
    )


def test_the_limit_of_a_report_is_that_of_the_library() -> None:
    from dedupe.report.page.document import CLUSTERS_MOST

    command = program.get_command(click.Context(program), "report")
    assert command is not None
    assert [option.default for option in command.params if option.name == "limit"] == [CLUSTERS_MOST]


def test_report_names_what_does_not_fit_in_a_file_of_clusters(feed: Path) -> None:
    done("cluster feed.jsonl -o clusters.csv")
    jsonl("other.jsonl", ROWS[:1])
    jsonl("gold.jsonl", [{"id": "bank", "cluster": "bank"}])
    jsonl("odd.jsonl", [{"id": "bank", "cluster": "bank", "relation": "self", "similarity": "high"}])
    for line, said in (
        ("report clusters.csv --corpus other.jsonl -o report.html", "2 of 3 are not in the corpus"),
        ("report gold.jsonl --corpus feed.jsonl -o report.html", "no field 'relation'"),
        ("report odd.jsonl --corpus feed.jsonl -o report.html", "high"),
    ):
        assert said in error(line, 1)
        assert not Path("report.html").exists()


# evaluate


def test_evaluate_scores_clusters_against_gold(feed: Path) -> None:
    done("cluster feed.jsonl -o clusters.csv")
    jsonl("gold.jsonl", [{"id": row["id"], "cluster": str(row["id"])[:4]} for row in ROWS])
    assert "3 articles · 2 clusters found · 2 in gold" in done("evaluate clusters.csv gold.jsonl")
    scores = json.loads(done("evaluate clusters.csv gold.jsonl --json"))
    assert {scores[name] for name in ("precision", "recall", "f1", "b_cubed_f1", "ari")} == {1.0}


def test_evaluate_reads_another_field_of_gold(feed: Path) -> None:
    done("cluster feed.jsonl -o clusters.parquet")
    jsonl("gold.jsonl", [{"id": row["id"], "cluster": "all", "story": str(row["id"])[:4]} for row in ROWS])
    assert json.loads(done("evaluate clusters.parquet gold.jsonl --gold-field story --json"))["f1"] == 1.0
    assert "its fields are: id, cluster, story" in error(
        "evaluate clusters.parquet gold.jsonl --gold-field x", 1
    )


def test_evaluate_asks_for_the_same_articles_unless_told_not_to(feed: Path) -> None:
    done("cluster feed.jsonl -o clusters.jsonl")
    jsonl("gold.jsonl", [{"id": "ferry-wire", "cluster": 1}, {"id": "other", "cluster": 2}])
    assert error("evaluate clusters.jsonl gold.jsonl", 1) == (
        "Error: 1 of gold's 2 articles are not in found (such as 'other') "
        "and 2 of found's 3 articles are not in gold (such as 'ferry-post'); "
        "to compare what both know: --ignore-missing"
    )
    assert "1 article ·" in done("evaluate clusters.jsonl gold.jsonl --ignore-missing")


def test_evaluate_names_the_relations_lost_and_the_clusters_gone_wrong(feed: Path) -> None:
    done("cluster feed.jsonl -o clusters.csv")
    gold = [{"id": "ferry-wire", "cluster": "ferry-wire", "relation": "self"}]
    gold += [{"id": "bank", "cluster": "ferry-wire", "relation": "version"}]
    gold += [{"id": "ferry-post", "cluster": "ferry-post", "relation": "self"}]
    jsonl("gold.jsonl", gold)
    text = done("evaluate clusters.csv gold.jsonl")
    assert "version                              1       0   0.0000" in text
    assert "Merged: clusters that gold takes apart (1)" in text
    assert "Split: clusters of gold not found whole (1)" in text
    figures = json.loads(done("evaluate clusters.csv gold.jsonl --json"))
    assert figures["split"][0]["parts"] == [["bank"], ["ferry-wire"]]
    assert figures["precision_by_relation"] == {"exact": {"articles": 1, "right": 0, "share": 0.0}}


def test_evaluate_does_not_call_two_empty_files_equal(feed: Path) -> None:
    Path("empty.jsonl").touch()
    assert "nothing to compare" in error("evaluate empty.jsonl empty.jsonl", 1)


def test_evaluate_does_not_guess_what_a_bad_row_says(feed: Path) -> None:
    jsonl("gold.jsonl", [{"id": "ferry-wire", "cluster": "a"}, {"id": "bank"}])
    assert "rows without id or cluster" in error("evaluate gold.jsonl gold.jsonl", 1)
    Path("blank.csv").write_text("id,cluster\na,1\nb,\nc,\n")
    assert "rows without id or cluster" in error("evaluate blank.csv blank.csv", 1)
    Path("gold.jsonl").write_text('{"id": "a", "cluster": "a"}\n{oops\n', encoding="utf-8")
    assert "gold.jsonl:2: " in error("evaluate gold.jsonl gold.jsonl", 1)


def test_the_desk_corpus_is_clustered_as_its_gold_says(tmp_path: Path) -> None:
    done(f"cluster {DESK / 'articles.jsonl'} -o {tmp_path / 'clusters.csv'}")
    scores = json.loads(done(f"evaluate {tmp_path / 'clusters.csv'} {DESK / 'gold.jsonl'} --json"))
    assert scores["precision"] == 1.0
    assert scores["recall"] > 0.9


# tune


def test_tune_shows_every_threshold_and_what_to_type() -> None:
    text = done(f"tune {DESK / 'articles.jsonl'} {DESK / 'gold.jsonl'} --level near")
    assert text.startswith("46 articles · 29 clusters in gold · level near\n")
    assert "0.7        41     1.0000  0.2500  0.4000      0    18  default\n" in text
    assert text.endswith("articles.jsonl --level near --threshold 0.45\n")


def test_what_tune_tells_to_type_has_what_was_typed(feed: Path) -> None:
    rows = map(json.loads, (DESK / "articles.jsonl").read_text(encoding="utf-8").splitlines())
    jsonl("odd.jsonl", [{"uid": row["id"], "story_html": row["text"]} for row in rows])
    asked = "--level near --shingle words:3 --id uid --text story_html"
    text = done(f"tune odd.jsonl {DESK / 'gold.jsonl'} {asked} --threshold 0.9")
    typed = text.splitlines()[-1].split()
    assert typed[:3] == ["dedupe", "cluster", "odd.jsonl"]
    assert sorted(typed[3:-2]) == sorted(asked.split())
    assert typed[-2] == "--threshold"
    assert dedupe(" ".join(typed[1:])).exit_code == 0


def test_addresses_are_ids_also_where_they_look_like_globs(feed: Path) -> None:
    ids = [f"https://site.org/?p={number}" for number in range(len(ROWS))]
    jsonl("odd.jsonl", [{"url": name, "text": row["text"]} for name, row in zip(ids, ROWS, strict=True)])
    assert "Jaccard" in done(f"explain odd.jsonl --id url {ids[0]} {ids[1]}")
    assert ids[1] in done(f"diff odd.jsonl --id url {ids[0]} {ids[1]}")
    assert "nothing matches https://site.org/?x=1" in dedupe("diff odd.jsonl https://site.org/?x=1 b*").stderr


def test_tune_draws_and_writes_json(tmp_path: Path) -> None:
    picture = tmp_path / "curves.svg"
    result = dedupe(
        f"tune {DESK / 'articles.jsonl'} {DESK / 'gold.jsonl'} --level story --gold-field story "
        f"--plot {picture} --json"
    )
    assert json.loads(result.stdout)["default"]["f1"] == 1.0
    assert result.stderr == f"drew the curves to {picture}\n"
    assert picture.read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.parametrize(
    ("plot", "said"),
    [("curves.png", "name the file curves.svg"), ("nowhere/curves.svg", "mkdir -p nowhere")],
)
def test_tune_says_what_it_cannot_draw_to(feed: Path, plot: str, said: str) -> None:
    jsonl("gold.jsonl", [{"id": row["id"], "cluster": 1} for row in ROWS])
    assert said in error(f"tune feed.jsonl gold.jsonl --plot {plot}", 2)


def test_tune_asks_for_the_same_articles_unless_told_not_to(feed: Path) -> None:
    jsonl("gold.jsonl", [{"id": "ferry-wire", "cluster": 1}, {"id": "ferry-post", "cluster": 1}])
    assert "--ignore-missing" in error("tune feed.jsonl gold.jsonl", 1)
    assert done("tune feed.jsonl gold.jsonl --ignore-missing").startswith("2 articles · 1 cluster")
