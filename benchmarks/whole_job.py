"""Time the whole job, from a file of articles to a file of clusters, and judge its answer by a known truth.

Every run is a process of its own, started cold. The process that starts them and prints the figures stays
small: a child's `ru_maxrss` begins at the size its parent had when it was started.
"""

from __future__ import annotations

import builtins
import importlib
import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console
    from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # run as a script, or from another folder

from benchmarks.process import MEGABYTE, ROOT, UNIT_OF_MAXRSS, processor

GENERATOR = ROOT / "corpora" / "generate.py"
NEAR_JACCARD = 0.7  # the default threshold of level near, and the one the true pairs are chosen by
START_UP = "start-up and imports"


# ── In a process of its own ─────────────────────────────────────────────────────────────────────────────────


class Stopwatch:
    """Seconds by stage, with the time that stages spend importing modules left out."""

    def __init__(self) -> None:
        self.stages: dict[str, float] = {}
        self._stage: str | None = None
        self._began = 0.0
        self._importing = 0.0
        self._inside_import = False
        self._import = builtins.__import__
        builtins.__import__ = self._timed_import

    def begin(self, stage: str) -> None:
        """End the stage that runs and begin another."""
        self.end()
        self._stage, self._began = stage, self._now()

    def end(self) -> None:
        """End the stage that runs, if one does."""
        if self._stage is not None:
            self.stages[self._stage] = self.stages.get(self._stage, 0.0) + self._now() - self._began
            self._stage = None

    def _now(self) -> float:
        return time.perf_counter() - self._importing

    def _timed_import(self, *arguments: Any, **named: Any) -> Any:
        """Import as before, timing the outermost import only: those within it are part of it."""
        if self._inside_import:
            return self._import(*arguments, **named)
        self._inside_import, began = True, time.perf_counter()
        try:
            return self._import(*arguments, **named)
        finally:
            self._importing += time.perf_counter() - began
            self._inside_import = False


def run_job(articles: str, rows: str, pairs: str, level: str, threads: int | None) -> dict[str, Any]:
    """Do the whole job once: read articles, cluster them, write a row an article.

    Returns
    -------
    dict
        `stages`, seconds by name; `peak`, bytes; `aside`, the seconds after the job in which the
        pairs were written for `judge`; and the facts of the engine.
    """
    watch = Stopwatch()
    import resource

    import dedupe

    read, cluster, write = dedupe.read, dedupe.cluster, dedupe.write
    watch.begin("reading")
    corpus = read(articles)
    watch.begin("preparing")
    found = cluster(corpus, level=level, threshold=NEAR_JACCARD, threads=threads, progress=watch.begin)
    watch.begin("writing")
    write(found.to_arrow(), rows)
    watch.end()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * UNIT_OF_MAXRSS

    began = time.perf_counter()
    write(found.pairs, pairs)
    from dedupe.kernels import engine
    from dedupe.threads import available_threads

    return {
        "stages": watch.stages,
        "peak": peak,
        "articles": len(corpus),
        "cores": available_threads(),
        "engine": engine,
        "versions": {
            name: importlib.import_module(name).__version__ for name in ("numpy", "pyarrow", "dedupe")
        },
        "aside": time.perf_counter() - began,
    }


def judge(rows: str, clusters: str, found_pairs: str, true_pairs: str, level: str) -> dict[str, Any]:
    """Compare the clusters with the true ones, and at level near the pairs with the true pairs.

    True pairs are those of one true cluster whose exact Jaccard reaches the threshold. Issues of a
    template belong to no cluster, so a pair of them is wrong however alike they are.
    """
    import dedupe
    from benchmarks import truth

    clusters_found, clusters_true = (
        {row["id"]: row["cluster"] for row in _records(path)} for path in (rows, clusters)
    )
    scores = dedupe.evaluate(clusters_found, clusters_true)
    quality: dict[str, Any] = {"clusters": scores.to_dict()}
    if level == "near":
        true = {
            frozenset((row["a"], row["b"]))
            for row in _records(true_pairs)
            if row["jaccard"] >= NEAR_JACCARD and row["kind"] != "template"
        }
        quality["pairs"] = truth.compare(truth.found_pairs(Path(found_pairs)), true)
    return quality


def _records(path: str) -> Iterable[dict[str, Any]]:
    with open(path, encoding="utf-8") as file:
        yield from map(json.loads, file)


