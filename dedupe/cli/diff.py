"""`dedupe diff`: what each version of a report adds, what all share, where they contradict each other."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click

from dedupe.cli import complain
from dedupe.cli.corpus import check_id, files_of, find_clusters, progress, read_corpus, sources_argument
from dedupe.cli.options import Clustering, Reading, SectionedCommand, clustering_options, reading_options
from dedupe.cli.output import (
    Output,
    all_option,
    as_json,
    document_format,
    output_options,
    page,
    usage,
    write_document,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedupe.articles import Article
    from dedupe.facts import Diff

FORMATS = ("text", "json", "markdown")

EXAMPLES = """
dedupe diff wire.txt paper.txt
dedupe diff feed.jsonl --cluster ferry-evening
dedupe diff feed.jsonl --cluster ferry-evening -o ferry.md
"""


@click.command("diff", cls=SectionedCommand, examples=EXAMPLES)
@sources_argument
@click.option(
    "--cluster", metavar="ID", help="The cluster of this article, of a corpus that is clustered first."
)
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
    if cluster is None:
        versions = _one_a_file(sources, inputs, reading)
    else:
        articles = read_corpus(sources, reading)
        check_id(articles, cluster)
        versions = find_clusters(articles, clustering)[cluster].articles
        if len(versions) == 1:
            complain(f"{cluster} has no other version at level {clustering.level}", label="Warning: ")
    with progress() as stage:
        stage("comparing")
        diff = _compared(versions)
    write_document(_written(diff, kind, output, every=every), output)


def _one_a_file(sources: Sequence[str], inputs: Sequence[str], reading: Reading) -> tuple[Article, ...]:
    """Read the articles of files that hold one each."""
    from dedupe.report import count

    articles = read_corpus(sources, reading)
    if len(articles) > len(inputs):
        held = count(len(articles), "article")
        listed = shlex.join(["dedupe", "cluster", *sources])
        raise usage(f"{held} in {count(len(inputs), 'file')}: add --cluster ID; for the ids: {listed}")
    if len(articles) < 2:
        raise usage("diff compares versions: name two files or more, or a corpus and --cluster ID")
    return tuple(articles)


def _compared(versions: Sequence[Article]) -> Diff:
    from dedupe.facts import diff

    return diff(versions)


def _written(diff: Diff, kind: str, output: Output, *, every: bool) -> str:
    if kind == "json":
        return as_json(diff.to_dict())
    if kind == "markdown":
        from dedupe.report.markdown import markdown_diff

        return markdown_diff(diff, every=every)
    from dedupe.report.terminal import print_diff

    return page(lambda console: print_diff(diff, console, every=every), output)
