"""Rule CST203: values that do not match another value of their record. The schema checks everything else."""

from __future__ import annotations

from collections.abc import Iterator

from ...diagnostics import Path, Violation
from ...model import Figure
from ...model.figure import UNITS
from ..context import RuleContext
from ..registry import rule


@rule(
    "CST203",
    "unit-mismatch",
    scope="record",
    why="Figures of one measure can be compared only in comparable units.",
)
def units_of_measures(context: RuleContext) -> Iterator[Violation]:
    """Checks that the unit of a figure, recorded or reported, belongs to its measure."""
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
                    message=f'"{unit}" is not a valid unit for {figure.measure}',
                    expected=" or ".join(units),
                )
