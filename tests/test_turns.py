"""Turns: a word or two that turn what a sentence says, amid words that two versions share."""

from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedupe import Article, diff
from dedupe.facts.given import Amounts
from dedupe.facts.given import given as facts_of
from dedupe.facts.standing import standing
from dedupe.facts.turns import turns
from dedupe.facts.view import view
from dedupe.facts.wording import number_words
from dedupe.text.opposites import opposed
from tests.contradictions import sides

BEFORE = "The agency said on Friday that the bridge over the river would open again soon."
AFTER = "Two lorries stood on the northern ramp until the evening, a driver told the radio."


def compared(one: str, other: str):
    versions = [Article("one", f"{BEFORE} {one} {AFTER}"), Article("other", f"{BEFORE} {other} {AFTER}")]
    return diff(versions)


def wordings(found):
    return [
        tuple(value.text for value in conflict.values)
        for conflict in found.conflicts
        if conflict.kind == "wording"
    ]


@pytest.mark.parametrize("after", ["", " In Bremen schien die Sonne.", "\n\nAlle Rechte vorbehalten."])
def test_a_negation_at_the_end_belongs_to_its_own_sentence(after: str) -> None:
    said = "Die Regierung unterstützt den Plan der Opposition zur Reform der Renten"
    found = diff([Article("one", f"{said}.{after}"), Article("other", f"{said} nicht.{after}")])
    assert wordings(found) == [("Renten", "Renten nicht")]


def test_a_long_sentence_of_frequent_words_is_laid_beside_another_in_no_time() -> None:
    same = "the cup and the bat and the ball and " * 1500
    one = f"{same}he scored red blue green black white {same}"
    other = f"{same}he scored one fine grey pink brown {same}"
    begun = perf_counter()
    diff([Article("one", one), Article("other", other)])
    assert perf_counter() - begun < 8  # 19 seconds where all of it is


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (
            "Parliament in Norwick approved the emergency budget by a wide margin.",
            "Parliament in Norwick rejected the emergency budget by a wide margin.",
            ("approved", "rejected"),
        ),
        (
            "The former minister was found guilty of fraud on Friday and sentenced to six years in prison.",
            "The former minister was acquitted of fraud on Friday.",
            ("found guilty", "acquitted"),
        ),
        (
            "Nobody was injured in the derailment.",
            "Three people were injured in the derailment.",
            ("Nobody was", "Three people were"),
        ),
        (
            "Le ministre a signé le décret lundi.",
            "Le ministre n'a pas signé le décret lundi.",
            ("a signé", "n'a pas signé"),
        ),
        (
            "The army did send soldiers there.",
            "The army did not send soldiers there.",
            ("did send", "did not send"),
        ),
        (
            "The former minister was found guilty of fraud.",
            "The former minister was found not guilty of fraud.",
            ("found guilty", "found not guilty"),
        ),
        (
            "Shares in the firm rose sharply on Monday.",
            "Shares in the firm fell sharply on Monday.",
            ("rose", "fell"),
        ),
        ("The firm made a loss in the spring.", "The firm made a profit in the spring.", ("loss", "profit")),
        ("The chairwoman will resign this week.", "The chairwoman will not resign this week.", None),
        ("The mayor confirmed the closure of the mill.", "The mayor denied the closure of the mill.", None),
    ],
)
def test_opposite_statements_contradict_each_other_and_are_news(one, other, said) -> None:
    found = compared(one, other)
    told = wordings(found)
    assert len(told) == 1
    assert said is None or told == [said]
    lone = {version: " ".join(s.text for s in found.only(version)) for version in ("one", "other")}
    assert lone["one"] or lone["other"]
    assert BEFORE in {statement.text for statement in found.shared}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The harbour lies in the village of Karsk.", "The harbour lies in the village of Tolv."),
        ("Jon Petersen led the rescue at sea.", "Jon Pedersen led the rescue at sea."),
        ("She called the plan a blessing for all.", "She called the plan a burden for all."),
        ("Flight KL1007 to Karsk was late.", "Flight KL1008 to Karsk was late."),
    ],
)
def test_a_word_in_the_place_of_another_is_news_in_both(one, other) -> None:
    found = compared(one, other)
    assert wordings(found) == []
    for version, text, lacked in (("one", one, other), ("other", other, one)):
        words = {word.strip(".") for s in found.only(version) for word in s.text.split()}
        assert words & set(text.rstrip(".").split()) - set(lacked.split())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The harbour lies 35 kilometres from the border.", "The harbour lies 35 km from the border."),
        ("He was a great organiser of the port.", "He was a great organizer of the port."),
        ("It was far from the only mill there.", "It was not the only mill there."),
        ("The pew in the chapel was full.", "The pews in the chapel were full."),
    ],
)
def test_another_spelling_form_or_unit_is_no_turn(one, other) -> None:
    found = compared(one, other)
    assert wordings(found) == []
    assert [s.text for s in found.only("one") if len(s.text.split()) < 3] == []


