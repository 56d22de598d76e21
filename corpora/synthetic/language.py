"""The invented language of a seed: words as often as they are used, names, figures, topics, sites."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from corpora.synthetic.chance import drawn_by, scramble, some_of
from corpora.synthetic.stock import (
    CODAS,
    FUNCTION_WORDS,
    FURNITURE_AFTER,
    FURNITURE_BEFORE,
    MASTHEADS,
    MONTHS,
    ONSETS,
    PHRASE_CLOSINGS,
    PHRASE_OPENINGS,
    SUFFIXES,
    VOWELS,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

CONTENT_WORDS, NAMES, FIGURES, TOPICS, TOPIC_WORDS, SITES = 30_000, 2_500, 4_000, 80, 400, 30
GENERAL, FEW = 1 << 20, 1 << 12  # sizes of the look-up tables that draw words
# Ways in which a word stands in a clause: each word form is kept once in each.
PLAIN, CAPITAL, COMMA, STOP, PARAGRAPH, OPENING, CLOSING = range(7)


@dataclass(frozen=True, slots=True)
class Language:
    """The invented language of one seed.

    ``forms[way * size + word]`` spells a word number with the blank after it (pyarrow strings). ``general``,
    ``phrases`` and ``topics`` are look-up tables of word numbers: a random index into them draws a word as
    often as it is used. ``general`` holds GENERAL content words and then FEW function words. ``names`` is
    (3, NAMES): full names, surnames and places. Tables have the smallest integers that hold a word number:
    what is read in random places should be small.
    """

    forms: pa.StringArray
    size: int
    general: NDArray[np.unsignedinteger[Any]]
    topics: NDArray[np.unsignedinteger[Any]]
    phrases: NDArray[np.unsignedinteger[Any]]
    names: NDArray[np.unsignedinteger[Any]]
    figures: NDArray[np.unsignedinteger[Any]]
    said: int
    everyday: tuple[bytes, ...]  # FEW words with the blank after them, each as often as it is used
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
    narrow = np.min_scalar_type(len(words))
    return Language(
        forms=pa.array([form for way in sorted(ways) for form in ways[way]]),
        size=len(words),
        general=used.astype(narrow),
        topics=(starts[1] + lexicon.reshape(TOPICS, TOPIC_WORDS)[:, in_topic]).astype(narrow),
        phrases=(starts[5] + drawn_by((np.arange(len(phrases)) + 2) ** -0.8, FEW)).astype(narrow),
        names=(starts[2] + np.arange(3 * NAMES).reshape(3, NAMES)).astype(narrow),
        figures=(starts[6] + np.arange(FIGURES)).astype(narrow),
        said=function.index("said"),
        everyday=tuple(
            words[word].encode() + b" "
            for word in [*used[: GENERAL : 2 * GENERAL // FEW].tolist(), *used[-FEW::2].tolist()]
        ),
        sites=sites,
    )
