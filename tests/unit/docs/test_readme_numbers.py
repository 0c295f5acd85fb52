"""README names as many records and sources as the data have."""

from __future__ import annotations

from support import ROOT

import csto_data


def test_readme_counts_records_and_sources() -> None:
    ds = csto_data.load()
    text = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    assert f"There are {len(ds)} records, and {len(ds.sources)} of them describe sources." in text
