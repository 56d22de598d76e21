"""Passes over the words of versions, for their diff."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedupe.kernels import choice

if TYPE_CHECKING:
    from dedupe.kernels.slices import Array


def words(points: Array, table: Array) -> tuple[int, Array, Array, Array]:
    """Find the words of a text by its code points (uint32), and its runs of letters and of digits.

    `table` (uint8) says of each character of Unicode what it is, in the bits LETTER to UNREAD.

    Returns
    -------
    kinds : int
        Those of all characters in one; where some are UNREAD the rest is empty.
    words : int64[2, n]
        Where each starts and ends.
    gaps : uint8[n]
        What stands between a word and the one before: MARK, COMMA, and UNSPACED where there is anything.
    runs : int64[3, m]
        Where each starts and ends, and the word that it is by itself, or -1.
    """
    size = len(points)
    kinds, gaps = np.empty(size, np.uint8), np.empty(size, np.uint8)
    words, runs = np.empty((2, size), np.int64), np.empty((3, size), np.int64)
    every, count, parts = choice.core.words(points, table, kinds, words, gaps, runs)
    return every, words[:, :count], gaps[:count], runs[:, :parts]


def shared_wordings(numbers: Array, sentence: Array, bounds: Array, *, different: int, most: int) -> Array:
    """Find the longest run of words, each word among them, that each text has too: int8[texts, words].

    `numbers` (int64, below `different`) are the words of all texts, `sentence` (int64) their sentences; text
    i begins at `bounds[i]` (int64). Runs are counted within a sentence, from 2 to `most`, else 0.
    """
    longest = np.empty((len(bounds) - 1, len(numbers)), np.int8)
    choice.core.shared_wordings(numbers, sentence, bounds, different, most, longest)
    return longest


def log_odds(
    shares: Array,
    bounds: Array,
    anywhere: Array,
    run: Array,
    lacks: Array,
    *,
    weight: Array,
    place: Array,
    clause: Array,
    sentence: Array,
    coefficients: Array,
    intercept: float,
    reach: float,
    same_wording: float,
    span: int,
) -> Array:
    """Weigh the words of some whole sentences against other texts: float64[others, words].

    `shares` (float64[columns, words]) says how well each word stands in each sentence of the others, `bounds`
    (int64[others, 2]) which of the columns are those of each; `anywhere` is float64[words, others], `run` and
    `lacks` (bool) are of the shape of the answer, the others have one entry a word. What the features are
    is said by `dedupe.kernels.twin.log_odds`.
    """
    out = np.empty((len(bounds), len(weight)))
    shares, anywhere, run, lacks = map(np.ascontiguousarray, (shares, anywhere, run, lacks))
    arrays = (shares, bounds, anywhere, run, lacks, weight, place, clause, sentence, coefficients)
    choice.core.log_odds(*arrays, intercept, reach, same_wording, span, out)
    return out


def best_cover(
    shares: Array, weight: Array, begins: Array, held: Array, *, enough: float, digits: int
) -> tuple[Array, Array]:
    """Choose the sentences, one or two, that cover each stretch of words best.

    `shares` (float64[columns, words]) says how well each word stands in each sentence, `weight` (float64)
    what it counts for, `begins` (int64) where each stretch does; those `held` (bool) are looked for.

    Returns
    -------
    columns : int64[stretches, 2]
        The best, and one that covers `enough` more together with it; -1 for none.
    covers : float64[stretches, 2]
        How much of the stretch each covers by itself, to so many decimal `digits`.
    """
    columns, covers = np.empty((len(begins), 2), np.int64), np.empty((len(begins), 2))
    choice.core.best_cover(shares, weight, begins, held, enough, 10.0**digits, columns, covers)
    return columns, covers


def best_cuts(odds: Array, costs: Array, bounds: Array, whole: Array, *, most: int) -> Array:
    """Choose the words that are the first of a piece of a sentence: bool[words].

    `odds` (float64[others, words]) are those that an other text lacks the word, `costs` (float64[words])
    those of a cut before it, `bounds` (int64[sentences + 1]) where sentences begin, `whole`
    (bool[sentences]) which are not cut. Of more than `most` places for a cut so many are looked at together.
    """
    chosen = np.empty(len(costs), np.bool_)
    choice.core.best_cuts(np.ascontiguousarray(odds), costs, bounds, whole, most, chosen)
    return chosen
