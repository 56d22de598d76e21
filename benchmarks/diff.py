"""Time `dedupe.diff`, warm: two versions, clusters of three, twenty versions, long texts, all generated.

The work is done in this process, clusters of three also on all processors. Making the articles is not
timed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dedupe import Article

ROOT = Path(__file__).resolve().parent.parent
GENERATOR = ROOT / "corpora" / "generate.py"
sys.path.insert(0, str(ROOT))  # run as a script, or from another folder

from benchmarks.process import machine  # noqa: E402

WORDS = range(450, 751)  # of an article of some 600 words
MANY = 20  # versions of one report
LONG = 20_000  # words of a long article


def make(articles: int, folder: Path) -> dict[str, list[Article]]:
    """Generate a corpus; return its articles by cluster, those of one cluster in the order of the file."""
    import dedupe

    shape = ["--duplicates", "0.6", "--cluster-size", "5"]
    command = [sys.executable, str(GENERATOR), "-n", str(articles), "-o", str(folder), *shape]
    subprocess.run(command, check=True, capture_output=True)
    rows = map(json.loads, (folder / "clusters.jsonl").read_text("utf-8").splitlines())
    cluster_of = {row["id"]: row["cluster"] for row in rows}
    clusters: dict[str, list[Article]] = defaultdict(list)
    for article in dedupe.read(folder / "articles.jsonl"):
        clusters[cluster_of[article.id]].append(article)
    return clusters


def two_versions(clusters: dict[str, list[Article]], most: int) -> list[list[Article]]:
    """Choose pairs of versions of some 600 words each."""
    fitting = ([a for a in versions if len(a.text.split()) in WORDS] for versions in clusters.values())
    return [versions[:2] for versions in fitting if len(versions) > 1][:most]


def three_versions(clusters: dict[str, list[Article]], most: int) -> list[list[Article]]:
    """Choose clusters of three versions, whatever their length."""
    return [versions[:3] for versions in clusters.values() if len(versions) > 2][:most]


def many_versions(clusters: dict[str, list[Article]]) -> list[Article]:
    """Make twenty versions of one report: each has paragraphs of an article, and a paragraph of another."""
    from dedupe import Article

    reports = [a.text.split("\n\n") for versions in clusters.values() for a in versions[:1]]
    reports = [paragraphs for paragraphs in reports if len(paragraphs) > 4][: MANY + 1]
    report = next(p for p in reports if len(" ".join(p).split()) in WORDS)
    return [
        Article(str(n), "\n\n".join([*report[n % 3 :], reports[n % len(reports)][2], report[n % 2]]))
        for n in range(MANY)
    ]


def long_texts(clusters: dict[str, list[Article]]) -> tuple[list[Article], list[Article]]:
    """Make two long articles with nothing in common, and a long article with an edit of it."""
    from dedupe import Article

    texts = [versions[0].text for versions in clusters.values()]
    one, other = _joined(texts, LONG), _joined(texts[::-1], LONG)
    sentences = one.split(". ")
    edit = ". ".join(sentence for number, sentence in enumerate(sentences) if number % 10)
    return [Article("one", one), Article("other", other)], [Article("one", one), Article("edit", edit)]


def _joined(texts: Sequence[str], words: int) -> str:
    chosen: list[str] = []
    while words > 0:
        chosen.append(texts[len(chosen) % len(texts)])
        words -= len(chosen[-1].split())
    return "\n\n".join(chosen)


def seconds(work: Callable[[], object], runs: int) -> list[float]:
    """Time some work, run after run."""
    spent = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        spent.append(time.perf_counter() - began)
    return spent


def measure(articles: int, most: int, runs: int) -> dict[str, Any]:
    """Time every job; return the figures as JSON has them: seconds of median, least and greatest run."""
    from dedupe.facts import diff, diff_all

    with tempfile.TemporaryDirectory(prefix="diff-") as folder:
        clusters = make(articles, Path(folder))
    pairs, threes = two_versions(clusters, most), three_versions(clusters, most)
    if not pairs or not threes:
        raise SystemExit(
            f"{articles} articles hold no pair of some 600 words, or no three versions: make more"
        )
    apart, edited = long_texts(clusters)
    twenty = many_versions(clusters)
    diff(pairs[0])  # tables and patterns are made at the first
    jobs: dict[str, list[float]] = {
        # A pair counts by its median, so that the figure is of a typical pair and not of the slowest run.
        "two versions of 600 words": [median(seconds(lambda pair=pair: diff(pair), runs)) for pair in pairs],
        "a cluster of three, one process": [
            spent / len(threes) for spent in seconds(lambda: list(diff_all(threes, processes=1)), runs)
        ],
        # Often enough that starting the processes, half a second, is little beside the work.
        "a cluster of three, all processors": [
            spent / len(threes) / 3 for spent in seconds(lambda: list(diff_all(threes * 3)), runs)
        ],
        f"{MANY} versions": seconds(lambda: diff(twenty), runs),
        f"two articles of {LONG:,} words": seconds(lambda: diff(apart), runs),
        f"{LONG:,} words and an edit of them": seconds(lambda: diff(edited), runs),
    }
    return {
        "machine": machine(),
        "settings": {"articles": articles, "pairs": len(pairs), "clusters": len(threes), "runs": runs},
        "seconds": {
            name: {"median": median(spent), "min": min(spent), "max": max(spent)}
            for name, spent in jobs.items()
        },
    }


def show(figures: dict[str, Any]) -> None:
    """Print the figures as a table, on standard error: standard output is for JSON."""
    from rich.console import Console
    from rich.table import Table

    host = figures["machine"]
    table = Table(
        title=f"dedupe.diff, warm; {host['processor']}, cores: {host['cores']}, Python {host['python']}",
        title_justify="left",
    )
    for column in ("", "median", "min–max", "a second"):
        # A job's name stays on one line, however long the figures are.
        table.add_column(column, justify="right" if column else "left", no_wrap=not column)
    for name, spent in figures["seconds"].items():
        middle, least, most = (f"{spent[key] * 1000:,.1f}" for key in ("median", "min", "max"))
        table.add_row(name, f"{middle} ms", f"{least}–{most}", f"{1 / spent['median']:,.1f}")
    Console(stderr=True, highlight=False).print(table)


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter
    )
    parser.add_argument("-n", "--articles", type=int, default=3000, help="how many articles to make")
    parser.add_argument("--most", type=int, default=200, help="pairs and clusters of three to compare")
    parser.add_argument("--runs", type=int, default=5, help="of every job")
    parser.add_argument("--json", metavar="FILE", help="write the figures as JSON too; - is standard output")
    arguments = parser.parse_args()
    for name in ("articles", "most", "runs"):
        if getattr(arguments, name) < 1:
            parser.error(f"--{name} is {getattr(arguments, name)}; it must be 1 or more")
    if arguments.json not in (None, "-") and not Path(arguments.json).parent.is_dir():
        parser.error(f"there is no folder {Path(arguments.json).parent} to write {arguments.json} to")
    figures = measure(arguments.articles, arguments.most, arguments.runs)
    show(figures)
    if arguments.json:
        written = json.dumps(figures, ensure_ascii=False, indent=2)
        if arguments.json == "-":
            print(written)
        else:
            Path(arguments.json).write_text(f"{written}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
