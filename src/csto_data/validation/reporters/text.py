"""For people at a terminal: what is wrong, the line that it stands in, what was expected, why, and what to do."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from ...diagnostics import Finding, printable, quoted

WIDTH = 100
_CODES = {"error": "31;1", "warning": "33;1", "mark": "31", "dim": "2", "hint": "32"}


def report(findings: Sequence[Finding], count: int) -> str:
    """All of it, without colour."""
    return _report(findings, count, coloured=False)


def coloured(findings: Sequence[Finding], count: int) -> str:
    """The same for a terminal that shows colours."""
    return _report(findings, count, coloured=True)


def plain(finding: Finding) -> str:
    """One finding, without colour."""
    return "\n".join(_lines(finding, coloured=False))


def summary(shown: int, count: int) -> str:
    """How many there are, and that some are not shown."""
    if count == 0:
        return "no findings"
    more = f"; the first {shown} are shown, --all shows all" if shown < count else ""
    return f"{count} finding{'s' if count > 1 else ''}{more}"


def place(finding: Finding) -> str:
    """File, line and column."""
    at = "" if finding.line is None else f":{finding.line}:{finding.column}"
    return printable(finding.file) + at


def hint(finding: Finding) -> str:
    """What to do, in a few words."""
    fix, near = finding.fix, finding.suggestion
    safe = " (csto-data fix corrects it)" if fix is not None and fix.safe else ""
    if near is not None:
        return f"did you mean {printable(quoted(near))}?{safe}"
    if fix is not None and fix.safe:
        return "csto-data fix corrects it"
    return ""


def _report(findings: Sequence[Finding], count: int, *, coloured: bool) -> str:
    blocks = ["\n".join(_lines(finding, coloured=coloured)) for finding in findings]
    return "\n\n".join([*blocks, summary(len(findings), count)]) + "\n"


def _lines(finding: Finding, *, coloured: bool) -> Iterator[str]:
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
        at = "" if other.line is None else f":{other.line}:{other.column}"
        yield f"  {printable(other.file)}{at}: {other.message}"
    yield f"  expected: {finding.expected}"
    yield f"  why: {finding.why}"
    yield f"  more: csto-data explain {finding.rule}"


def _frame(finding: Finding) -> tuple[str, str]:
    """The part of the line around the finding, and the marks below it, of the same width on a terminal."""
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
    """How wide a terminal shows the text."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
