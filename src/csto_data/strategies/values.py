"""Strategies for values: days, instants, quantities, texts, codes, ids. Nothing here knows a dataset."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from string import ascii_uppercase
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from ..dates import Day, Instant
from ..model import Quantity

FIRST, LAST = date(1000, 1, 1), date(2999, 12, 31)
"""The years of :class:`csto_data.Day`."""

_NEAR = timedelta(days=3653)
"""How far the bounds of a day that is not known exactly lie from the true one: ten years."""


def days(*, on: date | None = None) -> SearchStrategy[Day]:
    """Days in every notation; with ``on``, those that may be this calendar day: exact, wider, marked, in a set."""
    if on is None:
        return st.one_of(_parts(FIRST, LAST, _MARKS), st.dates(FIRST, LAST).flatmap(_sets)).map(Day)
    whole = [on.isoformat()[:length] + mark for mark in _MARKS for length in (10, 7, 4)]
    return st.sampled_from([*whole, None]).flatmap(lambda text: _sets(on) if text is None else st.just(text)).map(Day)


def instants(*, on: date | None = None) -> SearchStrategy[Instant]:
    """Moments with any offset from -12:00 to +14:00; with ``on``, those whose local day this is."""
    local_days = st.dates(FIRST, LAST) if on is None else st.just(on)
    quarters = st.integers(-12 * 4, 14 * 4)
    return st.builds(_instant, local_days, st.integers(0, 23), st.integers(0, 59), quarters)


def quantities() -> SearchStrategy[Quantity]:
    """Exact and approximate numbers, closed and open ranges, with or without words, and words alone."""
    wording = st.none() | texts()
    bounds = st.tuples(st.integers(0, 10**6), st.integers(1, 10**6)).map(lambda pair: (pair[0], sum(pair)))
    return st.one_of(
        st.builds(Quantity, value=numbers(), approximate=st.sampled_from([None, False]), wording=wording),
        st.builds(Quantity, value=numbers(1), approximate=st.just(True), wording=wording),
        st.builds(
            lambda pair, words: Quantity(at_least=_plain(pair[0]), at_most=_plain(pair[1]), wording=words),
            bounds,
            wording,
        ),
        st.builds(Quantity, at_least=numbers(), wording=wording),
        st.builds(Quantity, at_most=numbers(), wording=wording),
        st.builds(Quantity, wording=texts()),
    )


def numbers(least: int = 0) -> SearchStrategy[int | float]:
    """Whole numbers, and numbers with one or two decimals; ``least`` in hundredths."""
    return st.integers(least, 10**9).map(_plain)


TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
"""Characters that turn the direction of what follows or are not seen at all: no text of the data has one (CST012)."""


def texts() -> SearchStrategy[str]:
    """Texts of any script: not empty, no blank at the ends, no control characters, nothing hidden."""
    letters = st.characters(exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp"), exclude_characters=TURNING)
    return st.lists(st.text(letters, min_size=1, max_size=8), min_size=1, max_size=4).map(" ".join)


def urls() -> SearchStrategy[str]:
    """Web addresses in ASCII."""
    rest = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=20)
    return st.builds(lambda scheme, tail: scheme + tail, st.sampled_from(["https://", "http://"]), rest)


def ids(prefix: str) -> SearchStrategy[str]:
    """Ids of one kind, such as ``place:almaty``; for ``state`` three capitals follow."""
    if prefix == "state":
        return st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=3, max_size=3).map("state:{}".format)
    part = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=6)
    return st.lists(part, min_size=1, max_size=3).map(lambda parts: f"{prefix}:{'-'.join(parts)}")


def _letters(count: int) -> Callable[[int], str]:
    """From numbers to as many capitals: 0 is AA, 1 is AB."""
    return lambda number: "".join(ascii_uppercase[number // 26**place % 26] for place in reversed(range(count)))


_CODES: Mapping[str, tuple[int, Callable[[int], Any]]] = {
    "iso_alpha2": (26**2, _letters(2)),
    "iso_alpha3": (26**3, _letters(3)),
    "iso_numeric": (1000, "{:03}".format),
    "m49": (1000, "{:03}".format),
    "cow": (999, (1).__add__),
    "cow_abbreviation": (26**3, _letters(3)),
    "gw": (999, (1).__add__),
    "cow_igo": (10**6, (1).__add__),
    "geonames": (10**6, (1).__add__),
    "wikidata": (10**8, lambda number: f"Q{number + 1}"),
}
"""How many codes each list has, and the code with a number from 0."""


def codes(field: str, nth: int = 0, of: int = 1) -> SearchStrategy[Any]:
    """Codes of the list of a field. What the ``nth`` of so many may get, counted from 0, no other of them can get."""
    size, code = _CODES[field]
    return st.integers(0, (size - 1 - nth) // of).map(lambda number: code(number * of + nth))


_POSITIVE = st.integers(1, 10**6)

BY_NAME: Mapping[str, SearchStrategy[Any]] = {
    "url": urls(),
    "archived": urls(),
    **{field: codes(field) for field in _CODES},
    "language": st.sampled_from(["en", "ru", "uz-Cyrl", "zh-Hant-TW", "kk-KZ", "tut"]),
    "paragraph": _POSITIVE,
    "page": _POSITIVE,
    "latitude": st.integers(-90_000, 90_000).map(lambda thousandths: thousandths / 1000),
    "longitude": st.integers(-180_000, 180_000).map(lambda thousandths: thousandths / 1000),
}
"""The fields whose form is said by their name: codes, addresses, numbers with a range."""

_MARKS = ("", "?", "~")


def _plain(hundredths: int) -> int | float:
    return hundredths / 100 if hundredths % 100 else hundredths // 100


def _instant(day: date, hour: int, minute: int, quarters: int) -> Instant:
    ahead, past = divmod(abs(quarters), 4)
    sign = "-" if quarters < 0 else "+"
    return Instant(f"{day}T{hour:02}:{minute:02}{sign}{ahead:02}:{past * 15:02}")


def _sets(on: date) -> SearchStrategy[str]:
    """Sets of days, open ones too, among which this one is."""
    low, high = _shifted(on, -_NEAR), _shifted(on, _NEAR)
    forms = [
        lambda: _parts(on, high).map("[..{}]".format),
        lambda: _parts(low, on).map("[{}..]".format),
    ]
    if on > FIRST:
        forms.append(lambda: st.builds("[{}..{}]".format, _parts(low, on - timedelta(days=1)), _parts(on, high)))
    if on < LAST:
        forms.append(lambda: _parts(on + timedelta(days=1), high).map(lambda part: f"[{on}..{part}]"))
    return st.sampled_from(forms).flatmap(lambda form: form())


def _parts(first: date, last: date, marks: tuple[str, ...] = ("",)) -> SearchStrategy[str]:
    """Calendar days, months and years that lie wholly from ``first`` to ``last``."""
    months = _whole_months(first, last)
    years = _whole_years(first, last)
    spans = [(first, last, 10), (*months, 7), (*years, 4)]
    possible = [span for span in spans if span[0] <= span[1]]
    dated = st.sampled_from(possible).flatmap(
        lambda span: st.dates(span[0], span[1]).map(lambda day: f"{day}"[: span[2]])
    )
    return dated if marks == ("",) else st.builds("{}{}".format, dated, st.sampled_from(marks))


def _whole_months(first: date, last: date) -> tuple[date, date]:
    if first.day > 1:
        first = first.replace(day=monthrange(first.year, first.month)[1]) + timedelta(days=1)
    if last.day < monthrange(last.year, last.month)[1]:
        last = last.replace(day=1) - timedelta(days=1)
    return first, last


def _whole_years(first: date, last: date) -> tuple[date, date]:
    low = first.year + ((first.month, first.day) > (1, 1))
    high = last.year - ((last.month, last.day) < (12, 31))
    return date(low, 1, 1), date(high, 12, 31)


def _shifted(day: date, by: timedelta) -> date:
    return min(max(day + by, FIRST), LAST)
