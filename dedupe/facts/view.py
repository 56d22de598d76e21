"""A version made ready for comparison: its sentences, clauses, words and typed values, indexed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from functools import cache
from itertools import count, pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedupe.facts.values import denied, read_words, values_in
from dedupe.keys import changes, distinct
from dedupe.text.kept import Kept
from dedupe.text.rendered import rendered
from dedupe.text.sentences import paragraph_spans, sentences_within
from dedupe.text.words import (
    CLAUSE_OPENERS,
    CONJUNCTIONS,
    FUNCTION_WORDS,
    SAMPLE,
    find_words,
    language_of_words,
    unspaced,
    word_key,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dedupe.articles.model import Article
    from dedupe.facts.model import Fact

REACH = 6.0
"""Content words to either side that speak for a word, their voice falling linearly to nothing."""

LEAST_STEP = 0.35
"""Distance from a function word to the next, where a content word's is 1."""

SMALL_WORD = 0.1
"""Weight of a function word against a content word's 1."""

MEASURED = frozenset({"figure", "money", "percent", "date", "time", "duration"})
"""Kinds of facts whose value alone tells whether another version gives it."""

TIMES = frozenset({"date", "time"})
"""Kinds of values that say of when a sentence speaks."""

NAMED = frozenset({"person", "place", "organisation"})
"""Kinds of names sure enough to be missed where none of their words is there."""

PERSONS = frozenset({"person", "name"})
"""Kinds of names that may be of persons."""

LONGEST_ITEM = 3
"""Words of an item of a list (*copper, lithium and gold*); what is longer is a clause."""

WORDS_KEPT = 1 << 15
"""Words of a language whose keys are kept: nine tenths of an article's words are among them."""

