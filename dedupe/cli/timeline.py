"""`dedupe timeline`: how a report grew, and which version gives which fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedupe.cli.comparing import comparing_command
from dedupe.cli.output import as_json, page

if TYPE_CHECKING:
    from dedupe.cli.output import Output
    from dedupe.facts import Diff

HELP = """
Tell how a report grew from version to version.

SOURCE is a file of one article (.txt .md .html, or another format with one row), a folder of
them, or a corpus: with --cluster, or followed by the ids of two of its articles or more. For
each version in the order of time, or as given where a date is unknown: what it added to all
before it, what it says otherwise, what it left out. Then the facts and which version gives each.
"""

EXAMPLES = """
dedupe timeline feed.jsonl --cluster ferry-evening
dedupe timeline first.txt update.txt correction.txt
dedupe timeline feed.jsonl --cluster ferry-evening -o ferry.md
"""


def written(diff: Diff, kind: str, output: Output, every: bool) -> str:
    """Return the timeline in a format."""
    if kind == "json":
        return as_json(diff.timeline.to_dict() | {"facts": diff.table.to_dict()["rows"]})
    if kind == "markdown":
        from dedupe.report.markdown import markdown_timeline

        return markdown_timeline(diff, every=every)
    from dedupe.report.terminal import print_timeline

    return page(lambda console: print_timeline(diff, console, every=every), output)


command = comparing_command("timeline", written, text=HELP, examples=EXAMPLES)
