"""Make the reference: `python -m docs.build`; and the site: `python -m docs.build --site FOLDER`.

The reference is made from what the program says of itself: the commands from click, the library from its
docstrings. A test holds the pages in `reference/` to what this makes. The site needs the extra `docs`
(`pip install -e '.[docs]'`) and nothing from the network.
"""

from __future__ import annotations

import argparse
import inspect
import re
import shutil
import tempfile
from collections import Counter
from dataclasses import is_dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import dedupe
from dedupe.cli import COMMANDS, program

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "docs" / "reference"
MADE = "<!-- Made by `python -m docs.build`: change the program, not this page. -->"

SITE_FOLDERS = ("docs", "corpora", "benchmarks")
"""What the site shows beside the pages at the root: all where they lie in the repository, so links hold."""

VALUES = (
    "dedupe.facts.model.Statement",
    "dedupe.facts.model.Fact",
    "dedupe.facts.model.Aligned",
    "dedupe.facts.model.Conflict",
    "dedupe.facts.model.ConflictValue",
    "dedupe.shared.SharedPassage",
    "dedupe.tuning.Point",
    "dedupe.tuning.Borderline",
    "dedupe.minhash.to_datasketch",
    "dedupe.minhash.from_datasketch",
)
"""What public results hold, and the way to datasketch: not in `dedupe.__all__`, but met by its users."""

PROPERTIES = (property, cached_property)

Table = list[tuple[str, str, str]]


# The commands


def commands_page() -> str:
    """Return the reference of the command line, in Markdown."""
    here = click.Context(program)
    commands = {name: found for name in COMMANDS if (found := program.get_command(here, name))}
    tables = {name: option_tables(command) for name, command in commands.items()}
    same = shared_sections(tables.values())
    pages = [command_text(f"dedupe {name}", commands[name], tables[name], same) for name in tables]
    return "\n".join(
        [
            MADE,
            "",
            "# The commands",
            "",
            plain(program.help),
            "",
            f"`dedupe --version` shows the version, `dedupe --help` the commands: {listed(COMMANDS)}.",
            "Each has `--help` too. A command ends with 0 where it did its work, with 1 where it failed,",
            "with 2 where it was called wrongly, with 130 or 143 where SIGINT or SIGTERM ended it; why",
            "is said in one line on standard error. Results go to standard output, or to the file that",
            "`-o` names.",
            *pages,
            *(line for name, rows in same.items() for line in shared_text(name, rows)),
            "",
        ]
    )


def option_tables(command: click.Command) -> dict[str, Table]:
    """Return the options of a command by their section, each as what is typed, the default and the help."""
    tables: dict[str, Table] = {}
    for option in command.params:
        if isinstance(option, click.Option):
            section = getattr(option, "section", "Options")
            tables.setdefault(section, []).append((typed(option), default_of(option), plain(option.help)))
    return tables


def shared_sections(commands: Iterable[Mapping[str, Table]]) -> dict[str, Table]:
    """Return the sections that several commands have, alike in each: they are told once."""
    found = [(name, tuple(rows)) for tables in commands for name, rows in tables.items()]
    times = Counter(found)
    alike = {name for name, _ in times if len({rows for other, rows in times if other == name}) == 1}
    return {name: list(rows) for (name, rows), count in times.items() if count > 1 and name in alike}


def command_text(
    name: str, command: click.Command, tables: Mapping[str, Table], shared: Mapping[str, Table]
) -> str:
    """Return the part of the page that is on one command."""
    arguments = [each for each in command.params if isinstance(each, click.Argument)]
    usage = " ".join([name, "[OPTIONS]", *(each.metavar or str(each.name).upper() for each in arguments)])
    examples = [line.strip() for line in getattr(command, "examples", "").strip().splitlines()]
    own = [row for section, rows in tables.items() if section not in shared for row in rows]
    more = [f"[{each.lower()}](#{anchor(shared_heading(each))})" for each in tables if each in shared]
    return "\n".join(
        [
            "",
            f"## {name}",
            "",
            "```text",
            usage,
            "```",
            "",
            plain(command.help),
            *table_text(own),
            *(["", f"And the options for {listed(more, quote='')}, below."] if more else []),
            *(["", "For example:", "", "```text", *examples, "```"] if examples else []),
        ]
    )


