"""The strategy ``packs()`` draws valid packs of every form, and they load on top of the packaged data."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis
import pytest
from hypothesis import given, settings
from support.occurrence import SEARCH, assert_all_occur
from support.small_datasets import FEWER_EXAMPLES

import csto_data
from csto_data import Dataset, DatasetError, validate
from csto_data.model import KINDS, Attested, Kind, Place, Record, State
from csto_data.model.references import references
from csto_data.strategies import Pack, packs


@cache
def packaged() -> dict[str, Record]:
    """Return the packaged records by id."""
    return {record.id: record for record in csto_data.load()}


MANY_EXAMPLES = settings(
    max_examples=3000, deadline=None, database=None, derandomize=True, phases=tuple(hypothesis.Phase)
)


def find_any(condition: Callable[[Pack], bool]) -> Pack:
    """Return any pack that meets the condition."""
    return hypothesis.find(packs(), condition, settings=SEARCH)


@FEWER_EXAMPLES
@given(packs())
def test_packs_have_no_findings_and_load(pack: Pack) -> None:
    with TemporaryDirectory() as folder:
        pack.write(folder)
        assert validate(folder) == ()
        dataset = csto_data.load(folder)
    assert {record.id: record for record in dataset} == packaged() | {record.id: record for record in pack.records}


@FEWER_EXAMPLES
@given(packs())
def test_packs_give_reason_for_every_override(pack: Pack) -> None:
    description = json.loads(pack.files.get("pack.json", b"{}"))
    reasons = {entry["id"]: entry["reason"] for entry in description.get("overrides", ())}
    own = {record.id: record for record in pack.records}
    assert reasons.keys() == own.keys() & packaged().keys()
    assert all(reasons.values())
    assert all(own[id] != packaged()[id] and type(own[id]) is type(packaged()[id]) for id in reasons)


@FEWER_EXAMPLES
@given(packs())
def test_packs_have_sorted_records_and_one_file_per_dataset(pack: Pack) -> None:
    order = [*KINDS.values()]
    kinds = [next(kind for kind in order if isinstance(record, kind.record_class)) for record in pack.records]
    assert [*pack.records] == [r for _, r in sorted(zip(kinds, pack.records, strict=True), key=_sort_key)]
    with_records = {Path(name).stem for name in pack.files if name != "pack.json"}
    assert with_records == {kind.dataset for kind in kinds}
    assert len(with_records) == len(pack.files.keys() - {"pack.json"})


def _sort_key(entry: tuple[Kind, Record]) -> tuple[int, str]:
    kind, record = entry
    return [*KINDS.values()].index(kind), record.id


FORMS: dict[str, Callable[[Pack], bool]] = {
    "no pack.json": lambda pack: "pack.json" not in pack.files,
    "a pack.json without overrides": lambda pack: b"overrides" not in pack.files.get("pack.json", b"overrides"),
    "two overrides": lambda pack: pack.files.get("pack.json", b"").count(b'"reason"') == 2,
    "files of both forms": lambda pack: {".json", ".jsonl"} <= {Path(n).suffix for n in pack.files if n != "pack.json"},
    "a new state": lambda pack: any(isinstance(r, State) and r.id not in packaged() for r in pack.records),
    "a part of a packaged place": lambda pack: any(
        isinstance(r, Place) and r.part_of in packaged() for r in pack.records
    ),
    "a packaged source": lambda pack: _cites_source(pack, from_packaged=True),
    "a new source": lambda pack: _cites_source(pack, from_packaged=False),
    "more than ten records": lambda pack: len(pack.records) > 10,
    **{
        name: lambda pack, kind=kind: any(isinstance(record, kind.record_class) for record in pack.records)
        for name, kind in KINDS.items()
    },
}


@pytest.mark.integration  # slow
def test_packs_draws_every_form() -> None:
    assert_all_occur(packs(), FORMS)


def _cites_source(pack: Pack, *, from_packaged: bool) -> bool:
    """Whether a new record of the pack cites a packaged source, or a source of the pack."""
    attested = [record for record in pack.records if isinstance(record, Attested) and record.id not in packaged()]
    found = {reference.id for record in attested for reference in references(record) if reference.in_evidence}
    return any(id.startswith("source:") and (id in packaged()) is from_packaged for id in found)


def test_smallest_pack_has_only_a_description() -> None:
    smallest = find_any(lambda _: True)  # the search begins with the simplest example
    assert smallest.records == ()
    assert smallest.files == {"pack.json": b'{"$schema": "schemas/pack.schema.json", "name": "pack"}\n'}


@pytest.mark.integration  # shrinking is slow
def test_packs_shrink_to_a_single_record_and_show_its_file() -> None:
    smallest = hypothesis.find(packs(), lambda pack: len(pack.records) > 0, settings=MANY_EXAMPLES)
    assert len(smallest.records) == 1
    assert f'"id": "{smallest.records[0].id}"' in repr(smallest)


def test_write_rejects_folder_that_is_not_empty(tmp_path: Path) -> None:
    pack = find_any(lambda pack: len(pack.files) > 1)
    pack.write(tmp_path / "new")
    assert {file.name for file in (tmp_path / "new").iterdir()} == pack.files.keys()
    with pytest.raises(DatasetError, match="is not empty"):
        pack.write(tmp_path / "new")


@FEWER_EXAMPLES
@given(packs())
def test_documented_downstream_test_passes(pack: Pack) -> None:
    def search_index(dataset: Dataset) -> dict[str, Record]:
        return {record.id: record for record in dataset}

    with TemporaryDirectory() as folder:
        pack.write(folder)
        dataset = csto_data.load(folder)
    assert {record.id for record in pack.records} <= set(search_index(dataset))
