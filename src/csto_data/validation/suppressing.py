"""Separate the findings that ``suppressions.json`` accepts from the others, and find entries that accept nothing."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from ..diagnostics import Location, Suggestion, Violation
from ..model.suppressions import Suppression, Suppressions
from ..serialization.builder import build
from ..serialization.resources import data_root
from ..store.layout import SUPPRESSIONS
from .context import RuleContext
from .registry import checks, declared_rules
from .rules.suppressions import INVALID_SUPPRESSION, UNUSED_SUPPRESSION


class Suppressed(NamedTuple):
    """A suppressed violation with the reason."""

    violation: Violation
    reason: str


@cache
def packaged_suppressions() -> tuple[Suppression, ...]:
    """Return the accepted findings of the packaged data, if there are any."""
    file = data_root().joinpath(SUPPRESSIONS)
    if not file.is_file():
        return ()
    found: Suppressions = build(Suppressions, json.loads(file.read_bytes()))
    return found.suppressions


def suppressible() -> list[str]:
    """Return the codes of the rules that can be suppressed: those about records that do not block loading."""
    return [rule.code for rule, _ in checks() if not rule.blocks_loading]


class Accepted:
    """The suppressions of a folder, and which of them were used."""

    def __init__(self, entries: Mapping[int, Suppression], doubtful: Collection[int] = ()) -> None:
        self._entries = entries
        self._doubtful = doubtful
        self._used: set[int] = set()
        self._by_key: Mapping[tuple[str, str], list[int]] = defaultdict(list)
        codes = set(suppressible()) if entries else set()
        for index, entry in entries.items():
            if entry.rule in codes:
                self._by_key[entry.rule, entry.record].append(index)

    def split(self, violations: Iterable[Violation]) -> tuple[list[Violation], list[Suppressed]]:
        """Return the violations that are not suppressed, and those that are."""
        kept, suppressed = [], []
        for violation in violations:
            index = self._index(violation)
            if index is None:
                kept.append(violation)
            else:
                self._used.add(index)
                suppressed.append(Suppressed(violation, self._entries[index].reason))
        return kept, suppressed

    def _index(self, violation: Violation) -> int | None:
        """Return the index of the first entry that suppresses a violation, or None."""
        indexes = self._by_key.get((violation.rule, violation.location.record or ""), ())
        names = (None, *violation.location.path[2:3])
        return next((index for index in indexes if self._entries[index].path in names), None)

    def violations(self, context: RuleContext) -> Iterator[Violation]:
        """Iterate over the violations by the entries themselves, after ``split``."""
        codes = suppressible() if self._entries else []
        for index, entry in self._entries.items():
            if index in self._doubtful:
                continue
            if entry.rule not in codes:
                yield _invalid(index, entry, codes)
            elif index not in self._used and (context.place(entry.record) or not context.may_have(entry.record)):
                yield _unused(index, entry, context)


def _invalid(index: int, entry: Suppression, codes: list[str]) -> Violation:
    """Return the violation by an entry with the code of no rule that can be suppressed."""
    return Violation(
        rule=INVALID_SUPPRESSION.code,
        location=Location(file=SUPPRESSIONS, path=("suppressions", index, "rule")),
        message=f"findings of {entry.rule} cannot be suppressed",
        expected='the code of a rule about records, which "csto-data rules" lists; if the rule is this one, no entry',
        suggestion=None if entry.rule in declared_rules() else Suggestion(word=entry.rule, known=codes),
    )


def _unused(index: int, entry: Suppression, context: RuleContext) -> Violation:
    """Return the violation by an entry that suppresses nothing."""
    known = context.has(entry.record)
    where = f' in "{entry.path}"' if entry.path is not None else ""
    path = ("suppressions", index) if known else ("suppressions", index, "record")
    found = f"{entry.record} has no finding of {entry.rule}{where}"
    return Violation(
        rule=UNUSED_SUPPRESSION.code,
        location=Location(file=SUPPRESSIONS, path=path),
        message=found if known else f"no record has the id {entry.record}",
        expected="the rule, record and field of a finding; otherwise remove the entry, or the file if no entry is left",
        suggestion=None if known else Suggestion(word=entry.record, prefixes=(entry.record.partition(":")[0],)),
    )
