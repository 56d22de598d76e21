"""Speed: a run at level near takes no longer, in units of a fixed workload, than it did."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.process import processor
from dedupe import kernels

ROOT = Path(__file__).parent.parent
LIMITS = {"Intel": 0.82, "AMD": 0.89}
"""Of the ratio that `python -m benchmarks.guard` measures, by the processor's maker; of others the largest.

Medians of 24 and more measurements in a row on two cores with nothing else to do: Intel Xeons 0.51 (0.47 to
0.55) and, of a newer model with the same code, 0.63 (0.61 to 0.64); AMD EPYC, family 26, 0.68 (0.64 to 0.74).
With both cores busy they stood up to 10 % over the median. Each limit is 1.3 times the larger median of its
maker. Python 3.11, NumPy 2.4.
"""
LIMIT = next((limit for maker, limit in LIMITS.items() if maker in processor()), max(LIMITS.values()))

pytestmark = pytest.mark.skipif(
    kernels.engine != "c", reason="the limit is that of the compiled kernels; the NumPy engine runs instead"
)


def measured(*options):
    # In a process of its own: coverage, which the suite may run under, slows one side more than the other.
    clean = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    command = [sys.executable, "-m", "benchmarks.guard", "--runs", "1", "--json", *options]
    ended = subprocess.run(command, cwd=ROOT, env=clean, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)[0]


def check(ratio, seconds, reference_seconds):
    assert ratio <= LIMIT, (
        f"a run at level near took {ratio:.2f} times as long as the reference workload ({seconds:.3f} s and "
        f"{reference_seconds:.3f} s of processor time); the limit is {LIMIT}. `python -m benchmarks.stages` "
        "shows where the time goes. If the slowdown is worth it, measure with `python -m benchmarks.guard` "
        "on a quiet machine and set LIMITS in tests/test_speed.py to 1.3 times the median, saying why"
    )


def test_a_run_at_level_near_is_as_fast_as_it_was():
    check(**measured())


def test_a_run_that_took_1_8_times_as_long_would_be_caught():
    with pytest.raises(AssertionError, match="set LIMITS"):
        check(**measured("--slowdown", "1.8"))
