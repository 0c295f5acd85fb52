"""The commands that ask: members, why, show, list, search, about, disputes, view, years, cite; and schema."""

from __future__ import annotations

from argparse import Namespace
from itertools import groupby
from typing import Any

from ..dataset import Dataset, load
from ..errors import InvalidFilterError, NotFoundError
from ..model import KINDS, Record
from ..provenance.verdicts import Judgement, Verdict
from ..queries.explain import Explanation
from ..queries.membership import membership_coverage
from ..serialization.schemas import bundled_schema, schema_names
from ..serialization.schemas import schema as json_schema
from ..store.filters import parsed
from ..store.lookup import resolve
from ..store.phrases import phrase
from ..store.shape import MIXED
from ..store.table import Table
from ..suggestions import did_you_mean
from .answers import Row, as_json, write_answer, write_text
from .streams import warn
from .text import explanation_text, items_text, record_text, reports_text, table_text


def members(options: Namespace) -> int:
    """Print the member states on a day."""
    dataset = load()
    organization = resolve(dataset, options.organization, ("org",))
    found = dataset.members(options.on, organization=organization)
    day = options.on or str(membership_coverage(dataset, organization)[-1].last)
    if options.on is None:
        warn(f"on {day}, the last covered day")
    ids = {state.id for state in found}
    standings = dataset.memberships.on(day, organization=organization).filter(lambda s: s.spell.member in ids)
    columns = ("id", "name", "cow", "gw", "since", "participation")
    write_answer(
        options,
        text=lambda: table_text(columns, [_member(dataset, standing) for standing in standings], kept=("id",)),
        json=lambda: [standing.to_dict() for standing in standings],
        rows=lambda: [{**standing.to_dict()} for standing in standings],
    )
    return 0


def _member(dataset: Dataset, standing: Any) -> list[str]:
    """Return the cells of a member state."""
    row = standing.to_dict()
    since = row["participation_since"]
    participation = row["participation"] if since is None else f"{row['participation']} since {since}"
    codes = ["" if row[name] is None else str(row[name]) for name in ("cow", "gw")]
    return [row["id"], row["name"], *codes, phrase(dataset, standing.spell.start), participation]


def why(options: Namespace) -> int:
    """Print why a state was or was not a member on a day."""
    dataset = load()
    found = dataset.why(options.state, options.on, organization=options.organization)
    write_answer(
        options,
        text=lambda: explanation_text(dataset, found),
        json=found.to_dict,
        rows=lambda: [_explanation_row(found)],
    )
    return 0


def _explanation_row(found: Explanation) -> Row:
    """Return an explanation as a flat row; the sources in place of their reports."""
    row: Row = {**found.to_dict()}
    for name in ("evidence", "others"):
        row[name] = "; ".join(dict.fromkeys(judgement["source"] for judgement in row[name]))
    row["elsewhere"] = "; ".join(row["elsewhere"])
    return row


def show(options: Namespace) -> int:
    """Print one record with its evidence."""
    dataset = load()
    _write_record(options, dataset, resolve(dataset, options.id))
    return 0


def _write_record(options: Namespace, dataset: Dataset, id: str) -> None:
    record = dataset[id]
    table = dataset.table(KIND_OF[id.partition(":")[0]]).filter(lambda other: other.id == id)
    write_answer(options, text=lambda: record_text(dataset, record), json=record.to_dict, rows=table.to_dicts)


KIND_OF = {kind.prefix: dataset for dataset, kind in KINDS.items()}
"""The dataset of each prefix of ids."""


def list_records(options: Namespace) -> int:
    """Print the records of a dataset."""
    if options.dataset not in KINDS:
        near = did_you_mean(options.dataset, KINDS)
        raise NotFoundError(f'Unknown dataset "{options.dataset}". Expected one of {", ".join(KINDS)}.{near}')
    dataset = load()
    found = _filtered(options, dataset.table(options.dataset))
    if options.first is not None or options.last is not None:
        found = found.between(options.first, options.last)
    by = options.sort or ("when" if options.dataset == "events" else "id")
    found = found.sort(by, descending=options.descending)
    _write_table(options, dataset, found)
    return 0


