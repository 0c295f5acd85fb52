"""The answers that two versions of the data give differently: who was a member, how far, and who held a post.

Time is cut at every day on which an answer of one of the versions can change, so that each answer is constant between
two cuts, and both versions are asked once for each span.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Literal, NamedTuple, TypedDict

from attrs import frozen

from ..dates import Answer, Day
from ..errors import NotFoundError, OutsideCoverageError
from ..model import Membership, Office
from ..queries.holders import holdings
from ..queries.membership import UncertainError, full_spells, members
from ..queries.participation import act_of, day_of, standing
from ..store.answer import AnswerObject
from ..store.record_store import RecordStore

_FIRST, _LAST = date(1000, 1, 1), date(2999, 12, 31)
"""The first and last day that a date can have."""
Question = Literal["members", "participation", "holders"]
Given = dict[str, str] | None
"""An answer: a word for each id, such as yes or unknown; None if the data do not cover the day."""


class AnswerChangeDict(TypedDict):
    """A span of days on which two versions of the data answer a question differently."""

    question: Question
    of: str
    first: str | None
    last: str | None
    before: dict[str, str] | None
    after: dict[str, str] | None


@frozen(kw_only=True, repr=False)
class AnswerChange(AnswerObject):
    """A span of days on which two versions of the data answer a question differently.

    Attributes:
        question: ``members``, ``participation`` of members, or ``holders`` of a post.
        of: The id of the organisation, or the post, such as ``president of state:KAZ``.
        first: The first day; None if they have no beginning.
        last: The last day; None if they have no end.
        before: The answer of the first version, a word for each id; None if it does not cover these days.
        after: The answer of the second version.
    """

    SCHEMA = "answer-change"

    question: Question
    of: str
    first: date | None
    last: date | None
    before: Given
    after: Given

    def to_dict(self) -> AnswerChangeDict:
        """Return the change for ``json.dumps``."""
        return {
            "question": self.question,
            "of": self.of,
            "first": None if self.first is None else self.first.isoformat(),
            "last": None if self.last is None else self.last.isoformat(),
            "before": self.before,
            "after": self.after,
        }

    def __str__(self) -> str:
        before, after = self.before or {}, self.after or {}
        ids = sorted(id for id in before.keys() | after.keys() if before.get(id) != after.get(id))
        one, other = (_said(each, ids) for each in (self.before, self.after))
        return f"{self.question} of {self.of}, {_span(self.first, self.last)}: from {one} to {other}"


def _span(first: date | None, last: date | None) -> str:
    if first is not None and first == last:
        return f"on {first}"
    since, until = "" if first is None else f"from {first} on", "" if last is None else f"until {last}"
    return f"{first} to {last}" if since and until else since or until or "on all days"


def _said(given: Given, ids: Iterable[str]) -> str:
    if given is None:
        return "not covered"
    return ", ".join(f"{id} {given.get(id, 'no')}" for id in ids)


class _Subject(NamedTuple):
    """A question about an organisation or a post."""

    question: Question
    of: str


def answer_changes(old: RecordStore, new: RecordStore) -> tuple[AnswerChange, ...]:
    """Return the spans of days on which two versions of the data answer differently.

    Args:
        old: The first version.
        new: The second version.

    Returns:
        The spans of each question, by organisation or post and by day. Two spans that follow each other differ in an
        answer.
    """
    subjects = sorted({*_subjects(old), *_subjects(new)})
    return tuple(change for subject in subjects for change in _of_subject(subject, old, new))


def _subjects(store: RecordStore) -> Iterator[_Subject]:
    for organization in {spell.organization for spell in store.memberships}:
        yield _Subject("members", organization)
        yield _Subject("participation", organization)
    yield from (_Subject("holders", _post(office)) for office in store.offices)


def _post(office: Office) -> str:
    return f"{office.title} of {office.of}"


def _of_subject(subject: _Subject, old: RecordStore, new: RecordStore) -> Iterator[AnswerChange]:
    """Yield the longest spans on which the answers of both versions are constant and differ."""
    distinct = _distinct(subject, old, new)
    ends = [*(day - timedelta(days=1) for day, _, _ in distinct[1:]), None]
    for (first, before, after), last in zip(distinct, ends, strict=True):
        if before != after:
            yield AnswerChange(
                question=subject.question,
                of=subject.of,
                first=None if first == _FIRST else first,
                last=last,
                before=before,
                after=after,
            )


def _distinct(subject: _Subject, old: RecordStore, new: RecordStore) -> list[tuple[date, Given, Given]]:
    """Return the days from which both answers are constant, with the answers, if one of them is a new one."""
    cuts = sorted({day for store in (old, new) for day in _cuts(subject, store)})
    ask = _ASK[subject.question]
    shared = _shared if subject.question == "participation" else _both
    found: list[tuple[date, Given, Given]] = []
    for day in (_FIRST, *(day for day in cuts if _FIRST < day <= _LAST)):
        answers = shared(ask(old, subject.of, day), ask(new, subject.of, day))
        if not found or answers != found[-1][1:]:
            found.append((day, *answers))
    return found


def _both(before: Given, after: Given) -> tuple[Given, Given]:
    return before, after


def _shared(before: Given, after: Given) -> tuple[Given, Given]:
    """Return how far those take part who are members in both versions; other differences are those of members."""
    one, other = before or {}, after or {}
    ids = sorted(one.keys() & other.keys())
    return {id: one[id] for id in ids}, {id: other[id] for id in ids}


def _cuts(subject: _Subject, store: RecordStore) -> Iterator[date]:
    """Yield the days on which an answer can change."""
    yield from (day for each in _days(subject, store) for day in _around(each))


def _days(subject: _Subject, store: RecordStore) -> Iterator[Day | date | None]:
    if subject.question == "holders":
        for office in store.offices:
            if _post(office) == subject.of:
                yield from (office.start, office.end)
        for span in store.coverage.offices:
            if f"{span.title} of {span.of}" == subject.of:
                yield from (span.first, span.last)
        return
    for spell in store.memberships:
        if spell.organization == subject.of:
            yield from _days_of(spell, store)
    for period in store.coverage.memberships:
        if period.organization == subject.of:
            yield from (period.first, period.last)


def _days_of(spell: Membership, store: RecordStore) -> Iterator[Day | None]:
    yield from (spell.start, spell.end)
    yield from (day_of(act_of(step, store)) for step in spell.steps if step.makes in ("freeze", "resume"))


def _around(day: Day | date | None) -> Iterator[date]:
    """Yield the first and last day that is possible, and the days after them."""
    if day is None:
        return
    for end in (day.earliest, day.latest) if isinstance(day, Day) else (day, day):
        if end is not None:  # it is None where a date is open
            yield from (end, min(end, _LAST) + timedelta(days=1))


def _members(store: RecordStore, of: str, day: date) -> Given:
    try:
        return {state.id: "yes" for state in members(store, day, of)}
    except UncertainError as found:
        return {**{state.id: "yes" for state in found.certain}, **{state.id: "unknown" for state in found.unknown}}
    except (OutsideCoverageError, NotFoundError):
        return None


def _participation(store: RecordStore, of: str, day: date) -> Given:
    standings = (standing(spell, day, store) for spell in full_spells(store, of))
    return {each.member.id: each.participation.state for each in standings if each.answer is Answer.YES}


def _holders(store: RecordStore, of: str, day: date) -> Given:
    answers: dict[str, Answer] = {}
    for term in holdings(store, (office for office in store.offices if _post(office) == of), day):
        answers[term.holder.id] = answers.get(term.holder.id, Answer.NO) | term.answer
    return {id: answer.word for id, answer in answers.items()}


_ASK: dict[Question, Callable[[RecordStore, str, date], Given]] = {
    "members": _members,
    "participation": _participation,
    "holders": _holders,
}
