"""The version of the data is as high as the changes since the latest release require."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve

from csto_data.errors import DatasetError
from csto_data.releases.gate import Verdict, check_release
from csto_data.releases.reading import packaged_snapshot
from csto_data.releases.snapshot import Snapshot

OLD = evolve(packaged_snapshot(), version="2.0.0")
EVENT = "event:csto-withdrawal-start"
Edit = Callable[[Any, Any, Any], object]


def edited(version: str, edit: Edit) -> Snapshot:
    parts = [copy.deepcopy(dict(part)) for part in (OLD.records, OLD.manifest, OLD.schemas)]
    edit(*parts)
    return evolve(OLD, version=version, records=parts[0], manifest=parts[1], schemas=parts[2])


def checked(version: str, edit: Edit, *allowed: dict[str, Any]) -> Verdict:
    return check_release(OLD, edited(version, edit), allowed)


def field(schemas: Any, name: str) -> Any:
    return schemas["event.schema.json"]["$defs"]["record"]["properties"][name]


SPOILT: dict[str, tuple[str, Edit]] = {
    "id removed": ("2.1.0", lambda r, m, s: r.pop(EVENT)),
    "closed word removed": ("2.1.0", lambda r, m, s: field(s, "kind")["enum"].pop()),
    "coverage shrunk": ("2.1.0", lambda r, m, s: m["coverage"]["memberships"][0].update({"from": "2010-01-01"})),
    "field narrowed": ("2.1.0", lambda r, m, s: field(s, "title").update(maxLength=3)),
    "optional made required": (
        "2.1.0",
        lambda r, m, s: s["event.schema.json"]["$defs"]["record"]["required"].append("note"),
    ),
    "version not raised": ("2.0.0", lambda r, m, s: r[EVENT].update(title="Another title")),
    "nothing compared": ("2.1.0", lambda r, m, s: r.clear()),
    "too low for a new record": ("2.0.1", lambda r, m, s: r.update({"event:new": {"id": "event:new"}})),
}


@pytest.mark.parametrize("mistake", SPOILT)
def test_spoilt_release_has_one_problem(mistake: str) -> None:
    assert len(checked(*SPOILT[mistake]).problems) == 1


@pytest.mark.parametrize("mistake", SPOILT.keys() - {"nothing compared"})
def test_required_version_is_accepted(mistake: str) -> None:
    edit = SPOILT[mistake][1]
    assert checked(checked("2.0.0", edit).required, edit).problems == ()


def test_unchanged_data_need_no_new_version() -> None:
    assert checked("2.0.0", lambda r, m, s: None) == Verdict(compared=len(OLD.records), required="2.0.0", problems=())


def test_allowed_change_needs_no_higher_version() -> None:
    exception = {"record": EVENT, "kind": "removed", "reason": "It was published for an hour."}
    assert checked("2.0.1", SPOILT["id removed"][1], exception).problems == ()


def test_unused_exception_is_a_problem() -> None:
    (problem,) = checked("2.0.0", lambda r, m, s: None, {"record": EVENT, "kind": "removed", "reason": "Old."}).problems
    assert problem == f"allowed.json: unused exception for {EVENT}: removed"


def test_exception_without_reason_is_refused() -> None:
    with pytest.raises(DatasetError, match="has no reason"):
        checked("2.0.0", lambda r, m, s: None, {"record": EVENT, "kind": "removed"})


def test_before_1_0_0_a_removal_raises_the_minor_version() -> None:
    new = edited("0.3.0", SPOILT["id removed"][1])
    assert check_release(evolve(OLD, version="0.2.4"), new).problems == ()
