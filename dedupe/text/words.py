"""Words as spans of the text they stand in, and the small words that carry grammar rather than news."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedupe import kernels
from dedupe.kernels import COMMA, MARK, UNREAD, UNSPACED
from dedupe.text.characters import UNSPACED_RANGES, kinds, points_of

if TYPE_CHECKING:
    from numpy.typing import NDArray


_UNSPACED_CHARACTER = re.compile(f"[{''.join(f'{chr(a)}-{chr(b)}' for a, b in UNSPACED_RANGES)}]")

_ELIDED = re.compile(
    r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|un|dell|all|nell|dall|sull|quest|quell)'(?=[aàâeéèêëiîïoôuùûyh])"
)
"""Articles and the like of French and Italian that have lost a vowel before the word: *l'usine*, *n'a*."""

SAMPLE = 10_000
"""Letters that tell a language: more do not change the guess."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FUNCTION_WORDS = {
    "en": _words(
        """
        a about above across after against all along also although am among an and another any are
        around as at be because been before behind being below between both but by can could did do does
        down during each either even every few for from had has have he her here hers him his how
        however i if in including into is it its just like may me might mine more most much must my
        neither no nor not nothing of off on once one only or other our ours out over own per rather
        shall she should since so some such than that the their theirs them then there these they this
        those though through to too toward towards under until up upon us very via was we were what when
        where whether which while who whom whose why will with within without would yet you your
        """
    ),
    "de": _words(
        """
        aber alle als also am an auch auf aus bei beim bis da damit das dass dem den denn der des die
        dies diese diesem diesen dieser dieses doch durch ein eine einem einen einer eines er es für
        gegen haben hat hatte hatten ich ihm ihn ihr ihre ihrem ihren ihrer im in ist ja kann kein keine
        mehr mit nach nicht noch nun nur ob oder ohne schon sein seine seinem seinen seiner seit sich
        sie sind so soll sollen über um und uns unter vom von vor war waren was weil wenn werden wie
        wieder will wir wird wo wurde wurden während zu zum zur zwischen
        """
    ),
    "es": _words(
        """
        a al algunos ante antes como con contra cual cuando de del desde donde durante e el ella ellas
        ellos en entre era eran es esa ese eso esta estaba estado estas este esto estos está están fue
        fueron ha han hasta hay la las le les lo los más me mi mientras muy nada ni no nos o otra otro
        para pero por porque que quien se según ser si sin sino sobre son su sus también tan tanto te
        tiene todo todos tras tu u un una uno unos y ya
        """
    ),
    "fr": _words(
        """
        à après au aussi autre aux avant avec car ce cela ces cet cette ceux chez comme contre dans de
        depuis des deux dont du elle elles en encore entre est et été était eu fait font il ils je
        jusque la le les leur leurs lors lui mais me même moins ne ni nos notre nous on ont ou où par
        pas pendant peu plus pour qu que quand qui sa sans se selon ses si son sont sous sur tous tout
        toute très un une vers vos votre vous y
        """
    ),
    "it": _words(
        """
        a ad ai al alla alle allo anche che chi ci come con contro cui da dal dalla dalle degli dei del
        della delle dello di dopo dove e è ed era erano fra gli ha hanno i il in io la le lei lo loro
        lui ma mentre mi nei nel nella nelle no noi non o ogni per perché più poi prima quale quando
        quella quello questa questo se senza si sia sono sta stato su sua sue sugli sui sul sulla suo
        suoi tra tutti un una uno
        """
    ),
    "pt": _words(
        """
        a ao aos após as até com como contra da das de dela dele desde do dos durante e é ela ele eles
        em entre era essa esse esta está este eu foi foram há isso já lhe mais mas me mesmo muito na nas
        não nem no nos o onde os ou para pela pelas pelo pelos por porque quando que quem são se segundo
        sem ser seu seus sob sobre sua suas também te tem tinha um uma
        """
    ),
    "nl": _words(
        """
        aan al alle als bij daar dan dat de der deze die dit doch door een en er geen haar had heb
        hebben heeft hem het hij hoe hun ik in is je kan maar me meer met na naar niet nog nu of om
        omdat onder ons ook op over te tegen toen tot uit van veel voor waren was wat we werd wie wij
        worden wordt zal ze zich zij zijn zo zou
        """
    ),
}
"""Grammar's words by language: they say what language a text is in, and where a clause can begin."""

