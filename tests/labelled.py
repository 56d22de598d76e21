"""The samples whose news is labelled, and how much of the labels a diff finds.

Counted are characters, white space left out, of each ordered pair of versions. *Found* is what the diff of
all versions of a report calls news of the one that the other lacks.

    precision  share of what is found and decided, that is labelled as added
    recall     share of what is labelled as added, of importance 2 or 3, that is found
    facts      share of the labelled facts of importance 2 or 3 of which more than half is found
    conflicts  share of the labelled contradictions that are reported
    founded    share of the reported contradictions that are labelled

What is labelled as added with importance 1 or as noise is not decided: neither is held against the diff.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import combinations, groupby
from pathlib import Path
from typing import Any

import dedupe

CORPORA = Path(__file__).parent.parent / "corpora"
SAMPLE = CORPORA / "facts"
"""Updates: versions that mostly keep the wording."""
PARAPHRASES, HELD_OUT = CORPORA / "paraphrases" / "tuned", CORPORA / "paraphrases" / "held-out"
"""Versions that say the same in other words."""
LEAST_IMPORTANCE = 2


@dataclass(frozen=True, slots=True)
class Agreement:
    """How a diff agrees with the labels; see the head of this module."""

    precision: float
    recall: float
    f1: float
    facts: float
    conflicts: float
    founded: float


@dataclass(slots=True)
class _Tally:
    found: int = 0
    right: int = 0
    wanted: int = 0
    hit: int = 0
    facts: int = 0
    facts_found: int = 0
    conflicts: int = 0
    conflicts_found: int = 0
    reported: int = 0
    founded: int = 0


def docs(sample: Path = SAMPLE) -> dict[str, dict[str, str]]:
    """Return the articles of a sample by their ids, in the order of the file."""
    return {row["id"]: row for row in _rows(sample / "docs.jsonl")}


def gold(sample: Path = SAMPLE) -> list[dict[str, Any]]:
    """Return the labels: a row for each ordered pair of versions."""
    return _rows(sample / "gold.jsonl")


def reports(sample: Path = SAMPLE) -> dict[str, list[str]]:
    """Return the ids of the versions of each report."""
    grouped = groupby(gold(sample), key=lambda row: row["pair"])
    return {name: list(dict.fromkeys(row["from"] for row in rows)) for name, rows in grouped}


def agreement(sample: Path = SAMPLE) -> Agreement:
    """Compare the versions of every report and hold what is found against the labels."""
    articles, labels = docs(sample), {(row["from"], row["to"]): row for row in gold(sample)}
    tally = _Tally()
    for versions in reports(sample).values():
        diff = dedupe.diff([articles[version] for version in versions])
        for row in (labels[a, b] for a in versions for b in versions if a != b):
            _count_news(tally, diff, row, articles[row["to"]]["text"])
        for a, b in combinations(versions, 2):
            _count_conflicts(tally, diff, labels[a, b])
    precision, recall = tally.right / max(1, tally.found), tally.hit / max(1, tally.wanted)
    return Agreement(
        precision=precision,
        recall=recall,
        f1=2 * precision * recall / max(precision + recall, 1e-9),
        facts=tally.facts_found / max(1, tally.facts),
        conflicts=tally.conflicts_found / max(1, tally.conflicts),
        founded=tally.founded / max(1, tally.reported),
    )


def _count_news(tally: _Tally, diff: dedupe.Diff, row: dict[str, Any], text: str) -> None:
    found = {
        place
        for statement in diff.added(row["to"], against=row["from"])
        for place in range(statement.start, statement.end)
        if not text[place].isspace()
    }
    wanted = {
        place
        for span in row["added"]
        if span["importance"] >= LEAST_IMPORTANCE
        for place in range(span["start"], span["end"])
        if not text[place].isspace()
    }
    wrong = {place for start, end in row["shared"] for place in range(start, end)}
    tally.hit += len(found & wanted)
    tally.right += len(found & wanted)
    tally.found += len(found & (wanted | wrong))
    tally.wanted += len(wanted)
    for span in row["added"]:
        for fact in span["facts"] if span["importance"] >= LEAST_IMPORTANCE else ():
            places = [p for p in range(fact["start"], fact["end"]) if not text[p].isspace()]
            tally.facts += 1
            tally.facts_found += 2 * sum(place in found for place in places) > len(places)


def _count_conflicts(tally: _Tally, diff: dedupe.Diff, row: dict[str, Any]) -> None:
    """Count the contradictions of two versions; `row` is either direction of them."""
    reported = []
    for conflict in diff.conflicts:
        sides = {value.version: (value.start, value.end) for value in conflict.values}
        if row["from"] in sides and row["to"] in sides:
            reported.append((sides[row["from"]], sides[row["to"]]))
    matched = set()
    for label in row["conflicts"]:
        hits = {
            number
            for number, (one, other) in enumerate(reported)
            if overlap(one, label["from"]) and overlap(other, label["to"])
        }
        tally.conflicts += 1
        tally.conflicts_found += bool(hits)
        matched |= hits
    tally.reported += len(reported)
    tally.founded += len(matched)


def overlap(one: tuple[int, int], other: list[int]) -> bool:
    """Tell whether two spans have a character in common."""
    return one[0] < other[1] and other[0] < one[1]


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
