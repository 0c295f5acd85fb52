"""300,000 generated events as JSON Lines: csto-data with the extra ``fast`` beside plain jsonschema, and peak memory.

    python benchmarks/bulk.py [RECORDS]

Plain jsonschema is measured on 2,000 of them, for it takes minutes, and without its start. README.md tells more.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from generated import event

from csto_data.serialization.schemas import validator

PLAIN = 2_000
BAR = 50
"""So many times the records a second of plain jsonschema csto-data asks of itself."""


def main() -> None:
    records = int(sys.argv[1]) if len(sys.argv) > 1 else 300_000
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "events.jsonl")
        with file.open("w", encoding="utf-8") as lines:
            for number in range(records):
                lines.write(json.dumps(event(number), separators=(",", ":")) + "\n")
        print(f"{records} records, {file.stat().st_size / 1e6:.0f} MB")
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "csto_data", "validate", "--shape", str(file)], check=True)
        ours = records / (time.perf_counter() - start)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        plain = validator("event.schema.json#/$defs/record")
        with file.open(encoding="utf-8") as lines:
            some = [line for line, _ in zip(lines, range(min(PLAIN, records)), strict=False)]
        start = time.perf_counter()
        for line in some:
            assert not list(plain.iter_errors(json.loads(line)))  # noqa: S101
        theirs = len(some) / (time.perf_counter() - start)
        print(f"csto-data {ours:,.0f} records/s, peak {peak:.0f} MiB, whole process")
        verdict = "" if ours >= BAR * theirs else "  missed"
        print(f"jsonschema {theirs:,.0f} records/s, in process; ratio {ours / theirs:.0f}, bar {BAR}{verdict}")


if __name__ == "__main__":
    main()
