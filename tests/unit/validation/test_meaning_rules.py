"""Rules about the meaning of records: operations, events, statements, offices, figures and planned dates."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import pytest
from support.case_ids import case_id
from support.part_of_data import write_part
from support.rule_checks import run_rule, violation_paths
from support.small_datasets import PACT, TREATY, spell, state

from csto_data import data_root, load, validate
from csto_data.model import KINDS
from csto_data.model.coverage import Coverage, MembershipCoverage
from csto_data.model.ids import OrganizationId

COVERED = Coverage(memberships=(MembershipCoverage(OrganizationId("org:pact"), date(2000, 1, 1), date(2020, 12, 31)),))
SOURCE_OF_MAY_2010 = {"id": "source:early", "title": "Early paper", "kind": "report", "published": "2010-05-05"}


def operation(**fields: Any) -> dict[str, Any]:
    raw = {"id": "operation:help", "name": "Help", "organization": "org:pact", "start": "2010-01-05"}
    return {**raw, "end": "2010-02-05", **fields}


def contingents_of(*codes: str) -> list[dict[str, Any]]:
    return [{"state": f"state:{code}", "evidence": [{"source": "source:paper"}]} for code in codes]


MEMBERS = [PACT, TREATY, state("AAA"), state("BBB"), spell("a", "AAA", "2001-01-01"), spell("b", "BBB", "2010-02-06")]


def non_member_violations(
    *extra: dict[str, Any], coverage: Coverage = COVERED, **fields: Any
) -> list[tuple[str | None, tuple[Any, ...]]]:
    return violation_paths("CST408", *MEMBERS, *extra, operation(**fields), coverage=coverage)


def test_cst408_reports_contingent_of_non_member() -> None:
    assert non_member_violations(contingents=contingents_of("AAA")) == []
    assert non_member_violations(contingents=contingents_of("AAA", "BBB")) == [
        ("operation:help", ("contingents", 1, "state"))
    ]


def test_cst408_checks_contingents_until_end_and_requests_at_start() -> None:
    fields = {"start": "2010-02-01", "end": "2010-02-28"}
    assert non_member_violations(contingents=contingents_of("BBB"), **fields) == []
    assert non_member_violations(requested_by=["state:BBB"], **fields) == [("operation:help", ("requested_by", 0))]


def test_cst408_reports_request_by_non_member() -> None:
    assert non_member_violations(requested_by=["state:AAA"]) == []
    assert non_member_violations(requested_by=["state:AAA", "state:BBB"]) == [("operation:help", ("requested_by", 1))]


@pytest.mark.parametrize("status", ["member", "observer", "party"])
def test_cst408_accepts_members_and_parties_and_reports_observers(status: str) -> None:
    earlier = spell("b-0", "BBB", "2005-01-01", "2010-02-05", status=status)
    found = [("operation:help", ("contingents", 0, "state"))] if status == "observer" else []
    assert non_member_violations(earlier, contingents=contingents_of("BBB")) == found


@pytest.mark.parametrize(
    ("start", "end", "member"),
    [
        ("2010-02-05", None, True),
        ("2010-02-06", None, False),
        ("2009-01-01", "2010-01-05", True),
        ("2009-01-01", "2010-01-04", False),
        ("2009-01-01", "[2010-01-04..]", True),
    ],
    ids=["joins on last day", "joins a day late", "leaves on first day", "leaves a day early", "may leave later"],
)
def test_cst408_accepts_contingent_of_member_on_any_day_of_operation(start: str, end: str | None, member: bool) -> None:
    found = violation_paths("CST408", *MEMBERS[:4], spell("b", "BBB", start, end), operation(contingents=contingents_of("BBB")), coverage=COVERED)  # fmt: skip
    assert found == ([] if member else [("operation:help", ("contingents", 0, "state"))])


@pytest.mark.parametrize(
    ("start", "end"),
    [("2000-01-01", "2000-01-01"), ("2020-12-31", "2020-12-31"), ("2000-01-01", "2020-12-31")],
    ids=["first day", "last day", "all days"],
)
def test_cst408_applies_on_first_and_last_day_of_coverage(start: str, end: str) -> None:
    found = non_member_violations(state("CCC"), contingents=contingents_of("CCC"), start=start, end=end)
    assert found == [("operation:help", ("contingents", 0, "state"))]


def test_cst408_checks_operation_without_end_until_end_of_coverage() -> None:
    current = {key: value for key, value in operation(contingents=contingents_of("BBB", "CCC")).items() if key != "end"}
    (violation,) = run_rule("CST408", *MEMBERS, state("CCC"), current, coverage=COVERED)
    assert violation.path == ("contingents", 1, "state")
    assert violation.message == "state:CCC was not a member of org:pact between 2010-01-05 and 2020-12-31"


def test_cst408_relates_to_spells_of_the_state_in_the_organisation() -> None:
    others = (spell("a-b", "AAA", "2015-01-01"), spell("c", "CCC", "2015-01-01"), state("CCC"))
    elsewhere = spell("elsewhere", "BBB", "2015-01-01", organization="org:treaty")
    (violation,) = run_rule(
        "CST408", *MEMBERS, *others, elsewhere, operation(contingents=contingents_of("BBB")), coverage=COVERED
    )
    assert violation.related == ("membership:b",)


def test_cst408_ignores_membership_of_other_organisation() -> None:
    elsewhere = spell("elsewhere", "BBB", "2001-01-01", organization="org:treaty")
    assert non_member_violations(elsewhere, contingents=contingents_of("BBB")) == [
        ("operation:help", ("contingents", 0, "state"))
    ]


@pytest.mark.parametrize("start", ["[..2010-02-06]", "2010", "2010-01~"])
def test_cst408_accepts_state_that_may_have_been_a_member(start: str) -> None:
    assert non_member_violations(spell("b-0", "BBB", start, "2010-02-05"), contingents=contingents_of("BBB")) == []


@pytest.mark.parametrize(
    "fields",
    [{"start": "1999-12-31"}, {"start": "2020-12-31", "end": "2021-01-01"}, {"start": "[..2010-01-05]"}],
    ids=["starts before", "ends after", "may start before"],
)
def test_cst408_accepts_any_state_outside_coverage(fields: dict[str, str]) -> None:
    assert non_member_violations(contingents=contingents_of("BBB"), requested_by=["state:BBB"], **fields) == []


@pytest.mark.parametrize("other", ["org:alliance", "org:union"])
def test_cst408_ignores_coverage_of_other_organisation(other: str) -> None:
    (span,) = COVERED.memberships
    coverage = Coverage(memberships=(attrs.evolve(span, organization=OrganizationId(other)),))
    assert non_member_violations(contingents=contingents_of("BBB"), coverage=coverage) == []


def test_cst408_accepts_any_state_without_coverage() -> None:
    assert non_member_violations(contingents=contingents_of("BBB"), coverage=Coverage()) == []


def event_in(kind: str, part_of: str = "operation:help", **time: str) -> dict[str, Any]:
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
    ids=["day before", "day after", "year before", "instant after", "end after", "start before"],
)
def test_cst409_reports_movement_of_forces_outside_operation(kind: str, time: dict[str, str], field: str) -> None:
    assert violation_paths("CST409", operation(), event_in(kind, **time)) == [("event:step", (field,))]


@pytest.mark.parametrize("day", ["2010-01-05", "2010-02-05", "2010-01", "2010", "[2010-01-31..]", "2010-01-04~"])
def test_cst409_accepts_date_that_may_be_inside_operation(day: str) -> None:
    assert violation_paths("CST409", operation(), event_in("arrival", date=day)) == []


def test_cst409_checks_indirect_parts_of_operation() -> None:
    outer = {"id": "event:leaving", "kind": "withdrawal", "title": "Leaving", "part_of": "operation:help"}
    inner = event_in("withdrawal", "event:leaving", date="2011")
    assert violation_paths("CST409", operation(), outer, inner) == [("event:step", ("date",))]


@pytest.mark.parametrize(
    ("known", "day", "span"),
    [
        ({"start": "2010-01-05"}, "2010-01-04", "2010-01-05 to unknown"),
        ({"end": "2010-02-05"}, "2010-02-06", "unknown to 2010-02-05"),
        ({"start": "2010-01-05", "end": "2010-02-05"}, "2011", "2010-01-05 to 2010-02-05"),
    ],
    ids=["start known", "end known", "start and end known"],
)
def test_cst409_message_names_known_span_of_operation(known: dict[str, str], day: str, span: str) -> None:
    dated = {"id": "operation:help", "name": "Help", "organization": "org:pact", **known}
    (violation,) = run_rule("CST409", dated, event_in("arrival", date=day))
    assert violation.message == f"{day} is outside operation:help ({span})"


def test_cst409_ignores_cycle_of_events() -> None:
    outer = {"id": "event:outer", "kind": "withdrawal", "title": "Outer", "part_of": "event:step"}
    assert violation_paths("CST409", operation(), outer, event_in("withdrawal", "event:outer", date="2011")) == []


def test_cst409_ignores_operation_without_dates() -> None:
    undated = {name: value for name, value in operation().items() if name not in ("start", "end")}
    assert violation_paths("CST409", undated, event_in("arrival", date="2011")) == []


def test_cst409_ignores_other_kinds_of_events() -> None:
    assert violation_paths("CST409", operation(), event_in("decision", date="2010-01-01")) == []


def statement(slug: str, speaker: dict[str, str] | None = None, **fields: Any) -> dict[str, Any]:
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
    ids=case_id,
)
def test_cst410_reports_reply_certainly_before_its_statement(
    reply: dict[str, str], said: dict[str, str], early: bool
) -> None:
    answer = statement("answer", in_reply_to="statement:said", **reply)
    found = [("statement:answer", ("in_reply_to",))] if early else []
    assert violation_paths("CST410", statement("said", **said), answer) == found


def test_cst410_reports_wrong_date_in_chain_of_replies_once() -> None:
    answer = statement("answer", date="2000-01-04", in_reply_to="statement:said")
    last = statement("last", date="1999", in_reply_to="statement:answer")
    found = [("statement:answer", ("in_reply_to",))]
    assert violation_paths("CST410", statement("said", date="2010-01-05"), answer, last) == found


def test_cst410_accepts_impossible_reply_as_reported_value() -> None:
    linked = [{"source": "source:paper", "reports": {"in_reply_to": "statement:said"}}]
    answer = statement("answer", date="2010-01-04", evidence=linked)
    assert violation_paths("CST410", statement("said", date="2010-01-05"), answer) == []


@pytest.mark.parametrize(
    ("as_of", "early"), [("2009-12-31", True), ("2010-01-01", False), ("2010", False), ("2011", False)]
)
def test_cst411_reports_outcome_certainly_before_its_forecast(as_of: str, early: bool) -> None:
    raw = {"id": "assessment:a", "kind": "forecast", "by": ["person:a"], "made": "2010-01-01", "about": ["state:AAA"]}
    forecast = {**raw, "claim": "It will rain.", "outcome": {"result": "not-so-far", "as_of": as_of}}
    assert violation_paths("CST411", forecast) == ([("assessment:a", ("outcome", "as_of"))] if early else [])


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
    ids=case_id,
)
def test_cst412_reports_office_certainly_not_held_on_that_date(time: dict[str, str], held: bool) -> None:
    spoken = statement("said", SPEAKER, **time)
    found = [] if held else [("statement:said", ("speakers", 0, "office"))]
    assert violation_paths("CST412", office(end="2012-06-30"), spoken) == found


@pytest.mark.parametrize(("holder", "speaker"), [("person:a", "person:b"), ("person:b", "person:a")])
def test_cst412_reports_office_of_another_person(holder: str, speaker: str) -> None:
    said = statement("said", {"actor": speaker, "office": "office:post"})
    assert violation_paths("CST412", office(holder), said) == [("statement:said", ("speakers", 0, "office"))]


def test_cst412_checks_each_speaker() -> None:
    several = [{"actor": "person:c"}, SPEAKER, {"actor": "person:d", "office": "office:gone"}, {**SPEAKER, "actor": "person:b"}]  # fmt: skip
    assert violation_paths("CST412", office(), statement("said", speakers=several)) == [
        ("statement:said", ("speakers", 3, "office"))
    ]


def test_cst412_accepts_speaker_and_holder_of_different_kinds() -> None:
    assert violation_paths("CST412", office("state:AAA"), statement("said", SPEAKER)) == []
    assert violation_paths("CST412", office(), statement("said", {**SPEAKER, "actor": "state:AAA"})) == []


def test_cst412_message_names_start_and_end_of_office() -> None:
    (violation,) = run_rule("CST412", office(), statement("said", SPEAKER, date="2009"))
    assert violation.message == "office:post was held from 2010 to today, not on 2009"
    (violation,) = run_rule("CST412", office(end="2012"), statement("said", SPEAKER, date="2013"))
    assert violation.message == "office:post was held from 2010 to 2012, not on 2013"


def test_cst412_accepts_any_later_date_for_office_without_end() -> None:
    assert violation_paths("CST412", office(), statement("said", SPEAKER, date="2090-01-01")) == []


def figure(measure: str = "deaths", unit: str = "person", **fields: Any) -> dict[str, Any]:
    raw = {"id": "figure:count", "measure": measure, "of": "event:step", "amount": {"value": 3}, "unit": unit}
    return {**raw, **fields}


def with_report(field: str, value: Any, **more: Any) -> dict[str, Any]:
    return {"evidence": [{"source": "source:early", "reports": {field: value}, **more}]}


@pytest.mark.parametrize(("measure", "unit"), [("deaths", "KZT"), ("economic-loss", "person"), ("price", "KZT")])
def test_cst203_reports_unit_that_does_not_fit_measure(measure: str, unit: str) -> None:
    assert violation_paths("CST203", figure(measure, unit)) == [("figure:count", ("unit",))]


def test_cst203_reports_reported_unit_that_does_not_fit_measure() -> None:
    loss = figure("economic-loss", "KZT", **with_report("unit", "USD"))
    assert violation_paths("CST203", SOURCE_OF_MAY_2010, loss) == []
    loss = figure("economic-loss", "KZT", **with_report("unit", "flight"))
    assert violation_paths("CST203", SOURCE_OF_MAY_2010, loss) == [("figure:count", ("evidence", 0, "reports", "unit"))]


def test_units_has_all_measures_and_all_units() -> None:
    from csto_data.model.fields import fields_of
    from csto_data.model.figure import UNITS

    fields = fields_of(KINDS["figures"].record_class)
    assert set(UNITS) == set(fields["measure"].words)
    assert {unit for several in UNITS.values() for unit in several} == set(fields["unit"].words)


@pytest.mark.parametrize(
    "record",
    [
        event_in("arrival", "event:x", **with_report("date", "2010-05-07")),
        event_in("arrival", "event:x", **with_report("instant", "2010-05-07T20:00+00:00")),
        event_in("arrival", "event:x", **with_report("end", "[2010-06..]")),
        statement("said", **with_report("date", "2010-06")),
        figure(**with_report("as_of", "2011")),
    ],
    ids=["date of event", "instant of event", "end of event", "date of statement", "as_of of figure"],
)
def test_cst503_reports_date_after_publication_unless_planned(record: dict[str, Any]) -> None:
    (field,) = record["evidence"][0]["reports"]
    assert violation_paths("CST503", SOURCE_OF_MAY_2010, record) == [(record["id"], ("evidence", 0, "reports", field))]
    record["evidence"][0]["planned"] = True
    assert violation_paths("CST503", SOURCE_OF_MAY_2010, record) == []


def test_cst503_reports_publication_date_once_if_several_records_contradict_it() -> None:
    records = [statement(f"said-{day}", **with_report("date", f"2010-06-0{day}")) for day in (1, 2, 3)]
    (found,) = run_rule("CST503", SOURCE_OF_MAY_2010, *records)
    assert (found.record, found.path) == ("source:early", ("published",))
    assert found.related == tuple(record["id"] for record in records)
    assert "on or after 2010-06-03" in found.expected


@pytest.mark.parametrize("published", ["on 2010-05-31", "in 2010-05", "in 2010~"])
def test_report_after_publication_names_the_date_as_the_source_has_it(published: str) -> None:
    early = {**SOURCE_OF_MAY_2010, "published": published.split()[1]}
    (found,) = run_rule("CST503", early, statement("said", **with_report("date", "2022")))
    assert found.message == f"source:early was published {published}, before 2022"


@pytest.mark.parametrize("day", ["2010-05-06", "2010-05", "2010", "[2010-05-06..]", "2010-05-06~", "2011?", "2009"])
def test_cst503_accepts_date_that_may_be_before_publication(day: str) -> None:
    assert violation_paths("CST503", SOURCE_OF_MAY_2010, statement("said", **with_report("date", day))) == []


def test_cst503_checks_all_evidence_and_all_reported_values() -> None:
    undated = {"id": "source:undated", "title": "Undated", "kind": "report"}
    late = {"date": "2010-05-07", "instant": "2010-05-07T20:00+00:00"}
    evidence = [
        {"source": "source:undated", "reports": late},
        {"source": "source:early", "reports": late, "planned": True},
        {"source": "source:early", "reports": {**late, "summary": "No."}},
    ]
    assert violation_paths("CST503", SOURCE_OF_MAY_2010, undated, statement("said", evidence=evidence)) == [
        ("statement:said", ("evidence", 2, "reports", "date")),
        ("statement:said", ("evidence", 2, "reports", "instant")),
    ]


def test_cst503_accepts_any_date_from_source_without_date() -> None:
    undated = {name: value for name, value in SOURCE_OF_MAY_2010.items() if name != "published"}
    assert violation_paths("CST503", undated, statement("said", **with_report("date", "2090"))) == []


def test_cst408_is_silent_if_a_spell_has_violations(part: Path) -> None:
    """A mistake in a spell leads to a finding about the spell only, not about contingents of its member."""
    for change in ({"strat": "2003"}, {"member": "state:KAX"}, {"organization": "org:cstoo"}):
        file = part / "memberships.json"
        text = file.read_text(encoding="utf-8")
        document = json.loads(text)
        next(r for r in document["records"] if r["id"] == "membership:csto-kaz-1").update(change)
        file.write_text(json.dumps(document), encoding="utf-8")
        assert "CST408" not in {finding.rule for finding in validate(part)}
        file.write_text(text, encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the packaged data."""
    return Path(shutil.copytree(str(data_root()), tmp_path / "data"))


