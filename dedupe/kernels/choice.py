"""Which kernels run: the compiled ones where they were built, else their NumPy twins."""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from typing import Any

from dedupe.kernels import twin


class SlowKernelsWarning(UserWarning):
    """The compiled kernels are missing, so the NumPy ones run."""


def remedy(clone: Path) -> str:
    """Return how to get the compiled kernels, where `clone` is the folder that holds the package."""
    if (clone / "pyproject.toml").exists():  # Python looks in the folder it runs in before what is installed
        return (
            f"Python took dedupe from the sources in {clone}: compile them there, with a C compiler and "
            f"pip install -e {clone}, or run in another folder to use the installed dedupe"
        )
    return "Install a C compiler (gcc, clang or MSVC) and reinstall dedupe to get them"


core: Any = twin
engine = "numpy"
if os.environ.get("DEDUPE_PURE", "") in ("", "0"):
    try:
        from dedupe.kernels import _core

        core, engine = _core, "c"
    except ImportError:
        warnings.warn(
            "dedupe runs without its compiled kernels: folding, shingling and sketching are about 50 times "
            f"slower. {remedy(Path(__file__).parents[2])}; or set DEDUPE_PURE=1 to silence this.",
            SlowKernelsWarning,
            stacklevel=3,
        )
