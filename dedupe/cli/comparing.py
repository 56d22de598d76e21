"""What `dedupe diff` and `dedupe timeline` have in common: versions in, one view of their diff out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Protocol

import click

from dedupe.cli.corpus import cluster_option, compare, files_of, read_versions, sources_argument
from dedupe.cli.options import Clustering, Reading, SectionedCommand, clustering_options, reading_options
from dedupe.cli.output import (
    Output,
    all_option,
    as_json,
    asked,
    document_format,
    next_step,
    output_options,
    page,
    write_document,
)

if TYPE_CHECKING:
    from rich.console import Console

    from dedupe.facts import Diff

ASIDE = {"diff": ("timeline", "See how it grew:")}
"""The command that shows another side of the same versions, and what for."""

FORMATS = ("text", "json", "markdown")


class View(Protocol):
    """What a command shows of a diff, in each format."""

    def as_dict(self, diff: Diff) -> dict[str, Any]:
        """Return what JSON holds."""

    def as_markdown(self, diff: Diff, *, every: bool) -> str:
        """Return a Markdown document."""

    def show(self, diff: Diff, console: Console, *, every: bool) -> None:
        """Print it for a person."""


def comparing_command(name: str, view: View, *, text: str, examples: str) -> click.Command:
    """Return the command that compares versions and writes a view of their diff; `text` is its help."""

    @click.command(name, cls=SectionedCommand, help=text, examples=examples)
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
        clustering.settings()
        inputs = files_of(sources)
        kind = document_format(output, FORMATS, inputs)
        diff = compare(read_versions(sources, inputs, cluster, clustering, reading))
        if kind == "json":
            written = as_json(view.as_dict(diff))
        elif kind == "markdown":
            written = view.as_markdown(diff, every=every)
        else:
            written = page(lambda console: view.show(diff, console, every=every), output)
        write_document(written, output)
        if output.for_person and sys.stdout.isatty() and name in ASIDE and len(diff.versions) > 1:
            other, what = ASIDE[name]
            cluster_of = [] if cluster is None else ["--cluster", cluster]
            next_step(what, "dedupe", other, *sources, *cluster_of, *asked())

    return command
