"""Dates in other notations than that of the data, such as 13.01.2022 or 13 January 2022: what they may mean."""

from __future__ import annotations

import re
from datetime import date

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
"""The English names of the months."""
_RUSSIAN_MONTHS = (
    "\u044f\u043d\u0432\u0430\u0440\u044f",
    "\u0444\u0435\u0432\u0440\u0430\u043b\u044f",
    "\u043c\u0430\u0440\u0442\u0430",
    "\u0430\u043f\u0440\u0435\u043b\u044f",
    "\u043c\u0430\u044f",
    "\u0438\u044e\u043d\u044f",
    "\u0438\u044e\u043b\u044f",
    "\u0430\u0432\u0433\u0443\u0441\u0442\u0430",
    "\u0441\u0435\u043d\u0442\u044f\u0431\u0440\u044f",
    "\u043e\u043a\u0442\u044f\u0431\u0440\u044f",
    "\u043d\u043e\u044f\u0431\u0440\u044f",
    "\u0434\u0435\u043a\u0430\u0431\u0440\u044f",
)
"""The Russian names of the months, as in a date."""
_SPELLED = (
    r"\s*(?:(?P<day>\d\d?)(?:st|nd|rd|th)?\s+)?(?P<month>[^\W\d_]{3,9})\.?\s+"
    r"(?:(?P<day_after>\d\d?)(?:st|nd|rd|th)?,?\s+)?(?P<year>\d{4})(?:\s*\u0433(?:\.|\u043e\u0434\u0430)?)?\s*"
)
"""A date with the English or Russian name of its month, such as 13 January 2022 or Jan. 13, 2022."""
_WITH_TIME = r"\s*(?P<day>[12]\d{3}-\d\d-\d\d)[T\s]\s*\d\d?:\d\d.*"


def likely_days(text: str) -> tuple[str, ...]:
    """Return the dates that a text in another notation may mean, each as a text for ``Day``.

    Example:
        >>> likely_days("13.01.2022"), likely_days("2022/1/6"), likely_days("13 January 2022"), likely_days("20220106")
        (('2022-01-13',), ('2022-01-06',), ('2022-01-13',), ('2022-01-06',))
        >>> likely_days("06/01/2022")
        ('2022-01-06', '2022-06-01')
    """
    if spelled := re.fullmatch(_SPELLED, text):
        likely = _of_month(spelled["month"], spelled["year"], [day for day in spelled.group("day", "day_after") if day])
    elif timed := re.fullmatch(_WITH_TIME, text):
        likely = [timed["day"]]
    elif re.fullmatch("[12][0-9]{7}", text):
        likely = [f"{text[:4]}-{text[4:6]}-{text[6:]}"]
    elif re.fullmatch(r"\s*[0-9]+(\s*[-./\u2010-\u2015]\s*[0-9]+){0,2}\s*", text):
        likely = _year_first([part.zfill(2) for part in re.findall("[0-9]+", text)], day_first="." in text)
    else:
        return ()
    return tuple(day for day in likely if day != text and _is_valid(day))


def _is_valid(part: str) -> bool:
    """Return whether a text is a day, month or year of the calendar."""
    if re.fullmatch("[12][0-9]{3}(-[0-9]{2}){0,2}", part) is None:
        return False
    year, month, day = map(int, [*part.split("-"), "1", "1"][:3])
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _of_month(name: str, year: str, days: list[str]) -> list[str]:
    """Return a date whose month is an English or Russian name or its beginning; nothing if that is not clear."""
    start = name.lower()
    pairs = enumerate(zip(MONTHS, _RUSSIAN_MONTHS, strict=True), start=1)
    numbers = [number for number, names in pairs if any(month.lower().startswith(start) for month in names)]
    if len(numbers) != 1 or len(days) > 1:
        return []
    return ["-".join([year, f"{numbers[0]:02}", *(day.zfill(2) for day in days)])]


def _year_first(parts: list[str], *, day_first: bool) -> list[str]:
    """Return the parts of a date in the order of ISO 8601, twice if either of two may be the month."""
    if len(parts) == 3 and max(map(len, parts)) == len("22"):  # a year of this century, as in 1/6/22
        parts = [*parts[:2], f"20{parts[2]}"]
    if len(parts) > 1 and len(parts[-1]) == len("2022"):
        *rest, year = parts
        orders = [[*reversed(rest)], rest] if len(rest) > 1 and not day_first else [[*reversed(rest)]]
        days = ["-".join([year, *order]) for order in orders]
        valid = [day for day in dict.fromkeys(days) if _is_valid(day)]
        return valid or days[:1]
    return ["-".join(parts)]
