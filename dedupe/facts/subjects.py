"""Whether two sentences that are worded alike speak of one thing, or of two things in the same words.

*Shares in Anglo fell 3.1 percent* and *Shares in Glencore fell 2.2 percent* do not contradict each other, nor
do *net profit* and *operating profit*, nor *2.1 percent in September* and *2.4 percent in October*. What a
sentence speaks of is told by the names in it, by its dates, and by the words before the value that stand in
the place of others. Its source is no part of it: *police said* and *officials said* may tell the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from dedupe.facts.attributions import source_spans
from dedupe.facts.claims import FORMS_OF
from dedupe.facts.values import agree
from dedupe.facts.values.languages import word_set
from dedupe.facts.view import NAMED, PERSONS, TIMES
from dedupe.text.words import FUNCTION_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dedupe.facts.model import Fact
    from dedupe.facts.view import View

PERIODS = frozenset(("first", "last", "past", "previous", "final"))
"""Words before a duration that make it a time: *the first nine months*."""

MARKETS = word_set("shares stocks index futures bourse oil crude gold dollar euro bonds equities")
SESSIONS = tuple(
    word_set(words)
    for words in (
        "opening",
        "midday noon midmorning midsession lunchtime",
        "closed closing finished ended settled",
    )
)
OPENING = 2
"""Words that tell a report on a market and the parts of its day, and the sentences in which they stand."""

LONGEST = 4
"""Words of a stretch that may stand in the place of another; more is another clause."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a sentence speaks of: its names and times; and the places (among all words) of its source."""

    view: View
    words: range
    names: list[tuple[int, Fact]]
    times: list[Fact]
    source: frozenset[int]


def told(view: View, sentence: int) -> Told:
    """Read what a sentence of a version speaks of."""
    start, end = view.sentences[sentence]
    words = view.words_of[sentence]
    language = next((code for code, small in FUNCTION_WORDS.items() if small is view.grammar), "en")
    spans = [(start + a, start + b) for a, b in source_spans(view.text[start:end], language)]
    source = frozenset(
        word for word in words if any(view.starts[word] < b and a < view.ends[word] for a, b in spans)
    )
    names, times = [], []
    for fact, within in zip(view.facts, view.fact_words, strict=True):
        if within.start in words:
            if fact.kind in TIMES or (
                fact.kind == "duration" and view.word_keys[max(within.start - 1, 0)] in PERIODS
            ):
                times.append(fact)
            elif fact.kind in NAMED | PERSONS and within.start not in source:
                names.append((within.start, fact))
    return Told(view, words, names, times, source)


def at_another_time(one: Told, other: Told) -> bool:
    """Tell whether each of two sentences has a date or time that the other has not."""
    return all(
        any(not any(agree(time, there) for there in theirs.times) for time in ours.times)
        for ours, theirs in ((one, other), (other, one))
    )


def at_another_hour(one: Told, other: Told) -> bool:
    """Tell whether either of two sentences has a time of day that the other has not."""
    return any(
        time.kind == "time" and not any(agree(time, there) for there in theirs.times)
        for ours, theirs in ((one, other), (other, one))
        for time in ours.times
    )


def of_two_sessions(one: View, other: View) -> bool:
    """Tell whether two versions are of a market at two hours: *higher at midday*, *closed higher*."""
    ours, theirs = _sessions(one), _sessions(other)
    return bool(ours and theirs) and ours.isdisjoint(theirs)


def _sessions(view: View) -> frozenset[int]:
    """Return which parts of a market's day the opening sentences of a version speak of."""
    words = view.words_of[min(OPENING, len(view.words_of)) - 1].stop if view.words_of else 0
    keys = frozenset(view.word_keys[:words])
    if MARKETS.isdisjoint(keys):
        return frozenset()
    return frozenset(number for number, part in enumerate(SESSIONS) if not part.isdisjoint(keys))


def named_otherwise(one: Told, word: int, other: Told, other_word: int) -> bool:
    """Tell whether the name nearest to each value is not in the other sentence."""
    return all(
        ours.names and not any(agree(_nearest(ours, at), there) for _, there in theirs.names)
        for ours, at, theirs in ((one, word, other), (other, other_word, one))
    )


def _nearest(sentence: Told, word: int) -> Fact:
    return min(sentence.names, key=lambda name: (abs(name[0] - word), name[0]))[1]


def worded_alike(one: Told, other: Told) -> float:
    """Return how much of two sentences is worded alike, values aside."""
    return SequenceMatcher(None, _masked(one, one.words), _masked(other, other.words), autojunk=False).ratio()


def worded_otherwise(one: Told, word: int, other: Told, other_word: int) -> bool:
    """Tell whether words before both values stand in the place of others that mean something else."""
    return any(
        not any(_same(a, b) for a in ours for b in theirs)
        for ours, theirs in _replaced(one, word, other, other_word)
    )


def _replaced(one: Told, word: int, other: Told, other_word: int) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the telling words of stretches before the values that stand in each other's place."""
    ours, theirs = _up_to(one, word), _up_to(other, other_word)
    matcher = SequenceMatcher(None, _masked(one, ours), _masked(other, theirs), autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "replace" and max(b - a, d - c) <= LONGEST:
            sides = _telling(one, ours[a:b]), _telling(other, theirs[c:d])
            if all(sides):
                yield sides


def _up_to(sentence: Told, word: int) -> range:
    """Return the words of the clause of a value that stand before it."""
    clause = sentence.view.clauses[int(sentence.view.clause_of[word])]
    return range(max(clause, sentence.words.start), word)


def _masked(sentence: Told, words: range) -> list[str]:
    """Return the keys of words, those of values all the same."""
    return ["#" if sentence.view.measured[word] else sentence.view.word_keys[word] for word in words]


def _telling(sentence: Told, words: range) -> list[str]:
    view = sentence.view
    return [
        view.word_keys[word]
        for word in words
        if not view.small[word] and not view.measured[word] and word not in sentence.source
    ]


def _same(a: str, b: str) -> bool:
    """Tell whether two words may mean the same: forms of one word, or synonyms."""
    return not FORMS_OF[a].isdisjoint(FORMS_OF[b])
