"""CST1xx, and those of CST2xx and CST3xx that a schema can tell. ``schema_check`` finds them."""

from __future__ import annotations

from ..registry import declare

UNKNOWN_FIELD = declare(
    "CST101",
    "unknown-field",
    "A field that the schema does not have.",
    "Unknown fields are refused so that a slip of the pen loses no data.",
    blocks_loading=True,
)
MISSING_FIELD = declare(
    "CST102",
    "missing-field",
    "A field that must be there is not.",
    "Without it the record says nothing.",
    blocks_loading=True,
)
WRONG_TYPE = declare(
    "CST103",
    "wrong-type",
    "A value of another JSON type than the field's.",
    "Nothing is converted in silence: a number in quotation marks is a text, and null is no value.",
    blocks_loading=True,
)
NOT_IN_LIST = declare(
    "CST104",
    "not-in-list",
    "A word that is not in the closed list.",
    "Closed lists keep records comparable.",
    blocks_loading=True,
)
MALFORMED = declare(
    "CST105",
    "malformed",
    "A text that has not the form of its field.",
    "Ids, codes and addresses are matched exactly.",
    blocks_loading=True,
)
NOT_HERE = declare(
    "CST106",
    "not-here",
    "A field that does not go with the others.",
    "Fields that exclude each other would say the same thing twice, or two things at once.",
    blocks_loading=True,
)
EMPTY = declare(
    "CST107",
    "empty",
    "An empty list, object or text.",
    "What is not known is left out.",
    blocks_loading=True,
)
REPEATED = declare(
    "CST108",
    "repeated",
    "A list with the same entry twice.",
    "It adds nothing and hides slips.",
    blocks_loading=True,
)
OUT_OF_RANGE = declare(
    "CST109",
    "out-of-range",
    "A number outside the range of its field.",
    "It cannot be meant.",
    blocks_loading=True,
)
DISAGREEING = declare(
    "CST110",
    "disagreeing-parts",
    "The parts of a value do not fit together.",
    "Some things a schema cannot say, such as that at_least lies below at_most.",
    blocks_loading=True,
)
BAD_DAY = declare(
    "CST201",
    "bad-day",
    "A day that is not in the calendar or not in the notation.",
    "Days are compared with days.",
    blocks_loading=True,
)
BAD_INSTANT = declare(
    "CST202",
    "bad-instant",
    "A moment not in the calendar or not in the notation.",
    "Its local day is worked out.",
    blocks_loading=True,
)
WRONG_KIND = declare(
    "CST303",
    "wrong-kind",
    "A reference to a record of another kind than the field holds.",
    "A member is a state or an organisation, never a place.",
    blocks_loading=True,
)
