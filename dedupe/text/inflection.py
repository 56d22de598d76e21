"""What English words may be inflected from, by their endings alone."""

from __future__ import annotations

_ENDINGS = (
    ("s", ""),
    ("es", ""),
    ("ies", "y"),
    ("ed", ""),
    ("d", ""),
    ("ied", "y"),
    ("ing", ""),
    ("ing", "e"),
)


def base_forms(word: str) -> list[str]:
    """Return a word and those that it may be inflected from: *planned*, *plann*, *planne*, *plan*."""
    forms = [word]
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            base = word.removesuffix(ending) + instead
            forms.append(base)
            if ending in ("ed", "ing") and not instead and base[-1] == base[-2]:
                forms.append(base[:-1])
    return forms
