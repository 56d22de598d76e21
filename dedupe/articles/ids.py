"""The id of each article: the user's own, else one that its content gives, and never one twice."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from dedupe import compute as pc
from dedupe import kernels
from dedupe.keys import distinct, rising_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

    from dedupe.articles.texts import Texts

    Rows = NDArray[np.int64]

DIGEST_BYTES = 8
"""Bytes of a content id: among a billion different articles two share one with a chance of 3 %."""

HEXADECIMAL = 2 * DIGEST_BYTES

CONTENT = ("title", "published", "source", "url")
"""What of an article its content is, after the text."""

ABSENT = (2**64 - 1).to_bytes(8, "little")
"""Stands where the length of a value would, for a value that is unknown."""

AT_ONCE = 1024
"""Rows whose content is in memory together."""

RELEASED_AFTER = 16
"""Lots of `AT_ONCE` after which mapped texts are let go of: some 50 MB may be resident."""


def assign_ids(
    about: pa.Table, texts: Texts, own: int, release: Callable[[], None] = lambda: None
) -> tuple[pa.ChunkedArray, Mapping[int, str]]:
    """Return an id for each row, and the id that was already taken of each row that had to get another.

    The first `own` rows come first to their ids, and only of them is told which are renamed: the others are
    an archive's, where the same id is as usual as an article that comes again.

    A row without id has its content's; rows alike in everything are told apart by `-2`, `-3`.
    Of rows with one id, the first by content digest keeps it, the others get `~2`, `~3`. So the
    ids do not depend on the order of the rows. `release` is called after a stretch of content was read.
    """
    ids = about["id"]
    if ids.null_count:
        ids = with_content_ids(about, texts, own, release)
    if all_differ(ids):
        return ids, {}
    encoded = ids.dictionary_encode().unify_dictionaries()
    number = np.concatenate([chunk.indices.to_numpy() for chunk in encoded.chunks])
    rows = np.flatnonzero((np.bincount(number) > 1)[number])
    digest = digests(about, texts, rows, release)
    taken = alike(ids, r"~\d+$")
    renamed: dict[int, str] = {}
    free: dict[int, str] = {}
    copies: dict[str, Iterator[str]] = {}
    in_order = rows[rising_order(digest, rows >= own, number[rows])]
    for row, name in zip(in_order.tolist(), ids.take(pa.array(in_order)).to_pylist(), strict=True):
        if name in copies:
            free[row] = next(copies[name])
            if row < own:
                renamed[row] = name
        else:
            copies[name] = unused(f"{name}~", taken)
    return with_names(ids, free), renamed


def all_differ(ids: pa.ChunkedArray) -> bool:
    """Tell whether no two of these strings are equal; for all but a few in 2^64 their digests tell."""
    halves = kernels.digests(*pc.buffers_of(ids.cast(pa.large_string()).combine_chunks()))[:, 0]
    if len(distinct(halves)) == len(ids):
        return True
    return bool(pc.count_distinct(ids).as_py() == len(ids))


def with_content_ids(about: pa.Table, texts: Texts, own: int, release: Callable[[], None]) -> pa.ChunkedArray:
    """Return the ids of the rows, those without one named by their content."""
    ids = about["id"]
    rows = np.flatnonzero(ids.is_null().to_numpy())
    digest = digests(about, texts, rows, release)
    order = rising_order(rows >= own, digest)
    again = order[1:][digest[order[1:]] == digest[order[:-1]]]
    taken = alike(ids, r"^[0-9a-f]{16}-\d+$") if len(again) else set()
    numbered: dict[int, str] = {}
    copies: dict[str, Iterator[str]] = {}
    for place in again.tolist():
        name = f"{digest[place]:0{HEXADECIMAL}x}"
        if name not in copies:
            copies[name] = unused(f"{name}-", taken)
        numbered[place] = next(copies[name])
    names = with_names(pa.chunked_array([hexadecimal(digest)]), numbered)
    return names.cast(ids.type) if len(rows) == len(ids) else put_in(ids, rows, names)


def digests(about: pa.Table, texts: Texts, rows: Rows, release: Callable[[], None]) -> NDArray[np.uint64]:
    """Return the content of some rows (rising), all but the id, as 8 bytes of BLAKE2b (RFC 7693)."""
    instants = about["published"].cast(pa.int64()).cast(pa.string())
    content = about.select(list(CONTENT)).set_column(CONTENT.index("published"), "published", instants)
    content = content.cast(pa.schema([(name, pa.large_binary()) for name in CONTENT]))
    found: list[bytes] = []
    first = 0
    for number, batch in enumerate(content.to_batches(max_chunksize=AT_ONCE), 1):
        start, end = np.searchsorted(rows, [first, first + len(batch)]).tolist()
        if end > start:
            wanted = batch if end - start == len(batch) else batch.take(pa.array(rows[start:end] - first))
            letters = texts.fetch(rows[start:end]).cast(pa.large_binary()).to_pylist()
            values = zip(letters, *(column.to_pylist() for column in wanted.columns), strict=True)
            found.append(b"".join(map(digest_of, values)))
        first += len(batch)
        if number % RELEASED_AFTER == 0:
            release()
    release()
    return np.frombuffer(b"".join(found), ">u8").astype(np.uint64)


def digest_of(values: tuple[bytes | None, ...]) -> bytes:
    """Return the digest of values, told apart by their lengths."""
    parts = []
    for value in values:
        parts += [ABSENT] if value is None else [len(value).to_bytes(8, "little"), value]
    return blake2b(b"".join(parts), digest_size=DIGEST_BYTES).digest()


def hexadecimal(numbers: NDArray[np.uint64]) -> pa.Array:
    """Return numbers as strings of 16 digits."""
    digits = numbers.astype(">u8").tobytes().hex().encode()
    ends = np.arange(len(numbers) + 1, dtype=np.int64) * HEXADECIMAL
    buffers = [None, pa.py_buffer(ends), pa.py_buffer(digits)]
    return pa.Array.from_buffers(pa.large_string(), len(numbers), buffers)


def alike(ids: pa.ChunkedArray, pattern: str) -> set[str]:
    """Return the ids that match a regular expression."""
    return set(ids.filter(pc.match_substring_regex(ids, pattern)).to_pylist())


def with_names(ids: pa.ChunkedArray, names: Mapping[int, str]) -> pa.ChunkedArray:
    """Return ids with those of some rows replaced."""
    rows = np.array(sorted(names), np.int64)
    return put_in(ids, rows, pa.chunked_array([[names[row] for row in rows.tolist()]], pa.string()))


def put_in(ids: pa.ChunkedArray, rows: Rows, names: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return ids with those of some rows (rising) replaced."""
    chunks, first = [], 0
    for chunk in ids.chunks:
        start, end = np.searchsorted(rows, [first, first + len(chunk)]).tolist()
        mask = np.zeros(len(chunk), np.bool_)
        mask[rows[start:end] - first] = True
        new = names.slice(start, end - start).cast(chunk.type).combine_chunks()
        chunks.append(pc.replace_with_mask(chunk, pa.array(mask), new) if end > start else chunk)
        first += len(chunk)
    return pa.chunked_array(chunks, ids.type)


def unused(stem: str, taken: set[str]) -> Iterator[str]:
    """Yield `stem` followed by 2, 3 and so on, leaving out the names that are taken."""
    number = 2
    while True:
        if (name := f"{stem}{number}") not in taken:
            taken.add(name)
            yield name
        number += 1
