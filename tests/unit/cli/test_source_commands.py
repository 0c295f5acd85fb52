"""The command line: views of one source, disputes by source or record, support of values, and citations."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from subprocess import PIPE
from typing import Any

import pytest
from pybtex.database import parse_string

import csto_data
from csto_data.cli import main

ARTICLE = "source:sukhankin-2022"
WITHDRAWAL = "event:csto-withdrawal-start"
DATASET = csto_data.load()


def output(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 0
    return capsys.readouterr().out


def rows(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(output(capsys, *arguments, "--format", "json"))
    return found


def test_view_lists_records_reported_by_source(capsys: pytest.CaptureFixture[str]) -> None:
    shown = output(capsys, "view", ARTICLE)
    found = rows(capsys, "view", ARTICLE)
    assert [row["id"] for row in found] == [record.id for record in DATASET.as_reported_by(ARTICLE)]
    assert {row["id"] for row in found} <= set(shown.split())


def test_view_shows_one_record_as_reported_by_source(capsys: pytest.CaptureFixture[str]) -> None:
    row = json.loads(output(capsys, "view", ARTICLE, "operation:csto-kazakhstan-2022", "--format", "json"))
    assert row["personnel"]["value"] == 2500
    assert {entry["source"] for entry in row["evidence"]} == {ARTICLE}
    assert "2,500" in output(capsys, "view", "sukhankin-2022", "operation:csto-kazakhstan-2022")


def test_disputes_filters_by_source_and_record(capsys: pytest.CaptureFixture[str]) -> None:
    everything = rows(capsys, "disputes")
    of_article = rows(capsys, "disputes", "--source", ARTICLE)
    assert of_article == [row for row in everything if row["source"] == ARTICLE]
    assert rows(capsys, "disputes", "--record", WITHDRAWAL) == [r for r in everything if r["record"] == WITHDRAWAL]
    disputed = [(row["field"], row["value"], row["reported"]) for row in of_article]
    assert ("organization", "org:cst", "org:csto") in disputed
    assert ("date", "2022-01-13", "2022-01-15") in disputed
    both = rows(capsys, "disputes", "--source", ARTICLE, "--record", WITHDRAWAL)
    assert [row["reported"] for row in both] == ["2022-01-15"]


def test_show_names_the_sources_for_and_against_each_value(capsys: pytest.CaptureFixture[str]) -> None:
    shown = output(capsys, "show", WITHDRAWAL).partition("Who says what")[2]
    of_date = shown.partition("  date: 2022-01-13\n")[2].partition("\n  place")[0]
    supporting, _, disputing = of_date.partition("disputed by")
    witnesses = DATASET.witnesses(WITHDRAWAL, "date")
    assert all(f"({id})" in supporting for id in witnesses.supporting)
    assert all(f"({id})" in disputing for id in witnesses.disputing)


def test_cite_prints_citation_in_every_format(capsys: pytest.CaptureFixture[str]) -> None:
    assert "sukhankin-2022" in parse_string(output(capsys, "cite", WITHDRAWAL), "bibtex").entries
    items = json.loads(output(capsys, "cite", WITHDRAWAL, "--format", "csl-json"))
    assert "sukhankin-2022" in {item["id"] for item in items}
    for format in ("text", "ris"):
        assert DATASET.sources["sukhankin-2022"].title in output(capsys, "cite", WITHDRAWAL, "--format", format)


def test_cite_prints_citation_of_several_records_or_of_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert output(capsys, "cite", WITHDRAWAL, "state:KAZ") == DATASET.cite(WITHDRAWAL, "state:KAZ")
    assert output(capsys, "cite") == DATASET.cite()


@pytest.mark.integration  # starts many processes
@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
@pytest.mark.parametrize("format", ["bibtex", "ris", "text"])
def test_cite_prints_cyrillic_in_utf_8_in_every_encoding(format: Any, encoding: str) -> None:
    id = "source:kodeks-csto-charter"
    command = [sys.executable, "-m", "csto_data", "cite", id, "--format", format]
    done = subprocess.run(command, check=True, stdout=PIPE, env={**os.environ, "PYTHONIOENCODING": encoding})
    assert done.stdout.decode("utf-8") == DATASET.cite(id, format=format)


@pytest.mark.parametrize(
    "command",
    [
        "view source:sukhankin-2021",
        "view source:sukhankin-2022 event:csto-withdrawal-stat",
        "disputes --source source:sukhankin-2021",
        "disputes --record event:csto-withdrawal-stat",
        "cite event:csto-withdrawal-stat",
    ],
)
def test_unknown_id_is_an_error_that_suggests_the_nearest(capsys: pytest.CaptureFixture[str], command: str) -> None:
    assert main(command.split()) == 2
    error = capsys.readouterr().err
    assert ARTICLE in error or WITHDRAWAL in error


def test_list_figures_shows_amount_author_and_date(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    where = ("--where", "measure=deaths", "--where", "of=event:kazakhstan-violence-2022")
    shown = output(capsys, "list", "figures", *where)
    for count in (164, 225, 227, 230, 238):
        assert f" deaths: {count} persons" in shown
    assert "stated by Serik Shalabayev" in shown
    assert "2022-01-15" in shown
