"""Which values of two versions are of one thing, and what only looks alike."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from benchmarks import counterparts as fit
from dedupe.articles.model import Article
from dedupe.facts import diff
from dedupe.facts.counterparts import COEFFICIENTS
from tests.contradictions import sides

MORE = " The governor visited the scene and thanked the rescue workers for their help."


def disagreed(one: str, other: str, *, published: datetime | None = None) -> list[list[str]]:
    """Return what two versions, each with the same second sentence, disagree on."""
    versions = [Article(name, text + MORE, published=published) for name, text in (("a", one), ("b", other))]
    return sides(diff(versions))


def both_ways(one: str, other: str) -> list[list[str]]:
    """Return what two versions disagree on, which must not depend on their order."""
    found = disagreed(one, other)
    assert found == [conflict[::-1] for conflict in disagreed(other, one)]
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Shares in Anglo fell 3.1 percent after a warning.",
            "Shares in Glencore fell 2.2 percent after a warning.",
        ),
        ("The euro was little changed at $1.1520.", "Sterling was little changed at $1.3130."),
        (
            "Net profit rose 12% to 3.4 billion crowns in the quarter.",
            "Operating profit rose 15% to 5.1 billion crowns in the quarter.",
        ),
        ("Smith was sentenced to 12 years in prison.", "Jones was sentenced to eight years in prison."),
        ("Inflation slowed to 2.1% in September.", "Inflation slowed to 2.4% in October."),
        (
            "Net profit was 2.3 billion euros in the third quarter.",
            "Net profit was 6.7 billion euros in the first nine months.",
        ),
        ("Norrvagn shares were up 3.4% at 0915 GMT.", "Norrvagn shares were down 2% at 1130 GMT."),
        ("Imports rose 3 percent in the year.", "Exports fell 3 percent in the year."),
        ("The bank is expected to raise rates.", "The bank is not expected to cut rates."),
    ],
    ids=["firms", "currencies", "profits", "persons", "months", "periods", "hours", "trade", "twice turned"],
)
def test_what_is_said_of_two_things_in_like_words_is_no_contradiction(one: str, other: str) -> None:
    assert both_ways(one, other) == []


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (
            "A gust of 142 km/h was measured at Mace Head at 9am, the highest of the day so far.",
            "The strongest wind, 124 km/h, was recorded at Mace Head on the coast at 9am.",
            ["142 km/h", "124 km/h"],
        ),
        (
            "The index closed down 0.8% at 3,914.20, after having been lower at midday.",
            "The index finished the session at 3,941.20, a loss of 0.8%.",
            ["3,914.20", "3,941.20"],
        ),
        (
            "He equalised in the 38th minute.",
            "He equalised in the 36th minute.",
            ["38th minute", "36th minute"],
        ),
        (
            "The toll rose by six to 45, officials said.",
            "The toll rose by six to 51, officials said.",
            ["45", "51"],
        ),
        (
            "Brent rose $1.10 to $84.50 a barrel.",
            "Brent rose $1.10 to $83.50 a barrel.",
            ["$84.50 a barrel", "$83.50 a barrel"],
        ),
        (
            "Officials said 31 people were missing.",
            "Officials said 19 people were still missing.",
            ["31 people", "19 people"],
        ),
        ("Ferrante died at the age of 91.", "Ferrante died at the age of 92.", ["91", "92"]),
    ],
    ids=["other words", "an index", "ranks", "steps", "prices", "missing", "ages"],
)
def test_values_of_one_thing_contradict_each_other(one: str, other: str, found: list[str]) -> None:
    assert both_ways(one, other) == [found]


@pytest.mark.parametrize("published", [None, datetime(2025, 11, 3, tzinfo=UTC)], ids=["undated", "dated"])
@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("The train derailed near Lyon on Thursday, police said.", "Friday", ["Thursday", "Friday"]),
        ("The strike will begin on Thursday.", "Monday", ["Thursday", "Monday"]),
        ("Police said on Thursday that the train had derailed.", "Friday", None),
        ("On Thursday police said the train had derailed.", "Friday", None),
    ],
    ids=["an event", "to come", "said on", "said on, first"],
)
def test_an_event_on_two_days_of_the_week(
    one: str, other: str, found: list[str] | None, published: datetime | None
) -> None:
    assert disagreed(one, one.replace("Thursday", other), published=published) == ([found] if found else [])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Dow fell 0.53% to its lowest.", "The Dow fell 0.5% to its lowest."),
        ("The Dow fell 174.95 points.", "The Dow fell 175 points."),
        ("The fire destroyed 1,187 houses.", "The fire destroyed 1,200 houses."),
        ("Thousands of people marched.", "Some 20,000 people marched."),
        ("Dozens of people were injured in the crash.", "At least 120 people were injured in the crash."),
        ("It was 40 degrees Celsius in Seville.", "It was 104 degrees Fahrenheit in Seville."),
        ("The match began at 9:30 p.m. on Sunday.", "The match began at 1830 GMT on Sunday."),
        ("The deal is worth $3.2 billion.", "The deal is worth $3.2&nbsp;billion."),
    ],
    ids=["percent", "points", "houses", "thousands", "dozens", "degrees", "zones", "entities"],
)
def test_one_value_written_otherwise_is_no_contradiction(one: str, other: str) -> None:
    assert both_ways(one, other) == []


@pytest.mark.parametrize(
    "note",
    [
        "An earlier version of this report said 78,107.",
        "Correction: an earlier version of this article said that 78,107 people had attended.",
    ],
)
def test_the_value_that_a_note_takes_back_is_contradicted(note: str) -> None:
    wrong, right = (f"The attendance was {count}, organisers said." for count in ("78,107", "78,701"))
    found = disagreed(wrong, f"{right} {note}")
    assert found == [["78,107", "78,701"]]


@pytest.mark.parametrize(
    "line",
    [
        "{} comments",
        "Updated {} hours ago · 3 min read",
        "Published Nov 3, 2025 at 9:{} a.m.",
        "Subscribe for ${} a week",
    ],
)
def test_what_a_page_counts_contradicts_nothing(line: str) -> None:
    report = "The deal is worth $3.2 billion, the company said."
    assert disagreed(f"{line.format(14)}\n\n{report}", f"{line.format(23)}\n\n{report}") == []


def test_a_name_that_differs_by_a_word_contradicts_the_other() -> None:
    assert both_ways(
        "Darren Pike, 34, of Lidget Green, was charged with armed robbery.",
        "Darren Price, 34, of Lidget Green, was charged with armed robbery.",
    ) == [["Darren Pike", "Darren Price"]]


def test_a_value_that_is_contradicted_is_news_in_either_version() -> None:
    derailed = "The train derailed near Lyon on {}, police said."
    found = diff([Article(day, derailed.format(day) + MORE) for day in ("Thursday", "Friday")])
    for day in ("Thursday", "Friday"):
        assert [statement.text for statement in found.only(day)] == [f"on {day},"]


def test_what_is_contradicted_weighs_more_than_what_is_only_new() -> None:
    first = "Six people were taken to hospital. The roof fell in during the night, on Quay Road."
    second = "Eleven people were taken to hospital. A primary school in Harbour Lane was closed for the day."
    found = diff([Article("a", first + MORE), Article("b", second + MORE)])
    assert [value.text for value in found.conflicts[0].values] == ["Six people", "Eleven people"]
    assert max(found.only("b"), key=lambda statement: statement.weight).text.startswith("Eleven people")


def test_headlines_that_a_page_numbers_are_furniture() -> None:
    report = "The fire killed two people in Dalworth."
    page = f"{report}\n\nMost read\n1. Ten things to do\n2. Woman finds python in sink"
    statements = diff([Article("a", page)]).statements
    furniture = [statement.text for statement in statements if statement.kind != "news"]
    assert furniture == ["Most read", "1. Ten things to do", "2. Woman finds python in sink"]
    listed = "The party promised this.\n\n1. Lower taxes for families\n2. More police in towns"
    assert all(statement.kind == "news" for statement in diff([Article("a", listed)]).statements)


def test_the_coefficients_are_fitted_to_the_labels(capsys: pytest.CaptureFixture[str]) -> None:
    fit.main()
    rows = [line.rsplit(maxsplit=1) for line in capsys.readouterr().out.splitlines()]
    named = {name: float(value) for name, value in rows if name in COEFFICIENTS}
    assert named.keys() == COEFFICIENTS.keys()
    for name in ("near", "values", "digits", "sole", "close", "leader"):  # what speaks most for one thing
        assert named[name] > 0
