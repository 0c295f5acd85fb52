"""January 2022 as many sources tell it: the operation, the unrest, who counted what and who said what on which day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

import csto_data
from csto_data import Answer, Day, Instant
from csto_data.model import Assessment, Contingent, Event, Figure, Operation, Source, Statement
from csto_data.model.evidence import Attested, Evidence
from csto_data.model.values import Quantity, Value

DS = csto_data.load()
ARTICLE = "source:sukhankin-2022"
OPERATION = DS.operations["csto-kazakhstan-2022"]
UNREST = DS.events["kazakhstan-violence-2022"]
DISPUTES = {(d.record, d.field, str(d.value), d.source, str(d.reported)) for d in DS.disputes()}
SENDERS = {"state:ARM", "state:BLR", "state:KGZ", "state:RUS", "state:TJK"}


def article_disputes(record: str, field: str) -> list[tuple[str, str]]:
    """The recorded value and what the article has instead."""
    return [
        (str(d.value), str(d.reported))
        for d in DS.disputes()
        if (d.record, d.field, d.source) == (record, field, ARTICLE)
    ]


def figures(measure: str, of: str) -> list[Figure]:
    """The figures of one measure of one thing; those without a day come last."""
    found = [figure for figure in DS.figures if (figure.measure, figure.of) == (measure, of)]
    return sorted(found, key=lambda f: (f.as_of is None, last(f.as_of)))


def last(day: Day | None) -> date:
    return (day.latest if day is not None else None) or date.max


def reported(record: Attested, field: str) -> dict[str, list[Value]]:
    """What each source reports of a field."""
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


def test_five_states_sent_contingents_and_every_one_was_a_member_but_the_host() -> None:
    assert {contingent.state for contingent in OPERATION.contingents} == SENDERS
    assert {state.id for state in DS.members("2022-01-06")} == SENDERS | {OPERATION.host}


def test_who_asked_was_a_member_and_is_the_host() -> None:
    assert OPERATION.requested_by == (OPERATION.host,)


@pytest.mark.parametrize(
    ("state", "personnel"),
    [
        ("state:ARM", Quantity(100)),
        ("state:KGZ", Quantity(150)),
        ("state:TJK", Quantity(200, approximate=True)),
        ("state:BLR", None),
        ("state:RUS", None),
    ],
)
def test_a_contingent_has_a_strength_where_its_own_state_gave_one(state: str, personnel: Quantity | None) -> None:
    (contingent,) = (c for c in OPERATION.contingents if c.state == state)
    assert contingent.personnel == personnel


def test_strengths_that_only_media_gave_are_unsettled() -> None:
    open_values = {(u.field, str(u.reported)) for u in DS.unsettled() if u.record == OPERATION.id}
    assert open_values == {("contingents[state:BLR].personnel", "500"), ("contingents[state:RUS].personnel", "3000")}


def test_the_official_total_is_2030_and_several_sources_have_more() -> None:
    assert OPERATION.personnel == Quantity(2030)
    assert article_disputes(OPERATION.id, "personnel") == [("2030", '2500 ("paratroopers")')]
    others = {s for record, field, _, s, _ in DISPUTES if (record, field) == (OPERATION.id, "personnel")}
    assert len(others) > 2


def test_what_was_planned_disputes_nothing() -> None:
    planned = [w for w in OPERATION.evidence if w.planned]
    assert planned
    assert not {w.source for w in planned} & {
        s for record, field, _, s, _ in DISPUTES if (record, field) == (OPERATION.id, "personnel")
    }


def test_the_operation_lasts_two_weeks_and_is_over_when_the_article_appears() -> None:
    assert (str(OPERATION.start), str(OPERATION.end)) == ("2022-01-06", "2022-01-19")
    assert OPERATION.end is not None
    assert OPERATION.end.before("2022-01-26") is Answer.YES


def test_the_article_calls_the_operation_current_once_and_completed_once() -> None:
    assert article_disputes(OPERATION.id, "end") == [("2022-01-19", "[2022-01-26..]")]
    assert Day("[..2022-01-26]") in reported(OPERATION, "end")[ARTICLE]


def test_it_was_commanded_by_a_general_and_decided_by_the_council() -> None:
    assert OPERATION.commander == "person:andrey-serdyukov"
    assert OPERATION.decided_by == "org:csto-collective-security-council"
    assert OPERATION.legal_basis is not None
    assert "rticle 4" in OPERATION.legal_basis


@pytest.mark.parametrize(
    "event", [e for e in DS.events if e.part_of == OPERATION.id and e.kind in {"arrival", "hand-over", "withdrawal"}]
)
def test_arrivals_hand_over_and_withdrawals_lie_inside_the_operation(event: Event) -> None:
    for day in (event.date, event.start, event.end):
        if day is not None:
            assert day.within(str(OPERATION.start), str(OPERATION.end)) is Answer.YES


# The withdrawal


def test_the_withdrawal_begins_on_13_january_and_only_the_article_says_otherwise() -> None:
    start = DS.events["csto-withdrawal-start"]
    assert str(start.date) == "2022-01-13"
    by_source = reported(start, "date")
    assert by_source.pop(ARTICLE) == [Day("2022-01-13"), Day("2022-01-15")]
    assert len(by_source) > 9
    assert {str(day) for days in by_source.values() for day in days} == {"2022-01-13"}


@pytest.mark.parametrize("slug", ["armenia", "belarus", "kyrgyzstan", "tajikistan"])
def test_four_contingents_leave_on_one_day(slug: str) -> None:
    assert str(DS.events[f"csto-withdrawal-{slug}"].date) == "2022-01-14"


def test_the_russians_leave_last() -> None:
    russia = DS.events["csto-withdrawal-russia"]
    assert (str(russia.start), str(russia.end)) == ("2022-01-13", "2022-01-19")
    assert DS.events["csto-withdrawal-complete"].date == russia.end == OPERATION.end


def test_each_contingent_that_came_has_left() -> None:
    gone = {
        p.actor for e in DS.events if e.kind == "withdrawal" for p in e.participants if p.role == "withdrew" and p.actor
    }
    assert gone == {c.state for c in OPERATION.contingents}


# The unrest


def test_five_death_counts_stand_side_by_side_in_the_order_of_their_days() -> None:
    counts = figures("deaths", UNREST.id)
    assert [count.amount.value for count in counts] == [164, 225, 227, 230, 238]
    assert [str(count.as_of) for count in counts] == [
        "2022-01-09",
        "2022-01-15",
        "[..2022-02-12]",
        "2022-03-14",
        "2022-08-16",
    ]
    assert all(count.stated_by for count in counts)


def test_the_record_has_the_last_count_and_the_article_has_dozens() -> None:
    assert UNREST.deaths == Quantity(238)
    assert article_disputes(UNREST.id, "deaths") == [("238", '24 to 99 ("dozens")')]


def test_the_article_appeared_after_the_count_of_225_was_public() -> None:
    (count,) = (f for f in figures("deaths", UNREST.id) if f.amount.value == 225)
    assert count.as_of is not None
    published = source(ARTICLE).published
    assert published is not None
    assert count.as_of.before(published) is Answer.YES


def test_casualties_are_the_dead_and_the_wounded_of_the_same_day() -> None:
    def on_the_day(measure: str) -> int | float | None:
        (figure,) = (f for f in figures(measure, UNREST.id) if str(f.as_of) == "2022-01-15")
        return figure.amount.value

    deaths, injured = on_the_day("deaths"), on_the_day("injured")
    assert deaths is not None
    assert injured is not None
    assert on_the_day("casualties") == deaths + injured


def test_the_detained_grow_from_day_to_day() -> None:
    dated = [f for f in figures("detained", UNREST.id) if f.as_of is not None]
    amounts = [f.amount.value for f in dated if f.amount.value is not None]
    assert len(amounts) > 2
    assert amounts == sorted(amounts)


def test_losses_stand_in_the_currency_in_which_they_were_given() -> None:
    assert {figure.unit for figure in figures("economic-loss", UNREST.id)} == {"KZT", "USD"}


def test_the_protests_were_nationwide_before_the_measures_against_them() -> None:
    nationwide = DS.events["kazakhstan-nationwide-protests"].date
    assert nationwide is not None
    for slug in ("kazakhstan-government-resignation", "kazakhstan-gas-price-order"):
        measure = DS.events[slug].date
        assert measure is not None
        assert nationwide.before(measure) is Answer.YES


def test_the_government_resigned_where_the_article_has_it_dismissed() -> None:
    resignation = DS.events["kazakhstan-government-resignation"]
    assert resignation.kind == "resignation"
    assert article_disputes(resignation.id, "participants[state:KAZ].role") == [("resigned", "dismissed")]


def test_the_price_rose_by_a_factor_of_two_to_two_point_four_and_came_back() -> None:
    before, after, caps = (DS.figures[f"gas-price-{when}"].amount for when in ("before", "after", "caps"))
    factor = DS.figures["gas-price-factor"].amount
    assert after.value is not None
    assert before.at_least is not None
    assert before.at_most is not None
    assert (factor.at_least, factor.at_most) == (after.value / before.at_most, after.value / before.at_least)
    assert caps.at_most is not None
    assert caps.at_most < after.value


def test_a_state_of_emergency_is_known_to_the_minute() -> None:
    decree = DS.events["almaty-region-state-of-emergency"]
    assert decree.instant == Instant("2022-01-05T12:30+06:00")


# Who said what


def test_the_request_has_two_local_days() -> None:
    request = DS.statements["tokayev-request-csto"]
    days = {str(day) for values in reported(request, "date").values() for day in values}
    assert days == {"2022-01-05", "2022-01-06"}
    assert str(request.date) == "[2022-01-05..2022-01-06]"
    assert not [d for d in DISPUTES if d[0] == request.id and d[1] == "date"]


def test_the_decision_follows_the_request_and_the_arrival_follows_the_decision() -> None:
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
        ("ergashev-on-russian-help", "2022-01-10"),
        ("uzbek-rebuttal-lukashenko", "2022-01-13"),
    ],
)
def test_statements_have_their_own_days(slug: str, day: str) -> None:
    assert str(DS.statements[slug].date) == day


def test_the_view_of_the_kremlin_changed_within_the_day_of_the_request() -> None:
    spokesman = DS.statements["peskov-internal-matter"].date
    president = DS.statements["putin-characterisation"].date
    assert spokesman is not None
    assert president is not None
    assert spokesman.before(president) is Answer.YES


def test_the_uzbek_voice_that_fits_spoke_before_its_president() -> None:
    voice, rebuttal = DS.statements["ergashev-on-russian-help"], DS.statements["uzbek-rebuttal-lukashenko"]
    assert voice.date is not None
    assert rebuttal.date is not None
    assert voice.date.before(rebuttal.date) is Answer.YES
    assert voice.in_reply_to is None


@pytest.mark.parametrize("reply", [s for s in DS.statements if s.in_reply_to is not None])
def test_no_reply_comes_before_what_it_answers(reply: Statement) -> None:
    answered = DS[reply.in_reply_to or ""]
    assert isinstance(answered, Statement)
    if reply.date is not None and answered.date is not None:
        assert reply.date.before(answered.date) is not Answer.YES


# Kyrgyzstan and Tajikistan


def test_the_clash_after_the_article_is_not_what_it_reports() -> None:
    published = source(ARTICLE).published
    assert published is not None
    clashes = [e for e in DS.events if e.kind == "armed-clash" and e.place == "place:tajik-kyrgyz-border" and e.start]
    told = [e for e in clashes if ARTICLE in {w.source for w in e.evidence}]
    later = [e for e in clashes if e.start is not None and published.before(e.start) is Answer.YES]
    assert len(told) == len(later) == 1
    assert told != later


# Forecasts


def test_every_forecast_has_an_outcome_and_none_is_older_than_the_forecast() -> None:
    for forecast in (a for a in DS.assessments if a.kind == "forecast"):
        assert forecast.outcome is not None
        assert forecast.outcome.as_of is None or forecast.outcome.as_of.before(forecast.made) is Answer.NO


@pytest.mark.parametrize("forecast", [a for a in DS.assessments if a.outcome is not None])
def test_an_outcome_that_is_not_open_has_witnesses(forecast: Assessment) -> None:
    assert forecast.outcome is not None
    assert bool(forecast.outcome.evidence) is (forecast.outcome.result != "open")


# Sources


def holders() -> list[tuple[str, Contingent | Attested]]:
    """Whatever has evidence of its own, by the id of its record."""
    found: list[tuple[str, Contingent | Attested]] = [(r.id, r) for r in DS if isinstance(r, Attested)]
    found += [(operation.id, contingent) for operation in DS.operations for contingent in operation.contingents]
    return found


def dated(witness: Evidence) -> list[Day]:
    return [
        r.value for r in witness.reports if r.field in {"date", "start", "end", "as_of"} and isinstance(r.value, Day)
    ]


def test_no_source_reports_an_event_a_statement_or_a_figure_of_a_later_day() -> None:
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


def test_at_least_sixty_sources_are_used_as_evidence() -> None:
    assert len({witness.source for _, holder in holders() for witness in holder.evidence}) > 60


def test_a_copy_names_the_source_that_it_copies_and_no_copy_is_copied() -> None:
    copies = [s for s in DS.sources if s.via is not None]
    assert copies
    assert all(source(copy.via or "").via is None for copy in copies)


def test_the_institute_has_its_own_name_and_the_one_of_the_article() -> None:
    institute = DS.places["nurmagambetov-military-institute"]
    (told,) = reported(institute, "name")[ARTICLE]
    assert "Institute" in institute.name
    assert told != institute.name
    assert told in institute.other_names
