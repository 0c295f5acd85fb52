"""How the time and memory of building a site grow with the pages: packs of generated events.

python benchmarks/site_scaling.py [EVENTS ...]
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from generated import event

BUILD = "import sys, csto_data; from pathlib import Path; from csto_data.site.builder import build_site; "
BUILD += "print(build_site(csto_data.load(sys.argv[1]), Path(sys.argv[2])))"


def measured(events: int) -> tuple[int, float, int]:
    """Return the number of pages, the seconds of processor time and the peak memory in MiB."""
    with tempfile.TemporaryDirectory() as folder:
        pack = Path(folder, "pack")
        pack.mkdir()
        (pack / "pack.json").write_text('{"$schema": "schemas/pack.schema.json", "name": "generated"}')
        with (pack / "events.jsonl").open("w") as lines:
            lines.writelines(json.dumps(event(number)) + "\n" for number in range(events))
        process = subprocess.Popen([sys.executable, "-c", BUILD, pack, Path(folder, "site")], stdout=subprocess.PIPE)
        pages = int(process.stdout.read())
        _, _, used = os.wait4(process.pid, 0)
    return pages, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024


def main() -> None:
    """Print a line for each size."""
    for events in map(int, sys.argv[1:] or ("1", "1000", "2000", "4000")):
        pages, seconds, memory = measured(events)
        print(f"{events:6} events  {pages:6} pages  {seconds:6.2f} s  {memory:5} MiB")


if __name__ == "__main__":
    main()
