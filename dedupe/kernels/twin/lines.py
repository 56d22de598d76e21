"""Lines: their hashes, and texts with some of them blanked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedupe.kernels.twin.hashing import SEED, absorb, avalanche
from dedupe.kernels.twin.tables import check_shift

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dedupe.kernels.twin.arrays import Array

FREE_BITS = np.uint64(26)  # left free for a row, so that hash and row sort as one number
WHITE = b" \t\n\v\f\r"
BLANKS = {1: " ", 2: "\u00a0", 3: "\u3000", 4: "\U0001f4f0"}  # no letters, of so many bytes


def lines_of(text: bytes, least: int) -> Iterator[tuple[int, bytes]]:
    """Yield place and bytes of each line of more than `least` code points, stripped of white space."""
    place = 0
    for line in text.split(b"\n"):
        stripped = line.strip(WHITE)
        if sum(byte & 0xC0 != 0x80 for byte in stripped) > least:
            yield place + len(line) - len(line.lstrip(WHITE)), stripped
        place += len(line) + 1


def hash_line(line: bytes) -> np.uint64:
    """Return the hash of a line."""
    chunks = np.frombuffer(line + bytes(8 - len(line) % 8), "<u8").astype(np.uint64)
    hashes = np.array([SEED ^ np.uint64(len(line))])
    for chunk in chunks:
        hashes = absorb(hashes, chunk)
    return np.uint64(avalanche(hashes)[0] >> FREE_BITS << FREE_BITS)


def line_hashes(data: Array, offsets: Array, least: int, out: Array, out_offsets: Array) -> int:
    """Hash the lines of more than `least` code points of each document; return how many there are.

    White space (ASCII) at the ends of a line does not count.
    """
    if least < 1:
        raise ValueError(f"least: must be at least 1, got {least}")
    count, out_offsets[0] = 0, 0
    for i in range(len(offsets) - 1):
        for _, line in lines_of(data[offsets[i] : offsets[i + 1]].tobytes(), least):
            out[count] = hash_line(line)
            count += 1
        out_offsets[i + 1] = count
    return count


def blank_lines(
    data: Array,
    offsets: Array,
    which: Array,
    least: int,
    table: Array,
    starts: Array,
    shift: int,
    out: Array,
) -> None:
    """Copy documents; of those that `which` is true of, blank each line whose hash stands in a table.

    The table is one as `look_up` takes it.
    For each code point there is one of as many bytes that is no letter: offsets stay what they were.
    """
    if least < 1:
        raise ValueError(f"least: must be at least 1, got {least}")
    check_shift(shift)
    first = int(offsets[0])
    out[: int(offsets[-1]) - first] = data[first : int(offsets[-1])]
    known = set(table.tolist())
    for i in np.flatnonzero(which).tolist():
        start = int(offsets[i]) - first
        for place, line in lines_of(data[offsets[i] : offsets[i + 1]].tobytes(), least):
            if int(hash_line(line)) in known:
                blanked = np.frombuffer(blank_of(line), np.uint8)
                out[start + place : start + place + len(line)] = blanked


def blank_of(line: bytes) -> bytes:
    """Return for each code point of a line one of as many bytes that is no letter."""
    blanked, size = [], 0
    for place, byte in enumerate(line):
        if place and (byte & 0xC0 != 0x80 or size == 4):
            blanked.append(BLANKS[size])
            size = 0
        size += 1
    return "".join([*blanked, BLANKS[size]]).encode()
