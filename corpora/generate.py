"""Write a news corpus of any size whose duplicates are known: articles, gold clusters, exact similarities.

The language is invented, its statistics are those of news: Zipfian words, topics, casts of names and
figures, quotes, set phrases that unrelated articles share. Every text is a pure function of the seed and of
its article's number (random numbers come by counter), so articles are written in shuffled order while no
text is kept, and a second pass makes each cluster again to measure its pairs.

An article is a list of *clauses*. A clause is a pure function of its 64-bit key and of the story it belongs
to, so a rewrite that keeps a key keeps that passage word for word and one that takes a fresh key rewords it.
"""

from __future__ import annotations

import json
import random
import sys
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import chain, combinations, count, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    Keys = NDArray[np.uint64]
    Numbers = NDArray[np.int64]

__all__ = ["KINDS", "PRESETS", "Corpus", "Settings", "jaccards", "write"]

# Kinds of copy, from the one that stands nearest to its original to the one that stands furthest.
# Two copies of one original are to each other what the further of the two is.
KINDS = ("original", "exact", "reprint", "near", "lost-space", "ocr", "abridged", "rewrite", "template")
ORIGINAL, EXACT, REPRINT, NEAR, LOST_SPACE, OCR, ABRIDGED, REWRITE, TEMPLATE = range(len(KINDS))

CHUNK = 250  # articles made at a time: 110,000 words, whose arrays stay in the processor's cache
CONTENT_WORDS, NAMES, FIGURES, TOPICS, TOPIC_WORDS, SITES = 30_000, 2_500, 4_000, 80, 400, 30
CAST = 6  # persons, and places, of one story; a rewrite draws on the same cast
POOL = 12  # figures and dates of one story, or of one issue of a template
GENERAL, FEW = 1 << 20, 1 << 12  # sizes of the look-up tables that draw words
ISSUES = (3, 30)  # issues of one template
# Shares of the words of a clause; what is left is function words and general content words.
FIGURE_SHARE, FIGURE_LIMIT, NAME_SHARE, PHRASE_SHARE, TOPIC_SHARE = 0.035, 0.10, 0.04, 0.01, 0.15
FURNISHED = 0.1  # single articles that stand in site furniture, so furniture alone marks no copy
KEPT = (0.18, 0.40)  # of the words, in whole clauses: what a rewrite keeps verbatim
ABRIDGED_TO = (0.25, 0.60)  # of the clauses, cut at a sentence's end
COLUMN = (72, 78)  # width at which a lost-space copy was wrapped, in characters
PRINT_COLUMN = (32, 46)  # width of a printed column, in characters
HYPHENATED = 0.5  # of the words at its line ends that could be

FUNCTION_WORDS = (
    "the of to and a in that for is on was with he it as at by from his had has be are said an have were not "
    "will but they which who its this been their or would after more than about up one out when there we "
    "also all she no if could two into over other her last so can first some what against between before "
    "under while during because since through most only now where many such may new three still them these "
    "both being made how any however until around did near within very should much those among each then"
)
PHRASE_OPENINGS = (
    "according to",
    "in a statement issued by",
    "a spokesman for",
    "as first announced by",
    "figures released by",
    "who spoke on condition of anonymity to",
    "at a news conference held by",
    "under the terms agreed with",
    "in a letter addressed to",
    "on behalf of",
    "the latest report from",
    "did not immediately respond to",
    "following a complaint lodged with",
    "in line with guidance from",
    "pending a decision by",
    "told reporters outside",
)
PHRASE_CLOSINGS = (
    "officials",
    "local police",
    "the interior ministry",
    "the finance ministry",
    "the national statistics office",
    "the high court",
    "the central bank",
    "the prime minister's office",
    "people familiar with the matter",
    "the board of directors",
    "the regional council",
    "the party's executive committee",
    "emergency services",
    "the health department",
    "a parliamentary committee",
    "the public prosecutor",
    "aid agencies working in the area",
    "the trade union",
    "the mayor's office",
    "the electoral commission",
    "the company's largest shareholder",
    "the defence ministry",
    "industry analysts",
    "residents of the town",
)
MASTHEADS = (
    "Herald",
    "Courier",
    "Post",
    "Gazette",
    "Mirror",
    "Standard",
    "Echo",
    "Tribune",
    "Observer",
    "News",
)
FURNITURE_BEFORE = (
    "{site} and its partners store cookies on your device to measure audiences and show advertising that "
    "suits you. Accept all cookies | Manage your choices",
    "This site uses cookies. By reading on you agree to the privacy notice of {site}. OK, I understand",
    "You have read 3 of your 5 free articles this month. Support {site} from 1 a week. Subscribe | Sign in",
    "Skip to main content. Home | World | Business | Sport | Culture | Weather | Today's paper of {site}",
    "Share this article: Facebook | Twitter | WhatsApp | Email | Copy link. Listen to this story on {site}",
)
FURNITURE_AFTER = (
    "Copyright {site}. All rights reserved. This material may not be published, broadcast, rewritten or "
    "redistributed without written permission.",
    "Sign up to the {site} morning briefing and get the stories that matter in your inbox every weekday.",
    "Read more on {site}: Most viewed | Editor's picks | Opinion | Letters | Crossword. Report an error",
    "Follow {site} on social media. Comments are closed on this story. Terms of use | Privacy | Contact us",
    "{site} is a member of the press council and follows its code of practice. Advertise with us | Jobs",
)
# A character and what a recogniser reads instead.
CONFUSIONS = (
    "ao bh ce dcl ec ft gq hb il ji klc l1 mrn nu o0 pn qg rn s5 tf un vy wvv xz yv z2 "
    "B8 DO GC I1 O0 S5 Z2 0O 1l 2Z 38 4A 5S 6b 7T 8B 9g"
)

