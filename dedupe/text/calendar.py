"""How the months are called in the languages whose dates are read."""

from __future__ import annotations


def calendar_names(text: str) -> dict[str, int]:
    """Return the names in groups `name/abbreviation/…` with their group's number, from 1."""
    return {name: n for n, group in enumerate(text.split(), 1) for name in group.split("/")}


MONTHS = {
    "en": calendar_names(
        "January/Jan February/Feb March/Mar April/Apr May June/Jun July/Jul August/Aug September/Sept/Sep "
        "October/Oct November/Nov December/Dec"
    ),
    "de": calendar_names(
        "Januar/Jänner/Jan Februar/Feb März April/Apr Mai Juni/Jun Juli/Jul August/Aug September/Sep/Sept "
        "Oktober/Okt November/Nov Dezember/Dez"
    ),
    "es": calendar_names(
        "enero febrero marzo abril mayo junio julio agosto septiembre/setiembre octubre noviembre diciembre"
    ),
    "fr": calendar_names(
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
    ),
}
"""The names of the months with their numbers, by language; the case is that of running text."""
