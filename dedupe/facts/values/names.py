"""Names of persons, places and organisations, by capitals, titles and context.

The value of a name is its words with one space between, without title, article or possessive
(`Ali Pervaiz Malik`); its kind is `name` where nothing tells which. Capitals that a sentence's
beginning, a headline or German nouns explain are no sign of a name.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple

from dedupe.facts.model import Fact
from dedupe.facts.values import gazetteer
from dedupe.facts.values.languages import word_set

if TYPE_CHECKING:
    from collections.abc import Callable

    from dedupe.facts.model import FactKind
    from dedupe.facts.values.reading import Reading

MAX_PIECES = 10
"""Capitalised words in one run; longer runs are headlines or lists."""

HEADLINE_LENGTH = 160
"""Characters of the longest line that may be a headline."""

TITLE_CASE = 0.7
"""Share of a line's longer words with a capital, from which the line is a headline."""

LEAD = 20
"""Characters before a name in which the word that tells its kind is sought."""

NAMES_KEPT = 1 << 14
"""Runs of capitals whose reading is kept: versions of a report, and a text itself, repeat their names."""

# Spelled out as ranges: the class stands in every pattern, and letter by letter it is slow to compile.
_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠȘŢŤȚŪŮŰŲŸŹŻŽƏƠƯΆΈ-ΏΑ-ΫЀ-ЯҐ"
_ABBREVIATED = "|".join(
    rf"(?<=\b{title})"
    for title in (
        *("Mr", "Mrs", "Ms", "Dr", "St", "Jr", "Sr", "Lt", "Sen", "Sens", "Rep", "Reps", "Gov", "Gen"),
        *("Col", "Sgt", "Prof", "Rev", "Capt", "Adm"),
    )
)
_PIECE = (
    rf"[{_UPPER}](?:\.(?:[ ]?[{_UPPER}]\.)*(?:[{_UPPER}](?!\w))?"
    rf"|\w*(?:['’&/-](?=[{_UPPER}\d])\w+)*(?:(?=\.)(?:{_ABBREVIATED})\.)?)"
)
_SPACE = r"(?:[ \u00a0]|\n(?!\s))"
_SMALL = r"(?:of|for|de|del|du|des|da|dos|di|von|van|bin|ibn|al|la|le|y|der|den|the|and|&)"
_LINK = rf"{_SPACE}(?:{_SMALL}{_SPACE}){{0,2}}"
_CAPITAL = re.compile(f"[{_UPPER}]")
_RUN = re.compile(rf"{_PIECE}(?:{_LINK}{_PIECE}){{0,{MAX_PIECES - 1}}}")
_TOKEN = re.compile(rf"({_PIECE})|([^\W\d_]+|&)")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_ACRONYM = re.compile(rf"[{_UPPER}][{_UPPER}\d&-]*[{_UPPER}\d]|(?:[{_UPPER}]\.){{2,}}")
_INITIALS = re.compile(rf"(?:[{_UPPER}]\.[ ]?)+")
_AFTER = re.compile(r"(,?)\s([^\W\d_]+)")
_AGE_AFTER = re.compile(r",\s\d{1,2}(?=[,;.)]|\swho)")
_PARTICLES = word_set("of de del du des da dos di von van bin ibn al la le der den y")
_STATE_BODIES = word_set(
    "Ministry Department Commission Committee Agency Administration Council Office Authority Board"
)
_HEADS = gazetteer.BODIES | gazetteer.SITES | {office.capitalize() for office in gazetteer.TITLES}
_IMPERSONAL = gazetteer.BODIES | {"of", "for", "the", "and", "&"}
_COUNTRIES_DOTTED = frozenset(("U.S.", "U.K.", "U.N.", "E.U."))


# Named tuples: made by the hundred in every article, at half the cost of a frozen dataclass.
class _Piece(NamedTuple):
    word: str
    start: int
    end: int
    capital: bool


