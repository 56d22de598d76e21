"""Arrow's functions on columns, imported with the first that is called; columns from arrays and back.

Importing `pyarrow.compute` takes a tenth of a second. A reader's threads are at work by then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray


def __getattr__(name: str) -> Any:
    """Return a function of `pyarrow.compute`."""
    if name.startswith("_"):  # the system of imports asks for `__path__`
        raise AttributeError(name)
    from pyarrow import compute

    return getattr(compute, name)


def from_numpy(values: NDArray[Any]) -> pa.Array:
    """Return numbers or truth values as a column; `pyarrow.array` first imports `numpy.ma`, 20 ms."""
    import pyarrow as pa

    kind = pa.from_numpy_dtype(values.dtype)
    bits = np.packbits(values, bitorder="little") if values.dtype == np.bool_ else values
    return pa.Array.from_buffers(kind, len(values), [None, pa.py_buffer(np.ascontiguousarray(bits))])


def fixed_width(values: NDArray[Any]) -> pa.FixedSizeBinaryArray:
    """Return the rows of an array as a column, each as its bytes."""
    import pyarrow as pa

    kind = pa.binary(values.itemsize * int(np.prod(values.shape[1:])))
    return pa.Array.from_buffers(kind, len(values), [None, pa.py_buffer(np.ascontiguousarray(values))])


def items_of(column: pa.Array, dtype: type | str) -> NDArray[Any]:
    """Return what stands in a column of fixed width without nulls, as items that may be narrower."""
    width = column.type.bit_width // 8
    data = np.frombuffer(column.buffers()[1] or b"", np.uint8)
    return data[column.offset * width : (column.offset + len(column)) * width].view(dtype)


def buffers_of(texts: pa.Array) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Return an Arrow array's bytes and offsets, without a copy of the bytes."""
    import pyarrow as pa

    if texts.null_count:
        texts = texts.fill_null("")
    width: Any
    if pa.types.is_large_string(texts.type):
        width = np.int64
    elif pa.types.is_string(texts.type):
        width = np.int32
    else:
        raise ValueError(f"texts must be strings (Arrow string or large_string), got {texts.type}")
    if not len(texts):
        return np.empty(0, np.uint8), np.zeros(1, np.int64)
    _, offsets, data = texts.buffers()
    ends = np.frombuffer(offsets, width)[texts.offset : texts.offset + len(texts) + 1]
    return np.frombuffer(data or b"", np.uint8), ends.astype(np.int64, copy=False)
