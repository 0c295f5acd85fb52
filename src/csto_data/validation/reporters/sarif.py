"""Write findings as SARIF 2.1.0 (OASIS), for code scanning and editors."""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from ...diagnostics import Finding, Fix, RelatedLocation, is_short, printable, suggested_json
from ...version import REPOSITORY, __version__, page_address
from ..rules import RULES
from ..rules.releases import RELEASE_RULES
from .json import dumped

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


LIMIT = 25_000
"""The maximum number of results of a run that GitHub accepts."""


def report(findings: Sequence[Finding], count: int, _: str = "", suppressed: int = 0) -> str:
    """Return a SARIF log with one run, the rules of its findings, and a notification if findings are left out."""
    findings = findings[:LIMIT]
    used = sorted({finding.rule for finding in findings})
    rules = [_rule({**RULES, **RELEASE_RULES}[code]) for code in used]
    run: dict[str, Any] = {
        "tool": {"driver": {"name": "csto-data", "version": __version__, **_address(), "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(finding, used.index(finding.rule), fingerprint)
            for finding, fingerprint in zip(findings, _fingerprints(findings), strict=True)
        ],
        "properties": {"count": count, "suppressed": suppressed},
    }
    if count > len(findings):
        message = f"{count - len(findings)} of {count} findings are left out"
        notification = {"level": "warning", "message": {"text": message}}
        run["invocations"] = [{"executionSuccessful": True, "toolExecutionNotifications": [notification]}]
    return dumped({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _address() -> dict[str, str]:
    """Return the address of the program, if it has one."""
    return {"informationUri": REPOSITORY} if REPOSITORY else {}


def _rule(rule: Any) -> dict[str, Any]:
    """Return the description of a rule."""
    address = page_address(rule.page)
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.why},
        "help": {"text": f"csto-data explain {rule.code}"},
        **({"helpUri": address} if address is not None else {}),
        "defaultConfiguration": {"level": rule.severity},
    }


def _fingerprints(findings: Sequence[Finding]) -> Iterator[str]:
    """Iterate over the fingerprints of the findings: a different one for each, without positions in the file."""
    seen: Counter[str] = Counter()
    for finding in findings:
        in_record = re.sub("^/records/[0-9]+", "", finding.pointer)
        identity = "\n".join((finding.rule, finding.file, finding.record or "", in_record))
        number, seen[identity] = seen[identity], seen[identity] + 1
        yield hashlib.sha256(f"{identity}\n{number}".encode("utf-8", "replace")).hexdigest()


def _result(finding: Finding, index: int, fingerprint: str) -> dict[str, Any]:
    """Return the result for a finding; ``index`` is that of its rule in the run."""
    meant = f"; did you mean {suggested_json(finding)}?" if finding.suggestion else ""
    message = f"{finding.message}; expected {finding.expected}{printable(meant)}"
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": finding.severity,
        "message": {"text": message},
        "locations": [_location(finding)],
        "partialFingerprints": {"csto/v2": fingerprint},
    }
    if finding.related:
        result["relatedLocations"] = [_related(related) for related in finding.related]
    if finding.suppression is not None:
        result["suppressions"] = [{"kind": "external", "justification": finding.suppression}]
    if finding.fix is not None and finding.fix.safe and is_short(finding.fix.text):
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