def shared_heading(section: str) -> str:
    """Return the heading of a section of options that several commands have."""
    return f"Options for {section.lower()}"


def shared_text(section: str, rows: Table) -> list[str]:
    """Return the lines on a section that several commands have."""
    return ["", f"## {shared_heading(section)}", *table_text(rows)]


def table_text(rows: Table) -> list[str]:
    """Return options as the lines of a table."""
    cells = [f"| {option} | {default} | {text} |" for option, default, text in rows]
    return ["", "| Option | Default | What it does |", "|---|---|---|", *cells]


def typed(option: click.Option) -> str:
    """Return an option as it is typed."""
    names = ", ".join(f"`{name}`" for name in sorted(option.opts, key=len))
    if option.is_flag:
        return names
    if isinstance(option.type, click.Choice):
        return f"{names} " + r" \| ".join(f"`{choice}`" for choice in option.type.choices)
    return f"{names} {option.metavar or option.type.name.upper()}"


def default_of(option: click.Option) -> str:
    """Return what holds where an option is not given, as the help shows it."""
    if isinstance(option.show_default, str):
        return option.show_default
    return f"`{option.default}`" if option.show_default else ""


# The library


def library_page() -> str:
    """Return the reference of the library, in Markdown."""
    names = [name for name in dedupe.__all__ if not name.startswith("__")]
    functions = [f"dedupe.{name}" for name in names if not inspect.isclass(getattr(dedupe, name))]
    classes = [f"dedupe.{name}" for name in names if inspect.isclass(getattr(dedupe, name))]
    parts = (("Functions", functions), ("Classes", classes), ("Values that results hold", VALUES))
    lines = [
        MADE,
        "",
        "# The library",
        "",
        "`import dedupe` takes no time: each name is imported from its home when it is first used.",
        "`dedupe.__version__` is the version. What the functions return is frozen: no later call changes it.",
    ]
    for heading, paths in parts:
        lines += ["", f"## {heading}"]
        for path in paths:
            lines += ["", *described(path, found_at(path))]
    return "\n".join([*lines, ""])


def found_at(path: str) -> Any:
    """Return what a dotted name stands for."""
    home, _, name = path.rpartition(".")
    return getattr(import_module(home), name)


def described(path: str, thing: Any) -> Iterator[str]:
    """Yield the lines on a function, or on a class, its properties and its methods."""
    yield f"### {path}"
    yield ""
    calls = not inspect.isclass(thing) or not (is_dataclass(thing) or issubclass(thing, Exception))
    if calls:
        yield from ("```text", signature(path, thing), "```", "")
    yield from prose(thing.__doc__)
    if is_dataclass(thing) and not has_section(thing.__doc__, "Attributes"):
        fields = ", ".join(f"`{field}: {kind}`" for field, kind in fields_of(thing))
        yield from ("", f"Fields: {fields}.")
    for name, member in members(thing):
        yield ""
        if isinstance(member, PROPERTIES):
            yield f"**`.{name}`** — {lowered(plain(inspect.getdoc(member)))}"
        else:
            yield f"**`{signature('.' + name, member, method=True)}`**"
            yield ""
            yield from prose(member.__doc__)


def members(thing: Any) -> list[tuple[str, Any]]:
    """Return the public properties and methods that a class has of its own, in the order of the source."""
    if not inspect.isclass(thing):
        return []
    own = [(name, getattr(value, "__func__", value)) for name, value in vars(thing).items()]
    return [
        (name, value)
        for name, value in own
        if not name.startswith("_") and (inspect.isfunction(value) or isinstance(value, PROPERTIES))
    ]


def fields_of(thing: Any) -> list[tuple[str, str]]:
    """Return the public fields of a dataclass and their types as the source has them."""
    return [(name, str(kind)) for name, kind in thing.__annotations__.items() if not name.startswith("_")]


def signature(name: str, function: Callable[..., Any], *, method: bool = False) -> str:
    """Return how a function is called, a parameter a line where one line is too short."""
    parameters = list(inspect.signature(function).parameters.values())[1 if method else 0 :]
    shown: list[str] = []
    keywords = False
    for each in parameters:
        if each.kind is each.KEYWORD_ONLY and not keywords:
            keywords = True
            if not any(one.kind is one.VAR_POSITIONAL for one in parameters):
                shown.append("*")
        stars = "*" if each.kind is each.VAR_POSITIONAL else "**" if each.kind is each.VAR_KEYWORD else ""
        default = "" if each.default is each.empty else f"={shown_default(each.default)}"
        shown.append(f"{stars}{each.name}{default}")
    line = f"{name}({', '.join(shown)})"
    return line if method or len(line) <= 88 else f"{name}(\n    " + ",\n    ".join(shown) + ",\n)"


