"""`dedupe evaluate`: how well clusters agree with gold clusters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dedupe.cli.options import SectionedCommand
from dedupe.cli.output import (
    Output,
    as_json,
    document_format,
    output_options,
    page,
    write_document,
)

if TYPE_CHECKING:
    import pyarrow as pa

FORMATS = ("text", "json")

EXAMPLES = """
dedupe evaluate clusters.csv gold.jsonl
dedupe evaluate clusters.csv gold.jsonl --gold-field story --json
"""


@click.command("evaluate", cls=SectionedCommand, examples=EXAMPLES)
@click.argument("clusters")
@click.argument("gold")
@click.option(
    "--gold-field",
    metavar="FIELD",
    default="cluster",
    show_default=True,
    help="Field of GOLD that names the cluster.",
)
@click.option("--ignore-missing", is_flag=True, help="Compare only the articles that both files know.")
@output_options(*FORMATS)
def command(clusters: str, gold: str, gold_field: str, ignore_missing: bool, output: Output) -> None:
    """Compare clusters with gold clusters.

    CLUSTERS and GOLD are files of rows with id and cluster, in any format, such as `dedupe cluster
    -o` writes. Prints precision, recall and F1 of pairs and of B-cubed, and the adjusted Rand index.
    """
    from dedupe.cli.corpus import files_of
    from dedupe.evaluation import DifferentArticlesError, evaluate

    kind = document_format(output, FORMATS, files_of([clusters, gold]))
    try:
        scores = evaluate(
            rows_of(clusters, "cluster", "name it cluster"),
            rows_of(gold, gold_field, "name it with --gold-field"),
            ignore_missing=ignore_missing,
        )
    except DifferentArticlesError as error:
        raise click.ClickException(f"{error}; to compare what both know: --ignore-missing") from None
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    if kind == "json":
        write_document(as_json(scores.to_dict()), output)
        return
    from dedupe.report.terminal import print_scores

    write_document(page(lambda console: print_scores(scores, console), output), output)


def rows_of(path: str, field: str, remedy: str) -> pa.Table:
    """Read the id and cluster of each row of a file, both as strings."""
    import pyarrow as pa

    from dedupe.articles import reading
    from dedupe.articles.columns import as_text
    from dedupe.articles.fields import column_for
    from dedupe.articles.sources import find

    pieces = []
    for source in find([path]):
        for rows in reading.rows_of([source], None):
            if rows.problems:
                raise click.ClickException(str(rows.problems[0]))
            if not rows.columns.num_rows:
                continue
            names = rows.columns.column_names
            id_field = column_for("id", names)
            if id_field is None or field not in names:
                lacking = "id" if id_field is None else field
                hint = "" if id_field is None else f"; {remedy}"
                raise click.ClickException(
                    f"{source.path} has no field {lacking!r}{hint}; its fields are: {', '.join(names)}"
                )
            columns = [as_text(rows.columns[name]) for name in (id_field, field)]
            if any(column.null_count for column in columns):
                raise click.ClickException(
                    f"{source.path} has rows without {id_field} or {field}: fill them in"
                )
            pieces.append(pa.table(columns, names=["id", "cluster"]))
    return (
        pa.concat_tables(pieces)
        if pieces
        else pa.table({"id": pa.array([], pa.string()), "cluster": pa.array([], pa.string())})
    )
