"""A timeline as people read it: what is shown of how a report grew, on a terminal and as Markdown."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from rich.cells import cell_len
from rich.console import Console

import dedupe
from dedupe.articles import Article
from dedupe.facts import Diff, diff
from dedupe.report.growth import growth
from dedupe.report.markdown import markdown_timeline
from dedupe.report.terminal import print_timeline
from tests import labelled

START = datetime(2026, 1, 14, 7, 10, tzinfo=UTC)
SIGHTINGS = [f"Warden {name} saw {number} seals on the Holm." for number, name in enumerate("ABCDEFGHIJ", 20)]


def sample(report: str) -> Diff:
    docs = labelled.docs()
    return dedupe.diff([docs[name] for name in labelled.reports()[report]])


def printed(result: Diff, *, every: bool = False, width: int = 80) -> str:
    console = Console(file=StringIO(), width=width)
    print_timeline(result, console, every=every)
    file = console.file
    assert isinstance(file, StringIO)
    return re.sub(r" +$", "", file.getvalue(), flags=re.MULTILINE)


def chapter(text: str, number: int) -> str:
    return text.partition(f"\n[{number}] ")[2].partition("\n\n")[0]


def versions(*texts: str, minutes: int = 60) -> Diff:
    return diff(
        [
            Article(f"v{n}", text, published=START + timedelta(minutes=n * minutes))
            for n, text in enumerate(texts)
        ]
    )


def test_a_chapter_says_what_was_added_changed_and_left_out() -> None:
    evening = chapter(printed(sample("coach")), 3)
    assert "\n+ ●●· Investigators found that the front tyres" in evening
    assert "\n~     figure: seven passengers [2] → Nine passengers\n" in evening
    assert "\n- ●·· The driver had swerved to avoid a deer, witnesses said." in evening


def test_a_changed_source_is_told() -> None:
    assert "\n~     source: police [1] → witnesses\n" in chapter(printed(sample("coach")), 2)


def test_parts_of_a_sentence_that_are_added_together_are_shown_as_written() -> None:
    first = growth(sample("coach")).chapters[0]
    assert "The coach was on its way from Dorrach to the ski fields of Upper Arn with 38 people aboard." in [
        passage.text for passage in first.added
    ]


def test_what_is_but_a_changed_value_is_told_once() -> None:
    _, midday, _ = growth(sample("coach")).chapters
    assert not any("seven passengers" in passage.text.partition("]")[2] for passage in midday.added)
    assert not any("three passengers" in passage.text for passage in midday.dropped)


def test_a_reprint_has_nothing_new() -> None:
    assert chapter(printed(versions(SIGHTINGS[0], SIGHTINGS[0])), 2).endswith("nothing new")


def test_the_head_has_the_span_of_time_and_counts_changes() -> None:
    assert printed(sample("coach")).startswith("3 versions · 2026-01-14 07:10 to 18:45 UTC · 4 changes\n")


def test_versions_of_unknown_date_are_named() -> None:
    undated = diff([Article("b", SIGHTINGS[0]), Article("a", SIGHTINGS[0], published=START)])
    for text in (printed(undated), markdown_timeline(undated)):
        assert "in the order given: no date is known of b" in text
    assert "in the order given: no date is known\n" in printed(
        diff([Article(name, SIGHTINGS[0]) for name in "ab"])
    )


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "at the same time"),
        (7, "7 min later"),
        (140, "2 h 20 min later"),
        (1440, "1 d later"),
        (5000, "3 d 11 h later"),
    ],
)
def test_a_chapter_says_how_much_later_it_came(minutes: int, said: str) -> None:
    assert growth(versions(SIGHTINGS[0], SIGHTINGS[1], minutes=minutes)).chapters[1].later == said


def test_what_a_version_adds_is_shortened_unless_all_is_asked_for() -> None:
    result = versions(SIGHTINGS[0], " ".join(SIGHTINGS))
    short, long = growth(result).chapters[1], growth(result, every=True).chapters[1]
    assert (len(short.added), short.more_added) == (6, 3)
    assert (len(long.added), long.more_added) == (9, 0)
    assert "… 3 more added: --all shows them" in printed(result)
    assert "more added" not in printed(result, every=True)


def test_facts_are_marked_by_who_had_them_first() -> None:
    text = printed(sample("coach")).partition("Facts by version")[2]
    lines = {line[2:70].strip(): line[-5:] for line in text.splitlines() if line[-1:] in "●○·"}
    assert lines["two helicopters"] == "· ● ○"
    assert lines["38 people"] == "● ○ ·"


def test_each_value_of_a_contested_fact_has_a_line() -> None:
    text = printed(sample("coach")).partition("Facts by version")[2]
    lines = [line.split() for line in text.splitlines() if "passengers" in line]
    assert lines == [
        ["three", "passengers", "●", "·", "·"],
        ["≠", "seven", "passengers", "·", "○", "·"],
        ["≠", "Nine", "passengers", "·", "·", "○"],
    ]


def test_the_columns_of_twenty_versions_fit() -> None:
    text = printed(versions(*([" ".join(SIGHTINGS[:3])] * 19), " ".join(SIGHTINGS)))
    assert max(map(cell_len, text.splitlines())) <= 80
    head = text.partition("Facts by version")[2].splitlines()[2:4]
    assert [line.strip() for line in head] == ["11111111112", "12345678901234567890"]


def test_a_timeline_fits_a_terminal_and_has_no_colour_in_a_pipe() -> None:
    for report in labelled.reports():
        text = printed(sample(report))
        assert max(map(cell_len, text.splitlines())) <= 80
        assert "\x1b" not in text


def test_text_of_an_article_cannot_steer_the_terminal() -> None:
    text = printed(versions("Seals came ashore.", "Seals came ashore. \x1b[31mRed\x1b[0m alert for Sel 12."))
    assert "\x1b" not in text
    assert "Red alert for Sel 12." in text


def test_one_version_alone_is_its_own_story() -> None:
    text = printed(versions(SIGHTINGS[0]))
    assert text.startswith("1 version\n")
    assert f"+ ●·· {SIGHTINGS[0]}" in text


def test_markdown_has_the_same_chapters_and_a_table() -> None:
    text = markdown_timeline(sample("coach"))
    assert text.startswith("# 3 versions · 2026-01-14 07:10 to 18:45 UTC · 4 changes\n")
    assert "## \\[3\\] Worn tyres suspected in coach crash\n" in text
    assert "- figure: seven passengers \\[2\\] → **Nine passengers**<br>**Nine passengers** were hurt" in text
    assert "**Left out**\n\n- ●·· The driver had swerved to avoid a deer, witnesses said.\n" in text
    assert "| ≠ | figure | **38 people** | 38 people | 41 people |" in text
    assert "|  | figure |  | **two helicopters** | two helicopters |" in text


def test_a_table_in_markdown_has_as_many_cells_in_every_row() -> None:
    for report in labelled.reports():
        table = [
            line.replace("\\|", "")
            for line in markdown_timeline(sample(report), every=True).splitlines()
            if line.startswith("|")
        ]
        assert len({line.count("|") for line in table}) == 1
