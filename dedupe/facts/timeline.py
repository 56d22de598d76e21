"""How a report grew: what each version added, dropped and corrected, in the order of time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from dedupe.facts.attributions import changed_attributions
from dedupe.facts.model import Correction, Fact, Revision, plain, plain_statement, plain_version, weightiest
from dedupe.facts.values import agree

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dedupe.articles.model import Article
    from dedupe.facts.model import Conflict, ConflictValue, Statement


@dataclass(frozen=True, slots=True)
class Timeline:
    """The versions of a report as one story in time.

    `order` says whether the versions stand in the order of `time` or, since the date of one is unknown, as
    `given`; versions of one moment stand as given too. `revisions` are one a version.
    """

    versions: tuple[Article, ...]
    order: Literal["time", "given"]
    revisions: tuple[Revision, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the timeline as plain lists and dictionaries, ready for JSON."""
        return {
            "versions": [plain_version(article) for article in self.versions],
            "order": self.order,
            "revisions": [
                {
                    "version": revision.version,
                    "added": [plain_statement(statement) for statement in revision.added],
                    "dropped": [plain_statement(statement) for statement in revision.dropped],
                    "corrected": [
                        {"kind": each.kind, "before": plain(each.before), "after": plain(each.after)}
                        for each in revision.corrected
                    ],
                }
                for revision in self.revisions
            ],
        }


def timeline(
    versions: Sequence[Article], statements: Iterable[Statement], conflicts: Iterable[Conflict]
) -> Timeline:
    """Tell the story of a diff in time: of its versions, statements and conflicts, in their order."""
    said: dict[str, list[Statement]] = {article.id: [] for article in versions}
    for statement in statements:
        said[statement.version].append(statement)
    news = [[s for s in said[article.id] if s.kind == "news"] for article in versions]
    corrected = changed_attributions(versions, said)
    for conflict in conflicts:
        for correction in _corrections(conflict, [article.id for article in versions]):
            corrected[correction.after.version].append(correction)
    return Timeline(
        versions=tuple(versions),
        order="given" if any(article.published is None for article in versions) else "time",
        revisions=tuple(
            Revision(
                version=article.id,
                added=tuple(weightiest(s for s in news[number] if s.first == article.id)),
                dropped=tuple(
                    weightiest(_dropped(news[number - 1], versions[:number], article.id)) if number else ()
                ),
                corrected=tuple(
                    sorted(corrected[article.id], key=lambda c: (c.after.start, c.after.end, c.kind))
                ),
            )
            for number, article in enumerate(versions)
        ),
    )


def _dropped(before: Iterable[Statement], earlier: Sequence[Article], version: str) -> Iterable[Statement]:
    """Choose from the news of the version before what is dropped: most earlier versions give it."""
    ids = {article.id for article in earlier}
    for statement in before:
        if version not in statement.held_by and 2 * len(ids.intersection(statement.held_by)) > len(ids):
            yield statement


def _corrections(conflict: Conflict, order: Sequence[str]) -> Iterable[Correction]:
    """Yield each change of the value in a conflict from one version to the next that speaks of it."""
    given: dict[str, list[ConflictValue]] = defaultdict(list)
    for value in conflict.values:
        given[value.version].append(value)
    before: list[ConflictValue] = []
    for version in order:
        if version not in given:
            continue
        after = given[version]
        if before and not any(_agree(conflict.kind, one, other) for one in before for other in after):
            yield Correction(conflict.kind, before[0], after[0])
        before = after


def _agree(kind: str, one: ConflictValue, other: ConflictValue) -> bool:
    a, b = (Fact(kind, v.text, v.value, v.start, v.end) for v in (one, other))  # type: ignore[arg-type]
    return agree(a, b)
