"""The diff of the versions of a report: what each adds, what all share, where they disagree."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import compress
from typing import TYPE_CHECKING, Any

from dedupe.facts.alignment import contest, weigh
from dedupe.facts.boilerplate import furniture
from dedupe.facts.conflicts import conflicts, contradictions
from dedupe.facts.copies import Copies, read_once
from dedupe.facts.model import Statement, plain, plain_statement, plain_version, weightiest
from dedupe.facts.places import places
from dedupe.facts.statements import cut
from dedupe.facts.table import FactTable, fact_table
from dedupe.facts.timeline import Timeline, timeline
from dedupe.facts.weight import rarity
from dedupe.facts.weight import weights as weigh_pieces
from dedupe.facts.wording import number_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from dedupe.articles.model import Article
    from dedupe.facts.alignment import Evidence
    from dedupe.facts.model import Conflict
    from dedupe.facts.view import View


@dataclass(frozen=True, slots=True, repr=False)
class Diff:
    """What the versions of a report have in common and what not.

    `versions` stand in time order where every date is known, else as given; `statements` cover
    the text of each version, version by version in that order.
    """

    versions: tuple[Article, ...]
    statements: tuple[Statement, ...]
    conflicts: tuple[Conflict, ...]

    def __repr__(self) -> str:
        """Return a line that says what was compared."""
        names = ", ".join(version.id for version in self.versions)
        return f"Diff({names}: {len(self.statements)} statements, {len(self.conflicts)} conflicts)"

    def _repr_html_(self) -> str:
        """Return what a notebook shows."""
        from dedupe.report.notebook import diff_html

        return diff_html(self)

    def only(self, version: str | Article) -> list[Statement]:
        """Return the news that only this version, or the one of this id, gives, weightiest first."""
        name = self._id_of(version)
        return weightiest(s for s in self._news(name) if s.held_by == (name,))

    def added(self, version: str | Article, against: str | Article) -> list[Statement]:
        """Return the news that a version gives and another (`against`) lacks, weightiest first."""
        name, other = self._id_of(version), self._id_of(against)
        return weightiest(s for s in self._news(name) if other not in s.held_by)

    def dropped(self, version: str | Article, against: str | Article) -> list[Statement]:
        """Return the news that another version (`against`) gives and this one does not, weightiest first.

        What a later version leaves out is news too: a cause that is not repeated, a name that is gone.
        """
        return self.added(against, against=version)

    @property
    def shared(self) -> list[Statement]:
        """The news that every version gives, as the first version puts it, in its order."""
        if not self.versions:
            return []
        return [s for s in self._news(self.versions[0].id) if len(s.held_by) == len(self.versions)]

    @property
    def timeline(self) -> Timeline:
        """The story in time: what each version added to all before it, dropped and corrected.

        Made anew at each look, as `table` is.
        """
        return timeline(self.versions, self.statements, self.conflicts)

    @property
    def table(self) -> FactTable:
        """The facts by version: which gives each, how it puts it, and who had it first."""
        return fact_table(self.versions, self.statements, self.conflicts)

    def to_dict(self) -> dict[str, Any]:
        """Return the diff as plain lists and dictionaries, ready for JSON."""
        return {
            "versions": [plain_version(article) for article in self.versions],
            "statements": [plain_statement(statement) for statement in self.statements],
            "conflicts": [
                plain(conflict) | {"values": [plain(value) for value in conflict.values]}
                for conflict in self.conflicts
            ],
        }

    def _news(self, version: str) -> list[Statement]:
        return [s for s in self.statements if s.version == version and s.kind == "news"]

    def _id_of(self, version: str | Article) -> str:
        name = version if isinstance(version, str) else version.id
        known = [article.id for article in self.versions]
        if name not in known:
            raise KeyError(f"no version {name!r} in this diff; it has {', '.join(map(repr, known))}")
        return name


def diff(versions: Sequence[Article], *, weights: Mapping[str, float] | None = None) -> Diff:
    """Compare the versions of a report, statement by statement.

    Copies are compared once, and say nothing new: no other version's statements weigh more or less for them.

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
    views, copies = read_once(ordered)
    wording = number_words(views)
    rarities = rarity(wording, weights or {})
    evidence = weigh(wording)
    no_news = [furniture(one) for one in views]
    contradicted = contradictions(views, evidence, no_news)
    contest(evidence, contradicted)
    statements: list[Statement] = []
    for number in range(len(views)):
        statements += _statements(views, number, evidence[number], rarities, no_news[number])
    told = conflicts(views, contradicted)
    if len(views) < len(ordered):
        every = Copies(ordered, copies)
        statements, told = every.statements(statements), every.conflicts(told)
    return Diff(ordered, tuple(statements), told)


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
    evidence: Evidence,
    rarities: NDArray[np.float64],
    no_news: frozenset[int],
) -> list[Statement]:
    """Make the statements of one version."""
    this = views[number]
    ids = [one.article.id for one in views]
    pieces = cut(this, evidence, whole=no_news)
    begins = [fact.start for fact in this.facts]
    facts = [slice(bisect_left(begins, piece.start), bisect_left(begins, piece.end)) for piece in pieces]
    weights = weigh_pieces(this, pieces, facts, evidence, rarities)
    statements = []
    for piece, within, weight, aligned in zip(
        pieces, facts, weights, places(evidence.standing, pieces), strict=True
    ):
        held = [*piece.held[:number], True, *piece.held[number:]]
        boilerplate = piece.sentence in no_news
        start, end = this.written(piece.start, piece.end)
        statements.append(
            Statement(
                version=ids[number],
                start=start,
                end=end,
                text=this.article.text[start:end],
                held_by=tuple(compress(ids, held)),
                first=ids[held.index(True)],
                weight=0.0 if boilerplate else weight,
                kind="boilerplate" if boilerplate else "news",
                facts=tuple(map(this.fact_written, this.facts[within])),
                aligned=tuple(aligned),
            )
        )
    return statements
