"""The data as far as sources that were published by a day report them."""

from __future__ import annotations

import pickle
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import csto_data
from csto_data import Dataset, DatasetError, Day, Event, InvalidDateError, OutsideCoverageError, Source
from csto_data.cli import main
from csto_data.model.references import evidence_of, references
from csto_data.serialization.converter import structure

DATA = csto_data.load()
DAYS = st.dates(date(1990, 1, 1), date(2027, 1, 1))
INEXACT = {source.published for source in DATA.sources if source.published and not source.published.exact}
BOUNDS = sorted({day for published in INEXACT for day in (published.earliest, published.latest) if day is not None})


@given(DAYS)
def test_only_sources_that_were_certainly_published_by_the_day_count(day: date) -> None:
    view = DATA.as_published_by(day)
    for record in view:
        for evidence in evidence_of(record):
            published = DATA.sources[evidence.source].published
            assert published is not None
            assert published.latest is not None
            assert published.latest <= day


@given(DAYS | st.sampled_from(BOUNDS))
def test_undated_sources_are_those_published_by_the_day_or_later(day: date) -> None:
    undated = DATA.as_published_by(day).undated

    def is_open(published: Day | None) -> bool:
        certainly = published is not None and published.latest is not None and published.latest <= day
        later = published is not None and published.earliest is not None and published.earliest > day
        return not certainly and not later

    assert [*undated] == [source.id for source in DATA.sources if is_open(source.published)]


@given(DAYS)
def test_each_reference_leads_to_a_record_of_the_view(day: date) -> None:
    view = DATA.as_published_by(day)
    assert all(reference.id in view for record in view for reference in references(record))


@given(DAYS, st.integers(0, 2000))
def test_what_a_source_attests_stays_attested_later(day: date, days: int) -> None:
    def attested(by: date) -> set[str]:
        return {record.id for record in DATA.as_published_by(by) if evidence_of(record)}

    assert attested(day) <= attested(day + timedelta(days=days))


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        ("2022-01-09", set()),
        ("2022-01-12", {"164"}),
        ("2022-01-15", {"164", "225"}),
        ("2022-02-12", {"164", "225", "about 227"}),
        ("2022-03-14", {"164", "225", "about 227", "230"}),
        ("2022-08-16", {"164", "225", "about 227", "230", "238"}),
    ],
)
def test_the_deaths_of_january_2022_as_they_became_known(day: str, counts: set[str]) -> None:
    numbered = {f"figure:january-deaths-{number}" for number in range(1, 6)}
    figures = DATA.as_published_by(day).figures
    assert {str(figure.amount) for figure in figures if figure.id in numbered} == counts


def test_the_number_of_a_later_source_is_not_known_before() -> None:
    by_article = DATA.as_published_by("2022-01-26").events["kazakhstan-violence-2022"].deaths
    by_inquiry = DATA.as_published_by("2022-08-16").events["kazakhstan-violence-2022"].deaths
    assert (str(by_article), str(by_inquiry)) == ('24 to 99 ("dozens")', "238")


def test_a_view_has_the_day_by_default_and_answers_unknown_later() -> None:
    view = DATA.as_published_by("2026-01-22")
    assert view.members().keys() == view.members("2026-01-22").keys()


def test_members_before_the_first_source_are_outside_coverage() -> None:
    with pytest.raises(
        OutsideCoverageError, match=r"No source published by 1990-01-01 reports membership dates for org:csto\."
    ):
        DATA.as_published_by("1990-01-01").members()


def test_a_view_cannot_be_saved(tmp_path) -> None:
    with pytest.raises(DatasetError, match=r'use as_published_by\("2022-01-12"\) after loading'):
        DATA.as_published_by("2022-01-12").save(tmp_path)


def test_an_inexact_day_is_refused() -> None:
    with pytest.raises(InvalidDateError):
        DATA.as_published_by("2022-01")


def test_a_view_survives_pickling() -> None:
    view = DATA.as_published_by("2022-01-12")
    again = pickle.loads(pickle.dumps(view))  # noqa: S301
    assert (again.published_by, again.undated, [*again]) == (view.published_by, view.undated, [*view])


def test_the_command_lists_the_sources_whose_day_is_open(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["view", "--published-by", "2022-01-12", "figure:january-deaths-1"]) == 0
    out, err = capsys.readouterr()
    assert "164" in out
    assert "source:info24-164-dead-denied" in err


@pytest.mark.parametrize("arguments", [["view"], ["view", "sukhankin-2022", "KAZ", "--published-by", "2022-01-12"]])
def test_the_command_takes_a_source_or_a_day(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert "--published-by" in capsys.readouterr().err


@pytest.mark.parametrize(("newer_at", "older_at"), [(1, 9), (9, 1), (5, 5)])
def test_of_a_start_and_an_end_in_the_wrong_order_that_of_the_newest_source_stays(newer_at: int, older_at: int) -> None:
    def source(slug: str, published: str) -> dict[str, object]:
        return {"id": f"source:{slug}", "title": slug, "kind": "news", "published": published, "language": "en"}

    def evidence(slug: str, paragraph: int, reports: dict[str, str]) -> dict[str, object]:
        return {"source": f"source:{slug}", "at": {"paragraph": paragraph}, "reports": reports}

    reported = [
        evidence("newer", newer_at, {"end": "2022-01-04"}),
        evidence("older", older_at, {"start": "2022-01-08"}),
    ]
    event = {
        "id": "event:strike",
        "kind": "protest",
        "title": "A strike",
        "start": "2022-01-01",
        "end": "2022-01-31",
        "evidence": reported,
    }
    sources = [source("newer", "2022-03-01"), source("older", "2022-02-01")]
    records = [structure(Source, each) for each in sources]
    dataset = Dataset.from_records([*records, structure(Event, event)])
    seen = dataset.as_published_by("2022-04-01").events["strike"]
    assert (seen.start, str(seen.end)) == (None, "2022-01-04")
