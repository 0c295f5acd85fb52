"""The commands that query the data: members, show, list, search, why, disputes, view, cite, schema."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator
from typing import Any

from ..dataset import Dataset, load
from ..display import written
from ..errors import NotFoundError
from ..model import KINDS
from ..provenance.support import witnesses_of
from ..queries.membership import membership_coverage
from ..queries.panels import YEAR_TABLES
from ..serialization.schemas import bundled_schema, schemas
from ..serialization.schemas import schema as json_schema
from ..store.filters import parsed
from ..store.lookup import resolve
from ..store.table import Table
from ..suggestions import did_you_mean
from .rendering import Row, fields, table, warn, write, write_in_full, write_json, write_rows


def members(options: Namespace) -> int:
    """Print the member states on a day."""
    dataset = load()
    organization = resolve(dataset, options.organization, ("org",))
    found = dataset.members(options.on, organization=organization)
    day = options.on or str(membership_coverage(dataset, organization)[-1].last)
    if options.on is None:
        warn(f"on {day}, the last covered day")
    standings = {s.spell.member: s for s in dataset.memberships.on(day, organization=organization)}
    rows: list[Row] = [{**standings[state.id].to_dict()} for state in found]
    if options.format == "text":
        rows = [_member_in_text(row) for row in rows]
    write_rows(rows, options.format)
    return 0


def _member_in_text(row: Row) -> Row:
    """Return the row without the columns that are equal in all rows, with participation in one column."""
    shown = ("id", "name", "iso_alpha3", "cow", "gw", "membership")
    since = row["participation_since"]
    participation = row["participation"] if since is None else f"{row['participation']} since {since}"
    return {name: row[name] for name in shown} | {"participation": participation}


def why(options: Namespace) -> int:
    """Print why a state was or was not a member on a day."""
    found = load().why(options.state, options.on, organization=options.organization)
    if options.format == "text":
        write(f"{found}\n")
    else:
        write_rows([{**found.to_dict()}], options.format)
    return 0


def show(options: Namespace) -> int:
    """Print one record with its evidence."""
    dataset = load()
    _write_record(dataset, resolve(dataset, options.id), options.format)
    return 0


def _write_record(dataset: Dataset, id: str, format: str) -> None:
    row = dataset[id].to_dict()
    if format == "json":
        write_rows([row], format)
        return
    every_evidence = row.pop("evidence", [])
    write(fields((name, written(entry)) for name, value in row.items() for entry in _listed(value)))
    for evidence in every_evidence:
        write("".join(f"{line}\n" for line in _evidence_lines(evidence)))
    counted = [witnesses for witnesses in witnesses_of(dataset, id) if witnesses.any]
    if counted:
        write("\nSupport by field\n")
        write(fields((f"  {witnesses.field}", str(witnesses)) for witnesses in counted))


def _evidence_lines(evidence: Row) -> Iterator[str]:
    at = " ".join(f"{name} {place}" for name, place in evidence.get("at", {}).items())
    planned = " (planned)" if evidence.get("planned") else ""
    yield f"\n{evidence['source']}{f', {at}' if at else ''}{planned}"
    for field, value in evidence.get("reports", {}).items():
        yield f"  {field}: {written(value)}"
    if "note" in evidence:
        yield f"  ({evidence['note']})"


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def list_records(options: Namespace) -> int:
    """Print the records of a dataset, or the rows of a year table."""
    if wrong := _misplaced_option(options):
        warn(f"csto-data: {wrong}")
        return 2
    dataset = load()
    found = _listed_table(dataset, options)
    for condition in options.where:
        name, wanted = parsed(found, condition)
        found = found.where(**{name: wanted})
    if not found:
        warn("No matching records.")
    if options.format == "csv":
        rows: list[Row] = [*found.to_dicts()]
    else:
        rows = [item if isinstance(item, dict) else item.to_dict() for item in found]
    if options.format == "text" and options.dataset in KINDS:
        rows = list(map(_summary, rows))
    write_rows(rows, options.format, found.columns)
    return 0


def _listed_table(dataset: Dataset, options: Namespace) -> Table[Any]:
    """Return the table of records, or the year table, that is to be listed."""
    match options.dataset:
        case "member-years":
            return dataset.member_years(options.organization, series=options.series)
        case "dyad-years":
            return dataset.dyad_years(options.organization, series=options.series, directed=options.directed)
        case name if name not in KINDS:
            tables = (*KINDS, *YEAR_TABLES)
            near = did_you_mean(name, tables)
            raise NotFoundError(f'Unknown dataset "{name}". Expected one of {", ".join(tables)}.{near}')
    return dataset.table(options.dataset)


def _misplaced_option(options: Namespace) -> str | None:
    """Return a message if an option of year tables is given for a table that does not have it."""
    years = " and ".join(YEAR_TABLES)
    if options.directed and options.dataset != "dyad-years":
        return "The option --directed is only for dyad-years."
    for name in ("series", "organization"):
        if getattr(options, name) is not None and options.dataset in KINDS:
            return f"The option --{name} is only for {years}."
    return None


def disputes(options: Namespace) -> int:
    """Print the values on which a source disagrees with the record."""
    found = load().disputes(record=options.record, source=options.source)
    rows: list[Row] = [{**judgement.to_dict()} for judgement in found]
    if options.format == "text":
        rows = [{name: value for name, value in row.items() if name != "verdict"} for row in rows]
    write_rows(rows, options.format)
    return 0


def search(options: Namespace) -> int:
    """Print the records that contain all words of a text, the best match first."""
    found = load().search(" ".join(options.text), limit=options.limit)
    if not found:
        warn("No matching records.")
    write_rows([{**match.to_dict()} for match in found], options.format)
    return 0


def view(options: Namespace) -> int:
    """Print the data, or one record, as one source reports them."""
    seen = load().as_reported_by(options.source)
    if options.id is not None:
        _write_record(seen, resolve(seen, options.id), options.format)
    elif options.format == "json":
        write_rows([record.to_dict() for record in seen], options.format)
    else:
        for dataset in KINDS:
            if rows := [record.to_dict() for record in seen.table(dataset)]:
                write(f"{dataset}\n{table(list(map(_summary, rows)))}\n")
    return 0


def cite(options: Namespace) -> int:
    """Print the citation of records, or of the dataset."""
    text = load().cite(*options.ids, format=options.format)
    (write_json if options.format == "csl-json" else write_in_full)(text)
    return 0


def schema(options: Namespace) -> int:
    """Print a JSON Schema, or list the names of all schemas."""
    if options.kind is None:
        write("".join(f"{name.removesuffix('.schema.json')}\n" for name in schemas()))
    else:
        found = bundled_schema(options.kind) if options.bundle else json_schema(options.kind)
        write_json(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
    return 0


def _summary(row: Row) -> Row:
    """Return the fields of a record that fit on one line."""
    shown = ("id", "name", "title", "kind", "member", "holder", "organization", "of", "status")
    counts = ("measure", "amount", "unit", "stated_by")
    times = ("date", "instant", "start", "end", "published", "as_of")
    text = ("summary", "claim")
    return {name: row[name] for name in row if name in (*shown, *counts, *times, *text)}
