"""Determine who held a post on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, TypedDict

from attrs import frozen

from ..dates import Answer, AnswerWord, Day, DayLike, calendar_day
from ..model import Office, Record
from ..model.ids import OfficeId, OrganizationId, PersonId, StateId
from ..store.answer import AnswerObject
from ..store.shape import answer_shape

if TYPE_CHECKING:
    from ..store.record_store import RecordStore


class HoldingDict(TypedDict):
    """Who held a post on a day, as JSON."""

    office: OfficeId
    title: str
    of: StateId | OrganizationId
    holder: PersonId | StateId
    name: str
    acting: bool
    on: str
    answer: AnswerWord


@frozen(kw_only=True, repr=False)
class Holding(AnswerObject):
    """The answer whether a term includes a day.

    Attributes:
        holder: The person or state that holds the post.
        office: The term.
        on: The day.
        answer: Yes, or unknown if the sources do not settle it, or if the term has no end and the holders of the post
            are not completely known on that day.
    """

    SCHEMA = "holding"

    holder: Record
    office: Office
    on: date
    answer: Answer

    def to_dict(self) -> HoldingDict:
        """Return the answer for ``json.dumps``, as in ``schemas/answers/holding.schema.json``.

        Example:
            >>> from csto_data import load
            >>> load().offices.where(title="secretary general").on("2022-01-06")[0].to_dict()["name"]
            'Stanislav Zas'
        """
        return HoldingDict(
            office=self.office.id,
            title=self.office.title,
            of=self.office.of,
            holder=self.office.holder,
            name=self.holder.label,
            acting=self.office.acting,
            on=self.on.isoformat(),
            answer=self.answer.word,
        )

    def __str__(self) -> str:
        post = f"{'acting ' if self.office.acting else ''}{self.office.title} of {self.office.of}"
        return f"{self.holder.label}, {post}, on {self.on}: {self.answer.value}"


HOLDINGS = answer_shape(
    "holdings",
    f"{__name__}:HOLDINGS",
    summary=("holder", "office_id", "answer"),
    holder="record:person,state",
    office="record",
    on="day",
    answer=("yes", "no", "unknown"),
)
"""The columns of tables of holdings."""


def holdings(store: RecordStore, offices: Iterable[Office], on: DayLike) -> tuple[Holding, ...]:
    """Return the terms that include or may include a day; see ``OfficeTable.on``.

    Raises:
        InvalidDateError: ``on`` is not an exact date.
    """
    day = calendar_day(on)
    found = [(office, includes(store, office, day)) for office in offices]
    record: Any = store
    return tuple(
        Holding(holder=record[office.holder], office=office, on=day, answer=answer)
        for office, answer in found
        if answer is not Answer.NO
    )


def includes(store: RecordStore, office: Office, day: date) -> Answer:
    """Return whether a term includes a day; its first and last day belong to it."""
    started = ~Day(day.isoformat()).before(office.start)
    if office.end is not None:
        return started & ~office.end.before(day)
    covered = (span for span in store.coverage.offices if (span.title, span.of) == (office.title, office.of))
    return started if any(day <= span.last for span in covered) else started & Answer.UNKNOWN
