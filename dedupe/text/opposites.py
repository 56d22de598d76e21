"""Words of news English that say the opposite of each other, and words that negate, in several languages."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from dedupe.text.inflection import base_forms
from dedupe.text.kept import Kept

if TYPE_CHECKING:
    from collections.abc import Iterable

WORDS_KEPT = 1 << 14
"""Words of which it is kept what they are the opposite of."""

_NEGATIONS = """
    not no never nobody nothing none neither nor without cannot cant wont dont doesnt didnt isnt arent wasnt
    werent hasnt havent hadnt wouldnt couldnt shouldnt aint mustnt neednt
    nicht nichts nie niemals niemand kein keine keinen keinem keiner keines ohne
    nunca jamás nadie ningún ninguna ninguno ni sin
    ne pas jamais aucun aucune ni sans
    não nunca jamais ninguém nenhum nenhuma sem
    non mai nessun nessuno nessuna senza
    niet geen nooit niemand
    не нет ни никогда никто ничего без
"""
NEGATIONS = frozenset(_NEGATIONS.split())
"""Words that negate, as words are compared: case folded, without apostrophe."""

_PAIRS = """
    approve back endorse pass adopt | reject oppose veto defeat
    accept agree | refuse reject decline
    confirm admit acknowledge | deny
    support favour favor | oppose
    allow permit authorise authorize legalise legalize | ban bar forbid prohibit block outlaw
    guilty convict convicted | innocent acquit acquitted cleared
    rise rose risen increase jump surge soar | fall fell fallen drop decline decrease slump plunge tumble
    grow grew grown climb gain raise | shrink shrank shrunk slide slid cut lower fall fell drop decline
    rise rose risen increase | shrink shrank shrunk slide slid cut lower
    higher up above over more | lower down below under less fewer
    gain gained | lose lost
    profit | loss
    earn earned make made | lose lost
    win won beat | lose lost
    victory win | defeat loss
    begin began begun start launch open resume | end stop halt close cancel suspend
    open reopen | close shut
    arrive enter join | leave quit exit depart
    stay remain | leave quit go
    resign quit | stay remain
    alive living survive survived | dead die died
    buy bought | sell sold
    hire | fire sack dismiss
    arrest detain jail imprison | release free
    before | after
    earlier | later
    with | without
    for | against
    pro | anti
    best | worst
    better | worse
    strong stronger | weak weaker
    success succeed | failure fail
    pass | fail
    uphold upheld | overturn quash annul
    known | unknown
    sober | drunk
    man boy male | woman girl female
    men boys | women girls
    husband son brother father | wife daughter sister mother
    green | red
    full | empty
    wet | dry
    calm | violent
    present attend | absent
    cheap cheaper | dear dearer expensive
    safe | dangerous unsafe
    legal lawful | illegal unlawful
    true | false
    possible | impossible
    likely | unlikely
    able | unable
    include included | exclude excluded
    expand widen extend | reduce narrow shorten
    improve | worsen deteriorate
    majority | minority
    most | least
    all every everyone everybody everything | none nobody nothing
    import | export
    attack | defend
    praise hail welcome | condemn criticise criticize denounce
    triumph success | disgrace failure disaster
    first | last
    north northern | south southern
    east eastern | west western
    left | right
    maximum | minimum
    hot | cold
    ally friend | enemy foe
"""


def _sides() -> dict[str, tuple[tuple[int, int], ...]]:
    found = defaultdict(list)
    for number, line in enumerate(_PAIRS.strip().split("\n")):
        for side, words in enumerate(line.split("|")):
            for word in words.split():
                found[word].append((number, side))
    return {word: tuple(sides) for word, sides in found.items()}


_SIDES = _sides()


def _sides_of(word: str) -> frozenset[tuple[int, int]]:
    """Return the pairs that a word, in whatever form, is in, and on which side."""
    return frozenset(side for form in base_forms(word) for side in _SIDES.get(form, ()))


_KNOWN = Kept(_sides_of, WORDS_KEPT)


def opposed(words: Iterable[str], others: Iterable[str]) -> bool:
    """Tell whether one of some words, in whatever form, says the opposite of one of the others.

    Where two do they cancel each other: *imports rose* and *exports fell* may both be so.
    """
    mine = [sides for word in words if (sides := _KNOWN[word])]
    yours = {side for word in others for side in _KNOWN[word]} if mine else set()
    return sum(any((number, 1 - side) in yours for number, side in sides) for sides in mine) % 2 == 1
