"""Draw points on two axes: a dot or box with a number for each, and what the number stands for below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from math import hypot
from typing import NamedTuple

from .axes import Axis, Tick
from .canvas import Canvas
from .lettering import lines_of
from .marks import Chart, Mark, Row


class _Box(NamedTuple):
    """A rectangle in the picture."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: _Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def inside(self, other: _Box) -> bool:
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.top <= self.top
            and self.bottom <= other.bottom
        )


def draw_points(canvas: Canvas, chart: Chart) -> None:
    """Draw the points of a chart, and below them a list of what they are."""
    plot = _plot(canvas, chart)
    taken: list[_Box] = []
    for row in chart.drawn:
        taken += (box for mark in row.marks if (box := _mark(canvas, chart, plot, mark, row.value)) is not None)
    dots = [*taken]
    for index, _ in enumerate(chart.drawn):
        if index < len(dots):
            taken.append(_key(canvas, plot, dots[index], dots, taken, str(index + 1)))
    canvas.y += canvas.scale.base * 0.4
    for index, row in enumerate(chart.drawn):
        _entry(canvas, index + 1, row)


def _plot(canvas: Canvas, chart: Chart) -> _Box:
    """Draw both axes, and return the box between them."""
    scale, amounts, axis = canvas.scale, chart.amounts, chart.axis
    height = scale.inner * 0.45
    top = canvas.y + scale.small
    heights = () if amounts is None else amounts.ticks(lambda ticks: len([*ticks]) <= height / (scale.small * 4))
    texts = max((canvas.width_of(tick.text, scale.small) for tick in heights), default=0)
    plot = _Box(scale.margin + texts + scale.small * 0.6, top, scale.width - scale.margin, top + height)
    for tick in heights:
        y = _y(amounts, plot, tick.at)
        canvas.line(plot.left, y, plot.right, y)
        canvas.text(
            tick.text, plot.left - scale.small * 0.6, y + scale.small * 0.35, scale.small, anchor="end", opacity=0.75
        )
    days = () if axis is None else axis.ticks(lambda ticks: _fit(canvas, axis, plot, ticks))
    for tick in days:
        x, half = _x(axis, plot, tick.at), canvas.width_of(tick.text, scale.small) / 2
        canvas.line(x, plot.bottom, x, plot.bottom + scale.small * 0.4, opacity=0.5)
        if half <= x <= scale.width - half:
            canvas.text(tick.text, x, plot.bottom + scale.small * 1.5, scale.small, anchor="middle", opacity=0.75)
    canvas.line(plot.left, plot.bottom, plot.right, plot.bottom, opacity=0.5)
    canvas.y = plot.bottom + scale.small * 2.2
    return plot


def _mark(canvas: Canvas, chart: Chart, plot: _Box, mark: Mark, title: str) -> _Box | None:
    """Draw a dot, or a box for a range, with arrows where it is open; return where it is."""
    axis, amounts = chart.axis or Axis("days", 0, 1), chart.amounts or Axis("numbers", 0, 1)
    size = canvas.scale.base * 0.6
    days, numbers = axis.clipped(mark.first, mark.last), amounts.clipped(mark.low, mark.high)
    if days is None or numbers is None:
        return None
    left, right = (_x(axis, plot, at) for at in days[:2])
    bottom, top = (_y(amounts, plot, at) for at in numbers[:2])
    x, y = (left + right) / 2, (top + bottom) / 2
    if mark.sign == "yes" or (right - left < size and bottom - top < size):
        canvas.diamond(mark.sign, x, y, size * 1.2, title)
        return _Box(x - size * 0.6, y - size * 0.6, x + size * 0.6, y + size * 0.6)
    box = _Box(x - max(right - left, size * 0.6) / 2, top, x + max(right - left, size * 0.6) / 2, bottom)
    if bottom - top < size * 0.6:
        box = box._replace(top=y - size * 0.3, bottom=y + size * 0.3)
    start, end = box.left + (mark.first is None) * size, box.right - (mark.last is None) * size
    canvas.bar(mark.sign, start, box.top, max(end - start, 2), box.bottom - box.top, title)
    _arrows(canvas, plot, mark, box, size)
    return box


def _arrows(canvas: Canvas, plot: _Box, mark: Mark, box: _Box, size: float) -> None:
    """Draw an arrow on each side on which a range is open."""
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    if mark.first is None:
        canvas.arrow(mark.sign, plot.left, y, size, "left")
    if mark.last is None:
        canvas.arrow(mark.sign, plot.right, y, size, "right")
    if mark.high is None:
        canvas.arrow(mark.sign, x, box.top - size * 0.8, size, "up")


