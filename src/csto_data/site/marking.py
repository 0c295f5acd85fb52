"""Values as HTML: the phrases of the package, in which names of records are links."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import attrs
from markupsafe import Markup

from ..dates import Day
from ..model import Step
from ..model.values import Participant, Party
from ..store.names import record_of
from ..store.phrases import headline, in_words, phrase, time_phrase
from .addresses import link, record_path

if TYPE_CHECKING:
    from ..dataset import Dataset
    from ..model import Record


class Marker:
    """Writes values for one page.

    Args:
        dataset: The data, which have the names of the records.
        page: The path of the page.
    """

    def __init__(self, dataset: Dataset, page: str) -> None:
        self._dataset = dataset
        self.page = page

    def link(self, target: str) -> str:
        """Return the relative address of another page."""
        return link(self.page, target)

    def record(self, record: Record | str) -> Markup:
        """Return what a record is about, as a link to its page."""
        found = self._dataset[record] if isinstance(record, str) else record
        return self._anchor(found.id, headline(self._dataset, found))

    def value(self, value: Any) -> Markup:
        """Return a value of a record or answer as a person would say it, with links to the records it names."""
        match value:
            case tuple() | list():
                return _joined("; ", map(self.value, value))
            case Party():
                return self._party(value)
            case Day():
                return self._day(value)
            case Step():
                return self._step(value)
            case str():
                record = record_of(self._dataset, value)
                return self._text(value) if record is None else self.record(record)
        is_list = attrs.has(type(value)) and phrase(self._dataset, value) == self._plain(value)
        return _joined(", ", map(self.value, _parts(value))) if is_list else self._text(value)

    def _day(self, day: Day) -> Markup:
        """Return a day; one that is known exactly can be read by programs."""
        if day.earliest is None or day.earliest != day.latest:
            return self._text(day)
        return Markup('<time datetime="{}">{}</time>').format(day.earliest.isoformat(), phrase(self._dataset, day))

    def _step(self, step: Step) -> Markup:
        """Return an act that led to a membership, with its day and effect."""
        day = time_phrase(self._dataset, record_of(self._dataset, step.act))
        parts = [Markup("{}").format(day)] if day else []
        parts += [self.value(step.act)]
        parts += [Markup("{}").format(f"{step.makes}s the membership")] if step.makes else []
        return _joined(", ", parts)

    def _text(self, value: Any) -> Markup:
        return Markup("<bdi>{}</bdi>").format(phrase(self._dataset, value))

    def _plain(self, value: Any) -> str:
        """Return an object as the list of its parts, which is what ``phrase`` returns for most classes."""
        return ", ".join(phrase(self._dataset, part) for part in _parts(value))

    def _party(self, party: Party) -> Markup:
        if party.actor is not None:
            who = self.value(party.actor)
        else:
            who = Markup("<bdi>{}</bdi>").format(party.described_as)
            if party.of is not None:
                who = Markup("{} of {}").format(who, self.value(party.of))
        office = record_of(self._dataset, party.office) if party.office is not None else None
        parts = [who]
        if office is not None:
            title = getattr(office, "title", office.id)
            of = getattr(office, "of", None)
            post = f"{title} of {phrase(self._dataset, of)}" if of else str(title)
            parts.append(self._anchor(office.id, post))
        if isinstance(party, Participant) and party.role:
            parts.append(Markup("{}").format(in_words(party.role)))
        return _joined(", ", parts)

    def _anchor(self, id: str, text: str) -> Markup:
        return Markup('<a href="{}"><bdi>{}</bdi></a>').format(self.link(record_path(id)), text)


def _parts(value: Any) -> list[Any]:
    """Return the values of an object, without its evidence and note."""
    parts = (getattr(value, a.name) for a in attrs.fields(type(value)) if a.name not in ("evidence", "note"))
    return [part for part in parts if part not in (None, (), False)]


def _joined(between: str, parts: Iterable[Markup]) -> Markup:
    return Markup(between).join(parts)  # noqa: S704  # always a comma or semicolon
