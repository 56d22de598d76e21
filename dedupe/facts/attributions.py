"""Who is named as the source of a sentence, and where another version names another.

*The driver swerved to avoid a deer, police said* and later *…, witnesses said*: the statement stands and
its source has changed. That is told only where it is safe: both sentences name one source, say the same
otherwise, and the sources have no word in common. A role and a name are left alone, since *the mayor* may be
*Petra Lindqvist*, and so are organisations, since *the company* may be any of them.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dedupe.facts.model import ConflictValue, Correction
from dedupe.text.sentences import sentence_spans
from dedupe.text.words import FUNCTION_WORDS, find_words, guess_language, unspaced
from dedupe.thresholds import ATTRIBUTED_ALIKE, ATTRIBUTED_WORDS

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from dedupe.articles.model import Article
    from dedupe.facts.model import Statement

# A stop inside is that of an initial.
_WHO = r"(?P<who>[^\W\d_](?:[\w’'-]|\.(?=\s?\w))*(?: (?:[\w’'-]|\.(?=\s?\w))+){0,5}?)"
_STARTS = r"(?:^|(?<=[,;“”\"»—–]))\W{0,4}"
_NEXT = r"on|in|at|after|who|which|that|when|as|am|im|nach|el|en|que|qui|dans|le"
_ENDS = rf"(?=\s*(?:[,;:.!?)“”\"»«—–]|$)|\s(?:{_NEXT})\s)"

_PHRASES = {
    "en": (
        rf"\baccording to {_WHO}{_ENDS}",
        rf"{_STARTS}{_WHO} (?:said|says|reported|announced|confirmed)\b",
        rf"{_STARTS}(?:said|says) {_WHO}{_ENDS}",
    ),
    "de": (
        rf"\b(?:laut|nach Angaben (?:der|des|von)) {_WHO}{_ENDS}",
        rf"\bwie {_WHO} (?:mitteilte|mitteilten|sagte|sagten|berichtete|berichteten|erklärte|erklärten)\b",
        rf"{_STARTS}(?:sagte|sagten|erklärte|erklärten|berichtete|berichteten) {_WHO}{_ENDS}",
        rf"{_STARTS}teilten? {_WHO} mit\b",
    ),
    "es": (
        rf"\bsegún {_WHO}{_ENDS}",
        rf"{_STARTS}(?:dijo|dijeron|informó|informaron|afirmó|aseguró|declaró|anunció) {_WHO}{_ENDS}",
    ),
    "fr": (
        rf"\b(?:selon|d[’']après) {_WHO}{_ENDS}",
        rf"{_STARTS}(?:a|ont) (?:dit|déclaré|annoncé|indiqué|affirmé|expliqué) {_WHO}{_ENDS}",
    ),
    "zh": (
        r"(?:^|(?<=[，；]))\s*据(?P<who>[^\W\d_]{2,10}?)(?:介绍|称|说|报道|通报)",
        r"(?:^|(?<=[，；]))\s*(?P<who>(?!据)[^\W\d_]{2,10}?)(?:表示|说|称)",
    ),
}
"""How a sentence names its source, by language; `who` is the source."""

_PATTERNS = {
    language: [re.compile(phrase, re.IGNORECASE) for phrase in phrases]
    for language, phrases in _PHRASES.items()
}
_PERSONS = frozenset({"person", "name"})
_NAMED = frozenset({"person", "name", "place", "organisation"})


@dataclass(frozen=True, slots=True)
class _Sourced:
    """A sentence that names one source: `who` as its words, `rest` the content words of all else."""

    start: int
    end: int
    who: frozenset[str]
    kinds: frozenset[str]
    rest: frozenset[str]


def changed_attributions(
    versions: Sequence[Article], statements: Mapping[str, Sequence[Statement]]
) -> dict[str, list[Correction]]:
    """Find for each version, by id, the sentences for which it names another source than an earlier version.

    Compared is the latest of the earlier versions that gives the sentence with a source. `statements` are
    those of each version, by id, in the order of its text.
    """
    sentences = [sentence_spans(article.text) for article in versions]
    sourced = [
        dict(_sources(article, spans, statements[article.id]))
        for article, spans in zip(versions, sentences, strict=True)
    ]
    spans_of = {article.id: spans for article, spans in zip(versions, sentences, strict=True)}
    changed: dict[str, list[Correction]] = {}
    for later, article in enumerate(versions):
        changed[article.id] = []
        reached = _aligned_sentences(spans_of, statements[article.id], sentences[later], sourced[later])
        for number, one in sourced[later].items():
            for earlier in range(later - 1, -1, -1):
                places = reached.get((number, versions[earlier].id), ())
                told = [sourced[earlier][place] for place in places if place in sourced[earlier]]
                same = [other for other in told if _alike(one.rest, other.rest) >= ATTRIBUTED_ALIKE]
                if not same:
                    continue
                before = max(same, key=lambda other: (_alike(one.rest, other.rest), -other.start))
                if _another(before, one):
                    changed[article.id].append(
                        Correction("attribution", _value(versions[earlier], before), _value(article, one))
                    )
                break
    return changed


def _sources(
    article: Article, sentences: Sequence[tuple[int, int]], statements: Sequence[Statement]
) -> Iterator[tuple[int, _Sourced]]:
    """Yield the sentences that name one source, with their numbers."""
    text = article.text
    # Han has no function words to go by.
    language = "zh" if any(map(unspaced, text[:50])) else guess_language(text)
    patterns = _PATTERNS.get(language, ())
    names = [fact for statement in statements for fact in statement.facts if fact.kind in _NAMED]
    for number, (start, end) in enumerate(sentences):
        found = {match.span("who"): match for each in patterns for match in each.finditer(text[start:end])}
        if len(found) != 1:
            continue
        [((first, last), match)] = found.items()
        who = _content(match["who"], language)
        rest = _content(f"{text[start : start + match.start()]} {text[start + match.end() : end]}", language)
        if not who or len(rest) < ATTRIBUTED_WORDS:
            continue
        first, last = start + first, start + last
        kinds = frozenset(fact.kind for fact in names if fact.start < last and first < fact.end)
        yield number, _Sourced(first, last, who, kinds, rest)


def source_spans(sentence: str, language: str) -> list[tuple[int, int]]:
    """Return where a sentence names its sources, and says that they said it."""
    return [match.span() for each in _PATTERNS.get(language, ()) for match in each.finditer(sentence)]


def _content(text: str, language: str) -> frozenset[str]:
    words = frozenset(word.casefold() for word in find_words(text).words)
    return words - FUNCTION_WORDS.get(language, frozenset())


def _aligned_sentences(
    sentences: Mapping[str, Sequence[tuple[int, int]]],
    statements: Sequence[Statement],
    own: Sequence[tuple[int, int]],
    wanted: Container[int],
) -> dict[tuple[int, str], list[int]]:
    """Return which sentences of other versions give the words of wanted ones, by number and their id."""
    reached: dict[tuple[int, str], list[int]] = {}
    for statement in statements:
        number = _sentence_at(own, statement.start)
        if number not in wanted or statement.kind != "news":
            continue
        for place in statement.aligned:
            there = reached.setdefault((number, place.version), [])
            at = _sentence_at(sentences[place.version], place.start)
            if at not in there:
                there.append(at)
    return reached


def _sentence_at(sentences: Sequence[tuple[int, int]], place: int) -> int:
    return bisect_right(sentences, (place, sys.maxsize)) - 1


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the Jaccard similarity of two sets of words."""
    return len(one & other) / len(one | other)


def _another(before: _Sourced, after: _Sourced) -> bool:
    """Tell whether two sources cannot be one: two roles or two persons without a word in common."""
    if any(one[:4] == other[:4] for one in before.who for other in after.who):
        return False
    return (not before.kinds and not after.kinds) or (
        bool(before.kinds and after.kinds) and before.kinds | after.kinds <= _PERSONS
    )


def _value(article: Article, sourced: _Sourced) -> ConflictValue:
    text = article.text[sourced.start : sourced.end]
    return ConflictValue(article.id, text, " ".join(sorted(sourced.who)), sourced.start, sourced.end)
