"""What a notebook shows of clusters and diffs: plain HTML tables, every text of an article escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from dedupe.report import count
from dedupe.report.legible import legible, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dedupe.facts.diff import Diff
    from dedupe.found import Cluster, Found

CLUSTERS_SHOWN = 10
STATEMENTS_SHOWN = 8
TITLE_CHARACTERS = 80
STATEMENT_CHARACTERS = 240


def found_html(found: Found) -> str:
    """Return the largest clusters as a table."""
    repeated, copies = int((found.sizes > 1).sum()), len(found.articles) - len(found)
    head = (
        f"{count(len(found.articles), 'article')} · {count(repeated, 'cluster')} of two or more · "
        f"{count(copies, 'copy', 'copies')} · level {found.level}"
    )
    rows = [
        (
            shown.id,
            str(len(shown)),
            f"{shown.cohesion:.2f}",
            _title(shown.canonical.title, shown.canonical.text),
        )
        for shown in (found[place] for place in range(min(repeated, CLUSTERS_SHOWN)))
    ]
    rest = repeated - len(rows)
    return _page(head, ("cluster", "articles", "cohesion", "canonical"), rows, rest, "more cluster")


def cluster_html(cluster: Cluster) -> str:
    """Return the versions of a cluster as a table, canonical first."""
    rows = [
        (
            article.id,
            relation,
            f"{similarity:.2f}",
            article.published.strftime("%Y-%m-%d %H:%M") if article.published else "",
            article.source or "",
            _title(article.title, article.text),
        )
        for article, relation, similarity in zip(
            cluster.articles, cluster.relations, cluster.similarities, strict=True
        )
    ]
    head = f"{count(len(cluster), 'version')} · cohesion {cluster.cohesion:.2f}"
    return _page(head, ("id", "relation", "similarity", "published", "source", "title"), rows)


def diff_html(diff: Diff) -> str:
    """Return what each version adds, weightiest first, and the contradictions."""
    head = (
        f"{count(len(diff.versions), 'version')} · {count(len(diff.shared), 'statement')} in all · "
        f"{count(len(diff.conflicts), 'contradiction')}"
    )
    rows = []
    for version in diff.versions:
        only = diff.only(version.id)
        rows += [
            (version.id, f"{each.weight:.2f}", shortened(legible(each.text), STATEMENT_CHARACTERS))
            for each in only[:STATEMENTS_SHOWN]
        ]
        if len(only) > STATEMENTS_SHOWN:
            rows.append((version.id, "", f"and {len(only) - STATEMENTS_SHOWN} more"))
    for conflict in diff.conflicts:
        told = " ≠ ".join(f"{legible(each.text)} ({legible(each.version)})" for each in conflict.values)
        rows.append(("contradiction", "", told))
    return _page(head, ("only in", "weight", "statement"), rows)


def _title(title: str | None, text: str) -> str:
    return shortened(legible(title or text), TITLE_CHARACTERS)


def _page(
    head: str, names: Sequence[str], rows: Iterable[Sequence[str]], rest: int = 0, what: str = ""
) -> str:
    """Return a heading and a table; cells take the direction of what they hold."""
    cells = "".join(
        "<tr>"
        + "".join(f'<td dir="auto" style="text-align:start">{escape(legible(cell))}</td>' for cell in row)
        + "</tr>"
        for row in rows
    )
    header = "".join(f'<th style="text-align:start">{escape(name)}</th>' for name in names)
    table = f"<table><thead><tr>{header}</tr></thead><tbody>{cells}</tbody></table>" if cells else ""
    more = f"<p>and {escape(count(rest, what))}</p>" if rest else ""
    return f"<div><p><b>{escape(head)}</b></p>{table}{more}</div>"
