"""A chart as a Vega-Lite description with its data, for altair, Observable and the web."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from math import floor
from typing import Any, TypeAlias

from .axes import Axis, day_text
from .looks import LOOKS, Look
from .marks import Chart, Mark, Row

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_TILES = 6
_INK = "#1c1c1c"
"""The colour of what has that of the text elsewhere."""
_Spec: TypeAlias = dict[str, Any]


def vega_lite(chart: Chart) -> _Spec:
    """Return a chart as a Vega-Lite description.

    Args:
        chart: The chart.
    """
    layouts: dict[str, Callable[[Chart], _Spec]] = {"rows": _rows, "points": _points, "tiles": _tiles}
    title = {"text": chart.title, "subtitle": [chart.subtitle, *chart.all_notes], "anchor": "start"}
    return {"$schema": SCHEMA, "title": title, "description": chart.title, **layouts[chart.layout](chart)}


def _values(chart: Chart) -> Iterator[_Spec]:
    """Yield a dict for each mark, with its limits on the axis and whether it continues outside."""
    axis = chart.axis or Axis("numbers", 0, 1)
    names = _names(chart.drawn) if chart.layout == "rows" else [row.label for row in chart.drawn]
    for row, name in zip(chart.drawn, names, strict=True):
        for mark in row.marks:
            part = axis.clipped(mark.first, mark.last)
            if part is None:
                continue
            yield {
                "group": row.group,
                "label": name,
                "value": row.value,
                "meaning": chart.words[mark.sign],
                "spoken": f"{name}: {chart.words[mark.sign]}, {row.value}",
                "first": _position(axis, part.first),
                "last": _position(axis, part.last),
                "middle": _position(axis, (part.first + part.last) / 2),
                "opens_left": part.opens_left,
                "opens_right": part.opens_right,
                **_amounts(chart.amounts, mark),
            }


def _amounts(axis: Axis | None, mark: Mark) -> _Spec:
    part = None if axis is None else axis.clipped(mark.low, mark.high)
    return {} if part is None else {"low": part.first, "high": part.last, "amount": (part.first + part.last) / 2}


def _names(rows: Sequence[Row]) -> list[str]:
    """Return the labels of rows; one that occurs again has its number, because Vega-Lite joins equal ones."""
    counts: dict[str, int] = {}
    names = []
    for row in rows:
        counts[row.label] = number = counts.get(row.label, 0) + 1
        names.append(row.label if number == 1 else f"{row.label} ({number})")
    return names


def _position(axis: Axis, at: float) -> float | str:
    """Return a position as a number, or as a time in UTC, so that no time zone moves a day."""
    if axis.kind == "numbers":
        return at
    text = day_text(at)
    return f"{text}:00Z" if "T" in text else f"{text}T00:00:00Z"


def _horizontal(chart: Chart) -> _Spec:
    """Return the horizontal axis."""
    axis = chart.axis
    if axis is None:
        return {"field": "first", "type": "quantitative", "axis": None, "scale": {"domain": [0, 1]}}
    if axis.kind == "numbers":
        scale: _Spec = {"domain": [axis.first, axis.last], "nice": False}
        return {"field": "first", "type": "quantitative", "title": None, "scale": scale}
    scale = {"type": "utc", "domain": [_time(axis.first), _time(axis.last)], "nice": False}
    span = axis.last - axis.first
    shown = {
        "format": "%-d %b %Y" if span < 150 else "%b %Y" if span < 1500 else "%Y",
        "labelOverlap": "greedy",
        "labelSeparation": 8,
    }
    return {"field": "first", "type": "temporal", "title": None, "scale": scale, "axis": shown}


def _time(at: float) -> _Spec:
    """Return a position on an axis of days as a time of Vega-Lite."""
    day, hours = date.fromordinal(floor(at)), floor((at - floor(at)) * 24)
    return {"year": day.year, "month": day.month, "date": day.day, "hours": hours, "utc": True}


def _looks(chart: Chart) -> _Spec:
    """Return the scales that give each meaning its colour, filling and outline."""
    words = {chart.words[sign]: LOOKS[sign] for sign in chart.signs}
    color = _by_meaning(words, lambda look: _INK if look.color == "currentColor" else look.color)
    return {
        "color": color,
        "stroke": color,
        "fillOpacity": _by_meaning(words, lambda look: 0.5 if look.hatch else look.opacity, type="ordinal"),
        "strokeDash": _by_meaning(words, lambda look: [float(part) for part in look.dash.split()] or [1, 0]),
        "description": {"field": "spoken", "type": "nominal"},
        "tooltip": [{"field": name, "type": "nominal"} for name in ("label", "value", "meaning")],
    }


def _by_meaning(words: dict[str, Look], part: Callable[[Look], Any], **options: str) -> _Spec:
    """Return the scale of a part of a look."""
    scale = {"domain": [*words], "range": [part(look) for look in words.values()], **options}
    return {"field": "meaning", "type": "nominal", "title": None, "scale": scale}


def _rows(chart: Chart) -> _Spec:
    """Return bars in rows, with triangles where they continue; a facet for each group of several."""
    y = {"field": "label", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 320}}
    looks = _looks(chart)
    bars = {
        "mark": {"type": "bar", "height": 12, "strokeWidth": 1.5, "opacity": 1},
        "encoding": {"x": _horizontal(chart), "x2": {"field": "last"}, "y": y, **looks},
    }
    arrows = [_arrows(chart, y, looks, field, end, shape) for field, end, shape in _ENDS]
    layers = {"layer": [bars, *arrows], "width": 520, "height": {"step": 22}}
    data = {"values": [*_values(chart)]}
    groups = [*dict.fromkeys(row.group for row in chart.drawn)]
    if len(groups) < 2:
        return {"data": data, **layers}
    header = {"title": None, "labelOrient": "top", "labelAnchor": "start", "labelFontWeight": "bold"}
    facet = {"row": {"field": "group", "type": "nominal", "sort": groups, "header": header}}
    return {"data": data, "facet": facet, "spec": layers, "resolve": {"scale": {"y": "independent"}}}


_ENDS = (("opens_left", "first", "triangle-left"), ("opens_right", "last", "triangle-right"))


def _arrows(chart: Chart, y: _Spec, looks: _Spec, field: str, end: str, shape: str) -> _Spec:
    return {
        "transform": [{"filter": f"datum.{field}"}],
        "mark": {"type": "point", "shape": shape, "filled": True, "size": 60, "opacity": 1},
        "encoding": {
            "x": {**_horizontal(chart), "field": end},
            "y": y,
            "color": looks["color"],
            "description": looks["description"],
        },
    }


def _points(chart: Chart) -> _Spec:
    """Return diamonds for points, and boxes for ranges with triangles where they are open, each with its number."""
    looks = _looks(chart)
    y: _Spec = {"field": "amount", "type": "quantitative", "title": None}
    if chart.amounts is not None:
        y["scale"] = {"domain": [chart.amounts.first, chart.amounts.last], "nice": False}
    ends = {"x": _horizontal(chart), "x2": {"field": "last"}, "y": {**y, "field": "low"}, "y2": {"field": "high"}}
    middle = {"x": {**_horizontal(chart), "field": "middle"}, "y": y}
    is_point = f"datum.meaning === {json.dumps(chart.words['yes'])}"
    boxes = {
        "transform": [{"filter": f"!({is_point})"}],
        "mark": {"type": "rect", "strokeWidth": 1.5, "opacity": 1},
        "encoding": {**ends, **looks},
    }
    dots = {
        "transform": [{"filter": is_point}],
        "mark": {"type": "point", "shape": "diamond", "filled": True, "size": 70, "opacity": 1},
        "encoding": {**middle, **looks},
    }
    texts = {
        "mark": {"type": "text", "align": "left", "dx": 7},
        "encoding": {**middle, "text": {"field": "number", "type": "nominal"}},
    }
    arrows = [_arrows(chart, y, looks, field, end, shape) for field, end, shape in _ENDS]
    values = [{**value, "number": str(number)} for number, value in enumerate(_values(chart), 1)]
    return {"data": {"values": values}, "layer": [boxes, dots, *arrows, texts], "width": 520, "height": 280}


def _tiles(chart: Chart) -> _Spec:
    """Return squares with names."""
    values = [
        {"column": number % _TILES, "row": number // _TILES, **value} for number, value in enumerate(_values(chart))
    ]
    places = {"type": "ordinal", "axis": None, "scale": {"type": "band", "paddingInner": 0.08}}
    axes = {name: {"field": field, **places} for name, field in (("x", "column"), ("y", "row"))}
    squares = {
        "mark": {"type": "rect", "height": 14, "yOffset": -24, "strokeWidth": 1.5, "opacity": 1},
        "encoding": {**axes, **_looks(chart)},
    }
    texts = {
        "mark": {"type": "text", "limit": 88},
        "encoding": {**axes, "text": {"field": "label", "type": "nominal"}},
    }
    return {"data": {"values": values}, "layer": [squares, texts], "width": {"step": 96}, "height": {"step": 68}}
