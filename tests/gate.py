"""Floors under the quality of clusters and diffs: what default settings find in corpora of known truth.

    python -m tests.gate                        measure, and hold each figure against its floor
    python -m tests.gate --record               note the figures, and raise the floors to them
    python -m tests.gate --record --why TEXT    also where a floor falls or a corpus has changed

`gate.json` holds the figures, their floors, a digest of each corpus, and why a floor ever fell. It is sealed,
so that a floor cannot be lowered without a reason that stands in it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from math import floor
from pathlib import Path
from typing import Any, TypeAlias

import click
import numpy as np

import dedupe
from corpora.synthetic.corpus import Corpus
from corpora.synthetic.settings import PRESETS
from dedupe.evaluation import evaluate
from dedupe.kernels import components
from tests import contradictions, desk, feed, labelled

FILE = Path(__file__).with_name("gate.json")
NEAR = 0.7
"""Jaccard from which the gold of level near puts two texts together."""

SLACK = 0.001
"""How far a floor lies under the figure that was measured: figures do not depend on the machine, and a
change that moves a few pairs in ten thousand need not ask."""

Row = Mapping[str, Any]
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Gate:
    """A corpus, the level it is clustered at, and its gold clusters."""

    level: str
    corpus: Callable[[], tuple[list[Row], dict[str, str]]]
    figures: tuple[str, ...] = ("precision", "recall", "f1", "ari")
    small: bool = False


@dataclass(frozen=True, slots=True)
class LabelledGate:
    """A sample whose news is labelled by hand, and how the diff agrees with it."""

    sample: Path
    figures: tuple[str, ...] = ("precision", "recall", "f1", "facts", "conflicts", "founded")
    small: bool = True


@dataclass(frozen=True, slots=True)
class ContradictionsGate:
    """Pairs of versions whose contradictions are labelled, and how many of those of values are found."""

    file: str
    figures: tuple[str, ...] = ("recall", "precision")
    small: bool = True


def made(preset: str, articles: int, **changes: Any) -> tuple[list[Row], dict[str, str]]:
    """Return a generated corpus and its clusters at level version."""
    corpus = Corpus(replace(PRESETS[preset], articles=articles, **changes))
    rows, gold = _rows(corpus), corpus.order()
    return rows, dict(zip(corpus.ids(gold), corpus.clusters(gold), strict=True))


def made_near(articles: int) -> tuple[list[Row], dict[str, str]]:
    """Return a generated corpus of known Jaccard: pairs of `NEAR` and more are together, and their chains."""
    corpus = Corpus(replace(PRESETS["near"], articles=articles))
    rows = _rows(corpus)
    place = {row["id"]: number for number, row in enumerate(rows)}
    pairs = [(place[a], place[b]) for a, b, _, jaccard in corpus.pairs() if jaccard >= NEAR]
    left, right = (np.array(side, np.int64) for side in zip(*pairs, strict=True))
    labels = components(len(rows), left, right).tolist()
    return rows, {row["id"]: str(label) for row, label in zip(rows, labels, strict=True)}


def _rows(corpus: Corpus) -> list[Row]:
    columns = corpus.rows(corpus.order())
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


AnyGate: TypeAlias = Gate | LabelledGate | ContradictionsGate

GATES: dict[str, AnyGate] = {
    "desk": Gate("version", lambda: (desk.rows(), desk.gold()), small=True),
    "desk, stories": Gate("story", lambda: (desk.rows(), desk.gold("story")), small=True),
    "near copies of known Jaccard": Gate("near", lambda: made_near(4000)),
    "copies of every kind, templates": Gate("version", lambda: made("default", 4000)),
    "reprints with OCR noise": Gate("version", lambda: made("reprints", 4000)),
    "30,000 unrelated articles": Gate(
        "version", lambda: made("default", 30_000, duplicates=0.0), figures=("alone",)
    ),
    "feed": Gate("version", lambda: feed.corpus(feed.TUNED), small=True),
    "feed, held out": Gate("version", lambda: feed.corpus(feed.HELD_OUT), small=True),
    "labelled updates": LabelledGate(labelled.SAMPLE),
    "paraphrases": LabelledGate(labelled.PARAPHRASES),
    "paraphrases, held out": LabelledGate(labelled.HELD_OUT),
    "contradictions": ContradictionsGate(contradictions.HELD_OUT),
}
"""By the name that the file and the reports give them."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a gate finds: the digest of its corpus and gold, and its figures, rounded down to four places."""

    digest: str
    figures: dict[str, float]


