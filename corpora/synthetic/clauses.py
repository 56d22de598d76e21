"""Clauses, of which articles are lists, and their spelling.

A clause is a pure function of its 64-bit key and of the story it belongs to, so a rewrite that keeps a key
keeps that passage word for word and one that takes a fresh key rewords it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from corpora.synthetic.chance import STEP, scramble, some_of, unit
from corpora.synthetic.language import (
    CAPITAL,
    CLOSING,
    COMMA,
    FEW,
    FIGURES,
    GENERAL,
    NAMES,
    OPENING,
    PARAGRAPH,
    STOP,
    TOPICS,
    Language,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Keys = NDArray[np.uint64]
    Numbers = NDArray[np.int64]

CAST = 6  # persons, and places, of one story; a rewrite draws on the same cast
POOL = 12  # figures and dates of one story, or of one issue of a template
# Shares of the words of a clause; what is left is function words and general content words.
FIGURE_SHARE, FIGURE_LIMIT, NAME_SHARE, PHRASE_SHARE, TOPIC_SHARE = 0.035, 0.10, 0.04, 0.01, 0.15


@dataclass(frozen=True, slots=True)
class Clauses:
    """The clauses of articles: their keys, uint64, and how each ends (COMMA, STOP or PARAGRAPH), int64."""

    keys: Keys
    endings: Numbers

    def part(self, start: int, end: int) -> Clauses:
        """Return the clauses from ``start`` to ``end`` as a view."""
        return Clauses(self.keys[start:end], self.endings[start:end])


def clauses_of(stories: Keys, notices: NDArray[np.bool_]) -> tuple[Clauses, Numbers]:
    """Return the clauses of whole articles, one after the other, and how many each has.

    The number of clauses is 14 to 126, 42 in the mean, skewed as article lengths are; notices (the issues of
    templates) are short.
    """
    spread = unit(scramble(stories)) * unit(scramble(stories ^ STEP))
    counts = np.where(notices, 8 + 16 * spread, 14 + 112 * spread).astype(np.int64)
    ends = np.cumsum(counts)
    place = np.arange(ends[-1]) - np.repeat(ends - counts, counts)
    keys = scramble(np.repeat(stories, counts) + place.astype(np.uint64) * STEP)
    endings = np.array([COMMA] * 9 + [STOP] * 7 + [PARAGRAPH] * 4)[some_of(keys, 0, 20)]
    endings[ends - 1] = PARAGRAPH
    return Clauses(keys, endings), counts


def lengths_of(keys: Keys) -> Numbers:
    """Return how many words clauses have, 6 to 14; a name, a figure or a set phrase counts as one."""
    return 6 + some_of(keys, 8, 9)


def spell(
    language: Language,
    clauses: Clauses,
    counts: Numbers,
    stories: Keys,
    facts: Keys,
    figure_shares: NDArray[np.float64],
) -> list[str]:
    """Spell articles out.

    Parameters
    ----------
    clauses, counts
        The clauses of all articles and how many each article has.
    stories
        One key an article: decides its topic, persons and places.
    facts
        One key an article: decides its figures and dates and nothing else. Where it is not the story's key
        the article is an issue of a template, and its first clause holds two figures, so issues do differ.
    figure_shares
        One number an article: the share of its words that are figures, at most FIGURE_LIMIT.
    """
    keys, endings = clauses.keys, clauses.endings
    lengths = lengths_of(keys)
    ends = np.cumsum(lengths)
    first = ends - lengths
    of_clause = np.repeat(np.arange(len(keys), dtype=np.int32), lengths)
    place = np.arange(ends[-1], dtype=np.int32) - np.repeat(first.astype(np.int32), lengths)
    bits = scramble(np.repeat(keys, lengths) + place.astype(np.uint64) * STEP)
    article = np.repeat(np.arange(len(counts), dtype=np.int32), counts)[of_clause]
    kind = bits.astype(np.uint16)  # evenly spread over its 65,536 values, as all bits are

    # Function and content words take turns more often than not.
    draw = (bits >> np.uint64(16)).astype(np.uint32)
    is_function = (bits >> np.uint64(56)).astype(np.uint8) < np.array([205, 60], np.uint8)[place & 1]
    words = language.general[np.where(is_function, GENERAL + (draw & (FEW - 1)), draw & (GENERAL - 1))]

    shares = _of_65536(np.cumsum([FIGURE_LIMIT, NAME_SHARE, PHRASE_SHARE, TOPIC_SHARE]))
    special = np.flatnonzero(kind < shares[3])
    sort = kind[special]
    of_topic = special[(sort < shares[0]) | (sort >= shares[2])]
    topic = some_of(stories, 20, TOPICS)[article[of_topic]]
    words[of_topic] = language.topics[topic, draw[of_topic] & (FEW - 1)]
    phrase = special[(sort >= shares[1]) & (sort < shares[2])]
    words[phrase] = language.phrases[draw[phrase] & (FEW - 1)]
    opening = first[np.cumsum(counts) - counts][facts != stories]
    figure = special[sort < _of_65536(figure_shares)[article[special]]]
    figure = np.concatenate([figure, opening + 1, opening + 4])
    pooled = scramble(facts[article[figure]] + some_of(bits[figure], 16, POOL).astype(np.uint64))
    words[figure] = language.figures[some_of(pooled, 0, FIGURES)]
    named = special[(sort >= shares[0]) & (sort < shares[1])]

    quote = np.flatnonzero((some_of(keys, 30, 8) == 0) & (lengths >= 8))
    words[ends[quote] - 2] = language.said
    named = np.concatenate([named, ends[quote] - 1])
    cast = scramble(stories[article[named]] - some_of(bits[named], 16, CAST).astype(np.uint64))
    words[named] = language.names[some_of(bits[named], 40, 3), some_of(cast, 0, NAMES)]

    ways = np.zeros(len(words), np.int32)
    begins = np.ones(len(keys), bool)
    begins[1:] = endings[:-1] != COMMA
    ways[first[begins]] = CAPITAL
    ways[ends - 1] = endings
    ways[first[quote]] = OPENING
    ways[ends[quote] - 3] = CLOSING
    _, offsets, letters = language.forms.take(pa.array(ways * language.size + words)).buffers()
    bounds = np.frombuffer(offsets, np.int32)[np.append(0, ends[np.cumsum(counts) - 1])].tolist()
    text = memoryview(letters)
    return [str(text[start : end - 2], "utf-8") for start, end in pairwise(bounds)]


def _of_65536(shares: NDArray[np.float64]) -> NDArray[np.int32]:
    """Return how many of the numbers below 65,536 lie below these shares of it."""
    return np.ceil(shares * 65_536).astype(np.int32)
