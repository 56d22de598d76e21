"""Turns: where one version turns what another says by a word or two, in a sentence that is worded alike.

*Parliament approved the budget* and *Parliament rejected the budget* share all words but one. By what they
share they would be one statement; what matters is the word that they do not. So a sentence is laid beside
the one of the other version that it shares most of its words with, and where a stretch of a word or two
stands in the place of another, between words that are the same, the words that the other version has
nowhere are news. Two words that say the opposite, or a *not* on one side, contradict each other.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedupe.facts.values.units import UNITS
from dedupe.facts.wording import worded_alike
from dedupe.text.opposites import NEGATIONS, opposed
from dedupe.text.synonyms import base_forms
from dedupe.text.words import CONJUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from difflib import Match

    from numpy.typing import NDArray

    from dedupe.facts.standing import Standing
    from dedupe.facts.view import View
    from dedupe.facts.wording import Wording

ALIKE = 0.6
"""Share of the content words of a sentence that the other sentence must have."""

LEAST = 1.0
"""Content words that two sentences must have in common."""

LONGEST = 3
"""Words of a stretch that may stand in the place of another; more is another clause."""

LAID_BESIDE = 80
"""Words that are laid beside others: the time grows with the cube of those that come again and again."""

CHANGED = 6
"""Words of a sentence that the other lacks, over which the two are worded in their own ways."""

BESIDE = 2
"""Words that must be the same to either side of a stretch, or all there are up to the end of the sentence."""

SPELLED_ALIKE = 0.75
"""Share of their letters that two words must have in common to be one word in two spellings or forms."""

UNKNOWN = 0.5
"""A word that stands less well than this anywhere in a version is unknown there."""


class Turn(NamedTuple):
    """Words of a version (`ours`), and those of another that stand in their place, by number in each.

    `contrary`: they say the opposite of each other.
    """

    version: int
    ours: range
    other: int
    theirs: range
    contrary: bool


def turns(standings: Sequence[Standing]) -> list[Turn]:
    """Return the turns between any two versions, each once: `version` before `other`."""
    found: list[Turn] = []
    for stands in standings:
        for sentence, column in _counterparts(stands):
            between = list(_compared(standings, stands.version, sentence, column))
            # *Expected to raise rates*, *not expected to cut rates*: two that are contrary may say the same.
            both = sum(turn.contrary for turn in between) % 2 == 0
            found += [turn._replace(contrary=False) for turn in between] if both else between
    return found


def turned(turns: Iterable[Turn], standings: Sequence[Standing]) -> list[NDArray[np.bool_]]:
    """Mark the words of each version that are news by a turn: bool, of shape (others, words)."""
    marks = [np.zeros(stands.anywhere.T.shape, dtype=np.bool_) for stands in standings]
    for turn in turns:
        for version, words, other in (
            (turn.version, turn.ours, turn.other),
            (turn.other, turn.theirs, turn.version),
        ):
            stands = standings[version]
            row = stands.others.index(other)
            for word in _telling(stands, words, row, known=turn.contrary):
                marks[version][row, _name_with(stands.wording.views[version], word)] = True
    return marks


def _name_with(view: View, word: int) -> slice:
    """Return the words of the name that a word is part of: *Jon Petersen* is news where *Pedersen* stood."""
    names = (
        words
        for fact, words in zip(view.facts, view.fact_words, strict=True)
        if fact.kind != "quote" and words.start <= word < words.stop
    )
    return next(names, slice(word, word + 1))


def _telling(stands: Standing, words: range, row: int, *, known: bool) -> list[int]:
    """Return the words of a stretch that say something, and those that negate.

    Without `known`, only those that the other version has nowhere. Amounts and dates are compared as such.
    """
    view = stands.wording.views[stands.version]
    return [
        word
        for word in words
        if not view.measured[word]
        and (
            view.word_keys[word] in NEGATIONS
            or (not view.small[word] and (known or stands.anywhere[word, row] < UNKNOWN))
        )
    ]


def _counterparts(stands: Standing) -> Iterator[tuple[int, int]]:
    """Yield sentences of a version, and in each later version the sentence that shares most words with it.

    Sentences are counted through all versions. Those that are the same word for word are left out.
    """
    wording = stands.wording
    view = wording.views[stands.version]
    base = int(wording.sentence_bounds[stands.version])
    alike = {
        other: worded_alike(wording, stands.version, other).tolist()
        for other in stands.others
        if other > stands.version
    }
    content = (~view.small).astype(np.float64)
    for block in stands.blocks() if alike else ():
        for other, columns in zip(stands.others, block.others, strict=True):
            if other < stands.version or columns.stop == columns.start:
                continue
            shares = block.shares[columns]
            for number in block.sentences:
                words = view.words_of[number]
                if alike[other][number] or not words:
                    continue
                telling = content[words.start : words.stop]
                first = words.start - block.words.start
                shared = shares[:, first : first + len(words)] @ telling
                best = int(shared.argmax())
                if shared[best] >= max(ALIKE * telling.sum(), LEAST):
                    yield base + number, int(block.columns[columns.start + best])


def _compared(standings: Sequence[Standing], version: int, sentence: int, column: int) -> Iterator[Turn]:
    """Yield the turns between two sentences."""
    wording = standings[version].wording
    other = int(np.searchsorted(wording.sentence_bounds, column, side="right")) - 1
    (one, ours), (two, theirs) = _words(wording, sentence), _words(wording, column)
    shift, moved = one - int(wording.word_bounds[version]), two - int(wording.word_bounds[other])
    if len(ours) == len(theirs) and sorted(ours) == sorted(theirs):
        views = wording.views[version], wording.views[other]
        for left, right in _swapped(
            *views, range(shift, shift + len(ours)), range(moved, moved + len(theirs))
        ):
            yield Turn(version, left, other, right, contrary=True)
        return
    for left, right in _replaced(ours, theirs):
        mine = range(left.start + shift, left.stop + shift)
        yours = range(right.start + moved, right.stop + moved)
        turn = Turn(version, mine, other, yours, contrary=True)
        said, told = (standings[n].wording.views[n].keys_in(w) for n, w in ((version, mine), (other, yours)))
        if _negated(said, told, wording.views[version].grammar) or opposed(said, told):
            yield turn
            continue
        here = _telling(standings[version], mine, standings[version].others.index(other), known=False)
        there = _telling(standings[other], yours, standings[other].others.index(version), known=False)
        words = [wording.views[version].words[word] for word in here]
        others = [wording.views[other].words[word] for word in there]
        if words and others and not _spelled_alike(words, others):
            yield turn._replace(contrary=False)


def _swapped(view: View, against: View, ours: range, theirs: range) -> Iterator[tuple[range, range]]:
    """Yield the first of two names that have changed places in sentences of the very same words.

    *Lyon beat Nantes* and *Nantes beat Lyon*; not *Lyon and Nantes* and *Nantes and Lyon*.
    """
    mine, yours = _names_in(view, ours), _names_in(against, theirs)
    said, told = ([v.keys_in(name) for name in names] for v, names in ((view, mine), (against, yours)))
    if len(said) != len(told) or sorted(said) != sorted(told):
        return
    apart = [n for n, (one, other) in enumerate(zip(said, told, strict=True)) if one != other]
    if len(apart) < 2:
        return
    for v, names in ((view, mine), (against, yours)):
        for before, after in pairwise(names[n] for n in apart):
            if all(v.word_keys[word] in CONJUNCTIONS for word in range(before.stop, after.start)):
                return
    yield mine[apart[0]], yours[apart[0]]


def _names_in(view: View, words: range) -> list[range]:
    """Return the runs of capitalised words in a sentence, dates and the like aside, in order."""
    found: list[range] = []
    for word in words:
        if not view.words[word][0].isupper() or view.small[word] or view.measured[word]:
            continue
        if found and found[-1].stop == word and not view.marked[word]:
            found[-1] = range(found[-1].start, word + 1)
        else:
            found.append(range(word, word + 1))
    return found


def _negated(said: Sequence[str], told: Sequence[str], grammar: frozenset[str]) -> bool:
    """Tell whether one side negates what the other says: *will not* and *will*; not *not* and *far from*."""
    if NEGATIONS.isdisjoint(said) == NEGATIONS.isdisjoint(told):
        return False
    grammar |= NEGATIONS
    rest, others = ([word for word in words if word not in grammar] for words in (said, told))
    return len(rest) == len(others) and all(
        not set(base_forms(one)).isdisjoint(base_forms(two)) for one, two in zip(rest, others, strict=True)
    )


def _spelled_alike(words: Sequence[str], others: Sequence[str]) -> bool:
    """Tell whether words are others in another spelling or form; a name in another spelling is another."""
    return all(
        not (one[0].isupper() and other[0].isupper())
        and (
            UNITS.get(one.lower(), one.lower()) == UNITS.get(other.lower(), other.lower())
            or SequenceMatcher(None, one.lower(), other.lower(), autojunk=False).ratio() >= SPELLED_ALIKE
        )
        for one, other in zip_longest(words, others, fillvalue=" ")
    )


def _replaced(ours: list[int], theirs: list[int]) -> Iterator[tuple[range, range]]:
    """Yield stretches of one sentence and those of another that stand in their place, between equal words."""
    first, most = 0, min(len(ours), len(theirs))
    while first < most and ours[first] == theirs[first]:
        first += 1
    last = 0
    while last < most - first and ours[-1 - last] == theirs[-1 - last]:
        last += 1
    end, other_end = len(ours) - last, len(theirs) - last
    if max(end, other_end) - first <= LONGEST:
        yield range(first, end), range(first, other_end)
        return
    mine, yours = set(ours[first:end]), set(theirs[first:other_end])
    if max(end, other_end) - first > LAID_BESIDE or max(len(mine - yours), len(yours - mine)) > CHANGED:
        return
    same = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    anchors = [each for each in same if each.size >= BESIDE or _at_an_end(each, ours, theirs)]
    for before, after in pairwise(anchors):
        left, right = range(before.a + before.size, after.a), range(before.b + before.size, after.b)
        if max(len(left), len(right)) <= LONGEST:
            yield left, right


def _at_an_end(match: Match, ours: list[int], theirs: list[int]) -> bool:
    """Tell whether words that are the same begin or end both sentences."""
    begins = match.a == match.b == 0 and match.size > 0
    return begins or (match.a + match.size == len(ours) and match.b + match.size == len(theirs))


def _words(wording: Wording, sentence: int) -> tuple[int, list[int]]:
    begin, end = wording.sentence_words[sentence : sentence + 2].tolist()
    return begin, wording.numbers[begin:end].tolist()
