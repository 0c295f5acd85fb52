"""Public results are immutable at every depth; their copies and pickles are equal."""

from __future__ import annotations

import copy
import enum
import importlib
import pickle
import pkgutil
import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.small_datasets import FEWER_EXAMPLES, PACT, dataset, member_names, spell, state

import csto_data
from csto_data import Dataset, DatasetError, Day, Instant, OutsideCoverageError, load, members
from csto_data.dataset import View
from csto_data.model import KINDS, Kind, Party, Quantity
from csto_data.model.figure import UNITS
from csto_data.store.folder_writer import write_folder
from csto_data.store.table import Table
from csto_data.strategies import datasets, days, instants, parties, quantities, records
from csto_data.validation import RULES

MODULES = [
    importlib.import_module(found.name)
    for found in pkgutil.walk_packages(csto_data.__path__, "csto_data.")
    if not found.name.endswith("__main__")
]
CLASSES = {
    f"{module.__name__}.{name}": cls
    for module in MODULES
    for name, cls in vars(module).items()
    if attrs.has(cls) and cls.__module__ == module.__name__
}
MUTABLE_CLASSES = {"csto_data.strategies.timelines.History", "csto_data.validation.file_reading.Reading"}
"""Classes that are filled step by step and never returned to users."""


def test_every_class_is_frozen_and_slotted() -> None:
    assert [name for name, cls in CLASSES.items() if not is_frozen_and_slotted(name, cls)] == []


FROZEN = attrs.make_class("Frozen", [], frozen=True)


def is_frozen_and_slotted(name: str, cls: Any) -> bool:
    if "__attrs_attrs__" not in vars(cls):  # a subclass that only adds methods to a frozen class
        return vars(cls).get("__slots__") == ()
    is_slotted = "__slots__" in vars(cls) and "__dict__" not in vars(cls)
    is_frozen = cls.__setattr__ is FROZEN.__setattr__
    return is_slotted and is_frozen is (name not in MUTABLE_CLASSES)


# Results


RESULTS: dict[str, Callable[[], Any]] = {
    "dataset": load,
    "coverage": lambda: load().coverage,
    "tables": lambda: [load().table(name) for name in KINDS],
    "records": lambda: list(load()),
    "members": members,
    "standings": lambda: load().memberships.on("2025-01-01"),
    "explanations": lambda: [load().why(code, on) for code in ("UZB", "ARM") for on in ("2007-01-01", "2025-01-01")],
    "judgements": lambda: load().judgements(),
    "witnesses": lambda: load().witnesses("event:csto-withdrawal-start", "date"),
    "view": lambda: load().as_reported_by("source:sukhankin-2022"),
    "events": lambda: load().events.between("2022-01-01", "2022-02-01"),
    "statements and replies": lambda: (
        *load().said_by("state:UZB"),
        *load().replies_to("statement:lukashenko-warning-uzbekistan"),
    ),
    "kinds": lambda: KINDS,
    "units": lambda: UNITS,
    "rules": lambda: RULES,
}
"""Results of the public queries. Rows are missing: they are new objects on every call, and users may change them."""

ATOMS = (str, bytes, int, float, bool, type(None), enum.Enum, date, type)


def nested_values(value: Any) -> Iterator[Any]:
    """The value and all values nested in it, except atoms such as strings and numbers."""
    yield value
    inner: Any = ()
    if isinstance(value, Dataset):
        inner = [value.coverage, *(value.table(name) for name in KINDS)]
    elif isinstance(value, tuple | list | Table):
        inner = value
    elif attrs.has(type(value)):
        inner = (getattr(value, field.name) for field in attrs.fields(type(value)))
    elif isinstance(value, Mapping):
        inner = value.values()
    for entry in inner:
        if not isinstance(entry, ATOMS):
            yield from nested_values(entry)


def attribute_names(value: Any) -> list[str]:
    """The fields of an object, and one attribute that it does not have."""
    if attrs.has(type(value)):
        return [*(field.name for field in attrs.fields(type(value))), "colour"]
    slots = [name for cls in type(value).__mro__ for name in getattr(cls, "__slots__", ())]
    return [*slots, *getattr(value, "_fields", ()), "colour"]


def assert_frozen(value: Any) -> None:
    if isinstance(value, Mapping):
        with pytest.raises(TypeError):
            value["colour"] = "red"  # type: ignore[index]
        return
    assert isinstance(value, tuple | Table | Dataset) or attrs.has(type(value)), type(value)
    for name in attribute_names(value):
        before = getattr(value, name, None)
        with pytest.raises(AttributeError):
            setattr(value, name, before)
        with pytest.raises(AttributeError):
            delattr(value, name)


@pytest.mark.parametrize("name", RESULTS)
def test_public_results_are_immutable(name: str) -> None:
    result = RESULTS[name]()
    seen: set[int] = set()
    for entry in result if isinstance(result, list) else [result]:
        for value in nested_values(entry):
            if id(value) not in seen:
                seen.add(id(value))
                assert_frozen(value)


def test_findings_are_immutable(tmp_path: Path) -> None:
    (tmp_path / "events.json").write_text('{"records": [{"id": "event:a", "id": "event:b", "titel": "A"}]}')
    found = csto_data.validate(tmp_path)
    assert any(finding.fix for finding in found)
    assert any(finding.related for finding in found)
    for value in nested_values(found):
        assert_frozen(value)


