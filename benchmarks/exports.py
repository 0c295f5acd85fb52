"""Time and memory of ``csto-data export FORMAT --data PACK`` by number of records in the pack.

python benchmarks/exports.py [FORMAT] [NUMBER ...]
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from generated import event


def measured(format: str, number: int) -> str:
    """Return the time, the highest memory and the size of an export, and the time and memory to load the pack."""
    with TemporaryDirectory() as folder:
        with Path(folder, "events.jsonl").open("w", encoding="utf-8") as opened:
            opened.writelines(f"{json.dumps(event(each))}\n" for each in range(number))
        load = ["-c", f"import csto_data; len(csto_data.load({folder!r}))"]
        export = ["-m", "csto_data", "export", format, "--data", folder, "-o", f"{folder}/out"]
        loading, exporting = (process(arguments) for arguments in (load, export))
        out = Path(folder, "out")
        size = sum(file.stat().st_size for file in ([out] if out.is_file() else out.iterdir())) // 2**20
    (load_seconds, load_memory), (seconds, memory) = loading, exporting
    return (
        f"{number:7} records: {seconds:6.1f} s, {memory:5} MB, of which loading {load_seconds:6.1f} s, "
        f"{load_memory:5} MB; written {size} MB"
    )


def process(arguments: list[str]) -> tuple[float, int]:
    """Return the seconds and the highest memory, in MB, of a Python process."""
    start = time.perf_counter()
    id = os.posix_spawn(sys.executable, [sys.executable, *arguments], os.environ)
    _, status, used = os.wait4(id, 0)
    if status != 0:
        raise SystemExit(f"{arguments} failed")
    return time.perf_counter() - start, used.ru_maxrss // 1024


if __name__ == "__main__":
    format, *numbers = sys.argv[1:] or ["sqlite"]
    for number in numbers or ["10000", "100000"]:
        print(measured(format, int(number)), flush=True)