# Bytes of a text in UTF-8 to what they count as in a word: letters (all written here are ASCII) fold to lower
# case, digits stay, all else parts words.
FOLD = bytes(ord(chr(byte).lower()) if byte < 128 and chr(byte).isalnum() else 32 for byte in range(256))
IN_WORD = np.frombuffer(FOLD, np.uint8) != 32
# Ways in which a word stands in a clause: each word form is kept once in each.
PLAIN, CAPITAL, COMMA, STOP, PARAGRAPH, OPENING, CLOSING = range(7)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that decides a corpus; the same settings give the same bytes."""

    articles: int = 10_000
    seed: int = 1
    duplicates: float = 0.3  # share of the articles that are copies, or issues of a template
    mix: dict[str, float] = field(
        default_factory=lambda: {
            "near": 0.30,
            "exact": 0.10,
            "rewrite": 0.20,
            "abridged": 0.10,
            "ocr": 0.08,
            "lost-space": 0.04,
            "reprint": 0.08,
            "template": 0.10,
        }
    )
    jaccard: tuple[float, ...] = (0.5, 0.95)  # low, high; or low, most likely, high
    cluster_size: float = 3.0  # mean, the original counted
    largest: int = 40
    noise: tuple[float, ...] = (0.01, 0.06)  # share of the words that an ocr copy misreads: low, high
    cut: float = 0.3  # share of the ocr copies that are abridged too

    def __post_init__(self) -> None:
        """Refuse settings that no corpus can have, naming the number and the remedy."""
        unknown = sorted(set(self.mix) - set(KINDS[1:]))
        if unknown:
            raise ValueError(
                f"no kind of copy is called {unknown[0]!r}; the kinds are {', '.join(KINDS[1:])}"
            )
        if self.articles < 1:
            raise ValueError(f"{self.articles} articles asked for; ask for one or more")
        if not 0 <= self.duplicates < 1:
            raise ValueError(f"the share of duplicates is {self.duplicates}; it must be from 0 to below 1")
        if min(self.mix.values(), default=0) < 0 or sum(self.mix.values()) <= 0:
            raise ValueError("the mix must hold shares of zero or more, one of them above zero")
        rising = (
            list(self.jaccard) == sorted(self.jaccard) and self.jaccard[0] >= 0.2 and self.jaccard[-1] <= 1
        )
        if len(self.jaccard) not in (2, 3) or not rising:
            raise ValueError(f"Jaccard range {self.jaccard}: give it rising, between 0.2 and 1, as 0.5:0.95")
        if not 2 <= self.cluster_size <= self.largest:
            raise ValueError(
                f"mean cluster size {self.cluster_size:g} must lie between 2 and the largest, {self.largest}"
            )
        if len(self.noise) != 2 or not 0 <= self.noise[0] <= self.noise[1] <= 0.5:
            raise ValueError(f"noise range {self.noise}: give it rising, between 0 and 0.5, as 0.01:0.06")
        if not 0 <= self.cut <= 1:
            raise ValueError(f"the share of ocr copies to cut is {self.cut}; it must be from 0 to 1")


PRESETS = {
    "default": Settings(),
    # Wire copy reprinted: OCR noise and abridgement, 2 to 40 copies, mean 3-word Jaccard of the pairs 0.36.
    "reprints": Settings(duplicates=0.85, mix={"ocr": 1.0}, cluster_size=12.0, noise=(0.02, 0.08), cut=0.6),
    # Copies of known Jaccard spread over 0.4 to 1 around 0.7.
    "near": Settings(duplicates=0.5, mix={"near": 0.9, "exact": 0.1}, jaccard=(0.4, 0.7, 1.0)),
}


# ── Random numbers by counter ───────────────────────────────────────────────────────────────────────────────

STEP = np.uint64(0x9E3779B97F4A7C15)


def scramble(counters: Keys) -> Keys:
    """Turn counters into 64 random bits each, one to one (SplitMix64: Steele, Lea and Flood, OOPSLA 2014)."""
    bits = counters + STEP
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        bits ^= bits >> np.uint64(shift)
        bits *= np.uint64(factor)
    bits ^= bits >> np.uint64(31)
    return bits


def unit(bits: Keys) -> NDArray[np.float64]:
    """Turn random bits into numbers from 0 to below 1."""
    return (bits >> np.uint64(11)).astype(np.float64) * 2.0**-53


def some_of(bits: Keys, shift: int, count: int) -> Numbers:
    """Turn the 24 random bits from ``shift`` on into whole numbers below ``count``."""
    return ((bits >> np.uint64(shift)) & np.uint64(0xFFFFFF)).astype(np.int64) * count >> 24


def drawn_by(weights: NDArray[np.floating[Any]], size: int) -> NDArray[np.int32]:
    """Return ``size`` indices, each as often as its weight says: one look-up then draws an index."""
    ends = np.cumsum(weights / weights.sum())
    return np.searchsorted(ends, (np.arange(size) + 0.5) / size).clip(max=len(weights) - 1).astype(np.int32)


# ── The language ────────────────────────────────────────────────────────────────────────────────────────────

ONSETS = "b c d f g h l m n p r s t v w b d f l m n p r s t br cl cr dr fl gr pl pr sh sp st th tr ch"
VOWELS = "a e i o u a e i o a e i o u ai ea ou"
CODAS = "n r s t l m d n r s t l nd st rt ck"
SUFFIXES = "s s ed ing er ly al ity"
MONTHS = "January February March April May June July August September October November December"


@dataclass(frozen=True, slots=True)
class Language:
    """The invented language of one seed.

    ``forms[way * size + word]`` spells a word number with the blank after it (pyarrow strings). ``general``,
    ``phrases`` and ``topics`` are look-up tables of word numbers, int32: a random index into them draws a
    word as often as it is used. ``general`` holds GENERAL content words and then FEW function words.
    ``names`` is (3, NAMES): full names, surnames and places.
    """

    forms: pa.StringArray
    size: int
    general: NDArray[np.int32]
    topics: NDArray[np.int32]
    phrases: NDArray[np.int32]
    names: NDArray[np.int32]
    figures: NDArray[np.int32]
    said: int
    everyday: tuple[str, ...]  # FEW words, each as often as it is used
    sites: tuple[tuple[str, str, str], ...]  # name, furniture before, furniture after


def invent_words(count: int, rng: random.Random, taken: set[str]) -> list[str]:
    """Invent ``count`` words that are not taken, shorter ones first as frequent words are."""
    onsets, vowels, codas, suffixes = (stock.split() for stock in (ONSETS, VOWELS, CODAS, SUFFIXES))
    words: list[str] = []
    chance = rng.random
    while len(words) < count:
        word = ""
        for _ in range(1 + int(chance() * (1.3 + min(1.2, len(words) / 5000)))):
            word += onsets[int(chance() * len(onsets))] + vowels[int(chance() * len(vowels))]
            if chance() < 0.45:
                word += codas[int(chance() * len(codas))]
        if chance() < 0.35:
            word += suffixes[int(chance() * len(suffixes))]
        if len(word) > 2 and word not in taken:
            taken.add(word)
            words.append(word)
    return words


def invent_figures(count: int, rng: random.Random) -> list[str]:
    """Invent figures and dates as news writes them."""
    months = MONTHS.split()

    def below(limit: int) -> int:
        return int(rng.random() * limit)

    ways: tuple[Callable[[], str], ...] = (
        lambda: str(2 + below(98)),
        lambda: f"{1 + below(99)},{below(1000):03d}",
        lambda: f"{below(60)}.{1 + below(9)} per cent",
        lambda: f"${1 + below(900)}.{1 + below(9)} {('million', 'billion')[below(2)]}",
        lambda: f"{1 + below(28)} {months[below(12)]}",
        lambda: str(1950 + below(75)),
    )
    return [ways[below(len(ways))]() for _ in range(count)]


def invent_site(place: str, rng: random.Random) -> tuple[str, str, str]:
    """Invent a news site: its name and the furniture that stands before and after each of its articles."""
    name = f"The {place} {rng.choice(MASTHEADS)}"
    before, after = (
        "\n\n".join(rng.sample(stock, 2)).replace("{site}", name)
        for stock in (FURNITURE_BEFORE, FURNITURE_AFTER)
    )
    return name, before, after


@lru_cache(maxsize=2)
def invent_language(seed: int) -> Language:
    """Invent the language of a seed: 30,000 content words, names, figures, topics, set phrases and sites."""
    rng = random.Random(seed)
    function = FUNCTION_WORDS.split()
    taken = set(function)
    content = invent_words(CONTENT_WORDS, rng, taken)
    given, surnames, places = (
        [word.capitalize() for word in invent_words(count, rng, taken)]
        for count in (NAMES // 5, NAMES, NAMES)
    )
    full = [f"{given[int(rng.random() * len(given))]} {surname}" for surname in surnames]
    phrases = [f"{opening} {closing}" for opening in PHRASE_OPENINGS for closing in PHRASE_CLOSINGS]
    rng.shuffle(phrases)
    sites = tuple(invent_site(place, rng) for place in rng.sample(places, SITES))
    stocks = (function, content, full, surnames, places, phrases, invent_figures(FIGURES, rng))
    starts = np.cumsum([0, *map(len, stocks)])
    words = [word for stock in stocks for word in stock]
    capitals = [word[0].upper() + word[1:] for word in words]
    ways = {
        PLAIN: [word + " " for word in words],
        CAPITAL: [word + " " for word in capitals],
        COMMA: [word + ", " for word in words],
        STOP: [word + ". " for word in words],
        PARAGRAPH: [word + ".\n\n" for word in words],
        OPENING: ["“" + word + " " for word in capitals],
        CLOSING: [word + ",” " for word in words],
    }
    used = np.concatenate(
        [
            starts[1] + drawn_by(1 / (np.arange(CONTENT_WORDS) + 20), GENERAL),
            drawn_by(1 / (np.arange(len(function)) + 2.5), FEW),
        ]
    )
    # A topic's words are anybody's words, but not the 300 most common ones.
    lexicon = 300 + some_of(
        scramble(np.arange(TOPICS * TOPIC_WORDS, dtype=np.uint64)), 0, CONTENT_WORDS - 300
    )
    in_topic = drawn_by(1 / (np.arange(TOPIC_WORDS) + 3), FEW)
    return Language(
        forms=pa.array([form for way in sorted(ways) for form in ways[way]]),
        size=len(words),
        general=used.astype(np.int32),
        topics=(starts[1] + lexicon.reshape(TOPICS, TOPIC_WORDS)[:, in_topic]).astype(np.int32),
        phrases=(starts[5] + drawn_by((np.arange(len(phrases)) + 2) ** -0.8, FEW)).astype(np.int32),
        names=(starts[2] + np.arange(3 * NAMES).reshape(3, NAMES)).astype(np.int32),
        figures=(starts[6] + np.arange(FIGURES)).astype(np.int32),
        said=function.index("said"),
        everyday=tuple(
            words[word] for word in [*used[: GENERAL : 2 * GENERAL // FEW].tolist(), *used[-FEW::2].tolist()]
        ),
        sites=sites,
    )


# ── Clauses and their spelling ──────────────────────────────────────────────────────────────────────────────


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
    of_clause = np.repeat(np.arange(len(keys)), lengths)
    place = np.arange(ends[-1]) - first[of_clause]
    bits = scramble(keys[of_clause] + place.astype(np.uint64) * STEP)
    article = np.repeat(np.arange(len(counts)), counts)[of_clause]
    kind = (bits & np.uint64(0xFFFF)) * 2.0**-16

    # Function and content words take turns more often than not.
    draw = (bits >> np.uint64(16)).view(np.int64)
    is_function = (bits >> np.uint64(56)).astype(np.uint8) < np.array([205, 60], np.uint8)[place & 1]
    words = language.general[np.where(is_function, GENERAL + (draw & (FEW - 1)), draw & (GENERAL - 1))]

    shares = np.cumsum([FIGURE_LIMIT, NAME_SHARE, PHRASE_SHARE, TOPIC_SHARE])
    of_topic = np.flatnonzero((kind < shares[0]) | ((kind >= shares[2]) & (kind < shares[3])))
    topic = some_of(stories, 20, TOPICS)[article[of_topic]]
    words[of_topic] = language.topics[topic, draw[of_topic] & (FEW - 1)]
    phrase = np.flatnonzero((kind >= shares[1]) & (kind < shares[2]))
    words[phrase] = language.phrases[draw[phrase] & (FEW - 1)]
    opening = first[np.cumsum(counts) - counts][facts != stories]
    figure = np.concatenate([np.flatnonzero(kind < figure_shares[article]), opening + 1, opening + 4])
    pooled = scramble(facts[article[figure]] + some_of(bits[figure], 16, POOL).astype(np.uint64))
    words[figure] = language.figures[some_of(pooled, 0, FIGURES)]
    named = np.flatnonzero((kind >= shares[0]) & (kind < shares[1]))

    quote = np.flatnonzero((some_of(keys, 30, 8) == 0) & (lengths >= 8))
    words[ends[quote] - 2] = language.said
    named = np.concatenate([named, ends[quote] - 1])
    cast = scramble(stories[article[named]] - some_of(bits[named], 16, CAST).astype(np.uint64))
    words[named] = language.names[some_of(bits[named], 40, 3), some_of(cast, 0, NAMES)]

    ways = np.zeros(len(words), np.int64)
    begins = np.ones(len(keys), bool)
    begins[1:] = endings[:-1] != COMMA
    ways[first[begins]] = CAPITAL
    ways[ends - 1] = endings
    ways[first[quote]] = OPENING
    ways[ends[quote] - 3] = CLOSING
    spelt = language.forms.take(pa.array(ways * language.size + words))
    _, offsets, letters = spelt.buffers()
    bounds = np.frombuffer(offsets, np.int32)[np.append(0, ends[np.cumsum(counts) - 1])].tolist()
    text = memoryview(letters)
    return [str(text[start:end], "utf-8")[:-2] for start, end in pairwise(bounds)]


# ── Copies ──────────────────────────────────────────────────────────────────────────────────────────────────


def abridge(clauses: Clauses, rng: random.Random) -> Clauses:
    """Keep the first sentences of an article, a quarter to three fifths of it."""
    ends = np.flatnonzero(clauses.endings != COMMA) + 1
    kept = int(ends[np.abs(ends - len(clauses.keys) * rng.uniform(*ABRIDGED_TO)).argmin()])
    shorter = Clauses(clauses.keys[:kept], clauses.endings[:kept].copy())
    shorter.endings[-1] = PARAGRAPH
    return shorter


def rewrite(clauses: Clauses, rng: random.Random) -> Clauses:
    """Reword most of an article, keep some of its passages verbatim, add to it and put it in another order.

    What is kept depends on the passage as much as on chance, so two rewrites of one report share passages.
    """
    keys, endings = clauses.keys.tolist(), clauses.endings.tolist()
    ends = [i + 1 for i, ending in enumerate(endings) if ending != COMMA]
    sentences = [list(range(start, end)) for start, end in pairwise([0, *ends])]
    lengths = lengths_of(clauses.keys).tolist()
    to_keep = sum(lengths) * rng.uniform(*KEPT)
    kept: set[int] = set()
    for sentence in sorted(sentences, key=lambda sentence: keys[sentence[0]] / 2**64 + rng.random()):
        for clause in sentence:
            if to_keep > 0:
                kept.add(clause)
                to_keep -= lengths[clause]
    retold = [[keys[i] if i in kept else rng.getrandbits(64) for i in sentence] for sentence in sentences]
    for _ in range(1 + len(sentences) // 8):
        retold.append([rng.getrandbits(64) for _ in range(rng.randint(1, 3))])
    rng.shuffle(retold)
    closings = [STOP if rng.random() < 0.6 else PARAGRAPH for _ in retold[1:]] + [PARAGRAPH]
    told = [
        ending
        for sentence, closing in zip(retold, closings, strict=True)
        for ending in [COMMA] * (len(sentence) - 1) + [closing]
    ]
    return Clauses(np.array([key for sentence in retold for key in sentence], np.uint64), np.array(told))


def word_spans(data: bytes) -> tuple[list[int], list[int]]:
    """Return where the words of a text in UTF-8 start and end."""
    inside = np.zeros(len(data) + 2, np.int8)
    inside[1:-1] = IN_WORD[np.frombuffer(data, np.uint8)]
    turns = np.diff(inside)
    return np.flatnonzero(turns > 0).tolist(), np.flatnonzero(turns < 0).tolist()


def fresh_word(language: Language, rng: random.Random) -> str:
    """Draw a word as often as it is used."""
    return language.everyday[int(rng.random() * FEW)]


def edit(text: str, target: float, rng: random.Random, language: Language) -> str:
    """Replace, insert and delete words in bursts so that the 5-word Jaccard with ``text`` is ``target``.

    A burst that takes out r words and puts in s loses r + 4 of the n shingles and gains s + 4, as long as
    bursts stand 4 words apart. Losing k and gaining k in all gives (n - k) / (n + k), so k is known
    beforehand and is shared out among bursts; what survives is shared out among the gaps. Two thirds of the
    bursts replace; the others insert in one place and delete in another.
    """
    data = text.encode()
    starts, ends = word_spans(data)
    shingles = len(starts) - 4
    budget = max(round(shingles * (1 - target) / (1 + target)), 1)
    if budget < 5:  # less than one burst costs: change the last words, each of which costs one shingle
        last = " ".join(fresh_word(language, rng) for _ in range(budget))
        return f"{data[: starts[-budget]].decode()}{last}."
    bursts: list[tuple[int, int]] = []
    while budget >= 5:
        size = 1 + int(rng.expovariate(0.4))
        if budget >= 9 and rng.random() < 1 / 3:
            size = min(size, budget - 8)
            bursts += [(0, size), (size, 0)]
            budget -= size + 8
        else:
            size = min(size, budget - 4)
            bursts.append((size, size))
            budget -= size + 4
    removed, added = bursts.pop()
    bursts.append((removed + budget, added + budget))
    rng.shuffle(bursts)
    surviving = shingles - sum(removed + 4 for removed, _ in bursts)
    gaps = sorted(int(rng.random() * (surviving + 1)) for _ in bursts)
    pieces: list[bytes] = []
    taken = lost = 0
    for gap, (removed, added) in zip(gaps, bursts, strict=True):
        word = gap + lost + 4
        pieces.append(data[taken : starts[word]])
        fresh = [f"{fresh_word(language, rng)} ".encode() for _ in range(added)]
        while removed and added and fresh[0].strip() == data[starts[word] : ends[word]].lower():
            fresh[0] = f"{fresh_word(language, rng)} ".encode()
        pieces += fresh
        taken = ends[word + removed - 1] + 1 if removed else starts[word]
        lost += removed + 4
    return b"".join([*pieces, data[taken:]]).decode()


def misread(text: str, share: float, rng: random.Random) -> str:
    """Misread one character in the given share of the words, as character recognition does."""
    data = text.encode()
    starts, ends = word_spans(data)
    confused = {pair[0]: pair[1:] for pair in CONFUSIONS.split()}
    pieces: list[bytes] = []
    taken = 0
    for start, end in zip(starts, ends, strict=True):
        if rng.random() >= share:
            continue
        for at in range(start + int(rng.random() * (end - start)), end):
            if (wrong := confused.get(chr(data[at]))) is not None:
                pieces += [data[taken:at], wrong.encode()]
                taken = at + 1
                break
    return b"".join([*pieces, data[taken:]]).decode()


def lines(paragraph: str, width: int, hyphenated: float, rng: random.Random) -> Iterator[str]:
    """Break a paragraph into lines, hyphenating the given share of the words that could be."""
    at = 0
    while len(paragraph) - at > width:
        space = paragraph.rfind(" ", at, at + width + 1)
        end = at + width - 1
        if end - space > 3 and paragraph[space + 1 : end + 3].isalpha() and rng.random() < hyphenated:
            yield paragraph[at:end] + "-"
            at = end
        elif space > at:
            yield paragraph[at:space]
            at = space + 1
        else:
            yield paragraph[at:end]
            at = end
    yield paragraph[at:]


def wrap(text: str, width: int, line_end: str, hyphenated: float, rng: random.Random) -> str:
    """Break each paragraph into lines and join them by ``line_end``."""
    return "\n\n".join(line_end.join(lines(part, width, hyphenated, rng)) for part in text.split("\n\n"))


# ── The corpus ──────────────────────────────────────────────────────────────────────────────────────────────


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


# Independent streams of random numbers.
ID, CLUSTER, STORY, COPY, ORDER, SIZE, SITE, TIME = range(8)


class Corpus:
    """The articles of some settings, each made when asked for."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.plan = self._plan()

    @cached_property
    def language(self) -> Language:
        """The invented language, made on first use."""
        return invent_language(self.settings.seed)

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
        """Return the titles of articles; all copies but rewrites keep their original's."""
        stories, facts, figure_shares = self._stories(numbers)
        keys = np.where(self.plan.kind[numbers] == REWRITE, self.keys(COPY, numbers), scramble(~stories))
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

    def pairs(self) -> Iterator[tuple[str, str, str, float]]:
        """Yield every pair within a cluster, and each issue of a template with the next.

        A pair is two ids, the earlier made article's first, its kind and its exact 5-word Jaccard.
        """
        waiting: list[Numbers] = []
        for group in self.groups():
            waiting.append(group)
            if sum(map(len, waiting)) >= CHUNK:
                yield from self._pairs(waiting)
                waiting = []
        if waiting:
            yield from self._pairs(waiting)

    def _pairs(self, groups: Sequence[Numbers]) -> Iterator[tuple[str, str, str, float]]:
        numbers = np.concatenate(groups)
        texts, ids, kinds = self.texts(numbers), self.ids(numbers), self.plan.kind[numbers].tolist()
        start = 0
        for group in groups:
            places = range(start, start + len(group))
            similarity = jaccards(texts[start : places.stop]).tolist()
            for a, b in pairwise(places) if kinds[start] == TEMPLATE else combinations(places, 2):
                yield ids[a], ids[b], KINDS[max(kinds[a], kinds[b])], similarity[a - start][b - start]
            start = places.stop


