"""The tables that the data use are attributed in the manifest and in NOTICE."""

from __future__ import annotations

import json

from support import ROOT

import csto_data

MANIFEST = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))


def test_notice_lists_title_address_and_licence_of_every_attributed_table() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8").splitlines()
    licences = {source.url: source.licence for source in csto_data.load().sources}
    for source in MANIFEST["sources"]:
        at = notice.index(f"- {source['title']}")
        assert notice[at + 1 : at + 3] == [f"  {source['path']}", f"  licence: {licences[source['path']]}"]


def test_every_attributed_table_is_a_source_of_the_data() -> None:
    assert {source["path"] for source in MANIFEST["sources"]} <= {source.url for source in csto_data.load().sources}
