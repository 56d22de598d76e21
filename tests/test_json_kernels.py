"""The JSON Lines kernels find what Python's `json` finds, and leave to it whatever is odd."""

import itertools
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedupe import kernels
from dedupe.kernels import JsonKind, twin

core = pytest.importorskip("dedupe.kernels._core", reason="the compiled kernels are not built")

letters = st.text(st.sampled_from('ab"\\/\b\n\té中🙂\ud83d\x00\x7f'), max_size=12) | st.text(max_size=80)
scalars = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | letters
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(letters, inner, max_size=3)
)
rows = st.dictionaries(st.sampled_from(["id", "text", 'a"b', "", "é"]) | letters, values, max_size=5)
spaces = st.sampled_from(["", " ", "\t ", "\r"])


@st.composite
def written(draw):
    """JSON Lines as anyone may write them: escapes or none, space anywhere it may be, empty lines."""
    lines = []
    for row in draw(st.lists(rows, max_size=5)):
        text = json.dumps(
            row, ensure_ascii=draw(st.booleans()) or "\ud83d" in json.dumps(row, ensure_ascii=False)
        )
        lines.append(draw(spaces) + text + draw(spaces) + "\n" * draw(st.integers(1, 2)))
    return "".join(lines).encode("utf-8", "replace").rstrip(b"\n" * draw(st.integers(0, 1)))


def found_by(engine, data):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernels.choice, "core", engine)
        found = kernels.json_members(np.frombuffer(data, np.uint8))
    return found if found is None else [*(part.tolist() for part in found[:-1]), found[-1]]


def as_python(data, found):
    """Return the rows that members make, each with its line."""
    members, numbers, names, lines = found
    assert lines == data.count(b"\n") + (not data.endswith(b"\n") and len(data) > 0)
    made = [(line, {}) for line in numbers]
    for row, column, kind, start, end in members:
        quotes = kind in (JsonKind.PLAIN, JsonKind.ESCAPED)
        name = json.loads(data[slice(names[column][0] - 1, names[column][1] + 1)])
        assert name not in made[row][1]
        made[row][1][name] = json.loads(data[start - quotes : end + quotes])
        assert (kind == JsonKind.ESCAPED) == (quotes and b"\\" in data[start:end])
        assert (kind == JsonKind.NONE) == (data[start:end] == b"null" and not quotes)
    return made


def by_python(data):
    """Return the rows that Python's `json` reads, each with its line."""
    lines = enumerate(data.split(b"\n"))
    return [(number, json.loads(line)) for number, line in lines if line.strip()]


@given(written())
def test_members_are_those_that_python_reads(data):
    for engine in (core, twin):
        found = found_by(engine, data)
        if found is None:  # halves of surrogate pairs, and names that differ only as they are written
            assert b"\\ud83d" in data
        else:
            assert as_python(data, found) == by_python(data)


@given(written() | st.binary(max_size=60), st.data())
@settings(max_examples=300)
def test_damaged_lines_are_found_alike_by_both_engines_and_read_alike_by_python(data, drawn):
    data = bytearray(data or b"{}")
    for _ in range(drawn.draw(st.integers(0, 3))):
        data[drawn.draw(st.integers(0, len(data) - 1))] = drawn.draw(
            st.sampled_from(b'{}[],:"\\\n\r 01.eE-+tnu\x00\xff')
        )
    found = found_by(core, bytes(data))
    assert found == found_by(twin, bytes(data))
    if found is not None:
        assert as_python(bytes(data), found) == by_python(bytes(data))


@given(st.text(st.sampled_from("aé中🙂"), min_size=60, max_size=140), st.data())
@settings(max_examples=300)
def test_what_is_not_utf8_is_told_wherever_it_stands(text, drawn):
    data = bytearray(json.dumps({"a": text}, ensure_ascii=False).encode())
    start = drawn.draw(st.integers(7, len(data) - 4))
    end = start + drawn.draw(st.integers(0, 2))
    data[start:end] = drawn.draw(st.sampled_from([b"", b"a", b"\x80", b"\xe2"]))
    try:
        data.decode()
    except UnicodeDecodeError:
        assert found_by(core, bytes(data)) is None
        assert found_by(twin, bytes(data)) is None
    else:
        assert as_python(bytes(data), found_by(core, bytes(data))) == by_python(bytes(data))


