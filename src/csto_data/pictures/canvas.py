"""What SVG pictures are drawn with: a type scale, texts, bars, arrows and dots."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Literal, TypeAlias

from .lettering import BOLD, lines_of, width_of
from .looks import LOOKS
from .marks import Sign

Direction: TypeAlias = Literal["left", "right", "up"]
_DIRECTIONS: Mapping[Direction, tuple[int, int]] = {"left": (-1, 0), "right": (1, 0), "up": (0, -1)}


def number(value: float) -> str:
    """Return a number of pixels as SVG has it.

    Example:
        >>> number(12.0), number(12.345)
        ('12', '12.3')
    """
    return f"{value:.1f}".removesuffix(".0")


class Scale:
    """The sizes of a picture, which follow from its width: 12 pixels for text in 400, 18 in 1,200.

    Attributes:
        width: The width of the picture.
        base: The size of most texts.
        title: The size of the title.
        small: The size of notes and of the texts of axes.
        margin: The space at the sides.
    """

    def __init__(self, width: int) -> None:
        self.width = width
        self.base = min(9 + width * 0.0075, 24)
        self.title = self.base * 1.25
        self.small = self.base * 0.88
        self.margin = self.base * 1.1

    @property
    def inner(self) -> float:
        """The width between the margins."""
        return self.width - 2 * self.margin


class Canvas:
    """A picture that is being drawn, from top to bottom.

    Attributes:
        scale: Its sizes.
        key: What the ids of its hatchings begin with, so that several pictures can be in one page.
        y: Where the next part begins.
        parts: The elements that are drawn.
    """

    def __init__(self, scale: Scale, key: str) -> None:
        self.scale = scale
        self.key = key
        self.y = 0.0
        self.parts: list[str] = []

    @staticmethod
    def width_of(text: str, size: float, *, bold: bool = False) -> float:
        """Return the width of a text."""
        return width_of(text, size) * (BOLD if bold else 1)

    def text(
        self,
        text: str,
        x: float,
        y: float,
        size: float,
        *,
        anchor: str = "",
        bold: bool = False,
        opacity: float = 1,
    ) -> None:
        """Draw a text on one line; ``y`` is its baseline."""
        options = f' text-anchor="{anchor}"' if anchor else ""
        options += ' font-weight="600"' if bold else ""
        options += f' fill-opacity="{opacity}"' if opacity != 1 else ""
        place = f'x="{number(x)}" y="{number(y)}" font-size="{number(size)}"'
        self.parts.append(f"<text {place}{options}>{escape(text)}</text>")

    def paragraph(self, text: str, size: float, *, bold: bool = False, opacity: float = 1) -> None:
        """Draw a text from margin to margin on as many lines as it needs."""
        room = self.scale.inner / (BOLD if bold else 1)
        for line in lines_of(text, size, room):
            self.y += size * 1.3
            self.text(line, self.scale.margin, self.y - size * 0.3, size, bold=bold, opacity=opacity)

    def line(self, x1: float, y1: float, x2: float, y2: float, *, opacity: float = 0.18, dash: str = "") -> None:
        """Draw a thin line."""
        ends = f'x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"'
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(f'<line {ends} stroke="currentColor" stroke-opacity="{opacity}"{dashed}/>')

    def outline(self, x: float, y: float, width: float, height: float) -> None:
        """Draw a thin frame."""
        place = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}" rx="1.5"'
        self.parts.append(f'<rect {place} fill="none" stroke="currentColor" stroke-opacity="0.3"/>')

    def bar(self, sign: Sign, x: float, y: float, width: float, height: float, title: str = "") -> None:
        """Draw a bar."""
        place = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}" rx="1.5"'
        self._shape(sign, "rect", place, title)

    def diamond(self, sign: Sign, x: float, y: float, size: float, title: str = "") -> None:
        """Draw a diamond around a point, for what is too short for a bar."""
        half = size / 2
        points = ((x, y - half), (x + half, y), (x, y + half), (x - half, y))
        self._shape(sign, "polygon", f'points="{_points(points)}"', title)

    def arrow(self, sign: Sign, x: float, y: float, size: float, to: Direction) -> None:
        """Draw a triangle whose tip is at a point, for what has no limit or continues outside the picture."""
        half, (along, up) = size / 2, _DIRECTIONS[to]
        back_x, back_y = x - along * size * 0.8, y - up * size * 0.8
        points = ((x, y), (back_x - up * half, back_y - along * half), (back_x + up * half, back_y + along * half))
        color = LOOKS[sign].color
        self.parts.append(f'<polygon points="{_points(points)}" fill="{color}"/>')

    def _shape(self, sign: Sign, name: str, place: str, title: str) -> None:
        """Draw a shape with the look of a sign: its filling, then its hatching, then its outline."""
        look = LOOKS[sign]
        dash = f' stroke-dasharray="{look.dash}"' if look.dash else ""
        filling = f'fill="{look.color}" fill-opacity="{look.opacity}" stroke="{look.color}"{dash}'
        inside = f"<title>{escape(title)}</title>" if title else ""
        self.parts.append(f"<{name} {place} {filling}>{inside}</{name}>" if inside else f"<{name} {place} {filling}/>")
        if look.hatch:
            self.parts.append(f'<{name} {place} fill="url(#{self.key}-{look.hatch})" pointer-events="none"/>')


def _points(points: tuple[tuple[float, float], ...]) -> str:
    return " ".join(f"{number(x)},{number(y)}" for x, y in points)
