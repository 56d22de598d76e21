"""`dedupe cluster`: which articles are versions of one report."""

from __future__ import annotations

import os
import shlex
from typing import TYPE_CHECKING

import click

from dedupe.cli.corpus import files_of, find_clusters, read_corpus, sources_argument
from dedupe.cli.options import (
    Clustering,
    Reading,
    SectionedCommand,
    clustering_options,
    files,
    reading_options,
)
from dedupe.cli.output import (
    TABLES,
    Output,
    all_option,
    asked,
    next_step,
    note,
    output_options,
    page,
    table_format,
    usage,
    write_document,
    write_table,
)
from dedupe.cli.watching import watched

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedupe.found import Found

WIDER = {"near": "version", "version": "story"}
"""The next level up."""

NARROWER = ("level", "threshold", "confidence")
"""Options that a run at the next level up does without."""

LEFT_TO_CLUSTERS = ("level", "threshold", "confidence", "shingle", "num_perm", "seed", "threads")
"""Options that decided on clusters, which are in a file now."""

EXAMPLES = """
dedupe cluster feed/*.jsonl
dedupe cluster feed.csv --text body --level near -o clusters.parquet
zcat feed.jsonl.gz | dedupe cluster - --format csv > clusters.csv
"""


@click.command("cluster", cls=SectionedCommand, examples=EXAMPLES)
@sources_argument
@click.option(
    "--pairs",
    metavar="FILE",
    shell_complete=files,
    help="Write the pairs that the clusters rest on, a row each.",
)
@clustering_options
@reading_options
@output_options(*TABLES)
@all_option
def command(
    sources: tuple[str, ...],
    pairs: str | None,
    clustering: Clustering,
    reading: Reading,
    output: Output,
    every: bool,
) -> None:
    """Find the articles that are versions of one report.

    SOURCE is a file (.jsonl .json .csv .tsv .parquet .arrow .txt .md .html, also .gz or .zst), a
    folder or a glob of them, or - for JSON Lines on standard input.

    Shows the clusters of two articles and more. With -o or --format, writes a row an article:
    id, cluster, size, canonical, relation (to the canonical article), similarity.
    """
    from dedupe.report import count

    clustering.settings()
    inputs = files_of(sources)
    rows_as = table_format(output, inputs)
    pairs_to = Output(pairs, None, json=False)
    pairs_as = table_format(pairs_to, inputs)
    if pairs is not None and os.path.realpath(pairs) == os.path.realpath(output.path or "-"):
        raise usage(f"--pairs and the rest both go to {pairs}: give the pairs a file, such as pairs.csv")

    found = find_clusters(read_corpus(sources, reading, clustering), clustering)
    if pairs is not None:
        write_table(found.pairs, pairs_to, pairs_as)
        note(f"wrote {count(found.pairs.num_rows, 'pair')} to {pairs}")
    if not output.for_person:
        with watched(alone=output.path not in (None, "-")) as (stage, _):
            stage("writing")
            write_table(found.to_arrow(), output, rows_as)
        if output.path not in (None, "-"):
            clusters = count(len(found), "cluster")
            note(f"wrote {count(len(found.articles), 'article')} in {clusters} to {output.path}")
            if len(sources) == 1 and sources[0] != "-" and len(found) < len(found.articles):
                read = [*asked(without=LEFT_TO_CLUSTERS), "-o", "report.html"]
                page_of = ["dedupe", "report", str(output.path), "--corpus", sources[0], *read]
                next_step("Read them side by side:", *page_of)
        return

    from rich.text import Text

    from dedupe.report.terminal import print_clusters

    write_document(page(lambda console: print_clusters(found, console, every=every), output), output)
    hint = Text(f"\n{what_next(found, sources)}", "dim")
    write_document(page(lambda console: console.print(hint, soft_wrap=True), output), output)


def what_next(found: Found, sources: Sequence[str]) -> str:
    """Return what to type next: compare versions where there are any, look wider where there are none."""
    from dedupe.report.legible import legible

    if len(found) < len(found.articles):
        diff = shlex.join(["dedupe", "diff", *sources, "--cluster", found[0].id, *asked()])
        return f"Compare the versions of a report:\n  {legible(diff)}"
    if found.level == "story" or len(found) < 2:
        return "No article repeats another."
    wider = shlex.join(
        ["dedupe", "cluster", *sources, *asked(without=NARROWER), "--level", WIDER[found.level]]
    )
    return f"No article repeats another at this level. Look wider:\n  {legible(wider)}"
