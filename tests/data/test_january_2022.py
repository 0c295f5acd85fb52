"""January 2022 in many sources: the operation, the unrest, figures and statements."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import pytest

import csto_data
from csto_data import Answer, Day, Instant
from csto_data.model import Contingent, Event, Figure, Operation, Source, Statement
from csto_data.model.evidence import Attested, Evidence
from csto_data.model.values import Quantity, Value

DS = csto_data.load()
ARTICLE = "source:sukhankin-2022"


@cache
def operation() -> Operation:
    """Return the operation in Kazakhstan."""
    return DS.operations["csto-kazakhstan-2022"]


@cache
def unrest() -> Event:
    """Return the violence of January 2022."""
    return DS.events["kazakhstan-violence-2022"]


@cache
def disputes() -> set[tuple[str, str, str, str, str]]:
    """Return all disputes: record, field, value, source and report."""
    return {(d.record, d.field, str(d.value), d.source, str(d.reported)) for d in DS.disputes()}


SENDERS = {"state:ARM", "state:BLR", "state:KGZ", "state:RUS", "state:TJK"}


def article_disputes(record: str, field: str) -> list[tuple[str, str]]:
    """Return the recorded value and the report of the article for each dispute."""
    return [
        (str(d.value), str(d.reported))
        for d in DS.disputes()
        if (d.record, d.field, d.source) == (record, field, ARTICLE)
    ]


def figures(measure: str, of: str) -> list[Figure]:
    """Return the figures of a measure of a record, by date; those without a date are last."""
    found = [figure for figure in DS.figures if (figure.measure, figure.of) == (measure, of)]
    return sorted(found, key=lambda f: (f.as_of is None, last(f.as_of)))


def last(day: Day | None) -> date:
    return (day.latest if day is not None else None) or date.max


def reported(record: Attested, field: str) -> dict[str, list[Value]]:
    """Return what each source reports for a field."""
    found: dict[str, list[Value]] = {}
    for witness in record.evidence:
        for report in witness.reports:
            if report.field == field:
                found.setdefault(witness.source, []).append(report.value)
    return found


def source(id: str) -> Source:
    found = DS[id]
    assert isinstance(found, Source)
    return found


# The operation


def test_all_members_except_the_host_sent_contingents() -> None:
    assert {contingent.state for contingent in operation().contingents} == SENDERS
    assert {state.id for state in DS.members("2022-01-06")} == SENDERS | {operation().host}


def test_operation_was_requested_by_its_host() -> None:
    assert operation().requested_by == (operation().host,)


@pytest.mark.parametrize(
    ("state", "personnel"),
    [
        ("state:ARM", Quantity(100)),
        ("state:KGZ", Quantity(150)),
        ("state:TJK", Quantity(200, approximate=True)),
        ("state:BLR", None),
        ("state:RUS", None),
    ],
    ids=lambda value: value if isinstance(value, str) else str(value or "no strength"),
)
def test_contingent_has_personnel_only_if_its_state_reported_it(state: str, personnel: Quantity | None) -> None:
    (contingent,) = (c for c in operation().contingents if c.state == state)
    assert contingent.personnel == personnel


def test_personnel_reported_only_by_media_is_unsettled() -> None:
    open_values = {(u.field, str(u.reported)) for u in DS.unsettled() if u.record == operation().id}
    assert open_values == {("contingents[state:BLR].personnel", "500"), ("contingents[state:RUS].personnel", "3000")}


def test_recorded_total_is_2030_and_several_sources_dispute_it() -> None:
    assert operation().personnel == Quantity(2030)
    assert article_disputes(operation().id, "personnel") == [("2030", '2500 ("paratroopers")')]
    others = {s for record, field, _, s, _ in disputes() if (record, field) == (operation().id, "personnel")}
    assert len(others) > 2


def test_planned_personnel_is_not_a_dispute() -> None:
    planned = [w for w in operation().evidence if w.planned]
    assert planned
    assert not {w.source for w in planned} & {
        s for record, field, _, s, _ in disputes() if (record, field) == (operation().id, "personnel")
    }


def test_operation_ended_before_the_article_was_published() -> None:
    assert (str(operation().start), str(operation().end)) == ("2022-01-06", "2022-01-19")
    assert operation().end is not None
    assert operation().end.before("2022-01-26") is Answer.YES


def test_article_reports_operation_both_as_current_and_as_completed() -> None:
    assert article_disputes(operation().id, "end") == [("2022-01-19", "[2022-01-26..]")]
    assert Day("[..2022-01-26]") in reported(operation(), "end")[ARTICLE]


def test_operation_has_commander_deciding_body_and_legal_basis() -> None:
    assert operation().commander == "person:andrey-serdyukov"
    assert operation().decided_by == "org:csto-collective-security-council"
    assert operation().legal_basis is not None
    assert "rticle 4" in operation().legal_basis


def test_arrivals_hand_over_and_withdrawals_are_within_the_operation() -> None:
    parts = [e for e in DS.events if e.part_of == operation().id and e.kind in {"arrival", "hand-over", "withdrawal"}]
    days = [(e.id, day) for e in parts for day in (e.date, e.start, e.end) if day is not None]
    assert days
    start, end = str(operation().start), str(operation().end)
    assert [(id, day) for id, day in days if day.within(start, end) is not Answer.YES] == []


# The withdrawal


def test_withdrawal_started_on_13_january_and_only_the_article_disputes_it() -> None:
    start = DS.events["csto-withdrawal-start"]
    assert str(start.date) == "2022-01-13"
    by_source = reported(start, "date")
    assert by_source.pop(ARTICLE) == [Day("2022-01-13"), Day("2022-01-15")]
    assert len(by_source) > 9
    assert {str(day) for days in by_source.values() for day in days} == {"2022-01-13"}


@pytest.mark.parametrize("slug", ["armenia", "belarus", "kyrgyzstan", "tajikistan"])
def test_contingent_withdrew_on_14_january(slug: str) -> None:
    assert str(DS.events[f"csto-withdrawal-{slug}"].date) == "2022-01-14"


def test_russian_withdrawal_ended_the_operation() -> None:
    russia = DS.events["csto-withdrawal-russia"]
    assert (str(russia.start), str(russia.end)) == ("2022-01-13", "2022-01-19")
    assert DS.events["csto-withdrawal-complete"].date == russia.end == operation().end


def test_every_contingent_withdrew() -> None:
    gone = {
        p.actor for e in DS.events if e.kind == "withdrawal" for p in e.participants if p.role == "withdrew" and p.actor
    }
    assert gone == {c.state for c in operation().contingents}


# The unrest


GROUPS = ("-officers-", "-participants", "-security-forces", "-almaty", "-custody")


def totals(measure: str) -> list[Figure]:
    """Return the counts of all people in the unrest, without those of one group or city."""
    return [f for f in figures(measure, unrest().id) if not any(group in f.id for group in GROUPS)]


def test_death_counts_are_recorded_with_their_dates() -> None:
    counts = totals("deaths")
    assert [count.amount.value for count in counts] == [164, 225, 227, 230, 232, 232, 238]
    assert [str(count.as_of) for count in counts] == [
        "2022-01-09",
        "2022-01-15",
        "[..2022-02-12]",
        "2022-03-14",
        "[..2022-05-05]",
        "2022-06",
        "2022-08-16",
    ]
    assert all(count.stated_by for count in counts)


def test_counts_of_the_first_days_are_in_dozens_and_say_of_whom() -> None:
    early = [f for f in figures("deaths", unrest().id) if last(f.as_of) < date(2022, 1, 9)]
    assert sorted(f.amount.value or 0 for f in early) == [8, 12, 18, 26]
    assert all(f.note for f in early)


def test_recorded_deaths_are_the_last_count_and_the_article_disputes_it() -> None:
    assert unrest().deaths == Quantity(238)
    assert article_disputes(unrest().id, "deaths") == [("238", '24 to 99 ("dozens")')]


def test_count_of_225_deaths_is_older_than_the_article() -> None:
    (count,) = (f for f in figures("deaths", unrest().id) if f.amount.value == 225)
    assert count.as_of is not None
    published = source(ARTICLE).published
    assert published is not None
    assert count.as_of.before(published) is Answer.YES


def test_casualties_equal_deaths_plus_injured_of_the_same_day() -> None:
    def on_the_day(measure: str) -> int | float | None:
        (figure,) = (f for f in totals(measure) if str(f.as_of) == "2022-01-15")
        return figure.amount.value

    deaths, injured = on_the_day("deaths"), on_the_day("injured")
    assert deaths is not None
    assert injured is not None
    assert on_the_day("casualties") == deaths + injured


def test_number_of_detained_increases_with_date() -> None:
    dated = [f for f in figures("detained", unrest().id) if f.as_of is not None]
    amounts = [f.amount.value for f in dated if f.amount.value is not None]
    assert len(amounts) > 2
    assert amounts == sorted(amounts)


def test_economic_losses_are_recorded_in_kzt_and_usd() -> None:
    assert {figure.unit for figure in figures("economic-loss", unrest().id)} == {"KZT", "USD"}


def test_nationwide_protests_are_dated_before_government_measures() -> None:
    nationwide = DS.events["kazakhstan-nationwide-protests"].date
    assert nationwide is not None
    for slug in ("kazakhstan-government-resignation", "kazakhstan-gas-price-order"):
        measure = DS.events[slug].date
        assert measure is not None
        assert nationwide.before(measure) is Answer.YES


def test_article_disputes_resignation_of_government() -> None:
    resignation = DS.events["kazakhstan-government-resignation"]
    assert resignation.kind == "resignation"
    assert article_disputes(resignation.id, "participants[state:KAZ].role") == [("resigned", "dismissed")]


def test_gas_price_factor_agrees_with_prices_before_and_after() -> None:
    before, after, caps = (DS.figures[f"gas-price-{when}"].amount for when in ("before", "after", "caps"))
    factor = DS.figures["gas-price-factor"].amount
    assert after.value is not None
    assert before.at_least is not None
    assert before.at_most is not None
    assert (factor.at_least, factor.at_most) == (after.value / before.at_most, after.value / before.at_least)
    assert caps.at_most is not None
    assert caps.at_most < after.value


def test_state_of_emergency_has_an_instant() -> None:
    decree = DS.events["almaty-region-state-of-emergency"]
    assert decree.instant == Instant("2022-01-05T12:30+06:00")


def test_state_of_emergency_until_midnight_did_not_last_on_the_day_that_began_then() -> None:
    emergency = DS.events["kazakhstan-state-of-emergency"]
    assert reported(emergency, "end") == {"source:bright-uzbekistan-emergency-over": [Day("2022-01-18")]}
    assert emergency.end == Day("2022-01-18")


# Statements


def test_request_has_two_reported_dates_and_no_dispute() -> None:
    request = DS.statements["tokayev-request-csto"]
    days = {str(day) for values in reported(request, "date").values() for day in values}
    assert days == {"2022-01-05", "2022-01-06", "[..2022-01-05]"}
    assert str(request.date) == "[2022-01-05..2022-01-06]"
    assert not [d for d in disputes() if d[0] == request.id and d[1] == "date"]


def test_decision_refers_to_request_and_arrival_is_not_earlier() -> None:
    decision, arrival = DS.events["csto-decision-on-kazakhstan"], DS.events["csto-first-arrivals"]
    assert DS.statements["tokayev-request-csto"].id in decision.because_of
    assert decision.date is not None
    assert arrival.date is not None
    assert arrival.date.before(decision.date) is Answer.NO


@pytest.mark.parametrize(
    ("slug", "day"),
    [
        ("peskov-internal-matter", "2022-01-05"),
        ("lukashenko-attack-on-post-soviet-states", "2022-01-07"),
        ("putin-characterisation", "2022-01-10"),
        ("lukashenko-warning-uzbekistan", "2022-01-10"),
        ("ergashev-on-russian-help", "[..2022-01-10]"),
        ("uzbek-rebuttal-lukashenko", "2022-01-13"),
    ],
)
def test_date_of_statement(slug: str, day: str) -> None:
    assert str(DS.statements[slug].date) == day


def test_peskov_statement_is_dated_before_putin_statement() -> None:
    spokesman = DS.statements["peskov-internal-matter"].date
    president = DS.statements["putin-characterisation"].date
    assert spokesman is not None
    assert president is not None
    assert spokesman.before(president) is Answer.YES


def test_ergashev_statement_is_dated_before_uzbek_rebuttal() -> None:
    voice, rebuttal = DS.statements["ergashev-on-russian-help"], DS.statements["uzbek-rebuttal-lukashenko"]
    assert voice.date is not None
    assert rebuttal.date is not None
    assert voice.date.before(rebuttal.date) is Answer.YES
    assert voice.in_reply_to is None


def test_no_reply_is_dated_before_the_statement_that_it_answers() -> None:
    replies = [s for s in DS.statements if s.in_reply_to is not None]
    assert replies
    wrong = []
    for reply in replies:
        answered = DS[reply.in_reply_to or ""]
        assert isinstance(answered, Statement), reply.id
        if reply.date is not None and answered.date is not None and reply.date.before(answered.date) is Answer.YES:
            wrong.append(reply.id)
    assert wrong == []


# Kyrgyzstan and Tajikistan


def test_article_does_not_report_the_later_border_clash() -> None:
    published = source(ARTICLE).published
    assert published is not None
    clashes = [e for e in DS.events if e.kind == "armed-clash" and e.place == "place:tajik-kyrgyz-border" and e.start]
    reported_by_article = [e for e in clashes if ARTICLE in {w.source for w in e.evidence}]
    later = [e for e in clashes if e.start is not None and published.before(e.start) is Answer.YES]
    assert len(reported_by_article) == len(later) == 1
    assert reported_by_article != later


# Forecasts


def test_every_forecast_has_an_outcome_that_is_not_earlier() -> None:
    for forecast in (a for a in DS.assessments if a.kind == "forecast"):
        assert forecast.outcome is not None
        assert forecast.outcome.as_of is None or forecast.outcome.as_of.before(forecast.made) is Answer.NO


def test_outcomes_have_evidence_exactly_if_they_are_not_open() -> None:
    outcomes = {a.id: a.outcome for a in DS.assessments if a.outcome is not None}
    assert outcomes
    assert [id for id, found in outcomes.items() if bool(found.evidence) is not (found.result != "open")] == []


# Sources


def holders() -> list[tuple[str, Contingent | Attested]]:
    """Return every object with evidence, with the id of its record."""
    found: list[tuple[str, Contingent | Attested]] = [(r.id, r) for r in DS if isinstance(r, Attested)]
    found += [(operation.id, contingent) for operation in DS.operations for contingent in operation.contingents]
    return found


def dated(witness: Evidence) -> list[Day]:
    """Return the dates that an evidence entry reports."""
    return [
        r.value for r in witness.reports if r.field in {"date", "start", "end", "as_of"} and isinstance(r.value, Day)
    ]


def test_no_source_reports_a_day_after_its_publication() -> None:
    for id, holder in holders():
        if not isinstance(holder, Event | Statement | Figure | Operation):
            continue
        for witness in holder.evidence:
            published = source(witness.source).published
            if witness.planned or published is None or published.latest is None:
                continue
            for day in dated(witness):
                assert day.earliest is None or day.earliest <= published.latest + timedelta(days=1), (
                    id,
                    witness.source,
                )


def test_more_than_sixty_sources_are_used_as_evidence() -> None:
    assert len({witness.source for _, holder in holders() for witness in holder.evidence}) > 60


def test_sources_copy_originals_only() -> None:
    copies = [s for s in DS.sources if s.via is not None]
    assert copies
    assert all(source(copy.via or "").via is None for copy in copies)


def test_institute_has_the_name_in_the_article_as_other_name() -> None:
    institute = DS.places["nurmagambetov-military-institute"]
    (article_name,) = reported(institute, "name")[ARTICLE]
    assert "Institute" in institute.name
    assert article_name != institute.name
    assert article_name in map(str, institute.names)


def test_reports_of_protesters_do_not_count_for_the_security_forces() -> None:
    event = "event:kazakhstan-violence-2022"
    protesters, forces = (
        set(DS.witnesses(event, f"participants[state:KAZ: {words}]").supporting)
        for words in ("protesters", "security forces")
    )
    assert "source:associated-press-death-toll-raised" in protesters - forces
    assert "source:babel-238-dead" in forces - protesters
