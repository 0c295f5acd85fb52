"""Strategies for consistent datasets, generated from a made-up history.

Records and sources describe the history with any precision that keeps the true dates possible. Rules report only what
is certainly wrong, so they find nothing in these datasets.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import Any, get_args

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from ..dataset import Dataset
from ..dates import Answer, Day
from ..model import (
    KINDS,
    Assessment,
    Contingent,
    Event,
    Evidence,
    Figure,
    Locator,
    Organization,
    OtherName,
    Outcome,
    Participant,
    Party,
    Place,
    Quantity,
    Record,
    Source,
    Step,
)
from ..model.coverage import Coverage, MembershipCoverage, OfficeCoverage
from ..model.fields import FieldType, ModelClass, external_codes, fields_of, identifying, testimony
from ..model.figure import UNITS, Measure
from ..model.ids import SourceId
from ..model.json_values import to_json
from ..model.names import NameKind
from ..model.references import references
from ..model.reported import Reported
from ..model.source import SourceKind
from . import values
from .records import Choose, field_values, objects, value_of
from .timelines import HISTORY, PUBLICATION, History, histories

WORDS = ("council", "summit", "border", "north", "Ala-Too", "Совет", "sécurité")
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(" ".join)
SITES = ("https://example.com", "http://www.example.org/news", "https://archive.example.net:8080")
LANGUAGES = ("az", "hsb", "sr", "tk", "uz-Cyrl", "zgh")
"""Languages that are written in several scripts, or of whose script the rules say nothing."""
COUNTS = objects(
    Quantity, lambda field: {"number": values.integers(0, 10**6), "text": TEXTS, "flag": st.just(True)}[field.nature]
)
"""Numbers of persons or things, which are whole."""
NAME_KINDS = st.sampled_from(get_args(NameKind))
_OWN_EVIDENCE = ("contingents", "outcome")
ASSESSMENTS = ("assessment:1", "assessment:2")
"""Assessments have the date and authors of a source; the history does not contain them."""
_TIMES = ("date", "instant", "start", "end")
_CLASSES: dict[str, ModelClass] = {kind.prefix: kind.record_class for kind in KINDS.values()}


def datasets() -> SearchStrategy[Dataset]:
    """Return a strategy for consistent datasets, which violate no rule of ``csto_data.validate``.

    References lead to existing records of the right kind, testimony is supported, spells do not overlap, dates are in
    order, and assessments are by the authors of their source. Sources may still dispute a record or not settle it. Each
    dataset has at least a source, a state, an organisation and a person, and few records of the other kinds.

    Returns:
        A strategy for datasets.

    Example:
        >>> from hypothesis import given, settings
        >>> from csto_data.strategies import datasets
        >>> @settings(max_examples=2, deadline=None)
        ... @given(datasets())
        ... def test_members_are_states(dataset):
        ...     assert all(record.member in dataset for record in dataset.memberships)
        >>> test_members_are_states()
    """
    return histories().flatmap(tellings)


@st.composite
def tellings(draw: DrawFn, history: History) -> Dataset:
    """Return a strategy for datasets that describe a history."""
    generator = _Generator(draw, history)
    for id in [*history.own(*_CLASSES), *ASSESSMENTS[: draw(st.integers(0, 2))]]:
        generator.record(id)
    return generator.dataset()


@st.composite
def partial_tellings(draw: DrawFn, history: History) -> list[Record]:
    """Return a strategy for some records of a history and all to which they refer; no source is unused."""
    generator = _Generator(draw, history)
    prefixes = [prefix for prefix, cls in _CLASSES.items() if cls is not Source]
    wanted = draw(st.lists(st.sampled_from([*history.own(*prefixes), *ASSESSMENTS]), unique=True))
    generated: dict[str, Record] = {}
    while wanted:
        id = wanted.pop()
        if id not in generated and id not in history.given:
            generated[id] = generator.record(id)
            wanted += [reference.id for reference in references(generated[id])]
    return [*generated.values()]


class _ShownDataset(Dataset):
    """A dataset with its records in its ``repr()``, so that a failing example is readable."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "\n  ".join([f"<Dataset, {self.coverage}", *(str(to_json(record)) for record in self)]) + ">"


