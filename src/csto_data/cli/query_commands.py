"""The commands that ask about members, records and sources: members, why, show, search, about, disputes, view."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from ..dataset import Dataset, load
from ..dates import calendar_day
from ..errors import AmbiguousError, InvalidFilterError, NotFoundError, OutsideCoverageError
from ..model import Record, Source
from ..model.kinds import BY_PREFIX
from ..model.references import evidence_of
from ..provenance.judgements import Judgement
from ..provenance.verdicts import Verdict
from ..queries.explain import Explanation
from ..queries.membership import covered_predecessor, membership_coverage
from ..store.flat import flat_value
from ..store.folding import fold
from ..store.lookup import nearest_words, resolve
from ..store.names import listed
from ..store.phrases import phrase
from ..store.shape import MIXED
from ..store.table import Table
from .answers import Row, write_answer
from .streams import warn
from .testimony import explanation_text, reports_text
from .text import items_text, record_text, spells_of, view_text


def members(options: Namespace) -> int:
    """Print the member states on a day."""
    dataset = load()
    organization = resolve(dataset, options.organization, ("org",))
    try:
        found = dataset.members(options.on, organization=organization)
    except OutsideCoverageError as error:
        raise OutsideCoverageError(f"{error}{_instead(dataset, organization, options.on)}") from None
    day = options.on or str(membership_coverage(dataset, organization)[-1].last)
    ids = {state.id for state in found}
    standings = dataset.memberships.on(day, organization=organization).filter(lambda s: s.spell.member in ids)
    columns = ("id", "name", "cow", "gw", "since", "participation")
    write_answer(
        options,
        text=lambda page: page.table(columns, [_member(dataset, standing) for standing in standings]),
        json=lambda: [standing.to_dict() for standing in standings],
        rows=lambda: [{**standing.to_dict()} for standing in standings],
    )
    if options.on is None:
        warn(f"on {day}, the last covered day")
    if options.format == "text" and any(_is_disputed(dataset, standing.spell.id) for standing in standings):
        warn("Sources disagree about some dates: csto-data disputes --record STATE")
    return 0


def _is_disputed(dataset: Dataset, id: str) -> bool:
    """Return whether a source contradicts a record."""
    return any(judgement.verdict is Verdict.DISPUTES for judgement in dataset.judgements(id))


def _instead(dataset: Dataset, organization: str, on: str | None) -> str:
    """Return a sentence with the organisation to ask about on a day before an organisation existed, or nothing."""
    before = None if on is None else covered_predecessor(dataset, organization, calendar_day(on))
    return "" if before is None else f' Add "--organization {before.id.partition(":")[2]}".'


def _member(dataset: Dataset, standing: Any) -> list[str]:
    """Return the cells of a member state."""
    row = standing.to_dict()
    codes = ["" if row[name] is None else str(row[name]) for name in ("cow", "gw")]
    return [row["id"], row["name"], *codes, phrase(dataset, standing.spell.start), str(standing.participation)]


def why(options: Namespace) -> int:
    """Print why a state was or was not a member on a day."""
    dataset = load()
    found = dataset.why(options.state, options.on, organization=options.organization)
    write_answer(
        options,
        text=lambda page: explanation_text(page, dataset, found),
        json=found.to_dict,
        rows=lambda: _explanation_rows(found),
    )
    if found.outside is not None and (instead := _instead(dataset, found.organization.id, options.on)):
        warn(instead.strip())
    return 0


def _explanation_rows(found: Explanation) -> list[Row]:
    """Return an explanation as flat rows, one for each report."""
    row: Row = {**found.to_dict(), "elsewhere": "; ".join(spell.id for spell in found.elsewhere) or None}
    del row["evidence"], row["others"]
    reports = [_report_row(judgement) for judgement in (*found.evidence, *found.others)]
    return [{**row, **report} for report in reports or [dict.fromkeys(_REPORT)]]


_REPORT = ("record", "field", "value", "source", "at", "reported", "verdict")
"""The columns of a report in CSV."""


def _report_row(judgement: Judgement) -> Row:
    values = {name: flat_value(getattr(judgement, name)) for name in _REPORT}
    return {**values, "verdict": judgement.verdict.word}


def show(options: Namespace) -> int:
    """Print one record with its evidence."""
    dataset = load()
    _write_record(options, dataset, resolve(dataset, options.id))
    return 0


def _write_record(options: Namespace, dataset: Dataset, id: str) -> None:
    record = dataset[id]
    brief = getattr(options, "brief", False)
    write_answer(
        options,
        text=lambda page: record_text(page, dataset, record, brief=brief),
        json=record.to_dict,
        rows=lambda: [*_record_rows(dataset, record)],
    )


def _record_rows(dataset: Dataset, record: Record) -> Iterator[Row]:
    """Iterate over a record as flat rows: its values, its reports with their verdicts, and its other evidence."""
    empty: Row = dict.fromkeys(_REPORT)
    table: Table[Any] = Table([record], dataset, BY_PREFIX[record.id.partition(":")[0]].dataset)
    for name, value in table.to_dicts()[0].items():
        if name != "sources" and value is not None:
            yield {**empty, "record": record.id, "field": name, "value": value}
    for judgement in dataset.judgements(record.id):
        yield _report_row(judgement)
    for entry in evidence_of(record):
        if not entry.reports:
            yield {**empty, "record": record.id, "source": entry.source, "at": flat_value(entry.at)}


def search(options: Namespace) -> int:
    """Print the records that contain all words of a text, the best match first."""
    dataset = load()
    text = " ".join(options.text)
    found = dataset.search(text, limit=options.limit)
    write_table(options, dataset, found, near="" if found else _near(dataset, text))
    return 0


def _near(dataset: Dataset, text: str) -> str:
    """Return a sentence, after a space, about a search that found nothing."""
    if near := nearest_words(dataset, text):
        return f' Did you mean "{near}"?'
    apart = len(text.split()) > 1 and all(dataset.search(word) for word in text.split())
    return " Each of these words occurs, but no record has all of them." if apart else ""


def write_table(options: Namespace, dataset: Dataset, table: Table[Any], *, near: str = "") -> None:
    """Write records, or the items of an answer.

    Args:
        options: The options of the command.
        dataset: The data.
        table: The records or items.
        near: A sentence, after a space, about what was probably meant if there are none.
    """
    write_answer(
        options,
        text=lambda page: items_text(page, dataset, table) if table else "",
        json=lambda: [item.to_dict() for item in table],
        rows=table.to_dicts,
        columns=table.columns,
    )
    if not table:
        warn(f"No matching records.{near}")


def about(options: Namespace) -> int:
    """Print the records that refer to a record, in the order of time."""
    dataset = load()
    write_table(options, dataset, dataset.about(resolve(dataset, options.id)).sort("when"))
    return 0


def disputes(options: Namespace) -> int:
    """Print the values on which a source disagrees with the record."""
    dataset = load()
    source = None if options.source is None else source_id(dataset, options.source)
    found = dataset.disputes(source=source)
    if options.record is not None:
        record = resolve(dataset, options.record)
        ids = {record, *(spell.id for spell in spells_of(dataset, record))}
        found = found.filter(lambda judgement: judgement.record in ids)
    write_answer(
        options,
        text=lambda page: reports_text(page, dataset, _with_support(dataset, found)),
        json=lambda: [judgement.to_dict() for judgement in found],
        rows=found.to_dicts,
        columns=found.columns,
    )
    if not found:
        warn("No disputes.")
    return 0


def _with_support(dataset: Dataset, disputed: Table[Judgement]) -> list[Judgement]:
    """Return disputes, each with the reports that support the disputed value or are compatible with it."""
    found: list[Judgement] = []
    others = (Verdict.SUPPORTS, Verdict.COMPATIBLE)
    for (record, field), disputes in groupby(disputed, lambda judgement: (judgement.record, judgement.field)):
        found += [j for j in dataset.judgements(record) if j.field == field and j.verdict in others]
        found += disputes
    return found


def source_id(dataset: Dataset, text: str) -> str:
    """Return the id of the source that is meant by an id, a title, or a publisher with one source.

    Args:
        dataset: The data.
        text: The id, title or publisher.

    Raises:
        NotFoundError: There is none.
        AmbiguousError: There are several.
    """
    try:
        return resolve(dataset, text, ("source",))
    except (NotFoundError, AmbiguousError) as error:
        found = _published_by(dataset, text, by_words=isinstance(error, NotFoundError))
        if len(found) > 1:
            message = f'{len(found)} sources have the publisher "{text}": {listed(found)}. Expected the id of one.'
            raise AmbiguousError(message) from None
        if not found:
            raise
        return found[0].id


def _published_by(dataset: Dataset, text: str, *, by_words: bool) -> list[Source]:
    """Return the sources whose publisher has this name; if there are none and it may be, those with its words in it."""
    wanted = fold(text)
    names = [(source, fold(source.publisher or "")) for source in dataset.sources]
    exact = [source for source, name in names if name == wanted]
    return exact or [source for source, name in names if by_words and set(wanted.split()) <= set(name.split())]


def view(options: Namespace) -> int:
    """Print the data, or one record, as one source or the sources published by a day report them."""
    seen = _viewed(options)
    if seen.undated:
        open_days = "without a known day, or with an open one, may be older and do not count"
        warn(f"{len(seen.undated)} sources {open_days}: {', '.join(seen.undated)}")
    if options.id is not None:
        _write_record(options, seen, resolve(seen, options.id))
        return 0
    records: Table[Record] = Table(seen, seen, MIXED)
    write_answer(
        options,
        text=lambda page: view_text(page, seen),
        json=lambda: [record.to_dict() for record in records],
        rows=records.to_dicts,
        columns=records.columns,
    )
    return 0


def _viewed(options: Namespace) -> Dataset:
    """Return the view of a source, or of the sources published by a day."""
    dataset = load()
    if options.published_by is None:
        if options.source is None:
            raise InvalidFilterError("No source is given. Expected the id or title of one, or --published-by.")
        return dataset.as_reported_by(source_id(dataset, options.source))
    if options.id is not None:
        raise InvalidFilterError("The option --published-by needs no source. Expected at most the id of a record.")
    options.id = options.source
    return dataset.as_published_by(options.published_by)
