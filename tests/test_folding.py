"""Folding keeps the letters, numbers and marks of any script as words, and nothing else."""

import subprocess
import sys
import unicodedata

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedupe.text import fold_tables
from dedupe.text.fold import Folded, fold, fold_text, letters_with_offsets

UNSPACED_BLOCKS = [(0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3005, 0x3007), (0x3041, 0x30FA)]
UNSPACED_BLOCKS += [
    (0x30FC, 0x30FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFD),
    (0x303B, 0x303B),  # a mark of repetition
    (0x31F0, 0x31FF),  # small katakana for Ainu
    (0xA9E0, 0xA9FF),  # Myanmar Extended-B and -A
    (0xAA60, 0xAA7F),
    (0x1AFF0, 0x1B16F),  # Kana Extended-B, Supplement, Extended-A and Small Kana Extension
]


NUMBER_SIGNS = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}


def unseen(character):
    """Tell whether a character is a format nobody sees."""
    return unicodedata.category(character) == "Cf" and ord(character) not in NUMBER_SIGNS


def plain_words(text):
    """Fold by the definition, one character at a time."""
    words, word, alone = [], "", False
    seen = "".join(character for character in text if not unseen(character))
    normal = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold())
    for character in normal:
        kind = unicodedata.category(character)[0]
        unspaced = kind == "L" and any(low <= ord(character) <= high for low, high in UNSPACED_BLOCKS)
        if kind not in "LNM":
            words.append(word)
            word, alone = "", False
        elif kind == "M":
            word += character
        else:
            if unspaced or alone:
                words.append(word)
                word = ""
            word += character
            alone = unspaced
    return [word for word in [*words, word] if word]


def test_what_nobody_sees_is_left_out_and_parts_no_word():
    assert fold_text("Bundes\u00adkanzler\u200b") == "bundeskanzler"
    assert fold_text("\ufeff\u200fעברית\u200e text") == "עברית text"
    assert fold_text("e\u00ad\u0301t") == "ét"
    letters, offsets = letters_with_offsets("zero\u200bwidth")
    assert (letters, offsets.tolist()) == ("zerowidth", [0, 1, 2, 3, 5, 6, 7, 8, 9])


def known(character):
    """Tell whether both the tables' Unicode and this Python's have assigned the character."""
    entry = fold_tables.entries_of(np.array([ord(character)], np.uint32))[0]
    return unicodedata.category(character) != "Cn" and not entry & fold_tables.UNASSIGNED


UNSEEN = "\u00ad\u200b\u200d\ufeff"
TANGLED = (
    UNSEEN
    + "aZ9 ,ÉßſİΣéﬁ½…“\u0344\u0345\u0301\u0316\u0323\u0340Ж中カﾞｶがไทยำ้ก่กี़ঁোৌড়각ㄱ\u1100\u1161\u11a8ﾡ㌀㎏ﷺΐᾳ"
)
texts = st.one_of(
    st.text(max_size=50),
    st.text(st.sampled_from(TANGLED), max_size=30),
    st.text(st.characters(max_codepoint=0x1FFF)),
)
texts_of_known_characters = texts.map(lambda text: "".join(filter(known, text)))


@given(st.lists(texts_of_known_characters, max_size=5))
def test_folded_words_are_those_of_the_definition(parts):
    folded = fold(pa.array(parts, pa.large_string()))
    assert [folded[i] for i in range(len(folded))] == [" ".join(plain_words(part)) for part in parts]


@given(texts)
def test_folding_twice_changes_nothing(text):
    assert fold_text(fold_text(text)) == fold_text(text)


@given(texts)
def test_letters_are_the_folded_text_without_spaces(text):
    letters, offsets = letters_with_offsets(text)
    assert letters == fold_text(text).replace(" ", "")
    assert len(offsets) == len(letters)
    assert np.all(np.diff(offsets) >= 0)


@given(texts_of_known_characters, texts_of_known_characters)
def test_letters_stand_where_their_text_stands(before, after):
    letters, offsets = letters_with_offsets(before + "x" + after)
    tail, within = letters_with_offsets("x" + after)
    assert letters.endswith(tail)
    assert (offsets[len(letters) - len(tail) :] - len(before)).tolist() == within.tolist()


def test_case_width_punctuation_and_spacing_do_not_count():
    assert (
        fold_text("The Minister’s  “ＴＲＩＰ”\ncost £2.5m — twice!") == "the minister s trip cost 2 5m twice"
    )


def test_compatibility_forms_are_spelled_out():
    assert fold_text("The ﬁrst ½ of Straße №5") == "the first 1 2 of strasse no5"


