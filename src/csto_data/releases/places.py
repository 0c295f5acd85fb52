"""Where a change is in the files of a version, for findings."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from ..diagnostics import Finding, Location, Path, brief, pointer
from ..model.kinds import BY_PREFIX
from ..validation.registry import Rule
from ..validation.source_map import SourceFile
from .changes import Change
from .reading import API
from .snapshot import MANIFEST, Snapshot
from .trees import place_of


class Places:
    """The files of a version, in which changes are found."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Take the files of a version; without files, findings name only the file."""
        self._snapshot = snapshot
        self._files = snapshot.files
        self._sources: dict[str, SourceFile] = {}

    def finding(
        self,
        rule: Rule,
        location: Location,
        message: str,
        expected: str,
        suggestion: str | None = None,
    ) -> Finding:
        """Return a finding at a location, whose file is named as in a checkout.

        Args:
            rule: The violated rule.
            location: The location.
            message: What is wrong.
            expected: What is allowed.
            suggestion: The nearest valid value, if there is one.
        """
        shown, data = self._files.get(location.file, (location.file, b""))
        source = self._sources.setdefault(location.file, SourceFile(location.file, data))
        span = source.span(location) if data else None
        where: dict[str, Any] = {}
        if span is not None:
            names = ("line", "column", "end_line", "end_column")
            where = dict(zip(names, (*source.position(span[0]), *source.position(span[1])), strict=True))
            where["excerpt"] = source.line(where["line"])
        in_line = location.file.endswith(".jsonl")
        return Finding(
            rule=rule.code,
            severity=rule.severity,
            file=shown,
            **where,
            pointer=pointer(location.path[2:] if in_line else location.path),
            record=location.record,
            message=brief(message),
            expected=expected,
            why=rule.why,
            suggestion=suggestion,
            page=rule.page,
        )

    def of_change(self, change: Change) -> Location:
        """Return where a change is; of something that is gone, where it was listed.

        Args:
            change: A change that leads to this version.
        """
        match change.part:
            case "manifest":
                return self.of_manifest(change.path)
            case "schema":
                return self._of_schema(change)
            case "api":
                return self._of_line(API, change.record, str(change.after))
            case _:
                return self.of_record(change.record, change.path)

    def of_manifest(self, path: Sequence[str]) -> Location:
        """Return a place in the manifest."""
        return Location(file=f"data/{MANIFEST}", path=place_of(self._snapshot.manifest, path))

    def of_record(self, id: str, path: Sequence[str] = ()) -> Location:
        """Return a place in a record; of one that is gone, its redirect or the file in which it was.

        Args:
            id: The id of the record.
            path: The path in its tree.
        """
        if id in self._records:
            file, index = self._records[id]
            inside = place_of(self._snapshot.records[id], path)
            return Location(file=file, path=("records", index, *inside), record=id)
        if id in self._snapshot.redirects:
            number = [*self._snapshot.redirects].index(id)
            return Location(file="data/redirects.json", path=("redirects", number), record=id)
        kind = BY_PREFIX.get(id.partition(":")[0])
        file = f"data/{kind.dataset if kind is not None else 'records'}.json"
        return Location(file=file, path=("records",), record=id)

    @cached_property
    def _records(self) -> dict[str, tuple[str, int]]:
        """The file of each record, and its index in the list or its line."""
        found: dict[str, tuple[str, int]] = {}
        for file, (_, data) in self._files.items():
            if not file.startswith("data/"):
                continue
            if file.endswith(".jsonl"):
                numbered = [(n, json.loads(line)) for n, line in enumerate(data.splitlines()) if line.strip()]
            else:
                numbered = [*enumerate(json.loads(data).get("records", ()))]
            found.update({record["id"]: (file, number) for number, record in numbered})
        return found

    def _of_schema(self, change: Change) -> Location:
        file = f"schemas/{change.record}"
        raw = json.loads(self._files[file][1]) if file in self._files else {}
        return Location(file=file, path=place_of(raw, change.path))

    def _of_line(self, file: str, name: str, line: str) -> Location:
        """Return where a text file has a line."""
        text = self._files[file][1].decode() if file in self._files else ""
        start = f"\n{text}".find(f"\n{line}\n")
        span = None if start < 0 else (start, start + len(line))
        path: Path = ()
        return Location(file=file, path=path, span=span, record=name)
