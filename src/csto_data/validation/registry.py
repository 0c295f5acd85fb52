"""The registry of rules: what each rule checks and why, and the function that checks it.

A rule about records is a function with the decorator ``rule``. A rule that is checked during reading (syntax, shape,
packs, style) is declared with ``declare``. Examples are files in ``rules/examples``.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Literal

from attrs import frozen

from ..diagnostics import Severity, Violation
from .context import RuleContext

Scope = Literal["record", "references", "dataset"]
Check = Callable[[RuleContext], Iterator[Violation]]

FAMILIES = {
    "0": "syntax",
    "1": "shape",
    "2": "values",
    "3": "references",
    "4": "history",
    "5": "evidence",
    "6": "packs",
    "7": "suppressions",
    "8": "releases",
    "9": "style",
}
"""The families of rules by the first digit of their codes."""


@frozen
class Rule:
    """A rule for datasets.

    Attributes:
        code: The code, which is never used for another rule. Families of codes: CST0xx syntax, CST1xx shape, CST2xx
            values, CST3xx references, CST4xx history, CST5xx evidence, CST6xx packs, CST7xx suppressions,
            CST8xx releases, CST9xx style.
        name: A short name for the violation.
        summary: What the rule checks.
        why: The reason for the rule.
        severity: The severity of a violation.
        requires: Codes, or beginnings of codes. The rule skips records that violate one of these rules.
        blocks_loading: Whether ``csto_data.load`` refuses a dataset that violates the rule.
        scope: What the rule looks at: one ``record`` at a time, one with those to which it refers (``references``),
            or the whole ``dataset``.
        pooled: Whether three or more records that contradict one value are one violation, at this value.

    Example:
        >>> from csto_data.validation import RULES
        >>> RULES["CST101"].name
        'unknown-field'
    """

    code: str
    name: str
    summary: str
    why: str
    severity: Severity = "error"
    requires: tuple[str, ...] = ()
    blocks_loading: bool = False
    scope: Scope = "dataset"
    pooled: bool = False

    @property
    def page(self) -> str:
        """The documentation page of the rule, as a path in the project."""
        return f"docs/rules/{self.code}.md"

    @property
    def family(self) -> str:
        """The family of the rule, such as ``syntax``."""
        return FAMILIES[self.code[3]]


UNIQUE_ID = "an id that no other record has; of two records of one subject, only one"
"""What is expected instead of an id that two records have."""

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
    scope: Scope = "dataset",
    pooled: bool = False,
) -> Rule:
    """Register a rule and return it; the arguments are the attributes of ``Rule``."""
    if code in _declared:
        raise ValueError(f"The rule {code} is already declared.")
    _declared[code] = Rule(code, name, summary, why, severity, requires, blocks_loading, scope, pooled)
    return _declared[code]


def rule(
    code: str,
    name: str,
    *,
    why: str,
    severity: Severity = "error",
    requires: tuple[str, ...] = (),
    blocks_loading: bool = False,
    scope: Scope = "dataset",
    pooled: bool = False,
) -> Callable[[Check], Check]:
    """Return a decorator that registers a function as the check of a rule, with its docstring as the summary."""

    def register(check: Check) -> Check:
        summary = " ".join(_docstring(check).split())
        declare(
            *(code, name, summary, why),
            severity=severity,
            requires=requires,
            blocks_loading=blocks_loading,
            scope=scope,
            pooled=pooled,
        )
        _checks[code] = check
        return check

    return register


def _docstring(check: Check) -> str:
    """Return the docstring of a check, from its source if ``python -OO`` has removed it."""
    if check.__doc__ is not None:
        return check.__doc__
    definition: Any = ast.parse(inspect.getsource(check)).body[0]
    return ast.get_docstring(definition) or ""


def declared_rules() -> Mapping[str, Rule]:
    """Return all rules that are declared so far, by code."""
    return MappingProxyType(dict(sorted(_declared.items())))


def checks() -> Iterator[tuple[Rule, Check]]:
    """Iterate over the rules about records, with their checks, in the order of their codes."""
    return ((_declared[code], check) for code, check in sorted(_checks.items()))
