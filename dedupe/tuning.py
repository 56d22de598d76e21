"""Which threshold or confidence suits a corpus whose clusters are known: a sweep, and the pairs to look at.

A corpus is measured once and clustered at each bar, as `Found.rethreshold` does. The best bar is chosen on
the labels that also judge it, so it flatters itself: what it gains is told again with the bar chosen on one
half of the gold clusters and judged on the other (two-fold cross-validation).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from dedupe.confidence import CURVES, LEAST_MARGIN, least_confidence, story_margins, version_margins
from dedupe.evaluation import DifferentArticlesError, agreement, clusters_by_id, numbered
from dedupe.lsh import Bands, choose_bands
from dedupe.pipeline import clusters_of, each_once, join_by_rules, rethreshold
from dedupe.progress import untold, unwatched
from dedupe.relations import Relation, decide
from dedupe.thresholds import BAND_RECALL

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from numpy.typing import NDArray

    from dedupe.articles import Article, Articles
    from dedupe.evaluation import Scores
    from dedupe.joined import Joined
    from dedupe.progress import Progress, Told
    from dedupe.settings import Settings

    Rows = NDArray[np.int64]

BARS = {
    "near": (0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95),
    "version": (0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.99),
    "story": (0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99),
}
"""The Jaccards of level near and the confidences of the others that are tried."""

BORDERLINE = 10
"""Pairs to look at."""


@dataclass(frozen=True, slots=True)
class Point:
    """How well the clusters of one bar agree with gold: a Jaccard at level near, else a confidence."""

    bar: float
    scores: Scores


@dataclass(frozen=True, slots=True)
class Borderline:
    """A pair near the bar, its Jaccard or confidence, whether they are together by default, and in gold."""

    a: Article
    b: Article
    bar: float
    joined: bool
    together: bool

    @property
    def wrong(self) -> bool:
        """Whether gold says otherwise."""
        return self.joined != self.together


@dataclass(frozen=True, slots=True, repr=False)
class Tuning:
    """A sweep over bars.

    Attributes
    ----------
    level : str
        `near`, where a bar is a Jaccard threshold, or `version` or `story`, where it is a confidence.
    points : tuple of Point
        By rising bar.
    default : Scores
        Of the settings as they are: the threshold, or where no confidence is set the rules.
    default_bar : float
        The threshold or confidence of the settings; the confidence of a pair just at the rule.
    best : Point
        Of the best F1; of several the one nearest to the default.
    gain, gain_left_out : float
        What the best bar adds to F1, on the labels that chose it, and on average on halves of the gold
        clusters that did not choose it.
    borderline : tuple of Borderline
        Measured pairs, wrong ones first, in each the nearest to the default bar first.
    bands : Bands
        Of LSH, at the settings' threshold.
    """

    level: str
    points: tuple[Point, ...]
    default: Scores
    default_bar: float
    best: Point
    gain: float
    gain_left_out: float
    borderline: tuple[Borderline, ...]
    bands: Bands

    def __repr__(self) -> str:
        """Return a line that says what did best."""
        best = f"{self.measure} {self.best.bar:g} with F1 {self.best.scores.f1:.4f}"
        return f"Tuning(level {self.level!r}: best {best}, {self.default.f1:.4f} as it is)"

    @property
    def measure(self) -> str:
        """What a bar is: `threshold` or `confidence`, as the settings call it."""
        return "threshold" if self.level == "near" else "confidence"

    def to_dict(self) -> dict[str, Any]:
        """Return the sweep as plain values, for JSON."""
        return {
            "level": self.level,
            "measure": self.measure,
            "default": {self.measure: self.default_bar, **self.default.to_dict()},
            "best": {self.measure: self.best.bar, **self.best.scores.to_dict()},
            "gain": self.gain,
            "gain_left_out": self.gain_left_out,
            "points": [{self.measure: point.bar, **point.scores.to_dict()} for point in self.points],
            "borderline": [
                {
                    "a": pair.a.id,
                    "b": pair.b.id,
                    self.measure: pair.bar,
                    "joined": pair.joined,
                    "together_in_gold": pair.together,
                }
                for pair in self.borderline
            ],
            "bands": asdict(self.bands),
        }


def tune(
    articles: Articles,
    gold: Any,
    settings: Settings,
    *,
    ignore_missing: bool = False,
    progress: Progress = unwatched,
    told: Told = untold,
) -> Tuning:
    """Cluster a corpus at many bars and compare each with gold clusters.

    Parameters
    ----------
    articles : Articles
    gold : as `dedupe.evaluate` takes it
    settings : Settings
        Their level is swept; their threshold or confidence is what the best one is held against.
    ignore_missing : bool
        Compare the articles that gold names, and leave out the others.
    progress, told
        Called with the name of each stage as it begins, and with how far it is.

    Raises
    ------
    DifferentArticlesError
        Where gold and the corpus do not hold the same articles and `ignore_missing` is False.
    ValueError
        Where gold puts no two articles of the corpus together.
    """
    named = clusters_by_id(gold, "gold")
    ids = articles.about["id"].to_pylist()
    labels = _labels(ids, named, ignore_missing)
    near = settings.level == "near"
    bars = [*BARS[settings.level], *([settings.threshold] if near else [settings.confidence or 0.0])]
    bars = sorted({bar for bar in bars if near or bar >= least_confidence(settings.level)})
    widest = replace(settings, confidence=None, threshold=bars[0] if near else settings.threshold)
    joined = join_by_rules(articles, widest, progress, told)
    clusterings = {}
    for bar in bars:
        progress(f"clustering at {bar:g}")
        found = rethreshold(joined, threshold=bar) if near else rethreshold(joined, confidence=bar)
        clusterings[bar] = found.canonical
    at = settings.threshold if near else settings.confidence
    default = clusterings[at] if at is not None else clusters_of(joined).canonical
    rule = at if at is not None else float(CURVES[settings.level].of(np.ones(1))[0])
    points = tuple(Point(bar, _judge(found, labels, labels >= 0)) for bar, found in clusterings.items())
    as_is = _judge(default, labels, labels >= 0)
    best = _best(points, rule)
    return Tuning(
        level=settings.level,
        points=points,
        default=as_is,
        default_bar=rule,
        best=best,
        gain=best.scores.f1 - as_is.f1,
        gain_left_out=_gain_left_out(clusterings, default, labels, rule),
        borderline=_borderline(joined, default, labels, settings, rule),
        bands=choose_bands(settings.num_perm, settings.threshold, BAND_RECALL),
    )


def _labels(ids: Sequence[str], gold: Mapping[str, Hashable], ignore_missing: bool) -> Rows:
    """Return the number of each article's gold cluster, -1 where gold does not name it."""
    names = sorted(gold)  # the halves that are left out must not depend on the order of gold
    numbers = dict(zip(names, numbered(gold[name] for name in names).tolist(), strict=True))
    labels = np.array([numbers.get(name, -1) for name in ids], np.int64)
    unnamed, unread = int((labels < 0).sum()), len(gold) - int((labels >= 0).sum())
    if (unnamed or unread) and not ignore_missing:
        raise DifferentArticlesError(
            f"gold names {len(gold)} articles: {unread} of them are not in the corpus, and {unnamed} of the "
            f"corpus's {len(ids)} are not in gold"
        )
    if not (np.bincount(labels[labels >= 0]) > 1).any():
        raise ValueError("gold puts no two articles of the corpus together: there is nothing to find")
    return labels


