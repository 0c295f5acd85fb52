"""The command line: text that fits the terminal, files for other programs, spreadsheets, help and colours."""

from __future__ import annotations

import csv
import errno
import io
import os
import pty
import re
import select
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import csto_data
from csto_data.cli import main
from csto_data.cli.answers import as_csv
from csto_data.cli.commands import parser
from csto_data.cli.page import Page, wrapped
from csto_data.display import width_of
from csto_data.model import KINDS

ANSWERS = [
    "members",
    "why UZB",
    "show operation:csto-kazakhstan-2022",
    "show KAZ",
    "list events",
    "search airport",
    "about KAZ",
    "disputes",
    "view sukhankin-2022",
    "years",
    "years dyads",
    *(f"list {dataset}" for dataset in KINDS if dataset != "events"),
]


def output(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 0
    return capsys.readouterr().out


@pytest.mark.integration  # slow
@pytest.mark.parametrize("columns", [40, 80, 200])
@pytest.mark.parametrize("command", ANSWERS)
def test_no_line_is_wider_than_the_terminal(
    command: str, columns: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = output(capsys, *command.split()).splitlines()
    wide = [line.split() for line in lines if width_of(line) > columns]
    assert [words for words in wide if not any(":" in word for word in words[-2:])] == []  # ids and addresses are whole


@pytest.mark.parametrize("command", ["list events", "list offices", "about KAZ", "show KAZ", "disputes", "search csto"])
def test_text_in_a_narrow_terminal_has_every_word_of_that_in_a_wide_one(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    words = output(capsys, *command.split()).split()
    wide = Counter(word for word in words if width_of(word) <= 60)  # a wider one, as in Japanese, must be broken
    monkeypatch.setenv("COLUMNS", "60")
    assert wide - Counter(output(capsys, *command.split()).split()) == Counter()


def on_terminal(command: str, **environment: str) -> str:
    """Return what a command prints on a pseudo terminal."""
    reader, writer = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "csto_data", *command.split()],
        stdout=writer,
        stderr=subprocess.DEVNULL,
        env={**{name: value for name, value in os.environ.items() if name != "NO_COLOR"}, **environment},
    )
    os.close(writer)
    found = b""
    while select.select([reader], [], [], 30)[0]:
        try:
            part = os.read(reader, 65536)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        found += part
    assert process.wait() == 0
    os.close(reader)
    return found.decode().replace("\r\n", "\n")


def test_colours_are_only_for_terminals_whose_user_allows_them(capsys: pytest.CaptureFixture[str]) -> None:
    plain = output(capsys, "members", "--on", "2022-01-06")
    coloured = on_terminal("members --on 2022-01-06", COLUMNS="80", TERM="xterm")
    assert "\x1b" not in plain
    assert coloured.startswith("\x1b[1mid ")
    assert re.sub(r"\x1b\[\d*m", "", coloured) == plain
    assert on_terminal("members --on 2022-01-06", COLUMNS="80", TERM="xterm", NO_COLOR="1") == plain
    assert on_terminal("members --on 2022-01-06", COLUMNS="80", TERM="dumb") == plain


def test_text_in_files_does_not_depend_on_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    contents = set()
    for columns in ("40", "80", "200"):
        monkeypatch.setenv("COLUMNS", columns)
        output(capsys, "list", "events", "--output", str(tmp_path / "events.txt"))
        contents.add((tmp_path / "events.txt").read_bytes())
    assert len(contents) == 1


@pytest.mark.parametrize("format", ["text", "json", "csv"])
@pytest.mark.parametrize("command", ["members", "why UZB", "show KAZ", "list sources", "disputes", "years"])
def test_file_has_what_standard_output_would_have(
    command: str, format: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = output(capsys, *command.split(), "--format", format)
    assert output(capsys, *command.split(), "--format", format, "--output", str(tmp_path / "file")) == ""
    assert (tmp_path / "file").read_bytes() == shown.encode()


@pytest.mark.parametrize(
    "command",
    ["list sources --format csv", "list sources --format json", "cite source:kodeks-csto-charter", "list sources"],
)
def test_files_have_the_same_bytes_with_the_text_streams_of_windows(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contents = []
    for number, (newline, encoding) in enumerate([("\n", "utf-8"), ("\r\n", "cp1252")]):
        binary = io.BytesIO()
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(binary, encoding=encoding, newline=newline))
        file = tmp_path / f"file-{number}"
        assert main([*command.split(), "--output", str(file)]) == 0
        assert main(command.split()) == 0
        contents.append((file.read_bytes(), binary.getvalue()))
    assert contents[0][0] == contents[1][0]
    assert b"\r" not in contents[0][0]
    if command != "list sources":  # text for people is in the encoding of the terminal
        assert contents[0][1] == contents[1][1] == contents[0][0]


@given(st.lists(st.fixed_dictionaries({"a": st.text(), "b": st.integers() | st.none()}), min_size=1))
def test_csv_is_read_as_it_was_written(rows: list[dict[str, object]]) -> None:
    read = [*csv.DictReader(io.StringIO(as_csv(rows), newline=""))]
    assert read == [{"a": row["a"], "b": "" if row["b"] is None else str(row["b"])} for row in rows]


@given(st.lists(st.fixed_dictionaries({"a": st.text(), "b": st.integers() | st.none()}), min_size=1))
def test_no_text_cell_for_spreadsheets_is_a_formula(rows: list[dict[str, object]]) -> None:
    text = as_csv(rows, excel=True)
    assert text.startswith("\ufeff")
    for row, read in zip(rows, csv.DictReader(io.StringIO(text[1:], newline="")), strict=True):
        assert not read["a"].startswith(("=", "+", "-", "@", "\t", "\r"))
        assert read["a"] in (row["a"], f"'{row['a']}")
        assert read["b"] == ("" if row["b"] is None else str(row["b"]))


def test_excel_needs_csv(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["members", "--excel"]) == 2
    assert "--excel is only for --format csv" in capsys.readouterr().err
    assert output(capsys, "members", "--format", "csv", "--excel").startswith("\ufeffid,name")


def test_dash_is_standard_output_and_an_empty_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    for format in ("text", "json", "csv"):
        command = ("list", "states", "--format", format)
        assert output(capsys, *command, "--output", "-") == output(capsys, *command)
        assert main([*command, "--output", ""]) == 2
        assert 'Expected the name of a file, or "-"' in capsys.readouterr().err


def test_file_is_kept_if_the_new_one_cannot_be_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    file = tmp_path / "states.csv"
    file.write_text("mine")
    monkeypatch.setattr(os, "fsync", full)
    assert main(["list", "states", "--format", "csv", "--output", str(file)]) == 2
    assert "No space left on device" in capsys.readouterr().err
    assert [*tmp_path.iterdir()] == [file]
    assert file.read_text() == "mine"


def test_link_is_followed_and_a_device_is_written_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, link = tmp_path / "states.csv", tmp_path / "link"
    file.touch()
    link.symlink_to(file)
    output(capsys, "list", "states", "--format", "csv", "--output", str(link))
    assert link.is_symlink()
    assert file.read_text(encoding="utf-8").startswith("id,")
    output(capsys, "list", "states", "--output", os.devnull)
    assert not Path(os.devnull).is_file()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("command", ["--help", "--version", "members --help", "", "members", "rules --format json"])
def test_full_disk_is_reported(command: str) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "csto_data", *command.split()], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 2
    assert done.stderr == b"csto-data: Cannot write the output: No space left on device\n"


def test_unwritable_file_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["members", "--output", str(tmp_path / "no" / "file")]) == 2
    assert "No such file or directory" in capsys.readouterr().err