def in_fresh_process(function: str, *arguments: object) -> tuple[Any, float]:
    """Call a function of this module in a new process.

    Returns
    -------
    result
        What the function returned.
    seconds : float
        From before the process was started until it had ended.

    Raises
    ------
    click.ClickException
        Where the process failed; the message is the last line it wrote.
    """
    call = (
        "import json, sys; from benchmarks import whole_job;"
        f"print(json.dumps(whole_job.{function}(*json.loads(sys.argv[1]))))"
    )
    began = time.perf_counter()
    # From the root, so that the package beside this file is the one measured.
    ended = subprocess.run(
        [sys.executable, "-c", call, json.dumps(arguments)], cwd=ROOT, capture_output=True, text=True
    )
    seconds = time.perf_counter() - began
    if ended.returncode:
        raise click.ClickException(f"{function} failed: {_last_line(ended)}")
    return json.loads(ended.stdout), seconds


def _last_line(ended: subprocess.CompletedProcess[str]) -> str:
    lines = ended.stderr.strip().splitlines()
    if ended.returncode < 0:
        lines.append(
            f"ended by {signal.Signals(-ended.returncode).name}; too little memory ends it by SIGKILL"
        )
    return lines[-1] if lines else f"exit code {ended.returncode}"


# ── The corpus ──────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Corpus:
    """Where the files of a made corpus are, and the settings it was made with."""

    articles: Path
    clusters: Path
    pairs: Path
    settings: dict[str, Any]


def make_corpus(articles: int, preset: str, folder: Path) -> Corpus:
    """Make a corpus in a folder; in a process of its own, so that this one stays small."""
    ended = subprocess.run(
        [sys.executable, str(GENERATOR), "-n", str(articles), "--preset", preset, "-o", str(folder)],
        capture_output=True,
        text=True,
    )
    if ended.returncode:
        raise click.ClickException(f"corpora/generate.py failed: {_last_line(ended)}")
    return open_corpus(folder)


def open_corpus(folder: Path) -> Corpus:
    """Return a corpus that `corpora/generate.py` wrote."""
    remedy = f"make a corpus with: python corpora/generate.py -n 10000 -o {folder}"
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        files = {kind: (folder / name).resolve() for kind, name in manifest["files"].items()}
        corpus = Corpus(**files, settings=manifest["settings"])
    except FileNotFoundError:
        raise click.UsageError(f"{folder} holds no manifest.json; {remedy}") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise click.UsageError(f"{folder / 'manifest.json'} is not one of a made corpus; {remedy}") from None
    for file in files.values():
        if not file.is_file():
            raise click.UsageError(f"{folder} holds no {file.name}; {remedy}")
    return corpus


# ── The figures ─────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure over the runs."""

    median: float
    min: float
    max: float

    @classmethod
    def of(cls, values: Iterable[float]) -> Spread:
        """Return the spread of one value a run."""
        values = list(values)
        return cls(median(values), min(values), max(values))


def measure(corpus: Corpus, level: str, threads: int | None, runs: int, room: Path) -> dict[str, Any]:
    """Run the job `runs` times, writing to a folder, and return the figures as JSON has them."""
    rows, pairs = room / "rows.jsonl", room / "pairs.jsonl"
    reports, walls = [], []
    for _ in range(runs):
        report, seconds = in_fresh_process(
            "run_job", str(corpus.articles), str(rows), str(pairs), level, threads
        )
        reports.append(report)
        walls.append(seconds - report["aside"])
        report["stages"][START_UP] = walls[-1] - sum(report["stages"].values())
    quality, _ = in_fresh_process(
        "judge", str(rows), str(corpus.clusters), str(pairs), str(corpus.pairs), level
    )
    first = reports[0]
    stages = {
        name: Spread.of(report["stages"].get(name, 0.0) for report in reports) for name in first["stages"]
    }
    whole = sum(stage.median for stage in stages.values())
    size = corpus.articles.stat().st_size / MEGABYTE
    return {
        "machine": {
            "processor": processor(),
            "cores": first["cores"],
            "engine": first["engine"],
            "python": platform.python_version(),
            **first["versions"],
        },
        "settings": {
            "articles": first["articles"],
            "megabytes": size,
            "level": level,
            "threshold": NEAR_JACCARD,
            "threads": threads or first["cores"],
            "runs": runs,
            "corpus": corpus.settings,
        },
        "speed": {
            "seconds": asdict(Spread.of(walls)),
            "articles_per_second": asdict(Spread.of(first["articles"] / wall for wall in walls)),
            "megabytes_per_second": asdict(Spread.of(size / wall for wall in walls)),
            "peak_megabytes": asdict(Spread.of(report["peak"] / MEGABYTE for report in reports)),
        },
        # Shares are of the sum of the medians, so that they add up to 1 whatever the runs.
        "stages": {
            name: {"seconds": asdict(stage), "share": stage.median / whole} for name, stage in stages.items()
        },
        "quality": quality,
    }


