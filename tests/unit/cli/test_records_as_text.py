"""The command line: what is said of records in text, with names, offices, times and the order of time."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

import csto_data
from csto_data.cli import main
from csto_data.model import KINDS
from csto_data.model.references import evidence_of
from csto_data.store.order import has_time, time_of

DATASET = csto_data.load()


def output(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 0
    return capsys.readouterr().out


def words(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())


def rows(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO(output(capsys, *arguments, "--format", "csv")))]


def error(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    code: object
    try:
        code = main(arguments)
    except SystemExit as stopped:
        code = stopped.code
    assert code == 2
    return capsys.readouterr().err


def test_speakers_have_their_offices(capsys: pytest.CaptureFixture[str]) -> None:
    shown = words(output(capsys, "list", "statements"))
    for statement in DATASET.statements:
        for party in statement.speakers:
            if party.office is not None:
                office = DATASET.offices[party.office]
                assert f"{DATASET[str(party.actor)].label}, {office.title} of {DATASET[office.of].label}" in shown


def test_words_of_a_statement_are_marked_as_a_paraphrase(capsys: pytest.CaptureFixture[str]) -> None:
    shown = words(output(capsys, "list", "statements"))
    assert all(f"(paraphrased): {words(statement.summary)}" in shown for statement in DATASET.statements)


def test_text_has_the_hedge_of_a_claim_once(capsys: pytest.CaptureFixture[str]) -> None:
    shown = words(output(capsys, "list", "assessments"))
    assert "Sergey Sukhankin: It is highly likely that" in shown
    assert "highly-likely" not in shown
    assert "(highly likely)" not in shown


def test_what_has_no_end_is_since_or_its_end_is_unknown(capsys: pytest.CaptureFixture[str]) -> None:
    assert "since 2003-09-18" in output(capsys, "list", "memberships", "--where", "member=KAZ")
    assert "end unknown" in output(capsys, "list", "offices", "--where", "holder=Tokayev")
    text = words(output(capsys, "list", "events", "--from", "2022-01-02"))
    assert "from 2022-01-02, end event:kazakhstan-protests-2022 unknown" in text


@pytest.mark.parametrize(
    "command", ["list statements", "list figures", "list sources", "list memberships", "about KAZ"]
)
def test_records_are_in_the_order_of_time(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    times = [time_of(DATASET[row["id"]]) for row in rows(capsys, *command.split())]
    known = [when.sort_key for when in times if when is not None and when.sort_key[0].year < 9999]
    assert known == sorted(known)
    assert times[: len(known)] == [when for when in times if when is not None][: len(known)]


@pytest.mark.parametrize("dataset", KINDS)
def test_any_dataset_with_a_time_can_be_sorted_by_it(dataset: str, capsys: pytest.CaptureFixture[str]) -> None:
    if any(has_time(record) for record in DATASET.table(dataset)):
        assert output(capsys, "list", dataset, "--sort", "when", "--format", "json") == output(
            capsys, "list", dataset, "--format", "json"
        )
    else:
        assert "have no time" in error(capsys, "list", dataset, "--sort", "when")
        assert "have no time" in error(capsys, "list", dataset, "--from", "2022-01-01")


def test_events_and_statements_are_one_timeline(capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(capsys, "list", "events", "statements", "--from", "2022-01-04", "--to", "2022-01-06")
    assert {row["id"].partition(":")[0] for row in found} == {"event", "statement"}
    assert len(found) == sum(
        len(DATASET.table(name).between("2022-01-04", "2022-01-06")) for name in ("events", "statements")
    )


def test_certain_leaves_out_what_only_may_have_happened(capsys: pytest.CaptureFixture[str]) -> None:
    command = ("list", "events", "--from", "2022-01-05", "--to", "2022-01-05")
    certain = [row["id"] for row in rows(capsys, *command, "--certain")]
    assert certain == [*DATASET.events.between("2022-01-05", "2022-01-05", certain=True).keys()]
    assert set(certain) < {row["id"] for row in rows(capsys, *command)}
    assert "--certain needs" in error(capsys, "list", "events", "--certain")


def test_holders_of_a_day_are_apart_from_those_who_may_have_held_a_post(capsys: pytest.CaptureFixture[str]) -> None:
    certain, uncertain = output(capsys, "list", "offices", "--on", "2022-01-06").split("Uncertain")
    assert "office:csto-secretary-general-zas" in certain
    assert "Alikhan Smailov, acting prime minister" in words(certain)
    assert "office:president-kaz-tokayev" in uncertain
    answers = json.loads(output(capsys, "list", "offices", "--on", "2022-01-06", "--format", "json"))
    assert {row["answer"] for row in answers} == {"yes", "unknown"}
    assert "Did you mean --from 2022-01-06" in error(capsys, "list", "events", "--on", "2022-01-06")


def test_view_says_what_the_source_does_not_report(capsys: pytest.CaptureFixture[str]) -> None:
    shown = output(capsys, "view", "sukhankin-2022", "KAZ")
    reported, _, others = shown.partition("not reported by this source")
    assert "705" not in reported
    assert "705" in others
    assert "  705" not in output(capsys, "view", "sukhankin-2022")


def test_publisher_with_one_source_is_enough(capsys: pytest.CaptureFixture[str]) -> None:
    assert output(capsys, "view", "Politics Today") == output(capsys, "view", "sukhankin-2022")
    assert "Expected the id of one" in error(capsys, "view", "TASS")
    assert 'sources have the publisher "president of russia"' in error(capsys, "view", "president of russia")


def test_csv_of_a_list_has_offices_and_roles(capsys: pytest.CaptureFixture[str]) -> None:
    cells = {row["id"]: row["participants"] for row in rows(capsys, "list", "events")}
    for event in DATASET.events:
        assert all(party.role is None or f"({party.role})" in cells[event.id] for party in event.participants)


def test_csv_of_show_and_why_has_every_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    for record in [*DATASET.events[:8], *DATASET.operations]:
        found = rows(capsys, "show", record.id)
        judged = [(j.field, j.source, j.verdict.value) for j in DATASET.judgements(record.id)]
        assert [(row["field"], row["source"], row["verdict"]) for row in found if row["verdict"]] == judged
        assert {row["source"] for row in found if row["source"]} == {entry.source for entry in evidence_of(record)}
    found = rows(capsys, "why", "UZB")
    why = DATASET.why("UZB")
    assert [row["verdict"] for row in found] == [j.verdict.value for j in (*why.evidence, *why.others)]
    assert [row["answer"] for row in rows(capsys, "why", "CHN")] == ["no"]


def test_members_as_data_have_the_first_day(capsys: pytest.CaptureFixture[str]) -> None:
    assert {row["since"] for row in rows(capsys, "members")} == {"2003-09-18"}


def test_disputes_of_a_state_include_those_about_its_memberships(capsys: pytest.CaptureFixture[str]) -> None:
    found = {row["record"] for row in rows(capsys, "disputes", "--record", "Uzbekistan")}
    assert {"membership:csto-uzb-1"} <= found
    assert all("uzb" in id.lower() for id in found)


def test_disputed_value_has_every_source_that_is_not_against_it(capsys: pytest.CaptureFixture[str]) -> None:
    shown = words(output(capsys, "disputes"))
    for dispute in DATASET.disputes():
        for judgement in DATASET.judgements(dispute.record):
            if judgement.field == dispute.field and judgement.verdict.value in ("supports", "compatible", "disputes"):
                assert f"({judgement.source})" in shown


def test_brief_record_has_its_values_and_disputes_only(capsys: pytest.CaptureFixture[str]) -> None:
    brief = output(capsys, "show", "csto-kazakhstan-2022", "--brief")
    full = output(capsys, "show", "csto-kazakhstan-2022")
    assert len(brief.splitlines()) < len(full.splitlines()) / 2
    assert "2,030" in brief
    assert "disputed by" in brief
    assert "supported by" not in brief


def test_person_has_its_offices_and_where_more_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    shown = words(output(capsys, "show", "Tokayev"))
    assert "office:president-kaz-tokayev" in shown
    assert f"{len(DATASET.about('person:kassym-jomart-tokayev'))} records refer to it: csto-data about" in shown
    assert "(no values)" not in shown


def test_planned_is_said_beside_the_report(capsys: pytest.CaptureFixture[str]) -> None:
    planned: Any = [record for record in DATASET if any(e.planned and e.reports for e in evidence_of(record))]
    assert planned
    for record in planned[:5]:
        assert ", planned" in words(output(capsys, "show", record.id))


def test_records_about_a_place_include_those_about_its_parts(capsys: pytest.CaptureFixture[str]) -> None:
    found = {row["id"] for row in rows(capsys, "about", "Almaty")}
    assert set(DATASET.about("place:almaty-airport").keys()) <= found
    assert "place:almaty" not in found


def test_search_reads_notes_and_offers_near_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert "operation:csto-kazakhstan-2022" in output(capsys, "search", "breakdown", "official", "total")
    assert main(["search", "airprot"]) == 0
    assert capsys.readouterr().err == 'No matching records. Did you mean "airport"?\n'
    assert main(["search", "airport", "soft", "underbelly"]) == 0
    assert "Each of these words occurs, but no record has all of them." in capsys.readouterr().err


def test_pairs_in_the_other_order_are_explained(capsys: pytest.CaptureFixture[str]) -> None:
    command = ["years", "dyads", "--where", "state1=KAZ", "--where", "state2=RUS"]
    assert main(command) == 0
    assert 'Try "--where state1=RUS --where state2=KAZ"' in capsys.readouterr().err
    assert main([*command, "--directed"]) == 0
    assert capsys.readouterr().err == ""


def test_years_have_names_participation_and_a_legend(capsys: pytest.CaptureFixture[str]) -> None:
    shown = output(capsys, "years", "dyads", "--from", "2013", "--to", "2013")
    assert "2013  Russia      Uzbekistan  365   704   0         0        full, none" in shown
    assert "year_end: member on 31 December" in shown
    assert {row["year"] for row in rows(capsys, "years", "--from", "2010", "--to", "2012")} == {"2010", "2011", "2012"}


def test_answers_in_year_tables_are_yes_no_or_missing(capsys: pytest.CaptureFixture[str]) -> None:
    for word, number in (("yes", "1"), ("no", "0"), ("", "")):
        assert {row["year_end"] for row in rows(capsys, "years", "--where", f"year_end={word}")} == {number}


@pytest.mark.parametrize(
    ("condition", "matches"),
    [
        ("acting=yes", lambda office: office.acting),
        ("acting=no", lambda office: not office.acting),
        ("end=", lambda office: office.end is None),
    ],
)
def test_flags_and_missing_values_are_conditions(
    condition: str, matches: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    found = {row["id"] for row in rows(capsys, "list", "offices", "--where", condition)}
    assert found == {office.id for office in DATASET.offices if matches(office)}


def test_amounts_as_shown_are_conditions(capsys: pytest.CaptureFixture[str]) -> None:
    from csto_data.store.phrases import amount_phrase

    for figure in DATASET.figures:
        found = rows(capsys, "list", "figures", "--where", f"amount={amount_phrase(figure)}")
        assert figure.id in {row["id"] for row in found}


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("list states --from 2022", "The states have no time"),
        ("search csto --limit -1", '"-1" is not a valid number. Expected a number from 0.'),
        ("search csto --limit x", '"x" is not a valid number. Expected a number from 0.'),
        ("lst", 'Did you mean "list"?'),
        ("members --format jsn", 'Did you mean "json"?'),
        ("list events --wher", "expected one argument"),
        ("members --onn 2022-01-06", 'Did you mean "--on"?'),
        ("members 2022-01-06", 'Did you mean "--on 2022-01-06"?'),
        ("members 06.01.2022", 'Did you mean "--on 2022-01-06"?'),
        ("years --from x", "Expected a year such as 2012."),
        ("list", "Expected one or more of sources, states,"),
        ("cite --sources-only", "--sources-only needs the ids"),
    ],
)
def test_errors_speak_of_options_and_suggest(command: str, expected: str, capsys: pytest.CaptureFixture[str]) -> None:
    message = error(capsys, *command.split())
    assert expected in message
    assert not any(python in message for python in ("None", "()", "invalid int", "invalid choice", "unrecognized"))


def test_words_after_options_belong_to_the_search(capsys: pytest.CaptureFixture[str]) -> None:
    assert output(capsys, "search", "airport", "--limit", "3", "almaty") == output(
        capsys, "search", "airport", "almaty", "--limit", "3"
    )


def test_sources_are_cited_without_the_data(capsys: pytest.CaptureFixture[str]) -> None:
    items = json.loads(output(capsys, "cite", "sukhankin-2022", "--sources-only", "--format", "csl"))
    assert [item["id"] for item in items] == ["sukhankin-2022"]
