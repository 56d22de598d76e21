"""Reports as a person reads them on a terminal: colour where there is colour, plain lines in a pipe.

Every text of an article goes through `dedupe.report.legible` and is printed as it stands: markup
in it is not read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from rich.cells import cell_len
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from dedupe.report import count
from dedupe.report.growth import growth
from dedupe.report.legible import legible
from dedupe.report.outline import dots, heading_of, moment, outline, title_of
from dedupe.thresholds import PASSAGE_LETTERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console

    from dedupe.articles import Article
    from dedupe.explanation import Explanation
    from dedupe.facts import Diff
    from dedupe.found import Cluster, Found
    from dedupe.report.growth import Chapter, Growth
    from dedupe.report.outline import Section, Side, Version
    from dedupe.report.quoting import Passage

CLUSTERS_SHOWN = 20
BOILERPLATE_SHOWN = 5
MEMBERS_SHOWN = 12
PASSAGES_SHOWN = 8
PASSAGE_CHARACTERS = 600  # of one passage; its two ends are shown of a longer one
"""How much of each list is shown unless all is asked for: the largest clusters fill a few screens."""

ID_WIDTH = 36
"""Columns an id may take in a list, where longer ones are folded: a UUID has 36."""

SOURCE_LEAST = 8
"""Columns under which a source says too little to be shown."""

CROWD = 10
"""Versions from which their columns stand close."""

INDENT, GAP = 2, 2
RELATION_WIDTHS = (9, 4)

STYLES = {
    "figure": "bold cyan",
    "name": "bold",
    "conflict": "bold red",
    "context": "dim",
    "other": "not dim bold",
}
SIGN_STYLES = {"+": "bold green", "~": "bold yellow", "-": "bold red"}
NUMBER_STYLES = ("bold green", "bold magenta", "bold blue", "bold yellow", "bold cyan")


def print_clusters(found: Found, console: Console, *, every: bool = False) -> None:
    """Print how much of a corpus is repeated, then its clusters of two and more, largest first."""
    repeated, copies = int((found.sizes > 1).sum()), len(found.articles) - len(found)
    console.print(
        Text.assemble(
            (count(len(found.articles), "article"), "bold"),
            f" · {count(repeated, 'cluster')} of two or more · {count(copies, 'copy', 'copies')}",
            (f" · level {found.level}", "dim"),
        )
    )
    shown = [found[place] for place in range(repeated if every else min(repeated, CLUSTERS_SHOWN))]
    most = len(found.articles) if every else MEMBERS_SHOWN
    columns = _columns([article for cluster in shown for article in cluster.articles[:most]], console.width)
    for cluster in shown:
        console.print()
        _print_cluster(cluster, console, columns, most)
    if repeated > len(shown):
        console.print()
        print_rest(console, count(repeated - len(shown), "more cluster"))
    empty = np.flatnonzero(found.boilerplate)
    if len(empty):
        names = [legible(str(found.articles.about["id"][int(row)])) for row in empty[:BOILERPLATE_SHOWN]]
        more = ", …" if len(empty) > len(names) else ""
        console.print()
        what = f"{count(len(empty), 'article')} of nothing but site furniture: {', '.join(names)}{more}"
        console.print(Text(what, "dim"))


@dataclass(frozen=True, slots=True)
class Columns:
    """Widths of the columns of a list of articles, the same for all clusters; 0 leaves a column out."""

    id: int
    source: int
    date: int


def _columns(articles: Sequence[Article], width: int) -> Columns:
    """Return widths that fit: dates are left out first where there is no room, then sources."""
    room = width - INDENT - sum(RELATION_WIDTHS) - 2 * GAP
    longest = max((cell_len(legible(article.id)) for article in articles), default=0)
    id_width = max(8, min(longest, ID_WIDTH, room))
    room -= id_width + GAP
    dates = max((len(moment(article.published)) for article in articles), default=0)
    date_width = dates if dates <= room else 0
    room -= date_width + GAP * bool(date_width)
    sources = max((cell_len(legible(article.source or "")) for article in articles), default=0)
    return Columns(id_width, min(sources, room) if room >= SOURCE_LEAST else 0, date_width)


def _print_cluster(cluster: Cluster, console: Console, columns: Columns, most: int) -> None:
    """Print the title of a cluster, then its articles, canonical first."""
    size = f"{len(cluster)} articles"
    title = Text(title_of(cluster.canonical), "bold")
    title.truncate(console.width - len(size) - GAP, overflow="ellipsis")
    console.print(Text.assemble(title, " " * (console.width - title.cell_len - len(size)), (size, "dim")))
    table = Table.grid(padding=(0, GAP, 0, 0), pad_edge=False)
    table.add_column(width=RELATION_WIDTHS[0])
    table.add_column(width=RELATION_WIDTHS[1], justify="right")
    table.add_column(width=columns.id, overflow="fold", style="cyan")
    if columns.source:
        table.add_column(width=columns.source, no_wrap=True, overflow="ellipsis")
    if columns.date:
        table.add_column(width=columns.date, no_wrap=True, style="dim")
    for place, article in enumerate(cluster.articles[:most]):
        similarity = f"{cluster.similarities[place]:.2f}" if place else ""
        cells = [cluster.relations[place] if place else "canonical", similarity, legible(article.id)]
        cells += [legible(article.source or "")] * bool(columns.source)
        cells += [moment(article.published)] * bool(columns.date)
        table.add_row(*map(Text, cells), style=None if place else "bold")
    console.print(Padding(table, (0, 0, 0, INDENT)))
    if len(cluster) > most:
        print_rest(console, count(len(cluster) - most, "more article"))


def print_diff(diff: Diff, console: Console, *, every: bool = False) -> None:
    """Print what each version adds, what some and all share, and where they contradict each other."""
    shown = outline(diff, every=every)
    several = len(shown.versions) > 1
    head = [count(len(shown.versions), "version")]
    if several:
        head.append(f"{count(shown.shared, 'statement')} in {'both' if len(shown.versions) == 2 else 'all'}")
        head.append(count(len(shown.conflicts), "contradiction"))
    console.print(Text(" · ".join(head), "bold"))
    for version in shown.versions:
        console.print()
        _print_version(version, console, several=several)
    if shown.conflicts:
        print_heading(console, "Contradictions")
        for kind, sides in shown.conflicts:
            _print_conflict(console, kind, sides)
    for section in shown.sections:
        before, numbers, after = heading_of(section)
        print_heading(console, before, numbers, after)
        _print_passages(console, section)
    if shown.set_aside:
        console.print(Text(f"\nset aside: {count(shown.set_aside, 'line')} of furniture", "dim"))


def _print_version(version: Version, console: Console, *, several: bool) -> None:
    known = (version.id, version.source, f"{version.published} UTC" if version.published else "")
    said = count(version.statements, "statement")
    if several:
        said += f", {version.only:,} only here"
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_row(_number(version.number), Text(version.title, "bold"))
    table.add_row("", Text(" · ".join(filter(None, known)), overflow="fold"))
    table.add_row("", Text(said, "dim"))
    console.print(table)


def print_heading(console: Console, before: str, numbers: Sequence[int] = (), after: str = "") -> None:
    """Print the heading of a list."""
    console.print()
    title = Text(" ").join(filter(None, [Text(before, "bold"), _numbers(numbers), Text(after)]))
    title.truncate(console.width - 4, overflow="ellipsis")
    console.print(Rule(title, align="left", style="dim"))


def _number(number: int) -> Text:
    return Text(f"[{number}]", NUMBER_STYLES[(number - 1) % len(NUMBER_STYLES)])


def _numbers(numbers: Iterable[int]) -> Text:
    return Text(" ").join(map(_number, numbers))


def _print_passages(console: Console, section: Section) -> None:
    """Print the passages of a section, each after dots that say its weight."""
    if not section.passages and not section.more:
        console.print(Text(section.otherwise, "dim"))
        return
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=3, style="dim")
    table.add_column(overflow="fold")
    for passage in section.passages:
        table.add_row(dots(passage.weight), _marked(passage))
        for versions, wording in passage.rewordings:
            table.add_row("", Text.assemble(_numbers(versions), " ", _marked(wording, "dim")))
    console.print(table)
    if section.more:
        print_rest(console, count(section.more, "more statement"))


def _marked(passage: Passage, style: str = "") -> Text:
    text = Text(passage.text, style)
    for mark in passage.marks:
        text.stylize(STYLES[mark.kind], mark.start, mark.end)
    return text


def _print_conflict(console: Console, kind: str, sides: Sequence[Side]) -> None:
    console.print(Text(kind, "dim"))
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column()
    table.add_column(max_width=24, overflow="fold", style="bold red")
    table.add_column(overflow="fold")
    for side in sides:
        table.add_row(_numbers(side.versions), Text(side.value), _marked(side.setting))
    console.print(table)


def print_timeline(diff: Diff, console: Console, *, every: bool = False) -> None:
    """Print how a report grew, version by version, then its facts and who gives each."""
    shown = growth(diff, every=every)
    console.print(Text(shown.head, "bold"))
    if shown.note:
        console.print(Text(shown.note))
    if len(shown.chapters) > 1:
        console.print(Text("+ added   ~ said otherwise than before   - left out", "dim"))
    for chapter in shown.chapters:
        _print_chapter(console, chapter)
    if shown.facts:
        _print_facts(console, shown)


def _print_chapter(console: Console, chapter: Chapter) -> None:
    """Print what a version added, changed and dropped, a sign before each."""
    version = chapter.version
    when = " · ".join(filter(None, [f"{version.published} UTC" if version.published else "", chapter.later]))
    print_heading(console, "", (version.number,), when)
    console.print(Text(version.title, "bold"))
    console.print(Text(" · ".join(filter(None, [version.id, version.source])), "dim", overflow="fold"))
    if chapter.empty:
        console.print(Text("nothing new", "dim"))
        return
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(width=1)
    table.add_column(width=3, style="dim")
    table.add_column(overflow="fold")
    for passage in chapter.added:
        table.add_row(Text("+", SIGN_STYLES["+"]), dots(passage.weight), _marked(passage))
    if chapter.more_added:
        table.add_row("", "", _rest(f"{chapter.more_added:,} more added"))
    for change in chapter.changes:
        said = Text.assemble(
            f"{change.kind}: {change.before} ", _number(change.earlier), " → ", (change.after, "bold red")
        )
        table.add_row(Text("~", SIGN_STYLES["~"]), "", said)
        table.add_row("", "", Text(change.setting.text, "dim"))
    for passage in chapter.dropped:
        table.add_row(Text("-", SIGN_STYLES["-"]), dots(passage.weight), _marked(passage))
    if chapter.more_dropped:
        table.add_row("", "", _rest(f"{chapter.more_dropped:,} more left out"))
    console.print(table)


def _print_facts(console: Console, shown: Growth) -> None:
    """Print the facts and, a column a version, who gives each: of many versions a digit above another."""
    print_heading(console, "Facts by version")
    console.print(Text("● had it first   ○ gives it too   · does not   ≠ another value for it", "dim"))
    count_of = len(shown.chapters)
    gap = " " if count_of < CROWD else ""
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(width=1, style="bold red")
    table.add_column(no_wrap=True, overflow="ellipsis", width=console.width - 3 - count_of * (1 + len(gap)))
    table.add_column(no_wrap=True)
    if count_of >= CROWD:
        table.add_row("", "", Text("".join(str(n // 10 or " ") for n in range(1, count_of + 1)), "dim"))
    table.add_row("", "", Text(gap.join(str(n % 10) for n in range(1, count_of + 1)), "dim"))
    for fact in shown.facts:
        for text, who in fact.wordings:
            marks = ["○" if n in who else "·" for n in range(1, count_of + 1)]
            if fact.first in who:
                marks[fact.first - 1] = "●"
            table.add_row("" if fact.first in who else "≠", Text(text), gap.join(marks))
    console.print(table)
    if shown.more_facts:
        print_rest(console, count(shown.more_facts, "more fact"))


def print_explanation(explanation: Explanation, console: Console, *, every: bool = False) -> None:
    """Print what two articles are to each other, the measures that say so, and the passages they share."""
    one, other = legible(explanation.a), legible(explanation.b)
    verdict = "in one cluster" if explanation.together else "not in one cluster"
    console.print(Text.assemble((one, "bold"), " and ", (other, "bold"), " · ", (verdict, "bold cyan")))
    console.print(Text.assemble((explanation.relation, "bold cyan"), f": {legible(explanation.reason)}"))
    if explanation.later is not None and explanation.succession is not None:
        earlier = explanation.b if explanation.later == explanation.a else explanation.a
        kind = f"{'an' if explanation.succession[0] in 'au' else 'a'} {explanation.succession}"
        console.print(Text(f"{legible(explanation.later)} is {kind} of {legible(earlier)}"))
    console.print()
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column()
    table.add_column(justify="right", style="bold")
    table.add_column(style="dim")
    words = (
        ("words", explanation.vocabulary, "of the different ones of that which has fewer stand in both"),
        ("headlines", explanation.headline, "of their words stand in the other text, in the mean"),
    )
    for name, value, meaning in (
        ("confidence", f"{explanation.confidence:.3f}", "that the two belong together, by themselves"),
        ("Jaccard", f"{explanation.jaccard:.3f}", "of word shingles, whole texts"),
        (
            "containment",
            f"{explanation.containment:.3f}",
            "of letter shingles, in the shorter, without furniture",
        ),
        (
            "evidence",
            f"{explanation.evidence:,.0f}",
            f"letters in rare shared passages; {explanation.needed:,.0f} needed",
        ),
        (
            "longest run",
            f"{explanation.longest:,}",
            f"letters in a row of which the other holds any {PASSAGE_LETTERS}",
        ),
        ("figures", f"{explanation.figures_agreeing:,}", f"agree, {explanation.figures_differing:,} differ"),
        *((name, f"{share:.3f}", meaning) for name, share, meaning in words if share is not None),
    ):
        table.add_row(name, value, meaning)
    console.print(table)
    print_heading(console, "Passages they share")
    if not explanation.passages:
        console.print(Text("none", "dim"))
        return
    weightiest = sorted(explanation.passages, key=lambda p: (-p.letters, p.start))
    shown = weightiest if every else weightiest[:PASSAGES_SHOWN]
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    table.add_column("letters", justify="right")
    table.add_column("reports", justify="right")
    table.add_column("", overflow="fold")
    for passage in shown:
        text = legible(passage.text)
        if not every and len(text) > PASSAGE_CHARACTERS:
            text = f"{text[: PASSAGE_CHARACTERS // 2]} … {text[-PASSAGE_CHARACTERS // 2 :]}"
        table.add_row(f"{passage.letters:,}", f"{passage.frequency:,}", Text(text))
    console.print(table)
    if len(shown) < len(weightiest):
        print_rest(console, count(len(weightiest) - len(shown), "more passage"))


def print_rest(console: Console, what: str) -> None:
    """Print what of a list is not shown, and how to see it."""
    console.print(_rest(what))


def _rest(what: str) -> Text:
    return Text(f"… {what}: --all shows them", "dim")
