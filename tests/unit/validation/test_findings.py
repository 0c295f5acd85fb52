"""Findings: their position, suggestion and fix; and robustness against arbitrary input."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csto_data.cli import main
from csto_data.suggestions import guess, one_typo
from csto_data.validation import Finding, check, validate
from csto_data.validation.file_reading import PathSet
from csto_data.validation.reporters import REPORTERS

VALID = """{
  "$schema": "schemas/event.schema.json",
  "records": [
    {
      "id": "event:example",
      "kind": "protest",
      "title": "Протест",
      "states": ["state:KAZ"],
      "evidence": [{"source": "source:sukhankin-2022", "at": {"paragraph": 1}}]
    }
  ]
}
"""


def findings(folder: Path, text: str | bytes, name: str = "events.json") -> tuple[Finding, ...]:
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return validate(folder)


def text_at(finding: Finding, text: str) -> str:
    """Return the part of the text that the finding points at."""
    starts = [0, *(i + 1 for i, c in enumerate(text) if c == "\n")]
    assert finding.line and finding.column and finding.end_line and finding.end_column  # noqa: PT018
    start = starts[finding.line - 1] + finding.column - 1
    return text[start : starts[finding.end_line - 1] + finding.end_column - 1]


# id: old text, new text, rule, text at the finding, suggestion, whether the fix is safe (None: no fix)
MISTAKES: dict[str, tuple[str, str, str, str, str | None, bool | None]] = {
    "misspelt field": ('"title"', '"titel"', "CST101", '"titel"', "title", True),
    "value in wrong case": ('"kind": "protest"', '"kind": "Protest"', "CST104", '"Protest"', "protest", True),
    "misspelt value": ('"kind": "protest"', '"kind": "protests"', "CST104", '"protests"', "protest", False),
    "Cyrillic letters in id": (
        '"state:KAZ"',
        '"state:\u041a\u0410Z"',
        "CST105",
        '"state:\u041a\u0410Z"',
        "state:KAZ",
        True,
    ),
    "unknown id": ('"state:KAZ"', '"state:KAX"', "CST302", '"state:KAX"', "state:KAZ", False),
    "id of wrong kind": ('"state:KAZ"', '"place:almaty"', "CST303", '"place:almaty"', None, None),
    "null": ('["state:KAZ"]', "null", "CST103", "null", None, True),
    "empty list": ('["state:KAZ"]', "[]", "CST107", "[]", None, True),
    "duplicate list item": ('["state:KAZ"]', '["state:KAZ", "state:KAZ"]', "CST108", '"state:KAZ"', None, False),
    "value instead of list": ('["state:KAZ"]', '"state:KAZ"', "CST103", '"state:KAZ"', '["state:KAZ"]', False),
    "integer with fraction": ('"paragraph": 1', '"paragraph": 1.0', "CST011", "1.0", None, True),
    "number with too many digits": (
        '"paragraph": 1',
        '"paragraph": 1.00000000000000001',
        "CST007",
        "1.00000000000000001",
        None,
        None,
    ),
    "number out of range": ('"paragraph": 1', '"paragraph": 0', "CST109", "0", None, None),
    "string instead of number": ('"paragraph": 1', '"paragraph": "1"', "CST103", '"1"', "1", False),
    "trailing space": ('"Протест"', '"Протест "', "CST105", '"Протест "', "Протест", True),
    "date not in the calendar": ('"Протест"', '"Протест", "date": "2022-02-31"', "CST201", '"2022-02-31"', None, None),
    "duplicate key with same value": ('"Протест"', '"Протест", "title": "Протест"', "CST005", '"title"', None, True),
    "duplicate key with other value": ('"Протест"', '"Протест", "title": "Иной"', "CST005", '"title"', None, None),
    "missing comma": ('"protest",', '"protest"', "CST004", "", None, True),
    "missing field": ('"kind": "protest",', "", "CST102", "{", None, None),
    "required field under another name": ('"title"', '"heading"', "CST101", '"heading"', None, None),
}


@pytest.mark.parametrize(("old", "new", "rule", "reported_text", "suggestion", "safe"), MISTAKES.values(), ids=MISTAKES)
def test_mistake_is_reported_once_with_position_suggestion_and_fix(
    tmp_path: Path, old: str, new: str, rule: str, reported_text: str, suggestion: str | None, safe: bool | None
) -> None:
    text = VALID.replace(old, new, 1)
    found = findings(tmp_path, text)
    assert [finding.rule for finding in found] == [rule]
    (finding,) = found
    assert text_at(finding, text) == reported_text
    assert finding.record == "event:example"
    assert finding.suggestion == suggestion
    assert (finding.fix.safe if finding.fix else None) == safe
    assert finding.excerpt == text.split("\n")[(finding.line or 0) - 1]
    assert finding.page == f"docs/rules/{rule}.md"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-16-be", "utf-32-be"])
def test_file_in_utf16_or_utf32_is_reported_once(tmp_path: Path, encoding: str) -> None:
    text = VALID if encoding.endswith(("16", "32")) else "\ufeff" + VALID
    (finding,) = findings(tmp_path, text.encode(encoding))
    assert (finding.rule, finding.line, finding.column) == ("CST002", 1, 1)
    assert finding.message == f"the file is encoded as {encoding.upper().removesuffix('-BE')}"


def test_finding_column_counts_code_points(tmp_path: Path) -> None:
    line = '{"id": "event:a", "kind": "x", "title": "Ж🙂", "evidence": [{"source": "source:sukhankin-2022"}]}'
    (finding,) = findings(tmp_path, f"\n{line}\n", "events.jsonl")
    assert (finding.line, finding.column) == (2, line.index('"x"') + 1)
    assert finding.pointer == "/kind"


def test_reference_to_invalid_record_is_not_reported_as_dangling(tmp_path: Path) -> None:
    other = '{"id": "event:part", "kind": "unrest", "title": "Unrest", "part_of": "event:example",\n "evidence": [{"source": "source:sukhankin-2022"}]}'
    text = VALID.replace('"title": "Протест"', '"title": 5').replace("    }\n  ]", f"    }},\n{other}\n  ]")
    assert [finding.rule for finding in findings(tmp_path, text)] == ["CST103"]


def test_duplicate_key_finding_relates_to_first_occurrence(tmp_path: Path) -> None:
    text = VALID.replace('"protest",', '"protest",\n"kind": "unrest",')
    (finding,) = findings(tmp_path, text)
    (first,) = finding.related
    assert (first.line, first.column) == (6, 7)


def test_validate_shows_first_hundred_findings_and_counts_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    findings(tmp_path, "5\n" * 150, "events.jsonl")
    assert len(check(tmp_path)) == 150
    main(["validate", str(tmp_path), "--format", "concise"])
    assert "150 findings (the first 100 are shown; use --all to show all)" in capsys.readouterr().out


def test_reports_for_programs_have_all_findings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    findings(tmp_path, "5\n" * 150, "events.jsonl")
    for arguments in ([str(tmp_path)], ["--shape", str(tmp_path / "events.jsonl")]):
        main(["validate", "--format", "json", *arguments])
        report = json.loads(capsys.readouterr().out)
        assert len(report["findings"]) == report["count"] == 150
        main(["validate", "--format", "sarif", *arguments])
        assert len(json.loads(capsys.readouterr().out)["runs"][0]["results"]) == 150


CONTROL_TEXT = st.text(
    st.sampled_from("\x1b[31m\u202e\x9b\r\n\u2028::error::%0A|`<b>" + '"\\') | st.characters(), min_size=1, max_size=20
)


@settings(
    max_examples=settings.default.max_examples,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
@given(CONTROL_TEXT, st.sampled_from(["id", "kind", "states", "key"]))
def test_reporters_print_no_unprintable_characters(tmp_path: Path, control_text: str, where: str) -> None:
    raw = json.loads(VALID)
    record = raw["records"][0]
    record[control_text if where == "key" else where] = [control_text] if where == "states" else control_text
    text = json.dumps(raw, ensure_ascii=False)
    found = findings(tmp_path, text.encode("utf-8", "surrogatepass"))
    for name, reporter in REPORTERS.items():
        output = reporter(found, len(found))
        assert all(c.isprintable() or c == "\n" for c in output), name
        output.encode()
    for line in REPORTERS["github"](found, len(found)).splitlines():
        assert line.startswith(("::error file=", "::warning file=", "::notice "))


@settings(
    max_examples=settings.default.max_examples * 6,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
@given(st.data())
def test_validate_does_not_raise_for_arbitrary_bytes(tmp_path: Path, data: st.DataObject) -> None:
    valid = VALID.encode()
    start = data.draw(st.integers(0, len(valid)))
    end = data.draw(st.integers(start, len(valid)))
    noise = data.draw(st.binary(max_size=8) | st.sampled_from([b"[" * 100, b"NaN", b'"', b"{}", b"null", b"1e999"]))
    findings(tmp_path, valid[:start] + noise + valid[end:])


@settings(
    max_examples=settings.default.max_examples * 3,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "kind", "evidence", "a"]), inner)
        ),
        max_leaves=8,
    ),
    st.sampled_from(["events.json", "events.jsonl", "pack.json", "datapackage.json"]),
)
def test_validate_does_not_raise_for_arbitrary_json(tmp_path: Path, value: Any, name: str) -> None:
    for file in tmp_path.iterdir():
        file.unlink()
    findings(tmp_path, json.dumps(value), name)


PATHS = st.lists(st.sampled_from(["records", "a", 0, 1]), max_size=4).map(tuple)


@given(st.lists(PATHS, max_size=5), PATHS)
def test_path_set_touches_paths_that_contain_or_are_inside_others(paths: list[Any], path: Any) -> None:
    touching = any(path[: len(other)] == other or other[: len(path)] == path for other in paths)
    assert PathSet(paths).touches(path) is touching


def test_validate_opens_no_network_connection_for_schema_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("validation opened a socket")

    monkeypatch.setattr(socket, "socket", refuse)
    text = VALID.replace("schemas/event.schema.json", "https://example.org/event.schema.json")
    assert [finding.rule for finding in findings(tmp_path, text)] == ["CST905"]


@pytest.mark.parametrize("make", [Path.symlink_to, Path.hardlink_to], ids=["symbolic", "hard"])
def test_validate_follows_hard_links_but_not_symbolic_links(tmp_path: Path, make: Callable[[Path, Path], None]) -> None:
    outside, folder = tmp_path / "secret.json", tmp_path / "pack"
    outside.write_text('{"secret": "word"}')
    folder.mkdir()
    make(folder / "events.json", outside)
    found = validate(folder)
    if make is Path.symlink_to:
        assert [finding.rule for finding in found] == ["CST001"]
        assert "word" not in REPORTERS["text"](found, 1)
    else:
        assert found


@pytest.mark.parametrize(
    ("written", "word", "certain"),
    [
        ("Titel", "title", False),
        ("TITLE", "title", True),
        ("t\u0456tle", "title", True),
        ("part-of", "part_of", True),
        ("zzz", None, None),
    ],
    ids=["misspelt", "other case", "Cyrillic letter", "hyphen instead of underscore", "no similar word"],
)
def test_guess_is_certain_only_for_case_hyphens_and_look_alike_letters(
    written: str, word: str | None, certain: bool | None
) -> None:
    found = guess(written, ["title", "part_of", "kind"])
    assert (found.word if found else None, found.certain if found else None) == (word, certain)


@given(st.text("abc", min_size=1, max_size=6), st.data())
def test_one_typo_is_symmetric_and_false_for_equal_words(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    for other in (word[:at] + "x" + word[at:], word[:at] + "x" + word[at + 1 :], word[:at] + word[at + 1 :]):
        assert one_typo(word, other)
        assert one_typo(other, word)
    assert not one_typo(word, word)
