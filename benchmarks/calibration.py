"""Fit the confidence of a relation to labelled corpora, and say how true it is on a corpus left out.

For versions and for stories the pairs that a run measures are taken with their margin over what the rule
needs, and a logistic function of the margin's logarithm is fitted to whether gold puts them together. Every
corpus counts the same, however many pairs it has. Each corpus is then judged by the function fitted to the
others: Brier score (Brier 1950) against that of always saying the others' share of true pairs, and the
share of true pairs by bins of confidence. Of near copies the share of true pairs is counted by Jaccard.

The numbers go into `dedupe/thresholds.py` by hand.
"""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import numpy as np

from benchmarks.whole_job import make_corpus

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from dedupe.confidence import Curve
    from dedupe.joined import Joined

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

DESK = Path(__file__).parent.parent / "corpora" / "desk"
MADE = (("default", 10_000), ("reprints", 3_000))
"""Presets and sizes of the corpora that are made where none is named."""

LEAST_MARGIN = 0.2
"""Margins below this are left out: pairs are proposed there by chance, and would bend the curve where it
matters."""

JACCARDS = (0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0)

WORTH = 200
"""Pairs that each corpus counts as, beside a penalty of one on the slope (scikit-learn's `C=1`)."""

BINS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 1.0)


@dataclass(frozen=True, slots=True)
class Labelled:
    """Pairs of a corpus: their margins, or Jaccards, and whether gold puts them together."""

    corpus: str
    margins: Floats
    together: Flags


@dataclass(frozen=True, slots=True)
class Gold:
    """What a corpus's labels say: the clusters of its articles, or whether some pairs belong together."""

    clusters: dict[str, str]
    pairs: tuple[tuple[str, str, bool], ...] = ()

    @classmethod
    def read(cls, path: Path, field: str) -> Gold:
        """Read rows of id and cluster, or of a, b and label (1, 0, or null where nobody could tell)."""
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        if rows and "label" in rows[0]:
            decided = (row for row in rows if row["label"] is not None)
            return cls({}, tuple((row["a"], row["b"], bool(row["label"])) for row in decided))
        return cls({row["id"]: str(row.get(field, row["cluster"])) for row in rows})


def labelled(level: str, corpus: Path, gold: Path) -> tuple[Labelled, Labelled]:
    """Measure the pairs of a corpus: its near copies with their Jaccard, and those that the level joins."""
    import dedupe
    from dedupe.confidence import story_margins, version_margins
    from dedupe.pipeline import each_once, join_versions
    from dedupe.relations import Relation, decide
    from dedupe.settings import Settings

    truth = Gold.read(gold, "story" if level == "story" else "cluster")
    settings = Settings(level=level)
    joined = join_versions(dedupe.read(str(corpus)), settings)
    names = _ids(joined)
    if truth.pairs:
        row = {name: place for place, name in enumerate(names)}
        left, right = (np.array([row[pair[side]] for pair in truth.pairs], np.int64) for side in (0, 1))
        measures, together = joined.measure(left, right), np.array([pair[2] for pair in truth.pairs])
    else:
        numbers = {name: place for place, name in enumerate(sorted(set(truth.clusters.values())))}
        cluster = np.array([numbers.get(truth.clusters.get(name, ""), -1) for name in names])
        measures = each_once(joined.graph.measures, joined.measure.twins)
        measures = measures.take((cluster[measures.left] >= 0) & (cluster[measures.right] >= 0))
        together = cluster[measures.left] == cluster[measures.right]
    relations = decide(measures, settings.threshold)
    near = relations == Relation.NEAR
    if level == "story":
        margins, mine = story_margins(measures), relations < Relation.VERSION
    else:
        margins, mine = version_margins(measures, relations), relations < Relation.NEAR
    mine &= (relations != Relation.TEMPLATE) & (margins >= LEAST_MARGIN)
    name = corpus.parent.name
    return Labelled(name, measures.jaccard[near], together[near]), Labelled(
        name, margins[mine], together[mine]
    )


def _ids(joined: Joined) -> list[str]:
    """Return the id of each row."""
    corpus = joined.measure.corpus
    return list(corpus.ids(np.arange(len(corpus))).to_pylist())


def fit(corpora: Iterable[Labelled]) -> Curve:
    """Fit the curve to labelled pairs, each corpus counting the same."""
    from sklearn.linear_model import LogisticRegression

    from dedupe.confidence import Curve

    corpora = list(corpora)
    weights = [np.full(len(each.margins), WORTH / len(each.margins)) for each in corpora]
    model = LogisticRegression()
    model.fit(
        np.log(np.concatenate([each.margins for each in corpora]))[:, None],
        np.concatenate([each.together for each in corpora]),
        sample_weight=np.concatenate(weights),
    )
    return Curve(round(float(model.intercept_[0]), 2), round(float(model.coef_[0, 0]), 2))


