"""Verdicts on reports: examples, and laws that hold for all days and quantities."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.case_ids import case_id
from support.rule_checks import violation_paths
from support.small_datasets import dataset

from csto_data import Answer, Dataset, Day, Verdict
from csto_data.model import Participant, Quantity
from csto_data.model.evidence import Locator
from csto_data.provenance.judgements import Judgement, order_of, place_in_source
from csto_data.provenance.verdicts import TIMES as TIME_FIELDS
from csto_data.provenance.verdicts import is_left_by, judge_days, judge_quantities
from csto_data.strategies import datasets, days, quantities

SUPPORTS, COMPATIBLE, DISPUTES = Verdict.SUPPORTS, Verdict.COMPATIBLE, Verdict.DISPUTES
NOT_JUDGED, UNSETTLED = Verdict.NOT_JUDGED, Verdict.UNSETTLED

STATES = [{"id": f"state:{code}", "name": code} for code in ("ARM", "BLR", "CHN", "KAZ", "RUS", "UZB")]
PLACES = [
    {"id": "place:region", "name": "Region", "kind": "region", "states": ["state:KAZ"]},
    {"id": "place:almaty", "name": "Almaty", "kind": "city", "part_of": "place:region"},
    {"id": "place:institute", "name": "Institute", "kind": "facility", "part_of": "place:almaty"},
    {"id": "place:osh", "name": "Osh", "kind": "city"},
    {"id": "place:border", "name": "Border", "kind": "border", "states": ["state:KAZ", "state:UZB"]},
]
WORLD = [
    *STATES,
    *PLACES,
    {"id": "org:pact", "name": "Pact", "kind": "organisation"},
    {"id": "person:commander", "name": "Commander"},
    {"id": "person:leader", "name": "Leader"},
    {"id": "person:someone-else", "name": "Someone Else"},
]
EVENT = {"id": "event:case", "kind": "ceremony", "title": "Case"}
OPERATION = {"id": "operation:case", "name": "Case", "organization": "org:pact"}
STATEMENT = {"id": "statement:case", "kind": "commentary", "speakers": [{"actor": "person:leader"}], "summary": "Case"}
OFFICE = {"id": "office:case", "holder": "person:leader", "title": "president", "of": "state:KAZ", "start": "2020"}
FIGURE = {
    "id": "figure:case",
    "measure": "economic-loss",
    "of": "state:KAZ",
    "unit": "KZT",
    "amount": {"value": 3_000_000_000},
}


def verdicts(record: dict[str, Any], reports: dict[str, Any], **witness: Any) -> dict[str, Verdict]:
    """Return the verdict on each path that one source reports."""
    evidence = [{"source": "source:paper", "reports": reports, **witness}]
    made = dataset(*WORLD, {**record, "evidence": evidence})
    return {j.field: j.verdict for j in made.judgements() if j.record == record["id"]}


def verdict(record: dict[str, Any], reports: dict[str, Any], **witness: Any) -> Verdict:
    """Return the verdict on the only reported path."""
    (only,) = verdicts(record, reports, **witness).values()
    return only


DAYS = [
    ("2006-08-16", "2006-08-16", SUPPORTS),
    ("2012-12-19", "2012", COMPATIBLE),
    ("1999-04-20", "2006", DISPUTES),
    ("2022-01-13", "2022-01-15", DISPUTES),
    ("2022-01", "2022-01-05", SUPPORTS),
    ("[..2022-01-02]", "2002", SUPPORTS),
    ("2003-09-18", "[..2022-01-02]", COMPATIBLE),
    ("2022-01-19", "[2022-01-27..]", DISPUTES),
    ("2022-01-05", "2022-01~", COMPATIBLE),
    ("2022-03-05", "2022-01~", DISPUTES),
    ("2022-01-05", "2022-01-05?", NOT_JUDGED),
    ("2022-01-05?", "2022-01-05", SUPPORTS),
    ("2022-01-05?", "2022-01-06", DISPUTES),
]


@pytest.mark.parametrize(("recorded", "reported", "expected"), DAYS, ids=case_id)
def test_verdict_on_reported_date(recorded: str, reported: str, expected: Verdict) -> None:
    assert judge_days(Day(recorded), Day(reported)) is expected
    assert verdict({**EVENT, "date": recorded}, {"date": reported}) is expected


LASTING = {"start": "2022-01-02", "end": "2022-01-11"}
TIMES = [
    ({"instant": "2022-01-05T22:30+03:00"}, {"date": "2022-01-06"}, COMPATIBLE),
    ({"instant": "2022-01-05T22:30+03:00"}, {"date": "2022-01-05"}, COMPATIBLE),
    ({"instant": "2022-01-05T22:30+03:00"}, {"date": "2022-01-07"}, DISPUTES),
    ({"instant": "2022-01-05T22:30+03:00"}, {"date": "2022-01-04"}, DISPUTES),
    ({"instant": "2022-01-05T22:30+03:00"}, {"date": "2022-01-07?"}, NOT_JUDGED),
    ({"instant": "2022-01-05T22:30+03:00"}, {"instant": "2022-01-06T01:30+06:00"}, SUPPORTS),
    ({"instant": "2022-01-05T22:30+03:00"}, {"instant": "2022-01-05T22:31+03:00"}, DISPUTES),
    (LASTING, {"start": "2022-01-02"}, SUPPORTS),
    (LASTING, {"date": "2022-01-06"}, COMPATIBLE),
    (LASTING, {"date": "2022-01-02"}, COMPATIBLE),
    (LASTING, {"date": "2022-01-11"}, COMPATIBLE),
    (LASTING, {"date": "2022-01-12"}, DISPUTES),
    (LASTING, {"date": "2022-02-01"}, DISPUTES),
    (LASTING, {"date": "2022-01-01"}, DISPUTES),
    ({"start": "2022-01-02"}, {"date": "2022-02-01"}, COMPATIBLE),
    ({"start": "2022-01-02"}, {"end": "2022-02-01"}, UNSETTLED),
    ({"date": "2022-01-06"}, {"start": "2022-01-02"}, COMPATIBLE),
    ({"date": "2022-01-06"}, {"start": "2022-01-07"}, DISPUTES),
    ({"date": "2022-01-06"}, {"end": "2022-01-05"}, DISPUTES),
    ({"date": "2022-01-06"}, {"instant": "2022-01-06T23:00+06:00"}, SUPPORTS),
    ({}, {"date": "2022-01-13"}, UNSETTLED),
]


@pytest.mark.parametrize(("recorded", "reported", "expected"), TIMES, ids=case_id)
def test_verdict_on_reported_time_of_event(
    recorded: dict[str, Any], reported: dict[str, Any], expected: Verdict
) -> None:
    assert verdict({**EVENT, **recorded}, reported) is expected


NUMBERS: list[tuple[dict[str, Any], dict[str, Any], Verdict]] = [
    ({"value": 2030}, {"value": 2030}, SUPPORTS),
    ({"value": 2030}, {"value": 2500}, DISPUTES),
    ({"value": 2030}, {"value": 2000, "approximate": True}, COMPATIBLE),
    ({"value": 1499}, {"value": 2000, "approximate": True}, DISPUTES),
    ({"at_least": 2, "at_most": 2.4}, {"value": 2}, SUPPORTS),
    ({"value": 238}, {"at_least": 24, "at_most": 99, "wording": "dozens"}, DISPUTES),
    ({"value": 238}, {"at_least": 200}, COMPATIBLE),
    ({"value": 3}, {"wording": "massive"}, NOT_JUDGED),
    ({"wording": "massive"}, {"wording": "massive"}, SUPPORTS),
    ({"wording": "massive"}, {"wording": "large"}, NOT_JUDGED),
    ({"wording": "massive"}, {"value": 3}, NOT_JUDGED),
]


@pytest.mark.parametrize(("recorded", "reported", "expected"), NUMBERS, ids=case_id)
def test_verdict_on_reported_quantity(recorded: dict[str, Any], reported: dict[str, Any], expected: Verdict) -> None:
    assert judge_quantities(Quantity(**recorded), Quantity(**reported)) is expected
    assert verdict({**EVENT, "deaths": recorded}, {"deaths": reported}) is expected


def test_references_in_list_are_judged_one_by_one_and_omission_is_not_a_dispute() -> None:
    both = {**OPERATION, "requested_by": ["state:KAZ", "state:RUS"]}
    assert verdicts(both, {"requested_by": ["state:KAZ"]}) == {"requested_by[state:KAZ]": SUPPORTS}
    one = {**OPERATION, "requested_by": ["state:KAZ"]}
    assert verdicts(one, {"requested_by": ["state:KAZ", "state:CHN"]}) == {
        "requested_by[state:KAZ]": SUPPORTS,
        "requested_by[state:CHN]": DISPUTES,
    }
    assert verdicts(OPERATION, {"requested_by": ["state:KAZ"]}) == {"requested_by[state:KAZ]": UNSETTLED}


def test_reported_reference_is_unsettled_if_record_has_none() -> None:
    assert verdict(OPERATION, {"commander": "person:commander"}) is UNSETTLED


@pytest.mark.parametrize(
    ("record", "field", "one", "other"),
    [
        pytest.param(OPERATION, "commander", "person:commander", "person:leader", id="reference"),
        pytest.param(STATES[3], "cow", 705, 706, id="numeric code"),
        pytest.param(STATES[3], "iso_alpha2", "KG", "KZ", id="text code"),
        pytest.param(FIGURE, "unit", "KZT", "USD", id="unit"),
        pytest.param(EVENT, "instant", "2022-01-05T22:30+03:00", "2022-01-05T22:31+03:00", id="instant"),
    ],
)
def test_atomic_value_is_supported_if_equal_and_disputed_otherwise(
    record: dict[str, Any], field: str, one: Any, other: Any
) -> None:
    for recorded, reported in product((one, other), repeat=2):
        expected = SUPPORTS if recorded == reported else DISPUTES
        assert verdict({**record, field: recorded}, {field: reported}) is expected


@pytest.mark.parametrize(
    ("recorded", "reported", "expected"),
    [
        ("place:almaty", "place:almaty", SUPPORTS),
        ("place:almaty", "place:institute", SUPPORTS),
        ("place:almaty", "place:region", COMPATIBLE),
        ("place:almaty", "state:KAZ", COMPATIBLE),
        ("place:almaty", "state:UZB", DISPUTES),
        ("place:almaty", "place:osh", DISPUTES),
        ("state:KAZ", "place:institute", SUPPORTS),
        ("state:KAZ", "place:border", COMPATIBLE),
        ("place:border", "state:UZB", COMPATIBLE),
        ("state:RUS", "place:border", DISPUTES),
    ],
)
def test_reported_place_supports_if_inside_and_is_compatible_if_wider(
    recorded: str, reported: str, expected: Verdict
) -> None:
    assert verdict({**EVENT, "place": recorded}, {"place": reported}) is expected
    body = {"id": "org:case", "name": "Case", "kind": "organ", "seat": recorded}
    assert verdict(body, {"seat": reported}) is expected


@pytest.mark.parametrize(
    ("recorded", "reported", "expected"),
    [
        ("place:almaty", "place:almaty", SUPPORTS),
        ("place:almaty", "place:institute", SUPPORTS),
        ("place:almaty", "place:region", COMPATIBLE),
        ("place:almaty", "place:osh", DISPUTES),
    ],
)
def test_reported_part_of_is_judged_by_enclosing_places(recorded: str, reported: str, expected: Verdict) -> None:
    hall = {"id": "place:hall", "name": "Hall", "kind": "facility", "part_of": recorded}
    assert verdict(hall, {"part_of": reported}) is expected


@pytest.mark.parametrize(
    ("recorded", "reported", "expected"),
    [
        ({"actor": "person:leader"}, {"actor": "person:leader"}, SUPPORTS),
        ({"actor": "person:leader"}, {"actor": "person:someone-else"}, DISPUTES),
        ({"actor": "person:leader"}, {"of": "state:BLR", "described_as": "leader"}, NOT_JUDGED),
        ({"of": "state:BLR", "described_as": "leader"}, {"actor": "person:leader"}, NOT_JUDGED),
        ({"of": "state:UZB", "described_as": "leadership"}, {"of": "state:UZB", "described_as": "political leadership"}, SUPPORTS),
        ({"of": "state:UZB", "described_as": "leadership"}, {"of": "state:KAZ", "described_as": "leadership"}, DISPUTES),
        ({"of": "state:UZB", "described_as": "leadership"}, {"actor": "state:UZB"}, NOT_JUDGED),
        ({"actor": "state:UZB"}, {"of": "state:UZB", "described_as": "leadership"}, NOT_JUDGED),
    ],
    ids=case_id,
)  # fmt: skip
def test_party_is_judged_by_actor_or_by_organisation(
    recorded: dict[str, str], reported: dict[str, str], expected: Verdict
) -> None:
    assert verdict({**STATEMENT, "speakers": [recorded]}, {"speakers": [reported]}) is expected


GOVERNMENT = {"of": "state:KAZ", "described_as": "government", "role": "decided"}
POOR = {"of": "state:KAZ", "described_as": "most vulnerable groups", "role": "affected"}


@pytest.mark.parametrize(
    ("reported", "expected"),
    [
        ({"of": "state:KAZ", "described_as": "the cabinet", "role": "decided"}, SUPPORTS),
        ({"of": "state:KAZ", "described_as": "most vulnerable groups"}, SUPPORTS),
        ({"of": "state:KAZ", "described_as": "officials"}, NOT_JUDGED),
        ({"of": "state:KAZ", "described_as": "officials", "role": "present"}, NOT_JUDGED),
        ({"of": "state:KAZ", "described_as": "a crowd"}, NOT_JUDGED),
        ({"of": "state:KAZ", "described_as": "officials", "role": "absent"}, NOT_JUDGED),
        ({"of": "state:UZB", "described_as": "officials"}, DISPUTES),
    ],
    ids=case_id,
)
def test_of_several_described_parties_the_same_words_or_role_find_one(
    reported: dict[str, str], expected: Verdict
) -> None:
    evidence = [{"source": "source:paper", "reports": {"participants": [reported]}}]
    made = dataset(*WORLD, {**EVENT, "participants": [GOVERNMENT, POOR], "evidence": evidence})
    judgement = next(j for j in made.judgements() if j.record == "event:case")
    assert judgement.verdict is expected
    if expected is SUPPORTS:
        wanted = GOVERNMENT if "role" in reported else POOR
        assert isinstance(judgement.value, Participant)
        assert judgement.value.described_as == wanted["described_as"]


ARMY = {"of": "state:KAZ", "described_as": "army", "role": "present"}


@pytest.mark.parametrize("several", [[GOVERNMENT, POOR], [GOVERNMENT, POOR, ARMY]], ids=len)
def test_reports_of_several_described_parties_have_paths_of_their_own(several: list[dict[str, str]]) -> None:
    raw = {**EVENT, "participants": several}
    paths = [f"participants[state:KAZ: {party['described_as']}]" for party in several]
    assert verdicts(raw, {"participants": several}) == dict.fromkeys(
        (f"{path}{part}" for path in paths for part in ("", ".role")), SUPPORTS
    )
    assert verdicts(raw, {"participants": [{"of": "state:KAZ", "described_as": "officials"}]}) == {
        "participants[state:KAZ: officials]": NOT_JUDGED
    }
    assert verdicts(raw, {"participants": [{"actor": "state:KAZ"}]}) == {"participants[state:KAZ]": NOT_JUDGED}


def test_described_parties_without_a_state_have_their_words_as_path() -> None:
    crowd = [{"described_as": "a crowd", "role": role} for role in ("protester", "present")]
    assert [*verdicts({**EVENT, "participants": crowd}, {"participants": crowd[:1]})] == [
        "participants[a crowd]",
        "participants[a crowd].role",
    ]


def test_only_described_party_of_a_state_has_the_path_of_the_state() -> None:
    raw = {**EVENT, "participants": [GOVERNMENT, {"actor": "state:ARM"}]}
    cabinet = {"of": "state:KAZ", "described_as": "the cabinet"}
    assert verdicts(raw, {"participants": [cabinet]}) == {"participants[state:KAZ]": SUPPORTS}


def test_report_of_one_described_party_does_not_support_another_one() -> None:
    evidence = [{"source": "source:paper", "reports": {"participants": [GOVERNMENT]}}]
    raw = {**EVENT, "participants": [GOVERNMENT, POOR], "evidence": evidence}
    assert [path for _, path in violation_paths("CST501", raw, *WORLD)] == [("participants", 1)]


def test_role_of_participant_is_judged_separately() -> None:
    deployed = {**EVENT, "participants": [{"actor": "state:ARM", "role": "deployed"}]}
    assert verdicts(deployed, {"participants": [{"actor": "state:ARM"}]}) == {"participants[state:ARM]": SUPPORTS}
    assert verdicts(deployed, {"participants": [{"actor": "state:ARM", "role": "withdrew"}]}) == {
        "participants[state:ARM]": SUPPORTS,
        "participants[state:ARM].role": DISPUTES,
    }
    present = {**EVENT, "participants": [{"actor": "state:ARM"}]}
    assert verdicts(present, {"participants": [{"actor": "state:ARM", "role": "deployed"}]}) == {
        "participants[state:ARM]": SUPPORTS,
        "participants[state:ARM].role": UNSETTLED,
    }


def test_two_degrees_of_one_organisation_are_judged_separately() -> None:
    degrees = [{"title": title, "organization": "org:pact"} for title in ("diploma", "doctorate")]
    person = {"id": "person:case", "name": "Case", "degrees": degrees, "evidence": [{"source": "source:paper", "reports": {"degrees": degrees}}]}  # fmt: skip
    made = dataset(*WORLD, person)
    assert {j.value for j in made.judgements()} == set(made.people["case"].degrees)
    assert all(j.value == j.reported for j in made.judgements())


def test_degree_is_identified_by_organisation_or_title() -> None:
    degrees = [{"title": "doctorate", "organization": "org:pact"}, {"title": "diploma"}]
    person = {"id": "person:case", "name": "Case", "degrees": degrees}
    assert verdicts(person, {"degrees": degrees}) == {"degrees[org:pact]": SUPPORTS, "degrees[diploma]": SUPPORTS}


def test_participant_with_two_roles_is_compared_role_by_role() -> None:
    parties = [{"actor": "state:ARM", "role": role} for role in ("withdrew", "deployed")]
    evidence = [
        {"source": "source:paper", "reports": {"participants": reported}} for reported in (parties, parties[::-1])
    ]
    made = dataset(*WORLD, {**EVENT, "participants": parties, "evidence": evidence})
    assert {j.verdict for j in made.judgements()} == {SUPPORTS}
    assert all(j.value == j.reported for j in made.judgements())


def test_participant_with_another_office_is_compared_with_the_one_in_the_same_role() -> None:
    offices = [{**OFFICE, "id": f"office:{slug}"} for slug in ("first", "second")]
    parties = [{"actor": "person:leader", "role": "chair", "office": "office:first"}, {"actor": "person:leader", "role": "present"}]  # fmt: skip
    reported = [{"actor": "person:leader", "role": "present", "office": "office:second"}]
    raw = {**EVENT, "participants": parties, "evidence": [{"source": "source:paper", "reports": {"participants": reported}}]}  # fmt: skip
    found = {j.field: j.verdict for j in dataset(*WORLD, *offices, raw).judgements() if j.record == EVENT["id"]}
    path = "participants[person:leader]"
    assert found == {path: SUPPORTS, f"{path}.office": UNSETTLED, f"{path}.role": SUPPORTS}


@pytest.mark.parametrize(("one", "other"), [("deployed", "withdrew"), ("withdrew", "deployed")])
def test_other_reported_role_of_participant_is_disputed(one: str, other: str) -> None:
    took_part = {**EVENT, "participants": [{"actor": "state:ARM", "role": one}]}
    for reported in (one, other):
        judged = verdicts(took_part, {"participants": [{"actor": "state:ARM", "role": reported}]})
        assert judged["participants[state:ARM].role"] is (SUPPORTS if reported == one else DISPUTES)


def test_reported_flag_is_compared_with_false_if_record_has_none() -> None:
    assert verdict(OFFICE, {"acting": False}) is SUPPORTS
    assert verdict(OFFICE, {"acting": True}) is DISPUTES


def test_words_in_list_are_judged_one_by_one() -> None:
    tasked = {**OPERATION, "tasks": ["logistics"]}
    assert verdicts(tasked, {"tasks": ["logistics", "peacekeeping"]}) == {
        "tasks[logistics]": SUPPORTS,
        "tasks[peacekeeping]": DISPUTES,
    }


def test_amount_in_other_unit_is_not_judged() -> None:
    reported = verdicts(FIGURE, {"amount": {"value": 2_000_000_000}, "unit": "USD"})
    assert reported == {"amount": NOT_JUDGED, "unit": DISPUTES}
    dollars = {**FIGURE, "unit": "USD"}
    assert verdicts(dollars, {"amount": {"value": 2_000_000_000}, "unit": "KZT"})["amount"] is NOT_JUDGED
    assert verdicts(FIGURE, {"amount": {"value": 2_000_000_000}, "unit": "KZT"})["amount"] is DISPUTES


def test_amount_without_a_unit_is_in_that_of_the_record() -> None:
    assert verdict(FIGURE, {"amount": {"value": 3_000_000_000}}) is SUPPORTS
    assert verdict(FIGURE, {"amount": {"value": 2_000_000_000}}) is DISPUTES


def test_free_text_is_not_judged() -> None:
    assert verdict(EVENT, {"title": "Case"}) is NOT_JUDGED
    assert verdict(EVENT, {"title": "Something else"}) is NOT_JUDGED
    assert verdict(EVENT, {"summary": "Something"}) is UNSETTLED
    spelling = {"text": "Qazaqstan", "language": "kk-Latn", "kind": "spelling"}
    assert verdicts(STATES[3], {"names": [spelling]}) == {"names": UNSETTLED}
    for reported in (spelling, {"text": "Republic of Kazakhstan", "language": "en", "kind": "official"}):
        assert verdicts({**STATES[3], "names": [spelling]}, {"names": [reported]}) == {"names": NOT_JUDGED}


@pytest.mark.parametrize(
    "reports", [{"date": "2022-01-15"}, {"place": "place:osh"}, {"deaths": {"value": 5}}], ids=case_id
)
def test_planned_report_is_not_judged(reports: dict[str, Any]) -> None:
    record = {**EVENT, "date": "2022-01-13", "place": "place:almaty", "deaths": {"value": 3}}
    assert verdict(record, reports) is DISPUTES
    assert verdict(record, reports, planned=True) is NOT_JUDGED


def test_contingents_are_judged_by_their_own_evidence() -> None:
    sent = [{"state": code, "personnel": {"value": n}, "evidence": [{"source": "source:paper", "reports": {"personnel": {"value": 100}}}]} for code, n in (("state:ARM", 100), ("state:BLR", 500))]  # fmt: skip
    made = dataset(*WORLD, {**OPERATION, "contingents": sent})
    assert [(j.field, j.verdict) for j in made.judgements()] == [
        ("contingents[state:ARM].personnel", SUPPORTS),
        ("contingents[state:BLR].personnel", DISPUTES),
    ]
    assert [j.field for j in made.disputes()] == ["contingents[state:BLR].personnel"]


@pytest.mark.parametrize(
    ("recorded", "shown"),
    [
        ({"date": "2022-01-06"}, "2022-01-06"),
        ({"instant": "2022-01-06T22:30+03:00"}, "2022-01-06T22:30+03:00"),
        ({"start": "2022-01-05"}, "2022-01-05"),
        ({"end": "2022-01-07"}, "2022-01-07"),
        ({"start": "2022-01-05", "end": "2022-01-07"}, "2022-01-05"),
    ],
    ids=case_id,
)
def test_judgement_of_other_kind_of_time_shows_recorded_time(recorded: dict[str, str], shown: str) -> None:
    other = "start" if "date" in recorded else "date"
    for reported in ("2022-01-06", "2022-01-06?"):
        evidence = [{"source": "source:paper", "reports": {other: reported}}]
        (judged,) = dataset(*WORLD, {**EVENT, **recorded, "evidence": evidence}).judgements()
        assert str(judged.value) == shown
        assert judged.verdict is (NOT_JUDGED if "?" in reported else COMPATIBLE)


def test_place_in_source_sorts_locators_by_position() -> None:
    places: list[dict[str, Any]] = [{}, {"section": "2"}, {"page": 1}, {"page": 2}, {"paragraph": 1}, {"paragraph": 1, "page": 1}, {"paragraph": 2}]  # fmt: skip
    locators = [Locator(**place) if place else None for place in places]
    mixed = [locators[index] for index in (4, 1, 6, 0, 3, 5, 2)]
    assert sorted(mixed, key=place_in_source) == locators


def test_judgement_constructor_accepts_keyword_arguments_only() -> None:
    assert all(field.kw_only for field in attrs.fields(Judgement))


def test_source_that_contradicts_itself_gets_two_verdicts() -> None:
    evidence = [{"source": "source:paper", "at": {"paragraph": p}, "reports": {"date": day}} for p, day in ((5, "2022-01-15"), (4, "2022-01-13"))]  # fmt: skip
    made = dataset(*WORLD, {**EVENT, "date": "2022-01-13", "evidence": evidence})
    assert [(str(j.at), str(j.reported), j.verdict) for j in made.judgements()] == [
        ("paragraph 4", "2022-01-13", SUPPORTS),
        ("paragraph 5", "2022-01-15", DISPUTES),
    ]


# Laws


CERTAIN_DAYS = days().map(lambda day: Day(day.text.removesuffix("?")))
BOUNDED_QUANTITIES = quantities().map(lambda q: q if q.bounds is not None else Quantity(value=1))


@st.composite
def days_near(draw: st.DrawFn) -> Day:
    """Draw days near one calendar day, so that they often overlap."""
    on = draw(st.dates(date(2021, 12, 1), date(2022, 2, 28)))
    return Day(draw(days(on=on)).text.removesuffix("?"))


@st.composite
def quantities_near(draw: st.DrawFn) -> Quantity:
    """Draw quantities up to thirty, so that they often overlap."""
    first, second = sorted(draw(st.tuples(st.integers(0, 30), st.integers(0, 30))))
    forms = [Quantity(value=first), Quantity(at_least=first), Quantity(at_most=first)]
    forms += [Quantity(value=first, approximate=True)] if first else []
    forms += [Quantity(at_least=first, at_most=second)] if first < second else []
    return draw(st.sampled_from(forms))


JUDGES = [(judge_days, CERTAIN_DAYS | days_near()), (judge_quantities, BOUNDED_QUANTITIES | quantities_near())]
each_kind = pytest.mark.parametrize(("judge", "values"), JUDGES, ids=["days", "numbers"])


def bounds(value: Any) -> tuple[Any, Any]:
    return (value.earliest, value.latest) if isinstance(value, Day) else value.bounds


@st.composite
def recorded_and_reported(draw: st.DrawFn) -> tuple[Day, list[Day]]:
    """Draw a recorded date, and reports most of which have one day in common with it."""
    on = draw(st.dates(date(2021, 12, 1), date(2022, 2, 28)))
    return draw(days(on=on)), draw(st.lists(days(on=on) | days_near(), max_size=3))


@given(recorded_and_reported())
def test_dates_leave_a_recorded_date_if_all_their_common_days_are_among_its_days(case: tuple[Day, list[Day]]) -> None:
    recorded, reported = case
    certain = [report for report in reported if not report.uncertain]
    bounds = {bound for known in (recorded, *certain) for bound in (known.earliest, known.latest) if bound is not None}
    tried = {bound + timedelta(days=by) for bound in bounds for by in (-1, 0, 1)}
    common = {day for day in tried if all(report.on(day) is not Answer.NO for report in certain)}
    among = {day for day in common if recorded.on(day) is not Answer.NO}
    assert is_left_by(recorded, reported) == (bool(certain) and bool(common) and common == among)


@each_kind
@given(data=st.data())
def test_value_supports_itself(judge: Any, values: Any, data: st.DataObject) -> None:
    value = data.draw(values)
    assert judge(value, value) is SUPPORTS


@each_kind
@given(data=st.data())
def test_support_is_transitive(judge: Any, values: Any, data: st.DataObject) -> None:
    one, other, third = data.draw(values), data.draw(values), data.draw(values)
    if judge(one, other) is SUPPORTS and judge(other, third) is SUPPORTS:
        assert judge(one, third) is SUPPORTS


@each_kind
@given(data=st.data())
def test_dispute_is_symmetric(judge: Any, values: Any, data: st.DataObject) -> None:
    one, other = data.draw(values), data.draw(values)
    assert (judge(one, other) is DISPUTES) is (judge(other, one) is DISPUTES)


@each_kind
@given(data=st.data())
def test_wider_report_disputes_nothing_that_narrower_report_accepts(
    judge: Any, values: Any, data: st.DataObject
) -> None:
    recorded, narrow, wide = data.draw(values), data.draw(values), data.draw(values)
    if judge(wide, narrow) is SUPPORTS and judge(recorded, narrow) is not DISPUTES:
        assert judge(recorded, wide) is not DISPUTES


@each_kind
@given(data=st.data())
def test_narrower_report_supports_everything_that_wider_report_supports(
    judge: Any, values: Any, data: st.DataObject
) -> None:
    recorded, narrow, wide = data.draw(values), data.draw(values), data.draw(values)
    if judge(wide, narrow) is SUPPORTS and judge(recorded, wide) is SUPPORTS:
        assert judge(recorded, narrow) is SUPPORTS


@each_kind
@given(data=st.data())
def test_values_support_each_other_only_if_their_bounds_are_equal(judge: Any, values: Any, data: st.DataObject) -> None:
    one, other = data.draw(values), data.draw(values)
    mutual = judge(one, other) is SUPPORTS and judge(other, one) is SUPPORTS
    assert mutual is (bounds(one) == bounds(other))


# The laws about three values, again for all triples of a few similar values: random triples rarely meet the premise of a
# law.

_PARTS = ("2021", "2022", "2022-01", "2022-02", "2022-01-01", "2022-01-02", "2022-01-31")
SIMILAR_DAYS = [
    *map(Day, _PARTS),
    *(Day(form.format(part)) for part in _PARTS for form in ("{}~", "[..{}]", "[{}..]")),
    *(Day(f"[{a}..{b}]") for a in _PARTS for b in _PARTS if Day(a).before(b) is Answer.YES),
]
SIMILAR_QUANTITIES = [
    *(Quantity(value=number) for number in range(5)),
    *(Quantity(value=number, approximate=True) for number in range(1, 5)),
    *(Quantity(at_least=number) for number in range(5)),
    *(Quantity(at_most=number) for number in range(5)),
    *(Quantity(at_least=a, at_most=b) for a in range(5) for b in range(a + 1, 5)),
]
each_kind_of_similar_values = pytest.mark.parametrize(
    ("judge", "values"), [(judge_days, SIMILAR_DAYS), (judge_quantities, SIMILAR_QUANTITIES)], ids=["days", "numbers"]
)


@each_kind_of_similar_values
def test_laws_hold_for_all_triples_of_similar_values(judge: Any, values: list[Any]) -> None:
    verdict = {(a, b): judge(values[a], values[b]) for a in range(len(values)) for b in range(len(values))}
    applied = dict.fromkeys(("transitive", "wider", "narrower"), 0)
    for one, two, three in product(range(len(values)), repeat=3):
        if len({one, two, three}) == 3 and verdict[two, three] is SUPPORTS:
            if verdict[one, two] is SUPPORTS:  # support is transitive; a narrower report still supports
                assert verdict[one, three] is SUPPORTS
                applied["transitive"] += 1
            if verdict[one, three] is not DISPUTES:  # a wider report never disputes what a narrower one did not
                assert verdict[one, two] is not DISPUTES
                applied["wider"] += 1
            if verdict[one, three] is DISPUTES:
                assert verdict[one, two] is not SUPPORTS
                applied["narrower"] += 1
    assert min(applied.values()) > 100, applied


@given(days(), days())
def test_uncertain_report_is_not_judged_and_uncertain_record_is_judged_like_certain(
    recorded: Day, reported: Day
) -> None:
    certain = Day(recorded.text.removesuffix("?"))
    assert judge_days(recorded, reported) is judge_days(certain, reported)
    assert (judge_days(recorded, reported) is NOT_JUDGED) is reported.uncertain


@given(datasets())
def test_judgements_are_sorted_and_report_equal_to_record_disputes_nothing(made: Dataset) -> None:
    judged = made.judgements()
    assert list(judged) == sorted(judged, key=order_of)
    assert all((j.value is None) is (j.verdict is UNSETTLED) for j in judged if j.verdict in (SUPPORTS, UNSETTLED))
    for judgement in judged:
        if judgement.value == judgement.reported:
            # a source that gives the day of an event as its end does not prove the end
            other_kind_of_time = (
                judgement.field in TIME_FIELDS and getattr(made[judgement.record], judgement.field) is None
            )
            assert judgement.verdict in ((COMPATIBLE, NOT_JUDGED) if other_kind_of_time else (SUPPORTS, NOT_JUDGED))
