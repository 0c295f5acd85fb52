"""The violations in a folder, which become findings on demand, because explaining costs more than counting."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from attrs import evolve, field, frozen

from ..diagnostics import Finding, Fix, Location, RelatedLocation, Severity, Violation, brief, is_short, pointer
from ..progress import track
from ..suggestions import Guess, Words, guess
from .context import PACKAGED
from .rules import RULES
from .source_map import SourceFile


def _bare(written: str) -> str:
    """Return the text that a JSON string contains, and any other JSON value as it is written."""
    value = json.loads(written)
    return value if isinstance(value, str) else written


def _suggestion(violation: Violation, near: Guess | None, fix: Fix | None) -> str | None:
    """Return the word that was probably meant, or the value that a fix writes, unless it is very long."""
    found = near.word if near is not None else None
    if found is None and fix is not None and fix.text and violation.fix is not None and violation.fix.span is None:
        found = _bare(fix.text)
    return found if found is not None and is_short(found) else None


@frozen
class Report:
    """The violations in a folder.

    Attributes:
        violations: The violations, in the order of the files and records.
        sources: The files by name.
        shown: The path of the folder as it is shown in findings.
        ids: A function that returns all ids with a prefix.
        suppressed: The violations that ``suppressions.json`` accepts, with the reasons.
        ignored: The names of JSON files in the folder that are not part of it.
        named: A function that returns the id of the only record with a name and one of several prefixes, or None.

    Example:
        >>> from csto_data.validation import check
        >>> report = check()
        >>> len(report), report.findings()
        (0, ())
    """

    violations: tuple[Violation, ...]
    sources: dict[str, SourceFile]
    shown: str
    ids: Callable[[str], Iterable[str]]
    suppressed: tuple[tuple[Violation, str], ...] = ()
    ignored: tuple[str, ...] = ()
    named: Callable[[str, tuple[str, ...]], str | None] | None = None
    _words: dict[tuple[str, ...], Words] = field(factory=dict, init=False, eq=False, repr=False)
    """The ids with some prefixes, to find the nearest ones."""

    def __len__(self) -> int:
        return len(self.violations)

    def findings(self, limit: int | None = None) -> tuple[Finding, ...]:
        """Return the findings, with positions and suggestions.

        Args:
            limit: The maximum number of findings; all by default.

        Returns:
            The findings in the order of the files and from top to bottom.

        Example:
            >>> from csto_data.validation import check
            >>> check().findings(limit=10)
            ()
        """
        files = {file: index for index, file in enumerate(dict.fromkeys(v.location.file for v in self.violations))}
        shown = self.violations[:limit]
        found = [(files[v.location.file], self._finding(v)) for v in track(shown, "explaining findings", len(shown))]
        found.sort(key=lambda entry: (entry[0], entry[1].line or 0, entry[1].column or 0))
        return tuple(finding for _, finding in found)

    def suppressed_findings(self) -> tuple[Finding, ...]:
        """Return the findings that ``suppressions.json`` accepts.

        Returns:
            The findings, each with the reason as ``suppression``.

        Example:
            >>> from csto_data.validation import check
            >>> all(finding.suppression for finding in check().suppressed_findings())
            True
        """
        return tuple(self._finding(violation, reason) for violation, reason in self.suppressed)

    def at_least(self, severity: Severity) -> Report:
        """Return the report without findings below a severity.

        Args:
            severity: ``"error"`` for errors only, ``"warning"`` for all findings.

        Returns:
            A new report.

        Example:
            >>> from csto_data.validation import check
            >>> len(check().at_least("error"))
            0
        """
        shown = ("error",) if severity == "error" else ("error", "warning")
        kept = tuple(violation for violation in self.violations if RULES[violation.rule].severity in shown)
        suppressed = tuple(entry for entry in self.suppressed if RULES[entry[0].rule].severity in shown)
        return evolve(self, violations=kept, suppressed=suppressed)

    def _finding(self, violation: Violation, suppression: str | None = None) -> Finding:
        """Return the finding for a violation; ``suppression`` is the reason for which it is suppressed, if it is."""
        rule, location = RULES[violation.rule], violation.location
        source = self._source(location.file)
        span = source.span(location)
        near = self._nearest(violation)
        fix = source.fix(violation, near)
        where: dict[str, int] = {}
        if span is not None:
            names = ("line", "column", "end_line", "end_column")
            where = dict(zip(names, (*source.position(span[0]), *source.position(span[1])), strict=True))
        in_line = location.file.endswith(".jsonl")
        return Finding(
            rule=rule.code,
            severity=rule.severity,
            file=self._named(location.file),
            **where,
            pointer=pointer(location.path[2:] if in_line else location.path),
            record=brief(location.record) if location.record is not None else None,
            message=brief(violation.message),
            expected=brief(violation.expected),
            why=rule.why,
            suggestion=_suggestion(violation, near, fix),
            fix=fix,
            related=tuple(self._related(place, message) for place, message in violation.related),
            page=rule.page,
            suppression=suppression,
            excerpt=source.line(where["line"]) if where else None,
        )

    def _nearest(self, violation: Violation) -> Guess | None:
        """Return the allowed word that was probably meant, or None."""
        wanted = violation.suggestion
        if wanted is None:
            return None
        if not wanted.prefixes:
            return guess(wanted.word, wanted.known, typos=wanted.typos)
        if self.named is not None and (named := self.named(wanted.word, wanted.prefixes)) is not None:
            return Guess(named, certain=False)
        if wanted.prefixes not in self._words:
            self._words[wanted.prefixes] = Words(id for prefix in wanted.prefixes for id in self.ids(prefix))
        return guess(wanted.word, self._words[wanted.prefixes])

    def _related(self, place: Location, message: str) -> RelatedLocation:
        """Return a related location with its position."""
        source = self._source(place.file)
        span = source.span(place)
        line, column = source.position(span[0]) if span is not None else (None, None)
        return RelatedLocation(file=self._named(place.file), line=line, column=column, message=brief(message))

    def _source(self, file: str) -> SourceFile:
        """Return the text of a file; an empty text for a file that was not read."""
        return self.sources.get(file) or SourceFile(file, b"")

    def _named(self, file: str) -> str:
        """Return the path of a file as it is shown in findings."""
        return file if file.startswith(PACKAGED) else f"{self.shown}/{file}"


def moved_down(finding: Finding, lines: int) -> Finding:
    """Return a finding in a single line with its position in the file, after some other lines."""

    def move(place: Any) -> Any:
        changed = {name: getattr(place, name) + lines for name in ("line", "end_line") if getattr(place, name, None)}
        return evolve(place, **changed)

    moved: Finding = move(finding)
    fix: Fix | None = move(finding.fix) if finding.fix else None
    related: tuple[RelatedLocation, ...] = tuple(map(move, finding.related))
    return evolve(moved, fix=fix, related=related)
