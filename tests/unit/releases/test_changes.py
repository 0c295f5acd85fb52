"""Changes between two versions of the data say what differs in meaning, and lead from one version to the other."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from csto_data import Dataset
from csto_data.errors import DatasetError
from csto_data.releases.changes import ABSENT, apply, diff
from csto_data.releases.reading import packaged_snapshot, read_snapshot
from csto_data.releases.snapshot import MANIFEST, Snapshot
from csto_data.strategies import datasets

PACKAGED = packaged_snapshot()
SPELL, EVENT = "membership:csto-uzb-1", "event:csto-withdrawal-start"
MIRRORED = {
    "added": "removed",
    "filled": "emptied",
    "made more exact": "made less exact",
    "element added": "element removed",
    "evidence added": "evidence withdrawn",
    "coverage extended": "coverage shrunk",
    "redirect added": "redirect removed",
}
MIRROR = MIRRORED | {after: before for before, after in MIRRORED.items()}


def snapshot(dataset: Dataset) -> Snapshot:
    records = {record["id"]: record for record in dataset.to_dict()}
    return Snapshot(version=dataset.version, records=records, manifest={"version": dataset.version}, redirects={})


SNAPSHOTS = datasets().map(snapshot)


@given(SNAPSHOTS, SNAPSHOTS)
def test_applied_changes_of_two_datasets_make_the_second_from_the_first(old: Snapshot, new: Snapshot) -> None:
    made = apply(diff(old, new), old)
    assert diff(made, new) == ()
    assert made.version == new.version
    assert made.records.keys() == new.records.keys()


@given(SNAPSHOTS, st.randoms(use_true_random=False))
def test_order_of_records_and_of_lists_does_not_matter(found: Snapshot, chance: random.Random) -> None:
    assert diff(found, evolve(found, records=shuffled(dict(found.records), chance))) == ()


def shuffled(value: Any, chance: random.Random) -> Any:
    if isinstance(value, dict):
        items = [(name, shuffled(part, chance)) for name, part in value.items()]
        return dict(chance.sample(items, len(items)))
    if isinstance(value, list):
        return chance.sample([shuffled(part, chance) for part in value], len(value))
    return value


@given(SNAPSHOTS, SNAPSHOTS)
def test_reversed_changes_mirror_the_changes(old: Snapshot, new: Snapshot) -> None:
    forth = {(c.record, c.path, MIRROR.get(c.kind, c.kind), c.after, c.before) for c in map(hashed, diff(old, new))}
    assert forth == {(c.record, c.path, c.kind, c.before, c.after) for c in map(hashed, diff(new, old))}


def hashed(change: Any) -> Any:
    return evolve(change, before=repr(change.before), after=repr(change.after))


def edited(edit: Callable[[dict[str, Any], dict[str, Any], dict[str, Any]], object]) -> Snapshot:
    """Return the packaged data after an edit of its records, manifest and redirects."""
    parts = [copy.deepcopy(dict(part)) for part in (PACKAGED.records, PACKAGED.manifest, PACKAGED.redirects)]
    edit(*parts)
    return evolve(PACKAGED, records=parts[0], manifest=parts[1], redirects=parts[2])


def redirect(*to: str) -> Callable[..., object]:
    def edit(records: Any, manifest: Any, redirects: Any) -> None:
        del records[EVENT]
        redirects[EVENT] = {"id": EVENT, "to": [*to], "since": "2.1.0", "reason": "An example."}

    return edit


MAKERS: dict[str, Callable[[Any, Any, Any], object]] = {
    "removed": lambda r, m, d: r.pop(EVENT),
    "added": lambda r, m, d: r.update({"event:new": {"id": "event:new"}}),
    "merged": redirect("event:a"),
    "split": redirect("event:a", "event:b"),
    "withdrawn": redirect(),
    "redirect added": lambda r, m, d: d.update({"event:old": {"id": "event:old", "to": [EVENT]}}),
    "filled": lambda r, m, d: r[EVENT].update(note="A note."),
    "emptied": lambda r, m, d: r[EVENT].pop("date"),
    "made less exact": lambda r, m, d: r[EVENT].update(date="2022-01"),
    "moved": lambda r, m, d: r[EVENT].update(date="2022-01-15"),
    "changed": lambda r, m, d: r[EVENT].update(title="Another title"),
    "identity changed": lambda r, m, d: r[SPELL].update(member="state:ARM"),
    "evidence added": lambda r, m, d: r[EVENT]["evidence"].append({"source": "source:new", "at": {"page": 1}}),
    "evidence withdrawn": lambda r, m, d: r[EVENT]["evidence"].pop(),
    "evidence changed": lambda r, m, d: r[EVENT]["evidence"][0].update(note="A note."),
    "coverage extended": lambda r, m, d: m["coverage"]["memberships"][0].update(until="2029-01-01"),
    "coverage shrunk": lambda r, m, d: m["coverage"]["memberships"][0].update({"from": "2010-01-01"}),
    "coverage evidence changed": lambda r, m, d: m["coverage"]["memberships"][0].pop("evidence"),
    "version changed": lambda r, m, d: m.update(version="9.0.0"),
    "day of release changed": lambda r, m, d: m.update(created="2030-01-01T00:00:00Z"),
    "manifest changed": lambda r, m, d: m.update(title="Another title"),
    "element added": lambda r, m, d: r["org:csto"]["names"].append({"text": "K", "kind": "spelling"}),
    "element removed": lambda r, m, d: r["org:csto"]["names"].pop(),
}


@pytest.mark.parametrize("kind", MAKERS)
def test_one_edit_is_exactly_one_change_of_its_kind(kind: str) -> None:
    new = edited(MAKERS[kind])
    (change,) = diff(PACKAGED, new)
    assert change.kind == kind
    assert diff(apply([change], PACKAGED), new) == ()
    (back,) = diff(new, PACKAGED)
    assert diff(apply([back], new), PACKAGED) == ()
    assert (back.before, back.after) == (change.after, change.before) or "restored" in back.kind


def test_a_day_within_the_month_is_more_exact() -> None:
    (change,) = diff(edited(MAKERS["made less exact"]), PACKAGED)
    assert (change.kind, change.record, change.field) == ("made more exact", EVENT, "date")
    assert (change.before, change.after) == ("2022-01", "2022-01-13")


def test_a_narrower_amount_is_more_exact() -> None:
    figure = next(id for id, r in PACKAGED.records.items() if id.startswith("figure:") and "value" in r["amount"])
    value = PACKAGED.records[figure]["amount"]["value"]
    wider = edited(lambda r, m, d: r[figure].update(amount={"at_least": value - 1, "at_most": value + 1}))
    assert [change.kind for change in diff(wider, PACKAGED)] == ["made more exact"]


def test_a_value_that_is_absent_is_null_in_json() -> None:
    (change,) = diff(PACKAGED, edited(MAKERS["filled"]))
    assert change.before is ABSENT
    assert change.to_dict()["before"] is None


def test_changes_of_the_manifest_name_its_file() -> None:
    assert {change.record for change in diff(PACKAGED, edited(MAKERS["coverage shrunk"]))} == {MANIFEST}


@pytest.mark.parametrize("reference", ["no-such-folder", "git:no-such-commit"])
def test_unknown_version_is_refused_with_its_name(reference: str) -> None:
    with pytest.raises(DatasetError, match=reference):
        read_snapshot(reference)