def measure(gate: AnyGate) -> Measured:
    """Cluster a gate's corpus, or compare its versions, at default settings; hold the answer against gold."""
    if isinstance(gate, LabelledGate):
        sample = gate.sample
        scores = asdict(labelled.agreement(sample))
        return _measured(gate, scores, [labelled.docs(sample), labelled.gold(sample)])
    if isinstance(gate, ContradictionsGate):
        told = contradictions.tally(gate.file)
        scores = {"recall": told.recall, "precision": told.precision}
        return _measured(gate, scores, contradictions.pairs(gate.file))
    rows, gold = gate.corpus()
    found = dedupe.cluster(rows, level=gate.level)
    scores = evaluate(found, gold).to_dict()
    scores["alone"] = len(found) / len(rows)
    return _measured(gate, scores, [rows, sorted(gold.items())])


def _measured(
    gate: Gate | LabelledGate | ContradictionsGate, scores: Mapping[str, float], corpus: list[Any]
) -> Measured:
    figures = {name: floor(scores[name] * 10_000) / 10_000 for name in gate.figures}
    return Measured(digest_of(corpus), figures)


def digest_of(value: Any) -> str:
    """Return a digest of plain values."""
    return sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:32]


def read() -> Record:
    """Return the record of the last figures."""
    record: Record = json.loads(FILE.read_text(encoding="utf-8"))
    return record


def seal_of(record: Record) -> str:
    """Return the seal that a record must bear."""
    return digest_of({name: value for name, value in record.items() if name != "seal"})


def shortfalls(entry: Record, measured: Measured) -> list[str]:
    """Say where figures lie under their floors, or the corpus is another one."""
    said = []
    if entry["digest"] != measured.digest:
        said.append("the corpus has changed")
    for name, value in measured.figures.items():
        lowest = entry["figures"][name]["floor"]
        if value < lowest:
            was = entry["figures"][name]["measured"]
            said.append(f"{name} is {value:.4f}, the floor {lowest:.4f} (it was {was:.4f})")
    return said


def recorded(record: Record, measured: Mapping[str, Measured], why: str = "") -> Record:
    """Return the record with new figures and floors, sealed.

    Raises
    ------
    ValueError
        Where a floor would fall or a corpus has changed and `why` does not say why.
    """
    gates, changes = dict(record.get("gates", {})), list(record.get("changes", []))
    for name, now in measured.items():
        before = gates.get(name, {"digest": now.digest, "figures": {}})
        figures = {
            figure: {"measured": value, "floor": round(max(value - SLACK, 0.0), 4) if value < 1 else 1.0}
            for figure, value in now.figures.items()
        }
        what = ["another corpus"] if before["digest"] != now.digest else []
        for figure, old in before["figures"].items():
            lower = figures[figure]["floor"]
            if lower >= old["floor"]:
                continue
            if not what and now.figures[figure] >= old["floor"]:
                figures[figure]["floor"] = old["floor"]  # the figure may fall as far as the floor
            else:
                what.append(f"{figure}: floor {old['floor']:.4f} to {lower:.4f}")
        if what:
            if len(why.split()) < 3:
                raise ValueError(f"{name}: {', '.join(what)}; say why in a sentence, with --why")
            changes.append({"gate": name, "what": what, "why": why})
        gates[name] = {"digest": now.digest, "figures": figures}
    new: Record = {"gates": gates, "changes": changes}
    return {**new, "seal": seal_of(new)}


def lines(name: str, measured: Measured, said: Iterable[str]) -> Iterable[str]:
    """Return what a gate found, and what is wrong with it."""
    yield f"{name}: " + ", ".join(f"{figure} {value:.4f}" for figure, value in measured.figures.items())
    yield from (f"  {each}" for each in said)


@click.command()
@click.option("--record", "record_it", is_flag=True, help="Note the figures in gate.json.")
@click.option("--why", default="", help="Why a floor falls, or a corpus has changed.")
def main(record_it: bool, why: str) -> None:
    """Measure what default settings find, and hold it against the floors."""
    record = read() if FILE.exists() else {}
    measured, failed = {}, False
    for name, gate in GATES.items():
        measured[name] = measure(gate)
        said = shortfalls(record["gates"][name], measured[name]) if name in record.get("gates", {}) else []
        failed |= bool(said)
        print("\n".join(lines(name, measured[name], said)), flush=True)
    if not record_it:
        sys.exit(failed)
    try:
        new = recorded(record, measured, why)
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    FILE.write_text(json.dumps(new, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
