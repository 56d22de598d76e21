"""Sentences that are no news: furniture of the page, and what the text itself repeats."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dedupe.facts.view import View

REPEATED = 0.85
"""Share of content words, both ways, from which a sentence repeats an earlier one of its own text."""

SHORTEST_REPEAT = 4
"""Content words that a repeated sentence must have: short ones are refrains of speech."""

LONGEST_LABEL = 12
"""Words of a line that can still be a label (`Source: …`, `Photo: …`) rather than a sentence."""

LONGEST_TAG = 3
"""Words of a line without a stop that can still be a tag or a section name."""

_ADDRESS = re.compile(r"\S*(?:https?://|www\.)\S+|\S+@\S+\.\w{2,}", re.IGNORECASE)

# Labels before a colon, in the languages of the function words.
_LABEL = re.compile(
    r"""\W*(?:
    sources?|quellen?|fuentes?|fonte|bron|via|photos?|fotos?|images?|pictures?|bild|video|credits?|caption
    |copyright|tags?|topics?|keywords|filed\ under|category|categories|related|see\ also|read\ (?:more|also)
    |more\ on\ this|also\ read|lesen\ sie\ auch|lea\ también|à\ lire\ aussi|leggi\ anche|share|follow\ us
    |our\ standards|(?:last\ )?updated|published|posted|actualizado|aktualisiert|mis\ à\ jour|contact|by
    )\b\s*(?:on\b[^:]{0,30})?:""",
    re.IGNORECASE | re.VERBOSE,
)
# Notices that no report would print as its own words, whatever stands around them.
_NOTICE = re.compile(
    r"""\b(?:
    all\ rights\ reserved|alle\ rechte\ vorbehalten|todos\ los\ derechos\ reservados|tous\ droits\ réservés
    |copyright\ (?:19|20)\d\d
    |may\ not\ be\ (?:published|reproduced|republished|redistributed|rewritten)
    |(?:we|this\ (?:web)?site|our\ partners)\ uses?\ cookies|(?:accept|manage|reject)\ (?:all\ )?cookies
    |(?:sign\ up|subscribe|register)\b[^.]{0,60}\b(?:our|newsletters?|inbox|email\ alerts)
    |subscribe\ (?:now|today|here)|(?:follow|like|find)\ us\ on
    |our\ terms\ (?:of\ (?:use|service)|and\ conditions)
    |click\ here\ (?:to|for)|skip\ to\ (?:main\ )?content|enable\ javascript|scroll\ to\ continue
    |download\ (?:our|the)\ (?:free\ )?app|newsletter\ (?:abonnieren|anmelden)
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
# Every notice has one of these words: most texts have none and are not searched.
_NOTICE_WORDS = frozenset(
    {"rights", "rechte", "derechos", "droits", "copyright", "may", "cookies", "newsletter", "newsletters"}
    | {"inbox", "subscribe", "alerts", "our", "us", "click", "skip", "javascript", "scroll", "app"}
)
# Words of a page's own lines: in a sentence of the report they are news.
_PAGE = re.compile(
    r"""^\W*(?:(?:
    click\ here|read|see|view|more|most|also|trending|recommended|related(?:\ (?:articles|stories|news))?
    |share(?:\ this(?:\ (?:article|story))?)?|follow\ us|continue\ reading|load\ more
    |(?:cookie|privacy)\ (?:policy|settings|preferences|notice)|terms\ of\ (?:use|service)|newsletters?
    |subscribe|sign\ (?:in|up)|log\ in|comments?|print|e-?mail|facebook|twitter|whatsapp|linkedin|tweet
    |advertisement|anzeige|publicidad|publicité|pubblicità|advertentie|weiterlesen|mehr|leer\ más
    |lire\ la\ suite|home|menu|search)\W+)+$
    |^\W*(?:read|see|view|share|watch|listen)\ (?:more|also|this|now|the\ full\ (?:story|article))\b""",
    re.IGNORECASE | re.VERBOSE,
)
_CREDIT = re.compile(
    r"""^\W*(?:
    (?:additional\ |with\ )?reporting\ by
    |(?:writing|editing|compiled|translated|edited|photograph(?:s|ed)?)\ by
    |(?:photo|image|picture|video|graphics?)\ by
    |(?:file\ |handout\ )?(?:photo|image|picture)\ (?:credit|courtesy|from|via)
    |redaktion|bearbeitet\ von|reporte\ de|editado\ por|rédigé\ par)\b
    |\b(?:getty\ images|shutterstock|handout\ via|ap\ photo/|afp\ via)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_BYLINE = re.compile(r"^(?:By|Von|Por|Par|Di|Door)(?: [A-Z][\w.'’-]*| and| und| y| et| e| en| &|,){2,9}$")
_FILE_NAME = re.compile(
    r"^\S*(?:image|img|thumbnail|placeholder|avatar|logo|banner|icon)\S*[-_.]\S+$|^\S+\.(?:jpe?g|png|gif|webp|svg)$",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.!?…。！？।؟][\"”’'»)\]」』]*$")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")


def furniture(view: View) -> frozenset[int]:
    """Return the numbers of the sentences that carry no news.

    A repeated headline or paragraph counts from its second time on; a line of a page (label,
    address, credit, tag, file name) where it stands alone; offers and notices wherever they stand.
    """
    found = _repeated(view)
    noticed = {number for word in _NOTICE_WORDS for number in view.sentences_of.get(word, ())}
    for number, (start, end) in enumerate(view.sentences):
        sentence = view.article.text[start:end]
        count = len(view.words_of[number])
        if (
            not _LETTER_OR_DIGIT.search(sentence)
            or (number in noticed and _NOTICE.search(sentence))
            or "©" in sentence
            or _CREDIT.match(sentence)
            or (count <= LONGEST_LABEL and _PAGE.match(f"{sentence} "))
            or (view.alone[number] and _is_line_of_page(view, number, sentence, count))
        ):
            found.add(number)
    return frozenset(found)


def _is_line_of_page(view: View, number: int, sentence: str, count: int) -> bool:
    if count <= LONGEST_LABEL and _LABEL.match(sentence):
        return True
    if _ADDRESS.search(sentence) and not _LETTER_OR_DIGIT.search(_ADDRESS.sub("", sentence)):
        return True
    if _STOP.search(sentence):
        return False
    if _CREDIT.search(sentence) or _BYLINE.match(sentence) or _FILE_NAME.match(sentence):
        return True
    # A tag names again what the text is about; a headline stands first and a figure is never a tag.
    keys = view.keys_in(view.words_of[number])
    return (
        number > 0
        and count <= LONGEST_TAG
        and all(len(view.sentences_of[key]) > 1 and not key[0].isdigit() for key in keys)
    )


def _repeated(view: View) -> set[int]:
    """Find the sentences whose content an earlier sentence of the same text has."""
    content = [
        frozenset(view.keys[view.key_of[i]] for i in within if not view.small[i]) for within in view.words_of
    ]
    found = set()
    for number, words in enumerate(content):
        if len(words) < SHORTEST_REPEAT:
            continue
        numbers = {word for word in words if word[0].isdigit()}
        shared = Counter(earlier for word in words for earlier in view.sentences_of[word] if earlier < number)
        if any(
            count >= REPEATED * max(len(words), len(content[earlier])) and numbers <= content[earlier]
            for earlier, count in shared.items()
        ):
            found.add(number)
    return found
