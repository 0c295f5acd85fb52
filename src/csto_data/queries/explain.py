"""Why a state is, or is not, a member on a day: the spell, the act that made it so, and who says what of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from ..dates import Answer, calendar_day
from ..errors import OutsideCoverage
from ..model import Event, Membership, Organization, State, Step
from ..provenance.judgements import judgements
from ..provenance.verdicts import Judgement, Verdict
from .membership import asked_day
from .participation import Act, Participation, Standing, act_of, day_of, standing

if TYPE_CHECKING:
    from ..dates import DayLike
    from ..store.record_store import RecordStore


@frozen(kw_only=True)
class Explanation:
    """The answer to "was it a member that day?", and what it rests on. ``str()`` puts it in plain text.

    ``answer`` is yes, no or unknown; ``outside`` says why it is unknown where the day lies outside coverage. ``spell``
    is the one that holds that day, else the last that had ended, else the first to come; None if there never was one.
    ``step`` and ``act`` are what made its end, where it had ended, or else its start. ``evidence`` has the reports that
    support the days of spell and act, ``others`` what sources report of them besides: compatible, disputing or not
    judged. ``elsewhere`` are the spells of the state in other organisations.
    """

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

    def __str__(self) -> str:
        return "\n".join(_lines(self))


def explain(store: RecordStore, member: str, on: DayLike | None, organization: str) -> Explanation:
    """See :meth:`csto_data.Dataset.why`."""
    state, body = named_state(store, member), store.organizations[organization]
    day, outside = _asked(store, body, on)
    own = [spell for spell in store.memberships if spell.member == state.id]
    here = sorted((s for s in own if s.organization == body.id), key=lambda spell: spell.start.sort_key)
    stands = [standing(spell, day, store) for spell in here]
    known = Explanation(
        member=state,
        organization=body,
        on=day,
        answer=Answer.UNKNOWN if outside else _answer(stands),
        outside=outside,
        elsewhere=tuple(spell for spell in own if spell.organization != body.id),
    )
    return _with_spell(store, known, _deciding(stands)) if stands else known


def _answer(stands: list[Standing]) -> Answer:
    """Return whether any spell holds; an observer is no member."""
    answer = Answer.NO
    for stand in stands:
        if stand.spell.status != "observer":
            answer |= stand.answer
    return answer


def _with_spell(store: RecordStore, known: Explanation, deciding: Standing) -> Explanation:
    """Return the explanation with the spell that decides, the act that made it so, and the reports on both."""
    spell = deciding.spell
    made = "end" if _over(deciding) else "start"
    step = next((step for step in spell.steps if step.makes == made), None)
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
    """Return the judgements on the days of the spell and of the act, by record."""
    of_spell = [j for j in judgements(store, spell.id) if j.field in ("start", "end", "organization", "status")]
    if act is None:
        return of_spell
    of_act = [j for j in judgements(store, act.id) if j.field in ("date", "instant")]
    return sorted((*of_act, *of_spell), key=lambda judgement: judgement.record)


def named_state(store: RecordStore, name: str) -> State:
    """The state with this id, ISO 3166-1 code (alpha-2 or alpha-3) or name. Raises :class:`NotFound`."""
    if name in store.states:
        return store.states[name]
    coded = store.states.where(iso_alpha2=name)
    return coded[0] if coded else store.states.find(name)


def _asked(store: RecordStore, body: Organization, on: DayLike | None) -> tuple[date, str | None]:
    """The day asked for, and why it is outside coverage, if it is."""
    try:
        return asked_day(store, on, body.id), None
    except OutsideCoverage as error:
        if on is None:
            raise
        return calendar_day(on), str(error)


def _deciding(stands: list[Standing]) -> Standing:
    """The spell that holds or may hold; else the last that had ended; else the first to come."""
    for answer in (Answer.YES, Answer.UNKNOWN):
        for stand in stands:
            if stand.answer is answer:
                return stand
    return next((stand for stand in reversed(stands) if _over(stand)), stands[0])


def _over(stand: Standing) -> bool:
    end = stand.spell.end
    return end is not None and end.before(stand.on) is Answer.YES


_STATUSES = {"member": "a member of", "observer": "an observer in", "party": "a party to"}


def _lines(found: Explanation) -> Iterator[str]:
    what = "a party to" if found.organization.kind == "treaty-body" else "a member of"
    said = {
        Answer.YES: f"Yes: {found.member.name} was",
        Answer.NO: f"No: {found.member.name} was not",
        Answer.UNKNOWN: f"Unknown: the data do not say whether {found.member.name} was",
    }
    yield f"{said[found.answer]} {what} the {found.organization.name} on {found.on}."
    if found.outside is not None:
        yield f"  {found.outside}."
    if found.spell is None:
        yield f"  The data have no spell of {found.member.name} in {found.organization.id}."
    else:
        yield from _lines_of_spell(found, found.spell)
    for title, judged in (("supported by", found.evidence), ("other reports", found.others)):
        if judged:
            yield f"  {title}:"
            yield from (f"    {_report(judgement)}" for judgement in judged)
    for spell in found.elsewhere:
        yield f"  elsewhere: {_STATUSES[spell.status]} {spell.organization}, {_days(spell)} ({spell.id})"


def _lines_of_spell(found: Explanation, spell: Membership) -> Iterator[str]:
    yield f"  {_STATUSES[spell.status]} {spell.organization}, {_days(spell)} ({spell.id})"
    if found.answer is Answer.YES and found.participation is not None and found.participation.act is not None:
        yield f"  participation: {found.participation}, by {found.participation.act}"
    if found.step is not None and found.act is not None:
        title = found.act.title if isinstance(found.act, Event) else found.act.summary
        yield f"  {found.step.makes} made by {found.act.id}, {day_of(found.act)}: {title}"


def _days(spell: Membership) -> str:
    return f"since {spell.start}" if spell.end is None else f"{spell.start} to {spell.end}"


def _report(judgement: Judgement) -> str:
    at = f", {judgement.at}" if judgement.at is not None else ""
    stand = "" if judgement.verdict is Verdict.SUPPORTS else f" ({judgement.verdict.value}: {judgement.value})"
    return f"{judgement.source}{at}: {judgement.record} {judgement.field} {judgement.reported}{stand}"
