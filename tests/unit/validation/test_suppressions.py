"""A suppression hides the findings of one rule in one record, and is a finding itself once it hides nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import csto_data
from csto_data.cli import main
from csto_data.model.suppressions import Suppression
from csto_data.validation import RULES, check, engine, validate
from csto_data.validation.suppressing import suppressible

EVIDENCE = [{"source": "source:sukhankin-2022"}]


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """Return a pack with two persons of one name, which is a warning."""
    people = [{"id": f"person:{slug}", "name": "Ann Example", "evidence": EVIDENCE} for slug in ("one", "two")]
    document = {"$schema": "schemas/person.schema.json", "records": people}
    (tmp_path / "people.json").write_text(json.dumps(document))
    assert main(["fmt", str(tmp_path)]) == 0
    return tmp_path


def suppress(folder: Path, **entry: Any) -> None:
    known = {"rule": "CST309", "record": "person:two", "field": "name", "reason": "Two persons."}
    entries = [{key: value for key, value in {**known, **entry}.items() if value is not None}]
    document = {"$schema": "schemas/suppressions.schema.json", "suppressions": entries}
    (folder / "suppressions.json").write_text(json.dumps(document))
    main(["fmt", str(folder)])


def rules_in(folder: Path) -> list[str]:
    return [finding.rule for finding in validate(folder)]


@pytest.mark.parametrize(
    ("entry", "rule"), [({"reason": None}, "CST102"), ({"rule": "cst309"}, "CST105"), ({"x": "y"}, "CST101")]
)
def test_entry_with_a_mistake_is_one_finding_and_still_accepts(pack: Path, entry: dict[str, Any], rule: str) -> None:
    suppress(pack, **entry)
    assert rules_in(pack) == [rule]


def test_suppressed_finding_is_counted_but_not_listed(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert rules_in(pack) == ["CST309"]
    suppress(pack)
    capsys.readouterr()
    assert validate(pack) == ()
    assert [finding.suppression for finding in check(pack).suppressed_findings()] == ["Two persons."]
    assert main(["validate", str(pack)]) == 0
    assert capsys.readouterr().out == f"no findings in {pack}, 1 suppressed\n"


def test_suppression_without_field_applies_to_all_fields_of_the_record(pack: Path) -> None:
    suppress(pack, field=None)
    assert rules_in(pack) == []


def test_suppression_of_another_field_is_unused(pack: Path) -> None:
    suppress(pack, field="names")
    (unused,) = (finding for finding in validate(pack) if finding.rule == "CST701")
    assert unused.message == 'person:two has no finding of CST309 in "names"'
    assert (Path(unused.file).name, unused.line) == ("suppressions.json", 3)
    assert sorted(rules_in(pack)) == ["CST309", "CST701"]


def test_suppression_of_unknown_record_suggests_nearest_id(pack: Path) -> None:
    suppress(pack, record="person:twoo")
    (unused,) = (finding for finding in validate(pack) if finding.rule == "CST701")
    assert (unused.message, unused.suggestion) == ("no record has the id person:twoo", "person:two")


def test_suppression_of_unknown_rule_suggests_nearest_code(pack: Path) -> None:
    suppress(pack, rule="CST399")
    (invalid,) = (finding for finding in validate(pack) if finding.rule == "CST702")
    assert invalid.message == "findings of CST399 cannot be suppressed"
    assert invalid.suggestion in suppressible()


def test_findings_that_block_loading_cannot_be_suppressed() -> None:
    assert [code for code in suppressible() if RULES[code].blocks_loading] == []
    assert {"CST101", "CST302", "CST701", "CST901"}.isdisjoint(suppressible())


def test_suppressions_are_read_strictly(pack: Path) -> None:
    suppress(pack, reson="Two persons.", reason=None)
    (unknown,) = (finding for finding in validate(pack) if finding.rule == "CST101")
    assert (unknown.suggestion, unknown.line) == ("reason", 3)


def test_sarif_has_suppressed_results_with_their_reason(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    suppress(pack)
    capsys.readouterr()
    assert main(["validate", "--format", "sarif", str(pack)]) == 0
    (run,) = json.loads(capsys.readouterr().out)["runs"]
    (result,) = run["results"]
    assert result["suppressions"] == [{"kind": "external", "justification": "Two persons."}]
    assert run["properties"] == {"count": 0, "suppressed": 1}


def test_pack_has_no_findings_that_the_packaged_data_suppress(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pack that overrides a record is checked with all packaged records."""
    ds = csto_data.load()
    source, other = [source for source in ds.sources if source.url is not None and source.licence is None][:2]
    document = {"$schema": "schemas/source.schema.json", "records": [{**source.to_dict(), "url": other.url}]}
    (tmp_path / "sources.json").write_text(json.dumps(document))
    overrides = [{"id": source.id, "reason": "Both are on one page."}]
    description = {"$schema": "schemas/pack.schema.json", "name": "pack", "overrides": overrides}
    (tmp_path / "pack.json").write_text(json.dumps(description))
    main(["fmt", str(tmp_path)])
    (finding,) = validate(tmp_path)
    assert finding.rule == "CST310"
    accepted = Suppression(rule="CST310", record=finding.record, path="url", reason="Both are on one page.")
    monkeypatch.setattr(engine, "packaged_suppressions", lambda: (accepted,))
    assert validate(tmp_path) == ()


def test_min_severity_hides_warnings_also_from_exit_code(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(pack)]) == 1
    assert main(["validate", "--min-severity", "warning", str(pack)]) == 1
    assert main(["validate", "--min-severity", "error", str(pack)]) == 0
    assert capsys.readouterr().out.endswith(f"no findings in {pack}\n")
