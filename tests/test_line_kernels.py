"""The kernels for lines and for components do what their twins define, and the twins what they say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedupe import kernels
from dedupe.kernels import twin

core = pytest.importorskip("dedupe.kernels._core", reason="the compiled kernels were not built")

LINE = "We use cookies to measure our audience"
pieces = st.sampled_from(
    [
        b"\n",
        b"\r\n",
        b"  ",
        b"\t",
        b"\v",
        LINE.encode(),
        "größer — 日本 🍪".encode(),
        b"\x80",
        b"\xf0\x9f",
        b"x",
    ]
)
documents = st.lists(st.lists(pieces, max_size=12).map(b"".join), max_size=6)


def packed(parts: list[bytes]) -> tuple[np.ndarray, np.ndarray]:
    data = np.frombuffer(b"".join(parts), np.uint8)
    return data, np.cumsum([0, *map(len, parts)]).astype(np.int64)


@given(documents, st.integers(1, 20), st.integers(0, 3))
def test_lines_are_hashed_as_by_the_twin(parts: list[bytes], least: int, lead: int) -> None:
    data, offsets = packed([b"y" * lead, *parts])
    found = []
    for engine in (core, twin):
        out, ends = np.zeros(len(data) + len(offsets), np.uint64), np.zeros(len(offsets) - 1, np.int64)
        count = engine.line_hashes(data, offsets[1:], least, out, ends)
        found.append((out[:count].tolist(), ends.tolist()))

    assert found[0] == found[1]


@given(documents, st.integers(1, 20), st.integers(0, 3), st.randoms(use_true_random=False))
def test_lines_are_blanked_as_by_the_twin(parts: list[bytes], least: int, lead: int, chance: object) -> None:
    data, offsets = packed([b"y" * lead, *parts])
    known = sorted(set(kernels.line_hashes(data, offsets, least=least)[0].tolist()))
    some = sorted(chance.sample(known, len(known) // 2 + len(known) % 2))  # type: ignore[attr-defined]
    table = kernels.Table.of(np.array(some, np.uint64))
    which = np.array([chance.random() < 0.7 for _ in parts], np.bool_)  # type: ignore[attr-defined]
    found = []
    for engine in (core, twin):
        out = np.zeros(len(data) - lead, np.uint8)
        engine.blank_lines(data, offsets[1:], which, least, *table, out)
        found.append(out.tobytes())

    assert found[0] == found[1]


@pytest.mark.parametrize("engine", [core, twin])
def test_a_table_with_no_number_of_bits_is_refused(engine: object) -> None:
    table = kernels.Table.of(np.array([1, 2], np.uint64))._replace(shift=64)
    with pytest.raises(ValueError, match="shift: must be from 0 to 63"):
        engine.blank_lines(*packed([b"x"]), np.ones(1, np.bool_), 1, *table, np.zeros(1, np.uint8))  # type: ignore[attr-defined]


def test_a_line_is_known_by_what_stands_between_white_space() -> None:
    data, offsets = packed([f"  {LINE}\t\r\n".encode(), LINE.encode(), f"{LINE}.".encode(), b"too short"])
    hashes, ends = kernels.line_hashes(data, offsets, least=15)

    assert ends.tolist() == [0, 1, 2, 3, 3]
    assert hashes[0] == hashes[1] != hashes[2]


def test_what_is_blanked_is_the_line_and_nothing_else() -> None:
    data, offsets = packed([f"Lead.\n {LINE}\nRest.".encode()])
    table = kernels.Table.of(kernels.line_hashes(*packed([LINE.encode()]), least=15)[0])

    assert (
        kernels.blank_lines(data, offsets, table, least=15).tobytes()
        == f"Lead.\n {' ' * len(LINE)}\nRest.".encode()
    )


@pytest.mark.parametrize("engine", [core, twin])
def test_a_least_length_of_nothing_is_refused(engine: object) -> None:
    with pytest.raises(ValueError, match="least: must be at least 1"):
        engine.line_hashes(*packed([b"x"]), 0, np.zeros(9, np.uint64), np.zeros(2, np.int64))  # type: ignore[attr-defined]


pairs = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=20)


@given(pairs)
def test_components_equal_their_twin(edges: list[tuple[int, int]]) -> None:
    left, right = (np.array([edge[i] for edge in edges], np.int64) for i in (0, 1))
    found = [np.empty(12, np.int64), np.empty(12, np.int64)]
    for engine, out in zip((core, twin), found, strict=True):
        engine.components(left, right, out)

    assert found[0].tolist() == found[1].tolist()


@given(pairs)
def test_a_component_holds_what_pairs_reach_and_is_named_by_its_smallest_node(
    edges: list[tuple[int, int]],
) -> None:
    left, right = (np.array([edge[i] for edge in edges], np.int64) for i in (0, 1))
    labels = kernels.components(12, left, right)

    assert all(labels[a] == labels[b] for a, b in edges)
    assert all(labels[label] == label <= node for node, label in enumerate(labels))
    joined = len(set(labels.tolist()))
    assert joined == 12 - spanning_edges(edges)


def spanning_edges(edges: list[tuple[int, int]]) -> int:
    """Count the pairs that join two pieces when they are taken one by one."""
    piece = {node: {node} for node in range(12)}
    joins = 0
    for a, b in edges:
        if piece[a] is not piece[b]:
            joins += 1
            whole = piece[a] | piece[b]
            for node in whole:
                piece[node] = whole
    return joins


@pytest.mark.parametrize("engine", [core, twin])
def test_a_node_outside_the_graph_is_refused(engine: object) -> None:
    with pytest.raises(ValueError, match="left: names a row outside"):
        engine.components(np.array([5]), np.array([0]), np.empty(3, np.int64))  # type: ignore[attr-defined]
