"""Memory that was freed goes back to the system."""

from __future__ import annotations

import platform

import numpy as np
import pytest

from dedupe import memory
from dedupe.memory import hand_back, resident


@pytest.mark.skipif(
    platform.libc_ver()[0] != "glibc" or not resident(), reason="glibc on Linux keeps what was freed"
)
@pytest.mark.parametrize("large", [False, True])
def test_what_arrays_leave_between_others_is_handed_back_by_a_large_process(
    large: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "KEPT", 0 if large else 2**62)
    arrays = [np.ones(12_000) for _ in range(1000)]  # 96 kB each: too small to be mapped by themselves
    full = resident()
    del arrays[:-1]  # the last one keeps what lies below it from being given back by itself
    hand_back()
    assert (resident() < full - 80e6) == large
