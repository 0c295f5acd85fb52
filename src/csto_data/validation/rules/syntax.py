"""CST0xx: the files and their text. ``jsonscan`` and ``reading`` find them."""

from __future__ import annotations

from ..registry import declare

UNREADABLE = declare(
    "CST001",
    "unreadable",
    "A file that cannot be read, or that leads out of its folder.",
    "A dataset is read whole or not at all, and nothing but what its contributor gave.",
    blocks_loading=True,
)
NOT_UTF8 = declare(
    "CST002",
    "not-utf8",
    "Bytes that are not UTF-8.",
    "Another encoding turns names into other names.",
    blocks_loading=True,
)
BYTE_ORDER_MARK = declare(
    "CST003",
    "byte-order-mark",
    "A byte order mark.",
    "Some readers take it for a part of the data.",
    blocks_loading=True,
)
BROKEN_JSON = declare(
    "CST004",
    "broken-json",
    "Text that is no JSON.",
    "Nothing after the break can be read.",
    blocks_loading=True,
)
DUPLICATE_KEY = declare(
    "CST005",
    "duplicate-key",
    "A key that an object has twice.",
    "Readers keep one value and lose the other.",
    blocks_loading=True,
)
NOT_A_NUMBER = declare(
    "CST006",
    "not-a-number",
    "NaN or Infinity.",
    "JSON has no such numbers.",
    blocks_loading=True,
)
NUMBER_TOO_LARGE = declare(
    "CST007",
    "number-too-large",
    "A number too large, or too small, to hold exactly.",
    "It would be read as another number.",
    blocks_loading=True,
)
HALF_CHARACTER = declare(
    "CST008",
    "half-character",
    "Half of a character.",
    "It cannot be written as UTF-8.",
    blocks_loading=True,
)
NESTED_TOO_DEEPLY = declare(
    "CST009",
    "nested-too-deeply",
    "Values nested more than 64 levels deep.",
    "No record needs it, and readers break on it.",
    blocks_loading=True,
)
UNLISTED = declare(
    "CST010",
    "unlisted-file",
    "A JSON file in the folder that nothing reads: the manifest does not name it, or no dataset is called so.",
    "Nobody would read it, and nobody would notice.",
    blocks_loading=True,
)
NUMBER_SPELLING = declare(
    "CST011",
    "number-spelling",
    "A number that is spelled otherwise than it needs: 2.0, 1e3, -0.",
    "One number, one spelling: a change in the file is then a change in the data.",
    blocks_loading=True,
)
HIDDEN_CHARACTER = declare(
    "CST012",
    "hidden-character",
    "A control character, or one that turns the direction of writing.",
    "It is not seen, or makes a reader see another text than the one that is there.",
    blocks_loading=True,
)
TOO_LARGE = declare(
    "CST013",
    "too-large",
    "A file, or a line of a .jsonl file, above the size that is read.",
    "Checking anyone's files must not take all memory.",
    blocks_loading=True,
)
