"""`dedupe tune`: which threshold suits a corpus whose clusters are known."""

from __future__ import annotations

import os
import shlex

import click

from dedupe.cli.corpus import files_of, read_corpus
from dedupe.cli.options import (
    Clustering,
    Reading,
    SectionedCommand,
    clustering_options,
    files,
    gold_field_option,
    reading_options,
)
from dedupe.cli.output import (
    Output,
    as_json,
    asked,
    document_format,
    note,
    output_options,
    page,
    usage,
    write_document,
)
from dedupe.cli.rows import clusters_in
from dedupe.cli.watching import watched

FORMATS = ("text", "json")

EXAMPLES = """
dedupe tune feed.jsonl gold.csv --level near
dedupe tune feed.jsonl gold.csv --plot curves.svg
dedupe tune feed.jsonl gold.jsonl --level story --gold-field story --json
"""


@click.command("tune", cls=SectionedCommand, examples=EXAMPLES)
@click.argument("corpus", shell_complete=files)
@click.argument("gold", shell_complete=files)
@gold_field_option
@click.option("--ignore-missing", is_flag=True, help="Compare only the articles that GOLD names.")
@click.option("--plot", metavar="FILE", shell_complete=files, help="Draw the curves to an .svg file.")
@clustering_options
@reading_options
@output_options(*FORMATS)
def command(
    corpus: str,
    gold: str,
    gold_field: str,
    ignore_missing: bool,
    plot: str | None,
    clustering: Clustering,
    reading: Reading,
    output: Output,
) -> None:
    """Show how well each threshold would cluster a corpus.

    GOLD is a file of rows with id and cluster. Tries Jaccard thresholds at level near, confidences at
    level version and story, and shows precision, recall and F1 of pairs for each, which one does best,
    and the pairs nearest to the default.
    """
    settings = clustering.settings()
    inputs = files_of([corpus, gold])
    kind = document_format(output, FORMATS, inputs)
    if plot is not None:
        _check_plot(plot, output, inputs)
    articles = read_corpus([corpus], reading, clustering)
    from dedupe.evaluation import DifferentArticlesError
    from dedupe.tuning import tune

    try:
        with watched() as (stage, told):
            tuning = tune(
                articles,
                clusters_in(gold, gold_field),
                settings,
                ignore_missing=ignore_missing,
                progress=stage,
                told=told,
            )
    except DifferentArticlesError as error:
        raise click.ClickException(f"{error}; to compare what both know: --ignore-missing") from None
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    if plot is not None:
        from dedupe.report.curves import draw_tuning

        write_document(draw_tuning(tuning), Output(plot, None, json=False))
        note(f"drew the curves to {plot}")
    if kind == "json":
        write_document(as_json(tuning.to_dict()), output)
        return
    from rich.text import Text

    from dedupe.report.agreement import print_tuning
    from dedupe.report.legible import legible

    write_document(page(lambda console: print_tuning(tuning, console), output), output)
    if tuning.gain > 0:
        bar = [f"--{tuning.measure}", f"{tuning.best.bar:g}"]
        again = ["dedupe", "cluster", corpus, *asked(without=("threshold", "confidence")), *bar]
        hint = Text(f"\nTry it:\n  {legible(shlex.join(again))}", "dim")
        write_document(page(lambda console: console.print(hint, soft_wrap=True), output), output)


def _check_plot(plot: str, output: Output, inputs: list[str]) -> None:
    """Make sure before a long run that a picture can be written there."""
    folder = os.path.dirname(plot) or os.curdir
    if os.path.splitext(plot)[1].lower() != ".svg":
        raise usage(f"--plot draws SVG: name the file {os.path.splitext(plot)[0]}.svg")
    if not os.path.isdir(folder):
        raise usage(f"there is no folder {folder} to draw to: make it with mkdir -p {folder}")
    if os.path.realpath(plot) in map(os.path.realpath, [*inputs, output.path or plot + "-"]):
        raise usage(f"--plot would write over {plot}: name another file")
