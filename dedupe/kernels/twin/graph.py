"""Connected components."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from dedupe.kernels.twin.arrays import Array


def components(left: Array, right: Array, out: Array) -> None:
    """Write for each node the smallest node of its component; pair i joins `left[i]` and `right[i]`."""
    nodes = np.concatenate([left, right])
    if len(nodes) and not (nodes.min() >= 0 and nodes.max() < len(out)):
        raise ValueError(f"left: names a row outside the {len(out)} documents")
    out[:] = np.arange(len(out))
    while True:
        least = np.minimum(out[left], out[right])
        before = out.copy()
        np.minimum.at(out, left, least)
        np.minimum.at(out, right, least)
        out[:] = out[out]
        if (out == before).all():
            return
