"""Turns: where one version turns what another says by a word or two, in a sentence that is worded alike.

*Parliament approved the budget* and *Parliament rejected the budget* share all words but one. By what they
share they would be one statement; what matters is the word that they do not. So a sentence is laid beside
the one of the other version that it shares most of its words with, and where a stretch of a word or two
stands in the place of another, between words that are the same, the words that the other version has
nowhere are news. Two words that say the opposite, or a *not* on one side, contradict each other.
"""

from __future__ import annotations

from difflib import Match, SequenceMatcher
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedupe.facts.values.units import UNITS
from dedupe.facts.view import TIMES
from dedupe.facts.wording import worded_alike
from dedupe.text.inflection import base_forms
from dedupe.text.opposites import NEGATIONS, opposed
from dedupe.text.words import CONJUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from dedupe.facts.standing import Standing
    from dedupe.facts.view import View
    from dedupe.facts.wording import Wording

ALIKE = 0.6
"""Share of the content words of a sentence, the one that has fewer, that the other sentence must have."""

LEAST = 1.0
"""Content words that two sentences must have in common."""

LEAST_OF_SHORTER = 3.0
"""The same where it is the other sentence, a shorter one, that is alike: two words are like many."""

LONGEST = 4
"""Words of a stretch that may stand in the place of another; more is another clause.

With 4 three more are found in `corpora/contradictions/tuned.jsonl` than with 3, and none falsely.
"""

LONGEST_ADDED = 8
"""The same of words that stand in the place of nothing: *it had not been proved that*.

With 4, 6 and 8 F1 of new text is 0.936, 0.936 and 0.940 on our own sample of updates, and 0.920 with any of
them on the 17 labelled pairs.
"""

ADDED = 2
"""Words of such a stretch that the other version has nowhere, from which they are news."""

LAID_BESIDE = 80
"""Words that are laid beside others: the time grows with the cube of those that come again and again."""

NONE_OF_THEM = 2
"""Words at most that say that there is none: *nobody*, *no casualties*."""

CHANGED = 6
"""Words that either of two sentences lacks of the other, over which they are worded in their own ways."""

BESIDE = 2
"""Words that must be the same to either side of a stretch, or all there are up to the end of the sentence."""

SPELLED_ALIKE = 0.75
"""Share of their letters that two words must have in common to be one word in two spellings or forms."""

UNKNOWN = 0.5
"""A word that stands less well than this anywhere in a version is unknown there."""


class Turn(NamedTuple):
    """Words of a sentence (`ours`), and those that stand in their place in another version's, by number.

    No words stand before the word where they would begin, if need be the first of the next sentence.
    `contrary`: they say the opposite of each other.
    """

    version: int
    sentence: int
    ours: range
    other: int
    counterpart: int
    theirs: range
    contrary: bool


class _Stretch(NamedTuple):
    """Words of a version in a row, laid beside those of the other version in `row` of its standing."""

    stands: Standing
    row: int
    words: range

    @property
    def view(self) -> View:
        """The version that they are of."""
        return self.stands.wording.views[self.stands.version]

    @property
    def keys(self) -> list[str]:
        """The words as they are compared."""
        return self.view.keys_in(self.words)

    @property
    def lacked(self) -> list[int]:
        """The places of the values in it, or in part, that the other version does not give."""
        return _lacked(self.stands, self.words, self.row)


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
            for place in _lacked(stands, words, row):
                marks[version][row, stands.wording.views[version].fact_words[place]] = True
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


def _lacked(stands: Standing, words: range, row: int) -> list[int]:
    """Return the places of the values in a stretch, or in part, that the other version does not give."""
    fact_words = stands.wording.views[stands.version].fact_words
    return [
        place
        for place in stands.lacking[row]
        if fact_words[place].start < words.stop and words.start < fact_words[place].stop
    ]


def _counterparts(stands: Standing) -> Iterator[tuple[int, int]]:
    """Yield sentences of a version, and in each later version the sentence that shares most words with it.

    Sentences are counted through all versions. Those that are the same word for word are left out.
    """
    wording, version = stands.wording, stands.version
    view = wording.views[version]
    base = int(wording.sentence_bounds[version])
    later = [(row, other) for row, other in enumerate(stands.others) if other > version]
    content, lengths = (~view.small).astype(np.float64), _contents(wording)
    for block in stands.blocks() if later else ():
        sentences = np.array([number for number in block.sentences if view.words_of[number]], dtype=np.intp)
        if not len(sentences):
            continue
        starts = [view.words_of[number].start - block.words.start for number in sentences.tolist()]
        shared = np.add.reduceat(block.shares * content[block.words], starts, axis=1)
        for row, other in later:
            at = block.others[row]
            if at.start == at.stop:
                continue
            best = shared[at].argmax(axis=0)
            columns = block.columns[at][best]
            enough = np.minimum(
                np.maximum(ALIKE * lengths[base + sentences], LEAST),
                np.maximum(ALIKE * lengths[columns], LEAST_OF_SHORTER),
            )
            chosen = shared[at][best, np.arange(len(best))] >= enough
            chosen &= ~worded_alike(wording, version, other)[sentences]
            yield from zip((base + sentences[chosen]).tolist(), columns[chosen].tolist(), strict=True)


