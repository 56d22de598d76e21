"""Shingles: what they are, which a text has, and how much two texts share."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedupe.shingles import Shingling, compare, shingle
from dedupe.text.fold import fold

WIRE = "The minister said on Monday that the port of Gwadar would open to foreign investors next year."
REWRITE = (
    "The port of Gwadar would open to foreign investors next year, the minister told reporters in Karachi."
)
OTHER = "Rain delayed the second day of the final at Lord's; play resumes at eleven."

corpora = st.lists(
    st.lists(st.sampled_from(["the", "a", "port", "Gwadar", "中国", "é", "year"]), max_size=14).map(" ".join),
    min_size=1,
    max_size=5,
)
shinglings = st.builds(Shingling, st.sampled_from(["words", "letters"]), st.integers(1, 6))


def plain_shingles(text, shingling):
    """List the shingles of folded text as tuples. An ideograph counts as three letters."""
    letters = [
        (c, part) for c in text.replace(" ", "") for part in range(3 if "\u4e00" <= c <= "\u9fff" else 1)
    ]
    units = text.split() if shingling.unit == "words" else letters
    if len(units) <= shingling.k:
        return [tuple(units)] if units else []
    return [tuple(units[i : i + shingling.k]) for i in range(len(units) - shingling.k + 1)]


@pytest.mark.parametrize("text", ["words:5", "letters:12", "words:1"])
def test_a_shingling_is_read_and_written_alike(text):
    assert str(Shingling.parse(text)) == text


@pytest.mark.parametrize("text", ["words", "words:", "words:0", "words:-1", "words:x", "chars:5", "", "5"])
def test_what_is_no_shingling_is_refused_with_what_to_write(text):
    with pytest.raises(ValueError, match="write words:N or letters:N"):
        Shingling.parse(text)


@given(corpora, shinglings)
def test_hashes_are_equal_exactly_where_the_shingles_are(texts, shingling):
    folded = fold(pa.array(texts))
    shingles = shingle(folded, shingling)
    named = [part for i in range(len(folded)) for part in plain_shingles(folded[i], shingling)]
    assert shingles.sizes.tolist() == [len(plain_shingles(folded[i], shingling)) for i in range(len(folded))]
    assert len(shingles.hashes) == len(named)
    by_hash = dict(zip(shingles.hashes.tolist(), named, strict=True))
    assert [by_hash[h] for h in shingles.hashes.tolist()] == named
    assert len(by_hash) == len(set(named))


@given(corpora, shinglings)
def test_measures_of_pairs_are_those_of_plain_sets(texts, shingling):
    folded = fold(pa.array(texts))
    plain = [set(plain_shingles(folded[i], shingling)) for i in range(len(folded))]
    left, right = (part.ravel() for part in np.mgrid[: len(plain), : len(plain)])
    sets = shingle(folded, shingling)
    shared = [len(plain[x] & plain[y]) for x, y in zip(left, right, strict=True)]
    union = [len(plain[x] | plain[y]) for x, y in zip(left, right, strict=True)]
    smaller = [min(len(plain[x]), len(plain[y])) for x, y in zip(left, right, strict=True)]
    assert sets.overlaps(left, right)[0].tolist() == shared
    assert sets.jaccard(left, right).tolist() == [
        s / u if u else 0.0 for s, u in zip(shared, union, strict=True)
    ]
    assert sets.containment(left, right).tolist() == [
        s / m if m else 0.0 for s, m in zip(shared, smaller, strict=True)
    ]


@given(corpora, shinglings)
def test_comparing_texts_is_the_same_as_comparing_their_shingles(texts, shingling):
    folded = fold(pa.array(texts))
    left, right = (part.ravel() for part in np.mgrid[: len(texts), : len(texts)])
    sets = shingle(folded, shingling)
    expected = *sets.overlaps(left, right), sets.sizes
    for counts, numbers in zip(compare(folded, shingling, left, right), expected, strict=True):
        assert counts.tolist() == numbers.tolist()


def test_a_rewrite_shares_what_it_copied():
    sets = shingle(fold(pa.array([WIRE, REWRITE, OTHER])), Shingling("words", 3))
    zero, one, two = (np.array([row]) for row in range(3))
    # "the port of Gwadar … next year" is eleven words: nine shingles of three.
    assert sets.overlaps(zero, one)[0].tolist() == [9]
    assert sets.containment(zero, two).tolist() == [0.0]


def test_lost_spaces_do_not_change_letter_shingles():
    texts = pa.array(
        ["the global\nforum at the Ministerial hosted", "the globalforum at the Ministerialhosted"]
    )
    sets = shingle(fold(texts), Shingling("letters", 9))
    assert sets.jaccard(np.array([0]), np.array([1])).tolist() == [1.0]


def test_a_text_shorter_than_a_shingle_has_one_over_all_of_it():
    folded = fold(pa.array(["Stocks fell", "stocks FELL!", "Stocks rose", "", "fell"]))
    for shingling in (Shingling("words", 5), Shingling("letters", 20)):
        shingles = shingle(folded, shingling)
        assert shingles.sizes.tolist() == [1, 1, 1, 0, 1]
        assert shingles.hashes[0] == shingles.hashes[1]
        assert len(set(shingles.hashes.tolist())) == 3


def test_the_order_of_words_counts():
    folded = fold(pa.array(["dog bites man", "man bites dog"]))
    assert len(set(shingle(folded, Shingling("words", 3)).hashes.tolist())) == 2


def test_the_result_does_not_depend_on_threads():
    folded = fold(pa.array([WIRE, REWRITE, OTHER] * 40))
    one, three = (shingle(folded, Shingling("words", 2), threads=threads) for threads in (1, 3))
    assert one.hashes.tolist() == three.hashes.tolist()


def test_shingles_are_the_same_in_every_release():
    """Sketches are stored: a change of these numbers makes every index made before unreadable."""
    folded = fold(pa.array(["Gwadar port opens to the world’s investors 中国"]))
    words, letters = (shingle(folded, Shingling(unit, 3)).hashes for unit in ("words", "letters"))
    assert hex(words[0]) == "0x31dc9f9716b4f323"
    assert hex(letters[0]) == "0xdee6e9f4c277de8e"
