"""The command as a process: how it starts, is piped, is interrupted, and what a terminal sees."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

DESK = Path(__file__).parent.parent / "corpora" / "desk" / "articles.jsonl"
ENVIRONMENT = {
    name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")
} | {"PYTHONPATH": str(Path(__file__).parent.parent), "PYTHONWARNINGS": "error", "TERM": "xterm"}
COMMAND = [sys.executable, "-m", "dedupe"]


def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *map(str, arguments)], capture_output=True, env=ENVIRONMENT | environment, timeout=60
    )


def seen_on_a_terminal(*arguments: object, **environment: str) -> str:
    """Run on a terminal of 80 columns; return what it is sent."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env=ENVIRONMENT | {"COLUMNS": "80"} | environment,
    )
    os.close(slave)
    sent = read_to_the_end(master)
    assert process.wait(60) == 0
    return sent.decode()


def read_to_the_end(terminal: int) -> bytes:
    """Return what a terminal is sent until no process has its other end; fail after a minute of silence."""
    sent = bytearray()
    try:
        while select.select([terminal], [], [], 60)[0] and (chunk := os.read(terminal, 65536)):
            sent += chunk
        pytest.fail("nothing more is sent, and the terminal is not let go of")
    except OSError:  # the terminal's other end is closed
        return bytes(sent)
    finally:
        os.close(terminal)


