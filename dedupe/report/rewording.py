"""What two versions are taken to say alike, and one of them puts in words that the other does not have.

Whether other words say the same cannot be told for sure: an editor sees both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedupe.text.inflection import base_forms
from dedupe.text.opposites import NEGATIONS
from dedupe.text.synonyms import synonym_groups
from dedupe.text.words import FUNCTION_WORDS, find_words, language_of_words, word_key

if TYPE_CHECKING:
    from collections.abc import Iterable


def other_words(text: str, than: str) -> list[tuple[int, int]]:
    """Find the words of a text that say something, or negate, and that another has in no form nor synonym.

    Returns
    -------
    list of (start, end)
        Where each stands in `text`.

    >>> text = "The union called off the strikes."
    >>> [text[start:end] for start, end in other_words(text, "The union will strike.")]
    ['called']
    """
    known = {form for word in find_words(than).words for form in _forms(word_key(word))}
    found = find_words(text)
    keys = list(map(word_key, found.words))
    grammar = FUNCTION_WORDS[language_of_words(keys)]
    return [
        (start, end)
        for key, start, end in zip(keys, found.starts, found.ends, strict=True)
        if (key in NEGATIONS or (key not in grammar and len(key) > 1)) and known.isdisjoint(_forms(key))
    ]


def _forms(key: str) -> Iterable[str | int]:
    """Return what words of the same sense have in common with one."""
    return {*base_forms(key), *synonym_groups(key)}
