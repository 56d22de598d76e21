"""A diff as Markdown: for a message, a wiki page or a pull request."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dedupe.report import count
from dedupe.report.outline import dots, heading_of, outline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dedupe.facts import Diff
    from dedupe.report.outline import Outline, Passage

# What CommonMark and GitHub's tables and strikethrough would read as markup, wherever it stands.
_MARKUP = re.compile(r"[\\`*_\[\]<>|~&]")

# What is markup only where a line begins.
_OPENING = re.compile(r"^(?:(#{1,6}|[-+=]+)|(\d{1,9})([.)]))(?=\s|$)|^(-{3,})")


def markdown_diff(diff: Diff, *, every: bool = False) -> str:
    """Return what `dedupe.report.terminal.print_diff` prints, as Markdown that ends in a newline."""
    return "\n".join(_lines(outline(diff, every=every))) + "\n"


def escaped(text: str) -> str:
    """Return a legible text so that Markdown shows it as it is."""
    text = _MARKUP.sub(lambda match: "\\" + match.group(), text)
    return _OPENING.sub(lambda match: f"{match[2]}\\{match[3]}" if match[2] else "\\" + match.group(), text)


def numbered(versions: Iterable[int]) -> str:
    """Return the numbers of versions as Markdown shows them: [1] [3]."""
    return " ".join(f"\\[{number}\\]" for number in versions)


def _lines(shown: Outline) -> Iterator[str]:
    yield f"# {count(len(shown.versions), 'version')}"
    yield from (
        "",
        "| | version | source | published (UTC) | statements | only here |",
        "|---|---|---|---|--:|--:|",
    )
    for version in shown.versions:
        name = f"**{escaped(version.title)}**<br>{escaped(version.id)}"
        cells = (name, escaped(version.source), version.published, str(version.statements), str(version.only))
        yield f"| \\[{version.number}\\] | {' | '.join(cells)} |"
    if shown.conflicts:
        yield from ("", "## Contradictions", "", "| | kind | says | where |", "|---|---|---|---|")
        for kind, sides in shown.conflicts:
            for side in sides:
                row = (numbered(side.versions), kind, escaped(side.value), _marked(side.setting))
                yield f"| {' | '.join(row)} |"
    for section in shown.sections:
        before, numbers, after = heading_of(section)
        words = (before, *(f"[{number}]" for number in numbers), after)
        yield from ("", f"## {escaped(' '.join(filter(None, words)))}", "")
        yield from _listed(section.passages, "" if section.more else section.otherwise)
        if section.more:
            yield f"- *… {count(section.more, 'more statement')}*"
    if shown.set_aside:
        yield from ("", f"Set aside: {count(shown.set_aside, 'line')} of furniture.")


def _listed(passages: Sequence[Passage], otherwise: str) -> Iterator[str]:
    if not passages and otherwise:
        yield f"*{otherwise}*"
    for passage in passages:
        yield f"- {dots(passage.weight)} {_marked(passage)}"


def _marked(passage: Passage) -> str:
    """Return a passage with its marks in bold."""
    pieces = []
    at = 0
    for mark in sorted(passage.marks, key=lambda mark: (mark.start, -mark.end)):
        if mark.kind == "context" or mark.start < at:
            continue
        pieces += [
            escaped(passage.text[at : mark.start]),
            f"**{escaped(passage.text[mark.start : mark.end])}**",
        ]
        at = mark.end
    return "".join([*pieces, escaped(passage.text[at:])])
