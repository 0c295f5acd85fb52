"""Rules CST0xx: files and their text. The reader and the JSON scanner find these violations."""

from __future__ import annotations

from ..registry import declare

UNREADABLE = declare(
    "CST001",
    "unreadable-file",
    "Checks that every file can be read and is a regular file in the folder.",
    "A dataset is loaded completely or not at all, and only from files of its own folder.",
    blocks_loading=True,
)
NOT_UTF8 = declare(
    "CST002",
    "invalid-encoding",
    "Checks that files are encoded as UTF-8.",
    "Text in another encoding is read as other characters, so names change.",
    blocks_loading=True,
)
BYTE_ORDER_MARK = declare(
    "CST003",
    "byte-order-mark",
    "Checks that files have no byte order mark.",
    "Some programs read the mark as part of the data.",
    blocks_loading=True,
)
BROKEN_JSON = declare(
    "CST004",
    "invalid-json",
    "Checks that files are valid JSON.",
    "Nothing after the error can be read reliably.",
    blocks_loading=True,
)
DUPLICATE_KEY = declare(
    "CST005",
    "duplicate-key",
    "Checks that no object has the same key twice.",
    "JSON readers keep one of the values and silently drop the other.",
    blocks_loading=True,
)
NOT_A_NUMBER = declare(
    "CST006",
    "non-finite-number",
    "Checks that no number is NaN or Infinity.",
    "JSON has no such numbers; other readers reject the file.",
    blocks_loading=True,
)
NUMBER_TOO_LARGE = declare(
    "CST007",
    "inexact-number",
    "Checks that every number can be represented exactly.",
    "A number that is too large or too small, or has too many digits, is silently read as another number.",
    blocks_loading=True,
)
HALF_CHARACTER = declare(
    "CST008",
    "lone-surrogate",
    "Checks that text has no lone surrogate, which is half of a character.",
    "A lone surrogate cannot be written as UTF-8.",
    blocks_loading=True,
)
NESTED_TOO_DEEPLY = declare(
    "CST009",
    "excessive-nesting",
    "Checks that values are nested at most 64 levels deep.",
    "No record needs more, and deep nesting crashes some readers.",
    blocks_loading=True,
)
UNLISTED = declare(
    "CST010",
    "unlisted-file",
    "Checks that every JSON file with the name of a dataset, or a similar name, is part of the dataset or pack.",
    "The file would be silently ignored.",
    blocks_loading=True,
)
NUMBER_SPELLING = declare(
    "CST011",
    "number-format",
    "Checks that numbers are written in the usual notation: 2 and not 2.0, 2e0 or -0.",
    "With one way to write a number, a change in the file is a change in the data.",
    blocks_loading=True,
)
HIDDEN_CHARACTER = declare(
    "CST012",
    "hidden-character",
    "Checks that text has no control characters, no invisible characters, and none for private use or in place of an "
    "unreadable one.",
    "Invisible characters can disguise the real content.",
    blocks_loading=True,
)
TOO_LARGE = declare(
    "CST013",
    "file-too-large",
    "Checks that no file, no line of a .jsonl file, no string and no list inside a record exceeds its limit.",
    "Checking a file must not use up the memory of the machine.",
    blocks_loading=True,
)
OTHER_FORMAT = declare(
    "CST014",
    "unsupported-format",
    "Checks that no file with the name of a dataset is in another format than JSON.",
    "The file would be silently ignored.",
    severity="warning",
)
