"""Who could be called on for an operation on a day, how each stood, and what sources dispute of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from csto_data import Answer, Dataset, InvalidFilterError, NotFoundError, UncertainError, Verdict
from csto_data.dates import DayLike
from csto_data.model import Contingent, Membership, Operation, Quantity, State
from csto_data.model.ids import StateId
from csto_data.provenance.judgements import Judgement

Code = Literal["iso_alpha3", "iso_numeric", "cow", "gw"]
"""The lists of codes by which a table of one's own may name states."""

Row = Mapping[str, str]


class NoDay(ValueError):
    """An operation without a start, where no day was asked for."""


@dataclass(frozen=True)
class Line:
    """One state on the roll: whether it was a member for certain, how it took part, what it sent."""

    state: State
    answer: Answer
    spells: tuple[Membership, ...]
    participation: str
    contingent: Contingent | None
    disputes: tuple[Judgement, ...]


def answers(dataset: Dataset, organization: str, on: DayLike) -> dict[State, Answer]:
    """Who was a member on a day for certain, and who may have been; by id. Raises ``OutsideCoverageError``."""
    try:
        return dict.fromkeys(dataset.members(on, organization=organization), Answer.YES)
    except UncertainError as left_open:
        found = {**dict.fromkeys(left_open.certain, Answer.YES), **dict.fromkeys(left_open.unknown, Answer.UNKNOWN)}
        return {state: found[state] for state in sorted(found, key=lambda state: state.id)}


def roll(dataset: Dataset, operation: str, on: DayLike | None = None) -> tuple[Line, ...]:
    """The members, and those who may have been, of the organisation that an operation belongs to; by id.

    ``on`` is one calendar day; without it, the day on which the operation starts. Raises ``NotFoundError`` for an unknown
    operation, :class:`NoDay` or ``InvalidDateError`` where it is not certain which day is meant, ``OutsideCoverageError`` where
    the data do not claim to have all members.
    """
    mission = dataset.operations[operation]
    day = mission.start if on is None else on
    if day is None:
        raise NoDay(f"{mission.id} has no start; expected a day to ask about")
    found = answers(dataset, mission.organization, day)
    return tuple(_line(dataset, mission, state, answer, day) for state, answer in found.items())


def _line(dataset: Dataset, mission: Operation, state: State, answer: Answer, day: DayLike) -> Line:
    standings = [
        standing
        for standing in dataset.memberships.on(day, organization=mission.organization)
        if standing.spell.member == state.id and standing.spell.status != "observer"
    ]
    spells = tuple(standing.spell for standing in standings)
    ours = f"contingents[{state.id}]"
    judged = [told for record in (*spells, mission) for told in dataset.judgements(record.id)]
    return Line(
        state=state,
        answer=answer,
        spells=spells,
        participation=" or ".join(dict.fromkeys(str(standing.participation) for standing in standings)),
        contingent=next((sent for sent in mission.contingents if sent.state == state.id), None),
        disputes=tuple(
            told
            for told in judged
            if told.verdict is Verdict.DISPUTES and (told.record != mission.id or told.field.startswith(ours))
        ),
    )


def span(quantity: Quantity | None) -> tuple[str, str]:
    """The lowest and the highest number meant, each empty where it is open or where there are only words."""
    least, most = (quantity.bounds if quantity is not None else None) or (None, None)
    return ("" if least is None else f"{least:f}", "" if most is None else f"{most:f}")


@dataclass(frozen=True)
class Matched:
    """Rows of one's own by state, and a sentence for each row that could not be matched: none is lost in silence."""

    rows: Mapping[StateId, Row]
    refused: tuple[str, ...]


def match(dataset: Dataset, rows: Iterable[Row], code: Code) -> Matched:
    """Finds the state of each row by the code that stands in its column of that name."""
    found: dict[StateId, Row] = {}
    refused: list[str] = []
    for number, row in enumerate(rows, 1):
        try:
            state = _state(dataset, code, row.get(code, ""))
        except (NotFoundError, InvalidFilterError) as error:
            refused.append(f"row {number}: {error}")
            continue
        if state.id in found:
            refused.append(f"row {number}: {state.id} has a row already")
        found.setdefault(state.id, row)
    return Matched(found, tuple(refused))


def _state(dataset: Dataset, code: Code, written: str) -> State:
    match code:
        case "cow" | "gw" if written.isascii() and written.isdigit():
            return dataset.states.by(**{code: int(written)})
        case _:
            return dataset.states.by(**{code: written})
