"""Release notes, computed from the data: what differs from the release before, as Markdown and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypedDict

from attrs import frozen

from ..errors import DatasetError
from ..store.answer import AnswerObject
from .changes import Change, ChangeDict
from .difference import Difference, DifferenceDict, difference, dispute_text
from .fingerprint import fingerprint
from .gate import baseline, public_name_changes
from .history import History
from .snapshot import Snapshot


class NotesDict(TypedDict):
    """The notes of a release, as JSON."""

    version: str
    code_version: str
    released: str | None
    records: int
    fingerprint: str
    difference: DifferenceDict
    public_names: list[ChangeDict]


@frozen(kw_only=True, repr=False)
class Notes(AnswerObject):
    """The notes of a release.

    Attributes:
        version: The version of the data.
        code_version: The version of the package.
        released: The day of the release, if the manifest has one.
        records: The number of records.
        fingerprint: The SHA-256 of the records.
        difference: What differs from the release before.
        public_names: The public names of the package that changed.
    """

    SCHEMA = "notes"

    version: str
    code_version: str
    released: str | None
    records: int
    fingerprint: str
    difference: Difference
    public_names: tuple[Change, ...]

    def to_dict(self) -> NotesDict:
        """Return the notes for ``json.dumps``."""
        return {
            "version": self.version,
            "code_version": self.code_version,
            "released": self.released,
            "records": self.records,
            "fingerprint": self.fingerprint,
            "difference": self.difference.to_dict(),
            "public_names": [change.to_dict() for change in self.public_names],
        }

    def __str__(self) -> str:
        day = f", {self.released}" if self.released else ""
        parts = [f"# Data {self.version}, package {self.code_version}{day}\n"]
        parts.append(f"{self.records} records, SHA-256 `{self.fingerprint}`.\n")
        parts.append(markdown(self.difference))
        parts.append(_section("Public names of the package", _by_kind(self.public_names)))
        return "\n".join(part for part in parts if part)


def notes(new: Snapshot, history: History, code_version: str) -> Notes:
    """Return the notes of a release: what differs from the newest release below it.

    Args:
        new: The data.
        history: The released versions.
        code_version: The version of the package.

    Raises:
        DatasetError: No release is below the version of the data.
    """
    before = baseline(history, new.version)
    if before is None:
        raise DatasetError([f"No release is below version {new.version}. Expected a released version below it."])
    old = history.snapshot(before.version)
    created = new.manifest.get("created")
    return Notes(
        version=new.version,
        code_version=code_version,
        released=None if created is None else created[:10],
        records=len(new.records),
        fingerprint=fingerprint(new.records.values()),
        difference=difference(old, new),
        public_names=public_name_changes(old, new),
    )


def markdown(found: Difference) -> str:
    """Return a difference as Markdown: changes by kind, those first that require the highest version.

    Args:
        found: The difference.
    """
    lines = [f"Changes since version {found.old} of the data: {_counted(found.changes)}.\n"]
    lines += [f"Not compared: {each}.\n" for each in found.not_compared]
    sections = [
        _section("Answers that changed", (f"- {answer}" for answer in found.answers)),
        _section("Disputes opened", (f"- {dispute_text(dispute)}" for dispute in found.disputes_opened)),
        _section("Disputes closed", (f"- {dispute_text(dispute)}" for dispute in found.disputes_closed)),
    ]
    for bump, title in ((3, "Incompatible changes"), (2, "Additions"), (1, "Corrections"), (0, "Other changes")):
        sections.append(_section(title, _by_kind(change for change in found.changes if change.bump == bump)))
    return "\n".join([*lines, *(section for section in sections if section)])


def _counted(changes: Iterable[Change]) -> str:
    found = [change.bump.word for change in changes]
    return (
        ", ".join(f"{found.count(word)} {word}" for word in ("major", "minor", "patch", "none") if word in found)
        or "none"
    )


def _section(title: str, lines: Iterable[str]) -> str:
    body = "".join(f"{line}\n" for line in lines)
    return f"## {title}\n\n{body.lstrip()}" if body else ""


def _by_kind(changes: Iterable[Change]) -> Iterator[str]:
    """Yield changes as lines of lists, each list below its kind."""
    kinds: dict[str, list[Change]] = {}
    for change in changes:
        kinds.setdefault(change.kind, []).append(change)
    for kind, found in sorted(kinds.items()):
        yield f"\n### {kind.capitalize()} ({len(found)})\n"
        for change in found:
            field = f" `{change.field}`" if change.path else ""
            yield f"- `{change.record}`{field}{': ' + change.values if change.values else ''}"
