"""Filters of tables: what they find, and what they refuse because nothing can match it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import csto_data
from csto_data import Answer, Dataset, Day, InvalidDateError, InvalidFilterError, NotFoundError, Period, Verdict
from csto_data.model import KINDS, Party, Quantity
from csto_data.model.fields import FieldType, fields_of
from csto_data.store.filters import parsed
from csto_data.store.table import TimedTable
from csto_data.strategies import datasets


@pytest.fixture(scope="module")
def ds() -> Dataset:
    return csto_data.load()


def meets(field: FieldType, held: Any, wanted: Any) -> bool:
    """Return whether a value means the wanted one, by a plain comparison."""
    if isinstance(held, tuple):
        return any(meets(field, element, wanted) for element in held)
    if held is None:
        return False
    if isinstance(wanted, Day) and isinstance(held, Day):
        return held.on(wanted) is not Answer.NO
    if isinstance(held, Party) and isinstance(wanted, str):
        return held.actor == wanted
    return bool(held == wanted)


@given(datasets(), st.data())
def test_where_returns_exactly_what_a_plain_loop_does(generated: Dataset, data: st.DataObject) -> None:
    table = generated.table(data.draw(st.sampled_from([name for name in KINDS if len(generated.table(name))])))
    record: Any = data.draw(st.sampled_from(list(table)))
    natures = ("text", "code", "word", "integer", "reference", "day", "quantity")
    fields = {
        name: field
        for name, field in fields_of(type(record)).items()
        if field.nature in natures and name != "date" and getattr(record, name) not in (None, ())
    }
    name = data.draw(st.sampled_from(sorted(fields)))
    value = getattr(record, name)
    wanted = data.draw(st.sampled_from(value)) if isinstance(value, tuple) else value
    found = table.where(**{name: wanted})
    assert list(found) == [each for each in table if meets(fields[name], getattr(each, name), wanted)]
    assert record in found
    assert type(found) is type(table)


@given(datasets(), st.data())
def test_where_on_date_equals_between(generated: Dataset, data: st.DataObject) -> None:
    dated = [event for event in generated.events if event.date is not None]
    if dated:
        day = data.draw(st.sampled_from(dated)).date
        assert day is not None
        whole = Day(day.text[:7]) if day.text[0].isdigit() else day
        found = generated.events.where(date=whole)
        assert set(found) == set(generated.events.between(whole, whole))
        assert set(generated.events.where(date=whole, certain=True)) <= set(found)


@pytest.mark.parametrize(
    ("table", "conditions", "id"),
    [
        ("memberships", {"member": "KAZ"}, "membership:csto-kaz-1"),
        ("memberships", {"member": "kazakhstan"}, "membership:csto-kaz-1"),
        ("memberships", {"member": "KZ", "organization": "csto"}, "membership:csto-kaz-1"),
        ("memberships", {"end": None, "organization": "org:csto"}, "membership:csto-kaz-1"),
        ("events", {"kind": ["protest", "unrest"]}, "event:aktau-protest-2022"),
        ("events", {"date": "2022-01-13"}, "event:csto-withdrawal-start"),
        ("events", {"date": date(2022, 1, 13)}, "event:csto-withdrawal-start"),
        ("events", {"date": datetime(2022, 1, 13, 12)}, "event:csto-withdrawal-start"),
        ("events", {"date": "2022-01"}, "event:csto-withdrawal-start"),
        ("events", {"deaths": 238}, "event:kazakhstan-violence-2022"),
        ("events", {"deaths": Quantity(238)}, "event:kazakhstan-violence-2022"),
        ("figures", {"of": "kazakhstan-violence-2022", "amount": 164}, "figure:january-deaths-164"),
        ("people", {"name": "Vladimir Putin"}, "person:vladimir-putin"),
        ("offices", {"acting": True}, None),
        ("events", {"participants": "org:csto"}, None),
        ("events", {"participants": "csto"}, None),
        ("events", {"participants": "csto", "kind": "withdrawal"}, "event:csto-withdrawal-start"),
        ("events", {"evidence": "sukhankin-2022"}, "event:csto-withdrawal-start"),
    ],
)
def test_where_matches_by_meaning(ds: Dataset, table: str, conditions: dict[str, Any], id: str | None) -> None:
    found = ds.table(table).where(**conditions)
    assert len(found) > 0
    assert id is None or id in found or (id.startswith("figure:") and all(f.amount.value == 164 for f in found))


def test_described_party_is_found_by_the_actor_to_which_it_belongs(ds: Dataset) -> None:
    described = [(event, party.of) for event in ds.events for party in event.participants if party.of]
    actors = [(event, of) for event, of in described if not of.startswith("place:")]
    assert actors
    assert [(event.id, of) for event, of in actors if event not in ds.events.where(participants=of)] == []


@pytest.mark.parametrize(
    ("table", "conditions", "message"),
    [
        ("events", {"kin": "protest"}, 'Unknown field "kin" of events'),
        ("events", {"kind": "protests"}, 'Did you mean "protest"?'),
        ("memberships", {"member": "state:XXX"}, "state:XXX"),
        ("memberships", {"member": "Kazakhsan"}, 'Did you mean "Kazakhstan"'),
        ("memberships", {"member": "place:almaty"}, 'the prefix "place"'),
        ("memberships", {"member": 5}, "the id, code or name of a record"),
        ("states", {"cow": "705"}, "Did you mean cow=705?"),
        ("states", {"cow": 999}, "No record in states has 999 as cow"),
        ("states", {"iso_alpha3": "KAX"}, 'Did you mean "KAZ"?'),
        ("states", {"name": "Kazakhsan"}, 'Did you mean "Kazakhstan"'),
        ("events", {"date": "13.01.2022"}, 'Did you mean "2022-01-13"?'),
        ("events", {"date": "2022-02-31"}, "February 2022 has 28 days"),
        ("events", {"deaths": "many"}, "a number, or the words of a source"),
        ("offices", {"acting": "yes"}, "True or False"),
        ("events", {"kind": []}, "The list of values for kind is empty"),
        ("figures", {"amount": float("nan")}, "nan is not a valid value for amount"),
        ("figures", {"amount": -1}, "Expected a number from 0"),
        ("figures", {"amount": True}, "a number, or the words of a source"),
        ("states", {"cow": float("inf")}, "inf is not a valid value for cow"),
        ("member-years", {"any_day": 5}, "Expected one of 0, 1"),
        ("member-years", {"year": "2013"}, "Did you mean year=2013?"),
        ("disputes", {"verdict": "dispute"}, 'Did you mean "disputes"?'),
        ("disputes", {"source": "sukhankin-2021"}, "source:sukhankin-2022"),
    ],
)
def test_where_refuses_what_can_match_nothing(
    ds: Dataset, table: str, conditions: dict[str, Any], message: str
) -> None:
    tables: dict[str, Any] = {"disputes": ds.disputes, "member-years": ds.member_years}
    rows: Any = tables[table]() if table in tables else ds.table(table)
    with pytest.raises(InvalidFilterError) as raised:
        rows.where(**conditions)
    assert message in str(raised.value)


def test_filters_can_be_chained(ds: Dataset) -> None:
    found = ds.events.where(kind="protest").between("2022-01-02", "2022-01-19").filter(lambda event: event.place)
    assert 0 < len(found) < len(ds.events.where(kind="protest"))
    assert ds.memberships.where(organization="csto").on("2022-01-06").where(answer="yes")
    assert ds.events.where(kind="protest").where(kind="unrest") == ()


@given(datasets(), st.dates(date(1990, 1, 1), date(2026, 12, 31)))
def test_on_returns_exactly_the_records_that_are_possible_on_a_day(generated: Dataset, day: date) -> None:
    timed: list[TimedTable[Any]] = [generated.table(name) for name in KINDS if hasattr(generated.table(name), "on")]
    for table in (each for each in timed if isinstance(each, TimedTable)):
        plain = [record.id for record in table if record.when is None or possible(record.when, day)]
        assert sorted(record.id for record in table.on(day)) == plain
        assert {record.id for record in table.on(day, certain=True)} <= set(plain)


def possible(when: Period, day: date) -> bool:
    """Return whether a day is in a period, by a plain comparison."""
    return (when.earliest is None or when.earliest <= day) and (when.latest is None or day <= when.latest)


@pytest.mark.parametrize("name", ["sources", "operations", "events", "statements", "assessments", "figures"])
def test_every_dataset_with_a_time_can_be_asked_for_a_day(ds: Dataset, name: str) -> None:
    table: Any = ds.table(name)
    assert table.on("2022-01-10") == table.between("2022-01-10", "2022-01-10")
    assert len(table.between("2022-01-01", "2022-01-31", certain=True)) > 0
    with pytest.raises(InvalidDateError, match="not an exact date"):
        table.on("2022-01")


def test_figures_and_assessments_are_found_by_the_day_for_which_they_were_stated(ds: Dataset) -> None:
    assert "january-deaths-5" in ds.figures.between("2022-01-01", "2022-12-31")
    for figure in ds.figures.between("2022-01-05", "2022-01-06", certain=True):
        assert str(figure.as_of).startswith("2022-01-0")
    certain = ds.assessments.between("2022-01-26", "2022-01-26", certain=True)
    assert {str(assessment.made) for assessment in certain} == {"2022-01-26"}


def test_between_refuses_records_without_a_time(ds: Dataset) -> None:
    for table in (ds.people, ds.places, ds.states, ds.organizations, ds.disputes()):
        with pytest.raises(InvalidFilterError, match="have no time"):
            table.between("2022-01-01")


def test_a_possible_number_that_no_item_has_gives_an_empty_table(ds: Dataset) -> None:
    assert ds.figures.where(amount=99999) == ()
    assert ds.member_years().where(year=1900) == ()


def test_members_are_a_filter(ds: Dataset) -> None:
    found = ds.memberships.where(member=ds.members("2022-01-06"), organization="csto")
    assert {spell.member for spell in found} == {state.id for state in ds.members("2022-01-06")}


def test_by_raises_not_found_for_values_that_no_record_has(ds: Dataset) -> None:
    with pytest.raises(NotFoundError, match="999 as cow"):
        ds.states.by(cow=999)
    with pytest.raises(InvalidFilterError, match="Unknown field"):
        ds.states.by(iso="KAZ")
    with pytest.raises(TypeError, match="at least one field"):
        ds.states.by()


@pytest.mark.parametrize(
    ("table", "condition", "expected"),
    [
        ("states", "cow=705", ("cow", 705)),
        ("offices", "acting=true", ("acting", True)),
        ("events", "deaths=238", ("deaths", 238)),
        ("figures", "amount=dozens", ("amount", "dozens")),
        ("events", "title=a=b", ("title", "a=b")),
    ],
)
def test_parsed_returns_values_of_the_type_of_the_field(
    ds: Dataset, table: str, condition: str, expected: tuple[str, Any]
) -> None:
    assert parsed(ds.table(table), condition) == expected


@pytest.mark.parametrize("condition", ["kind", "kin=protest", "cow=many"])
def test_parsed_refuses_other_forms(ds: Dataset, condition: str) -> None:
    with pytest.raises(InvalidFilterError):
        parsed(ds.states, condition)


def test_answers_are_filtered_by_their_records_and_words(ds: Dataset) -> None:
    standings = ds.memberships.on("2026-01-06", organization="csto")
    assert [standing.member.name for standing in standings.where(participation="frozen")] == ["Armenia"]
    assert len(standings.where(member="KAZ")) == len(standings.where(spell="membership:csto-kaz-1")) == 1
    assert standings.where(answer=Answer.YES) == standings
    assert ds.offices.on("2022-01-06").where(holder="Putin")
    assert ds.search("airport").where(record="almaty-airport")
    assert ds.disputes().where(verdict=Verdict.DISPUTES) == ds.disputes()
    assert ds.disputes().where(value="2022-01-13", reported="2022-01-15")


def test_records_of_several_kinds_are_filtered_by_fields_of_any_of_them(ds: Dataset) -> None:
    assert ds.about("KAZ").where(kind="protest")
    assert ds.about("KAZ").where(id="csto-withdrawal-start")
    assert ds.said_by("Putin").where(kind="characterisation")


def test_certain_includes_spells_that_have_not_ended(ds: Dataset) -> None:
    certain = ds.memberships.between("2010-06-01", "2010-06-01", certain=True)
    held = [s.spell.id for s in ds.memberships.on("2010-06-01", organization="csto") if s.answer is Answer.YES]
    assert sorted(spell.id for spell in certain if spell.organization == "org:csto") == held


def test_evidence_is_that_of_the_column_sources(ds: Dataset) -> None:
    for row, operation in zip(ds.operations.to_dicts(), ds.operations, strict=True):
        for source in str(row["sources"]).split("; "):
            assert operation in ds.operations.where(evidence=source)


@pytest.mark.parametrize("condition", ["cow=1e999999999", "cow=inf", "cow=nan", "cow=0x10"])
def test_parsed_refuses_unusual_numbers(ds: Dataset, condition: str) -> None:
    with pytest.raises(InvalidFilterError, match="Expected a number"):
        parsed(ds.states, condition)


def test_instant_is_matched_as_a_moment_or_by_its_day(ds: Dataset) -> None:
    event = next(event for event in ds.events if event.instant is not None)
    assert event.instant is not None
    for wanted in (event.instant, event.instant.text, str(event.instant.day)):
        assert event in ds.events.where(instant=wanted)


@pytest.mark.parametrize("table", ["disputes", "people", "member_years"])
def test_answers_refuse_values_that_nothing_has(ds: Dataset, table: str) -> None:
    tables: dict[str, tuple[Any, dict[str, Any]]] = {
        "disputes": (ds.disputes(), {"reported": "xxxxx"}),
        "people": (ds.people, {"degrees": "xxx"}),
        "member_years": (ds.member_years(), {"cow": 2}),
    }
    rows, conditions = tables[table]
    with pytest.raises(InvalidFilterError, match="No record in"):
        rows.where(**conditions)
