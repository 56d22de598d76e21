"""Rare passages: which pairs they propose, what they are worth, which figures they bear out."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from dedupe import kernels, passages
from dedupe.articles import from_objects
from dedupe.corpus import Corpus
from dedupe.passages import UNKNOWN, Passages, gather_evidence, index_passages, passage_pairs, rarity
from dedupe.text.fold import Folded, fold

PASSAGE = "the master reported a fire in the engine room at dawn before radio contact was lost"
FILLERS = [
    "Apples were dear at the Saturday market and pears were not to be had.",
    "The choir sang two psalms, then the bishop blessed the new fire engine.",
    "Snow closed the pass for the third time since the first week of winter.",
    "A bus with forty schoolchildren came to rest against the toll booth.",
    "Voters in the northern valleys turned out in numbers nobody had foreseen.",
    "The bakery on Mill Street keeps its ovens lit through every holiday.",
]


def folded(*texts: str) -> Folded:
    return fold(pa.array(texts, pa.large_string()))


def index(*texts: str) -> Passages:
    """Index texts in the order given."""
    articles = from_objects([{"id": f"{i:04}", "text": text} for i, text in enumerate(texts)])
    return index_passages(Corpus.of(articles), np.arange(len(texts)), sum(map(len, texts)))


def candidates(*texts: str) -> set[tuple[int, int]]:
    left, right = passage_pairs(index(*texts))
    return set(zip(left.tolist(), right.tolist(), strict=True))


def evidence(a: str, b: str, *others: str):  # type: ignore[no-untyped-def]
    frequencies = index(a, b, *others).frequencies(np.arange(2 + len(others)))
    return gather_evidence(folded(a, b), frequencies, np.array([0]), np.array([1]))


def test_a_shared_passage_makes_a_candidate_pair() -> None:
    assert (6, 7) in candidates(*FILLERS, f"{FILLERS[0]} {PASSAGE}", f"{FILLERS[1]} {PASSAGE}")


def test_articles_that_share_nothing_are_no_candidates() -> None:
    assert candidates(*FILLERS) == set()


def test_a_passage_in_many_articles_links_each_to_the_first() -> None:
    body = " ".join(FILLERS)
    reprints = [
        f"{body} {word * 20}" for word in ("ant", "bee", "cat", "dog", "elk", "fox", "gnu", "hen", "ibis")
    ]

    assert candidates(*reprints) >= {(0, other) for other in range(1, 9)}


def test_pairs_and_frequencies_do_not_depend_on_the_number_of_ranges(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"{FILLERS[n % 6]} {PASSAGE} {FILLERS[n % 5]}" for n in range(12)]
    pairs, counted = candidates(*texts), index(*texts).frequencies(np.arange(12))
    for shingles, ranges in ((50, range(17, 64)), (1, range(64, 65))):
        monkeypatch.setattr(passages, "PART_SHINGLES", shingles)

        assert index(*texts).keys.parts in ranges
        assert candidates(*texts) == pairs
        again = index(*texts).frequencies(np.arange(12))
        np.testing.assert_array_equal(again.prefixes.values, counted.prefixes.values)
        np.testing.assert_array_equal(again.counts, counted.counts)


def test_an_empty_corpus_proposes_nothing() -> None:
    assert candidates() == set()
    assert len(index().frequencies(np.empty(0, int)).prefixes.values) == 0


def test_rarity_falls_with_the_number_of_articles() -> None:
    weights = rarity(np.array([1, 2, 3, 6, 10, 100]))

    assert weights[:2].tolist() == [1.0, 1.0]
    assert weights[3] == 0.5
    assert (np.diff(weights[1:]) < 0).all()


def test_articles_of_one_group_are_counted_once() -> None:
    passages = index(*(f"{filler} {PASSAGE}" for filler in FILLERS))

    each = passages.frequencies(np.arange(len(FILLERS)))
    grouped = passages.frequencies(np.array([0, 0, 0, 0, 0, 5]))
    assert each.counts.max() == len(FILLERS)
    assert grouped.counts.max() == 2


def test_letters_past_the_slack_of_a_run_are_evidence() -> None:
    found = evidence(f"{FILLERS[0]} {PASSAGE}", f"{FILLERS[1]} {PASSAGE}")

    letters = len(PASSAGE.replace(" ", ""))
    assert found.longest[0] == letters
    assert found.evidence[0] == letters - 15


def test_a_passage_that_the_whole_corpus_has_is_worth_little() -> None:
    pair = f"{FILLERS[0]} {PASSAGE}", f"{FILLERS[1]} {PASSAGE}"
    rare = evidence(*pair)
    common = evidence(*pair, *(f"{filler} {PASSAGE}" for filler in FILLERS * 4))

    assert common.evidence[0] < 0.2 * rare.evidence[0]
    assert common.containment[0] == rare.containment[0]


def test_lost_spaces_and_hyphens_do_not_hide_a_passage() -> None:
    damaged = PASSAGE.replace(" fire in", "fire in").replace("contact", "con-\ntact")

    assert evidence(f"{FILLERS[0]} {PASSAGE}", f"{FILLERS[1]} {damaged}").longest[0] == len(
        PASSAGE.replace(" ", "")
    )


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("14 dead and 3.141 bln", "14 and 3 141"),
        ("in l987 some 2O were lost", "1987 and 20"),
        ("mar1port and wi11", ""),
        ("no figures, only oils", ""),
        ("cloudy, 21C, and 30pct more", "21 and 30"),
    ],
)
def test_figures_are_read_as_the_numbers_they_were(text: str, same: str) -> None:
    texts = folded(text, same)
    _, _, values, ends = kernels.figures(texts.data, texts.offsets)

    assert values[: ends[1]].tolist() == values[ends[1] :].tolist()


def test_figures_count_only_where_a_shared_passage_touches_them() -> None:
    wording = (
        "balances of the treasury at the bank rose to {} billion on the day from {} billion, the bank said"
    )
    texts = (
        f"{wording.format(31, 29)} {FILLERS[0]} 77 sheep",
        f"{wording.format(44, 31)} {FILLERS[1]} {FILLERS[2]}",
    )
    found = gather_evidence(folded(*texts), UNKNOWN, np.array([0]), np.array([1]))

    # 31 is in the other text too, 29 is not; the sheep are nowhere near a shared passage.
    assert (found.agreeing[0], found.differing[0]) == (1, 1)


def test_a_pair_can_be_measured_without_a_corpus() -> None:
    texts = folded(PASSAGE, PASSAGE)
    found = gather_evidence(texts, UNKNOWN, np.array([0]), np.array([1]))

    assert found.containment[0] == 1.0
    assert found.evidence[0] == found.length[0] - 15
