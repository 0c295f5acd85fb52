"""Labels of pictures do not overlap and stay inside, measured in Chromium with the fonts of the system."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import csto_data
from csto_data.pictures.axes import Axis
from csto_data.pictures.marks import Chart, Mark, Row
from csto_data.pictures.picture import Picture

DATA = csto_data.load()
ASKED: list[tuple[str, str | None, dict[str, Any]]] = [
    ("members", None, {}),
    ("members", "cst", {}),
    ("timeline", None, {"start": "2022-01-01", "end": "2022-01-31"}),
    ("timeline", None, {}),
    ("dispute", "event:csto-withdrawal-start", {"field": "date"}),
    ("dispute", "membership:csto-uzb-1", {"field": "start"}),
    ("figure", "event:kazakhstan-violence-2022", {"field": "deaths"}),
    ("figure", "event:kazakhstan-violence-2022", {"field": "economic-loss"}),
    ("tiles", None, {"on": "2026-01-06"}),
    ("holders", "KAZ", {"field": "prime minister"}),
    ("holders", "csto", {}),
]
CYRILLIC = "Федеративная Республика Щучье-Жужжащая, организация Договора о коллективной безопасности"  # noqa: RUF001


def chart(layout: Any, rows: tuple[Row, ...], axis: Axis | None) -> Chart:
    words: Any = {"unknown": CYRILLIC, "disputes": CYRILLIC, "yes": CYRILLIC}
    amounts = Axis("numbers", 0, 1_234_567_890)
    notes = (CYRILLIC * 2,)
    return Chart(
        title=CYRILLIC,
        subtitle=CYRILLIC * 3,
        layout=layout,
        rows=rows,
        axis=axis,
        amounts=amounts,
        words=words,
        notes=notes,
    )


def pictures() -> list[Picture]:
    found = [DATA.draw(kind, id, **options) for kind, id, options in ASKED]  # type: ignore[arg-type]
    marks = [Mark("disputes", n, n + 5, n * 1e8, n * 1e8) for n in range(6)]
    rows = tuple(Row(label=f"{CYRILLIC} {n}", value=CYRILLIC * 2, group=CYRILLIC, marks=(marks[n],)) for n in range(6))
    found.append(Picture(chart("rows", rows, Axis("numbers", 0, 1_234_567_890)), DATA))
    found.append(Picture(chart("points", rows, Axis("days", 730_000, 730_400)), DATA))
    found.append(Picture(chart("tiles", rows, None), DATA))
    crowd = tuple(Row(label=str(n), value=str(n), marks=(Mark("yes", 730_000, 730_001, 5, 5),)) for n in range(40))
    found.append(Picture(chart("points", crowd, Axis("days", 729_900, 730_100)), DATA))
    wide = (Row(label="W" * 90, value="M" * 200, marks=(Mark("unknown"),)),)
    found.append(Picture(chart("rows", wide, Axis("days", 1, 800_000)), DATA))
    return found


@pytest.mark.usefixtures("looked_at")
def test_labels_do_not_overlap_and_stay_inside(tmp_path: Path, node: Callable[..., str]) -> None:
    files = []
    for number, picture in enumerate(pictures()):
        for width in (240, 400, 800, 1200):
            files.append(tmp_path / f"{number}-{width}.svg")
            picture.resized(width).save(files[-1])
    found = [json.loads(line) for line in node("node", "measure_labels.mjs", *files).splitlines()]
    assert len(found) == len(files)
    assert min(each["texts"] for each in found) > 1
    assert {each["file"]: each["problems"] for each in found if each["problems"]} == {}
