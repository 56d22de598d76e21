"""`dedupe diff`: what each version of a report adds, what all share, where they contradict each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dedupe.cli.comparing import comparing_command

if TYPE_CHECKING:
    from rich.console import Console

    from dedupe.facts import Diff

HELP = """
Show what each version of a report adds.

SOURCE is a file of one article (.txt .md .html, or another format with one row), a folder of
them, or, with --cluster, a corpus. Shows what only one version has, weightiest first, what some
and all share, and where they contradict each other.
"""

EXAMPLES = """
dedupe diff wire.txt paper.txt
dedupe diff feed.jsonl --cluster ferry-evening
dedupe diff feed.jsonl --cluster ferry-evening -o ferry.md
"""


class Facts:
    """The facts, by how many versions have them."""

    def as_dict(self, diff: Diff) -> dict[str, Any]:
        """Return the diff as JSON has it."""
        return diff.to_dict()

    def as_markdown(self, diff: Diff, *, every: bool) -> str:
        """Return the diff as Markdown."""
        from dedupe.report.markdown import markdown_diff

        return markdown_diff(diff, every=every)

    def show(self, diff: Diff, console: Console, *, every: bool) -> None:
        """Print the diff."""
        from dedupe.report.terminal import print_diff

        print_diff(diff, console, every=every)


command = comparing_command("diff", Facts(), text=HELP, examples=EXAMPLES)
