"""Reports for people: what was found and what differs, on a terminal and as Markdown."""


def count(number: int, thing: str, things: str | None = None) -> str:
    """Return a number with its noun: `1 article`, `1,204 articles`."""
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"
