"""The order of versions, and ranges of them such as ``>=2.0,<3``."""

from __future__ import annotations

import operator
import re
from typing import Annotated, TypeAlias

from ..declarations import Constraint

_ORDERS = {
    "==": operator.eq,
    "!=": operator.ne,
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}
_ONE = "(==|!=|<=|>=|<|>)(0|[1-9][0-9]*)([.](0|[1-9][0-9]*)){0,2}"

VersionRange: TypeAlias = Annotated[str, Constraint(f"{_ONE}(, ?{_ONE})*")]
"""Conditions on a version, all of which must be met, such as ``>=2.0,<3``. Missing numbers are 0."""


def version_key(version: str) -> tuple[object, ...]:
    """Return a sort key of a version: the order of Semantic Versioning.

    Args:
        version: A version such as ``"1.0.0"`` or ``"1.0.0-rc.1"``.

    Example:
        >>> sorted(["1.10.0", "1.9.0", "1.10.0-rc.2", "1.10.0-rc.10"], key=version_key)
        ['1.9.0', '1.10.0-rc.2', '1.10.0-rc.10', '1.10.0']
    """
    numbers, _, before = version.partition("-")
    parts = tuple((0, int(part), "") if re.fullmatch("[0-9]+", part) else (1, 0, part) for part in before.split("."))
    return (tuple(map(int, numbers.split("."))), not before, parts)


def is_in(version: str, wanted: VersionRange) -> bool:
    """Return whether a version meets all conditions of a range.

    Args:
        version: A version such as ``"2.1.0"``.
        wanted: A range such as ``">=2.0,<3"``.

    Example:
        >>> is_in("2.1.0", ">=2.0,<3"), is_in("3.0.0", ">=2.0,<3")
        (True, False)
    """
    return all(_meets(version, condition.strip()) for condition in wanted.split(","))


def _meets(version: str, condition: str) -> bool:
    """Return whether a version meets one condition."""
    numbers = condition.lstrip("=!<>")
    limit = ".".join([*numbers.split("."), "0", "0"][:3])
    order = _ORDERS[condition.removesuffix(numbers)]
    return bool(order(version_key(version), version_key(limit)))
