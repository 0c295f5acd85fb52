"""A picture: a chart with its forms, and what it shows as a table."""

from __future__ import annotations

import json
from math import ceil, floor
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from ..errors import DatasetError
from ..store.shape import answer_shape
from ..store.table import RowTable
from .axes import Axis, day_text
from .marks import Chart, Mark
from .svg import svg_of
from .vega import vega_lite

if TYPE_CHECKING:
    from ..store.memory import Records

NARROWEST, WIDEST = 240, 4000
PICTURES = answer_shape(
    "picture",
    f"{__name__}:PICTURES",
    summary=("label", "value", "meaning", "first", "last"),
    group="text",
    label="text",
    value="text",
    meaning="text",
    first="text",
    last="text",
    low="number",
    high="number",
    record="text",
)
"""The columns of the table behind a picture."""


@frozen(repr=False)
class Picture:
    """A picture of an answer, which Jupyter shows as it is.

    Attributes:
        chart: The marks of the picture.
        store: The data that it shows.
        width: The width in pixels.

    Example:
        >>> from csto_data import load
        >>> picture = load().memberships.draw("csto")
        >>> picture.title
        'Collective Security Treaty Organization: members'
    """

    chart: Chart
    store: Records
    width: int = 800

    @property
    def title(self) -> str:
        """The title."""
        return self.chart.title

    @property
    def svg(self) -> str:
        """The picture as an SVG document."""
        return svg_of(self.chart, self.width)

    @property
    def table(self) -> RowTable[dict[str, Any]]:
        """What the picture shows, also the rows that it leaves out: a dict for each mark.

        ``meaning`` is what the mark says, as in the legend. ``first`` and ``last`` are days, which both belong to it,
        or numbers, as text; None is an open limit. ``low`` and ``high`` are the limits of an amount beside a day.

        Example:
            >>> from csto_data import load
            >>> row = load().memberships.draw("csto").table[0]
            >>> row["label"], row["meaning"], row["first"], row["last"]
            ('Armenia', 'member', '2003-09-18', '2024-02-21')
        """
        return RowTable(
            (
                {
                    "group": row.group or None,
                    "label": row.label,
                    "value": row.value,
                    "meaning": self.chart.words[mark.sign],
                    **_limits(self.chart.axis, mark),
                    "record": row.record,
                }
                for row in self.chart.rows
                for mark in row.marks
            ),
            self.store,
            PICTURES,
        )

    def vega_lite(self) -> dict[str, Any]:
        """Return the picture as a Vega-Lite description, such as for ``altair.Chart.from_dict``.

        Example:
            >>> from csto_data import load
            >>> load().memberships.draw("csto").vega_lite()["title"]["text"]
            'Collective Security Treaty Organization: members'
        """
        return vega_lite(self.chart)

    def resized(self, width: float) -> Picture:
        """Return the picture with another width; its texts grow and shrink with it.

        Args:
            width: The width in pixels, from 240 to 4,000: about 400 for a column of a paper, 1,200 for a slide.

        Raises:
            ValueError: The width is smaller or larger.
        """
        if not NARROWEST <= width <= WIDEST:
            raise ValueError(f"The width {width:g} is not valid. Expected {NARROWEST} to {WIDEST:,} pixels.")
        return evolve(self, width=round(width))

    def save(self, path: str | PathLike[str]) -> None:
        """Write the picture to a file: SVG, or Vega-Lite if its name ends in ``.json``.

        Args:
            path: The file, which is replaced if it exists.

        Raises:
            ValueError: The name ends in something other than ``.svg`` or ``.json``.
            DatasetError: It cannot be written.
        """
        file = Path(path)
        if file.suffix not in (".svg", ".json"):
            raise ValueError(
                f'"{file.name}" is not a valid name for a picture. Expected one that ends in .svg or .json.'
            )
        text = as_json(self) if file.suffix == ".json" else self.svg
        try:
            file.write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise DatasetError([f"{file} cannot be written: {error.strerror or error}."]) from None

    def __repr__(self) -> str:
        return f"<Picture: {self.title}>"

    def _repr_svg_(self) -> str:
        return self.svg

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:  # noqa: ARG002
        return {"image/svg+xml": self.svg, "text/plain": f"{self!r}\n{self.table!r}"}


def as_json(picture: Picture) -> str:
    """Return the Vega-Lite description of a picture as text."""
    return json.dumps(picture.vega_lite(), ensure_ascii=False, indent=2) + "\n"


def _limits(axis: Axis | None, mark: Mark) -> dict[str, Any]:
    """Return the limits of a mark for a table."""
    if axis is not None and axis.kind == "numbers":
        first, last = (None if at is None else f"{at:g}" for at in (mark.first, mark.last))
    else:
        first = None if mark.first is None else day_text(mark.first)
        last = None if mark.last is None else _last_day(mark)
    return {"first": first, "last": last, "low": mark.low, "high": mark.high}


def _last_day(mark: Mark) -> str:
    """Return the last day of a mark, which ends where the next day begins; an instant is its own end."""
    assert mark.last is not None  # noqa: S101
    return day_text(mark.last) if mark.first == mark.last else day_text(ceil(floor(mark.last)) - 1)