def test_help_and_version_start_without_the_heavy_imports() -> None:
    code = (
        "import sys, dedupe.cli; dedupe.cli.program(['--help'], standalone_mode=False); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=ENVIRONMENT, timeout=60)
    loaded = done.stdout.decode().split()
    assert "click" in loaded
    assert {"numpy", "pyarrow", "duckdb", "sklearn", "datasketch", "rich"}.isdisjoint(loaded)


def modules_of(*arguments: object) -> set[str]:
    """Return the modules that are loaded once a command has run."""
    code = (
        "import sys, dedupe.cli\n"
        "try:\n    dedupe.cli.main()\n"
        "except SystemExit as end:\n    assert not end.code\n"
        "loaded = (name for name, module in sys.modules.items() if module)\n"
        "print(*loaded, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], capture_output=True, env=ENVIRONMENT, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.decode().splitlines()[-1].split())


@pytest.mark.parametrize("level", ["near", "version"])
def test_clustering_does_not_import_what_it_does_not_use(tmp_path: Path, level: str) -> None:
    loaded = modules_of("cluster", DESK, "--level", level, "-o", tmp_path / "rows.jsonl")
    assert "pyarrow.compute" in loaded
    unused = {"sklearn", "scipy", "datasketch", "pandas", "trafilatura", "sentencex", "rich"}
    unused |= {"pyarrow.json", "pyarrow.csv", "pyarrow.parquet", "pyarrow.feather", "pyarrow.dataset"}
    assert unused.isdisjoint(loaded), unused & loaded


def test_two_text_files_are_read_without_any_reader_of_tables(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text("The ferry Grey Heron ran aground off Port Ellis on Monday.")
    loaded = modules_of("cluster", tmp_path / "a.txt", tmp_path / "b.txt", "--format", "jsonl")
    assert "pyarrow" in loaded
    unused = {"pyarrow.json", "pyarrow.csv", "pyarrow.parquet", "pyarrow.feather", "rich", "sklearn", "scipy"}
    assert unused.isdisjoint(loaded), unused & loaded


def test_help_comes_at_once() -> None:
    times = []
    for _ in range(3):
        start = time.perf_counter()
        assert run("--help").returncode == 0
        times.append(time.perf_counter() - start)
    # 0.12 s alone on the machine; a machine that is busy with other tests takes longer.
    assert min(times) < 0.5


def test_a_pipe_gets_no_colour_no_progress_and_no_trailing_space() -> None:
    done = run("cluster", DESK)
    assert (done.returncode, done.stderr) == (0, b"")
    text = done.stdout.decode()
    assert text.startswith("46 articles · ")
    assert "\x1b" not in text
    assert not re.search(r" $", text, re.MULTILINE)
    assert max(map(len, text.splitlines()[:-2])) <= 80


def test_a_terminal_gets_colour_and_sees_what_runs() -> None:
    sent = seen_on_a_terminal("diff", DESK, "--cluster", "ferry-first")
    assert "\x1b[1;36m" in sent
    assert "reading" in sent


def test_a_terminal_sees_how_much_is_read() -> None:
    sent = seen_on_a_terminal("cluster", DESK)
    assert f"reading · 100% of {DESK.stat().st_size / 1000:,.1f} kB" in sent


def test_a_terminal_sees_how_many_clusters_of_a_report_are_compared(tmp_path: Path) -> None:
    sent = seen_on_a_terminal("report", DESK, "-o", tmp_path / "report.html")
    assert re.search(r"comparing versions · \d+% of 11 clusters|writing", sent)
    assert "wrote 11 clusters to " in sent


@pytest.mark.parametrize(
    ("line", "next_step"),
    [
        (f"cluster {DESK} -o rows.csv", f"dedupe report rows.csv --corpus {DESK} -o report.html"),
        (f"unique {DESK} --level near -o unique.csv", f"dedupe cluster {DESK} --level near"),
        (f"report {DESK} --limit 1 -o report.html", "Open it in a browser: file:///"),
        (
            f"diff {DESK} --text text --cluster ferry-first",
            f"dedupe timeline {DESK} --cluster ferry-first --text text",
        ),
    ],
)
def test_a_terminal_is_told_what_to_do_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, next_step: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert next_step in seen_on_a_terminal(*line.split())
    assert next_step not in run(*line.split()).stderr.decode()


@pytest.mark.parametrize("command", ["cluster", "tune"])
def test_a_narrow_terminal_sees_whole_figures_and_words(command: str) -> None:
    gold = [DESK.parent / "gold.jsonl"] if command == "tune" else []
    sent = seen_on_a_terminal(command, DESK, *gold, COLUMNS="40")
    assert ("1.0000" if command == "tune" else "canonical") in sent


def test_signs_that_an_encoding_lacks_are_written_as_others() -> None:
    done = run("cluster", DESK, PYTHONIOENCODING="cp437")
    assert done.stdout.decode("cp437").startswith("46 articles · 11 clusters")
    done = run("timeline", DESK, "--cluster", "ferry-evening", PYTHONIOENCODING="latin-1")
    assert "**·" in done.stdout.decode("latin-1")
    assert "\\u25cf" not in done.stdout.decode("latin-1")


def test_a_terminal_that_cannot_move_its_cursor_sees_no_progress() -> None:
    sent = seen_on_a_terminal("cluster", DESK, TERM="dumb")
    assert "reading" not in sent
    assert "\x1b" not in sent


def test_no_color_is_obeyed() -> None:
    sent = seen_on_a_terminal("diff", DESK, "--cluster", "ferry-first", NO_COLOR="1")
    assert "Only in" in sent
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", sent)


def test_rows_are_the_same_whatever_the_hash_seed_and_threads() -> None:
    rows = {
        run("cluster", DESK, "--format", "jsonl", "--threads", threads, PYTHONHASHSEED=seed).stdout
        for seed, threads in (("0", 1), ("7", 2))
    }
    assert len(rows) == 1


def test_a_reader_that_has_had_enough_is_no_error() -> None:
    process = subprocess.Popen(
        [*COMMAND, "cluster", str(DESK), "--format", "jsonl"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=ENVIRONMENT,
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    with process.stderr:
        assert process.stderr.read() == b""
    assert process.wait(60) == 0


def hear_interrupts() -> None:
    """Let an interrupt reach a child also where the shell that runs the tests keeps it from them."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_an_interrupt_ends_with_130_and_one_line(tmp_path: Path) -> None:
    out = tmp_path / "rows.csv"
    with subprocess.Popen(
        [*COMMAND, "cluster", "-", "-o", str(out)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=ENVIRONMENT,
        preexec_fn=hear_interrupts,
    ) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        # More than a pipe holds: once it is written, the command is reading.
        row = json.dumps({"id": "a", "text": "fog " * 1000}) + "\n"
        process.stdin.write(row.encode() * 100)
        process.stdin.flush()
        process.send_signal(signal.SIGINT)
        # Python looks for signals when a read returns: let the one that waits for more return.
        process.stdin.close()
        assert process.stderr.read() == b"interrupted; nothing was written\n"
        assert process.wait(60) == 130
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("sent", "code", "said"),
    [
        (signal.SIGINT, 130, b"interrupted; nothing was written"),
        (signal.SIGTERM, 143, b"terminated; nothing was written"),
        (signal.SIGHUP, 143, b"terminated; nothing was written"),
        (signal.SIGKILL, -9, b""),
    ],
)
def test_no_process_of_a_report_outlives_the_command(
    tmp_path: Path, sent: signal.Signals, code: int, said: bytes
) -> None:
    copies = [
        json.dumps(
            {"id": f"{number}-{copy}", "text": f"Lot {number}: " + f"The mill {number} was sold. " * 9}
        )
        for number in range(800)
        for copy in "ab"
    ]
    (tmp_path / "feed.jsonl").write_text("\n".join(copies))
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, "report", str(tmp_path / "feed.jsonl"), "-o", str(tmp_path / "report.html")],
        stderr=slave,
        env=ENVIRONMENT,
        preexec_fn=hear_interrupts,
    )
    os.close(slave)
    shown = b""
    while b"comparing versions" not in shown:
        shown += os.read(master, 65536)
    process.send_signal(sent)
    # The terminal's other end is closed once the last process that has it is gone.
    shown = read_to_the_end(master)
    assert process.wait(60) == code
    assert said in shown
    assert [path.name for path in tmp_path.iterdir()] == ["feed.jsonl"]


def test_an_encoding_that_lacks_a_character_does_not_end_the_run() -> None:
    done = run("cluster", DESK, "--level", "near", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert b"articles" in done.stdout


def test_a_failure_has_no_traceback() -> None:
    done = run("cluster", "nowhere.jsonl")
    assert done.returncode == 1
    assert done.stdout == b""
    assert re.fullmatch(r"Error: no such file or folder: nowhere\.jsonl.*\n", done.stderr.decode())


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="no such device")
def test_a_device_is_written_to_as_it_is() -> None:
    done = run("cluster", DESK, "-o", "/dev/stdout", "--format", "csv")
    assert done.stdout.startswith(b'"id","cluster",')
    assert done.returncode == 0


def test_a_terminal_of_no_width_is_one_that_does_not_know() -> None:
    assert b"articles" in run("cluster", DESK, COLUMNS="0").stdout
