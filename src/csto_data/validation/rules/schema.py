"""Rules CST1xx, and the ones of CST2xx and CST3xx that a schema can check. ``schema_check`` finds these violations."""

from __future__ import annotations

from ..registry import declare

UNKNOWN_FIELD = declare(
    "CST101",
    "unknown-field",
    "Checks that every field is defined in the schema.",
    "An unknown field is usually a misspelt one; ignoring it would lose the value.",
    blocks_loading=True,
)
MISSING_FIELD = declare(
    "CST102",
    "missing-field",
    "Checks that all required fields are present.",
    "Without its required fields a record cannot be identified or used.",
    blocks_loading=True,
)
WRONG_TYPE = declare(
    "CST103",
    "wrong-type",
    "Checks that every value has the JSON type of its field.",
    "Values are never converted: a number in quotation marks is text, and null is not a value.",
    blocks_loading=True,
)
NOT_IN_LIST = declare(
    "CST104",
    "invalid-choice",
    "Checks that a value is one of the allowed values of its field.",
    "A fixed list of values keeps records comparable.",
    blocks_loading=True,
)
MALFORMED = declare(
    "CST105",
    "invalid-format",
    "Checks that a text has the format of its field, such as an id, a code or an address.",
    "Ids and codes are compared character by character, so a malformed one matches nothing.",
    blocks_loading=True,
)
NOT_HERE = declare(
    "CST106",
    "conflicting-fields",
    "Checks that fields that exclude each other are not combined.",
    "Together they would say the same thing twice, or contradict each other.",
    blocks_loading=True,
)
EMPTY = declare(
    "CST107",
    "empty-value",
    "Checks that no list, object or text is empty.",
    "Omit a field whose value is unknown, so that there is one way to say so.",
    blocks_loading=True,
)
REPEATED = declare(
    "CST108",
    "duplicate-item",
    "Checks that no list has the same item twice.",
    "A repeated item adds nothing and is often a mistyped other item.",
    blocks_loading=True,
)
OUT_OF_RANGE = declare(
    "CST109",
    "out-of-range",
    "Checks that a number is within the range of its field.",
    "The value is impossible for this field.",
    blocks_loading=True,
)
DISAGREEING = declare(
    "CST110",
    "inconsistent-value",
    "Checks that the parts of a value fit together, for example that at_least is not above at_most.",
    "A value that contradicts itself cannot be compared with others.",
    blocks_loading=True,
)
BAD_DAY = declare(
    "CST201",
    "invalid-date",
    "Checks that a date exists and is written in the notation of the dataset, a subset of EDTF.",
    "Invalid dates cannot be compared.",
    blocks_loading=True,
)
BAD_INSTANT = declare(
    "CST202",
    "invalid-instant",
    "Checks that an instant exists and is written with its UTC offset.",
    "The offset is needed to derive the local date.",
    blocks_loading=True,
)
WRONG_KIND = declare(
    "CST303",
    "wrong-reference-kind",
    "Checks that a reference names a record of a kind that the field accepts.",
    "A place cannot be a member, and a person cannot be an operation.",
    blocks_loading=True,
)
