"""When articles were published: a bar for each hour, day, week and so on, the finest that is legible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Moments: TypeAlias = NDArray[np.datetime64]

BARS_MOST = 72
"""Bars of the timeline: as many as can still be told apart on a narrow screen."""

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of time that a bar stands for: `step` of NumPy's `base`, of which `shift` lie before 1970.

    `label` says what it is called, by `{hour}`, `{day}`, `{month}` and `{year}` of the moment it begins.
    """

    name: str
    base: Literal["h", "D", "M", "Y"]
    step: int
    shift: int
    label: str

    def numbers(self, moments: Moments) -> NDArray[np.int64]:
        """Return which unit each moment lies in."""
        counted = moments.astype(f"M8[{self.base}]").astype(np.int64)
        return np.asarray((counted + self.shift) // self.step)

    def called(self, number: int) -> str:
        """Return what a unit is called."""
        begin = np.array([number * self.step - self.shift]).astype(f"M8[{self.base}]")
        year, month, rest = str(begin.astype("M8[h]")[0]).rsplit("-", 2)
        day, hour = rest.split("T")
        return self.label.format(hour=hour, day=int(day), month=MONTHS[int(month) - 1], year=year)


UNITS = (
    Unit("hour", "h", 1, 0, "{day} {month} {year}, {hour}:00"),
    Unit("day", "D", 1, 0, "{day} {month} {year}"),
    # 1970 began on a Thursday: three days on, weeks begin on Mondays.
    Unit("week", "D", 7, 3, "week of {day} {month} {year}"),
    Unit("month", "M", 1, 0, "{month} {year}"),
    Unit("quarter", "M", 3, 0, "quarter from {month} {year}"),
    Unit("year", "Y", 1, 1970, "{year}"),
    Unit("decade", "Y", 10, 1970, "{year}s"),
    Unit("century", "Y", 100, 1970, "century from {year}"),
)
"""Finest first."""


def timeline(moments: Moments, together: NDArray[np.bool_]) -> dict[str, Any] | None:
    """Return how many articles were published when, in the finest unit that makes `BARS_MOST` bars or fewer.

    Parameters
    ----------
    moments : datetime64[n], in UTC
    together : bool[n]
        Which of these articles have other versions.

    Returns
    -------
    dict or None
        unit, and bars: label, articles, together. None where nothing is dated.
    """
    if not len(moments):
        return None
    for unit in UNITS:
        numbers = unit.numbers(moments)
        first, bars = int(numbers.min()), int(np.ptp(numbers)) + 1
        if bars <= BARS_MOST or unit is UNITS[-1]:
            break
    articles = np.bincount(numbers - first, minlength=bars)
    shared = np.bincount(numbers[together] - first, minlength=bars)
    return {
        "unit": unit.name,
        "bars": [
            {"label": unit.called(first + place), "articles": all_of_them, "together": some}
            for place, (all_of_them, some) in enumerate(zip(articles.tolist(), shared.tolist(), strict=True))
        ],
    }
