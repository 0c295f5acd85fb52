"""Rules CST503 and CST505 to CST508: sources, their dates, and what they can have reported by then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from ...dates import Day, Instant
from ...diagnostics import Location, Violation
from ...model import KINDS, Attested, Record, Source
from ...model.leaves import ids_in
from ...store.layout import MANIFEST
from ..context import RuleContext
from ..registry import rule
from .coverage import covered_spans
from .times import FIRST_DAY, MOST_RELATED, is_after_release, late_sources, when


@rule(
    "CST503",
    "report-before-event",
    scope="references",
    why="A source cannot report what happened after its publication; a plan must be marked as planned.",
    requires=("CST301", "CST302", "CST401", "CST501", "CST502"),
)
def reported_before_it_happened(context: RuleContext) -> Iterator[Violation]:
    """Checks that no source reports a date after its own publication.

    A difference of one day is allowed, for time zones. If one source of the folder does so in several records, the
    publication date is probably wrong, and the finding is there.
    """
    late: dict[str, list[_LateReport]] = defaultdict(list)
    for record in context.checked(Attested):
        for report in _late_reports(record, context):
            late[report.source.id].append(report)
    for reports in late.values():
        if len({report.location.record for report in reports}) > 1 and reports[0].source.id in context.ids:
            yield _published_too_early(reports, context)
        else:
            yield from (_reported_too_early(report, context) for report in reports)


class _LateReport(NamedTuple):
    """A report of a date after the publication of its source, with the first possible day of this date."""

    source: Source
    published: Day
    value: str
    first: date
    location: Location


def _late_reports(record: Attested, context: RuleContext) -> Iterator[_LateReport]:
    """Iterate over the reports in a record of dates after the publication of their sources."""
    for index, witness in enumerate(record.evidence):
        source = context.get(witness.source, Source)
        if source is None or source.published is None or source.published.latest is None or witness.planned:
            continue
        last = source.published.latest + timedelta(days=1)
        for report in witness.reports:
            first = _earliest(report.value)
            if first is not None and first > last:
                location = context.locate(record.id, "evidence", index, "reports", report.field)
                yield _LateReport(source, source.published, str(report.value), first, location)


def _reported_too_early(report: _LateReport, context: RuleContext) -> Violation:
    """Return the violation by a single report."""
    source, published = report.source, report.published
    return Violation(
        location=report.location,
        message=f"{source.id} was published {when(published)}, before {report.value}",
        expected=f"a date on or before {published.latest}, or a later publication date; if it is a plan, add "
        '"planned": true to this evidence and another source for the value',
        related=((context.locate(source.id, "published"), "the publication date"),),
    )


def _published_too_early(reports: list[_LateReport], context: RuleContext) -> Violation:
    """Return the violation by the publication date of a source with late reports in several records."""
    source, last = reports[0].source, max(reports, key=lambda report: report.first)
    return Violation(
        location=context.locate(source.id, "published"),
        message=f"published {when(reports[0].published)}, but {len(reports)} reports of this source are about "
        "later dates",
        expected=f"a date on or after {last.first}; for evidence of a plan, add "
        '"planned": true and another source for the value',
        related=tuple((report.location, f"reports {report.value}") for report in reports),
    )


def _earliest(value: object) -> date | None:
    match value:
        case Day():
            return None if value.uncertain else value.earliest
        case Instant():
            return value.earliest_day
    return None


@rule(
    "CST505",
    "uncited-source",
    why="An unused source usually means that evidence was deleted or cites the wrong source.",
    severity="warning",
    requires=("CST301", "CST302"),
)
def uncited_sources(context: RuleContext) -> Iterator[Violation]:
    """Checks that every source is cited by a record or by the coverage of the dataset, or copied by another source."""
    if not all(context.has_all(kind.record_class) for kind in KINDS.values()):
        return
    cited: set[str] = {entry.source for _, span in covered_spans(context) for entry in span.evidence}
    for record in context.checked(Record):
        cited.update(ids_in(record))
    for source in context.checked(Source):
        is_own = source.id in context.ids  # a pack may replace the only record that cites a packaged source
        if is_own and source.id not in cited:
            yield Violation(
                location=context.locate(source.id, "id"),
                message=f"no record cites {source.id}",
                expected="evidence of a record that cites this source; otherwise remove the source",
            )


@rule(
    "CST506",
    "copy-before-original",
    scope="references",
    why="A source cannot copy what is published later; the link or one of the dates is wrong.",
    requires=("CST301", "CST302", "CST502"),
)
def copies_before_originals(context: RuleContext) -> Iterator[Violation]:
    """Checks that a source is not published before the one that it copies.

    A difference of one day is allowed, for time zones.
    """
    for copy in context.checked(Source):
        original = context.get(copy.via, Source)
        if original is None or original.published is None or copy.published is None:
            continue
        first, last = original.published.earliest, copy.published.latest
        if first is not None and last is not None and last + timedelta(days=1) < first:
            yield Violation(
                location=context.locate(copy.id, "via"),
                message=f"published {when(copy.published)}, before {original.id}, which it copies "
                f"({original.published})",
                expected=f'a source published on or before {copy.published} in "via", no "via", or other dates',
                related=((context.locate(original.id, "published"), f"the publication date of {original.id}"),),
            )


@rule(
    "CST507",
    "access-before-publication",
    scope="record",
    why="A page cannot be read before it is published; one of the dates is wrong.",
)
def accessed_before_publication(context: RuleContext) -> Iterator[Violation]:
    """Checks that a source was not read before it was published.

    A difference of one day is allowed, for time zones.
    """
    for source in context.checked(Source):
        if source.published is None or source.accessed is None or is_after_release(source.published, context):
            continue  # CST508 reports a publication after the release
        first, last = source.published.earliest, source.accessed.latest
        if first is not None and last is not None and last + timedelta(days=1) < first:
            yield Violation(
                location=context.locate(source.id, "accessed"),
                message=f"accessed {when(source.accessed)}, before the publication ({source.published})",
                expected=f"a date on or after {source.published}, or another publication date",
                related=((context.locate(source.id, "published"), "the publication date"),),
            )


@rule(
    "CST508",
    "source-after-release",
    severity="warning",
    why="A dataset cannot cite what was published after its release; the year of the date may be mistyped.",
    requires=("CST506",),
)
def sources_after_release(context: RuleContext) -> Iterator[Violation]:
    """Checks that no source is published or accessed after the day on which the dataset was released.

    If several sources are, the date of the release is probably wrong, and the finding is there. In a pack, which has no
    such day, no source may be from the future.
    """
    late = late_sources(context)
    if context.released is None:
        for source, field, day in late:
            yield Violation(
                location=context.locate(source.id, field),
                message=f"{field} {when(day)}, which is in the future",
                expected="a date up to today",
            )
        return
    created = Location(file=MANIFEST, path=("created",))
    if len({source.id for source, _, _ in late}) > 1:
        yield Violation(
            location=created,
            message=f"released on {context.released}, but {len(late)} dates of sources are later",
            expected=f"a release on or after {max(day.earliest or FIRST_DAY for _, _, day in late)}",
            related=tuple(
                (context.locate(source.id, field), f"{field} {when(day)}") for source, field, day in late[:MOST_RELATED]
            ),
        )
        return
    for source, field, day in late:
        yield Violation(
            location=context.locate(source.id, field),
            message=f"{field} {when(day)}, after the release of the dataset on {context.released}",
            expected=f'a date up to {context.released}, or a later "created" in {MANIFEST}',
            related=((created, "the date of the release"),),
        )