@given(
    st.lists(st.lists(st.text(st.characters(categories=["L", "N", "M"])), min_size=3, max_size=3), min_size=1),
    st.integers(20, 120),
)
def test_table_fits_any_terminal(rows: list[list[str]], columns: int) -> None:
    table = Page(columns).table(("id", "when", "title"), rows)
    assert all(width_of(line) <= columns for line in table.splitlines())
    shown = "".join(table.split())
    cells = ["".join(cell.split()) for row in rows for cell in row if len("".join(cell.split())) <= 12]
    assert all(cell in shown for cell in cells)


@given(st.text(st.characters(categories=["L", "N", "M", "Zs"])), st.integers(8, 120))
def test_wrapped_text_keeps_every_word(text: str, width: int) -> None:
    lines = wrapped(text, width, "  ", "    ").split("\n")
    assert all(width_of(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_bare_command_prints_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    shown = output(capsys)
    assert shown == parser().format_help()
    assert all(group in shown for group in ("Ask:", "Take away:", "Contribute:"))


def test_every_command_has_help_with_an_example_that_can_be_parsed() -> None:
    commands = next(action for action in parser()._actions if action.dest == "command").choices
    assert isinstance(commands, dict)
    assert len(commands) >= 18
    for name, command in commands.items():
        text = command.format_help()
        example = text.rpartition("example:\n  csto-data ")[2].split()
        assert example[0] == name
        assert parser().parse_args(example).function
        assert f"  {name} " in parser().format_help()


def test_help_fits_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for columns in (60, 80, 100, 200):
        monkeypatch.setenv("COLUMNS", str(columns))
        commands = next(action for action in parser()._actions if action.dest == "command").choices
        assert isinstance(commands, dict)
        lines = [line for command in commands.values() for line in command.format_help().splitlines()]
        text = [
            line for line in lines if "csto-data " not in line and "{" not in line
        ]  # examples and choices are whole
        assert max(map(len, text)) <= min(columns, 100)
        assert max(map(len, lines)) <= max(columns, 80)


def test_interruption_while_modules_are_imported_is_not_a_traceback() -> None:
    code = (
        "import sys\n"
        "class Interrupted:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'csto_data.cli.parser': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupted())\n"
        "from csto_data.cli import main\n"
        "raise SystemExit(main(['members']))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "csto-data: interrupted\n")


def test_command_can_run_again_in_one_process(capsys: pytest.CaptureFixture[str]) -> None:
    assert csto_data.cli.main(["members"]) == csto_data.cli.main(["members"]) == 0  # type: ignore[attr-defined]


def test_version_names_program_and_data(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    version = csto_data.load().version
    assert capsys.readouterr().out == f"csto-data {csto_data.__version__}, data {version}\n"


def test_events_are_in_the_order_of_time(capsys: pytest.CaptureFixture[str]) -> None:
    lines = output(capsys, "list", "events", "--from", "2022-01-02", "--to", "2022-01-02").splitlines()
    assert lines[0].split() == ["when", "id"]
    assert any("zhanaozen-protest-2022" in line for line in lines)
    ids = [word for line in lines for word in line.split() if word.startswith("event:")]
    events = csto_data.load().events.between("2022-01-02", "2022-01-02").sort("when")
    assert ids == list(events.keys())
    latest = output(capsys, "list", "events", "--descending").splitlines()[1]
    assert latest.split()[0] > "2022"


def test_list_is_sorted_by_any_field(capsys: pytest.CaptureFixture[str]) -> None:
    rows = csv.DictReader(io.StringIO(output(capsys, "list", "states", "--sort", "cow", "--format", "csv")))
    codes = [int(row["cow"]) for row in rows if row["cow"]]
    assert codes == sorted(codes)


@pytest.mark.parametrize("given_name", ["KAZ", "kz", "Kazakhstan", "KAZAKHSTAN", "Казахстан", "state:KAZ"])
def test_ids_can_be_codes_and_names(given_name: str, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (("show",), ("about",), ("cite",), ("why",), ("disputes", "--record")):
        shown = output(capsys, *command, given_name)
        assert shown == output(capsys, *command, "state:KAZ")
    listed = output(capsys, "list", "memberships", "--where", f"member={given_name}")
    assert listed == output(capsys, "list", "memberships", "--where", "member=state:KAZ")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("06/01/2022", 'Did you mean "2022-01-06" or "2022-06-01"?'),
        ("13/01/2022", 'Did you mean "2022-01-13"?'),
        ("6.1.2022", 'Did you mean "2022-01-06"?'),
        ("2022-1-6", 'Did you mean "2022-01-06"?'),
        ("20220106", 'Did you mean "2022-01-06"?'),
        ("6 January 2022", 'Did you mean "2022-01-06"?'),
        ("Jan 6, 2022", 'Did you mean "2022-01-06"?'),
        ("1/6/22", 'Did you mean "2022-06-01" or "2022-01-06"?'),
        ("6.1.22", 'Did you mean "2022-01-06"?'),
        ("6 \u044f\u043d\u0432\u0430\u0440\u044f 2022", 'Did you mean "2022-01-06"?'),
        ("6 \u043c\u0430\u044f 2022 \u0433.", 'Did you mean "2022-05-06"?'),
        ("2022-01-06T12:30", 'Did you mean "2022-01-06"?'),
        ("2022-01-06 9:05", 'Did you mean "2022-01-06"?'),
        ("today", f'Did you mean "{date.today()}"?'),
        ("Yesterday", f'Did you mean "{date.today() - timedelta(days=1)}"?'),
    ],
)
def test_other_notations_of_a_day_get_a_suggestion(day: str, expected: str, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        code: object = main(["members", "--on", day])
    except SystemExit as stopped:
        code = stopped.code
    assert code == 2
    assert expected in capsys.readouterr().err


def test_search_by_surname_in_a_filter_suggests_the_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "people", "--where", "name=Putin"]) == 2
    assert capsys.readouterr().err.endswith('No record in people has "Putin" as name. Did you mean "Vladimir Putin"?\n')


def test_usage_of_a_command_names_it(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["years", "bogus"])
    assert capsys.readouterr().err.startswith("usage: csto-data years [-h]")


def test_file_has_no_colours_when_the_command_runs_on_a_terminal(tmp_path: Path) -> None:
    file = tmp_path / "file.txt"
    on_terminal(f"show KAZ --output {file}", COLUMNS="80", TERM="xterm")
    assert file.read_text(encoding="utf-8").startswith("Kazakhstan\n")


def test_show_names_every_source_of_a_record(capsys: pytest.CaptureFixture[str]) -> None:
    dataset = csto_data.load()
    missing = []
    for record in [*dataset.assessments[:10], *dataset.places[:10], *dataset.events[:10]]:
        shown = output(capsys, "show", record.id)
        missing += [(record.id, entry.source) for entry in record.evidence if f"({entry.source})" not in shown]
    assert missing == []


def test_reports_are_below_the_value_that_they_are_about(capsys: pytest.CaptureFixture[str]) -> None:
    shown = output(capsys, "show", "event:kazakhstan-violence-2022").partition("Who says what")[2]
    assert "participants, protesters of Kazakhstan: protesters of Kazakhstan" in shown
    assert "participants, security forces of Kazakhstan: security forces of Kazakhstan" in shown


def test_assessments_name_their_author(capsys: pytest.CaptureFixture[str]) -> None:
    assert output(capsys, "list", "assessments").count("Sergey Sukhankin: ") > 50


def test_names_of_schemas_can_be_written_to_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert output(capsys, "schema", "--output", str(tmp_path / "names.txt")) == ""
    assert "answers/members" in (tmp_path / "names.txt").read_text(encoding="utf-8").split()