def _filtered(options: Namespace, table: Table[Any]) -> Table[Any]:
    """Return the items that meet all conditions of ``--where``."""
    for condition in options.where:
        name, wanted = parsed(table, condition)
        table = table.where(**{name: wanted})
    return table


def _write_table(options: Namespace, dataset: Dataset, table: Table[Any]) -> None:
    """Write records, or the items of an answer."""
    if not table:
        warn("No matching records.")
    write_answer(
        options,
        text=lambda: items_text(dataset, table),
        json=lambda: [item if isinstance(item, dict) else item.to_dict() for item in table],
        rows=table.to_dicts,
        columns=table.columns,
    )


def search(options: Namespace) -> int:
    """Print the records that contain all words of a text, the best match first."""
    dataset = load()
    _write_table(options, dataset, dataset.search(" ".join(options.text), limit=options.limit))
    return 0


def about(options: Namespace) -> int:
    """Print the records that refer to a record."""
    dataset = load()
    _write_table(options, dataset, dataset.about(options.id))
    return 0


def disputes(options: Namespace) -> int:
    """Print the values on which a source disagrees with the record."""
    dataset = load()
    found = dataset.disputes(record=options.record, source=options.source)
    if not found:
        warn("No disputes.")
    write_answer(
        options,
        text=lambda: reports_text(dataset, _with_support(dataset, found)),
        json=lambda: [judgement.to_dict() for judgement in found],
        rows=found.to_dicts,
        columns=found.columns,
    )
    return 0


def _with_support(dataset: Dataset, disputed: Table[Judgement]) -> list[Judgement]:
    """Return disputes, each with the reports that support the disputed value."""
    found: list[Judgement] = []
    for (record, field), disputes in groupby(disputed, lambda judgement: (judgement.record, judgement.field)):
        supporting = (j for j in dataset.judgements(record) if j.field == field and j.verdict is Verdict.SUPPORTS)
        found += [*supporting, *disputes]
    return found


def view(options: Namespace) -> int:
    """Print the data, or one record, as one source reports them."""
    seen = load().as_reported_by(options.source)
    if options.id is not None:
        _write_record(options, seen, resolve(seen, options.id))
        return 0
    records: Table[Record] = Table(seen, seen, MIXED)
    write_answer(
        options,
        text=lambda: "\n".join(f"{name}\n{items_text(seen, seen.table(name))}" for name in KINDS if seen.table(name)),
        json=lambda: [record.to_dict() for record in records],
        rows=records.to_dicts,
        columns=records.columns,
    )
    return 0


def years(options: Namespace) -> int:
    """Print a row for each year and each member state, or each pair of them."""
    dataset = load()
    table: Table[Any]
    if options.table == "dyads":
        table = dataset.dyad_years(options.organization, series=options.series, directed=options.directed)
    elif options.directed:
        raise InvalidFilterError("The option --directed is only for years dyads.")
    else:
        table = dataset.member_years(options.organization, series=options.series)
    found = _filtered(options, table)
    if not found:
        warn("No matching rows.")
    write_answer(
        options,
        text=lambda: _years_text(found),
        json=lambda: [*found],
        rows=found.to_dicts,
        columns=found.columns,
    )
    return 0


def _years_text(table: Table[Any]) -> str:
    """Return the rows of a year table with the columns that identify them, and the answers."""
    names = ("year", "state", "name", "state1", "state2", "cow", "cow1", "cow2", "year_end", "any_day", "participation")
    columns = [name for name in names if name in table.columns]
    cells = [["" if row[name] is None else str(row[name]) for name in columns] for row in table]
    return table_text(columns, cells, kept=columns)


def cite(options: Namespace) -> int:
    """Print the citation of records, or of the dataset."""
    write_text(options, load().cite(*options.ids, format=options.format))
    return 0


def schema(options: Namespace) -> int:
    """Print a JSON Schema, or list the names of all schemas."""
    if options.kind is None:
        write_text(options, "".join(f"{name}\n" for name in schema_names()))
    else:
        found = bundled_schema(options.kind) if options.bundle else json_schema(options.kind)
        write_text(options, as_json(found))
    return 0
