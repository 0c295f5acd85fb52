"""Annotations on a pull request, as GitHub's workflow commands. What contributed text holds cannot be a command."""

from __future__ import annotations

from collections.abc import Sequence
from posixpath import normpath

from ...diagnostics import Finding, printable
from .text import hint

LIMIT = 10
"""GitHub shows so many of a kind in a step and drops the others without a word."""


def report(findings: Sequence[Finding], count: int) -> str:
    """The worst first, up to the limit of each kind; then a notice of how many more there are."""
    lines = []
    for severity in ("error", "warning"):
        lines += [_command(finding) for finding in findings if finding.severity == severity][:LIMIT]
    if count > len(lines):
        lines.append(f"::notice title=csto-data::{count - len(lines)} more findings are in the summary of this step")
    return "".join(f"{line}\n" for line in lines)


def _command(finding: Finding) -> str:
    properties = {"file": normpath(finding.file), "title": f"{finding.rule} {finding.record or ''}".rstrip()}
    if finding.line is not None:
        properties["line"] = str(finding.line)
        properties["endLine"] = str(finding.end_line)
        if finding.line == finding.end_line:
            properties["col"] = str(finding.column)
            properties["endColumn"] = str(max(finding.column or 1, (finding.end_column or 1) - 1))
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    tip = hint(finding)
    message = "\n".join(part for part in (finding.message, tip, f"expected: {finding.expected}", finding.why) if part)
    return f"::{finding.severity} {written}::{_data(message)}"


def _data(text: str) -> str:
    """Text that cannot end its line."""
    lines = (printable(line) for line in text.split("\n"))
    return "%0A".join(line.replace("%", "%25") for line in lines)


def _property(text: str) -> str:
    return printable(text).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
