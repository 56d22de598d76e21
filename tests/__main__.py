"""Everything that must pass: `python -m tests`. Stops at the first failure.

Style and types first. Then, side by side, the C core under sanitizers with the suite on the NumPy twins
alone after it, and the suite with the compiled kernels, measuring coverage.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parent.parent
LEAST_COVERAGE = 90  # per cent of the lines in dedupe/

ONCE = ("report_browser", "completion", "benchmarks", "benchmark_diff")
"""Tests of what runs in a browser, a shell or a process of its own: once is enough, whatever the engine."""

Step = tuple[str, list[str], dict[str, str]]
"""A name, a command and the variables of its environment."""


def main() -> int:
    """Run the steps; return the exit code of the first that fails, or 0."""
    python = [sys.executable, "-m"]
    suite = [*python, "pytest", "-q"]
    ignored = [f"--ignore=tests/test_{name}.py" for name in ONCE]
    covered = [*suite, "--cov=dedupe", "--cov-report=term", f"--cov-fail-under={LEAST_COVERAGE}"]
    for name, command, variables in (
        ("style", [*python, "ruff", "check", "."], {}),
        ("format", [*python, "ruff", "format", "--check", "."], {}),
        ("types", [*python, "mypy"], {}),
    ):
        if status := run((name, command, variables)):
            return status
    compiled: Step = ("tests, compiled kernels", covered, {"DEDUPE_EXPECT_ENGINE": "c"})
    others: tuple[Step, ...] = (
        ("memory safety", ["bash", ".ci/asan", sys.executable], {}),
        ("tests, NumPy kernels", [*suite, "-p", "no:cacheprovider", *ignored], {"DEDUPE_PURE": "1"}),
    )
    with tempfile.TemporaryFile() as said:
        beside = start(compiled, said)
        try:
            status = next(filter(None, map(run, others)), 0)
        except BaseException:
            beside.kill()
            raise
        if status:
            beside.kill()
            return status
        print(f"== {compiled[0]}, run beside the others", flush=True)
        status = beside.wait()
        said.seek(0)
        print(said.read().decode("utf-8", "replace"), flush=True)
    if status:
        print(f"== {compiled[0]} failed with exit code {status}", flush=True)
    return status


def run(step: Step) -> int:
    """Run a step and return its exit code."""
    name, command, variables = step
    print(f"== {name}: {' '.join(command[1:])}", flush=True)
    status = subprocess.call(command, cwd=ROOT, env={**os.environ, **variables})
    if status:
        print(f"== {name} failed with exit code {status}", flush=True)
    return status


def start(step: Step, said: IO[bytes]) -> subprocess.Popen[bytes]:
    """Start a step whose output is kept for later."""
    _, command, variables = step
    environment = {**os.environ, **variables}
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=said, stderr=subprocess.STDOUT)


if __name__ == "__main__":
    sys.exit(main())
