"""Nothing that the package gives can be written to, down to the last container in it; copies and pickles are equal."""

from __future__ import annotations

import copy
import enum
import importlib
import pickle
import pkgutil
import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.small_datasets import FEW, PACT, dataset, names_of_members, spell, state

import csto_data
from csto_data import Dataset, DatasetError, Day, Instant, OutsideCoverage, load, members
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
WRITTEN_TO = {"csto_data.strategies.timelines.History", "csto_data.validation.reading.Reading"}
"""What is filled step by step, and never given to anybody."""


@pytest.mark.parametrize("name", CLASSES)
def test_every_class_is_frozen_and_has_its_fields_only(name: str) -> None:
    if "__attrs_attrs__" not in vars(CLASSES[name]):  # it adds methods to a frozen class, and nothing else
        assert vars(CLASSES[name])["__slots__"] == ()
        return
    properties = attrs.inspect(CLASSES[name])
    assert properties.is_frozen is (name not in WRITTEN_TO)
    assert properties.is_slotted


# All that is given


QUESTIONS: dict[str, Any] = {
    "the dataset": load(),
    "its coverage": load().coverage,
    "its tables": [load().table(name) for name in KINDS],
    "its records": list(load()),
    "members": members(),
    "standings": load().memberships.on("2025-01-01"),
    "explanations": [load().why(code, on) for code in ("UZB", "ARM") for on in ("2007-01-01", "2025-01-01")],
    "judgements": load().judgements(),
    "witnesses": load().witnesses("event:csto-withdrawal-start", "date"),
    "a view": load().as_reported_by("source:sukhankin-2022"),
    "events": load().events.between("2022-01-01", "2022-02-01"),
    "sayings": (*load().said_by("state:UZB"), *load().replies_to("statement:lukashenko-warning-uzbekistan")),
    "kinds": KINDS,
    "units": UNITS,
    "rules": RULES,
}
"""What comes back from each public question, but rows: those are new ones each time, for their reader to change."""

ATOMS = (str, bytes, int, float, bool, type(None), enum.Enum, date, type)


def inside(value: Any) -> Iterator[Any]:
    """A value and all values in it that are more than a text, a number or the like."""
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
            yield from inside(entry)


def names_of(value: Any) -> list[str]:
    """The fields of an object, and a name that it does not have."""
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
    for name in names_of(value):
        before = getattr(value, name, None)
        with pytest.raises(AttributeError):
            setattr(value, name, before)
        with pytest.raises(AttributeError):
            delattr(value, name)


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_given_cannot_be_written_to(question: str) -> None:
    given_ = QUESTIONS[question]
    seen: set[int] = set()
    for answer in given_ if isinstance(given_, list) else [given_]:
        for value in inside(answer):
            if id(value) not in seen:
                seen.add(id(value))
                assert_frozen(value)


def test_findings_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "events.json").write_text('{"records": [{"id": "event:a", "id": "event:b", "titel": "A"}]}')
    found = csto_data.validate(tmp_path)
    assert any(finding.fix for finding in found)
    assert any(finding.related for finding in found)
    for value in inside(found):
        assert_frozen(value)


@pytest.mark.parametrize("ask", [load().states.rows, load().member_years, load().dyad_years])
def test_rows_are_their_readers_own(ask: Any) -> None:
    changed = ask()
    before = copy.deepcopy(changed)
    changed[0].clear()
    changed.pop()
    assert ask() == before


# Copies and pickles


def copies(value: Any) -> list[Any]:
    return [copy.copy(value), copy.deepcopy(value), *(pickle.loads(pickle.dumps(value, n)) for n in PROTOCOLS)]  # noqa: S301


PROTOCOLS = range(2, pickle.HIGHEST_PROTOCOL + 1)


def assert_copied(value: Any) -> None:
    for copied in copies(value):
        assert copied == value
        assert type(copied) is type(value)
        assert (hash(copied), repr(copied), str(copied)) == (hash(value), repr(value), str(value))
        assert_frozen(copied)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
@given(data=st.data())
def test_a_copied_record_is_the_same_record(kind: Kind, data: st.DataObject) -> None:
    assert_copied(data.draw(records(kind.name)))


@given(days() | instants() | quantities() | parties())
def test_a_copied_value_is_the_same_value(value: Day | Instant | Quantity | Party) -> None:
    assert_copied(value)
    if isinstance(value, Day):
        assert {(copied.earliest, copied.latest) for copied in copies(value)} == {(value.earliest, value.latest)}


@pytest.mark.parametrize(
    "question", ["its coverage", "members", "standings", "explanations", "judgements", "witnesses"]
)
def test_copied_answers_are_the_same_answers(question: str) -> None:
    assert copies(QUESTIONS[question]) == [QUESTIONS[question]] * len(copies(None))


def test_copied_findings_are_the_same_findings(tmp_path: Path) -> None:
    (tmp_path / "events.json").write_text('{"records": [{"id": "event:a", "id": "event:b", "titel": "A"}]}')
    found = csto_data.validate(tmp_path)
    assert found
    assert copies(found) == [found] * len(copies(None))


def test_the_packaged_dataset_copied_is_itself() -> None:
    assert all(copied is load() for copied in copies(load()))


def test_a_pickle_of_other_data_than_the_installed_is_refused() -> None:
    pickled = pickle.dumps(load()).replace(load().version.encode(), b"9.9.9")
    with pytest.raises(DatasetError, match=re.escape("9.9.9")):
        pickle.loads(pickled)  # noqa: S301


@FEW
@given(datasets())
def test_a_copied_dataset_has_the_same_records_and_answers(made: Dataset) -> None:
    for copied in (copy.copy(made), copy.deepcopy(made), pickle.loads(pickle.dumps(made))):  # noqa: S301
        assert list(copied) == list(made)
        assert (copied.version, copied.released, copied.coverage) == (made.version, made.released, made.coverage)
        assert copied.judgements() == made.judgements()
        assert repr(copied) == repr(made)
        for span in made.coverage.memberships:
            assert copied.memberships.on(span.last) == made.memberships.on(span.last)
    for table in map(made.table, KINDS):
        (copied_table,) = pickle.loads(pickle.dumps([table]))  # noqa: S301
        assert type(copied_table) is type(table)
        assert list(copied_table) == list(table)


def test_views_and_foreign_datasets_are_copied_too(tmp_path: Path) -> None:
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
UNANSWERED = [
    lambda: load().states["KZA"],
    lambda: load().states.where(colour="red"),
    lambda: members("2031-01-01"),
    lambda: members("2022-01-00"),
    lambda: load("/nowhere"),
    lambda: SMALL.members("2002-06-01", organization="org:pact"),
    lambda: Instant("now"),
    lambda: bool(Day("2022").before("2022-06-01")),
    Quantity,
]


@pytest.mark.parametrize("ask", UNANSWERED)
def test_an_error_leaves_another_process_as_it_is(ask: Any) -> None:
    with pytest.raises((ValueError, LookupError)) as raised:
        ask()
    for copied in copies(raised.value):
        assert (type(copied), str(copied), vars(copied)) == (type(raised.value), str(raised.value), vars(raised.value))


def test_the_dataset_can_be_asked_in_other_processes() -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        answers = pool.map(names_of_members, [load()] * 2, [Day("2022-01-06"), Day("2005-01-01")])
        assert list(answers) == [names_of_members(load(), Day(on)) for on in ("2022-01-06", "2005-01-01")]
        late = pool.submit(names_of_members, load(), Day("2031-01-01"))
        with pytest.raises(OutsideCoverage):
            late.result()
