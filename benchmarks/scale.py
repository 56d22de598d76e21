"""Time `dedupe cluster` on corpora that grow, and say how time and memory grow with the articles.

The corpora stay in a folder of the user's choice, for the next time; each is written as a stream. Runs are
whole processes from a cold start. Time is fitted as a power of the articles, memory as a straight line.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
from math import exp, log
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from benchmarks.process import MEGABYTE, CommandError, machine, run
from benchmarks.whole_job import make_corpus, open_corpus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000)
LEVELS = ("near", "version", "story")
FIT_FROM = 30_000  # articles; below, starting Python and importing is a good part of the time


def fit(xs: Sequence[float], ys: Sequence[float]) -> tuple[float, float]:
    """Return the slope and the intercept of the straight line through points with the least squares."""
    count, mean_x, mean_y = len(xs), sum(xs) / len(xs), sum(ys) / len(ys)
    spread = sum((x - mean_x) ** 2 for x in xs)
    if count < 2 or spread == 0:
        raise ValueError(f"a line needs two points that stand apart, got {count}")
    slope = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)) / spread
    return slope, mean_y - slope * mean_x


def growth(points: Sequence[dict[str, float]]) -> dict[str, float] | None:
    """Return how time and memory grow over points of one level; None for fewer than two large enough.

    `exponent` and `seconds_of_a_million` are of the fitted power; `bytes_an_article` and
    `megabytes_at_none` of the fitted line.
    """
    points = [point for point in points if point["articles"] >= FIT_FROM]
    if len(points) < 2:
        return None
    articles = [point["articles"] for point in points]
    exponent, at_one = fit([log(n) for n in articles], [log(point["seconds"]) for point in points])
    megabytes, at_none = fit(articles, [point["peak_megabytes"] for point in points])
    return {
        "exponent": exponent,
        "seconds_of_a_million": exp(at_one + exponent * log(1_000_000)),
        "bytes_an_article": megabytes * MEGABYTE,
        "megabytes_at_none": at_none,
    }


def corpus_of(size: int, preset: str, cache: Path) -> Path:
    """Return the articles file of a corpus in the cache folder, made first where it is not there."""
    folder = cache / f"{preset}-{size}"
    if not (folder / "manifest.json").is_file():  # the last file to be written
        click.echo(f"making {size:,} articles", err=True)
        make_corpus(size, preset, folder)
    return open_corpus(folder).articles


def measure(
    articles: Path, level: str, runs: int, memory: str | None, threads: int | None, room: Path
) -> dict[str, float]:
    """Return the best of some runs: seconds, processor seconds and peak megabytes."""
    command = [sys.executable, "-m", "dedupe", "cluster", str(articles), "--level", level]
    command += ["-o", str(room / "clusters.jsonl")]
    command += ["--memory", memory] if memory else []
    command += ["--threads", str(threads)] if threads else []
    done = [run(command) for _ in range(runs)]
    return {
        "seconds": min(one.seconds for one in done),
        "cpu_seconds": min(one.cpu for one in done),
        "peak_megabytes": max(one.peak for one in done) / MEGABYTE,
    }


# ── The plot ────────────────────────────────────────────────────────────────────────────────────────────────

WIDTH, HEIGHT, LEFT, TOP, GAP = 300, 220, 64, 36, 90  # of a panel and around it, in pixels
COLOURS = {"near": "#0072b2", "version": "#d55e00", "story": "#009e73"}  # told apart by the colour-blind


def plot(levels: dict[str, dict[str, Any]]) -> str:
    """Return an SVG picture of seconds and megabytes over articles, both axes logarithmic."""
    panels = [
        _panel(levels, "seconds", "seconds", LEFT),
        _panel(levels, "peak_megabytes", "peak memory, MB", LEFT + WIDTH + GAP),
    ]
    width, height = 2 * (LEFT + WIDTH) + GAP, HEIGHT + 2 * TOP + 16
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
            f'height="{height}" font-family="sans-serif" font-size="11" fill="#222">',
            f'<rect width="{width}" height="{height}" fill="white"/>',
            *panels,
            "</svg>\n",
        ]
    )


def _panel(levels: dict[str, dict[str, Any]], figure: str, title: str, left: int) -> str:
    points = [point for level in levels.values() for point in level["points"]]
    low_x, high_x = _decades([point["articles"] for point in points])
    low_y, high_y = _decades([point[figure] for point in points])

    def x(value: float) -> float:
        return round(left + WIDTH * (log(value, 10) - low_x) / (high_x - low_x), 1)

    def y(value: float) -> float:
        return round(TOP + HEIGHT * (1 - (log(value, 10) - low_y) / (high_y - low_y)), 1)

    bottom = TOP + HEIGHT
    parts = [f'<text x="{left}" y="{TOP - 14}" font-weight="bold">{title}</text>']
    for power in range(low_x, high_x + 1):
        at = x(10**power)
        parts.append(f'<path d="M{at} {TOP}V{bottom}" stroke="#ddd"/>')
        parts.append(f'<text x="{at}" y="{bottom + 16}" text-anchor="middle">{_short(10**power)}</text>')
    for power in range(low_y, high_y + 1):
        at = y(10**power)
        parts.append(f'<path d="M{left} {at}h{WIDTH}" stroke="#ddd"/>')
        parts.append(f'<text x="{left - 6}" y="{at + 4}" text-anchor="end">{_short(10**power)}</text>')
    parts.append(f'<text x="{left + WIDTH / 2}" y="{bottom + 34}" text-anchor="middle">articles</text>')
    for name, level in levels.items():
        places = [(x(point["articles"]), y(point[figure])) for point in level["points"]]
        line = " ".join(f"{a},{b}" for a, b in places)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{COLOURS[name]}" stroke-width="2"/>')
        parts += [f'<circle cx="{a}" cy="{b}" r="3" fill="{COLOURS[name]}"/>' for a, b in places]
        a, b = places[-1]
        parts.append(f'<text x="{a - 6}" y="{b - 8}" text-anchor="end" fill="{COLOURS[name]}">{name}</text>')
    return "\n".join(parts)


def _decades(values: Sequence[float]) -> tuple[int, int]:
    """Return the powers of ten that hold all values between them."""
    low, high = log(min(values), 10) // 1, -(-log(max(values), 10) // 1)
    return int(low), int(max(high, low + 1))


def _short(value: float) -> str:
    for size, letter in ((1_000_000, "M"), (1_000, "k")):
        if value >= size:
            return f"{value / size:g}{letter}"
    return f"{value:g}"


# ── The command ─────────────────────────────────────────────────────────────────────────────────────────────


def show(results: dict[str, Any], console: Console) -> None:
    """Print a table, and how each level grows."""
    from rich.table import Table

    table = Table(
        title=f"{results['machine']['processor']}, cores: {results['machine']['cores']}", title_justify="left"
    )
    for column in ("level", "articles", "seconds", "articles/s", "peak, MB"):
        table.add_column(column, justify="left" if column == "level" else "right")
    for name, level in results["levels"].items():
        for point in level["points"]:
            table.add_row(
                name,
                f"{point['articles']:,}",
                f"{point['seconds']:.2f}",
                f"{point['articles'] / point['seconds']:,.0f}",
                f"{point['peak_megabytes']:,.0f}",
            )
    console.print(table)
    for name, level in results["levels"].items():
        if (grows := level["growth"]) is not None:
            console.print(
                f"{name}, from {FIT_FROM:,} articles: time grows with the power {grows['exponent']:.2f}, "
                f"memory is {grows['megabytes_at_none']:,.0f} MB "
                f"and {grows['bytes_an_article']:,.0f} bytes an article"
            )
        if level["ended"]:
            console.print(f"{name}: {level['ended']}")


@click.command(context_settings={"show_default": True})
@click.argument("cache", type=click.Path(file_okay=False, path_type=Path))
@click.option("--most", type=click.IntRange(SIZES[0]), default=1_000_000, help="The most articles.")
@click.option(
    "--level", "levels", type=click.Choice(LEVELS), multiple=True, default=("near", "version"), help="Which."
)
@click.option("--preset", type=click.Choice(["default", "near", "reprints"]), default="default")
@click.option("--runs", type=click.IntRange(1), default=1, help="Of each; the best counts.")
@click.option("--memory", help="Handed on to `dedupe cluster`.")
@click.option("--threads", type=click.IntRange(1), help="Handed on to `dedupe cluster`.")
@click.option(
    "--patience", type=float, default=1800.0, help="A run that took more seconds is its level's last."
)
@click.option(
    "--json", "output", metavar="FILE", type=click.Path(dir_okay=False), help="Write the figures too."
)
@click.option("--svg", metavar="FILE", type=click.Path(dir_okay=False), help="Write a picture of them too.")
def main(
    cache: Path,
    most: int,
    levels: tuple[str, ...],
    preset: str,
    runs: int,
    memory: str | None,
    threads: int | None,
    patience: float,
    output: str | None,
    svg: str | None,
) -> None:
    """Time `dedupe cluster` on 10,000 articles and more; CACHE is the folder that keeps the corpora.

    A corpus of a million articles takes 3 GB there and some minutes to make.
    """
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    measured: dict[str, dict[str, Any]] = {level: {"points": [], "ended": None} for level in levels}
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="scale-") as room:
        for size in (size for size in SIZES if size <= most):
            articles = corpus_of(size, preset, cache)
            for level, taken in measured.items():
                if taken["ended"]:
                    continue
                try:
                    point = measure(articles, level, runs, memory, threads, Path(room))
                except CommandError as error:
                    taken["ended"] = f"failed at {size:,} articles: {error}"
                    continue
                taken["points"].append({"articles": size, **point})
                click.echo(f"{size:,} articles, {level}: {point['seconds']:.2f} s", err=True)
                if point["seconds"] > patience:
                    taken["ended"] = f"no more than {size:,} articles: a run took over {patience:g} s"
    for taken in measured.values():
        taken["growth"] = growth(taken["points"])
    from dedupe import __version__

    results = {
        "machine": {**machine(), "load_before": load, "dedupe": __version__},
        "settings": {"preset": preset, "runs": runs, "memory": memory, "threads": threads},
        "levels": measured,
    }
    from rich.console import Console

    show(results, Console(highlight=False, width=None if sys.stdout.isatty() else 120))
    if output is not None:
        Path(output).write_text(json.dumps(results, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    drawn = {level: taken for level, taken in measured.items() if taken["points"]}
    if svg is not None and drawn:
        Path(svg).write_text(plot(drawn), encoding="utf-8")


if __name__ == "__main__":
    main()
