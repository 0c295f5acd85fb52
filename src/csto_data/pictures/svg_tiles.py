"""Draw tiles: one for each state, with its code, its name and what it is on that day."""

from __future__ import annotations

from math import floor
from typing import NamedTuple

from .canvas import Canvas
from .lettering import lines_of
from .marks import Chart, Row


def draw_tiles(canvas: Canvas, chart: Chart) -> None:
    """Draw the tiles of a chart in rows of equal length."""
    scale = canvas.scale
    gap, least = scale.base * 0.6, scale.base * 8.5
    columns = max(1, floor((scale.inner + gap) / (least + gap)))
    width = (scale.inner - (columns - 1) * gap) / columns
    texts = [_texts(canvas, row, width) for row in chart.drawn]
    height = scale.base * (1.7 + 1.3 * max((len(labels) + len(values) for labels, values in texts), default=1))
    for index, (row, (labels, values)) in enumerate(zip(chart.drawn, texts, strict=True)):
        if index and index % columns == 0:
            canvas.y += height + gap
        _tile(canvas, row, _Box(scale.margin + index % columns * (width + gap), width, height), labels, values)
    canvas.y += height + gap


class _Box(NamedTuple):
    """Where a tile begins, and its size."""

    x: float
    width: float
    height: float


def _texts(canvas: Canvas, row: Row, width: float) -> tuple[list[str], list[str]]:
    """Return the lines of the label and of the value of a tile."""
    room = width - canvas.scale.base * 1.2
    return lines_of(row.label, canvas.scale.base, room), lines_of(row.value, canvas.scale.small, room)


def _tile(canvas: Canvas, row: Row, box: _Box, labels: list[str], values: list[str]) -> None:
    """Draw a frame with a band that has the look of the sign, and the texts below it."""
    scale = canvas.scale
    band, line, x = scale.base * 0.9, scale.base * 1.3, box.x + scale.base * 0.6
    canvas.outline(box.x, canvas.y, box.width, box.height)
    for mark in row.marks:
        canvas.bar(mark.sign, box.x, canvas.y, box.width, band, f"{row.label}: {row.value}")
    y = canvas.y + band
    for text in labels:
        y += line
        canvas.text(text, x, y, scale.base)
    for text in values:
        y += line
        canvas.text(text, x, y, scale.small, opacity=0.75)
