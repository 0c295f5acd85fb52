"""What became of published ids that no record has any more: follow those of merged records, refuse the others."""

from __future__ import annotations

import os
import sys
import warnings
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from attrs import frozen

from ..errors import GoneError, MovedIdWarning, NotFoundError
from ..model.kinds import kind_of
from ..suggestions import did_you_mean
from .answer import AnswerObject
from .memory import once

if TYPE_CHECKING:
    from ..model.redirects import Redirect

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

Fate = Literal["current", "merged", "split", "withdrawn"]
"""What became of an id: a record has it, or it was merged into another one, split into several, or withdrawn."""


class ResolutionDict(TypedDict):
    """The values of ``Resolution.to_dict()``."""

    id: str
    kind: Fate
    targets: list[str]
    since: str | None
    reason: str | None


@frozen(kw_only=True, repr=False)
class Resolution(AnswerObject):
    """What became of a published id.

    Attributes:
        id: The id.
        kind: ``current`` if a record has it; otherwise ``merged``, ``split`` or ``withdrawn``.
        targets: The ids of the records that have its content now: the id itself if it is current.
        since: The first version of the data in which no record has it; None if it is current.
        reason: The reason for the change; None if it is current.
    """

    SCHEMA = "resolution"

    id: str
    kind: Fate
    targets: tuple[str, ...]
    since: str | None = None
    reason: str | None = None

    def to_dict(self) -> ResolutionDict:
        """Return the resolution for ``json.dumps``."""
        return {
            "id": self.id,
            "kind": self.kind,
            "targets": [*self.targets],
            "since": self.since,
            "reason": self.reason,
        }

    def __str__(self) -> str:
        into = f" into {' and '.join(self.targets)}" if self.kind in ("merged", "split") else ""
        return f"{self.id}: {self.kind}{into}" + (f" in version {self.since}" if self.since else "")


def resolution(store: Any, id: str) -> Resolution:
    """Return what became of an id.

    Raises:
        NotFoundError: No version of the data ever had the id.
    """
    found = redirect_of(store, id)
    if found is not None:
        return Resolution(id=id, kind=found.kind, targets=found.to, since=found.since, reason=found.reason)
    kind = kind_of(id) if ":" in id else None
    if kind is None or id not in store.table(kind.dataset):
        near = did_you_mean(id, (record.id for record in store))
        raise NotFoundError(f'No version of the data had the id "{id}".{near}')
    return Resolution(id=id, kind="current", targets=(id,))


def redirect_of(store: Any, id: str) -> Redirect | None:
    """Return the redirect of an id, or None if it has none."""
    read = getattr(store, "_redirects", None)  # a store of a test may have none
    found: Redirect | None = None if read is None else read().get(id)
    return found


def moved_to(store: Any, id: str) -> str | None:
    """Return the id that an id was merged into, or None if it was not merged."""
    found = redirect_of(store, id)
    return found.to[0] if found is not None and found.kind == "merged" else None


def followed(store: Any, id: str) -> str | None:
    """Return the id that an id was merged into, with a warning the first time; None if it has no redirect.

    Raises:
        GoneError: The record was split or withdrawn.
    """
    found = redirect_of(store, id)
    if found is None:
        return None
    if found.kind != "merged":
        raise GoneError(id, found.to, found.reason, found.since)
    (target,) = found.to
    once(store, (MovedIdWarning, id), lambda: _warn(id, target, found.since))
    return target


def _warn(id: str, target: str, since: str) -> None:
    """Warn at the line outside the package that asked for a merged id."""
    message = f"{id} was merged into {target} in version {since} of the data. Use {target}."
    warnings.warn(message, MovedIdWarning, stacklevel=_depth())


def _depth() -> int:
    """Return the number of frames between the caller and the first one outside the package."""
    depth, frame = 1, sys._getframe(1)  # noqa: SLF001  # as the module warnings does
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_PACKAGE):
        depth, frame = depth + 1, frame.f_back
    return depth
