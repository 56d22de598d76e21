"""A version made ready for comparison: its sentences, clauses, words and typed values, indexed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from dedupe.facts.values import denied, find_values
from dedupe.text.sentences import paragraph_spans, sentence_spans
from dedupe.text.words import (
    CLAUSE_OPENERS,
    CONJUNCTIONS,
    FUNCTION_WORDS,
    guess_language,
    unspaced,
    word_spans,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedupe.articles.model import Article
    from dedupe.facts.model import Fact

LONGEST_RUN = 6
"""Words of a wording that two versions share, in a row: longer runs are no stronger evidence."""

STEM = 4
"""Letters by which words are looked up when not equal: inflected forms and words run together share them."""

REACH = 6.0
"""Content words to either side that speak for a word, their voice falling linearly to nothing."""

SMALL_WORD = 0.1
"""Weight of a function word against a content word's 1."""

MEASURED = frozenset({"figure", "money", "percent", "date", "time", "duration"})
"""Kinds of facts whose value alone tells whether another version gives it."""

NAMED = frozenset({"person", "place", "organisation"})
"""Kinds of names sure enough to be missed where none of their words is there."""

LONGEST_ITEM = 3
"""Words of an item of a list (*copper, lithium and gold*); what is longer is a clause."""

CLAUSE_MARKS = frozenset(',;:—–―()[]“”„«»"，、；：（）「」『』《》')

_KANA_GRAMMAR = ("\u3041", "\u309f")  # hiragana writes endings and particles


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """One version, word by word; arrays have one entry a word unless said otherwise.

    starts
        Where the words start in the text.
    keys, word_keys, key_of
        The distinct words as they are compared (case folded, without possessive or separators; of
        scripts without spaces a character and the next); each word so; which of the distinct it is.
    words_of, paragraph_of, alone
        For each sentence: its words; the number of its paragraph; whether it is a paragraph, headline
        or line by itself.
    small
        Whether a word is a function word. `weight` is what it counts for in coverage.
    asserted
        The facts that the version stands by: not those it names to deny them.
    clause_of, items
        The clause a word stands in; the words of each item of a list.
    reach
        For each sentence, rows of shares over its words: one row a word (its neighbours' voices),
        one for the whole sentence, one for each clause.
    sentences_of, heads, tails
        From a key to its sentences, from the ends of words to their keys.
    runs, run_starts, distinct_runs, wordings
        For each length from 2 to `LONGEST_RUN`: the runs of that many keys within a sentence, and the
        word each begins with; all of them once; all whole sentences.
    """

    article: Article
    sentences: list[tuple[int, int]]
    words: list[tuple[int, int]]
    starts: list[int]
    keys: list[str]
    word_keys: list[str]
    key_of: NDArray[np.intp]
    words_of: list[range]
    paragraph_of: list[int]
    alone: list[bool]
    grammar: frozenset[str]
    small: NDArray[np.bool_]
    weight: NDArray[np.float64]
    clause_of: NDArray[np.intp]
    reach: list[NDArray[np.float64]]
    facts: list[Fact]
    asserted: list[Fact]
    items: list[slice]
    sentences_of: dict[str, list[int]]
    runs: list[list[tuple[str, ...]]]
    run_starts: list[NDArray[np.intp]]
    distinct_runs: frozenset[tuple[str, ...]]
    wordings: frozenset[tuple[str, ...]]
    heads: dict[str, list[str]]
    tails: dict[str, list[str]]

    def words_in(self, fact: Fact) -> slice:
        """Return which words a fact is made of."""
        return slice(bisect_left(self.starts, fact.start), bisect_left(self.starts, fact.end))

    def keys_in(self, words: range | slice) -> list[str]:
        """Return the keys of some words in a row."""
        return self.word_keys[words.start : words.stop]


def view(article: Article) -> View:
    """Read an article once for any number of comparisons."""
    text = article.text
    sentences = sentence_spans(text)
    paragraphs = paragraph_spans(text)
    paragraph_starts = [start for start, _ in paragraphs]
    paragraph_of = [bisect_right(paragraph_starts, start) - 1 for start, _ in sentences]
    words = word_spans(text)
    keys = _keys(text, words)
    distinct = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    words_of = _words_of(sentences, words)
    sentences_of: dict[str, list[int]] = defaultdict(list)
    runs: list[list[tuple[str, ...]]] = [[] for _ in range(2, LONGEST_RUN + 1)]
    run_starts: list[list[int]] = [[] for _ in range(2, LONGEST_RUN + 1)]
    wordings: set[tuple[str, ...]] = set()
    for number, within in enumerate(words_of):
        sentence = keys[within.start : within.stop]
        for key in dict.fromkeys(sentence):
            sentences_of[key].append(number)
        wordings.add(tuple(sentence))
        for length in range(2, min(LONGEST_RUN, len(sentence)) + 1):
            runs[length - 2] += zip(*(sentence[i:] for i in range(length)), strict=False)
            run_starts[length - 2] += range(within.start, within.stop - length + 1)
    heads: dict[str, list[str]] = defaultdict(list)
    tails: dict[str, list[str]] = defaultdict(list)
    for key in sentences_of:
        if len(key) >= STEM and key.isalpha():
            heads[key[:STEM]].append(key)
            tails[key[-STEM:]].append(key)
    grammar = FUNCTION_WORDS[guess_language(text)]
    small = _small(text, words, keys, grammar)
    weight = np.where(small, SMALL_WORD, 1.0)
    clause_of = _clauses(text, words, keys, words_of)
    facts = find_values(text, published=article.published)
    bare = np.fromiter((unspaced(text[start]) for start, _ in words), np.bool_, len(words))
    # A function word, or one character of a script without spaces, counts for less distance.
    place = np.cumsum(np.where(small, 0.35, np.where(bare, 0.6, 1.0)))
    return View(
        article=article,
        sentences=sentences,
        words=words,
        starts=[start for start, _ in words],
        keys=list(distinct),
        word_keys=keys,
        key_of=np.fromiter((distinct[key] for key in keys), np.intp, len(keys)),
        words_of=words_of,
        paragraph_of=paragraph_of,
        alone=[span == paragraphs[number] for span, number in zip(sentences, paragraph_of, strict=True)],
        grammar=grammar,
        small=small,
        weight=weight,
        clause_of=clause_of,
        reach=[_reach(place, weight, clause_of, within) for within in words_of],
        facts=facts,
        asserted=[fact for fact in facts if not denied(text, fact)],
        items=_items(text, words, keys, small, words_of),
        sentences_of=dict(sentences_of),
        runs=runs,
        run_starts=[np.array(starts, dtype=np.intp) for starts in run_starts],
        distinct_runs=frozenset(chain.from_iterable(runs)),
        wordings=frozenset(wordings),
        heads=dict(heads),
        tails=dict(tails),
    )


