"""Memory that was freed goes back to the system."""

from __future__ import annotations

import os
import platform
from pathlib import Path

import numpy as np
import pytest

from dedupe.memory import hand_back

STATM = Path("/proc/self/statm")


def resident() -> int:
    """Return the bytes of this process that are in memory."""
    return int(STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(
    platform.libc_ver()[0] != "glibc" or not STATM.exists(), reason="glibc on Linux keeps what was freed"
)
def test_what_arrays_leave_between_others_is_handed_back() -> None:
    arrays = [np.ones(12_000) for _ in range(1000)]  # 96 kB each: too small to be mapped by themselves
    full = resident()
    del arrays[:-1]  # the last one keeps what lies below it from being given back by itself
    hand_back()
    assert resident() < full - 80e6
