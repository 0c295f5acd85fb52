"""What the article reports, line by line, whatever the records make of it in the light of other sources."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

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
    """Every record that the article tells of, with each place where it does."""
    for record in DS:
        if isinstance(record, Attested):
            yield from ((record, witness) for witness in record.evidence if witness.source == ARTICLE)


def paragraph(witness: Evidence) -> int:
    assert witness.at is not None
    assert witness.at.paragraph is not None
    return witness.at.paragraph


def reported(id: str, field: str) -> dict[int, Value]:
    """What the article reports of one field of a record, by paragraph."""
    return {
        paragraph(witness): report.value
        for record, witness in attested()
        if record.id == id
        for report in witness.reports
        if report.field == field
    }


def statement(slug: str) -> Statement:
    return DS.statements[slug]


ASSESSMENTS = sorted({r.id for r, _ in attested() if isinstance(r, Assessment)})
STATEMENTS = sorted({r.id for r, _ in attested() if isinstance(r, Statement)})


# Its lines


def test_evidence_points_at_lines_that_the_article_has() -> None:
    assert {paragraph(witness) for _, witness in attested()} <= set(range(TITLE, AUTHOR + 1))


@pytest.mark.parametrize("line", [*range(3, PULL_QUOTE), *range(PULL_QUOTE + 1, VIDEO), AUTHOR])
def test_every_line_that_says_something_is_evidence_of_something(line: int) -> None:
    assert any(paragraph(witness) == line for _, witness in attested())


def test_the_pull_quote_says_nothing_that_its_paragraph_does_not() -> None:
    told_in = {record.id: set[int]() for record, _ in attested()}
    for record, witness in attested():
        told_in[record.id].add(paragraph(witness))
    quoted = [paragraphs for paragraphs in told_in.values() if PULL_QUOTE in paragraphs]
    assert quoted
    assert all(PULL_QUOTE - 1 in paragraphs for paragraphs in quoted)


def test_the_photograph_and_the_video_are_its_media() -> None:
    media = {medium.kind: medium.at for medium in DS.sources[ARTICLE].media}
    assert {kind: at.paragraph for kind, at in media.items() if at} == {"photo": CAPTION, "video": VIDEO}


# Who was a member


def members_listed(line: int) -> set[str]:
    return {
        record.member for record, witness in attested() if isinstance(record, Membership) and paragraph(witness) == line
    }


def test_the_fifth_line_lists_six_members() -> None:
    assert members_listed(5) == SIX


@given(EPISODE)
def test_the_six_are_members_through_the_whole_episode_and_nobody_else_is(on: date) -> None:
    members = {state.id for state in DS.members(on)}
    assert members == members_listed(5)
    assert UZBEKISTAN not in members


def test_uzbekistan_left_twice() -> None:
    exits = [
        (paragraph(witness), str(report.value))
        for record, witness in attested()
        if isinstance(record, Membership) and record.member == UZBEKISTAN
        for report in witness.reports
        if report.field == "end"
    ]
    assert sorted(exits) == [(17, "2006"), (17, "2012")]


# What happened


def test_the_withdrawal_begins_on_two_days() -> None:
    assert reported("event:csto-withdrawal-start", "date") == {4: Day("2022-01-13"), 5: Day("2022-01-15")}


def test_the_later_day_of_the_withdrawal_is_a_dispute() -> None:
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
)
def test_every_number_that_the_article_gives_stands_somewhere(id: str, field: str, amount: Quantity) -> None:
    of_figures = [
        value
        for figure in DS.figures
        if (figure.of, figure.measure) == (id, field)
        for value in reported(figure.id, "amount").values()
    ]
    assert amount in [*reported(id, field).values(), *of_figures]


# Who said what


def test_the_warning_is_dated_and_answered() -> None:
    warning = "statement:lukashenko-warning-uzbekistan"
    assert reported(warning, "date") == {17: Day("2022-01-10")}
    assert reported("statement:uzbek-rebuttal-lukashenko", "in_reply_to") == {17: warning}
    assert DS.replies_to(warning)


def test_the_organisation_that_was_not_asked_is_named() -> None:
    (passed_over,) = reported("statement:tokayev-request-csto", "not_addressed").values()
    assert isinstance(passed_over, tuple)
    assert Party(actor="org:sco") in passed_over  # type: ignore[arg-type]


def test_the_leaders_of_two_states_share_the_accusation() -> None:
    accusation = "statement:tokayev-accusation"
    endorsements = [s for s in DS.replies_to(accusation) if s.kind == "endorsement" and s.id in STATEMENTS]
    speakers = [reported(s.id, "speakers")[8] for s in endorsements]
    assert (Party(of="state:BLR", described_as="leader"),) in speakers  # type: ignore[arg-type]
    assert len(speakers) == 2


@pytest.mark.parametrize("id", STATEMENTS)
def test_a_statement_has_its_speaker_from_the_article(id: str) -> None:
    assert reported(id, "speakers")


@pytest.mark.parametrize("id", [id for id in STATEMENTS if reported(id, "quoted")])
def test_only_a_few_words_are_quoted(id: str) -> None:
    for fragments in reported(id, "quoted").values():
        assert isinstance(fragments, tuple)
        assert sum(len(str(fragment).split()) for fragment in fragments) <= 7


# What its author makes of it


@pytest.mark.parametrize("id", ASSESSMENTS)
def test_an_assessment_is_the_authors_on_the_day_of_publication(id: str) -> None:
    article = DS.sources[ARTICLE]
    assessment = DS.assessments[id]
    assert assessment.by == article.authors
    assert assessment.made == article.published


@pytest.mark.parametrize("id", ASSESSMENTS)
def test_a_forecast_and_none_but_a_forecast_says_how_sure_it_is_of_what_comes(id: str) -> None:
    assessment = DS.assessments[id]
    of_what_comes = assessment.modality in {"will", "highly-likely", "likely", "could", "might"}
    assert of_what_comes is (assessment.kind == "forecast")
    assert assessment.condition is None or assessment.kind == "forecast"


def test_no_two_assessments_say_the_same() -> None:
    claims = [(DS.assessments[id].claim, DS.assessments[id].about) for id in ASSESSMENTS]
    assert len(set(claims)) == len(claims)


def test_that_the_operation_was_the_first_of_its_type_is_a_claim() -> None:
    assert DS.assessments["first-operation-of-its-type"].kind == "claim"
