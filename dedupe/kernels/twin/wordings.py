"""Words in a row that several texts have."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from dedupe.kernels.twin.arrays import Array


def shared_wordings(
    numbers: Array, sentence: Array, bounds: Array, different: int, most: int, longest: Array
) -> None:
    """Find the longest run of words, each word among them, that each text has too.

    `numbers` (int64[words], from 0 and below `different`) are the words of all texts, `sentence` (int64)
    their sentences, text i those from `bounds[i]` (int64) on. `longest`, int8[texts, words], takes how many
    words the longest run in a word's sentence has that stands in a text: from 2 to `most`, else 0. A run
    that only one text has is not followed further.
    """
    longest[:] = 0
    places, run_of = np.arange(len(numbers)), numbers
    for length in range(2, most + 1):
        # A run is the run one shorter and the word after it.
        after = places + length - 1
        whole = after < len(numbers)
        whole[whole] = sentence[after[whole]] == sentence[places[whole]]
        places, after = places[whole], after[whole]
        runs, run_of = np.unique(run_of[whole] * different + numbers[after], return_inverse=True)
        texts = np.zeros(len(runs), dtype=np.int64)
        for text, (begin, end) in enumerate(pairwise(np.searchsorted(places, bounds).tolist())):
            known = np.zeros(len(runs), dtype=np.bool_)
            known[run_of[begin:end]] = True
            texts += known
            shared = places[known[run_of]]
            for step in range(length):
                longest[text, shared + step] = length
        # What only one text has goes on in none.
        common = texts[run_of] > 1
        places, run_of = places[common], run_of[common]
