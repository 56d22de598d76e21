"""`dedupe unique`: a corpus without its copies."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, BinaryIO, TypeVar

import click

from dedupe.cli.corpus import files_of, find_clusters, read_corpus, sources_argument
from dedupe.cli.options import (
    Clustering,
    OneOf,
    Reading,
    SectionedCommand,
    clustering_options,
    files,
    reading_options,
)
from dedupe.cli.output import (
    TABLES,
    Output,
    asked,
    next_step,
    note,
    output_options,
    table_format,
    usage,
    write_objects,
    write_table,
)
from dedupe.cli.watching import watched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sized

    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from dedupe.articles import Articles
    from dedupe.found import Found
    from dedupe.progress import Told

Lot = TypeVar("Lot", bound="Sized")

ROWS_AT_ONCE = 8192
"""Rows that are written together, some 25 MB of news."""

AT_ONCE = 1 << 20
"""Bytes of standard input that are copied together."""

EXAMPLES = """
dedupe unique feed.jsonl -o unique.jsonl
dedupe unique feed/ --level near --keep earliest -o unique.parquet
dedupe unique today.jsonl --against archive/ -o new.jsonl
"""


@click.command("unique", cls=SectionedCommand, examples=EXAMPLES)
@sources_argument
@click.option(
    "--against",
    "archive",
    multiple=True,
    metavar="SOURCE",
    shell_complete=files,
    help="Leave out too what repeats an article of this source, such as what was delivered before; "
    "may be given several times. None of its articles is written.",
)
@click.option(
    "--keep",
    type=OneOf(("canonical", "earliest")),
    default="canonical",
    show_default=True,
    help="Which article of a cluster stays: the most complete one, or the first by date, those without one "
    "last, and then in the order of the sources.",
)
@clustering_options
@reading_options
@output_options(*TABLES)
def command(
    sources: tuple[str, ...],
    archive: tuple[str, ...],
    keep: str,
    clustering: Clustering,
    reading: Reading,
    output: Output,
) -> None:
    """Write a corpus without its copies.

    Of each cluster the canonical article stays, the most complete one, or the earliest; with --against, of
    each cluster that has no article there. Rows keep their order and all their fields: from JSON to JSON
    each object is copied as it stands, and Parquet and Arrow files of one schema keep it. To another format,
    or from several, rows go as columns of a table: one that holds values of several types becomes text, and
    a field that a row has not is null. The input is never written to.
    """
    import numpy as np
    import pyarrow as pa

    from dedupe.articles.sources import as_it_begins, find
    from dedupe.articles.verbatim import JSON, are_json, batches_again, objects_again, one_schema, places_of
    from dedupe.report import count

    clustering.settings()
    if output.for_person:
        raise usage("where to? name a file, as in -o unique.jsonl")
    rows_as = table_format(output, files_of(sources, archive))
    with standard_input(sources) as stdin:
        inputs = list(map(as_it_begins, find(sources, stdin())))
        objects = rows_as in JSON and are_json(inputs)
        schema = one_schema(inputs, rows_as)
        by_columns = not objects and schema is None
        articles = read_corpus(
            sources, reading, clustering, archive=archive, original=by_columns, stdin=stdin()
        )
        found = find_clusters(articles, clustering)
        new = ~in_archive(found)
        chosen = found.earliest if keep == "earliest" else found.canonical
        kept = new & (chosen == np.arange(len(articles)))
        places = {} if by_columns else places_of(articles, kept)
        inputs = list(map(as_it_begins, find(sources, stdin())))
        with watched(alone=output.path not in (None, "-")) as (stage, told):
            stage("writing")
            if objects:
                lots = objects_again(inputs, places, reading.text)
                write_objects(counted(lots, int(kept.sum()), told), output, rows_as)
            else:
                batches = rows_of(articles, kept) if schema is None else batches_again(inputs, places)
                rows = counted(batches, int(kept.sum()), told)
                table = pa.RecordBatchReader.from_batches(schema or articles.rows.schema, rows)
                write_table(table, output, rows_as)
    of, stay = len(articles) - articles.archived, int(kept.sum())
    copies = int(new.sum()) - stay
    dropped = count(copies, "copy", "copies")
    if archive:
        there = f"{of - stay - copies:,} that stand in the archive of {count(articles.archived, 'article')}"
        dropped = f"{there} and {dropped} of one another,"
    to = "" if output.path in (None, "-") else f" to {output.path}"
    note(f"wrote {stay:,} of {count(of, 'article')}{to}; dropped {dropped} at level {found.level}")
    if to and stay < of:
        next_step("See what was dropped, and for what:", "dedupe", "cluster", *sources, *archive, *asked())


def in_archive(found: Found) -> NDArray[np.bool_]:
    """Tell of each article whether its cluster has one of the archive."""
    import numpy as np

    first = len(found.articles) - found.articles.archived
    there = np.zeros(len(found.articles), np.bool_)
    there[found.canonical[first:]] = True
    return there[found.canonical]


@contextmanager
def standard_input(sources: tuple[str, ...]) -> Iterator[Callable[[], BinaryIO]]:
    """Give what opens standard input to be read from its start, as often as it is asked to."""
    if "-" not in sources:
        yield lambda: sys.stdin.buffer
        return
    from dedupe.articles import ReadError

    with tempfile.TemporaryFile(prefix="dedupe-") as file, ExitStack() as open_ones:
        try:
            shutil.copyfileobj(sys.stdin.buffer, file, AT_ONCE)
        except OSError as error:
            folder, said = tempfile.gettempdir(), error.strerror or str(error)
            raise ReadError(
                f"standard input cannot be copied to {folder} ({said}): set TMPDIR to a folder with room"
            ) from None

        def opened() -> BinaryIO:
            file.seek(0)
            return open_ones.enter_context(open(os.dup(file.fileno()), "rb"))

        yield opened


def rows_of(articles: Articles, kept: NDArray[np.bool_]) -> Iterator[pa.RecordBatch]:
    """Yield the rows where the mask is true as their files had them, a stretch at a time."""
    for _, batch in articles.batches(kept, ROWS_AT_ONCE):
        yield batch
        articles.release()


def counted(lots: Iterable[Lot], of: int, told: Told) -> Iterator[Lot]:
    """Yield the lots of rows, and tell how many there were."""
    seen = 0
    for lot in lots:
        yield lot
        seen += len(lot)
        told(seen, of, "row")
