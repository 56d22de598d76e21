"""Time dedupe and its peers on the same articles in one run, and hold all answers against the exact truth.

Runs take turns (A B C A B C), each in a process of its own from a cold start, from a JSONL file of articles
to a file of clusters. This process stays small, as a child's peak memory begins at its parent's size.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from benchmarks import adapters
from benchmarks.process import MEGABYTE, ROOT, CommandError, Run, last_line, machine, run, use_cores
from benchmarks.whole_job import Spread, make_corpus, open_corpus

if TYPE_CHECKING:
    from rich.console import Console

THRESHOLD = 0.7
OURS = "dedupe"
PEERS = sorted({module.name for module in pkgutil.iter_modules(adapters.__path__)} - {"__main__", "job"})
UNJUDGED: dict[str, Any] = {"pairs": None, "clusters": None}
# Asked of the interpreter that the peers are installed for, which need not be this one.
ASK_VERSIONS = """
import importlib.metadata, json, sys
def version(name):
    try: return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError: return None
print(json.dumps({name: version(name) for name in sys.argv[1:]}))
"""


def versions(python: str, packages: list[str]) -> dict[str, str | None]:
    """Return the versions of packages that an interpreter finds; None for those that it does not."""
    asked = subprocess.run(
        [python, "-c", ASK_VERSIONS, *packages], cwd=ROOT, capture_output=True, text=True, check=True
    )
    found: dict[str, str | None] = json.loads(asked.stdout)
    return found


def command(name: str, python: str, articles: Path, room: Path, threads: int, *, pairs: bool) -> list[str]:
    """Return the command of one run, which writes `NAME.jsonl`, and `NAME.pairs.jsonl` for `pairs`."""
    clusters, pairs_file = str(room / f"{name}.jsonl"), str(room / f"{name}.pairs.jsonl")
    if name == OURS:
        ours = [sys.executable, "-m", "dedupe", "cluster", str(articles), "--level", "near", "-o", clusters]
        ours += ["--threshold", str(THRESHOLD), "--threads", str(threads)]
        return [*ours, "--pairs", pairs_file] if pairs else ours
    theirs = [python, "-m", "benchmarks.adapters", name, str(articles), clusters, str(threads)]
    return [*theirs, pairs_file] if pairs else theirs


def measure(
    names: list[str], python: str, articles: Path, room: Path, threads: int, runs: int, patience: float
) -> tuple[dict[str, list[Run]], dict[str, str]]:
    """Run all in turn, `runs` times, and write the pairs of those that give all of them.

    Peers write them when the job is done, which is not counted; ours in a run of its own, as its command
    writes them in between. A peer whose run took longer than `patience` seconds is not run again.

    Returns
    -------
    done
        By name, its runs.
    failed
        By name, what it said last.
    """
    with articles.open("rb") as file:  # into the system's cache, for the first run as for the others
        while file.read(1 << 20):
            pass
    done: dict[str, list[Run]] = {name: [] for name in names}
    failed: dict[str, str] = {}
    for turn in range(runs):
        for name in names:
            if name in failed or (done[name] and done[name][-1].seconds > patience):
                continue
            pairs = name != OURS and adapter(name).EVERY_PAIR
            try:
                one = run(command(name, python, articles, room, threads, pairs=pairs))
            except CommandError as error:
                if name == OURS:
                    raise click.ClickException(f"{name} failed: {error}") from None
                failed[name] = str(error)
                click.echo(f"{name} failed: {error}", err=True)
                continue
            if pairs:
                seconds, cpu = json.loads((room / f"{name}.pairs.jsonl.aside").read_text(encoding="utf-8"))
                one = Run(one.seconds - seconds, one.cpu - cpu, one.peak)
            done[name].append(one)
            click.echo(f"run {turn + 1}: {name}, {one.seconds:.2f} s", err=True)
    run(command(OURS, python, articles, room, threads, pairs=True))
    return {name: taken for name, taken in done.items() if name not in failed}, failed


def adapter(name: str) -> Any:
    """Return the module that runs a peer."""
    return importlib.import_module(f"benchmarks.adapters.{name}")


def judge(articles: Path, room: Path, names: list[str]) -> dict[str, dict[str, Any]]:
    """Hold the files that runs left in a folder against the truth, in a process of its own."""
    answers = {}
    for name in names:
        pairs = room / f"{name}.pairs.jsonl"
        answers[name] = (str(room / f"{name}.jsonl"), str(pairs) if pairs.is_file() else None)
    ended = subprocess.run(
        [sys.executable, "-m", "benchmarks.truth", str(articles), str(THRESHOLD), json.dumps(answers)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if ended.returncode:
        raise click.ClickException(f"judging failed: {last_line(ended.returncode, ended.stderr)}")
    scores: dict[str, dict[str, Any]] = json.loads(ended.stdout)
    return scores


def figures_of(done: dict[str, list[Run]], scores: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return the figures of each, the fastest first; `times_ours` is the ratio of the medians."""
    figures = {
        name: {
            "seconds": asdict(Spread.of(one.seconds for one in runs)),
            "cpu_seconds": asdict(Spread.of(one.cpu for one in runs)),
            "peak_megabytes": asdict(Spread.of(one.peak / MEGABYTE for one in runs)),
            "runs": len(runs),
            **scores[name],
        }
        for name, runs in done.items()
    }
    ours = figures[OURS]["seconds"]["median"]
    for each in figures.values():
        each["times_ours"] = each["seconds"]["median"] / ours
    return dict(sorted(figures.items(), key=lambda item: item[1]["seconds"]["median"]))


