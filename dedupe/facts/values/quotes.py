"""What is quoted: the words between quotation marks of any script, two words at least.

The value is the words alone, case folded and joined by one space, so that the commas and capitals
an editor changed do not make another quote of it.
"""

from __future__ import annotations

import re

from dedupe.facts.model import Fact

MAX_QUOTE = 3000
"""Characters; what runs on longer is an unclosed mark, not a quote."""

_BODY = rf"([^“”„«»「」『』\"]{{2,{MAX_QUOTE}}})"
_BLANK = r"[^\S\n]*+"  # possessive: many blank lines are gone through once
# A mark may be closed by the other style's; a speech of several paragraphs opens each and closes the last.
_AFTER = {
    "“": re.compile(rf"{_BODY}(?:”|\"(?!\w)|(?=\s+[“\"]\w))"),
    '"': re.compile(
        rf"(?=\S)((?:[^\"“”\n]|\n(?!{_BLANK}\n)){{2,{MAX_QUOTE}}})(?:[\"”]|(?=\n{_BLANK}\n\s*+[\"“]))"
    ),
    "„": re.compile(rf"{_BODY}[“”\"]"),
    "«": re.compile(rf"{_BODY}»"),
    "»": re.compile(rf"{_BODY}«"),
    "「": re.compile(rf"([^「」]{{2,{MAX_QUOTE}}})」"),
    "『": re.compile(rf"([^『』]{{2,{MAX_QUOTE}}})』"),
    "‘": re.compile(rf"((?:[^‘’\n]|’(?=\w)|\n(?!{_BLANK}\n)){{2,{MAX_QUOTE}}})’(?!\w)"),
}
_OPENING = re.compile(f"[{''.join(_AFTER)}]")
_WORDS = re.compile(r"\w+(?:['’]\w+)*")
_WORDLESS_SCRIPTS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]{2}")


def quote_value(text: str) -> str:
    """Return the words of a quote, case folded, apostrophes straight, one space between."""
    return " ".join(_WORDS.findall(text)).replace("’", "'").casefold()


def find_quotes(text: str) -> list[Fact]:
    """Return every quote of two words or more, marks left out of the span."""
    found = []
    end = 0
    for mark in _OPENING.finditer(text):
        start = mark.end()
        if start <= end or (
            mark[0] in '"‘' and start > 1 and (text[start - 2].isalnum() or text[start - 2] == "’")
        ):
            continue
        quote = _AFTER[mark[0]].match(text, start)
        if quote is None:
            continue
        end = quote.end()
        value = quote_value(quote[1])
        if " " in value or _WORDLESS_SCRIPTS.search(quote[1]):
            found.append(Fact("quote", quote[1], value, quote.start(1), quote.end(1)))
    return found
