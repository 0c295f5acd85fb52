"""The Dask program of docs/bulk.md finds the same on two worker processes as csto-data in one process."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from distributed import Client, LocalCluster
from support import ROOT

from csto_data import validate
from csto_data.validation import check_records, join_records

PAGE = (ROOT / "docs" / "bulk.md").read_text(encoding="utf-8")
(PROGRAM,) = re.findall(r"^```py\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
EACH, FILES = 500, 4
SPOILT: list[dict[str, Any]] = [
    {"titel": "A title"},
    {"title": "A  title"},
    {"date": "2022-02-30"},
    {"id": "event:e00001"},
    {"note": "TODO: look for the number of people"},
    {"states": ["state:RUS"]},
]


def event(number: int) -> dict[str, Any]:
    day = f"20{number % 22:02}-{number % 12 + 1:02}-{number % 28 + 1:02}"
    parties = [{"of": "state:KAZ", "described_as": f"group {number}", "role": "protester"}]
    reports = {"date": day, "place": "place:almaty", "states": ["state:KAZ"], "participants": parties}
    evidence = [{"source": "source:sukhankin-2022", "reports": reports}]
    raw = {"id": f"event:e{number:05}", "kind": "protest", "title": f"Event {number}", **reports, "evidence": evidence}
    return {**raw, **SPOILT[number // 100 % len(SPOILT)]} if number % 100 == 50 else raw


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with four files of events, of which one in a hundred is spoilt."""
    folder = tmp_path_factory.mktemp("events")
    for part in range(FILES):
        lines = (json.dumps(event(part * EACH + number)) + "\n" for number in range(EACH))
        (folder / f"events-{part:02}.jsonl").write_text("".join(lines), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def workers() -> Iterator[Client]:
    """Two worker processes."""
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0") as cluster,
        Client(cluster) as client,
    ):
        yield client


@pytest.mark.filterwarnings("default")
def test_program_finds_the_same_as_one_process(
    folder: Path, workers: Client, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.chdir(folder)
    given: dict[str, Any] = {"__name__": "program"}
    exec(compile(PROGRAM, "docs/bulk.md", "exec"), given)  # noqa: S102
    files = sorted(folder.glob("events-*.jsonl"))
    parts = [check_records("events", file.read_text("utf-8").splitlines(), file=file.name) for file in files]
    assert given["findings"] == join_records(parts)
    assert capsys.readouterr().out == f"{EACH * FILES} records, {len(given['findings'])} findings\n"

    table = pd.read_csv("findings.csv")
    (tmp_path / "events.jsonl").write_text("".join(file.read_text("utf-8") for file in files), encoding="utf-8")
    whole = [f for f in validate(tmp_path) if f.rule != "CST901"]
    start = {file.name: number * EACH for number, file in enumerate(files)}
    found = sorted((start[row.file] + row.line, row.rule, str(row.record)) for row in table.itertuples())
    assert found == sorted((f.line or 0, f.rule, str(f.record)) for f in whole)
    assert len({rule for _, rule, _ in found}) == len(SPOILT)


def test_two_processes_take_part(workers: Client) -> None:
    seen = set(workers.run(os.getpid).values())
    assert len(seen - {os.getpid()}) == 2
