"""Readable ids for parametrized test cases."""

from __future__ import annotations

import json
from typing import Any


def case_id(value: Any) -> str | None:
    """Return a dict or list as compact text, for the ``ids`` of ``parametrize``; pytest names other values itself."""
    match value:
        case {} if not value:
            return "nothing"
        case dict():
            return ",".join(f"{key}={case_id(entry) or entry}" for key, entry in value.items())
        case list():
            return json.dumps(value)
    return None
