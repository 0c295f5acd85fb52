"""A picture: a chart with its forms, and what it shows as a table."""

from __future__ import annotations

import json
from datetime import date
from os import PathLike
from pathlib import Path
from typing import Any

from attrs import frozen

from ..errors import DatasetError
from .marks import Chart, Lanes
from .svg import svg
from .vega import vega_lite


@frozen
class Picture:
    """A picture of an answer, which Jupyter shows as it is.

    Attributes:
        chart: The marks of the picture.
        width: The width in pixels.

    Example:
        >>> from csto_data import load
        >>> picture = load().memberships.draw("csto")
        >>> picture.title
        'Membership of the Collective Security Treaty Organization'
    """

    chart: Chart
    width: float = 800

    @property
    def title(self) -> str:
        """The title."""
        return self.chart.title

    @property
    def svg(self) -> str:
        """The picture as an SVG document."""
        return svg(self.chart, self.width)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """What the picture shows, as a table: a dict for each mark, with days in ISO 8601."""
        chart = self.chart
        if not isinstance(chart, Lanes):
            return [{"code": t.code, "name": t.name, "style": t.style, "words": t.words} for t in chart.tiles]
        return [
            {
                "label": lane.label,
                "words": lane.words,
                "verdict": lane.verdict,
                "style": span.style,
                "first": self._said(span.first),
                "last": self._said(span.last),
            }
            for lane in chart.lanes
            for span in lane.spans
        ]

    def _said(self, at: float | None) -> Any:
        if at is None or (isinstance(self.chart, Lanes) and self.chart.scale == "number"):
            return at
        return date.fromordinal(int(at)).isoformat()

    def vega_lite(self) -> dict[str, Any]:
        """Return the picture as a Vega-Lite description, such as for ``altair.Chart.from_dict``.

        Example:
            >>> from csto_data import load
            >>> load().memberships.draw("csto").vega_lite()["mark"]["type"]
            'bar'
        """
        return vega_lite(self.chart)

    def resized(self, width: float) -> Picture:
        """Return the picture with another width.

        Args:
            width: The width in pixels, at least 240: about 400 for a column of a paper, 1,200 for a slide.

        Raises:
            ValueError: The width is smaller.
        """
        if width < 240:  # a name would say no more
            raise ValueError(f"The width {width:g} is too small. Expected at least 240 pixels.")
        return Picture(self.chart, width)

    def save(self, path: str | PathLike[str]) -> None:
        """Write the picture to a file: SVG, or Vega-Lite if its name ends in ``.json``.

        Args:
            path: The file, which is replaced if it exists.

        Raises:
            DatasetError: It cannot be written.
        """
        file = Path(path)
        is_json = file.suffix == ".json"
        text = json.dumps(self.vega_lite(), ensure_ascii=False, indent=2) + "\n" if is_json else self.svg
        try:
            file.write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise DatasetError([f"{file} cannot be written: {error.strerror or error}."]) from None

    def __repr__(self) -> str:
        return f"<Picture: {self.title}>"

    def _repr_svg_(self) -> str:
        return self.svg
