"""What pip needs to install csto-data without a network: installed distributions, packed into wheels again."""

from __future__ import annotations

import os
import re
from importlib.metadata import Distribution, distribution
from pathlib import Path
from zipfile import ZipFile

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def offline(folder: Path, *more: str) -> dict[str, str]:
    """The environment in which pip finds the needs of csto-data, and ``more``, in this folder, and asks no index."""
    for found in _needs(["attrs", "cattrs", "jsonschema", "hatchling", *more]).values():
        _pack(found, folder)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON", "GIT_"))}
    return {**inherited, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(folder), "PIP_CONFIG_FILE": os.devnull}


def _needs(wanted: list[str]) -> dict[str, Distribution]:
    """These distributions and all that they need here, by name."""
    found: dict[str, Distribution] = {}
    while wanted:
        name = canonicalize_name(wanted.pop())
        if name not in found:
            found[name] = distribution(name)
            needs = map(Requirement, found[name].requires or ())
            wanted += [need.name for need in needs if need.marker is None or need.marker.evaluate({"extra": ""})]
    return found


def _pack(found: Distribution, folder: Path) -> None:
    tags = [tag.split("-") for tag in re.findall(r"^Tag: (\S+)", found.read_text("WHEEL") or "", re.MULTILINE)]
    tag = "-".join(".".join(dict.fromkeys(part)) for part in zip(*tags, strict=True))
    name = canonicalize_name(found.metadata["Name"]).replace("-", "_")
    with ZipFile(folder / f"{name}-{found.version}-{tag}.whl", "w") as wheel:
        for file in found.files or ():
            if ".." not in file.parts and file.suffix != ".pyc":
                wheel.write(Path(str(found.locate_file(file))), str(file))
