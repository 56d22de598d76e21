"""Which kernels run: the compiled ones where they were built, else their NumPy twins."""

from __future__ import annotations

import os
import warnings
from typing import Any

from dedupe.kernels import twin


class SlowKernelsWarning(UserWarning):
    """The compiled kernels are missing, so the NumPy ones run."""


core: Any = twin
engine = "numpy"
if os.environ.get("DEDUPE_PURE", "") in ("", "0"):
    try:
        from dedupe.kernels import _core

        core, engine = _core, "c"
    except ImportError:
        warnings.warn(
            "dedupe runs without its compiled kernels: folding, shingling and sketching are about 50 times "
            "slower. Install a C compiler (gcc, clang or MSVC) and reinstall dedupe to get them, or set "
            "DEDUPE_PURE=1 to silence this.",
            SlowKernelsWarning,
            stacklevel=3,
        )
