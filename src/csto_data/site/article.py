"""Generate a page that compares an article, paragraph by paragraph, with the records and other sources."""

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
from ..model.json_values import to_json
from ..model.references import evidence_of
from ..model.values import Party
from ..provenance.support import witnesses_of
from ..provenance.verdicts import Judgement, Verdict, place_in_source


def article_page(dataset: Dataset, source: str) -> str:
    """Return, in Markdown, what each paragraph of a source supports and disputes, with the other supporting sources."""
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
    yield "Generated from `data/` by `python docs/generate.py`; do not edit."
    yield ""
    address = f"[{source.title}]({source.url}), {source.publisher}, {source.published}; `{source.id}`"
    yield f"The article is {authors}, {address}."
    yield "Read it next to this page. Under each paragraph are the records that cite it, with what it reports on each."
    yield "A report **supports** the record, is *compatible* with it (both may be true, but the report does not confirm"
    yield "the record), or **disputes** it. Texts and plans are not judged. Other sources that support the record are"
    yield "named; of sources that copy one another, only one is."
    if source.note:
        yield ""
        yield source.note
    for media in source.media:
        yield ""
        yield f"{str(media.at or '').capitalize()}: {media.kind}, {media.title or media.caption}"


def _by_place(dataset: Dataset, id: str) -> Iterator[tuple[str, Reported]]:
    """Iterate over the places in a source that evidence cites, in their order, with the records of each."""
    places: dict[tuple[Any, ...], tuple[str, Reported]] = {}
    for record in (record for record in dataset if isinstance(record, Attested)):
        for evidence in (evidence for evidence in evidence_of(record) if evidence.source == id):
            place = places.setdefault(place_in_source(evidence.at), (_heading(evidence.at), []))
            place[1].append((record, evidence))
    return (place for _, place in sorted(places.items()))


def _place(dataset: Dataset, reported: Reported) -> Iterator[str]:
    """Yield the records that a place only mentions, then those on which it reports values."""
    mentioned = [(record, evidence) for record, evidence in reported if not (evidence.reports or evidence.note)]
    if mentioned:
        yield ""
        yield f"Mentions {'; '.join(f'{_name(record)} (`{record.id}`)' for record, _ in mentioned)}."
    for record, evidence in reported:
        if (record, evidence) not in mentioned:
            yield ""
            yield f"**{_name(record)}** (`{record.id}`){_more(record)}"
            yield ""
            yield from _reports(dataset, record, evidence)


def _reports(dataset: Dataset, record: Attested, evidence: Evidence) -> Iterator[str]:
    """Yield a line for each value that the evidence reports."""
    reported = {report.field for report in evidence.reports}
    counted = {found.field: found for found in witnesses_of(dataset, record.id)}
    prefix = _part(record, evidence)
    for judged in dataset.judgements(record.id):
        field = judged.field.removeprefix(prefix)
        same = judged.source == evidence.source and judged.at == evidence.at and judged.field.startswith(prefix)
        if same and re.split(r"[.\[]", field)[0] in reported:
            supporting = counted[judged.field].supporting
            yield f"- `{judged.field}` {_reported(judged)}: {_verdict(judged, evidence, supporting)}"
    if evidence.note:
        yield f"- note: {evidence.note}"


def _reported(judged: Judgement) -> str:
    """Return a reported value, without the office and role of a recorded party: these have witnesses of their own."""
    if isinstance(judged.reported, Party) and judged.verdict is Verdict.SUPPORTS:
        parts = judged.reported.to_dict()
        return ", ".join(f"{name} {part}" for name, part in parts.items() if name not in ("office", "role"))
    return _value(judged.reported)


def _part(record: Attested, evidence: Evidence) -> str:
    """Return the path of the contingent or outcome with this evidence, or an empty string for the record itself."""
    for contingent in getattr(record, "contingents", ()):
        if evidence in contingent.evidence:
            return f"contingents[{contingent.state}]."
    outcome = getattr(record, "outcome", None)
    return "outcome." if outcome is not None and evidence in outcome.evidence else ""


def _verdict(judged: Judgement, evidence: Evidence, supporting: tuple[str, ...]) -> str:
    """Return the verdict and the sources that support the record; the article is one if it contradicts itself."""
    with_article = judged.verdict is Verdict.DISPUTES
    named = [source for source in supporting if with_article or source != evidence.source]
    names = ", ".join(f"`{source}`" for source in named)
    by = f" (supported by {names})" if names else ""
    match judged.verdict:
        case Verdict.SUPPORTS:
            return f"**supports**{_also(named)}"
        case Verdict.COMPATIBLE:
            return f"*compatible* with {_value(judged.value)}{by}"
        case Verdict.DISPUTES:
            return f"**disputes** {_value(judged.value)}{by}"
        case Verdict.UNSETTLED:
            return "the record has no value"
    return "planned, not judged" if evidence.planned else _unjudged(judged)


def _also(sources: list[str]) -> str:
    """Return the sources that support the same value."""
    names = ", ".join(f"`{source}`" for source in sources)
    return f"; so {'do' if len(sources) > 1 else 'does'} {names}" if sources else ""


def _unjudged(judged: Judgement) -> str:
    same = judged.value == judged.reported or judged.reported in _several(judged.value)
    return "as in the record" if same else f"not judged; the record has {_value(judged.value)}"


def _several(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else ()


def _heading(at: Locator | None) -> str:
    return str(at).capitalize() if at is not None else "The whole article"


def _name(record: Any) -> str:
    """Return a name for a record that readers understand."""
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
    raise TypeError(f"{record.id} has no field that can serve as its name.")


def _more(record: Any) -> str:
    """Return the kind of a statement, assessment or event, with its modality or summary."""
    kind = f", {record.kind}" if isinstance(record, Statement | Assessment | Event) else ""
    hedge = f" ({record.modality})" if isinstance(record, Assessment) and record.modality else ""
    summary = f": {record.summary}" if isinstance(record, Event) and record.summary else ""
    return f"{kind}{hedge}{summary}"


def _value(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(_value, value))
    if isinstance(value, Quantity | Day):
        return str(value)
    raw = to_json(value)
    return ", ".join(f"{name} {part}" for name, part in raw.items()) if isinstance(raw, dict) else str(raw)
