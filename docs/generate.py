"""Writes the pages of this folder that are made from the schemas, the rules and the data: ``python docs/generate.py``.

A test compares them with what this writes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from csto_data import Dataset, Day, Verdict, load
from csto_data.model import (
    KINDS,
    Assessment,
    Attested,
    Event,
    Evidence,
    Figure,
    Locator,
    Membership,
    Office,
    Quantity,
    Statement,
)
from csto_data.model.references import evidence_of
from csto_data.schemas import schema
from csto_data.structuring import unstructure
from csto_data.validation import RULES
from csto_data.validation.rule_pages import page
from csto_data.verdicts import Judgement, place_in_source
from csto_data.witnessing import witnesses_of

FOLDER = Path(__file__).parent
Schema = dict[str, Any]


def pages() -> dict[str, str]:
    """The text of every generated page by its path in this folder."""
    rules = {f"rules/{code}.md": page(RULES[code]) for code in RULES}
    return {"article.md": article(), "data-dictionary.md": data_dictionary(), **rules}


def article() -> str:
    """What each paragraph of the article supports and disputes, and which other sources say so."""
    return "\n".join(_article(load(), "source:sukhankin-2022")) + "\n"


def _article(dataset: Dataset, id: str) -> Iterator[str]:
    source = dataset.sources[id]
    authors = ", ".join(_name(dataset[author]) for author in source.authors)
    places: dict[tuple[Any, ...], tuple[str, list[tuple[Attested, Evidence]]]] = {}
    for record in (record for record in dataset if isinstance(record, Attested)):
        for witness in evidence_of(record):
            if witness.source == id:
                place = places.setdefault(place_in_source(witness.at), (_heading(witness.at), []))
                place[1].append((record, witness))
    yield "# What the article says, paragraph by paragraph"
    yield ""
    yield "Made from `data/` by `python docs/generate.py`; do not edit."
    yield ""
    yield f"The article is {authors}, [{source.title}]({source.url}), {source.publisher}, {source.published}; `{id}`."
    yield "Read it beside this page: under each paragraph stand the records that rest on it, and what it reports of"
    yield "each. A report **supports** the record, is *compatible* with it (right, but no proof), or **disputes** it;"
    yield "text and plans are not judged. Other sources that support the record are named; of those that copy one"
    yield "another only one."
    if source.note:
        yield ""
        yield source.note
    for media in source.media:
        yield ""
        yield f"{str(media.at or '').capitalize()}: {media.kind}, {media.title or media.caption}"
    for _, (heading, told) in sorted(places.items()):
        yield ""
        yield f"## {heading}"
        named = [
            f"{_name(record)} (`{record.id}`)" for record, witness in told if not (witness.reports or witness.note)
        ]
        if named:
            yield ""
            yield f"Speaks of {'; '.join(named)}."
        for record, witness in told:
            if witness.reports or witness.note:
                yield ""
                yield f"**{_name(record)}** (`{record.id}`){_more(record)}"
                yield ""
                yield from _told(dataset, record, witness)


def _told(dataset: Dataset, record: Attested, witness: Evidence) -> Iterator[str]:
    """A line for each value that the evidence reports."""
    reported = {report.field for report in witness.reports}
    counted = {found.field: found for found in witnesses_of(dataset, record.id)}
    prefix = _part(record, witness)
    for judged in dataset.judgements(record.id):
        field = judged.field.removeprefix(prefix)
        mine = judged.source == witness.source and judged.at == witness.at and judged.field.startswith(prefix)
        if mine and re.split(r"[.\[]", field)[0] in reported:
            supporting = counted[judged.field].supporting
            yield f"- `{judged.field}` {_value(judged.reported)}: {_verdict(judged, witness, supporting)}"
    if witness.note:
        yield f"- note: {witness.note}"


def _part(record: Attested, witness: Evidence) -> str:
    """The path of the contingent or outcome whose evidence it is; nothing for the record's own."""
    for contingent in getattr(record, "contingents", ()):
        if witness in contingent.evidence:
            return f"contingents[{contingent.state}]."
    outcome = getattr(record, "outcome", None)
    return "outcome." if outcome is not None and witness in outcome.evidence else ""


def _verdict(judged: Judgement, witness: Evidence, supporting: tuple[str, ...]) -> str:
    """How the report stands to the record, and who supports this: the article too, where it contradicts itself."""
    itself = judged.verdict is Verdict.DISPUTES
    by = ", ".join(f"`{source}`" for source in supporting if itself or source != witness.source)
    match judged.verdict:
        case Verdict.SUPPORTS:
            return f"**supports**{f'; so does {by}' if by else ''}"
        case Verdict.COMPATIBLE:
            return f"*compatible* with {_value(judged.value)}{f', by {by}' if by else ''}"
        case Verdict.DISPUTES:
            return f"**disputes** {_value(judged.value)}{f', by {by}' if by else ''}"
        case Verdict.UNSETTLED:
            return "the record has no value"
        case _:
            if witness.planned:
                return "planned, not judged"
            same = judged.value == judged.reported or judged.reported in _several(judged.value)
            return "as in the record" if same else f"not judged; the record has {_value(judged.value)}"


