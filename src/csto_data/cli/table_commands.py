"""The commands that select and take away: list, years, cite, schema."""

from __future__ import annotations

from argparse import Namespace
from itertools import chain
from typing import Any

from ..dataset import Dataset, load
from ..errors import InvalidFilterError, NotFoundError
from ..model import KINDS
from ..serialization.schemas import bundled_schema, schema_names
from ..serialization.schemas import schema as json_schema
from ..store.filters import parsed
from ..store.lookup import resolve
from ..store.phrases import headline, phrase, time_phrase
from ..store.shape import MIXED
from ..store.table import Table
from ..suggestions import did_you_mean
from .answers import as_json, write_answer, write_text
from .page import Page
from .query_commands import write_table
from .streams import warn


def list_records(options: Namespace) -> int:
    """Print the records of one or more datasets."""
    dataset = load()
    table = _listed(dataset, options.datasets)
    if options.on is not None:
        return _list_on_day(options, dataset, table)
    found = _filtered(options, table)
    if options.first is not None or options.last is not None:
        found = found.between(options.first, options.last, certain=options.certain)
    elif options.certain:
        raise InvalidFilterError("The option --certain needs --from or --to.")
    found = found.sort(options.sort or ("when" if table.has_periods else "id"), descending=options.descending)
    write_table(options, dataset, found)
    return 0


def _listed(dataset: Dataset, names: list[str]) -> Table[Any]:
    """Return the table of a dataset, or one table with the records of several."""
    expected = f"Expected one or more of {', '.join(KINDS)}."
    if not names:
        raise NotFoundError(f"No dataset is given. {expected}")
    for name in names:
        if name not in KINDS:
            raise NotFoundError(f'Unknown dataset "{name}". {expected}{did_you_mean(name, KINDS)}')
    tables = [dataset.table(name) for name in dict.fromkeys(names)]
    return tables[0] if len(tables) == 1 else Table(chain(*tables), dataset, MIXED)


def _filtered(options: Namespace, table: Table[Any]) -> Table[Any]:
    """Return the items that meet all conditions of ``--where``."""
    conditions: list[str] = options.where
    for condition in conditions:
        name, wanted = parsed(table, _ANSWERS.get(condition, condition))
        table = table.where(**{name: wanted})
    return table


_ANSWERS = {
    f"{name}={word}": f"{name}={number}" for name in ("year_end", "any_day") for word, number in (("yes", 1), ("no", 0))
}
"""The numbers that year tables have for yes and no."""


def _list_on_day(options: Namespace, dataset: Dataset, table: Table[Any]) -> int:
    """Print the memberships or offices that held, or may have held, on a day."""
    if table.name not in ("memberships", "offices"):
        message = f"The option --on is only for memberships and offices, not for {table.name}."
        raise InvalidFilterError(f"{message} Did you mean --from {options.on} --to {options.on}?")
    for name in ("first", "last", "sort"):
        if getattr(options, name) is not None:
            raise InvalidFilterError("The option --on cannot be combined with --from, --to or --sort.")
    selected: Any = _filtered(options, table)
    found = selected.on(options.on)
    spell = "spell" if table.name == "memberships" else "office"
    write_answer(
        options,
        text=lambda page: _on_day_text(page, dataset, [(item.answer.word, getattr(item, spell)) for item in found]),
        json=lambda: [item.to_dict() for item in found],
        rows=lambda: [item.to_dict() for item in found],
        columns=found.columns,
    )
    if not found:
        warn("No matching records.")
    return 0


def _on_day_text(page: Page, dataset: Dataset, held: list[tuple[str, Any]]) -> str:
    """Return the spells that certainly held as a table, and apart from them those that may have held."""
    parts = []
    for answer, heading in (("yes", ""), ("unknown", "Uncertain, because the data do not settle the end or the start")):
        rows = [
            [spell.id, time_phrase(dataset, spell), headline(dataset, spell)] for word, spell in held if word == answer
        ]
        if rows:
            title = f"{page.bold(heading)}\n" if heading else ""
            parts.append(f"{title}{page.table(('id', 'when', 'record'), rows)}")
    return "\n".join(parts)


def years(options: Namespace) -> int:
    """Print a row for each year and each member state, or each pair of them."""
    dataset = load()
    organization = None if options.organization is None else resolve(dataset, options.organization, ("org",))
    table: Table[Any]
    if options.table == "dyads":
        table = dataset.dyad_years(organization, series=options.series, directed=options.directed)
    elif options.directed:
        raise InvalidFilterError("The option --directed is only for years dyads.")
    else:
        table = dataset.member_years(organization, series=options.series)
    first, last = options.first or 0, options.last or 9999
    found = _filtered(options, table).filter(lambda row: first <= row["year"] <= last)
    write_answer(
        options,
        text=lambda page: _years_text(page, dataset, found),
        json=lambda: [*found],
        rows=found.to_dicts,
        columns=found.columns,
    )
    if not found:
        warn(f"No matching rows.{_order_of_pairs(options, dataset)}")
    return 0


def _order_of_pairs(options: Namespace, dataset: Dataset) -> str:
    """Return a sentence about the order of the states in a pair, if conditions name both of them."""
    wanted = dict(condition.partition("=")[::2] for condition in options.where)
    if options.table != "dyads" or options.directed or not {"state1", "state2"} <= wanted.keys():
        return ""
    one, two = (dataset.states[resolve(dataset, wanted[name], ("state",))] for name in ("state1", "state2"))
    return (
        " A pair is listed once, the state with the lower COW number first. "
        f'Try "--where state1={two.iso_alpha3} --where state2={one.iso_alpha3}", or "--directed" for both orders.'
    )


_YEARS = {
    "member-years": ("year", "name", "cow", "year_end", "any_day", "participation"),
    "dyad-years": ("year", "state1", "state2", "cow1", "cow2", "year_end", "any_day", "participation"),
}
"""What a year table of text shows."""
_LEGEND = """
year_end: member on 31 December; any_day: member on a day of the year
1: yes; 0: no; ?: not settled by the sources, or not covered
"""


def _years_text(page: Page, dataset: Dataset, table: Table[Any]) -> str:
    """Return the rows of a year table with names, the answers, and a legend."""
    if not table:
        return ""
    columns = _YEARS[table.name]
    cells = [[_year_cell(dataset, row, name) for name in columns] for row in table]
    return page.table(columns, cells) + "".join(map(page.lines, _LEGEND.splitlines()))


def _year_cell(dataset: Dataset, row: dict[str, Any], name: str) -> str:
    """Return a cell of a year table; of a pair, the participation of both."""
    if name == "participation":
        both = [row[each] for each in ("participation", "participation1", "participation2") if each in row]
        return ", ".join(each or "none" for each in both)
    if row[name] is None:
        return "?" if name in ("year_end", "any_day") else ""
    return phrase(dataset, row[name]) if name.startswith("state") else str(row[name])


def cite(options: Namespace) -> int:
    """Print the citation of records, or of the dataset."""
    if options.sources_only and not options.ids:
        raise InvalidFilterError("The option --sources-only needs the ids of records.")
    write_text(options, load().cite(*options.ids, format=options.format, data=not options.sources_only))
    return 0


def schema(options: Namespace) -> int:
    """Print a JSON Schema, or list the names of all schemas."""
    if options.kind is None:
        write_text(options, "".join(f"{name}\n" for name in schema_names()))
    else:
        found = bundled_schema(options.kind) if options.bundle else json_schema(options.kind)
        write_text(options, as_json(found))
    return 0
