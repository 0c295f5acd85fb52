"""Check records in parts, for example on several machines, and then what only all parts together can show.

``check_records`` checks a part: syntax, shape, and the rules that look at one record and those to which it refers. It
returns findings and keys. ``join_records`` compares the keys of all parts: duplicate ids, codes, names and events, and
references to missing records. The findings are those of ``validate`` of a pack with all records.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from itertools import chain, islice
from typing import Any, NamedTuple

from attrs import evolve, frozen

from ..diagnostics import Finding, RelatedLocation, pointer
from ..errors import NotFoundError
from ..model import KINDS, Kind, Record
from ..model.leaves import ids_in
from ..store.packaged import packaged_records
from ..suggestions import Words, did_you_mean, guess
from .context import LocatedRecord, RuleContext, is_packaged
from .engine import rule_violations
from .file_reading import Reading, read_lines
from .registry import UNIQUE_ID
from .report import Report, moved_down
from .rules import RULES
from .rules.duplicates import UNIQUE, Key, clashes
from .rules.references import Link, links

CHUNK = 2_000
"""The number of records that are in memory at the same time."""

_BY_RECORD = tuple(rule for rule in RULES.values() if rule.scope == "record")
_BY_REFERENCES = tuple(rule for rule in RULES.values() if rule.scope in ("record", "references"))


class RecordKeys(NamedTuple):
    """What the rules about all records need of one record.

    Attributes:
        id: The id of the record.
        line: The number of its line.
        unique: Its keys by the code of the rule; each value is a hash.
        links: The references to records that are not packaged.
    """

    id: str
    line: int
    unique: tuple[tuple[str, Key], ...] = ()
    links: tuple[Link, ...] = ()


@frozen(kw_only=True)
class CheckedRecords:
    """The result of ``check_records``. It can be pickled.

    Attributes:
        kind: The kind of the records.
        file: The name of the file, as in findings.
        count: The number of records.
        incomplete: The number of records that refer to records that are not packaged. The rules that compare a record
            with those to which it refers skip them.
        findings: The findings, from top to bottom.
        keys: What ``join_records`` needs of each record that has an id.
        unread: Whether there are records without a valid id, which may have any id.
    """

    kind: str
    file: str
    count: int
    incomplete: int
    findings: tuple[Finding, ...]
    keys: tuple[RecordKeys, ...]
    unread: bool = False


def check_records(
    kind: str, records: Iterable[str | bytes | Mapping[str, Any]], *, file: str = "", line: int = 1
) -> CheckedRecords:
    """Check the records of a part of a pack: syntax, shape, and the rules that do not need the other records.

    Args:
        kind: The name of the dataset, such as ``"events"``.
        records: The records, each as a line of JSON or as a dict of JSON values.
        file: The name of the file for findings; that of the dataset by default.
        line: The number of the first line.

    Returns:
        The findings, and the keys that ``join_records`` needs.

    Raises:
        NotFoundError: No dataset has this name.
        TypeError: A dict contains a value that is not a JSON value.

    Example:
        >>> from csto_data.validation import check_records
        >>> checked = check_records("people", [{"id": "person:ann", "name": "Ann", "evidence": []}])
        >>> checked.count, checked.findings[0].message
        (1, '[] is empty')
    """
    if kind not in KINDS:
        near = did_you_mean(kind, KINDS)
        raise NotFoundError(f'Unknown dataset "{kind}". Expected one of {", ".join(KINDS)}.{near}')
    name = file or f"{kind}.jsonl"
    lines = map(_line, records)
    found = CheckedRecords(kind=kind, file=name, count=0, incomplete=0, findings=(), keys=())
    parts = [found]
    while part := [*islice(lines, CHUNK)]:
        parts.append(_checked(KINDS[kind], part, name, line))
        line += len(part)
    return CheckedRecords(
        kind=kind,
        file=name,
        count=sum(part.count for part in parts),
        incomplete=sum(part.incomplete for part in parts),
        findings=tuple(chain.from_iterable(part.findings for part in parts)),
        keys=tuple(chain.from_iterable(part.keys for part in parts)),
        unread=any(part.unread for part in parts),
    )


def _line(record: str | bytes | Mapping[str, Any]) -> bytes:
    """Return a record as a line of JSON without a line break."""
    if isinstance(record, Mapping):
        record = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    data = record.encode("utf-8", "surrogatepass") if isinstance(record, str) else bytes(record)
    return data.removesuffix(b"\n").replace(b"\n", b" ")


def _checked(kind: Kind, lines: list[bytes], file: str, first: int) -> CheckedRecords:
    """Return the result for some lines."""
    reading = Reading(None)
    read_lines(reading, f"{kind.dataset}.jsonl", b"\n".join(lines), kind)
    located = {place.record.id: place for place in reversed(reading.located)}
    outside = {id: _links(place.record) for id, place in located.items()}
    complete = {id: place for id, place in located.items() if not outside[id]}
    incomplete = {id: place for id, place in located.items() if outside[id]}
    violations = [
        *reading.violations,
        *rule_violations(RuleContext(located=complete, ids=reading.ids, overrides={}), _BY_REFERENCES),
        *rule_violations(RuleContext(located=incomplete, ids=reading.ids, overrides={}), _BY_RECORD),
    ]
    report = Report(tuple(violations), reading.sources, "", lambda _: ())
    findings = (evolve(moved_down(finding, first - 1), file=file) for finding in report.findings())
    return CheckedRecords(
        kind=kind.dataset,
        file=file,
        count=sum(1 for line in lines if line.strip()),
        incomplete=len(incomplete),
        findings=tuple(findings),
        keys=tuple(_keys_in(reading, located, outside, first)),
        unread=bool(reading.unread),
    )


def _keys_in(
    reading: Reading, located: Mapping[str, LocatedRecord], outside: Mapping[str, tuple[Link, ...]], first: int
) -> Iterator[RecordKeys]:
    """Iterate over the keys of the records that have ids; ``first`` is the number of the first line."""
    unique = {id: _unique(place.record) for id, place in located.items()}
    for id, places in reading.ids.items():
        for place in places:
            yield RecordKeys(id, first + int(place.path[1]), unique.get(id, ()), outside.get(id, ()))


def _links(record: Record) -> tuple[Link, ...]:
    """Return the references of a record to records that are not packaged."""
    known = set(filter(is_packaged, ids_in(record)))
    return tuple(links(record, known))


def _unique(record: Record) -> tuple[tuple[str, Key], ...]:
    """Return the keys of a record by the code of their rule, each value as a hash, which is small."""
    return tuple(
        (code, key._replace(value=_hash(key.value)))
        for code, unique in UNIQUE.items()
        if isinstance(record, unique.classes)
        for key in unique.keys(record)
    )


def _hash(value: Any) -> bytes:
    """Return a hash of a value that is the same in every process."""
    if isinstance(value, frozenset):
        return b"".join(sorted(map(_hash, value)))
    if isinstance(value, tuple):
        value = tuple(map(_hash, value))
    return blake2b(f"{value!r}".encode("utf-8", "surrogatepass"), digest_size=16).digest()


class _Place(NamedTuple):
    """Where the keys of a record come from."""

    file: str
    keys: RecordKeys


def join_records(parts: Iterable[CheckedRecords]) -> tuple[Finding, ...]:
    """Return the findings of all parts of a pack, with those that only all parts together show.

    These are duplicate ids, codes, names, addresses and events, and references to missing records. As in ``validate``,
    a rule skips records that violate a rule that it requires.

    Args:
        parts: The results of ``check_records``.

    Returns:
        The findings, file by file and from top to bottom.

    Example:
        >>> from csto_data.validation import check_records, join_records
        >>> lines = ['{"id":"source:diary","title":"Diary","kind":"report"}'] * 2
        >>> parts = [check_records("sources", lines[:1]), check_records("sources", lines[1:], line=2)]
        >>> [(finding.line, finding.message) for finding in join_records(parts)]
        [(2, 'duplicate id "source:diary"')]
    """
    parts = list(parts)
    places = [_Place(part.file, keys) for part in parts for keys in part.keys]
    twice = [*_duplicate_ids(places)]
    unread = _unread(parts, twice)
    found = [*_in_parts(parts, twice), *twice, *_dangling(places, unread)]
    located = [(finding, finding.record) for finding in found]
    clashing = [*_clashing(places, _violated(located))]
    found += [finding for finding, _ in clashing]
    violated = _violated([*located, *clashing, *((finding, finding.record) for finding, _ in clashing)])
    kept = [finding for finding in found if not _is_skipped(finding.record, finding.rule, violated)]
    order = {file: index for index, file in enumerate(dict.fromkeys(part.file for part in parts))}
    kept.sort(key=lambda finding: (order[finding.file], finding.line or 0, finding.column or 0))
    return tuple(kept)


def _unread(parts: list[CheckedRecords], twice: list[Finding]) -> set[str]:
    """Return the id prefixes of records that may have any id: it is not valid, or that of another record."""
    unread = {KINDS[part.kind].prefix for part in parts if part.unread}
    return unread.union(str(finding.record).partition(":")[0] for finding in twice)


def _violated(found: Iterable[tuple[Finding, str | None]]) -> Mapping[str | None, set[str]]:
    """Return the codes of the rules that each record violates, from findings with the id of a record."""
    codes: dict[str | None, set[str]] = defaultdict(set)
    for finding, id in found:
        codes[id].add(finding.rule)
    return codes


def _in_parts(parts: list[CheckedRecords], twice: list[Finding]) -> Iterator[Finding]:
    """Iterate over the findings of the parts; rules about records skip a record with the id of an earlier one."""
    again = {(finding.file, finding.line) for finding in twice}
    for finding in chain.from_iterable(part.findings for part in parts):
        if RULES[finding.rule].scope == "dataset" or (finding.file, finding.line) not in again:
            yield finding


def _duplicate_ids(places: list[_Place]) -> Iterator[Finding]:
    """Iterate over the findings of CST301."""
    first: dict[str, _Place] = {}
    for place in places:
        other = first.setdefault(place.keys.id, place)
        if other is not place:
            message, expected = f'duplicate id "{place.keys.id}"', UNIQUE_ID
            yield _finding("CST301", place, ("id",), message, expected, other, "first defined here")


def _dangling(places: list[_Place], unread: set[str]) -> Iterator[Finding]:
    """Iterate over the findings of CST302."""
    known = {place.keys.id for place in places}
    near: dict[tuple[str, ...], Words] = {}
    for place in places:
        for link in place.keys.links:
            if link.id in known or link.id.partition(":")[0] in unread:
                continue
            if link.prefixes not in near:
                near[link.prefixes] = Words(id for id in _all_ids(known) if id.startswith(link.prefixes))
            suggestion = guess(link.id, near[link.prefixes])
            finding = _finding("CST302", place, link.path, link.message, link.expected)
            yield evolve(finding, suggestion=suggestion.word if suggestion is not None else None)


def _all_ids(known: set[str]) -> Iterator[str]:
    """Iterate over the ids of all parts and of the packaged data."""
    yield from sorted(known)
    yield from (record.id for dataset in KINDS for record in packaged_records(dataset) if record.id not in known)


def _clashing(places: list[_Place], violated: Mapping[str | None, set[str]]) -> Iterator[tuple[Finding, str]]:
    """Iterate over the findings by keys that several records have, with the id of the other record of a part.

    Packaged records come first; they have no violations.

    Args:
        places: The keys of all records.
        violated: The codes of the rules that each record violates.
    """
    for (code, prefix), own in sorted(_by_rule(places, violated).items()):
        dataset = next(kind.dataset for kind in KINDS.values() if kind.prefix == prefix)
        packaged = [_Place("", RecordKeys(record.id, 0, _unique(record))) for record in packaged_records(dataset)]
        by_id = {place.keys.id: place for place in reversed([*packaged, *own])}
        keyed = ((id, _keys(by_id[id], code)) for id in dict.fromkeys(place.keys.id for place in (*packaged, *own)))
        for clash in clashes(keyed, UNIQUE[code]):
            message = f"{clash.key.before}{clash.other}{clash.key.after}"
            place, other = by_id[clash.record], by_id[clash.other]
            finding = _finding(code, place, clash.key.path, message, UNIQUE[code].expected, other, UNIQUE[code].other)
            yield finding, clash.other if other.file else clash.record


def _by_rule(places: list[_Place], violated: Mapping[str | None, set[str]]) -> Mapping[tuple[str, str], list[_Place]]:
    """Return the keys of the records that a rule compares, by its code and the prefix of the ids."""
    found: dict[tuple[str, str], list[_Place]] = defaultdict(list)
    for place in sorted(places, key=lambda place: place.keys.id):
        for code in dict(place.keys.unique):
            if not _is_skipped(place.keys.id, code, violated):
                found[code, place.keys.id.partition(":")[0]].append(place)
    return found


def _keys(place: _Place, code: str) -> list[Key]:
    """Return the keys of a record for a rule."""
    return [key for rule, key in place.keys.unique if rule == code]


def _finding(
    code: str,
    place: _Place,
    path: tuple[str | int, ...],
    message: str,
    expected: str,
    other: _Place | None = None,
    label: str = "",
) -> Finding:
    """Return a finding without a column, which is not known; ``other`` is a related record."""
    rule = RULES[code]
    related = () if other is None else (_related(other, label),)
    return Finding(
        rule=code,
        severity=rule.severity,
        file=place.file,
        line=place.keys.line,
        pointer=pointer(path),
        record=place.keys.id,
        message=message,
        expected=expected,
        why=rule.why,
        related=related,
        page=rule.page,
    )


def _related(other: _Place, label: str) -> RelatedLocation:
    """Return the location of another record; a packaged one is named."""
    if not other.file:
        return RelatedLocation(file="packaged data", message=f"{label}: {other.keys.id}")
    return RelatedLocation(file=other.file, line=other.keys.line, message=label)


def _is_skipped(id: str | None, code: str, violated: Mapping[str | None, set[str]]) -> bool:
    """Return whether a rule skips a record because the record violates a rule that it requires."""
    requires = RULES[code].requires
    return id is not None and any(other.startswith(requires) for other in violated.get(id, ()))
