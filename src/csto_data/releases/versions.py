"""The order of versions."""

from __future__ import annotations

import re


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
