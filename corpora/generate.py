"""Write a news corpus of any size whose duplicates are known: articles, gold clusters, exact similarities.

What it makes, and how, is in the package `synthetic` beside this file.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

if __package__ in (None, ""):  # run as a script: this folder's parent is not on the path
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from corpora.synthetic.corpus import Corpus
from corpora.synthetic.files import write
from corpora.synthetic.settings import KINDS, PRESETS, Settings
from corpora.synthetic.similarity import jaccards

__all__ = ["KINDS", "PRESETS", "Corpus", "Settings", "jaccards", "main", "write"]


def _span(_: click.Context, parameter: click.Parameter, value: str | None) -> tuple[float, ...] | None:
    try:
        return None if value is None else tuple(float(part) for part in value.split(":"))
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a range; write it as 0.5:0.95") from None


def _mix(_: click.Context, parameter: click.Parameter, value: str | None) -> dict[str, float] | None:
    try:
        if value is None:
            return None
        return {kind: float(share) for kind, share in (part.split("=") for part in value.split(","))}
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a mix; write it as near=0.7,exact=0.3") from None


@click.command(
    context_settings={"show_default": True},
    epilog="\b\nExample:\n  python corpora/generate.py -n 100000 -o made --mix near=0.7,exact=0.3",
)
@click.option("-n", "--articles", type=click.IntRange(1), default=10_000, help="How many articles.")
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Folder to write to.",
)
@click.option("--seed", type=click.IntRange(0), default=1, help="Same seed, same bytes.")
@click.option(
    "--format", type=click.Choice(["jsonl", "parquet"]), default="jsonl", help="Of the articles file."
)
@click.option(
    "--preset",
    type=click.Choice(list(PRESETS)),
    default="default",
    help="Settings that the options below change.",
)
@click.option(
    "--duplicates", type=float, help="Share of the articles that are copies or issues of a template."
)
@click.option(
    "--mix",
    callback=_mix,
    help=f"Shares of the kinds of copy, as near=0.7,exact=0.3. Kinds: {', '.join(KINDS[1:])}.",
)
@click.option(
    "--jaccard",
    callback=_span,
    help="Jaccard of near copies with their original, LOW:HIGH or LOW:LIKELIEST:HIGH.",
)
@click.option(
    "--cluster-size", type=float, help="Mean size of clusters of two or more, the original counted."
)
@click.option("--largest", type=int, help="Size that no cluster exceeds.")
@click.option("--noise", callback=_span, help="Share of the words that an ocr copy misreads, LOW:HIGH.")
@click.option("--cut", type=float, help="Share of the ocr copies that are abridged too.")
@click.option(
    "--processes",
    type=click.IntRange(1),
    help="That make articles; the files do not depend on it. Default: one a processor, one for few articles.",
)
def main(
    articles: int,
    output: Path,
    seed: int,
    format: str,
    preset: str,
    processes: int | None,
    **given: Any,
) -> None:
    """Write a news corpus whose duplicates are known."""
    try:
        chosen = {name: value for name, value in given.items() if value is not None}
        settings = replace(PRESETS[preset], articles=articles, seed=seed, **chosen)
        bar = click.progressbar(
            length=articles, label="articles", file=sys.stderr, hidden=not sys.stderr.isatty()
        )
        with bar:
            manifest = write(settings, output, format=format, processes=processes, progress=bar.update)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    click.echo(
        f"{articles} articles, {manifest['clusters']['of two or more']} clusters of two or more in {output}",
        err=True,
    )


if __name__ == "__main__":
    main()
