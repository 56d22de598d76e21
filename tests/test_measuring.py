"""Counts of figures, which tell which near copies need a second look."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedupe import kernels
from dedupe.articles import from_objects
from dedupe.corpus import Corpus, Furniture
from dedupe.lines import line_hashes
from dedupe.measuring import Measurer, Sizes, count_figures
from dedupe.passages import UNKNOWN, gather_evidence
from dedupe.relations import Measures
from dedupe.shingles import Shingling
from dedupe.text.fold import fold
from dedupe.versions import with_words_of
from tests import desk

ONE, OTHER = np.array([0]), np.array([1])
BANNER = "We use cookies to measure our audience; by reading on you accept them."

WORDS = st.lists(
    st.sampled_from(
        [
            "the",
            "mill",
            "at",
            "Varn",
            "pays",
            "7",
            "12",
            "300",
            "4500",
            "dollars",
            "a",
            "share",
            "on",
            "May",
            "9",
            "as",
            "before",
            "in",
            "all",
            "towns",
        ]
    ),
    min_size=1,
    max_size=60,
)


def counted(one: str, other: str) -> tuple[int, int]:
    """Return the figures that both of two texts have, and those that one lacks."""
    held, lacking = count_figures(fold(pa.array([one, other], pa.large_string())), ONE, OTHER)
    return int(held[0]), int(lacking[0])


def test_figures_that_both_have_and_that_one_lacks_are_counted_with_repeats() -> None:
    assert counted("12 dead, 30 hurt, 30 in all", "12 dead, 41 hurt") == (1, 2)


def test_nothing_is_counted_where_the_smaller_text_lacks_no_figure() -> None:
    assert counted("12 dead", "12 dead, 41 hurt") == (0, 0)


def test_texts_without_figures_have_none() -> None:
    assert counted("the mill", "the town") == (0, 0)


def test_the_figures_of_each_pair_are_its_own() -> None:
    texts = fold(pa.array(["1 and 2", "1 and 3", "2 and 3", "3 and 2"], pa.large_string()))

    held, lacking = count_figures(texts, np.array([0, 2, 0]), np.array([1, 3, 3]))

    assert (held.tolist(), lacking.tolist()) == ([1, 0, 1], [1, 0, 1])


def measurer(furniture: bool) -> tuple[Measurer, int]:
    """Return what measures the sample desk, a line of which may be furniture in every third article."""
    pages = [{"id": row["id"], "text": f"{row['text']}\n{BANNER}"} for row in desk.rows()]
    corpus = Corpus.of(from_objects(pages))
    rows = len(corpus)
    if furniture:
        line = line_hashes(pa.array([BANNER], pa.large_string()))[0]
        corpus = corpus.without(Furniture(kernels.Table.of(line), np.arange(rows) % 3 == 0))
    return Measurer(corpus, Shingling("words", 5), np.arange(rows), Sizes.unknown(rows)), rows


@pytest.mark.parametrize("furniture", [False, True])
def test_words_measured_in_the_same_go_are_those_measured_alone(furniture: bool) -> None:
    (together, rows), (alone, _) = measurer(furniture), measurer(furniture)
    left, right = np.triu_indices(rows, 1)

    def long_run(measures: Measures) -> np.ndarray:
        return measures.longest > 80  # the banner has fewer letters

    found = together.passages(Measures.unmeasured(left, right), long_run)
    passages = alone.passages(Measures.unmeasured(left, right))
    expected = with_words_of(long_run(passages), passages, alone)
    assert 0 < long_run(passages).sum() < len(left)
    for field in fields(Measures):
        np.testing.assert_array_equal(getattr(found, field.name), getattr(expected, field.name))
    np.testing.assert_array_equal(together.sizes.distinct, alone.sizes.distinct)


@given(WORDS, WORDS)
def test_passages_never_show_that_fewer_agree_or_more_differ(one: list[str], other: list[str]) -> None:
    texts = fold(pa.array([" ".join(one), " ".join(other)], pa.large_string()))
    held, lacking = count_figures(texts, ONE, OTHER)

    shown = gather_evidence(texts, UNKNOWN, ONE, OTHER)

    if lacking[0]:
        assert held[0] <= shown.agreeing[0]
        assert lacking[0] >= shown.differing[0]
