"""One pass over a corpus keeps what near copies and site furniture are found by."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dedupe import lines
from dedupe.articles import from_objects
from dedupe.corpus import Corpus
from dedupe.lines import line_hashes
from dedupe.settings import Settings
from dedupe.sketches import Sketcher, sketch_corpus

LINE = "Sign up for the morning letter of the newsroom"
OTHER = "The council of Varn has put the vote on the ferry off to May"
TEXTS = {"c": f"{LINE}\n{OTHER}", "a": f"short\n  {OTHER}\t\n{LINE}\n{LINE}", "b": "🚢", "d": OTHER, "e": ""}


def corpus(threads: int | None = None) -> Corpus:
    return Corpus.of(from_objects([{"id": name, "text": text} for name, text in TEXTS.items()]), threads)


def test_lines_are_kept_with_the_row_that_they_stand_in() -> None:
    kept = sketch_corpus(corpus(), Sketcher.of(Settings())).lines
    keys = np.sort(np.concatenate([kept.take(part) for part in range(kept.parts)]))
    texts = corpus().texts(np.arange(5))
    line, other = (int(line_hashes(texts.slice(row, 1))[0][0]) for row in (2, 3))
    expected = [line | 0, line | 0, line | 2, other | 0, other | 2, other | 3]
    assert keys.tolist() == sorted(expected)


def test_level_near_keeps_no_lines() -> None:
    kept = sketch_corpus(corpus(), Sketcher.of(Settings(level="near"))).lines
    assert [kept.take(part).tolist() for part in range(kept.parts)] == kept.parts * [[]]


@pytest.mark.parametrize("threads", [1, 3])
def test_sketches_stand_in_the_order_of_the_rows(threads: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = sketch_corpus(corpus(), Sketcher.of(Settings()))
    monkeypatch.setattr("dedupe.corpus.SLICE_BYTES", 1)
    found = sketch_corpus(corpus(threads), Sketcher.of(Settings()))
    for name in ("bands", "digests", "letters"):
        np.testing.assert_array_equal(getattr(found, name), getattr(whole, name))
    assert found.letters.tolist() == [
        len(text) for text in ("short " + f"{OTHER} {LINE} {LINE}", "", f"{LINE} {OTHER}", OTHER, "")
    ]


def test_more_texts_than_there_are_rows_beside_a_line_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "FREE_BITS", 2)
    with pytest.raises(ValueError, match="at most 3 articles can be compared at once, got 5"):
        sketch_corpus(corpus(), Sketcher.of(Settings()))
    sketch_corpus(corpus(), replace(Sketcher.of(Settings()), lines=False))