class _Run(NamedTuple):
    """Pieces of one name before it is judged; `opens` where it stands first in a sentence, line or quote."""

    pieces: tuple[_Piece, ...]
    opens: bool
    headline: bool


class _Part(NamedTuple):
    """A name in a run, its pieces from `begin` to `end`, and what its words tell of it in any text.

    `office` marks one after an office; `personal` a person's, None where the words around it must tell;
    `organised` a body's, `placed` a known place's, `sited` one worded like a place's; `acronym` one whose
    last word is all capitals.
    """

    begin: int
    end: int
    words: tuple[str, ...]
    value: str
    family: str
    office: bool
    personal: bool | None
    organised: bool
    placed: bool
    sited: bool
    acronym: bool


class _Name(NamedTuple):
    """A name where it stands, and whether it is a person's by its words or those around it."""

    part: _Part
    start: int
    end: int
    personal: bool


class _Known(NamedTuple):
    """What the whole text tells of its names: family names of persons, beginnings of organisations' names."""

    people: frozenset[str]
    bodies: frozenset[str]


def find_names(reading: Reading, taken: list[Fact]) -> list[Fact]:
    """Return the names of a text, in order; what `taken` (dates, amounts) covers is no name."""
    text = reading.text
    covered = {at for fact in taken for at in range(fact.start, fact.end)}
    headlines = _headlines(text)
    runs = [run for found in _RUN.finditer(text) for run in _runs(text, found, covered, headlines)]
    inside = {
        piece.word
        for run in runs
        if not run.headline
        for piece in (run.pieces[1:] if run.opens else run.pieces)
        if piece.capital
    }
    lower = set(reading.words)
    german = reading.language.nouns_are_capitalised
    kept = [
        _name(text, part, pieces)
        for run in runs
        for pieces in _judged(text, run, inside, lower, german=german)
        for part in _parts(tuple([piece.word for piece in pieces]))
    ]
    known = _known(kept)
    return [_fact(text, name, known) for name in kept]


def _headlines(text: str) -> list[tuple[int, int]]:
    """Return the lines in capitals or title case, which say nothing of what is a name."""
    found = []
    start = 0
    lines = text.split("\n")
    for number, line in enumerate(lines):
        end = start + len(line)
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if (
            8 < len(line) <= HEADLINE_LENGTH
            and line.rstrip()[-1:] not in (".", "”", '"')
            and not following[:1].islower()
        ):
            words = _LONG_WORD.findall(line)
            if len(words) > 3 and sum(word[0].isupper() for word in words) >= TITLE_CASE * len(words):
                found.append((start, end))
        start = end + 1
    return found


def _runs(text: str, found: re.Match[str], covered: set[int], headlines: list[tuple[int, int]]) -> list[_Run]:
    """Cut a run of capitals at dates, at words that are never names, and at an *and* between two names."""
    start, end = found.span()
    if start and (text[start - 1].isalnum() or text[start - 1] in "_#@"):
        return []
    word = found[0]
    if word in gazetteer.NEVER:
        return []
    opens = _opens(text, start)
    before = bisect_right(headlines, (start, len(text))) if headlines else 0
    headline = before > 0 and start < headlines[before - 1][1]
    if " " not in word and "\n" not in word:
        return [] if start in covered else [_Run((_Piece(word, start, end, True),), opens, headline)]
    runs: list[_Run] = []
    pieces: list[_Piece] = []
    for token in _TOKEN.finditer(text, start, end):
        word = token[0]
        if token[1] is None:
            if pieces and _joins(word, text[token.end() : end], pieces[-1].word):
                pieces.append(_Piece(word, token.start(), token.end(), False))
                continue
        elif token.start() not in covered and (
            word not in gazetteer.NEVER or (pieces and word.lower() in _PARTICLES and word != "Of")
        ):
            pieces.append(_Piece(word, token.start(), token.end(), True))
            continue
        if pieces:
            runs.append(_Run(_capped(pieces), opens, headline))
            opens = False
        pieces = []
    if pieces:
        runs.append(_Run(_capped(pieces), opens, headline))
    return runs


