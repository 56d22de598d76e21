"""The words of number and time in the languages this grammar reads, one module a language.

A text is read by one language's tables, so that Spanish *once* (11) is no English *once*.
"""

from __future__ import annotations

from dedupe.facts.values.languages.english import ENGLISH
from dedupe.facts.values.languages.french import FRENCH
from dedupe.facts.values.languages.german import GERMAN
from dedupe.facts.values.languages.model import DASH, GAP, PARTS, Language, any_of, named, openers, word_set
from dedupe.facts.values.languages.spanish import SPANISH

__all__ = [
    "DASH",
    "ENGLISH",
    "GAP",
    "LANGUAGES",
    "PARTS",
    "Language",
    "any_of",
    "language_of",
    "named",
    "openers",
    "word_set",
]

LANGUAGE_SAMPLE = 150
"""Words from the front of a text that decide its language: a hundred hold some forty function words."""

LANGUAGES = {language.code: language for language in (ENGLISH, GERMAN, SPANISH, FRENCH)}
"""By ISO 639-1 code; English stands first, for texts that tell nothing."""


def language_of(words: list[str]) -> Language:
    """Return the language whose function words are most of the first `words`, in lower case; else English."""
    sample = words[:LANGUAGE_SAMPLE]
    counts = {code: sum(map(table.function_words.__contains__, sample)) for code, table in LANGUAGES.items()}
    return LANGUAGES[max(counts, key=lambda code: counts[code])]
