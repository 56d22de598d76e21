"""Completion: what TAB offers, in the shells themselves where they are installed."""

from __future__ import annotations

import os
import pty
import re
import resource
import select
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dedupe.cli import COMMANDS

ROOT = Path(__file__).parent.parent
PATIENCE = 20  # seconds that a shell may take to answer
STYLE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with a corpus, where `dedupe` is the one of this repository."""
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "dedupe"
    program.write_text(
        f'#!/bin/sh\nPYTHONPATH={shlex.quote(str(ROOT))} exec {shlex.quote(sys.executable)} -m dedupe "$@"\n'
    )
    program.chmod(0o755)
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "feed with spaces.jsonl").touch()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("TERM", "xterm")
    return folder


def offered(words: str, **environment: str) -> list[str]:
    """Return what completes the last of some words, by what bash is told."""
    asked = {"COMP_WORDS": words, "COMP_CWORD": str(len(shlex.split(words)) - (words[-1:] != " "))}
    done = subprocess.run(
        ["dedupe"],
        env=os.environ | asked | {"_DEDUPE_COMPLETE": "bash_complete"} | environment,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout.split("\n")[:-1] if done.stdout.strip() else []


@pytest.mark.parametrize(
    ("words", "completions"),
    [
        ("dedupe ", [f"plain,{name}" for name in COMMANDS]),
        ("dedupe ti", ["plain,timeline"]),
        ("dedupe cluster --lev", ["plain,--level"]),
        ("dedupe cluster --level ", ["plain,near", "plain,version", "plain,story"]),
        ("dedupe cluster --level = ne", ["plain,near"]),
        ("dedupe cluster --format p", ["plain,parquet"]),
        ("dedupe cluster feed.jsonl fe", ["file,fe"]),
        ("dedupe report feed.jsonl -o re", ["file,re"]),
        ("dedupe explain fe", ["file,fe"]),
        ("dedupe explain feed.jsonl ferry", []),
        ("dedupe diff feed.jsonl --cluster ", []),
        ("dedupe completion z", ["plain,zsh"]),
        ("dedupe clutser --lev", []),
        ("dedupe cluster --nonsense --lev", ["plain,--level"]),
        ("dedupe cluster --level nearly --memory lots --thr", ["plain,--threshold", "plain,--threads"]),
    ],
)
@pytest.mark.usefixtures("desk")
def test_commands_options_choices_and_files_are_offered(words: str, completions: list[str]) -> None:
    assert offered(words) == completions


@pytest.mark.usefixtures("desk")
def test_no_option_is_offered_twice() -> None:
    assert offered("dedupe cluster --level near --leve") == []


def test_completing_imports_the_command_alone_and_nothing_heavy() -> None:
    code = (
        "import sys, dedupe.cli\n"
        "try:\n    dedupe.cli.main()\n"
        "except SystemExit:\n    print(*sys.modules, file=sys.stderr)"
    )
    asked = {"COMP_WORDS": "dedupe tune --le", "COMP_CWORD": "2", "_DEDUPE_COMPLETE": "bash_complete"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | asked | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    assert done.stdout == "plain,--level\n"
    loaded = set(done.stderr.split())
    assert {"numpy", "pyarrow", "sklearn", "datasketch", "rich"}.isdisjoint(loaded)
    assert {f"dedupe.cli.{name}" for name in COMMANDS} & loaded == {
        "dedupe.cli.tune",
        "dedupe.cli.completion",
    }


@pytest.mark.usefixtures("desk")
def test_completing_is_instant() -> None:
    def seconds() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        offered("dedupe cluster --lev")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    # 0.12 s of the processor; a machine that is busy with other tests takes longer.
    assert min(seconds() for _ in range(5)) < 0.3


# In the shells


def script(shell: str) -> str:
    done = subprocess.run(["dedupe", "completion", shell], capture_output=True, timeout=60, check=True)
    return done.stdout.decode()


def typed(command: list[str], prepare: str, line: str, until: str) -> str:
    """Type a line and TAB in a shell on a terminal; return what it shows, up to what is waited for."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvp(command[0], command)
    shown = ""

    def wait_for(text: str) -> None:
        nonlocal shown
        end = time.monotonic() + PATIENCE
        while text not in shown and time.monotonic() < end:
            if select.select([terminal], [], [], 1)[0]:
                shown = STYLE.sub("", shown + os.read(terminal, 65536).decode("utf-8", "replace"))

    try:
        os.write(terminal, f"{prepare}; echo rea''dy\n".encode())
        wait_for("ready\r\n")
        shown = ""
        os.write(terminal, f"{line}\t".encode())
        wait_for(until)
    finally:
        os.close(terminal)  # which ends the shell
        os.waitpid(pid, 0)
    return shown


LINES = [
    ("dedupe clu", "dedupe cluster "),
    ("dedupe cluster --thresh", "dedupe cluster --threshold "),
    ("dedupe cluster --level sto", "dedupe cluster --level story "),
    ("dedupe cluster --level=sto", "dedupe cluster --level=story "),
    ("dedupe cluster fee", r"dedupe cluster feed\ with\ spaces.jsonl "),
    ("dedupe cluster -o fee", r"dedupe cluster -o feed\ with\ spaces.jsonl "),
]
"""What is typed before TAB, and the line as it stands after."""


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not installed")
@pytest.mark.parametrize(("line", "completed"), LINES)
def test_bash_completes(desk: Path, line: str, completed: str) -> None:
    (desk / "lines.bash").write_text(script("bash"))
    shown = typed(["bash", "--norc", "--noprofile", "-i"], "source ./lines.bash", line, completed)
    assert completed in shown


@pytest.mark.skipif(not shutil.which("zsh"), reason="zsh is not installed")
@pytest.mark.parametrize(("line", "completed"), LINES)
def test_zsh_completes(desk: Path, line: str, completed: str) -> None:
    (desk / "_dedupe").write_text(script("zsh"))
    (desk / "lines.zsh").write_text(
        "autoload -U compinit; compinit -u -D\nsource ./_dedupe\nbindkey '^I' expand-or-complete"
    )
    shown = typed(["zsh", "-f", "-i"], "source ./lines.zsh", line, completed)
    assert completed in shown


@pytest.mark.skipif(not shutil.which("fish"), reason="fish is not installed")
@pytest.mark.parametrize(("line", "completed"), LINES)
def test_fish_completes(desk: Path, line: str, completed: str) -> None:
    (desk / "lines.fish").write_text(script("fish"))
    done = subprocess.run(
        ["fish", "--no-config", "-c", f"source lines.fish; complete -C {shlex.quote(line)}"],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    # Told are the words that may stand where the last one stands.
    assert [each.partition("\t")[0] for each in done.stdout.splitlines()] == shlex.split(completed)[-1:]