def _capped(pieces: list[_Piece]) -> tuple[_Piece, ...]:
    """Drop the small words that a name cannot end in."""
    while not pieces[-1].capital:
        pieces.pop()
    return tuple(pieces)


def _joins(word: str, rest: str, before: str) -> bool:
    """Tell whether a lower-case word belongs to the name: *Bank of England*, *A and Co*, *Centre for Law*."""
    if word in _PARTICLES or word == "&":
        return True
    if word == "the":
        return before in ("of", "for")
    if word == "for":
        return before in gazetteer.BODIES or before.lower() in gazetteer.OFFICES
    following = rest.split()
    if not following or following[0].islower():
        return False
    if following[0].rstrip(".,") in ("Co", "Sons", "Associates", "Company") or before in gazetteer.PORTFOLIOS:
        return True
    capitals = following[: next((at for at, w in enumerate(following) if w.islower()), len(following))]
    return len(capitals) > 1 and capitals[-1] in _STATE_BODIES


def _opens(text: str, start: int) -> bool:
    """Tell whether a capital stands where any word has one: first in a text, line, sentence or quote."""
    at = start - 1
    while at >= 0 and text[at] in " \t\u00a0":
        at -= 1
    if at < 0 or text[at] in '“"‘„«»「*•:':
        return True
    if text[at] == "\n":
        # A wrapped line begins anywhere in a sentence, a paragraph at its head.
        return at == 0 or not (text[at - 1].islower() or text[at - 1] == ",") or start - at > 1
    while at >= 0 and text[at] in "”’\"')":
        at -= 1
    return at >= 0 and text[at] in ".!?…"


def _judged(
    text: str, run: _Run, inside: set[str], words: set[str], *, german: bool
) -> list[tuple[_Piece, ...]]:
    """Keep of a run what its capitals make a name; they prove nothing at a beginning or in a headline."""
    pieces = run.pieces
    first = pieces[0]
    if run.headline and not (len(pieces) == 1 and not run.opens and first.word in inside):
        return _grouped(pieces, lambda piece: piece.word in inside or piece.word in gazetteer.PLACES)
    if len(pieces) > 1:
        # "Critics of Duarte", "Members of the G7": what a common word begins is no one name.
        common = not pieces[1].capital and first.word not in _HEADS and first.word not in inside
        if (run.opens or german) and common:
            return [_from_capital(pieces[1:])]
        if run.opens and first.word.lower() in words and first.word not in inside:
            return [_from_capital(pieces[1:])]
        return [pieces]
    word = first.word
    if word in gazetteer.PLACES or _ACRONYM.fullmatch(word):
        return [pieces]
    if (run.opens and word not in inside) or (german and _before(text, first.start) not in gazetteer.OFFICES):
        return []
    return [pieces]


def _grouped(pieces: tuple[_Piece, ...], known: Callable[[_Piece], bool]) -> list[tuple[_Piece, ...]]:
    """Return the unbroken rows of capitals that are known."""
    groups = groupby(pieces, key=lambda piece: piece.capital and known(piece))
    return [tuple(group) for kept, group in groups if kept]


def _from_capital(pieces: tuple[_Piece, ...]) -> tuple[_Piece, ...]:
    """Drop the small words at the head; a run ends in a capital, so something is left."""
    while not pieces[0].capital:
        pieces = pieces[1:]
    return pieces


def _before(text: str, start: int) -> str:
    """Return the word right before a place, lower case, if only a space or comma parts them."""
    if not start or not text[start - 1].isspace():
        return ""
    lead = text[max(0, start - LEAD) : start].rsplit(None, 1)
    return lead[-1].rstrip(",").lower() if lead else ""


