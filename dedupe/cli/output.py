"""Where a result goes and in what form: a person's view or a format for programs, to a file or a pipe."""

from __future__ import annotations

import json
import os
import re
import shlex
import sys
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dedupe.cli import complain
from dedupe.cli.options import OneOf, bundled, files, section

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import pyarrow as pa
    from rich.console import Console

    from dedupe.cli.options import Decorator

PAGE_WIDTH = 80
"""Columns of a person's view in a file."""

TABLES = ("jsonl", "json", "csv", "tsv", "parquet", "arrow")
"""The formats of rows."""

BINARY = ("parquet", "arrow")
"""Formats that no terminal should be sent."""

DOCUMENT_SUFFIXES = {".txt": "text", ".json": "json", ".md": "markdown", ".markdown": "markdown"}
"""The format that a suffix names where the result is not rows."""


@dataclass(frozen=True, slots=True)
class Output:
    """Where to and in what format, as it was typed."""

    path: str | None
    format: str | None
    json: bool

    def __post_init__(self) -> None:
        if self.json and self.format not in (None, "json"):
            raise usage(f"--json and --format {self.format} exclude each other: leave one out")

    @property
    def asked(self) -> str | None:
        """The format that was asked for by name."""
        return "json" if self.json else self.format

    @property
    def for_person(self) -> bool:
        """Whether nothing but a person's view on standard output was asked for."""
        return self.path is None and self.asked is None


def output_options(*formats: str) -> Decorator:
    """Return the decorator that gives a command its output options; `formats` are the choices."""
    option = section("Output")
    return bundled(
        "output",
        Output,
        [
            option(
                "-o",
                "--output",
                "path",
                metavar="FILE",
                shell_complete=files,
                help="Write to a file, in the format of its suffix.",
            ),
            option(
                "--format",
                type=OneOf(formats),
                help="Write in this format; to standard output where -o names no file.",
            ),
            option("--json", is_flag=True, help="The same as --format json."),
        ],
    )


all_option = section("Output")("--all", "every", is_flag=True, help="Shorten no list.")


def usage(message: str) -> click.UsageError:
    """Return an error of wrong usage of the command that runs."""
    return click.UsageError(message, click.get_current_context())


def table_format(output: Output, inputs: Iterable[str]) -> str:
    """Return the format to write rows in, after making sure before a long run that they can be written.

    Raises
    ------
    click.UsageError
        Where nothing tells the format, or the file cannot be made or is one of the inputs.
    """
    from dedupe.articles.sources import COMPRESSIONS
    from dedupe.articles.writing import WRITTEN

    stem, suffix = os.path.splitext(output.path or "")
    if suffix.lower() in COMPRESSIONS:
        suffix = os.path.splitext(stem)[1]
    return _checked(output, WRITTEN.get(suffix.lower()), "jsonl", WRITTEN, inputs)


def document_format(output: Output, formats: Iterable[str], inputs: Iterable[str]) -> str:
    """Return the format to write a document in; otherwise as `table_format`."""
    suffixes = {suffix: name for suffix, name in DOCUMENT_SUFFIXES.items() if name in formats}
    suffix = os.path.splitext(output.path or "")[1].lower()
    return _checked(output, suffixes.get(suffix), "text", suffixes, inputs)


def _checked(
    output: Output, by_suffix: str | None, default: str, suffixes: Mapping[str, str], inputs: Iterable[str]
) -> str:
    """Return the format, and make sure that there is a place for the file."""
    path, kind = output.path, output.asked or by_suffix
    if path in (None, "-"):
        if kind in BINARY and sys.stdout.isatty():
            raise usage(f"{kind} is no text for a terminal: write it to a file, as in -o rows.{kind}")
        return kind or default
    folder, suffix = os.path.dirname(path) or os.curdir, next(iter(suffixes))
    if not path:
        raise usage(f"the file to write has no name: try -o out{suffix}")
    if os.path.isdir(path):
        raise usage(f"{path} is a folder: name a file in it, as in -o {os.path.join(path, f'out{suffix}')}")
    if kind is None:
        stem = os.path.splitext(path)[0]
        raise usage(
            f"cannot tell the format of {path}: try -o {stem}{suffix}; known are {' '.join(suffixes)}"
        )
    if not os.path.isdir(folder):
        raise usage(f"there is no folder {folder} to write to: make it with mkdir -p {folder}")
    if os.path.realpath(path) in map(os.path.realpath, inputs):
        raise usage(f"{path} is one of the inputs: write to another file, such as {_beside(path)}")
    return kind


def _beside(path: str) -> str:
    folder, name = os.path.split(path)
    return os.path.join(folder, f"out-{name}")


def write_table(table: pa.Table, output: Output, format: str) -> None:
    """Write rows to the file or standard output, whole or not at all."""
    from dedupe.articles import write

    write(table, output.path or "-", format)
    _record(output.path)


def write_objects(lots: Iterable[Sequence[bytes]], output: Output, format: str) -> None:
    """Write objects of JSON as they are to the file or standard output, whole or not at all."""
    from dedupe.articles.writing import write_objects

    write_objects(lots, output.path or "-", format)
    _record(output.path)


def write_document(text: str, output: Output) -> None:
    """Write a text to the file or standard output, whole or not at all."""
    from dedupe.articles import WriteError
    from dedupe.articles.writing import destination

    if output.path in (None, "-"):
        click.echo(text, nl=False)
        return
    try:
        with destination(output.path) as place:
            Path(place).write_text(text, encoding="utf-8")
    except OSError as error:
        raise WriteError(f"cannot write {output.path}: {error.strerror or error}") from None
    _record(output.path)


def as_json(value: Any) -> str:
    """Return a value as JSON that people can read too."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def page(draw: Callable[[Console], None], output: Output) -> str:
    """Return a person's view as text: in colour for a terminal, as plain lines for anything else."""
    from rich.console import Console

    if output.for_person:
        console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    else:
        console = Console(file=StringIO(), width=PAGE_WIDTH, color_system=None, force_terminal=False)
    with console.capture() as captured:
        draw(console)
    return re.sub(r" +$", "", captured.get(), flags=re.MULTILINE)


def note(message: str) -> None:
    """Tell a person on standard error what was done."""
    complain(message, label="")


def next_step(what: str, *command: str) -> None:
    """Tell a person who sits at a terminal what to do next, and what to type for it."""
    if sys.stderr.isatty():
        from dedupe.report.legible import legible

        typed = f"\n  {legible(shlex.join(command))}" if command else ""
        plain = os.environ.get("TERM") == "dumb"
        click.secho(f"{legible(what)}{typed}", err=True, dim=None if plain else True)


def asked(*, without: tuple[str, ...] = ()) -> list[str]:
    """Return the options of reading and clustering that were typed, to be typed with another command too."""
    context = click.get_current_context()
    words: list[str] = []
    for option in context.command.get_params(context):
        name = str(option.name)
        typed = context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE
        if typed and getattr(option, "section", "") in ("Reading", "Clustering") and name not in without:
            words += [max(option.opts, key=len), str(context.params[name])]
    return words


def _record(path: str | None) -> None:
    """Remember a file that was written, for the last word of a run that is interrupted."""
    if path not in (None, "-"):
        click.get_current_context().ensure_object(list).append(path)
