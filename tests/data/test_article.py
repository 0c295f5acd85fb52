"""The reports of the article, paragraph by paragraph, independent of the recorded values."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

import csto_data
from csto_data.dates import Day
from csto_data.model import Assessment, Attested, Evidence, Membership, Statement
from csto_data.model.values import Party, Quantity, Value

ARTICLE = "source:sukhankin-2022"
SIX = {"state:ARM", "state:BLR", "state:KAZ", "state:KGZ", "state:RUS", "state:TJK"}
UZBEKISTAN = "state:UZB"
TITLE, DATE, CAPTION, PULL_QUOTE, VIDEO, AUTHOR = 1, 2, 4, 16, 21, 22
EPISODE = st.dates(date(2022, 1, 2), date(2022, 1, 26))

DS = csto_data.load()


def attested() -> Iterator[tuple[Attested, Evidence]]:
    """Yield every record with each of its evidence entries from the article."""
    for record in DS:
        if isinstance(record, Attested):
            yield from ((record, witness) for witness in record.evidence if witness.source == ARTICLE)


def paragraph(witness: Evidence) -> int:
    assert witness.at is not None
    assert witness.at.paragraph is not None
    return witness.at.paragraph


def reported(id: str, field: str) -> dict[int, Value]:
    """Return what the article reports for a field of a record, by paragraph."""
    return {
        paragraph(witness): report.value
        for record, witness in attested()
        if record.id == id
        for report in witness.reports
        if report.field == field
    }


def statement(slug: str) -> Statement:
    return DS.statements[slug]


@cache
def assessments() -> list[str]:
    """Return the ids of the assessments that the article attests."""
    return sorted({r.id for r, _ in attested() if isinstance(r, Assessment)})


@cache
def statements() -> list[str]:
    """Return the ids of the statements that the article attests."""
    return sorted({r.id for r, _ in attested() if isinstance(r, Statement)})


# Paragraphs


def test_evidence_cites_existing_paragraphs() -> None:
    assert {paragraph(witness) for _, witness in attested()} <= set(range(TITLE, AUTHOR + 1))


def test_every_paragraph_with_content_is_cited_as_evidence() -> None:
    cited = {paragraph(witness) for _, witness in attested()}
    assert {*range(3, PULL_QUOTE), *range(PULL_QUOTE + 1, VIDEO), AUTHOR} - cited == set()


def test_records_citing_the_pull_quote_also_cite_its_paragraph() -> None:
    cited_in = {record.id: set[int]() for record, _ in attested()}
    for record, witness in attested():
        cited_in[record.id].add(paragraph(witness))
    quoted = [paragraphs for paragraphs in cited_in.values() if PULL_QUOTE in paragraphs]
    assert quoted
    assert all(PULL_QUOTE - 1 in paragraphs for paragraphs in quoted)


def test_media_of_article_are_photo_and_video() -> None:
    media = {medium.kind: medium.at for medium in DS.sources[ARTICLE].media}
    assert {kind: at.paragraph for kind, at in media.items() if at} == {"photo": CAPTION, "video": VIDEO}


# Members


def members_listed(line: int) -> set[str]:
    return {
        record.member for record, witness in attested() if isinstance(record, Membership) and paragraph(witness) == line
    }


def test_paragraph_five_lists_six_members() -> None:
    assert members_listed(5) == SIX


@given(EPISODE)
def test_members_during_the_episode_are_those_in_paragraph_five(on: date) -> None:
    members = {state.id for state in DS.members(on)}
    assert members == members_listed(5)
    assert UZBEKISTAN not in members


def test_article_reports_two_exits_of_uzbekistan() -> None:
    exits = [
        (paragraph(witness), str(report.value))
        for record, witness in attested()
        if isinstance(record, Membership) and record.member == UZBEKISTAN
        for report in witness.reports
        if report.field == "end"
    ]
    assert sorted(exits) == [(17, "2006"), (17, "2012")]


# Events


def test_article_reports_two_dates_for_start_of_withdrawal() -> None:
    assert reported("event:csto-withdrawal-start", "date") == {4: Day("2022-01-13"), 5: Day("2022-01-15")}


def test_later_date_of_withdrawal_is_disputed() -> None:
    against = [d for d in DS.disputes() if d.record == "event:csto-withdrawal-start" and d.source == ARTICLE]
    assert [(d.field, str(d.value), str(d.reported)) for d in against] == [("date", "2022-01-13", "2022-01-15")]


@pytest.mark.parametrize(
    ("id", "field", "amount"),
    [
        ("operation:csto-kazakhstan-2022", "personnel", Quantity(2500, wording="paratroopers")),
        ("event:kazakhstan-violence-2022", "deaths", Quantity(at_least=24, at_most=99, wording="dozens")),
        ("event:kazakhstan-gas-price-decision", "price-factor", Quantity(2, wording="double")),
        ("event:tajik-kyrgyz-conflict", "casualties", Quantity(at_least=2, wording="multiple")),
    ],
    ids=lambda value: value.wording if isinstance(value, Quantity) else value,
)
def test_number_in_the_article_is_recorded_as_report(id: str, field: str, amount: Quantity) -> None:
    of_figures = [
        value
        for figure in DS.figures
        if (figure.of, figure.measure) == (id, field)
        for value in reported(figure.id, "amount").values()
    ]
    assert amount in [*reported(id, field).values(), *of_figures]


# Statements


def test_warning_of_lukashenko_has_date_and_reply() -> None:
    warning = "statement:lukashenko-warning-uzbekistan"
    assert reported(warning, "date") == {17: Day("2022-01-10")}
    assert reported("statement:uzbek-rebuttal-lukashenko", "in_reply_to") == {17: warning}
    assert DS.replies_to(warning)


def test_request_of_tokayev_names_sco_as_not_addressed() -> None:
    (passed_over,) = reported("statement:tokayev-request-csto", "not_addressed").values()
    assert isinstance(passed_over, tuple)
    assert Party(actor="org:sco") in passed_over  # type: ignore[arg-type]


def test_two_leaders_endorse_the_accusation() -> None:
    accusation = "statement:tokayev-accusation"
    endorsements = [s for s in DS.replies_to(accusation) if s.kind == "endorsement" and s.id in statements()]
    speakers = [reported(s.id, "speakers")[8] for s in endorsements]
    assert (Party(of="state:BLR", described_as="leader"),) in speakers  # type: ignore[arg-type]
    assert len(speakers) == 2


def test_article_reports_speakers_of_all_its_statements() -> None:
    assert statements()
    assert [id for id in statements() if not reported(id, "speakers")] == []


def test_no_statement_quotes_more_than_seven_words_of_the_article() -> None:
    lengths = {}
    for id in statements():
        for line, fragments in reported(id, "quoted").items():
            assert isinstance(fragments, tuple)
            lengths[id, line] = sum(len(str(fragment).split()) for fragment in fragments)
    assert lengths
    assert {place: length for place, length in lengths.items() if length > 7} == {}


# Assessments


def test_assessments_have_author_and_publication_date_of_the_article() -> None:
    article = DS.sources[ARTICLE]
    made = {id: (DS.assessments[id].by, DS.assessments[id].made) for id in assessments()}
    assert made
    assert {id: found for id, found in made.items() if found != (article.authors, article.published)} == {}


def test_only_forecasts_have_a_future_modality_or_a_condition() -> None:
    wrong = []
    for id in assessments():
        assessment = DS.assessments[id]
        is_future = assessment.modality in {"will", "highly-likely", "likely", "could", "might"}
        is_forecast = assessment.kind == "forecast"
        if is_future is not is_forecast or (assessment.condition is not None and not is_forecast):
            wrong.append(id)
    assert wrong == []


def test_assessments_have_different_claims() -> None:
    claims = [(DS.assessments[id].claim, DS.assessments[id].about) for id in assessments()]
    assert len(set(claims)) == len(claims)


def test_first_operation_of_its_type_is_recorded_as_claim() -> None:
    assert DS.assessments["first-operation-of-its-type"].kind == "claim"
