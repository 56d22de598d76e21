"""Where the other versions give what a piece of a version says."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

import numpy as np

from dedupe import kernels
from dedupe.facts.model import Aligned

if TYPE_CHECKING:
    from collections.abc import Sequence

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
        held = np.array([pieces[number].held for number in here], dtype=np.bool_).T.copy()
        for row, (other, at) in enumerate(zip(stands.others, block.others, strict=True)):
            if at.start == at.stop or not held[row].any():
                continue
            against = views[other]
            offset = int(stands.wording.sentence_bounds[other])
            sentences = (block.columns[at] - offset).tolist()
            columns, covers = kernels.best_cover(
                block.shares[at], weight[block.words], begins, held[row], enough=SECOND_PLACE, digits=DIGITS
            )
            for number, own, covering, cover in zip(
                here, keys, columns.tolist(), covers.tolist(), strict=True
            ):
                found[number] += [
                    Aligned(
                        against.article.id,
                        *against.written(*_narrowed(against, sentences[column], own)),
                        similarity=round(min(1.0, similarity), 4),
                    )
                    for column, similarity in zip(covering, cover, strict=True)
                    if similarity > 0
                ]
    return found


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
