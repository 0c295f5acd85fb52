"""A finding points at the key or value that is wrong, says what was meant, and shows nothing unprintable."""

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
from csto_data.validation.reading import PathSet
from csto_data.validation.reporters import REPORTERS

GOOD = """{
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


def marked(finding: Finding, text: str) -> str:
    """What of the text the finding points at."""
    starts = [0, *(i + 1 for i, c in enumerate(text) if c == "\n")]
    assert finding.line and finding.column and finding.end_line and finding.end_column  # noqa: PT018
    start = starts[finding.line - 1] + finding.column - 1
    return text[start : starts[finding.end_line - 1] + finding.end_column - 1]


# old text, new text, rule, what is marked, suggestion, whether the edit is safe (None: no edit)
WRONG: list[tuple[str, str, str, str, str | None, bool | None]] = [
    ('"title"', '"titel"', "CST101", '"titel"', "title", True),
    ('"kind": "protest"', '"kind": "Protest"', "CST104", '"Protest"', "protest", True),
    ('"kind": "protest"', '"kind": "protests"', "CST104", '"protests"', "protest", False),
    ('"state:KAZ"', '"state:\u041a\u0410Z"', "CST105", '"state:\u041a\u0410Z"', "state:KAZ", True),
    ('"state:KAZ"', '"state:KAX"', "CST302", '"state:KAX"', "state:KAZ", False),
    ('"state:KAZ"', '"place:almaty"', "CST303", '"place:almaty"', None, None),
    ('["state:KAZ"]', "null", "CST103", "null", None, True),
    ('["state:KAZ"]', "[]", "CST107", "[]", None, True),
    ('["state:KAZ"]', '["state:KAZ", "state:KAZ"]', "CST108", '"state:KAZ"', None, True),
    ('["state:KAZ"]', '"state:KAZ"', "CST103", '"state:KAZ"', '["state:KAZ"]', False),
    ('"paragraph": 1', '"paragraph": 1.0', "CST011", "1.0", None, True),
    ('"paragraph": 1', '"paragraph": 0', "CST109", "0", None, None),
    ('"paragraph": 1', '"paragraph": "1"', "CST103", '"1"', "1", False),
    ('"Протест"', '"Протест "', "CST105", '"Протест "', '"Протест"', True),
    ('"Протест"', '"Протест", "date": "2022-02-31"', "CST201", '"2022-02-31"', None, None),
    ('"Протест"', '"Протест", "title": "Протест"', "CST005", '"title"', None, True),
    ('"Протест"', '"Протест", "title": "Иной"', "CST005", '"title"', None, None),
    ('"protest",', '"protest"', "CST004", "", None, True),
    ('"kind": "protest",', "", "CST102", "{", None, None),
]


@pytest.mark.parametrize(
    ("old", "new", "rule", "mark", "suggestion", "safe"), WRONG, ids=[f"{w[2]} {w[1]}" for w in WRONG]
)
def test_one_mistake_is_one_finding_at_its_place(
    tmp_path: Path, old: str, new: str, rule: str, mark: str, suggestion: str | None, safe: bool | None
) -> None:
    text = GOOD.replace(old, new, 1)
    found = findings(tmp_path, text)
    assert [finding.rule for finding in found] == [rule]
    (finding,) = found
    assert marked(finding, text) == mark
    assert finding.record == "event:example"
    assert finding.suggestion == suggestion
    assert (finding.fix.safe if finding.fix else None) == safe
    assert finding.excerpt == text.split("\n")[(finding.line or 0) - 1]
    assert finding.page == f"docs/rules/{rule}.md"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-16-be", "utf-32-be"])
def test_a_file_of_another_encoding_is_one_finding(tmp_path: Path, encoding: str) -> None:
    marked = GOOD if encoding.endswith(("16", "32")) else "\ufeff" + GOOD
    (finding,) = findings(tmp_path, marked.encode(encoding))
    assert (finding.rule, finding.line, finding.column) == ("CST002", 1, 1)
    assert finding.message == f"the file is {encoding.upper().removesuffix('-BE')}"


def test_columns_count_code_points(tmp_path: Path) -> None:
    line = '{"id": "event:a", "kind": "x", "title": "Ж🙂", "evidence": [{"source": "source:sukhankin-2022"}]}'
    (finding,) = findings(tmp_path, f"\n{line}\n", "events.jsonl")
    assert (finding.line, finding.column) == (2, line.index('"x"') + 1)
    assert finding.pointer == "/kind"


def test_a_record_with_a_mistake_still_counts_by_its_id(tmp_path: Path) -> None:
    other = '{"id": "event:part", "kind": "unrest", "title": "Unrest", "part_of": "event:example",\n "evidence": [{"source": "source:sukhankin-2022"}]}'
    text = GOOD.replace('"title": "Протест"', '"title": 5').replace("    }\n  ]", f"    }},\n{other}\n  ]")
    assert [finding.rule for finding in findings(tmp_path, text)] == ["CST103"]


def test_a_repeated_key_names_where_it_stood_first(tmp_path: Path) -> None:
    text = GOOD.replace('"protest",', '"protest",\n"kind": "unrest",')
    (finding,) = findings(tmp_path, text)
    (first,) = finding.related
    assert (first.line, first.column) == (6, 7)


def test_only_the_first_hundred_are_shown_and_all_are_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    findings(tmp_path, "5\n" * 150, "events.jsonl")
    assert len(check(tmp_path)) == 150
    for arguments, shown in (([], 100), (["--all"], 150)):
        assert main(["validate", str(tmp_path), "--format", "json", *arguments]) == 1
        report = json.loads(capsys.readouterr().out)
        assert (len(report["findings"]), report["count"]) == (shown, 150)
    main(["validate", str(tmp_path), "--format", "concise"])
    assert "150 findings; the first 100 are shown, --all shows all" in capsys.readouterr().out


NASTY = st.text(
    st.sampled_from("\x1b[31m\u202e\x9b\r\n\u2028::error::%0A|`<b>" + '"\\') | st.characters(), min_size=1, max_size=20
)


@settings(
    max_examples=settings.default.max_examples,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
@given(NASTY, st.sampled_from(["id", "kind", "states", "key"]))
def test_nothing_unprintable_reaches_the_output(tmp_path: Path, nasty: str, where: str) -> None:
    raw = json.loads(GOOD)
    record = raw["records"][0]
    record[nasty if where == "key" else where] = [nasty] if where == "states" else nasty
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
def test_any_bytes_give_findings_and_no_traceback(tmp_path: Path, data: st.DataObject) -> None:
    good = GOOD.encode()
    start = data.draw(st.integers(0, len(good)))
    end = data.draw(st.integers(start, len(good)))
    noise = data.draw(st.binary(max_size=8) | st.sampled_from([b"[" * 100, b"NaN", b'"', b"{}", b"null", b"1e999"]))
    findings(tmp_path, good[:start] + noise + good[end:])


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
def test_any_json_gives_findings_and_no_traceback(tmp_path: Path, value: Any, name: str) -> None:
    for file in tmp_path.iterdir():
        file.unlink()
    findings(tmp_path, json.dumps(value), name)


STEPS = st.lists(st.sampled_from(["records", "a", 0, 1]), max_size=4).map(tuple)


@given(st.lists(STEPS, max_size=5), STEPS)
def test_places_touch_where_one_lies_in_the_other(places: list[Any], path: Any) -> None:
    touching = any(path[: len(other)] == other or other[: len(path)] == path for other in places)
    assert PathSet(places).touches(path) is touching


def test_nothing_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was asked for")

    monkeypatch.setattr(socket, "socket", refuse)
    text = GOOD.replace("schemas/event.schema.json", "https://example.org/event.schema.json")
    assert findings(tmp_path, text) == ()


@pytest.mark.parametrize("make", [Path.symlink_to, Path.hardlink_to], ids=["symbolic", "hard"])
def test_a_symbolic_link_is_not_followed(tmp_path: Path, make: Callable[[Path, Path], None]) -> None:
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
)
def test_the_nearest_word_is_certain_where_only_the_spelling_differs(
    written: str, word: str | None, certain: bool | None
) -> None:
    found = guess(written, ["title", "part_of", "kind"])
    assert (found.word if found else None, found.certain if found else None) == (word, certain)


@given(st.text("abc", min_size=1, max_size=6), st.data())
def test_one_typo_is_found_from_both_sides(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    for other in (word[:at] + "x" + word[at:], word[:at] + "x" + word[at + 1 :], word[:at] + word[at + 1 :]):
        assert one_typo(word, other)
        assert one_typo(other, word)
    assert not one_typo(word, word)