@pytest.mark.parametrize(
    "query",
    [load().states.to_dicts, lambda: list(load().member_years()), lambda: list(load().dyad_years())],
    ids=["to_dicts", "member_years", "dyad_years"],
)
def test_rows_are_new_objects_on_every_call(query: Any) -> None:
    changed = query()
    before = copy.deepcopy(changed)
    changed[0].clear()
    changed.pop()
    assert query() == before


# Copies and pickles


def copies(value: Any) -> list[Any]:
    return [copy.copy(value), copy.deepcopy(value), *(pickle.loads(pickle.dumps(value, n)) for n in PICKLE_PROTOCOLS)]  # noqa: S301


PICKLE_PROTOCOLS = range(2, pickle.HIGHEST_PROTOCOL + 1)


def assert_copied(value: Any) -> None:
    for copied in copies(value):
        assert copied == value
        assert type(copied) is type(value)
        assert (hash(copied), repr(copied), str(copied)) == (hash(value), repr(value), str(value))
        assert_frozen(copied)


@pytest.mark.integration  # slow
@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
@given(data=st.data())
def test_copies_of_records_are_equal(kind: Kind, data: st.DataObject) -> None:
    assert_copied(data.draw(records(kind.name)))


@given(days() | instants() | quantities() | parties())
def test_copies_of_values_are_equal(value: Day | Instant | Quantity | Party) -> None:
    assert_copied(value)
    if isinstance(value, Day):
        assert {(copied.earliest, copied.latest) for copied in copies(value)} == {(value.earliest, value.latest)}


@pytest.mark.parametrize("name", ["coverage", "members", "standings", "explanations", "judgements", "witnesses"])
def test_copies_of_results_are_equal(name: str) -> None:
    result = RESULTS[name]()
    assert copies(result) == [result] * len(copies(None))


def test_copies_of_findings_are_equal(tmp_path: Path) -> None:
    (tmp_path / "events.json").write_text('{"records": [{"id": "event:a", "id": "event:b", "titel": "A"}]}')
    found = csto_data.validate(tmp_path)
    assert found
    assert copies(found) == [found] * len(copies(None))


def test_copy_of_packaged_dataset_is_the_same_object() -> None:
    assert all(copied is load() for copied in copies(load()))


def test_unpickling_rejects_another_version_of_the_data() -> None:
    pickled = pickle.dumps(load()).replace(load().version.encode(), b"9.9.9")
    with pytest.raises(DatasetError, match=re.escape("9.9.9")):
        pickle.loads(pickled)  # noqa: S301


@FEWER_EXAMPLES
@given(datasets())
def test_copies_of_datasets_have_equal_records_and_results(generated: Dataset) -> None:
    for copied in (copy.copy(generated), copy.deepcopy(generated), pickle.loads(pickle.dumps(generated))):  # noqa: S301
        assert list(copied) == list(generated)
        assert (copied.version, copied.released, copied.coverage) == (
            generated.version,
            generated.released,
            generated.coverage,
        )
        assert copied.judgements() == generated.judgements()
        assert repr(copied) == repr(generated)
        for span in generated.coverage.memberships:
            assert copied.memberships.on(span.last) == generated.memberships.on(span.last)
    for table in map(generated.table, KINDS):
        (copied_table,) = pickle.loads(pickle.dumps([table]))  # noqa: S301
        assert type(copied_table) is type(table)
        assert list(copied_table) == list(table)


def test_copies_of_views_and_loaded_folders_are_equal(tmp_path: Path) -> None:
    view = load().as_reported_by("source:sukhankin-2022")
    write_folder(SMALL, tmp_path)
    for whole in (view, load(tmp_path)):
        for copied in copies(whole):
            assert type(copied) is type(whole)
            assert list(copied) == list(whole)
            assert repr(copied) == repr(whole)
            if isinstance(copied, View):
                assert copied.source == view.source


SMALL = dataset(state("KAZ"), PACT, {**PACT, "id": "org:treaty"}, spell("kaz", "KAZ", "2002"), covered={"org:pact": ("2002-01-01", "2010-12-31")})  # fmt: skip
ERRORS: dict[str, Any] = {
    "unknown state": lambda: load().states["KZA"],
    "unknown field": lambda: load().states.where(colour="red"),
    "day outside coverage": lambda: members("2031-01-01"),
    "invalid day": lambda: members("2022-01-00"),
    "missing folder": lambda: load("/nowhere"),
    "uncertain members": lambda: SMALL.members("2002-06-01", organization="org:pact"),
    "invalid instant": lambda: Instant("now"),
    "unknown answer as boolean": lambda: bool(Day("2022").before("2022-06-01")),
    "empty quantity": Quantity,
}


@pytest.mark.parametrize("name", ERRORS)
def test_copies_of_errors_are_equal(name: str) -> None:
    with pytest.raises((ValueError, LookupError)) as raised:
        ERRORS[name]()
    for copied in copies(raised.value):
        assert (type(copied), str(copied), vars(copied)) == (type(raised.value), str(raised.value), vars(raised.value))


def test_dataset_can_be_queried_in_other_processes() -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        answers = pool.map(member_names, [load()] * 2, [Day("2022-01-06"), Day("2005-01-01")])
        assert list(answers) == [member_names(load(), Day(on)) for on in ("2022-01-06", "2005-01-01")]
        late = pool.submit(member_names, load(), Day("2031-01-01"))
        with pytest.raises(OutsideCoverageError):
            late.result()