def test_money_of_another_currency_is_other_money_though_the_words_are_the_same() -> None:
    found = compared("Damage is put at $1.2 billion.", "Damage is put at €1.2 billion.")
    assert "$1.2 billion" in " ".join(s.text for s in found.only("one"))
    assert "€1.2 billion" in " ".join(s.text for s in found.only("other"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Die Bürgermeisterin sagte am Montag, die Brücke über den Fluss wird wieder aufgebaut.",
            "Die Bürgermeisterin sagte am Montag, die Brücke über den Fluss wird nicht wieder aufgebaut.",
        ),
        (
            "La alcaldesa dijo el lunes que el puente sobre el río se abrirá en mayo.",
            "La alcaldesa dijo el lunes que el puente sobre el río no se abrirá en mayo.",
        ),
        (
            "La maire a dit lundi que le pont sur la rivière sera ouvert dans un mois.",
            "La maire a dit lundi que le pont sur la rivière ne sera pas ouvert dans un mois.",
        ),
        (
            "Мэр сказала в понедельник, что мост через реку будет открыт в мае.",
            "Мэр сказала в понедельник, что мост через реку не будет открыт в мае.",
        ),
    ],
)
def test_a_negation_is_seen_in_other_languages(one, other) -> None:
    (conflict,) = diff([Article("one", one), Article("other", other)]).conflicts
    assert conflict.kind == "wording"


def test_three_versions_share_one_contradiction() -> None:
    texts = {"a": "approved", "b": "rejected", "c": "approved"}
    found = diff(
        [Article(id, f"{BEFORE} Parliament {verb} the budget late. {AFTER}") for id, verb in texts.items()]
    )
    (conflict,) = found.conflicts
    assert [(value.version, value.text) for value in conflict.values] == list(texts.items())


VOCABULARY = "the council rejected approved not plan tolls bridge rose fell mayor said never again"
words = st.sampled_from(VOCABULARY.split())
sentences = st.lists(words, min_size=1, max_size=12).map(lambda chosen: " ".join(chosen).capitalize() + ".")
texts = st.lists(sentences, min_size=1, max_size=4).map(" ".join)


@given(texts, texts)
def test_a_turn_has_words_and_a_text_has_none_against_itself(one, other) -> None:
    def found(first: str, second: str) -> set[tuple[tuple[int, ...], ...]]:
        views = [view(Article("first", first)), view(Article("second", second))]
        wording = number_words(views)
        amounts = Amounts()
        facts = [facts_of(each.facts, each.denied, amounts) for each in views]
        return {
            (tuple(t.ours), tuple(t.theirs)) for t in turns([standing(wording, n, facts) for n in (0, 1)])
        }

    for ours, theirs in found(one, other):
        assert ours or theirs
    assert found(one, one) == set()


@given(texts, texts)
def test_a_diff_with_turns_still_covers_each_version(one, other) -> None:
    found = diff([Article("a", one), Article("b", other)])
    for name, text in (("a", one), ("b", other)):
        pieces = [s.text for s in found.statements if s.version == name]
        assert " ".join(pieces).split() == text.split()
    for conflict in found.conflicts:
        for value in conflict.values:
            text = one if value.version == "a" else other
            assert text[value.start : value.end] == value.text


def test_opposites_are_known_in_every_form() -> None:
    assert opposed(["rejecting"], ["approves"])
    assert opposed(["risen"], ["dropped"])
    assert not opposed(["rose"], ["climbed"])
    assert not opposed(["stone"], ["bridge"])


@pytest.mark.parametrize(
    ("one", "other", "names"),
    [
        ("Nantes beat Lyon 2-1 on Sunday.", "Lyon beat Nantes 2-1 on Sunday.", ["Nantes", "Lyon"]),
        ("He was travelling from Paris to Lyon.", "He was travelling from Lyon to Paris.", ["Paris", "Lyon"]),
        ("Anna Smith and Bob Jones met in Lyon.", "Bob Jones and Anna Smith met in Lyon.", None),
        ("On Sunday Nantes beat Lyon.", "Nantes beat Lyon on Sunday.", None),
    ],
    ids=["who beat whom", "from where to where", "two that met", "the same in another order"],
)
def test_names_that_have_changed_places_contradict_each_other(
    one: str, other: str, names: list[str] | None
) -> None:
    rest = " The crowd was large, and the trains were late."
    found = sides(diff([Article("a", one + rest), Article("b", other + rest)]))
    assert found == ([names] if names else [])


@pytest.mark.parametrize(
    "one",
    [
        "The plan is for 15,000 flats until 2030, the minister said.",
        "Das Land baut 15.000 Wohnungen bis 2030, sagte die Ministerin.",
    ],
)
def test_a_value_in_the_place_of_another_is_news_in_both(one) -> None:
    found = compared(one, one.replace("2030", "2031"))
    for version, year in (("one", "2030"), ("other", "2031")):
        (statement,) = found.only(version)
        assert statement.text.rstrip(",").split() in ([year], ["until", year])
