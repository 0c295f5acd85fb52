"""Collect all ids or texts in a record, without the paths that lead to them: for rules that look at every record."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any

from .fields import FieldType, ModelClass, fields_of, reportable

Collect = Callable[[Any, list[str]], None]


def ids_in(record: Any) -> list[str]:
    """Return the ids to which a record refers, also in its evidence.

    Example:
        >>> import csto_data
        >>> "state:KAZ" in ids_in(csto_data.load().events["aktau-protest-2022"])
        True
    """
    found: list[str] = []
    cls: ModelClass = type(record)
    _collector_of(cls, "reference")(record, found)
    return found


def texts_in(record: Any) -> list[str]:
    """Return the texts in a record, also in its evidence; web addresses and codes are not texts.

    Example:
        >>> import csto_data
        >>> texts_in(csto_data.load().states["KAZ"])[0]
        'Kazakhstan'
    """
    found: list[str] = []
    cls: ModelClass = type(record)
    _collector_of(cls, "text")(record, found)
    return found


def is_text(field: FieldType) -> bool:
    """Return whether a field has texts that people write, and not web addresses or codes."""
    return field.nature == "text" and field.form.name == "text"


@cache
def _collector_of(cls: ModelClass, nature: str) -> Collect:
    """Return a function that collects the values of a nature in a record."""
    return _collector(cls, cls, nature)


def _collector(cls: ModelClass, owner: ModelClass, nature: str) -> Collect:
    """Return a function that collects the values of a nature in a ``cls``; its evidence reports fields of ``owner``."""
    owner = cls if "evidence" in fields_of(cls) else owner
    parts = [
        (name, each)
        for name, field in fields_of(cls).items()
        if name != "id" and (each := _of_field(field, owner, nature)) is not None
    ]
    if not parts:
        return _nothing
    collects = [each for _, each in parts]
    if len(parts) == 1:
        return _of_one(parts[0][0], collects[0])
    values_of = attrgetter(*(name for name, _ in parts))

    def collect(holder: Any, found: list[str]) -> None:
        for value, each in zip(values_of(holder), collects, strict=True):
            if value:
                each(value, found)

    return collect


def _of_one(name: str, each: Collect) -> Collect:
    """Return a function that collects the values in a single field of an object."""

    def collect(holder: Any, found: list[str]) -> None:
        if value := getattr(holder, name):
            each(value, found)

    return collect


def _of_field(field: FieldType, owner: ModelClass, nature: str) -> Collect | None:
    """Return a function that collects the values in the value of a field, or None if it has none."""
    if field.nature == "reports":
        return _of_reports(owner, nature)
    if is_text(field) if nature == "text" else field.nature == nature:
        return _extend if field.many else _append
    if field.nature not in ("object", "quantity"):
        return None
    inner = _collector(field.cls, owner, nature)
    if inner is _nothing:
        return None
    return _of_each(inner) if field.many else inner


def _of_reports(owner: ModelClass, nature: str) -> Collect | None:
    """Return a function that collects the values in the reports of a piece of evidence."""
    fields = {name: _of_field(field, owner, nature) for name, field in reportable(owner).items()}
    known = {name: each for name, each in fields.items() if each is not None}

    def collect(reports: Any, found: list[str]) -> None:
        for report in reports:
            each = known.get(report.field)
            if each is not None:
                each(report.value, found)

    return collect if known else None


def _of_each(inner: Collect) -> Collect:
    """Return a function that collects the values in the items of a list."""

    def collect(items: Any, found: list[str]) -> None:
        for item in items:
            inner(item, found)

    return collect


def _append(value: str, found: list[str]) -> None:
    found.append(value)


def _extend(values: tuple[str, ...], found: list[str]) -> None:
    found.extend(values)


def _nothing(_: Any, __: list[str]) -> None:
    """Collect nothing."""
