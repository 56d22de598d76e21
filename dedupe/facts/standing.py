"""How well the words of one version stand in the sentences of the others.

A word stands fully in a sentence that has it, and in part where the sentence has a word that is like it. The
words of a figure, date … stand fully in a sentence that gives its value, *a third* in one with *33 percent*.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedupe.facts.given import amount_of
from dedupe.facts.view import MEASURED
from dedupe.facts.wording import stand_ins
from dedupe.keys import changes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from dedupe.facts.given import Given
    from dedupe.facts.wording import Wording

BLOCK = 1 << 19
"""Words times sentences that are measured at once: 4 MiB of numbers, which stay in a processor's cache."""

KEPT = 1 << 16
"""Words times sentences up to which a block is kept: weighing and placing a pair of articles takes 4 % less.

Of twenty versions it took 7 % more: new memory for each costs more than to measure again.
"""

ALL_SENTENCES = 2000
"""Sentences of a version up to which all are measured, some 50,000 words; of a longer one the likeliest."""

LIKELIEST = 8
"""Sentences of a very long version that are measured for each sentence: those that share its rarest words."""

LOOKED_UP = 500
"""Places of its rarest words in a very long version that are looked up for each sentence."""


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Some sentences of a version against sentences of the others.

    `words` and `sentences` are the version's own. `columns` are sentences of the others, counted
    through all versions, in order; `others` says which columns are those of each other version.
    `shares`, of shape (columns, words), says how well each word stands in each sentence, from 0 to 1.
    """

    words: slice
    sentences: range
    columns: NDArray[np.intp]
    others: list[slice]
    shares: NDArray[np.float64]


class Values(NamedTuple):
    """The values of a version that another gives, each once however often the two repeat it.

    words, of
        Words that a value is made of, and the number of that value for each.
    sentences, bounds
        The sentences of the other version that give each value; where its own begin, and the last end.
    columns
        Which of the others that is, for each value.
    """

    words: NDArray[np.intp]
    of: NDArray[np.intp]
    sentences: NDArray[np.intp]
    bounds: NDArray[np.intp]
    columns: NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """How a version's words stand in the others, block by block.

    parts
        The sentences of each block and those of the others that they are measured against.
    anywhere
        Of shape (words, others): how well each word stands anywhere in each other version.
    measured
        The block, once measured, of a version that is one small block.
    part_keys, part_sentences, part_credits
        What stands in part: a key of the version, a sentence of another and how well it stands there.
    values
        What stands by its value.
    lacking
        For each other version: the places of the version's measured facts that it does not give.
    """

    wording: Wording
    version: int
    others: list[int]
    parts: list[tuple[range, NDArray[np.intp]]]
    anywhere: NDArray[np.float64]
    part_keys: NDArray[np.intp]
    part_sentences: NDArray[np.intp]
    part_credits: NDArray[np.float64]
    values: Values
    lacking: list[list[int]]
    measured: list[Block]

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks in the order of the version's sentences."""
        if self.measured:
            yield from self.measured
            return
        view = self.wording.views[self.version]
        bounds = self.wording.sentence_bounds
        for sentences, columns in self.parts:
            words = slice(view.words_of[sentences[0]].start, view.words_of[sentences[-1]].stop)
            begins, ends = (
                np.searchsorted(columns, bounds[self.others]),
                np.searchsorted(columns, bounds[1:][self.others]),
            )
            others = [slice(*bounds) for bounds in zip(begins.tolist(), ends.tolist(), strict=True)]
            block = Block(words, sentences, columns, others, self.shares(words, columns))
            if len(self.parts) == 1 and block.shares.size <= KEPT:
                self.measured.append(block)
            yield block

    def shares(self, words: slice, columns: NDArray[np.intp]) -> NDArray[np.float64]:
        """Say how well some words stand in some sentences of the others: shape (columns, words)."""
        wording, view = self.wording, self.wording.views[self.version]
        if words == slice(0, len(view.words)):
            keys, key_of = np.arange(len(view.keys)), view.key_of
        else:
            keys, key_of = np.unique(view.key_of[words], return_inverse=True)
        shares = np.zeros((len(columns), len(keys)))
        column_of = np.full(wording.sentence_bounds[-1], -1)
        column_of[columns] = np.arange(len(columns))
        if len(self.part_keys):
            place_of = np.full(len(view.keys), -1)
            place_of[keys] = np.arange(len(keys))
            rows, places = column_of[self.part_sentences], place_of[self.part_keys]
            here = (rows >= 0) & (places >= 0)
            # In the order of the credits: where several words are like one, the best of them counts.
            shares[rows[here], places[here]] = self.part_credits[here]
        place_of = np.full(len(wording.keys), -1)
        place_of[wording.own_keys[self.version][keys]] = np.arange(len(keys))
        begins, ends = wording.sentence_words[columns], wording.sentence_words[columns + 1]
        places = place_of[wording.numbers[_ranges(begins, ends)]]
        here = places >= 0
        shares[np.repeat(np.arange(len(columns)), ends - begins)[here], places[here]] = 1.0
        shares = shares.take(key_of, axis=1)
        within = (self.values.words >= words.start) & (self.values.words < words.stop)
        if within.any():
            which = self.values.of[within]
            begins, ends = self.values.bounds[which], self.values.bounds[which + 1]
            rows = column_of[self.values.sentences[_ranges(begins, ends)]]
            places = np.repeat(self.values.words[within] - words.start, ends - begins)
            here = rows >= 0
            shares[rows[here], places[here]] = 1.0
        return shares