@pytest.mark.parametrize(
    "line",
    [
        b'{"a": 1, "a": 2}',
        b'{"a": "\\ud83d"}',
        b'{"a": "\\ude00"}',
        b'{"a": "\\ud83d\\u0041"}',
        b'{"a": "\\u12g4"}',
        b'{"a": "\\x"}',
        b'{"a": "\n"}',
        b'{"a": "\x01"}',
        b'{"a": 01}',
        b'{"a": 1.}',
        b'{"a": -}',
        b'{"a": 1e}',
        b'{"a": NaN}',
        b'{"a": tru}',
        b'{"a": nullx}',
        b'{"a": 1,}',
        b'{"a" 1}',
        b'{"a": [1,]}',
        b'{"a": [1}}',
        b'{"a": {"b"}}',
        b'{"a": {1: 2}}',
        b"{a: 1}",
        b'["a"]',
        b'"a"',
        b'{"a": 1} {"a": 2}',
        b'{"a": "open',
        b'{"a": 1',
        b"{",
        b'{"a": ' + b"1" * 257 + b"}",
        b'{"a": ' + b"[" * 33 + b"0" + b"]" * 33 + b"}",
        b"{" + b", ".join(b'"%d": 0' % n for n in range(1025)) + b"}",
    ],
)
@pytest.mark.parametrize("engine", [core, twin], ids=["c", "numpy"])
def test_a_line_that_is_better_looked_at_by_itself_is_told(engine, line):
    assert found_by(engine, b'{"b": 1}\n' + line + b'\n{"b": 1}\n') is None


@pytest.mark.parametrize("engine", [core, twin], ids=["c", "numpy"])
def test_there_is_room_for_as_many_members_as_there_are(engine):
    data = b'{"":0,"a":[]}\n' * 200 + b"{}\n" * 200
    members, numbers, *_ = found_by(engine, data)
    assert (len(members), numbers) == (400, list(range(400)))


@given(written())
def test_strings_are_decoded_as_python_does(data):
    found = found_by(core, data)
    if found is None:
        return
    strings = [member for member in found[0] if member[2] in (JsonKind.PLAIN, JsonKind.ESCAPED)]
    spans = np.array([member[3:] for member in strings], np.int64).reshape(-1, 2)
    escaped = np.array([member[2] == JsonKind.ESCAPED for member in strings], np.bool_)
    for engine in (core, twin):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(kernels.choice, "core", engine)
            out = np.zeros(len(data), np.uint8)
            ends = kernels.json_strings(np.frombuffer(data, np.uint8), spans, escaped, out)
        decoded = [out[a:b].tobytes().decode() for a, b in itertools.pairwise(ends)]
        assert decoded == [json.loads(data[a - 1 : b + 1]) for a, b in spans.tolist()]


@given(st.text(st.sampled_from('\\"u0d8cnx/é')).map(str.encode))
def test_any_bytes_are_decoded_alike_by_both_engines(data):
    results = []
    for engine in (core, twin):
        out, ends = np.zeros(len(data), np.uint8), np.zeros(2, np.int64)
        size = engine.json_strings(
            np.frombuffer(data, np.uint8), np.array([[0, len(data)]]), np.array([True]), out, ends
        )
        results.append((out[:size].tobytes(), ends.tolist()))
    assert results[0] == results[1]


@pytest.mark.parametrize("span", [(-1, 2), (3, 2), (0, 9), (2**62, 2**62)])
def test_strings_outside_the_text_are_refused(span):
    data, out = np.zeros(8, np.uint8), np.zeros(8, np.uint8)
    with pytest.raises(ValueError, match="spans"):
        core.json_strings(data, np.array([span]), np.array([False]), out, np.zeros(2, np.int64))