def show(results: dict[str, Any], console: Console) -> None:
    """Print the figures as a table, and what was left out."""
    from rich.table import Table

    settings, machine = results["settings"], results["machine"]
    table = Table(
        title=f"{settings['articles']:,} articles, {settings['megabytes']:.0f} MB, "
        f"threads: {settings['threads']}, runs: {settings['runs']}; "
        f"{machine['processor']}, cores: {machine['cores']}",
        title_justify="left",
    )
    for column in ("", "seconds", "min–max", "times ours", "CPU s", "peak, MB"):
        table.add_column(column, justify="right" if column else "left")
    for column in ("pairs: precision", "recall", "in clusters: precision", "recall"):
        table.add_column(column, justify="right")
    for name, each in results["figures"].items():
        seconds, pairs, clusters = each["seconds"], each["pairs"], each["clusters"]
        table.add_row(
            f"{results['versions'][name][0]} {results['versions'][name][1]}",
            f"{seconds['median']:.2f}",
            f"{seconds['min']:.2f}–{seconds['max']:.2f}",
            f"{each['times_ours']:.1f}",
            f"{each['cpu_seconds']['median']:.1f}",
            f"{each['peak_megabytes']['median']:,.0f}",
            *(f"{pairs[score]:.4f}" if pairs else "" for score in ("precision", "recall")),
            *(f"{clusters[score]:.4f}" if clusters else "" for score in ("precision", "recall")),
        )
    console.print(table)
    for name, reason in results["left_out"].items():
        console.print(f"{name}: {reason}")


@click.command(context_settings={"show_default": True})
@click.option("-n", "--articles", type=click.IntRange(1), default=10_000, help="How many articles to make.")
@click.option("--preset", type=click.Choice(["near", "default", "reprints"]), default="near")
@click.option(
    "--corpus",
    "folder",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder that corpora/generate.py wrote, in place of making a corpus; the truth is kept in it.",
)
@click.option("--runs", type=click.IntRange(1), default=3, help="Of each, taking turns.")
@click.option("--threads", type=click.IntRange(1), help="Default: all processors.")
@click.option("--peers", "chosen", default=",".join(PEERS), help="Which, with commas between; none if empty.")
@click.option(
    "--python",
    default=sys.executable,
    show_default="this one",
    help="The interpreter that the peers are installed for.",
)
@click.option(
    "--patience", type=float, default=120.0, help="A run that took more seconds is that peer's last."
)
@click.option(
    "--truth/--no-truth",
    "judged",
    default=True,
    help="Judge the answers; the exact truth takes some 30 KB of memory an article.",
)
@click.option(
    "--json", "output", metavar="FILE", type=click.Path(dir_okay=False), help="Write the figures too."
)
def main(
    articles: int,
    preset: str,
    folder: Path | None,
    runs: int,
    threads: int | None,
    chosen: str,
    python: str,
    patience: float,
    judged: bool,
    output: str | None,
) -> None:
    """Time dedupe at level near and its peers on the same articles, and judge their answers.

    The peers of benchmarks/requirements.txt that are not installed are named and left out.
    """
    names = [name for name in chosen.split(",") if name]
    for name in names:
        if name not in PEERS:
            raise click.UsageError(f"no peer is called {name}; the peers are {', '.join(PEERS)}")
    facts = machine()
    threads = threads or facts["cores"]
    try:
        use_cores(threads)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    packages = {name: adapter(name).PACKAGES for name in names}
    installed = versions(python, sorted(set(chain.from_iterable(packages.values()))))
    left_out = {}
    for name, needed in packages.items():
        if missing := [package for package in needed if installed[package] is None]:
            left_out[name] = f"{', '.join(missing)} not installed: pip install -r benchmarks/requirements.txt"
    # A signal that would end this process on the spot must not leave the temporary folder behind.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="peers-") as temporary:
        room = Path(temporary)
        corpus = open_corpus(folder) if folder else make_corpus(articles, preset, room / "corpus")
        names = [OURS, *(name for name in names if name not in left_out)]
        done, failed = measure(names, python, corpus.articles, room, threads, runs, patience)
        scores = judge(corpus.articles, room, list(done)) if judged else dict.fromkeys(done, UNJUDGED)
        size = corpus.articles.stat().st_size / MEGABYTE
    from dedupe import __version__

    results = {
        "machine": {**facts, "load_before": load},
        "settings": {
            "articles": corpus.settings["articles"],
            "megabytes": size,
            "threshold": THRESHOLD,
            "threads": threads,
            "runs": runs,
            "corpus": corpus.settings,
        },
        "versions": {
            OURS: (OURS, __version__),
            **{name: (packages[name][0], installed[packages[name][0]]) for name in done if name != OURS},
        },
        "figures": figures_of(done, scores),
        "left_out": left_out | {name: f"failed: {reason}" for name, reason in failed.items()},
    }
    from rich.console import Console

    show(results, Console(highlight=False, width=None if sys.stdout.isatty() else 160))
    if output is not None:
        Path(output).write_text(json.dumps(results, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
