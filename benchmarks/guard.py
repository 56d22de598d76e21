"""How long a run at level near takes, in units of a fixed workload measured beside it.

Seconds differ from machine to machine and from minute to minute; the ratio to work of a like mix that takes
turns with it, in one process, does so far less. Both count processor time, which time given to others is no
part of (and time spent waiting neither). A neighbour that comes or goes within a turn makes that turn's ratio
worthless, so the ratio that counts is the lower quartile of many. `tests/test_speed.py` holds it to a limit.
"""

from __future__ import annotations

import gc
import hashlib
import json
import tempfile
import time
import zlib
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

import click
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

ARTICLES = 3_000  # 9 MB: a run takes about a tenth of a second
# Of 16 measurements on a machine with two cores and four to five busy processes, the greatest was over the
# middle one by 7 % as the lower quartile of 15 turns, by 10 % as their median, and by 19 % as the quotient of
# the quartiles of both; the least and the greatest stood 12, 18 and 34 % apart.
TURNS = 15
PERMUTATIONS = 128


def make_articles(folder: Path) -> Path:
    """Write the articles that the guard runs on; always the same."""
    from corpora.generate import Settings, write

    write(Settings(articles=ARTICLES, seed=4), folder, processes=1)
    return folder / "articles.jsonl"


def near_run(articles: Path, slowdown: float = 1.0) -> Callable[[], None]:
    """Return the run that is guarded: a file of articles read and clustered at level near.

    `slowdown` makes it take so many times as long, to see that the guard would notice.
    """
    import dedupe

    def run() -> None:
        began = time.process_time()
        dedupe.cluster(dedupe.read(articles), level="near", threads=1).to_arrow()
        end = began + slowdown * (time.process_time() - began)
        while time.process_time() < end:
            pass

    return run


def reference_run(articles: Path) -> Callable[[], None]:
    """Return the fixed workload: the same file parsed, hashed, sorted and sketched by others' code.

    JSON and zlib stand for the passes that go byte by byte, hashlib for what hashes, NumPy's sort for sets
    and the join, its 32-bit multiply, add and minimum for the sketch, in blocks that stay in the cache.
    """
    data = articles.read_bytes()
    lines = data.splitlines()
    numbers = np.random.default_rng(1).integers(0, 2**63, 1_000_000, dtype=np.uint64)
    block = numbers[:4096].astype(np.uint32)
    factors = numbers[:PERMUTATIONS].astype(np.uint32) | np.uint32(1)
    product = np.empty_like(block)

    def run() -> None:
        for line in lines:
            json.loads(line)
        zlib.crc32(data)
        zlib.adler32(data)
        hashlib.blake2b(data).digest()
        zlib.compress(data[: len(data) // 16], 1)
        np.sort(numbers)
        for _ in range(len(data) // 48 // len(block)):  # for about as long as the rest
            for factor in factors:
                np.multiply(block, factor, out=product)
                np.add(product, factor, out=product)
                product.min()

    return run


def measure(ours: Callable[[], None], reference: Callable[[], None], turns: int = TURNS) -> dict[str, float]:
    """Time both by turns, once unmeasured to warm up.

    Returns
    -------
    dict
        `ratio`, the lower quartile of the turns' ratios; `seconds` and `reference_seconds`, the medians.
    """

    def timed(run: Callable[[], None]) -> float:
        gc.collect()
        began = time.process_time()
        run()
        return time.process_time() - began

    taken = [(timed(ours), timed(reference)) for _ in range(turns + 1)][1:]
    return {
        "ratio": quantiles((one / other for one, other in taken), n=4)[0],
        "seconds": median(one for one, _ in taken),
        "reference_seconds": median(other for _, other in taken),
    }


@click.command(context_settings={"show_default": True})
@click.option("--runs", type=click.IntRange(1), default=30, help="How often to measure the ratio.")
@click.option("--slowdown", type=click.FloatRange(1), default=1.0, help="Make the guarded run take longer.")
@click.option("--json", "as_json", is_flag=True, help="Print a list of the measurements as JSON.")
def main(runs: int, slowdown: float, as_json: bool) -> None:
    """Measure the ratio many times over, to choose the limit in tests/test_speed.py by."""
    measured: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="guard-") as folder:
        articles = make_articles(Path(folder))
        ours, reference = near_run(articles, slowdown), reference_run(articles)
        for run in range(runs):
            measured.append(measure(ours, reference))
            if not as_json:
                click.echo("run {}: {seconds:.3f} s, ratio {ratio:.3f}".format(run + 1, **measured[-1]))
    if as_json:
        click.echo(json.dumps(measured))
    else:
        ratios = sorted(one["ratio"] for one in measured)
        click.echo(f"ratio: least {ratios[0]:.3f}, median {median(ratios):.3f}, most {ratios[-1]:.3f}")


if __name__ == "__main__":
    main()
