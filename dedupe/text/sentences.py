"""Sentences of news prose, as spans of the text.

sentencex finds the full stops (it knows the abbreviations of some 240 languages, and cut fewer
names and titles in two than syntok on 34 hand-labelled reports); the rules here give it what it
lacks: where lines end a paragraph and where they are only wrapped, stops inside quotations, and
initials.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from dedupe.text.words import FUNCTION_WORDS, guess_language, unspaced

# Wire text is wrapped at 60 to 80 columns, mail at up to 100; a longer line is a paragraph by itself.
WIDEST_WRAP = 120

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_BULLET = re.compile(r"\s*(?:[•▪■●◦‣*·–—-]|\(?\d{1,2}[.)]|[a-z]\))\s+\S")
# Every match begins in one class of characters: the search skips to it instead of trying each place.
_WIDE_SPACE = re.compile(r"[^\S ]|[\ud800-\udfff]")
_QUOTE = re.compile(r"[\"“”„‟«»‹›‘’'](?:(?<![‘’'])|(?!\w)|(?<!\w.))")
_CLOSERS = frozenset("\"“”„»«›‹’'‘)]」』）】")
_INITIALS = re.compile(r"(?:^|[\s(\"“‘«-])(?:\w\.[ -]?)*[^\W\d_]\.$")
_SPACED_CLOSER = re.compile(r"\s*[»›](?!\w)")
_OPENING_WORD = re.compile(r"\W*(\w{1,20})")  # no function word is longer
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_ENUMERATOR = re.compile(r"[\W_]*(?:\d{1,3}|[a-zA-Z])[.)]\s*$")
# Titles before a name, some of which sentencex takes for the end of a sentence.
_TITLE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Messrs|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Col|Maj|Capt|Cmdr|Adm|Sgt|Cpl|Rev|Hon"
    r"|Sr|Sra|Srta|Dra|Mme|Mlle|Dhr|Dott)\.$"
)
_NUMBER_SIGN = re.compile(r"\b(?:No|Nos|Nr|Art|n)\.$")
_STOPS = frozenset(".!?…。！？｡؟।॥։")

PARAGRAPHS_KEPT = 1024
"""Paragraphs whose sentences are kept: versions of a report have most of theirs in common."""

LONGEST_ENDING = 60
"""Letters before a stop in which initials are sought: none is half as long."""

LONGEST_TITLE = 8
"""Letters before a stop in which titles are sought, the stop and what stands before the title included."""


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Cut a text into sentences: `(start, end)` code point offsets without surrounding white space.

    Every character that is not white space lies in exactly one span. A line break ends a
    sentence where it ends a paragraph, a headline or a list item, not where a line is wrapped.
    """
    return sentences_within(text, paragraph_spans(text), guess_language(text))


def sentences_within(text: str, paragraphs: list[tuple[int, int]], language: str) -> list[tuple[int, int]]:
    """Cut each paragraph of a text, as `paragraph_spans` has them, into sentences of a language."""
    spans: list[tuple[int, int]] = []
    for start, end in paragraphs:
        spans += [(start + a, start + b) for a, b in _sentences_of(text[start:end], language)]
    return spans


def paragraph_spans(text: str) -> list[tuple[int, int]]:
    """Cut a text into paragraphs, headlines and list items, joining the lines that are only wrapped."""
    lines = [match.span() for match in _LINE.finditer(text) if not match.group().isspace()]
    if not lines:
        return []
    width = max(len(text[start:end].rstrip()) for start, end in lines)
    spans = []
    begin = lines[0][0]
    for (start, end), (next_start, next_end) in pairwise(lines):
        if not _wrapped(text, text[start:end], text[end:next_start], text[next_start:next_end], width):
            spans.append((begin, end))
            begin = next_start
    spans.append((begin, lines[-1][1]))
    return [_stripped(text, start, end) for start, end in spans]


