"""What two articles are to each other: the one place that decides, from exact measures.

| relation | meaning |
|---|---|
| exact | the same text once folded |
| near | word-shingle Jaccard at or over the threshold |
| excerpt | one holds nearly all of the other |
| version | they share rare passages, or most of their text |
| story | they report one event in their own words |
| template | the same wording around other figures: a recurring report, never joined |
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from dedupe.thresholds import (
    EVIDENCE_A_FIGURE,
    EVIDENCE_DAYS,
    EVIDENCE_LETTERS,
    EVIDENCE_MOST,
    EVIDENCE_SHARE,
    EXCERPT_CONTAINMENT,
    FIGURES_FOR,
    HEADLINE_EVEN,
    KIN_CONSTANT,
    KIN_HEADLINE,
    KIN_LEAST,
    KIN_LONGEST,
    KIN_MOST,
    KIN_SHARE,
    KIN_VOCABULARY,
    LARGE_CONTAINMENT,
    LARGE_DISAGREEMENT,
    LARGE_ESTRANGEMENT,
    LARGE_FIGURES,
    LINK_SHARE,
    SKELETON_CONTAINMENT,
    SKELETON_RUN,
    STORY_COSINE,
    TEMPLATE_CONTAINMENT,
    TEMPLATE_DISAGREEMENT,
    TEMPLATE_EVIDENCE,
    TEMPLATE_FIGURES,
    UPDATE_DAYS,
    UPDATE_EVIDENCE,
    UPDATE_RUN,
    WHOLE_CONTAINMENT,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Relation(IntEnum):
    """What two articles are to each other, weakest first."""

    NONE = 0
    TEMPLATE = 1
    STORY = 2
    VERSION = 3
    EXCERPT = 4
    NEAR = 5
    EXACT = 6

    def __str__(self) -> str:
        """Return the word the rows use."""
        return self.name.lower()


LEAST_SHARE = 1e-3
"""Containment that one below it counts as: its logarithm must be finite."""

TRACE = 1e-6
"""What settles which of two strong links counts first, and nothing else."""

LEVELS = {"near": Relation.NEAR, "version": Relation.VERSION, "story": Relation.STORY}
"""The weakest relation that joins two articles, by level."""


@dataclass(frozen=True, slots=True)
class Measures:
    """Exact measures of pairs of articles; one entry a pair in each array.

    `left`, `right`: rows, left < right. `same`: whether the folded texts are equal. `jaccard`,
    `word_containment`: of word shingles, of the whole texts. `containment`, `evidence`, `longest`,
    `length`, `agreeing`, `differing`: as in `dedupe.passages.Evidence`, of the texts without furniture.
    `vocabulary`, `headline`: as `dedupe.kinship.kinship` has them, where passages leave room for doubt.
    `days`: between their publication, NaN where a date is unknown. `cosine`: of TF-IDF vectors. What was not
    measured is 0; days, vocabulary and headline are NaN.
    """

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    same: NDArray[np.bool_]
    jaccard: NDArray[np.float64]
    word_containment: NDArray[np.float64]
    containment: NDArray[np.float64]
    evidence: NDArray[np.float64]
    longest: NDArray[np.int64]
    length: NDArray[np.int64]
    agreeing: NDArray[np.int64]
    differing: NDArray[np.int64]
    vocabulary: NDArray[np.float64]
    headline: NDArray[np.float64]
    days: NDArray[np.float64]
    cosine: NDArray[np.float64]

    @classmethod
    def unmeasured(cls, left: NDArray[np.int64], right: NDArray[np.int64]) -> Measures:
        """Return pairs of rows, each put as left < right, of which nothing is known."""
        pairs = len(left)
        return cls(
            left=np.minimum(left, right),
            right=np.maximum(left, right),
            same=np.zeros(pairs, np.bool_),
            jaccard=np.zeros(pairs),
            word_containment=np.zeros(pairs),
            containment=np.zeros(pairs),
            evidence=np.zeros(pairs),
            longest=np.zeros(pairs, np.int64),
            length=np.zeros(pairs, np.int64),
            agreeing=np.zeros(pairs, np.int64),
            differing=np.zeros(pairs, np.int64),
            vocabulary=np.full(pairs, np.nan),
            headline=np.full(pairs, np.nan),
            days=np.full(pairs, np.nan),
            cosine=np.zeros(pairs),
        )

    def __len__(self) -> int:
        """Return the number of pairs."""
        return len(self.left)

    def take(self, which: NDArray[np.bool_] | NDArray[np.int64]) -> Measures:
        """Return some of the pairs."""
        return Measures(**{field.name: getattr(self, field.name)[which] for field in fields(self)})

    def put(self, places: NDArray[np.int64], measures: Measures) -> None:
        """Note what was measured of the pairs in some places."""
        for field in fields(self):
            getattr(self, field.name)[places] = getattr(measures, field.name)

    def copy(self) -> Measures:
        """Return the same measures in arrays of their own."""
        return self.take(np.arange(len(self)))

    @property
    def needed(self) -> NDArray[np.float64]:
        """Letters of evidence from which a pair are versions of one report."""
        return self.needed_by_passages * self.estrangement

    @property
    def needed_by_passages(self) -> NDArray[np.float64]:
        """Letters of evidence that are needed where nothing is known of the words beside the passages.

        More, the more days lie between, and the more figures differ where several do and none agrees; less
        where figures agree and none differs.
        """
        letters = EVIDENCE_LETTERS + EVIDENCE_SHARE * self.length
        apart = np.minimum(1.0 + np.nan_to_num(self.days) / EVIDENCE_DAYS, EVIDENCE_MOST)
        disagreeing = (self.agreeing == 0) & (self.differing >= TEMPLATE_FIGURES)
        against = np.where(disagreeing, 1.0 + EVIDENCE_A_FIGURE * self.differing, 1.0)
        bearing_out = (self.differing == 0) & ~(self.days >= UPDATE_DAYS)
        agreeing = np.where(bearing_out, np.minimum(self.agreeing, FIGURES_FOR), 0)
        return np.asarray(letters * apart * against / (1.0 + EVIDENCE_A_FIGURE * agreeing), np.float64)

    @property
    def estrangement(self) -> NDArray[np.float64]:
        """How many times the evidence is needed, as texts share less or more beside it; 1 where not measured.

        More where what they share is common, or one piece such as a portrait of a company at the end of two
        press releases, where few words stand in both, and where neither tells of what the other's headline
        says. Less only within a day: what comes
        later in the same words is another story on the same subject.
        """
        least = np.where(self.days < UPDATE_DAYS, KIN_LEAST, 1.0)
        share = np.log(np.maximum(self.containment, LEAST_SHARE))
        longest = np.log(np.maximum(self.longest / np.maximum(self.length, 1), LEAST_SHARE))
        odds = KIN_CONSTANT + KIN_SHARE * share + KIN_LONGEST * longest - KIN_VOCABULARY * self.vocabulary
        odds -= np.nan_to_num(KIN_HEADLINE * (self.headline - HEADLINE_EVEN))
        return np.where(np.isnan(odds), 1.0, np.clip(np.exp(odds), least, KIN_MOST))

    @property
    def in_doubt(self) -> NDArray[np.bool_]:
        """Whether what texts share beside their passages can make a difference."""
        share = self.evidence / np.maximum(self.needed_by_passages, 1.0)
        return (share < KIN_MOST) & ((share >= KIN_LEAST) | (self.containment >= LARGE_CONTAINMENT))


def join(*parts: Measures) -> Measures:
    """Return the pairs of several measures as one."""
    return Measures(
        **{field.name: np.concatenate([getattr(p, field.name) for p in parts]) for field in fields(Measures)}
    )


def other_figures(agreeing: NDArray[np.int64], differing: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which pairs differ in as many figures as issues of a template do."""
    differ = differing / np.maximum(agreeing + differing, 1)
    return np.asarray((differing >= TEMPLATE_FIGURES) & (differ >= TEMPLATE_DISAGREEMENT))


