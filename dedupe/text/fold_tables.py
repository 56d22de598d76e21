"""Make the tables that folding reads: `python -m dedupe.text.fold_tables` writes them beside this file.

They are made once and shipped, so that every Python gives the same folds whatever Unicode its own
`unicodedata` knows. They are made on the oldest supported Python: what Unicode has assigned keeps its
normal form and its case fold for ever (Unicode stability policies), so each later Python agrees.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

PATH = Path(__file__).with_name("fold_tables.npy")

# What an entry holds; `fold` in kernels/c/fold.c and kernels/twin.py reads it.
CLASS_MASK = 3  # what the code point itself is, see the four classes below
BOUNDARY, LETTER, MARK, UNSPACED = range(4)
HARD = 1 << 2  # the normaliser is needed: its fold depends on its neighbours, or is too long
JOINS = 1 << 3  # may combine with, or be put before, what stands before it
UNASSIGNED = 1 << 4  # not in the Unicode of these tables
COMBINING_SHIFT = 8  # 8 bits: the combining class that its decomposition ends in
POOL_SHIFT = 16  # 16 bits: where its fold stands in the pool; 0 where it folds to itself

BLOCK = 128  # code points a block of the two-stage index
GROWTH = 3  # a fold with the spaces around its words takes at most so many times the bytes it came from

# Scripts written without spaces, by how their characters' names begin (Python knows no script property).
UNSPACED_NAMES = (
    "CJK UNIFIED IDEOGRAPH",
    "CJK COMPATIBILITY IDEOGRAPH",
    "IDEOGRAPHIC",
    "VERTICAL IDEOGRAPHIC",
    "HIRAGANA",
    "KATAKANA",
    "HENTAIGANA",
    "THAI",
    "LAO",
    "KHMER",
    "MYANMAR",
)
# Unicode keeps these two planes for Han ideographs, so those it has yet to assign are letters too.
IDEOGRAPH_PLANES = range(0x20000, 0x3FFFE)

Tables = tuple[NDArray[np.uint16], NDArray[np.uint32], NDArray[np.uint32]]

HANGUL_VOWELS_AND_FINALS = [*range(0x1161, 0x1176), *range(0x11A8, 0x11C3)]


# Formats that nobody sees (Unicode 14, category Cf, without the signs that stand before Arabic, Syriac and
# Kaithi numbers): soft hyphens, zero-width spaces and joiners, marks of direction, tags.
UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
    "\U00013430-\U00013438\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f]+"
)


def normalised(text: str) -> str:
    """Return NFKC(casefold(NFKC(text))) without what is not seen: what folding sorts into words."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", UNSEEN.sub("", text)).casefold())


def kind(character: str) -> int:
    """Return the class of a character of normalised text: boundary, letter, mark or unspaced letter."""
    category = unicodedata.category(character)
    if category == "Cn" and ord(character) in IDEOGRAPH_PLANES and ord(character) & 0xFFFE != 0xFFFE:
        return UNSPACED
    if category[0] == "M":
        return MARK
    if category[0] == "L" and unicodedata.name(character, "").startswith(UNSPACED_NAMES):
        return UNSPACED
    return LETTER if category[0] in "LN" else BOUNDARY


def second_in_compositions() -> frozenset[str]:
    """Return the characters that composition can join to the one before them (NFC_Quick_Check=Maybe)."""
    pairs = (unicodedata.decomposition(chr(point)).split() for point in range(sys.maxunicode + 1))
    canonical = {chr(int(pair[1], 16)) for pair in pairs if len(pair) == 2 and pair[0][0] != "<"}
    return frozenset(canonical) | frozenset(map(chr, HANGUL_VOWELS_AND_FINALS))


def build() -> Tables:
    """Build the two-stage index (block of a code point, then its entry) and the pool of folds.

    Returns
    -------
    index : uint16[0x110000 / BLOCK]
        The block of entries for each block of code points.
    entries : uint32[blocks * BLOCK]
        One entry a code point, in the bits named at the top of this module.
    pool : uint32[...]
        Folds that differ from their code point: a count and so many code points.
    """
    seconds = second_in_compositions()
    pool = [0]
    places: dict[str, int] = {}
    entries = np.empty(sys.maxunicode + 1, np.uint32)
    for point in range(sys.maxunicode + 1):
        character = chr(point)
        entry = kind(character)
        if unicodedata.category(character) == "Cn":
            entries[point] = entry | UNASSIGNED
            continue
        if UNSEEN.match(character):  # what stands on either side of it may combine
            if "" not in places:
                places[""] = len(pool)
                pool.append(0)
            entries[point] = BOUNDARY | JOINS | places[""] << POOL_SHIFT
            continue
        folded = normalised(character)
        # Both normalisations must leave a seam before and after this character.
        decomposed = [
            unicodedata.normalize("NFKD", step)
            for step in (character, unicodedata.normalize("NFKC", character).casefold())
        ]
        ends = max(unicodedata.combining(step[-1]) for step in decomposed)
        entry |= ends << COMBINING_SHIFT
        joins = any(unicodedata.combining(step[0]) or step[0] in seconds for step in decomposed)
        stays = decomposed == [character, character] and folded == character
        if joins:
            entry |= JOINS
        if (joins and (not stays or character in seconds)) or not fits(character, folded):
            entry |= HARD
        elif folded != character:
            if folded not in places:
                places[folded] = len(pool)
                pool += [len(folded), *map(ord, folded)]
            entry |= places[folded] << POOL_SHIFT
        entries[point] = entry
    blocks, index = np.unique(entries.reshape(-1, BLOCK), axis=0, return_inverse=True)
    return index.ravel().astype(np.uint16), blocks.ravel(), np.array(pool, np.uint32)


def fits(character: str, folded: str) -> bool:
    """Tell whether a fold and the spaces around its words take at most `GROWTH` times its bytes."""
    size = 1
    for part in folded:
        part_kind = kind(part)
        size += 1 if part_kind == BOUNDARY else len(part.encode()) + (part_kind == UNSPACED)
    return size <= GROWTH * len(character.encode("utf-8", "surrogatepass"))


@cache
def load() -> Tables:
    """Read the shipped tables, as `build` describes them."""
    stored = np.load(PATH)
    index, entries, pool = np.split(stored[3:].astype(np.uint32, copy=False), np.cumsum(stored[:2]))
    return index.astype(np.uint16), entries, pool


def entries_of(points: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return what the tables say of each code point."""
    index, entries, _ = load()
    found: NDArray[np.uint32] = entries[index[points // BLOCK].astype(np.int64) * BLOCK + points % BLOCK]
    return found


def main() -> None:
    """Write the tables as one array: the lengths of the three, then the three."""
    parts = [part.astype("<u4") for part in build()]
    np.save(PATH, np.concatenate([np.array([len(part) for part in parts], "<u4"), *parts]))


if __name__ == "__main__":
    main()
