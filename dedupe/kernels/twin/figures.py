"""Numbers in folded text: where they stand among its units, and hashes of their values."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

import numpy as np

from dedupe.kernels.twin.arrays import Array, documents_of, ends_of, from_zero
from dedupe.kernels.twin.hashing import SEED, absorb, avalanche
from dedupe.kernels.twin.letters import letter_widths
from dedupe.kernels.twin.utf8 import SPACE, STRAY, decode

# The zeros of the decimal digits past ASCII (Unicode 14, category Nd), each followed by its nine.
ZEROS = (
    *(0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66),
    *(0x0DE6, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90),
    *(0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10),
    *(0x104A0, 0x10D30, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0),
    *(0x11730, 0x118E0, 0x11950, 0x11C50, 0x11D50, 0x11DA0, 0x16A60, 0x16AC0, 0x16B50, 0x1D7CE, 0x1D7D8),
    *(0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E950, 0x1FBF0),
)
DIGITS = "0-9" + "".join(f"{chr(zero)}-{chr(zero + 9)}" for zero in ZEROS)
LETTER = rf"[^\x00-@\[-`{{-\x7f{DIGITS}]"  # of a unit: a to z, and past ASCII all but digits
# What a scanner reads for a digit, in a word that is nothing but digits and such letters.
SCANNED = str.maketrans("oilszgb", "0115296")
# A unit may cling to a number of two digits and more, as in 21c or 30pct.
NUMBER = (
    rf"(?:(?=[oilszgb]*[{DIGITS}])[{DIGITS}oilszgb]+(?![^ ])|[{DIGITS}]{{2,}}(?={LETTER}{{1,3}}(?![^ ])))"
)


@cache
def pattern() -> re.Pattern[str]:
    """Return the pattern of a number, compiled where it is first needed: that takes milliseconds."""
    return re.compile(rf"(?<![^ ]){NUMBER}(?: {NUMBER})*")


def figures(
    data: Array, offsets: Array, starts: Array, ends: Array, values: Array, out_offsets: Array
) -> int:
    """Find the numbers of each folded text; return how many there are.

    A number is a word of digits and of letters that look like them, with one digit at least, or two digits
    and more with a unit of one to three letters, which is no part of it; such words that follow each other
    are one number. `starts` and `ends` count units of its letters (see `letters`), `values` are hashes of
    the digits without spaces. Each holds one item for every three bytes, the last begun too.
    """
    data, offsets = from_zero(data, offsets)
    first, _, points = decode(data, offsets)
    widths = np.where((points == SPACE) | (points == STRAY), 0, letter_widths(points))
    bounds = ends_of(documents_of(offsets)[first], len(offsets) - 1).tolist()
    text = np.where(points == STRAY, np.uint32(0), points).astype("<u4").tobytes().decode("utf-32-le")
    spans, numbers, owners = [], [], []
    for document, (begin, end) in enumerate(pairwise(bounds)):
        before = np.concatenate([[0], np.cumsum(widths[begin:end])])
        for match in pattern().finditer(text[begin:end]):
            spans.append(before[list(match.span())])
            numbers.append(match.group().replace(" ", "").translate(SCANNED))
            owners.append(document)
    count = len(numbers)
    starts[:count], ends[:count] = np.array(spans, np.int64).reshape(-1, 2).T
    values[:count] = hash_numbers(numbers)
    out_offsets[: len(offsets)] = ends_of(np.array(owners, np.int64), len(offsets) - 1)
    return count


def hash_numbers(numbers: list[str]) -> Array:
    """Hash the code points of each number: uint64."""
    points = np.frombuffer("".join(numbers).encode("utf-32-le"), "<u4").astype(np.uint64)
    sizes = np.array([len(number) for number in numbers], np.int64)
    firsts = np.cumsum(sizes) - sizes
    hashes = np.full(len(numbers), SEED, np.uint64)
    for i in range(int(sizes.max(initial=0))):
        longer = sizes > i
        hashes[longer] = absorb(hashes[longer], points[firsts[longer] + i])
    return avalanche(hashes)