def only_other_figures(agreeing: NDArray[np.int64], differing: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which pairs have figures of which none agrees, such as notices with a single one."""
    return np.asarray((differing > 0) & (agreeing == 0))


def decide(measures: Measures, threshold: float) -> NDArray[np.int8]:
    """Return the `Relation` of each pair; `threshold` is the Jaccard of near copies."""
    template, version = np.zeros((2, len(measures)), np.bool_)
    # At level near passages are measured of few.
    told = np.flatnonzero((measures.containment > 0) | (measures.evidence > 0))
    if len(told):
        by_passages = measures if len(told) == len(measures) else measures.take(told)
        template[told], version[told] = _templates(by_passages), _versions(by_passages)
    return np.select(
        [
            measures.same,
            template,
            measures.jaccard >= threshold,
            version & (measures.containment >= EXCERPT_CONTAINMENT),
            version,
            measures.cosine >= STORY_COSINE,
        ],
        [
            Relation.EXACT,
            Relation.TEMPLATE,
            Relation.NEAR,
            Relation.EXCERPT,
            Relation.VERSION,
            Relation.STORY,
        ],
        Relation.NONE,
    ).astype(np.int8)


def _templates(measures: Measures) -> NDArray[np.bool_]:
    """Tell which pairs have the same wording around other figures."""
    agreeing, differing = measures.agreeing, measures.differing
    # Where no figure agrees nothing bears the pair out unless the rest of the wording is rare.
    unsupported = measures.evidence < TEMPLATE_EVIDENCE * measures.needed_by_passages
    figures_of_a_template = other_figures(agreeing, differing) | (
        only_other_figures(agreeing, differing) & unsupported
    )
    # A toll that has risen since the morning, amid sentences that stand as they stood, or figures that mostly
    # do. Without dates, as far as is known at one moment, both.
    updated = measures.evidence >= UPDATE_EVIDENCE * measures.needed_by_passages
    updated &= ~(measures.days >= UPDATE_DAYS)
    whole_sentences, same_figures = measures.longest >= UPDATE_RUN, differing <= agreeing
    updated &= np.where(measures.days > 0, whole_sentences | same_figures, whole_sentences & same_figures)
    # Where its figures cut a notice up, no stretch of its wording is long.
    cut_up = (measures.containment >= SKELETON_CONTAINMENT) & (measures.longest < SKELETON_RUN)
    cut_up &= other_figures(agreeing, differing)
    issues = (measures.containment >= TEMPLATE_CONTAINMENT) & figures_of_a_template & ~updated
    return np.asarray(issues | cut_up)


def _versions(measures: Measures) -> NDArray[np.bool_]:
    """Tell which pairs share passages that are rare enough, or most of their text."""
    figures = measures.agreeing + measures.differing
    differ = measures.differing / np.maximum(figures, 1)
    # A story reprinted many times is frequent in the corpus: its overlap counts by its size alone.
    large = (measures.containment >= LARGE_CONTAINMENT) & np.where(
        figures >= LARGE_FIGURES,
        (differ <= LARGE_DISAGREEMENT) & (measures.estrangement <= LARGE_ESTRANGEMENT),
        (measures.containment >= WHOLE_CONTAINMENT) & (measures.differing == 0),
    )
    return np.asarray((measures.length > 0) & ((measures.evidence >= measures.needed) | large))


def similarity(measures: Measures, relations: NDArray[np.int8]) -> NDArray[np.float64]:
    """Return one number from 0 to 1 a pair, the measure its relation rests on.

    Jaccard of word shingles for exact and near, containment of letter shingles for excerpt,
    version and template, TF-IDF cosine for story; 0 where there is no relation.
    """
    return np.select(
        [
            relations >= Relation.NEAR,
            (relations >= Relation.VERSION) | (relations == Relation.TEMPLATE),
            relations == Relation.STORY,
        ],
        [measures.jaccard, measures.containment, measures.cosine],
        0.0,
    )


def link_strength(
    measures: Measures, relations: NDArray[np.int8], level: str, threshold: float
) -> NDArray[np.float64]:
    """Return how strongly each pair holds a cluster together: 1 where it joins, less where it almost does.

    Likeness in other words has no clear bound: a pair that just joins by it has `LINK_SHARE`, so that groups
    are joined where they are alike on the whole. An excerpt, which is often like nothing but its source, has
    a trace less than others that join: the versions are put together first, whatever their ids.
    """
    almost = measures.jaccard / threshold
    if level != "near":
        almost = np.maximum(almost, measures.evidence / np.maximum(measures.needed, 1.0))
    if level == "story":
        almost = np.maximum(almost, LINK_SHARE * measures.cosine / STORY_COSINE)
    joins = (relations >= LEVELS[level]) & (relations != Relation.STORY)
    full = np.where(relations == Relation.EXCERPT, 1.0, 1.0 + TRACE)
    strength = np.where(joins, full, np.minimum(almost, np.where(relations == Relation.STORY, 1.0, 0.99)))
    strength[relations == Relation.TEMPLATE] = 0.0
    return strength
