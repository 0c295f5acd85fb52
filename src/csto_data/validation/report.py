"""The violations of a folder, and how they become findings: counting them costs less than explaining them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from attrs import frozen

from ..diagnostics import Finding, Location, RelatedLocation, Violation, pointer, printable
from ..suggestions import Guess, guess
from .context import PACKAGED
from .rules import RULES
from .source_map import SourceFile


@frozen
class Report:
    """The violations in a folder, in the order of its files and in each record by record.

    ``sources`` has the files, ``shown`` is the name of the folder, and ``ids`` gives all ids with a prefix.
    """

    violations: tuple[Violation, ...]
    sources: dict[str, SourceFile]
    shown: str
    ids: Callable[[str], Iterable[str]]

    def __len__(self) -> int:
        return len(self.violations)

    def findings(self, limit: int | None = None) -> tuple[Finding, ...]:
        """Return the findings, or the first of them, each with its position and what was probably meant."""
        files = {file: index for index, file in enumerate(dict.fromkeys(v.location.file for v in self.violations))}
        found = [(files[v.location.file], self._finding(v)) for v in self.violations[:limit]]
        found.sort(key=lambda entry: (entry[0], entry[1].line or 0, entry[1].column or 0))
        return tuple(finding for _, finding in found)

    def _finding(self, violation: Violation) -> Finding:
        rule, location = RULES[violation.rule], violation.location
        source = self._source(location.file)
        span = source.span(location)
        near = self._nearest(violation)
        fix = source.fix(violation, near)
        where: dict[str, int] = {}
        if span is not None:
            names = ("line", "column", "end_line", "end_column")
            where = dict(zip(names, (*source.position(span[0]), *source.position(span[1])), strict=True))
        replaced = fix.text if fix is not None and violation.fix is not None and violation.fix.span is None else None
        in_line = location.file.endswith(".jsonl")
        return Finding(
            rule=rule.code,
            severity=rule.severity,
            file=self._named(location.file),
            **where,
            pointer=pointer(location.path[2:] if in_line else location.path),
            record=printable(location.record) if location.record is not None else None,
            message=printable(violation.message),
            expected=printable(violation.expected),
            why=rule.why,
            suggestion=near.word if near is not None else replaced or None,
            fix=fix,
            related=tuple(self._related(place, message) for place, message in violation.related),
            page=rule.page,
            excerpt=source.line(where["line"]) if where else None,
        )

    def _nearest(self, violation: Violation) -> Guess | None:
        wanted = violation.suggestion
        if wanted is None:
            return None
        known = [id for prefix in wanted.prefixes for id in self.ids(prefix)] if wanted.prefixes else wanted.known
        return guess(wanted.word, known, typos=wanted.is_key)

    def _related(self, place: Location, message: str) -> RelatedLocation:
        source = self._source(place.file)
        span = source.span(place)
        line, column = source.position(span[0]) if span is not None else (None, None)
        return RelatedLocation(file=self._named(place.file), line=line, column=column, message=printable(message))

    def _source(self, file: str) -> SourceFile:
        return self.sources.get(file) or SourceFile(file, b"")

    def _named(self, file: str) -> str:
        return file if file.startswith(PACKAGED) else f"{self.shown}/{file}"