@pytest.fixture
def part(tmp_path: Path) -> Path:
    """A part of the packaged data."""
    return write_part(tmp_path / "data")


WITHDRAWAL = "event:csto-withdrawal-start"
MISSION = "operation:csto-kazakhstan-2022"
ARTICLE = "source:sukhankin-2022"


def add_evidence(record: dict[str, Any], **reports: Any) -> None:
    record["evidence"].append({"source": ARTICLE, "reports": reports})


def add_request_by_former_member(record: dict[str, Any]) -> None:
    record["requested_by"] = ["state:UZB"]
    record["start"], record["end"] = "2022-01-06", "2022-01-19"
    add_evidence(record, requested_by=["state:UZB"], start="2022-01-06", end="2022-01-19")


def report_withdrawal_after_publication(record: dict[str, Any]) -> None:
    add_evidence(record, date="2022-02-13")


MISTAKES: list[tuple[str, str, Callable[[dict[str, Any]], None], str]] = [
    ("operations", MISSION, add_request_by_former_member, "CST408"),
    ("events", WITHDRAWAL, report_withdrawal_after_publication, "CST503"),
]


@pytest.mark.parametrize(("dataset", "id", "change", "code"), MISTAKES, ids=[m[3] for m in MISTAKES])
def test_validate_reports_mistake_in_packaged_data_once(
    part: Path, dataset: str, id: str, change: Callable[[dict[str, Any]], None], code: str
) -> None:
    file = part / f"{dataset}.json"
    document = json.loads(file.read_bytes())
    change(next(record for record in document["records"] if record["id"] == id))
    file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    assert [(finding.rule, finding.record) for finding in validate(part)] == [(code, id)]


