"""Why two articles are together, or are not: their measures, and the rule that decided."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from dedupe import compute as pc
from dedupe.confidence import confidence, needed_margin, relate
from dedupe.joined import measure_pairs
from dedupe.pipeline import join_versions
from dedupe.progress import untold, unwatched
from dedupe.relations import LEVELS, Measures, Relation, decide
from dedupe.shared import SharedPassage, shared_passages
from dedupe.succession import later_of, succession_of

if TYPE_CHECKING:
    from dedupe.articles import Articles
    from dedupe.corpus import Corpus
    from dedupe.progress import Progress, Told
    from dedupe.settings import Settings


@dataclass(frozen=True, slots=True)
class Explanation:
    """What two articles are to each other, and why.

    `relation` is what the pair is by itself; `together` whether they are in one cluster, which can be
    through others. `reason` is one sentence. `later` is the one published later where the dates of two
    versions differ, and `succession` what it is to the earlier: a `reissue` of the same text, a
    `correction` of its figures, an `abridgement` or an `update`. `confidence` is the probability that the
    pair belongs together at the level asked for, by itself. `evidence` and `needed` are in letters.
    `vocabulary` and `headline` are shares of words, as `dedupe.kinship` has them, None where they can change
    nothing and were not measured.
    """

    a: str
    b: str
    relation: str
    together: bool
    reason: str
    later: str | None
    succession: str | None
    confidence: float
    jaccard: float
    containment: float
    vocabulary: float | None
    headline: float | None
    evidence: float
    needed: float
    longest: int
    figures_agreeing: int
    figures_differing: int
    passages: tuple[SharedPassage, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the explanation as plain values, for JSON."""
        return asdict(self)


def explain(
    articles: Articles,
    a: str,
    b: str,
    settings: Settings,
    progress: Progress = unwatched,
    told: Told = untold,
) -> Explanation:
    """Cluster a corpus and say of two of its articles why they are, or are not, together.

    `progress` and `told` hear how the clustering gets on.

    Raises
    ------
    KeyError
        If no article has one of the ids.
    """
    joined = join_versions(articles, settings, progress, told)
    corpus = joined.measure.corpus
    one, other = (_row_of(corpus, name) for name in (a, b))
    measures = measure_pairs(joined, np.array([one]), np.array([other]))
    relation = Relation(relate(measures, settings)[0])
    together = bool(joined.graph.groups[one] == joined.graph.groups[other])
    texts = corpus.texts(np.array([one, other])).to_pylist()
    later = later_of(corpus, one, other) if relation >= Relation.VERSION else None
    return Explanation(
        a=a,
        b=b,
        relation=str(relation),
        together=together,
        reason=_reason(measures, relation, together, settings),
        later=None if later is None else (a if later == one else b),
        succession=None if later is None else succession_of(joined, measures, relation, later),
        confidence=float(confidence(measures, decide(measures, settings.threshold), settings.level)[0]),
        jaccard=float(measures.jaccard[0]),
        containment=float(measures.containment[0]),
        vocabulary=_known(measures.vocabulary[0]),
        headline=_known(measures.headline[0]),
        evidence=float(measures.evidence[0]),
        needed=_needed(measures, settings),
        longest=int(measures.longest[0]),
        figures_agreeing=int(measures.agreeing[0]),
        figures_differing=int(measures.differing[0]),
        passages=shared_passages(texts[0], texts[1], joined.measure.frequencies),
    )


def _row_of(corpus: Corpus, name: str) -> int:
    ids = corpus.articles.about["id"]
    place = pc.index(ids, pa.scalar(name, ids.type)).as_py()
    if place >= 0:
        return int(corpus.rank[place])
    from difflib import get_close_matches

    known = ids.to_pylist()
    close = get_close_matches(name, known, n=1) or known[:1]
    raise KeyError(f"no article has the id {name!r}" + (f"; is it {close[0]!r}?" if close else ""))


def _reason(measures: Measures, relation: Relation, together: bool, settings: Settings) -> str:
    """Say in one sentence which rule decided."""
    jaccard, containment = float(measures.jaccard[0]), float(measures.containment[0])
    evidence, needed = float(measures.evidence[0]), _needed(measures, settings)
    whole = round(np.nan_to_num(measures.days[0]))
    days = f", {whole} {'day' if whole == 1 else 'days'} apart" if measures.days[0] >= 1 else ""
    differing, figures = int(measures.differing[0]), int(measures.differing[0] + measures.agreeing[0])
    alone = {
        Relation.EXACT: "the texts are the same once folded",
        Relation.NEAR: f"they share {jaccard:.0%} of their word shingles, {settings.threshold:.0%} is near",
        Relation.EXCERPT: f"one holds {containment:.0%} of the other",
        Relation.VERSION: (
            f"rare passages that both hold come to {evidence:.0f} letters, {needed:.0f} are enough{days}"
            if evidence >= needed
            else f"they share {containment:.0%} of the shorter one, and its figures agree"
        ),
        Relation.STORY: f"their TF-IDF cosine is {float(measures.cosine[0]):.2f}",
        Relation.TEMPLATE: (
            f"they share {containment:.0%} of the shorter one, but {differing} of the {figures} figures "
            "in shared passages differ: a recurring report"
        ),
        Relation.NONE: (
            f"rare passages that both hold come to {evidence:.0f} letters, {needed:.0f} would be enough{days}"
        ),
    }[relation]
    joins = relation >= LEVELS[settings.level]
    if joins and not together:
        return f"{alone}; yet the rest of their clusters has too little in common"
    if together and not joins:
        return f"{alone}; they are together through others"
    return alone


def _known(value: float) -> float | None:
    """Return a measure, None where it was not taken."""
    return None if np.isnan(value) else float(value)


def _needed(measures: Measures, settings: Settings) -> float:
    """Return the letters of evidence that the rules ask for, or the confidence at level version."""
    asked = needed_margin(settings) if settings.level == "version" else 1.0
    return float(measures.needed[0]) * asked