def test_composed_and_decomposed_accents_fold_alike():
    assert (
        fold_text("Peña Nieto à Zürich")
        == fold_text("Pen\u0303a Nieto a\u0300 Zu\u0308rich")
        == "peña nieto à zürich"
    )


def test_other_scripts_are_kept():
    assert fold_text("Министр, прибыл") == "министр прибыл"
    assert fold_text("وزير الخارجية") == "وزير الخارجية"
    assert fold_text("한국 대통령") == "한국 대통령"


def test_each_letter_of_a_script_without_spaces_is_a_word():
    assert fold_text("中国外长2024年访问") == "中 国 外 长 2024 年 访 问"
    assert fold_text("東京タワー") == "東 京 タ ワ ー"


def test_marks_stay_with_their_letter():
    assert fold_text("ที่นี่") == "ที่ นี่"
    assert fold_text("हिन्दी") == "हिन्दी"


def test_letters_point_into_the_text_as_it_was_written():
    letters, offsets = letters_with_offsets("“Ｕ.S. oﬃce”")
    assert letters == "usoffice"
    assert offsets.tolist() == [1, 3, 6, 7, 7, 7, 8, 9]


def test_letters_of_a_sequence_point_at_its_base():
    letters, offsets = letters_with_offsets("x e\u0301y")
    assert letters == "xéy"
    assert offsets.tolist() == [0, 2, 4]


def test_texts_without_letters_fold_to_nothing():
    folded = fold(pa.array(["", " \n", "—…!", None, "a"]))
    assert folded.offsets.tolist() == [0, 0, 0, 0, 0, 1]


def test_no_texts_fold_to_no_texts():
    for empty in (pa.array([], pa.string()), pa.chunked_array([], pa.large_string())):
        assert fold(empty).offsets.tolist() == [0]


def test_arrow_slices_and_chunks_are_read_in_place():
    whole = pa.array(["skipped", "One two", None, "Zu\u0308rich", "skipped"])
    chunked = pa.chunked_array(
        [whole.slice(1, 2), whole.slice(3, 1).cast(pa.large_string()).cast(pa.string())]
    )
    for texts_in in (whole.slice(1, 3), whole.cast(pa.large_string()).slice(1, 3), chunked):
        folded = fold(texts_in)
        assert [folded[i] for i in range(3)] == ["one two", "", "zürich"]


def test_other_types_are_refused_by_name():
    with pytest.raises(ValueError, match="int64"):
        fold(pa.array([1, 2]))


def test_rows_can_be_taken_in_any_order():
    folded = fold(pa.array(["One", "Two", "", "Drei"]))
    taken = folded.take(np.array([3, 0, 2, 0]))
    assert [taken[i] for i in range(len(taken))] == ["drei", "one", "", "one"]
    assert folded[-1] == "drei"
    with pytest.raises(IndexError, match="row 4 of 4"):
        folded[4]


def test_the_result_does_not_depend_on_threads():
    parts = ["The same report, again.", "e\u0301tude", "中文"] * 50
    one, three = (fold(pa.array(parts), threads=threads) for threads in (1, 3))
    assert one.data.tobytes() == three.data.tobytes()
    assert one.offsets.tolist() == three.offsets.tolist()


@given(st.lists(texts_of_known_characters, max_size=5))
def test_what_is_lent_is_what_is_given_away(parts):
    given_away = fold(pa.array(parts, pa.string()), threads=1)
    lent = fold(pa.array(parts, pa.string()), threads=1, lent=True)
    assert lent.data.tobytes() == given_away.data.tobytes()
    assert lent.offsets.tolist() == given_away.offsets.tolist()


def test_lone_surrogates_are_boundaries():
    assert fold_text("a\ud800b") == "a b"
    assert letters_with_offsets("a\ud800b")[0] == "ab"


def test_folded_texts_know_their_number():
    assert len(Folded(np.empty(0, np.uint8), np.zeros(1, np.int64))) == 0


@pytest.mark.skipif(unicodedata.unidata_version != "14.0.0", reason="the tables are made on Unicode 14")
def test_the_shipped_tables_are_what_the_script_makes(tmp_path, monkeypatch):
    monkeypatch.setattr(fold_tables, "PATH", tmp_path / "fold_tables.npy")
    fold_tables.main()
    monkeypatch.undo()
    assert (tmp_path / "fold_tables.npy").read_bytes() == fold_tables.PATH.read_bytes()


def test_folding_does_not_import_arrow_until_it_is_given_arrow():
    code = (
        "import sys; from dedupe.text.fold import fold_text; fold_text('a'); print('pyarrow' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
