"""The public strategies draw every form of every value and shrink to small examples."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Callable
from datetime import date
from importlib.metadata import EntryPoint
from typing import Any

import attrs
import hypothesis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import ROOT
from support.occurrence import assert_all_occur
from support.small_datasets import FEWER_EXAMPLES

from csto_data import Dataset, Day, Instant, NotFoundError, Verdict, strategies
from csto_data.model import KINDS, Attested, Event, Kind, Party, Quantity, State
from csto_data.model.fields import fields_of
from csto_data.serialization.hidden_characters import hidden_character
from csto_data.strategies import Pack, datasets, days, instants, quantities, records
from csto_data.strategies.values import texts

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ENTRY_POINT = PROJECT["entry-points"]["hypothesis"]["csto-data"]
CALENDAR = st.dates(date(1000, 1, 1), date(2999, 12, 31))


MANY_EXAMPLES = settings(
    max_examples=3000, deadline=None, database=None, derandomize=True, phases=tuple(hypothesis.Phase)
)


def find_smallest(strategy: st.SearchStrategy[Any], condition: Any) -> Any:
    """Return the smallest example that meets the condition."""
    return hypothesis.find(strategy, condition, settings=MANY_EXAMPLES)


def find_any(strategy: st.SearchStrategy[Any], condition: Any) -> Any:
    """Return any example that meets the condition."""
    return hypothesis.find(strategy, condition, settings=settings(MANY_EXAMPLES, phases=[hypothesis.Phase.generate]))


# Forms of values


@pytest.mark.parametrize(
    ("form", "simplest"),
    [
        (lambda day: day.exact and not day.uncertain, "2000-01-01"),
        (lambda day: len(day.text) == 7, "2000-01"),
        (lambda day: len(day.text) == 4, "2000"),
        (lambda day: day.uncertain, "2000-01-01?"),
        (lambda day: day.approximate, "2000-01-01~"),
        (lambda day: day.earliest is None, "[..2000-01-01]"),
        (lambda day: day.latest is None, "[2000-01-01..]"),
    ],
    ids=["exact", "month", "year", "uncertain", "approximate", "open start", "open end"],
)  # fmt: skip
def test_days_draws_every_form_and_shrinks_to_a_simple_one(form: Any, simplest: str) -> None:
    assert str(find_smallest(days(), form)) == simplest


@given(CALENDAR.flatmap(lambda on: st.tuples(st.just(on), days(on=on), instants(on=on))))
def test_days_and_instants_include_requested_day(case: tuple[date, Day, Instant]) -> None:
    on, day, instant = case
    assert (day.earliest or on) <= on <= (day.latest or on)
    assert instant.day == Day(on.isoformat())


@pytest.mark.parametrize("on", [date(1000, 1, 1), date(2999, 12, 31), date(2024, 2, 29)], ids=str)
def test_days_draws_every_form_at_limits_of_the_calendar(on: date) -> None:
    for form in (lambda day: day.exact, lambda day: "[" in day.text, lambda day: len(day.text) == 4):
        find_any(days(on=on), form)


@pytest.mark.integration  # slow
@pytest.mark.parametrize(
    ("form", "simplest"),
    [
        (lambda q: q.value is not None and not q.approximate, "0"),
        (lambda q: q.approximate, "about 0.01"),
        (lambda q: q.at_least is not None and q.at_most is not None, "0 to 0.01"),
        (lambda q: q.at_least is not None and q.at_most is None, "at least 0"),
        (lambda q: q.at_most is not None and q.at_least is None, "at most 0"),
        (lambda q: q.bounds is None, '"0"'),
    ],
    ids=["value", "approximate", "range", "minimum", "maximum", "wording only"],
)
def test_quantities_draws_every_form_and_shrinks_to_a_simple_one(form: Any, simplest: str) -> None:
    assert str(find_smallest(quantities(), form)) == simplest


@pytest.mark.integration  # slow
@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_records_draws_every_field_present_and_absent(kind: Kind) -> None:
    forms: dict[str, Callable[[Any], bool]] = {}
    for name, field in fields_of(kind.record_class).items():
        forms[f"{name} present"] = lambda record, name=name: getattr(record, name) not in (None, (), False)
        if not field.required:
            forms[f"{name} absent"] = lambda record, name=name: getattr(record, name) in (None, (), False)
    assert_all_occur(records(kind.name), forms)


@given(texts())
def test_texts_have_no_hidden_characters(text: str) -> None:
    assert hidden_character(text) is None


@pytest.mark.integration  # shrinking is slow
def test_records_shrink_to_required_fields() -> None:
    record = find_smallest(records(State), lambda _: True)
    assert {name for name, value in attrs.asdict(record).items() if value} == {"id", "name", "evidence"}


def test_records_accepts_class_or_name_of_kind() -> None:
    assert records("event") is records(Event)
    with pytest.raises(NotFoundError, match="event"):
        records("evnt")


# Datasets


FORMS: dict[str, Callable[[Dataset], bool]] = {
    "a report that disputes a value": lambda ds: any(v.verdict is Verdict.DISPUTES for v in ds.judgements()),
    "a report that is compatible with a value": lambda ds: any(
        v.verdict is Verdict.COMPATIBLE for v in ds.judgements()
    ),
    "a report of a value that the record does not have": lambda ds: any(
        v.verdict is Verdict.UNSETTLED for v in ds.judgements()
    ),
    "contingents": lambda ds: any(operation.contingents for operation in ds.operations),
    "a request for an operation": lambda ds: any(operation.requested_by for operation in ds.operations),
    "a part of an event": lambda ds: any(event.part_of is not None for event in ds.events),
    "an event that ends a spell": lambda ds: any(
        step.makes == "end" for spell in ds.memberships for step in spell.steps
    ),
    "an event that freezes a membership": lambda ds: any(
        step.makes == "freeze" for spell in ds.memberships for step in spell.steps
    ),
    "a reply": lambda ds: any(statement.in_reply_to for statement in ds.statements),
    "a speaker with an office": lambda ds: any(
        speaker.office for statement in ds.statements for speaker in statement.speakers
    ),
    "an assessment with an outcome": lambda ds: any(assessment.outcome for assessment in ds.assessments),
    "a source cited through another source": lambda ds: any(source.via for source in ds.sources),
    "a part of a place": lambda ds: any(place.part_of for place in ds.places),
    "two spells of one member in one organisation": lambda ds: (
        len({(s.member, s.organization) for s in ds.memberships}) < len(ds.memberships)
    ),
    "coverage of offices": lambda ds: bool(ds.coverage.offices),
    "coverage of memberships": lambda ds: bool(ds.coverage.memberships),
    "a party": lambda ds: any(spell.status == "party" for spell in ds.memberships),
    "an event with place and states": lambda ds: any(event.place and event.states for event in ds.events),
    "two states with COW codes": lambda ds: sum(state.cow is not None for state in ds.states) > 1,
    "two figures": lambda ds: len(ds.figures) == 2,
}


@pytest.mark.integration  # slow
def test_datasets_draws_every_form_that_rules_check() -> None:
    assert_all_occur(datasets(), FORMS)


@FEWER_EXAMPLES
@given(datasets())
def test_datasets_are_never_without_basic_records_and_evidence(generated: Dataset) -> None:
    assert len(generated.sources)
    assert len(generated.states)
    assert len(generated.organizations)
    assert len(generated.people)
    assert all(record.evidence for record in generated if isinstance(record, Attested))


def test_smallest_dataset_has_four_records_and_shows_them() -> None:
    generated = find_any(datasets(), lambda _: True)  # the search begins with the simplest example
    assert [record.id for record in generated] == ["source:1", "state:ARM", "org:1", "person:1"]
    assert all(record.id in repr(generated) for record in generated)


# Use by other projects


def test_from_type_finds_registered_strategies() -> None:
    strategies.register()
    for cls in (Day, Instant, Quantity, Party, Dataset, Pack, *(kind.record_class for kind in KINDS.values())):
        assert isinstance(find_any(st.from_type(cls), lambda _: True), cls)


def test_entry_point_loads_register() -> None:
    entry = EntryPoint("csto-data", ENTRY_POINT, "hypothesis")
    assert entry.load() is strategies.register
    assert any(needed.startswith("hypothesis>=") for needed in PROJECT["optional-dependencies"]["hypothesis"])


@pytest.mark.parametrize("first", ["hypothesis", "csto_data.strategies", "csto_data.strategies.values"])
def test_strategies_are_registered_in_any_import_order_without_warnings(first: str) -> None:
    """Hypothesis loads the entry point while it is being imported itself."""
    program = f"""
import importlib.metadata, warnings
warnings.simplefilter("error")
entry = importlib.metadata.EntryPoint("csto-data", {ENTRY_POINT!r}, "hypothesis")
found = importlib.metadata.entry_points
importlib.metadata.entry_points = lambda **query: [entry] if query == {{"group": "hypothesis"}} else found(**query)
import {first}
from hypothesis import strategies as st
from csto_data import Day
from csto_data.strategies import days
assert repr(st.from_type(Day)) == repr(days())
"""
    subprocess.run([sys.executable, "-c", program], check=True)


def test_query_does_not_import_hypothesis() -> None:
    program = "import sys, csto_data; csto_data.members(); assert 'hypothesis' not in sys.modules"
    subprocess.run([sys.executable, "-c", program], check=True)


@FEWER_EXAMPLES
@given(generated=datasets())
def test_documented_downstream_test_passes(generated: Dataset) -> None:
    def map_of_members(ds: Dataset) -> dict[str, str]:
        return {state.id: state.name for state in ds.states}

    assert set(map_of_members(generated)) == set(generated.states.keys())
