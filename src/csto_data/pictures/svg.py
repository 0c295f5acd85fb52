"""Draw a chart as SVG: one file without scripts, other files or fonts of its own, the same bytes each time.

Words and lines have the colour of the text around the picture, or that of a light or dark page of its own. Each text
is measured before it is placed, so that none overlaps another one or leaves the picture.
"""

from __future__ import annotations

import re
from hashlib import sha256
from html import escape

from .canvas import Canvas, Scale, number
from .lettering import lines_of
from .looks import ACCENT, WARNING
from .marks import Chart, Sign
from .svg_points import draw_points
from .svg_rows import draw_rows
from .svg_tiles import draw_tiles

_FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif"
_STYLE = (
    "svg:root{color:#1c1c1c}svg:root .paper{fill:#fff}"
    "@media screen and (prefers-color-scheme:dark){svg:root{color:#e4e4e4}svg:root .paper{fill:#14171c}}"
)
_BODIES = {"rows": draw_rows, "points": draw_points, "tiles": draw_tiles}
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def svg_of(chart: Chart, width: int) -> str:
    """Return a chart as SVG.

    Args:
        chart: The chart.
        width: The width of the picture in pixels.
    """
    key = f"p{sha256(f'{width} {chart}'.encode('utf-8', 'replace')).hexdigest()[:8]}"
    canvas = Canvas(Scale(width), key)
    _heading(canvas, chart)
    _BODIES[chart.layout](canvas, chart)
    _legend(canvas, chart)
    _notes(canvas, chart)
    height = canvas.y + canvas.scale.margin * 0.75
    body = "\n".join(canvas.parts)
    size = f'width="{width}" height="{number(height)}"'
    text = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {number(height)}" {size} role="img" '
        f'aria-labelledby="title-{key} desc-{key}" font-family="{_FONTS}" fill="currentColor">\n'
        f'<title id="title-{key}">{escape(chart.title)}</title>\n'
        f'<desc id="desc-{key}">{escape(description(chart))}</desc>\n'
        f"<style>{_STYLE}</style>\n{_patterns(key, canvas.scale)}\n"
        f'<rect class="paper" {size} fill="none"/>\n{body}\n</svg>\n'
    )
    return _NOT_XML.sub("\ufffd", text)


def description(chart: Chart) -> str:
    """Return a chart in words: what is drawn, and what each drawn row has."""
    rows = "; ".join(f"{row.group + ': ' if row.group else ''}{row.label}: {row.value}" for row in chart.drawn)
    return " ".join((chart.subtitle, f"{rows}.", *chart.all_notes))


def _patterns(key: str, scale: Scale) -> str:
    """Return the hatchings; their ids are those of the picture, so that several can be in one page."""
    size = number(scale.base * 0.42)
    lines = f'<path d="M-1 1L1 -1M0 6L6 0M5 7L7 5" stroke="{ACCENT}" stroke-width="1.4"/>'
    cross = f'<path d="M0 0L6 6M0 6L6 0" stroke="{WARNING}" stroke-width="1.2"/>'
    dots = f'<circle cx="3" cy="3" r="1.3" fill="{ACCENT}"/>'
    options = f'width="{size}" height="{size}" viewBox="0 0 6 6" patternUnits="userSpaceOnUse"'
    found = (
        f'<pattern id="{key}-{name}" {options}>{inside}</pattern>'
        for name, inside in (("lines", lines), ("cross", cross), ("dots", dots))
    )
    return f"<defs>{''.join(found)}</defs>"


def _heading(canvas: Canvas, chart: Chart) -> None:
    scale = canvas.scale
    canvas.y = scale.margin * 0.75
    canvas.paragraph(chart.title, scale.title, bold=True)
    canvas.y += scale.base * 0.15
    canvas.paragraph(chart.subtitle, scale.small, opacity=0.75)
    canvas.y += scale.base * 0.9


def _legend(canvas: Canvas, chart: Chart) -> None:
    """Draw a swatch and a word for each sign, side by side as far as they fit."""
    scale = canvas.scale
    swatch, indent = scale.base * 1.8, scale.base * 1.8 + scale.small * 0.5
    x, line = scale.margin, scale.small * 1.6
    canvas.y += scale.base * 0.6
    signs = chart.signs if chart.layout != "tiles" else ()  # tiles have the words themselves
    for sign in signs:
        words = lines_of(chart.words[sign], scale.small, scale.inner - indent)
        needed = indent + max(canvas.width_of(each, scale.small) for each in words)
        if x > scale.margin and x + needed > scale.width - scale.margin:
            x, canvas.y = scale.margin, canvas.y + line
        _swatch(canvas, sign, chart.layout == "points" and sign == "yes", x, canvas.y + line / 2, swatch)
        for index, each in enumerate(words):
            canvas.y += line if index else 0
            canvas.text(each, x + indent, canvas.y + line * 0.7, scale.small)
        x += needed + scale.base * 1.2
    canvas.y += line if signs else 0


def _swatch(canvas: Canvas, sign: Sign, is_point: bool, x: float, y: float, width: float) -> None:
    height = canvas.scale.base * 0.7
    if is_point:
        canvas.diamond(sign, x + width / 2, y, height)
    else:
        canvas.bar(sign, x, y - height / 2, width, height)


def _notes(canvas: Canvas, chart: Chart) -> None:
    canvas.y += canvas.scale.base * 0.4
    for note in chart.all_notes:
        canvas.paragraph(note, canvas.scale.small, opacity=0.75)
