"""`dedupe diff`: what each version of a report adds, what all share, where they contradict each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedupe.cli.comparing import comparing_command
from dedupe.cli.output import as_json, page

if TYPE_CHECKING:
    from dedupe.cli.output import Output
    from dedupe.facts import Diff

HELP = """
Show what each version of a report adds.

SOURCE is a file of one article (.txt .md .html, or another format with one row), a folder of
them, or a corpus: with --cluster, or followed by the ids of two of its articles or more. Shows
what only one version has, weightiest first, what some and all share, and where they contradict
each other.
"""

EXAMPLES = """
dedupe diff wire.txt paper.txt
dedupe diff feed.jsonl --cluster ferry-evening
dedupe diff feed.jsonl ferry-first ferry-evening
dedupe diff feed.jsonl --cluster ferry-evening -o ferry.md
"""


def written(diff: Diff, kind: str, output: Output, every: bool) -> str:
    """Return the diff in a format."""
    if kind == "json":
        return as_json(diff.to_dict())
    if kind == "markdown":
        from dedupe.report.markdown import markdown_diff

        return markdown_diff(diff, every=every)
    from dedupe.report.terminal import print_diff

    return page(lambda console: print_diff(diff, console, every=every), output)


command = comparing_command(
    "diff", written, text=HELP, examples=EXAMPLES, aside=("See how it grew:", "timeline")
)