def _several(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else ()


def _heading(at: Locator | None) -> str:
    return str(at).capitalize() if at is not None else "The whole article"


def _name(record: Any) -> str:
    """By what readers know a record."""
    for field in ("name", "title", "claim", "summary"):
        if getattr(record, field, None) and not isinstance(record, Office):
            return str(getattr(record, field))
    match record:
        case Membership():
            return f"{record.member} in {record.organization}"
        case Office():
            return f"{record.holder}, {record.title} of {record.of}"
        case Figure():
            return f"{record.measure} of {record.of}"
    raise TypeError(f"{record.id} has nothing to be called by")


def _more(record: Any) -> str:
    """The kind of what was said or foreseen, and the summary of what happened."""
    kind = f", {record.kind}" if isinstance(record, Statement | Assessment | Event) else ""
    hedge = f" ({record.modality})" if getattr(record, "modality", None) else ""
    summary = f": {record.summary}" if isinstance(record, Event) and record.summary else ""
    return f"{kind}{hedge}{summary}"


def _value(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(_value, value))
    if isinstance(value, Quantity | Day):
        return str(value)
    raw = unstructure(value)
    return ", ".join(f"{name} {part}" for name, part in raw.items()) if isinstance(raw, dict) else str(raw)


def data_dictionary() -> str:
    """Every field of every dataset, as the schemas describe it."""
    return "\n".join(_dictionary()) + "\n"


def _dictionary() -> Iterator[str]:
    yield "# Data dictionary"
    yield ""
    yield "Made from `schemas/` by `python docs/generate.py`; do not edit."
    yield ""
    yield "A field in **bold** is always there; any other is absent when it is not known: nothing is ever null."
    for kind in KINDS.values():
        document = schema(kind.name)
        yield ""
        yield f"## {kind.dataset}"
        yield ""
        yield f"`data/{kind.dataset}.json`, ids `{kind.prefix}:...`. {document['description']}"
        for name, definition in document["$defs"].items():
            if name != "record":
                yield ""
                yield f"### {kind.dataset}: {_title(name)}"
                yield ""
                yield definition["description"]
            yield from _fields(definition, document)
    common = schema("common")
    yield ""
    yield "## Common parts"
    for name, definition in common["$defs"].items():
        yield ""
        yield f"### {_title(name)}"
        yield ""
        yield definition["description"]
        if "properties" in definition:
            yield from _fields(definition, common)
        else:
            yield ""
            yield f"Examples: {_examples(definition)}"


def _title(name: str) -> str:
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)


def _fields(definition: Schema, document: Schema) -> Iterator[str]:
    yield ""
    yield "| field | type | what it is | examples |"
    yield "|---|---|---|---|"
    for name, field in definition["properties"].items():
        shown = f"**{name}**" if name in definition.get("required", ()) else name
        yield f"| {shown} | {_type(field, document)} | {_cell(field['description'])} | {_examples(field)} |"


def _type(field: Schema, document: Schema) -> str:
    """What a value is: a common part, a part of this dataset, a word of a list, or a plain JSON type."""
    if "$ref" in field:
        file, _, pointer = field["$ref"].partition("#")
        name = pointer.rpartition("/")[2]
        dataset = _dataset(document)
        heading = f"{dataset} {_title(name)}" if dataset and not file else _title(name)
        return f"[{_title(name)}](#{heading.replace(' ', '-')})"
    if field["type"] == "array":
        return f"list of {_type(field['items'], document)}"
    if "enum" in field:
        return "one of " + ", ".join(f"`{word}`" for word in field["enum"])
    if field["type"] == "object":
        return "object: fields of the record" if "properties" in field else "object"
    return {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}[field["type"]]


def _dataset(document: Schema) -> str:
    return next((kind.dataset for kind in KINDS.values() if schema(kind.name) is document), "")


def _examples(field: Schema) -> str:
    return _cell(", ".join(f"`{json.dumps(example, ensure_ascii=False)}`" for example in field["examples"]))


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> None:
    """Writes every page that changed."""
    for name, text in pages().items():
        page = FOLDER / name
        page.parent.mkdir(exist_ok=True)
        if not page.is_file() or page.read_text(encoding="utf-8") != text:
            page.write_text(text, encoding="utf-8")
            print(f"wrote {page}")


if __name__ == "__main__":
    main()
