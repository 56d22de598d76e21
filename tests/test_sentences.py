"""Sentences of news prose, and the words in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedupe.text.sentences import paragraph_spans, sentence_spans
from dedupe.text.words import guess_language, unspaced, word_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


def words(text: str) -> list[str]:
    return [text[start:end] for start, end in word_spans(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Vice President J.D. Vance flew to Oslo.",
        "The U.S. Senate met at 5 p.m. ET on Jan. 5 to vote.",
        "Sen. Ada Quill, R-S.C., and Rep. Tom Marsh backed the bill.",
        "Shares of Harrow Inc. rose 3.5 pct. to $4.20 on Friday.",
        "George W. Bell met Dr. Lena Ortiz and Mr. Sato vs. the board.",
        "OSLO, March 3 (Newswire) - The ferry Solveig sank off Bergen.",
        "“Why now?” the mayor asked reporters.",
        "Yahoo! said it would close the office.",
    ],
)
def test_stops_inside_a_sentence_do_not_end_it(sentence: str) -> None:
    assert sentences(sentence + " Nobody was hurt.") == [sentence, "Nobody was hurt."]


def test_sentences_inside_a_quotation_are_cut_and_keep_their_marks() -> None:
    text = "“We saw smoke. Then the alarm rang,” said Ana Reyes. “It was over quickly.” She went home."
    assert sentences(text) == [
        "“We saw smoke.",
        "Then the alarm rang,” said Ana Reyes.",
        "“It was over quickly.”",
        "She went home.",
    ]


def test_straight_quotation_marks_stay_with_what_they_enclose() -> None:
    text = '"It holds," he said. "We tested it twice." The bridge opens on Monday.'
    assert sentences(text) == ['"It holds," he said.', '"We tested it twice."', "The bridge opens on Monday."]


def test_a_lost_space_after_a_stop_still_ends_a_sentence() -> None:
    assert sentences("Ministers met at the forum.The talks end on Friday.") == [
        "Ministers met at the forum.",
        "The talks end on Friday.",
    ]


def test_initials_end_a_sentence_before_a_word_that_opens_one() -> None:
    assert sentences("He flew back to the U.S. The visit was short.") == [
        "He flew back to the U.S.",
        "The visit was short.",
    ]


def test_a_headline_without_a_stop_is_a_sentence_by_itself() -> None:
    text = "Ferry sinks off Bergen\n\nAll 40 passengers were saved on Tuesday."
    assert sentences(text) == ["Ferry sinks off Bergen", "All 40 passengers were saved on Tuesday."]


def test_wrapped_lines_are_one_sentence() -> None:
    text = (
        "    The ministry said on Tuesday that the two bridges over the\n"
        "river Alm would stay closed until engineers had looked at every\n"
        "cable and pillar, which may take a month.\n"
        "    Traffic is sent over the dam.\n"
    )
    assert [" ".join(sentence.split()) for sentence in sentences(text)] == [
        "The ministry said on Tuesday that the two bridges over the river Alm would stay closed until"
        " engineers had looked at every cable and pillar, which may take a month.",
        "Traffic is sent over the dam.",
    ]


def test_items_of_a_bullet_list_are_apart() -> None:
    text = "The plan has three parts:\n- a new dam\n- two bridges\n- a ferry"
    assert sentences(text) == ["The plan has three parts:", "- a new dam", "- two bridges", "- a ferry"]


def test_a_numbered_item_keeps_its_number() -> None:
    assert sentences("1. The dam is closed. 2. The ferry runs.") == [
        "1. The dam is closed.",
        "2. The ferry runs.",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Dr. Weber sagte am 3. Mai z. B. nichts. „Es ist vorbei.“ Am 12. Juni folgt mehr.",
            ["Dr. Weber sagte am 3. Mai z. B. nichts.", "„Es ist vorbei.“", "Am 12. Juni folgt mehr."],
        ),
        (
            "El Sr. Peña viajó a EE. UU. el martes. ¿Qué pasó? «No lo sé», dijo.",
            ["El Sr. Peña viajó a EE. UU. el martes.", "¿Qué pasó?", "«No lo sé», dijo."],
        ),
        (
            "M. Morel est arrivé à Lyon. « C’est fini. » Il a dit non à la presse.",
            ["M. Morel est arrivé à Lyon.", "« C’est fini. »", "Il a dit non à la presse."],
        ),
        (
            "部长周三在北京表示。“我们将继续合作。”会议将于4月8日举行！谁会参加？",
            ["部长周三在北京表示。", "“我们将继续合作。”", "会议将于4月8日举行！", "谁会参加？"],
        ),
    ],
    ids=["German", "Spanish", "French", "Chinese"],
)
def test_other_languages(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize("text", ["", " \n\t ", "\n\n"])
def test_a_text_without_words_has_no_sentences(text: str) -> None:
    assert sentence_spans(text) == []
    assert paragraph_spans(text) == []


@given(st.text(alphabet=st.sampled_from("aB1.!?,;:“”\"'’()- \n\r\u2028中。«»…é"), max_size=120))
def test_every_character_lies_in_exactly_one_sentence(text: str) -> None:
    spans = sentence_spans(text)
    assert all(start < end for start, end in spans)
    assert [
        character for start, end in spans for character in text[start:end] if not character.isspace()
    ] == [character for character in text if not character.isspace()]
    assert spans == sorted(spans)


@pytest.mark.parametrize("space", ["\u00a0", "\u2009", "\u202f", "\u3000", "\ud800"])
def test_a_wide_space_after_an_initial_does_no_harm(space: str) -> None:
    assert sentences(f"They met M{space}. Bell there. Nobody was hurt.")[-1] == "Nobody was hurt."


def test_words_keep_numbers_initials_and_contractions_whole() -> None:
    assert words("The U.S. paid $3,257.5 for Ana’s boat; it wasn't l’homme.") == [
        *("The", "U.S.", "paid", "3,257.5", "for", "Ana’s", "boat", "it", "wasn't", "l", "homme")
    ]


def test_scripts_without_spaces_are_read_character_by_character() -> None:
    assert words("北京 met 4月") == ["北", "京", "met", "4", "月"]
    assert unspaced("北")
    assert not unspaced("b")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The mayor said that the bridge will open in May.", "en"),
        ("Der Bürgermeister sagte, dass die Brücke im Mai wieder öffnet.", "de"),
        ("El alcalde dijo que el puente se abrirá en mayo.", "es"),
        ("Le maire a dit que le pont ouvrira en mai avec une fête.", "fr"),
        ("Il sindaco ha detto che il ponte sarà aperto nel mese di maggio.", "it"),
        ("O prefeito disse que a ponte não será aberta em maio.", "pt"),
        ("De burgemeester zei dat de brug niet voor mei open gaat.", "nl"),
        ("42", "en"),
    ],
)
def test_function_words_tell_the_language(text: str, language: str) -> None:
    assert guess_language(text) == language
