"""Draw rows on one axis: labels, values and marks in three columns, or the marks below both in a narrow picture."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from .axes import Axis, Tick
from .canvas import Canvas
from .lettering import lines_of
from .marks import Chart, Mark, Row

_MOST_FOR_TEXT = 0.6
"""The part of the width that labels and values may have beside the marks."""
_WIDE = 40
"""From how many times the size of its text a picture is wide enough for marks beside texts of several lines."""


class _Columns(NamedTuple):
    """Where the columns of a picture are.

    Attributes:
        label: The width of the labels.
        value: The width of the values.
        left: Where the axis begins.
        right: Where it ends.
        stacked: Whether the marks are below the labels and values.
    """

    label: float
    value: float
    left: float
    right: float
    stacked: bool


def draw_rows(canvas: Canvas, chart: Chart) -> None:
    """Draw the rows of a chart, and its axis above and below them."""
    columns = _columns(canvas, chart)
    ticks = () if chart.axis is None else chart.axis.ticks(lambda found: _fit(canvas, columns, chart.axis, found))
    _tick_texts(canvas, chart.axis, columns, ticks)
    lines = [_x(chart.axis, columns, tick.at) for tick in ticks]
    top, group, grid = canvas.y, "", len(canvas.parts)
    for row in chart.drawn:
        if row.group != group:
            group = row.group
            canvas.y += canvas.scale.base * 0.5
            canvas.paragraph(group, canvas.scale.base, bold=True)
        _row(canvas, chart, columns, row, lines)
    under = len(canvas.parts)
    for x in () if columns.stacked else lines:
        canvas.line(x, top, x, canvas.y)
    canvas.parts[grid:] = canvas.parts[under:] + canvas.parts[grid:under]  # the lines are behind the marks
    if len(chart.drawn) > 12 and ticks:
        canvas.y += canvas.scale.small * 0.4
        _tick_texts(canvas, chart.axis, columns, ticks)


def _columns(canvas: Canvas, chart: Chart) -> _Columns:
    """Return the columns: beside each other if the widest texts leave enough room for the marks."""
    scale, gap = canvas.scale, canvas.scale.base
    label = max((canvas.width_of(row.label, scale.base) for row in chart.drawn), default=0)
    parts = (part for row in chart.drawn for part in _parts(row))
    value = max((canvas.width_of(part, scale.small) for part in parts), default=0)
    start, end = scale.margin, scale.width - scale.margin
    if scale.inner >= _WIDE * scale.base:
        label, value = min(label, scale.inner * 0.34), min(value, scale.inner * 0.26 - 2 * gap)
    if label + value + 2 * gap <= scale.inner * _MOST_FOR_TEXT:
        return _Columns(label, value, start + label + gap, end - value - gap, stacked=False)
    value = min(value, scale.inner * 0.45)
    return _Columns(scale.inner - value - gap, value, start, end, stacked=True)


def _parts(row: Row) -> list[str]:
    """Return the parts of a value, such as the spells of a member."""
    return row.value.replace("; ", ";\n").split("\n")


def _row(canvas: Canvas, chart: Chart, columns: _Columns, row: Row, lines: Iterable[float]) -> None:
    """Draw a row: its texts, and its marks at their side or below."""
    scale = canvas.scale
    labels = lines_of(row.label, scale.base, columns.label + 1)
    values = [line for part in _parts(row) for line in lines_of(part, scale.small, columns.value + 1)]
    line = scale.base * 1.3
    height = line * max(len(labels), len(values))
    canvas.y += scale.base * (0.35 if columns.stacked else 0.2)
    for index, text in enumerate(labels):
        canvas.text(text, scale.margin, canvas.y + line * (index + 0.77), scale.base)
    for index, text in enumerate(values):
        y = canvas.y + line * (index + 0.77)
        canvas.text(text, scale.width - scale.margin, y, scale.small, anchor="end", opacity=0.75)
    thickness = scale.base * (0.6 if columns.stacked else 0.8)
    middle = line / 2
    if columns.stacked:
        canvas.y += height + scale.base * 0.15
        height, middle = thickness, thickness / 2
        for x in lines:  # not behind the texts
            canvas.line(x, canvas.y - scale.base * 0.15, x, canvas.y + height + scale.base * 0.15)
    for mark in row.marks:
        title = f"{row.label}: {chart.words[mark.sign]}"
        _mark(canvas, chart.axis, columns, mark, canvas.y + middle, thickness, title, alone=len(row.marks) == 1)
    canvas.y += height + scale.base * (0.35 if columns.stacked else 0.2)


def _mark(
    canvas: Canvas,
    axis: Axis | None,
    columns: _Columns,
    mark: Mark,
    y: float,
    size: float,
    title: str,
    *,
    alone: bool,
) -> None:
    """Draw a mark as a bar, or as a diamond if it is alone and too short; with an arrow where it continues."""
    axis = axis or Axis("numbers", 0, 1)
    part = axis.clipped(mark.first, mark.last)
    if part is None:
        return
    left, right = _x(axis, columns, part.first), _x(axis, columns, part.last)
    start, end = left + part.opens_left * size, right - part.opens_right * size
    if alone and not (part.opens_left or part.opens_right) and end - start < size:
        canvas.diamond(mark.sign, (left + right) / 2, y, size * 1.3, title)
    else:
        canvas.bar(mark.sign, start, y - size / 2, max(end - start, 2), size, title)
    if part.opens_left:
        canvas.arrow(mark.sign, left, y, size, "left")
    if part.opens_right:
        canvas.arrow(mark.sign, right, y, size, "right")


def _x(axis: Axis | None, columns: _Columns, at: float) -> float:
    part = 0 if axis is None else axis.at(at)
    return columns.left + part * (columns.right - columns.left)


def _fit(canvas: Canvas, columns: _Columns, axis: Axis | None, ticks: Iterable[Tick]) -> bool:
    """Return whether the texts of ticks have room beside each other."""
    end = float("-inf")
    for tick in ticks:
        half = canvas.width_of(tick.text, canvas.scale.small) / 2
        x = _x(axis, columns, tick.at)
        if x - half < end:
            return False
        end = x + half + canvas.scale.small
    return True


def _tick_texts(canvas: Canvas, axis: Axis | None, columns: _Columns, ticks: Iterable[Tick]) -> None:
    """Draw the texts of ticks; one that would leave the picture is not drawn."""
    size = canvas.scale.small
    drawn = False
    for tick in ticks:
        half = canvas.width_of(tick.text, size) / 2
        x = _x(axis, columns, tick.at)
        if half <= x <= canvas.scale.width - half:
            canvas.text(tick.text, x, canvas.y + size, size, anchor="middle", opacity=0.75)
            drawn = True
    canvas.y += size * 1.5 if drawn else 0
