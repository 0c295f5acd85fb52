"""CST1xx, and those of CST2xx and CST3xx that a schema can tell. What finds them is ``validation.shape``."""

from __future__ import annotations

from ..findings import Example, Rule

_WITNESS = '"evidence": [{"source": "source:sukhankin-2022"}]'


def _event(*fields: str) -> Example:
    return Example(records='{"id": "event:example", ' + ",\n ".join((*fields, _WITNESS)) + "}")


def _dated(day: str) -> Example:
    kind = '"kind": "protest", "title": "A protest"'
    reports = f'"evidence": [{{"source": "source:sukhankin-2022", "reports": {{{day}}}}}]'
    return Example(records=f'{{"id": "event:example", {kind},\n {day},\n {reports}}}')


_KIND, _TITLE = '"kind": "protest"', '"title": "A protest"'
_GOOD = _event(_KIND, _TITLE)
_IN_KAZ = _event(_KIND, _TITLE, '"states": ["state:KAZ"]')

UNKNOWN_FIELD = Rule(
    "CST101",
    "unknown-field",
    "A field that the schema does not have.",
    "Unknown fields are refused so that a slip of the pen loses no data.",
    fails=_event(_KIND, '"titel": "A protest"'),
    passes=_GOOD,
)
MISSING_FIELD = Rule(
    "CST102",
    "missing-field",
    "A field that must be there is not.",
    "Without it the record says nothing.",
    fails=_event(_KIND),
    passes=_GOOD,
)
WRONG_TYPE = Rule(
    "CST103",
    "wrong-type",
    "A value of another JSON type than the field's.",
    "Nothing is converted in silence: a number in quotation marks is a text, and null is no value.",
    fails=_event(_KIND, _TITLE, '"summary": null'),
    passes=_GOOD,
)
NOT_IN_LIST = Rule(
    "CST104",
    "not-in-list",
    "A word that is not in the closed list.",
    "Closed lists keep records comparable.",
    fails=_event('"kind": "protests"', _TITLE),
    passes=_GOOD,
)
MALFORMED = Rule(
    "CST105",
    "malformed",
    "A text that has not the form of its field.",
    "Ids, codes and addresses are matched exactly.",
    fails=_event(_KIND, _TITLE, '"states": ["KAZ"]'),
    passes=_IN_KAZ,
)
NOT_HERE = Rule(
    "CST106",
    "not-here",
    "A field that does not go with the others.",
    "Fields that exclude each other would say the same thing twice, or two things at once.",
    fails=_dated('"date": "2022-01-05", "start": "2022-01-05"'),
    passes=_dated('"date": "2022-01-05"'),
)
EMPTY = Rule(
    "CST107",
    "empty",
    "An empty list, object or text.",
    "What is not known is left out.",
    fails=_event(_KIND, _TITLE, '"states": []'),
    passes=_GOOD,
)
REPEATED = Rule(
    "CST108",
    "repeated",
    "A list with the same entry twice.",
    "It adds nothing and hides slips.",
    fails=_event(_KIND, _TITLE, '"states": ["state:KAZ", "state:KAZ"]'),
    passes=_IN_KAZ,
)
OUT_OF_RANGE = Rule(
    "CST109",
    "out-of-range",
    "A number outside the range of its field.",
    "It cannot be meant.",
    fails=_dated('"deaths": {"value": -3}'),
    passes=_dated('"deaths": {"value": 3}'),
)
DISAGREEING = Rule(
    "CST110",
    "disagreeing-parts",
    "The parts of a value do not fit together.",
    "Some things a schema cannot say, such as that at_least lies below at_most.",
    fails=Example(
        records='{"id": "event:example", "kind": "unrest", "title": "Unrest",\n'
        ' "evidence": [{"source": "source:sukhankin-2022", "reports": {"deaths": {"at_least": 9, "at_most": 3}}}]}'
    ),
    passes=Example(
        records='{"id": "event:example", "kind": "unrest", "title": "Unrest",\n'
        ' "evidence": [{"source": "source:sukhankin-2022", "reports": {"deaths": {"at_least": 3, "at_most": 9}}}]}'
    ),
)
BAD_DAY = Rule(
    "CST201",
    "bad-day",
    "A day that is not in the calendar or not in the notation.",
    "Days are compared with days.",
    fails=_dated('"date": "2021-02-31"'),
    passes=_dated('"date": "2021-02-28"'),
)
BAD_INSTANT = Rule(
    "CST202",
    "bad-instant",
    "A moment not in the calendar or not in the notation.",
    "Its local day is worked out.",
    fails=_dated('"instant": "2022-01-05T22:30"'),
    passes=_dated('"instant": "2022-01-05T22:30+03:00"'),
)
WRONG_KIND = Rule(
    "CST303",
    "wrong-kind",
    "A reference to a record of another kind than the field holds.",
    "A member is a state or an organisation, never a place.",
    fails=_event(_KIND, _TITLE, '"states": ["place:almaty"]'),
    passes=_IN_KAZ,
)

RULES = (
    UNKNOWN_FIELD,
    MISSING_FIELD,
    WRONG_TYPE,
    NOT_IN_LIST,
    MALFORMED,
    NOT_HERE,
    EMPTY,
    REPEATED,
    OUT_OF_RANGE,
    DISAGREEING,
    BAD_DAY,
    BAD_INSTANT,
    WRONG_KIND,
)
