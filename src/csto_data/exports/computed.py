"""The sheets that are computed from records: year tables, figures by source, coverage and redirects."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..model.coverage import MembershipCoverage, OfficeCoverage
from ..model.evidence import Evidence
from ..model.fields import FieldType, ModelClass, fields_of
from ..model.figure import Figure
from ..model.json_values import to_json
from ..model.redirects import Redirect
from ..queries.panels import DYAD_YEARS, MEMBER_YEARS, dyad_years, member_years
from ..store.names import label_of
from .columns import Cell, Column, ColumnType, columns_of_class, columns_of_field, reference
from .evidence import judged_reports
from .sheet import Row, Sheet

if TYPE_CHECKING:
    from ..store.record_store import RecordStore
    from ..store.shape import Shape

_TEXTS = {
    "year": "The calendar year.",
    "year_end": "1 if a full member on 31 December, 0 if not; empty if not settled or not covered.",
    "any_day": "1 if a full member on any covered day of the year, 0 if not; empty if not settled.",
}


def computed_sheets(store: RecordStore) -> Iterator[Sheet]:
    """Yield the sheets that are computed."""
    yield _years(store, "member_years", MEMBER_YEARS, ("organization", "year", "state"))
    yield _years(store, "dyad_years", DYAD_YEARS, ("organization", "year", "state1", "state2"))
    yield _figures_by_source(store)
    yield from _coverage(store)
    yield from _redirects(store)


def _years(store: RecordStore, name: str, shape: Shape, key: tuple[str, ...]) -> Sheet:
    """Return a year table of all covered organisations."""
    columns = [_year_column(field, required=field.name in key) for field in shape.fields.values()]

    def rows() -> Iterator[Row]:
        covered = sorted({span.organization for span in store.coverage.memberships})
        for organization in covered:
            for row in _year_rows(store, name, (organization,)):
                yield tuple(row[column] for column in shape.fields)

    what = "state" if name == "member_years" else "pair of states"
    text = f"A row for each covered organisation, year and {what}."
    return Sheet(name, text, columns, tuple(_id_name(part) for part in key), rows)


def _year_rows(store: RecordStore, name: str, organizations: Sequence[str]) -> Sequence[Mapping[str, Any]]:
    return member_years(store, organizations) if name == "member_years" else dyad_years(store, organizations)


def _id_name(name: str) -> str:
    return name if name == "year" else f"{name}_id"


def _year_column(field: FieldType, *, required: bool) -> Column:
    type: ColumnType = "integer" if field.nature == "integer" else "text"
    text = _TEXTS.get(field.name, f"As in {field.name} of the year tables.")
    words: tuple[str | int, ...] = tuple(map(int, field.words)) if type == "integer" else field.words
    if field.name == "organization":
        return Column(name="organization_id", required=True, sheet="organizations", description="The organisation.")
    if field.nature == "reference":
        return Column(name=f"{field.name}_id", required=True, sheet="states", description="The state.")
    return Column(name=field.name, type=type, required=required, words=words, description=text)


def _figures_by_source(store: RecordStore) -> Sheet:
    of, amount, unit, as_of = (
        columns_of_field(fields_of(Figure)[name], description=text)
        for name, text in (
            ("of", "What the figure is about."),
            ("amount", "The reported amount."),
            ("unit", "The unit of the record."),
            ("as_of", "The day of the figure in the record."),
        )
    )
    columns = (
        Column(name="evidence_id", required=True, sheet="evidence", description="The entry of evidence."),
        *reference("figure", "figures", "The figure."),
        Column(name="measure", required=True, words=fields_of(Figure)["measure"].words, description="What is counted."),
        *of.columns,
        *reference("source", "sources", "The source that reports the amount."),
        *amount.columns,
        *unit.columns,
        *as_of.columns,
        Column(name="verdict", required=True, description="How the report relates to the record."),
    )

    def rows() -> Iterator[Row]:
        for entry, _, field, _, (_, _, value, verdict) in judged_reports(store, store.figures):
            figure, source = entry.record, entry.evidence.source
            if field == "amount":
                cells: tuple[Cell, ...] = (entry.id, figure.id, figure.label, figure.measure)
                cells += (*of.of(figure.of, store), source, label_of(store, source), *amount.of(value, store))
                cells += unit.of(figure.unit, store) + as_of.of(figure.as_of, store)
                yield *cells, verdict.value

    text = "The amounts that sources report, side by side."
    return Sheet("figures_by_source", text, columns, ("evidence_id",), rows)


def _coverage(store: RecordStore) -> Iterator[Sheet]:
    """Yield the covered periods of memberships and of offices, each with the sheet of its evidence."""
    for name, cls in (("memberships", MembershipCoverage), ("offices", OfficeCoverage)):
        table = f"coverage_{name}"
        yield _numbered(store, table, f"The periods for which all {name} are in the data.", cls, name)
        yield _coverage_evidence(store, table, name)
        yield _coverage_reports(store, table, name)


def _numbered(store: RecordStore, table: str, text: str, cls: ModelClass, name: str) -> Sheet:
    found = columns_of_class(cls)
    number = Column(name="id", type="integer", required=True, description="The number of the period, from 1.")

    def rows() -> Iterator[Row]:
        for position, span in enumerate(getattr(store.coverage, name), 1):
            yield position, *found.of(span, store)

    return Sheet(table, text, (number, *found.columns), ("id",), rows)


def _coverage_evidence(store: RecordStore, table: str, name: str) -> Sheet:
    found = columns_of_class(Evidence)
    key = (
        Column(name="coverage_id", type="integer", required=True, sheet=table, description="The covered period."),
        Column(name="position", type="integer", required=True, description="The position in the list, from 1."),
    )

    def rows() -> Iterator[Row]:
        for number, span in enumerate(getattr(store.coverage, name), 1):
            for position, entry in enumerate(span.evidence, 1):
                yield number, position, *found.of(entry, store)

    text = f"The sources that show that no record of {name} is missing in a covered period."
    return Sheet(f"{table}_evidence", text, (*key, *found.columns), ("coverage_id", "position"), rows)


def _coverage_reports(store: RecordStore, table: str, name: str) -> Sheet:
    columns = (
        Column(name="coverage_id", type="integer", required=True, sheet=table, description="The covered period."),
        Column(name="evidence", type="integer", required=True, description="The position of the entry of evidence."),
        Column(name="position", type="integer", required=True, description="The position of the report, from 1."),
        Column(name="field", required=True, description="The field of the covered period that is reported."),
        Column(name="value_json", required=True, description="The reported value as in the manifest."),
    )

    def rows() -> Iterator[Row]:
        for number, span in enumerate(getattr(store.coverage, name), 1):
            for evidence, entry in enumerate(span.evidence, 1):
                for position, reported in enumerate(entry.reports, 1):
                    written = json.dumps(to_json(reported.value), ensure_ascii=False)
                    yield number, evidence, position, reported.field, written

    text = f"What those sources report about a covered period of {name}."
    return Sheet(f"{table}_reports", text, columns, ("coverage_id", "evidence", "position"), rows)


def _redirects(store: RecordStore) -> Iterator[Sheet]:
    found = columns_of_class(Redirect)

    def rows() -> Iterator[Row]:
        for redirect in store.redirects:
            yield found.of(redirect, store)

    yield Sheet("redirects", "What became of ids that no record has any more.", found.columns, ("id",), rows)
    targets = (
        Column(name="redirect_id", required=True, sheet="redirects", description="The id that was published."),
        Column(name="position", type="integer", required=True, description="The position in the list, from 1."),
        Column(
            name="to_id",
            required=True,
            description="The id of the record that has the content now, unless a view lacks it.",
        ),
        Column(name="to_name", description="The name of the record in to_id; empty if a view lacks it."),
    )

    def target_rows() -> Iterator[Row]:
        for redirect in store.redirects:
            for position, id in enumerate(redirect.to, 1):
                yield redirect.id, position, id, label_of(store, id)

    yield Sheet(
        "redirect_to", "The records that have the content now.", targets, ("redirect_id", "position"), target_rows
    )
