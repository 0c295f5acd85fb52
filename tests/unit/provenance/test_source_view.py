"""A view contains only what one source reports, and the records that it mentions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.case_ids import case_id
from support.small_datasets import PACT, SOURCE, TREATY, dataset, spell, state

import csto_data
from csto_data import Dataset, Day, OutsideCoverageError, UncertainError, View
from csto_data.model import KINDS, Attested, Membership, Office, Operation, Party, Record, Source
from csto_data.model.conditions import certainly_reversed
from csto_data.model.evidence import Evidence
from csto_data.model.fields import as_reported_only, reportable
from csto_data.model.json_values import to_json
from csto_data.model.references import evidence_of, references

DS = csto_data.load()


@cache
def article() -> View:
    """Return the data as the article reports them."""
    return DS.as_reported_by("source:sukhankin-2022")


SIX = ["state:ARM", "state:BLR", "state:KAZ", "state:KGZ", "state:RUS", "state:TJK"]
PAPER, NEWS = "source:paper", {"id": "source:news", "title": "News", "kind": "news", "published": "2010-05-05"}


# The view of the article


def test_members_of_article_view_are_the_six_states() -> None:
    assert [member.id for member in article().members("2022-01-06")] == SIX
    assert [member.id for member in article().members()] == SIX


@pytest.mark.parametrize(
    ("day", "unknown"),
    [
        pytest.param("2012-06-01", sorted([*SIX, "state:UZB"]), id="2012-06-01"),
        pytest.param("2022-03-01", SIX, id="2022-03-01"),
        pytest.param("2031-01-01", SIX, id="2031-01-01"),
    ],
)
def test_members_of_article_view_raises_uncertain_on_other_days(day: str, unknown: list[str]) -> None:
    with pytest.raises(UncertainError) as raised:
        article().members(day)
    assert raised.value.certain == ()
    assert [member.id for member in raised.value.unknown] == unknown


def test_article_view_ends_uzbek_membership_in_2006_and_2012() -> None:
    spells = article().memberships.where(member="state:UZB")
    assert {(spell.organization, spell.end) for spell in spells} == {
        ("org:csto", Day("2006")),
        ("org:csto", Day("2012")),
    }
    assert str(article().why("UZB", "2022-01-06")).startswith("No: Uzbekistan was not a member")
    assert str(article().why("KAZ", "2022-01-06")).startswith("Yes: Kazakhstan was a member")


def test_article_view_dates_foundation_of_csto_to_1992() -> None:
    assert article().organizations["csto"].founded == Day("1992")


def test_article_view_gives_2500_personnel() -> None:
    personnel = article().operations["csto-kazakhstan-2022"].personnel
    assert personnel is not None
    assert personnel.value == 2500


def test_article_view_omits_values_that_only_other_sources_report() -> None:
    operation = article().operations["csto-kazakhstan-2022"]
    assert (operation.designation, operation.legal_basis) == ("peacekeeping mission", None)
    assert DS.operations["csto-kazakhstan-2022"].legal_basis is not None


def test_article_view_keeps_dispute_on_start_of_withdrawal() -> None:
    assert article().events["csto-withdrawal-start"].date == Day("2022-01-13")
    (dispute,) = [d for d in article().disputes() if d.record == "event:csto-withdrawal-start"]
    assert (dispute.field, dispute.reported) == ("date", Day("2022-01-15"))


def test_members_of_view_raises_for_organisation_without_reported_members() -> None:
    with pytest.raises(OutsideCoverageError, match="reports no membership dates for"):
        article().members("2022-01-06", organization="org:cis")
    with pytest.raises(csto_data.NotFoundError):
        article().members("2022-01-06", organization="org:nato")


# Laws for views of packaged and generated sources


def records_by_source(ds: Dataset) -> dict[str, list[Record]]:
    """Return the records that cite each source."""
    found: dict[str, list[Record]] = defaultdict(list)
    for record in ds:
        for source in {witness.source for witness in evidence_of(record)}:
            found[source].append(record)
    return found


def check_laws(ds: Dataset, source: Source, citing: Iterable[Record]) -> None:
    """Assert all laws for the view of a source, which these records cite."""
    view = ds.as_reported_by(source.id)
    ids = {record.id for record in view}
    for record in view:
        for reference in references(record):
            assert reference.id in ids
        assert {witness.source for witness in evidence_of(record)} <= {source.id}
        if isinstance(record, Attested):
            check_record(record, ds[record.id])
            assert record.note is None
    for record in citing:
        in_view = record.id.partition(":")[0] not in ("membership", "figure") or record.id in ids
        assert in_view or not reports_any(record, "start", "end", "amount", source=source.id)
    again = view.as_reported_by(source.id)
    assert list(again) == list(view)


def reports_any(record: Record, *fields: str, source: str) -> bool:
    own = (witness for witness in evidence_of(record) if witness.source == source and not witness.planned)
    return any(report.field in fields for witness in own for report in witness.reports)


def check_record(viewed: Any, recorded: Any) -> None:
    """Assert that every value is reported or identifies the record; the bounds of a spell may also be derived."""
    reported = _reported(viewed.evidence)
    cls = type(viewed)
    only_as_reported = as_reported_only(cls)
    for name, field in reportable(type(viewed)).items():
        value = getattr(viewed, name)
        if name in reported:
            for element in value if field.many else (value,):
                if isinstance(element, Party):
                    _check_party(element, reported[name])
                else:  # only one of several times is kept; a unit belongs to its amount
                    spell = isinstance(viewed, Membership | Office) and {"start", "end"} <= {*reported}
                    left_out = name in ("date", "instant", "start", "end") and (element is None or spell)
                    assert left_out or element in reported[name] or (name, element) == ("unit", recorded.unit)
        elif name == "status" and viewed.organization != recorded.organization:
            assert value in ("member", "party")  # it fits the organisation that the source names
        elif name not in only_as_reported or name in ("holder", "state"):
            assert value == getattr(recorded, name)
        elif not (name in ("start", "end") and isinstance(viewed, Membership | Office)):
            assert value is False or value in (None, ())
    for part in getattr(viewed, "contingents", ()):
        check_record(part, next(own for own in recorded.contingents if own.state == part.state))
    if getattr(viewed, "outcome", None) is not None:
        check_record(viewed.outcome, recorded.outcome)


def _reported(evidence: tuple[Evidence, ...]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for witness in evidence:
        for report in () if witness.planned else witness.reports:
            value = report.value if isinstance(report.value, tuple) else (report.value,)
            found.setdefault(report.field, []).extend(value)
    return found


def _check_party(party: Party, said: list[Party]) -> None:
    same = [other for other in said if (other.actor, other.of) == (party.actor, party.of)]
    assert any(other.described_as == party.described_as for other in same)
    for part in ("office", "role"):
        value = getattr(party, part, None)
        assert value is None or value in {getattr(other, part, None) for other in same}


@pytest.mark.integration  # slow
def test_view_of_every_packaged_source_contains_only_what_it_reports() -> None:
    failures = []
    citing = records_by_source(DS)
    for source in DS.sources:
        try:
            check_laws(DS, source, citing[source.id])
        except AssertionError as error:
            failures.append((source.id, str(error)))
    assert failures == []


@pytest.mark.integration
def test_view_of_packaged_source_disputes_only_fields_on_which_it_contradicts_itself() -> None:
    failures = []
    for source in DS.sources:
        view = DS.as_reported_by(source.id)
        for dispute in view.disputes():
            judged = [j for j in view.judgements(dispute.record) if j.field == dispute.field]
            if len({str(judgement.reported) for judgement in judged}) < 2:
                failures.append((source, dispute.record, dispute.field))
    assert failures == []


# Strategies for small datasets with reports of two sources, true or false

DAYS = st.sampled_from(["2001-01-01", "2001-01", "2001", "2003-05-05", "[2002..2004]", "[..2005]", "2004~", "2004?"])
COUNTS = st.one_of(
    st.builds(lambda value: {"value": value}, st.integers(1, 50)),
    st.builds(lambda low, more: {"at_least": low, "at_most": low + more}, st.integers(1, 50), st.integers(1, 50)),
    st.just({"wording": "many"}),
)
ROLES = st.sampled_from(["deployed", "withdrew", "decided"])
PARTIES = st.one_of(
    st.builds(lambda code: {"actor": f"state:{code}"}, st.sampled_from(["AAA", "BBB"])),
    st.builds(lambda code, role: {"actor": f"state:{code}", "role": role}, st.sampled_from(["AAA", "BBB"]), ROLES),
    st.builds(lambda words: {"of": "state:AAA", "described_as": words}, st.sampled_from(["troops", "units"])),
)
# Items of a list are identified by their key, so each actor occurs once.
PARTICIPANTS = st.lists(PARTIES, min_size=1, max_size=3, unique_by=lambda party: party.get("actor", str(party)))
EVENT = st.fixed_dictionaries(
    {},
    optional={
        "date": DAYS,
        "place": st.sampled_from(["state:AAA", "state:BBB"]),
        "states": st.lists(st.sampled_from(["state:AAA", "state:BBB"]), min_size=1, unique=True),
        "participants": PARTICIPANTS,
        "deaths": COUNTS,
        "title": st.sampled_from(["Help", "Aid"]),
    },
)
LASTING = st.fixed_dictionaries({}, optional={"start": DAYS, "end": DAYS})
IN_ORDER = LASTING.filter(
    lambda days: len(days) < 2 or not certainly_reversed(Day(str(days["start"])), Day(str(days["end"])))
)
SPELL = st.fixed_dictionaries({}, optional={"start": DAYS, "end": DAYS, "status": st.just("observer")})
FIGURE = st.fixed_dictionaries({}, optional={"amount": COUNTS, "unit": st.sampled_from(["KZT", "USD"]), "as_of": DAYS})


@st.composite
def evidence_of_two_sources(draw: st.DrawFn, values: st.SearchStrategy[dict[str, Any]]) -> list[dict[str, Any]]:
    evidence: list[dict[str, Any]] = []
    for _ in range(draw(st.integers(1, 4))):
        witness: dict[str, Any] = {"source": draw(st.sampled_from([PAPER, NEWS["id"]]))}
        if draw(st.booleans()):
            witness["at"] = {"paragraph": draw(st.integers(1, 9))}
        if reports := draw(values):
            witness["reports"] = reports
        if draw(st.integers(0, 4)) == 0:
            witness["planned"] = True
        if witness not in evidence:
            evidence.append(witness)
    return evidence


@st.composite
def small_datasets(draw: st.DrawFn) -> Dataset:
    event = {
        "id": "event:help",
        "kind": "deployment",
        "title": "Help",
        **draw(EVENT),
        "evidence": draw(evidence_of_two_sources(EVENT)),
    }
    lasting = {"id": "event:war", "kind": "unrest", "title": "War", **draw(IN_ORDER)}
    lasting["evidence"] = draw(evidence_of_two_sources(st.one_of(LASTING, EVENT)))
    member = spell(
        "a", "AAA", **{"start": "2001-01-01", **draw(IN_ORDER)}, evidence=draw(evidence_of_two_sources(SPELL))
    )
    loss = {"id": "figure:loss", "measure": "economic-loss", "of": "event:war", "amount": {"value": 3}, "unit": "KZT"}
    loss["evidence"] = draw(evidence_of_two_sources(FIGURE))
    return dataset(PACT, TREATY, NEWS, state("AAA"), state("BBB"), event, lasting, member, loss)


@given(small_datasets())
def test_view_of_generated_source_contains_only_what_it_reports(ds: Dataset) -> None:
    citing = records_by_source(ds)
    for source in ds.sources:
        check_laws(ds, source, citing[source.id])


@given(small_datasets())
def test_view_contains_no_judgements_of_other_sources(ds: Dataset) -> None:
    for source in ds.sources:
        others = [other.id for other in ds.sources if other != source]
        view = ds.as_reported_by(source.id)
        assert not [j for j in view.judgements() if j.source in others]
        assert {j.record for j in view.disputes()} <= {j.record for j in ds.judgements() if j.source == source.id}


@given(EVENT.filter(bool), IN_ORDER.filter(bool), st.permutations(range(1, 4)))
def test_view_equals_record_if_source_reports_all_values(
    event: dict[str, Any], lasting: dict[str, Any], at: list[int]
) -> None:
    def attested(slug: str, kind: str, values: dict[str, Any]) -> dict[str, Any]:
        witnesses = [{"source": PAPER, "at": {"paragraph": place}, "reports": values} for place in at]
        raw = {"id": f"event:{slug}", "kind": kind, "title": "Help"}
        return {**raw, **values, "evidence": witnesses}

    ds = dataset(state("AAA"), state("BBB"), attested("help", "arrival", event), attested("war", "unrest", lasting))
    view = ds.as_reported_by(PAPER)
    for id, values in (("event:help", event), ("event:war", lasting)):
        assert {name: to_json(getattr(view[id], name)) for name in values} == values
        assert view[id] == ds[id]


# Examples


@pytest.mark.parametrize(
    ("first", "kept"), [("start", {"start": "2010-01-01"}), ("end", {"end": "2005-01-01"})], ids=case_id
)
def test_view_keeps_first_of_contradictory_start_and_end(first: str, kept: dict[str, str]) -> None:
    days = {"start": "2010-01-01", "end": "2005-01-01"}
    entries = [
        {"source": "source:news", "at": {"paragraph": 1 if field == first else 2}, "reports": {field: day}}
        for field, day in days.items()
    ]
    war = {"id": "event:war", "kind": "unrest", "title": "War", "evidence": entries}
    viewed = view_of(war)["event:war"]
    assert {field: str(getattr(viewed, field)) for field in days if getattr(viewed, field)} == kept


def test_view_takes_the_end_that_its_source_reports_together_with_the_right_start() -> None:
    entries = news({"end": "2005-01-01"}, {"start": "2010-01-01", "end": "2012-01-01"})
    war = {"id": "event:war", "kind": "unrest", "title": "War", "start": "2010-01-01", "evidence": entries}
    viewed = view_of(war)["event:war"]
    assert (str(viewed.start), str(viewed.end)) == ("2010-01-01", "2012-01-01")


def view_of(*records: dict[str, Any]) -> Dataset:
    return dataset(PACT, TREATY, NEWS, state("AAA"), state("BBB"), *records).as_reported_by("source:news")


def news(*reports: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    numbered = enumerate(reports, start=1)
    return [{"source": "source:news", "at": {"paragraph": n}, "reports": report, **more} for n, report in numbered]


def event(*reports: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"id": "event:help", "kind": "deployment", "title": "Help", **fields, "evidence": news(*reports)}


def test_view_prefers_supporting_report_at_any_position() -> None:
    view = view_of(event({"date": "2001"}, {"date": "2003-05-05"}, {"date": "2004"}, date="2003"))
    assert view.events["help"].date == Day("2003-05-05")
    assert {str(dispute.reported) for dispute in view.disputes()} == {"2001", "2004"}


def test_view_keeps_first_report_if_none_supports_the_record() -> None:
    raw = event({"date": "2001"}, {"date": "2002"}, date="2003")
    raw["evidence"].reverse()
    assert view_of(raw).events["help"].date == Day("2001")


def test_view_keeps_either_date_or_start_and_end() -> None:
    view = view_of(event({"date": "2001-01-01"}, {"start": "2001-01-01", "end": "2001-02-02"}, start="2001-01-01"))
    viewed = view.events["help"]
    assert (viewed.date, viewed.start, viewed.end) == (None, Day("2001-01-01"), Day("2001-02-02"))


def test_view_drops_testimony_of_other_sources_and_keeps_identity() -> None:
    raw = event({"place": "state:AAA"}, date="2003", place="state:BBB")
    raw["evidence"].append({"source": PAPER, "reports": {"date": "2003"}})
    viewed = view_of(raw).events["help"]
    assert (viewed.title, viewed.date, viewed.place) == (raw["title"], None, "state:AAA")
    assert len(viewed.evidence) == 1


def test_view_has_a_summary_only_if_the_source_reports_it() -> None:
    assert view_of(event({"title": "Help"}, summary="They came.")).events["help"].summary is None
    reported = event({"summary": "They came late."}, summary="They came.")
    assert view_of(reported).events["help"].summary == "They came late."


def test_spell_in_another_organisation_has_the_status_that_fits_it() -> None:
    """The Factbook calls the treaty of 1992 by the name of the organisation, which has members and not parties."""
    (spell,) = (s for s in DS.as_reported_by("cia-factbook").memberships if s.id == "membership:cst-uzb-1")
    assert (spell.organization, spell.status) == ("org:csto", "member")
    assert DS.as_reported_by("cia-factbook").organizations["csto"].predecessor is None


@pytest.mark.parametrize(("other", "status"), [("org:treaty", "party"), ("org:club", "member")])
def test_status_in_another_organisation_is_that_of_its_kind(other: str, status: str) -> None:
    club = {"id": "org:club", "name": "Club", "kind": "organisation"}
    member = spell("a", "AAA", "2000", evidence=news({"organization": other, "start": "2000"}))
    assert view_of(club, member).memberships["a"].status == status


def test_view_ignores_planned_report() -> None:
    raw = event(date="2003")
    raw["evidence"] = news({"date": "2003"}, planned=True)
    viewed = view_of(raw).events["help"]
    assert viewed.date is None
    assert viewed.evidence[0].planned


def test_view_uses_name_that_source_reports() -> None:
    viewed = view_of({**state("AAA"), "id": "state:CCC", "name": "Ccc", "evidence": news({"name": "Cecece"})})
    assert viewed.states["CCC"].name == "Cecece"
    assert viewed.states["CCC"].iso_alpha3 == "AAA"


def test_view_unites_reported_lists() -> None:
    both = [{"actor": "state:AAA", "role": "deployed"}, {"actor": "state:BBB"}]
    view = view_of(
        event({"participants": [{"actor": "state:BBB"}]}, {"participants": [{"actor": "state:AAA"}]}, participants=both)
    )
    assert [party.actor for party in view.events["help"].participants] == ["state:AAA", "state:BBB"]
    assert [party.role for party in view.events["help"].participants] == [None, None]


def test_view_merges_reports_of_one_participant() -> None:
    reports = [
        {"participants": [{"actor": "state:AAA"}]},
        {"participants": [{"actor": "state:AAA", "role": "withdrew"}]},
        {"participants": [{"actor": "state:AAA", "role": "deployed"}]},
    ]
    view = view_of(event(*reports, participants=[{"actor": "state:AAA", "role": "deployed"}]))
    (party,) = view.events["help"].participants
    assert (party.actor, party.role) == ("state:AAA", "deployed")
    (dispute,) = view.disputes()
    assert (dispute.field, dispute.reported) == ("participants[state:AAA].role", "withdrew")


def test_view_filters_contingents_and_outcomes_by_their_own_evidence() -> None:
    operation = {"id": "operation:help", "name": "Help", "organization": "org:pact", "start": "2009"}
    operation["contingents"] = [
        {"state": "state:AAA", "personnel": {"value": 10}, "evidence": news({"personnel": {"value": 12}})},
        {"state": "state:BBB", "personnel": {"value": 20}, "evidence": [{"source": PAPER}]},
    ]
    view = view_of(operation)
    viewed = view.operations["help"]
    assert isinstance(viewed, Operation)
    assert [(part.state, part.personnel and part.personnel.value) for part in viewed.contingents] == [("state:AAA", 12)]
    assert (viewed.start, viewed.evidence) == (None, ())


def test_assessment_is_only_in_the_view_of_a_source_that_makes_it() -> None:
    forecast: dict[str, Any] = {"id": "assessment:a", "kind": "forecast", "by": ["person:a"], "made": "2009"}
    forecast |= {"about": ["state:AAA"], "claim": "Rain.", "evidence": [{"source": PAPER}]}
    forecast["outcome"] = {"result": "happened", "as_of": "2010", "summary": "It rained."}
    ann = {"id": "person:a", "name": "Ann"}
    records = (NEWS, state("AAA"), ann)

    def views(outcome: list[dict[str, Any]]) -> tuple[View, View]:
        data = dataset(*records, {**forecast, "outcome": {**forecast["outcome"], "evidence": outcome}})
        return data.as_reported_by(PAPER), data.as_reported_by("source:news")

    paper, other = views(news({"result": "not-so-far"}))
    assert (paper.assessments["a"].claim, paper.assessments["a"].outcome) == ("Rain.", None)
    assert not other.assessments


def test_outcome_in_a_view_has_what_its_source_reports() -> None:
    forecast: dict[str, Any] = {"id": "assessment:a", "kind": "forecast", "by": ["person:a"], "made": "2010"}
    forecast |= {"about": ["state:AAA"], "claim": "Rain.", "evidence": [{"source": "source:news"}]}
    known = {"result": "happened", "as_of": "2010", "summary": "It rained."}

    def viewed(**reports: Any) -> Any:
        outcome = {**known, "evidence": news(reports) if reports else [{"source": "source:news"}]}
        return view_of({**forecast, "outcome": outcome}, {"id": "person:a", "name": "Ann"}).assessments["a"].outcome

    assert viewed() is None
    assert viewed(as_of="2010") is None
    outcome = viewed(result="not-so-far")
    assert (outcome.result, outcome.as_of, outcome.summary) == ("not-so-far", None, None)
    outcome = viewed(**known)
    assert (outcome.result, outcome.as_of, outcome.summary) == ("happened", Day("2010"), "It rained.")


def test_view_of_figure_keeps_amount_with_its_unit() -> None:
    loss = {"id": "figure:loss", "measure": "economic-loss", "of": "state:AAA", "amount": {"value": 3}, "unit": "KZT"}
    viewed = view_of({**loss, "evidence": news({"amount": {"value": 2}, "unit": "USD"}, {"amount": {"value": 4}})})
    assert (viewed.figures["loss"].amount.value, viewed.figures["loss"].unit) == (4, "KZT")
    viewed = view_of({**loss, "evidence": news({"amount": {"value": 2}, "unit": "USD"})})
    assert (viewed.figures["loss"].amount.value, viewed.figures["loss"].unit) == (2, "USD")
    assert len(view_of({**loss, "evidence": news({"as_of": "2009"})}).figures) == 0


@pytest.mark.parametrize(
    ("reported", "start", "end"),
    [
        ({"start": "2001"}, "2001", "[2010-05-05..]"),
        ({"end": "2006"}, "[..2006]", "2006"),
        ({"end": "[2006..2008]"}, "[..2008-12-31]", "[2006..2008]"),
        ({"end": "[2006..]"}, "[..2999]", "[2006..]"),
        ({"start": "2001", "end": "2006"}, "2001", "2006"),
    ],
    ids=case_id,
)
def test_view_derives_missing_bound_of_partly_reported_spell(reported: dict[str, str], start: str, end: str) -> None:
    found = view_of(spell("a", "AAA", "2000", "2005", evidence=news(reported))).memberships["a"]
    assert (found.start, found.end) == (Day(start), Day(end))


def test_view_omits_spell_without_reported_start_or_end() -> None:
    assert len(view_of(spell("a", "AAA", "2000", evidence=news({"status": "member"}))).memberships) == 0


def test_view_of_undated_source_leaves_end_of_spell_open() -> None:
    made = dataset(
        PACT,
        TREATY,
        state("AAA"),
        spell("a", "AAA", "2000", evidence=[{"source": PAPER, "reports": {"start": "2000"}}]),
    )
    view = made.as_reported_by(PAPER)
    assert view.memberships["a"].end is None
    with pytest.raises(UncertainError):
        view.members("2005-01-01", organization="org:pact")
    with pytest.raises(OutsideCoverageError, match="no publication date"):
        view.members(organization="org:pact")


def test_view_keeps_holder_of_office_that_is_only_referenced() -> None:
    post = {"id": "office:post", "holder": "person:a", "title": "president", "of": "state:AAA", "start": "2001"}
    ann = {"id": "person:a", "name": "Ann"}
    speakers = [{"actor": "person:a", "office": "office:post"}]
    said = {"id": "statement:said", "kind": "warning", "speakers": speakers, "summary": "Beware."}
    view = view_of(ann, post, {**said, "evidence": news({"speakers": speakers})})
    assert (view.offices["post"].holder, view.offices["post"].evidence) == ("person:a", ())
    assert view.offices["post"].start == Day("[..2999]")
    assert view.offices["post"].end is None


def test_view_is_an_immutable_dataset_and_repr_names_its_source() -> None:
    assert repr(article()) == f"<View of source:sukhankin-2022, version {DS.version}>"
    assert isinstance(article(), Dataset)
    assert (article().version, article().coverage.memberships) == (DS.version, ())
    with pytest.raises(AttributeError):
        article().source = DS.sources["sukhankin-2022"]  # type: ignore[misc]
    assert article().events.between("2022-01-13", "2022-01-13")
    assert article().said_by("person:sergey-sukhankin")
    assert all(len(article().table(kind)) for kind in KINDS)


def test_as_reported_by_suggests_nearest_id_for_unknown_source() -> None:
    with pytest.raises(csto_data.NotFoundError, match="source:sukhankin-2022"):
        DS.as_reported_by("source:sukhankin-2021")
    assert SOURCE["id"] == PAPER
