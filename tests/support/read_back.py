"""The values of a dataset, and those that a reader finds in exported tables, in one form to compare them.

A value has a field, such as ``events.deaths_at_least`` or ``event_states.state``, and a place: the record, and the
position in a list. The tables are read by the rules that the README of the CSV files gives to their readers, so that
nothing here depends on the code that writes them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from csto_data import Dataset
from csto_data.model import KINDS

Place = tuple[Any, ...]
Values = dict[str, dict[Place, Any]]
"""The values by field and place."""
Tables = Mapping[str, list[dict[str, Any]]]
"""The rows of tables by name; dates are text in ISO 8601."""
_KINDS = {kind.prefix: kind.name for kind in KINDS.values()}
_NAMES = {"from": "first", "until": "last"}
"""The names in the tables of fields that have another name in the dataset files."""
_COMPUTED = {"earliest": "edtf", "latest": "edtf", "utc": "local", "low": "wording", "high": "wording", "name": "id"}
"""The suffixes of computed columns, and that of the column from which each is computed."""


class Found(Values):
    """Values that are collected; a second one for the same place is a mistake."""

    def add(self, field: str, place: Place, value: Any) -> None:
        at = self.setdefault(field, {})
        assert place not in at, (field, place)
        at[place] = value


def difference(expected: Values, found: Values) -> dict[str, Any]:
    """Return by field what is not equal: the first three places, with both values."""
    unequal = {}
    for field in expected.keys() | found.keys():
        one, other = expected.get(field, {}), found.get(field, {})
        places = [place for place in one.keys() | other.keys() if one.get(place) != other.get(place)]
        if places:
            shown = [(place, one.get(place), other.get(place)) for place in sorted(places, key=str)[:3]]
            unequal[field] = (len(one), len(other), shown)
    return unequal


def values_of(dataset: Dataset) -> Values:
    """Return all values of a dataset, from the JSON of its records, covered periods and redirects."""
    return values_of_json(
        {kind.dataset: [record.to_dict() for record in dataset.table(kind.dataset)] for kind in KINDS.values()},
        {name: [span.to_dict() for span in getattr(dataset.coverage, name)] for name in ("memberships", "offices")},
        [redirect.to_dict() for redirect in dataset.redirects],
    )


def values_of_json(records: Mapping[str, list[Any]], coverage: Mapping[str, list[Any]], redirects: list[Any]) -> Values:
    """Return all values in the JSON of records by dataset, covered periods by kind, and redirects."""
    found = Found()
    for kind in KINDS.values():
        for raw in records.get(kind.dataset, ()):
            _object(found, kind.dataset, kind.name, raw["id"], raw)
    for name, spans in coverage.items():
        for number, span in enumerate(spans, 1):
            _object(found, f"coverage_{name}", f"coverage_{name}", number, {"id": number, **span})
    for redirect in redirects:
        _object(found, "redirects", "redirect", redirect["id"], redirect)
    return found


def _object(found: Found, sheet: str, name: str, id: Any, raw: dict[str, Any]) -> None:
    """Add the values of a record, or of a covered period or redirect."""
    for part, holder in _holders(raw):
        for position, entry in enumerate(holder.pop("evidence", ()), 1):
            reports = entry.pop("reports", {})
            if sheet in KINDS:
                place: Place = (id, part, position)
                _leaves(found, "evidence", place, entry)
                for field, value in reports.items():
                    found.add(f"reports.{field}", place, value)
            else:
                _leaves(found, f"{sheet}_evidence", (id, position), entry)
                for field, value in reports.items():
                    found.add(f"{sheet}_reports.{field}", (id, position), value)
    for field, value in raw.items():
        if isinstance(value, list):
            for position, element in enumerate(value, 1):
                inner = element if isinstance(element, dict) else {field.removesuffix("s"): element}
                _leaves(found, f"{name}_{field}", (id, position), inner)
        else:
            _leaves(found, sheet, (id,), {_NAMES.get(field, field): value})


def _holders(raw: dict[str, Any]) -> Iterator[tuple[str | None, dict[str, Any]]]:
    """Yield a record and the objects in it that have evidence of their own."""
    yield None, raw
    for number, contingent in enumerate(raw.get("contingents", ()), 1):
        yield f"contingents-{number}", contingent
    if "outcome" in raw:
        yield "outcome", raw["outcome"]


def _leaves(found: Found, sheet: str, place: Place, raw: dict[str, Any], prefix: str = "") -> None:
    for field, value in raw.items():
        if isinstance(value, dict):
            _leaves(found, sheet, place, value, f"{prefix}{field}_")
        else:
            assert not isinstance(value, list), (sheet, place, field)
            found.add(f"{sheet}.{prefix}{field}", place, value)


def values_in(tables: Tables) -> Values:
    """Return all values of the dataset whose tables these are; columns that are computed from others do not count."""
    found = Found()
    owners = {kind.dataset: kind.name for kind in KINDS.values()} | {"redirects": "redirect"}
    for sheet, owner in owners.items():
        for row in tables[sheet]:
            _row(found, sheet, (row["id"],), row)
        for name in tables:
            if name.startswith(f"{owner}_") and name not in ("member_years", "dyad_years"):
                _list(found, name, f"{owner}_id", tables[name])
    for name in ("coverage_memberships", "coverage_offices"):
        for row in tables[name]:
            _row(found, name, (row["id"],), row)
        _list(found, f"{name}_evidence", "coverage_id", tables[f"{name}_evidence"])
        for row in tables[f"{name}_reports"]:
            place = (row["coverage_id"], row["evidence"])
            found.add(f"{name}_reports.{row['field']}", place, json.loads(row["value_json"]))
    _evidence(found, tables)
    return found


def _list(found: Found, sheet: str, key: str, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        cells = {name: cell for name, cell in row.items() if name not in (key, "position")}
        _row(found, sheet, (row[key], row["position"]), cells)


def _evidence(found: Found, tables: Tables) -> None:
    places = {}
    for row in tables["evidence"]:
        place = places[row["id"]] = (row["record_id"], row["part"], row["position"])
        keys = ("id", "record_id", "record_name", "part", "position")
        _row(found, "evidence", place, {name: cell for name, cell in row.items() if name not in keys})
    lists: dict[tuple[str, Place], list[Any]] = {}
    for row in sorted(tables["reports"], key=lambda row: (row["evidence_id"], row["position"], row["element"])):
        value = json.loads(row["value_json"])
        field, place = f"reports.{row['field']}", places[row["evidence_id"]]
        if f"{_KINDS[row['record_id'].partition(':')[0]]}_{row['field']}" not in tables:
            found.add(field, place, value)
        elif not row["path"].endswith(("].role", "].office")):  # those are parts of the party in the row before
            lists.setdefault((field, place), []).append(value)
    for (field, place), elements in lists.items():
        found.add(field, place, elements)


def _row(found: Found, sheet: str, place: Place, row: dict[str, Any]) -> None:
    """Add the values of a row; a flag that is false has no value in the dataset files."""
    for name, cell in row.items():
        field = _field(name, row)
        if field is not None and cell is not None and cell is not False:
            found.add(f"{sheet}.{field}", place, cell)


def _field(name: str, row: Mapping[str, Any]) -> str | None:
    """Return the field whose value a column has, or None if the column is computed from another one."""
    stem, _, last = name.rpartition("_")
    if f"{stem}_{_COMPUTED.get(last, '')}" in row:
        return None
    is_suffix = last in ("edtf", "local") or (last == "id" and f"{stem}_name" in row)
    return stem if stem and is_suffix else name
