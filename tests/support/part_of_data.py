"""A consistent part of the packaged data: quick to check, with records of every dataset.

It has some records of each kind, and every record to which these refer. So a test of one mistake in a dataset takes a
fraction of the time that the whole data would take.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import csto_data
from csto_data.model import KINDS
from csto_data.model.coverage import Coverage
from csto_data.model.references import references
from csto_data.serialization.canonical import canonical
from csto_data.store.layout import MANIFEST, REDIRECTS, REGISTER
from csto_data.store.packaged import packaged_redirects

_CHOSEN = (
    *("assessment:csto-dominated-by-russia", "event:aktau-protest-2022", "event:almaty-airport-seizure"),
    *("event:csto-withdrawal-start", "event:cst-in-force", "event:csto-uzbekistan-readmission"),
    *(
        "figure:csto-deployment-flights",
        "figure:january-deaths-1",
        "office:csto-chair-arm-1",
        "office:csto-chair-tjk-1",
    ),
    *("operation:csto-kazakhstan-2022", "org:csto-parliamentary-assembly", "person:kassym-jomart-tokayev"),
    *("place:zhanaozen", "statement:lukashenko-warning-uzbekistan", "statement:putin-characterisation"),
)


def write_part(folder: Path) -> Path:
    """Write the part to a folder, which is created, and return the folder."""
    folder.mkdir()
    for name, text in _files().items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def ids_of_part() -> list[str]:
    """Return the ids of the records of the part."""
    return sorted(_ids())


def register_of_part() -> list[str]:
    """Return the lines of its register: the ids of its records and those with a redirect."""
    return sorted({*_ids(), *packaged_redirects()})


@cache
def _ids() -> frozenset[str]:
    data = csto_data.load()
    targets = (id for redirect in packaged_redirects().values() for id in redirect.to)
    found: set[str] = set()
    new = {*_CHOSEN, *(spell.id for spell in data.memberships), *targets, *_cited(data.coverage)}
    while new:
        found |= new
        new = {str(reference.id) for id in new for reference in references(data[id])} - found
    return frozenset(found)


def _cited(coverage: Coverage) -> set[str]:
    """Return the sources of the coverage."""
    return {str(entry.source) for covered in (*coverage.memberships, *coverage.offices) for entry in covered.evidence}


@cache
def _files() -> dict[str, str]:
    root = csto_data.data_root()
    files = {name: root.joinpath(name).read_text(encoding="utf-8") for name in (MANIFEST, REDIRECTS)}
    for dataset, kind in KINDS.items():
        document = json.loads(root.joinpath(f"{dataset}.json").read_bytes())
        document["records"] = [record for record in document["records"] if record["id"] in _ids()]
        files[f"{dataset}.json"] = canonical(document, kind)
    return {**files, REGISTER: "".join(f"{id}\n" for id in register_of_part())}
