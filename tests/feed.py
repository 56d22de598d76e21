"""Two weeks of a monitor's feed, written and labelled by others than who wrote the rules."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SAMPLE = Path(__file__).parent.parent / "corpora" / "feed"
TUNED, HELD_OUT = SAMPLE / "tuned", SAMPLE / "held-out"


def articles(half: Path) -> list[dict[str, Any]]:
    """Return the articles of one half."""
    return _rows(half / "articles.jsonl")


def labels(half: Path) -> list[dict[str, Any]]:
    """Return the labels of one half, a row an article in the same order."""
    return _rows(half / "gold.jsonl")


def corpus(half: Path) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Return the articles of one half and the cluster of each."""
    return articles(half), {row["id"]: row["cluster"] for row in labels(half)}


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
