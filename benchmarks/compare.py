"""csto-data beside its peers, whole processes: the medians of paired ratios, and the bars that it sets itself.

In each round every command runs once, in an order that rotates from round to round, and a ratio is taken within its
round: neither a busy machine nor a heavy neighbour favours one side. README.md says how to run it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

BARS = (
    ("import csto_data", "pass", 1.25),
    ("import csto_data", "import pycountry", 0.3),
    ("csto_data.members", "pycountry.countries.get", 1.2),
    ("csto_data.members", "Particle.from_pdgid", 0.45),
    ("csto-data validate", "check-jsonschema", 0.35),
)
"""What is measured, beside what, and the highest ratio that csto-data allows itself."""

PYTHON = {
    "pass": "pass",
    "import csto_data": "import csto_data",
    "import pycountry": "import pycountry",
    "csto_data.members": "import csto_data; csto_data.members(on='2022-01-06')",
    "pycountry.countries.get": "import pycountry; pycountry.countries.get(alpha_2='KZ')",
    "Particle.from_pdgid": "from particle import Particle; Particle.from_pdgid(211)",
}


def commands(folder: Path) -> dict[str, list[str]]:
    """What each name runs; ``folder`` is a place for the schema that check-jsonschema gets."""
    scripts = Path(sysconfig.get_path("scripts"))
    package = Path(sysconfig.get_path("purelib"), "csto_data")
    if not (package / "data").is_dir():
        sys.exit("csto-data is not installed here, or is editable: its data must lie in site-packages")
    files = sorted(path for path in (package / "data").glob("*.json") if path.name != "datapackage.json")
    schema = folder / "any.schema.json"
    schema.write_text(json.dumps(one_schema(files)), encoding="utf-8")
    return {
        **{name: [sys.executable, "-c", code] for name, code in PYTHON.items()},
        "csto-data validate": [str(scripts / "csto-data"), "validate"],
        "check-jsonschema": [str(scripts / "check-jsonschema"), "--schemafile", str(schema), *map(str, files)],
    }


def one_schema(files: list[Path]) -> object:
    """A schema that holds each file to its own, so that one process of check-jsonschema can check all."""
    named = {json.loads(file.read_bytes())["$schema"]: file for file in files}
    rules = [
        {
            "if": {"properties": {"$schema": {"const": name}}},
            "then": {"$ref": (file.parent / name).resolve().as_uri()},
        }
        for name, file in named.items()
    ]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "properties": {"$schema": {"enum": list(named)}},
        "required": ["$schema"],
        "allOf": rules,
    }


def seconds(command: list[str]) -> float:
    start = perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return perf_counter() - start


def measure(run: dict[str, list[str]], rounds: int) -> dict[str, list[float]]:
    """The seconds of each command, round by round."""
    names = list(run)
    times: dict[str, list[float]] = {name: [] for name in names}
    for name in names:  # once unmeasured: files come into memory, modules are compiled
        seconds(run[name])
    for turn in range(rounds):
        shift = turn % len(names)
        for name in names[shift:] + names[:shift]:
            times[name].append(seconds(run[name]))
    return times


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 21
    with tempfile.TemporaryDirectory() as folder:
        times = measure(commands(Path(folder)), rounds)
    print(f"{'':24} {'median ms':>9}   {rounds} rounds, Python {sys.version.split()[0]}")
    for name, taken in times.items():
        print(f"{name:24} {1000 * median(taken):9.1f}")
    print(f"\n{'ratio':24} {'to':24} {'median':>6}  {'half of them':>12}  {'bar':>4}")
    for ours, peer, bar in BARS:
        ratios = [a / b for a, b in zip(times[ours], times[peer], strict=True)]
        low, middle, high = quantiles(ratios, n=4)
        verdict = "" if middle <= bar else "  missed"
        print(f"{ours:24} {peer:24} {middle:6.2f}  {low:5.2f}..{high:5.2f}  {bar:4}{verdict}")


if __name__ == "__main__":
    main()
