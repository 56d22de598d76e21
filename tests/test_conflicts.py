"""Where versions of a report contradict each other, and where they only differ."""

from __future__ import annotations

from datetime import datetime

import pytest

from dedupe.articles.model import Article
from dedupe.facts import diff
from tests import desk
from tests.contradictions import sides


def conflicts(*texts: str) -> list[list[str]]:
    """Return what the versions disagree on: for each conflict, what each version writes."""
    return sides(diff([Article(str(number), text) for number, text in enumerate(texts)]))


def test_the_only_value_of_its_unit_is_of_one_thing() -> None:
    assert conflicts(
        "The museum at Sund bought the harbour sketches on Monday. They fill 140 pages of a notebook.",
        "Sund's new treasure shows the harbour as it was, on the notebook's 118 pages.",
    ) == [["140 pages", "118 pages"]]


def test_two_sole_sums_of_money_close_to_each_other_conflict() -> None:
    assert conflicts(
        "Closing the line would save £11 million a year, the operator reckons.",
        "The council puts what it would lose at £14 million a year.",
    ) == [["£11 million a year", "£14 million a year"]]


def test_about_hides_no_more_than_the_digits_written() -> None:
    first = "The Alliance said that 1,900 drivers at Citylink would take part."
    assert conflicts(first, "Some 2,100 drivers will take part, the Alliance said.") == [
        ["1,900 drivers", "Some 2,100 drivers"]
    ]
    assert conflicts(first, "Some 1,900 drivers will take part, the Alliance said.") == []


def test_a_digit_after_the_point_counts_where_the_other_is_a_nought() -> None:
    report = "Prices in Sund were {} percent higher in May than a year before."
    assert conflicts(report.format("3.10"), report.format("3.14")) == [["3.10 percent", "3.14 percent"]]


@pytest.mark.parametrize(
    ("report", "one", "other"),
    [
        ("The mine at Sund will employ {} by the spring.", "200 to 300 workers", "200 to 500 workers"),
        ("大火烧毁{}公顷森林。", "1200", "1500"),
        ("The council at Sund voted {} for the new bridge.", "28 to 19", "28 to 39"),
    ],
)
def test_one_thing_with_another_amount_conflicts(report: str, one: str, other: str) -> None:
    assert conflicts(report.format(one), report.format(other)) == [[one, other]]


@pytest.mark.parametrize(
    ("report", "one", "other"),
    [
        ("The flood at Sund killed {} on Monday. Dozens are missing.", "33 people", "53 people"),
        (
            "The mill at Sund will cut {} by May. Thousands of jobs went last year.",
            "3,000 jobs",
            "8,000 jobs",
        ),
        ("Le port de Sund supprime {}. Des centaines sont déjà parties.", "300 places", "800 places"),
    ],
)
def test_dozens_of_something_else_give_neither_of_two_figures(report: str, one: str, other: str) -> None:
    assert conflicts(report.format(one), report.format(other)) == [[one, other]]


def test_what_the_other_calls_thousands_is_not_held_against_another_figure() -> None:
    assert not conflicts(
        "The mill said 3,000 jobs would go at Sund.",
        "The mill said thousands of jobs would go at Sund. Some 2,500 jobs would go at Hask.",
    )


def test_a_figure_without_a_noun_conflicts_in_the_same_wording() -> None:
    report = "Two bridges fell and {} driven from their homes when the river Mora broke its banks."
    assert conflicts(report.format("3,500"), report.format("4,100")) == [["3,500", "4,100"]]


def test_tolls_conflict_however_they_are_worded() -> None:
    assert conflicts(
        "Eleven people were killed when the dyke at Mora broke.",
        "A tanker may have cracked the dyke, engineers said as the death toll rose to 14.",
    ) == [["Eleven people", "14"]]


def desk_articles(*ids: str) -> list[Article]:
    """Return articles of the sample desk, with their dates."""
    return [
        Article(row["id"], row["text"], row["title"], datetime.fromisoformat(row["published"]), row["source"])
        for row in desk.rows()
        if row["id"] in ids
    ]


def test_the_toll_of_another_disaster_is_none() -> None:
    report = "Eleven people were killed when the dyke at Mora broke."
    assert conflicts(report, f"{report} A flood in 1953 killed 1,800 people there.") == []


def test_a_corrected_value_conflicts_with_the_one_denied() -> None:
    wrong = "Halden Marine agreed on Monday to buy Tessaly Yards for $3.2 billion in cash and shares."
    note = "CORRECTION: The value of the offer is $2.3 billion, not $3.2 billion as stated earlier."
    assert conflicts(wrong, f"{note}\n\n{wrong.replace('3.2', '2.3')}") == [["$3.2 billion", "$2.3 billion"]]


