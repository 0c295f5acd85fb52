"""`when`: the earliest and the latest day of a record."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csto_data import Day, Instant
from csto_data.dates import Period
from csto_data.model import KINDS, Event, Membership, Office, Operation, Statement
from csto_data.model.fields import fields_of
from csto_data.model.times import period_of_moment, period_of_span
from csto_data.strategies import days, instants, records

DATES = st.dates(date(1990, 1, 1), date(2030, 12, 31))
DATED = (Event, Statement, Operation, Membership, Office)


def includes(period: Period | None, on: date) -> bool:
    """Whether something with this period may have happened on the day; without a period, on any day."""
    return period is None or (period.earliest or date.min) <= on <= (period.latest or date.max)


@given(DATES, st.data())
def test_period_of_moment_includes_every_day_on_which_it_may_have_happened(on: date, data: st.DataObject) -> None:
    assert includes(period_of_moment(data.draw(days(on=on)), None), on)
    assert period_of_moment(None, data.draw(instants(on=on))) == Period(on, on)


@given(DATES, DATES, DATES, st.data())
def test_period_of_span_includes_every_day_from_start_to_end(a: date, b: date, c: date, data: st.DataObject) -> None:
    first, on, last = sorted((a, b, c))
    start = data.draw(st.none() | days(on=first))
    end = data.draw(st.none() | days(on=last))
    period = period_of_span(start, end)
    assert all(includes(period, day) for day in (first, on, last))
    assert (period is None) is (start is None and end is None)


@pytest.mark.parametrize(
    ("times", "when"),
    [
        ({"date": Day("2022-01")}, Period(date(2022, 1, 1), date(2022, 1, 31))),
        ({"date": Day("[..2022-01-07]")}, Period(None, date(2022, 1, 7))),
        ({"instant": Instant("2022-01-05T22:30-05:00")}, Period(date(2022, 1, 5), date(2022, 1, 5))),
        ({"start": Day("2022-01"), "end": Day("2022-02")}, Period(date(2022, 1, 1), date(2022, 2, 28))),
        ({"start": Day("2022-01")}, Period(date(2022, 1, 1), None)),
        ({"end": Day("2022-02")}, Period(None, date(2022, 2, 28))),
        ({"start": Day("[..2022-01-07]")}, Period(None, None)),
        ({}, None),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, dict) else "",
)
def test_when_of_event(times: dict[str, Any], when: Period | None) -> None:
    assert Event(id="event:a", kind="protest", title="A protest", evidence=(), **times).when == when  # type: ignore[arg-type]


@given(st.sampled_from(DATED).flatmap(lambda cls: records(kind_of(cls))))
def test_when_is_none_only_for_a_record_without_times(record: Any) -> None:
    times = [getattr(record, name, None) for name in ("date", "instant", "start", "end")]
    assert (record.when is None) is (times == [None] * 4)
    for time in times:
        day = time.day if isinstance(time, Instant) else time
        if day is not None and day.exact and not (day is getattr(record, "start", None) and record.end is None):
            assert includes(record.when, day.earliest)


def kind_of(cls: type) -> str:
    """The name of the kind of records of a class."""
    return next(kind.name for kind in KINDS.values() if kind.record_class is cls)


@pytest.mark.parametrize("cls", DATED, ids=lambda cls: cls.__name__)
def test_when_is_not_a_field(cls: type) -> None:
    assert isinstance(vars(cls)["when"], property)
    assert "when" not in fields_of(cls)
