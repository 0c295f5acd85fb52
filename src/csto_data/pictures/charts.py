"""Which marks show what the data say: memberships, a timeline, a disputed value, a figure, tiles, holders of a post."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from attrs import evolve

from ..dates import Answer, Day, DayLike, Instant, Period, calendar_day
from ..errors import NotFoundError
from ..model import Event, Figure, Membership, Office
from ..model.values import Quantity
from ..provenance.judgements import judgements
from ..provenance.verdicts import Judgement, Verdict
from ..queries.membership import membership_coverage
from ..queries.participation import standing, standings
from ..store.order import covered_until, time_of
from ..store.phrases import amount_phrase, headline, path_phrase, phrase, source_phrase, time_phrase
from ..suggestions import did_you_mean
from .marks import Lane, Lanes, Relation, Span, Style, Tile, Tiles, bounds, span_of_day, spans_between

if TYPE_CHECKING:
    from ..store.record_store import RecordStore

_MEMBER_LEGEND = "Filled: member; hatched: participation frozen; outlined: possible"
_ORDER = [Verdict.DISPUTES, Verdict.COMPATIBLE, Verdict.SUPPORTS, Verdict.UNSETTLED, Verdict.NOT_JUDGED]
_SIGNED: dict[Verdict, Relation] = {
    Verdict.SUPPORTS: "supports",
    Verdict.COMPATIBLE: "compatible",
    Verdict.DISPUTES: "disputes",
}
MOST = 120
"""The maximum number of rows of a picture; the picture says how many it leaves out."""


def membership(store: RecordStore, organization: str) -> Lanes:
    """Return the memberships of an organisation: a row for each member, with frozen and possible days.

    Args:
        store: The data.
        organization: The id of the organisation.
    """
    spells = [spell for spell in store.memberships if spell.organization == organization]
    by_member: dict[str, list[Membership]] = {}
    for spell in sorted(spells, key=lambda spell: (spell.start.sort_key, spell.id)):
        by_member.setdefault(str(spell.member), []).append(spell)
    lanes = [
        Lane(
            label=phrase(store, member),
            words="; ".join(_spell_words(store, spell) for spell in of_member),
            spans=tuple(span for spell in of_member for span in spell_spans(store, spell)),
        )
        for member, of_member in by_member.items()
    ]
    name = headline(store, store[organization])
    return _lanes(f"Membership of the {name}", _MEMBER_LEGEND, lanes)


def _spell_words(store: RecordStore, spell: Membership) -> str:
    status = "" if spell.status == "member" else f"{spell.status}: "
    turns = {"freeze": "frozen", "resume": "resumed"}
    acts = [step for step in spell.steps if step.makes in turns]
    said = "".join(f"; {turns[str(step.makes)]} {time_phrase(store, store[step.act])}" for step in acts)
    return f"{status}{time_phrase(store, spell)}{said}"


def spell_spans(store: RecordStore, spell: Membership) -> Iterator[Span]:
    """Iterate over the days on which a spell certainly or possibly holds, also with frozen participation.

    Args:
        store: The data.
        spell: The spell.
    """
    until = covered_until(store, spell)
    for span in spans_between(spell.start, spell.end, until):
        if span.style != "certain" or span.first is None or span.last is None:
            yield span
            continue
        days = sorted({span.first, *(day for day in _turns(store, spell) if span.first < day <= span.last)})
        pieces: list[Span] = []
        for day, after in zip(days, [*days[1:], span.last + 1], strict=True):
            state = standing(spell, date.fromordinal(int(day)), store).participation.state
            style: Style = "frozen" if state == "frozen" else "certain"
            if pieces and pieces[-1].style == style:
                pieces[-1] = Span(pieces[-1].first, after - 1, style)
            else:
                pieces.append(Span(day, after - 1, style))
        yield from pieces


def _turns(store: RecordStore, spell: Membership) -> Iterator[float]:
    """Iterate over the days from which on participation may differ: those of acts, and the days after them."""
    for step in spell.steps:
        found = time_of(store[step.act]) if step.makes in ("freeze", "resume") else None
        for day in (found.earliest, found.latest) if found is not None else ():
            if day is not None:
                yield day.toordinal()
                yield day.toordinal() + 1


def timeline(store: RecordStore, start: DayLike | None = None, end: DayLike | None = None) -> Lanes:
    """Return the events that certainly or possibly happened between two days, in order, a row for each.

    Args:
        store: The data.
        start: The first day; the first of any event by default.
        end: The last day; the last of any event by default.
    """
    first = None if start is None else calendar_day(start)
    last = None if end is None else calendar_day(end)
    lanes = [
        Lane(headline(store, event), time_phrase(store, event), tuple(_event_spans(event)))
        for event in store.events.sort("when")
        if (when := time_of(event)) is not None and _within(when, first, last)
    ]
    period = " to ".join(str(day) for day in (first, last) if day is not None)
    chart = _lanes(
        f"Events{f', {period}' if period else ''}", "Filled: the days of an event; outlined: possible days", lanes
    )
    low = chart.first if first is None else first.toordinal()
    high = chart.last if last is None else last.toordinal()
    return evolve(chart, first=low, last=max(high, low))


def _within(when: Period, first: date | None, last: date | None) -> bool:
    """Return whether a period has a day between two days."""
    return (when.latest or date.max) >= (first or date.min) and (when.earliest or date.min) <= (last or date.max)


def _event_spans(event: Event) -> Iterator[Span]:
    if event.start is not None or event.end is not None:
        yield from spans_between(
            event.start, event.end, None if event.end or event.start is None else event.start.latest
        )
    elif event.instant is not None:
        yield span_of_day(event.instant)
    elif event.date is not None:
        yield span_of_day(event.date)


def dispute(store: RecordStore, id: str, field: str | None = None) -> Lanes:
    """Return what each source reports for a value of a record, on one scale with the record.

    Args:
        store: The data.
        id: The id of the record.
        field: The path of a day or an amount; by default the first one that a source disputes.

    Raises:
        NotFoundError: No source reports a day or an amount for the field.
    """
    record = store[id]
    drawable = [judgement for judgement in judgements(store, id) if _position(judgement.reported) is not None]
    if field is None:
        first = sorted(drawable, key=lambda judgement: judgement.verdict is not Verdict.DISPUTES)
        field = first[0].field if first else ""
    shown = [judgement for judgement in drawable if judgement.field == field]
    if not shown:
        paths = list(dict.fromkeys(judgement.field for judgement in drawable))
        what = f'No source reports a day or an amount for "{field}" of {record.id}.'
        raise NotFoundError(_expected(what, field, paths))
    shown.sort(key=lambda each: (_ORDER.index(each.verdict), each.source))
    own = _position(shown[0].value)
    lanes = [Lane("The record", phrase(store, shown[0].value), (own,), "record")] if own is not None else []
    lanes += [_report_lane(store, judgement) for judgement in shown]
    title = _capital(f"{path_phrase(store, field)} of {headline(store, record)}")
    return _lanes(title, "What the record has, and what each source reports", lanes, _scale(shown[0].reported))


def _expected(what: str, given: str, known: Iterable[str]) -> str:
    """Return what is wrong, followed by what is allowed and the nearest good value."""
    names = sorted(known)
    allowed = f" Expected one of {', '.join(names)}." if names else ""
    return f"{what}{allowed}{did_you_mean(given, names)}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _report_lane(store: RecordStore, judgement: Judgement) -> Lane:
    span = _position(judgement.reported)
    verdict = _SIGNED.get(judgement.verdict, "")
    source = store.sources.get(judgement.source)
    label = judgement.source if source is None else source_phrase(source).partition(" (source:")[0]
    at = "" if judgement.at is None else f", {judgement.at}"
    return Lane(f"{label}{at}", phrase(store, judgement.reported), () if span is None else (span,), verdict)


def _position(value: Any) -> Span | None:
    """Return where a value is on a scale of days or numbers; None for anything else."""
    if isinstance(value, Day | Instant):
        found = span_of_day(value)
        return None if found.first is None and found.last is None else found
    if isinstance(value, Quantity) and (value.value, value.at_least, value.at_most) != (None, None, None):
        low, high = value.bounds or (None, None)
        exact = value.value is not None and not value.approximate
        return Span(
            None if low is None else float(low),
            None if high is None else float(high),
            "certain" if exact else "possible",
        )
    return None


def _scale(value: Any) -> Literal["day", "number"]:
    return "number" if isinstance(value, Quantity) else "day"


def figure(store: RecordStore, measure: str, of: str) -> Lanes:
    """Return the figures of a measure of something, in the order of their days, a row for each.

    Args:
        store: The data.
        measure: The measure, such as ``deaths``.
        of: The id of what is measured.

    Raises:
        NotFoundError: No record has such a figure.
    """
    about = [each for each in store.figures if each.of == of]
    found = [each for each in about if each.measure == measure]
    if not found:
        what = f'No record has the figure "{measure}" of {of}.'
        raise NotFoundError(_expected(what, measure, {each.measure for each in about}))
    unit = Counter(each.unit for each in found).most_common(1)[0][0]
    same = sorted((each for each in found if each.unit == unit), key=_figure_key)
    lanes = [_figure_lane(store, each) for each in same]
    title = f"{measure.replace('-', ' ')} in {phrase(store, of)}"
    chart = _lanes(
        title[:1].upper() + title[1:],
        "A row for each figure, by day; outlined: a range or an approximation",
        lanes,
        "number",
    )
    return Lanes(
        chart.title, chart.description, "number", chart.lanes, min(0.0, chart.first), chart.last, chart.cut, unit
    )


def _figure_key(each: Figure) -> tuple[Any, ...]:
    found = time_of(each)
    return (found is None, found.sort_key if found is not None else (), each.id)


def _figure_lane(store: RecordStore, each: Figure) -> Lane:
    span = _position(each.amount)
    who = phrase(store, each.stated_by)
    when = time_phrase(store, each) or "undated"
    return Lane(f"{when}{f', {who}' if who else ''}", amount_phrase(each), () if span is None else (span,))


def tiles(store: RecordStore, on: DayLike, organization: str) -> Tiles:
    """Return a square for each state that was, or may have been, a member on a day.

    Args:
        store: The data.
        on: The day.
        organization: The id of the organisation.
    """
    found = []
    for each in standings(store, store.memberships, on, organization):
        if each.answer is not Answer.NO and each.spell.status != "observer":
            style: Style = "possible" if each.answer is Answer.UNKNOWN else "certain"
            if style == "certain" and each.participation.state == "frozen":
                style = "frozen"
            words = "may be a member" if style == "possible" else f"member, participation {each.participation}"
            code = getattr(each.member, "iso_alpha3", None) or each.member.name[:3].upper()
            found.append(Tile(code, each.member.name, style, words))
    name = headline(store, store[organization])
    title = f"Members of the {name} on {calendar_day(on)}"
    return Tiles(title, _MEMBER_LEGEND, tuple(found[:MOST]), max(0, len(found) - MOST))


def holders(store: RecordStore, of: str, title: str | None = None) -> Lanes:
    """Return the holders of a post, a row for each holder in the order of their terms.

    Args:
        store: The data.
        of: The id of the state or organisation that the post belongs to.
        title: The title of the post; the one with most terms by default.

    Raises:
        NotFoundError: No such post has a term.
    """
    posts: dict[str, list[Office]] = {}
    for office in store.offices:
        if office.of == of:
            posts.setdefault(office.title, []).append(office)
    if title is None:
        title = max(posts, key=lambda name: (len(posts[name]), name), default="")
    if title not in posts:
        raise NotFoundError(_expected(f'{of} has no post "{title}".', title, posts))
    by_holder: dict[str, list[Office]] = {}
    for office in sorted(posts[title], key=lambda office: (office.start.sort_key, office.id)):
        by_holder.setdefault(str(office.holder), []).append(office)
    lanes = [_holder_lane(store, holder, several) for holder, several in by_holder.items()]
    heading = _capital(f"{title} of {phrase(store, of)}")
    return _lanes(heading, "Filled: in office; outlined: possible", lanes)


def _holder_lane(store: RecordStore, holder: str, terms: Iterable[Office]) -> Lane:
    words, spans = [], list[Span]()
    for office in terms:
        words.append(f"{'acting, ' if office.acting else ''}{time_phrase(store, office)}")
        spans += spans_between(office.start, office.end, covered_until(store, office))
    return Lane(phrase(store, holder), "; ".join(words), tuple(spans))


def _lanes(title: str, description: str, lanes: Iterable[Lane], scale: Literal["day", "number"] = "day") -> Lanes:
    """Return a picture of rows whose scale contains all known positions."""
    every = [*lanes]
    shown = tuple(every[:MOST])
    found = bounds(span for lane in shown for span in lane.spans) or (1.0, 2.0)
    return Lanes(title, description, scale, shown, found[0], max(found[1], found[0] + 1), max(0, len(every) - MOST))


def covered_day(store: RecordStore, organization: str) -> date:
    """Return the last day on which all members of an organisation are known.

    Args:
        store: The data.
        organization: The id of the organisation.
    """
    return max(span.last for span in membership_coverage(store, organization))
