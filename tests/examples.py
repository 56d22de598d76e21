"""The examples in the documents: found in Markdown, run as a reader would run them, held to what is shown.

A block fenced with ```console is a session: lines after `$ ` are commands, the lines below each what it
prints. One fenced with ```python is run as it stands, and where a ```text block follows it at once, that is
what it prints. The blocks of a page run in order, in one folder, and the Python ones in one session. `…`
stands for any text, such as times and what is too long to show. A block that cannot be run here has a
comment `<!-- not run: why -->` above it.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from click.testing import CliRunner

from dedupe.cli import program

if TYPE_CHECKING:
    from collections.abc import Iterator

FENCE = re.compile(
    r"(?P<left_out><!-- not run: .+? -->\n+)?^```(?P<language>\w*)\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
SHELL_ONLY = re.compile(r"[|<>;&$*`]|^(?!dedupe\b)")
"""What needs a shell: the rest is run in this process, which spares it the time to start and to import."""


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of a page: its language, its lines, the line it begins on, whether it is to be run."""

    language: str
    body: str
    line: int
    left_out: bool
    follows: bool


@dataclass(frozen=True, slots=True)
class Example:
    """Something to run, and what it prints; None where the page does not say."""

    language: str
    code: str
    shown: str | None
    line: int


def blocks(page: str) -> Iterator[Block]:
    """Yield the fenced blocks of a page; `follows`: nothing stands between it and the one before."""
    before = -1
    for found in FENCE.finditer(page):
        between = page[before : found.start()] if before >= 0 else "text"
        line = page.count("\n", 0, found.start("language")) + 1
        yield Block(found["language"], found["body"], line, bool(found["left_out"]), not between.strip())
        before = found.end()


def examples(page: str) -> Iterator[Example]:
    """Yield what a page would have its reader run, in order."""
    found: list[Block | None] = [*blocks(page), None]
    for block, after in pairwise(found):
        if block is None or block.left_out:
            continue
        if block.language == "python":
            prints = after is not None and after.language == "text" and after.follows
            yield Example("python", block.body, after.body if after and prints else None, block.line)
        elif block.language == "console":
            yield from commands(block)


def commands(block: Block) -> Iterator[Example]:
    """Yield the commands of a session, each with what it prints."""
    parts = re.split(r"^\$ ", block.body, flags=re.MULTILINE)
    line = block.line + 1
    for part in parts[1:]:
        command, _, shown = part.partition("\n")
        yield Example("console", command, shown, line)
        line += part.count("\n")


class Session:
    """A reader at work in a folder: the current one."""

    def __init__(self) -> None:
        self.names: dict[str, Any] = {"__name__": "__main__"}

    def run(self, example: Example) -> str:
        """Return what an example prints, errors too; an exception in Python is raised."""
        if example.language == "python":
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                exec(compile(example.code, f"<line {example.line}>", "exec"), self.names)
            return printed.getvalue()
        if SHELL_ONLY.search(example.code):
            return shell(example.code)
        arguments = shlex.split(example.code)[1:]
        return CliRunner().invoke(program, arguments, prog_name="dedupe").output


def shell(command: str) -> str:
    """Return what a shell command prints; `dedupe` and `python` are those of this environment."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", command],
        env={**os.environ, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    return done.stdout


def agrees(shown: str, printed: str) -> bool:
    """Tell whether what was printed is what the page shows, where `…` stands for any text."""
    first, *rest = squared(shown).split("…")
    text = squared(printed)
    if not rest:
        return first == text
    *middle, last = rest
    place = len(first)
    if not (text.startswith(first) and text.endswith(last) and place + len(last) <= len(text)):
        return False
    end = len(text) - len(last)
    for part in middle:
        place = text.find(part, place, end)
        if place < 0:
            return False
        place += len(part)
    return True


def squared(text: str) -> str:
    """Return text without the spaces and empty lines that no reader sees."""
    return "\n".join(line.rstrip() for line in text.splitlines()).strip("\n")
