"""Joins what is wrong with a value to what is wrong with the same value in the reports of the record.

A contributor writes a value twice, in the record and in the report of its source, and makes the same mistake in both.
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from ..diagnostics import Location, Path, Violation


def without_repetitions(violations: Iterable[Violation]) -> list[Violation]:
    """Return violations without those in reports that repeat one of the record; these are related to it.

    Args:
        violations: The violations of a document or rule.
    """
    found = list(violations)
    own = {_key(violation, violation.location.path): index for index, violation in enumerate(found)}
    repeated: dict[int, list[Location]] = {}
    kept = []
    for index, violation in enumerate(found):
        path = _reported_path(violation.location.path)
        first = own.get(_key(violation, path)) if path is not None else None
        if first is None:
            kept.append(index)
        else:
            repeated.setdefault(first, []).append(violation.location)
    return [
        evolve(found[index], related=(*found[index].related, *((at, "the same in a report") for at in repeated[index])))
        if index in repeated
        else found[index]
        for index in kept
    ]


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
