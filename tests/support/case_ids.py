"""Readable ids for parametrized test cases."""

from __future__ import annotations

import json
from enum import Enum
from typing import Any


def case_id(value: Any) -> str | None:
    """Return a dict, list or enum member as short text, for ``ids`` of ``parametrize``; pytest names other values."""
    match value:
        case {} if not value:
            return "nothing"
        case dict():
            return ",".join(f"{key}={case_id(entry) or entry}" for key, entry in value.items())
        case Enum():
            return value.name.lower()
        case list():
            return json.dumps(value)
    return None