@lru_cache(maxsize=NAMES_KEPT)
def _parts(words: tuple[str, ...]) -> tuple[_Part, ...]:
    """Part the names that stand in one run of words, and read what their words tell."""
    return tuple(_part(words, begin, end, office=office) for begin, end, office in _parted(words))


def _parted(words: tuple[str, ...]) -> list[tuple[int, int, bool]]:
    """Part the names that stand in one run and take off titles; True marks a name after an office.

    *FBI Director James Comey* is FBI and James Comey; *Sen. Harry Reid of Nevada* Harry Reid and Nevada.
    Returns where each begins and ends among the words.
    """
    size = len(words)
    if size == 1:
        return [] if words[0].rstrip(".").lower() in gazetteer.TITLES else [(0, 1, False)]
    if words[-1].rstrip(".") not in gazetteer.BODIES:
        for place in range(1, size):
            if words[place].rstrip(".").lower() in gazetteer.OFFICES_WITHIN and _is_capital(words[place - 1]):
                before = place
                while before and words[before - 1].rstrip(".").lower() in gazetteer.TITLES:
                    before -= 1
                if before:
                    rest = [(before + b, before + e, office) for b, e, office in _parted(words[before:])]
                    return [(0, before, False), *rest]
                break
    begin, office = _untitled(words)
    bare = words[begin:]
    if not bare:
        return []
    of = bare.index("of") if "of" in bare else 0
    personal = office or bare[0] in gazetteer.GIVEN_NAMES or _has_initials(bare[:of])
    if of and personal and (of > 1 or office) and bare[of - 1].rstrip(".") not in gazetteer.BODIES:
        rest_begins = next(at for at in range(begin + of + 1, size) if _is_capital(words[at]))
        return [(begin, begin + of, office), (rest_begins, size, False)]
    if office and bare[-1].rstrip(".") in gazetteer.BODIES:
        return [(0, size, False)]
    if within := _given_name_within(bare):
        stops = next(at for at in range(begin + within, begin, -1) if _is_capital(words[at - 1]))
        return [(begin, stops, False), (begin + within, size, office)]
    return [(begin, size, office)]


def _given_name_within(words: tuple[str, ...]) -> int:
    """Return where a person's name begins behind an office's field (*Supply Chains Ana Duarte*), else 0."""
    for place in range(1, len(words) - 1):
        word = words[place]
        if word.count(".") > 1 and word not in _COUNTRIES_DOTTED and _is_capital(words[place - 1]):
            return place
    if len(words) < 4 or words[0] in gazetteer.GIVEN_NAMES or _organised(words):
        return 0
    return next(
        (
            place
            for place in range(2, len(words) - 1)
            if words[place] in gazetteer.GIVEN_NAMES and all(map(_is_capital, words[place - 1 :]))
        ),
        0,
    )


def _untitled(words: tuple[str, ...]) -> tuple[int, bool]:
    """Return where a name begins behind its title, and whether an office makes it a person's."""
    place, office = 0, False
    while place < len(words):
        word = words[place].rstrip(".").lower()
        if word in gazetteer.TITLES and _is_capital(words[place]):
            office = office or word in gazetteer.OFFICES
            place += 1
        elif office and not _is_capital(words[place]):
            place += 1
            while place < len(words) and (
                words[place] in gazetteer.PORTFOLIOS or not _is_capital(words[place])
            ):
                place += 1
        else:
            break
    return (place, True) if office else (0, False)


def _is_capital(word: str) -> bool:
    return _CAPITAL.match(word) is not None


def _part(run: tuple[str, ...], begin: int, end: int, *, office: bool) -> _Part:
    """Read what the words of a name tell by themselves."""
    words = run[begin:end]
    value = " ".join(words)
    return _Part(
        begin,
        end,
        words,
        value,
        family=_family(words),
        office=office,
        personal=False if office else _personal_by_words(words),
        organised=_organised(words),
        placed=_is_place(words, value),
        sited=words[-1] in gazetteer.SITES or words[0] in ("Lake", "Mount") or "Republic" in words,
        acronym=_ACRONYM.fullmatch(words[-1]) is not None,
    )


