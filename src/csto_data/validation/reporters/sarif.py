"""Write findings as SARIF 2.1.0 (OASIS), for code scanning and editors."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from ...diagnostics import Finding, Fix, RelatedLocation, printable, suggested_json
from ...version import __version__
from ..rules import RULES
from .json import dumped

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def report(findings: Sequence[Finding], count: int, _: str = "", suppressed: int = 0) -> str:
    """Return a SARIF log with one run and the rules of its findings."""
    used = sorted({finding.rule for finding in findings})
    rules = [_rule(RULES[code]) for code in used]
    run: dict[str, Any] = {
        "tool": {"driver": {"name": "csto-data", "version": __version__, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, used.index(finding.rule)) for finding in findings],
        "properties": {"count": count, "suppressed": suppressed},
    }
    return dumped({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: Any) -> dict[str, Any]:
    """Return the description of a rule."""
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.why},
        "help": {"text": f"csto-data explain {rule.code}"},
        "defaultConfiguration": {"level": rule.severity},
    }


def _result(finding: Finding, index: int) -> dict[str, Any]:
    """Return the result for a finding; ``index`` is that of its rule in the run."""
    meant = f"; did you mean {suggested_json(finding)}?" if finding.suggestion else ""
    message = f"{finding.message}; expected {finding.expected}{printable(meant)}"
    identity = "\n".join((finding.rule, finding.record or finding.file, finding.pointer.rpartition("/")[2]))
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": finding.severity,
        "message": {"text": message},
        "locations": [_location(finding)],
        "partialFingerprints": {"csto/v1": hashlib.sha256(identity.encode("utf-8", "replace")).hexdigest()},
    }
    if finding.related:
        result["relatedLocations"] = [_related(related) for related in finding.related]
    if finding.suppression is not None:
        result["suppressions"] = [{"kind": "external", "justification": finding.suppression}]
    if finding.fix is not None and finding.fix.safe:
        result["fixes"] = [_fix(finding.file, finding.fix)]
    return result


def _location(finding: Finding) -> dict[str, Any]:
    """Return the location of a finding."""
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(finding.file)}}
    if finding.line is not None:
        names = {"startLine": finding.line, "startColumn": finding.column}
        physical["region"] = {**names, "endLine": finding.end_line, "endColumn": finding.end_column}
    logical = [{"fullyQualifiedName": finding.record}] if finding.record else []
    return {"physicalLocation": physical, **({"logicalLocations": logical} if logical else {})}


def _related(related: RelatedLocation) -> dict[str, Any]:
    """Return a related location."""
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(related.file)}}
    if related.line is not None:
        column = {"startColumn": related.column} if related.column is not None else {}
        physical["region"] = {"startLine": related.line, **column}
    return {"physicalLocation": physical, "message": {"text": related.message}}


def _fix(file: str, fix: Fix) -> dict[str, Any]:
    """Return a fix of a file."""
    region = {
        "startLine": fix.line,
        "startColumn": fix.column,
        "endLine": fix.end_line,
        "endColumn": fix.end_column,
    }
    change = {
        "artifactLocation": {"uri": _uri(file)},
        "replacements": [{"deletedRegion": region, "insertedContent": {"text": fix.text}}],
    }
    return {"description": {"text": "Apply the safe fix of csto-data"}, "artifactChanges": [change]}


def _uri(file: str) -> str:
    """Return a path as a relative URI (RFC 3986), from its bytes because file names need not be valid text."""
    return quote(os.fsencode(file.replace(os.sep, "/")), safe="/")