def _contents(wording: Wording) -> NDArray[np.float64]:
    """Return how many content words each sentence has, counted through all versions."""
    counts = [np.bincount(view.sentence_of, ~view.small, len(view.sentences)) for view in wording.views]
    return np.concatenate(counts)


def _compared(standings: Sequence[Standing], version: int, sentence: int, column: int) -> Iterator[Turn]:
    """Yield the turns between two sentences."""
    wording = standings[version].wording
    other = int(np.searchsorted(wording.sentence_bounds, column, side="right")) - 1
    (one, ours), (two, theirs) = _words(wording, sentence), _words(wording, column)
    number, place = (
        at - int(wording.sentence_bounds[of]) for at, of in ((sentence, version), (column, other))
    )
    shift, moved = one - int(wording.word_bounds[version]), two - int(wording.word_bounds[other])
    if len(ours) == len(theirs) and sorted(ours) == sorted(theirs):
        views = wording.views[version], wording.views[other]
        for left, right in _swapped(
            *views, range(shift, shift + len(ours)), range(moved, moved + len(theirs))
        ):
            yield Turn(version, number, left, other, place, right, contrary=True)
        return
    here, there = standings[version], standings[other]
    row, other_row = here.others.index(other), there.others.index(version)
    for left, right in _replaced(ours, theirs):
        mine = _Stretch(here, row, range(left.start + shift, left.stop + shift))
        yours = _Stretch(there, other_row, range(right.start + moved, right.stop + moved))
        if (contrary := _contrary(mine, yours)) or _otherwise(mine, yours):
            yield Turn(version, number, mine.words, other, place, yours.words, contrary)


def _contrary(mine: _Stretch, yours: _Stretch) -> bool:
    """Tell whether two stretches that stand in each other's place say the opposite."""
    # *Up at 0915* and *down at 1130* may both be so.
    if all(any(side.view.facts[place].kind in TIMES for place in side.lacked) for side in (mine, yours)):
        return False
    said, told = mine.keys, yours.keys
    return (
        _negated(said, told, mine.view.grammar)
        or (_none(said) and _counts(yours))
        or (_none(told) and _counts(mine))
        or (opposed(said, told) and NEGATIONS.isdisjoint(said) == NEGATIONS.isdisjoint(told))
    )


def _otherwise(mine: _Stretch, yours: _Stretch) -> bool:
    """Tell whether two stretches that stand in each other's place say what the other version has nowhere."""
    if mine.lacked and yours.lacked:
        return True
    words, others = (
        [side.view.words[word] for word in _telling(side.stands, side.words, side.row, known=False)]
        for side in (mine, yours)
    )
    replaced = bool(words and others) and not _spelled_alike(words, others)
    return replaced or max(len(words), len(others)) >= ADDED


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


def _none(words: Sequence[str]) -> bool:
    """Tell *nobody* and *no casualties*, which an amount contradicts that stands in their place."""
    return 0 < len(words) <= NONE_OF_THEM and words[0] in NEGATIONS


def _counts(stretch: _Stretch) -> bool:
    """Tell whether a word of a stretch is part of an amount or a date."""
    return bool(stretch.view.measured[stretch.words.start : stretch.words.stop].any())


def _spelled_alike(words: Sequence[str], others: Sequence[str]) -> bool:
    """Tell whether words are others in another spelling or form; a name in another spelling is another.

    So is a number: that of a flight or a road is none of the values that are compared as such.
    """
    return all(
        not (one[0].isupper() and other[0].isupper())
        and not (one.isdecimal() and other.isdecimal())
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
    if max(end, other_end) - first > LAID_BESIDE or min(len(mine - yours), len(yours - mine)) > CHANGED:
        return
    between = SequenceMatcher(None, ours[first:end], theirs[first:other_end], autojunk=False)
    same = [Match(first + each.a, first + each.b, each.size) for each in between.get_matching_blocks()[:-1]]
    same = [Match(0, 0, first), *same, Match(end, other_end, last)]
    anchors = [each for each in same if each.size >= BESIDE or _at_an_end(each, ours, theirs)]
    for before, after in pairwise([Match(0, 0, 0), *anchors]):
        left, right = range(before.a + before.size, after.a), range(before.b + before.size, after.b)
        # What stands before all else, and not in the place of anything, may belong to another sentence.
        longest = LONGEST if left and right else LONGEST_ADDED
        if max(len(left), len(right)) <= longest and (before.size or (left and right)):
            yield left, right


def _at_an_end(match: Match, ours: list[int], theirs: list[int]) -> bool:
    """Tell whether words that are the same begin or end both sentences."""
    begins = match.a == match.b == 0 and match.size > 0
    return begins or (match.a + match.size == len(ours) and match.b + match.size == len(theirs))


def _words(wording: Wording, sentence: int) -> tuple[int, list[int]]:
    begin, end = wording.sentence_words[sentence : sentence + 2].tolist()
    return begin, wording.numbers[begin:end].tolist()
