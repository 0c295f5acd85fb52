"""Joins what is wrong with a value to what is wrong with the same value in the reports of the record.

A contributor writes a value twice, in the record and in the report of its source, and makes the same mistake in both.
What a safe fix corrects stays apart, so that it is corrected in both places.
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from ..diagnostics import Location, Path, Violation
from ..suggestions import guess


def without_repetitions(violations: Iterable[Violation], *, of_ids: bool = False) -> list[Violation]:
    """Return violations without those in reports that repeat one of the record; these are related to it.

    Args:
        violations: The violations of a document or rule.
        of_ids: Whether they are about ids without a record, for which no suggestion is certain.
    """
    found = list(violations)
    own = {_key(violation, violation.location.path): index for index, violation in enumerate(found)}
    repeated: dict[int, list[Location]] = {}
    kept = []
    for index, violation in enumerate(found):
        path = _reported_path(violation.location.path)
        first = own.get(_key(violation, path)) if path is not None else None
        if first is None or (not of_ids and (_may_be_fixed(violation) or _may_be_fixed(found[first]))):
            kept.append(index)
        else:
            repeated.setdefault(first, []).append(violation.location)
    return [
        evolve(found[index], related=(*found[index].related, *((at, "the same in a report") for at in repeated[index])))
        if index in repeated
        else found[index]
        for index in kept
    ]


def _may_be_fixed(violation: Violation) -> bool:
    """Return whether a violation may have a safe fix."""
    fix, suggestion = violation.fix, violation.suggestion
    if fix is not None:
        return fix.applicability == "safe"
    if suggestion is None:
        return False
    near = guess(suggestion.word, suggestion.known, typos=suggestion.typos) if suggestion.known else None
    return (near is not None and near.certain) or bool(suggestion.prefixes)


def _key(violation: Violation, path: Path) -> tuple[str, str, str | None, Path]:
    return violation.rule, violation.message, violation.location.file, path


def _reported_path(path: Path) -> Path | None:
    """Return the path of a field in the record if a path is that of the field in a report, or else None."""
    if "reports" not in path or "evidence" not in path:
        return None
    evidence = path.index("evidence")
    if path[evidence + 2 : evidence + 3] != ("reports",):
        return None
    return (*path[:evidence], *path[evidence + 3 :])