def _key(canvas: Canvas, plot: _Box, dot: _Box, dots: list[_Box], taken: list[_Box], text: str) -> _Box:
    """Draw the number of a point at the nearest free place, with a line if it is far; return where it is."""
    size = canvas.scale.small
    width, height = canvas.width_of(text, size), size
    inner = _Box(plot.left, plot.top - size, plot.right, plot.bottom)
    places = [*_places(dot, inner, width, height)]
    free = (box for box in places if box.inside(inner) and not any(box.overlaps(other) for other in taken))
    box = next(free, places[0])
    if not _is_clear(box, dot, dots):
        _leader(canvas, dot, box)
    canvas.text(text, box.left, box.bottom - size * 0.14, size, bold=True)
    return box


def _leader(canvas: Canvas, dot: _Box, box: _Box) -> None:
    """Draw a line between the nearest points of a dot and its number."""
    x1, y1 = (
        min(max(at, low), high)
        for at, low, high in (
            ((box.left + box.right) / 2, dot.left, dot.right),
            ((box.top + box.bottom) / 2, dot.top, dot.bottom),
        )
    )
    x2, y2 = min(max(x1, box.left), box.right), min(max(y1, box.top), box.bottom)
    canvas.line(x1, y1, x2, y2, opacity=0.6)


def _is_clear(box: _Box, dot: _Box, taken: Iterable[_Box]) -> bool:
    """Return whether a number is clearly nearer to its dot than to any other one."""
    own = _distance(box, dot)
    return own < 0.4 * (box.bottom - box.top) and all(
        _distance(box, other) > 2.5 * own for other in taken if other != dot
    )


def _distance(one: _Box, other: _Box) -> float:
    """Return how far the nearest sides of two boxes are from each other."""
    across = max(one.left - other.right, other.left - one.right, 0)
    down = max(one.top - other.bottom, other.top - one.bottom, 0)
    return hypot(across, down)


def _places(dot: _Box, plot: _Box, width: float, height: float) -> Iterator[_Box]:
    """Yield the places beside a dot, the best first, and then all in the plot, the nearest first."""
    gap = height * 0.25
    lefts = (dot.right + gap, (dot.left + dot.right - width) / 2, dot.left - gap - width)
    tops = ((dot.top + dot.bottom - height) / 2, dot.top - gap - height, dot.bottom + gap)
    beside = [_Box(left, top, left + width, top + height) for left, top in product(lefts, tops)]
    yield from beside[:4] + beside[5:]  # but not on the dot
    columns = range(int((plot.right - plot.left) // (width + gap)))
    lines = range(int((plot.bottom - plot.top) // (height + gap)))
    corners = ((plot.left + i * (width + gap), plot.top + j * (height + gap)) for i, j in product(columns, lines))
    every = (_Box(left, top, left + width, top + height) for left, top in corners)
    yield from sorted(every, key=lambda box: (_distance(box, dot), box))


def _entry(canvas: Canvas, index: int, row: Row) -> None:
    """Draw a number, its amount and day, and who states and reports it."""
    scale = canvas.scale
    indent = canvas.width_of("00", scale.small, bold=True) + scale.small * 0.8
    start = canvas.y
    for line in lines_of(row.value, scale.small, scale.inner - indent):
        canvas.y += scale.small * 1.35
        canvas.text(line, scale.margin + indent, canvas.y - scale.small * 0.3, scale.small)
    canvas.text(str(index), scale.margin, start + scale.small * 1.05, scale.small, bold=True)
    for line in lines_of(row.label, scale.small, scale.inner - indent):
        canvas.y += scale.small * 1.35
        canvas.text(line, scale.margin + indent, canvas.y - scale.small * 0.3, scale.small, opacity=0.75)
    canvas.y += scale.small * 0.25


def _fit(canvas: Canvas, axis: Axis, plot: _Box, ticks: Iterable[Tick]) -> bool:
    end = float("-inf")
    for tick in ticks:
        half, x = canvas.width_of(tick.text, canvas.scale.small) / 2, _x(axis, plot, tick.at)
        if x - half < end:
            return False
        end = x + half + canvas.scale.small
    return True


def _x(axis: Axis | None, plot: _Box, at: float) -> float:
    return plot.left + (0 if axis is None else axis.at(at)) * (plot.right - plot.left)


def _y(amounts: Axis | None, plot: _Box, at: float) -> float:
    return plot.bottom - (0 if amounts is None else amounts.at(at)) * (plot.bottom - plot.top)
