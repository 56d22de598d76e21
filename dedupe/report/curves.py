"""A sweep as a picture: precision, recall and F1 over the bar, and what LSH proposes, as one SVG file.

The colours (Okabe and Ito's, which colour-blind readers tell apart) follow the reader's light or dark
scheme by CSS.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from dedupe.tuning import Tuning

    Points = Sequence[tuple[float, float]]

WIDTH, HEIGHT = 320, 220
"""Of a plot inside its axes, in pixels."""

LEFT, TOP, BETWEEN, BELOW = 52, 40, 72, 52
SAMPLES = 100
"""Points of the curve of LSH."""

STYLE = """
svg { color-scheme: light dark; --ink: #222; --paper: #fff; --grid: #ddd; --mark: #777;
  --precision: #0072b2; --recall: #b25000; --f1: #007a5e; }
@media (prefers-color-scheme: dark) {
  svg { --ink: #ddd; --paper: #181818; --grid: #3a3a3a; --mark: #999;
    --precision: #56b4e9; --recall: #e69f00; --f1: #2fc49b; } }
text { font: 11px sans-serif; fill: var(--ink); }
.title { font-weight: bold; } .end { text-anchor: end; } .middle { text-anchor: middle; }
.paper { fill: var(--paper); } .grid { stroke: var(--grid); } .mark { stroke: var(--mark); }
.curve { fill: none; stroke-width: 2; } .default { stroke-dasharray: 4 3; }
.precision { stroke: var(--precision); } .recall { stroke: var(--recall); } .f1 { stroke: var(--f1); }
.proposed { stroke: var(--ink); }
text.precision { fill: var(--precision); stroke: none; } text.recall { fill: var(--recall); stroke: none; }
text.f1 { fill: var(--f1); stroke: none; }
""".strip()


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a plot stands, and how a value becomes a place on it; `y` goes from 0 to 1."""

    left: float
    low: float
    high: float
    scale: Callable[[float], float]

    def x(self, value: float) -> float:
        """Return the pixel of a value on the horizontal axis."""
        low, high = self.scale(self.low), self.scale(self.high)
        return self.left + WIDTH * (self.scale(value) - low) / (high - low)

    @staticmethod
    def y(value: float) -> float:
        """Return the pixel of a share on the vertical axis."""
        return TOP + HEIGHT * (1.0 - value)

    def axes(self, title: str, label: str, ticks: Iterable[float]) -> list[str]:
        """Return a title, a grid and the names of both axes."""
        lines = [_text(self.left, 20, title, "title")]
        for share in (0.0, 0.25, 0.5, 0.75, 1.0):
            lines.append(f'<path class="grid" d="M{self.left} {self.y(share):.1f}h{WIDTH}"/>')
            lines.append(_text(self.left - 6, self.y(share) + 4, f"{share:g}", "end"))
        for tick in ticks:
            lines.append(f'<path class="grid" d="M{self.x(tick):.1f} {TOP}v{HEIGHT}"/>')
            lines.append(_text(self.x(tick), TOP + HEIGHT + 16, f"{tick:g}", "middle"))
        lines.append(_text(self.left + WIDTH / 2, TOP + HEIGHT + 36, label, "middle"))
        return lines

    def curve(self, points: Points, name: str) -> str:
        """Return a line through points."""
        places = " ".join(f"{self.x(x):.1f},{self.y(y):.1f}" for x, y in points)
        return f'<polyline class="curve {name}" points="{places}"/>'

    def mark(self, value: float, kind: str = "") -> list[str]:
        """Return an upright line at a value."""
        return [f'<path class="mark {kind}" d="M{self.x(value):.1f} {TOP}v{HEIGHT}"/>']


def draw_tuning(tuning: Tuning) -> str:
    """Return a sweep as an SVG document; at level near beside the curve of LSH."""
    near = tuning.level == "near"
    plots = _agreement(tuning) + (_proposals(tuning) if near else [])
    width = LEFT + WIDTH + 24 + (BETWEEN + WIDTH if near else 0)
    height = TOP + HEIGHT + BELOW
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
            f'height="{height}" role="img">',
            f"<title>Precision, recall and F1 by {tuning.measure}, level {tuning.level}</title>",
            f"<style>{STYLE}</style>",
            f'<rect class="paper" width="{width}" height="{height}"/>',
            *plots,
            "</svg>\n",
        ]
    )


def _agreement(tuning: Tuning) -> list[str]:
    """Return the plot of precision, recall and F1 over the bar: confidences by their log-odds."""
    bars = [point.bar for point in tuning.points]
    scale = (lambda bar: bar) if tuning.level == "near" else (lambda bar: log(bar / (1.0 - bar)))
    frame = Frame(LEFT, bars[0], bars[-1], scale)
    title = "pairs against gold"
    label = "Jaccard threshold" if tuning.level == "near" else "confidence"
    lines = frame.axes(title, label, _apart(frame, bars))
    lines += frame.mark(min(max(tuning.default_bar, bars[0]), bars[-1]), "default")
    if tuning.gain > 0:
        lines += frame.mark(tuning.best.bar)
    for place, name in enumerate(("precision", "recall", "f1")):
        points = [(point.bar, getattr(point.scores, name)) for point in tuning.points]
        lines.append(frame.curve(points, name))
        said = "F1" if name == "f1" else name
        lines.append(_text(LEFT + 8, TOP + HEIGHT - 44 + 16 * place, said, name))
    marks = f"dashed: default, {tuning.default_bar:.3g}"
    marks += f" · line: best, {tuning.best.bar:g}" if tuning.gain > 0 else ""
    lines.append(_text(LEFT + WIDTH, TOP - 6, marks, "end"))
    return lines


def _proposals(tuning: Tuning) -> list[str]:
    """Return the plot of the probability that LSH proposes a pair, over its Jaccard."""
    bands = tuning.bands
    frame = Frame(LEFT + WIDTH + BETWEEN, 0.0, 1.0, lambda value: value)
    title = f"probability of being proposed, {bands.bands} bands of {bands.rows}"
    lines = frame.axes(title, "Jaccard", (0.0, 0.25, 0.5, 0.75, 1.0))
    lines += frame.mark(tuning.default_bar, "default")
    places = [step / SAMPLES for step in range(SAMPLES + 1)]
    lines.append(frame.curve([(place, bands.recall(place)) for place in places], "proposed"))
    return lines


def _apart(frame: Frame, bars: Sequence[float], least: float = 30.0) -> list[float]:
    """Return bars whose names have room beside each other."""
    shown: list[float] = []
    for bar in bars:
        if not shown or frame.x(bar) - frame.x(shown[-1]) >= least:
            shown.append(bar)
    return shown


def _text(x: float, y: float, text: str, kind: str) -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}">{text}</text>'
