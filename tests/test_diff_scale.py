"""Diffs of many clusters and of very long texts."""

from __future__ import annotations

import itertools
import multiprocessing
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import pytest

import dedupe
from dedupe.articles.model import Article
from dedupe.facts import diff, diff_all
from dedupe.facts.many import CLUSTERS_A_TASK
from dedupe.facts.standing import ALL_SENTENCES
from dedupe.facts.statements import MOST_JOINTS

if TYPE_CHECKING:
    from collections.abc import Callable

DESK = Path(__file__).parent.parent / "corpora" / "desk" / "articles.jsonl"
NAMES = ["Arne", "Brita", "Claes", "Dagny", "Einar", "Frida", "Gunnar", "Hilda", "Ivar", "Jorunn"]
GOODS = ["copper", "timber", "salmon", "barley", "granite", "wool", "amber", "slate", "tallow", "cider"]
PLACES = ["Nordvik", "Kelda", "Hamra", "Solund", "Vestby", "Oksnes", "Ulvik", "Tana", "Rindal", "Lesja"]


def clusters() -> list[list[Article]]:
    articles = list(dedupe.read(DESK))
    return [articles[first : first + 2] for first in range(0, len(articles) - 1, 2)]


def test_processes_end_when_nobody_waits_for_more_diffs() -> None:
    found = diff_all(itertools.cycle(clusters()), processes=2)
    assert len(next(found).versions) == 2
    working = [child for child in multiprocessing.active_children() if child.is_alive()]
    assert len(working) == 2
    found.close()
    assert not any(child.is_alive() for child in working)


@pytest.mark.parametrize("processes", [1, 2])
def test_diffs_of_many_clusters_stand_in_their_order(processes: int) -> None:
    wanted = clusters()
    assert len(wanted) > CLUSTERS_A_TASK
    found = list(diff_all(wanted, processes=processes))
    assert found == [diff(versions) for versions in wanted]


def test_the_rarity_of_words_reaches_every_process() -> None:
    weights = {"the": 1.0, "said": 0.9}
    versions = clusters()[:2]
    assert list(diff_all(versions, weights=weights, processes=2)) == [
        diff(pair, weights=weights) for pair in versions
    ]


def test_clusters_are_read_as_they_are_needed() -> None:
    endless = itertools.cycle(clusters()[:1])
    found = diff_all(endless, processes=2)
    assert next(found) == next(found)
    found.close()


def test_a_cluster_that_cannot_be_compared_is_named() -> None:
    twice = [Article("a", "One."), Article("a", "Two.")]
    with pytest.raises(ValueError, match="'a' stands more than once"):
        list(diff_all([twice], processes=2))


def test_no_process_is_too_few() -> None:
    with pytest.raises(ValueError, match="processes is 0"):
        diff_all([], processes=0)


def test_a_changed_sentence_is_found_among_thousands() -> None:
    lines = [
        f"{name} {other} of {place} sold {number} crates of {goods} to the {name}{place} company."
        for number, (name, other, place, goods) in enumerate(
            itertools.islice(itertools.product(NAMES, NAMES, PLACES, GOODS), ALL_SENTENCES + 100), 10
        )
    ]
    added = "A glacier tongue collapsed above the reindeer herders' huts."
    old, new = "\n\n".join(lines), "\n\n".join([*lines[:1500], added, *lines[1501:]])
    found = diff([Article("old", old), Article("new", new)])
    assert [statement.text for statement in found.only("new")] == [added]
    for statement in found.statements:
        if statement.version == "new" and statement.text != added:
            place = statement.aligned[0]
            assert old[place.start : place.end] == statement.text
            assert place.similarity == 1.0


def test_a_text_without_a_stop_is_compared_too() -> None:
    goods = [f"{a} {b}" for a, b in itertools.product(GOODS, NAMES)] * 6
    text = ", ".join(goods)
    assert len(goods) > 2 * MOST_JOINTS
    new = f"{text}, while a fire spread, killing 14"
    found = diff([Article("old", text), Article("new", new)])
    (added,) = found.only("new")
    assert new.endswith(added.text)
    assert "14" in added.text
    assert len(added.text) <= len("while a fire spread, killing 14")
    covered = " ".join(statement.text for statement in found.statements if statement.version == "new")
    assert covered == new


def test_a_process_that_is_killed_is_told_of() -> None:
    found = diff_all(itertools.cycle(clusters()), processes=2)
    next(found)
    for child in multiprocessing.active_children():
        child.kill()
    with pytest.raises(MemoryError, match="a process that compares versions was ended"):
        list(itertools.islice(found, 10_000))
    assert not multiprocessing.active_children()


@pytest.mark.parametrize("taken", [1, 2, 3])
def test_closing_never_waits_for_what_a_process_was_sending(taken: int) -> None:
    long = [Article(name, " ".join(f"{name}{n} said so." for n in range(4000))) for name in "ab"]
    found = diff_all(itertools.cycle([long]), processes=2)
    for _ in range(taken):
        next(found)
    found.close()
    assert not multiprocessing.active_children()


def _table(rows: int) -> str:
    """Return the result of an election, in which most values come again and again."""
    return "\n".join(
        f"Precinct {row}: Duarte {row % 7} votes, Falk 0 votes, turnout 40 percent." for row in range(rows)
    )


@pytest.mark.parametrize(
    ("text", "size"),
    [
        (_table, 250),
        (lambda n: "• 12 dead\n" * n, 250),
        (lambda n: "转发" + "@用户名我们今天在北京举行会议讨论了很多事情大家都很高兴," * n, 60),
        (lambda n: "a@a@" * n, 2000),
        (lambda n: "imgimg" * n, 2000),
        (lambda n: '"' + " \n" * n, 4000),
        (
            lambda n: "\n".join(
                f"District {i}: Marsh {i * 7919 % 60_000} votes, turnout {i}%" for i in range(n)
            ),
            30,
        ),
        (lambda n: "\n".join(f"District {i}: Marsh {i * 7919 % 60_000} votes." for i in range(n)), 100),
        (lambda n: "ab" * n, 25_000),
    ],
)
def test_time_grows_with_what_comes_again_and_again_and_not_with_its_square(
    text: Callable[[int], str], size: int
) -> None:
    def seconds(scale: int) -> float:
        one, other = Article("one", text(scale)), Article("other", f"{text(scale)}\nThe count goes on.")
        begun = perf_counter()
        diff([one, other])
        return perf_counter() - begun

    seconds(size)  # tables are made on the way
    once = min(seconds(size) for _ in range(3))
    # Four times the text: sixteen times what grows with the square.
    assert min(seconds(4 * size) for _ in range(2)) < 10 * once + 0.2
