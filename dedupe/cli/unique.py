"""`dedupe unique`: a corpus without its copies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dedupe.cli.corpus import files_of, find_clusters, read_corpus, sources_argument
from dedupe.cli.options import Clustering, Reading, SectionedCommand, clustering_options, reading_options
from dedupe.cli.output import (
    TABLES,
    Output,
    asked,
    next_step,
    note,
    output_options,
    table_format,
    usage,
    write_table,
)
from dedupe.cli.watching import watched
from dedupe.progress import untold

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from dedupe.articles import Articles
    from dedupe.progress import Told

AT_ONCE = 8192
"""Rows that are written together, some 25 MB of news."""

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
    their fields, as columns of a table: one that holds values of several types becomes text, and a field
    that a row of JSON has not is null. The input is never written to.
    """
    import numpy as np

    from dedupe.report import count

    clustering.settings()
    if output.for_person:
        raise usage("where to? name a file, as in -o unique.jsonl")
    rows_as = table_format(output, files_of(sources))
    articles = read_corpus(sources, reading, clustering, original=True)
    found = find_clusters(articles, clustering)
    kept = found.canonical == np.arange(len(articles))
    with watched(alone=output.path not in (None, "-")) as (stage, told):
        stage("writing")
        write_table(rows_of(articles, kept, told), output, rows_as)
    stay = int(kept.sum())
    dropped = f"{count(len(articles) - stay, 'copy', 'copies')} at level {found.level}"
    to = "" if output.path in (None, "-") else f" to {output.path}"
    note(f"wrote {stay:,} of {count(len(articles), 'article')}{to}; dropped {dropped}")
    if to and stay < len(articles):
        next_step("See what was dropped, and for what:", "dedupe", "cluster", *sources, *asked())


def rows_of(articles: Articles, kept: NDArray[np.bool_], told: Told = untold) -> pa.RecordBatchReader:
    """Return the rows where the mask is true as their files had them, a stretch at a time."""
    import pyarrow as pa

    def batches() -> Iterator[pa.RecordBatch]:
        seen = 0
        for number, batch in articles.batches(kept, AT_ONCE):
            yield batch
            seen += number
            articles.release()
            told(seen, len(kept), "row")

    return pa.RecordBatchReader.from_batches(articles.rows.schema, batches())
