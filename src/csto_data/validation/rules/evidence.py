"""Rules CST501, CST502 and CST504: what sources report supports the values of a record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from ...dates import Day
from ...diagnostics import Path, Suggestion, Violation
from ...model import Assessment, Attested, Membership, Place, Source
from ...model.fields import external_codes, fields_of, identifying, testimony
from ...model.values import Participant, Party
from ...provenance.gazetteer import Gazetteer
from ...provenance.judgements import Judgement, judge_record
from ...provenance.verdicts import Counterparts, Verdict, is_left_by, key_of
from ...store.folding import fold
from ...suggestions import guess
from ..chains import nearest
from ..context import RuleContext
from ..registry import rule
from .times import when


@rule(
    "CST501",
    "unsupported-value",
    scope="references",
    why="Every value needs a source that says so; without one it is the opinion of the editors.",
    requires=("CST2", "CST301", "CST302", "CST304", "CST308", "CST4"),
)
def unsupported(context: RuleContext) -> Iterator[Violation]:
    """Checks that evidence reports every value that needs support, or dates that together leave only this value.

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
            keys = Counterparts(value)
            for index, element in enumerate(value):
                key, shown = (f"{prefix}{name}[{text}]" for text in (keys.key(element), _name_of(element)))
                claim = _Claim((*path, name, index), key, element, shown, not field.required)
                yield from (claim, *_role_of(claim))


def _role_of(claim: _Claim) -> Iterator[_Claim]:
    """Yield the role of a participant, which needs support of its own."""
    role = claim.value.role if isinstance(claim.value, Participant) else None
    if role is not None:
        yield _Claim((*claim.path, "role"), f"{claim.field}.role", role, f"{claim.shown}.role {role}")


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


def _listed(value: object) -> str:
    return ", ".join(value) or "none" if isinstance(value, tuple) else str(value or "none")
