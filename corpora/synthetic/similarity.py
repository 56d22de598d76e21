"""Exact similarities of the texts made here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from corpora.synthetic.copies import FOLD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from corpora.synthetic.chance import Numbers


FOLD_BUT_END = b"\0" + FOLD[1:]


def jaccards(texts: Sequence[str], size: int = 5) -> NDArray[np.float64]:
    """Return the exact Jaccard similarity of the sets of word shingles of each two texts, square float64.

    Words are maximal runs of letters and digits, case folded; all letters must be ASCII, as all written here
    are. A shingle is a number in base "how many words there are", ranked again where it would outgrow 64
    bits, so no two shingles are ever taken for one.
    """
    count = len(texts)
    # All texts as one, a word that no text holds after each.
    whole = b" \0 ".join([*(text.encode() for text in texts), b""]).translate(FOLD_BUT_END)
    words = pc.ascii_split_whitespace(pa.array([whole.strip().decode()]))
    numbers, base = _numbered(words.flatten())
    shingles = numbers[: len(numbers) - size + 1].copy()
    for step in range(1, size):
        if int(shingles.max()) >= 2**63 // (base * count) - 1:
            shingles, _ = _numbered(pa.array(shingles))
        shingles = shingles * base + numbers[step : step + len(shingles)]
    if int(shingles.max()) >= 2**63 // count - 1:
        shingles, _ = _numbered(pa.array(shingles))
    ends = np.flatnonzero(numbers == numbers[-1])
    text = np.repeat(np.arange(count), np.diff(ends, prepend=-1))[: len(shingles)]
    within = np.arange(len(shingles)) + size <= ends[text]
    keys = np.sort(shingles[within] * count + text[within])
    shingle, text = np.divmod(keys[np.diff(keys, prepend=-1) > 0], count)
    shared = _together(shingle, text, count)
    sizes = np.bincount(text, minlength=count)
    shared[np.diag_indices(count)] = sizes
    return np.asarray(shared / (sizes[:, None] + sizes - shared), np.float64)


def _numbered(values: pa.Array) -> tuple[Numbers, int]:
    """Return a number for each value, equal where values are, and how many numbers there are."""
    encoded = values.dictionary_encode()
    return encoded.indices.to_numpy().astype(np.int64), len(encoded.dictionary)


def _together(shingles: Numbers, texts: Numbers, count: int) -> Numbers:
    """Count for each two texts the shingles that both stand beside, in columns sorted by shingle."""
    starts = np.flatnonzero(np.diff(shingles, prepend=-1))
    sizes = np.diff(np.append(starts, len(shingles)))
    together = np.zeros(count * count, np.int64)
    # Shingles of one number of texts at a time: all their pairs are one array.
    for size in np.unique(sizes[sizes > 1]).tolist():
        groups = texts[starts[sizes == size][:, None] + np.arange(size)]
        i, j = np.triu_indices(size, 1)
        together += np.bincount((groups[:, i] * count + groups[:, j]).ravel(), minlength=count * count)
    square = together.reshape(count, count)
    return square + square.T
