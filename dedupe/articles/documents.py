"""Files that are one article each: plain text, Markdown and HTML."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from dedupe.articles.columns import tabulate
from dedupe.articles.model import Problem, UnreadableError
from dedupe.articles.rows import Records, Rows, decode_line, encoding_problem, unreadable
from dedupe.articles.sources import CHUNK, Source, read_bytes, utf8_chunks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HEAD = 1 << 20
"""Bytes of a web page in which it says when it was published."""

PUBLISHED = re.compile(
    rb"""<(?:meta|time)\b(?=[^>]{0,300}?(?:published_time|datepublished|pubdate|publish-?date|\bdate\b))"""
    rb"""[^>]{0,300}?\b(?:content|datetime)\s*=\s*["']?([\dT:.+-]{16,}Z?)|"datePublished"\s*:\s*"([\dT:.+-]{16,}Z?)\"""",
    re.IGNORECASE,
)
"""A moment in what a web page tells machines: Open Graph, microdata, HTML's `time`, JSON-LD of schema.org."""

BATCH = 1000
"""Files whose texts are turned to Arrow together."""


def read_documents(sources: Sequence[Source]) -> Iterator[Rows]:
    """Yield the articles of text and HTML files, each with its name for an id."""
    for start in range(0, len(sources), BATCH):
        records: Records = []
        paths: list[str] = []
        problems: list[Problem] = []
        for source in sources[start : start + BATCH]:
            read = read_html if source.format == "html" else read_text
            try:
                record, bad = read(source)
            except UnreadableError as error:
                problems.append(unreadable(error))
                continue
            records.append((1, {"id": source.name, **record}))
            paths.append(source.path)
            problems += bad
        table, _ = tabulate(records)
        yield Rows(paths, table, problems=tuple(problems))


def read_text(source: Source) -> tuple[dict[str, object], list[Problem]]:
    """Return the text of a file, whole and with its line ends as they are."""
    data = b"".join(utf8_chunks(source, CHUNK))
    try:
        text, bad = data.decode("utf-8"), None
    except UnicodeDecodeError:
        lines = [decode_line(raw) for raw in data.split(b"\n")]
        text = "\n".join(line for line, _ in lines)
        bad = next(number for number, (_, is_utf8) in enumerate(lines, 1) if not is_utf8)
    problems = [encoding_problem(source.path, bad)] if bad else []
    if "\0" in text:
        remedy = f"if it is UTF-16, convert it: iconv -f utf-16le -t utf-8 {source.path}"
        line = text.count("\n", 0, text.index("\0")) + 1
        problems.append(Problem("encoding", source.path, line, f"holds NUL characters, kept; {remedy}"))
    return {"text": text}, problems


def read_html(source: Source) -> tuple[dict[str, object], list[Problem]]:
    """Return the article of a web page, as trafilatura finds it, with its title, date, site and address."""
    try:
        import trafilatura
    except ImportError:
        raise UnreadableError(
            source.path, "is read by trafilatura: pip install trafilatura lxml-html-clean"
        ) from None
    page = read_bytes(source)
    found = trafilatura.extract(page, output_format="json", with_metadata=True, include_comments=False)
    article = json.loads(found) if found else {}
    names = {
        "text": "text",
        "title": "title",
        "published": "date",
        "source": "source-hostname",
        "url": "source",
    }
    read = {ours: article.get(theirs) for ours, theirs in names.items()}
    read["published"] = moment_of(page, read["published"])
    return read, []


def moment_of(page: bytes, day: str | None) -> str | None:
    """Return when on this day a web page says that it was published, or the day itself.

    trafilatura finds the day, in whatever words it is told; the time stands in what is written for machines.
    """
    said = (found[1] or found[2] for found in PUBLISHED.finditer(page[:HEAD]) if day is not None)
    moments = (moment.decode("utf-8", "replace") for moment in said)
    return next((moment for moment in moments if moment.startswith(f"{day}T")), day)
