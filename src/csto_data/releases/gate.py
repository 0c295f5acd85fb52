"""The check of a release: are the versions of the data and of the package as high as the changes require?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import field, frozen

from ..diagnostics import Finding, Location
from ..errors import DatasetError
from ..model.version_ranges import version_key
from ..validation.rules.releases import RELEASE_RULES
from .api_changes import api_changes
from .bumps import Bump, number_of, raised
from .changes import Change
from .difference import all_changes
from .history import History, Release
from .places import Places
from .reading import ALLOWED
from .snapshot import Snapshot

_KEYS = {"record", "field", "kind", "reason"}


@frozen(kw_only=True)
class Checked:
    """What the check of a release finds.

    Attributes:
        against: The version of the data that was compared; None if no release is below the declared version.
        records: The number of records that both versions have.
        changes: The number of changes of the data.
        required: The lowest version of the data that the changes allow.
        required_code: The lowest version of the package that the changes of its public names allow; None if they were
            not compared.
        findings: What is wrong, sorted by file and line.
    """

    against: str | None
    records: int = 0
    changes: int = 0
    required: str
    required_code: str | None = None
    findings: tuple[Finding, ...]

    def __str__(self) -> str:
        if self.against is None:
            return "no release to compare with"
        code = f", of the package {self.required_code}" if self.required_code else "; public names were not compared"
        compared = f"{self.records} records compared with version {self.against}, {self.changes} changes"
        return f"{compared}; lowest version of the data {self.required}{code}"


@frozen
class _Exceptions:
    """The exceptions of a version, and those that a change has used."""

    entries: Sequence[Mapping[str, Any]]
    used: set[int] = field(factory=set)

    def left(self, changes: Iterable[Change]) -> list[Change]:
        """Return the changes that no exception excuses."""
        return [change for change in changes if not self.excuse(change)]

    def excuse(self, change: Change) -> bool:
        """Return whether an exception excuses a change, which it does for one change only."""
        wanted = (change.record, change.field, change.kind)
        for number, entry in enumerate(self.entries):
            if number not in self.used and (entry["record"], entry.get("field", ""), entry["kind"]) == wanted:
                self.used.add(number)
                return True
        return False


def check_release(new: Snapshot, history: History, code_version: str, against: Snapshot | None = None) -> Checked:
    """Check the versions of the data and of the package against the newest release below that of the data.

    Args:
        new: The data to release.
        history: The released versions.
        code_version: The version of the package.
        against: Another version to compare with, instead of the release.

    Raises:
        DatasetError: A version or an exception is not valid.
    """
    places = Places(new)
    found = [*_of_release(new, history, places), *_of_references(new, places)]
    before = baseline(history, new.version)
    old = history.snapshot(before.version) if against is None and before is not None else against
    if old is None:
        text = f"no release is below version {new.version}"
        found.append(_nothing(places, text, "a released version below it, or --against"))
        return Checked(against=None, required=new.version, findings=tuple(found))
    exceptions = _Exceptions(_exceptions(new))
    changes, names = exceptions.left(all_changes(old, new)), exceptions.left(public_name_changes(old, new))
    compared = len(old.records.keys() & new.records.keys())
    found += [*_incomplete(old, new, places), *_unused(exceptions, places)]
    if compared:
        found += _too_low(changes, old.version, new.version, "CST801", places)
    code_before = _code_version(history, old) if old.api and new.api else None
    if code_before is not None:
        found += _too_low(names, code_before, code_version, "CST806", places)
    return Checked(
        against=old.version,
        records=compared,
        changes=len(changes),
        required=_required(old.version, changes),
        required_code=None if code_before is None else _required(code_before, names),
        findings=tuple(sorted(found, key=_position)),
    )


def _position(finding: Finding) -> tuple[str, int, int]:
    return finding.file, finding.line or 0, finding.column or 0


def public_name_changes(old: Snapshot, new: Snapshot) -> tuple[Change, ...]:
    """Return the changes of the public names of the package, if both versions have them.

    Args:
        old: The first version.
        new: The second version.
    """
    return api_changes(old.api, new.api) if old.api and new.api else ()


def baseline(history: History, version: str) -> Release | None:
    """Return the newest release below a version, or None.

    Args:
        history: The released versions.
        version: The version.
    """
    number_of(version)
    below = [release for release in history.releases if version_key(release.version) < version_key(version)]
    return max(below, key=lambda release: version_key(release.version), default=None)


def _code_version(history: History, old: Snapshot) -> str | None:
    """Return the version of the package with which a version was released, if it was."""
    released = {release.version: release.code_version for release in history.releases}
    return released.get(old.version)


def _required(version: str, changes: Iterable[Change]) -> str:
    return raised(version, max((change.bump for change in changes), default=Bump.NONE))


def _too_low(changes: Iterable[Change], before: str, declared: str, code: str, places: Places) -> Iterator[Finding]:
    """Yield a finding for each change that requires a higher version than the declared one."""
    what = "the data" if code == "CST801" else "the package"
    for change in changes:
        required = raised(before, change.bump)
        if number_of(required) > number_of(declared):
            message = f"{change.text}; this needs more than version {declared} of {what}"
            allowed = f"version {required} or higher, or an exception with a reason in {ALLOWED}"
            yield places.finding(RELEASE_RULES[code], places.of_change(change), message, allowed)


def _of_release(new: Snapshot, history: History, places: Places) -> Iterator[Finding]:
    """Yield a finding if the declared version was released with other content."""
    if new.version not in {release.version for release in history.releases}:
        return
    changes = all_changes(history.snapshot(new.version), new)
    if changes:
        day = history.release(new.version).released
        required = raised(new.version, max(Bump.PATCH, *(change.bump for change in changes)))
        number = "1 change" if len(changes) == 1 else f"{len(changes)} changes"
        message = f"version {new.version} was released on {day}, and the data differ from it: {number}"
        first = f"version {required} or higher, or the content of the release (first change: {changes[0]})"
        yield places.finding(RELEASE_RULES["CST802"], places.of_manifest(("version",)), message, first, required)


def _of_references(new: Snapshot, places: Places) -> Iterator[Finding]:
    """Yield a finding for each record that refers to an id that a redirect replaces."""
    for id, record in new.records.items():
        for gone in sorted(_texts(record) & new.redirects.keys()):
            to = new.redirects[gone].get("to", [])
            expected = f"the id of a record{': ' + ' or '.join(to) if to else ''}"
            message = f'reference to "{gone}", which no record has any more'
            suggestion = to[0] if len(to) == 1 else None
            yield places.finding(RELEASE_RULES["CST805"], places.of_record(id), message, expected, suggestion)


def _texts(value: Any) -> set[str]:
    if isinstance(value, Mapping):
        return {text for part in value.values() for text in _texts(part)}
    if isinstance(value, list | tuple):
        return {text for part in value for text in _texts(part)}
    return {value} if isinstance(value, str) else set()


def _incomplete(old: Snapshot, new: Snapshot, places: Places) -> Iterator[Finding]:
    """Yield a finding for each part of the data that could not be compared."""
    if not old.records.keys() & new.records.keys():
        text = f"no record was compared with version {old.version}"
        yield _nothing(places, text, "versions with records in common")
    if not (old.schemas and new.schemas):
        without = old if not old.schemas else new
        text = f"the schemas were not compared, because version {without.version} has none"
        yield _nothing(places, text, "versions with schemas")
    if new.api and not old.api:
        text = f"the public names were not compared, because version {old.version} has none"
        yield _nothing(places, text, "a version with public names")


def _nothing(places: Places, message: str, expected: str) -> Finding:
    return places.finding(RELEASE_RULES["CST803"], places.of_manifest(("version",)), message, expected)


def _unused(exceptions: _Exceptions, places: Places) -> Iterator[Finding]:
    for number, entry in enumerate(exceptions.entries):
        if number not in exceptions.used:
            what = " ".join(filter(None, (entry["record"], entry.get("field"), entry["kind"])))
            location = Location(file=ALLOWED, path=("exceptions", number), record=entry["record"])
            message = f"no change since the release before is excused by this exception: {what}"
            yield places.finding(RELEASE_RULES["CST804"], location, message, "an exception for exactly one change")


def _exceptions(new: Snapshot) -> Sequence[Mapping[str, Any]]:
    """Return the exceptions of a version.

    Raises:
        DatasetError: They are not valid.
    """
    shown, data = new.files.get(ALLOWED, (ALLOWED, b'{"exceptions": []}'))
    expected = (
        'Expected {"exceptions": [...]} with objects that have the texts "record", "kind" and "reason", and "field" '
        "unless the whole record is meant."
    )
    entries: list[dict[str, str]] = []
    try:
        entries = json.loads(data)["exceptions"]
        is_valid = all(
            entry.keys() <= _KEYS
            and all(isinstance(text, str) and text.strip() for text in entry.values())
            and _KEYS - {"field"} <= entry.keys()
            for entry in entries
        )
    except (ValueError, LookupError, TypeError, AttributeError):
        is_valid = False
    if not is_valid:
        raise DatasetError([f"{shown} has an exception that is not valid. {expected}"])
    return list(entries)
