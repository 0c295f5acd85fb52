"""Checks a dataset: text, shape, values, references, history, evidence. One mistake, one finding."""

from __future__ import annotations

import os
from collections.abc import Iterator
from os import PathLike
from pathlib import Path
from typing import Any

from .._resources import data_root
from ..errors import DatasetError, nearest_word
from ..jsontext import Fault, read_json
from ..loading import build_manifest
from ..model import KINDS, Kind
from ..structuring import REFUSALS, problems, structure
from .corpus import CHECKS, Corpus, Located
from .findings import Finding, Rule, Severity, pointer
from .findings import Path as JsonPath
from .rules import DANGLING
from .shape import DISAGREEING, Misshape, misshapes
from .shape import RULES as SHAPE_RULES
from .syntax import RULES as SYNTAX_RULES
from .syntax import UNLISTED, UNREADABLE

__all__ = ["RULES", "Finding", "Rule", "Severity", "validate"]

MANIFEST = "datapackage.json"

RULES = {
    rule.code: rule
    for rule in sorted((*SYNTAX_RULES, *SHAPE_RULES, *(rule for rule, _ in CHECKS)), key=lambda rule: rule.code)
}
"""Every rule by its code."""


def validate(path: str | PathLike[str] | None = None) -> tuple[Finding, ...]:
    """What is wrong with the packaged data, or with the dataset in a folder: findings in the order of the files.

    Raises :class:`DatasetError` where there is no folder with a ``datapackage.json``; whatever the files in it hold, it
    becomes findings.
    """
    folder: Any = data_root() if path is None else Path(path)
    if path is not None and not (folder / MANIFEST).is_file():
        what = f"it has no {MANIFEST}" if folder.is_dir() else "there is no such folder"
        raise DatasetError([f"{os.fspath(path)}: {what}; expected the folder of a dataset, with its {MANIFEST}"])
    run = _Validation(folder, "data" if path is None else os.fspath(path))
    run.check()
    return run.findings()


