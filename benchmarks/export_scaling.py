"""Time and memory of the export to SQLite by number of records: ``python benchmarks/export_scaling.py 10000 20000``."""

import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from attrs import evolve

from csto_data import Dataset, load


def dataset_of(number: int) -> Dataset:
    """Return the packaged data with this number of further events."""
    data = load()
    events = [*data.events]
    more = (
        evolve(events[index % len(events)], id=f"{events[index % len(events)].id}-{index}") for index in range(number)
    )
    return Dataset.from_records([*data, *more], version=data.version, coverage=data.coverage)


def measured(number: int) -> str:
    """Return the time and the highest memory of an export, with that of the records alone before it."""
    dataset = dataset_of(number)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    with TemporaryDirectory() as folder:
        start = time.perf_counter()
        dataset.export("sqlite", Path(folder, "all.sqlite"))
        seconds = time.perf_counter() - start
        size = Path(folder, "all.sqlite").stat().st_size // 2**20
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return f"{number} records: {seconds:.1f} s, {peak} MB ({before} MB before the export), file {size} MB"


if __name__ == "__main__":
    numbers = sys.argv[1:] or ["10000", "100000"]
    if len(numbers) == 1:
        print(measured(int(numbers[0])))
    else:  # a process for each, because the highest memory of a process never falls
        for each in numbers:
            subprocess.run([sys.executable, __file__, each], check=True)
