"""The diff of the versions of a report, as a whole."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedupe.articles.model import Article
from dedupe.facts import Diff, diff

SENTENCES = [
    "The dam at Orsa broke early on Monday after three days of rain.",
    "Water flooded 120 houses in the lower town, the fire brigade said.",
    "Mayor Petra Lindqvist ordered 2,300 people to leave their homes.",
    "“We heard a noise like a train,” said Jonas Ek, a baker.",
    "The dam was built in 1962 and inspected last autumn.",
    "Engineers had warned of cracks, according to a report seen by the newspaper Dalabladet.",
    "The government has promised 40 million kronor for repairs.",
    "Two bridges on the road to Mora are closed until further notice.",
    "Power is back in most streets, but schools stay shut until Thursday.",
    "Insurers expect claims of more than $15 million.",
]
REPORT = "\n\n".join(" ".join(SENTENCES[i : i + 2]) for i in range(0, len(SENTENCES), 2))


def article(name: str, text: str, day: int | None = None) -> Article:
    return Article(name, text, published=datetime(2026, 3, day, tzinfo=UTC) if day else None)


def texts(statements: object) -> list[str]:
    return [statement.text for statement in statements]  # type: ignore[attr-defined]


def assert_covers(result: Diff) -> None:
    for version in result.versions:
        spans = [(s.start, s.end) for s in result.statements if s.version == version.id]
        inside = bytearray(len(version.text))
        for start, end in spans:
            assert start < end
            assert not any(inside[start:end])
            inside[start:end] = b"\1" * (end - start)
        assert all(
            covered or character.isspace() for character, covered in zip(version.text, inside, strict=True)
        )


def test_what_one_version_adds_and_what_both_share() -> None:
    before, after = (
        article("am", REPORT),
        article("pm", f"{REPORT}\n\nDivers found a body near the old mill."),
    )
    result = diff([before, after])
    assert texts(result.added("pm", against="am")) == ["Divers found a body near the old mill."]
    assert texts(result.only("pm")) == ["Divers found a body near the old mill."]
    assert result.only("am") == result.added("am", against="pm") == []
    assert texts(result.shared) == SENTENCES


def test_statements_tell_who_holds_them_and_who_had_them_first() -> None:
    extra = "Divers found a body near the old mill."
    result = diff([article("a", REPORT, 1), article("b", f"{REPORT} {extra}", 2), article("c", extra, 3)])
    told = {(s.version, s.text): (s.held_by, s.first) for s in result.statements}
    assert told["a", SENTENCES[0]] == (("a", "b"), "a")
    assert told["b", SENTENCES[0]] == (("a", "b"), "a")
    assert told["c", extra] == (("b", "c"), "b")


def test_versions_stand_in_time_order_where_every_date_is_known() -> None:
    late, early = article("late", REPORT, 9), article("early", REPORT, 2)
    assert [version.id for version in diff([late, early]).versions] == ["early", "late"]
    assert [version.id for version in diff([late, article("undated", REPORT)]).versions] == [
        "late",
        "undated",
    ]


def test_the_weightiest_statement_comes_first() -> None:
    added = [
        "It was cold.",
        "Prime Minister Karin Alm will visit Orsa on 14 March with 300 soldiers, TV4 said.",
    ]
    result = diff([article("a", REPORT), article("b", f"{REPORT}\n\n{' '.join(added)}")])
    assert texts(result.added("b", against="a")) == added[::-1]
    assert all(0 <= statement.weight <= 1 for statement in result.statements)


def test_a_corpus_may_say_how_rare_words_are() -> None:
    versions = [article("a", REPORT), article("b", f"{REPORT}\n\nIt was cold.")]
    common, rare = (
        diff(versions, weights={"it": weight, "was": weight, "cold": weight}).only("b")
        for weight in (0.0, 1.0)
    )
    assert common[0].weight < rare[0].weight


def test_facts_lie_in_their_statement() -> None:
    result = diff([article("a", SENTENCES[0]), article("b", REPORT)])
    assert any(fact.kind == "money" for statement in result.only("b") for fact in statement.facts)
    for statement in result.statements:
        for fact in statement.facts:
            assert statement.start <= fact.start < statement.end


def test_a_number_is_news_to_a_version_that_says_dozens_but_dozens_are_none_to_it() -> None:
    dozens = "Dozens of people were killed when the dyke at Sund broke on Monday."
    result = diff([Article("vague", dozens), Article("told", dozens.replace("Dozens of", "33"))])
    assert [s.text for s in result.only("told")] == ["33 people"]
    assert not result.only("vague")


def test_two_values_for_one_thing_are_a_conflict() -> None:
    other = REPORT.replace("2,300 people", "3,100 people")
    (conflict,) = diff([article("a", REPORT), article("b", other)]).conflicts
    assert [(value.version, value.text) for value in conflict.values] == [
        ("a", "2,300 people"),
        ("b", "3,100 people"),
    ]
    assert other[conflict.values[1].start : conflict.values[1].end] == "3,100 people"


def test_a_conflict_of_three_versions_is_one() -> None:
    versions = [
        article(n, REPORT.replace("120 houses", f"{count} houses"))
        for n, count in zip("abc", (120, 90, 75), strict=True)
    ]
    (conflict,) = diff(versions).conflicts
    assert [value.text for value in conflict.values] == ["120 houses", "90 houses", "75 houses"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2,300 people", "about 2,300 people"),
        ("40 million kronor", "40m kronor"),
        ("the fire brigade said", "the fire brigade said on Tuesday"),
    ],
    ids=["about", "written otherwise", "day of filing"],
)
def test_what_can_both_be_true_is_no_conflict(old: str, new: str) -> None:
    assert diff([article("a", REPORT), article("b", REPORT.replace(old, new))]).conflicts == ()


def test_values_in_different_sentences_do_not_conflict() -> None:
    other = f"{SENTENCES[0]} In the upper valley 75 houses lost their roofs in a storm last year."
    assert diff([article("a", REPORT), article("b", other)]).conflicts == ()


@pytest.mark.parametrize(
    "furniture",
    [
        "Source: https://www.example.org/news",
        "https://example.org/2026/03/dam",
        "ogimage-placeholder-name",
        "IMG_2041.jpg",
        "Photo: Lena Berg/Bildbyrån",
        "© 2026 Dalabladet. All rights reserved.",
        "This material may not be published, broadcast or redistributed.",
        "We use cookies to improve your experience.",
        "Sign up for our daily newsletter.",
        "Read more: How dams fail",
        "Share this article",
        "(Reporting by Ana Falk; Editing by Tom Reed)",
        "By Ana Falk and Tom Reed",
        "Advertisement",
        "We value your privacy. We and our partners use cookies to count readers. Accept all Reject all",
        "No part of this page may be copied without written permission.",
        "(More to follow)",
        "This is a developing story. Check back for updates.",
        "Home > News > World",
        "Front page | Sport | Weather | Jobs",
        "By Ana Falk, court reporter",
        "og:image dam-1200x630 featured image alt text",
        '<div class="related">&nbsp;</div>',
        "— 4 —",
        "Share this article\n\nOlder stories\n\nAdvertisement",
        "Orsa",
        "* * *",
    ],
)
def test_furniture_of_the_page_is_boilerplate(furniture: str) -> None:
    result = diff([article("a", REPORT), article("b", f"{REPORT}\n\n{furniture}\n")])
    rows = {s.kind for s in result.statements if s.version == "b" and s.start >= len(REPORT)}
    assert rows == {"boilerplate"}
    assert result.only("b") == []
    assert_covers(result)


@pytest.mark.parametrize(
    "sentence",
    [
        "The company changed its privacy policy after users in Mora complained.",
        "Readers who subscribe to Dalabladet got a free map.",
        "The image of the broken dam was shared 2 million times.",
        "It may not be rebuilt before 2028.",
        "45 dead",
        "More to come from the fund, says Alm",
        "« Nous partons » dit la maire",
        "Anyone may walk there without permission.",
    ],
)
def test_news_that_looks_like_furniture_is_news(sentence: str) -> None:
    result = diff([article("a", REPORT), article("b", f"{REPORT}\n\n{sentence}\n")])
    assert texts(result.only("b")) == [sentence]


def test_what_a_text_repeats_is_boilerplate_the_second_time() -> None:
    headline = "Dam breaks above Orsa after rain"
    result = diff([article("a", f"{headline}\n\n{headline}\n\n{REPORT}\n\n{SENTENCES[5]}")])
    assert [s.text for s in result.statements if s.kind == "boilerplate"] == [headline, SENTENCES[5]]


def test_one_version_or_none_needs_no_special_care() -> None:
    alone = diff([article("a", REPORT)])
    assert texts(alone.shared) == texts(alone.statements) == SENTENCES
    assert {s.held_by for s in alone.statements} == {("a",)}
    assert diff([]).shared == []


@pytest.mark.parametrize("empty", ["", " \n ", "***"])
def test_an_empty_version_holds_nothing(empty: str) -> None:
    result = diff([article("a", REPORT), article("b", empty)])
    assert sorted(texts(result.only("a"))) == sorted(SENTENCES)
    assert result.added("b", against="a") == []
    assert_covers(result)


def test_an_unknown_version_is_named_with_those_there_are() -> None:
    result = diff([article("am", REPORT), article("pm", REPORT)])
    for call in (lambda: result.only("x"), lambda: result.added("am", against="x")):
        with pytest.raises(KeyError, match=r"'x'.*'am', 'pm'"):
            call()


def test_two_versions_with_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match=r"'a'.*more than once"):
        diff([article("a", REPORT), article("a", "Nothing happened.")])


def test_the_dictionary_is_the_documented_one() -> None:
    first = Article("a", REPORT, "Dam breaks", datetime(2026, 3, 2, 6, tzinfo=UTC), "Dalabladet")
    out = diff([first, article("b", REPORT.replace("120", "90"), 3)]).to_dict()
    assert json.loads(json.dumps(out)) == out
    assert list(out) == ["versions", "statements", "conflicts"]
    assert out["versions"][0] == {
        "id": "a",
        "title": "Dam breaks",
        "published": "2026-03-02T06:00:00+00:00",
        "source": "Dalabladet",
    }
    assert list(out["statements"][0]) == [
        *("version", "start", "end", "text", "held_by", "first", "weight", "kind", "facts", "aligned")
    ]
    assert list(out["statements"][0]["facts"][0]) == ["kind", "text", "value", "start", "end"]
    assert list(out["statements"][0]["aligned"][0]) == ["version", "start", "end", "similarity"]
    assert list(out["conflicts"][0]) == ["kind", "values"]
    assert list(out["conflicts"][0]["values"][0]) == ["version", "text", "value", "start", "end"]


@settings(deadline=None, max_examples=25)
@given(order=st.permutations(SENTENCES))
def test_reordering_adds_nothing(order: list[str]) -> None:
    result = diff([article("a", REPORT), article("b", "\n\n".join(order))])
    assert result.only("a") == result.only("b") == []
    assert result.conflicts == ()


@settings(deadline=None, max_examples=25)
@given(kept=st.sets(st.integers(0, len(SENTENCES) - 1), min_size=1))
def test_what_was_left_out_is_what_the_longer_version_adds(kept: set[int]) -> None:
    short = article("short", " ".join(SENTENCES[i] for i in sorted(kept)))
    result = diff([short, article("long", REPORT)])
    assert sorted(texts(result.only("long"))) == sorted(s for i, s in enumerate(SENTENCES) if i not in kept)
    assert result.only("short") == []


@settings(deadline=None, max_examples=40)
@given(
    a=st.text(alphabet=st.sampled_from("ab. ,“”3\n北京K-(")),
    b=st.lists(st.sampled_from([*SENTENCES, "a", "\n", "北京。", "3,", "“K"]), max_size=6).map(" ".join),
)
def test_statements_cover_any_text_and_do_not_overlap(a: str, b: str) -> None:
    result = diff([article("a", a), article("b", b), article("c", f"{b} {a}")])
    assert_covers(result)
    for statement in result.statements:
        assert statement.version in statement.held_by
        assert statement.first in statement.held_by


@settings(deadline=None, max_examples=15)
@given(seed=st.integers(0, 10_000))
def test_a_text_adds_nothing_to_itself(seed: int) -> None:
    chooser = random.Random(seed)
    words = [word for sentence in SENTENCES for word in sentence.split()]
    text = " ".join(chooser.choices(words, k=60))
    result = diff([article("a", text), article("b", text)])
    assert result.only("a") == result.only("b") == []


def test_the_answer_does_not_depend_on_hash_randomisation() -> None:
    code = (
        "import json, sys; from dedupe.articles.model import Article; from dedupe.facts import diff;"
        "texts = json.load(sys.stdin);"
        "print(json.dumps(diff([Article(str(i), t) for i, t in enumerate(texts)]).to_dict()))"
    )
    versions = json.dumps([REPORT, REPORT.replace("dam", "dyke")[200:], " ".join(SENTENCES[::2])])
    out = {
        subprocess.run(
            [sys.executable, "-c", code],
            input=versions,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(out) == 1


def test_a_diff_shows_itself_in_a_line() -> None:
    found = diff([article("wire", SENTENCES[0]), article("paper", f"{SENTENCES[0]} {SENTENCES[3]}")])
    assert repr(found) == f"Diff(wire, paper: {len(found.statements)} statements, 0 conflicts)"
