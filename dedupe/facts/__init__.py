"""The fact diff: what each version of a report adds, what all share, where they disagree."""

from __future__ import annotations

from dedupe.facts.diff import Diff, diff
from dedupe.facts.many import diff_all
from dedupe.facts.model import Aligned, Conflict, ConflictValue, Fact, Statement

__all__ = ["Aligned", "Conflict", "ConflictValue", "Diff", "Fact", "Statement", "diff", "diff_all"]
