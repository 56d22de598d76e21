"""`dedupe.explain` says which rule decided, and shows the passages."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dedupe
from dedupe.shared import shared_passages
from tests import desk


def explain(a: str, b: str, **settings: object) -> dedupe.Explanation:
    return dedupe.explain(desk.rows(), a, b, **settings)


def test_versions_are_explained_by_their_passages() -> None:
    found = explain("minerals-wire", "minerals-scrape")

    assert (found.relation, found.together) == ("version", True)
    assert found.evidence >= found.needed
    assert "letters" in found.reason
    text = desk.text("minerals-wire")
    assert found.passages
    for passage in found.passages:
        assert text[passage.start : passage.end] == passage.text
        assert passage.frequency >= 1


def test_the_passages_of_a_damaged_text_are_the_damaged_ones() -> None:
    found = explain("minerals-scrape", "minerals-wire")

    text = desk.text("minerals-scrape")
    assert all(text[passage.start : passage.end] == passage.text for passage in found.passages)
    assert max(passage.letters for passage in found.passages) >= found.longest


@pytest.mark.parametrize(
    ("a", "b", "relation", "said"),
    [
        ("library-gazette", "library-valley", "exact", "same once folded"),
        ("ferry-evening", "ferry-reprint", "near", "word shingles"),
        ("deal-brief", "deal-correction", "excerpt", "holds"),
        ("rates-0203", "rates-0205", "template", "figures"),
        ("science-moss", "football-cup", "none", "would be enough"),
    ],
)
def test_each_relation_has_its_reason(a: str, b: str, relation: str, said: str) -> None:
    found = explain(a, b)

    assert found.relation == relation
    assert found.together == (relation not in {"template", "none"})
    assert said in found.reason


@pytest.mark.parametrize(
    ("a", "b", "later", "succession"),
    [
        ("deal-wire", "deal-correction", "deal-correction", "correction"),
        ("deal-brief", "deal-wire", "deal-brief", "abridgement"),
        ("ferry-evening", "ferry-reprint", "ferry-reprint", "reissue"),
        ("ferry-evening", "ferry-first", "ferry-evening", "update"),
        ("rates-0203", "rates-0205", None, None),
        ("science-moss", "football-cup", None, None),
    ],
)
def test_what_the_later_of_two_versions_is_to_the_earlier(
    a: str, b: str, later: str | None, succession: str | None
) -> None:
    for found in (explain(a, b), explain(b, a)):
        assert (found.later, found.succession) == (later, succession)


REPORT = (
    "A gas explosion destroyed a bakery in Holm Street on Tuesday, killing {} people and damaging the houses "
    "on either side, the fire brigade said. {} people were taken to hospital with burns. The street stays "
    "closed while engineers look at the walls, and a school nearby has been opened to families who cannot go "
    "home."
)
TWO, FOUR = REPORT.format("two", "Six"), REPORT.format("four", "Eleven")


def versions(first: str, then: str, title: str = "") -> list[dict[str, str]]:
    return [
        {"id": "first", "text": first, "published": "2026-03-02T08:00:00Z", "title": "Bakery explodes"},
        {
            "id": "then",
            "text": then,
            "published": "2026-03-02T12:00:00Z",
            "title": title or "Bakery explodes",
        },
    ]


def test_a_later_version_that_says_otherwise_is_an_update() -> None:
    assert dedupe.explain(versions(TWO, FOUR), "first", "then").succession == "update"


def test_a_note_at_the_end_makes_a_correction() -> None:
    noted = f"{FOUR}\n\nCorrection: An earlier version of this article gave another number of dead."
    assert dedupe.explain(versions(TWO, noted), "first", "then").succession == "correction"


@pytest.mark.parametrize(
    ("title", "canonical"),
    [
        ("", "first"),
        ("UPDATE 1-Four dead in bakery", "then"),
        ("CORRECTED: Four dead in bakery", "then"),
        ("ИСПРАВЛЕНО: Four dead in bakery", "then"),
        ("“Refile”: Four dead in bakery", "then"),
        ("Refiled papers on bakery", "first"),
        ("Updates on bakery", "first"),
    ],
)
def test_what_says_that_it_corrects_takes_the_place_of_what_it_corrects(title: str, canonical: str) -> None:
    for rows in (versions(TWO, FOUR, title), versions(TWO, FOUR, title)[::-1]):
        assert [cluster.canonical.id for cluster in dedupe.cluster(rows)] == [canonical]


def test_a_correction_of_a_figure_takes_the_place_of_what_it_corrects() -> None:
    digits = TWO.replace("two", "12").replace("Six people", "They")
    found = dedupe.cluster(versions(digits, digits.replace("12", "21")))
    assert [cluster.canonical.id for cluster in found] == ["then"]


def test_nothing_is_later_where_a_date_is_unknown() -> None:
    found = dedupe.explain([{"id": name, "text": "one text of some length"} for name in "ab"], "a", "b")

    assert (found.later, found.succession) == (None, None)


def test_two_that_are_together_through_others_say_so() -> None:
    found = explain("strike-wire", "strike-courier")

    assert (found.relation, found.together) == ("none", True)
    assert "together through others" in found.reason


def test_passages_are_shown_in_whole_words() -> None:
    shared = "the harbour commissioners closed the upper pier until the surveyors have seen its piles"
    [passage] = shared_passages(f"Breathe {shared}t.", f"Bathe {shared}s.")
    assert passage.text == shared.rsplit(" ", 1)[0]
    assert passage.letters > len(passage.text.replace(" ", ""))


@given(st.text("ab 港口。", min_size=1, max_size=60), st.text("ab 港口。", max_size=60))
def test_a_passage_is_a_piece_of_the_text(one: str, other: str) -> None:
    for passage in shared_passages(f"{one}{other}", f"{other}{one}"):
        assert passage.start < passage.end
        assert f"{one}{other}"[passage.start : passage.end] == passage.text


def test_chinese_passages_are_shown_as_they_stand() -> None:
    found = explain("fire-zh-kuaixun", "fire-zh-chenbao")

    text = desk.text("fire-zh-kuaixun")
    assert found.relation == "version"
    assert all(text[passage.start : passage.end] == passage.text for passage in found.passages)


def test_one_day_is_not_told_as_days() -> None:
    told = "The ferry ran aground off Cape Tansy at dawn and all aboard were taken off by lifeboat. "
    later = "The master blamed the fog, and a buoy that was not lit, for the loss of his ship. "
    rows = [
        {"id": "a", "text": f"{told}Nobody was hurt. {later}", "published": "2026-02-04"},
        {"id": "b", "text": f"{told}{later}Owners will hear him on Monday.", "published": "2026-02-05"},
    ]

    assert dedupe.explain(rows, "a", "b").reason.endswith("are enough, 1 day apart")


def test_an_unknown_id_is_refused_with_one_that_is_like_it() -> None:
    with pytest.raises(KeyError, match="minerals-wire"):
        explain("mineral-wire", "minerals-scrape")


def test_an_explanation_is_plain_values() -> None:
    found = explain("minerals-wire", "minerals-scrape")

    assert json.loads(json.dumps(found.to_dict()))["relation"] == "version"
