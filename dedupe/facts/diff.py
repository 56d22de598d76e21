"""The diff of the versions of a report: what each adds, what all share, where they disagree."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from dedupe.facts.alignment import places, weigh
from dedupe.facts.boilerplate import furniture
from dedupe.facts.conflicts import find_conflicts
from dedupe.facts.model import Conflict, Statement
from dedupe.facts.statements import Piece, cut
from dedupe.facts.view import View, view
from dedupe.facts.weight import newness, rarity, weight_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from dedupe.articles.model import Article
    from dedupe.facts.alignment import Evidence
    from dedupe.facts.model import Aligned, Fact


@dataclass(frozen=True, slots=True)
class Diff:
    """What the versions of a report have in common and what not.

    `versions` stand in time order where every date is known, else as given; `statements` cover
    the text of each version, version by version in that order.
    """

    versions: tuple[Article, ...]
    statements: tuple[Statement, ...]
    conflicts: tuple[Conflict, ...]

    def only(self, version: str) -> list[Statement]:
        """Return the news that only this version gives, weightiest first."""
        self._check(version)
        return _weightiest(s for s in self._news(version) if s.held_by == (version,))

    def added(self, version: str, against: str) -> list[Statement]:
        """Return the news that a version gives and another (`against`) lacks, weightiest first."""
        self._check(version)
        self._check(against)
        return _weightiest(s for s in self._news(version) if against not in s.held_by)

    @property
    def shared(self) -> list[Statement]:
        """The news that every version gives, as the first version puts it, in its order."""
        if not self.versions:
            return []
        return [s for s in self._news(self.versions[0].id) if len(s.held_by) == len(self.versions)]

    def to_dict(self) -> dict[str, Any]:
        """Return the diff as plain lists and dictionaries, ready for JSON."""
        return {
            "versions": [
                {
                    "id": article.id,
                    "title": article.title,
                    "published": article.published.isoformat() if article.published else None,
                    "source": article.source,
                }
                for article in self.versions
            ],
            "statements": [_plain(asdict(statement)) for statement in self.statements],
            "conflicts": [_plain(asdict(conflict)) for conflict in self.conflicts],
        }

    def _news(self, version: str) -> list[Statement]:
        return [s for s in self.statements if s.version == version and s.kind == "news"]

    def _check(self, version: str) -> None:
        known = [article.id for article in self.versions]
        if version not in known:
            raise KeyError(f"no version {version!r} in this diff; it has {', '.join(map(repr, known))}")


def diff(versions: Sequence[Article], *, weights: Mapping[str, float] | None = None) -> Diff:
    """Compare the versions of a report, statement by statement.

    Parameters
    ----------
    versions
        One article or more, each with its own id.
    weights
        How rare each word is, from 0 to 1, by its folded form: words of a whole corpus weigh
        statements better than the versions alone. Words it lacks count as seen in the versions.

    Raises
    ------
    ValueError
        Where two versions have one id.

    """
    ordered = _in_time_order(versions)
    views = [view(article) for article in ordered]
    rare = rarity(views) | dict(weights or {})
    evidence = {
        (a, b): weigh(views[a], views[b]) for a in range(len(views)) for b in range(len(views)) if a != b
    }
    no_news = [furniture(one) for one in views]
    statements: list[Statement] = []
    for number in range(len(views)):
        statements += _statements(views, number, evidence, rare, no_news[number])
    return Diff(ordered, tuple(statements), find_conflicts(views, evidence, no_news))


def _in_time_order(versions: Sequence[Article]) -> tuple[Article, ...]:
    ids = [article.id for article in versions]
    twice = sorted({i for i in ids if ids.count(i) > 1})
    if twice:
        raise ValueError(
            f"versions need ids of their own, but {', '.join(map(repr, twice))} stands more than once"
        )
    dated = [(article.published, article) for article in versions if article.published is not None]
    if len(dated) < len(versions):
        return tuple(versions)
    return tuple(article for _, article in sorted(dated, key=lambda pair: pair[0]))


def _statements(
    views: Sequence[View],
    number: int,
    evidence: Mapping[tuple[int, int], Evidence],
    rare: Mapping[str, float],
    no_news: frozenset[int],
) -> list[Statement]:
    """Make the statements of one version."""
    this = views[number]
    others = [other for other in range(len(views)) if other != number]
    against = [evidence[number, other] for other in others]
    pieces = cut(this, against, whole=no_news)
    new = newness(against) if against else np.ones(len(this.words))
    return [
        _statement(views, number, piece, others, evidence, rare, new, boilerplate=piece.sentence in no_news)
        for piece in pieces
    ]


def _statement(
    views: Sequence[View],
    number: int,
    piece: Piece,
    others: Sequence[int],
    evidence: Mapping[tuple[int, int], Evidence],
    rare: Mapping[str, float],
    new: NDArray[np.float64],
    *,
    boilerplate: bool,
) -> Statement:
    this = views[number]
    holders = [number, *(other for other, held in zip(others, piece.held, strict=True) if held)]
    first = bisect_left(this.facts, piece.start, key=_start)
    facts = tuple(this.facts[first : bisect_left(this.facts, piece.end, key=_start)])
    aligned: list[Aligned] = [
        place
        for other in sorted(holders)
        if other != number
        for place in places(this, piece.words, evidence[number, other], views[other])
    ]
    missing = 1.0 - (len(holders) - 1) / len(others) if others else 1.0
    return Statement(
        version=this.article.id,
        start=piece.start,
        end=piece.end,
        text=this.article.text[piece.start : piece.end],
        held_by=tuple(views[holder].article.id for holder in sorted(holders)),
        first=views[min(holders)].article.id,
        weight=0.0 if boilerplate else weight_of(this, piece.words, facts, new, missing, rare),
        kind="boilerplate" if boilerplate else "news",
        facts=facts,
        aligned=tuple(aligned),
    )


def _start(fact: Fact) -> int:
    return fact.start


def _weightiest(statements: Iterable[Statement]) -> list[Statement]:
    return sorted(statements, key=lambda s: (-s.weight, s.start))


def _plain(value: Any) -> Any:
    """Turn the tuples that `asdict` leaves into lists, as JSON has them."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value