def standing(wording: Wording, version: int, facts: Sequence[Given]) -> Standing:
    """Look up the words of a version in all others; `facts` are what each version gives."""
    view = wording.views[version]
    others = [other for other in range(len(wording.views)) if other != version]
    anywhere = np.zeros((len(view.keys), len(others)))
    keys: list[int] = []
    sentences: list[NDArray[np.intp]] = [np.zeros(0, dtype=np.intp)]
    credits: list[float] = []
    for column, other in enumerate(others):
        has = np.zeros(len(wording.keys), dtype=np.bool_)
        has[wording.own_keys[other]] = True
        anywhere[:, column] = has[wording.own_keys[version]]
        for key, alike in stand_ins(wording, version, other).items():
            anywhere[key, column] = max(alike.values())
            for stand_in, credit in alike.items():
                keys.append(key)
                sentences.append(wording.sentences_with(stand_in, other))
                credits.append(credit)
    values, lacking = _values(wording, version, others, facts)
    by_word = anywhere[view.key_of]
    by_word[values.words, values.columns[values.of]] = 1.0
    counts = [len(found) for found in sentences[1:]]
    part_credits = np.repeat(np.array(credits, dtype=np.float64), counts)
    order = np.argsort(part_credits, kind="stable")
    return Standing(
        wording=wording,
        version=version,
        others=others,
        parts=_parts(wording, version, others),
        anywhere=by_word,
        part_keys=np.repeat(np.array(keys, dtype=np.intp), counts)[order],
        part_sentences=np.concatenate(sentences)[order],
        part_credits=part_credits[order],
        values=values,
        lacking=lacking,
        measured=[],
    )


def _values(
    wording: Wording, version: int, others: Sequence[int], facts: Sequence[Given]
) -> tuple[Values, list[list[int]]]:
    """Return the version's values that others give, and for each other the places of those it does not."""
    view = wording.views[version]
    words: list[int] = []
    of: list[int] = []
    giving: list[int] = []
    bounds, columns = [0], list[int]()
    measured = [
        (place, fact, amount_of(fact), denied, range(within.start, within.stop))
        for place, (fact, denied, within) in enumerate(
            zip(view.facts, view.denied, view.fact_words, strict=True)
        )
        if fact.kind in MEASURED
    ]
    lacking: list[list[int]] = []
    for column, other in enumerate(others):
        there, given = wording.value_sentences[other], facts[other]
        numbers: dict[tuple[str, str, bool], int | None] = {}
        lacking.append([])
        for place, fact, amount, denied, within in measured:
            key = fact.kind, amount, denied
            if key not in numbers:
                likes = given.amounts_like(fact, amount, denied=denied)
                numbers[key] = len(columns) if likes else None
                if likes:
                    giving.extend(dict.fromkeys(s for like in likes for s in there[fact.kind, like]))
                    bounds.append(len(giving))
                    columns.append(column)
            number = numbers[key]
            if number is None:
                lacking[-1].append(place)
            elif bounds[number] < bounds[number + 1]:
                words.extend(within)
                of.extend([number] * len(within))
    found = (np.array(column, dtype=np.intp) for column in (words, of, giving, bounds, columns))
    return Values(*found), lacking


