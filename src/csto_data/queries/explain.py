"""Explain why a state is or is not a member on a day: the spell, the act behind it, and the reports on both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Literal, TypedDict

from attrs import evolve, frozen

from ..dates import Answer, AnswerWord, calendar_day
from ..errors import OutsideCoverageError
from ..model import Event, Membership, Organization, State, Step
from ..model.ids import EventId, MembershipId, OrganizationId, StateId, StatementId
from ..model.membership import Effect
from ..provenance.judgements import Judgement, JudgementDict, judgements
from ..provenance.verdicts import Verdict
from ..store.answer import AnswerObject
from .membership import asked_day
from .participation import Act, Participation, Standing, act_of, day_of, standing

if TYPE_CHECKING:
    from ..dates import DayLike
    from ..store.record_store import RecordStore


class ExplanationDict(TypedDict):
    """Why a state was or was not a member on a day, as JSON. What is not known is null."""

    state: StateId
    organization: OrganizationId
    on: str
    answer: AnswerWord
    outside: str | None
    spell: MembershipId | None
    start: str | None
    end: str | None
    participation: Literal["full", "frozen", "unknown"] | None
    makes: Effect | None
    act: EventId | StatementId | None
    evidence: list[JudgementDict]
    others: list[JudgementDict]
    elsewhere: list[MembershipId]


@frozen(kw_only=True, repr=False)
class Explanation(AnswerObject):
    """The answer to "was it a member on that day?", and what supports it.

    ``str()`` returns the explanation as plain text.

    Attributes:
        member: The state.
        organization: The organisation.
        on: The day.
        answer: Yes, no or unknown.
        outside: Why the answer is unknown, if the day is outside coverage.
        spell: The spell that holds on that day; otherwise the last that had ended; otherwise the first that starts
            later. None if the state never had one.
        participation: How far the member took part on that day.
        step: The step that ended the spell, if it had ended; otherwise the one that started it.
        act: The event or statement to which the step refers.
        evidence: The reports that support the dates of the spell and the act.
        others: The other reports on them: compatible, disputing or not judged.
        elsewhere: The spells of the state in other organisations.
    """

    SCHEMA = "explanation"

    member: State
    organization: Organization
    on: date
    answer: Answer
    outside: str | None = None
    spell: Membership | None = None
    participation: Participation | None = None
    step: Step | None = None
    act: Act | None = None
    evidence: tuple[Judgement, ...] = ()
    others: tuple[Judgement, ...] = ()
    elsewhere: tuple[Membership, ...] = ()

    def to_dict(self) -> ExplanationDict:
        """Return the explanation for ``json.dumps``, as in ``schemas/answers/explanation.schema.json``.

        Example:
            >>> from csto_data import load
            >>> load().why("UZB", "2006-07-01").to_dict()["act"]
            'event:csto-uzbekistan-readmission'
        """
        spell, holds = self.spell, self.answer is Answer.YES
        return ExplanationDict(
            state=self.member.id,
            organization=self.organization.id,
            on=self.on.isoformat(),
            answer=self.answer.word,
            outside=self.outside,
            spell=None if spell is None else spell.id,
            start=None if spell is None else spell.start.text,
            end=None if spell is None or spell.end is None else spell.end.text,
            participation=self.participation.state if self.participation is not None and holds else None,
            makes=None if self.step is None else self.step.makes,
            act=None if self.act is None else self.act.id,
            evidence=[judgement.to_dict() for judgement in self.evidence],
            others=[judgement.to_dict() for judgement in self.others],
            elsewhere=[other.id for other in self.elsewhere],
        )

    def __str__(self) -> str:
        return "\n".join(_lines(self))


def explain(store: RecordStore, member: str, on: DayLike | None, organization: str) -> Explanation:
    """Return why a state is or is not a member on a day; see ``Dataset.why``."""
    state, body = store.states[member], store.organizations[organization]
    day, outside = _asked(store, body, on)
    own = [spell for spell in store.memberships if spell.member == state.id]
    here = sorted((s for s in own if s.organization == body.id), key=lambda spell: spell.start.sort_key)
    standings = [standing(spell, day, store) for spell in here]
    known = Explanation(
        member=state,
        organization=body,
        on=day,
        answer=Answer.UNKNOWN if outside else _answer(standings),
        outside=outside,
        elsewhere=tuple(spell for spell in own if spell.organization != body.id),
    )
    return _with_spell(store, known, _deciding(standings)) if standings else known


def _answer(standings: list[Standing]) -> Answer:
    """Return whether any spell holds; observers are not members."""
    answer = Answer.NO
    for found in standings:
        if found.spell.status != "observer":
            answer |= found.answer
    return answer


def _with_spell(store: RecordStore, known: Explanation, deciding: Standing) -> Explanation:
    """Return the explanation with the deciding spell, the act behind it, and the reports on both."""
    spell = deciding.spell
    change = "end" if _has_ended(deciding) else "start"
    step = next((step for step in spell.steps if step.makes == change), None)
    act = None if step is None else act_of(step, store)
    judged = _judgements(store, spell, act)
    return evolve(
        known,
        spell=spell,
        participation=deciding.participation,
        step=step,
        act=act,
        evidence=tuple(j for j in judged if j.verdict is Verdict.SUPPORTS),
        others=tuple(j for j in judged if j.verdict is not Verdict.SUPPORTS),
    )


def _judgements(store: RecordStore, spell: Membership, act: Act | None) -> list[Judgement]:
    """Return the judgements on the dates of the spell and the act, sorted by record."""
    of_spell = [j for j in judgements(store, spell.id) if j.field in ("start", "end", "organization", "status")]
    if act is None:
        return of_spell
    of_act = [j for j in judgements(store, act.id) if j.field in ("date", "instant")]
    return sorted((*of_act, *of_spell), key=lambda judgement: judgement.record)


def _asked(store: RecordStore, body: Organization, on: DayLike | None) -> tuple[date, str | None]:
    """Return the day of the query and, if it is outside coverage, the reason."""
    try:
        return asked_day(store, on, body.id), None
    except OutsideCoverageError as error:
        if on is None:
            raise
        return calendar_day(on), str(error)


def _deciding(standings: list[Standing]) -> Standing:
    """Return the spell that holds or may hold; otherwise the last that had ended; otherwise the first."""
    for answer in (Answer.YES, Answer.UNKNOWN):
        for found in standings:
            if found.answer is answer:
                return found
    return next((found for found in reversed(standings) if _has_ended(found)), standings[0])


def _has_ended(found: Standing) -> bool:
    end = found.spell.end
    return end is not None and end.before(found.on) is Answer.YES


_STATUSES = {"member": "a member of", "observer": "an observer in", "party": "a party to"}


def summary_lines(found: Explanation, named: Callable[[str], str] = str) -> Iterator[str]:
    """Iterate over the lines of an explanation without the reports of sources.

    Args:
        found: The explanation.
        named: Returns how the record with an id is named; by default, by its id.
    """
    status = "a party to" if found.organization.kind == "treaty-body" else "a member of"
    answers = {
        Answer.YES: f"Yes: {found.member.name} was",
        Answer.NO: f"No: {found.member.name} was not",
        Answer.UNKNOWN: f"Unknown: the data do not say whether {found.member.name} was",
    }
    yield f"{answers[found.answer]} {status} the {found.organization.name} on {found.on}."
    if found.outside is not None:
        yield f"  {found.outside}"
    if found.spell is None:
        organization = named(found.organization.id)
        yield f"  The data have no membership spell of {found.member.name} in {organization}."
    else:
        yield from _lines_of_spell(found, found.spell, named)
    for spell in found.elsewhere:
        yield f"  other memberships: {_spell(spell, named)}"


def _lines(found: Explanation) -> Iterator[str]:
    yield from summary_lines(found)
    for title, judged in (("supported by", found.evidence), ("other reports", found.others)):
        if judged:
            yield f"  {title}:"
            yield from (f"    {_report(judgement)}" for judgement in judged)


def _lines_of_spell(found: Explanation, spell: Membership, named: Callable[[str], str]) -> Iterator[str]:
    yield f"  {_spell(spell, named)}"
    if found.answer is Answer.YES and found.participation is not None and found.participation.act is not None:
        yield f"  participation: {found.participation}, by {named(found.participation.act)}"
    if found.step is not None and found.act is not None:
        title = found.act.title if isinstance(found.act, Event) else found.act.summary
        change = "ended" if found.step.makes == "end" else "started"
        yield f"  {change} by {found.act.id}, {day_of(found.act)}: {title}"


def _spell(spell: Membership, named: Callable[[str], str]) -> str:
    return f"{_STATUSES[spell.status]} {named(spell.organization)}, {_days(spell)} ({spell.id})"


def _days(spell: Membership) -> str:
    return f"since {spell.start}" if spell.end is None else f"{spell.start} to {spell.end}"


def _report(judgement: Judgement) -> str:
    at = f", {judgement.at}" if judgement.at is not None else ""
    verdict = "" if judgement.verdict is Verdict.SUPPORTS else f" ({judgement.verdict.value}: {judgement.value})"
    return f"{judgement.source}{at}: {judgement.record} {judgement.field} {judgement.reported}{verdict}"