_KANA_GRAMMAR = ("\u3041", "\u309f")  # hiragana writes endings and particles


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """One version, word by word; arrays and lists have one entry a word unless said otherwise.

    text, places
        The article's text as it is seen (`dedupe.text.rendered`), in which all else counts; where its
        characters stand in the text as it is written, empty if the two are one.
    words, starts, ends
        The words as they are seen, and where they stand in the text.
    keys, word_keys, key_of
        The distinct words as they are compared (case folded, without possessive or separators; of
        scripts without spaces a character and the next); each word so; which of the distinct it is.
    vocabulary, frequency
        The keys as a set; in how many sentences each of `keys` stands.
    words_of, paragraph_of, alone
        For each sentence: its words; the number of its paragraph; whether it is a paragraph, headline
        or line by itself.
    sentence_of, clause_of, clauses
        The sentence and the clause that a word stands in; where each clause begins and the last ends.
    small, content, apart, marked
        Whether a word is a function word; the keys of the others, else empty; whether anything stands
        between a word and the word before, and whether a mark does that parts clauses.
    weight
        What a word counts for in coverage.
    place
        How far into the text a word stands, counted in content words; a sentence begins out of reach
        of the one before.
    facts, denied, fact_words, measured
        The typed values; whether the version names each, a measured one, to deny it; which words each is
        made of; whether a word is part of a measured one.
    items
        The words of each item of a list.
    """

    article: Article
    text: str
    places: NDArray[np.intp]
    sentences: list[tuple[int, int]]
    words: list[str]
    starts: list[int]
    ends: list[int]
    keys: list[str]
    word_keys: list[str]
    key_of: NDArray[np.intp]
    vocabulary: frozenset[str]
    frequency: NDArray[np.intp]
    words_of: list[range]
    paragraph_of: list[int]
    alone: list[bool]
    sentence_of: NDArray[np.intp]
    clause_of: NDArray[np.intp]
    clauses: list[int]
    grammar: frozenset[str]
    small: NDArray[np.bool_]
    content: list[str]
    apart: NDArray[np.bool_]
    marked: NDArray[np.bool_]
    weight: NDArray[np.float64]
    place: NDArray[np.float64]
    facts: list[Fact]
    denied: list[bool]
    fact_words: list[slice]
    measured: NDArray[np.bool_]
    items: list[slice]

    def gap(self, word: int) -> str:
        """Return what stands between a word and the one before it."""
        return self.text[self.ends[word - 1] if word else 0 : self.starts[word]]

    def keys_in(self, words: range | slice) -> list[str]:
        """Return the keys of some words in a row."""
        return self.word_keys[words.start : words.stop]

    def written(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of the text stands in the article as it is written."""
        return (int(self.places[start]), int(self.places[end])) if len(self.places) else (start, end)

    def fact_written(self, fact: Fact) -> Fact:
        """Return a fact as the article writes it, where it stands there."""
        if not len(self.places):
            return fact
        start, end = self.written(fact.start, fact.end)
        return replace(fact, text=self.article.text[start:end], start=start, end=end)


def view(article: Article) -> View:
    """Read an article once for any number of comparisons."""
    text, places = rendered(article.text)
    found = find_words(text)
    words, starts, ends = found.words, found.starts, found.ends
    reading = read_words(text, found.runs, found.run_starts, article.published)
    language = language_of_words(reading.names[: bisect_left(reading.starts, SAMPLE)])
    paragraphs = paragraph_spans(text)
    sentences = sentences_within(text, paragraphs, language)
    paragraph_starts = [start for start, _ in paragraphs]
    paragraph_of = [bisect_right(paragraph_starts, start) - 1 for start, _ in sentences]
    # Each word is read once however often it stands: as columns, one entry a different word.
    number_of = dict(zip(dict.fromkeys(words), count(), strict=False))
    which = np.fromiter(map(number_of.__getitem__, words), np.intp, len(words))
    read = list(map(_reader(language).__getitem__, number_of))
    columns = zip(*read, strict=True) if read else ((),) * len(_Word._fields)
    own_keys, own_content, is_small, opens = columns
    small, opening = (np.array(told, dtype=np.bool_)[which] for told in (is_small, opens))
    steps = np.where(small, LEAST_STEP, 1.0)
    numbers = which.tolist()
    word_keys = list(map(own_keys.__getitem__, numbers))
    content = list(map(own_content.__getitem__, numbers))
    forms: Sequence[str] = own_keys
    if found.unspaced:
        bare = [unspaced(word[0]) for word in words]
        # A character of a script without spaces says little by itself, and counts for less distance.
        for i in np.flatnonzero(bare).tolist():
            following = text[ends[i] : ends[i] + 1]
            word_keys[i] = words[i] + following if following and unspaced(following) else words[i]
            content[i] = "" if small[i] else word_keys[i]
        steps[np.array(bare) & ~small] = 0.6
        forms, which = word_keys, np.arange(len(words))
    key_numbers = dict(zip(dict.fromkeys(forms), count(), strict=False))
    keys = list(key_numbers)
    key_of = np.fromiter(map(key_numbers.__getitem__, forms), np.intp, len(forms))[which]
    bounds = [bisect_left(starts, end) for _, end in sentences]
    words_of = [range(begin, end) for begin, end in pairwise([0, *bounds])]
    sentence_of = np.repeat(np.arange(len(sentences)), np.diff([0, *bounds]))
    clause_of = np.cumsum(found.marked | opening | changes(sentence_of)) - 1
    facts = values_in(reading)
    fact_words = [slice(bisect_left(starts, fact.start), bisect_left(starts, fact.end)) for fact in facts]
    measured = np.zeros(len(words), dtype=np.bool_)
    for fact, within in zip(facts, fact_words, strict=True):
        if fact.kind in MEASURED:
            measured[within] = True
    alone = [span == paragraphs[number] for span, number in zip(sentences, paragraph_of, strict=True)]
    unmeant = [fact.kind in MEASURED and denied(text, fact) for fact in facts]
    return View(
        article=article,
        text=text,
        places=places,
        sentences=sentences,
        words=words,
        starts=starts,
        ends=ends,
        keys=keys,
        word_keys=word_keys,
        key_of=key_of,
        vocabulary=frozenset(keys),
        frequency=_frequency(key_of, sentence_of, len(keys), len(sentences)),
        words_of=words_of,
        paragraph_of=paragraph_of,
        alone=alone,
        sentence_of=sentence_of,
        clause_of=clause_of,
        clauses=[*np.flatnonzero(changes(clause_of)).tolist(), len(words)],
        grammar=FUNCTION_WORDS[language],
        small=small,
        content=content,
        apart=found.apart,
        marked=found.marked,
        weight=np.where(small, SMALL_WORD, 1.0),
        place=np.cumsum(steps) + REACH * sentence_of,
        facts=facts,
        denied=unmeant,
        fact_words=fact_words,
        measured=measured,
        items=_items(found.after_comma, word_keys, small.tolist(), words_of),
    )


class _Word(NamedTuple):
    """A word by itself: its key, the key again if it is no function word, and what it does in a sentence."""

    key: str
    content: str
    small: bool
    opens_clause: bool


@cache
def _reader(language: str) -> Kept[str, _Word]:
    """Return what reads the words of a language, one by one, and keeps them."""
    grammar = FUNCTION_WORDS[language]

    def read(word: str) -> _Word:
        key = word_key(word)
        if unspaced(word[0]):
            small = _KANA_GRAMMAR[0] <= word[0] <= _KANA_GRAMMAR[1]
        elif len(key) == 1:
            small = not key.isdigit()
        else:
            # "US" is a country where "us" is a pronoun.
            small = key in grammar and not word.isupper()
        return _Word(key, "" if small else key, small, key in CLAUSE_OPENERS)

    return Kept(read, WORDS_KEPT)


def _frequency(
    key_of: NDArray[np.intp], sentence_of: NDArray[np.intp], keys: int, sentences: int
) -> NDArray[np.intp]:
    """Count the sentences in which each key stands."""
    pairs = distinct(key_of * sentences + sentence_of)
    return np.bincount(pairs // max(1, sentences), minlength=keys)


def _items(
    after_comma: NDArray[np.bool_], keys: list[str], small: list[bool], words_of: list[range]
) -> list[slice]:
    """Find the items of lists: content words between a comma and a comma or conjunction."""
    commas = np.flatnonzero(after_comma).tolist()
    items = []
    ends = [within.stop for within in words_of]
    for begin in commas:
        sentence = words_of[bisect_right(ends, begin)]
        if begin == sentence.start or small[begin] or keys[begin] in CONJUNCTIONS:
            continue
        for end in range(begin + 1, min(begin + LONGEST_ITEM + 1, sentence.stop)):
            if after_comma[end] or keys[end] in CONJUNCTIONS:
                items.append(slice(begin, end))
            elif not small[end]:
                continue
            break
    return items
