"""Generate a page that compares an article, paragraph by paragraph, with the records and other sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ..dataset import Dataset
from ..model import Assessment, Attested, Event, Evidence, Locator, Source, Statement
from ..model.references import evidence_of
from ..model.values import Party
from ..provenance.judgements import Judgement, place_in_source
from ..provenance.support import witnesses_of
from ..provenance.verdicts import Verdict
from ..store.phrases import headline, path_phrase, phrase
from .addresses import slug

_FEW = 3
"""The number of sources up to which the list of contradictions names them."""


def article_page(dataset: Dataset, source: str) -> str:
    """Return, in Markdown, what each paragraph of a source supports and disputes, with the other supporting sources."""
    return "\n".join(_article(dataset, source)) + "\n"


Reported = list[tuple[Attested, Evidence]]
"""Records, each with its evidence from one place in a source."""


def _article(dataset: Dataset, id: str) -> Iterator[str]:
    yield from _introduction(dataset, dataset.sources[id])
    yield from _contradictions(dataset, id)
    for heading, reported in _by_place(dataset, id):
        yield ""
        yield f"## {heading}"
        yield from _place(dataset, reported)


def _introduction(dataset: Dataset, source: Source) -> Iterator[str]:
    authors = ", ".join(_name(dataset, dataset[author]) for author in source.authors)
    yield "# What the article says, paragraph by paragraph"
    yield ""
    yield f"The article is {authors}, [{source.title}]({source.url}), `{source.id}`."
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


def _contradictions(dataset: Dataset, id: str) -> Iterator[str]:
    """Yield the values of a source that another source contradicts, each with its place and what the others have."""
    reported = sorted((j for j in dataset.judgements() if j.source == id), key=lambda j: place_in_source(j.at))
    lines = [line for judged in reported for line in _contradiction(dataset, judged)]
    if lines:
        yield ""
        yield "## Values that other sources contradict"
        yield ""
        yield from lines


def _contradiction(dataset: Dataset, judged: Judgement) -> Iterator[str]:
    heading = _heading(judged.at)
    place = f"[{heading[0].lower()}{heading[1:]}](#{slug(heading)})"
    value = f"{field_words(dataset, judged.field)}: {phrase(dataset, judged.reported)}"
    said = f"- **{_name(dataset, dataset[judged.record])}** (`{judged.record}`), {value} in {place}"
    if judged.verdict is Verdict.DISPUTES:
        counted = dataset.witnesses(judged.record, judged.field)
        others = [source for source in counted.supporting if source != judged.source]
        and_in = f" and in {_some(others)}" if others else ""
        yield f"{said}, but {phrase(dataset, judged.value)} in the record{and_in}"
    elif judged.verdict is Verdict.SUPPORTS:
        disputes = [each for each in dataset.disputes(record=judged.record) if each.field == judged.field]
        against = [f"{phrase(dataset, each.reported)} in `{each.source}`" for each in disputes]
        if any(each.source != judged.source for each in disputes):
            yield f"{said} and in the record, but {'; '.join(against)}"


def _some(sources: Sequence[str]) -> str:
    """Return a few sources by their ids, or the number of many."""
    return _sources(sources) if len(sources) <= _FEW else f"{len(sources)} other sources"


def _sources(ids: Iterable[str]) -> str:
    return ", ".join(f"`{id}`" for id in ids)


def field_words(dataset: Dataset, path: str) -> str:
    """Return the path of a value in words, without the key of an element of a list, which its value names.

    Args:
        dataset: The data.
        path: The path.

    Example:
        >>> import csto_data
        >>> data = csto_data.load()
        >>> field_words(data, "participants[state:ARM]"), field_words(data, "participants[state:ARM].role")
        ('participants', 'participants, Armenia, role')
    """
    return path_phrase(dataset, re.sub(r"\[.*\]$", "", path))


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
        yield f"Mentions {'; '.join(f'{_name(dataset, record)} (`{record.id}`)' for record, _ in mentioned)}."
    for record, evidence in reported:
        if (record, evidence) not in mentioned:
            yield ""
            yield f"**{_name(dataset, record)}** (`{record.id}`){_more(record)}"
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
            value = f"{field_words(dataset, judged.field)}: {_reported(dataset, judged)}"
            yield f"- {value} · {_verdict(dataset, judged, evidence, supporting)}"
    if evidence.note:
        yield f"- note: {evidence.note}"


def _reported(dataset: Dataset, judged: Judgement) -> str:
    """Return a reported value, without the office and role of a recorded party: these have witnesses of their own."""
    party = judged.reported
    if isinstance(party, Party) and judged.verdict is Verdict.SUPPORTS:
        return phrase(dataset, Party(actor=party.actor, described_as=party.described_as, of=party.of))
    return phrase(dataset, party)


def _part(record: Attested, evidence: Evidence) -> str:
    """Return the path of the contingent or outcome with this evidence, or an empty string for the record itself."""
    for contingent in getattr(record, "contingents", ()):
        if evidence in contingent.evidence:
            return f"contingents[{contingent.state}]."
    outcome = getattr(record, "outcome", None)
    return "outcome." if outcome is not None and evidence in outcome.evidence else ""


def _verdict(dataset: Dataset, judged: Judgement, evidence: Evidence, supporting: tuple[str, ...]) -> str:
    """Return the verdict and the sources that support the record; the article is one if it contradicts itself."""
    with_article = judged.verdict is Verdict.DISPUTES
    named = [source for source in supporting if with_article or source != evidence.source]
    recorded = phrase(dataset, judged.value)
    by = f" (supported by {_sources(named)})" if named else ""
    match judged.verdict:
        case Verdict.SUPPORTS:
            return f"**supports**{_also(named)}"
        case Verdict.COMPATIBLE:
            return f"*compatible* with {recorded}{by}"
        case Verdict.DISPUTES:
            return f"**disputes** {recorded}{by}"
        case Verdict.UNSETTLED:
            return "the record has no value"
    if evidence.planned:
        return "planned, not judged"
    same = judged.value == judged.reported or judged.reported in _several(judged.value)
    return "as in the record" if same else f"not judged; the record has {recorded}"


def _also(sources: list[str]) -> str:
    """Return the sources that support the same value."""
    return f"; so {'do' if len(sources) > 1 else 'does'} {_sources(sources)}" if sources else ""


def _several(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else ()


def _heading(at: Locator | None) -> str:
    return str(at).capitalize() if at is not None else "The whole article"


def _name(dataset: Dataset, record: Any) -> str:
    """Return what a record is about; of a statement or assessment, without the speaker or author."""
    return str(
        getattr(record, "summary" if isinstance(record, Statement) else "claim", "") or headline(dataset, record)
    )


def _more(record: Any) -> str:
    """Return the kind of a statement, assessment or event, with its modality or summary."""
    kind = f", {record.kind}" if isinstance(record, Statement | Assessment | Event) else ""
    hedge = f" ({record.modality})" if isinstance(record, Assessment) and record.modality else ""
    summary = f": {record.summary}" if isinstance(record, Event) and record.summary else ""
    return f"{kind}{hedge}{summary}"
