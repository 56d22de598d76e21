"""Pairs of rows and places as single numbers, which sort many times faster, and stretches of equal values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Rows = NDArray[np.int64]
    Keys = NDArray[np.uint64]

HALF = np.uint64(32)
LOW = np.uint64(0xFFFFFFFF)

WORD = 8
"""Bytes of texts that are compared at a time."""

PREFIX = 256
"""Bytes after which most texts differ that ever do."""

MIXER = np.uint64(0x9E3779B97F4A7C15)
"""What spreads numbers over all of theirs: odd, close to 2^64 over the golden ratio (Knuth, section 6.4)."""


def pair_keys(one: Rows, other: Rows) -> Keys:
    """Return each pair of rows (below 2^32) as one number, whichever comes first: left << 32 | right."""
    return rising_pair_keys(
        np.minimum(one, other).astype(np.uint64), np.maximum(one, other).astype(np.uint64)
    )


def rising_pair_keys(left: Keys, right: Keys) -> Keys:
    """Return each pair of rows (left < right) as one number, as `pair_keys` has it."""
    return left << HALF | right


def pairs_of(keys: Keys) -> tuple[Rows, Rows]:
    """Return the rows of pairs, left < right."""
    return (keys >> HALF).astype(np.int64), (keys & LOW).astype(np.int64)


def changes(values: NDArray[Any]) -> NDArray[np.bool_]:
    """Tell of each value whether it differs from the one before; the first does."""
    changed = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=changed[1:])
    return changed


def distinct(values: NDArray[Any]) -> NDArray[Any]:
    """Return the different values, rising. NumPy's own `unique` first imports `numpy.ma`."""
    rising = np.sort(values)
    return rising[changes(rising)]


def is_among(values: NDArray[Any], others: NDArray[Any]) -> NDArray[np.bool_]:
    """Tell of each value whether it is among the others. NumPy's own `isin` first imports `numpy.ma`."""
    rising = np.sort(others)
    places = np.searchsorted(rising, values)
    found = places < len(rising)
    found[found] = rising[places[found]] == values[found]
    return found


def in_common(
    one: NDArray[np.uint64], other: NDArray[np.uint64]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Tell of each value whether it is among the others, both ways: a quarter of the time of asking twice."""
    values = np.concatenate([one, other])
    order = np.argsort(values)
    group = np.cumsum(changes(values[order])) - 1
    held = np.zeros((2, len(values)), np.bool_)
    held[(order >= len(one)).view(np.int8), group] = True
    common = np.empty(len(values), np.bool_)
    common[order] = (held[0] & held[1])[group]
    return common[: len(one)], common[len(one) :]


def rising_order(*keys: NDArray[Any]) -> Rows:
    """Return the places of integers (64 bits at most) in rising order, equal ones as they stand.

    Of several keys the last is the main one, as for `numpy.lexsort`, which takes six times as long: a plain
    sort has vector instructions, and sorts a value and its place as one number. So it takes 2^32 at most.
    """
    order: Rows | None = None
    for key in keys:
        numbers = (key if key.dtype == np.uint64 else key.astype(np.int64, copy=False)).view(np.uint64)
        if len(key):
            numbers = numbers - numbers[key.argmin()]
        for upper in (False, True)[: 1 + bool(numbers.max(initial=0) > LOW)]:
            packed = numbers.copy() if order is None else numbers[order]
            if upper:
                packed &= ~LOW
            else:
                packed <<= HALF
            if packed.any():
                packed |= np.arange(len(packed), dtype=np.uint64)
                packed.sort()
                packed &= LOW
                sorting = packed.view(np.int64)
                order = sorting if order is None else order[sorting]
    return np.arange(len(keys[0])) if order is None else order


def numbered(values: NDArray[Any]) -> tuple[NDArray[Any], Rows]:
    """Return the different values, rising, and for each value its place among them."""
    order = rising_order(values)
    rising = values[order]
    fresh = changes(rising)
    places = np.empty_like(order)
    places[order] = np.cumsum(fresh) - 1
    return rising[fresh], places


def texts_in_order(data: NDArray[np.uint8], offsets: Rows) -> Rows:
    """Return the places of texts in rising order of their bytes, equal ones as they stand.

    Eight bytes are compared at a time, of the texts that have been equal until then; those that are equal for
    `PREFIX` bytes, or to their end, Python compares.

    Parameters
    ----------
    data : uint8[offsets[-1]]
    offsets : int64[n + 1]
        Text i is `data[offsets[i]:offsets[i + 1]]`.
    """
    starts, sizes = offsets[:-1], np.diff(offsets)
    padded = np.append(data, np.zeros(WORD, np.uint8))
    words = np.ndarray(len(padded) - WORD + 1, ">u8", padded, strides=(1,))  # one begins at every byte
    order = np.arange(len(starts))
    fresh = order == 0  # which texts, in order, are known to differ from the one before
    places = _in_doubt(fresh)
    for first in range(0, PREFIX, WORD):
        rows = order[places]
        if (sizes[rows] <= first).all():
            break
        beyond = 8 * np.clip(first + WORD - sizes[rows], 0, WORD).astype(np.uint64)
        word = words[np.minimum(starts[rows] + first, len(data))].astype(np.uint64) >> beyond << beyond
        if (word == word[0]).all():
            continue
        better = rising_order(word, np.cumsum(fresh[places]))
        order[places] = rows[better]
        fresh[places] |= changes(word[better])
        places = places[_in_doubt(fresh[places])]
    for group in np.split(places, np.flatnonzero(fresh[places])[1:]):
        alike = order[group].tolist()
        order[group] = sorted(alike, key=lambda row: data[starts[row] : starts[row] + sizes[row]].tobytes())
    return order


def _in_doubt(fresh: NDArray[np.bool_]) -> Rows:
    """Return the places of texts that are not known to differ from the one before, and of that one."""
    return np.flatnonzero(~fresh | np.append(~fresh[1:], False)[: len(fresh)])


def stretches(values: NDArray[Any]) -> tuple[Rows, Rows]:
    """Return where each stretch of equal values begins, and how long it is."""
    starts = np.flatnonzero(changes(values))
    return starts, np.diff(np.append(starts, len(values)))


def repeats(values: NDArray[Any]) -> tuple[NDArray[Any], Rows]:
    """Return what occurs more than once among rising values, and how often."""
    again = values[1:][values[1:] == values[:-1]]
    starts, sizes = stretches(again)
    return again[starts], sizes + 1


def pairs_within(starts: Rows, sizes: Rows, hubs: Rows | None = None) -> tuple[Rows, Rows]:
    """Return the pairs of places in each stretch, or those of its first `hubs` with all that follow them."""
    within = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    partners = np.repeat(sizes, sizes) - within - 1
    if hubs is not None:
        partners[within >= np.repeat(hubs, sizes)] = 0
    left = np.repeat(np.repeat(starts, sizes) + within, partners)
    right = left + 1 + np.arange(len(left)) - np.repeat(np.cumsum(partners) - partners, partners)
    return left, right
