"""Check a folder: the violations found while reading, then the rules by their codes, then the format of the files.

A rule skips records that violate a rule that it requires, so that one mistake is one finding. For the rule, a skipped
record is like an unreadable one: it has no violations, and references to it are not dangling.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from attrs import evolve

from ..diagnostics import Location, Path, Violation
from ..model.coverage import Coverage
from ..model.redirects import Redirect
from ..model.references import references
from ..progress import track
from ..store.packaged import packaged_redirects, packaged_store, published_ids
from .context import PACKAGED, RuleContext, is_packaged
from .file_reading import Reading
from .registry import Rule, checks
from .report import Report
from .rules import RULES
from .style_check import style_violation
from .suppressing import Accepted, packaged_suppressions

LEAST_POOLED = 3
"""The number of records that contradict one value from which on the value is probably wrong, and not the records."""


def full_report(reading: Reading, shown: str) -> Report:
    """Return all violations in a folder: those of the rules, and those of the format of the files."""
    context = context_of(reading)
    accepted = Accepted(reading.suppressions, reading.doubtful)
    kept, suppressed = accepted.split(rule_violations(context, RULES.values()))
    found = [*reading.violations, *_pooled(kept), *accepted.violations(context)]
    report = _report(reading, context, [*found, *_style_violations(reading, found)], shown)
    return evolve(report, suppressed=tuple(suppressed), ignored=tuple(reading.ignored))


def _pooled(violations: list[Violation]) -> Iterator[Violation]:
    """Iterate over the violations; those of three or more records that contradict one value are one, at this value."""
    against: dict[tuple[str, Location], list[Violation]] = defaultdict(list)
    for violation in violations:
        if RULES[violation.rule].pooled and violation.related:
            against[violation.rule, violation.related[0][0]].append(violation)
    pools = [(key[1], pool) for key, pool in against.items() if len(pool) >= LEAST_POOLED and _is_own(key[1])]
    pooled = {id(violation) for _, pool in pools for violation in pool}
    yield from (violation for violation in violations if id(violation) not in pooled)
    yield from (_contradicted(location, pool) for location, pool in pools)


def _contradicted(location: Location, pool: list[Violation]) -> Violation:
    """Return the violation by a value that several records contradict."""
    first = pool[0]
    return Violation(
        rule=first.rule,
        location=location,
        message=f"{len(pool)} records contradict this value, such as {first.location.record}: {first.message}",
        expected="a value that agrees with these records, or other values there",
        related=tuple((other.location, other.message) for other in pool),
    )


def _is_own(location: Location) -> bool:
    """Return whether a location is in the folder, and not in the packaged data."""
    return not location.file.startswith(PACKAGED)


def blocking_report(reading: Reading, shown: str) -> Report:
    """Return the violations in a folder that block loading; they cannot be suppressed."""
    context = context_of(reading)
    blocking = [rule for rule in RULES.values() if rule.blocks_loading]
    found = [*reading.violations, *rule_violations(context, blocking)]
    return _report(reading, context, [v for v in found if RULES[v.rule].blocks_loading], shown)


def _report(reading: Reading, context: RuleContext, violations: list[Violation], shown: str) -> Report:
    """Return the violations as a report, in the order of the files and records."""
    order = {name: index for index, name in enumerate(reading.files)}

    def position(violation: Violation) -> tuple[int, str, int]:
        file, path = violation.location.file, violation.location.path
        record = path[1] if len(path) > 1 and isinstance(path[1], int) else -1
        return order.get(file, len(order)), file, record

    violations = _without_merging_fixes(violations, reading)
    return Report(tuple(sorted(violations, key=position)), reading.sources, shown, context.ids_of, named=context.named)


def _without_merging_fixes(violations: list[Violation], reading: Reading) -> list[Violation]:
    """Return the violations; a safe fix that would give a record the id of another one is unsafe instead."""
    violations = [*violations]
    fixes = [
        (index, violation.fix, json.loads(violation.fix.text))
        for index, violation in enumerate(violations)
        if violation.location.path[2:] == ("id",) and violation.fix and violation.fix.text and not violation.fix.span
    ]
    often = Counter(id for *_, id in fixes)
    for index, fix, id in fixes:
        if id in reading.ids or often[id] > 1 or (reading.overrides is not None and is_packaged(id)):
            violations[index] = evolve(violations[index], fix=fix._replace(applicability="unsafe"))
    return violations


def context_of(reading: Reading) -> RuleContext:
    """Return the input of the rules: the records of a dataset, or of a pack and the packaged data."""
    located = {place.record.id: place for place in reversed(reading.located)}  # the first of several with the same id
    coverage = reading.manifest.coverage if reading.manifest is not None else Coverage()
    redirected: Mapping[str, Redirect] = {redirect.id: redirect for redirect in reversed(reading.redirects or ())}
    if reading.overrides is not None:
        coverage, redirected = packaged_store().coverage, packaged_redirects()
        located = {id: place for id, place in located.items() if id in reading.overrides or not is_packaged(id)}
    return RuleContext(
        located=located,
        ids=reading.ids,
        unread=frozenset(reading.unread),
        coverage=coverage,
        covered=tuple(reading.covered),
        overrides=reading.overrides,
        requires_data=reading.requires_data,
        register=reading.register,
        redirects=reading.redirects,
        redirected=redirected,
        manifest=reading.manifest,
        released=reading.manifest.released if reading.manifest is not None else None,
        registered=published_ids().union((reading.register or "").split()),
    )


def rule_violations(context: RuleContext, rules: Iterable[Rule]) -> list[Violation]:
    """Return the violations of rules about records, in the order of the codes of the rules."""
    wanted = {rule.code for rule in rules}
    found: dict[str, list[Violation]] = {}
    for rule, check in track(checks(), "applying rules", len(wanted)):
        if rule.code in wanted:
            view = _without_violators(context, rule, found)
            violations = (evolve(violation, rule=rule.code) for violation in check(view))
            found[rule.code] = [*_of_the_pack(violations, context)]
    return [violation for violations in found.values() for violation in violations]


def _without_violators(context: RuleContext, rule: Rule, found: Mapping[str, list[Violation]]) -> RuleContext:
    """Return the context without the records that violate a rule that this one requires.

    A record violates a rule if a violation or a related location is in it, unless it is a packaged record, which a pack
    does not make wrong. If its id is wrong, it may be any record of its kind.
    """
    ids: set[str] = set()
    unread: set[str] = set()
    for code, violations in found.items():
        if not code.startswith(rule.requires):
            continue
        for violation in violations:
            places = (violation.location, *(place for place, _ in violation.related))
            ids.update(place.record for place in places if place.record and not place.file.startswith(PACKAGED))
            if violation.location.record is not None and violation.location.path[-1:] == ("id",):
                unread.add(violation.location.record.partition(":")[0])
    return context.without(ids, unread) if ids else context


def _of_the_pack(violations: Iterable[Violation], context: RuleContext) -> Iterator[Violation]:
    """Iterate over the violations; one in a packaged record is moved to the location in the pack that causes it.

    The packaged data have no violations by themselves except suppressed ones, so the pack is the cause.
    """
    blamed: set[tuple[str, Path]] = set()
    found = [*violations]
    if found and context.overrides is not None:
        found, _ = Accepted(dict(enumerate(packaged_suppressions()))).split(found)
    for violation in found:
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
    """Return the first related location in the pack, or else the first record of the pack that is referred to."""
    for place, _ in violation.related:
        if not place.file.startswith(PACKAGED):
            return place
    packaged = context.place(violation.location.record or "")
    for reference in references(packaged.record) if packaged is not None else ():
        if reference.id in context.located:
            return context.locate(reference.id, "id")
    return None


def _style_violations(reading: Reading, found: Iterable[Violation]) -> Iterator[Violation]:
    """Iterate over the violations by files that are not in canonical form and have no other violations."""
    others = {violation.location.file for violation in found}
    for name, document in reading.documents.items():
        violation = style_violation(name, document) if name not in others else None
        if violation is not None:
            yield violation
