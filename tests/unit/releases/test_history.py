"""The history: every released version can be read again, and has the fingerprint that was registered."""

from __future__ import annotations

import json
import subprocess
from datetime import date, timedelta
from pathlib import Path

import fill_history
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import csto_data
from csto_data import DatasetError, NotFoundError
from csto_data.model.kinds import kind_of
from csto_data.releases.fingerprint import fingerprint
from csto_data.releases.history import History, append, packaged_history, releases, snapshot
from csto_data.releases.snapshot import Snapshot
from csto_data.store.packaged import packaged_redirects, published_ids

ROOT = Path(__file__).parents[3]
VERSIONS = [release.version for release in releases()]
DAY = date(2026, 1, 1)


def content(version: str, records: dict[str, object]) -> Snapshot:
    return Snapshot(
        version=version,
        records={id: {"id": id, "value": value} for id, value in records.items()},
        manifest={"version": version},
        redirects={},
    )


def has_commit(commit: str) -> bool:
    """Return whether this repository has a commit; a source distribution and a shallow clone do not."""
    command = ["git", "cat-file", "-e", f"{commit}^{{commit}}"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("version", VERSIONS)
def test_the_records_of_each_version_have_the_registered_fingerprint(version: str) -> None:
    records = snapshot(version).records
    release = packaged_history().release(version)
    assert (fingerprint(records.values()), len(records)) == (release.fingerprint, release.records)


@pytest.mark.parametrize("version", fill_history.COMMITS)
def test_the_history_has_what_the_commit_of_a_version_has(version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    commit = fill_history.COMMITS[version][0]
    if not has_commit(commit):
        pytest.skip(f"the repository does not have the commit {commit} of version {version}")
    monkeypatch.chdir(ROOT)
    committed, stored = fill_history.released(version), snapshot(version)
    assert fingerprint(committed.records.values()) == packaged_history().release(version).fingerprint
    for part in ("manifest", "redirects", "schemas", "api"):
        assert getattr(committed, part) == getattr(stored, part)


def test_every_id_of_every_version_can_be_resolved() -> None:
    dataset = csto_data.load()
    ids = {id for version in VERSIONS for id in snapshot(version).records}
    assert {"membership:csto-uzb-2", "place:nur-sultan"} <= ids
    for id in ids:
        assert dataset.resolve(id).kind in ("current", "merged", "split", "withdrawn")
    gone = {id for id in ids if dataset.resolve(id).kind != "current"}
    assert gone == set(packaged_redirects())
    assert gone <= published_ids()


@given(st.lists(st.dictionaries(st.sampled_from("abcd"), st.integers(0, 2)), min_size=1, max_size=6))
@settings(deadline=None)
def test_each_appended_version_can_be_read_again(states: list[dict[str, object]]) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as name:
        folder = Path(name)
        for number, records in enumerate(states):
            append(
                folder, content(f"1.{number}.0", records), code_version="1.0.0", released=DAY + timedelta(days=number)
            )
        history = History.of(folder)
        for number, records in enumerate(states):
            expected = content(f"1.{number}.0", records)
            found = history.snapshot(expected.version)
            assert (found.records, found.manifest) == (expected.records, expected.manifest)


@given(
    st.lists(st.dictionaries(st.sampled_from("abcd"), st.integers(0, 2)), max_size=3),
    st.dictionaries(st.sampled_from("abcd"), st.integers(0, 2)),
    st.dictionaries(st.sampled_from("abcd"), st.integers(0, 2)),
)
@settings(deadline=None)
def test_writing_the_newest_version_again_leaves_no_trace_of_the_first_attempt(
    states: list[dict[str, object]], first: dict[str, object], last: dict[str, object]
) -> None:
    from tempfile import TemporaryDirectory

    def written(name: str, *newest: dict[str, object]) -> list[bytes]:
        folder = Path(name)
        for number, records in enumerate(states):
            append(folder, content(f"1.{number}.0", records), code_version="1.0.0", released=DAY)
        for records in newest:
            append(folder, content("2.0.0", records), code_version="2.0.0", released=DAY)
        return [file.read_bytes() for file in sorted(folder.iterdir())]

    with TemporaryDirectory() as one, TemporaryDirectory() as two:
        assert written(one, first, last) == written(two, last)


def test_a_version_before_the_newest_is_refused(tmp_path: Path) -> None:
    append(tmp_path, content("1.1.0", {}), code_version="1.0.0", released=DAY)
    with pytest.raises(DatasetError, match=r"Version 1\.0\.0 is before 1\.1\.0"):
        append(tmp_path, content("1.0.0", {}), code_version="1.0.0", released=DAY)


def test_a_day_before_that_of_the_version_before_is_refused(tmp_path: Path) -> None:
    append(tmp_path, content("1.1.0", {}), code_version="1.0.0", released=DAY)
    with pytest.raises(DatasetError, match="2025-12-31 is before 2026-01-01"):
        append(tmp_path, content("1.2.0", {}), code_version="1.0.0", released=DAY - timedelta(days=1))


def test_a_record_is_stored_only_where_it_changed(tmp_path: Path) -> None:
    for number, value in enumerate([1, 1, 2, 2]):
        append(tmp_path, content(f"1.{number}.0", {"a": value}), code_version="1.0.0", released=DAY)
    rows = [(row.since, row.until) for row in History.of(tmp_path).rows if row.id == "a"]
    assert rows == [("1.0.0", "1.2.0"), ("1.2.0", None)]


def test_an_unknown_version_lists_those_that_were_released() -> None:
    with pytest.raises(
        NotFoundError, match=r'"3" is not a released version of the data. Released versions: 0\.1\.0, 0\.2'
    ):
        snapshot("3")


def test_the_history_ends_with_the_packaged_data() -> None:
    newest = snapshot(VERSIONS[-1])
    assert newest.version == csto_data.load().version
    assert newest.redirects == {
        redirect["id"]: redirect
        for redirect in json.loads((ROOT / "data/redirects.json").read_text("utf-8"))["redirects"]
    }


def test_revisions_list_the_fields_that_changed() -> None:
    found = csto_data.load().history("membership:csto-uzb-1")
    assert [(each.version, each.kind) for each in found] == [
        ("0.1.0", "added"),
        ("0.2.0", "changed"),
        ("2.0.0", "changed"),
    ]
    assert {"start", "end"} <= set(found[1].fields)


def test_revisions_of_a_merged_record_end_with_its_removal() -> None:
    found = csto_data.load().history("membership:csto-uzb-2")
    assert [(each.version, each.kind, each.record is None) for each in found] == [
        ("0.1.0", "added", False),
        ("0.2.0", "removed", True),
    ]


def test_revisions_end_with_the_version_of_the_dataset() -> None:
    found = csto_data.load(version="1.0.0").history("place:nur-sultan")
    assert [each.kind for each in found] == ["added"]


@pytest.mark.parametrize("id", [row.id for row in packaged_history().rows if not kind_of(row.id)][::200])
def test_schemas_and_public_names_in_the_history_are_no_records(id: str) -> None:
    with pytest.raises(NotFoundError):
        csto_data.load().history(id)


def test_revisions_of_an_unknown_id_suggest_one_of_any_version() -> None:
    with pytest.raises(NotFoundError, match='Did you mean "place:nur-sultan"'):
        csto_data.load().history("place:nur-sultann")
