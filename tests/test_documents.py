"""The documents: their examples do what they show, their links lead somewhere, the reference is whole."""

from __future__ import annotations

import inspect
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

import dedupe
from dedupe.cli import COMMANDS, program
from docs.build import PAGES, REFERENCE, VALUES, anchor, found_at, members
from tests.examples import Session, agrees, blocks, examples

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
MARKDOWN = sorted(
    {*DOCUMENTS, *ROOT.glob("*.md"), ROOT / "corpora" / "README.md", ROOT / "benchmarks" / "README.md"}
)
RUN = ("console", "python")
NOT_RUN = ("text", "json")

pure = os.environ.get("DEDUPE_PURE") == "1"


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def with_examples() -> list[Path]:
    return [path for path in DOCUMENTS if any(examples(path.read_text(encoding="utf-8")))]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder that holds the sample corpus where a clone has it."""
    for sample in ("desk", "facts"):
        shutil.copytree(ROOT / "corpora" / sample, tmp_path / "corpora" / sample)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("desk")
@pytest.mark.skipif(
    pure, reason="the examples show one engine's work; that both give the same is tested elsewhere"
)
@pytest.mark.parametrize("path", with_examples(), ids=name)
def test_the_examples_of_a_page_print_what_it_shows(path: Path) -> None:
    session = Session()
    for example in examples(path.read_text(encoding="utf-8")):
        printed = session.run(example)
        if example.shown is not None:
            where = f"{name(path)}:{example.line}: {example.code}"
            assert agrees(example.shown, printed), f"{where}\nshown:\n{example.shown}\nprinted:\n{printed}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_every_block_is_run_or_says_why_not(path: Path) -> None:
    for block in blocks(path.read_text(encoding="utf-8")):
        known = block.left_out or block.language in (*RUN, *NOT_RUN)
        assert known, f"{name(path)}:{block.line}: a block in {block.language!r} that nothing runs"


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        ("wrote 2 pairs", "wrote 2 pairs\n", True),
        ("wrote 2 pairs", "wrote 3 pairs\n", False),
        ("a …\nz", "a b\nc\nz", True),
        ("a … z", "a b", False),
        ("a … b … z", "a z", False),
        ("aba…aba", "abaaba", True),
        ("aba…aba", "aba", False),
        ("…", "", True),
    ],
)
def test_an_ellipsis_stands_for_any_text(shown: str, printed: str, same: bool) -> None:
    assert agrees(shown, printed) is same


def test_a_session_is_read_as_commands_and_what_each_prints() -> None:
    page = "```console\n$ one\nout\n$ two\n```\n\n```python\nprint(1)\n```\n\n```text\n1\n```\n"
    assert [(each.code, each.shown, each.line) for each in examples(page)] == [
        ("one", "out\n", 2),
        ("two", "", 4),
        ("print(1)\n", "1\n", 7),
    ]


def headings(path: Path) -> set[str]:
    text = re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    return {anchor(heading) for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}


def links(path: Path) -> list[str]:
    code = re.compile(r"^```.*?^```$|`[^`\n]*`", re.MULTILINE | re.DOTALL)
    text = code.sub("", path.read_text(encoding="utf-8"))
    return [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]


@pytest.mark.parametrize("path", MARKDOWN, ids=name)
def test_links_lead_to_files_and_headings_that_are_there(path: Path) -> None:
    for link in links(path):
        file, _, heading = link.partition("#")
        target = path.parent / file if file else path
        assert target.exists(), f"{name(path)} links to {link}"
        if heading:
            assert heading in headings(target), f"{name(path)} links to {link}"


@pytest.mark.parametrize("page", PAGES)
def test_the_reference_is_what_the_program_says_of_itself(page: str) -> None:
    stands = (REFERENCE / page).read_text(encoding="utf-8")
    assert stands == PAGES[page](), f"{page} is stale: run python -m docs.build"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_option_has_help_and_an_example(command: str) -> None:
    found = program.get_command(click.Context(program), command)
    assert found is not None
    assert found.help
    assert f"dedupe {command} " in found.examples
    for option in found.params:
        assert isinstance(option, click.Argument) or option.help, f"dedupe {command} {option.opts}"


def public() -> list[str]:
    return [*(f"dedupe.{each}" for each in dedupe.__all__ if not each.startswith("__")), *VALUES]


@pytest.mark.parametrize("path", public())
def test_every_public_name_says_what_it_is_for(path: str) -> None:
    thing = found_at(path)
    undocumented = f"{thing.__name__}("  # what a dataclass is given where it has no docstring
    assert thing.__doc__
    assert not thing.__doc__.startswith(undocumented)
    for member, value in members(thing):
        assert inspect.getdoc(value), f"{path}.{member}"


@pytest.mark.parametrize("path", [each for each in public() if inspect.isfunction(found_at(each))])
def test_every_parameter_of_a_public_function_is_explained(path: str) -> None:
    function = found_at(path)
    parameters, _, _ = inspect.getdoc(function).partition("\n\nReturns\n")
    explained = re.findall(r"[\w*]+", " ".join(re.findall(r"^[\w*, ]+?(?= :|$)", parameters, re.MULTILINE)))
    for each in inspect.signature(function).parameters:
        assert each in {word.lstrip("*") for word in explained}, f"{path} does not explain {each}"


def rows_of_figures(path: Path) -> dict[str, list[str]]:
    """Return the cells of the rows that begin with a tool and its version, without bold type."""
    row = re.compile(r"^\| \**(\w[\w-]+ \d[\d.]*)\** \|(.+)\|$", re.MULTILINE)
    tables: dict[str, list[str]] = {}
    for tool, cells in row.findall(path.read_text(encoding="utf-8")):
        tables.setdefault(tool, [cell.strip() for cell in cells.split("|")])
    return tables


def test_the_comparison_repeats_the_figures_of_the_benchmarks() -> None:
    measured = rows_of_figures(ROOT / "benchmarks" / "README.md")
    repeated = rows_of_figures(ROOT / "docs" / "comparison.md")
    assert len(repeated) == 7
    for tool, figures in repeated.items():
        seconds, _, _, _, peak, *quality = measured[tool]
        assert figures == [seconds, peak, *quality], tool


@pytest.mark.skipif(pure, reason="once is enough")
def test_the_site_is_built_whole_and_asks_nothing_of_the_network(tmp_path: Path) -> None:
    pytest.importorskip("material", reason="the extra docs is not installed")
    build = [sys.executable, "-m", "docs.build", "--site", str(tmp_path)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "docs" / "tutorial.html").exists()
    fetched = re.compile(r"<(?:script|link|img)\b[^>]*?(?:src|href)=\"?(?:https?:)?//")
    for page in tmp_path.rglob("*.html"):
        assert not fetched.search(page.read_text("utf-8")), page
