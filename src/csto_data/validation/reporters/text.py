"""Write findings for people: the message, the line, what is expected, the reason, and the suggestion."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from ...diagnostics import Finding, RelatedLocation, printable, suggested_json

WIDTH = 100
"""The maximum number of characters of a line that are shown."""
MOST_RELATED = 3
"""The maximum number of related locations in formats with one line for each finding."""
_CODES = {"error": "31;1", "warning": "33;1", "mark": "31", "dim": "2", "hint": "32"}


def report(findings: Sequence[Finding], count: int, checked: str = "", suppressed: int = 0) -> str:
    """Return the findings and their number, without colours."""
    return _report(findings, count, checked, suppressed, coloured=False)


def coloured(findings: Sequence[Finding], count: int, checked: str = "", suppressed: int = 0) -> str:
    """Return the same for a terminal, with colours."""
    return _report(findings, count, checked, suppressed, coloured=True)


def plain(finding: Finding) -> str:
    """Return one finding, without colours."""
    return "\n".join(_lines(finding, coloured=False))


def summary(shown: int, count: int, checked: str = "", suppressed: int = 0) -> str:
    """Return the number of findings and how many of them are shown or, if there are none, what was checked.

    The number of suppressed findings follows, if there are any.
    """
    hidden = f", {suppressed} suppressed" if suppressed else ""
    if count == 0:
        return (f"no findings in {printable(checked)}" if checked else "no findings") + hidden
    more = f" (the first {shown} are shown; use --all to show all)" if shown < count else ""
    return f"{count} finding{'s' if count > 1 else ''}{more}{hidden}"


def place(finding: Finding) -> str:
    """Return the file, line and column of a finding."""
    at = "" if finding.line is None else f":{finding.line}:{finding.column}"
    return printable(finding.file) + at


def hint(finding: Finding) -> str:
    """Return the suggestion, and whether ``csto-data fix`` applies it; an empty string if there is neither."""
    is_safe = finding.fix is not None and finding.fix.safe
    if near := suggested_json(finding):
        return f"did you mean {printable(near)}?{' (csto-data fix applies this)' if is_safe else ''}"
    return "csto-data fix corrects this" if is_safe else ""


def related_place(related: RelatedLocation) -> str:
    """Return the file, line and column of a related location."""
    at = "".join(f":{number}" for number in (related.line, related.column) if number is not None)
    return printable(related.file) + at


def brief_related(finding: Finding) -> list[str]:
    """Return the related locations of a finding on one line each, and the number of those that are left out."""
    shown = [f"{printable(other.message)}: {related_place(other)}" for other in finding.related[:MOST_RELATED]]
    more = len(finding.related) - len(shown)
    return [*shown, f"and {more} more related places"] if more > 0 else shown


def _report(findings: Sequence[Finding], count: int, checked: str, suppressed: int, *, coloured: bool) -> str:
    """Return the findings and their number, with or without colours."""
    blocks = ["\n".join(_lines(finding, coloured=coloured)) for finding in findings]
    return "\n\n".join([*blocks, summary(len(findings), count, checked, suppressed)]) + "\n"


def _lines(finding: Finding, *, coloured: bool) -> Iterator[str]:
    """Iterate over the lines for a finding."""

    def paint(kind: str, text: str) -> str:
        return f"\x1b[{_CODES[kind]}m{text}\x1b[0m" if coloured else text

    rule = paint(finding.severity, f"{finding.severity} {finding.rule}")
    yield f"{place(finding)}: {rule}: {finding.message}"
    parts = (finding.record, f"at {finding.pointer}" if finding.pointer else None)
    where = " ".join(printable(part) for part in parts if part)
    if where:
        yield f"  {where}"
    tip = paint("hint", hint(finding)) if hint(finding) else ""
    if finding.excerpt is not None and finding.line is not None:
        number = str(finding.line)
        shown, mark = _frame(finding)
        yield f"  {paint('dim', number + ' |')} {shown}"
        yield f"  {paint('dim', ' ' * len(number) + ' |')} {' '.join(filter(None, (paint('mark', mark), tip)))}"
    elif tip:
        yield f"  {tip}"
    for other in finding.related:
        yield f"  {related_place(other)}: {other.message}"
    yield f"  expected: {finding.expected}"
    yield f"  why: {finding.why}"
    yield f"  more: csto-data explain {finding.rule}"


def _frame(finding: Finding) -> tuple[str, str]:
    """Return the part of the line around a finding, and the marks below it, of equal width on a terminal."""
    line, start = finding.excerpt or "", (finding.column or 1) - 1
    same_line = finding.end_line == finding.line and finding.end_column is not None
    end = finding.end_column - 1 if same_line and finding.end_column else len(line)
    first = 0 if len(line) <= WIDTH else max(0, min(start - WIDTH // 3, len(line) - WIDTH))
    last = min(len(line), first + WIDTH)
    before, after = ("… " if first > 0 else ""), (" …" if last < len(line) else "")
    lead = printable(line[first:start])
    marked = printable(line[start : min(end, last)])
    shown = before + lead + marked + printable(line[max(start, min(end, last)) : last]) + after
    return shown, " " * (len(before) + _columns(lead)) + "^" * max(1, _columns(marked))


def _columns(text: str) -> int:
    """Return the width of a text on a terminal."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
