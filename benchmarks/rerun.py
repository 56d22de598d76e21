"""Measure everything again: the figures to benchmarks/results, their tables to benchmarks/README.md.

The tables stand in the README between comments that name them, and are made from the files of results alone,
so that the two never differ.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import click

from benchmarks.process import ROOT

BENCHMARKS = ROOT / "benchmarks"
RESULTS = BENCHMARKS / "results"
README = BENCHMARKS / "README.md"

MANY = 1_000_000
FAST = "daft,rensa,gaoya"
"""The peers that are also asked about so many articles: the fastest at a tenth of that."""


def commands(
    cache: Path, python: str, articles: int, most: int, runs: int, patience: float
) -> dict[str, list[str]]:
    """Return the command of each file of results, by the file's name without its suffix."""
    default = str(cache / f"default-{articles}")
    theirs = ["--python", python, "--patience", str(patience)]
    whole_job = ["whole_job", "--corpus", default, "--runs", "3"]
    million = ["--corpus", str(cache / f"near-{MANY}"), "--runs", "3", "--peers", FAST, "--no-truth"]
    return {
        "peers": ["peers", "--corpus", str(cache / f"near-{articles}"), "--runs", str(runs), *theirs],
        "peers-million": ["peers", *million, *theirs],
        "scale": ["scale", str(cache), "--most", str(most), "--svg", str(RESULTS / "scale.svg")],
        "stages": ["stages", default],
        "whole-job-near": [*whole_job, "--level", "near"],
        "whole-job-version": [*whole_job, "--level", "version"],
    }


def tables(results: dict[str, dict[str, Any]]) -> dict[str, str]:
    """Return the tables in Markdown, by name, of the results there are."""
    made = {}
    for name in ("peers", "peers-million"):
        if name in results:
            made[name] = peers_table(results[name])
    if "scale" in results:
        made["scale"] = scale_table(results["scale"])
    if "stages" in results:
        made["stages"] = stages_table(results["stages"])
    whole_jobs = [results[name] for name in ("whole-job-near", "whole-job-version") if name in results]
    if whole_jobs:
        made["whole-job"] = whole_job_table(whole_jobs)
    return made


def peers_table(results: dict[str, Any]) -> str:
    """Return the table of `benchmarks.peers`."""
    settings = results["settings"]
    rows = []
    for name, each in results["figures"].items():
        package, version = results["versions"][name]
        pairs, clusters, seconds = each["pairs"], each["clusters"], each["seconds"]
        rows.append(
            [
                f"**{package} {version}**" if name == "dedupe" else f"{package} {version}",
                f"{seconds['median']:.2f}",
                f"{seconds['min']:.2f}–{seconds['max']:.2f}" if each["runs"] > 1 else "one run",
                f"{each['times_ours']:.1f}",
                f"{each['cpu_seconds']['median']:.1f}",
                f"{each['peak_megabytes']['median']:,.0f}",
                *(f"{pairs[score]:.4f}" if pairs else "" for score in ("precision", "recall")),
                *(f"{clusters[score]:.4f}" if clusters else "" for score in ("precision", "recall")),
            ]
        )
    heads = ["", "seconds", "min–max", "times ours", "CPU s", "peak, MB"]
    heads += ["pairs: precision", "recall", "in clusters: precision", "recall"]
    left_out = [f"\n{name}: {reason}." for name, reason in results["left_out"].items()]
    about = (
        f"{settings['articles']:,} articles, {settings['megabytes']:.0f} MB, preset near, "
        f"{settings['threads']} threads, medians of {settings['runs']} runs. {_machine(results['machine'])}"
    )
    return "\n".join([about, "", *_table(heads, rows), *left_out])


def scale_table(results: dict[str, Any]) -> str:
    """Return the tables of `benchmarks.scale`."""
    rows = [
        [
            name,
            f"{point['articles']:,}",
            f"{point['seconds']:.2f}",
            f"{point['articles'] / point['seconds']:,.0f}",
            f"{point['peak_megabytes']:,.0f}",
        ]
        for name, level in results["levels"].items()
        for point in level["points"]
    ]
    grows = [
        [
            name,
            f"{level['growth']['exponent']:.2f}",
            f"{level['growth']['megabytes_at_none']:,.0f} MB and",
            f"{level['growth']['bytes_an_article']:,.0f}",
        ]
        for name, level in results["levels"].items()
        if level["growth"]
    ]
    ended = [
        f"\nLevel {name}: {level['ended']}." for name, level in results["levels"].items() if level["ended"]
    ]
    memory = results["settings"]["memory"]
    limit = f"--memory {memory}" if memory else "memory as it comes"
    about = f"Preset {results['settings']['preset']}, {limit}. "
    return "\n".join(
        [
            about + _machine(results["machine"]),
            "",
            *_table(["level", "articles", "seconds", "articles/s", "peak, MB"], rows),
            *(
                ["", *_table(["level", "exponent of time", "memory", "bytes an article"], grows)]
                * bool(grows)
            ),
            *ended,
        ]
    )


