"""Site furniture learned from the corpus: lines that recur across articles which share nothing else.

A cookie banner, a newsletter box or a copyright line makes strangers look alike. Such a line is told from
a paragraph that many reprints carry by what stands around it: the articles of a reprint are alike in the
rest of their text too, the pages of one site are not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dedupe.shingles import Shingling, shingle_sets
from dedupe.text.fold import fold, fold_text
from dedupe.thresholds import FURNITURE_COUNT, PASSAGE_LETTERS, RUN_SLACK

if TYPE_CHECKING:
    from numpy.typing import NDArray

WITNESSES = 12
"""How many of the articles that hold a line are compared, at most, in pairs of neighbours."""

RELATED = 0.1
"""Share of the rest's letter shingles from which two articles are alike without the line."""

WHOLE = 0.8
"""The same for whole texts, where next to nothing is left besides repeated lines."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a corpus, stripped: `codes[i]` names the line, `rows[i]` the article it stands in."""

    codes: NDArray[np.int64]
    rows: NDArray[np.int64]
    values: pa.Array


def split_lines(texts: pa.Array | pa.ChunkedArray) -> Lines:
    """Cut every text at its line ends; lines of no more letters than a run's slack are left out."""
    texts = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    split = pc.split_pattern(texts, "\n")
    rows = pc.list_parent_indices(split)
    lines = pc.utf8_trim_whitespace(pc.list_flatten(split))
    long = pc.greater(pc.utf8_length(lines), RUN_SLACK)
    encoded = pc.dictionary_encode(pc.filter(lines, long))
    return Lines(
        codes=encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64),
        rows=pc.filter(rows, long).to_numpy(zero_copy_only=False).astype(np.int64),
        values=encoded.dictionary,
    )


def find_furniture(texts: pa.Array | pa.ChunkedArray) -> frozenset[str]:
    """Return the lines that are furniture in this corpus, stripped of white space at their ends.

    The answer depends on the set of texts and not on their order.
    """
    lines = split_lines(texts)
    occurrences = np.unique(np.stack([lines.codes, lines.rows]), axis=1)
    counts = np.bincount(occurrences[0], minlength=len(lines.values))
    suspects = np.flatnonzero(counts >= FURNITURE_COUNT)
    if not len(suspects):
        return frozenset()
    suspected = np.zeros(len(lines.values), dtype=bool)
    suspected[suspects] = True
    held = occurrences[:, suspected[occurrences[0]]]
    rows = np.unique(held[1])
    whole = texts.take(pa.array(rows))
    names = frozenset(lines.values.take(pa.array(suspects)).to_pylist())
    rest = pa.array([without_lines(text, names) for text in whole.to_pylist()], pa.large_string())
    # Witnesses are picked by content, never by place in the file.
    digests = np.array([hash_of(text) for text in whole.to_pylist()], dtype=np.uint64)
    left, right, line = _witness_pairs(held, rows, digests)
    shingling = Shingling("letters", PASSAGE_LETTERS)
    rest_sets, whole_sets = (shingle_sets(fold(part), shingling) for part in (rest, whole))
    nothing_left = np.maximum(rest_sets.sizes[left], rest_sets.sizes[right]) < 0.2 * np.maximum(
        whole_sets.sizes[left], whole_sets.sizes[right]
    )
    related = np.where(
        nothing_left,
        whole_sets.containment(left, right) >= WHOLE,
        rest_sets.containment(left, right) >= RELATED,
    )
    asked = np.bincount(line, minlength=len(lines.values))
    strangers = np.bincount(line, weights=~related, minlength=len(lines.values))
    furniture = np.flatnonzero(strangers > 0.5 * asked)
    return frozenset(lines.values.take(pa.array(furniture)).to_pylist())


def without_lines(text: str, furniture: frozenset[str]) -> str:
    """Return a text with the lines that are furniture blanked: offsets stay what they were."""
    lines = text.split("\n")
    return "\n".join(" " * len(line) if line.strip() in furniture else line for line in lines)


def without_furniture(
    texts: pa.Array | pa.ChunkedArray, furniture: frozenset[str]
) -> pa.Array | pa.ChunkedArray:
    """Return the texts with the lines that are furniture blanked, as one column."""
    if not furniture:
        return texts
    return pa.array([without_lines(text, furniture) for text in texts.to_pylist()], pa.large_string())


def hash_of(text: str) -> int:
    """Return a 64-bit digest of a folded text, the same in every run."""
    from hashlib import blake2b

    return int.from_bytes(blake2b(fold_text(text).encode(), digest_size=8).digest(), "little")


def _witness_pairs(
    held: NDArray[np.int64], rows: NDArray[np.int64], digests: NDArray[np.uint64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Pair neighbours among the first articles, by digest, that hold each line: (left, right, line)."""
    article = np.searchsorted(rows, held[1])
    order = np.lexsort((digests[article], held[0]))
    line, article = held[0][order], article[order]
    starts = np.flatnonzero(np.concatenate([[True], line[1:] != line[:-1]]))
    place = np.arange(len(line)) - np.repeat(starts, np.diff(np.append(starts, len(line))))
    follows = (place >= 1) & (place < WITNESSES)
    return article[np.flatnonzero(follows) - 1], article[follows], line[follows]
