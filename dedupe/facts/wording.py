"""The words of all versions on one scale: which stand where, which are alike, which stand in a row."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, chain, count
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedupe import kernels
from dedupe.facts.given import amount_of
from dedupe.facts.view import MEASURED
from dedupe.text.kept import Kept
from dedupe.text.synonyms import synonym_groups

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dedupe.facts.view import View

LONGEST_RUN = 6
"""Words of a wording that two versions share, in a row: longer runs are no stronger evidence."""

STEM = 4
"""Letters by which words are looked up when not equal: inflected forms and words run together share them."""

ALIKE = 0.55
"""Share of the longer word that two words' common beginning must make up to count as one word inflected."""

INFLECTED = 0.15
"""Added to that share: an ending is less than it is letters."""

SYNONYM = 0.7
"""How well a synonym stands for a word (0.6 to 0.9 measured alike, 0.4 and 1 worse)."""


LONGEST_WORD = 100
"""Letters of a word over which it has no parts that are words: it is an address or an image in letters."""

KEYS_KEPT = 1 << 15
"""Keys whose forms are kept: nine tenths of an article's words are among so many."""


class Kin(NamedTuple):
    """A key that a word may stand for, and how well it then stands, from 0 to 1.

    `rest` is what the two differ by where they were run together; it must be a known word. `half`
    marks one of two words run together: it stands for the whole where the other version has the rest.
    """

    key: str
    credit: float
    rest: str = ""
    half: bool = False


class _Form(NamedTuple):
    """What a key is looked up by where it has no equal: its first and last letters, its groups of synonyms.

    The letters are empty where it is too short, too long or not all letters.
    """

    head: str
    tail: str
    groups: tuple[int, ...]


def _form(key: str) -> _Form:
    is_word = STEM <= len(key) <= LONGEST_WORD and key.isalpha()
    head, tail = (key[:STEM], key[-STEM:]) if is_word else ("", "")
    return _Form(head, tail, tuple(synonym_groups(key)))


_FORMS = Kept(_form, KEYS_KEPT)


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """The words of several versions, one version after another.

    keys, own_keys
        The number of each distinct key of all versions; the numbers of each version's, in its order.
    numbers, sentence_of
        For each word: the number of its key; its sentence, counted through all versions.
    wording_of, sentence_words
        For each sentence: a number that sentences worded alike share; where its words begin (and, at
        the end, the number of words).
    word_bounds, sentence_bounds
        Where each version begins among the words and sentences, and where the last ends.
    by_key, key_bounds
        The places of all words ordered by their keys; where each key begins among them.
    value_sentences
        For each version, by kind and amount: the sentences, counted through all, of its measured facts.
    kin, own_kindred
        The keys that a key may stand for, where there are any; each version's keys that have some and
        are none of grammar's, with their places among its own.
    """

    views: Sequence[View]
    keys: dict[str, int]
    own_keys: list[NDArray[np.intp]]
    numbers: NDArray[np.intp]
    sentence_of: NDArray[np.intp]
    wording_of: NDArray[np.intp]
    sentence_words: NDArray[np.intp]
    word_bounds: NDArray[np.intp]
    sentence_bounds: NDArray[np.intp]
    by_key: NDArray[np.intp]
    key_bounds: NDArray[np.intp]
    value_sentences: list[dict[tuple[str, str], list[int]]]
    kin: dict[str, list[Kin]]
    own_kindred: list[list[tuple[int, str]]]

    def words(self, version: int) -> slice:
        """Return the places of a version's words among all."""
        return slice(self.word_bounds[version], self.word_bounds[version + 1])

    def sentences(self, version: int) -> slice:
        """Return the places of a version's sentences among all."""
        return slice(self.sentence_bounds[version], self.sentence_bounds[version + 1])

    def sentences_with(self, key: str, version: int) -> NDArray[np.intp]:
        """Return the sentences of a version, counted through all, in which a key stands."""
        number = self.keys[key]
        places = self.by_key[self.key_bounds[number] : self.key_bounds[number + 1]]
        begin, end = np.searchsorted(places, self.word_bounds[version : version + 2])
        return self.sentence_of[places[begin:end]]


