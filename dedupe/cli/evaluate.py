"""`dedupe evaluate`: how well clusters agree with gold clusters."""

from __future__ import annotations

import click

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
from dedupe.cli.rows import clusters_in

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
    found = clusters_in(clusters, "cluster", "dedupe cluster -o writes such files")
    truth = clusters_in(gold, gold_field)
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