class _Generator:
    """Generates the records of a history."""

    def __init__(self, draw: DrawFn, history: History) -> None:
        self._draw = draw
        self._history = history
        self._records: dict[str, Record] = {}
        self._codes: dict[str, set[Any]] = {}
        self._events: set[Any] = set()

    def dataset(self) -> Dataset:
        """Return the records as a dataset, with coverage of some organisations that have members, and of a post.

        Unused sources are added to the evidence of the first state.
        """
        joined = sorted({spell.organization for spell in self._history.spells.values() if spell.status != "observer"})
        bodies = self._draw(st.lists(_any_of(joined), max_size=min(2, len(joined)), unique=True))
        posts = sorted({(term.title, term.of) for term in self._history.terms.values()})
        newest = SourceId(self._history.ids("source")[0])  # sources are published after all acts
        shown = (Evidence(source=newest),)
        coverage = Coverage(
            memberships=tuple(MembershipCoverage(body, *self._days_of(body), shown) for body in bodies),
            offices=tuple(OfficeCoverage(*post, *self._some_days(), shown) for post in posts[:1]),  # type: ignore[arg-type]
        )
        self._cite_all()
        by_class: dict[type[Record], list[Record]] = {}
        for record in self._records.values():
            by_class.setdefault(type(record), []).append(record)
        return _ShownDataset(version="1.0.0", coverage=coverage, read=lambda kind: by_class.get(kind.record_class, ()))

    def _some_days(self) -> tuple[date, date]:
        """Return two days of the history in chronological order."""
        first, last = sorted(self._draw(st.tuples(st.dates(*HISTORY), st.dates(*HISTORY))))
        return first, last

    def _days_of(self, organization: str) -> tuple[date, date]:
        """Return the first day of an organisation's first spell, and a day after all changes of its membership."""
        full = {
            id for id, s in self._history.spells.items() if s.organization == organization and s.status != "observer"
        }
        spans = [self._history.spans[id] for id in full]
        last = max(day for span in spans for day in (span.first, span.last) if day is not None)
        return min(span.first for span in spans), self._draw(st.dates(last, HISTORY[1]))

    def _cite_all(self) -> None:
        cited = {reference.id for record in self._records.values() for reference in references(record)}
        unused = tuple(Evidence(source=id) for id in self._history.ids("source") if id not in cited)  # type: ignore[arg-type]
        first: Any = self._records[self._history.ids("state")[0]]
        self._records[first.id] = attrs.evolve(first, evidence=(*first.evidence, *unused))

    def record(self, id: str) -> Record:
        """Return the record with this id, generated on first use."""
        if id not in self._records:
            self._records[id] = self._assessed(id) if id in ASSESSMENTS else self._generated(id)
        return self._records[id]

    def _generated(self, id: str) -> Any:
        """Return a record with any fields of its class, and evidence for them."""
        cls = _CLASSES[id.partition(":")[0]]
        fixed = {"id": id, **self._known(id), **({} if cls is Source else {"evidence": ()})}
        choose = self._choices(id, fixed)
        leave = {*fixed, *_OWN_EVIDENCE, *(_TIMES if "date" in fixed else ())}
        leave |= (
            {"latitude", "longitude"} if cls is Place and fixed["states"] else set()
        )  # arbitrary, not in the states
        if id in self._history.wholes.values():  # it lasts as long as its parts, not one day
            leave |= {"date", "instant"}
        record: Any = cls(**self._draw(field_values(cls, choose, leave=leave)), **fixed)
        if "contingents" in fields_of(cls):
            record = _with_contingents(record, self._contingents(id, choose))
        if cls is Event and record.participants and (member := self._comes_or_goes_by(id)):
            own = Participant(actor=member)  # type: ignore[arg-type]
            record = attrs.evolve(record, participants=tuple(dict.fromkeys([own, *record.participants])))
        return record if cls is Source else self._attested(self._plausible(record), choose, self._any_source())

    def _plausible(self, record: Any) -> Any:
        """Return a place with both coordinates or none, and an event that does not repeat an earlier one."""
        if isinstance(record, Place) and (record.latitude is None or record.longitude is None):
            return attrs.evolve(record, latitude=None, longitude=None)
        if isinstance(record, Event):
            if not self._is_new(record.kind, record.when, record.place):
                record = attrs.evolve(record, place=None)
            if not self._is_new(record.kind, record.title):
                record = attrs.evolve(record, title=f"{record.title} {record.id.rpartition(':')[2]}")
        return record

    def _is_new(self, *values: Any) -> bool:
        """Return whether no earlier event has these values."""
        is_new = values not in self._events
        self._events.add(values)
        return is_new

    def _comes_or_goes_by(self, act: str) -> str | None:
        """Return the member for which an act starts, ends, freezes or resumes a membership, if any."""
        spells = self._history.spells.values()
        return next((s.member for s in spells for step in s.acts if step.id == act and step.makes), None)

    def _assessed(self, id: str) -> Any:
        """Return an assessment by the authors of a source, made on its publication date."""
        sources = [source for source in map(self.record, self._history.own("source")) if isinstance(source, Source)]
        source = self._draw(st.sampled_from([source for source in sources if source.authors and source.published]))
        self._history.spans[id] = span = self._history.spans[source.id]
        choose = self._choices(id, {})
        fixed: dict[str, Any] = {"id": id, "by": source.authors, "made": source.published, "evidence": ()}
        found = self._draw(field_values(Assessment, choose, leave={*fixed, "outcome"}))
        if found["kind"] == "forecast":
            later = [other.id for other in sources if self._history.spans[other.id].first >= span.first]
            found["outcome"] = self._draw(st.none() | st.sampled_from(later).flatmap(self._outcomes))
        return self._attested(Assessment(**found, **fixed), choose, st.just(source.id), others=0)

    def _outcomes(self, source: str) -> SearchStrategy[Outcome]:
        """Return a strategy for outcomes of a forecast, reported by a source on its publication date."""
        return st.builds(
            Outcome,
            result=_words_of(Outcome, "result"),
            as_of=st.none() | values.days(on=self._history.spans[source].first),
            summary=st.none() | TEXTS,
            evidence=st.sampled_from([(), (Evidence(source=source),)]),  # type: ignore[arg-type]
        )

    def _known(self, id: str) -> dict[str, Any]:
        """Return the fields of a record that the history determines."""
        history = self._history
        if id in history.spells:
            return self._known_of_spell(id)
        if id in history.terms:
            span = history.spans[id]
            last = self._draw(values.days(on=span.last)) if span.last is not None else None
            return {**attrs.asdict(history.terms[id]), "start": self._draw(values.days(on=span.first)), "end": last}
        days = {act.id: act.day for spell in history.spells.values() for act in spell.acts}
        known: dict[str, Any] = {"date": days[id]} if id in days else {}
        return {**known, **self._known_by_kind(id)}

    def _known_of_spell(self, id: str) -> dict[str, Any]:
        spell, span = self._history.spells[id], self._history.spans[id]
        made = {act.makes: act.day for act in spell.acts}
        return {
            "member": spell.member,
            "organization": spell.organization,
            "status": spell.status,
            "steps": tuple(Step(act=act.id, makes=act.makes) for act in spell.acts),  # type: ignore[arg-type]
            "start": made.get("start") or self._draw(values.days(on=span.first)),
            "end": made.get("end") or (self._draw(values.days(on=span.last)) if span.last is not None else None),
        }

    def _known_by_kind(self, id: str) -> dict[str, Any]:
        history = self._history
        match id.partition(":")[0]:
            case "figure":
                measure = self._draw(_words_of(Figure, "measure"))
                return {"measure": measure, "unit": self._draw(_units(measure))}
            case "source":
                known = self._draw(_KINDS_OF_SOURCES)
                if id == "source:1":  # at least one has what an assessment needs
                    known["authors"] = (self._draw(st.sampled_from(history.ids("person", "org"))),)
                    known["published"] = self._draw(values.days(on=history.spans[id].first))
                return known
            case "org":
                kinds = [kind for kind in fields_of(Organization)["kind"].words if kind != "treaty-body"]
                kind = "treaty-body" if id in history.treaties else self._draw(st.sampled_from(kinds))
                return {"kind": kind}
            case "place":
                return self._where(id)
            case "event":
                return {**self._where(id), "part_of": history.wholes.get(id)}
            case "operation":
                return {"organization": history.missions[id]} if id in history.missions else {}
        return {}

    def _where(self, id: str) -> dict[str, Any]:
        """Return the location and states of a place or event; the states are among those of the enclosing place."""
        cls = _CLASSES[id.partition(":")[0]]
        within = "place" if cls is Event else "part_of"
        enclosing = self._draw(st.none() | _any_of(self._referable(id, fields_of(cls)[within])))
        possible = self._states_of(enclosing)
        states = self._draw(st.lists(_any_of(possible), max_size=min(2, len(possible)), unique=True))
        return {within: enclosing, "states": tuple(states)}

    def _states_of(self, location: str | None) -> list[str]:
        """Return the possible states of something at a location; none if the location is only given."""
        if location is None or location.startswith("state:"):
            return self._history.ids("state") if location is None else [location]
        if location in self._history.given:
            return []
        place: Any = self.record(location)
        return [*place.states] or self._states_of(place.part_of)

    def _code(self, field: FieldType) -> SearchStrategy[Any]:
        """Return a strategy for unused codes; an empty one if there are given records, because those may have any."""
        used = self._codes.setdefault(field.name, set())

        def is_new(code: Any) -> bool:
            if code in used:
                return False
            used.add(code)
            return True

        return st.nothing() if self._history.given else value_of(field, lambda _: None, None).filter(is_new)

    def _choices(self, id: str, fixed: dict[str, Any]) -> Choose:
        """Return the strategies for the fields of a record, and for reports on them, that fit the history."""
        span = self._history.spans[id]
        slug = id.partition(":")[2]
        possible: dict[str, SearchStrategy[Any]] = {
            "name": TEXTS.map(f"{{}} {slug}".format),  # no two records have the same name
            "names": _other_names(slug),
            "url": st.sampled_from(SITES).map(f"{{}}/{slug}".format),
            "archived": st.sampled_from(SITES).map(f"https://web.archive.org/web/2024/{{}}/{slug}".format),
            "language": st.sampled_from(LANGUAGES),
            "iso_alpha3": st.just(id[6:]),
            "accessed": values.days(on=PUBLICATION[1]),
            "end": values.days(on=span.last or span.first),
            "dissolved": values.days(on=span.last or span.first),
        }

        if "measure" in fixed:
            possible["unit"] = _units(fixed["measure"])

        @cache
        def choose(field: FieldType) -> SearchStrategy[Any] | None:
            if field.name in possible:
                return possible[field.name]
            if field.external_code:
                return self._code(field)
            match field.nature:
                case "text" if field.form.name == "text":
                    return TEXTS
                case "day":
                    return values.days(on=span.first)
                case "instant":
                    return values.instants(on=span.first)
                case "reference":
                    return _any_of(self._referable(id, field))
                case "quantity" if fixed.get("unit") in (None, "person", "flight", "facility", "vehicle"):
                    return COUNTS
                case "object" if issubclass(field.cls, Party):
                    return self._parties(field.cls, id, choose)
            return None

        return choose

    def _referable(self, id: str, field: FieldType) -> list[str]:
        """Return the possible ids for a field: earlier ones for its own kind and for causes, members at the time."""
        history, span = self._history, self._history.spans[id]
        conditions: list[Callable[[str], bool]] = [lambda other: other != id]
        if id.partition(":")[0] in field.prefixes or field.name == "because_of":
            conditions.append(lambda other: history.earlier(other, id))
        if field.name == "in_reply_to":  # so much later that it is later in any two time zones
            conditions.append(lambda other: span.first - history.spans[other].first >= timedelta(days=3))
        if id.startswith("operation:") and field.name in ("state", "requested_by", "lead"):
            members = history.members(history.missions[id], span.first, span.last or span.first)
            conditions.append(lambda other: other in members)
        return [other for other in history.ids(*field.prefixes) if all(holds(other) for holds in conditions)]

    def _parties(self, cls: type[Party], id: str, choose: Choose) -> SearchStrategy[Party]:
        """Return a strategy for parties; actors with an office held it on that day."""
        on = self._history.spans[id].first
        held = [key for key in self._history.terms if self._history.lasted(key, on, on)]
        any_party = objects(cls, lambda field: st.nothing() if field.name == "office" else choose(field))
        in_office = [(self._history.terms[key].holder, key) for key in held]
        return any_party | _any_of(in_office).map(lambda pair: cls(actor=pair[0], office=pair[1]))

    def _contingents(self, id: str, choose: Choose) -> tuple[Contingent, ...]:
        """Return contingents of some members, with their own evidence."""
        states = self._referable(id, fields_of(Contingent)["state"])
        chosen = self._draw(st.lists(_any_of(states), max_size=len(states), unique=True))
        others = field_values(Contingent, choose, leave={"state", "evidence"})
        return tuple(
            self._attested(Contingent(state=state, **self._draw(others), evidence=()), choose, self._any_source())
            for state in chosen
        )

    def _any_source(self) -> SearchStrategy[str]:
        return st.sampled_from(self._history.ids("source"))

    def _attested(self, holder: Any, choose: Choose, sources: SearchStrategy[str], others: int = 1) -> Any:
        """Return the holder with evidence for all that needs support, and perhaps other evidence with any values."""
        needed = testimony(type(holder)) | identifying(type(holder)) | external_codes()
        recorded = {name: getattr(holder, name) for name in fields_of(type(holder)) if name in needed}
        reports = tuple(Reported(name, _certain(value)) for name, value in recorded.items() if value not in (None, ()))
        source, at = self._draw(sources), self._draw(st.none() | objects(Locator, choose))
        support = Evidence(source=source, at=at, reports=reports)  # type: ignore[arg-type]

        @cache
        def report(field: FieldType) -> SearchStrategy[Any] | None:
            chosen = choose(field)
            if field.nature == "day" and chosen is not None:
                return chosen | st.dates(*HISTORY).flatmap(lambda on: values.days(on=on))
            return chosen

        further = [
            self._draw(objects(Evidence, report, type(holder))) for _ in range(self._draw(st.integers(0, others)))
        ]
        return attrs.evolve(holder, evidence=tuple(dict.fromkeys([support, *map(_in_order, further)])))


