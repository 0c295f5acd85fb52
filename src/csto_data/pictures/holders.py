"""The picture of a post: a row for each holder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from ..dates import Answer
from ..errors import NotFoundError
from ..model import Office
from ..queries.holders import includes
from ..store.phrases import phrase, time_phrase
from ..suggestions import did_you_mean
from .axes import axis_of
from .marks import Chart, Mark, Row, Sign, changes_of, day_after, mark_of_days, positions, segments

if TYPE_CHECKING:
    from ..store.record_store import RecordStore

WORDS: Mapping[Sign, str] = {"yes": "in the post", "acting": "acting", "unknown": "unknown"}
"""What each sign means."""


def holders_chart(store: RecordStore, of: str, title: str | None = None) -> Chart:
    """Return the picture of the holders of a post.

    Args:
        store: The data.
        of: The id of the state or organisation that the post belongs to.
        title: The title of the post; by default the one with most terms.

    Raises:
        NotFoundError: No such post has a holder.
    """
    wanted = _title(store, of, title)
    terms = [office for office in store.offices if (office.of, office.title) == (of, wanted)]
    rows = tuple(_rows(store, sorted(terms, key=lambda office: (office.start.sort_key, office.id))))
    covered = [span for span in store.coverage.offices if (span.of, span.title) == (of, wanted)]
    ends = [float(day.toordinal()) for span in covered for day in (span.first, span.last)]
    return Chart(
        title=f"{phrase(store, of)}: {wanted}",
        subtitle="A row for each holder, from the first to the last day in the post.",
        rows=rows,
        axis=axis_of("days", [*ends, *positions(rows)]),
        words=WORDS,
        notes=tuple(f"Completely known from {span.first} to {span.last}." for span in covered),
    )


def _title(store: RecordStore, of: str, title: str | None) -> str:
    """Return the title of a post that has holders."""
    known = Counter(office.title for office in store.offices if office.of == of)
    if title is None and known:
        return min(known, key=lambda name: (-known[name], name))
    if title is not None and title in known:
        return title
    if not known:
        raise NotFoundError(f"The data have no holder of a post of {of}.")
    expected = f"Expected one of {', '.join(sorted(known))}."
    raise NotFoundError(f'"{title}" is not the title of a post of {of}. {expected}{did_you_mean(str(title), known)}')


def _rows(store: RecordStore, terms: Sequence[Office]) -> Iterator[Row]:
    """Yield a row for each holder; that of several terms has all of them."""
    holders: dict[str, list[Office]] = {}
    for term in terms:
        holders.setdefault(term.holder, []).append(term)
    for holder, own in holders.items():
        yield Row(
            label=phrase(store, holder),
            value="; ".join(f"{'acting, ' if term.acting else ''}{time_phrase(store, term)}" for term in own),
            record=holder,
            marks=tuple(_marks(store, own)),
        )


def _marks(store: RecordStore, terms: Sequence[Office]) -> Iterator[Mark]:
    changes = [change for term in terms for change in changes_of(term.start, term.end)]
    changes += [day_after(span.last) for span in store.coverage.offices]
    for first, last, sign in segments(partial(sign_on, store, terms), changes):
        if sign != "no":
            yield mark_of_days(sign, first, last)


def sign_on(store: RecordStore, terms: Iterable[Office], day: date) -> Sign:
    """Return whether a holder has a post on a day.

    Args:
        store: The data.
        terms: All terms of the holder in this post.
        day: The day.
    """
    answers = [(includes(store, term, day), term.acting) for term in terms]
    if any(answer is Answer.YES for answer, _ in answers):
        return "yes" if (Answer.YES, False) in answers else "acting"
    return "unknown" if any(answer is Answer.UNKNOWN for answer, _ in answers) else "no"