def _family(words: tuple[str, ...]) -> str:
    """Return the family name: the last word, *Jr.* left aside."""
    return next((word for word in reversed(words) if word not in gazetteer.GENERATIONS), words[-1])


def _personal_by_words(words: tuple[str, ...]) -> bool | None:
    """Tell a person's name by given name or initials; None where what stands around must tell."""
    if len(words) > 5 or words[0] in _COUNTRIES_DOTTED or not _IMPERSONAL.isdisjoint(words):
        return False
    if len(words) > 1 and (words[0] in gazetteer.GIVEN_NAMES or _has_initials(words[:-1])):
        return True
    return None


def _has_initials(words: tuple[str, ...]) -> bool:
    """Tell whether one of some words is a person's initials."""
    return any(_INITIALS.fullmatch(word) for word in words if "." in word)


def _organised(words: tuple[str, ...]) -> bool:
    """Tell a body by its last word, or by what it is a body *of* or *for*."""
    if words[-1].rstrip(".") in gazetteer.BODIES:
        return True
    return len(words) > 2 and any(
        word in ("of", "for") and before in gazetteer.BODIES for before, word in pairwise(words)
    )


def _is_place(words: tuple[str, ...], value: str) -> bool:
    if value in gazetteer.PLACES or (value.isupper() and value.title() in gazetteer.PLACES):
        return True
    return words[0] in gazetteer.SIDES_OF and " ".join(words[1:]) in gazetteer.PLACES


def _name(text: str, part: _Part, run: tuple[_Piece, ...]) -> _Name:
    start, end = run[part.begin].start, run[part.end - 1].end
    personal = _personal(text, part, start, end) if part.personal is None else part.personal
    return _Name(part, start, end, personal)


def _personal(text: str, part: _Part, start: int, end: int) -> bool:
    """Tell a person's name by role before or speaking after."""
    if _before(text, start) in gazetteer.ROLES_BEFORE:
        return True
    if part.acronym:
        return False
    if len(part.words) > 1 and (after := _AFTER.match(text, end)):
        return after[2] in gazetteer.SAYING or bool(after[1] and after[2] == "who")
    return text[end : end + 1] == "," and _AGE_AFTER.match(text, end) is not None


def _known(kept: list[_Name]) -> _Known:
    people: set[str] = set()
    bodies: set[str] = set()
    for part, _, _, personal in kept:
        if part.organised:
            bodies.update(" ".join(part.words[:length]) for length in range(1, len(part.words)))
        elif personal or (part.office and len(part.words) <= 4):
            people.add(part.family)
    return _Known(frozenset(people - gazetteer.PLACES), frozenset(bodies))


def _kind(text: str, name: _Name, known: _Known) -> FactKind:
    part = name.part
    if part.placed:
        return "place"
    if part.office:
        return "person"
    if part.organised or (part.value in known.bodies and not name.personal):
        return "organisation"
    if part.sited:
        return "place"
    if name.personal or (len(part.words) <= 4 and part.family in known.people):
        return "person"
    if len(part.words) == 1 and part.acronym:
        return "organisation"
    if len(part.words) <= 2 and _before(text, name.start) in ("in", "near", "outside"):
        return "place"
    return "name"


def _fact(text: str, name: _Name, known: _Known) -> Fact:
    kind, value = _kind(text, name, known), name.part.value
    if "." in value and kind != "person":
        value = " ".join(map(_undotted, name.part.words))
    if kind == "place" and len(value) > 3 and value.isupper():
        value = value.title()
    return Fact(kind, text[name.start : name.end], value, name.start, name.end)


def _undotted(word: str) -> str:
    """Write `U.S.` as `US`."""
    return word.replace(".", "").replace(" ", "") if word.count(".") > 1 else word
