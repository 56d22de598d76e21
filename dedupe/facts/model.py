"""The words the diff speaks in: facts, statements, conflicts, and the diff that holds them.

Offsets count Unicode code points in the version's own text, `start` inclusive, `end` exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dedupe.articles.model import Article

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
    """Two or more versions that give incompatible values for one thing.

    `kind` is that of the values, or `wording`: they say the opposite in sentences that are worded alike.
    """

    kind: str
    values: tuple[ConflictValue, ...]


@dataclass(frozen=True, slots=True)
class Correction(_Sent):
    """What a version says in place of what an earlier one said: a value, or who is the source.

    `kind` is that of the conflict, or `attribution`. Whether the earlier version was wrong or the world
    has moved on, a toll has risen, the texts do not tell.
    """

    kind: str
    before: ConflictValue
    after: ConflictValue


@dataclass(frozen=True, slots=True)
class Revision(_Sent):
    """What a version made of the report as it stood before.

    added
        The news that no earlier version gives, weightiest first; of the first version all its news.
    dropped
        The news that it leaves out: the version before gives it, and so do more than half of all earlier
        ones. As the version before puts it, weightiest first. Another outlet may never have had it.
    corrected
        What it says in place of what the latest earlier version to speak of the same thing says, in the
        order of its text.
    """

    version: str
    added: tuple[Statement, ...]
    dropped: tuple[Statement, ...]
    corrected: tuple[Correction, ...]


@dataclass(frozen=True, slots=True)
class Cell(_Sent):
    """How a version gives a fact: its words, the value in them (empty for a statement), and where."""

    version: str
    text: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row(_Sent):
    """A fact, and how each version gives it.

    kind, text
        A kind of fact or `statement`; the words of the version that had it `first`.
    weight
        From 0 to 1, the most that a statement weighs in which it stands.
    contested
        Whether versions give incompatible values for it.
    cells
        One a version, in their order; None where a version does not give it.
    """

    kind: str
    text: str
    first: str
    weight: float
    contested: bool
    cells: tuple[Cell | None, ...]


def weightiest(statements: Iterable[Statement]) -> list[Statement]:
    """Sort statements by weight, the weightiest first."""
    return sorted(statements, key=lambda s: (-s.weight, s.start))


def plain(value: _Sent) -> dict[str, Any]:
    """Return the fields of a value by name; `dataclasses.asdict` takes eight times as long."""
    names: tuple[str, ...] = value.__slots__
    return {name: getattr(value, name) for name in names}


def plain_statement(statement: Statement) -> dict[str, Any]:
    """Return a statement with all that it holds as plain lists and dictionaries, ready for JSON."""
    return plain(statement) | {
        "held_by": list(statement.held_by),
        "facts": [plain(fact) for fact in statement.facts],
        "aligned": [plain(place) for place in statement.aligned],
    }


def plain_version(article: Article) -> dict[str, Any]:
    """Return what is known of a version besides its text, ready for JSON."""
    return {
        "id": article.id,
        "title": article.title,
        "published": article.published.isoformat() if article.published else None,
        "source": article.source,
    }
