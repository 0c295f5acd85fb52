"""Audits: pairs of a record and a source that somebody who did not make the record read in the source."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from support import ROOT

import csto_data
from csto_data.model.references import evidence_of

AUDITS = sorted((ROOT / "docs" / "audits").glob("*.csv"))
VERDICTS = {"right", "wrong", "overreach", "incomplete", "not found"}


@pytest.mark.parametrize("file", AUDITS, ids=lambda file: file.name)
def test_audit_names_records_and_sources_that_exist(file: Path) -> None:
    ds = csto_data.load()
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    pairs = {(row["record"], row["evidence"]) for row in rows}
    assert len(pairs) == len(rows) > 0
    for id in {id for pair in pairs for id in pair}:
        ds.resolve(id)
    assert {row["verdict"] for row in rows} <= VERDICTS
    assert not [row for row in rows if row["verdict"] != "right" and not row["remark"]]
    cited = {(str(record.id), str(evidence.source)) for record in ds for evidence in evidence_of(record)}
    removed = {(row["record"], row["evidence"]) for row in rows if row["remark"].endswith("Removed.")}
    assert {pair for pair in pairs - cited if pair[0] in ds} == removed, "a source that was read is not cited any more"
