"""Pictures in other programs: altair accepts them, vl-convert draws them, and the tutorial runs in Jupyter."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import altair
import nbformat
import pytest
import vl_convert
from jsonschema import ValidationError
from nbclient import NotebookClient
from support import ROOT

import csto_data

PICTURES: list[tuple[str, str | None, dict[str, Any]]] = [
    ("members", None, {}),
    ("timeline", None, {"start": "2022-01-01", "end": "2022-01-20"}),
    ("dispute", "event:csto-withdrawal-start", {"field": "date"}),
    ("figure", "event:kazakhstan-violence-2022", {"field": "deaths"}),
    ("tiles", None, {"on": "2026-01-06"}),
    ("holders", "KAZ", {"field": "prime minister"}),
]


@pytest.mark.parametrize(("kind", "id", "options"), PICTURES)
def test_altair_accepts_and_vl_convert_draws_every_kind(kind: str, id: str | None, options: dict[str, Any]) -> None:
    picture = csto_data.load().draw(kind, id, **options)  # type: ignore[arg-type]
    chart = altair.Chart.from_dict(picture.vega_lite())
    drawn = vl_convert.vegalite_to_svg(chart.to_dict())
    assert picture.title in drawn
    if kind != "tiles":
        assert drawn.count('aria-roledescription="bar"') == len(picture.rows)


def test_altair_refuses_a_spoilt_description() -> None:
    spoilt = csto_data.load().draw("members").vega_lite()
    spoilt["mark"]["type"] = "bars"
    with pytest.raises((ValidationError, altair.utils.schemapi.SchemaValidationError)):
        altair.Chart.from_dict(spoilt)


def test_tutorial_runs_and_shows_a_picture_and_a_citation(tmp_path: Path) -> None:
    notebook = nbformat.read(ROOT / "docs" / "tutorial.ipynb", as_version=4)
    assert len(notebook.cells) == 10
    NotebookClient(
        notebook, kernel_name="python3", timeout=120, resources={"metadata": {"path": str(tmp_path)}}
    ).execute()
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert sum("image/svg+xml" in output.get("data", {}) for output in outputs) == 2
    assert "csto-data" in outputs[-1].text
