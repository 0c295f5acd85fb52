"""CST0xx: the files and their text. What finds them is ``jsontext`` and the reading of the folder."""

from __future__ import annotations

from .findings import Rule

UNREADABLE = Rule("CST001", "unreadable", "A file that cannot be read.", "A dataset is read whole or not at all.")
UNLISTED = Rule(
    "CST010",
    "unlisted-file",
    "A JSON file in the folder that the manifest does not name.",
    "Nobody would read it, and nobody would notice.",
)

RULES = (
    UNREADABLE,
    Rule("CST002", "not-utf8", "Bytes that are not UTF-8.", "Another encoding turns names into other names."),
    Rule("CST003", "byte-order-mark", "A byte order mark.", "Some readers take it for a part of the data."),
    Rule("CST004", "broken-json", "Text that is no JSON.", "Nothing after the break can be read."),
    Rule("CST005", "duplicate-key", "A key that an object has twice.", "Readers keep one value and lose the other."),
    Rule("CST006", "not-a-number", "NaN or Infinity.", "JSON has no such numbers."),
    Rule("CST007", "number-too-large", "A number too large to hold.", "It would be read as another number."),
    Rule("CST008", "half-character", "Half of a character.", "It cannot be written as UTF-8."),
    Rule("CST009", "nested-too-deeply", "Values nested too deeply.", "No record needs it, and readers break on it."),
    UNLISTED,
)
