"""`dedupe timeline`: how a report grew, and which version gives which fact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dedupe.cli.comparing import comparing_command

if TYPE_CHECKING:
    from rich.console import Console

    from dedupe.facts import Diff

HELP = """
Tell how a report grew from version to version.

SOURCE is a file of one article (.txt .md .html, or another format with one row), a folder of
them, or, with --cluster, a corpus. For each version in the order of time, or as given where a date
is unknown: what it added to all before it, what it says otherwise, what it left out. Then
the facts and which version gives each.
"""

EXAMPLES = """
dedupe timeline feed.jsonl --cluster ferry-evening
dedupe timeline first.txt update.txt correction.txt
dedupe timeline feed.jsonl --cluster ferry-evening -o ferry.md
"""


class Growth:
    """The versions in the order of time, and the table of facts by versions."""

    def as_dict(self, diff: Diff) -> dict[str, Any]:
        """Return the timeline as JSON has it, and the rows of the table of facts."""
        return diff.timeline.to_dict() | {"facts": diff.table.to_dict()["rows"]}

    def as_markdown(self, diff: Diff, *, every: bool) -> str:
        """Return the timeline as Markdown."""
        from dedupe.report.markdown import markdown_timeline

        return markdown_timeline(diff, every=every)

    def show(self, diff: Diff, console: Console, *, every: bool) -> None:
        """Print the timeline."""
        from dedupe.report.terminal import print_timeline

        print_timeline(diff, console, every=every)


command = comparing_command("timeline", Growth(), text=HELP, examples=EXAMPLES)
