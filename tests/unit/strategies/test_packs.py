"""Packs from ``packs()``: nothing is found in them, they load over the packaged data, and every form of one occurs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis
import pytest
from hypothesis import given, settings
from support.occurrence import SEARCH, assert_all_occur
from support.small_datasets import FEW

import csto_data
from csto_data import Dataset, DatasetError, validate
from csto_data.model import KINDS, Attested, Kind, Place, Record, State
from csto_data.model.references import references
from csto_data.strategies import Pack, packs

PACKAGED = {record.id: record for record in csto_data.load()}
PATIENT = settings(max_examples=3000, deadline=None, database=None, derandomize=True)


def some(condition: Callable[[Pack], bool]) -> Pack:
    """Any pack that meets the condition."""
    return hypothesis.find(packs(), condition, settings=SEARCH)


@FEW
@given(packs())
def test_nothing_is_found_in_a_pack_and_it_loads_over_the_packaged_data(pack: Pack) -> None:
    with TemporaryDirectory() as folder:
        pack.write(folder)
        assert validate(folder) == ()
        dataset = csto_data.load(folder)
    assert {record.id: record for record in dataset} == PACKAGED | {record.id: record for record in pack.records}


@FEW
@given(packs())
def test_a_pack_says_what_it_overrides_and_why(pack: Pack) -> None:
    described = json.loads(pack.files.get("pack.json", b"{}"))
    reasons = {entry["id"]: entry["reason"] for entry in described.get("overrides", ())}
    own = {record.id: record for record in pack.records}
    assert reasons.keys() == own.keys() & PACKAGED.keys()
    assert all(reasons.values())
    assert all(own[id] != PACKAGED[id] and type(own[id]) is type(PACKAGED[id]) for id in reasons)


@FEW
@given(packs())
def test_a_pack_has_its_records_by_dataset_and_id_each_in_one_file(pack: Pack) -> None:
    order = [*KINDS.values()]
    kinds = [next(kind for kind in order if isinstance(record, kind.record_class)) for record in pack.records]
    assert [*pack.records] == [r for _, r in sorted(zip(kinds, pack.records, strict=True), key=_place)]
    with_records = {Path(name).stem for name in pack.files if name != "pack.json"}
    assert with_records == {kind.dataset for kind in kinds}
    assert len(with_records) == len(pack.files.keys() - {"pack.json"})


def _place(entry: tuple[Kind, Record]) -> tuple[int, str]:
    kind, record = entry
    return [*KINDS.values()].index(kind), record.id


FORMS: dict[str, Callable[[Pack], bool]] = {
    "no pack.json": lambda pack: "pack.json" not in pack.files,
    "a pack.json without overrides": lambda pack: b"overrides" not in pack.files.get("pack.json", b"overrides"),
    "two overrides": lambda pack: pack.files.get("pack.json", b"").count(b'"reason"') == 2,
    "files of both forms": lambda pack: {".json", ".jsonl"} <= {Path(n).suffix for n in pack.files if n != "pack.json"},
    "a state of its own": lambda pack: any(isinstance(r, State) and r.id not in PACKAGED for r in pack.records),
    "a part of a packaged place": lambda pack: any(
        isinstance(r, Place) and r.part_of in PACKAGED for r in pack.records
    ),
    "a packaged source": lambda pack: _witnessed(pack, packaged=True),
    "a source of its own": lambda pack: _witnessed(pack, packaged=False),
    "more than ten records": lambda pack: len(pack.records) > 10,
    **{
        name: lambda pack, kind=kind: any(isinstance(record, kind.record_class) for record in pack.records)
        for name, kind in KINDS.items()
    },
}


def test_every_form_of_a_pack_occurs() -> None:
    assert_all_occur(packs(), FORMS)


def _witnessed(pack: Pack, *, packaged: bool) -> bool:
    """Whether a record of the pack's own has a packaged witness, or one of the pack."""
    attested = [record for record in pack.records if isinstance(record, Attested) and record.id not in PACKAGED]
    found = {reference.id for record in attested for reference in references(record) if reference.in_evidence}
    return any(id.startswith("source:") and (id in PACKAGED) is packaged for id in found)


def test_the_smallest_pack_says_that_it_is_one() -> None:
    least = some(lambda _: True)  # the search begins with the simplest one
    assert least.records == ()
    assert least.files == {"pack.json": b'{"$schema": "schemas/pack.schema.json", "name": "pack"}\n'}


def test_a_failing_example_is_a_single_record_shown_as_its_file() -> None:
    least = hypothesis.find(packs(), lambda pack: len(pack.records) > 0, settings=PATIENT)
    assert len(least.records) == 1
    assert f'"id": "{least.records[0].id}"' in repr(least)


def test_a_pack_is_not_written_over_another(tmp_path: Path) -> None:
    pack = some(lambda pack: len(pack.files) > 1)
    pack.write(tmp_path / "new")
    assert {file.name for file in (tmp_path / "new").iterdir()} == pack.files.keys()
    with pytest.raises(DatasetError, match="something is there already"):
        pack.write(tmp_path / "new")


@FEW
@given(packs())
def test_a_downstream_test_as_the_documentation_shows_it(pack: Pack) -> None:
    def search_index(dataset: Dataset) -> dict[str, Record]:
        return {record.id: record for record in dataset}

    with TemporaryDirectory() as folder:
        pack.write(folder)
        dataset = csto_data.load(folder)
    assert {record.id for record in pack.records} <= set(search_index(dataset))
