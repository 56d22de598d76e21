"""Mixing numbers to hashes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from dedupe.kernels.twin.arrays import Array

# Odd multipliers with no pattern in their bits: those of MurmurHash3's finalisers and of xxHash64.
SEED = np.uint64(0x27D4EB2F165667C5)
CHUNK_FACTOR = np.uint64(0x9E3779B185EBCA87)
ORDER_FACTOR = np.uint64(0xC2B2AE3D27D4EB4F)


def absorb(hashes: Array, chunk: Array) -> Array:
    """Mix the next eight bytes into each hash."""
    hashes = (hashes ^ chunk) * CHUNK_FACTOR
    hashes ^= hashes >> np.uint64(32)
    return hashes


def avalanche(hashes: Array) -> Array:
    """Spread every bit over all 64: the finaliser of MurmurHash3 (Appleby 2011)."""
    hashes = (hashes ^ (hashes >> np.uint64(33))) * np.uint64(0xFF51AFD7ED558CCD)
    hashes = (hashes ^ (hashes >> np.uint64(33))) * np.uint64(0xC4CEB9FE1A85EC53)
    hashes ^= hashes >> np.uint64(33)
    return hashes


def avalanche32(hashes: Array) -> Array:
    """Spread every bit over all 32: the finaliser of MurmurHash3 (Appleby 2011)."""
    hashes = (hashes ^ (hashes >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    hashes = (hashes ^ (hashes >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    hashes ^= hashes >> np.uint32(16)
    return hashes
