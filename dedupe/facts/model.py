"""The words the diff speaks in: facts, statements, conflicts, and the diff that holds them.

Offsets count Unicode code points in the version's own text, `start` inclusive, `end` exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

FactKind = Literal[
    "figure",
    "money",
    "percent",
    "date",
    "time",
    "duration",
    "person",
    "place",
    "organisation",
    "name",
    "quote",
]


class _Sent:
    """A value that processes send each other by the hundred: as its class and fields, in half the time.

    What `dataclass` writes for frozen classes with slots sets field by field what is read back.
    """

    __slots__ = ()

    def __reduce__(self) -> tuple[type[Any], tuple[Any, ...]]:
        return type(self), tuple(map(self.__getattribute__, self.__slots__))


@dataclass(frozen=True, slots=True)
class Fact(_Sent):
    """A typed value in a text: what it says (`text`), and what that means (`value`, normalised).

    Two facts of one kind say the same where their `value`s are equal; the forms of `value`
    are written beside the grammar that makes them, in `dedupe.facts.values`.
    """

    kind: FactKind
    text: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Aligned(_Sent):
    """The place in another version that gives a statement's information, and how alike they are (0..1)."""

    version: str
    start: int
    end: int
    similarity: float


@dataclass(frozen=True, slots=True)
class Statement(_Sent):
    """A piece of one version that stands or falls as one: a sentence, or the new or old part of one.

    `held_by` names every version that gives this information, this one included; `first` the
    earliest of them; `weight` says how much an editor should care, from 0 to 1.
    """

    version: str
    start: int
    end: int
    text: str
    held_by: tuple[str, ...]
    first: str
    weight: float
    kind: Literal["news", "boilerplate"]
    facts: tuple[Fact, ...] = ()
    aligned: tuple[Aligned, ...] = ()


@dataclass(frozen=True, slots=True)
class ConflictValue(_Sent):
    """One side of a conflict: what this version says, and where."""

    version: str
    text: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Conflict(_Sent):
    """Two or more versions that give incompatible values for one thing."""

    kind: str
    values: tuple[ConflictValue, ...]
