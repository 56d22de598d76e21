"""Code points from UTF-8 and back."""

from __future__ import annotations

import numpy as np

from dedupe.kernels.twin.arrays import Array, documents_of

SPACE = 0x20
STRAY = 0xFFFFFFFF


def decode(data: Array, offsets: Array) -> tuple[Array, Array, Array]:
    """Decode UTF-8: the first byte, the length and the code point of each sequence, STRAY bytes alone."""
    documents = documents_of(offsets)
    padded = np.concatenate([data, np.zeros(4, np.uint8)]).astype(np.uint32)
    n = len(data)
    byte = [padded[i : i + n] for i in range(4)]
    following = [(part & 0xC0) == 0x80 for part in byte]
    left = offsets[1:][documents] - np.arange(n)
    two = (byte[0] >= 0xC2) & (byte[0] < 0xE0) & following[1] & (left >= 2)
    three = (byte[0] >= 0xE0) & (byte[0] < 0xF0) & following[1] & following[2] & (left >= 3)
    four = (byte[0] >= 0xF0) & (byte[0] <= 0xF4) & following[1] & following[2] & following[3] & (left >= 4)
    tails = [part & 0x3F for part in byte]
    point = np.where(byte[0] < 0x80, byte[0], np.uint32(STRAY))
    point = np.where(two, (byte[0] & 0x1F) << 6 | tails[1], point)
    value = (byte[0] & 0x0F) << 12 | tails[1] << 6 | tails[2]
    three &= (value >= 0x800) & ((value < 0xD800) | (value >= 0xE000))
    point = np.where(three, value, point)
    value = (byte[0] & 0x07) << 18 | tails[1] << 12 | tails[2] << 6 | tails[3]
    four &= (value >= 0x10000) & (value <= 0x10FFFF)
    point = np.where(four, value, point)
    size = 1 + two + 2 * three.astype(np.int64) + 3 * four.astype(np.int64)
    inside = np.zeros(n + 4, bool)
    for i in (1, 2, 3):
        inside[i : n + i] |= size > i
    first = np.flatnonzero(~inside[:n])
    return first, size[first], point[first]


def encode(points: Array) -> tuple[Array, Array]:
    """Encode code points as UTF-8: the bytes back to back, and the length of each."""
    sizes = 1 + (points >= 0x80) + (points >= 0x800) + (points >= 0x10000)
    starts = np.cumsum(sizes) - sizes
    leads = np.array([0, 0x00, 0xC0, 0xE0, 0xF0], np.uint32)
    data = np.empty(int(sizes.sum()), np.uint8)
    for i in range(4):
        has = sizes > i
        value = points[has] >> (6 * (sizes[has] - 1 - i)).astype(np.uint32)
        data[starts[has] + i] = (leads[sizes[has]] | value) if i == 0 else 0x80 | (value & 0x3F)
    return data, sizes