def judge(corpora: Sequence[Labelled]) -> dict[str, Any]:
    """Fit to all but one corpus and judge on that, each in turn; fit to all for the numbers to use."""
    rows, sure, true, weight = [], [], [], []
    for out in corpora:
        others = [each for each in corpora if each is not out]
        if not others or len({bool(label) for each in others for label in each.together}) < 2:
            continue
        confidence = fit(others).of(out.margins)
        base = float(np.mean([each.together.mean() for each in others]))
        rows.append(
            {
                "corpus": out.corpus,
                "pairs": len(out.margins),
                "true": float(out.together.mean()),
                "brier": float(np.mean((confidence - out.together) ** 2)),
                "brier_of_base_rate": float(np.mean((base - out.together) ** 2)),
            }
        )
        sure.append(confidence)
        true.append(out.together)
        weight.append(np.full(len(confidence), 1 / len(confidence)))
    confidence, together, weights = (np.concatenate(part) for part in (sure, true, weight))
    places = np.clip(np.digitize(confidence, BINS) - 1, 0, len(BINS) - 2)
    bins = [
        {
            "from": BINS[place],
            "to": BINS[place + 1],
            "pairs": int((places == place).sum()),
            "said": float(np.average(confidence[places == place], weights=weights[places == place])),
            "true": float(np.average(together[places == place], weights=weights[places == place])),
        }
        for place in range(len(BINS) - 1)
        if (places == place).any()
    ]
    chosen = fit(corpora)
    return {"at_rule": chosen.at_rule, "slope": chosen.slope, "left_out": rows, "bins": bins}


def count_near(corpora: Sequence[Labelled]) -> list[dict[str, Any]]:
    """Count the true pairs of near copies by Jaccard."""
    jaccards = np.concatenate([each.margins for each in corpora])
    together = np.concatenate([each.together for each in corpora])
    rows = []
    for low, high in pairwise(JACCARDS):
        inside = (jaccards >= low) & ((jaccards < high) | (high == JACCARDS[-1]))
        rows.append(
            {"from": low, "to": high, "pairs": int(inside.sum()), "true": int(together[inside].sum())}
        )
    return rows


def show(figures: dict[str, Any]) -> None:
    """Print the figures."""
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    table = Table("Jaccard", "near copies", "true", box=None)
    for row in figures["near"]:
        table.add_row(f"{row['from']:g}–{row['to']:g}", f"{row['pairs']:,}", f"{row['true']:,}")
    console.print(table)
    for kind in ("version", "story"):
        if kind not in figures:
            continue
        judged = figures[kind]
        console.print(f"\n{kind.upper()}_CONFIDENCE = ({judged['at_rule']}, {judged['slope']})", style="bold")
        table = Table("corpus left out", "pairs", "true", "Brier", "Brier of the base rate", box=None)
        for row in judged["left_out"]:
            briers = (f"{row[name]:.4f}" for name in ("brier", "brier_of_base_rate"))
            table.add_row(row["corpus"], f"{row['pairs']:,}", f"{row['true']:.3f}", *briers)
        console.print(table)
        table = Table("confidence", "pairs", "said", "true", box=None)
        for row in judged["bins"]:
            said, true = f"{row['said']:.3f}", f"{row['true']:.3f}"
            table.add_row(f"{row['from']:g}–{row['to']:g}", f"{row['pairs']:,}", said, true)
        console.print(table)


@click.command(epilog="\b\nExample:\n  python -m benchmarks.calibration --stories feed.jsonl gold.jsonl")
@click.option(
    "--versions",
    type=(click.Path(exists=True, path_type=Path), click.Path(exists=True, path_type=Path)),
    multiple=True,
    metavar="CORPUS GOLD",
    help="Articles and their clusters, or some pairs with labels. Default: the desk and made corpora.",
)
@click.option(
    "--stories",
    type=(click.Path(exists=True, path_type=Path), click.Path(exists=True, path_type=Path)),
    multiple=True,
    metavar="CORPUS GOLD",
    help="The same, with the articles of an event in one cluster (or story). Default: the desk.",
)
@click.option("--json", "to", type=click.File("w"), help="Write the figures to a file; - is standard output.")
def main(versions: tuple[tuple[Path, Path], ...], stories: tuple[tuple[Path, Path], ...], to: Any) -> None:
    """Fit and judge the confidence of versions and stories, and count near copies."""
    desk = (DESK / "articles.jsonl", DESK / "gold.jsonl")
    with tempfile.TemporaryDirectory() as room:
        if not versions:
            made = [make_corpus(size, preset, Path(room) / preset) for preset, size in MADE]
            versions = (desk, *((corpus.articles, corpus.clusters) for corpus in made))
        pairs = {
            "version": [labelled("version", *each) for each in versions],
            "story": [labelled("story", *each) for each in stories or (desk,)],
        }
    figures: dict[str, Any] = {"near": count_near([near for near, _ in pairs["version"]])}
    for kind, sets in pairs.items():
        corpora = [each for _, each in sets if len(each.margins)]
        if len({bool(label) for each in corpora for label in each.together}) < 2 or len(corpora) < 2:
            print(f"{kind}: needs two corpora, with pairs of both labels", file=sys.stderr)
            continue
        figures[kind] = judge(corpora)
    if to is None:
        show(figures)
    else:
        to.write(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
