"""A program that uses csto_data, for type checkers: exact types, no Any, and an error for a misspelt name."""

# pyright: reportUnnecessaryTypeIgnoreComment=true

from __future__ import annotations

from typing import assert_type

import csto_data
from csto_data import Answer, Day, Event, Holding, MemberYear, Organization, Standing
from csto_data.dataset import View
from csto_data.model import Evidence, Membership, Operation, Party, Person, Place, Quantity, Source, State, Statement
from csto_data.model.ids import OrganizationId, StateId
from csto_data.provenance.judgements import JudgementDict
from csto_data.store.table import RowTable, Table, TimedTable

assert_type(csto_data.members(on="2022-01-06"), Table[State])
dataset = csto_data.load()
assert_type(dataset.states, Table[State])
state = dataset.states["KAZ"]
assert_type(state, State)
assert_type(state.id, StateId)
assert_type(state.cow, int | None)
assert_type(state.evidence, tuple[Evidence, ...])
spell = dataset.memberships.by(member="state:KAZ")
assert_type(spell, Membership)
assert_type(spell.organization, OrganizationId)
assert_type(spell.start, Day)
assert_type(spell.start.before("2022-01-06"), Answer)
assert_type(dataset.operations["csto-kazakhstan-2022"].personnel, Quantity | None)
assert_type(dataset.replies_to("statement:lukashenko-warning-uzbekistan"), TimedTable[Statement])
assert_type(dataset[spell.member], State | Organization)
assert_type(dataset[spell.organization], Organization)
assert_type(dataset[StateId("state:KAZ")], State)
event = dataset.events["csto-withdrawal-start"]
assert_type(dataset[event.because_of[0]], Event | Statement | Operation)
if event.place is not None:
    assert_type(dataset[event.place].name, str)
assert_type(dataset[dataset.offices["csto-secretary-general-zas"].holder].name, str)
assert_type(dataset[dataset.figures[0].of], State | Organization | Person | Place | Operation | Event | Statement)
assert_type(dataset.table("states"), Table[State])
assert_type(dataset.events.where(kind="protest").between("2022-01-02", "2022-01-19"), TimedTable[Event])
assert_type(dataset.operations.on("2022-01-10"), TimedTable[Operation])
assert_type(dataset.memberships.where(member="KAZ").on("2022-01-06"), Table[Standing])
assert_type(dataset.offices.on("2022-01-06"), Table[Holding])
assert_type(dataset.disputes()[0].to_dict(), JudgementDict)
assert_type(dataset.member_years(), RowTable[MemberYear])
assert_type(dataset.offices["csto-secretary-general-zas"].acting, bool)
assert_type(dataset.statements["lukashenko-warning-uzbekistan"].speakers, tuple[Party, ...])
csto_data.membres(on="2022-01-06")  # type: ignore[attr-defined]
view = dataset.as_reported_by("source:sukhankin-2022")
assert_type(view, View)
assert_type(view.source, Source)
assert_type(view.events["csto-withdrawal-start"].date, Day | None)
assert_type(dataset.witnesses("event:csto-withdrawal-start", "date").supporting, tuple[str, ...])
assert_type(dataset.cite("state:KAZ", "org:csto", format="ris"), str)
