"""Which parts of a report another version gives, and where the cuts fall."""

from __future__ import annotations

import pytest

from dedupe.articles.model import Article
from dedupe.facts import diff
from dedupe.facts.alignment import weigh
from dedupe.facts.given import Amounts, given
from dedupe.facts.model import Fact
from dedupe.facts.view import view
from dedupe.facts.wording import number_words

FIRST = (
    "Ferry runs aground off Kelda island\n\n"
    "The ferry Solveig ran aground off Kelda island on Tuesday with 214 passengers on board, the coast guard"
    " said. Nobody was hurt. Rescue boats took the passengers to the harbour of Nordvik, where they spent the"
    ' night in a school. "The engine stopped and we drifted," Captain Ingrid Solberg told reporters.\n\n'
    "The coast guard is looking into the cause. The operator, Kelda Lines, has cancelled all crossings until"
    " Friday.\n"
)


def news(text: str, against: str = FIRST) -> list[str]:
    """Return the pieces of a text that `against` lacks, in the order of the text."""
    found = diff([Article("old", against), Article("new", text)]).added("new", against="old")
    return [statement.text for statement in sorted(found, key=lambda statement: statement.start)]


def test_a_sentence_that_is_not_there_is_news() -> None:
    added = "Divers from the navy found a crack in the hull below the car deck."
    assert news(f"{FIRST}\n{added}") == [added]


def test_a_paraphrase_is_held() -> None:
    assert (
        news("The passengers were taken by rescue boats to Nordvik harbour and spent the night in a school.")
        == []
    )


def test_a_paraphrase_by_synonyms_is_held() -> None:
    text = "The authorities dismissed the head of the airline after the crash."
    assert news("The government sacked the airline's boss following the accident.", against=text) == []


def odds(word: str, text: str) -> float:
    """Return the log-odds that `FIRST` lacks the last of such a word of a text."""
    views = [view(Article("old", FIRST)), view(Article("new", text))]
    return float(
        weigh(number_words(views))[1].odds[0, len(views[1].words) - 1 - views[1].words[::-1].index(word)]
    )


def test_quoted_words_are_likelier_to_be_new() -> None:
    assert odds("drifted", 'The captain said: "Engines failed, drifted off."') > odds(
        "drifted", "The captain said: Engines failed, drifted off."
    )


def test_what_comes_late_is_likelier_to_be_new() -> None:
    sentence, other = "Passengers drifted off the harbour.", "Snow fell all night on the hills."
    assert odds("drifted", f"{other} {sentence}") > odds("drifted", f"{sentence} {other}")


def test_a_sentence_with_a_figure_that_both_give_is_likelier_to_be_known() -> None:
    assert odds("carried", "The vessel carried 214 people.") < odds(
        "carried", "The vessel carried many people."
    )


def test_words_that_a_report_is_about_are_no_sign_that_a_sentence_is_held() -> None:
    added = "The ferry Solveig had failed an inspection of Kelda island in spring."
    assert news(f"{FIRST}\n{added}") == [added]


def test_information_may_stand_in_several_sentences_of_the_other_version() -> None:
    text = (
        "The Solveig ran aground off Kelda island and Kelda Lines has cancelled all crossings until Friday."
    )
    assert news(text) == []


def test_a_half_new_sentence_is_cut_where_the_new_part_begins() -> None:
    text = (
        "Rescue boats took the passengers to the harbour of Nordvik, while two helicopters searched the sea "
        "for a missing fishing crew."
    )
    assert news(text) == ["while two helicopters searched the sea for a missing fishing crew."]


def test_a_half_new_sentence_is_cut_where_the_new_part_ends() -> None:
    text = (
        "Built in a Danish shipyard and refitted last winter, the ferry Solveig ran aground off Kelda island "
        "on Tuesday with 214 passengers on board."
    )
    assert news(text) == ["Built in a Danish shipyard and refitted last winter,"]


@pytest.mark.parametrize("hour", ["at dawn", "at 5.14 a.m.", "at 17:30 p.m. local time"])
def test_a_day_after_an_hour_is_cut_out(hour: str) -> None:
    text = f"The quake struck {hour} on Sunday and killed nine."
    assert news(text.replace("Sunday", "Saturday"), against=text) == ["on Saturday"]


@pytest.mark.parametrize(
    ("change", "new"),
    [
        (("with 214 passengers", "with 219 passengers"), "219 passengers"),
        (("until Friday", "until 14 March"), "until 14 March."),
        (("in a school", "in a school at a cost of $40,000"), "$40,000"),
    ],
    ids=["figure", "date", "money"],
)
def test_a_value_that_the_other_lacks_is_news_in_a_sentence_it_has(change: tuple[str, str], new: str) -> None:
    assert any(new in piece for piece in news(FIRST.replace(*change)))
    assert sum(map(len, news(FIRST.replace(*change)))) < 80


