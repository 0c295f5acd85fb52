"""Pictures in other programs: altair accepts them, vl-convert draws them, and the tutorial runs in Jupyter."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from html import escape
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
    ("members", "cst", {}),
    ("timeline", None, {"start": "2022-01-01", "end": "2022-01-20"}),
    ("dispute", "event:csto-withdrawal-start", {"field": "date"}),
    ("dispute", "membership:csto-uzb-1", {"field": "end"}),
    ("figure", "event:kazakhstan-violence-2022", {"field": "deaths"}),
    ("figure", "event:kazakhstan-violence-2022", {"field": "economic-loss"}),
    ("tiles", None, {"on": "2026-01-06"}),
    ("holders", "KAZ", {"field": "prime minister"}),
]


@pytest.mark.parametrize(("kind", "id", "options"), PICTURES)
def test_altair_accepts_and_vl_convert_draws_every_mark(kind: str, id: str | None, options: dict[str, Any]) -> None:
    picture = csto_data.load().draw(kind, id, **options)  # type: ignore[arg-type]
    chart = altair.Chart.from_dict(picture.vega_lite())
    drawn = vl_convert.vegalite_to_svg(chart.to_dict())
    assert picture.title in drawn
    for row in picture.table:
        assert escape(f"{row['label']}: {row['meaning']}, {row['value']}", quote=True) in drawn
    for meaning in {row["meaning"] for row in picture.table}:
        assert meaning in drawn


def test_days_do_not_move_in_another_time_zone() -> None:
    described = csto_data.load().draw("timeline", start="2022-01-01", end="2022-01-08").vega_lite()
    moving = json.loads(json.dumps(described).replace('"type": "utc"', '"type": "time"'))
    for spec, count in ((described, 1), (moving, 2)):
        assert len({drawn_in(zone, spec) for zone in ("Pacific/Honolulu", "Asia/Almaty")}) == count


def drawn_in(zone: str, spec: dict[str, Any]) -> bytes:
    """Return the picture that a process in a time zone draws."""
    program = "import json, sys, vl_convert; print(vl_convert.vegalite_to_svg(json.load(sys.stdin)))"
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps(spec).encode(),
        env={**os.environ, "TZ": zone},
        capture_output=True,
        check=True,
    )
    return done.stdout


def test_altair_refuses_a_spoilt_description() -> None:
    spoilt = csto_data.load().draw("members").vega_lite()
    spoilt["layer"][0]["mark"]["type"] = "bars"
    with pytest.raises((ValidationError, altair.utils.schemapi.SchemaValidationError)):
        altair.Chart.from_dict(spoilt)


def test_tutorial_runs_and_shows_a_picture_and_a_citation(tmp_path: Path) -> None:
    notebook = nbformat.read(ROOT / "docs" / "tutorial.ipynb", as_version=4)
    assert len(notebook.cells) == 10
    NotebookClient(
        notebook, kernel_name="python3", timeout=120, resources={"metadata": {"path": str(tmp_path)}}
    ).execute()
    cells = [cell.outputs for cell in notebook.cells if cell.cell_type == "code"]
    assert sum("image/svg+xml" in output.get("data", {}) for outputs in cells for output in outputs) == 2
    assert "csto-data" in "".join(output.text for output in cells[-1])
