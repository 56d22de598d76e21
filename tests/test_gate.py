"""The quality of clusters and diffs lies on or over its floors, and no floor falls in silence."""

from __future__ import annotations

import json
from copy import deepcopy

import pytest

from dedupe import kernels
from tests import gate
from tests.gate import Measured, Record, recorded, seal_of, shortfalls

REMEDY = (
    "If this is worth it: python -m tests.gate --record --why 'what it buys, in a sentence'. "
    "`dedupe tune` and `dedupe evaluate` show which pairs moved."
)
BEFORE = recorded({}, {"desk": Measured("d1", {"precision": 1.0, "recall": 0.95})})


@pytest.mark.parametrize("name", gate.GATES)
def test_what_default_settings_find_is_on_or_over_its_floors(name: str) -> None:
    if kernels.engine != "c" and not gate.GATES[name].small:
        pytest.skip("the answer is that of the compiled kernels, and takes minutes without them")
    said = shortfalls(gate.read()["gates"][name], gate.measure(gate.GATES[name]))
    assert not said, f"{name}: {'; '.join(said)}. {REMEDY}"


def test_the_floors_are_as_they_were_recorded() -> None:
    record = gate.read()
    assert record["seal"] == seal_of(record), f"{gate.FILE.name} was changed by hand. {REMEDY}"
    assert record["gates"].keys() == gate.GATES.keys()


def test_a_figure_under_its_floor_is_told_with_what_it_was() -> None:
    entry = BEFORE["gates"]["desk"]
    assert shortfalls(entry, Measured("d1", {"precision": 1.0, "recall": 0.949})) == []
    assert shortfalls(entry, Measured("d1", {"precision": 0.99, "recall": 0.95})) == [
        "precision is 0.9900, the floor 1.0000 (it was 1.0000)"
    ]


def test_another_corpus_is_told() -> None:
    assert shortfalls(BEFORE["gates"]["desk"], Measured("d2", {"precision": 1.0, "recall": 0.95})) == [
        "the corpus has changed"
    ]


def floors(record: Record) -> dict[str, float]:
    return {name: figure["floor"] for name, figure in record["gates"]["desk"]["figures"].items()}


def test_a_better_figure_raises_its_floor() -> None:
    after = recorded(BEFORE, {"desk": Measured("d1", {"precision": 1.0, "recall": 0.97})})
    assert floors(after) == {"precision": 1.0, "recall": 0.969}
    assert after["changes"] == []


def test_a_worse_figure_over_its_floor_leaves_the_floor() -> None:
    after = recorded(BEFORE, {"desk": Measured("d1", {"precision": 1.0, "recall": 0.9495})})
    assert floors(after) == floors(BEFORE)
    assert after["gates"]["desk"]["figures"]["recall"]["measured"] == 0.9495


@pytest.mark.parametrize(
    "worse",
    [
        Measured("d1", {"precision": 0.9, "recall": 0.95}),
        Measured("d2", {"precision": 1.0, "recall": 0.95}),
    ],
)
def test_no_floor_falls_and_no_corpus_changes_without_words(worse: Measured) -> None:
    for silence in ("", "why not"):
        with pytest.raises(ValueError, match="say why in a sentence"):
            recorded(BEFORE, {"desk": worse}, silence)
    after = recorded(BEFORE, {"desk": worse}, "Templates cost more than they bring")
    assert after["changes"][0]["why"] == "Templates cost more than they bring"
    assert after["seal"] == seal_of(after)


def test_a_floor_lowered_by_hand_breaks_the_seal() -> None:
    forged = deepcopy(BEFORE)
    forged["gates"]["desk"]["figures"]["recall"]["floor"] = 0.5
    assert forged["seal"] != seal_of(forged)
    assert BEFORE["seal"] == seal_of(json.loads(json.dumps(BEFORE)))