def _with_contingents(operation: Any, contingents: tuple[Contingent, ...]) -> Any:
    """Return an operation with contingents, without a total if that would be smaller than their sum."""
    bounds = [found.personnel.bounds for found in (operation, *contingents) if found.personnel is not None]
    total, *parts = bounds if operation.personnel is not None else (None, *bounds)
    least = sum(part[0] or 0 for part in parts if part is not None)
    most = None if total is None else total[1]
    is_exceeded = most is not None and least > most
    return attrs.evolve(operation, contingents=contingents, **({"personnel": None} if is_exceeded else {}))


def _in_order(evidence: Evidence) -> Evidence:
    """Return the evidence with start and end swapped if the end is before the start."""
    reported = {report.field: report.value for report in evidence.reports}
    for first, last in (("start", "end"), ("founded", "dissolved")):
        start, end = reported.get(first), reported.get(last)
        if isinstance(start, Day) and isinstance(end, Day) and end.before(start) is Answer.YES:
            reported |= {first: end, last: start}
    return attrs.evolve(evidence, reports=tuple(Reported(*report) for report in reported.items()))


def _certain(value: Any) -> Any:
    """Return a value without the mark for an uncertain date."""
    return Day(value.text.removesuffix("?")) if isinstance(value, Day) else value


def _any_of(found: list[Any]) -> SearchStrategy[Any]:
    return st.sampled_from(found) if found else st.nothing()


def _words_of(cls: ModelClass, name: str) -> SearchStrategy[Any]:
    return st.sampled_from(fields_of(cls)[name].words)


def _units(measure: Measure) -> SearchStrategy[str]:
    return st.sampled_from(UNITS[measure])


_KINDS_OF_SOURCES = st.sampled_from(get_args(SourceKind)).map(
    lambda kind: {"kind": kind, "licence": "CC0-1.0" if kind in ("dataset", "code-table") else None}
)
"""A licence is required for tables, and has no meaning for other documents."""


def _other_names(slug: str) -> SearchStrategy[OtherName]:
    """Return a strategy for other names of one record: no other record has them, and no two differ in language only."""
    known = st.builds(OtherName, TEXTS.map(f"{{}} ({slug})".format), st.sampled_from(LANGUAGES), kind=NAME_KINDS)
    return known | st.builds(OtherName, TEXTS.map(f"{{}} [{slug}]".format), kind=NAME_KINDS)