@pytest.mark.parametrize(
    "note",
    [
        "(Corrects the capacity in paragraph 4 to 108,000 tonnes from 180,000)",
        "(Corrects capacity to 108,000 tonnes, from 180,000 tonnes, in the second paragraph)",
        "(Corrects to 108,000 tonnes a year, not 180,000)",
    ],
)
def test_the_note_of_a_correction_does_not_give_the_value_it_replaces(note: str) -> None:
    wrong = "Brennick said that 180,000 tonnes a year of capacity would stand idle for six weeks."
    [told] = conflicts(wrong, f"{note}\n\n{wrong.replace('180', '108')}")
    assert [value.split()[0] for value in told] == ["180,000", "108,000"]


def test_two_days_written_out_for_one_thing_conflict() -> None:
    assert conflicts(
        "Drivers will stop work on 16 February, their union said.",
        "The union called its drivers out from 17 February.",
    ) == [["16 February", "17 February"]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "The council voted on Tuesday night to close the pool.",
            "The council voted last night for it.",
        ),
        ("NORDVIK, 6 May (NUN) - The ferry sank.", "NORDVIK, 7 May (NUN) - The ferry that sank was old."),
        ("Two senators asked him to stay.", "Three senators, all new, asked him to go."),
        ("He spoke for 16 minutes.", "She has worked there for 24 years."),
        ("The firm fined last year pays $3 million.", "The new bridge will cost $90 million."),
        ("Ana Duarte, 34, said so.", "Jon Berg, 41, said so."),
        ("Police arrested 19 people in Sund.", "About 36 people live on the island."),
    ],
    ids=["nights", "datelines", "small counts", "durations", "far apart", "ages", "people"],
)
def test_what_may_be_of_two_things_is_no_conflict(one: str, other: str) -> None:
    assert conflicts(one, other) == []


def test_values_of_the_page_s_furniture_do_not_conflict() -> None:
    report = "The museum at Sund bought a notebook of harbour sketches."
    footer = "© {} Sund Media. All rights reserved. Read by 40,000 subscribers."
    assert conflicts(f"{report}\n\n{footer.format(2024)}", f"{report}\n\n{footer.format(2026)}") == []


@pytest.mark.parametrize(
    ("versions", "sides"),
    [
        (("ferry-first", "ferry-midday", "ferry-evening"), {">4 dead", "9 dead", "14 dead"}),
        (("flood-agency", "flood-agency-update", "flood-daily"), {"11 dead", "12 dead", "13 dead"}),
        (("deal-wire", "deal-correction"), {"3200000000 USD", "2300000000 USD"}),
        (("strike-union-day", "strike-wire"), {"1900 driver", "~2100 driver"}),
        (("strike-union-day", "strike-wire", "strike-courier"), {"2026-02-16", "2026-02-17"}),
        (("strike-courier", "strike-wire"), {"11000000 GBP/year", "14000000 GBP/year"}),
        (("bruecke-agentur", "bruecke-bote"), {"<40 zentimeter", "<65 zentimeter"}),
        (("fire-zh-kuaixun", "fire-zh-chenbao"), {"3 injured", "7 injured"}),
        (("fire-zh-kuaixun", "fire-zh-chenbao"), {"18 vehicle", "31 vehicle"}),
    ],
    ids=["ferry", "flood", "deal", "drivers", "first day", "cost", "bridge", "hurt", "engines"],
)
def test_the_contradictions_of_the_desk_are_found(versions: tuple[str, ...], sides: set[str]) -> None:
    found = diff(desk_articles(*versions)).conflicts
    assert sides in [{value.value for value in conflict.values} for conflict in found]


@pytest.mark.parametrize(
    "versions",
    [("library-gazette", "library-post", "library-valley"), ("gallery-column", "gallery-statement")],
    ids=lambda versions: versions[0],
)
def test_versions_that_agree_have_no_conflict(versions: tuple[str, ...]) -> None:
    assert diff(desk_articles(*versions)).conflicts == ()


def test_a_market_at_midday_and_at_its_close_is_of_two_times_but_a_deal_is_not() -> None:
    midday = (
        "Shares in Merovia were higher at midday. The MX index was up 0.8 percent at 4,293 points. "
        "Oil fell 40 cents to $71.50 a barrel. Kredita is buying back shares worth $250 million."
    )
    close = (
        "Shares in Merovia closed higher. The MX index was up 1.2 percent at 4,310 points. "
        "Oil fell 70 cents to $71.20 a barrel. Kredita is buying back shares worth $350 million."
    )
    assert conflicts(midday, close) == [["$250 million", "$350 million"]]
