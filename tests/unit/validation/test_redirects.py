"""Redirects: what became of published ids, and references to them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support.part_of_data import write_part

from csto_data.cli import main
from csto_data.model.conditions import InvalidCombinationError
from csto_data.model.redirects import Redirect
from csto_data.store.packaged import packaged_redirects, published_ids
from csto_data.validation import validate


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A part of the packaged data."""
    return write_part(tmp_path / "data")


def redirect(folder: Path, *entries: dict[str, Any]) -> None:
    """Add redirects of published ids."""
    file = folder / "redirects.json"
    document = json.loads(file.read_text(encoding="utf-8"))
    document["redirects"] += [{"since": "1.0.0", "reason": "A duplicate.", **entry} for entry in entries]
    file.write_text(json.dumps(document), encoding="utf-8")
    register = folder / "ids.txt"
    ids = {*register.read_text(encoding="utf-8").split(), *(entry["id"] for entry in entries)}
    register.write_text("".join(f"{id}\n" for id in sorted(ids)), encoding="utf-8")
    assert main(["fmt", str(folder)]) == 0


def refer_to(folder: Path, id: str) -> None:
    """Let an event be in the place with this id."""
    events = folder / "events.json"
    text = events.read_text(encoding="utf-8")
    assert '"place": "place:almaty-airport"' in text
    events.write_text(text.replace('"place": "place:almaty-airport"', f'"place": "{id}"', 1), encoding="utf-8")


def test_every_id_of_the_register_has_a_record_or_a_redirect_of_the_packaged_data() -> None:
    assert packaged_redirects().keys() <= published_ids()


@pytest.mark.parametrize(
    ("kind", "to"),
    [("merged", ()), ("merged", ("place:a", "place:b")), ("split", ("place:a",)), ("withdrawn", ("place:a",))],
)
def test_redirect_has_as_many_targets_as_its_kind_allows(kind: Any, to: tuple[str, ...]) -> None:
    with pytest.raises(InvalidCombinationError, match='which does not match kind "'):
        Redirect(id="place:x", kind=kind, to=to, since="1.0.0", reason="A duplicate.")


def test_reference_to_merged_record_is_fixed(folder: Path) -> None:
    redirect(folder, {"id": "place:airport", "kind": "merged", "to": ["place:almaty-airport"]})
    assert validate(folder) == ()
    before = (folder / "events.json").read_text(encoding="utf-8")
    refer_to(folder, "place:airport")
    (finding,) = validate(folder)
    assert finding.rule == "CST302"
    assert finding.message == "place:airport was merged into place:almaty-airport: A duplicate"
    assert finding.fix is not None
    assert finding.fix.safe
    assert main(["fix", str(folder)]) == 0
    assert (folder / "events.json").read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("kind", "to", "message"),
    [
        (
            "split",
            ["place:almaty", "place:almaty-airport"],
            "place:gone was split into place:almaty or place:almaty-airport: A duplicate",
        ),
        ("withdrawn", [], "place:gone was withdrawn: A duplicate"),
    ],
)
def test_reference_to_split_or_withdrawn_record_has_no_fix(
    folder: Path, kind: str, to: list[str], message: str
) -> None:
    redirect(folder, {"id": "place:gone", "kind": kind, **({"to": to} if to else {})})
    refer_to(folder, "place:gone")
    (finding,) = validate(folder)
    assert (finding.rule, finding.message, finding.fix) == ("CST302", message, None)


def test_published_id_that_has_neither_record_nor_redirect_is_lost(folder: Path) -> None:
    redirects = folder / "redirects.json"
    redirects.unlink()
    lost = {finding.message for finding in validate(folder)}
    assert lost == {f"{id} was published, but no record has this id" for id in packaged_redirects()}


def test_unreadable_redirects_are_one_finding(folder: Path) -> None:
    (folder / "redirects.json").write_text("{", encoding="utf-8")
    assert [finding.rule for finding in validate(folder)] == ["CST004"]


def test_pack_with_reference_to_merged_packaged_record_has_suggestion(tmp_path: Path) -> None:
    merged = (found for found in packaged_redirects().values() if found.kind == "merged")
    old, found = next((found.id, found) for found in merged if found.id.startswith("place:"))
    place = {"id": "place:district", "name": "District", "kind": "region", "part_of": old}
    document = {"$schema": "schemas/place.schema.json", "records": [place | {"evidence": [{"source": "source:own"}]}]}
    (tmp_path / "places.json").write_text(json.dumps(document), encoding="utf-8")
    source = {"id": "source:own", "title": "A report", "kind": "report"}
    document = {"$schema": "schemas/source.schema.json", "records": [source]}
    (tmp_path / "sources.json").write_text(json.dumps(document), encoding="utf-8")
    main(["fmt", str(tmp_path)])
    (finding,) = validate(tmp_path)
    assert (finding.rule, finding.suggestion) == ("CST302", found.to[0])
