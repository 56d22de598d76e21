"""`dedupe unique`: a corpus without its copies."""

from __future__ import annotations

import click

from dedupe.cli.corpus import files_of, find_clusters, read_corpus, sources_argument
from dedupe.cli.options import Clustering, Reading, SectionedCommand, clustering_options, reading_options
from dedupe.cli.output import TABLES, Output, note, output_options, table_format, usage, write_table

EXAMPLES = """
dedupe unique feed.jsonl -o unique.jsonl
dedupe unique feed/ --level near -o unique.parquet
"""


@click.command("unique", cls=SectionedCommand, examples=EXAMPLES)
@sources_argument
@clustering_options
@reading_options
@output_options(*TABLES)
def command(sources: tuple[str, ...], clustering: Clustering, reading: Reading, output: Output) -> None:
    """Write a corpus without its copies.

    Of each cluster the canonical article stays, the most complete one. Rows keep their order and all
    their fields. The input is never written to.
    """
    import numpy as np

    from dedupe.report.outline import count

    clustering.settings()
    if output.for_person:
        raise usage("where to? name a file, as in -o unique.jsonl")
    rows_as = table_format(output, files_of(sources))
    articles = read_corpus(sources, reading)
    found = find_clusters(articles, clustering)
    kept = np.flatnonzero(found.canonical == np.arange(len(articles)))
    write_table(articles.original.take(kept), output, rows_as)
    dropped = f"{count(len(articles) - len(kept), 'copy', 'copies')} at level {found.level}"
    to = "" if output.path in (None, "-") else f" to {output.path}"
    note(f"wrote {len(kept):,} of {count(len(articles), 'article')}{to}; dropped {dropped}")
