"""Write findings as workflow commands of GitHub, which become annotations. Text from files cannot become a command."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from posixpath import normpath
from typing import NamedTuple

from ...diagnostics import Finding, printable
from .text import brief_related, hint

LIMIT = 10
"""The maximum number of annotations of each severity that GitHub shows for a step."""


class Summary(NamedTuple):
    """The summary of the step, to which all findings were written, unless there was a problem."""

    problem: str | None = None


def report(findings: Sequence[Finding], count: int, _: str = "", __: int = 0, *, summary: Summary | None = None) -> str:
    """Return errors, then warnings, each up to the limit, followed by a notice if there are more.

    Args:
        findings: The findings.
        count: The number of all findings.
        summary: The summary of the step, if there is one.
    """
    lines: list[str] = []
    for severity in ("error", "warning"):
        lines += map(_command, islice((finding for finding in findings if finding.severity == severity), LIMIT))
    more = count - len(lines)
    if summary is not None and summary.problem is not None:
        lines.append(_notice(f"the summary of this step is missing: {summary.problem}"))
    if more > 0:
        lines.append(_notice(f"{more} more finding{'s are' if more > 1 else ' is'} {_elsewhere(summary)}"))
    return "".join(f"{line}\n" for line in lines)


def _notice(text: str) -> str:
    return f"::notice title=csto-data::{_data(text)}"


def _elsewhere(summary: Summary | None) -> str:
    """Return where the findings are that are not shown as annotations, as the end of a sentence."""
    if summary is not None and summary.problem is None:
        return "in the summary of this step"
    return "not shown as annotations; csto-data validate --all, without --format github, lists all findings"


def _command(finding: Finding) -> str:
    """Return the workflow command for a finding."""
    properties = {"file": normpath(finding.file), "title": f"{finding.rule} {finding.record or ''}".rstrip()}
    if finding.line is not None:
        properties["line"] = str(finding.line)
        properties["endLine"] = str(finding.end_line)
        if finding.line == finding.end_line:
            properties["col"] = str(finding.column)
            properties["endColumn"] = str(max(finding.column or 1, (finding.end_column or 1) - 1))
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    parts = (finding.message, *brief_related(finding), hint(finding), f"expected: {finding.expected}", finding.why)
    message = "\n".join(part for part in parts if part)
    return f"::{finding.severity} {written}::{_data(message)}"


def _data(text: str) -> str:
    """Return a text escaped as the message of a command, on one line."""
    lines = (printable(line) for line in text.split("\n"))
    return "%0A".join(line.replace("%", "%25") for line in lines)


def _property(text: str) -> str:
    """Return a text escaped as a property of a command."""
    return printable(text).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
