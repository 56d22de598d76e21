"""Pairs of versions whose contradictions are labelled, and how many of them a diff finds.

    python -m tests.contradictions    what is found in either file, and what falsely

*Of values* are the contradictions of every type but `wording`: an amount, a date, a name. Each counts as
found where a reported contradiction has a side in both spans. What is reported and matches no label is false:
half of the pairs have no contradiction, and all have what looks like one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dedupe
from tests.labelled import overlap

SAMPLE = Path(__file__).parent.parent / "corpora" / "contradictions"
TUNED, HELD_OUT = "tuned.jsonl", "held-out.jsonl"


@dataclass(slots=True)
class Tally:
    """Contradictions labelled and found, those of values among them, and those reported falsely."""

    labelled: int = 0
    found: int = 0
    of_values: int = 0
    of_values_found: int = 0
    false: int = 0

    @property
    def recall(self) -> float:
        """Return the share of the labelled contradictions of values that are found."""
        return self.of_values_found / self.of_values

    @property
    def precision(self) -> float:
        """Return the share of what is found or false that is found."""
        return self.found / max(1, self.found + self.false)


def sides(diff: dedupe.Diff) -> list[list[str]]:
    """Return what the versions disagree on: for each conflict, what each version writes."""
    return [[value.text for value in conflict.values] for conflict in diff.conflicts]


def pairs(name: str) -> list[dict[str, Any]]:
    """Return the labelled pairs of a file."""
    return [json.loads(line) for line in (SAMPLE / name).read_text("utf-8").splitlines()]


def tally(name: str) -> Tally:
    """Compare the two versions of each pair, and hold what is reported against the labels."""
    counted = Tally()
    for row in pairs(name):
        reported = [
            {value.version: (value.start, value.end) for value in conflict.values}
            for conflict in dedupe.diff([{"id": side, **row[side]} for side in "ab"]).conflicts
        ]
        matched = set()
        for label in row["contradictions"]:
            hits = {
                number
                for number, sides in enumerate(reported)
                if all(overlap(sides[side], label[side]) for side in "ab")
            }
            of_values = label["type"] != "wording"
            counted.labelled += 1
            counted.found += bool(hits)
            counted.of_values += of_values
            counted.of_values_found += of_values and bool(hits)
            matched |= hits
        counted.false += len(reported) - len(matched)
    return counted


if __name__ == "__main__":
    for file in (TUNED, HELD_OUT):
        print(file, tally(file))