def _parts(wording: Wording, version: int, others: Sequence[int]) -> list[tuple[range, NDArray[np.intp]]]:
    """Part a version's sentences into blocks, each with the sentences it is measured against."""
    view = wording.views[version]
    lengths = np.diff(wording.sentence_bounds)
    long = [other for other in others if lengths[other] > ALL_SENTENCES]
    columns = np.concatenate(
        [np.zeros(0, dtype=np.intp)]
        + [np.arange(*wording.sentence_bounds[n : n + 2]) for n in others if n not in long]
    )
    blocks: list[range] = []
    first, begin = 0, 0
    for number, within in enumerate(view.words_of):
        width = len(columns) + LIKELIEST * len(long) * (number + 1 - first)
        if number > first and (within.stop - begin) * width > BLOCK:
            blocks.append(range(first, number))
            first, begin = number, within.start
    if view.words_of:
        blocks.append(range(first, len(view.words_of)))
    if not long:
        return [(block, columns) for block in blocks]
    by_key = {other: _by_key(wording, other) for other in long}
    return [
        (
            block,
            np.sort(
                np.concatenate([columns, *(_likeliest(wording, version, block, *by_key[n]) for n in long)])
            ),
        )
        for block in blocks
    ]


def _by_key(wording: Wording, version: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the sentences of a version's words ordered by key, and where each key begins among them."""
    numbers, sentences = (array[wording.words(version)] for array in (wording.numbers, wording.sentence_of))
    order = np.argsort(numbers, kind="stable")
    return sentences[order], np.searchsorted(numbers[order], np.arange(len(wording.keys) + 1))


def _likeliest(
    wording: Wording, version: int, block: range, by_key: NDArray[np.intp], bounds: NDArray[np.intp]
) -> NDArray[np.intp]:
    """Find the sentences of a very long version that share the rarest words with those of a block."""
    first = wording.sentence_bounds[version]
    begin, end = wording.sentence_words[[first + block.start, first + block.stop]]
    keys, sources = wording.numbers[begin:end], wording.sentence_of[begin:end]
    counts = np.diff(bounds)[keys]
    order = np.lexsort((keys, counts, sources))
    order = order[counts[order] > 0]
    keys, sources, counts = keys[order], sources[order], counts[order]
    if not len(keys):
        return keys
    # The rarest word of a sentence is looked up however frequent it is.
    total = np.cumsum(counts)
    opens = changes(sources)
    before = np.maximum.accumulate(np.where(opens, total - counts, 0))
    kept = opens | (total - before <= LOOKED_UP)
    keys, sources, counts = keys[kept], sources[kept], counts[kept]
    targets = by_key[_ranges(bounds[keys], bounds[keys + 1])]
    weights = np.repeat(np.log(len(by_key) / counts), counts)
    width = len(wording.wording_of)
    pairs, which = np.unique(np.repeat(sources, counts) * width + targets, return_inverse=True)
    scores = np.bincount(which, weights)
    sources, targets = np.divmod(pairs, width)
    order = np.lexsort((targets, -scores, sources))
    opens = changes(sources)
    rank = np.arange(len(order)) - np.maximum.accumulate(np.where(opens, np.arange(len(order)), 0))
    found: NDArray[np.intp] = np.unique(targets[order[rank < LIKELIEST]])
    return found


def _ranges(begins: NDArray[np.intp], ends: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the numbers of several ranges, one range after another."""
    lengths = ends - begins
    offsets: NDArray[np.intp] = np.repeat(begins - np.cumsum(lengths) + lengths, lengths)
    offsets += np.arange(len(offsets))
    return offsets
