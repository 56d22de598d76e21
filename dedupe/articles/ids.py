"""The id of each article: the user's own, else one that its content gives, and never one twice."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DIGEST_BYTES = 8
"""Bytes of a content id: among a billion different articles two share one with a chance of 3 %."""

CONTENT = ("text", "title", "published", "source", "url")
ABSENT = (2**64 - 1).to_bytes(8, "little")
"""Stands where the length of a value would, for a value that is unknown."""


def digests(table: pa.Table) -> Iterator[str]:
    """Yield the content of each row, all but its id, as 16 hexadecimal digits of BLAKE2b (RFC 7693)."""
    content = table.select(list(CONTENT))
    place = CONTENT.index("published")
    content = content.set_column(place, "published", content["published"].cast(pa.int64()).cast(pa.string()))
    for batch in content.to_batches(max_chunksize=1024):
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            digest = blake2b(digest_size=DIGEST_BYTES)
            for value in row:
                if value is None:
                    digest.update(ABSENT)
                else:
                    data = value.encode()
                    digest.update(len(data).to_bytes(8, "little"))
                    digest.update(data)
            yield digest.hexdigest()


def assign_ids(table: pa.Table) -> tuple[pa.ChunkedArray, Mapping[int, str]]:
    """Return an id for each row, and the id that was already taken of each row that had to get another.

    A row without id has its content's; rows alike in everything are told apart by `-2`, `-3`.
    Of rows with one id, the first by content digest keeps it, the others get `~2`, `~3`. So the
    ids do not depend on the order of the rows.
    """
    ids = table["id"]
    if ids.null_count:
        ids = with_content_ids(table)
    if pc.count_distinct(ids).as_py() == len(ids):
        return ids, {}
    names = ids.to_pylist()
    places: dict[str, list[int]] = {}
    for row, name in enumerate(names):
        places.setdefault(name, []).append(row)
    repeated = {name: rows for name, rows in places.items() if len(rows) > 1}
    taken = set(places)
    renamed: dict[int, str] = {}
    for name in sorted(repeated):
        rows = repeated[name]
        digest = dict(zip(rows, digests(table.take(rows)), strict=True))
        others = sorted(rows, key=digest.__getitem__)[1:]
        for row, free in zip(others, unused(f"{name}~", taken), strict=False):
            names[row] = free
            renamed[row] = name
    return pa.chunked_array([pa.array(names, pa.string())]), renamed


def with_content_ids(table: pa.Table) -> pa.ChunkedArray:
    """Return the ids of the rows, those without one named by their content."""
    names = table["id"].to_pylist()
    rows = [row for row, name in enumerate(names) if name is None]
    taken = set(names)
    copies: dict[str, Iterator[str]] = {}
    for row, digest in zip(rows, digests(table.take(rows) if len(rows) < len(names) else table), strict=True):
        if digest in copies:
            names[row] = next(copies[digest])
        else:
            names[row] = digest
            copies[digest] = unused(f"{digest}-", taken)
    return pa.chunked_array([pa.array(names, pa.string())])


def unused(stem: str, taken: set[str]) -> Iterator[str]:
    """Yield `stem` followed by 2, 3 and so on, leaving out the names that are taken."""
    number = 2
    while True:
        if (name := f"{stem}{number}") not in taken:
            taken.add(name)
            yield name
        number += 1
