"""The words of several versions: what they share in a row, what stands for a word, where a piece is given."""

from __future__ import annotations

import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dedupe.articles.model import Article
from dedupe.facts import diff
from dedupe.facts.view import View, view
from dedupe.facts.wording import LONGEST_RUN, SYNONYM, longest_runs, number_words, stand_ins, worded_alike
from dedupe.text.words import find_words, guess_language, language_of_words, word_spans

TEXTS = st.text(alphabet=st.sampled_from("aBé1.,'’- \n_²中U.S"), max_size=80)


def views(*texts: str) -> list[View]:
    return [view(Article(str(number), text)) for number, text in enumerate(texts)]


def test_a_run_is_counted_within_its_sentence() -> None:
    wording = number_words(views("The red boat sank. It was old.", "A red boat sank it was said."))
    runs = longest_runs(wording)
    assert runs[1, wording.words(0)].tolist() == [0, 3, 3, 3, 2, 2, 0]


@given(st.lists(st.lists(st.sampled_from(["ab", "cd", "ef", "gh"]), max_size=12), min_size=2, max_size=3))
def test_runs_are_those_that_a_search_finds(texts: list[list[str]]) -> None:
    wording = number_words(views(*(" ".join(words) for words in texts)))
    runs = longest_runs(wording)
    for version, words in enumerate(texts):
        for other, others in enumerate(texts):
            if other == version:
                continue
            expected = np.zeros(len(words), dtype=int)
            for length in range(2, LONGEST_RUN + 1):
                known = {tuple(others[at : at + length]) for at in range(len(others) - length + 1)}
                for at in range(len(words) - length + 1):
                    if tuple(words[at : at + length]) in known:
                        expected[at : at + length] = length
            assert runs[other, wording.words(version)].tolist() == expected.tolist()


def test_sentences_with_the_same_words_are_worded_alike() -> None:
    wording = number_words(views("Nobody was hurt! The dam broke.", "The rain fell. Nobody was hurt."))
    assert worded_alike(wording, 0, 1).tolist() == [True, False]
    assert worded_alike(wording, 1, 0).tolist() == [False, True]


def test_a_synonym_stands_for_a_word_in_part() -> None:
    new, old = views("The airline sacked its pilots.", "The carrier dismissed its pilots.")
    found = stand_ins(number_words([new, old]), 0, 1)
    by_key = {new.keys[place]: credits for place, credits in found.items()}
    assert by_key == {"sacked": {"dismissed": SYNONYM}, "airline": {"carrier": SYNONYM}}


def test_an_inflected_word_and_a_lost_space_stand_for_a_word() -> None:
    new, old = views("Ministers opened a global forum.", "A minister is opening a globalforum.")
    found = stand_ins(number_words([new, old]), 0, 1)
    by_key = {new.keys[place]: credits for place, credits in found.items()}
    assert by_key["global"] == {"globalforum": 1.0}
    assert by_key["forum"] == {"globalforum": 1.0}
    assert 0.9 < by_key["ministers"]["minister"] <= 1.0
    assert 0.5 < by_key["opened"]["opening"] < 1.0


def test_of_two_sentences_that_give_a_statement_alike_the_first_is_named() -> None:
    old = "Copper and zinc went to Norway. Copper and zinc went to Denmark."
    found = diff([Article("old", old), Article("new", "The copper and the zinc went.")])
    (statement,) = [s for s in found.statements if s.version == "new"]
    assert [old[place.start : place.end] for place in statement.aligned] == [
        "Copper and zinc went to Norway."
    ]


@given(TEXTS)
def test_words_are_what_the_pattern_of_a_word_finds(text: str) -> None:
    pattern = re.compile(
        r"[\u3400-\u9fff]|(?:[^\W\d_]\.){2,}|\d+(?:[.,]\d+)*"
        r"|(?:(?![\u3400-\u9fff\d_])\w)+(?:['’][^\W\d_]{1,2}(?!\w))?"
    )
    assert word_spans(text) == [found.span() for found in pattern.finditer(text)]


@given(TEXTS)
def test_letters_and_digits_part_and_no_other_character_is_among_them(text: str) -> None:
    found = find_words(text)
    assert found.runs == re.findall(r"[^\W\d_]+|\d+", text)
    assert found.runs == [
        text[start : start + len(run)] for start, run in zip(found.run_starts, found.runs, strict=True)
    ]


@given(TEXTS.filter(str.isascii))
def test_what_parts_two_words_is_told_with_the_second(text: str) -> None:
    found = find_words(text)
    gaps = [text[end:start] for end, start in zip([0, *found.ends], found.starts, strict=False)]
    assert found.apart.tolist() == [gap != "" for gap in gaps]
    assert found.after_comma.tolist() == ["," in gap for gap in gaps]
    assert found.marked.tolist() == ["," in gap or "--" in gap for gap in gaps]


def test_words_tell_the_language_that_the_text_tells() -> None:
    text = "Der Bürgermeister sagte, dass die Brücke im Mai wieder öffnet."
    assert (
        language_of_words(text.lower().replace(",", "").rstrip(".").split()) == guess_language(text) == "de"
    )
