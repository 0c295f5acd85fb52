"""The versions of the data and of the package are as high as the changes since the latest release require."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from support.part_of_data import ids_of_part
from support.version_edits import FILES, copied

from csto_data.errors import DatasetError
from csto_data.releases.bumps import Bump, bump_of, number_of, raised
from csto_data.releases.gate import Checked, baseline, check_release
from csto_data.releases.history import History, append
from csto_data.releases.reading import ALLOWED, API, packaged_snapshot
from csto_data.releases.snapshot import Snapshot, api_of
from csto_data.validation.rules.releases import RELEASE_RULES

EVENT, PLACE = "event:csto-withdrawal-start", "place:almaty-airport"
CODE = "1.0.0"
Edit = Callable[[Any], object]
"""An edit of the files of a version, each as JSON, by path."""


def leave_part(files: Any) -> None:
    """Leave a part of the packaged data, as version 2.0.0."""
    part = {*ids_of_part()}
    files["data/datapackage.json"]["version"] = "2.0.0"
    for name in FILES.values():
        files[name]["records"] = [record for record in files[name]["records"] if record["id"] in part]


@cache
def old() -> Snapshot:
    """Return a part of the packaged data, as a version."""
    return copied(packaged_snapshot(), leave_part)


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> History:
    folder = tmp_path_factory.mktemp("history")
    for version in ("1.9.0", "2.0.0"):
        append(folder, evolve(old(), version=version), code_version=CODE, released=date(2026, 1, 1))
    return History.of(folder)


def edited(version: str, edit: Edit) -> Snapshot:
    def all_of_them(files: Any) -> None:
        files["data/datapackage.json"]["version"] = version
        edit(files)

    return copied(old(), all_of_them)


def checked(history: History, version: str, edit: Edit, code: str = CODE) -> Checked:
    return check_release(edited(version, edit), history, code)


def record(files: Any, id: str) -> Any:
    return next(each for each in records(files, id) if each["id"] == id)


def records(files: Any, id: str) -> Any:
    return files[FILES[id.partition(":")[0]]]["records"]


def field(files: Any, name: str) -> Any:
    return files["schemas/event.schema.json"]["$defs"]["record"]["properties"][name]


def merge(files: Any) -> None:
    """Merge the place of an airport, to which an event refers, without correcting the reference."""
    records(files, PLACE).remove(record(files, PLACE))
    redirect = {"id": PLACE, "kind": "merged", "to": ["place:almaty"], "since": "2.1.0", "reason": "An example."}
    files["data/redirects.json"]["redirects"].append(redirect)
    for name in FILES.values():
        files[name] = json.loads(json.dumps(files[name]).replace(f'"{PLACE}"', '"place:almaty"'))
    record(files, EVENT)["place"] = PLACE


SPOILT: dict[str, tuple[str, str, Edit]] = {
    "id removed": ("2.1.0", "CST801", lambda files: records(files, EVENT).remove(record(files, EVENT))),
    "closed word removed": ("2.1.0", "CST801", lambda files: field(files, "kind")["enum"].pop()),
    "coverage shrunk": (
        "2.1.0",
        "CST801",
        lambda files: files["data/datapackage.json"]["coverage"]["memberships"][0].update({"from": "2010-01-01"}),
    ),
    "field narrowed": ("2.1.0", "CST801", lambda files: field(files, "title").update(maxLength=3)),
    "optional made required": (
        "2.1.0",
        "CST801",
        lambda files: files["schemas/event.schema.json"]["$defs"]["record"]["required"].append("note"),
    ),
    "merged id still referred to": ("2.1.0", "CST805", merge),
    "version not raised": ("2.0.0", "CST802", lambda files: record(files, EVENT).update(title="Another title")),
    "nothing compared": ("2.1.0", "CST803", lambda files: [files[name].update(records=[]) for name in FILES.values()]),
    "too low for a new record": ("2.0.1", "CST801", lambda files: records(files, EVENT).append({"id": "event:new"})),
    "exception without a change": (
        "2.1.0",
        "CST804",
        lambda files: files.update({ALLOWED: exceptions({"record": EVENT, "kind": "removed", "reason": "Old."})}),
    ),
}


def exceptions(*entries: dict[str, str]) -> dict[str, Any]:
    return {"exceptions": [*entries]}


@pytest.mark.parametrize("mistake", SPOILT)
def test_spoilt_release_has_one_finding_at_its_place(mistake: str, history: History) -> None:
    version, rule, edit = SPOILT[mistake]
    found = checked(history, version, edit)
    (finding,) = found.findings
    assert finding.rule == rule
    assert finding.line is not None
    assert finding.excerpt
    assert finding.why == RELEASE_RULES[rule].why


def test_finding_about_a_value_is_at_its_line(history: History) -> None:
    (finding,) = checked(history, "2.0.1", lambda files: record(files, EVENT).update(kind="order")).findings
    assert (finding.record, finding.pointer.rsplit("/", 1)[1]) == (EVENT, "kind")
    assert '"order"' in (finding.excerpt or "")
    assert finding.file.endswith("events.json")
    assert "version 3.0.0" in finding.expected


@pytest.mark.parametrize("mistake", sorted(SPOILT.keys() - {"nothing compared", "version not raised"}))
def test_required_version_is_accepted(mistake: str, history: History) -> None:
    version, rule, edit = SPOILT[mistake]
    if rule != "CST801":
        return
    required = checked(history, version, edit).required
    assert checked(history, required, edit).findings == ()


def test_unchanged_data_of_a_release_are_accepted(history: History) -> None:
    found = check_release(old(), history, CODE)
    assert (found.findings, found.against, found.records, found.required) == ((), "1.9.0", len(old().records), "1.9.0")


def test_without_an_earlier_release_nothing_is_compared(tmp_path: Path) -> None:
    (finding,) = check_release(old(), History.of(tmp_path), CODE).findings
    assert finding.rule == "CST803"
    assert "no release is below version 2.0.0" in finding.message


@pytest.mark.parametrize(("part", "what"), [("schemas", "schemas"), ("api", "public names")])
def test_a_version_without_a_part_is_a_finding(part: str, what: str, history: History) -> None:
    against = evolve(old(), **{part: {}})
    (finding,) = check_release(edited("3.0.0", lambda files: None), history, CODE, against).findings
    assert (finding.rule, f"the {what} were not compared" in finding.message) == ("CST803", True)


def test_an_exception_excuses_exactly_one_change(history: History) -> None:
    exception = {"record": EVENT, "kind": "removed", "reason": "It was published for an hour."}

    def spoil(*entries: dict[str, str]) -> Edit:
        def edit(files: Any) -> None:
            SPOILT["id removed"][2](files)
            files[ALLOWED] = exceptions(*entries)

        return edit

    assert checked(history, "2.0.1", spoil(exception)).findings == ()
    assert [f.rule for f in checked(history, "2.0.1", spoil(exception, exception)).findings] == ["CST804"]
    other = {**exception, "kind": "withdrawn"}
    assert sorted(f.rule for f in checked(history, "2.0.1", spoil(other)).findings) == ["CST801", "CST804"]


def test_an_exception_for_a_field_excuses_no_other_field(history: History) -> None:
    def edit(files: Any) -> None:
        for name in ("note", "summary"):
            files["schemas/event.schema.json"]["$defs"]["record"]["required"].append(name)
        path = "$defs.record.required[note]"
        entry = {"record": "event.schema.json", "field": path, "kind": "made required", "reason": "All have one."}
        files[ALLOWED] = exceptions(entry)

    (finding,) = checked(history, "2.1.0", edit).findings
    assert finding.message.startswith("$defs.record.required[summary]: made required")


@pytest.mark.parametrize(
    "entry",
    [{"record": EVENT, "kind": "removed"}, {"record": EVENT, "kind": "removed", "reason": " "}, {"reason": "x"}, 3],
)
def test_exception_that_is_not_valid_is_refused(entry: Any, history: History) -> None:
    with pytest.raises(DatasetError, match="exception that is not valid"):
        checked(history, "2.1.0", lambda files: files.update({ALLOWED: {"exceptions": [entry]}}))


def names(edit: Callable[[list[str]], object]) -> Snapshot:
    """Return the data, unchanged in a new version, with other public names of the package."""
    lines = [*old().api.values()]
    edit(lines)
    text = "".join(f"{line}\n" for line in lines)
    new = edited("2.0.1", lambda files: None)
    return evolve(new, api=api_of(text), files={**new.files, API: (API, text.encode())})


@pytest.mark.parametrize(
    ("kind", "required", "edit"),
    [
        ("name added", "1.1.0", lambda lines: lines.append("csto_data.new() -> int")),
        ("name removed", "2.0.0", lambda lines: lines.pop()),
        ("signature changed", "2.0.0", lambda lines: lines.append(f"{lines.pop()}  # changed")),
    ],
)
def test_changes_of_public_names_need_a_higher_version_of_the_package(
    kind: str, required: str, edit: Callable[[list[str]], object], history: History
) -> None:
    (finding,) = check_release(names(edit), history, "1.0.1").findings
    assert (finding.rule, kind in finding.message) == ("CST806", True)
    assert (finding.line is not None) is (kind != "name removed")
    accepted = check_release(names(edit), history, required)
    assert (accepted.findings, accepted.required_code) == ((), required)


def test_the_baseline_is_the_newest_release_below_the_version(tmp_path: Path) -> None:
    for version in ("1.9.0", "1.10.0", "2.0.0"):
        append(tmp_path, evolve(old(), version=version), code_version=CODE, released=date(2026, 1, 1))
    history = History.of(tmp_path)
    found = {version: baseline(history, version) for version in ("1.9.0", "1.10.0", "1.11.0", "2.0.0", "3.0.0")}
    below = {version: None if release is None else release.version for version, release in found.items()}
    assert below == {"1.9.0": None, "1.10.0": "1.9.0", "1.11.0": "1.10.0", "2.0.0": "1.10.0", "3.0.0": "2.0.0"}


VERSIONS = st.tuples(*[st.integers(0, 9)] * 3).map(lambda numbers: ".".join(map(str, numbers)))


@given(VERSIONS, st.sampled_from(Bump))
def test_a_raised_version_is_the_lowest_above_with_the_bump(version: str, bump: Bump) -> None:
    before, after = number_of(version), number_of(raised(version, bump))
    assert (after > before) is (bump is not Bump.NONE)
    if bump is Bump.MAJOR and before[0]:
        assert after == (before[0] + 1, 0, 0)
    assert before[0] or after[0] == 0, "before 1.0.0, no change requires 1.0.0"


def test_versions_of_kinds_are_those_of_the_page() -> None:
    page = (Path(__file__).parents[3] / "docs" / "versioning.md").read_text("utf-8")
    rows = [
        line.split("|")[1:3] for line in page.splitlines() if line.endswith(("| MAJOR |", "| MINOR |", "| PATCH |"))
    ]
    listed = {kind.strip(" `"): bump.strip() for kinds, bump in rows for kind in kinds.rpartition(":")[2].split(",")}
    assert len(listed) > 30
    assert {kind: bump_of(kind).name for kind in listed} == listed
