"""400,000 generated events in 16 files: one process beside two workers of Dask, and whether they find the same.

    python benchmarks/partitions.py [RECORDS]

One record in a thousand is spoilt. README.md tells more.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from generated import event

from csto_data.validation import CheckedRecords, check_records, join_records

FILES = 16
SPOILT: list[dict[str, Any]] = [
    {"titel": "A title"},
    {"title": "A  title"},
    {"date": "2021-02-30"},
    {"id": "event:generated-0000001"},
    {"states": ["state:RUS"]},
]


def write(folder: Path, records: int) -> list[Path]:
    files = [folder / f"events-{number:02}.jsonl" for number in range(FILES)]
    for part, file in enumerate(files):
        with file.open("w", encoding="utf-8") as lines:
            for number in range(part * records // FILES, (part + 1) * records // FILES):
                change = SPOILT[number // 1000 % len(SPOILT)] if number % 1000 == 500 else {}
                lines.write(json.dumps({**event(number), **change}, separators=(",", ":")) + "\n")
    return files


def check(path: str) -> CheckedRecords:
    with open(path, encoding="utf-8") as lines:
        return check_records("events", lines, file=Path(path).name)


def timed(name: str, records: int, work: Callable[[], list[CheckedRecords]]) -> object:
    start = time.perf_counter()
    parts = work()
    checked = time.perf_counter()
    findings = join_records(parts)
    end = time.perf_counter()
    print(
        f"{name:24} {records / (end - start):8,.0f} records/s: {checked - start:5.1f} s for the parts, "
        f"{end - checked:4.1f} s to join, {len(findings)} findings",
        flush=True,
    )
    return findings


def main() -> None:
    import dask.bag
    from distributed import Client, LocalCluster

    records = int(sys.argv[1]) if len(sys.argv) > 1 else 400_000
    with (
        tempfile.TemporaryDirectory() as folder,
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as cluster,
        Client(cluster) as client,
    ):
        files = [str(file) for file in write(Path(folder), records)]
        client.run(check, files[0])  # imports
        one = timed("one process", records, lambda: [check(file) for file in files])
        bag = dask.bag.from_sequence(files, npartitions=FILES)
        two = timed("Dask, two workers", records, lambda: bag.map(check).compute())
        print("equal findings" if one == two else "the findings differ")


if __name__ == "__main__":
    main()
