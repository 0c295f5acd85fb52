"""Labels of pictures do not overlap and stay inside, measured in Chromium with the fonts of the system."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import csto_data
from csto_data.pictures.marks import Lane, Lanes, Span, Tile, Tiles
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


def pictures() -> list[Picture]:
    found = [DATA.draw(kind, id, **options) for kind, id, options in ASKED]  # type: ignore[arg-type]
    lanes = tuple(Lane(f"{CYRILLIC} {n}", CYRILLIC * 2, (Span(n, n + 5),), "disputes") for n in range(6))
    found.append(Picture(Lanes(CYRILLIC, CYRILLIC * 3, "number", lanes, 0, 1_234_567_890, cut=380)))
    squares = tuple(Tile("ЩЩЩ", CYRILLIC, style, CYRILLIC) for style in ("certain", "frozen", "possible"))
    found.append(Picture(Tiles(CYRILLIC, CYRILLIC, squares)))
    found.append(Picture(Lanes("W" * 200, "M" * 300, "day", (Lane("W" * 90, "M" * 200, ()),), 1, 3_000_000)))
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
