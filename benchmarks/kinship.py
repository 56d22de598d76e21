"""Fit how much what two texts share beside their passages counts, and judge it on a corpus left out.

    python -m benchmarks.kinship --versions FEED GOLD --versions DESK GOLD --events WIRES EVENTS

Pairs that share passages are taken with their evidence over what passages alone would need, the share of
their letters, their longest run, the share of their words and of their headlines' words. A logistic function
of these is fitted to whether gold puts them together, each pair with its headlines and without. Over the
coefficient of the evidence, the others say how many times the evidence is needed where the odds are even.
Every corpus counts the same. Of a corpus whose gold is of events, pairs count as true only where passages
alone would join them. The numbers go into `dedupe/thresholds.py` by hand.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click
import numpy as np
import pyarrow as pa

from benchmarks.calibration import Gold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dedupe.articles import Articles
    from dedupe.measuring import Measurer
    from dedupe.relations import Measures

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Rows = NDArray[np.int64]

LEAST_EVIDENCE = 0.05
"""Share of the evidence needed under which a pair is left out: it is proposed by chance."""

STRENGTH = 10.0
"""Inverse strength of regularisation: scikit-learn's C."""

WORTH = 100
"""Pairs that each corpus counts as."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """Pairs of a corpus as measured with headlines and without, and whether they are true."""

    name: str
    measures: Measures
    bare: Measures
    true: Flags


def labelled(corpus: Path, gold: Path, *, events: bool) -> Labelled:
    """Measure the pairs of a corpus that share passages and are no near copies or templates."""
    import dedupe
    from dedupe.pipeline import each_once, join_by_rules
    from dedupe.relations import Relation, decide
    from dedupe.settings import Settings

    truth = Gold.read(gold, "cluster")
    articles = dedupe.read(str(corpus))
    joined = join_by_rules(articles, Settings(level="version"), lambda stage: None)
    names = joined.measure.corpus.ids(np.arange(len(articles))).to_pylist()
    if truth.pairs:
        row = {name: place for place, name in enumerate(names)}
        left, right = (np.array([row[pair[side]] for pair in truth.pairs], np.int64) for side in (0, 1))
        true = np.array([pair[2] for pair in truth.pairs], np.bool_)
    else:
        numbers = {name: place for place, name in enumerate(sorted(set(truth.clusters.values())))}
        cluster = np.array([numbers.get(truth.clusters.get(name, ""), -1) for name in names])
        found = each_once(joined.graph.measures, joined.measure.twins)
        found = found.take((cluster[found.left] >= 0) & (cluster[found.right] >= 0))
        left, right, true = found.left, found.right, cluster[found.left] == cluster[found.right]
    measures = joined.measure(left, right)
    relations = decide(measures, 0.7)
    kept = (relations != Relation.TEMPLATE) & (relations < Relation.NEAR)
    kept &= measures.evidence >= LEAST_EVIDENCE * measures.needed_by_passages
    if events:
        kept &= ~true | (measures.evidence >= measures.needed_by_passages)
    left, right, true = left[kept], right[kept], true[kept]
    corpus_bare = replace(joined.measure.corpus, articles=without_titles(articles))
    return Labelled(
        corpus.parent.name,
        with_kinship(joined.measure, left, right),
        with_kinship(joined.measure.on(corpus_bare), left, right),
        true,
    )


def with_kinship(measure: Measurer, left: Rows, right: Rows) -> Measures:
    """Measure pairs, what they share beside passages whether it is in doubt or not."""
    from dedupe.kinship import kinship
    from dedupe.text.fold import fold

    measures = measure(left, right)
    rows, places = np.unique(np.concatenate([left, right]), return_inverse=True)
    one, other = np.split(places, 2)
    corpus = measure.corpus
    titles = fold(corpus.titles()(rows))
    vocabulary, headline = kinship(corpus.folded(rows), titles, one, other)
    return replace(measures, vocabulary=vocabulary, headline=headline)


def without_titles(articles: Articles) -> Articles:
    """Return the corpus as if no article had a headline."""
    about = articles.about
    place = about.schema.get_field_index("title")
    return replace(articles, about=about.set_column(place, "title", pa.nulls(len(about), pa.string())))


def because(measures: Measures) -> Floats:
    """Return what speaks for pairs: evidence, share of letters, longest run, words, headlines."""
    from dedupe.relations import LEAST_SHARE

    evidence = measures.evidence / measures.needed_by_passages
    share = np.maximum(measures.containment, LEAST_SHARE)
    longest = np.maximum(measures.longest / np.maximum(measures.length, 1), LEAST_SHARE)
    titled = ~np.isnan(measures.headline)
    told = np.where(titled, measures.headline, 0.0)
    return np.stack(
        [np.log(evidence), np.log(share), np.log(longest), measures.vocabulary, titled, told], axis=1
    )


def fit(corpora: Sequence[Labelled]) -> Floats:
    """Fit coefficients to labelled pairs, with headlines and without: those of `because`, and a constant."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=STRENGTH, max_iter=3000)
    sides = [(each.measures, each.bare) for each in corpora]
    model.fit(
        np.concatenate([because(measures) for pair in sides for measures in pair]),
        np.concatenate([each.true for each in corpora for _ in range(2)]),
        sample_weight=np.concatenate(
            [np.full(2 * len(each.true), WORTH / 2 / len(each.true)) for each in corpora]
        ),
    )
    return np.append(model.coef_[0], model.intercept_[0])


