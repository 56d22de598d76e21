"""A corpus by the rank of its ids, whatever the order and the chunks of the table."""

from __future__ import annotations

import threading

import numpy as np
import pyarrow as pa
import pytest

from dedupe import corpus as module
from dedupe.articles import Articles, from_objects
from dedupe.corpus import Corpus, Furniture
from dedupe.kernels import Table
from dedupe.lines import line_hashes
from dedupe.threads import side_by_side

BANNER = "We use cookies to measure our audience."
TEXTS = {"d": "delta\n" + BANNER, "a": "alpha", "c": "charlie", "b": "bravo\n" + BANNER, "e": ""}


def corpus(chunk: int = 2, threads: int | None = None) -> Corpus:
    """Return the texts as a corpus in chunks of so many rows."""
    articles = from_objects([{"id": name, "text": text} for name, text in TEXTS.items()])
    chunks = [articles.table.slice(first, chunk) for first in range(0, len(articles), chunk)]
    return Corpus.of(Articles.of(pa.concat_tables(chunks), articles.original), threads)


@pytest.mark.parametrize("chunk", [1, 2, 5])
def test_rows_stand_in_the_order_of_their_ids(chunk: int) -> None:
    all_rows = np.arange(5)

    assert corpus(chunk).ids(all_rows).to_pylist() == ["a", "b", "c", "d", "e"]
    assert corpus(chunk).texts(all_rows).to_pylist() == [TEXTS[name] for name in "abcde"]


@pytest.mark.parametrize("rows", [[], [4], [3, 0], [2, 2, 1], [0, 1, 2, 3, 4]])
def test_texts_come_in_the_order_asked_for(rows: list[int]) -> None:
    assert corpus().texts(np.array(rows, np.int64)).to_pylist() == [TEXTS["abcde"[row]] for row in rows]


def test_publishers_are_known_by_their_source_or_the_host_of_their_address() -> None:
    known = [
        {"source": "The Courier"},
        {"source": "the courier", "url": "https://other.example/a"},
        {"url": "https://www.courier.example/2026/a?b=c"},
        {"url": "http://courier.example:8080"},
        {"source": "https://courier.example/feed.xml"},
        {"url": "no address"},
        {},
        {},
    ]
    articles = from_objects([{"id": str(number), "text": "a", **each} for number, each in enumerate(known)])
    numbers = Corpus.of(articles).publishers(np.arange(8)).tolist()

    assert numbers[0] == numbers[1]
    assert numbers[2] == numbers[3] == numbers[4]
    assert len({numbers[0], numbers[2], numbers[5]}) == 3
    assert numbers[6:] == [-1, -1]


def test_every_text_is_gone_through_once_with_its_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SLICE_BYTES", 7)
    seen = corpus(3).each_slice(lambda rows, texts: list(zip(rows.tolist(), texts.to_pylist(), strict=True)))

    assert sorted(pair for part in seen for pair in part) == [(i, TEXTS["abcde"[i]]) for i in range(5)]


def test_pairs_come_with_the_rows_that_they_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAIRS_AT_ONCE", 2)
    left, right = np.array([3, 0, 1, 0]), np.array([4, 2, 3, 1])
    seen = {
        (pair, int(rows[a]), int(rows[b]))
        for pairs, (rows, one, other) in corpus().each_batch(left, right, lambda *sides: sides)
        for pair, a, b in zip(pairs.tolist(), one.tolist(), other.tolist(), strict=True)
    }

    assert seen == {(i, int(left[i]), int(right[i])) for i in range(4)}


def test_furniture_is_blanked_where_it_was_seen() -> None:
    hashes = line_hashes(pa.array([BANNER], pa.large_string()))[0]
    bare = corpus().without(Furniture(Table.of(hashes), np.array([False, True, False, False, False])))

    texts = bare.texts(np.arange(5)).to_pylist()
    assert texts[1] == "bravo\n" + " " * len(BANNER)
    assert texts[3] == TEXTS["d"]
    assert bare.whole.texts(np.arange(5)).to_pylist()[1] == TEXTS["b"]
    assert bare.folded(np.array([1]))[0] == "bravo"


@pytest.mark.parametrize("threads", [1, 2, 5, None])
def test_results_come_in_order_from_any_number_of_threads(threads: int | None) -> None:
    assert list(side_by_side(lambda n: n * n, range(50), threads)) == [n * n for n in range(50)]


def test_few_items_are_taken_ahead_of_what_is_asked_for() -> None:
    taken: list[int] = []

    def numbers():  # type: ignore[no-untyped-def]
        for number in range(100):
            taken.append(number)
            yield number

    results = side_by_side(lambda n: n, numbers(), threads=2)
    assert next(results) == 0
    assert len(taken) < 10
    results.close()


def test_an_error_in_a_thread_reaches_the_caller() -> None:
    def work(number: int) -> int:
        if number == 3:
            raise ValueError(f"no {number} in {threading.current_thread().name}")
        return number

    with pytest.raises(ValueError, match="no 3"):
        list(side_by_side(work, range(10), threads=2))


def test_objects_without_text_are_left_out_with_a_warning() -> None:
    with pytest.warns(UserWarning, match="1 of 3 objects have no text and are left out"):
        articles = from_objects(
            [{"id": "a", "text": None}, {"id": "b", "text": "x"}, {"id": "c", "text": "y"}]
        )
    assert articles.about["id"].to_pylist() == ["b", "c"]
