"""A chart as a Vega-Lite description, for altair, Observable and the web."""

from __future__ import annotations

from datetime import date
from typing import Any

from .marks import Chart, Lanes, Span, Tiles

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_STYLES = ["certain", "frozen", "possible"]


def vega_lite(chart: Chart) -> dict[str, Any]:
    """Return a chart as a Vega-Lite description, which contains its data.

    Args:
        chart: The chart.
    """
    described = _lanes(chart) if isinstance(chart, Lanes) else _tiles(chart)
    text = {"text": chart.title, "subtitle": chart.description, "anchor": "start"}
    return {"$schema": SCHEMA, "title": text, "description": f"{chart.title}. {chart.description}", **described}


def _lanes(chart: Lanes) -> dict[str, Any]:
    rows = [
        {
            "row": number,
            "label": lane.label,
            "words": lane.words,
            "verdict": lane.verdict or "none",
            "style": span.style,
            "from": _position(chart, chart.first if span.first is None else span.first),
            "to": _position(chart, _end(chart, span)),
        }
        for number, lane in enumerate(chart.lanes)
        for span in lane.spans
    ]
    kind = "temporal" if chart.scale == "day" else "quantitative"
    order = [lane.label for lane in chart.lanes]
    x = {"field": "from", "type": kind, "title": chart.unit or None}
    encoding = {
        "y": {"field": "label", "type": "nominal", "sort": order, "title": None, "axis": {"labelLimit": 320}},
        "x": x,
        "x2": {"field": "to"},
        "fillOpacity": {
            "field": "style",
            "type": "nominal",
            "scale": {"domain": _STYLES, "range": [1, 0.5, 0.15]},
            "title": "what is known",
        },
        "tooltip": [{"field": "label", "type": "nominal"}, {"field": "words", "type": "nominal"}],
    }
    mark = {"type": "bar", "height": 12, "stroke": "#2f5d8c", "color": "#2f5d8c", "minBandSize": 4}
    return {"data": {"values": rows}, "mark": mark, "encoding": encoding, "width": 520, "height": {"step": 24}}


def _end(chart: Lanes, span: Span) -> float:
    """Return the end of a bar: the end of its last day."""
    last = chart.last if span.last is None else span.last
    return last + 1 if chart.scale == "day" else last


def _position(chart: Lanes, at: float) -> float | str:
    return date.fromordinal(min(int(at), date.max.toordinal())).isoformat() if chart.scale == "day" else at


def _tiles(chart: Tiles) -> dict[str, Any]:
    rows = [
        {
            "column": number % 6,
            "row": number // 6,
            "code": tile.code,
            "name": tile.name,
            "style": tile.style,
            "words": tile.words,
        }
        for number, tile in enumerate(chart.tiles)
    ]
    place = {
        "x": {"field": "column", "type": "ordinal", "axis": None},
        "y": {"field": "row", "type": "ordinal", "axis": None},
    }
    opacity = {
        "field": "style",
        "type": "nominal",
        "scale": {"domain": _STYLES, "range": [1, 0.5, 0.15]},
        "title": "what is known",
    }
    tooltip = [{"field": "name", "type": "nominal"}, {"field": "words", "type": "nominal"}]
    squares = {
        "mark": {"type": "rect", "color": "#2f5d8c", "stroke": "#2f5d8c"},
        "encoding": {**place, "fillOpacity": opacity, "tooltip": tooltip},
    }
    codes = {
        "mark": {"type": "text", "fontWeight": "bold"},
        "encoding": {
            **place,
            "text": {"field": "code", "type": "nominal"},
            "color": {"condition": {"test": "datum.style === 'certain'", "value": "white"}, "value": "black"},
        },
    }
    return {"data": {"values": rows}, "layer": [squares, codes], "width": {"step": 72}, "height": {"step": 72}}
