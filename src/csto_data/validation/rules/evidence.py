"""Rules CST5xx: evidence, and whether a source can have reported it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from ...dates import Day, Instant
from ...diagnostics import Location, Path, Suggestion, Violation
from ...model import KINDS, Assessment, Attested, Membership, Place, Record, Source
from ...model.fields import external_codes, fields_of, identifying, testimony
from ...model.leaves import ids_in
from ...model.values import Participant, Party
from ...provenance.gazetteer import Gazetteer
from ...provenance.judgements import Judgement, judge_record
from ...provenance.verdicts import Verdict, is_left_by, key_of
from ...store.folding import fold
from ...store.layout import MANIFEST
from ...suggestions import guess
from ..chains import nearest
from ..context import RuleContext
from ..registry import rule
from .coverage import covered_spans
from .times import FIRST_DAY, MOST_RELATED, is_after_release, late_sources, when


@rule(
    "CST501",
    "unsupported-value",
    scope="references",
    why="Every value needs a source that says so; without one it is the opinion of the editors.",
    requires=("CST2", "CST301", "CST302", "CST304", "CST308", "CST4"),
)
def unsupported(context: RuleContext) -> Iterator[Violation]:
    """Checks that every value that needs support has evidence that reports it, or dates that leave together only it.

    The others, such as a name, a status or the states of an event, need no report. But all reports on such a field must
    not contradict it, and a name must not differ from the reported one by a single letter.
    """
    places = Gazetteer(lambda place: context.get(place, Place))
    unknown = _unknown_place(context)
    for record in context.checked(Attested):
        judged = [*judge_record(record, places)]
        judgements: dict[tuple[str, Any], list[Judgement]] = defaultdict(list)
        for found in judged:
            judgements[found.field, found.value].append(found)
        reported: set[str | int] = set()
        for claim in (*_testimony(record, (), ""), *_contradicted(record, judged)):
            excused = _is_made_by_act(record, claim.field) or _unlocated(record, claim.path, unknown)
            if claim.path[0] in reported or excused or _is_supported(claim.value, judgements[claim.field, claim.value]):
                continue
            reported.add(claim.path[0])  # report a list without support once
            reports = [
                judgement
                for judgement in judged
                if judgement.field.partition("[")[0] == claim.field or judgement.field == claim.field
            ]
            yield Violation(
                location=context.locate(record.id, *claim.path),
                message=f"no evidence supports {claim.shown}",
                expected=_support_expected(claim, reports),
            )


def _is_supported(value: Any, judgements: list[Judgement]) -> bool:
    """Return whether a report supports a value, or compatible reports leave together only this date."""
    if any(found.verdict is Verdict.SUPPORTS for found in judgements):
        return True
    compatible = [found.reported for found in judgements if found.verdict is Verdict.COMPATIBLE]
    return isinstance(value, Day) and is_left_by(value, (day for day in compatible if isinstance(day, Day)))


def _support_expected(claim: _Claim, reports: list[Judgement]) -> str:
    """Return what is expected of a value that no evidence supports."""
    name = next(step for step in reversed(claim.path) if isinstance(step, str))
    evidence = f'evidence that reports exactly this in "{name}"'
    said = [judgement for judgement in reports if judgement.verdict is not Verdict.NOT_JUDGED or name == "name"]
    if said:
        reported = dict.fromkeys(f"{judgement.reported} ({judgement.source})" for judgement in said)
        other = ', or the reported spelling in "names" too' if name == "name" else ""
        return f"a value that the sources support (they report {', '.join(reported)}){other}, or {evidence}"
    return f"{evidence}, or no value" if claim.is_optional else evidence


def _unlocated(record: Attested, path: Path, unknown: Callable[[str | None], str | None]) -> bool:
    """Return whether the value is a location and its own position or a reported one is unknown."""
    field = fields_of(type(record)).get(str(path[0]))
    if field is None or "place" not in field.prefixes:
        return False
    reported = (report.value for witness in record.evidence for report in witness.reports if report.field == path[0])
    return any(unknown(str(location)) is not None for location in (getattr(record, field.name), *reported))


def _unknown_place(context: RuleContext) -> Callable[[str | None], str | None]:
    """Return a function that returns a location, or the first place around it, if it could not be read, or None."""

    def unknown(location: str) -> str | None:
        return location if location.startswith("place:") and context.get(location, Place) is None else None

    def outer(location: str) -> str | None:
        place = context.get(location, Place)
        return place.part_of if place is not None else None

    return nearest(unknown, outer)


class _Claim(NamedTuple):
    """A value that needs support.

    Attributes:
        path: Its path in JSON.
        field: Its path in judgements.
        value: The value.
        shown: The path and the value, for people.
        is_optional: Whether the field can be omitted.
    """

    path: Path
    field: str
    value: Any
    shown: str
    is_optional: bool = True


def _testimony(holder: Any, path: Path, prefix: str) -> Iterator[_Claim]:
    """Iterate over the values that need support."""
    for name, field in fields_of(type(holder)).items():
        value = getattr(holder, name)
        if name == "contingents":
            for index, contingent in enumerate(value):
                yield from _testimony(contingent, (*path, name, index), f"{prefix}{name}[{contingent.state}].")
        elif name not in testimony(type(holder)) or value is None or value is False:
            continue
        elif not field.many:
            yield _Claim((*path, name), prefix + name, value, f"{prefix}{name} {value}", not field.required)
        else:
            for index, element in enumerate(value):
                yield from _of_element(element, (*path, name, index), prefix + name, is_optional=not field.required)


def _contradicted(record: Attested, judged: list[Judgement]) -> Iterator[_Claim]:
    """Iterate over the values that need no support, but that all reports on them contradict.

    Codes are left to CST504, and the authors of an assessment to CST502. A unit belongs to its amount.
    """
    verdicts: dict[str, set[Verdict]] = defaultdict(set)
    for found in judged:
        verdicts[found.field.partition("[")[0]].add(found.verdict)
    for name in sorted((identifying(type(record)) & verdicts.keys()) - {"by", "unit"}):
        field, value = fields_of(type(record))[name], getattr(record, name)
        is_disputed = verdicts[name] - {Verdict.NOT_JUDGED} == {Verdict.DISPUTES}
        if value and (_is_misspelt(record) if name == "name" else is_disputed):
            shown = ", ".join(map(str, value)) if field.many else value
            yield _Claim((name,), name, value, f"{name} {shown}", not field.required)


def _is_misspelt(record: Any) -> bool:
    """Return whether no report has a name of the record, but one has a name with one other letter."""
    reports = [report for witness in record.evidence if not witness.planned for report in witness.reports]
    reported = {fold(str(report.value)) for report in reports if report.field == "name"}
    known = {fold(name) for name in (record.name, *(other.text for other in getattr(record, "names", ())))}
    near = guess(fold(record.name), sorted(reported), typos=True) if reported.isdisjoint(known) else None
    return near is not None and near.certain


def _of_element(element: Any, path: Path, field: str, *, is_optional: bool) -> Iterator[_Claim]:
    """Iterate over an element of a list and its role."""
    key, shown = f"{field}[{key_of(element)}]", f"{field}[{_name_of(element)}]"
    yield _Claim(path, key, element, shown, is_optional)
    if isinstance(element, Participant) and element.role is not None:
        yield _Claim((*path, "role"), f"{key}.role", element.role, f"{shown}.role {element.role}")


def _name_of(element: Any) -> str:
    """Return the key of an element of a list; for a party without a name, its description."""
    return Party.__str__(element) if isinstance(element, Party) and element.actor is None else key_of(element)


def _is_made_by_act(record: Attested, field: str) -> bool:
    """Return whether a step makes this start or end of a membership; its act has evidence of its own."""
    return isinstance(record, Membership) and any(step.makes == field for step in record.steps)


@rule(
    "CST502",
    "assessment-source-mismatch",
    scope="references",
    why="An assessment belongs to the authors of its source and dates from its publication.",
    requires=("CST301", "CST302", "CST411"),
)
def not_its_author(context: RuleContext) -> Iterator[Violation]:
    """Checks that "by" and "made" of an assessment are the authors and the date of its source."""
    for assessment in context.checked(Assessment):
        sources = [context.get(witness.source, Source) for witness in assessment.evidence]
        whole = [source for source in sources if source is not None]
        if len(whole) < len(sources):
            continue
        for field, ours, of_source in (("by", assessment.by, "authors"), ("made", assessment.made, "published")):
            theirs = [getattr(source, of_source) for source in whole]
            if ours not in theirs:
                yield Violation(
                    location=context.locate(assessment.id, field),
                    message=f'"{field}" is {_listed(ours)}, but {_contrast(of_source, whole)}',
                    expected=_of_sources(of_source, whole),
                    related=tuple(
                        (context.locate(source.id, of_source), f'"{of_source}" of the source') for source in whole
                    ),
                )


def _contrast(field: str, sources: list[Source]) -> str:
    """Return what sources have in a field, as the end of a sentence."""

    def contrast(source: Source) -> str:
        value = getattr(source, field)
        if not value:
            return f'{source.id} has no "{field}"'
        return f"{source.id} {f'was published {when(value)}' if isinstance(value, Day) else f'is by {_listed(value)}'}"

    return " and ".join(map(contrast, sources))


def _of_sources(field: str, sources: list[Source]) -> str:
    """Return the values of a field of sources, or else what is expected of these sources."""
    found = [_listed(getattr(source, field)) for source in sources if getattr(source, field)]
    missing = [f'"{field}" in {source.id}' for source in sources if not getattr(source, field)]
    return ", or ".join([*found, *missing, "another source"])


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
    "CST504",
    "unsourced-code",
    scope="record",
    why="A mistyped code silently links the record to another entity.",
    requires=("CST301", "CST305", "CST306"),
)
def codes_of_no_list(context: RuleContext) -> Iterator[Violation]:
    """Checks that every external code (ISO 3166, COW, Wikidata, ...) is reported by evidence of the record."""
    for record in context.checked(Attested):
        reported = {(report.field, report.value) for witness in record.evidence for report in witness.reports}
        for field in external_codes():
            code = getattr(record, field, None)
            if code is not None and (field, code) not in reported:
                yield Violation(
                    location=context.locate(record.id, field),
                    message=f"no evidence reports {field} {code}",
                    expected=_code_expected(field, [value for name, value in reported if name == field]),
                    suggestion=Suggestion(
                        word=str(code), known=[str(value) for name, value in reported if name == field]
                    ),
                )


def _code_expected(field: str, reported: list[Any]) -> str:
    """Return what is expected of a code that no evidence reports."""
    if reported:
        return f"the reported code {' or '.join(map(str, reported))}, or evidence that reports this one"
    return f'evidence that reports this code in "{field}", or no code'


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


def _listed(value: object) -> str:
    return ", ".join(value) or "none" if isinstance(value, tuple) else str(value or "none")
