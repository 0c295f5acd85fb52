"""Pack installed distributions into wheels, so that pip can install csto-data without a network."""

from __future__ import annotations

import os
import re
from importlib.metadata import Distribution, distribution
from pathlib import Path
from zipfile import ZipFile

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def offline_environment(folder: Path, *more: str) -> dict[str, str]:
    """Return an environment in which pip finds the dependencies of csto-data, and ``more``, in this folder only."""
    for found in _with_dependencies(["attrs", "cattrs", "jsonschema", "hatchling", *more]).values():
        _pack(found, folder)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON", "GIT_"))}
    return {**inherited, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(folder), "PIP_CONFIG_FILE": os.devnull}


def _with_dependencies(requested: list[str]) -> dict[str, Distribution]:
    """Return these distributions and all their dependencies, by name."""
    found: dict[str, Distribution] = {}
    while requested:
        name = canonicalize_name(requested.pop())
        if name not in found:
            found[name] = distribution(name)
            requirements = map(Requirement, found[name].requires or ())
            requested += [
                requirement.name
                for requirement in requirements
                if requirement.marker is None or requirement.marker.evaluate({"extra": ""})
            ]
    return found


def _pack(found: Distribution, folder: Path) -> None:
    tags = [tag.split("-") for tag in re.findall(r"^Tag: (\S+)", found.read_text("WHEEL") or "", re.MULTILINE)]
    tag = "-".join(".".join(dict.fromkeys(part)) for part in zip(*tags, strict=True))
    name = canonicalize_name(found.metadata["Name"]).replace("-", "_")
    with ZipFile(folder / f"{name}-{found.version}-{tag}.whl", "w") as wheel:
        for file in found.files or ():
            if ".." not in file.parts and file.suffix != ".pyc":
                wheel.write(Path(str(found.locate_file(file))), str(file))
