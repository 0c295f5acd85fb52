"""The command answers from the data, on one line each, or says what was expected."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from subprocess import PIPE

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import csto_data
from csto_data.cli import main
from csto_data.cli.rendering import FORMATS
from csto_data.model import KINDS
from csto_data.validation.reporters import REPORTERS

SIX = ["state:ARM", "state:BLR", "state:KAZ", "state:KGZ", "state:RUS", "state:TJK"]


def output(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 0
    return capsys.readouterr().out


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 2
    return capsys.readouterr().err


def test_members_on_a_day(capsys: pytest.CaptureFixture[str]) -> None:
    lines = output(capsys, "members", "--on", "2022-01-06").splitlines()
    assert [line.split()[0] for line in lines[1:]] == SIX
    assert [line.split()[1] for line in lines[1:]] == [
        "Armenia",
        "Belarus",
        "Kazakhstan",
        "Kyrgyzstan",
        "Russia",
        "Tajikistan",
    ]


def test_members_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(output(capsys, "members", "--on", "2022-01-06", "--format", "json"))
    assert [row["id"] for row in rows] == SIX


def test_members_without_a_day_says_which_day(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["members"]) == 0
    assert "2026-05-17" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("members", "--on", "2031-01-01"), "from 2003-09-18 to 2026-05-17"),
        (("members", "--on", "1993-01-01"), 'ask for organization="org:cst"'),
        (("members", "--on", "2022-02-31"), "2022-02 has 28 days"),
        (("members", "--on", "2022"), "expected one such as 2022-01-06"),
        (("members", "--on", "yesterday"), "expected a day such as"),
        (("members", "--organization", "org:sco"), "do not claim to have all members of org:sco"),
        (("members", "--organization", "org:cto"), "org:csto"),
        (("show", "state:KAX"), "state:KAZ"),
        (("show", "KAZ"), "expected an id such as state:KAZ"),
        (("list", "sates"), "states"),
        (("schema", "sate"), "state"),
    ],
)
def test_wrong_use_says_what_was_expected(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], expected: str
) -> None:
    assert expected in refusal(capsys, *arguments)


def test_show_prints_the_record_and_its_evidence(capsys: pytest.CaptureFixture[str]) -> None:
    shown = output(capsys, "show", "event:csto-withdrawal-start")
    assert "2022-01-13" in shown
    assert "source:sukhankin-2022, paragraph 5" in shown
    assert "2022-01-15" in shown


def test_show_as_json_is_a_list_of_the_record(capsys: pytest.CaptureFixture[str]) -> None:
    (row,) = json.loads(output(capsys, "show", "state:KAZ", "--format", "json"))
    assert row["cow"] == 705


@pytest.mark.parametrize("dataset", KINDS)
def test_list_has_every_record_and_its_id(capsys: pytest.CaptureFixture[str], dataset: str) -> None:
    ids = list(csto_data.load().table(dataset).ids())
    assert [row["id"] for row in json.loads(output(capsys, "list", dataset, "--format", "json"))] == ids
    assert [line.split()[0] for line in output(capsys, "list", dataset).splitlines()[1:]] == ids


def test_disputes_has_the_two_days_of_the_withdrawal(capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(output(capsys, "disputes", "--format", "json"))
    assert {
        "record": "event:csto-withdrawal-start",
        "field": "date",
        "value": "2022-01-13",
        "source": "source:sukhankin-2022",
        "reported": "2022-01-15",
        "at": {"paragraph": 5},
    } in rows
    assert "event:csto-withdrawal-start" in output(capsys, "disputes")


def test_schema_prints_a_schema_or_the_names(capsys: pytest.CaptureFixture[str]) -> None:
    assert {"state", "membership", "common"} <= set(output(capsys, "schema").split())
    assert json.loads(output(capsys, "schema", "membership"))["title"]


def test_fmt_leaves_canonical_files_alone_and_mends_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "states.json"
    canonical = Path(str(csto_data.data_root()), "states.json").read_bytes()
    file.write_text(json.dumps(json.loads(canonical)), encoding="utf-8")
    assert str(file) in output(capsys, "fmt", str(tmp_path))
    assert file.read_bytes() == canonical
    assert output(capsys, "fmt", str(tmp_path)) == ""


def test_the_module_is_the_command() -> None:
    command = [sys.executable, "-m", "csto_data", "members", "--on", "2022-01-06"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.count("state:") == 6


HOSTILE = ("\x1b[31m", "\x1b]0;x", "\x07", "\u202e", "\x9b31m", "\udce9", "\n\r")


@pytest.mark.parametrize(
    "arguments",
    [
        ("members", "--on", "2022-01-06{}"),
        ("members", "--organization", "org:{}x"),
        ("show", "person:{}"),
        ("why", "{}"),
        ("list", "{}"),
        ("list", "events", "--where", "{}=x"),
        ("explain", "{}"),
        ("validate", "nowhere{}"),
        ("fmt", "nowhere{}"),
    ],
)
@given(
    st.text(st.characters(categories=["Cc", "Cf", "Cs"], exclude_characters="\0"), min_size=1)
    | st.sampled_from(HOSTILE)
)
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_error_repeats_nothing_that_a_terminal_obeys(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], typed: str
) -> None:
    told = refusal(capsys, *(part.format(typed) for part in arguments))
    assert told.replace("\n", "").isprintable()


@pytest.mark.parametrize("arguments", [("show", "state:KAZ", "\x1b[31m"), ("cite", "a", "--format", "\x1b[31m")])
def test_nor_does_an_error_of_usage(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert capsys.readouterr().err.replace("\n", "").isprintable()


def test_an_error_repeats_no_more_than_a_person_reads(capsys: pytest.CaptureFixture[str]) -> None:
    told = refusal(capsys, "members", "--on", "2" * 10_000)
    assert len(told) < 1100
    assert "expected a day such as" in told


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp1251", "latin-1"])
def test_an_output_of_any_encoding_has_everything(encoding: str, tmp_path: Path) -> None:
    """A pipe on Windows has the encoding of the machine: a character that it lacks becomes an escape, in JSON of JSON."""
    title = "Протест \U0001f5ef à\u2019 "
    record = {"id": "event:a", "kind": "protest", "title": title, "evidence": [{"source": "source:sukhankin-2022"}]}
    (tmp_path / "events.jsonl").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    for format in FORMATS:
        done = subprocess.run(
            [sys.executable, "-m", "csto_data", "validate", str(tmp_path), "--format", format],
            check=False,
            capture_output=True,
            env={**os.environ, "PYTHONIOENCODING": encoding},
        )
        assert (done.returncode, done.stderr) == (1, b"")
        told = done.stdout.decode(encoding)
        if format == "json":
            (finding,) = json.loads(told)["findings"]
            assert finding["suggestion"] == json.dumps(title.strip(), ensure_ascii=False)
        if format == "sarif":
            assert json.loads(told)["version"] == "2.1.0"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
@pytest.mark.parametrize(
    "command", [("view", "source:cia-factbook"), ("cite", "state:KAZ"), ("list", "people"), ("schema", "state")]
)
def test_json_is_the_same_in_every_encoding(command: tuple[str, ...], encoding: str) -> None:
    format = {"cite": ("--format", "csl-json"), "schema": ()}.get(command[0], ("--format", "json"))
    texts = [
        subprocess.run(
            [sys.executable, "-m", "csto_data", *command, *format],
            check=True,
            stdout=PIPE,
            env={**os.environ, "PYTHONIOENCODING": name},
        ).stdout.decode(name)
        for name in (encoding, "utf-8")
    ]
    assert json.loads(texts[0]) == json.loads(texts[1])


@pytest.mark.parametrize(
    ("command", "code"),
    [(("list", "events"), 0), (("schema", "event"), 0), (("validate",), 1), (("validate", "--format", "json"), 1)],
)
def test_a_closed_pipe_changes_no_exit_code(command: tuple[str, ...], code: int, tmp_path: Path) -> None:
    if command[0] == "validate":
        lines = (json.dumps({"id": f"event:{n}", "titel": "A" * 200}) for n in range(500))
        (tmp_path / "events.jsonl").write_text("\n".join(lines))
        command = (*command, "--all", str(tmp_path))
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([sys.executable, "-m", "csto_data", *command], check=False, stdout=writer, stderr=PIPE)
    os.close(writer)
    assert (done.returncode, done.stderr) == (code, b"")


def test_without_an_error_output_the_answer_is_the_answer(tmp_path: Path) -> None:
    (tmp_path / "events.jsonl").write_text("")
    command = f'"{sys.executable}" -m csto_data validate --shape --format json "{tmp_path}/events.jsonl" 2>&-'
    done = subprocess.run(command, shell=True, check=True, stdout=PIPE)  # noqa: S602
    assert json.loads(done.stdout) == {"findings": [], "count": 0}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("command", [("list", "events"), ("members", "--format", "json"), ("schema",)])
def test_an_output_that_cannot_be_written_is_named(command: tuple[str, ...]) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "csto_data", *command], check=False, stdout=full, stderr=PIPE, text=True
        )
    assert done.returncode == 2
    told = done.stderr.splitlines()[-1]
    assert told == "csto-data: cannot write the output: No space left on device"


def test_a_closed_output_is_named(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert refusal(capsys, "members") == "csto-data: cannot write the output: it is closed\n"


def test_findings_can_be_printed_in_every_format() -> None:
    assert set(FORMATS) == set(REPORTERS)
