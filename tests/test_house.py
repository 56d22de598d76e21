"""The rooms of the package: each imports what stands above it in CONTRIBUTING.md, or beside it there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "dedupe"
UNDER_ALL = 2
"""Rows at the end of the list that every room may import."""


def rows() -> list[list[str]]:
    """Return the rooms of each row of the list."""
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    found = re.findall(r"^\| (`[^|]+) \|", page, re.MULTILINE)
    return [re.findall(r"`(\w+)/?`", row) for row in found]


def imports(module: Path) -> set[str]:
    """Return the rooms that a module needs to be imported."""
    found = set()
    for node in ast.parse(module.read_text(encoding="utf-8")).body:
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        if names == ["dedupe"]:
            assert isinstance(node, ast.ImportFrom)
            names = [f"dedupe.{alias.name}" for alias in node.names]
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        found |= {name.split(".")[1] for name in names if name.startswith("dedupe.")}
    return found


def room_of(module: Path) -> str:
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


def test_every_room_stands_in_the_list_once() -> None:
    listed = [room for row in rows() for room in row]
    assert len(listed) == len(set(listed))
    there = {room_of(module) for module in PACKAGE.rglob("*.py")}
    assert there - {"__init__", "__main__", "_version"} == set(listed)


@pytest.mark.parametrize("module", sorted(PACKAGE.rglob("*.py")), ids=lambda module: module.stem)
def test_a_module_imports_only_what_stands_above_its_room(module: Path) -> None:
    place = {room: number for number, row in enumerate(rows()) for room in row}
    under = {room for row in rows()[-UNDER_ALL:] for room in row} | {"_version"}
    here = place.get(room_of(module), len(place))
    above = {room for room, number in place.items() if number <= here}
    assert imports(module) <= above | under