def show(figures: dict[str, Any], console: Console) -> None:
    """Print the figures as tables."""
    machine, settings, speed = figures["machine"], figures["settings"], figures["speed"]
    console.print(
        f"{settings['articles']:,} articles, {settings['megabytes']:.1f} MB, level {settings['level']}, "
        f"runs: {settings['runs']}, threads: {settings['threads']}\n"
        f"{machine['processor']}, cores: {machine['cores']}, kernels: {machine['engine']}\n"
        f"Python {machine['python']}, numpy {machine['numpy']}, pyarrow {machine['pyarrow']}, "
        f"dedupe {machine['dedupe']}\n"
    )
    table = _table("The whole job", "median", "min–max")
    for name, label, digits in (
        ("seconds", "seconds", 2),
        ("articles_per_second", "articles/s", 0),
        ("megabytes_per_second", "MB/s", 2),
        ("peak_megabytes", "peak memory, MB", 0),
    ):
        table.add_row(label, *_cells(speed[name], digits))
    console.print(table)
    table = _table("Stages", "seconds", "min–max", "share")
    for name, stage in figures["stages"].items():
        table.add_row(name, *_cells(stage["seconds"], 2), f"{stage['share']:.1%}")
    console.print(table)
    table = _table("Against the truth", "precision", "recall")
    for name, scores in figures["quality"].items():
        label = "pairs within clusters" if name == "clusters" else f"pairs of Jaccard {NEAR_JACCARD} and over"
        table.add_row(label, f"{scores['precision']:.4f}", f"{scores['recall']:.4f}")
    console.print(table)


def _table(title: str, *columns: str) -> Table:
    from rich.table import Table

    table = Table(title=title, title_justify="left")
    table.add_column("")
    for column in columns:
        table.add_column(column, justify="right")
    return table


def _cells(spread: dict[str, float], digits: int) -> tuple[str, str]:
    middle, low, high = (f"{spread[name]:,.{digits}f}" for name in ("median", "min", "max"))
    return middle, f"{low}–{high}"


# ── The command ─────────────────────────────────────────────────────────────────────────────────────────────


@click.command(
    context_settings={"show_default": True},
    epilog="\b\nExamples:\n  python benchmarks/whole_job.py --level near\n"
    "  python benchmarks/whole_job.py -n 100000 --json figures.json",
)
@click.option("-n", "--articles", type=click.IntRange(1), default=10_000, help="How many articles to make.")
@click.option(
    "--preset",
    type=click.Choice(["default", "reprints", "near"]),
    default="default",
    help="Which corpus to make; see corpora/README.md.",
)
@click.option(
    "--corpus",
    "folder",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder that corpora/generate.py wrote, in place of making a corpus.",
)
@click.option(
    "--level", type=click.Choice(["near", "version", "story"]), default="version", help="What joins articles."
)
@click.option("--threads", type=click.IntRange(1), help="Default: all processors.")
@click.option("--runs", type=click.IntRange(1), default=3, help="Each in a process of its own.")
@click.option(
    "--json",
    "output",
    metavar="FILE",
    type=click.Path(dir_okay=False, writable=True, allow_dash=True),
    help="Write the figures as JSON too; - is standard output, and the tables go to standard error.",
)
@click.pass_context
def main(
    context: click.Context,
    articles: int,
    preset: str,
    folder: Path | None,
    level: str,
    threads: int | None,
    runs: int,
    output: str | None,
) -> None:
    """Time the whole job on a corpus whose duplicates are known, and judge its answer.

    The job is to read the articles, cluster them and write a row an article. Making the corpus and
    judging are not timed.
    """
    if folder is not None:
        for name, flag in (("articles", "-n"), ("preset", "--preset")):
            if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
                raise click.UsageError(
                    f"{flag} is for a corpus still to be made: leave out {flag} or --corpus"
                )
    if output not in (None, "-") and not os.path.isdir(os.path.dirname(output) or os.curdir):
        raise click.UsageError(f"there is no folder {os.path.dirname(output)} to write {output} to")
    # A signal that would end this process on the spot must not leave the temporary folder behind.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    with tempfile.TemporaryDirectory(prefix="whole-job-") as name:
        room = Path(name)
        corpus = open_corpus(folder) if folder else make_corpus(articles, preset, room / "corpus")
        figures = measure(corpus, level, threads, runs, room)
    figures["settings"]["preset"] = None if folder else preset

    from rich.console import Console

    show(figures, Console(stderr=output == "-", highlight=False))
    if output is not None:
        with click.open_file(output, "w", encoding="utf-8") as file:
            json.dump(figures, file, ensure_ascii=False, indent=2)
            file.write("\n")


if __name__ == "__main__":
    main()
