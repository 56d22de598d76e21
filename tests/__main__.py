"""Everything that must pass, in order: `python -m tests`. Stops at the first failure.

Style and types first, then the suite with the compiled kernels, measuring coverage, and again with
their NumPy twins alone.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
LEAST_COVERAGE = 90  # per cent of the lines in dedupe/


def main() -> int:
    """Run the steps; return the exit code of the first that fails, or 0."""
    python = [sys.executable, "-m"]
    suite = [*python, "pytest", "-q"]
    covered = [*suite, "--cov=dedupe", "--cov-report=term", f"--cov-fail-under={LEAST_COVERAGE}"]
    steps = [
        ("style", [*python, "ruff", "check", "."], {}),
        ("format", [*python, "ruff", "format", "--check", "."], {}),
        ("types", [*python, "mypy"], {}),
        ("memory safety", ["bash", ".ci/asan", sys.executable], {}),
        ("tests, NumPy kernels", suite, {"DEDUPE_PURE": "1"}),
        ("tests, compiled kernels", covered, {"DEDUPE_EXPECT_ENGINE": "c"}),
    ]
    for name, command, variables in steps:
        print(f"== {name}: {' '.join(command[1:])}", flush=True)
        status = subprocess.call(command, cwd=ROOT, env={**os.environ, **variables})
        if status:
            print(f"== {name} failed with exit code {status}", flush=True)
            return status
    return 0


if __name__ == "__main__":
    sys.exit(main())
