"""Rules CST204 to CST206, CST210, CST213 and CST902 to CST904: the texts of records."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any
from unicodedata import is_normalized, normalize

from ...diagnostics import Path, Replacement, Violation
from ...model import Event, Operation, Record, Source, Statement
from ...model.fields import ModelClass, fields_of, reportable
from ...model.leaves import is_text, texts_in
from ...store.scaffold import BLANK
from ...suggestions import in_one_script
from ..context import RuleContext
from ..registry import rule

_SPACES = "\u0020\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_IRREGULAR = re.compile(f"^[{_SPACES}]|[{_SPACES}]$|[{_SPACES}]{{2}}")
_RUNS = re.compile(f"[{_SPACES}]{{2,}}")
_UNFINISHED = re.compile(
    r"(TODO|FIXME|XXX|TBD)\b|\?\?\?|^(?i:todo|fixme|xxx|tb[acd]|n/a|untitled|placeholder|lorem ipsum.*)$"
    r"|^(?!_{3})(?P<empty>[\W_]+)$"
)
_LETTERS = {"Latin": re.compile("[A-Za-z\u00c0-\u024f]"), "Cyrillic": re.compile("[\u0400-\u052f]")}
_SCRIPTS = {
    **dict.fromkeys(("be", "bg", "kk", "ky", "mk", "mn", "ru", "tg", "uk"), "Cyrillic"),
    **dict.fromkeys(("cs", "de", "en", "es", "et", "fi", "fr", "hu", "id", "it", "lt", "lv", "nl", "pl"), "Latin"),
    **dict.fromkeys(("pt", "ro", "sk", "sv", "tr"), "Latin"),
    **dict.fromkeys(("ar", "fa", "hy", "ja", "ka", "ko", "zh"), "another"),
}
"""The script of languages that are usually written in one script."""
MOST_WORDS = 25
"""The number of words up to which a quotation is short."""


@rule(
    "CST204",
    "irregular-space",
    scope="record",
    why="Spaces that readers cannot see make two equal names different.",
)
def irregular_spaces(context: RuleContext) -> Iterator[Violation]:
    """Checks that texts have no double spaces, and no non-breaking or other special space at their ends."""
    for record, path, text in _texts(context):
        if _IRREGULAR.search(text):
            yield Violation(
                location=context.locate(record.id, *path),
                message=f"irregular spaces in {json.dumps(text)[:80]}",
                expected="single spaces between words, and none at the ends",
                fix=_rewritten(_RUNS.sub(" ", text).strip()),
            )


@rule(
    "CST205",
    "unnormalised-text",
    scope="record",
    why="The same letter in two encodings looks equal, but searches and comparisons see two different texts.",
)
def unnormalised_texts(context: RuleContext) -> Iterator[Violation]:
    """Checks that texts are in Unicode Normalization Form C, with é as one character and not as e and an accent."""
    for record, path, text in _texts(context):
        if not is_normalized("NFC", text):
            yield Violation(
                location=context.locate(record.id, *path),
                message="the text is not in Unicode Normalization Form C",
                expected="letters and their accents as single characters where these exist",
                fix=_rewritten(normalize("NFC", text)),
            )


@rule(
    "CST206",
    "mixed-scripts",
    scope="record",
    why="A Cyrillic letter that looks like a Latin one cannot be seen, but the word is not found.",
)
def mixed_scripts(context: RuleContext) -> Iterator[Violation]:
    """Checks that no word mixes Latin letters with Cyrillic letters that look like Latin ones, or the reverse."""
    for record, path, text in _texts(context):
        if text.isascii() or not (words := _mixed_words(text)):
            continue
        fixed = text
        for word, meant in words.items():
            fixed = fixed.replace(word, meant)
        yield Violation(
            location=context.locate(record.id, *path),
            message=f'"{next(iter(words))}" mixes Latin and Cyrillic letters',
            expected="each word in one script",
            fix=Replacement(json.dumps(fixed, ensure_ascii=False), "unsafe"),
        )


def _mixed_words(text: str) -> dict[str, str]:
    """Return the words that mix scripts, each with the word in one script that looks the same."""
    words = re.findall(r"\w+", text) if _is_mixed(text) else ()
    found = {word: in_one_script(word) for word in words if _is_mixed(word)}
    return {word: meant for word, meant in found.items() if meant is not None}


def _is_mixed(text: str) -> bool:
    """Return whether a text has Latin and Cyrillic letters."""
    return all(letters.search(text) for letters in _LETTERS.values())


@rule(
    "CST210",
    "language-script-mismatch",
    scope="record",
    severity="warning",
    why="The title of a source is given in its own language and script, so that the source can be found.",
)
def scripts_of_titles(context: RuleContext) -> Iterator[Violation]:
    """Checks that the title of a source is in a script in which its language is written, unless the title is ours."""
    for source in context.checked(Source):
        found = _scripts_in(source.title)
        script = _script_of(source.language or "")
        if script is not None and found and script not in found and not source.title_supplied:
            letters = "neither Latin nor Cyrillic" if "another" in found else found[0]
            yield Violation(
                location=context.locate(source.id, "title"),
                message=f'the title is in {letters} letters, but "language" is "{source.language}"',
                expected='the title as in the document, its language, or "title_supplied": true for a title of our own',
                related=((context.locate(source.id, "language"), "the language"),),
            )


def _scripts_in(text: str) -> list[str]:
    """Return the scripts of the letters in a text: Latin, Cyrillic, or another."""
    found = [name for name, letters in _LETTERS.items() if letters.search(text)]
    rest = any(letter.isalpha() and not any(known.match(letter) for known in _LETTERS.values()) for letter in text)
    return [*found, "another"] if rest else found


def _script_of(language: str) -> str | None:
    """Return the script in which a language is written; None if there are several, or if its tag names one."""
    name, *rest = language.split("-")
    is_tagged = bool(rest) and len(rest[0]) == 4
    return None if is_tagged else _SCRIPTS.get(name)


@rule(
    "CST213",
    "unfilled-blank",
    scope="record",
    why="The blank is what csto-data new prints for a value to fill in; it is not a value.",
)
def unfilled_blanks(context: RuleContext) -> Iterator[Violation]:
    """Checks that no text contains the blank ___ of a record template."""
    for record, path, text in _texts(context):
        if BLANK in text:
            yield Violation(
                location=context.locate(record.id, *path),
                message=f'the blank "{BLANK}" is not filled in',
                expected="a text, or no field if it is optional",
            )


@rule(
    "CST902",
    "title-style",
    scope="record",
    severity="warning",
    why="Titles in one style are easier to read in lists.",
)
def styles_of_titles(context: RuleContext) -> Iterator[Violation]:
    """Checks that no title or name of several words is in capitals, and that no title ends with a full stop.

    The title of a source may end with a full stop, as in the document.
    """
    for record in context.checked(Record):
        field = "name" if isinstance(record, Operation) else "title"
        title = getattr(record, field, None)
        if title is None:
            continue
        if title.isupper() and len(title.split()) > 2:
            message, expected = f"the {field} is in capitals", "capitals only where the spelling requires them"
        elif isinstance(record, Event | Operation) and re.search(r"\w{2}[.]$", title):
            message, expected = f"the {field} ends with a full stop", "a title without a full stop"
        else:
            continue
        yield Violation(location=context.locate(record.id, field), message=message, expected=expected)


@rule(
    "CST903",
    "unfinished-text",
    scope="record",
    severity="warning",
    why="Readers take a text as finished; open questions belong in an issue.",
)
def unfinished_texts(context: RuleContext) -> Iterator[Violation]:
    """Checks that no text contains TODO, FIXME, XXX, TBD or ???, or is only punctuation or a word such as untitled."""
    for record, path, text in _texts(context):
        if (found := _UNFINISHED.search(text)) is not None:
            yield Violation(
                location=context.locate(record.id, *path),
                message="the text has no letter or digit" if found["empty"] else f'the text contains "{found[0]}"',
                expected="a finished text",
            )


@rule(
    "CST904",
    "long-quotation",
    scope="record",
    severity="warning",
    why="Only the few words that matter are quoted; the paraphrase says the rest, and long quotations need permission.",
)
def long_quotations(context: RuleContext) -> Iterator[Violation]:
    """Checks that a quotation has at most 25 words."""
    for statement in context.checked(Statement):
        for index, quotation in enumerate(statement.quoted):
            count = len(quotation.split())
            if count > MOST_WORDS:
                yield Violation(
                    location=context.locate(statement.id, "quoted", index),
                    message=f"the quotation has {count} words",
                    expected=f"the words that matter, at most {MOST_WORDS}",
                )


def _rewritten(text: str) -> Replacement:
    """Return a safe fix that replaces a text with another spelling of it."""
    return Replacement(json.dumps(text, ensure_ascii=False), "safe")


_SUSPICIOUS = re.compile(f"{_IRREGULAR.pattern}|{_UNFINISHED.pattern}|{BLANK}")


def _is_suspicious(text: str) -> bool:
    """Return whether a text violates one of the rules about all texts."""
    is_plain = text.isascii() or (is_normalized("NFC", text) and not _is_mixed(text))
    return not is_plain or _SUSPICIOUS.search(text) is not None


def _texts(context: RuleContext) -> Iterator[tuple[Record, Path, str]]:
    """Iterate over the texts that violate one of the rules about all texts, with their records and paths.

    Five rules need them, and few texts violate any rule. So all texts are read once, without their paths.
    """
    return iter(context.once(_SUSPICIOUS, lambda: [*_suspicious_texts(context)]))


def _suspicious_texts(context: RuleContext) -> Iterator[tuple[Record, Path, str]]:
    """Iterate over the same texts, found by looking at all texts."""
    for record in context.checked(Record):
        if any(map(_is_suspicious, texts_in(record))):
            for path, text in _texts_in(record, (), type(record)):
                if _is_suspicious(text):
                    yield record, path, text


def _texts_in(holder: Any, path: Path, owner: ModelClass) -> Iterator[tuple[Path, str]]:
    """Iterate over the texts in an object; its evidence reports the fields of ``owner``."""
    for name, key, of_text in _textual(holder.__class__):
        value = getattr(holder, name)
        if not value:
            continue
        if name == "reports":
            fields = reportable(owner)
            values = [(report.field, report.value) for report in value if is_text(fields[report.field])]
            for field, reported in values:
                yield from _strings(reported, (*path, key, fields[field].key))
        elif of_text:
            yield from _strings(value, (*path, key))
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                yield from _texts_in(item, (*path, key, index), type(holder) if name == "evidence" else owner)
        else:
            yield from _texts_in(value, (*path, key), owner)


def _strings(value: str | tuple[str, ...], path: Path) -> Iterator[tuple[Path, str]]:
    """Iterate over one text or several, with their paths."""
    if isinstance(value, str):
        yield path, value
    else:
        yield from (((*path, index), text) for index, text in enumerate(value))


@cache
def _textual(cls: ModelClass) -> tuple[tuple[str, str, bool], ...]:
    """Return the fields of a class that are texts or can contain texts: name, key, and whether it is a text."""
    return tuple(
        (field.name, field.key, is_text(field))
        for field in fields_of(cls).values()
        if is_text(field) or field.nature in ("object", "quantity", "reports")
    )