@pytest.mark.integration  # slow
@pytest.mark.parametrize(
    ("dataset", "id", "field", "value", "code", "records"),
    [
        ("places", "place:almaty", "states", ["state:KGZ"], "CST308", 8),
        ("events", "event:cst-in-force", "date", "1993", "CST403", 9),
        ("organizations", "org:csto", "founded", "2012", "CST406", 7),
        ("operations", "operation:csto-kazakhstan-2022", "start", "2022-01-16", "CST409", 9),
        ("events", "event:kazakhstan-protests-2022", "start", "2022-01-12", "CST415", 5),
    ],
)
def test_value_that_several_records_contradict_is_reported_once_and_there(
    folder: Path, dataset: str, id: str, field: str, value: Any, code: str, records: int
) -> None:
    file = folder / f"{dataset}.json"
    document = json.loads(file.read_bytes())
    next(record for record in document["records"] if record["id"] == id)[field] = value
    file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    (finding,) = validate(folder)
    assert (finding.rule, finding.record) == (code, id)
    assert finding.message.startswith(f"{records} records contradict this value")
    assert len(finding.related) == records


def test_validate_reports_wrong_author_of_packaged_assessment(part: Path) -> None:
    file = part / "assessments.json"
    document = json.loads(file.read_bytes())
    document["records"][0]["by"] = ["person:vladimir-putin"]
    file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    (finding,) = validate(part)
    assert (finding.rule, finding.record) == ("CST502", document["records"][0]["id"])
    assert load().assessments[document["records"][0]["id"]].by == ("person:sergey-sukhankin",)
