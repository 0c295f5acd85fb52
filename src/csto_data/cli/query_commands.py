"""The commands that query the data: members, show, list, why, disputes, view, cite, schema."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterable, Iterator

from ..dataset import Dataset, load
from ..dates import Answer
from ..model import KINDS, Record, State
from ..model.json_values import to_json
from ..provenance.support import witnesses_of
from ..provenance.verdicts import Judgement
from ..queries.explain import Explanation
from ..queries.filters import chosen
from ..queries.membership import membership_coverage, organization_id
from ..queries.participation import Standing
from ..serialization.schemas import bundled_schema, schemas
from ..serialization.schemas import schema as json_schema
from .rendering import Row, cell, fields, table, warn, write, write_json, write_rows


def members(options: Namespace) -> int:
    """Print the member states on a day."""
    dataset = load()
    organization = organization_id(options.organization)
    found = dataset.members(options.on, organization=organization)
    day = options.on or str(membership_coverage(dataset, organization)[-1].last)
    if options.on is None:
        warn(f"on {day}, the last covered day")
    standings = {s.spell.member: s for s in dataset.memberships.on(day, organization=organization)}
    row = _member_in_text if options.format == "text" else _member_row
    write_rows([row(state, standings[state.id]) for state in found], options.format)
    return 0


def _member_row(state: State, standing: Standing) -> Row:
    row: Row = {name: getattr(state, name) for name in ("id", "name", "iso_alpha3", "cow", "gw")}
    row |= {"membership": standing.spell.id, "organization": standing.spell.organization, "on": str(standing.on)}
    participation = standing.participation
    row |= {"participation": participation.state}
    if participation.act is not None:
        row |= {"participation_since": str(participation.since), "participation_act": participation.act}
    return row


def _member_in_text(state: State, standing: Standing) -> Row:
    """Return the row without the columns that are equal in all rows, with participation in one column."""
    row = _member_row(state, standing)
    shown = ("id", "name", "iso_alpha3", "cow", "gw", "membership")
    return {name: row[name] for name in shown} | {"participation": str(standing.participation)}


def why(options: Namespace) -> int:
    """Print why a state was or was not a member on a day."""
    found = load().why(options.state, options.on, organization=options.organization)
    if options.format == "text":
        write(f"{found}\n")
    else:
        write_rows([_explanation_row(found)], options.format)
    return 0


def _explanation_row(found: Explanation) -> Row:
    """Return the explanation as a JSON object without unknown values."""
    row: Row = {
        "state": found.member.id,
        "organization": found.organization.id,
        "on": str(found.on),
        "answer": found.answer.value,
    }
    if found.outside is not None:
        row["outside"] = found.outside
    if found.spell is not None:
        row |= {"spell": found.spell.id, "start": str(found.spell.start)}
        row |= {"end": str(found.spell.end)} if found.spell.end is not None else {}
    if found.participation is not None and found.answer is Answer.YES:
        row["participation"] = found.participation.state
    if found.step is not None and found.act is not None:
        row |= {"makes": found.step.makes, "act": found.act.id}
    row["evidence"] = [_judgement_row(judgement) for judgement in found.evidence]
    row["others"] = [_judgement_row(j) | {"verdict": j.verdict.value} for j in found.others]
    row["elsewhere"] = [spell.id for spell in found.elsewhere]
    return row


def show(options: Namespace) -> int:
    """Print one record with its evidence."""
    _write_record(load(), options.id, options.format)
    return 0


def _write_record(dataset: Dataset, id: str, format: str) -> None:
    (row,) = _rows([dataset[id]])
    if format == "json":
        write_rows([row], format)
        return
    every_evidence = row.pop("evidence", [])
    write(fields((name, cell(entry)) for name, value in row.items() for entry in _listed(value)))
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
        yield f"  {field}: {cell(value)}"
    if "note" in evidence:
        yield f"  ({evidence['note']})"


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def list_records(options: Namespace) -> int:
    """Print the records of a dataset, or the rows of a year table."""
    dataset = load()
    rows = chosen(dataset, options.dataset, options.where, organization_id(options.organization))
    if not rows:
        warn("No matching records.")
    if options.format == "text" and options.dataset in KINDS:
        rows = list(map(_summary, rows))
    write_rows(rows, options.format)
    return 0


def disputes(options: Namespace) -> int:
    """Print the values on which a source disagrees with the record."""
    dataset = load()
    source = options.source and dataset.sources[options.source].id
    record = options.record and dataset[options.record].id
    found = (j for j in dataset.disputes() if source in (None, j.source) and record in (None, j.record))
    write_rows([_judgement_row(judgement) for judgement in found], options.format)
    return 0


def view(options: Namespace) -> int:
    """Print the data, or one record, as one source reports them."""
    seen = load().as_reported_by(options.source)
    if options.id is not None:
        _write_record(seen, options.id, options.format)
    elif options.format == "json":
        write_rows(_rows(seen), options.format)
    else:
        for dataset in KINDS:
            if rows := seen.table(dataset).rows():
                write(f"{dataset}\n{table(list(map(_summary, rows)))}\n")
    return 0


def cite(options: Namespace) -> int:
    """Print the citation of a record."""
    text = load().cite(options.id, format=options.format)
    (write_json if options.format == "csl-json" else write)(text)
    return 0


def schema(options: Namespace) -> int:
    """Print a JSON Schema, or list the names of all schemas."""
    if options.kind is None:
        write("".join(f"{name.removesuffix('.schema.json')}\n" for name in schemas()))
    else:
        found = bundled_schema(options.kind) if options.bundle else json_schema(options.kind)
        write_json(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
    return 0


def _rows(records: Iterable[Record]) -> list[Row]:
    return [to_json(record) for record in records]


def _judgement_row(judgement: Judgement) -> Row:
    return {
        "record": judgement.record,
        "field": judgement.field,
        "value": to_json(judgement.value),
        "source": judgement.source,
        "reported": to_json(judgement.reported),
        "at": to_json(judgement.at),
    }


def _summary(row: Row) -> Row:
    """Return the fields of a record that fit on one line."""
    shown = ("id", "name", "title", "kind", "member", "holder", "organization", "of", "status")
    counts = ("measure", "amount", "unit", "stated_by")
    times = ("date", "instant", "start", "end", "published", "as_of")
    text = ("summary", "claim")
    return {name: row[name] for name in row if name in (*shown, *counts, *times, *text)}
