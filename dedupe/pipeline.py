"""The main job in one look: articles to sketches, candidate pairs, measures, groups, clusters."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from dedupe import compute as pc
from dedupe.confidence import confidence, relate
from dedupe.copies import equal, equal_texts, with_copies
from dedupe.corpus import Corpus
from dedupe.events import find_reports, join_events
from dedupe.found import PAIR_FIELDS, RELATIONS, Found
from dedupe.furniture import find_furniture
from dedupe.groups import Completeness, within
from dedupe.joined import Joined, last_measured, rejoin
from dedupe.keys import pair_keys
from dedupe.measuring import Measurer, Sizes
from dedupe.memory import hand_back
from dedupe.near import near_copies
from dedupe.progress import untold, unwatched
from dedupe.relations import LEVELS, Measures, Relation, decide, join, similarity
from dedupe.sketches import Sketcher, sketch_corpus
from dedupe.succession import corrected
from dedupe.threads import side_by_side
from dedupe.versions import versions

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedupe.articles import Articles
    from dedupe.progress import Progress, Told
    from dedupe.settings import Settings

    Rows = NDArray[np.int64]

LETTERS_AT_ONCE = 1024
"""Articles with furniture whose letters a thread counts again at a time."""


def cluster(
    articles: Articles, settings: Settings, progress: Progress = unwatched, told: Told = untold
) -> Found:
    """Cluster a corpus into the versions of each report.

    The answer depends on the set of articles and the settings, not on the order of the rows, the
    number of threads or the engine: a row is everywhere the rank of an article's id.
    """
    joined = join_by_rules(articles, settings, progress, told)
    begin("choosing canonical versions", progress)
    return clusters_of(joined if settings.confidence is None else rejoin(joined, settings), joined)


def rethreshold(joined: Joined, *, threshold: float | None = None, confidence: float | None = None) -> Found:
    """Cluster a corpus that the rules have joined again, at another threshold or confidence.

    Raises
    ------
    ValueError
        Where neither or both are given, the level is moved by the other one, or pairs would be needed that
        the run has not proposed.
    """
    settings = joined.settings
    if (threshold is None) == (confidence is None):
        raise ValueError("name a threshold (level near) or a confidence (levels version and story)")
    if threshold is None:
        asked = replace(settings, confidence=confidence)
    elif settings.level != "near":
        raise ValueError(f"threshold is for level near; at level {settings.level} ask for a confidence")
    elif threshold < settings.threshold:
        raise ValueError(
            f"pairs under a Jaccard of {settings.threshold:g} were never proposed: "
            f"cluster again with threshold={threshold:g}"
        )
    else:
        asked = replace(settings, threshold=threshold)
    return clusters_of(rejoin(joined, asked), joined)


def join_versions(
    articles: Articles, settings: Settings, progress: Progress = unwatched, told: Told = untold
) -> Joined:
    """Join a corpus up to the level asked for, by the rules or with the confidence asked for."""
    joined = join_by_rules(articles, settings, progress, told)
    return joined if settings.confidence is None else rejoin(joined, settings)


def join_by_rules(articles: Articles, settings: Settings, progress: Progress, told: Told = untold) -> Joined:
    """Run the stages up to the level asked for, and leave aside which confidence is."""
    settings = replace(settings, confidence=None)
    begin("sketching", progress)
    corpus = Corpus.of(articles, settings.threads, told)
    sketches = sketch_corpus(corpus, Sketcher.of(settings))
    measure = Measurer(corpus, settings.shingling, equal_texts(sketches.digests), Sizes.unknown(len(corpus)))
    complete = Completeness(sketches.letters, measure.twins, measure.sizes, corpus.moments)
    begin("finding near copies", progress)
    joined = Joined(settings, near_copies(measure, sketches, settings), measure, complete, measure.twins)
    lines, digests = sketches.lines, sketches.digests
    del sketches  # the bands would take more room than all that is kept of a text
    if settings.level != "near":
        below = joined.graph
        begin("learning site furniture", progress)
        corpus = corpus.without(find_furniture(corpus, lines, below.groups, digests))
        complete = replace(complete, letters=bare_letters(corpus, complete.letters))
        begin("finding shared passages", progress)
        graph, measure = versions(below, measure.on(corpus), complete, settings)
        joined = Joined(settings, graph, measure, complete, below.groups, len(below.measures))
    if settings.level == "story":
        begin("finding reports of one event", progress)
        below, reports = joined.graph, find_reports(joined.graph, joined.measure, complete, settings)
        joined = Joined(
            settings,
            join_events(below, reports, settings),
            joined.measure,
            complete,
            below.groups,
            len(below.measures),
            reports,
        )
    return joined


def begin(stage: str, progress: Progress) -> None:
    """Begin a stage: tell of it, and hand back the memory that the one before has freed."""
    hand_back()
    progress(stage)


def bare_letters(corpus: Corpus, letters: Rows) -> Rows:
    """Return the letters of each article of a corpus without furniture; `letters` counts that in."""
    letters = letters.copy()
    held = np.flatnonzero(corpus.furniture.held) if corpus.furniture else np.empty(0, np.int64)
    lots = (held[first : first + LETTERS_AT_ONCE] for first in range(0, len(held), LETTERS_AT_ONCE))

    def work(rows: Rows) -> None:
        letters[rows] = np.diff(corpus.folded(rows).offsets)

    for _ in side_by_side(work, lots, corpus.threads):
        pass
    return letters


def clusters_of(joined: Joined, first: Joined | None = None) -> Found:
    """Say what each article is to its canonical, and put rows back in the order they were given in.

    `first` is how the rules joined the corpus, from which it can be joined anew: the same where not given.
    """
    settings = joined.settings
    corpus = joined.measure.corpus
    twins, groups = joined.measure.twins, joined.graph.groups
    measures = each_once(within(groups, joined.graph.measures), twins)
    by_group, label = joined.complete.canonical_rows(groups)
    relations = relate(measures, settings)
    by_group = corrected(joined, by_group, label, measures, relations)
    canonical = by_group[label]
    accepted = relations >= LEVELS[settings.level]
    cohesion = np.ones(len(by_group))
    inside = accepted & (label[measures.left] == label[measures.right])
    alike = similarity(measures, relations)
    np.minimum.at(cohesion, label[measures.left[inside]], alike[inside])

    rows = np.flatnonzero(canonical != np.arange(len(canonical)))
    to_canonical = _measured(canonical[rows], rows, measures, joined.measure, settings)
    # Joined through others: it is to its canonical what its level joins by.
    kind = np.maximum(relate(to_canonical, settings), LEVELS[settings.level])
    codes = np.full(len(canonical), RELATIONS.index("self"), np.int8)
    codes[rows] = kind
    nearness = np.ones(len(canonical))
    nearness[rows] = similarity(to_canonical, kind)
    return Found(
        articles=corpus.articles,
        level=settings.level,
        canonical=corpus.order[canonical][corpus.rank],
        codes=codes[corpus.rank],
        similarity=nearness[corpus.rank],
        cohesion=cohesion[label][corpus.rank],
        boilerplate=_boilerplate(joined)[corpus.rank],
        rank=corpus.rank,
        listed=partial(pairs_of, joined),
        again=partial(rethreshold, first or joined),
        settings=settings,
    )


def _boilerplate(joined: Joined) -> NDArray[np.bool_]:
    """Tell which rows are left without a letter once their site furniture is taken out."""
    furniture = joined.measure.corpus.furniture
    if furniture is None:
        return np.zeros(len(joined.measure.corpus), np.bool_)
    return np.asarray(furniture.held & (joined.complete.letters == 0))


def each_once(measures: Measures, twins: Rows) -> Measures:
    """Return every pair of different texts once, by the rows that stand for them, as it was measured last."""
    left, right = twins[measures.left], twins[measures.right]
    measures = replace(measures, left=np.minimum(left, right), right=np.maximum(left, right))
    once = last_measured(measures)
    return once.take(once.left != once.right)


def _measured(left: Rows, right: Rows, known: Measures, measure: Measurer, settings: Settings) -> Measures:
    """Return the measures of pairs: those known, each once and by rows, and those still to be taken."""
    one, other = measure.twins[left], measure.twins[right]
    keys, known_keys = pair_keys(one, other), pair_keys(known.left, known.right)
    place = np.searchsorted(known_keys, keys)
    found = np.append(known_keys, ~np.uint64(0))[place] == keys
    same = one == other
    missing = ~found & ~same
    taken = (measure.words if settings.level == "near" else measure)(one[missing], other[missing])
    place[missing] = len(known) + np.arange(len(taken))
    place[same] = len(known) + len(taken) + np.arange(int(same.sum()))
    return join(known, taken, equal(left[same], right[same])).take(place)


def pairs_of(joined: Joined) -> pa.Table:
    """Return the accepted pairs as a table, by id: a, b, relation, jaccard, containment, score."""
    settings, corpus, twins = joined.settings, joined.measure.corpus, joined.measure.twins
    measures = each_once(joined.graph.measures, twins)
    accepted = relate(measures, settings) >= LEVELS[settings.level]
    measures = with_copies(measures.take(accepted), twins)
    relations = relate(measures, settings)
    containment = np.where(relations >= Relation.NEAR, measures.word_containment, measures.containment)
    # Whatever confidence was asked for, a pair is as sure as the rules and its measures make it.
    sure = confidence(measures, decide(measures, settings.threshold), settings.level)
    words = pa.DictionaryArray.from_arrays(pc.from_numpy(relations), pa.array(RELATIONS, pa.string()))
    return pa.table(
        {
            "a": corpus.ids(measures.left),
            "b": corpus.ids(measures.right),
            "relation": words.cast(pa.string()),
            "jaccard": pc.from_numpy(np.round(measures.jaccard, 4)),
            "containment": pc.from_numpy(np.round(containment, 4)),
            "score": pc.from_numpy(np.round(sure, 4)),
        },
        pa.schema(PAIR_FIELDS.items()),
    )
