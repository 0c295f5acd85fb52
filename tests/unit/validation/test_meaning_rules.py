"""What records mean beside one another: each test breaks one thing, and the rule about it says so, once."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import pytest
from support.rule_checks import slips
from support.small_datasets import PACT, TREATY, spell, state

from csto_data import data_root, load, validate
from csto_data.model import KINDS
from csto_data.model.coverage import Coverage, MembershipCoverage
from csto_data.model.ids import OrganizationId

COVERED = Coverage(memberships=(MembershipCoverage(OrganizationId("org:pact"), date(2000, 1, 1), date(2020, 12, 31)),))
BEFORE = {"id": "source:early", "title": "Early paper", "kind": "report", "published": "2010-05-05"}


def places(
    code: str, *records: dict[str, Any], coverage: Coverage | None = None
) -> list[tuple[str | None, tuple[Any, ...]]]:
    return [(slip.record, slip.path) for slip in slips(code, *records, coverage=coverage)]


def operation(**fields: Any) -> dict[str, Any]:
    raw = {"id": "operation:help", "name": "Help", "organization": "org:pact", "start": "2010-01-05"}
    return {**raw, "end": "2010-02-05", **fields}


def sent(*codes: str) -> list[dict[str, Any]]:
    return [{"state": f"state:{code}", "evidence": [{"source": "source:paper"}]} for code in codes]


MEMBERS = [PACT, TREATY, state("AAA"), state("BBB"), spell("a", "AAA", "2001-01-01"), spell("b", "BBB", "2010-02-06")]


def not_members(
    *extra: dict[str, Any], coverage: Coverage = COVERED, **fields: Any
) -> list[tuple[str | None, tuple[Any, ...]]]:
    return places("CST408", *MEMBERS, *extra, operation(**fields), coverage=coverage)


def test_contingents_are_of_members() -> None:
    assert not_members(contingents=sent("AAA")) == []
    assert not_members(contingents=sent("AAA", "BBB")) == [("operation:help", ("contingents", 1, "state"))]


def test_who_joins_while_the_operation_lasts_may_send_a_contingent_but_did_not_ask_for_it() -> None:
    fields = {"start": "2010-02-01", "end": "2010-02-28"}
    assert not_members(contingents=sent("BBB"), **fields) == []
    assert not_members(requested_by=["state:BBB"], **fields) == [("operation:help", ("requested_by", 0))]


def test_requests_are_of_members() -> None:
    assert not_members(requested_by=["state:AAA"]) == []
    assert not_members(requested_by=["state:AAA", "state:BBB"]) == [("operation:help", ("requested_by", 1))]


@pytest.mark.parametrize("status", ["member", "observer", "party"])
def test_a_party_counts_as_a_member_and_an_observer_does_not(status: str) -> None:
    earlier = spell("b-0", "BBB", "2005-01-01", "2010-02-05", status=status)
    found = [("operation:help", ("contingents", 0, "state"))] if status == "observer" else []
    assert not_members(earlier, contingents=sent("BBB")) == found


@pytest.mark.parametrize(
    ("start", "end", "member"),
    [
        ("2010-02-05", None, True),
        ("2010-02-06", None, False),
        ("2009-01-01", "2010-01-05", True),
        ("2009-01-01", "2010-01-04", False),
        ("2009-01-01", "[2010-01-04..]", True),
    ],
)
def test_a_day_of_the_operation_is_enough_to_send_a_contingent(start: str, end: str | None, member: bool) -> None:
    found = places("CST408", *MEMBERS[:4], spell("b", "BBB", start, end), operation(contingents=sent("BBB")), coverage=COVERED)  # fmt: skip
    assert found == ([] if member else [("operation:help", ("contingents", 0, "state"))])


@pytest.mark.parametrize(
    ("start", "end"), [("2000-01-01", "2000-01-01"), ("2020-12-31", "2020-12-31"), ("2000-01-01", "2020-12-31")]
)
def test_the_first_covered_day_and_the_last_are_covered(start: str, end: str) -> None:
    found = not_members(state("CCC"), contingents=sent("CCC"), start=start, end=end)
    assert found == [("operation:help", ("contingents", 0, "state"))]


def test_an_operation_without_end_lasts_to_the_last_covered_day() -> None:
    lasting = {key: value for key, value in operation(contingents=sent("BBB", "CCC")).items() if key != "end"}
    (slip,) = slips("CST408", *MEMBERS, state("CCC"), lasting, coverage=COVERED)
    assert slip.path == ("contingents", 1, "state")
    assert slip.message == "state:CCC was no member of org:pact from 2010-01-05 to 2020-12-31"


def test_where_no_member_is_named_its_spells_or_the_days_of_the_operation_may_be_what_is_wrong() -> None:
    others = (spell("a-b", "AAA", "2015-01-01"), spell("c", "CCC", "2015-01-01"), state("CCC"))
    elsewhere = spell("elsewhere", "BBB", "2015-01-01", organization="org:treaty")
    (slip,) = slips("CST408", *MEMBERS, *others, elsewhere, operation(contingents=sent("BBB")), coverage=COVERED)
    assert slip.related == ("membership:b",)


def test_a_member_of_something_else_is_no_member() -> None:
    elsewhere = spell("elsewhere", "BBB", "2001-01-01", organization="org:treaty")
    assert not_members(elsewhere, contingents=sent("BBB")) == [("operation:help", ("contingents", 0, "state"))]


@pytest.mark.parametrize("start", ["[..2010-02-06]", "2010", "2010-01~"])
def test_who_may_have_been_a_member_is_let_pass(start: str) -> None:
    assert not_members(spell("b-0", "BBB", start, "2010-02-05"), contingents=sent("BBB")) == []


@pytest.mark.parametrize(
    "fields", [{"start": "1999-12-31"}, {"start": "2020-12-31", "end": "2021-01-01"}, {"start": "[..2010-01-05]"}]
)
def test_outside_coverage_nobody_is_known_to_be_no_member(fields: dict[str, str]) -> None:
    assert not_members(contingents=sent("BBB"), requested_by=["state:BBB"], **fields) == []


@pytest.mark.parametrize("other", ["org:alliance", "org:union"])
def test_coverage_of_another_organisation_tells_of_no_members_here(other: str) -> None:
    (span,) = COVERED.memberships
    coverage = Coverage(memberships=(attrs.evolve(span, organization=OrganizationId(other)),))
    assert not_members(contingents=sent("BBB"), coverage=coverage) == []


def test_without_coverage_nobody_is_known_to_be_no_member() -> None:
    assert not_members(contingents=sent("BBB"), coverage=Coverage()) == []


def happening(kind: str, part_of: str = "operation:help", **time: str) -> dict[str, Any]:
    return {"id": "event:step", "kind": kind, "title": "A step", "part_of": part_of, **time}


@pytest.mark.parametrize("kind", ["arrival", "hand-over", "withdrawal"])
@pytest.mark.parametrize(
    ("time", "field"),
    [
        ({"date": "2010-01-04"}, "date"),
        ({"date": "2010-02-06"}, "date"),
        ({"date": "2009"}, "date"),
        ({"instant": "2010-02-07T23:00+03:00"}, "instant"),
        ({"start": "2010-01-05", "end": "2010-02-06"}, "end"),
        ({"start": "2010-01-04", "end": "2010-02-05"}, "start"),
    ],
)
def test_forces_come_and_go_while_the_operation_lasts(kind: str, time: dict[str, str], field: str) -> None:
    assert places("CST409", operation(), happening(kind, **time)) == [("event:step", (field,))]


@pytest.mark.parametrize("day", ["2010-01-05", "2010-02-05", "2010-01", "2010", "[2010-01-31..]", "2010-01-04~"])
def test_a_day_that_may_lie_in_the_operation_is_let_pass(day: str) -> None:
    assert places("CST409", operation(), happening("arrival", date=day)) == []


def test_a_part_of_a_part_belongs_to_the_operation() -> None:
    outer = {"id": "event:leaving", "kind": "withdrawal", "title": "Leaving", "part_of": "operation:help"}
    inner = happening("withdrawal", "event:leaving", date="2011")
    assert places("CST409", operation(), outer, inner) == [("event:step", ("date",))]


@pytest.mark.parametrize(
    ("known", "day", "span"),
    [
        ({"start": "2010-01-05"}, "2010-01-04", "2010-01-05 to an open day"),
        ({"end": "2010-02-05"}, "2010-02-06", "an open day to 2010-02-05"),
        ({"start": "2010-01-05", "end": "2010-02-05"}, "2011", "2010-01-05 to 2010-02-05"),
    ],
)
def test_what_is_known_of_an_operation_has_an_outside(known: dict[str, str], day: str, span: str) -> None:
    dated = {"id": "operation:help", "name": "Help", "organization": "org:pact", **known}
    (slip,) = slips("CST409", dated, happening("arrival", date=day))
    assert slip.message == f"{day} lies outside operation:help, {span}"


def test_events_that_are_part_of_one_another_are_part_of_no_operation() -> None:
    outer = {"id": "event:outer", "kind": "withdrawal", "title": "Outer", "part_of": "event:step"}
    assert places("CST409", operation(), outer, happening("withdrawal", "event:outer", date="2011")) == []


def test_an_operation_that_is_not_dated_has_no_outside() -> None:
    undated = {name: value for name, value in operation().items() if name not in ("start", "end")}
    assert places("CST409", undated, happening("arrival", date="2011")) == []


def test_other_events_of_an_operation_may_lie_outside() -> None:
    assert places("CST409", operation(), happening("decision", date="2010-01-01")) == []


def saying(slug: str, speaker: dict[str, str] | None = None, **fields: Any) -> dict[str, Any]:
    speakers = [speaker or {"actor": "state:AAA"}]
    return {"id": f"statement:{slug}", "kind": "rebuttal", "speakers": speakers, "summary": "No.", **fields}


@pytest.mark.parametrize(
    ("reply", "said", "early"),
    [
        ({"date": "2010-01-04"}, {"date": "2010-01-05"}, True),
        ({"date": "2010-01-05"}, {"date": "2010-01-05"}, False),
        ({"date": "2010-01"}, {"date": "2010-01-05"}, False),
        ({"date": "2009"}, {"date": "2010-01"}, True),
        ({}, {"date": "2010-01-05"}, False),
        ({"date": "2010-01-05"}, {}, False),
        ({"instant": "2010-01-05T10:00+05:00"}, {"instant": "2010-01-05T09:00+03:00"}, True),
        ({"instant": "2010-01-05T23:30+03:00"}, {"instant": "2010-01-06T01:00+05:00"}, False),
        ({"instant": "2010-01-05T10:00+03:00"}, {"instant": "2010-01-05T12:00+05:00"}, False),
        ({"instant": "2010-01-05T14:00+03:00"}, {"date": "2010-01-06"}, False),
        ({"instant": "2010-01-05T14:00+03:00"}, {"date": "2010-01-07"}, True),
        ({"instant": "2010-01-05T10:00+03:00"}, {}, False),
        ({}, {"instant": "2010-01-05T10:00+03:00"}, False),
        ({}, {}, False),
        ({"date": "2010-01-04"}, {"instant": "2010-01-05T01:00+03:00"}, False),
        ({"date": "2010-01-03"}, {"instant": "2010-01-05T01:00+03:00"}, True),
    ],
)
def test_a_reply_is_not_earlier_than_what_it_replies_to(
    reply: dict[str, str], said: dict[str, str], early: bool
) -> None:
    answer = saying("answer", in_reply_to="statement:said", **reply)
    found = [("statement:answer", ("in_reply_to",))] if early else []
    assert places("CST410", saying("said", **said), answer) == found


def test_a_wrong_day_of_a_reply_that_is_replied_to_is_one_mistake() -> None:
    answer = saying("answer", date="2000-01-04", in_reply_to="statement:said")
    last = saying("last", date="1999", in_reply_to="statement:answer")
    found = [("statement:answer", ("in_reply_to",))]
    assert places("CST410", saying("said", date="2010-01-05"), answer, last) == found


def test_an_impossible_link_may_stay_as_a_report() -> None:
    linked = [{"source": "source:paper", "reports": {"in_reply_to": "statement:said"}}]
    answer = saying("answer", date="2010-01-04", evidence=linked)
    assert places("CST410", saying("said", date="2010-01-05"), answer) == []


@pytest.mark.parametrize(
    ("as_of", "early"), [("2009-12-31", True), ("2010-01-01", False), ("2010", False), ("2011", False)]
)
def test_an_outcome_is_not_earlier_than_its_forecast(as_of: str, early: bool) -> None:
    raw = {"id": "assessment:a", "kind": "forecast", "by": ["person:a"], "made": "2010-01-01", "about": ["state:AAA"]}
    forecast = {**raw, "claim": "It will rain.", "outcome": {"result": "not-so-far", "as_of": as_of}}
    assert places("CST411", forecast) == ([("assessment:a", ("outcome", "as_of"))] if early else [])


def office(holder: str = "person:a", **fields: str) -> dict[str, Any]:
    return {"id": "office:post", "holder": holder, "title": "president", "of": "state:AAA", "start": "2010", **fields}


SPEAKER = {"actor": "person:a", "office": "office:post"}


@pytest.mark.parametrize(
    ("time", "held"),
    [
        ({"date": "2009-12-31"}, False),
        ({"date": "2010-01-01"}, True),
        ({"date": "2012-06-30"}, True),
        ({"date": "2012-07-01"}, False),
        ({"date": "2012"}, True),
        ({"instant": "2012-06-30T23:30+03:00"}, True),
        ({"instant": "2012-07-02T13:00+03:00"}, False),
        ({}, True),
    ],
)
def test_an_office_is_held_by_the_speaker_that_day(time: dict[str, str], held: bool) -> None:
    spoken = saying("said", SPEAKER, **time)
    found = [] if held else [("statement:said", ("speakers", 0, "office"))]
    assert places("CST412", office(end="2012-06-30"), spoken) == found


@pytest.mark.parametrize(("holder", "speaker"), [("person:a", "person:b"), ("person:b", "person:a")])
def test_an_office_is_not_held_by_somebody_else(holder: str, speaker: str) -> None:
    said = saying("said", {"actor": speaker, "office": "office:post"})
    assert places("CST412", office(holder), said) == [("statement:said", ("speakers", 0, "office"))]


def test_each_speaker_has_an_office_of_its_own() -> None:
    several = [{"actor": "person:c"}, SPEAKER, {"actor": "person:d", "office": "office:gone"}, {**SPEAKER, "actor": "person:b"}]  # fmt: skip
    assert places("CST412", office(), saying("said", speakers=several)) == [
        ("statement:said", ("speakers", 3, "office"))
    ]


def test_a_person_may_speak_in_the_office_that_a_state_holds_and_a_state_through_its_officer() -> None:
    assert places("CST412", office("state:AAA"), saying("said", SPEAKER)) == []
    assert places("CST412", office(), saying("said", {**SPEAKER, "actor": "state:AAA"})) == []


def test_of_an_office_it_is_said_from_when_to_when_it_was_held() -> None:
    (slip,) = slips("CST412", office(), saying("said", SPEAKER, date="2009"))
    assert slip.message == "office:post was held from 2010 to now, not on 2009"
    (slip,) = slips("CST412", office(end="2012"), saying("said", SPEAKER, date="2013"))
    assert slip.message == "office:post was held from 2010 to 2012, not on 2013"


def test_an_office_without_end_proves_nothing_later() -> None:
    assert places("CST412", office(), saying("said", SPEAKER, date="2090-01-01")) == []


def figure(measure: str = "deaths", unit: str = "person", **fields: Any) -> dict[str, Any]:
    raw = {"id": "figure:count", "measure": measure, "of": "event:step", "amount": {"value": 3}, "unit": unit}
    return {**raw, **fields}


def told(field: str, value: Any, **more: Any) -> dict[str, Any]:
    return {"evidence": [{"source": "source:early", "reports": {field: value}, **more}]}


@pytest.mark.parametrize(("measure", "unit"), [("deaths", "KZT"), ("economic-loss", "person"), ("price", "KZT")])
def test_a_measure_is_counted_in_units_of_its_own(measure: str, unit: str) -> None:
    assert places("CST203", figure(measure, unit)) == [("figure:count", ("unit",))]


def test_a_report_of_a_figure_is_in_units_of_its_own() -> None:
    loss = figure("economic-loss", "KZT", **told("unit", "USD"))
    assert places("CST203", BEFORE, loss) == []
    loss = figure("economic-loss", "KZT", **told("unit", "flight"))
    assert places("CST203", BEFORE, loss) == [("figure:count", ("evidence", 0, "reports", "unit"))]


def test_every_measure_has_units_and_every_unit_a_measure() -> None:
    from csto_data.model.fields import fields_of
    from csto_data.model.figure import UNITS

    fields = fields_of(KINDS["figures"].record_class)
    assert set(UNITS) == set(fields["measure"].words)
    assert {unit for several in UNITS.values() for unit in several} == set(fields["unit"].words)


@pytest.mark.parametrize(
    "record",
    [
        happening("arrival", "event:x", **told("date", "2010-05-07")),
        happening("arrival", "event:x", **told("instant", "2010-05-07T20:00+00:00")),
        happening("arrival", "event:x", **told("end", "[2010-06..]")),
        saying("said", **told("date", "2010-06")),
        figure(**told("as_of", "2011")),
    ],
)
def test_nobody_reports_what_has_not_happened_yet(record: dict[str, Any]) -> None:
    (field,) = record["evidence"][0]["reports"]
    assert places("CST503", BEFORE, record) == [(record["id"], ("evidence", 0, "reports", field))]
    record["evidence"][0]["planned"] = True
    assert places("CST503", BEFORE, record) == []


@pytest.mark.parametrize("day", ["2010-05-06", "2010-05", "2010", "[2010-05-06..]", "2010-05-06~", "2011?", "2009"])
def test_what_may_have_happened_by_then_is_reported(day: str) -> None:
    assert places("CST503", BEFORE, saying("said", **told("date", day))) == []


def test_every_witness_and_every_report_is_looked_at() -> None:
    undated = {"id": "source:undated", "title": "Undated", "kind": "report"}
    late = {"date": "2010-05-07", "instant": "2010-05-07T20:00+00:00"}
    evidence = [
        {"source": "source:undated", "reports": late},
        {"source": "source:early", "reports": late, "planned": True},
        {"source": "source:early", "reports": {**late, "summary": "No."}},
    ]
    assert places("CST503", BEFORE, undated, saying("said", evidence=evidence)) == [
        ("statement:said", ("evidence", 2, "reports", "date")),
        ("statement:said", ("evidence", 2, "reports", "instant")),
    ]


def test_a_source_without_a_date_may_report_any_day() -> None:
    undated = {name: value for name, value in BEFORE.items() if name != "published"}
    assert places("CST503", undated, saying("said", **told("date", "2090"))) == []


def test_who_is_no_member_is_not_known_where_a_spell_cannot_be_read(folder: Path) -> None:
    """A mistake in a spell is a finding there, and none about those whom its state helped."""
    for change in ({"strat": "2003"}, {"member": "state:KAX"}, {"organization": "org:cstoo"}):
        file = folder / "memberships.json"
        text = file.read_text(encoding="utf-8")
        document = json.loads(text)
        next(r for r in document["records"] if r["id"] == "membership:csto-kaz-1").update(change)
        file.write_text(json.dumps(document), encoding="utf-8")
        assert "CST408" not in {finding.rule for finding in validate(folder)}
        file.write_text(text, encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the packaged data."""
    return Path(shutil.copytree(str(data_root()), tmp_path / "data"))


