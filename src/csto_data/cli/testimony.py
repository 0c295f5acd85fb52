"""Who says what, as text for people: values with the sources for and against them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from ..model.references import evidence_of
from ..provenance.judgements import Judgement
from ..provenance.support import REPORTED_BY
from ..provenance.verdicts import Verdict
from ..queries.explain import Explanation, summary_lines
from ..store.phrases import headline, path_phrase, phrase, source_phrase
from .page import Page

if TYPE_CHECKING:
    from ..dataset import Dataset


def reports_text(page: Page, dataset: Dataset, judged: Iterable[Judgement], *, headings: bool = True) -> str:
    """Return what each source says about each value, with its publisher and date.

    Args:
        page: Where it is shown.
        dataset: The data, which have the names and sources.
        judged: The judgements, sorted by record and field.
        headings: Whether the name of each record is above its values.
    """
    parts: list[str] = []
    for record, of_record in groupby(judged, lambda judgement: judgement.record):
        if headings:
            heading = page.lines(f"{headline(dataset, dataset[record])} ({record})").rstrip()
            parts.append(("\n" if parts else "") + page.bold(heading) + "\n")
        for _, of_value in groupby(sorted(of_record, key=_field_and_value), _field_and_value):
            parts += _field_reports(page, dataset, [*of_value])
    return "".join(parts)


def _field_and_value(judgement: Judgement) -> tuple[str, str]:
    """Return what is judged: two entries of a list may have one path, such as two parties of one state."""
    return judgement.field, str(judgement.value)


def _field_reports(page: Page, dataset: Dataset, judged: list[Judgement]) -> Iterator[str]:
    """Iterate over the lines for a value, with the sources by verdict."""
    field, value = judged[0].field, judged[0].value
    text = "(no value)" if value is None else phrase(dataset, value)
    yield page.lines(f"{path_phrase(dataset, field)}: {text}", "  ", "    ")
    for verdict, heading in REPORTED_BY.items():
        found = [judgement for judgement in judged if judgement.verdict is verdict]
        if found:
            yield f"    {heading}\n"
        for judgement in found:
            says = "" if judgement.reported == value else f"{phrase(dataset, judgement.reported)}: "
            planned = ", planned" if _is_planned(dataset, judgement) else ""
            source = source_text(dataset, judgement.source, judgement.at)
            yield page.lines(f"{says}{source}{planned}", " " * 6, " " * 8)


def _is_planned(dataset: Dataset, judgement: Judgement) -> bool:
    """Return whether a report is about a plan."""
    names = set(re.findall(r"\w+", re.sub(r"\[.*\]", "", judgement.field)))
    return any(
        entry.planned and any(report.field in names for report in entry.reports)
        for entry in evidence_of(dataset[judgement.record])
        if (entry.source, entry.at) == (judgement.source, judgement.at)
    )


def source_text(dataset: Dataset, id: str, at: Any = None) -> str:
    """Return the publisher, the date and the id of a source, and the place in it.

    Args:
        dataset: The data, which have the source.
        id: The id of the source.
        at: The place, if known.
    """
    source = dataset.sources.get(id)
    text = id if source is None else source_phrase(source)
    return text if at is None else f"{text}, {at}"


def explanation_text(page: Page, dataset: Dataset, found: Explanation) -> str:
    """Return why a state was or was not a member on a day, and who says what about it.

    Args:
        page: Where it is shown.
        dataset: The data.
        found: The explanation.
    """
    head, *lines = summary_lines(found, lambda each: phrase(dataset, each, ids=True))
    judged = sorted((*found.evidence, *found.others), key=lambda judgement: (judgement.record, judgement.field))
    if disputes := sum(judgement.verdict is Verdict.DISPUTES for judgement in judged):
        lines.append(f"{disputes} {'report disputes' if disputes == 1 else 'reports dispute'} these dates, see below")
    text = page.bold(page.lines(head).rstrip()) + "\n"
    text += "".join(page.lines(line, "  ", "    ") for line in lines)
    return f"{text}\n{reports_text(page, dataset, judged)}" if judged else text
