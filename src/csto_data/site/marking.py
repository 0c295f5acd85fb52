"""Values as HTML: the phrases of the package, in which names of records are links."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import attrs
from markupsafe import Markup

from ..dates import Day
from ..model.values import Participant, Party
from ..store.names import record_of
from ..store.phrases import headline, in_words, phrase
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
        if isinstance(value, tuple | list):
            return _joined("; ", map(self.value, value))
        if isinstance(value, Party):
            return self._party(value)
        if isinstance(value, Day) and value.earliest is not None and value.earliest == value.latest:
            text = phrase(self._dataset, value)
            return Markup('<time datetime="{}">{}</time>').format(value.earliest.isoformat(), text)
        record = record_of(self._dataset, value) if isinstance(value, str) else None
        if record is not None:
            return self._anchor(record.id, headline(self._dataset, record))
        if attrs.has(type(value)) and not isinstance(value, Day) and phrase(self._dataset, value) == self._plain(value):
            parts = (getattr(value, a.name) for a in attrs.fields(type(value)) if a.name not in ("evidence", "note"))
            return _joined(", ", (self.value(part) for part in parts if part not in (None, (), False)))
        return Markup("<bdi>{}</bdi>").format(phrase(self._dataset, value))

    def _plain(self, value: Any) -> str:
        """Return an object as the list of its parts, which is what ``phrase`` returns for most classes."""
        parts = (getattr(value, a.name) for a in attrs.fields(type(value)) if a.name not in ("evidence", "note"))
        return ", ".join(phrase(self._dataset, part) for part in parts if part not in (None, (), False))

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


def _joined(between: str, parts: Iterable[Markup]) -> Markup:
    return Markup(between).join(parts)  # noqa: S704  # always a comma or semicolon
