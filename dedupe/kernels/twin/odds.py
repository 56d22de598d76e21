"""How well words stand in other texts, in log-odds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedupe.kernels.twin.arrays import sums_of

if TYPE_CHECKING:
    from dedupe.kernels.twin.arrays import Array


ROWS = 16
"""Rows whose surroundings are summed up together, so that they stay in a processor's cache."""


def log_odds(
    shares: Array,
    bounds: Array,
    anywhere: Array,
    run: Array,
    lacks: Array,
    weight: Array,
    place: Array,
    clause: Array,
    sentence: Array,
    coefficients: Array,
    intercept: float,
    reach: float,
    same_wording: float,
    span: int,
    out: Array,
) -> None:
    """Weigh the words of some whole sentences against other texts.

    `shares` (float64[columns, words]) says how well each word stands in each sentence of the others, from 0
    to 1; `bounds` (int64[others, 2]) which columns are those of each other. `anywhere` (float64[words,
    others]), `run` (float64[others, words]) and `lacks` (bool[others, words]) say how well a word stands in
    an other at all, how long a run of words it has there, and whether it is a value that the other lacks.
    `weight` and `place` (float64[words]) are what a word counts for and where it stands; `clause` and
    `sentence` (int64[words]) number its clause and sentence from 0 on.

    The features, times `coefficients` and with `intercept` summed to `out` (float64[others, words]): the
    word's surroundings in the best sentence, and anywhere; its sentence likewise; its clause in the best
    sentence; `run`; its clause in runs of `same_wording` and more; whether its clause lacks a value. A word
    speaks for those around it the less the farther it is, out to `reach`, which no word more than `span`
    words away is within. Sums are made in the order of the words.
    """
    bounds = bounds.reshape(-1, 2)
    others = len(bounds)
    if not len(weight) or not others:
        return
    columns = np.concatenate((shares, anywhere.T, run >= same_wording, np.ones((1, len(weight)))))
    columns *= weight
    near, whole, parts = (
        _surroundings(columns, place / reach, span),
        sums_of(columns, sentence),
        sums_of(columns, clause),
    )
    lacking = sums_of(lacks.astype(np.float64), clause) > 0
    count = len(shares)
    for other, (first, after) in enumerate(bounds.tolist()):
        at = slice(first, after)
        features = (
            near[at].max(axis=0, initial=0.0) / near[-1],
            near[count + other] / near[-1],
            (whole[at].max(axis=0, initial=0.0) / whole[-1])[sentence],
            (whole[count + other] / whole[-1])[sentence],
            (parts[at].max(axis=0, initial=0.0) / parts[-1])[clause],
            run[other],
            (parts[count + others + other] / parts[-1])[clause],
            lacking[other, clause].astype(np.float64),
        )
        total = np.zeros(len(weight))
        for coefficient, feature in zip(coefficients.tolist(), features, strict=True):
            total += coefficient * feature
        out[other] = intercept + total


def _surroundings(columns: Array, place: Array, span: int) -> Array:
    """Sum up the surroundings of each word: nearer ones count for more, 1 - their distance."""
    near = np.zeros(columns.shape)
    steps = []
    for step in range(-span, span + 1):
        here = slice(max(0, -step), max(0, len(place) - max(0, step)))
        there = slice(max(0, step), max(0, len(place) + min(0, step)))
        steps.append((here, there, np.maximum(0.0, 1.0 - np.abs(place[there] - place[here]))))
    for row in range(0, len(columns), ROWS):
        some, sums = columns[row : row + ROWS], near[row : row + ROWS]
        for here, there, voices in steps:
            sums[:, here] += some[:, there] * voices
    return near
