"""Changes between two versions of the data say what differs in meaning, and lead from one version to the other."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Mapping
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from support.part_of_data import ids_of_part

from csto_data import load
from csto_data.releases.changes import ABSENT, apply, diff
from csto_data.releases.difference import difference
from csto_data.releases.history import releases
from csto_data.releases.history import snapshot as released
from csto_data.releases.reading import packaged_snapshot
from csto_data.releases.snapshot import MANIFEST, Snapshot, snapshot_of
from csto_data.strategies import datasets

SPELL, EVENT = "membership:csto-uzb-1", "event:csto-withdrawal-start"
MIRRORED = {
    "added": "removed",
    "filled": "emptied",
    "made more exact": "made less exact",
    "element added": "element removed",
    "evidence added": "evidence withdrawn",
    "coverage extended": "coverage shrunk",
    "redirect added": "redirect removed",
    "gone": "restored",
}
MIRROR = MIRRORED | {after: before for before, after in MIRRORED.items()}


@cache
def packaged() -> Snapshot:
    """Return a part of the packaged data, in which edits are made."""
    whole = packaged_snapshot()
    return evolve(whole, records={id: whole.records[id] for id in ids_of_part()})


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    """Return a version with some of the packaged redirects, and invented ones for ids of its own."""
    found = snapshot_of(draw(datasets()))
    ids = draw(st.sets(st.sampled_from(sorted(found.records)), max_size=3)) if found.records else set()
    to = draw(st.lists(st.sampled_from(["place:a", "place:b"]), max_size=2, unique=True))
    invented = {id: {"id": id, "to": to, "since": "2.1.0", "reason": "An example."} for id in ids}
    known = draw(st.sets(st.sampled_from(sorted(packaged().redirects))))
    redirects = {**{id: packaged().redirects[id] for id in known}, **invented}
    records = {id: each for id, each in found.records.items() if id not in ids}
    return evolve(found, records=records, redirects=redirects)


SNAPSHOTS = snapshots()
PAIRS = st.tuples(SNAPSHOTS, SNAPSHOTS) | st.builds(
    lambda found, other: (found, evolve(other, records={**found.records, **other.records})), SNAPSHOTS, SNAPSHOTS
)
"""Two versions, which often have records in common."""


def in_order(value: Any) -> Any:
    """Return a JSON value with all lists sorted."""
    if isinstance(value, Mapping):
        return {name: in_order(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return sorted(map(in_order, value), key=lambda part: json.dumps(part, sort_keys=True))
    return value


@pytest.mark.integration  # slow
@given(PAIRS)
def test_applied_changes_of_two_versions_make_the_second_from_the_first(pair: tuple[Snapshot, Snapshot]) -> None:
    old, new = pair
    made = apply(diff(old, new), old)
    assert made.version == new.version
    for part in ("records", "redirects", "manifest"):
        assert in_order(getattr(made, part)) == in_order(getattr(new, part))


@pytest.mark.integration
@given(SNAPSHOTS)
def test_a_version_does_not_differ_from_itself(found: Snapshot) -> None:
    assert diff(found, evolve(found, records=copy.deepcopy(dict(found.records)))) == ()


@pytest.mark.parametrize(("old", "new"), list(pairwise([release.version for release in releases()])))
def test_applied_changes_of_two_releases_make_the_later_from_the_earlier(old: str, new: str) -> None:
    one, other = released(old), released(new)
    made = apply(diff(one, other), one)
    for part in ("records", "redirects", "manifest"):
        assert in_order(getattr(made, part)) == in_order(getattr(other, part))


@pytest.mark.integration
@given(SNAPSHOTS, st.builds(random.Random, st.integers(0, 1000)))
def test_order_of_records_and_of_lists_does_not_matter(found: Snapshot, chance: random.Random) -> None:
    assert diff(found, evolve(found, records=shuffled(dict(found.records), chance))) == ()


def shuffled(value: Any, chance: random.Random) -> Any:
    if isinstance(value, dict):
        items = [(name, shuffled(part, chance)) for name, part in value.items()]
        return dict(chance.sample(items, len(items)))
    if isinstance(value, list):
        return chance.sample([shuffled(part, chance) for part in value], len(value))
    return value


@pytest.mark.integration
@given(PAIRS)
def test_reversed_changes_mirror_the_changes(pair: tuple[Snapshot, Snapshot]) -> None:
    old, new = pair
    forth = {(c.record, c.path, MIRROR.get(c.kind, c.kind), c.after, c.before) for c in map(hashed, diff(old, new))}
    assert forth == {(c.record, c.path, c.kind, c.before, c.after) for c in map(hashed, diff(new, old))}


def hashed(change: Any) -> Any:
    kind = "gone" if change.kind in ("merged", "split", "withdrawn") else change.kind
    return evolve(change, kind=kind, before=repr(change.before), after=repr(change.after))


def edited(edit: Callable[[dict[str, Any], dict[str, Any], dict[str, Any]], object]) -> Snapshot:
    """Return the part of the packaged data after an edit of its records, manifest and redirects."""
    parts = [copy.deepcopy(dict(part)) for part in (packaged().records, packaged().manifest, packaged().redirects)]
    edit(*parts)
    return evolve(packaged(), records=parts[0], manifest=parts[1], redirects=parts[2])


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
    (change,) = diff(packaged(), new)
    assert change.kind == kind
    assert diff(apply([change], packaged()), new) == ()
    (back,) = diff(new, packaged())
    assert diff(apply([back], new), packaged()) == ()
    assert (back.before, back.after) == (change.after, change.before) or "restored" in back.kind


def test_a_day_within_the_month_is_more_exact() -> None:
    (change,) = diff(edited(MAKERS["made less exact"]), packaged())
    assert (change.kind, change.record, change.field) == ("made more exact", EVENT, "date")
    assert (change.before, change.after) == ("2022-01", "2022-01-13")


def test_a_narrower_amount_is_more_exact() -> None:
    figure = next(id for id, r in packaged().records.items() if id.startswith("figure:") and "value" in r["amount"])
    value = packaged().records[figure]["amount"]["value"]
    wider = edited(lambda r, m, d: r[figure].update(amount={"at_least": value - 1, "at_most": value + 1}))
    assert [change.kind for change in diff(wider, packaged())] == ["made more exact"]


def test_a_value_that_is_absent_is_null_in_json() -> None:
    (change,) = diff(packaged(), edited(MAKERS["filled"]))
    assert change.before is ABSENT
    assert change.to_dict()["before"] is None


def test_changes_of_the_manifest_name_its_file() -> None:
    assert {change.record for change in diff(packaged(), edited(MAKERS["coverage shrunk"]))} == {MANIFEST}


def test_evidence_is_the_same_if_source_and_place_are() -> None:
    def reordered(records: Any, manifest: Any, redirects: Any) -> None:
        records[SPELL]["evidence"].reverse()
        records[SPELL]["evidence"][0]["note"] = "Another note."

    assert [change.kind for change in diff(packaged(), edited(reordered))] == ["evidence changed"]


def test_evidence_from_another_place_of_a_source_is_other_evidence() -> None:
    new = edited(lambda r, m, d: r[EVENT]["evidence"][0].update(at={"page": 99}))
    assert sorted(change.kind for change in diff(packaged(), new)) == ["evidence added", "evidence withdrawn"]


def test_a_report_that_disagrees_opens_a_dispute_and_its_correction_closes_it() -> None:
    def disagree(records: Any, manifest: Any, redirects: Any) -> None:
        report = {"source": "source:csto-charter", "at": {"page": 1}, "reports": {"date": "2022-01-20"}}
        records[EVENT]["evidence"].append(report)

    disputed = edited(disagree)
    (opened,) = difference(packaged(), disputed).disputes_opened
    assert (opened.record, opened.field, opened.source) == (EVENT, "date", "source:csto-charter")
    assert difference(disputed, packaged()).disputes_closed == (opened,)
    assert difference(disputed, packaged()).disputes_opened == difference(packaged(), disputed).disputes_closed == ()
    expected = f'{EVENT} date: "2022-01-13", but source:csto-charter, page 1, has "2022-01-20"'
    assert f"Disputes opened\n  {expected}\n" in str(difference(packaged(), disputed))


@pytest.mark.integration  # slow
def test_datasets_can_be_compared_in_memory() -> None:
    found = load(version="1.0.0").diff(load())
    kinds = {change.kind for change in found.changes if change.record == "org:csto"}
    assert "emptied" not in kinds, "names of earlier versions are read with today's fields"
    assert load().diff(load()).changes == ()
    assert str(load().diff(load())) == f"Version {load().version} to {load().version} of the data\nNo changes."