def stages_table(results: dict[str, Any]) -> str:
    """Return the table of `benchmarks.stages`."""
    rows = [
        [
            stage["stage"],
            f"{stage['megabytes']:,.1f}",
            f"{stage['seconds']:.3f}",
            f"{stage['megabytes_per_second']:,.0f}",
            stage["floor"],
            f"{stage['floor_seconds']:.3f}",
            f"{stage['share_of_floor']:.0%}",
        ]
        for stage in results["stages"]
    ]
    heads = ["stage", "MB", "seconds", "MB/s", "floor", "its seconds", "share of the floor"]
    corpus, settings = results["settings"]["corpus"], results["settings"]
    best = f"the best of {settings['runs']} runs"
    about = f"{corpus['articles']:,} articles, {settings['threads']} threads, {best}. "
    return "\n".join([about + _machine(results["machine"]), "", *_table(heads, rows)])


def whole_job_table(results: list[dict[str, Any]]) -> str:
    """Return the tables of several runs of `whole_job.py`."""
    rows = []
    for one in results:
        clusters, pairs = one["quality"]["clusters"], one["quality"].get("pairs")
        rows.append(
            [
                one["settings"]["level"],
                f"{one['settings']['articles']:,}",
                f"{one['speed']['seconds']['median']:.2f}",
                *(f"{clusters[score]:.4f}" for score in ("precision", "recall")),
                *(f"{pairs[score]:.4f}" if pairs else "" for score in ("precision", "recall")),
            ]
        )
    heads = ["level", "articles", "seconds", "within clusters: precision", "recall"]
    heads += ["Jaccard 0.7 and over: precision", "recall"]
    names = list(dict.fromkeys(name for one in results for name in one["stages"]))
    shares = [
        [name, *(f"{one['stages'][name]['share']:.1%}" if name in one["stages"] else "" for one in results)]
        for name in names
    ]
    levels = [one["settings"]["level"] for one in results]
    settings, facts = results[0]["settings"], results[0]["machine"]
    about = (
        f"{settings['articles']:,} articles, {settings['megabytes']:.0f} MB, {settings['threads']} threads, "
        f"medians of {settings['runs']} runs, preset default. {facts['processor']}, Python {facts['python']}."
    )
    return "\n".join([about, "", *_table(heads, rows), "", *_table(["stage", *levels], shares)])


def _machine(facts: dict[str, Any]) -> str:
    return (
        f"{facts['processor']}, {facts['cores']} cores, {facts['memory_gigabytes']:.0f} GB, "
        f"{facts['system']}, Python {facts['python']}; load before: {facts['load_before']:.1f}."
    )


def _table(heads: list[str], rows: list[list[str]]) -> list[str]:
    """Return a table in Markdown: the first column to the left, all others to the right."""
    return [f"| {' | '.join(cells)} |" for cells in (heads, ["---", *["---:"] * (len(heads) - 1)], *rows)]


def with_tables(text: str, made: dict[str, str]) -> str:
    """Return a text with what stands between `<!-- NAME -->` and `<!-- end NAME -->` made new."""
    for name, table in made.items():
        begin, end = f"<!-- {name} -->", f"<!-- end {name} -->"
        if begin not in text or end not in text:
            raise ValueError(f"the table {name} has no place: put {begin} and {end} where it is to stand")
        text = re.sub(
            f"{re.escape(begin)}.*?{re.escape(end)}",
            lambda _, whole=f"{begin}\n{table}\n{end}": whole,  # type: ignore[misc]
            text,
            flags=re.DOTALL,
        )
    return text


def read_results(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the results in a folder, by the files' names without their suffix."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))}


@click.command(context_settings={"show_default": True})
@click.argument("cache", required=False, type=click.Path(file_okay=False, path_type=Path))
@click.option("--python", default=sys.executable, show_default="this one", help="That has the peers.")
@click.option("--articles", type=click.IntRange(1), default=100_000, help="For all but the scale.")
@click.option("--most", type=click.IntRange(10_000), default=1_000_000, help="For the scale.")
@click.option("--runs", type=click.IntRange(1), default=5, help="Of each peer.")
@click.option(
    "--patience", type=float, default=120.0, help="A peer's run that took more seconds is its last."
)
@click.option(
    "--only", multiple=True, help="Of peers, peers-million, scale, stages, whole-job-near, whole-job-version."
)
@click.option("--tables", "tables_only", is_flag=True, help="Measure nothing: make the tables anew.")
def main(
    cache: Path | None,
    python: str,
    articles: int,
    most: int,
    runs: int,
    patience: float,
    only: tuple[str, ...],
    tables_only: bool,
) -> None:
    """Measure everything again; CACHE is the folder that keeps the corpora.

    It takes some 50 minutes and 8 GB there. Stop whatever else the machine does.
    """
    if not tables_only:
        if cache is None:
            raise click.UsageError("name the folder that keeps the corpora, or give --tables")
        from benchmarks.scale import corpus_of

        for name, command in commands(cache.resolve(), python, articles, most, runs, patience).items():
            if not only or name in only:
                for corpus in (Path(part) for part in command if Path(part).parent == cache.resolve()):
                    preset, size = corpus.name.split("-")
                    corpus_of(int(size), preset, cache)
                click.echo(f"== {name}", err=True)
                measured = [sys.executable, "-m", f"benchmarks.{command[0]}", *command[1:]]
                subprocess.run([*measured, "--json", str(RESULTS / f"{name}.json")], cwd=ROOT, check=True)
    text = README.read_text(encoding="utf-8")
    README.write_text(with_tables(text, tables(read_results(RESULTS))), encoding="utf-8")


if __name__ == "__main__":
    main()
