"""How clusters agree with gold, for a terminal: scores, what went wrong, and which threshold suits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from dedupe.report import count
from dedupe.report.legible import legible
from dedupe.report.outline import title_of
from dedupe.report.terminal import GAP, ID_WIDTH, print_heading, print_rest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from dedupe.evaluation import Scores
    from dedupe.mistakes import Mistakes
    from dedupe.tuning import Tuning

MISTAKES_SHOWN = 5
PARTS_SHOWN = 4
IDS_SHOWN = 3
SWEEP_WIDTH = 64  # columns that all figures of a sweep take; a narrower terminal gets those that decide
"""How much of each list is shown unless all is asked for."""


def print_scores(scores: Scores, console: Console) -> None:
    """Print how clusters agree with gold clusters."""
    console.print(
        Text.assemble(
            (count(scores.articles, "article"), "bold"),
            f" · {count(scores.clusters, 'cluster')} found · {scores.gold_clusters:,} in gold",
        )
    )
    console.print()
    table = Table(box=None, padding=(0, 3, 0, 0), pad_edge=False, header_style="dim")
    table.add_column("")
    for name in ("precision", "recall", "F1"):
        table.add_column(name, justify="right")
    table.add_row("pairs", *(f"{value:.4f}" for value in (scores.precision, scores.recall, scores.f1)))
    b_cubed = (scores.b_cubed_precision, scores.b_cubed_recall, scores.b_cubed_f1)
    table.add_row("B-cubed", *(f"{value:.4f}" for value in b_cubed))
    table.add_row("adjusted Rand", "", "", f"{scores.ari:.4f}")
    console.print(table)
    for side, clusters, figure in (
        ("gold", scores.gold_clusters, "recall"),
        ("found", scores.clusters, "precision"),
    ):
        if clusters == scores.articles:
            console.print(
                Text(f"no two articles are together in {side}: {figure} of pairs says nothing", "dim")
            )


def print_mistakes(mistakes: Mistakes, console: Console, *, every: bool = False) -> None:
    """Print which relations were lost and made up, and the clusters that went wrong most."""
    for name, shares in (
        ("recall, by relation in gold", mistakes.recall),
        ("precision, by relation found", mistakes.precision),
    ):
        if shares:
            console.print()
            table = Table(box=None, padding=(0, 3, 0, 0), pad_edge=False, header_style="dim")
            table.add_column(name)
            for column in ("articles", "right", "share"):
                table.add_column(column, justify="right")
            for share in shares:
                table.add_row(
                    Text(legible(share.relation)),
                    f"{share.articles:,}",
                    f"{share.right:,}",
                    f"{share.share:.4f}",
                )
            console.print(table)
    for title, clusters in (
        ("Merged: clusters that gold takes apart", mistakes.merged),
        ("Split: clusters of gold not found whole", mistakes.split),
    ):
        if clusters:
            print_heading(console, f"{title} ({len(clusters):,})")
            shown = clusters if every else clusters[:MISTAKES_SHOWN]
            table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
            table.add_column("pairs", justify="right")
            table.add_column("articles", justify="right")
            table.add_column("its parts", overflow="fold")
            for each in shown:
                table.add_row(f"{each.pairs:,}", f"{each.articles:,}", _parts(each.parts, every=every))
            console.print(table)
            if len(shown) < len(clusters):
                print_rest(console, count(len(clusters) - len(shown), "more cluster"))


def _parts(parts: Sequence[Sequence[str]], *, every: bool) -> Text:
    """Return the articles of a cluster's parts by id, a line a part."""
    lines = []
    for part in parts if every else parts[:PARTS_SHOWN]:
        names = part if every else part[:IDS_SHOWN]
        more = f" and {len(part) - len(names):,} more" if len(names) < len(part) else ""
        lines.append(f"{', '.join(map(legible, names))}{more}")
    if not every and len(parts) > PARTS_SHOWN:
        lines.append(f"and {count(len(parts) - PARTS_SHOWN, 'more part')}")
    return Text("\n").join(Text(line) for line in lines)


def advice(tuning: Tuning) -> list[str]:
    """Return what a sweep says to do, in two sentences."""
    best, as_is = tuning.best, tuning.default
    before = f"F1 {as_is.f1:.4f} as it is"
    if tuning.gain <= 0:
        return [f"No {tuning.measure} that was tried does better than {before}."]
    return [
        f"Best: {tuning.measure} {best.bar:g} with F1 {best.scores.f1:.4f}, {tuning.gain:.4f} over {before}.",
        "The labels that chose it also judge it, so expect less: chosen on half of the gold clusters and "
        f"judged on the other half it gains {tuning.gain_left_out:+.4f}.",
    ]


def print_tuning(tuning: Tuning, console: Console) -> None:
    """Print a sweep over thresholds or confidences, which does best, and the pairs nearest to the default."""
    console.print(
        Text.assemble(
            (count(tuning.default.articles, "article"), "bold"),
            f" · {count(tuning.default.gold_clusters, 'cluster')} in gold",
            (f" · level {tuning.level}", "dim"),
        )
    )
    console.print()
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    narrow = console.width < SWEEP_WIDTH
    table.add_column(tuning.measure, justify="right", overflow="fold", min_width=5)
    for name in (
        ("F1", "wrong", "lost") if narrow else ("clusters", "precision", "recall", "F1", "wrong", "lost")
    ):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("")
    moved = tuning.default_bar not in [point.bar for point in tuning.points]
    rows = [(point.bar, f"{point.bar:g}", point.scores) for point in tuning.points]
    if moved:
        rows.append((tuning.default_bar, "rules", tuning.default))
    for bar, name, scores in sorted(rows, key=lambda row: row[0]):
        marks = ["default"] * (bar == tuning.default_bar) + ["best"] * (
            bar == tuning.best.bar and tuning.gain > 0
        )
        figures = (f"{value:.4f}" for value in (scores.precision, scores.recall, scores.f1))
        counts = (f"{value:,}" for value in (scores.wrong_pairs, scores.lost_pairs))
        cells = [f"{scores.clusters:,}", *figures, *counts]
        table.add_row(name, *cells[3 * narrow :], ", ".join(marks), style="bold" if marks else None)
    console.print(table)
    console.print(Text("wrong and lost: pairs of articles put together, or kept apart, against gold", "dim"))
    console.print()
    for line in advice(tuning):
        console.print(Text(line))
    print_heading(console, f"Pairs nearest to the default {tuning.measure}, wrong ones first")
    if not tuning.borderline:
        console.print(Text("none was measured", "dim"))
    ids = [legible(article.id) for pair in tuning.borderline for article in (pair.a, pair.b)]
    id_width = min(max(map(cell_len, ids), default=0), ID_WIDTH, console.width // 3)
    table = Table.grid(padding=(0, GAP, 0, 0), pad_edge=False)
    table.add_column(width=5)
    table.add_column(width=len("wrongly joined"))
    table.add_column(width=id_width, overflow="fold", style="cyan")
    table.add_column(max_width=console.width - id_width - 27, no_wrap=True, overflow="ellipsis")
    for pair in tuning.borderline:
        verdict = ("wrongly " if pair.wrong else "") + ("joined" if pair.joined else "apart")
        style = "bold red" if pair.wrong else "dim"
        said = (Text(f"{pair.bar:.3f}"), Text(verdict, style))
        table.add_row(*said, Text(legible(pair.a.id)), Text(title_of(pair.a)))
        table.add_row("", "", Text(legible(pair.b.id)), Text(title_of(pair.b)))
    console.print(table)
