"""The plan of a corpus, and its articles, each made when asked for."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import numpy as np

from corpora.synthetic.chance import STEP, scramble, some_of, unit
from corpora.synthetic.clauses import FIGURE_LIMIT, FIGURE_SHARE, Clauses, clauses_of, spell
from corpora.synthetic.copies import (
    COLUMN,
    HYPHENATED,
    PRINT_COLUMN,
    abridge,
    edit,
    misread,
    rewrite,
    wrap,
)
from corpora.synthetic.language import PARAGRAPH, SITES, Language, invent_language
from corpora.synthetic.settings import (
    ABRIDGED,
    KINDS,
    LOST_SPACE,
    NEAR,
    OCR,
    ORIGINAL,
    REPRINT,
    REWRITE,
    TEMPLATE,
    Settings,
)
from corpora.synthetic.similarity import jaccards

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from corpora.synthetic.chance import Keys, Numbers

    Pair = tuple[str, str, str, float]  # two ids, the earlier made article's first, kind, exact Jaccard


CHUNK = 250  # articles made at a time: 110,000 words, whose arrays stay in the processor's cache
ISSUES = (3, 30)  # issues of one template
FURNISHED = 0.1  # single articles that stand in site furniture, so furniture alone marks no copy
HEADLINES = 6  # clauses at the beginning of a story that a rewrite takes its headline from
# Independent streams of random numbers.
ID, CLUSTER, STORY, COPY, ORDER, SIZE, SITE, TIME = range(8)


@dataclass(frozen=True, slots=True)
class Plan:
    """What every article is, by its number: originals come first, then copies, then issues of templates.

    ``kind`` is uint8; ``origin``, the number of its original or of its template's first issue, and ``issue``,
    0 but in templates, are int64. The first ``clusters`` originals have copies. Numbers are never written:
    ids hide them, and articles are written in another order.
    """

    kind: NDArray[np.uint8]
    origin: Numbers
    issue: Numbers
    clusters: int


class Corpus:
    """The articles of some settings, each made when asked for."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.plan = self._plan()
        self.language: Language = invent_language(settings.seed)

    def keys(self, stream: int, numbers: Numbers) -> Keys:
        """Return one key for each article number; no two numbers share a key within a stream."""
        base = scramble(np.array([self.settings.seed], np.uint64)) + np.uint64(stream)
        return scramble(numbers.astype(np.uint64) ^ scramble(base))

    def _plan(self) -> Plan:
        settings = self.settings
        mix = {kind: share / sum(settings.mix.values()) for kind, share in settings.mix.items()}
        shares = np.array([mix.get(kind, 0.0) for kind in KINDS])
        issues = round(settings.articles * settings.duplicates * shares[TEMPLATE])
        copies = round(settings.articles * settings.duplicates * (1 - shares[TEMPLATE]))
        least, most = ISSUES
        runs = self._groups(issues, lambda bits: least + some_of(bits, 0, most - least + 1))
        if len(runs) and runs[-1] < least:
            runs = runs[:-1]
        often = 1 - 1 / max(settings.cluster_size - 1, 1.000001)
        sizes = self._groups(
            copies,
            lambda bits: np.minimum(1 + np.log1p(-unit(bits)) / np.log(often), settings.largest - 1).astype(
                np.int64
            ),
        )
        originals = settings.articles - copies - int(runs.sum())
        if len(sizes) > originals:
            raise ValueError(
                f"{copies} copies in clusters of {settings.cluster_size:g} need {len(sizes)} originals, but "
                f"{originals} articles are left for them; lower the share of duplicates "
                "or raise the cluster size"
            )
        bounds = np.round(
            np.cumsum(np.append(0, shares[1:TEMPLATE] / max(1 - shares[TEMPLATE], 1e-9))) * copies
        )
        kinds = np.repeat(np.arange(1, TEMPLATE), np.diff(bounds).astype(np.int64))
        kinds = kinds[np.argsort(self.keys(COPY, np.arange(copies)), kind="stable")]
        heads = originals + copies + np.cumsum(runs) - runs
        return Plan(
            kind=np.concatenate([np.zeros(originals), kinds, np.full(runs.sum(), TEMPLATE)]).astype(np.uint8),
            origin=np.concatenate(
                [np.arange(originals), np.repeat(np.arange(len(sizes)), sizes), np.repeat(heads, runs)]
            ),
            issue=np.concatenate(
                [
                    np.zeros(originals + copies, np.int64),
                    originals + copies + np.arange(runs.sum()) - np.repeat(heads, runs),
                ]
            ),
            clusters=len(sizes),
        )

    def _groups(self, total: int, size: Callable[[Keys], Numbers]) -> Numbers:
        """Return sizes of groups that sum to ``total``; the last takes what is left."""
        ends = np.cumsum(size(self.keys(SIZE, np.arange(total))))
        ends = np.append(ends[ends < total], total) if total else ends
        return np.diff(ends, prepend=0)

    def __len__(self) -> int:
        return len(self.plan.kind)

    def order(self) -> Numbers:
        """Return the article numbers in the order of the files."""
        return np.argsort(self.keys(ORDER, np.arange(len(self))), kind="stable")

    def ids(self, numbers: Numbers) -> list[str]:
        """Return the ids of articles, 16 hexadecimal digits that tell nothing."""
        return [f"{key:016x}" for key in self.keys(ID, numbers).tolist()]

    def clusters(self, numbers: Numbers) -> list[str]:
        """Return the gold clusters at level version; every issue of a template is a cluster of its own."""
        alone = self.plan.kind[numbers] == TEMPLATE
        return [
            f"c{key:016x}"
            for key in self.keys(CLUSTER, np.where(alone, numbers, self.plan.origin[numbers])).tolist()
        ]

    def groups(self) -> Iterator[Numbers]:
        """Yield the numbers of each cluster of two or more and of each template, the first article first."""
        grouped = np.argsort(self.plan.origin, kind="stable")
        origins = self.plan.origin[grouped]
        starts = np.flatnonzero(np.diff(origins, prepend=-1))
        ends = np.append(starts[1:], len(grouped))
        for start, end in zip(starts[ends - starts > 1], ends[ends - starts > 1], strict=True):
            yield grouped[start:end]

    def target(self, rng: random.Random) -> float:
        """Draw the Jaccard that a near copy is to have with its original."""
        low, *most_likely, high = self.settings.jaccard
        return rng.triangular(low, high, *most_likely) if most_likely else rng.uniform(low, high)

    def texts(self, numbers: Numbers) -> list[str]:
        """Return the texts of articles; each depends on the settings and its own number only."""
        plan, settings, language = self.plan, self.settings, self.language
        kinds = plan.kind[numbers].tolist()
        stories, facts, figure_shares = self._stories(numbers)
        clauses, counts = clauses_of(stories, plan.kind[numbers] == TEMPLATE)
        copies = self.keys(COPY, numbers).tolist()
        changed = [i for i, kind in enumerate(kinds) if NEAR <= kind <= REWRITE]
        chances = {i: random.Random(copies[i]) for i in changed}
        ends = np.cumsum(counts)
        parts, done = [], 0
        for i in changed:
            part = clauses.part(ends[i] - counts[i], ends[i])
            if kinds[i] == REWRITE:
                other = rewrite(part, chances[i])
            elif kinds[i] == ABRIDGED or (kinds[i] == OCR and chances[i].random() < settings.cut):
                other = abridge(part, chances[i])
            else:
                continue
            parts += [clauses.part(done, ends[i] - counts[i]), other]
            done, counts[i] = ends[i], len(other.keys)
        parts.append(clauses.part(done, ends[-1]))
        clauses = Clauses(np.concatenate([p.keys for p in parts]), np.concatenate([p.endings for p in parts]))
        texts = spell(language, clauses, counts, stories, facts, figure_shares)

        for i in changed:
            rng = chances[i]
            if kinds[i] == NEAR:
                texts[i] = edit(texts[i], self.target(rng), rng, language)
            elif kinds[i] == LOST_SPACE:
                texts[i] = wrap(texts[i], rng.randint(*COLUMN), "", 0.0, rng)
            elif kinds[i] == OCR:
                texts[i] = misread(texts[i], rng.uniform(*settings.noise), rng)
                texts[i] = wrap(texts[i], rng.randint(*PRINT_COLUMN), "\n", HYPHENATED, rng)
        for i in np.flatnonzero(self._furnished(numbers)).tolist():
            _, before, after = language.sites[self._sites(numbers[i : i + 1])[0]]
            texts[i] = f"{before}\n\n{texts[i]}\n\n{after}"
        return texts

    def _stories(self, numbers: Numbers) -> tuple[Keys, Keys, NDArray[np.float64]]:
        """Return the keys of the stories and of their facts, and the share of words that are figures."""
        notice = self.plan.kind[numbers] == TEMPLATE
        stories = self.keys(STORY, self.plan.origin[numbers])
        facts = np.where(notice, scramble(stories + self.plan.issue[numbers].astype(np.uint64)), stories)
        varying = FIGURE_SHARE + (FIGURE_LIMIT - FIGURE_SHARE) * unit(stories)
        return stories, facts, np.where(notice, varying, FIGURE_SHARE)

    def _sites(self, numbers: Numbers) -> Numbers:
        return some_of(self.keys(SITE, numbers), 0, SITES)

    def _furnished(self, numbers: Numbers) -> NDArray[np.bool_]:
        kind = self.plan.kind[numbers]
        alone = (kind == ORIGINAL) & (numbers >= self.plan.clusters)
        chosen = unit(scramble(self.keys(SITE, numbers))) < FURNISHED
        return np.asarray((kind == REPRINT) | (alone & chosen))

    def titles(self, numbers: Numbers) -> list[str]:
        """Return the titles of articles: what the story begins with, in rewrites one of its first clauses.

        All other copies keep their original's.
        """
        stories, facts, figure_shares = self._stories(numbers)
        own = some_of(self.keys(COPY, numbers), 0, HEADLINES)
        place = np.where(self.plan.kind[numbers] == REWRITE, own, 0)
        keys = scramble(stories + place.astype(np.uint64) * STEP)
        one = np.ones(len(numbers), np.int64)
        titles = spell(self.language, Clauses(keys, one * PARAGRAPH), one, stories, facts, figure_shares)
        return [title[:-1] for title in titles]

    def published(self, numbers: Numbers) -> list[str]:
        """Return when articles appeared: originals in one year, copies within three days of theirs."""
        plan = self.plan
        minute = some_of(self.keys(TIME, plan.origin[numbers]), 0, 366 * 24 * 60)
        lag = np.where(plan.kind[numbers] == ORIGINAL, 0, 10 + some_of(self.keys(TIME, numbers), 24, 72 * 60))
        interval = np.array([1, 7, 30])[some_of(self.keys(TIME, plan.origin[numbers]), 24, 3)] * 24 * 60
        minute += np.where(plan.kind[numbers] == TEMPLATE, plan.issue[numbers] * interval, lag)
        moments = np.datetime64("2024-01-01T00:00:00") + minute * np.timedelta64(60, "s")
        return [f"{moment}Z" for moment in np.datetime_as_string(moments).tolist()]

    def rows(self, numbers: Numbers) -> dict[str, list[str]]:
        """Return articles as columns."""
        return {
            "id": self.ids(numbers),
            "title": self.titles(numbers),
            "text": self.texts(numbers),
            "published": self.published(numbers),
            "source": [self.language.sites[site][0] for site in self._sites(numbers).tolist()],
        }

    def batches(self) -> Iterator[list[Numbers]]:
        """Yield whole groups, as many as make up a chunk."""
        waiting: list[Numbers] = []
        for group in self.groups():
            waiting.append(group)
            if sum(map(len, waiting)) >= CHUNK:
                yield waiting
                waiting = []
        if waiting:
            yield waiting

    def pairs(self) -> Iterator[Pair]:
        """Yield every pair within a cluster, and each issue of a template with the next."""
        for batch in self.batches():
            yield from self.pairs_of(batch, self.texts(np.concatenate(batch)))

    def pairs_of(self, groups: Sequence[Numbers], texts: Sequence[str]) -> list[Pair]:
        """Return the pairs of some groups, whose texts follow one another."""
        numbers = np.concatenate(groups)
        ids, kinds = self.ids(numbers), self.plan.kind[numbers].tolist()
        similarity = jaccards(texts)
        pairs: list[Pair] = []
        start = 0
        for group in groups:
            end = start + len(group)
            near = similarity[start:end, start:end].tolist()
            places = range(len(group))
            for a, b in pairwise(places) if kinds[start] == TEMPLATE else combinations(places, 2):
                kind = KINDS[max(kinds[start + a], kinds[start + b])]
                pairs.append((ids[start + a], ids[start + b], kind, near[a][b]))
            start = end
        return pairs
