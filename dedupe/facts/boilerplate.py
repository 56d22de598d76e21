"""Sentences that are no news: furniture of the page, and what the text itself repeats."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from dedupe.facts.view import View

REPEATED = 0.85
"""Share of content words, both ways, from which a sentence repeats an earlier one of its own text."""

SHORTEST_REPEAT = 4
"""Content words that a repeated sentence must have: short ones are refrains of speech."""

LONGEST_LABEL = 12
"""Words of a line that can still be a label (`Source: …`, `Photo: …`) rather than a sentence."""

LONGEST_SCRAP = 6
"""Words of a line without a stop that is furniture for standing between furniture."""

LONGEST_TAG = 3
"""Words of a line without a stop that can still be a tag or a section name."""

_ADDRESS = re.compile(r"(?:https?://|www\.)\S", re.IGNORECASE)
_MAIL_END = re.compile(r"[^\W_]\.\w{2,}\W*$")

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
    |(?:written\ )?permission\ of\ the\ (?:publisher|copyright)|without\ (?:prior\ |written\ )+permission
    |(?:we|this\ (?:web)?site|our\ partners)\ uses?\ cookies|we\ value\ your\ privacy
    |(?:accept|manage|reject)\ (?:all\ )?cookies
    |(?:sign\ up|subscribe|register)\b[^.]{0,60}\b(?:our|newsletters?|inbox|email\ alerts)
    |subscribe\ (?:now|today|here|for\ (?:only\ |just\ )?[$€£]\d+)|(?:follow|like|find)\ us\ on
    |our\ terms\ (?:of\ (?:use|service)|and\ conditions)
    |click\ here\ (?:to|for)|skip\ to\ (?:main\ )?content|enable\ javascript|scroll\ to\ continue
    |download\ (?:our|the)\ (?:free\ )?app|newsletter\ (?:abonnieren|anmelden)
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
# Every notice has one of these words: most texts have none and are not searched.
_NOTICE_WORDS = frozenset(
    {
        "permission",
        "privacy",
        "rights",
        "rechte",
        "derechos",
        "droits",
        "copyright",
        "may",
        "cookies",
        "newsletter",
        "newsletters",
    }
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
    |lire\ la\ suite|home|menu|search|copy\ link
    |(?:accept|reject|allow|decline|deny|refuse|manage|customi[sz]e|save|alle|tout)
     (?:\ (?:all|my|cookies|preferences|settings|choices|options|annehmen|ablehnen|akzeptieren|accepter
     |refuser))+
    |aceptar\ todo|rechazar\ todo|einstellungen\ verwalten)\W+)+$
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
# Most sentences begin otherwise, and need not be matched.
_CREDIT_OPENINGS = (
    *("additional", "with", "reporting", "writing", "editing", "compiled", "translated", "edited"),
    *("photo", "image", "picture", "video", "graphic", "file", "handout", "redaktion", "bearbeitet"),
    *("reporte", "editado", "rédigé", "getty", "shutterstock", "ap", "afp"),
)
# A name or more, and perhaps what the writer is: "By Ana Falk, court reporter".
_BYLINE = re.compile(
    r"^(?:By|Von|Por|Par|Di|Door)(?: [A-Z][\w.'’-]*| and| und| y| et| e| en| &|,){2,9}(?:, [^,.]{3,40})?$"
)
_TO_FOLLOW = re.compile(
    r"""\W*(?:
    more\ (?:to\ (?:follow|come)|follows|soon)
    |(?:this\ is\ a\ )?(?:breaking|developing)(?:\ news)?\ story(?:\ and\ will\ be\ updated)?
    |(?:please\ )?(?:check\ back|refresh)\ .{0,40}\bupdates?
    |mehr\ in\ kürze|(?:weitere\ )?(?:meldung|bericht)\ folgt|(?:habrá|seguirá)\ ampliación
    |plus\ d['’]infos?\ à\ venir
    |segue|ends
    )\W*""",
    re.IGNORECASE | re.VERBOSE,
)
# Where the page stands in its site (Home > News > World), or a row of links.
_TRAIL = re.compile(
    r"[^<>‹›«»/|]{1,30}(?:\s[>›»]\s[^<>‹›«»|]{1,30}){1,6}|[^<>«»|]{1,20}(?:\s\|\s[^<>«»|]{1,20}){2,6}"
)
# What a page counts and when it was put there: "156 comments", "Updated 4 hours ago · 3 min read".
_COUNTER = re.compile(
    r"""\W*(?:\d[\d.,]*[km]?\ (?:comments?|shares?|views?|likes?|reactions?|min(?:ute)?s?\ read)
    |(?:(?:first|last)\ )?(?:updated|published|posted|modified)\b(?=.*\d).{1,60}?
    |\d{1,3}\ (?:min(?:ute)?s?|hours?|days?)\ ago
    )(?:\W+\d{1,3}\ min(?:ute)?s?\ read)?\W*""",
    re.IGNORECASE | re.VERBOSE,
)
_IMAGE_TEXT = re.compile(r"\b(?:og:?image|alt[ -]text|featured image)\b", re.IGNORECASE)
_PAGE_NUMBER = re.compile(
    r"\W*(?:page\W+|p\.\W*|seite\W+|página\W+)?\d{1,3}(?:\W+(?:of|von|de|/)\W*\d{1,3})?\W*", re.IGNORECASE
)
_NUMBERED = re.compile(r"\d{1,2}[.)]?\s+[^\W\d_]")
_MARKUP = re.compile(r"<[^<>]*>|&#?\w{2,8};")
_IMAGE = re.compile(r"image|img|thumbnail|placeholder|avatar|logo|banner|icon", re.IGNORECASE)
_IMAGE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg)$", re.IGNORECASE)
_NAME_PART = re.compile(r"[-_.].")
_STOPS = tuple(".!?…。！？।؟")
_CLOSERS = "\"”’'»)]」』"
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")


def furniture(view: View) -> frozenset[int]:
    """Return the numbers of the sentences that carry no news.

    A repeated headline or paragraph counts from its second time on; a line of a page (label,
    address, credit, tag, trail, file name) where it stands alone; offers and notices wherever they
    stand, with the shorter rest of their paragraph and the scraps between them.
    """
    notices = set()
    lines = set()
    for number, (start, end) in enumerate(view.sentences):
        sentence = view.text[start:end]
        keys = view.keys_in(view.words_of[number])
        short = len(keys) <= LONGEST_LABEL
        if (
            (not _NOTICE_WORDS.isdisjoint(keys) and _NOTICE.search(sentence))
            or "©" in sentence
            or (short and _PAGE.match(f"{sentence} "))
        ):
            notices.add(number)
        elif (
            (not keys and not _LETTER_OR_DIGIT.search(sentence))
            or (keys and keys[0].startswith(_CREDIT_OPENINGS) and _CREDIT.match(sentence))
            or (short and _TO_FOLLOW.fullmatch(sentence))
            or ("<" in sentence and not _LETTER_OR_DIGIT.search(_MARKUP.sub("", sentence)))
            or (view.alone[number] and _is_line_of_page(view, number, sentence, len(keys)))
        ):
            lines.add(number)
    if notices:
        notices |= _rest_of_paragraph(view, notices)
    page = notices | lines
    page |= _teasers(view, page)
    return frozenset(page | _scraps(view, page) | _repeated(view))


def _rest_of_paragraph(view: View, notices: set[int]) -> set[int]:
    """Find the sentences that share a paragraph with notices and have fewer words than they."""
    words: Counter[tuple[int, bool]] = Counter()
    for number, paragraph in enumerate(view.paragraph_of):
        words[paragraph, number in notices] += len(view.words_of[number])
    return {
        number
        for number, paragraph in enumerate(view.paragraph_of)
        if 0 < words[paragraph, False] < words[paragraph, True]
    }


def _teasers(view: View, page: set[int]) -> set[int]:
    """Find the numbered headlines that follow a line of the page: *Most read*, *1. …*, *2. …*."""
    found: set[int] = set()
    for number, (start, end) in enumerate(view.sentences):
        sentence = view.text[start:end]
        if (
            view.alone[number]
            and (number - 1 in found or (number - 1 in page and sentence.startswith("1")))
            and len(view.words_of[number]) <= LONGEST_LABEL
            and _NUMBERED.match(sentence)
            and not _stops(sentence)
        ):
            found.add(number)
    return found


def _scraps(view: View, page: set[int]) -> set[int]:
    """Find the short lines without a stop between lines of the page, or between one and the end."""
    last = len(view.sentences) - 1
    return {
        number
        for number, (start, end) in enumerate(view.sentences)
        if view.alone[number]
        and number > 0
        and len(view.words_of[number]) <= LONGEST_SCRAP
        and number - 1 in page
        and (number == last or number + 1 in page)
        and not _stops(view.text[start:end])
        and not any(key[0].isdigit() for key in view.keys_in(view.words_of[number]))
    }


def _is_line_of_page(view: View, number: int, sentence: str, count: int) -> bool:
    if count <= LONGEST_LABEL and (_LABEL.match(sentence) or _COUNTER.fullmatch(sentence)):
        return True
    if (
        ("@" in sentence or "://" in sentence or "www." in sentence.lower())
        and _LETTER_OR_DIGIT.search(sentence)
        and all(_is_address(word) for word in sentence.split() if _LETTER_OR_DIGIT.search(word))
    ):
        return True
    if _stops(sentence):
        return False
    if _CREDIT.search(sentence) or _BYLINE.match(sentence) or _is_image_file(sentence):
        return True
    if count <= LONGEST_LABEL and _IMAGE_TEXT.search(sentence):
        return True
    if _TRAIL.fullmatch(sentence) or (number > 0 and _PAGE_NUMBER.fullmatch(sentence)):
        return True
    # A tag names again what the text is about; a headline stands first and a figure is never a tag.
    words = view.words_of[number]
    return (
        number > 0
        and count <= LONGEST_TAG
        and bool((view.frequency[view.key_of[words.start : words.stop]] > 1).all())
        and not any(key[0].isdigit() for key in view.keys_in(words))
    )


def _stops(sentence: str) -> bool:
    """Tell whether a sentence ends with a stop, closing marks left aside."""
    return sentence.rstrip(_CLOSERS).endswith(_STOPS)


def _is_address(word: str) -> bool:
    """Tell an address of the web, or of mail, with what clings to it."""
    at = word.find("@")
    return _ADDRESS.search(word) is not None or (at > 0 and _MAIL_END.search(word, at + 1) is not None)


def _is_image_file(sentence: str) -> bool:
    """Tell the name of an image's file, which stands where the image did: *banner-2026_final.jpg*."""
    if any(map(str.isspace, sentence)):
        return False
    image = _IMAGE.search(sentence)
    parted = image is not None and _NAME_PART.search(sentence, image.end()) is not None
    return parted or _IMAGE_FILE.search(sentence, 1) is not None


def _repeated(view: View) -> set[int]:
    """Find the sentences whose content an earlier sentence of the same text has."""
    # What stands once in the text is in no earlier sentence: where all have enough of it, none repeats.
    once = (np.bincount(view.key_of) == 1)[view.key_of]
    counts, lone = (
        np.bincount(view.sentence_of[words], minlength=len(view.sentences))
        for words in (~view.small, ~view.small & once)
    )
    if ((lone > (1 - REPEATED) * counts) | (counts < SHORTEST_REPEAT)).all():
        return set()
    frequency = dict(zip(view.keys, view.frequency.tolist(), strict=True))
    content = [frozenset(view.content[words.start : words.stop]) - {""} for words in view.words_of]
    standing: dict[str, list[int]] = defaultdict(list)
    found, known = set(), set[frozenset[str]]()
    for number, words in enumerate(content):
        if words in known:
            if len(words) >= SHORTEST_REPEAT:
                found.add(number)
            continue
        known.add(words)
        if len(words) >= SHORTEST_REPEAT:
            # Of so many of the words at least one stands in every sentence that has enough of them.
            enough = math.ceil(REPEATED * len(words))
            rarest = sorted(words, key=frequency.__getitem__)[: len(words) - enough + 1]
            numbers = {word for word in words if word[0].isdigit()}
            if any(
                len(words & content[earlier]) >= REPEATED * max(len(words), len(content[earlier]))
                and numbers <= content[earlier]
                for earlier in {earlier for word in rarest for earlier in standing.get(word, ())}
            ):
                found.add(number)
        for word in words:
            if frequency[word] > 1:
                standing[word].append(number)
    return found
