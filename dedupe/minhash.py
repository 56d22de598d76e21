"""MinHash signatures, bit for bit those of datasketch 2 (scheme `affine32`), and the way to it and back.

A signature holds, for each of `num_perm` permutations of the 32-bit numbers, the least value that any
shingle of the text is sent to. Two texts agree in a place with the probability of their Jaccard
similarity (Broder 1997). The hash of a shingle is here the low 32 bits of its 64-bit hash.
"""

from __future__ import annotations

from functools import lru_cache
from random import Random
from typing import TYPE_CHECKING

import numpy as np

from dedupe import kernels

if TYPE_CHECKING:
    from collections.abc import Sequence

    import datasketch
    from numpy.typing import NDArray

    from dedupe.lsh import Bands
    from dedupe.shingles import Shingles, Shingling
    from dedupe.text.fold import Folded

    Permutations = tuple[NDArray[np.uint32], NDArray[np.uint32]]

SCHEME = "affine32"
NUM_PERM = 128  # datasketch's default; 32 bands of 4 find pairs of Jaccard 0.7 with recall 0.9998
EMPTY = np.uint32(0xFFFFFFFF)  # every place of the signature of an empty text


@lru_cache(8)
def permutations(num_perm: int = NUM_PERM, seed: int = 1) -> Permutations:
    """Return the factors (odd) and summands of the permutations a·h + b mod 2^32, uint32[num_perm] each.

    Drawn as datasketch draws them, without its 0.7 s of import. The arrays are shared: read them only.
    """
    if num_perm < 1:
        raise ValueError(f"num_perm must be at least 1, got {num_perm}")
    if not 0 <= seed < 2**32:
        raise ValueError(f"seed must be from 0 to {2**32 - 1}, got {seed}")
    drawn = mersenne_twister(seed).getrandbits(64 * num_perm).to_bytes(8 * num_perm, "little")
    a, b = np.frombuffer(drawn, "<u4").astype(np.uint32, copy=False).reshape(2, num_perm)
    return a << np.uint32(1) | np.uint32(1), b


def mersenne_twister(seed: int) -> Random:
    """Return the generator that NumPy's `RandomState` has for a seed, without the time of importing that.

    Matsumoto and Nishimura 1998: the state begins as their `init_genrand` leaves it. Python's own seeding
    is another.
    """
    state = [seed]
    for i in range(1, 624):
        state.append((1812433253 * (state[-1] ^ state[-1] >> 30) + i) & 0xFFFFFFFF)
    generator = Random()
    generator.setstate((3, (*state, len(state)), None))
    return generator


def signatures(
    shingles: Shingles, num_perm: int = NUM_PERM, seed: int = 1, threads: int | None = None
) -> NDArray[np.uint32]:
    """Return the signatures of texts whose shingles are at hand: uint32[n, num_perm]."""
    drawn = permutations(num_perm, seed)
    return kernels.signatures(shingles.hashes, shingles.offsets, *drawn, threads=threads)


def sketch(
    folded: Folded,
    shingling: Shingling,
    num_perm: int = NUM_PERM,
    seed: int = 1,
    threads: int | None = None,
) -> NDArray[np.uint32]:
    """Return the signatures of folded texts, uint32[n, num_perm], without keeping their shingles.

    Shingles take several times the room of their text; here only those of one text are there at a time.
    """
    words = shingling.unit == "words"
    drawn = permutations(num_perm, seed)
    return kernels.sketches(folded.data, folded.offsets, words, shingling.k, *drawn, threads=threads)


def sketch_bands(
    folded: Folded,
    shingling: Shingling,
    bands: Bands,
    num_perm: int = NUM_PERM,
    seed: int = 1,
    threads: int | None = None,
) -> NDArray[np.uint32]:
    """Return a hash of each band of the signatures of folded texts: uint32[n, bands.bands].

    Neither shingles nor signatures are kept. Permutations that no band reads are not gone through: the
    time is that of `bands.bands * bands.rows` of them.
    """
    used = bands.bands * bands.rows
    if used > num_perm:
        raise ValueError(
            f"{bands.bands} bands of {bands.rows} rows need {used} permutations, there are {num_perm}"
        )
    out = np.empty((len(folded), bands.bands), np.uint32)
    a, b = (part[:used] for part in permutations(num_perm, seed))
    words = shingling.unit == "words"

    def work(first: int, last: int) -> None:
        part = folded.offsets[first : last + 1]
        sketches = kernels.sketches(folded.data, part, words, shingling.k, a, b, threads=1)
        out[first:last] = kernels.band_hashes(sketches, bands.bands, bands.rows)

    kernels.over_slices(work, kernels.document_slices(folded.offsets), threads)
    return out


def to_datasketch(signatures: NDArray[np.uint32], seed: int = 1) -> list[datasketch.LeanMinHash]:
    """Return a `datasketch.LeanMinHash` for each signature, to store, compare or index there.

    Parameters
    ----------
    signatures : uint32[n, num_perm]
        One signature, uint32[num_perm], gives a list of one.
    seed : int
        The seed the signatures were made with.
    """
    from datasketch import LeanMinHash

    rows = np.atleast_2d(signatures)
    return [LeanMinHash(seed=seed, hashvalues=row, scheme=SCHEME) for row in rows]


def from_datasketch(minhashes: Sequence[datasketch.MinHash]) -> tuple[NDArray[np.uint32], int]:
    """Return the signatures of datasketch MinHashes, uint32[n, num_perm], and their one seed.

    Parameters
    ----------
    minhashes : sequence of datasketch.MinHash or LeanMinHash
        One or more, of one seed and length.

    Raises
    ------
    ValueError
        If there are none, if one has another scheme than `affine32` (datasketch before 2.0 had only
        `legacy`), or if their seeds or lengths differ: such signatures cannot be compared.
    """
    if not minhashes:
        raise ValueError("no MinHashes given: the seed and the number of permutations are unknown")
    schemes = sorted({str(getattr(minhash, "scheme", "legacy")) for minhash in minhashes})
    if schemes != [SCHEME]:
        raise ValueError(
            f"the MinHashes have the scheme {' and '.join(schemes)}, but only {SCHEME} can be read: make "
            f'them again with datasketch 2 and MinHash(scheme="{SCHEME}")'
        )
    for what, found in (
        ("seeds", {int(minhash.seed) for minhash in minhashes}),
        ("numbers of permutations", {len(minhash) for minhash in minhashes}),
    ):
        if len(found) > 1:
            raise ValueError(
                f"the MinHashes have different {what} ({', '.join(map(str, sorted(found)))}) and cannot be "
                "compared: make all of them with the same"
            )
    values = np.array([minhash.hashvalues for minhash in minhashes], np.uint32)
    return values, int(minhashes[0].seed)
