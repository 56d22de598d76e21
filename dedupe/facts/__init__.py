"""The fact diff: what each version of a report adds, what all share, where they disagree."""

from __future__ import annotations

from dedupe.facts.diff import Diff, diff
from dedupe.facts.many import diff_all
from dedupe.facts.model import (
    Aligned,
    Cell,
    Conflict,
    ConflictValue,
    Correction,
    Fact,
    Revision,
    Row,
    Statement,
)
from dedupe.facts.table import FactTable
from dedupe.facts.timeline import Timeline

__all__ = [
    "Aligned",
    "Cell",
    "Conflict",
    "ConflictValue",
    "Correction",
    "Diff",
    "Fact",
    "FactTable",
    "Revision",
    "Row",
    "Statement",
    "Timeline",
    "diff",
    "diff_all",
]