def _judge(found: Rows, labels: Rows, which: NDArray[np.bool_]) -> Scores:
    return agreement(*(np.unique(side[which], return_inverse=True)[1] for side in (found, labels)))


def _best(points: Sequence[Point], rule: float) -> Point:
    return max(points, key=lambda point: (point.scores.f1, -abs(point.bar - rule)))


def _gain_left_out(clusterings: Mapping[float, Rows], default: Rows, labels: Rows, rule: float) -> float:
    """Return what the bar chosen on one half of the gold clusters adds to F1 on the other, on average."""
    gains = []
    for half in (0, 1):
        mine, theirs = ((labels >= 0) & (labels % 2 == side) for side in (half, 1 - half))
        points = [Point(bar, _judge(found, labels, mine)) for bar, found in clusterings.items()]
        chosen = clusterings[_best(points, rule).bar]
        gains.append(_judge(chosen, labels, theirs).f1 - _judge(default, labels, theirs).f1)
    return float(np.mean(gains))


def _borderline(
    joined: Joined, default: Rows, labels: Rows, settings: Settings, rule: float
) -> tuple[Borderline, ...]:
    """Return the pairs nearest to the bar that the level moves, wrong ones first."""
    corpus, level = joined.measure.corpus, settings.level
    measures = each_once(joined.graph.measures, joined.measure.twins)
    left, right = corpus.order[measures.left], corpus.order[measures.right]
    relations = decide(measures, settings.threshold)
    moved = (relations != Relation.TEMPLATE) & (labels[left] >= 0) & (labels[right] >= 0)
    if level == "near":
        at = measures.jaccard
        apart = np.abs(at - rule)
        moved &= relations != Relation.EXACT
    else:
        margins = version_margins(measures, relations) if level == "version" else story_margins(measures)
        at, needed = CURVES[level].of(margins), CURVES[level].margin(rule)
        apart = np.abs(np.log(np.maximum(margins, LEAST_MARGIN) / needed))
        moved &= relations < {"version": Relation.NEAR, "story": Relation.VERSION}[level]
    accepted, together = default[left] == default[right], labels[left] == labels[right]
    order = np.lexsort((measures.right, measures.left, apart, accepted == together))
    shown = order[(moved & (at > 0))[order]][:BORDERLINE]
    articles = corpus.articles
    return tuple(
        Borderline(
            articles[int(left[pair])],
            articles[int(right[pair])],
            float(at[pair]),
            bool(accepted[pair]),
            bool(together[pair]),
        )
        for pair in shown
    )
