"""`dedupe explain`: why two articles are together, or are not."""

from __future__ import annotations

import click

from dedupe.cli.corpus import check_id, files_of, read_corpus
from dedupe.cli.options import (
    Clustering,
    Reading,
    SectionedCommand,
    clustering_options,
    files,
    reading_options,
)
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
from dedupe.cli.watching import watched

FORMATS = ("text", "json")

EXAMPLES = """
dedupe explain feed.jsonl ferry-first ferry-evening
dedupe explain feed.jsonl ferry-first ferry-evening --json
"""


@click.command("explain", cls=SectionedCommand, examples=EXAMPLES)
@click.argument("corpus", shell_complete=files)
@click.argument("one", metavar="ID1")
@click.argument("other", metavar="ID2")
@clustering_options
@reading_options
@output_options(*FORMATS)
@all_option
def command(
    corpus: str,
    one: str,
    other: str,
    clustering: Clustering,
    reading: Reading,
    output: Output,
    every: bool,
) -> None:
    """Say why two articles are in one cluster, or are not.

    Shows what two articles of CORPUS, given by their ids, are to each other, the measures that
    decided, and the passages that both hold.
    """
    settings = clustering.settings()
    kind = document_format(output, FORMATS, files_of([corpus]))
    if one == other:
        raise usage(f"both ids are {one!r}: name two articles")
    articles = read_corpus([corpus], reading, clustering)
    check_id(articles, one)
    check_id(articles, other)
    from dedupe.explanation import explain

    with watched() as (stage, told):
        explanation = explain(articles, one, other, settings, stage, told)
    if kind == "json":
        write_document(as_json(explanation.to_dict()), output)
        return
    from dedupe.report.terminal import print_explanation

    write_document(page(lambda console: print_explanation(explanation, console, every=every), output), output)