def shown_default(value: object) -> str:
    """Return a default as one would type it."""
    return "…" if callable(value) else repr(value)


def prose(docstring: str | None) -> Iterator[str]:
    """Yield a NumPy docstring as Markdown: its sections as headings in bold, their entries as a list."""
    lines = inspect.cleandoc(docstring or "").splitlines()
    section, entries = "", False
    for number, line in enumerate(lines):
        under = lines[number + 1] if number + 1 < len(lines) else ""
        if line and re.fullmatch(r"-{3,}", under.strip()):
            section, entries = line, line in ("Parameters", "Returns", "Raises", "Attributes")
            yield from (f"**{section}**", "")
        elif section and re.fullmatch(r"-{3,}", line.strip()):
            continue
        elif section == "Examples":
            yield f"    {line}" if line else ""
        elif entries and line and not line.startswith(" "):
            name, _, kind = line.partition(" : ")
            yield f"- `{name}`" + (f" ({kind})" if kind else "") + (":" if under.startswith(" ") else "")
        else:
            yield f"  {line.strip()}" if line and entries else line


def has_section(docstring: str | None, name: str) -> bool:
    """Tell whether a NumPy docstring has a section of that name."""
    return re.search(rf"^\s*{name}\n\s*-{{3,}}$", docstring or "", re.MULTILINE) is not None


# Words


def plain(text: str | None) -> str:
    """Return help as paragraphs, each on one line, fit for the cell of a table."""
    paragraphs = inspect.cleandoc(text or "").split("\n\n")
    return "\n\n".join(" ".join(part.split()) for part in paragraphs)


def listed(words: Sequence[str], quote: str = "`") -> str:
    """Return words as a list in a sentence."""
    quoted = [f"{quote}{word}{quote}" for word in words]
    return " and ".join([", ".join(quoted[:-1]), quoted[-1]]) if len(quoted) > 1 else "".join(quoted)


def lowered(sentence: str) -> str:
    """Return a sentence as it goes on after a dash."""
    first, *rest = sentence.split(" ", 1)
    return " ".join([first if first.isupper() else first[:1].lower() + first[1:], *rest])


def anchor(heading: str) -> str:
    """Return the fragment by which a link reaches a heading."""
    return re.sub(r"\s+", "-", re.sub(r"[^\w\s-]", "", heading).strip().lower())


# The files


PAGES: dict[str, Callable[[], str]] = {"commands.md": commands_page, "library.md": library_page}
"""What makes each page of the reference."""


def write_reference(folder: Path = REFERENCE) -> None:
    """Write the pages of the reference."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (folder / name).write_text(page(), encoding="utf-8")


def build_site(folder: Path) -> None:
    """Build the site of all pages, from a copy of them that lies as they do: `docs/site.yml` says how."""
    try:
        from mkdocs.commands.build import build
        from mkdocs.config import load_config
    except ImportError:
        raise SystemExit("building the site needs mkdocs: pip install -e '.[docs]'") from None
    with tempfile.TemporaryDirectory() as pages:
        stage(Path(pages))
        settings = str(ROOT / "docs" / "site.yml")
        build(load_config(settings, docs_dir=pages, site_dir=str(folder.resolve())))


def stage(folder: Path) -> None:
    """Copy the pages and pictures of the repository to a folder, each to its own place."""
    pages = [*ROOT.glob("*.md"), *(path for room in SITE_FOLDERS for path in (ROOT / room).rglob("*.md"))]
    for path in [*pages, *(ROOT / "benchmarks" / "results").glob("*.svg")]:
        target = folder / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def main() -> None:
    """Write the reference or, where asked, build the site from the pages as they stand."""
    parser = argparse.ArgumentParser(prog="python -m docs.build")
    parser.add_argument("--site", type=Path, metavar="FOLDER", help="build the site there, and write no page")
    given = parser.parse_args()
    if given.site:
        build_site(given.site)
    else:
        write_reference()


if __name__ == "__main__":
    main()