def jaccards(texts: Sequence[str], size: int = 5) -> NDArray[np.float64]:
    """Return the exact Jaccard similarity of the sets of word shingles of each two texts, square float64.

    Words are maximal runs of letters and digits, case folded; all letters must be ASCII, as all written here
    are. A shingle is a number in base "how many words there are", ranked again where it would outgrow 64
    bits, so no two shingles are ever taken for one.
    """
    words = [text.encode().translate(FOLD).split() for text in texts]
    flat = list(chain.from_iterable(words))
    index = dict(zip(set(flat), count(), strict=False))
    numbers = np.fromiter(map(index.__getitem__, flat), np.int64, len(flat))
    shingles = numbers[: len(flat) - size + 1]
    for step in range(1, size):
        if int(shingles.max()) >= 2**63 // len(index) - 1:
            shingles = np.unique(shingles, return_inverse=True)[1]
        shingles = shingles * len(index) + numbers[step : step + len(shingles)]
    distinct, column = np.unique(shingles, return_inverse=True)
    ends = np.cumsum([len(each) for each in words])
    held = np.zeros((len(distinct), len(texts)), np.bool_)
    for text, (each, end) in enumerate(zip(words, ends.tolist(), strict=True)):
        held[column[end - len(each) : end - size + 1], text] = True
    # Row by row: a matrix product would be spread over all processors.
    shared = np.array([held[held[:, text]].sum(axis=0) for text in range(len(texts))])
    sizes = np.diag(shared)
    return np.asarray(shared / (sizes[:, None] + sizes - shared), np.float64)


