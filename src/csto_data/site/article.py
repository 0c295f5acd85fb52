"""A page that sets what an article says, paragraph by paragraph, beside what the records and other sources say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..dataset import Dataset
from ..dates import Day
from ..model import (
    Assessment,
    Attested,
    Event,
    Evidence,
    Figure,
    Locator,
    Membership,
    Office,
    Quantity,
    Source,
    Statement,
)
from ..model.references import evidence_of
from ..provenance.support import witnesses_of
from ..provenance.verdicts import Judgement, Verdict, place_in_source
from ..serialization.converter import unstructure


def article_page(dataset: Dataset, source: str) -> str:
    """Return what each paragraph of a source supports and disputes, and which other sources say so, in Markdown."""
    return "\n".join(_article(dataset, source)) + "\n"


Reported = list[tuple[Attested, Evidence]]
"""Records, each with its evidence from one place in a source."""


def _article(dataset: Dataset, id: str) -> Iterator[str]:
    yield from _introduction(dataset, dataset.sources[id])
    for heading, reported in _by_place(dataset, id):
        yield ""
        yield f"## {heading}"
        yield from _place(dataset, reported)


def _introduction(dataset: Dataset, source: Source) -> Iterator[str]:
    authors = ", ".join(_name(dataset[author]) for author in source.authors)
    yield "# What the article says, paragraph by paragraph"
    yield ""
    yield "Made from `data/` by `python docs/generate.py`; do not edit."
    yield ""
    address = f"[{source.title}]({source.url}), {source.publisher}, {source.published}; `{source.id}`"
    yield f"The article is {authors}, {address}."
    yield "Read it beside this page: under each paragraph stand the records that rest on it, and what it reports of"
    yield "each. A report **supports** the record, is *compatible* with it (right, but no proof), or **disputes** it;"
    yield "text and plans are not judged. Other sources that support the record are named; of those that copy one"
    yield "another only one."
    if source.note:
        yield ""
        yield source.note
    for media in source.media:
        yield ""
        yield f"{str(media.at or '').capitalize()}: {media.kind}, {media.title or media.caption}"


def _by_place(dataset: Dataset, id: str) -> Iterator[tuple[str, Reported]]:
    """Iterate over the places in a source that evidence names, in their order, with what rests on each."""
    places: dict[tuple[Any, ...], tuple[str, Reported]] = {}
    for record in (record for record in dataset if isinstance(record, Attested)):
        for witness in (witness for witness in evidence_of(record) if witness.source == id):
            place = places.setdefault(place_in_source(witness.at), (_heading(witness.at), []))
            place[1].append((record, witness))
    return (place for _, place in sorted(places.items()))


def _place(dataset: Dataset, reported: Reported) -> Iterator[str]:
    """The records that a place only speaks of, then those of which it reports something."""
    silent = [(record, witness) for record, witness in reported if not (witness.reports or witness.note)]
    if silent:
        yield ""
        yield f"Speaks of {'; '.join(f'{_name(record)} (`{record.id}`)' for record, _ in silent)}."
    for record, witness in reported:
        if (record, witness) not in silent:
            yield ""
            yield f"**{_name(record)}** (`{record.id}`){_more(record)}"
            yield ""
            yield from _told(dataset, record, witness)


def _told(dataset: Dataset, record: Attested, witness: Evidence) -> Iterator[str]:
    """A line for each value that the evidence reports."""
    reported = {report.field for report in witness.reports}
    counted = {found.field: found for found in witnesses_of(dataset, record.id)}
    prefix = _part(record, witness)
    for judged in dataset.judgements(record.id):
        field = judged.field.removeprefix(prefix)
        mine = judged.source == witness.source and judged.at == witness.at and judged.field.startswith(prefix)
        if mine and re.split(r"[.\[]", field)[0] in reported:
            supporting = counted[judged.field].supporting
            yield f"- `{judged.field}` {_value(judged.reported)}: {_verdict(judged, witness, supporting)}"
    if witness.note:
        yield f"- note: {witness.note}"


def _part(record: Attested, witness: Evidence) -> str:
    """The path of the contingent or outcome whose evidence it is; nothing for the record's own."""
    for contingent in getattr(record, "contingents", ()):
        if witness in contingent.evidence:
            return f"contingents[{contingent.state}]."
    outcome = getattr(record, "outcome", None)
    return "outcome." if outcome is not None and witness in outcome.evidence else ""


def _verdict(judged: Judgement, witness: Evidence, supporting: tuple[str, ...]) -> str:
    """How the report stands to the record, and who supports this: the article too, where it contradicts itself."""
    itself = judged.verdict is Verdict.DISPUTES
    names = ", ".join(f"`{source}`" for source in supporting if itself or source != witness.source)
    by = f", by {names}" if names else ""
    match judged.verdict:
        case Verdict.SUPPORTS:
            return f"**supports**; so does {names}" if names else "**supports**"
        case Verdict.COMPATIBLE:
            return f"*compatible* with {_value(judged.value)}{by}"
        case Verdict.DISPUTES:
            return f"**disputes** {_value(judged.value)}{by}"
        case Verdict.UNSETTLED:
            return "the record has no value"
    return "planned, not judged" if witness.planned else _unjudged(judged)


def _unjudged(judged: Judgement) -> str:
    same = judged.value == judged.reported or judged.reported in _several(judged.value)
    return "as in the record" if same else f"not judged; the record has {_value(judged.value)}"


def _several(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else ()


def _heading(at: Locator | None) -> str:
    return str(at).capitalize() if at is not None else "The whole article"


def _name(record: Any) -> str:
    """By what readers know a record."""
    for field in ("name", "title", "claim", "summary"):
        if getattr(record, field, None) and not isinstance(record, Office):
            return str(getattr(record, field))
    match record:
        case Membership():
            return f"{record.member} in {record.organization}"
        case Office():
            return f"{record.holder}, {record.title} of {record.of}"
        case Figure():
            return f"{record.measure} of {record.of}"
    raise TypeError(f"{record.id} has nothing to be called by")


def _more(record: Any) -> str:
    """The kind of what was said or foreseen, and the summary of what happened."""
    kind = f", {record.kind}" if isinstance(record, Statement | Assessment | Event) else ""
    hedge = f" ({record.modality})" if isinstance(record, Assessment) and record.modality else ""
    summary = f": {record.summary}" if isinstance(record, Event) and record.summary else ""
    return f"{kind}{hedge}{summary}"


def _value(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(_value, value))
    if isinstance(value, Quantity | Day):
        return str(value)
    raw = unstructure(value)
    return ", ".join(f"{name} {part}" for name, part in raw.items()) if isinstance(raw, dict) else str(raw)
