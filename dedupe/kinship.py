"""What two texts have in common beside their passages: their words, and those of their headlines.

A company's portrait at the end of two press releases, a paragraph of background, a notice's fixed phrases
are rare passages as well as the sentences of a report are. But a report and its rewrite share most of their
words besides, and each tells of what the other's headline says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedupe.keys import rising_order
from dedupe.shingles import Shingles, Shingling, likeness, shingle

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedupe.text.fold import Folded

    Rows = NDArray[np.int64]
    Floats = NDArray[np.float64]

WORDS = Shingling("words", 1)

SHORT = 3
"""Letters up to which a word says little: an article, a preposition. A number or a character that is a
word by itself says something however short."""

WIDE_LEAST = 0xE0
"""First byte of a character that takes three bytes and more in UTF-8."""


def kinship(folded: Folded, titles: Folded, one: Rows, other: Rows) -> tuple[Floats, Floats]:
    """Compare pairs of texts by their words; `one` and `other` are the rows of the sides, int64[pairs].

    Returns
    -------
    vocabulary : float64[pairs]
        The different words that both have over those of the one that has fewer.
    headline : float64[pairs]
        The share of a headline's telling words that the other text has, the mean of both; NaN where one
        has no headline.
    """
    words = shingle(folded, WORDS, threads=1)
    heads = telling_words(titles)
    texts = len(words)
    both = Shingles(
        np.concatenate([words.hashes, heads.hashes]),
        np.concatenate([words.offsets, words.offsets[-1] + heads.offsets[1:]]),
    )
    # All in one go, by the text that others are held against, so that its set is made once.
    left, right = np.concatenate([other, other, one]), np.concatenate([one, texts + one, texts + other])
    order = rising_order(left)
    shared = np.empty_like(left)
    shared[order], sizes = both.overlaps(left[order], right[order])
    words_shared, *heads_shared = np.split(shared, 3)
    told = np.zeros(len(one))
    for part, head in zip(heads_shared, (texts + one, texts + other), strict=True):
        told += np.divide(part, sizes[head], out=np.full(len(one), np.nan), where=sizes[head] > 0)
    return likeness(words_shared, sizes[one], sizes[other])[1], told / 2


def telling_words(folded: Folded) -> Shingles:
    """Return the words of folded texts that are not `SHORT`."""
    words, data, offsets = shingle(folded, WORDS, threads=1), folded.data, folded.offsets - folded.offsets[0]
    letter = data != ord(" ")
    bounds = offsets[(offsets > 0) & (offsets < len(data))]
    first, last = letter.copy(), letter.copy()
    first[1:] &= ~letter[:-1]
    first[bounds] |= letter[bounds]
    last[:-1] &= ~letter[1:]
    last[bounds - 1] |= letter[bounds - 1]
    starts, ends = np.flatnonzero(first), np.flatnonzero(last)
    characters = np.cumsum((data & 0xC0) != 0x80)
    leading = data[starts]
    number = (leading >= ord("0")) & (leading <= ord("9"))
    kept = (characters[ends] - characters[starts] >= SHORT) | number | (leading >= WIDE_LEAST)
    owner = np.repeat(np.arange(len(words)), words.sizes)
    sizes = np.bincount(owner[kept], minlength=len(words))
    return Shingles(words.hashes[kept], np.concatenate([[0], np.cumsum(sizes)]))
