"""What the grammar must know of a language, and how its tables are written."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DASH = "-‐‑–—"
GAP = r"(?:[^\S\n]{1,2}\n?[^\S\n]{0,2}|\n)"
"""White space between two words of one paragraph: a line may break, an empty line may not stand between."""


PARTS = {"half": Decimal("0.5"), "quarter of": Decimal("0.25"), "three quarters of": Decimal("0.75")}
"""What may stand before *a million*."""


@dataclass(frozen=True)
class Language:
    """One language's words: numbers, scales, calendar, and what softens a figure.

    `small` maps spelled numbers (words parted by one space) to values below 1,000; `scales`
    multiply the number before them; `vague` plurals stand for a range; `softeners` and
    `trailers` map what stands before and after a number to a mark: `~` about, `>` at least,
    `<` at most. `relative` maps phrases to `unit±offset` counted from the day of publication.
    `trailer_openers` are the first words of trailers, `pair_openers` those of scales of two words.
    """

    code: str
    function_words: frozenset[str]
    decimal_comma: bool
    small: Mapping[str, int]
    scales: Mapping[str, int]
    vague: Mapping[str, tuple[int, int]]
    ones: tuple[str, ...]
    softeners: Mapping[str, str]
    trailers: Mapping[str, str]
    months: Mapping[str, int]
    month_is_also_a_word: frozenset[str]
    weekdays: Mapping[str, int]
    day_parts: Mapping[str, str]
    relative: Mapping[str, str]
    time_units: Mapping[str, str]
    to: tuple[str, ...]
    between: tuple[str, str]
    percent: Mapping[str, str]
    stop: frozenset[str]
    future: tuple[str, ...]
    nouns_are_capitalised: bool = False
    softener_endings: tuple[str, ...] = field(init=False)
    trailer_openers: frozenset[str] = field(init=False)
    pair_openers: frozenset[str] = field(init=False)
    number_words: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        endings = sorted(self.softeners, key=len, reverse=True)
        object.__setattr__(self, "softener_endings", tuple(endings))
        object.__setattr__(self, "trailer_openers", openers(self.trailers))
        object.__setattr__(self, "pair_openers", openers(scale for scale in self.scales if " " in scale))
        first = openers(self.small)
        object.__setattr__(self, "number_words", frozenset(first | set(self.scales) | set(self.vague)))

    @cached_property
    def spelled(self) -> re.Pattern[str]:
        """Pattern of a spelled number below 1,000, longest first."""
        return re.compile(rf"{any_of(self.small)}(?![^\W\d_])", re.IGNORECASE)

    @cached_property
    def one_before(self) -> re.Pattern[str]:
        """Pattern of the *a*, *half a* or *quarter of a* at the end of what stands before a scale."""
        return re.compile(rf"\b({any_of(PARTS)}\s)?{any_of(self.ones)}\s$", re.IGNORECASE)


def any_of(phrases: Iterable[str]) -> str:
    """Return a pattern group of `phrases`, longest first; a space stands for any gap or hyphen."""
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "(?:" + "|".join(re.escape(p).replace(r"\ ", rf"(?:{GAP}|[-‐‑])") for p in ordered) + ")"


def openers(phrases: Iterable[str]) -> frozenset[str]:
    """Return the first words of `phrases`: only where one of them stands need the phrases be sought."""
    return frozenset(phrase.split(" ")[0] for phrase in phrases)


def word_set(text: str) -> frozenset[str]:
    """Read the words of a table written as running text; a low line stands for a space."""
    return frozenset(word.replace("_", " ") for word in text.split())


def named(table: str) -> dict[str, str]:
    """Read lines of `name: word word …` to a map from each word, and the name itself, to the name."""
    names: dict[str, str] = {}
    for line in table.strip().splitlines():
        name, _, words = line.strip().partition(":")
        names |= dict.fromkeys(
            (word.replace("_", " ") for word in (name, *words.split())), name.replace("_", " ")
        )
    return names


def counted(text: str, start: int = 0) -> dict[str, int]:
    """Return the words of a running text with their numbers."""
    return {word: value for value, word in enumerate(text.split(), start)}
