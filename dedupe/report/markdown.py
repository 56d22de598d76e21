"""A diff as Markdown: for a message, a wiki page or a pull request."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dedupe.report import count
from dedupe.report.growth import growth
from dedupe.report.outline import dots, heading_of, outline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dedupe.facts import Diff
    from dedupe.report.growth import FactLine, Growth
    from dedupe.report.outline import Outline
    from dedupe.report.quoting import Passage

# What CommonMark and GitHub's tables and strikethrough would read as markup, wherever it stands.
_MARKUP = re.compile(r"[\\`*_\[\]<>|~&]")

# What is markup only where a line begins.
_OPENING = re.compile(r"^(?:(#{1,6}|[-+=]+)|(\d{1,9})([.)]))(?=\s|$)|^(-{3,})")


def markdown_diff(diff: Diff, *, every: bool = False) -> str:
    """Return what `dedupe.report.terminal.print_diff` prints, as Markdown that ends in a newline."""
    return "\n".join(_lines(outline(diff, every=every))) + "\n"


def markdown_timeline(diff: Diff, *, every: bool = False) -> str:
    """Return what `dedupe.report.terminal.print_timeline` prints, as Markdown that ends in a newline."""
    return "\n".join(_story(growth(diff, every=every))) + "\n"


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


def _story(shown: Growth) -> Iterator[str]:
    yield f"# {escaped(shown.head)}"
    if shown.note:
        yield from ("", f"*{escaped(shown.note)}*")
    for chapter in shown.chapters:
        version = chapter.version
        known = (f"{version.published} UTC" if version.published else "", chapter.later, version.source)
        yield from ("", f"## {numbered((version.number,))} {escaped(version.title)}", "")
        yield " · ".join(filter(None, [escaped(version.id), *map(escaped, known)]))
        if chapter.empty:
            yield from ("", "*nothing new*")
        yield from _titled("Added", chapter.added, chapter.more_added)
        if chapter.changes:
            yield from ("", "**Said otherwise than before**", "")
            for change in chapter.changes:
                before = f"{escaped(change.before)} {numbered((change.earlier,))}"
                yield f"- {change.kind}: {before} → **{escaped(change.after)}**<br>{_marked(change.setting)}"
        yield from _titled("Left out", chapter.dropped, chapter.more_dropped)
    if shown.facts:
        columns = range(1, len(shown.chapters) + 1)
        yield from (
            "",
            "## Facts by version",
            "",
            "Bold: who had it first. ≠: versions contradict each other.",
        )
        yield from ("", f"| | fact | {' | '.join(numbered((n,)) for n in columns)} |")
        yield f"|---|---|{'---|' * len(columns)}"
        for fact in shown.facts:
            yield _fact_row(fact)
        if shown.more_facts:
            yield from ("", f"*… {count(shown.more_facts, 'more fact')}*")


def _titled(title: str, passages: Sequence[Passage], more: int) -> Iterator[str]:
    if passages or more:
        yield from ("", f"**{title}**", "", *_listed(passages, ""))
        if more:
            yield f"- *… {count(more, 'more statement')}*"


def _fact_row(fact: FactLine) -> str:
    """Return the row of a fact: what each version says, for a statement whether it does."""
    statement = fact.kind == "statement"
    cells = [("yes" if statement else escaped(cell)) if cell else "" for cell in fact.cells]
    cells[fact.first - 1] = f"**{cells[fact.first - 1]}**"
    what = escaped(fact.cells[fact.first - 1]) if statement else fact.kind
    return f"| {'≠' if fact.contested else ''} | {what} | {' | '.join(cells)} |"


def _listed(passages: Sequence[Passage], otherwise: str) -> Iterator[str]:
    if not passages and otherwise:
        yield f"*{otherwise}*"
    for passage in passages:
        yield f"- {dots(passage.weight)} {_marked(passage)}"
        for versions, wording in passage.rewordings:
            yield f"  - {numbered(versions)} {_marked(wording)}"


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
