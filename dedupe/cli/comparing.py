"""What `dedupe diff` and `dedupe timeline` have in common: versions in, what is made of their diff out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from dedupe.cli.corpus import (
    articles_named,
    cluster_option,
    compare,
    files_of,
    ids_after,
    read_corpus,
    read_versions,
    sources_argument,
)
from dedupe.cli.options import Clustering, Reading, SectionedCommand, clustering_options, reading_options
from dedupe.cli.output import (
    Output,
    all_option,
    asked,
    document_format,
    next_step,
    output_options,
    usage,
    write_document,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from dedupe.facts import Diff

    Written = Callable[[Diff, str, Output, bool], str]
    """What a command makes of a diff: in this format, for this output, every item of a list or the first."""

FORMATS = ("text", "json", "markdown")

LIMIT = 12
"""Different texts that are compared unless others are asked for: as many as on the page of a report."""


def comparing_command(
    name: str, written: Written, *, text: str, examples: str, aside: tuple[str, str] | None = None
) -> click.Command:
    """Return the command that compares versions and writes what it makes of their diff.

    `text` is its help; `aside` what else there is to see of the same versions, and the command that shows it.
    """

    @click.command(name, cls=SectionedCommand, help=text, examples=examples)
    @sources_argument
    @cluster_option
    @click.option(
        "--limit",
        type=click.IntRange(0),
        default=LIMIT,
        show_default=True,
        help="Different texts to compare at most, the first of them; 0 for all. Copies do not count.",
    )
    @clustering_options
    @reading_options
    @output_options(*FORMATS)
    @all_option
    def command(
        sources: tuple[str, ...],
        cluster: str | None,
        limit: int,
        clustering: Clustering,
        reading: Reading,
        output: Output,
        every: bool,
    ) -> None:
        clustering.settings()
        named, ids = ids_after(sources)
        inputs = files_of(named)
        kind = document_format(output, FORMATS, inputs)
        if ids:
            asked_for = f"{name} compares versions: after a corpus name two ids or more, or --cluster ID"
            if cluster is not None:
                raise usage(asked_for)
            versions = articles_named(read_corpus(named, reading), ids, named)
            if len(versions) < 2:
                raise usage(asked_for)
        else:
            versions = read_versions(sources, inputs, cluster, clustering, reading)
        diff = compare(versions, limit)
        write_document(written(diff, kind, output, every), output)
        if output.for_person and sys.stdout.isatty() and aside and len(diff.versions) > 1:
            what, other = aside
            cluster_of = [] if cluster is None else ["--cluster", cluster]
            limited = [] if limit == LIMIT else ["--limit", str(limit)]
            next_step(what, "dedupe", other, *sources, *cluster_of, *limited, *asked())

    return command
