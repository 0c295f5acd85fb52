"""CST0xx: the files and their text. What finds them is ``jsonscan`` and the reading of the folder."""

from __future__ import annotations

from ..registry import declare

UNREADABLE = declare(
    "CST001",
    "unreadable",
    "A file that cannot be read, or that leads out of its folder.",
    "A dataset is read whole or not at all, and nothing but what its contributor gave.",
)
NOT_UTF8 = declare(
    "CST002",
    "not-utf8",
    "Bytes that are not UTF-8.",
    "Another encoding turns names into other names.",
)
BYTE_ORDER_MARK = declare(
    "CST003",
    "byte-order-mark",
    "A byte order mark.",
    "Some readers take it for a part of the data.",
)
BROKEN_JSON = declare(
    "CST004",
    "broken-json",
    "Text that is no JSON.",
    "Nothing after the break can be read.",
)
DUPLICATE_KEY = declare(
    "CST005",
    "duplicate-key",
    "A key that an object has twice.",
    "Readers keep one value and lose the other.",
)
NOT_A_NUMBER = declare(
    "CST006",
    "not-a-number",
    "NaN or Infinity.",
    "JSON has no such numbers.",
)
NUMBER_TOO_LARGE = declare(
    "CST007",
    "number-too-large",
    "A number too large, or too small, to hold exactly.",
    "It would be read as another number.",
)
HALF_CHARACTER = declare(
    "CST008",
    "half-character",
    "Half of a character.",
    "It cannot be written as UTF-8.",
)
NESTED_TOO_DEEPLY = declare(
    "CST009",
    "nested-too-deeply",
    "Values nested more than 64 levels deep.",
    "No record needs it, and readers break on it.",
)
UNLISTED = declare(
    "CST010",
    "unlisted-file",
    "A JSON file in the folder that nothing reads: the manifest does not name it, or no dataset is called so.",
    "Nobody would read it, and nobody would notice.",
)
NUMBER_SPELLING = declare(
    "CST011",
    "number-spelling",
    "A number that is spelled otherwise than it needs: 2.0, 1e3, -0.",
    "One number, one spelling: a change in the file is then a change in the data.",
)
HIDDEN_CHARACTER = declare(
    "CST012",
    "hidden-character",
    "A control character, or one that turns the direction of writing.",
    "It is not seen, or makes a reader see another text than the one that is there.",
)
TOO_LARGE = declare(
    "CST013",
    "too-large",
    "A file, or a line of a .jsonl file, above the size that is read.",
    "Checking anyone's files must not take all memory.",
)
