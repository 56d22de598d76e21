"""Times of day: `HH:MM` on the clock of 24 hours, with the zone as written (`10:30 ET`)."""

from __future__ import annotations

import re

from dedupe.facts.model import Fact

_ZONE = (
    r"(GMT|UTC|ET|EST|EDT|CT|CST|CDT|MT|PT|PST|PDT|BST|CET|CEST|MSK|IST|PKT|JST|AEST|Eastern|Pacific"
    r"|local time)"
    r"(?![^\W_])"
)
_TIME = re.compile(
    r"(?:(\d{1,2})(?:[:.h]| h )(\d\d)(?:[:.]\d\d)?|(\d{1,2}))(?!\d)"
    r"(?: ?([ap])(?:\.[ ]?m\.|m(?![^\W_])))?"
    r"(?: ?(Uhr|o['’]clock))?"
    rf"(?: \(?{_ZONE})?"
)
_WIRE_TIME = re.compile(rf"([01]\d|2[0-3])([0-5]\d)[ ]{_ZONE}")
_NAMED = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}
CLOCK_WORDS = frozenset(_NAMED)
"""The words that are a time of day."""


def time_at(text: str, pos: int) -> Fact | None:
    """Read the time of day whose digits begin at `pos`: `10:30 a.m. ET`, `14 Uhr`."""
    found = _TIME.match(text, pos)
    value = _clock(text, pos, found) if found else None
    return Fact("time", found[0], value, pos, found.end()) if found and value else None


def wire_time_at(text: str, pos: int) -> Fact | None:
    """Read the time of day whose four digits begin at `pos`: `1430 GMT`."""
    found = _WIRE_TIME.match(text, pos)
    return Fact("time", found[0], f"{found[1]}:{found[2]} {found[3]}", pos, found.end()) if found else None


def named_time_at(text: str, pos: int, word: str) -> Fact | None:
    """Read *noon* and *midnight*."""
    end = pos + len(word)
    return Fact("time", text[pos:end], _NAMED[word], pos, end) if word in _NAMED else None


def _clock(text: str, pos: int, found: re.Match[str]) -> str | None:
    """Read a time of day; bare `10.30` or `10` is one only with a.m., a zone, or a colon."""
    hour, minute = int(found[1] or found[3]), int(found[2] or 0)
    said = found[4] or found[5] or found[6]
    colon = found[2] is not None and text[found.end(1)] != "." and (pos == 0 or text[pos - 1] not in ".,:")
    if (
        not (said or colon)
        or hour * 60 + minute > 24 * 60
        or minute > 59
        or (found[6] and not (found[2] or found[4] or found[5]))
    ):
        return None
    if found[4] == "p" and hour < 12:
        hour += 12
    elif found[4] == "a" and hour == 12:
        hour = 0
    zone = f" {found[6]}" if found[6] else ""
    return f"{hour:02}:{minute:02}{zone}"