def _keys(text: str, words: list[tuple[int, int]]) -> list[str]:
    keys = []
    for start, end in words:
        word = text[start:end]
        if unspaced(word[0]):
            keys.append(text[start : end + 1] if end < len(text) and unspaced(text[end]) else word)
        elif word[0].isdigit():
            keys.append(word.replace(",", ""))
        elif word.isalpha():
            keys.append(word.casefold())
        else:
            key = word.casefold().replace("’", "'").replace(".", "")
            keys.append(key.removesuffix("'s").replace("'", ""))
    return keys


def _words_of(sentences: list[tuple[int, int]], words: list[tuple[int, int]]) -> list[range]:
    ranges = []
    at = 0
    for _, end in sentences:
        begin = at
        while at < len(words) and words[at][0] < end:
            at += 1
        ranges.append(range(begin, at))
    return ranges


def _small(
    text: str, words: list[tuple[int, int]], keys: list[str], grammar: frozenset[str]
) -> NDArray[np.bool_]:
    def is_small(start: int, end: int, key: str) -> bool:
        if unspaced(text[start]):
            return _KANA_GRAMMAR[0] <= text[start] <= _KANA_GRAMMAR[1]
        if len(key) == 1:
            return not key.isdigit()
        # "US" is a country where "us" is a pronoun.
        return key in grammar and not text[start:end].isupper()

    return np.fromiter(
        (is_small(start, end, key) for (start, end), key in zip(words, keys, strict=True)),
        np.bool_,
        len(words),
    )


def _reach(
    place: NDArray[np.float64], weight: NDArray[np.float64], clause_of: NDArray[np.intp], within: range
) -> NDArray[np.float64]:
    """Return the shares of a sentence's words in the surroundings of each, in the sentence and its clauses.

    Shape (words + 1 + clauses, words); every row sums to 1.
    """
    count = len(within)
    if not count:
        return np.zeros((1, 0))
    at = slice(within.start, within.stop)
    clause = clause_of[at] - clause_of[within.start]
    shares = np.zeros((count + 2 + int(clause[-1]), count))
    shares[:count] = np.maximum(0.0, 1.0 - np.abs(place[at, None] - place[None, at]) / REACH)
    shares[count] = 1.0
    shares[count + 1 + clause, np.arange(count)] = 1.0
    shares *= weight[at]
    shares /= shares.sum(axis=1, keepdims=True)
    return shares


def _clauses(
    text: str, words: list[tuple[int, int]], keys: list[str], words_of: list[range]
) -> NDArray[np.intp]:
    """Return the number of each word's clause: a stretch between punctuation marks and clause openers."""
    clause_of = np.zeros(len(words), dtype=np.intp)
    number = -1
    for within in words_of:
        for i in within:
            if (
                i == within.start
                or keys[i] in CLAUSE_OPENERS
                or marks_clause(text[words[i - 1][1] : words[i][0]])
            ):
                number += 1
            clause_of[i] = number
    return clause_of


def _items(
    text: str, words: list[tuple[int, int]], keys: list[str], small: NDArray[np.bool_], words_of: list[range]
) -> list[slice]:
    """Find the items of lists: content words between a comma and a comma or conjunction."""
    items = []
    for within in words_of:
        begin = None
        for i in within:
            comma = i > within.start and "," in text[words[i - 1][1] : words[i][0]]
            joined = keys[i] in CONJUNCTIONS
            if (comma or joined) and begin is not None and 0 < i - begin <= LONGEST_ITEM:
                items.append(slice(begin, i))
            if joined or small[i]:
                begin = None
            elif comma:
                begin = i
    return items


def marks_clause(gap: str) -> bool:
    """Tell whether what stands between two words parts clauses."""
    return "--" in gap or not CLAUSE_MARKS.isdisjoint(gap)
