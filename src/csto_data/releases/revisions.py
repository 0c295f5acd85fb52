"""The revisions of a record: the versions of the data in which it is new, changed or gone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, TypedDict, get_args

from attrs import frozen

from ..errors import NotFoundError
from ..model.version_ranges import version_key
from ..store.answer import AnswerObject
from ..store.shape import answer_shape
from ..suggestions import did_you_mean
from .history import History

RevisionKind = Literal["added", "changed", "removed"]
"""What a version did with a record."""


class RevisionDict(TypedDict):
    """The values of ``Revision.to_dict()``."""

    id: str
    version: str
    released: str
    kind: RevisionKind
    fields: list[str]
    record: dict[str, Any] | None


@frozen(kw_only=True, repr=False)
class Revision(AnswerObject):
    """A version of the data in which a record is new, changed or gone.

    Attributes:
        id: The id of the record.
        version: The version.
        released: The day of its release.
        kind: ``added``, ``changed`` or ``removed``.
        fields: The names of the fields of a changed record that differ from the version before, sorted.
        record: The record as JSON values, with the fields of that version; None if it is gone.
    """

    SCHEMA = "revision"

    id: str
    version: str
    released: date
    kind: RevisionKind
    fields: tuple[str, ...]
    record: Mapping[str, Any] | None

    def to_dict(self) -> RevisionDict:
        """Return the revision for ``json.dumps``."""
        return {
            "id": self.id,
            "version": self.version,
            "released": self.released.isoformat(),
            "kind": self.kind,
            "fields": [*self.fields],
            "record": None if self.record is None else dict(self.record),
        }

    def __str__(self) -> str:
        what = f" {', '.join(self.fields)}" if self.kind == "changed" else ""
        return f"{self.version} {self.kind}{what}"


REVISIONS = answer_shape(
    "revisions",
    f"{__name__}:REVISIONS",
    summary=("version", "released", "kind", "fields"),
    id="text",
    version="text",
    released="date",
    kind=get_args(RevisionKind),
    fields="any",
    record="any",
)


def revisions(history: History, id: str, until: str) -> tuple[Revision, ...]:
    """Return the revisions of a record up to a version, the oldest first.

    Args:
        history: The history.
        id: The id of the record.
        until: The last version that counts.

    Raises:
        NotFoundError: No version up to this one has the id.
    """
    found: list[Revision] = []
    before: Mapping[str, Any] | None = None
    for release, record in history.states(id):
        if version_key(release.version) > version_key(until):
            break
        kind: RevisionKind = "removed" if record is None else "added" if before is None else "changed"
        old, new = before or {}, record or {}
        changed = kind == "changed"
        fields = tuple(sorted(name for name in {**old, **new} if changed and old.get(name) != new.get(name)))
        revision = Revision(
            id=id, version=release.version, released=release.released, kind=kind, fields=fields, record=record
        )
        found.append(revision)
        before = record
    if not found:
        near = did_you_mean(id, history.record_ids)
        raise NotFoundError(f'No version of the data up to {until} has the id "{id}".{near}')
    return tuple(found)
