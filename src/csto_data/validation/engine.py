"""Runs the passes over a folder: what is read, then the rules by their codes, then the form of the files.

A rule is run over the records that violate none of the rules that it requires: so one mistake is one finding. A skipped
record is to the rule as one that could not be read: nothing follows from it, nor from its absence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import evolve

from ..diagnostics import Location, Path, Replacement, Violation
from ..model.coverage import Coverage
from ..serialization.canonical import canonical, canonical_lines
from ..serialization.json_reader import decode
from ..store.packaged import packaged_store, published_ids
from .context import PACKAGED, RuleContext, is_packaged, references_of
from .reading import Reading
from .registry import Rule, checks
from .report import Report
from .rules import RULES
from .rules.style import NOT_CANONICAL


def full_report(reading: Reading, shown: str) -> Report:
    """Return all violations of what was read: of every rule, and of the form of the files."""
    context = context_of(reading)
    found = [*reading.violations, *rule_violations(context, RULES.values())]
    return _report(reading, context, [*found, *_style_violations(reading, found)], shown)


def blocking_report(reading: Reading, shown: str) -> Report:
    """Return the violations that keep what was read from being loaded: those that :func:`full_report` has, too."""
    context = context_of(reading)
    blocking = [rule for rule in RULES.values() if rule.blocks_loading]
    found = [*reading.violations, *rule_violations(context, blocking)]
    return _report(reading, context, [v for v in found if RULES[v.rule].blocks_loading], shown)


def _report(reading: Reading, context: RuleContext, violations: list[Violation], shown: str) -> Report:
    order = {name: index for index, name in enumerate(reading.files)}

    def position(violation: Violation) -> tuple[int, str, int]:
        file, path = violation.location.file, violation.location.path
        record = path[1] if len(path) > 1 and isinstance(path[1], int) else -1
        return order.get(file, len(order)), file, record

    return Report(tuple(sorted(violations, key=position)), reading.sources, shown, context.ids_of)


def context_of(reading: Reading) -> RuleContext:
    """Return what rules look at: the records of a dataset, or of a pack and behind it those of the packaged data."""
    located = {place.record.id: place for place in reversed(reading.located)}  # of two with one id, the first
    coverage = reading.manifest.coverage if reading.manifest is not None else Coverage()
    if reading.overrides is not None:
        coverage = packaged_store().coverage
        located = {id: place for id, place in located.items() if id in reading.overrides or not is_packaged(id)}
    return RuleContext(
        located=located,
        ids=reading.ids,
        unread=frozenset(reading.unread),
        coverage=coverage,
        covered=tuple(reading.covered),
        overrides=reading.overrides,
        register=reading.register,
        registered=published_ids().union((reading.register or "").split()),
    )


def rule_violations(context: RuleContext, rules: Iterable[Rule]) -> list[Violation]:
    """Return the violations of rules that look at records, rule by rule in the order of their codes."""
    wanted = {rule.code for rule in rules}
    found: dict[str, list[Violation]] = {}
    for rule, check in checks():
        if rule.code in wanted:
            view = _without_violators(context, rule, found)
            violations = (evolve(violation, rule=rule.code) for violation in check(view))
            found[rule.code] = [*_of_the_pack(violations, context)]
    return [violation for violations in found.values() for violation in violations]


def _without_violators(context: RuleContext, rule: Rule, found: Mapping[str, list[Violation]]) -> RuleContext:
    """Return the context without the records that violate a rule that this one requires.

    A record violates a rule with a violation in it, and with a related location in it. Where the id itself is at fault,
    it may be any record of its kind.
    """
    ids: set[str] = set()
    unread: set[str] = set()
    for code, violations in found.items():
        if not code.startswith(rule.requires):
            continue
        for violation in violations:
            places = (violation.location, *(place for place, _ in violation.related))
            ids.update(place.record for place in places if place.record is not None)
            if violation.location.record is not None and violation.location.path[-1:] == ("id",):
                unread.add(violation.location.record.partition(":")[0])
    return context.without(ids, unread) if ids else context


def _of_the_pack(violations: Iterable[Violation], context: RuleContext) -> Iterator[Violation]:
    """Iterate over the violations, those of packaged records once at the place in the pack that causes them.

    The packaged data have no violation by themselves.
    """
    blamed: set[tuple[str, Path]] = set()
    for violation in violations:
        if not violation.location.file.startswith(PACKAGED):
            yield violation
            continue
        cause = _cause(violation, context)
        if cause is None:
            yield violation
        elif (cause.file, cause.path) not in blamed:
            blamed.add((cause.file, cause.path))
            yield evolve(violation, location=cause._replace(record=violation.location.record))


def _cause(violation: Violation, context: RuleContext) -> Location | None:
    """Return the first related place in the pack, or the first record of the pack to which the packaged one refers."""
    for place, _ in violation.related:
        if not place.file.startswith(PACKAGED):
            return place
    packaged = context.place(violation.location.record or "")
    for reference in references_of(packaged.record) if packaged is not None else ():
        if reference.id in context.located:
            return context.locate(reference.id, "id")
    return None


def _style_violations(reading: Reading, found: Iterable[Violation]) -> Iterator[Violation]:
    """Iterate over the files that have no other violation and are not as the formatter writes them."""
    faulty = {violation.location.file for violation in found}
    for name, document in reading.documents.items():
        if name in faulty:
            continue
        value, kind = document.value, document.kind
        text = canonical_lines(value, kind) if kind and name.endswith(".jsonl") else canonical(value, kind)
        if text.encode() != document.data:
            start, end, new = difference(decode(document.data).text, text)
            yield Violation(
                rule=NOT_CANONICAL.code,
                location=Location(file=name, span=(start, start)),
                message="the file is not in canonical form; it differs from here on",
                expected="the form that csto-data fmt gives it",
                fix=Replacement(text=new, span=(start, end), applicability="safe"),
            )


def difference(old: str, new: str) -> tuple[int, int, str]:
    """Return what to put from where to where in the old text to get the new one."""
    start = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    longest = min(len(old), len(new)) - start
    same = next((i for i in range(longest) if old[-1 - i] != new[-1 - i]), longest)
    return start, len(old) - same, new[start : len(new) - same]
