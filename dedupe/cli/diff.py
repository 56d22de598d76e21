"""`dedupe diff`: what each version of a report adds, what all share, where they contradict each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dedupe.cli.corpus import cluster_option, compare, files_of, read_versions, sources_argument
from dedupe.cli.options import Clustering, Reading, SectionedCommand, clustering_options, reading_options
from dedupe.cli.output import (
    Output,
    all_option,
    as_json,
    document_format,
    output_options,
    page,
    write_document,
)

if TYPE_CHECKING:
    from dedupe.facts import Diff

FORMATS = ("text", "json", "markdown")

EXAMPLES = """
dedupe diff wire.txt paper.txt
dedupe diff feed.jsonl --cluster ferry-evening
dedupe diff feed.jsonl --cluster ferry-evening -o ferry.md
"""


@click.command("diff", cls=SectionedCommand, examples=EXAMPLES)
@sources_argument
@cluster_option
@clustering_options
@reading_options
@output_options(*FORMATS)
@all_option
def command(
    sources: tuple[str, ...],
    cluster: str | None,
    clustering: Clustering,
    reading: Reading,
    output: Output,
    every: bool,
) -> None:
    """Show what each version of a report adds.

    SOURCE is a file of one article (.txt .md .html, or another format with one row), a folder of
    them, or, with --cluster, a corpus. Shows what only one version has, weightiest first, what some
    and all share, and where they contradict each other.
    """
    clustering.settings()
    inputs = files_of(sources)
    kind = document_format(output, FORMATS, inputs)
    versions = read_versions(sources, inputs, cluster, clustering, reading)
    diff = compare(versions)
    write_document(_written(diff, kind, output, every=every), output)


def _written(diff: Diff, kind: str, output: Output, *, every: bool) -> str:
    if kind == "json":
        return as_json(diff.to_dict())
    if kind == "markdown":
        from dedupe.report.markdown import markdown_diff

        return markdown_diff(diff, every=every)
    from dedupe.report.terminal import print_diff

    return page(lambda console: print_diff(diff, console, every=every), output)