def number_words(views: Sequence[View]) -> Wording:
    """Give the words and sentences of several versions numbers, the same to those that are the same."""
    keys = dict(zip(dict.fromkeys(chain.from_iterable(view.keys for view in views)), count(), strict=False))
    own = [np.fromiter(map(keys.__getitem__, view.keys), np.intp, len(view.keys)) for view in views]
    none = np.zeros(0, dtype=np.intp)
    numbers = np.concatenate([none, *(own[n][view.key_of] for n, view in enumerate(views))])
    sentence_bounds = np.array(list(accumulate((len(view.sentences) for view in views), initial=0)), np.intp)
    sentence_of = np.concatenate(
        [
            none,
            *(view.sentence_of + begin for view, begin in zip(views, sentence_bounds.tolist(), strict=False)),
        ]
    )
    by_key = np.argsort(numbers, kind="stable")
    kin = _kin(views, keys)
    return Wording(
        views=views,
        keys=keys,
        own_keys=own,
        numbers=numbers,
        sentence_of=sentence_of,
        wording_of=_wordings(views, own),
        sentence_words=np.searchsorted(sentence_of, np.arange(sentence_bounds[-1] + 1)),
        word_bounds=np.array(list(accumulate((len(view.words) for view in views), initial=0)), np.intp),
        sentence_bounds=sentence_bounds,
        by_key=by_key,
        key_bounds=np.searchsorted(numbers[by_key], np.arange(len(keys) + 1)),
        value_sentences=[
            _value_sentences(view, begin)
            for view, begin in zip(views, sentence_bounds.tolist(), strict=False)
        ],
        kin=kin,
        own_kindred=[
            [(n, key) for n, key in enumerate(view.keys) if key in kin and key not in view.grammar]
            for view in views
        ],
    )