def _wrapped(text: str, line: str, gap: str, following: str, width: int) -> bool:
    """Tell whether a line break is only typesetting: the sentence goes on in the next line."""
    if gap.replace("\r\n", "\n").count("\n") > 1 or len(gap.strip(" \t\r\n")) > 0 or _BULLET.match(following):
        return False
    opening, last = following.lstrip(), line.rstrip()[-1]
    if last not in _STOPS and last not in ':"”’' and opening[0].islower():
        return True
    if width > WIDEST_WRAP or (following[0].isspace() and not line[0].isspace()):
        return False
    # A typesetter breaks a line only where the next word would not have fitted.
    return len(line.rstrip()) + 1 + len(opening.split(maxsplit=1)[0]) > width


@lru_cache(maxsize=PARAGRAPHS_KEPT)
def _sentences_of(paragraph: str, language: str) -> tuple[tuple[int, int], ...]:
    import sentencex

    # With its quotation marks blanked sentencex also sees the sentences inside a quotation. It fails at wide
    # spaces after an initial (1.0.32: "M", a no-break space, a full stop), and knows no lone surrogates.
    # Whatever is printed is none of them.
    narrow = paragraph if paragraph.isprintable() else _WIDE_SPACE.sub(" ", paragraph)
    plain = _QUOTE.sub(" ", narrow)
    cuts = [0]
    for boundary in sentencex.get_sentence_boundaries(language, plain):
        cut = _beside_quotes(paragraph, boundary["end_index"])
        if cuts[-1] < cut < len(paragraph) and _ends_sentence(paragraph, cuts[-1], cut, language):
            cuts.append(cut)
    cuts.append(len(paragraph))
    return tuple(_without_fragments(paragraph, [_stripped(paragraph, a, b) for a, b in pairwise(cuts)]))


def _beside_quotes(paragraph: str, cut: int) -> int:
    """Move a cut so that closing quotation marks stay with what they close, opening ones do not."""
    stop = cut
    while stop > 0 and (paragraph[stop - 1].isspace() or paragraph[stop - 1] in _CLOSERS):
        stop -= 1
    while stop < len(paragraph) and paragraph[stop] in _CLOSERS:
        following = paragraph[stop + 1 : stop + 2]
        if paragraph[stop] in "“„«‘‹" and following and following.isalnum():
            break
        stop += 1
    # French sets its quotation marks off with spaces.
    spaced = _SPACED_CLOSER.match(paragraph, stop)
    return spaced.end() if spaced else stop


def _ends_sentence(paragraph: str, begin: int, cut: int, language: str) -> bool:
    """Overrule a cut that sentencex makes inside a name, an abbreviation or a quoting sentence."""
    opening = _OPENING_WORD.match(paragraph, cut)
    if opening is None:
        return False
    word = opening[1]
    if word[0].islower() and not unspaced(word[0]):
        return False
    if _ENUMERATOR.match(paragraph, begin, cut):
        return False
    before = paragraph[max(begin, cut - LONGEST_ENDING) : cut]
    if not before.endswith("."):
        return True
    title = before[-LONGEST_TITLE:]
    if _TITLE.search(title) and paragraph[cut].isspace():
        return False
    if word[0].isdigit() and _NUMBER_SIGN.search(title):
        return False
    # Most sentences end in a longer word.
    if not before[-3:-2].isalnum() and _INITIALS.search(before):
        # "J.D. Vance" goes on, "in the U.S. The rate" does not; "U.S.And" lost a space, not a stop.
        return paragraph[cut].isspace() and word.casefold() in FUNCTION_WORDS[language]
    return True


def _without_fragments(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join pieces without a letter or digit to their neighbours."""
    kept: list[tuple[int, int]] = []
    last_bare = False
    for start, end in spans:
        if start == end:
            continue
        bare = _LETTER_OR_DIGIT.search(text, start, end) is None
        if kept and (bare or last_bare):
            kept[-1] = (kept[-1][0], end)
            last_bare = last_bare and bare
        else:
            kept.append((start, end))
            last_bare = bare
    return kept


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """Shrink a span to its text without the white space at its ends."""
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
