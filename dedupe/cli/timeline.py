"""`dedupe timeline`: how a report grew, and which version gives which fact."""

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
dedupe timeline feed.jsonl --cluster ferry-evening
dedupe timeline first.txt update.txt correction.txt
dedupe timeline feed.jsonl --cluster ferry-evening -o ferry.md
"""


@click.command("timeline", cls=SectionedCommand, examples=EXAMPLES)
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
    """Tell how a report grew from version to version.

    SOURCE is a file of one article (.txt .md .html, or another format with one row), a folder of
    them, or, with --cluster, a corpus. For each version in the order of time, or as given where a date
    is unknown: what it added to all before it, what it says otherwise, what it left out. Then
    the facts and which version gives each.
    """
    clustering.settings()
    inputs = files_of(sources)
    kind = document_format(output, FORMATS, inputs)
    versions = read_versions(sources, inputs, cluster, clustering, reading)
    write_document(_written(compare(versions), kind, output, every=every), output)


def _written(diff: Diff, kind: str, output: Output, *, every: bool) -> str:
    if kind == "json":
        return as_json(diff.timeline.to_dict() | {"facts": diff.table.to_dict()["rows"]})
    if kind == "markdown":
        from dedupe.report.markdown import markdown_timeline

        return markdown_timeline(diff, every=every)
    from dedupe.report.terminal import print_timeline

    return page(lambda console: print_timeline(diff, console, every=every), output)
