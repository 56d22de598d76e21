"""Where the other versions give what a piece of a version says."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

import numpy as np

from dedupe.facts.model import Aligned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dedupe.facts.standing import Standing
    from dedupe.facts.statements import Piece
    from dedupe.facts.view import View

SECOND_PLACE = 0.25
"""What a second sentence must add to the coverage of a statement to be named as a place of it too."""

DIGITS = 12
"""Decimals that count where two sentences cover a statement alike: then the first is named.

Without this the order in which a processor adds would choose: in 1 of a thousand statements.
"""


def places(stands: Standing, pieces: Sequence[Piece]) -> list[list[Aligned]]:
    """Find for each piece of a version where those that hold it give its words.

    In the order of the other versions, one place or two in each, best first.
    """
    views, version = stands.wording.views, stands.version
    found: list[list[Aligned]] = [[] for _ in pieces]
    spoken = [number for number, piece in enumerate(pieces) if piece.words]
    starts = [pieces[number].words.start for number in spoken]
    weight = views[version].weight
    for block in stands.blocks():
        here = spoken[bisect_left(starts, block.words.start) : bisect_left(starts, block.words.stop)]
        if not here:
            continue
        keys = [frozenset(views[version].keys_in(pieces[number].words)) for number in here]
        begins = np.array([pieces[number].words.start for number in here]) - block.words.start
        for row, (other, at) in enumerate(zip(stands.others, block.others, strict=True)):
            held = np.array([pieces[number].held[row] for number in here])
            if at.start == at.stop or not held.any():
                continue
            against = views[other]
            offset = int(stands.wording.sentence_bounds[other])
            sentences = (block.columns[at] - offset).tolist()
            for number, places in _covering(block.shares[at], weight[block.words], begins, held):
                found[here[number]] += [
                    Aligned(
                        against.article.id,
                        *_narrowed(against, sentences[column], keys[number]),
                        similarity=round(min(1.0, similarity), 4),
                    )
                    for column, similarity in places
                ]
    return found


def _covering(
    shares: NDArray[np.float64],
    weight: NDArray[np.float64],
    begins: NDArray[np.intp],
    held: NDArray[np.bool_],
) -> list[tuple[int, list[tuple[int, float]]]]:
    """Choose the columns that cover each piece best, and how well each does.

    `shares` has the shape (columns, words); the pieces begin at `begins`, those `held` are looked for.
    """
    lengths = np.diff(begins, append=len(weight))
    cover = _cover(shares, weight, begins)
    first = cover.argmax(axis=0)
    best = cover[first, np.arange(len(begins))]
    placed = held & (best > 0)
    columns_of = {number: [int(first[number])] for number in np.flatnonzero(placed).tolist()}
    # Where the first leaves enough uncovered, what it and another cover together.
    left_short = placed & (best <= 1.0 - SECOND_PLACE)
    short = np.flatnonzero(left_short)
    if len(short):
        words = np.repeat(left_short, lengths)
        some, ends = shares[:, words], np.cumsum(lengths[short])
        with_first = np.maximum(some, some[np.repeat(first[short], lengths[short]), np.arange(ends[-1])])
        both = _cover(with_first, weight[words], ends - lengths[short])
        second = both.argmax(axis=0)
        more = np.round(both[second, np.arange(len(short))] - best[short], DIGITS) >= SECOND_PLACE
        for number, column in zip(short[more].tolist(), second[more].tolist(), strict=True):
            columns_of[number].append(column)
    return [
        (number, [(c, float(cover[c, number])) for c in columns if cover[c, number] > 0])
        for number, columns in columns_of.items()
    ]


def _cover(
    shares: NDArray[np.float64], weight: NDArray[np.float64], begins: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Say how much of each piece each column covers: shape (columns, pieces)."""
    total = np.add.reduceat(weight, begins)
    covered = np.add.reduceat(shares * weight, begins, axis=1)
    return np.asarray(np.round(covered / total, DIGITS), dtype=np.float64)


def _narrowed(other: View, sentence: int, keys: frozenset[str]) -> tuple[int, int]:
    """Shrink a sentence to those of its clauses that have words in common with a statement."""
    within = other.words_of[sentence]
    opens = next((i for i in within if other.content[i] in keys), None)
    closes = next((i for i in reversed(within) if other.content[i] in keys), None)
    start, end = other.sentences[sentence]
    if opens is None or closes is None:
        return start, end
    first = other.clauses[int(other.clause_of[opens])]
    after = other.clauses[int(other.clause_of[closes]) + 1]
    return (
        start if first == within.start else other.starts[first],
        end if after == within.stop else other.ends[after - 1],
    )