def times(measures: Measures, coefficients: Floats) -> Floats:
    """Return how many times the evidence is needed, where the odds are even."""
    from dedupe.thresholds import KIN_LEAST, KIN_MOST, UPDATE_DAYS

    evidence, *others, constant = coefficients
    odds = constant + because(measures)[:, 1:] @ np.array(others)
    least = np.where(measures.days < UPDATE_DAYS, KIN_LEAST, 1.0)
    return np.clip(np.exp(-odds / evidence), least, KIN_MOST)


def judged(measures: Measures, true: Flags, needed: Floats) -> str:
    """Return precision and recall of the pairs that have the evidence needed."""
    joined = measures.evidence >= needed * measures.needed_by_passages
    right = int((joined & true).sum())
    return f"{right / max(1, int(joined.sum())):.3f} {right / max(1, int(true.sum())):.3f}"


Files = tuple[tuple[Path, Path], ...]
PAIR = (click.Path(exists=True, path_type=Path), click.Path(exists=True, path_type=Path))


@click.command()
@click.option("--versions", type=PAIR, multiple=True, metavar="CORPUS GOLD", help="Gold is of versions.")
@click.option("--events", type=PAIR, multiple=True, metavar="CORPUS GOLD", help="Gold is of events.")
def main(versions: Files, events: Files) -> None:
    """Fit the coefficients, and print precision and recall of each corpus by those fitted to the others."""
    if len(versions) + len(events) < 2:
        raise click.UsageError("name two corpora or more: each is judged by the others")
    corpora = [labelled(*each, events=False) for each in versions]
    corpora += [labelled(*each, events=True) for each in events]
    evidence, share, longest, vocabulary, titled, told, constant = fit(corpora).tolist()
    print(f"KIN_CONSTANT = {-constant / evidence:.2f}")
    print(f"KIN_SHARE = {-share / evidence:.2f}")
    print(f"KIN_LONGEST = {-longest / evidence:.2f}")
    print(f"KIN_VOCABULARY = {vocabulary / evidence:.2f}")
    print(f"KIN_HEADLINE = {told / evidence:.2f}")
    print(f"HEADLINE_EVEN = {-titled / told:.2f}")
    for with_titles in (True, False):
        print(f"\n{'with headlines' if with_titles else 'without':20}  pairs   true  by passages    by all")
        for out in corpora:
            measures = out.measures if with_titles else out.bare
            found = fit([each for each in corpora if each is not out])
            alone = judged(measures, out.true, np.ones(len(out.true)))
            by_all = judged(measures, out.true, times(measures, found))
            print(f"{out.name:20} {len(out.true):6} {int(out.true.sum()):6}  {alone}  {by_all}")


if __name__ == "__main__":
    main()
