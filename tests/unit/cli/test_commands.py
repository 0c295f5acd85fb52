"""The command line: output of each subcommand, error messages, encodings and closed outputs."""

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
from csto_data.cli.commands import FINDING_FORMATS
from csto_data.model import KINDS
from csto_data.validation.reporters import REPORTERS

MEMBERS_IN_2022 = ["state:ARM", "state:BLR", "state:KAZ", "state:KGZ", "state:RUS", "state:TJK"]


def output(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 0
    return capsys.readouterr().out


def error_output(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 2
    return capsys.readouterr().err


def test_members_lists_members_on_a_day(capsys: pytest.CaptureFixture[str]) -> None:
    lines = output(capsys, "members", "--on", "2022-01-06").splitlines()
    assert [line.split()[0] for line in lines[1:]] == MEMBERS_IN_2022
    assert [line.split()[1] for line in lines[1:]] == [
        "Armenia",
        "Belarus",
        "Kazakhstan",
        "Kyrgyzstan",
        "Russia",
        "Tajikistan",
    ]


def test_members_json_has_member_ids(capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(output(capsys, "members", "--on", "2022-01-06", "--format", "json"))
    assert [row["id"] for row in rows] == MEMBERS_IN_2022


def test_members_without_day_reports_default_day(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["members"]) == 0
    assert "2026-01-22" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        pytest.param(
            "members --on 2031-01-01",
            "2031-01-01 is outside the covered period of org:csto (2003-09-18 to 2026-01-22).",
            id="day after coverage",
        ),
        pytest.param(
            "members --on 1993-01-01",
            "Its predecessor is Collective Security Treaty (org:cst, covered 1994-04-20 to 2006-06-22)",
            id="day before coverage",
        ),
        pytest.param("members --on 2022-02-31", "February 2022 has 28 days", id="day not in calendar"),
        pytest.param("members --on 2022", "Expected a full date such as 2022-01-06", id="year instead of day"),
        pytest.param("members --on someday", "Expected a full date such as", id="word instead of day"),
        pytest.param(
            "members --organization org:sco",
            "The member list of Shanghai Cooperation Organization (org:sco) is not known to be complete.",
            id="incomplete organisation",
        ),
        pytest.param("members --organization org:cto", "org:csto", id="misspelt organisation"),
        pytest.param("show state:KAX", "state:KAZ", id="unknown state id"),
        pytest.param("show KAX", 'has the id, code or name "KAX"', id="unknown code"),
        pytest.param("list sates", "states", id="misspelt dataset"),
        pytest.param("schema sate", "state", id="misspelt schema"),
    ],
)
def test_invalid_argument_is_reported_with_expected_value(
    capsys: pytest.CaptureFixture[str], command: str, expected: str
) -> None:
    assert expected in error_output(capsys, *command.split())


def test_show_prints_record_and_evidence(capsys: pytest.CaptureFixture[str]) -> None:
    shown = output(capsys, "show", "event:csto-withdrawal-start")
    assert "2022-01-13" in shown
    assert "      2022-01-15: Politics Today, 2022-01-26 (source:sukhankin-2022), paragraph" in shown


def test_show_json_is_the_record(capsys: pytest.CaptureFixture[str]) -> None:
    row = json.loads(output(capsys, "show", "state:KAZ", "--format", "json"))
    assert row["cow"] == 705


def test_list_has_every_record_of_every_dataset(capsys: pytest.CaptureFixture[str]) -> None:
    wrong = []
    for dataset in KINDS:
        ids = sorted(csto_data.load().table(dataset).keys())
        as_json = [row["id"] for row in json.loads(output(capsys, "list", dataset, "--format", "json"))]
        prefix = f"{KINDS[dataset].prefix}:"
        lines = output(capsys, "list", dataset).splitlines()
        as_table = [word for line in lines if line[:4].strip() for word in line.split() if word.startswith(prefix)]
        shown = {"json": as_json, "table": as_table}
        wrong += [f"{dataset} as {form}: {set(ids) ^ set(shown[form])}" for form in shown if sorted(shown[form]) != ids]
    assert wrong == []


def test_disputes_includes_disputed_withdrawal_date(capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(output(capsys, "disputes", "--format", "json"))
    assert {
        "record": "event:csto-withdrawal-start",
        "field": "date",
        "value": "2022-01-13",
        "source": "source:sukhankin-2022",
        "reported": "2022-01-15",
        "at": {"paragraph": 5},
        "verdict": "disputes",
    } in rows
    assert "event:csto-withdrawal-start" in output(capsys, "disputes")


def test_schema_prints_one_schema_or_all_names(capsys: pytest.CaptureFixture[str]) -> None:
    assert {"state", "membership", "common"} <= set(output(capsys, "schema").split())
    assert json.loads(output(capsys, "schema", "membership"))["title"]


def test_fmt_rewrites_only_unformatted_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "states.json"
    canonical = Path(str(csto_data.data_root()), "states.json").read_bytes()
    file.write_text(json.dumps(json.loads(canonical)), encoding="utf-8")
    assert str(file) in output(capsys, "fmt", str(tmp_path))
    assert file.read_bytes() == canonical
    assert output(capsys, "fmt", str(tmp_path)) == ""


def test_python_m_csto_data_runs_the_command() -> None:
    command = [sys.executable, "-m", "csto_data", "members", "--on", "2022-01-06"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.count("state:") == 6


CONTROL_SEQUENCES = ("\x1b[31m", "\x1b]0;x", "\x07", "\u202e", "\x9b31m", "\udce9", "\n\r")


@pytest.mark.parametrize(
    "command",
    [
        "members --on 2022-01-06{}",
        "members --organization org:{}x",
        "show person:{}",
        "why {}",
        "list {}",
        "list events --where {}=x",
        "explain {}",
        "validate nowhere{}",
        "fmt nowhere{}",
    ],
)
@given(
    st.text(st.characters(categories=["Cc", "Cf", "Cs"], exclude_characters="\0"), min_size=1)
    | st.sampled_from(CONTROL_SEQUENCES)
)
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_error_message_has_no_control_characters(capsys: pytest.CaptureFixture[str], command: str, text: str) -> None:
    message = error_output(capsys, *(part.format(text) for part in command.split()))
    assert message.replace("\n", "").isprintable()


@pytest.mark.parametrize(
    "arguments",
    [("show", "state:KAZ", "\x1b[31m"), ("cite", "a", "--format", "\x1b[31m")],
    ids=["extra argument", "unknown format"],
)
def test_usage_error_has_no_control_characters(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert capsys.readouterr().err.replace("\n", "").isprintable()


def test_error_message_truncates_long_input(capsys: pytest.CaptureFixture[str]) -> None:
    message = error_output(capsys, "members", "--on", "2" * 10_000)
    assert len(message) < 1100
    assert "Expected a full date such as" in message


@pytest.mark.integration  # starts many processes
@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp1251", "latin-1"])
def test_validate_output_is_complete_in_every_encoding(encoding: str, tmp_path: Path) -> None:
    """Characters outside the encoding of the output, as in a pipe on Windows, become escapes; JSON is always UTF-8."""
    title = "Протест \U0001f5ef à\u2019 "
    record = {"id": "event:a", "kind": "protest", "title": title, "evidence": [{"source": "source:sukhankin-2022"}]}
    (tmp_path / "events.jsonl").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    for format in FINDING_FORMATS:
        done = subprocess.run(
            [sys.executable, "-m", "csto_data", "validate", str(tmp_path), "--format", format],
            check=False,
            capture_output=True,
            env={**os.environ, "PYTHONIOENCODING": encoding},
        )
        assert (done.returncode, done.stderr) == (1, b"")
        text = done.stdout.decode("utf-8" if format in ("json", "sarif") else encoding)
        if format == "json":
            (finding,) = json.loads(text)["findings"]
            assert finding["suggestion"] == title.strip()
        if format == "sarif":
            assert json.loads(text)["version"] == "2.1.0"


@pytest.mark.integration  # starts many processes
@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
@pytest.mark.parametrize(
    "command",
    [
        "view source:cia-factbook --format json",
        "cite state:KAZ --format csl-json",
        "list people --format json",
        "list sources --format csv",
        "cite source:kodeks-csto-charter",
        "schema state",
    ],
)
def test_data_are_written_in_utf_8_whatever_the_encoding_of_the_output(command: str, encoding: str) -> None:
    outputs = [
        subprocess.run(
            [sys.executable, "-m", "csto_data", *command.split()],
            check=True,
            stdout=PIPE,
            env={**os.environ, "PYTHONIOENCODING": name},
        ).stdout
        for name in (encoding, "utf-8")
    ]
    assert outputs[0] == outputs[1]


@pytest.mark.integration  # starts many processes
@pytest.mark.parametrize(
    ("command", "code"),
    [("list events", 0), ("schema event", 0), ("validate --all", 1), ("validate --all --format json", 1)],
)
def test_closed_pipe_does_not_change_exit_code(command: str, code: int, tmp_path: Path) -> None:
    arguments = command.split()
    if arguments[0] == "validate":
        lines = (json.dumps({"id": f"event:{n}", "titel": "A" * 200}) for n in range(500))
        (tmp_path / "events.jsonl").write_text("\n".join(lines))
        arguments.append(str(tmp_path))
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([sys.executable, "-m", "csto_data", *arguments], check=False, stdout=writer, stderr=PIPE)
    os.close(writer)
    assert (done.returncode, done.stderr) == (code, b"")


def test_validate_works_with_stderr_closed(tmp_path: Path) -> None:
    (tmp_path / "events.jsonl").write_text("")
    command = f'"{sys.executable}" -m csto_data validate --shape --format json "{tmp_path}/events.jsonl" 2>&-'
    done = subprocess.run(command, shell=True, check=True, stdout=PIPE)  # noqa: S602
    assert json.loads(done.stdout) == {"findings": [], "count": 0, "suppressed": 0}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize("command", ["list events", "members --format json", "schema"])
def test_output_to_full_device_is_reported(command: str) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "csto_data", *command.split()], check=False, stdout=full, stderr=PIPE, text=True
        )
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == "csto-data: Cannot write the output: No space left on device"


def test_closed_stdout_is_reported(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert error_output(capsys, "members") == "csto-data: Cannot write the output: standard output is closed.\n"


def test_every_format_has_a_reporter() -> None:
    assert set(FINDING_FORMATS) == set(REPORTERS)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize(("output", "code"), [(PIPE, 1), ("/dev/full", 2)], ids=["written", "full"])
def test_full_error_stream_does_not_change_exit_code(output: int | str, code: int, tmp_path: Path) -> None:
    (tmp_path / "events.json").write_text("{]")
    command = [sys.executable, "-m", "csto_data", "validate", str(tmp_path)]
    with open("/dev/full", "w") as full:
        done = subprocess.run(command, check=False, stdout=full if output == "/dev/full" else PIPE, stderr=full)
        missing = subprocess.run([*command, str(tmp_path / "nowhere")], check=False, stdout=PIPE, stderr=full)
    assert (done.returncode, missing.returncode) == (code, 2)


@pytest.mark.parametrize("summary", ["", "nowhere/summary.md"], ids=["folder", "missing folder"])
def test_unwritable_step_summary_does_not_change_exit_code(
    summary: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "events.json").write_text("{]")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / summary))
    assert main(["validate", "--format", "github", str(tmp_path)]) == 1
    error, notice = capsys.readouterr().out.splitlines()
    assert error.startswith("::error ")
    assert notice.startswith("::notice title=csto-data::the summary of this step is missing: ")


def test_rules_have_the_same_text_without_docstrings() -> None:
    command = ["-m", "csto_data", "rules", "--format", "json"]
    with_docstrings, without = (
        subprocess.run([sys.executable, *options, *command], check=True, stdout=PIPE).stdout
        for options in ([], ["-OO"])
    )
    assert without == with_docstrings
