"""How much memory texts may take: sizes as people write them, and what a machine can spare."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST = 1 << 30
"""Bytes that texts take by default at most: some 350,000 articles; beyond that a mapped file does as well."""

UNKNOWN = 4 << 30
"""Bytes that a machine is taken to have where nothing tells."""

LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
"""Where Linux says what a container may have: control groups, versions 2 and 1."""

SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*(?:([kmgt])(i?b?))?b?", re.IGNORECASE | re.ASCII)


def size_of(ctx: click.Context, option: click.Parameter, written: str) -> int:
    """Return the bytes that a size means: `512MB` is of thousands, `2GiB` and `4G` are of 1,024."""
    found = SIZE.fullmatch(written.strip())
    if found is None:
        raise click.BadParameter(f"{written!r} is no size: try 512MB, 2GiB or 4G", ctx, option)
    number, unit, ending = found.groups()
    base = 1000 if (ending or "").lower() == "b" else 1024
    return int(float(number) * base ** ("kmgt".index(unit.lower()) + 1 if unit else 0))


def spare() -> int:
    """Return the bytes that texts may take by default: half of what there is, `MOST` at most."""
    return min(MOST, available() // 2)


def available() -> int:
    """Return the bytes of memory that this process can have, as far as the system tells."""
    told = [*free(Path("/proc/meminfo")), *allowed(map(Path, LIMITS))]
    if not told and hasattr(os, "sysconf"):
        with suppress(ValueError, OSError):
            told = [os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")]
    return min(told, default=UNKNOWN)


def free(meminfo: Path) -> list[int]:
    """Return what Linux says is free or can be freed."""
    with suppress(OSError):
        found = re.search(r"^MemAvailable:\s+(\d+) kB$", meminfo.read_text(), re.MULTILINE)
        return [int(found[1]) << 10] if found else []
    return []


def allowed(limits: Iterable[Path]) -> list[int]:
    """Return the limits that files state; `max` is none."""
    found = []
    for path in limits:
        with suppress(OSError, ValueError):
            found.append(int(path.read_text()))
    return found