_LANGUAGES_OF = {
    word: tuple(language for language, words in FUNCTION_WORDS.items() if word in words)
    for word in frozenset().union(*FUNCTION_WORDS.values())
}
_RUN = re.compile(r"[^\W\d_]+|\d+")


CLAUSE_OPENERS = _words(
    """
    which who whom whose while although though whereas because including but
    während weil obwohl wobei darunter sowie sondern aber
    mientras aunque porque incluyendo incluido pero quien cual enquanto embora incluindo mas
    tandis alors bien dont notamment mais mentre sebbene perché compreso ma
    terwijl hoewel omdat waaronder maar
    """
)
"""Words that open a clause even where no comma stands before them."""

CONJUNCTIONS = _words("and or und oder sowie y e o u et ou ed od en of")
"""Words that stand before the last item of a list."""


class Words(NamedTuple):
    """The words of a text, and the runs of letters and of digits in it: "over50" is two runs.

    `starts` and `ends` count code points, as `run_starts` does. `apart`, `marked` and `after_comma` tell of
    each word (bool) whether anything, a mark that parts clauses, or a comma stands between it and the one
    before; `unspaced` whether the text has any character of a script without spaces between words.
    """

    words: list[str]
    starts: list[int]
    ends: list[int]
    runs: list[str]
    run_starts: list[int]
    apart: NDArray[np.bool_]
    marked: NDArray[np.bool_]
    after_comma: NDArray[np.bool_]
    unspaced: bool


def find_words(text: str) -> Words:
    """Find the words of a text.

    A number keeps its separators (`3,257.5`), initials their stops (`U.S.`), a possessive or a contraction
    its apostrophe; in scripts without spaces (Han, kana, Thai, …) each character is a word.
    """
    points = points_of(text)
    every, spans, gaps, run_spans = kernels.words(points, kinds())
    if every & UNREAD:
        every, spans, gaps, run_spans = kernels.words(points, kinds(points.tolist()))
    starts, ends = spans.tolist()
    words = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    run_starts, run_ends, same = run_spans.tolist()
    # Nearly all runs are a word by themselves.
    runs = list(map(words.__getitem__, same)) if words else []
    for run in np.flatnonzero(run_spans[2] < 0).tolist():
        runs[run] = text[run_starts[run] : run_ends[run]]
    return Words(
        words,
        starts,
        ends,
        runs,
        run_starts,
        apart=gaps != 0,
        marked=gaps & MARK != 0,
        after_comma=gaps & COMMA != 0,
        unspaced=every & UNSPACED != 0,
    )


def word_spans(text: str) -> list[tuple[int, int]]:
    """Find the words of a text, as `find_words` does: `(start, end)` code point offsets, in order."""
    words = find_words(text)
    return list(zip(words.starts, words.ends, strict=True))


def unspaced(character: str) -> bool:
    """Tell whether a character belongs to a script that writes no spaces between words."""
    return character > "\u0dff" and _UNSPACED_CHARACTER.match(character) is not None


def guess_language(text: str) -> str:
    """Guess a language code by counting function words in the first `SAMPLE` letters; `en` where none speak.

    A word counts for every language that has it, so that where short words are shared (`in`, `a`)
    the language with more of its own wins.
    """
    return language_of_words(" ".join(_RUN.findall(text[:SAMPLE])).lower().split(" "))


def word_key(word: str) -> str:
    """Return a word as it is compared: case folded, without possessive, separators or an elided article.

    >>> [word_key(word) for word in ("Minister's", "don’t", "l'usine", "1,200", "U.S.")]
    ['minister', 'dont', 'usine', '1200', 'us']
    """
    if word[0].isdigit():
        return word.replace(",", "")
    if word.isalpha():
        return word.casefold()
    key = _ELIDED.sub("", word.casefold().replace("’", "'").replace(".", ""))
    return key.removesuffix("'s").replace("'", "")


def language_of_words(words: list[str]) -> str:
    """Guess a language as `guess_language` does, by the runs of letters in a text, in lower case."""
    scores = dict.fromkeys(FUNCTION_WORDS, 0)
    # No word holds a space: joined they are folded at once ("daß" is "dass").
    joined = " ".join(words)
    folded = words if joined.isascii() else joined.casefold().split(" ")
    for word, count in Counter(filter(_LANGUAGES_OF.__contains__, folded)).items():
        for language in _LANGUAGES_OF[word]:
            scores[language] += count
    return max(scores, key=lambda language: (scores[language], language == "en"))
