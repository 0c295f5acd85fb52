"""Write the JSON Schemas of answers and commands, ``schemas/answers/*.schema.json``, from the types of ``to_dict()``.

``python -m csto_data.cli.answer_schemas`` writes them; a test compares them with the types.
"""

from __future__ import annotations

import inspect
import json
import types
from pathlib import Path
from typing import Any, Literal, NewType, Union, get_args, get_origin, get_type_hints, is_typeddict

from ..model.fields import fields_of
from ..model.ids import PREFIXES, id_pattern
from ..model.kinds import KINDS, Kind
from ..provenance.judgements import JudgementDict
from ..provenance.support import SupportDict
from ..queries.explain import ExplanationDict
from ..queries.holders import HoldingDict
from ..queries.panels import DyadYear, MemberYear
from ..queries.participation import ParticipationDict, StandingDict
from ..releases.answer_changes import AnswerChangeDict
from ..releases.changes import ChangeDict
from ..releases.difference import DifferenceDict
from ..releases.history import ReleaseDict
from ..releases.notes import NotesDict
from ..releases.revisions import RevisionDict
from ..store.lookup import MatchDict
from ..store.redirecting import ResolutionDict

Schema = dict[str, Any]

ANSWERS: dict[str, Any] = {
    "answer-change": AnswerChangeDict,
    "change": ChangeDict,
    "difference": DifferenceDict,
    "dyad-year": DyadYear,
    "explanation": ExplanationDict,
    "holding": HoldingDict,
    "judgement": JudgementDict,
    "match": MatchDict,
    "member-year": MemberYear,
    "notes": NotesDict,
    "participation": ParticipationDict,
    "release": ReleaseDict,
    "resolution": ResolutionDict,
    "revision": RevisionDict,
    "standing": StandingDict,
    "support": SupportDict,
}
"""The types of answers by the names of their schemas. Findings are described in ``schemas/report.schema.json``."""

_RECORDS = {"anyOf": [{"$ref": f"../{kind.name}.schema.json#/$defs/record"} for kind in KINDS.values()]}


def _viewed(kind: Kind) -> Schema:
    """Return the schema of a record in a view, which has only what one source reports."""
    record = f"../{kind.name}.schema.json#/$defs/record/properties"
    fields: Schema = {field.key: {"$ref": f"{record}/{field.key}"} for field in fields_of(kind.record_class).values()}
    if "evidence" in fields:  # empty if the source only mentions the record
        fields["evidence"] = {"type": "array", "items": {"$ref": f"{record}/evidence/items"}}
    return {
        "type": "object",
        "properties": fields,
        "required": ["id"],
        "additionalProperties": False,
    }


_VIEWED = {"anyOf": [_viewed(kind) for kind in KINDS.values()]}

COMMANDS: dict[str, Schema] = {
    "members": {"type": "array", "items": {"$ref": "standing.schema.json"}},
    "why": {"$ref": "explanation.schema.json"},
    "show": _RECORDS,
    "list": {
        "type": "array",
        "items": {"anyOf": [*_RECORDS["anyOf"], {"$ref": "standing.schema.json"}, {"$ref": "holding.schema.json"}]},
    },
    "search": {"type": "array", "items": {"$ref": "match.schema.json"}},
    "about": {"type": "array", "items": _RECORDS},
    "disputes": {"type": "array", "items": {"$ref": "judgement.schema.json"}},
    "view": {"anyOf": [_VIEWED, {"type": "array", "items": _VIEWED}]},
    "diff": {"$ref": "difference.schema.json"},
    "versions": {"type": "array", "items": {"$ref": "release.schema.json"}},
    "history": {"type": "array", "items": {"$ref": "revision.schema.json"}},
    "years": {
        "type": "array",
        "items": {"anyOf": [{"$ref": "member-year.schema.json"}, {"$ref": "dyad-year.schema.json"}]},
    },
}
"""What the commands print with ``--format json``, by the name of the command."""

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}


def answer_schemas() -> dict[str, Schema]:
    """Return the schema of each answer, and of what each command prints, by file name.

    Returns:
        JSON Schemas (draft 2020-12). All keys of an answer are required; what is not known is null.

    Example:
        >>> answer_schemas()["match.schema.json"]["required"]
        ['id', 'label', 'field', 'text']
    """
    answers = {
        f"{name}.schema.json": {"$schema": _DRAFT, "title": answer.__name__.removesuffix("Dict"), **_schema(answer)}
        for name, answer in ANSWERS.items()
    }
    commands = {
        f"{name}.schema.json": {"$schema": _DRAFT, "title": f"csto-data {name} --format json", **found}
        for name, found in COMMANDS.items()
    }
    return {**answers, **commands}


def _schema(hint: Any) -> Schema:
    """Return the schema of a type."""
    if hint in _TYPES:
        return {"type": _TYPES[hint]}
    if isinstance(hint, NewType):
        return {"type": "string", "pattern": f"^{id_pattern(PREFIXES[hint.__name__])}$"}
    if is_typeddict(hint):
        return _object(hint)
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Literal:
        return {"enum": [*parts]}
    if origin is list:
        return {"type": "array", "items": _schema(parts[0])}
    if origin is dict:
        return {"type": "object"}
    if origin in (Union, types.UnionType):
        return _union([_schema(part) for part in parts])
    return {}


def _union(schemas: list[Schema]) -> Schema:
    """Return the schema of a union, as a list of types if that is sufficient."""
    if all(schema.keys() == {"type"} for schema in schemas):
        return {"type": [schema["type"] for schema in schemas]}
    return {"anyOf": schemas}


def _object(cls: Any) -> Schema:
    """Return the schema of a typed dict."""
    hints = get_type_hints(cls)
    return {
        "description": (inspect.getdoc(cls) or "").partition("\n")[0],
        "type": "object",
        "properties": {name: _schema(hint) for name, hint in hints.items()},
        "required": [*hints],
        "additionalProperties": False,
    }


def main() -> None:
    """Write every schema that changed."""
    folder = Path(__file__).parents[3] / "schemas" / "answers"
    folder.mkdir(exist_ok=True)
    for name, schema in answer_schemas().items():
        text = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        file = folder / name
        if not file.is_file() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")
            print(f"wrote {file}")


if __name__ == "__main__":
    main()