# ── Files ───────────────────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def article_file(path: Path) -> Iterator[Callable[[dict[str, list[str]]], None]]:
    """Open an articles file, JSONL or Parquet by its suffix, for the function that adds columns to it."""
    if path.suffix == ".parquet":
        import pyarrow.parquet as pq

        names = ("id", "title", "text", "published", "source")
        with pq.ParquetWriter(
            path, pa.schema([(name, pa.string()) for name in names]), compression="zstd"
        ) as file:
            yield lambda columns: file.write_table(pa.table(columns))
    else:
        with path.open("w", encoding="utf-8", newline="\n") as lines_file:
            yield lambda columns: lines_file.writelines(
                json.dumps(dict(zip(columns, row, strict=True))) + "\n"
                for row in zip(*columns.values(), strict=True)
            )


def write(
    settings: Settings,
    folder: Path,
    *,
    format: str = "jsonl",
    progress: Callable[[int], None] = lambda _: None,
) -> dict[str, Any]:
    """Write articles, clusters, pairs and the manifest into a folder and return the manifest.

    ``progress`` is told how many articles were written, before the pairs are measured. Memory holds the plan,
    some 50 bytes an article, and one chunk of texts.
    """
    corpus = Corpus(settings)
    folder.mkdir(parents=True, exist_ok=True)
    order = corpus.order()
    with (
        article_file(folder / f"articles.{format}") as add,
        (folder / "clusters.jsonl").open("w", encoding="utf-8", newline="\n") as gold,
    ):
        for start in range(0, len(corpus), CHUNK):
            numbers = order[start : start + CHUNK]
            columns = corpus.rows(numbers)
            add(columns)
            for id, cluster in zip(columns["id"], corpus.clusters(numbers), strict=True):
                gold.write(f'{{"id": "{id}", "cluster": "{cluster}"}}\n')
            progress(len(numbers))
    found: dict[str, list[float]] = {}
    with (folder / "pairs.jsonl").open("w", encoding="utf-8", newline="\n") as file:
        for a, b, kind, jaccard in corpus.pairs():
            file.write(f'{{"a": "{a}", "b": "{b}", "kind": "{kind}", "jaccard": {jaccard}}}\n')
            seen = found.setdefault(kind, [0, 0.0, 1.0, 0.0])
            found[kind] = [seen[0] + 1, seen[1] + jaccard, min(seen[2], jaccard), max(seen[3], jaccard)]
    kinds = np.bincount(corpus.plan.kind, minlength=len(KINDS)).tolist()
    manifest = {
        "settings": asdict(settings),
        "files": {"articles": f"articles.{format}", "clusters": "clusters.jsonl", "pairs": "pairs.jsonl"},
        "articles": {
            "all": len(corpus),
            **{kind: number for kind, number in zip(KINDS, kinds, strict=True) if number},
        },
        "clusters": {
            "of two or more": corpus.plan.clusters,
            "templates": int(((corpus.plan.kind == TEMPLATE) & (corpus.plan.issue == 0)).sum()),
        },
        "pairs": {
            kind: {
                "pairs": found[kind][0],
                "mean": found[kind][1] / found[kind][0],
                "lowest": found[kind][2],
                "highest": found[kind][3],
            }
            for kind in KINDS
            if kind in found
        },
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    return manifest


# ── The command ─────────────────────────────────────────────────────────────────────────────────────────────


def _span(_: click.Context, parameter: click.Parameter, value: str | None) -> tuple[float, ...] | None:
    try:
        return None if value is None else tuple(float(part) for part in value.split(":"))
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a range; write it as 0.5:0.95") from None


def _mix(_: click.Context, parameter: click.Parameter, value: str | None) -> dict[str, float] | None:
    try:
        if value is None:
            return None
        return {kind: float(share) for kind, share in (part.split("=") for part in value.split(","))}
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a mix; write it as near=0.7,exact=0.3") from None


@click.command(
    context_settings={"show_default": True},
    epilog="\b\nExample:\n  python corpora/generate.py -n 100000 -o made --mix near=0.7,exact=0.3",
)
@click.option("-n", "--articles", type=click.IntRange(1), default=10_000, help="How many articles.")
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Folder to write to.",
)
@click.option("--seed", type=click.IntRange(0), default=1, help="Same seed, same bytes.")
@click.option(
    "--format", type=click.Choice(["jsonl", "parquet"]), default="jsonl", help="Of the articles file."
)
@click.option(
    "--preset",
    type=click.Choice(list(PRESETS)),
    default="default",
    help="Settings that the options below change.",
)
@click.option(
    "--duplicates", type=float, help="Share of the articles that are copies or issues of a template."
)
@click.option(
    "--mix",
    callback=_mix,
    help=f"Shares of the kinds of copy, as near=0.7,exact=0.3. Kinds: {', '.join(KINDS[1:])}.",
)
@click.option(
    "--jaccard",
    callback=_span,
    help="Jaccard of near copies with their original, LOW:HIGH or LOW:LIKELIEST:HIGH.",
)
@click.option(
    "--cluster-size", type=float, help="Mean size of clusters of two or more, the original counted."
)
@click.option("--largest", type=int, help="Size that no cluster exceeds.")
@click.option("--noise", callback=_span, help="Share of the words that an ocr copy misreads, LOW:HIGH.")
@click.option("--cut", type=float, help="Share of the ocr copies that are abridged too.")
def main(articles: int, output: Path, seed: int, format: str, preset: str, **given: Any) -> None:
    """Write a news corpus whose duplicates are known."""
    try:
        chosen = {name: value for name, value in given.items() if value is not None}
        settings = replace(PRESETS[preset], articles=articles, seed=seed, **chosen)
        bar = click.progressbar(
            length=articles, label="articles", file=sys.stderr, hidden=not sys.stderr.isatty()
        )
        with bar:
            manifest = write(settings, output, format=format, progress=bar.update)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    click.echo(
        f"{articles} articles, {manifest['clusters']['of two or more']} clusters of two or more in {output}",
        err=True,
    )


if __name__ == "__main__":
    main()
