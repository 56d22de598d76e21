"""What two texts share beside their passages."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import dedupe
from dedupe.kinship import kinship, telling_words
from dedupe.text.fold import Folded, fold
from tests.test_relations import measures, relation


def folded(*texts: str) -> Folded:
    return fold(pa.array(texts, pa.large_string()))


def test_words_and_headlines_are_shares_of_what_has_fewer() -> None:
    texts = folded("The old ferry ran aground.", "A ferry ran aground off the old cape at dawn.")
    titles = folded("Ferry aground", "Ferry off its course")
    vocabulary, headline = kinship(texts, titles, np.array([0]), np.array([1]))
    assert vocabulary.tolist() == [1.0]
    # Of the first both words stand in the other text; of the second, of "ferry" and "course", one.
    assert headline.tolist() == [(1.0 + 0.5) / 2]


@pytest.mark.parametrize(
    "titles", [("", "Ferry aground"), ("Ferry aground", ""), ("", ""), ("To us", "Ferry")]
)
def test_a_headline_that_says_nothing_is_not_known(titles: tuple[str, str]) -> None:
    _, headline = kinship(folded("Ferry aground", "Ferry"), folded(*titles), np.array([0]), np.array([1]))
    assert np.isnan(headline).all()


@given(st.lists(st.text(st.sampled_from("ab 19Жéا漢字-"), max_size=12), max_size=6))
def test_telling_words_are_long_or_numbers_or_characters(texts: list[str]) -> None:
    found = telling_words(folded(*texts))
    for place, text in enumerate(texts):
        words = bytes(folded(text).data).decode().split()
        telling = [
            word for word in words if len(word) > 3 or word[0] in "0123456789" or word[0].encode()[0] >= 0xE0
        ]
        assert found.sizes[place] == len(telling)
    whole = telling_words(folded(*texts[::-1]))
    assert sorted(whole.hashes.tolist()) == sorted(found.hashes.tolist())


ABOUT = (
    "About Harrow Instruments: founded in 1964 and based in Clearfield, Harrow Instruments makes measuring "
    "devices for the water, chemical and food industries. The company employs 3,800 people at 11 sites in "
    "six countries. This release contains statements about the future that involve risks; results may "
    "differ from them."
)


def test_the_portrait_of_a_company_does_not_join_its_press_releases() -> None:
    releases = [
        (
            "Harrow Instruments reports second quarter",
            "Revenue rose by seven percent to $311.6 million on demand for flow meters, the maker said.",
        ),
        (
            "Harrow names Osei chief technology officer",
            "Kwame Osei, 48, joins from a sensor maker where he ran a research group of 240 engineers.",
        ),
    ]
    rows = [
        {
            "id": str(n),
            "title": title,
            "text": f"{news}\n\n{ABOUT}",
            "published": f"2026-0{n + 3}-02T08:00:00Z",
        }
        for n, (title, news) in enumerate(releases)
    ]
    assert dedupe.cluster(rows).sizes.tolist() == [1, 1]
    found = dedupe.explain(rows, "0", "1")
    assert found.evidence < found.needed
    assert found.vocabulary is not None
    assert found.headline is not None


def test_what_is_shared_beside_passages_moves_what_is_needed() -> None:
    given = {"evidence": 130.0, "containment": 0.2, "longest": 60, "days": 0.2}
    assert relation(**given, vocabulary=0.8, headline=0.9).name == "VERSION"
    assert relation(**given, vocabulary=0.2, headline=0.1).name == "NONE"
    # Less evidence is enough within a day only.
    given |= {"evidence": 90.0}
    assert relation(**given, vocabulary=0.8, headline=0.9).name == "VERSION"
    assert relation(**given | {"days": 1.2}, vocabulary=0.8, headline=0.9).name == "NONE"
    assert relation(**given | {"days": np.nan}, vocabulary=0.8, headline=0.9).name == "NONE"


def test_what_was_not_measured_moves_nothing() -> None:
    pair = measures(evidence=500.0, containment=0.4, longest=60)
    assert pair.estrangement.tolist() == [1.0]
    assert pair.needed.tolist() == pair.needed_by_passages.tolist()
