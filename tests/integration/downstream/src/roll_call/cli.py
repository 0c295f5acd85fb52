"""``roll-call OPERATION TABLE``: the roll as CSV, with the columns of a table of one's own."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Sequence
from typing import get_args

import csto_data

from . import Code, Line, NoDay, match, roll, span

COLUMNS = ("state", "name", "member", "participation", "sent_least", "sent_most", "disputed")


def cells(line: Line) -> dict[str, str]:
    """A line of the roll as one of the table."""
    least, most = span(line.contingent.personnel if line.contingent is not None else None)
    disputed = (f"{told.record} {told.field}: {told.source} has {told.reported}" for told in line.disputes)
    values = (line.state.id, line.state.name, line.answer.value, line.participation, least, most, "; ".join(disputed))
    return dict(zip(COLUMNS, values, strict=True))


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table, and what to cite on the error stream; 2 where the question has no answer."""
    parser = argparse.ArgumentParser(prog="roll-call", description=__doc__)
    parser.add_argument("operation", help="its id, such as csto-kazakhstan-2022")
    parser.add_argument("table", help="a CSV file of your own with a column of codes")
    parser.add_argument("--on", metavar="DAY", help="a day such as 2022-01-06; without it, the start of the operation")
    parser.add_argument("--code", choices=get_args(Code), default="iso_alpha3", help="the column with the codes")
    asked = parser.parse_args(arguments)

    dataset = csto_data.load()
    with open(asked.table, newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        own = [{str(name): str(value) for name, value in row.items()} for row in reader]
        columns = [name for name in reader.fieldnames or () if name not in COLUMNS]
    try:
        lines = roll(dataset, asked.operation, asked.on)
    except (csto_data.NotFoundError, csto_data.OutsideCoverageError, csto_data.InvalidDateError, NoDay) as error:
        print(f"roll-call: {error}", file=sys.stderr)
        return 2
    matched = match(dataset, own, asked.code)
    for sentence in matched.refused:
        print(f"roll-call: {asked.table}: {sentence}", file=sys.stderr)

    writer = csv.DictWriter(sys.stdout, [*COLUMNS, *columns], lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    for line in lines:
        writer.writerow({**matched.rows.get(line.state.id, {}), **cells(line)})
    print(dataset.cite(dataset.operations[str(asked.operation)].id, format="text"), file=sys.stderr)
    return 1 if matched.refused else 0
