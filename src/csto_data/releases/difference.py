"""Everything that differs between two versions of the data: changes, answers and disputes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TypedDict

from attrs import evolve, frozen

from ..diagnostics import shortened
from ..errors import DatasetError, NotFoundError
from ..provenance.judgements import Judgement, JudgementDict, judged
from ..provenance.verdicts import Verdict
from ..store.answer import AnswerObject
from ..store.record_store import RecordStore
from .answer_changes import AnswerChange, AnswerChangeDict, answer_changes
from .bumps import Bump, BumpWord, raised
from .changes import Change, ChangeDict, diff
from .loading import store_of
from .schema_changes import schema_changes
from .snapshot import Snapshot, snapshot_of


class DifferenceDict(TypedDict):
    """Everything that differs between two versions of the data, as JSON."""

    old: str
    new: str
    bump: BumpWord
    required_version: str
    changes: list[ChangeDict]
    answers: list[AnswerChangeDict]
    disputes_opened: list[JudgementDict]
    disputes_closed: list[JudgementDict]
    not_compared: list[str]


@frozen(kw_only=True, repr=False)
class Difference(AnswerObject):
    """Everything that differs between two versions of the data.

    Attributes:
        old: The first version.
        new: The second version.
        changes: The changes of records, redirects, the manifest and the schemas.
        answers: The spans of days on which the versions answer a question differently.
        disputes_opened: The disputes that only the second version has.
        disputes_closed: The disputes that only the first version has.
        not_compared: What could not be compared, and why.

    Example:
        >>> import csto_data
        >>> found = csto_data.load(version="0.2.0").diff(csto_data.load(version="1.0.0"))
        >>> print(found)
        Version 0.2.0 to 1.0.0 of the data
        The changes require no higher version.
        <BLANKLINE>
        datapackage.json
          version: version changed, from "0.2.0" to "1.0.0"
    """

    SCHEMA = "difference"

    old: str
    new: str
    changes: tuple[Change, ...]
    answers: tuple[AnswerChange, ...] = ()
    disputes_opened: tuple[Judgement, ...] = ()
    disputes_closed: tuple[Judgement, ...] = ()
    not_compared: tuple[str, ...] = ()

    @property
    def bump(self) -> Bump:
        """The part of the version number that the changes increase."""
        return max((change.bump for change in self.changes), default=Bump.NONE)

    @property
    def required_version(self) -> str:
        """The lowest version that the changes allow after the first version."""
        return raised(self.old, self.bump)

    def to_dict(self) -> DifferenceDict:
        """Return the difference for ``json.dumps``, as in ``schemas/answers/difference.schema.json``."""
        return {
            "old": self.old,
            "new": self.new,
            "bump": self.bump.word,
            "required_version": self.required_version,
            "changes": [change.to_dict() for change in self.changes],
            "answers": [change.to_dict() for change in self.answers],
            "disputes_opened": [dispute.to_dict() for dispute in self.disputes_opened],
            "disputes_closed": [dispute.to_dict() for dispute in self.disputes_closed],
            "not_compared": [*self.not_compared],
        }

    def __str__(self) -> str:
        required = (
            f"The changes require version {self.required_version} or higher ({self.bump.name})."
            if self.bump
            else "The changes require no higher version."
        )
        parts = [[f"Version {self.old} to {self.new} of the data", required if self.changes else "No changes."]]
        parts.append([f"Not compared: {each}" for each in self.not_compared])
        parts.append(_listed("Answers that changed", self.answers))
        parts.append(_listed("Disputes opened", map(dispute_text, self.disputes_opened)))
        parts.append(_listed("Disputes closed", map(dispute_text, self.disputes_closed)))
        parts += (_listed(record, texts) for record, texts in self.by_record().items())
        return "\n\n".join("\n".join(lines) for lines in parts if lines)

    def by_record(self) -> Mapping[str, list[str]]:
        """Return what changed, as texts, by the id of the record or the name of the file."""
        found: dict[str, list[str]] = {}
        for change in self.changes:
            found.setdefault(change.record, []).append(change.text)
        return found


def _listed(title: str, lines: Iterable[object]) -> list[str]:
    found = [f"  {line}" for line in lines]
    return [title, *found] if found else []


def dispute_text(dispute: Judgement) -> str:
    """Return a dispute in one line, with the values as in JSON.

    Args:
        dispute: The dispute.
    """
    raw = dispute.to_dict()
    at = "" if dispute.at is None else f", {dispute.at},"
    recorded, reported = shortened(raw["value"]), shortened(raw["reported"])
    return f"{dispute.record} {dispute.field}: {recorded}, but {dispute.source}{at} has {reported}"


def difference(old: Snapshot, new: Snapshot) -> Difference:
    """Return everything that differs between two versions of the data.

    Args:
        old: The first version.
        new: The second version.
    """
    found = Difference(old=old.version, new=new.version, changes=all_changes(old, new))
    if not (old.schemas and new.schemas):
        without = old if not old.schemas else new
        found = evolve(found, not_compared=(f"the schemas, because version {without.version} has none",))
    try:
        return _with_answers(found, store_of(old), store_of(new))
    except (DatasetError, NotFoundError) as error:
        reason = f"answers and disputes, because of this error: {str(error).splitlines()[0]}"
        return evolve(found, not_compared=(*found.not_compared, reason))


def all_changes(old: Snapshot, new: Snapshot) -> tuple[Change, ...]:
    """Return the changes of records, redirects and the manifest, and of the schemas where both versions have them.

    Args:
        old: The first version.
        new: The second version.
    """
    schemas = schema_changes(old.schemas, new.schemas) if old.schemas and new.schemas else ()
    return (*diff(old, new), *schemas)


def difference_of_stores(old: RecordStore, new: RecordStore) -> Difference:
    """Return everything that differs between two datasets, whose schemas are those of today.

    Args:
        old: The first dataset.
        new: The second dataset.
    """
    changes = diff(snapshot_of(old), snapshot_of(new))
    return _with_answers(Difference(old=old.version, new=new.version, changes=changes), old, new)


def _with_answers(found: Difference, old: RecordStore, new: RecordStore) -> Difference:
    """Return a difference with the answers and disputes that differ."""
    before, after = _disputes(old), _disputes(new)
    return evolve(
        found,
        answers=answer_changes(old, new),
        disputes_opened=tuple(dispute for key, dispute in after.items() if key not in before),
        disputes_closed=tuple(dispute for key, dispute in before.items() if key not in after),
    )


def _disputes(store: RecordStore) -> dict[str, Judgement]:
    """Return the disputes of a version by what makes them the same: all but the recorded value."""
    found: dict[str, Judgement] = {}
    for dispute in judged(store, Verdict.DISPUTES):
        raw = dispute.to_dict()
        found[json.dumps([raw["record"], raw["field"], raw["source"], raw["at"], raw["reported"]])] = dispute
    return found
