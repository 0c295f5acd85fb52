"""The period of a record: the earliest and the latest day that its dates allow."""

from __future__ import annotations

from ..dates import Day, Instant, Period


def period_of_moment(date: Day | None, instant: Instant | None) -> Period | None:
    """Return the period of something that happened on a date, or at an instant, whose local date counts.

    Args:
        date: The date, if known.
        instant: The instant, if known.

    Returns:
        The period; None if neither is known.

    Example:
        >>> print(period_of_moment(Day("2022-01"), None))
        2022-01-01 to 2022-01-31
    """
    moment = date or (instant.day if instant is not None else None)
    return None if moment is None else Period(moment.earliest, moment.latest)


def period_of_span(start: Day | None, end: Day | None) -> Period | None:
    """Return the period from the first possible start to the last possible end.

    Args:
        start: The first day, if known.
        end: The last day, if known. Without it, the period has no latest day.

    Returns:
        The period; None if neither is known.

    Example:
        >>> print(period_of_span(Day("2003-09"), None))
        from 2003-09-01
    """
    if start is None and end is None:
        return None
    return Period(start.earliest if start is not None else None, end.latest if end is not None else None)
