"""Earlier versions of the data as datasets with the classes of today."""

from __future__ import annotations

import pickle
from datetime import timedelta

import pytest
from attrs import evolve

import csto_data
from csto_data import DatasetError, NotFoundError, OutsideCoverageError
from csto_data.releases.fingerprint import fingerprint
from csto_data.releases.history import packaged_history, releases, snapshot
from csto_data.releases.loading import store_of
from csto_data.releases.migrations import migrated

VERSIONS = [release.version for release in csto_data.versions()]


@pytest.mark.parametrize("version", VERSIONS)
def test_each_version_can_be_loaded_and_asked(version: str) -> None:
    dataset = csto_data.load(version=version)
    assert dataset.version == version
    assert len(dataset) == packaged_history().release(version).records
    assert len(dataset.members("2022-01-06")) == 6


def test_a_loaded_version_has_the_records_of_its_release_with_the_fields_of_today() -> None:
    expected = [migrated(record, "1.0.0") for record in snapshot("1.0.0").records.values()]
    assert csto_data.load(version="1.0.0").fingerprint == fingerprint(expected)


def test_other_names_of_1_0_0_are_names_of_today() -> None:
    csto = csto_data.load(version="1.0.0")["org:csto"]
    assert [(name.text, name.kind) for name in csto.names][:1] == [("CSTO", "abbreviation")]


def test_a_version_has_the_values_of_its_time() -> None:
    assert str(csto_data.load(version="0.1.0").memberships["csto-uzb-1"].end) != str(
        csto_data.load().memberships["csto-uzb-1"].end
    )


def test_the_newest_version_is_the_packaged_dataset() -> None:
    assert csto_data.load(version=csto_data.load().version) is csto_data.load()


@pytest.mark.parametrize("release", releases(), ids=lambda release: release.version)
def test_known_on_is_the_newest_version_of_the_day(release) -> None:
    same_day = [other.version for other in releases() if other.released == release.released]
    assert csto_data.load(known_on=release.released).version == same_day[-1]


def test_known_on_before_the_first_version_is_outside_coverage() -> None:
    with pytest.raises(
        OutsideCoverageError, match=r"No version of the data was released by 2026-11-23\. The first is 0"
    ):
        csto_data.load(known_on=releases()[0].released - timedelta(days=1))


def test_an_unknown_version_is_refused_with_the_list() -> None:
    with pytest.raises(NotFoundError, match=r'"1\.0" is not a released version'):
        csto_data.load(version="1.0")


def test_only_one_of_folder_version_and_day_is_accepted() -> None:
    with pytest.raises(ValueError, match="only one of them"):
        csto_data.load("folder", version="1.0.0")


def test_a_version_with_unknown_fields_names_the_package_that_reads_it() -> None:
    content = snapshot("1.0.0")
    spoilt = {**content.records["state:KAZ"], "colour": "blue"}
    with pytest.raises(DatasetError, match=r"(?s)Expected version 0\.9\.0 of csto-data.*unknown field \"colour\""):
        store_of(evolve(content, records={**content.records, "state:KAZ": spoilt}), "0.9.0")


def test_a_loaded_version_survives_pickling() -> None:
    dataset = csto_data.load(version="1.0.0")
    again = pickle.loads(pickle.dumps(dataset))  # noqa: S301
    assert (again.version, again.fingerprint) == (dataset.version, dataset.fingerprint)
    assert again.resolve("membership:csto-uzb-2").targets == ("membership:csto-uzb-1",)


def test_ids_that_went_by_a_version_are_followed_in_it() -> None:
    dataset = csto_data.load(version="1.0.0")
    assert dataset.resolve("membership:csto-uzb-2").kind == "merged"
    assert dataset.resolve("place:nur-sultan").kind == "current"