WITHDRAWAL = "event:csto-withdrawal-start"
MISSION = "operation:csto-kazakhstan-2022"
ARTICLE = "source:sukhankin-2022"


def report(record: dict[str, Any], **reports: Any) -> None:
    record["evidence"].append({"source": ARTICLE, "reports": reports})


def request_by_a_state_that_left(record: dict[str, Any]) -> None:
    record["requested_by"] = ["state:UZB"]
    record["start"], record["end"] = "2022-01-06", "2022-01-19"
    report(record, requested_by=["state:UZB"], start="2022-01-06", end="2022-01-19")


def withdrawal_after_publication(record: dict[str, Any]) -> None:
    report(record, date="2022-02-13")


MISTAKES: list[tuple[str, str, Callable[[dict[str, Any]], None], str]] = [
    ("operations", MISSION, request_by_a_state_that_left, "CST408"),
    ("events", WITHDRAWAL, withdrawal_after_publication, "CST503"),
]


@pytest.mark.parametrize(("dataset", "id", "change", "code"), MISTAKES, ids=[m[3] for m in MISTAKES])
def test_one_mistake_in_the_packaged_data_is_one_finding(
    folder: Path, dataset: str, id: str, change: Callable[[dict[str, Any]], None], code: str
) -> None:
    file = folder / f"{dataset}.json"
    document = json.loads(file.read_bytes())
    change(next(record for record in document["records"] if record["id"] == id))
    file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    assert [(finding.rule, finding.record) for finding in validate(folder)] == [(code, id)]


def test_an_assessment_is_by_its_author_and_of_its_source(folder: Path) -> None:
    file = folder / "assessments.json"
    document = json.loads(file.read_bytes())
    document["records"][0]["by"] = ["person:vladimir-putin"]
    file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    (finding,) = validate(folder)
    assert (finding.rule, finding.record) == ("CST502", document["records"][0]["id"])
    assert load().assessments[document["records"][0]["id"]].by == ("person:sergey-sukhankin",)