class _Validation:
    """One run over one folder."""

    def __init__(self, folder: Any, shown: str) -> None:
        self._folder = folder
        self._shown = shown.rstrip("/\\")
        self._found: list[tuple[JsonPath, Finding]] = []
        self._located: list[Located] = []
        self._ids: dict[str, list[tuple[str, JsonPath]]] = {}
        self._unread: set[str] = set()
        self._files = [MANIFEST]

    def findings(self) -> tuple[Finding, ...]:
        """In the order of the files, and in each from top to bottom."""
        order = {self._name(path): index for index, path in enumerate(self._files)}

        def place(found: tuple[JsonPath, Finding]) -> tuple[Any, ...]:
            path, finding = found
            steps = tuple((0, step, "") if isinstance(step, int) else (1, 0, step) for step in path)
            return (order[finding.file], finding.line or 0, steps)

        return tuple(finding for _, finding in sorted(self._found, key=place))

    def check(self) -> None:
        """Reads the files that the manifest names, then applies the rules to what has its shape."""
        manifest, faults = self._read(MANIFEST, "datapackage.schema.json")
        if faults:
            return
        paths = {entry["name"]: entry["path"] for entry in manifest["resources"]}
        self._files += paths.values()
        for dataset, path in paths.items():
            self._read_records(path, KINDS[dataset])
        for name in sorted(file.name for file in self._folder.iterdir()):
            if name.endswith((".json", ".jsonl")) and name not in self._files:
                self._files.append(name)
                message = f"{MANIFEST} does not name this file, so nobody reads it"
                self._add(UNLISTED, name, (), message=message, expected="a resource with this path, or no such file")
        coverage = build_manifest(manifest).coverage
        corpus = Corpus(self._located, self._ids, self._unread, coverage)
        self._check_coverage(corpus)
        self._apply_rules(corpus)

    def _read(self, path: str, schema_file: str) -> tuple[Any, set[JsonPath]]:
        """The value of a file, and the paths of what is wrong with it; the root where it cannot be read at all."""
        try:
            data = (self._folder / path).read_bytes()
        except OSError as error:
            what = f"cannot be read ({error.strerror})"
            self._add(UNREADABLE, path, (), message=what, expected=f"the file that {MANIFEST} names")
            return None, {()}
        value, faults = read_json(data)
        for fault in faults:
            self._add_fault(path, fault)
        faulty = {fault.path for fault in faults}
        if value is None and faults:
            return None, {()}
        for misshape in misshapes(schema_file, value):
            if not any(_touch(misshape.path, other) for other in faulty):
                self._add_misshape(path, misshape, _record_at(value, misshape.path))
                faulty.add(misshape.path)
        return value, faulty

    def _read_records(self, path: str, kind: Kind) -> None:
        document, faulty = self._read(path, f"{kind.name}.schema.json")
        if () in faulty:
            self._unread.add(kind.prefix)
        records = document.get("records") if isinstance(document, dict) else None
        for index, raw in enumerate(records if isinstance(records, list) else ()):
            at: JsonPath = ("records", index)
            if isinstance(raw, dict) and isinstance(raw.get("id"), str):
                self._ids.setdefault(raw["id"], []).append((path, at))
            if any(_touch(at, other) for other in faulty if len(other) > 1):
                continue
            try:
                record = structure(kind.record_class, raw)
            except REFUSALS as error:
                for inner, message in problems(error):
                    expected = "parts that agree with one another"
                    misshape = Misshape(rule=DISAGREEING, path=(*at, *inner), message=message, expected=expected)
                    self._add_misshape(path, misshape, raw["id"])
            else:
                self._located.append(Located(record=record, at=(path, at)))

    def _check_coverage(self, corpus: Corpus) -> None:
        memberships, offices = corpus.coverage.memberships, corpus.coverage.offices
        named = [("memberships", i, "organization", str(span.organization)) for i, span in enumerate(memberships)]
        for part, index, key, id in named + [("offices", i, "of", str(span.of)) for i, span in enumerate(offices)]:
            if not corpus.may_have(id):
                self._add(
                    DANGLING,
                    MANIFEST,
                    ("coverage", part, index, key),
                    message=f"there is no record {id}",
                    expected="the id of a record that is there",
                    suggestion=nearest_word(id, self._ids),
                )

    def _apply_rules(self, corpus: Corpus) -> None:
        """Rules in the order of their codes; what has a finding already is left out of the rules on evidence."""
        faulty: set[tuple[str, str | int]] = set()
        for rule, check in sorted(CHECKS, key=lambda entry: entry[0].code):
            for slip in list(check(corpus)):
                if rule.code.startswith("CST5") and (slip.record, slip.path[0]) in faulty:
                    continue
                file, at = slip.at or corpus.located[slip.record].at
                self._add(
                    rule,
                    file,
                    (*at, *slip.path),
                    record=slip.record,
                    message=slip.message,
                    expected=slip.expected,
                    suggestion=slip.suggestion,
                )
                faulty.update((slip.record, field) for field in _fields(slip.path))
                faulty.update(slip.doubts)

    def _name(self, path: str) -> str:
        return f"{self._shown}/{path}"

    def _add(self, rule: Rule, path: str, at: JsonPath, **rest: Any) -> None:
        finding = Finding(rule=rule.code, severity=rule.severity, file=self._name(path), pointer=pointer(at), **rest)
        self._found.append((at, finding))

    def _add_fault(self, path: str, fault: Fault) -> None:
        place = {"line": fault.line, "column": fault.column, "record": fault.record}
        self._add(RULES[fault.code], path, fault.path, message=fault.message, expected=fault.expected, **place)

    def _add_misshape(self, path: str, misshape: Misshape, record: str | None) -> None:
        what = {"message": misshape.message, "expected": misshape.expected, "suggestion": misshape.suggestion}
        self._add(misshape.rule, path, misshape.path, record=record, **what)


def _touch(one: JsonPath, other: JsonPath) -> bool:
    """Whether one of the two places lies in the other."""
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def _fields(path: JsonPath) -> Iterator[str | int]:
    """The fields whose evidence a mistake at this path leaves open."""
    field = path[0]
    yield field
    if field == "evidence" and len(path) > 3:
        yield path[3]
    if field == "steps":
        yield from ("start", "end")


def _record_at(document: Any, path: JsonPath) -> str | None:
    """The id of the record in which a path lies, if it has one."""
    if len(path) < 2 or path[0] != "records":
        return None
    record = document["records"][path[1]]
    found = record.get("id") if isinstance(record, dict) else None
    return found if isinstance(found, str) else None
