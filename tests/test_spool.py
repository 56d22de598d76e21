"""Numbers come back from a spool part by part, wherever they waited."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedupe.spool import Spool, parted

if TYPE_CHECKING:
    from pathlib import Path

numbers = st.lists(st.integers(0, 2**64 - 1), max_size=20).map(lambda values: np.array(values, np.uint64))


@given(st.lists(st.tuples(numbers, numbers), max_size=8), st.sampled_from([0, 100, 1 << 20]))
def test_each_part_comes_back_in_the_order_it_came(pieces: list[tuple[np.ndarray, ...]], held: int) -> None:
    with Spool(2, held) as spool:
        for piece in pieces:
            spool.add(piece)
        for part in range(2):
            assert spool.take(part).tolist() == [value for piece in pieces for value in piece[part].tolist()]


@given(numbers, st.lists(st.integers(0, 2**64 - 1), max_size=4).map(sorted))
def test_pieces_lie_between_their_bounds_and_hold_on_to_nothing(
    values: np.ndarray, bounds: list[int]
) -> None:
    values.sort()
    pieces = parted(values, np.array(bounds, np.uint64))
    assert np.concatenate(pieces).tolist() == values.tolist()
    for piece, low, high in zip(pieces, [0, *bounds], [*bounds, 2**64], strict=True):
        assert all(low <= value < high for value in piece.tolist())
        assert piece.base is None


def test_the_fullest_part_is_written_and_no_more_than_must_be() -> None:
    with Spool(3, 100) as spool:
        spool.add([np.arange(size, dtype=np.uint64) for size in (2, 9, 3)])
        assert [len(file.read()) if file and not file.seek(0) else 0 for file in spool._files] == [0, 72, 0]
        assert [spool.take(part).tolist() for part in range(3)] == [list(range(size)) for size in (2, 9, 3)]


def test_a_part_that_got_nothing_is_empty() -> None:
    with Spool(1) as spool:
        assert spool.take(0).tolist() == []


def test_nothing_is_left_in_the_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with Spool(1, 0) as spool:
        spool.add([np.arange(1000, dtype=np.uint64)])
    assert os.listdir(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="there is no limit to set")
@pytest.mark.parametrize("size", [10, 700, 3000])
def test_a_disk_that_is_full_is_named_whatever_is_written(size: int) -> None:
    import resource

    def fill() -> None:
        with Spool(4, 100_000) as spool:
            for _ in range(200_000 // size):
                spool.add([np.arange(size, dtype=np.uint64)] * 4)
            spool.take(0)

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, limits[1]))
    try:
        with pytest.raises(OSError, match="set TMPDIR to a folder with more room"):
            fill()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, ignored)


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    with Spool(1, 0) as spool, pytest.raises(OSError, match=r"missing.*set TMPDIR"):
        spool.add([np.arange(1000, dtype=np.uint64)])