def test_a_new_item_of_a_list_is_news() -> None:
    before = "The island exports copper, wool and rare earth minerals to Norway and Denmark every year."
    assert news(before.replace("wool", "wool, lithium"), against=before) == ["lithium"]


def test_words_run_together_are_still_held() -> None:
    damaged = FIRST.replace("the coast guard said", "thecoast guardsaid").replace(
        "rescue boats", "rescueboats"
    )
    damaged = damaged.replace("cancelled all", "cancelledall").replace("spent the night", "spentthe night")
    assert news(damaged) == []
    assert news(FIRST, against=damaged) == []


def test_a_report_in_full_names_the_place_that_holds_a_statement() -> None:
    text = "The operator, Kelda Lines, has cancelled all crossings until Friday."
    result = diff([Article("old", FIRST), Article("new", text)])
    (statement,) = [s for s in result.statements if s.version == "new"]
    (place,) = statement.aligned
    assert FIRST[place.start : place.end] == text
    assert place.version == "old"
    assert place.similarity == 1.0


def test_a_word_in_another_setting_is_no_evidence_of_its_news() -> None:
    added = "The school stays shut on Friday because the harbour lost power, the mayor of Nordvik wrote."
    assert news(f"{FIRST}\n{added}") == [added]


def test_a_value_that_both_versions_take_back_is_no_news() -> None:
    note = "The price of the mill was $2.3 billion, not $3.2 billion, Kelda Paper said on Monday."
    assert news(note, against=note) == []
    assert news(f"{note} It opens in May.", against=f"Kelda Paper replied. {note}") == ["It opens in May."]


def test_a_value_that_is_told_is_news_where_the_other_version_takes_it_back() -> None:
    told = "The price of the mill was $3.2 billion."
    assert news(told, against="The price of the mill was $2.3 billion, not $3.2 billion.") == [
        "was $3.2 billion."
    ]


def test_a_vague_value_does_not_give_a_precise_one() -> None:
    vague = Fact("figure", "more than 50 boats", ">50 boat", 0, 18)
    precise = Fact("figure", "53 boats", "53 boat", 0, 8)
    there = given([vague], [False], Amounts())
    assert not there.has_value(precise)
    assert there.has_value(vague)


def test_dozens_give_no_number_but_a_number_gives_dozens() -> None:
    dozens = Fact("figure", "dozens of boats", "~24..100 boat", 0, 15)
    precise = Fact("figure", "53 boats", "53 boat", 0, 8)
    amounts = Amounts()
    in_dozens, in_number, in_both = [
        given(facts, [False] * len(facts), amounts) for facts in ([dozens], [precise], [precise, dozens])
    ]
    assert not in_dozens.has_value(precise)
    assert in_number.has_value(dozens)
    assert in_dozens.has_value(dozens)
    assert in_dozens.may_mean(precise, in_number)
    assert not in_dozens.may_mean(precise, in_both)


def test_evidence_has_odds_for_each_word_and_looks_at_each_sentence() -> None:
    new, old = view(Article("new", "Nobody was hurt. The dam broke.")), view(Article("old", FIRST))
    evidence, _ = weigh(number_words([new, old]))
    (block,) = evidence.standing.blocks()
    assert evidence.odds.shape == (1, len(new.words))
    assert block.shares.shape == (len(old.sentences), len(new.words))
    assert (evidence.odds[0, :3] < 0).all()
    assert (evidence.odds[0, 3:] > 0).all()


@pytest.mark.parametrize(
    ("before", "added"),
    [
        (
            "Die Fähre Solveig ist am Dienstag vor der Insel auf Grund gelaufen. Niemand wurde verletzt.",
            "Taucher der Marine fanden einen Riss im Rumpf unter dem Autodeck.",
        ),
        (
            "El ferry Solveig encalló el martes frente a la isla de Kelda. Nadie resultó herido.",
            "Los buzos de la marina hallaron una grieta en el casco bajo la cubierta.",
        ),
        (
            "渡轮星期二在凯尔达岛附近搁浅。船上有214名乘客。没有人受伤。",
            "海军潜水员在船体下方发现一条裂缝。",
        ),
    ],
    ids=["German", "Spanish", "Chinese"],
)
def test_other_languages(before: str, added: str) -> None:
    assert news(f"{before} {added}", against=before) == [added]
    assert news(before, against=f"{before} {added}") == []
