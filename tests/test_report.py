"""What people read: an article's text cannot steer a terminal, and a diff says who adds what at a glance."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

import dedupe
from dedupe.articles import Article
from dedupe.evaluation import Scores
from dedupe.explanation import Explanation
from dedupe.facts import Conflict, ConflictValue, Diff, Fact, Statement
from dedupe.facts.model import Aligned
from dedupe.report.agreement import print_scores
from dedupe.report.legible import legible, legible_spans, shortened
from dedupe.report.markdown import escaped, markdown_diff
from dedupe.report.outline import dots, moment, outline, title_of
from dedupe.report.rewording import other_words
from dedupe.report.terminal import print_clusters, print_diff, print_explanation
from dedupe.shared import SharedPassage
from tests.desk import DESK

WIRE = (
    "Three people were hurt when fire broke out at the Halden mill on Monday. "
    "The fire started in a drying shed. Advertisement"
)
PAPER = (
    "Five people were hurt when fire broke out at the Halden mill on Monday. "
    "Mayor Ida Krogh praised 40 volunteers. The fire started in a drying shed."
)
BRIEF = "The fire started in a drying shed. Roads reopened at dawn."


def statement(
    version: Article,
    text: str,
    held_by: tuple[str, ...],
    weight: float = 0.5,
    facts: tuple[tuple[str, str], ...] = (),
    kind: str = "news",
) -> Statement:
    start = version.text.index(text)
    found = tuple(
        Fact(of, value, value, start + text.index(value), start + text.index(value) + len(value))  # type: ignore[arg-type]
        for of, value in facts
    )
    return Statement(
        version.id, start, start + len(text), text, held_by, held_by[0], weight, kind, found  # type: ignore[arg-type]
    )  # fmt: skip


def value(version: Article, text: str) -> ConflictValue:
    start = version.text.index(text)
    return ConflictValue(version.id, text, text, start, start + len(text))


def mill_fire(wire_text: str = WIRE, wire_title: str = "Three hurt in mill fire") -> Diff:
    wire = Article("wire", wire_text, wire_title, datetime(2026, 3, 2, 9, 15, tzinfo=UTC), "Fjord Wire")
    paper = Article("paper", PAPER, None, datetime(2026, 3, 3, tzinfo=UTC), "Halden Post")
    shed = "The fire started in a drying shed."
    return Diff(
        (wire, paper),
        (
            statement(wire, "Three people were hurt", ("wire",), 0.9, (("figure", "Three people"),)),
            statement(wire, "when fire broke out at the Halden mill on Monday.", ("wire", "paper"), 0.3),
            statement(wire, shed, ("wire", "paper"), 0.2),
            statement(wire, "Advertisement", ("wire",), 0, kind="boilerplate"),
            statement(paper, "Five people were hurt", ("paper",), 0.4),
            statement(paper, "when fire broke out at the Halden mill on Monday.", ("wire", "paper"), 0.3),
            statement(
                paper,
                "Mayor Ida Krogh praised 40 volunteers.",
                ("paper",),
                0.8,
                (("person", "Ida Krogh"), ("figure", "40 volunteers")),
            ),
            statement(paper, shed, ("wire", "paper"), 0.2),
        ),
        (Conflict("figure", (value(wire, "Three people"), value(paper, "Five people"))),),
    )


def printed(draw: object, *values: object, width: int = 80, **options: object) -> str:
    console = Console(file=StringIO(), width=width, highlight=False, color_system=None, force_terminal=False)
    draw(*values, console, **options)  # type: ignore[operator]
    file = console.file
    assert isinstance(file, StringIO)
    return file.getvalue()


def section(text: str, heading: str) -> str:
    """Return what stands under a heading of a terminal view."""
    return text.split(f"{heading} ─")[1].split("──\n", 1)[1].split(" ───")[0]


# Legible text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("two\n\nparagraphs\tand a tab", "two paragraphs and a tab"),
        ("\x1b[31mred\x1b[0m alert", "red alert"),
        ("\x1b]0;a new window title\x07news", "news"),
        ("bell\x07 and backspace\x08!", "bell and backspace !"),
        ("user\u202egpj.exe", "usergpj.exe"),
        ("co\u00adoper\u200bation", "cooperation"),
        ("one \u200b\x1b[1m space", "one space"),
        ("half a pair \ud83d here", "half a pair \ufffd here"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("אחרי השריפה", "אחרי השריפה"),
        ("[red]not markup[/red]", "[red]not markup[/red]"),
    ],
)
def test_text_is_shown_without_what_steers_a_terminal(text: str, shown: str) -> None:
    assert legible(text) == shown


steering = st.text(st.sampled_from("ab \n\x1b[]31m;\x07\\\u00ad\u202e\ud83d\x7f"))


@given(st.text() | steering)
def test_legible_text_is_one_line_of_visible_characters(text: str) -> None:
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]|  ", legible(text))


@given(st.text() | steering)
def test_legible_text_is_left_as_it_is(text: str) -> None:
    assert legible(legible(text)) == legible(text)


@given(st.text() | steering, st.data())
def test_spans_move_with_their_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    shown, [(first, last)] = legible_spans(text, [(start, end)])
    assert 0 <= first <= last <= len(shown)


def test_a_span_around_line_ends_covers_its_words() -> None:
    text = "about\n\n\u00ad$3.2\nbillion in all"
    start = text.index("$")
    shown, [(first, last)] = legible_spans(text, [(start, start + len("$3.2\nbillion"))])
    assert shown[first:last] == "$3.2 billion"


@given(st.text("ab ", max_size=40).map(legible), st.integers(2, 20))
def test_shortened_text_fits(text: str, length: int) -> None:
    assert len(shortened(text, length)) <= length


def test_text_is_shortened_between_words() -> None:
    assert shortened("fire at the Halden mill", 16) == "fire at the…"


# Outline


def test_what_only_one_version_says_stands_weightiest_first() -> None:
    paper = next(s for s in outline(mill_fire()).sections if s.name == "paper")
    assert [passage.text for passage in paper.passages] == [
        "Mayor Ida Krogh praised 40 volunteers.",
        "Five people were hurt [when fire broke out at the Halden mill…]",
    ]


def test_a_part_of_a_sentence_shows_where_it_was_cut() -> None:
    shared = outline(mill_fire()).sections[-1]
    assert shared.passages[0].text == "… when fire broke out at the Halden mill on Monday."


def test_a_scrap_of_a_sentence_has_its_words_around_it_in_brackets() -> None:
    text = "Rescuers said late on Sunday that 12 people had been flown to Port Ellis."
    a, b = Article("a", text), Article("b", text.replace("12", "14"))
    passage = outline(Diff((a, b), (statement(a, "12 people", ("a",)),), ())).sections[0].passages[0]
    assert passage.text == "[Rescuers said late on Sunday that] 12 people [had been flown to Port Ellis.]"
    context = [passage.text[mark.start : mark.end].strip() for mark in passage.marks]
    assert context == ["[Rescuers said late on Sunday that]", "[had been flown to Port Ellis.]"]


def test_what_is_shared_has_no_words_around_it_that_may_not_be() -> None:
    text = "Rescuers said late on Sunday that 12 people had been flown to Port Ellis."
    a, b = Article("a", text), Article("b", text.replace("flown", "driven"))
    toll = statement(a, "12 people", ("a", "b"), facts=(("figure", "12 people"),))
    shared = outline(Diff((a, b), (toll,), ())).sections[-1]
    assert shared.passages[0].text == "… 12 people…"


def test_a_few_shared_words_that_say_nothing_alone_are_counted() -> None:
    text = "The owner, said the mayor, has gone. The boat, he added, is for sale."
    a, b = Article("a", text), Article("b", text)
    statements = tuple(statement(a, words, ("a", "b")) for words in ("has gone.", "is for sale."))
    short, long = (outline(Diff((a, b), statements, ()), every=every).sections[-1] for every in (False, True))
    assert ([passage.text for passage in short.passages], short.more) == ([], 2)
    assert ([passage.text for passage in long.passages], long.more) == (["… has gone.", "… is for sale."], 0)


def test_what_versions_share_of_a_sentence_is_shown_as_one() -> None:
    text = "The ferry, which had left Kestle at noon, had 61 people aboard, said its owner, Tolva Lines."
    a, b = Article("a", text), Article("b", text)
    parts = (
        statement(a, "The ferry,", ("a", "b"), 0.1),
        statement(a, "had 61 people aboard,", ("a", "b"), 0.4, (("figure", "61 people"),)),
        statement(a, "said its owner,", ("a", "b"), 0.2),
    )
    [passage] = outline(Diff((a, b), parts, ())).sections[-1].passages
    assert passage.text == "The ferry, … had 61 people aboard, said its owner,…"
    assert passage.weight == 0.4
    figures = [passage.text[mark.start : mark.end] for mark in passage.marks if mark.kind == "figure"]
    assert figures == ["61 people"]


STRIKE = Article(
    "wire", "Dutch train drivers will strike for 48 hours from Friday, the union VVR said on Tuesday."
)
OFF = Article(
    "update", "Dutch train drivers called off the 48-hour strike from Friday, the union VVR said on Tuesday."
)


def both(one: Article, other: Article) -> Diff:
    whole = [
        Statement(
            version=article.id,
            start=0,
            end=len(article.text),
            text=article.text,
            held_by=(one.id, other.id),
            first=one.id,
            weight=0.5,
            kind="news",
            aligned=(Aligned(against.id, 0, len(against.text), 0.8),),
        )
        for article, against in ((one, other), (other, one))
    ]
    return Diff((one, other), tuple(whole), ())


def test_what_a_version_puts_in_other_words_stands_below_what_both_are_taken_to_say() -> None:
    [passage] = outline(both(STRIKE, OFF)).sections[-1].passages
    [(versions, wording)] = passage.rewordings
    assert (passage.text, versions, wording.text) == (STRIKE.text, (2,), OFF.text)
    assert [wording.text[mark.start : mark.end] for mark in wording.marks] == ["called"]
    assert f"     [2] {OFF.text}\n" in printed(print_diff, both(STRIKE, OFF), width=120)
    below = OFF.text.replace("called", "**called**")
    assert f"  - \\[2\\] {below}\n" in markdown_diff(both(STRIKE, OFF))


def test_what_is_said_in_the_same_words_or_their_synonyms_stands_once() -> None:
    same = Article("same", "For 48 hours, Dutch train drivers strike from Friday, union VVR told on Tuesday.")
    [passage] = outline(both(STRIKE, same)).sections[-1].passages
    assert passage.rewordings == ()


@pytest.mark.parametrize(
    ("text", "than", "other"),
    [
        ("The union didn’t strike.", "The union strikes.", ["didn’t"]),
        ("Der Minister geht nicht.", "Der Minister geht.", ["nicht"]),
        ("L'usine ferme.", "Une usine ferme.", []),
        ("The minister's 1,200 pupils", "1200 pupils, the minister said", []),
    ],
)
def test_words_are_other_ones_where_they_say_something_else(text: str, than: str, other: list[str]) -> None:
    assert [text[start:end] for start, end in other_words(text, than)] == other


def test_other_words_without_a_counterpart_are_a_passage_of_their_own() -> None:
    diff = both(STRIKE, OFF)
    apart = Diff(diff.versions, tuple(replace(each, aligned=()) for each in diff.statements), ())
    assert [passage.text for passage in outline(apart).sections[-1].passages] == [STRIKE.text, OFF.text]


@pytest.mark.parametrize("level", ["version", "story"])
def test_no_word_of_a_version_is_hidden(level: str) -> None:
    for cluster in dedupe.cluster(dedupe.read(DESK / "articles.jsonl"), level=level).repeated:
        diff = dedupe.diff(cluster)
        shown = printed(print_diff, diff, width=10_000, every=True)
        for statement in diff.statements:
            if statement.kind == "news":
                hidden = other_words(statement.text, shown)
                assert [statement.text[start:end] for start, end in hidden] == []


def test_a_short_line_of_its_own_is_no_scrap() -> None:
    a, b = (Article(name, "Bees starve\n\nThe winter was mild.") for name in "ab")
    shared = outline(Diff((a, b), (statement(a, "Bees starve", ("a", "b")),), ())).sections[-1]
    assert [passage.text for passage in shared.passages] == ["Bees starve"]


def test_versions_that_contradict_a_third_in_the_same_words_are_one_side() -> None:
    texts = {name: f"The ferry had {count} aboard." for name, count in zip("abc", (61, 64, 64), strict=True)}
    versions = tuple(Article(name, text) for name, text in texts.items())
    conflict = Conflict("figure", tuple(value(a, a.text[14:16]) for a in versions))
    [(_, sides)] = outline(Diff(versions, (), (conflict,))).conflicts
    assert [(side.versions, side.value) for side in sides] == [((1,), "61"), ((2, 3), "64")]
    assert "[2] [3]  64" in printed(print_diff, Diff(versions, (), (conflict,)))


def test_contradictions_stand_before_what_each_version_adds() -> None:
    for text in (printed(print_diff, mill_fire()), markdown_diff(mill_fire()).replace("\\", "")):
        assert text.index("Contradictions") < text.index("Only in [1]")


def test_marks_lie_on_figures_and_names() -> None:
    passage = next(s for s in outline(mill_fire()).sections if s.name == "paper").passages[0]
    assert [(passage.text[m.start : m.end], m.kind) for m in passage.marks] == [
        ("Ida Krogh", "name"),
        ("40 volunteers", "figure"),
    ]


def test_furniture_is_counted_and_not_shown() -> None:
    shown = outline(mill_fire())
    assert shown.set_aside == 1
    assert "Advertisement" not in str(shown)


def test_what_some_versions_share_is_grouped_by_who_they_are() -> None:
    first, second = mill_fire().versions
    third = Article("brief", BRIEF)
    shed = "The fire started in a drying shed."
    diff = Diff(
        (first, second, third),
        (
            statement(first, "Three people were hurt", ("wire", "paper")),
            statement(first, shed, ("wire", "paper", "brief")),
            statement(second, "Mayor Ida Krogh praised 40 volunteers.", ("paper", "brief"), 0.9),
            statement(third, shed, ("wire", "paper", "brief")),
            statement(third, "Roads reopened at dawn.", ("brief",)),
        ),
        (),
    )
    assert [section.numbers for section in outline(diff).sections] == [
        (1,), (2,), (3,), (2, 3), (1, 2), (1, 2, 3),
    ]  # fmt: skip


def test_what_all_share_is_shortened_unless_all_is_asked_for() -> None:
    sentences = [f"Lorry {n} left the yard." for n in range(25)]
    a, b = (Article(name, " ".join(sentences)) for name in "ab")
    diff = Diff((a, b), tuple(statement(a, s, ("a", "b"), n / 25) for n, s in enumerate(sentences)), ())
    short, long = outline(diff).sections[-1], outline(diff, every=True).sections[-1]
    assert (len(short.passages), short.more) == (10, 15)
    assert short.passages[0].text == "Lorry 24 left the yard."
    assert (len(long.passages), long.more) == (25, 0)


def test_both_sides_of_a_conflict_are_shown_in_their_sentences() -> None:
    [(kind, sides)] = outline(mill_fire()).conflicts
    assert kind == "figure"
    assert [(side.versions, side.value) for side in sides] == [((1,), "Three people"), ((2,), "Five people")]
    assert sides[0].setting.text.startswith("Three people were hurt when fire")


def test_the_sentence_of_a_conflict_is_cut_to_the_words_around_it() -> None:
    text = f"{'before ' * 40}£14 million {'after ' * 40}end."
    article = Article("a", text)
    diff = Diff((article,), (), (Conflict("money", (value(article, "£14 million"),)),))
    setting = outline(diff).conflicts[0][1][0].setting
    [mark] = setting.marks
    assert setting.text[mark.start : mark.end] == "£14 million"
    assert setting.text.startswith("… before")
    assert setting.text.endswith("after…")
    assert len(setting.text) < 220


def test_an_article_without_title_goes_by_its_first_line() -> None:
    assert (
        title_of(Article("a", "\nMill fire hurts three\n\nHALDEN - Three people")) == "Mill fire hurts three"
    )
    assert title_of(Article("a", "")) == "(empty)"


def test_midnight_is_a_date_without_a_time() -> None:
    assert moment(datetime(2026, 3, 2, tzinfo=UTC)) == "2026-03-02"
    assert moment(datetime(2026, 3, 2, 9, 5, tzinfo=UTC)) == "2026-03-02 09:05"
    assert moment(None) == ""


def test_dots_grow_with_the_weight() -> None:
    assert [dots(weight) for weight in (0.0, 0.4, 1.0)] == ["●··", "●●·", "●●●"]


# Terminal


def test_a_diff_on_a_terminal_reads_from_who_to_what() -> None:
    text = printed(print_diff, mill_fire())
    assert text.startswith("2 versions · 2 statements in both · 1 contradiction\n")
    assert "wire · Fjord Wire · 2026-03-02 09:15 UTC" in text
    assert "●●●  Three people were hurt [when fire broke out" in section(text, "Only in [1] wire")
    assert "Krogh" in section(text, "Only in [2] paper")
    assert "Krogh" not in section(text, "In both")
    assert "[2]  Five people" in section(text, "Contradictions")
    assert "set aside: 1 line of furniture" in text


@pytest.mark.parametrize("width", [40, 80, 132])
def test_no_line_of_a_diff_is_wider_than_the_terminal(width: int) -> None:
    long = "青崖市消防救援支队" * 30
    diff = mill_fire(WIRE, wire_title=long + "-" + "x" * 200)
    assert max(map(cell_len, printed(print_diff, diff, width=width).splitlines())) <= width


def test_an_article_cannot_paint_the_terminal() -> None:
    spoilt = WIRE.replace("Halden", "\x1b[2J\u202e[bold red]Halden[/]")
    diff = mill_fire(
        spoilt.replace("\x1b[2J\u202e[bold red]Halden[/]", "Halden"), "\x1b[2J[blink]Fire[/blink]\r"
    )
    assert "[blink]Fire[/blink]" in printed(print_diff, diff)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u202e]", printed(print_diff, diff))


def test_figures_and_names_are_coloured_on_a_terminal_only() -> None:
    console = Console(file=StringIO(), width=80, force_terminal=True, color_system="standard", no_color=False)
    print_diff(mill_fire(), console)
    file = console.file
    assert isinstance(file, StringIO)
    assert "\x1b[1;36m40 volunteers\x1b[0m" in file.getvalue()
    assert "\x1b" not in printed(print_diff, mill_fire())


def test_one_version_alone_is_shown_for_what_it_says() -> None:
    article = Article("brief", BRIEF)
    diff = Diff((article,), (statement(article, "Roads reopened at dawn.", ("brief",)),), ())
    text = printed(print_diff, diff)
    assert "1 version\n" in text
    assert "Roads reopened at dawn." in section(text, "What it says")
    assert "only here" not in text


def corpus(*rows: dict[str, str]) -> dedupe.Found:
    return dedupe.cluster(list(rows))


def test_clusters_are_listed_with_canonical_relation_and_similarity() -> None:
    found = corpus(
        {"id": "post", "text": PAPER, "title": "Mill fire", "source": "Halden Post", "date": "2026-03-03"},
        {"id": "copy", "text": PAPER.upper(), "source": "Kestle Times", "date": "2026-03-04"},
        {"id": "other", "text": "The central bank left its main rate at 4.25 per cent on Thursday."},
    )
    head, _, title, canonical, member = printed(print_clusters, found).splitlines()
    assert head == "3 articles · 1 cluster of two or more · 1 copy · level version"
    assert re.fullmatch(r"Mill fire +2 articles", title)
    assert canonical.split() == ["canonical", "post", "Halden", "Post", "2026-03-03"]
    assert member.split() == ["exact", "1.00", "copy", "Kestle", "Times", "2026-03-04"]


def test_ids_are_folded_and_never_cut_so_that_they_can_be_copied() -> None:
    long = "https://halden-post.example.org/2026/03/02/fire-at-the-halden-mill-hurts-five"
    found = corpus({"id": long, "text": PAPER}, {"id": "copy", "text": PAPER})
    text = printed(print_clusters, found)
    folded = "".join(re.findall(r"^ {2}.{9}  .{4}  (\S*)", text, re.MULTILINE))
    assert long in folded


def test_dates_and_sources_go_where_the_terminal_is_narrow() -> None:
    rows = [{"id": name, "text": PAPER, "source": "Halden Post", "date": "2026-03-03"} for name in "ab"]
    text = printed(print_clusters, corpus(*rows), width=32)
    assert "Halden Post" not in text
    assert max(map(cell_len, text.splitlines())) <= 32


def test_the_largest_clusters_are_listed_and_the_rest_counted() -> None:
    rows = [{"id": f"{n}-{copy}", "text": f"Lorry {n} left yard {n}."} for n in range(25) for copy in "ab"]
    assert "… 5 more clusters: --all shows them" in printed(print_clusters, corpus(*rows))
    assert "more cluster" not in printed(print_clusters, corpus(*rows), every=True)


def test_a_corpus_of_nothing_has_no_clusters() -> None:
    text = printed(print_clusters, corpus())
    assert text == "0 articles · 0 clusters of two or more · 0 copies · level version\n"


def test_an_explanation_says_the_verdict_the_measures_and_the_passages() -> None:
    passages = tuple(
        SharedPassage(n, n + 40, f"passage {n} [bold]\x1b", letters=20 + n, frequency=2) for n in range(9)
    )
    explanation = Explanation(
        a="wire",
        b="paper",
        relation="version",
        together=True,
        reason="rare passages come to 180 letters",
        later="paper",
        succession="update",
        confidence=0.97,
        jaccard=0.12,
        containment=0.4,
        vocabulary=0.61,
        headline=None,
        evidence=180,
        needed=60.4,
        longest=52,
        figures_agreeing=3,
        figures_differing=1,
        passages=passages,
    )
    text = printed(print_explanation, explanation)
    assert text.startswith("wire and paper · in one cluster\nversion: rare passages come to 180 letters\n")
    assert "\npaper is an update of wire\n" in text
    assert re.search(r"^containment +0\.400 ", text, re.MULTILINE)
    assert "letters in rare shared passages; 60 needed" in text
    assert re.search(r"^words +0\.610 ", text, re.MULTILINE)
    assert "headlines" not in text
    assert "passage 8 [bold]" in text
    assert "passage 0" not in text
    assert "… 1 more passage: --all shows them" in text


def test_scores_are_a_table_of_pairs_and_b_cubed() -> None:
    text = printed(print_scores, Scores(46, 30, 29, 1.0, 0.9583, 0.9787, 1.0, 0.9783, 0.989, 0.9782, 0, 1))
    assert "46 articles · 30 clusters found · 29 in gold" in text
    assert re.search(r"^pairs +1\.0000 +0\.9583 +0\.9787$", text.replace(" \n", "\n"), re.MULTILINE)


# Markdown


def test_scores_that_rest_on_no_pair_say_so() -> None:
    nothing = Scores(3, 3, 3, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0, 0)
    text = printed(print_scores, nothing)
    assert "in gold: recall of pairs says nothing" in text
    assert "in found: precision of pairs says nothing" in text


def test_a_diff_as_markdown_has_the_same_sections() -> None:
    text = markdown_diff(mill_fire())
    assert text.startswith("# 2 versions\n")
    assert "## Only in \\[2\\] paper\n\n- ●●● Mayor **Ida Krogh** praised **40 volunteers**.\n" in text
    assert "| \\[2\\] | figure | Five people | **Five people** were hurt" in text
    assert text.endswith("Set aside: 1 line of furniture.\n")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*not bold* and `no code`", r"\*not bold\* and \`no code\`"),
        ("<script>alert(1)</script>", r"\<script\>alert(1)\</script\>"),
        ("a | b", r"a \| b"),
        ("# 10 Downing Street", r"\# 10 Downing Street"),
        ("1. First", r"1\. First"),
        ("- a dash", r"\- a dash"),
        ("AT&amp;T", r"AT\&amp;T"),
    ],
)
def test_text_of_an_article_is_not_read_as_markdown(text: str, shown: str) -> None:
    assert escaped(text) == shown


def test_a_passage_of_many_pages_is_shown_by_its_two_ends() -> None:
    body = " ".join(f"The {i}th clause binds both shores of the strait." for i in range(400))
    rows = [{"id": "a", "text": f"Signed today. {body}"}, {"id": "b", "text": f"{body} So it was sealed."}]
    explanation = dedupe.explain(rows, "a", "b")

    for every, longest in ((False, 3_000), (True, 40_000)):
        console = Console(file=StringIO(), width=80)
        print_explanation(explanation, console, every=every)
        said = console.file.getvalue()  # type: ignore[attr-defined]
        assert len(said) < longest
        assert "399th" in said
        assert ("200th" in said) == every
