"""Draw a chart as SVG: readable without colour, in light and dark, with the fonts of the reader's system."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from xml.sax.saxutils import escape, quoteattr

from .lettering import width, wrapped
from .marks import Chart, Lane, Lanes, Span, Tile, Tiles
from .scales import Scale, day_ticks, number_ticks

_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif"
SIZE = 13.0
"""The size of labels; that of the title and of small print follow from it."""
_TITLE, _SMALL, _TINY = SIZE * 1.25, SIZE * 0.85, SIZE * 0.78
_BOLD = 1.15
"""How much wider a bold letter is."""
_LINE = SIZE * 1.35
_MARGIN = 12.0
_SHORT = 4.0
"""Below this width, a span is drawn as a lozenge."""
_NARROW = 620.0
"""Below this width, labels are above the rows instead of beside them."""
_SIGNS = {"supports": "=", "compatible": "≈", "disputes": "≠", "record": "●", "": ""}
_WORDS = {"supports": "supports", "compatible": "is compatible", "disputes": "disputes", "record": "", "": ""}
_STYLE = """\
.{0} text {{ font-family: {font}; font-size: {size}px; stroke-width: 3px; paint-order: stroke }}
.{0} text {{ fill: #1d2126; stroke: #ffffff }}
.{0} .title {{ font-size: {title:g}px; font-weight: 600 }}
.{0} .small {{ font-size: {small:g}px; fill: #555d66 }}
.{0} .rule {{ stroke: #c9c5bd; stroke-width: 1 }}
.{0} .certain {{ fill: #2f5d8c }}
.{0} .possible {{ fill: #2f5d8c; fill-opacity: .12; stroke: #2f5d8c; stroke-width: 1.5; stroke-dasharray: 3 2 }}
.{0} .frozen {{ fill: url(#{0}-hatch); stroke: #2f5d8c; stroke-width: 1.5 }}
.{0} .hatch {{ stroke: #2f5d8c; stroke-width: 3 }}
.{0} .disputes .certain, .{0} .disputes .possible {{ fill: #a8501c; stroke: #a8501c }}
.{0} .arrow {{ fill: none; stroke: #2f5d8c; stroke-width: 2 }}
.{0} .paper {{ fill: #ffffff }}
.{0} .on {{ fill: #ffffff; stroke: none; font-weight: 600 }}
.{0} .off {{ font-weight: 600 }}
.{0} .tiny {{ font-size: {tiny:g}px; font-weight: 400 }}
@media (prefers-color-scheme: dark) {{
.{0} text {{ fill: #e4e6e8; stroke: #1b1f24 }}
.{0} .small {{ fill: #a5adb6 }}
.{0} .rule {{ stroke: #454c55 }}
.{0} .certain {{ fill: #8fbcf2 }}
.{0} .possible {{ fill: #8fbcf2; stroke: #8fbcf2 }}
.{0} .frozen, .{0} .hatch, .{0} .arrow {{ stroke: #8fbcf2 }}
.{0} .disputes .certain, .{0} .disputes .possible {{ fill: #f0a678; stroke: #f0a678 }}
.{0} .paper {{ fill: #1b1f24 }}
.{0} .on {{ fill: #15181c; stroke: none }}
}}
"""


def svg(chart: Chart, size: float = 800) -> str:
    """Return a chart as an SVG document.

    Args:
        chart: The chart.
        size: The width in pixels: about 400 for a column of a paper, 1,200 for a slide.

    Returns:
        The document, with a title and a description for those who cannot see it.
    """
    name = f"c{sha256(f'{chart.title} {size}'.encode()).hexdigest()[:8]}"
    body = [*(_lanes(chart, size) if isinstance(chart, Lanes) else _tiles(chart, size))]
    height = float(body.pop())
    style = _STYLE.format(name, font=_FONT, size=SIZE, title=_TITLE, small=_SMALL, tiny=_TINY)
    turned = {"patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)"}
    hatch = _element("line", {"class": "hatch", "x1": 0, "y1": 0, "x2": 0, "y2": 7})
    document: dict[str, float | str] = {
        "xmlns": "http://www.w3.org/2000/svg",
        "class": name,
        "viewBox": f"0 0 {size:g} {height:g}",
        "width": size,
        "height": height,
        "role": "img",
        "aria-labelledby": f"{name}-title {name}-desc",
    }
    parts = [
        _element("title", {"id": f"{name}-title"}, escape(chart.title)),
        _element("desc", {"id": f"{name}-desc"}, escape(chart.description)),
        f"<style>{style}</style>",
        _element("defs", {}, _element("pattern", {"id": f"{name}-hatch", "width": 7, "height": 7, **turned}, hatch)),
        _element("rect", {"class": "paper", "width": size, "height": height}),
        *body,
    ]
    return _element("svg", document, "\n{}\n".format("\n".join(parts))) + "\n"


def _element(name: str, attributes: Mapping[str, float | str], content: str = "") -> str:
    """Return an element; numbers have at most six digits."""
    written = "".join(
        f" {key}={quoteattr(value if isinstance(value, str) else f'{value:g}')}" for key, value in attributes.items()
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def _text(x: float, y: float, text: str, kind: str = "", anchor: str = "start") -> str:
    named = {"class": kind} if kind else {}
    return _element("text", {**named, "x": x, "y": y, "text-anchor": anchor}, escape(text))


def _heading(chart: Chart, size: float) -> Iterator[tuple[str, float]]:
    """Iterate over the lines of the title and of the legend, each with the place below it."""
    y = _MARGIN
    for line in wrapped(chart.title, _TITLE * _BOLD, size - 2 * _MARGIN, 3):
        y += _TITLE * 1.3
        yield _text(_MARGIN, y - _TITLE * 0.3, line, "title"), y
    is_empty = not (chart.lanes if isinstance(chart, Lanes) else chart.tiles)
    more = " There is nothing to show." if is_empty else f" {chart.cut} more are not shown." if chart.cut else ""
    note = f"{chart.description}.{more}"
    for line in wrapped(note, _SMALL, size - 2 * _MARGIN, 3):
        y += _SMALL * 1.45
        yield _text(_MARGIN, y - _SMALL * 0.3, line, "small"), y


def _lanes(chart: Lanes, size: float) -> Iterator[str]:
    """Iterate over the elements of rows; the last item is the height."""
    heading = [*_heading(chart, size)]
    yield from (element for element, _ in heading)
    y = heading[-1][1]
    stacked = size < _NARROW
    label_room = size - 2 * _MARGIN if stacked else min(size * 0.36, 340.0)
    left = _MARGIN + 8 if stacked else _MARGIN + label_room + 14
    scale = Scale(chart.first, chart.last, left, size - _MARGIN - 14)
    top = y + 10 + _LINE
    rows: list[str] = []
    y = top
    for lane in chart.lanes:
        elements, y = _lane(lane, y, scale, label_room, stacked=stacked)
        rows += elements
    yield from _axis(chart, scale, top, y) if chart.lanes else ()
    yield from rows
    yield f"{y + _MARGIN}"


def _axis(chart: Lanes, scale: Scale, top: float, bottom: float) -> Iterator[str]:
    """Iterate over the lines and labels of the scale; labels have room and stay inside."""
    room = scale.right - scale.left
    if chart.scale == "day":
        found = [*day_ticks(chart.first, chart.last, int(room // 80))]
    else:
        longest = width(f"{chart.last:,.0f}", _SMALL) + 16
        found = [*number_ticks(chart.first, chart.last, min(8, max(2, int(room // longest))))]
    after = 0.0
    for at, label in found:
        x, half = scale.place(at), width(label, _SMALL) / 2
        yield _element("line", {"class": "rule", "x1": x, "y1": top - 4, "x2": x, "y2": bottom})
        start = min(max(x - half, 2.0), scale.right + 12 - 2 * half)
        if start >= after:
            yield _text(start + half, top - 9, label, "small", "middle")
            after = start + 2 * half + 8


def _lane(lane: Lane, y: float, scale: Scale, room: float, *, stacked: bool) -> tuple[list[str], float]:
    """Return the elements of a row, and the place below it."""
    sign = _SIGNS[lane.verdict]
    label = f"{sign} {lane.label}" if sign else lane.label
    said = f"{lane.words}{f' ({_WORDS[lane.verdict]})' if _WORDS[lane.verdict] else ''}"
    lines = wrapped(label, SIZE, room, 2)
    small = wrapped(said, _SMALL, room, 2)
    high = len(lines) * _LINE + len(small) * _SMALL * 1.35 + 8
    elements = [f'<g class="{lane.verdict or "lane"}">', f"<title>{escape(f'{lane.label}: {said}')}</title>"]
    at = y + 4
    for line in lines:
        at += _LINE
        elements.append(_text(_MARGIN, at - _LINE * 0.3, line))
    for line in small:
        at += _SMALL * 1.35
        elements.append(_text(_MARGIN, at - _SMALL * 0.35, line, "small"))
    thick = 12.0
    middle = y + high + thick / 2 + 2 if stacked else y + high / 2 + 2
    bottom = y + high + (thick + 8 if stacked else 4)
    elements += [mark for span in lane.spans for mark in _span(span, scale, middle, thick)]
    elements.append("</g>")
    return elements, bottom


def _span(span: Span, scale: Scale, middle: float, thick: float) -> Iterator[str]:
    """Iterate over the elements of a span: a bar or, if it is short, a lozenge; arrows where it is open."""
    left = scale.left - 6 if span.first is None else scale.place(span.first)
    right = scale.right + 6 if span.last is None else scale.place(span.last)
    if right - left < _SHORT:
        x, r = min(max((left + right) / 2, scale.left), scale.right), thick / 2
        corners = f"M{x - r:g} {middle:g}L{x:g} {middle - r:g}L{x + r:g} {middle:g}L{x:g} {middle + r:g}Z"
        yield _element("path", {"class": span.style, "d": corners})
        return
    bar = {"x": left, "y": middle - thick / 2, "width": right - left, "height": thick}
    yield _element("rect", {"class": span.style, **bar})
    for is_open, x, back in ((span.first is None, left - 2, 8), (span.last is None, right + 2, -8)):
        if is_open:
            head = f"M{x + back:g} {middle - 8:g}L{x:g} {middle:g}L{x + back:g} {middle + 8:g}"
            yield _element("path", {"class": "arrow", "d": head})


def _tiles(chart: Tiles, size: float) -> Iterator[str]:
    """Iterate over the elements of tiles; the last item is the height."""
    heading = [*_heading(chart, size)]
    yield from (element for element, _ in heading)
    y = heading[-1][1]
    edge, gap = 92.0, 8.0
    columns = max(1, int((size - 2 * _MARGIN + gap) // (edge + gap)))
    top = y + 12
    for number, tile in enumerate(chart.tiles):
        row, column = divmod(number, columns)
        yield from _tile(tile, _MARGIN + column * (edge + gap), top + row * (edge + gap), edge)
    yield f"{top + -(-len(chart.tiles) // columns) * (edge + gap) + _MARGIN}"


def _tile(tile: Tile, x: float, y: float, edge: float) -> Iterator[str]:
    half = edge / 2
    parts = [_element("title", {}, escape(f"{tile.name}: {tile.words}"))]
    parts.append(_element("rect", {"class": tile.style, "x": x, "y": y, "width": edge, "height": edge}))
    if tile.style == "frozen":
        parts.append(
            _element("rect", {"class": "paper", "x": x + 4, "y": y + half - 34, "width": edge - 8, "height": 68})
        )
    kind = "on" if tile.style == "certain" else "off"
    parts.append(_text(x + half, y + half - 8, tile.code, kind, "middle"))
    for number, line in enumerate(wrapped(tile.name, _TINY, edge - 8, 2)):
        parts.append(_text(x + half, y + half + 10 + number * _TINY * 1.3, line, f"{kind} tiny", "middle"))
    yield _element("g", {}, "".join(parts))