def _value_sentences(view: View, begin: int) -> dict[tuple[str, str], list[int]]:
    """Return the sentences of each measured fact, by its kind and amount; the first is number `begin`."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    sentence_of = view.sentence_of.tolist()
    for fact, words in zip(view.facts, view.fact_words, strict=True):
        if fact.kind in MEASURED and words.start < words.stop:
            sentences, sentence = found[fact.kind, amount_of(fact)], begin + sentence_of[words.start]
            if sentences[-1:] != [sentence]:  # facts stand in the order of the text
                sentences.append(sentence)
    return found


def _wordings(views: Sequence[View], own: list[NDArray[np.intp]]) -> NDArray[np.intp]:
    """Give the sentences of all versions numbers, the same to those that have the same words."""
    known: dict[bytes, int] = {}
    numbers = []
    for view, keys in zip(views, own, strict=True):
        words = keys[view.key_of]
        numbers += [known.setdefault(words[w.start : w.stop].tobytes(), len(known)) for w in view.words_of]
    return np.array(numbers, dtype=np.intp)


def worded_alike(wording: Wording, version: int, other: int) -> NDArray[np.bool_]:
    """Tell of each sentence of a version whether the other has one with the same words."""
    known = np.zeros(len(wording.wording_of), dtype=np.bool_)
    known[wording.wording_of[wording.sentences(other)]] = True
    return known[wording.wording_of[wording.sentences(version)]]


def longest_runs(wording: Wording) -> NDArray[np.int8]:
    """Return how many words in a row, a word among them, a version has that another has too.

    Shape (versions, words of all): for each word the longest such run within its sentence, counted
    from 2 to `LONGEST_RUN`, else 0.
    """
    return kernels.shared_wordings(
        wording.numbers,
        wording.sentence_of,
        wording.word_bounds,
        different=len(wording.keys),
        most=LONGEST_RUN,
    )


def _kin(views: Sequence[View], keys: dict[str, int]) -> dict[str, list[Kin]]:
    """Find the keys that each key may stand for where a version has it not."""
    known = frozenset(keys).union(*(view.grammar for view in views))
    everywhere = frozenset.intersection(*(view.vocabulary for view in views)) if views else frozenset()
    small_heads = frozenset().union(*(_heads(view.grammar) for view in views))
    heads: dict[str, list[str]] = defaultdict(list)
    tails: dict[str, list[str]] = defaultdict(list)
    synonyms: dict[int, list[str]] = defaultdict(list)
    forms = dict(zip(keys, map(_FORMS.__getitem__, keys), strict=True))
    for key, (head, tail, groups) in forms.items():
        if head:
            heads[head].append(key)
            tails[tail].append(key)
        for group in groups:
            synonyms[group].append(key)
    found: dict[str, list[Kin]] = {}
    for key, (head, tail, groups) in forms.items():
        if key in everywhere:
            continue
        kin: list[Kin] = []
        if head:
            # Parts of fewer than two letters are no words: "a" and "s" are in every other word.
            # A front as long as a head begins with the key's own, which mostly no other word has.
            longest = len(key) - 1 if len(heads[head]) > 1 or head in small_heads else min(STEM, len(key) - 1)
            for cut in range(2, longest):
                if (rest := key[cut:]) in known and (front := key[:cut]) in known:
                    kin.append(Kin(front, len(front) / len(key), rest, half=True))
                    kin.append(Kin(rest, len(rest) / len(key), front, half=True))
            if len(others := heads[head]) > 1:
                kin += _beginning_alike(key, others, known)
            if len(others := tails[tail]) > 1:
                kin += _ending_alike(key, others, known)
        if groups:
            kin += [Kin(other, SYNONYM) for group in groups for other in synonyms[group] if other != key]
        if kin:
            found[key] = kin
    return found


@cache
def _heads(words: frozenset[str]) -> frozenset[str]:
    """Return the first letters of all words that have so many."""
    return frozenset(word[:STEM] for word in words if len(word) >= STEM)


def _beginning_alike(key: str, others: Sequence[str], known: frozenset[str]) -> list[Kin]:
    """Find the keys that a word may be inflected from, or that a word after it was run together with."""
    kin = []
    for other in others:
        if other != key:
            common = _common_beginning(key, other)
            longer = max(len(key), len(other))
            if common == len(key) and len(other) - common >= 2 and other[common:] in known:
                kin.append(Kin(other, 1.0, other[common:]))
            if common >= ALIKE * longer:
                kin.append(Kin(other, min(1.0, common / longer + INFLECTED)))
            elif common == len(other):
                kin.append(Kin(other, common / longer))
    return kin


def _ending_alike(key: str, others: Sequence[str], known: frozenset[str]) -> list[Kin]:
    """Find the keys that a word may be the last part of, or that may be its last part."""
    kin = []
    for other in others:
        if other != key:
            if other.endswith(key):
                if other.removesuffix(key) in known:
                    kin.append(Kin(other, 1.0, other.removesuffix(key)))
            elif key.endswith(other):
                kin.append(Kin(other, len(other) / len(key)))
    return kin


def _common_beginning(a: str, b: str) -> int:
    """Count the letters that two words of one stem begin with."""
    count, shorter = STEM, min(len(a), len(b))
    while count < shorter and a[count] == b[count]:
        count += 1
    return count


def stand_ins(wording: Wording, version: int, other: int) -> dict[int, dict[str, float]]:
    """Find what stands in another version for the keys that it lacks, and how well.

    From the place of a key among the version's own to the keys that stand for it there.
    """
    view, against = wording.views[version], wording.views[other]
    grammar = view.grammar | against.grammar
    ours, theirs = view.vocabulary, against.vocabulary
    found: dict[int, dict[str, float]] = {}
    for place, key in wording.own_kindred[version]:
        if key in theirs or key in grammar:
            continue
        credits: dict[str, float] = {}
        for kin in wording.kin[key]:
            given = kin.rest in theirs or kin.rest in grammar
            if (
                kin.key in theirs
                and (not kin.rest or given or kin.rest in ours)
                and not (kin.half and kin.key in grammar)
            ):
                credit = 1.0 if kin.half and given else kin.credit
                credits[kin.key] = max(credits.get(kin.key, 0.0), credit)
        if credits:
            found[place] = credits
    return found
