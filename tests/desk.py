"""The sample desk, as tests use it."""

from __future__ import annotations

import json
from pathlib import Path

DESK = Path(__file__).parent.parent / "corpora" / "desk"


def rows() -> list[dict[str, str]]:
    """Return the articles of the desk, as their file has them."""
    return [json.loads(line) for line in (DESK / "articles.jsonl").read_text("utf-8").splitlines()]


def gold(field: str = "cluster") -> dict[str, str]:
    """Return the gold cluster of each article, by id: `cluster` at level version, `story` at level story."""
    lines = (DESK / "gold.jsonl").read_text("utf-8").splitlines()
    return {row["id"]: row[field] for row in map(json.loads, lines)}


def text(article: str) -> str:
    """Return the text of one article of the desk."""
    return next(row["text"] for row in rows() if row["id"] == article)


def unrelated(number: int) -> list[dict[str, str]]:
    """Return articles on different stories, one a story, by their ids."""
    stories: dict[str, dict[str, str]] = {}
    of_id = gold("story")
    for row in sorted(rows(), key=lambda row: row["id"]):
        stories.setdefault(of_id[row["id"]], row)
    return list(stories.values())[:number]
