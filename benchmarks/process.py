"""A command in a process of its own: how long it took, how much memory, on which machine."""

from __future__ import annotations

import os
import platform
import resource
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parent.parent
MEGABYTE = 1_000_000  # bytes, as in the MB/s of other tools
UNIT_OF_MAXRSS = 1 if sys.platform == "darwin" else 1024  # bytes; getrusage(2) of each system


class CommandError(Exception):
    """A command ended with another exit code than 0; the message is the last line that it wrote."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of a command took."""

    seconds: float  # from before the process was started until it had ended
    cpu: float  # seconds of processor time, of the process and all that it waited for
    peak: int  # bytes: the largest process of the run


def run(command: Sequence[str]) -> Run:
    """Run a command from the project's root, cold, and measure it.

    A child's `ru_maxrss` begins at the size that its parent had when it was started: call this from a process
    that has stayed small.

    Raises
    ------
    CommandError
        If the command fails.
    """
    began = time.perf_counter()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert child.stderr is not None
    with child.stderr:
        try:
            said = child.stderr.read()  # until the child, and all who write there, are done
            _, status, used = os.wait4(child.pid, 0)
        except BaseException:
            child.kill()
            child.wait()
            raise
    seconds = time.perf_counter() - began
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise CommandError(last_line(child.returncode, said))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(seconds, cpu, used.ru_maxrss * UNIT_OF_MAXRSS)


def last_line(code: int, said: str) -> str:
    """Return what a process that failed said last."""
    lines = said.strip().splitlines()
    if code < 0:
        lines.append(f"ended by {signal.Signals(-code).name}; too little memory ends it by SIGKILL")
    return lines[-1] if lines else f"exit code {code}"


def machine() -> dict[str, Any]:
    """Return what decides speed here: processor, cores, memory, system and Python; no name of the machine."""
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:  # macOS
        cores = os.cpu_count() or 1
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "processor": processor(),
        "cores": cores,
        "memory_gigabytes": round(memory / 1e9, 1),
        "system": platform.system(),
        "python": platform.python_version(),
    }


def processor() -> str:
    """Return the model of the processor, as far as the system tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(models, platform.processor() or platform.machine())


def use_cores(threads: int) -> None:
    """Keep this process, and all that it starts, on as many processors, where the system can."""
    if hasattr(os, "sched_setaffinity"):
        allowed = sorted(os.sched_getaffinity(0))
        if threads > len(allowed):
            raise ValueError(f"{threads} threads asked for, but only {len(allowed)} processors may be used")
        os.sched_setaffinity(0, allowed[:threads])
