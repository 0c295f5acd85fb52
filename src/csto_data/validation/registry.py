"""The registry of rules: what each rule checks and why, and the function that checks it.

A rule that looks at records is a function decorated with :func:`rule`. A rule whose violations the reader finds
(syntax, shape, packs, style) is declared with :func:`declare`. Examples are files: ``rules/examples``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from attrs import frozen

from ..diagnostics import Severity, Violation
from .context import RuleContext

Check = Callable[[RuleContext], Iterator[Violation]]

FAMILIES = {
    "0": "syntax",
    "1": "shape",
    "2": "values",
    "3": "references",
    "4": "history",
    "5": "evidence",
    "6": "packs",
    "9": "style",
}
"""The families of rules by the first digit of their codes."""


@frozen
class Rule:
    """One thing that is checked. Its ``code`` is never given to another rule.

    Families: CST0xx syntax, CST1xx shape, CST2xx values, CST3xx references, CST4xx history, CST5xx evidence, CST6xx
    packs, CST9xx style. ``requires`` are codes, or their beginnings: a record that violates one of these rules is
    skipped by this one. ``blocks_loading`` marks a rule whose violation makes a dataset unreadable as records, or its
    answers wrong whatever is asked: ``csto_data.load`` refuses such a dataset.
    """

    code: str
    name: str
    summary: str
    why: str
    severity: Severity = "error"
    requires: tuple[str, ...] = ()
    blocks_loading: bool = False

    @property
    def page(self) -> str:
        """Where the rule is described, in the project."""
        return f"docs/rules/{self.code}.md"

    @property
    def family(self) -> str:
        """What the rules with such codes are about."""
        return FAMILIES[self.code[3]]


_declared: dict[str, Rule] = {}
_checks: dict[str, Check] = {}


def declare(
    code: str,
    name: str,
    summary: str,
    why: str,
    *,
    severity: Severity = "error",
    requires: tuple[str, ...] = (),
    blocks_loading: bool = False,
) -> Rule:
    """Register a rule and return it."""
    if code in _declared:
        raise ValueError(f"{code} is declared twice")
    _declared[code] = Rule(code, name, summary, why, severity, requires, blocks_loading)
    return _declared[code]


def rule(
    code: str,
    name: str,
    *,
    why: str,
    severity: Severity = "error",
    requires: tuple[str, ...] = (),
    blocks_loading: bool = False,
) -> Callable[[Check], Check]:
    """Register a function as the check of a rule; its docstring is the summary of the rule."""

    def register(check: Check) -> Check:
        summary = " ".join((check.__doc__ or "").split())
        declare(code, name, summary, why, severity=severity, requires=requires, blocks_loading=blocks_loading)
        _checks[code] = check
        return check

    return register


def declared_rules() -> Mapping[str, Rule]:
    """Return all rules declared so far, by code."""
    return MappingProxyType(dict(sorted(_declared.items())))


def checks() -> Iterator[tuple[Rule, Check]]:
    """Iterate over the rules that look at records, with their checks, by code."""
    return ((_declared[code], check) for code, check in sorted(_checks.items()))
