"""`dedupe report`: a page to read, of the clusters and of what their versions say."""

from __future__ import annotations

import os
from pathlib import Path
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
from dedupe.cli.output import next_step, note, usage
from dedupe.cli.rows import rows_with
from dedupe.cli.watching import watched

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedupe.found import Found

EXAMPLES = """
dedupe report feed.jsonl -o report.html
dedupe report feed/*.jsonl --level near --limit 500 -o report.html
dedupe report clusters.csv --corpus feed.jsonl --pairs pairs.csv -o report.html
"""


@click.command("report", cls=SectionedCommand, examples=EXAMPLES)
@sources_argument
@click.option(
    "-o",
    "--output",
    "path",
    metavar="FILE",
    required=True,
    shell_complete=files,
    help="The page, an .html file.",
)
@click.option(
    "--corpus",
    metavar="SOURCE",
    shell_complete=files,
    help="The articles, where SOURCE is a file of clusters that `dedupe cluster -o` wrote.",
)
@click.option(
    "--pairs",
    metavar="FILE",
    shell_complete=files,
    help="With --corpus: pairs that `dedupe cluster --pairs` wrote.",
)
@click.option("--page-title", metavar="TEXT", help="What stands over the page. Default: by the source.")
@click.option(
    "--limit",
    type=click.IntRange(0),
    default=10_000,
    show_default=True,
    help="Clusters on the page at most, the largest first; the rest are counted.",
)
@clustering_options
@reading_options
def command(
    sources: tuple[str, ...],
    path: str,
    corpus: str | None,
    pairs: str | None,
    page_title: str | None,
    limit: int,
    clustering: Clustering,
    reading: Reading,
) -> None:
    """Write an HTML page of clusters and what their versions say.

    SOURCE is a corpus, as for `dedupe cluster`, or with --corpus a file of its clusters. The page
    holds everything it shows and asks nothing of the network: the corpus in numbers, a list to
    search and sort, and for each cluster its versions side by side, with what each adds and where
    they contradict each other.
    """
    import numpy as np

    from dedupe.report import count
    from dedupe.report.page import write_page

    clustering.settings()
    inputs = files_of([*sources, *filter(None, [corpus, pairs])])
    _check_page(path, inputs)
    if pairs is not None and corpus is None:
        raise usage("--pairs goes with --corpus: a corpus by itself is clustered anew")
    if corpus is None:
        found = _clustered(sources, reading, clustering)
    else:
        found = _recorded(sources, corpus, pairs, reading)
    title = page_title or f"Versions of reports in {_named([corpus] if corpus else sources)}"
    with watched() as (stage, told):
        shown = write_page(found, path, title=title, limit=limit, progress=stage, told=told)
    click.get_current_context().ensure_object(list).append(path)
    more = int(np.count_nonzero(np.bincount(found.canonical) > 1)) - shown
    left = f"; {count(more, 'smaller one')} left out by --limit {limit}" if more else ""
    note(f"wrote {count(shown, 'cluster')} to {path}{left}")
    next_step(f"Open it in a browser: {Path(path).absolute().as_uri()}")


def _check_page(path: str, inputs: Sequence[str]) -> None:
    """Make sure before a long run that there is a place for the page."""
    folder = os.path.dirname(path) or os.curdir
    stem, suffix = os.path.splitext(path)
    if os.path.isdir(path):
        raise usage(f"{path} is a folder: name a file in it, as in -o {os.path.join(path, 'report.html')}")
    if suffix.lower() not in (".html", ".htm"):
        raise usage(f"a report is HTML: name the file {stem or 'report'}.html")
    if not os.path.isdir(folder):
        raise usage(f"there is no folder {folder} to write to: make it with mkdir -p {folder}")
    if os.path.realpath(path) in map(os.path.realpath, inputs):
        raise usage(f"{path} is one of the inputs: write to another file")


def _clustered(sources: Sequence[str], reading: Reading, clustering: Clustering) -> Found:
    """Read a corpus and cluster it, unless it is a file of clusters."""
    from dedupe.articles import ReadError
    from dedupe.recorded import ROW_FIELDS

    try:
        return find_clusters(read_corpus(sources, reading, clustering), clustering)
    except ReadError as unread:
        try:
            rows_with(sources[0], ROW_FIELDS, "")
        except (ReadError, click.ClickException):
            raise unread from None
        raise usage(f"{sources[0]} holds clusters, not texts: add --corpus with the articles") from None


def _recorded(sources: Sequence[str], corpus: str, pairs: str | None, reading: Reading) -> Found:
    """Read clusters from a file, and the articles that they are of."""
    from dedupe.found import PAIR_FIELDS
    from dedupe.recorded import ROW_FIELDS, recall

    if len(sources) > 1:
        raise usage("with --corpus name one file of clusters")
    rows = rows_with(sources[0], ROW_FIELDS, "dedupe cluster -o")
    known = rows_with(pairs, PAIR_FIELDS, "dedupe cluster --pairs") if pairs is not None else None
    articles = read_corpus([corpus], reading)
    try:
        return recall(articles, rows, known)
    except ValueError as error:
        raise click.ClickException(f"{sources[0]} does not fit {corpus}: {error}") from None


def _named(sources: Sequence[str]) -> str:
    """Return what a reader calls the sources: their names without folders, the first of many."""
    names = [
        "standard input" if source == "-" else os.path.basename(source.rstrip("/")) for source in sources
    ]
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1:,} more"
