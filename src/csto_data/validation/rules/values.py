"""CST203: values that do not go with the others of their record. Other faults of values are found by the schema."""

from __future__ import annotations

from collections.abc import Iterator

from ...diagnostics import Path, Violation
from ...model import Figure
from ...model.figure import UNITS
from ..context import RuleContext
from ..registry import rule


@rule(
    "CST203",
    "unit-of-another-measure",
    why="Figures of one measure stand side by side only in comparable units.",
)
def units_of_measures(context: RuleContext) -> Iterator[Violation]:
    """A figure, or a report of one, in a unit that its measure is not counted in."""
    for figure in context.checked(Figure):
        units = UNITS[figure.measure]
        found: list[tuple[Path, object]] = [(("unit",), figure.unit)]
        for index, witness in enumerate(figure.evidence):
            path: Path = ("evidence", index, "reports", "unit")
            found += [(path, report.value) for report in witness.reports if report.field == "unit"]
        for path, unit in found:
            if unit not in units:
                yield Violation(
                    location=context.locate(figure.id, *path),
                    message=f"{figure.measure} are given in {unit}",
                    expected=" or ".join(units),
                )
