"""A page of a site before it is rendered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen


@frozen
class Page:
    """A page: its path, its template, its title and what the template shows."""

    path: str
    template: str
    title: str
    shown: Mapping[str, Any]
