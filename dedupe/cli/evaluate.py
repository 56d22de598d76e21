"""`dedupe evaluate`: how well clusters agree with gold clusters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dedupe.cli.misuse import closest
from dedupe.cli.options import SectionedCommand, files, gold_field_option
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
    import pyarrow as pa

FORMATS = ("text", "json")

MISTAKES_TOLD = 20
"""Merged and split clusters that JSON holds unless all are asked for."""

EXAMPLES = """
dedupe evaluate clusters.csv gold.jsonl
dedupe evaluate clusters.csv gold.jsonl --gold-field story --json
"""


@click.command("evaluate", cls=SectionedCommand, examples=EXAMPLES)
@click.argument("clusters", shell_complete=files)
@click.argument("gold", shell_complete=files)
@gold_field_option
@click.option("--ignore-missing", is_flag=True, help="Compare only the articles that both files know.")
@output_options(*FORMATS)
@all_option
def command(
    clusters: str, gold: str, gold_field: str, ignore_missing: bool, output: Output, every: bool
) -> None:
    """Compare clusters with gold clusters.

    CLUSTERS and GOLD are files of rows with id and cluster, in any format, such as `dedupe cluster
    -o` writes. Prints precision, recall and F1 of pairs and of B-cubed, the adjusted Rand index,
    recall and precision by relation where the rows name it, and the clusters that went wrong most.
    """
    from dedupe.cli.corpus import files_of
    from dedupe.evaluation import DifferentArticlesError, evaluate
    from dedupe.mistakes import find_mistakes

    kind = document_format(output, FORMATS, files_of([clusters, gold]))
    found = rows_of(clusters, "cluster", "dedupe cluster -o writes such files")
    truth = rows_of(gold, gold_field)
    try:
        scores = evaluate(found, truth, ignore_missing=ignore_missing)
        mistakes = find_mistakes(found, truth)
    except DifferentArticlesError as error:
        raise click.ClickException(f"{error}; to compare what both know: --ignore-missing") from None
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    if kind == "json":
        told = mistakes.to_dict(None if every else MISTAKES_TOLD)
        write_document(as_json({**scores.to_dict(), **told}), output)
        return
    from dedupe.report.agreement import print_mistakes, print_scores

    write_document(page(lambda console: print_scores(scores, console), output), output)
    write_document(page(lambda console: print_mistakes(mistakes, console, every=every), output), output)


def rows_of(path: str, field: str, remedy: str = "") -> pa.Table:
    """Read the id and cluster of each row of a file, and the relation where rows have it, as strings.

    `remedy` is what to do where no field has that name; by default to name another with --gold-field.
    """
    import pyarrow as pa

    from dedupe.articles import reading
    from dedupe.articles.columns import as_text
    from dedupe.articles.fields import column_for
    from dedupe.articles.sources import find

    def nothing(rows: int) -> pa.Array:
        return pa.nulls(rows, pa.string())

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
                other = closest(field, names) or "FIELD"
                hint = "" if id_field is None else f"; {remedy or f'try --gold-field {other}'}"
                raise click.ClickException(
                    f"{source.path} has no field {lacking!r}{hint}; its fields are: {', '.join(names)}"
                )
            columns = [as_text(rows.columns[name]) for name in (id_field, field)]
            if any(column.null_count for column in columns):
                raise click.ClickException(
                    f"{source.path} has rows without {id_field} or {field}: fill them in"
                )
            relation = as_text(rows.columns["relation"]) if "relation" in names else nothing(len(columns[0]))
            pieces.append(pa.table([*columns, relation], names=["id", "cluster", "relation"]))
    return (
        pa.concat_tables(pieces)
        if pieces
        else pa.table([nothing(0)] * 3, names=["id", "cluster", "relation"])
    )
