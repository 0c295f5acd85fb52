"""Values as a person would say them: names of records, amounts, days and periods."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, Any

import attrs

from ..dates import Day, Instant
from ..model import Assessment, Figure, Membership, Office, Statement
from ..model.evidence import Locator
from ..model.values import Participant, Party, Quantity
from .names import record_of
from .order import TIMES, covered_until

if TYPE_CHECKING:
    from ..model import Record, Source
    from .memory import Records


_STATUSES = {"member": "member of", "party": "party to", "observer": "observer in"}
_UNITS = {
    "person": "persons",
    "flight": "flights",
    "facility": "facilities",
    "vehicle": "vehicles",
    "factor": "times",
}
"""The units that are written otherwise after a number."""


def phrase(store: Records, value: Any, *, ids: bool = False) -> str:
    """Return a value of a record or answer as text for people.

    Args:
        store: The data, which have the names of the records to which the value refers.
        value: A value; of a list, all elements are named.
        ids: Whether the id of a record follows its name.

    Returns:
        A text on one line; empty for None.

    Example:
        >>> import csto_data
        >>> from csto_data.model import Quantity
        >>> store = csto_data.load()
        >>> phrase(store, "state:KAZ"), phrase(store, "state:KAZ", ids=True)
        ('Kazakhstan', 'Kazakhstan (state:KAZ)')
        >>> phrase(store, Quantity(value=2030)), phrase(store, Quantity(at_least=24, at_most=99, wording="dozens"))
        ('2,030', '24 to 99 (dozens)')
        >>> phrase(store, csto_data.Day("[2006..2012]")), phrase(store, csto_data.Day("2022-01"))
        ('between 2006 and 2012', '2022-01')
    """
    if value is None:
        return ""
    if isinstance(value, tuple | list):
        return "; ".join(phrase(store, element, ids=ids) for element in value)
    for cls, say in _SAYING.items():
        if isinstance(value, cls):
            return say(value)
    if isinstance(value, Party):
        return _party(store, value, ids=ids)
    if attrs.has(type(value)) and not hasattr(value, "id"):
        return _object(store, value, ids=ids)
    return _name(store, getattr(value, "id", value), ids=ids)


def _object(store: Records, value: Any, *, ids: bool) -> str:
    parts = (getattr(value, a.name) for a in attrs.fields(type(value)) if a.name not in ("evidence", "note"))
    return ", ".join(phrase(store, part, ids=ids) for part in parts if part not in (None, (), False))


def _name(store: Records, value: Any, *, ids: bool) -> str:
    """Return what the record with an id is about; another value as text."""
    record = record_of(store, value) if isinstance(value, str) else None
    if record is None:
        return str(value)
    return f"{headline(store, record)} ({value})" if ids else headline(store, record)


def path_phrase(store: Records, path: str) -> str:
    """Return the path of a value in a record, with names in place of ids.

    Args:
        store: The data.
        path: A path such as ``participants[state:ARM].role``.

    Example:
        >>> import csto_data
        >>> path_phrase(csto_data.load(), "contingents[state:ARM].personnel")
        'contingents, Armenia, personnel'
        >>> path_phrase(csto_data.load(), "participants[state:KAZ: protesters]")
        'participants, protesters of Kazakhstan'
    """
    match = re.fullmatch(r"([^\[]+)(?:\[(.*)\])?(?:\.(\w+))?", path)
    field, key, part = match.groups() if match else (path, None, None)
    parts = (in_words(field.replace(".", ", ")), key and _key_phrase(store, key), part and in_words(part))
    return ", ".join(each for each in parts if each)


def _key_phrase(store: Records, key: str) -> str:
    """Return the key of an element of a list in words: ``protesters of Kazakhstan`` for ``state:KAZ: protesters``."""
    id, described, words = key.partition(": ")
    return f"{words} of {_name(store, id, ids=False)}" if described else _name(store, key, ids=False)


def _day(day: Day) -> str:
    """Return a day in words, where its notation (EDTF) has signs."""
    text, mark = day.text, ""
    if "T" not in text and text[-1] in "~?%":
        text, mark = text[:-1], {"~": "about ", "?": "possibly ", "%": "possibly about "}[text[-1]]
    if not text.startswith("["):
        return mark + text
    first, _, last = text[1:-1].partition("..")
    if not first:
        return "unknown" if last == "2999" else f"{last} or earlier"  # the last year that a date can have
    return f"between {first} and {last}" if last else f"{first} or later"


def _instant(moment: Instant) -> str:
    day, _, clock = moment.text.partition("T")
    return f"{day} {clock[:5]} (UTC{clock[5:]})" if clock[5:] != "Z" else f"{day} {clock[:5]} UTC"


def quantity_phrase(amount: Quantity) -> str:
    """Return an amount without its unit, such as ``about 2,000`` or ``24 to 99 (dozens)``.

    Args:
        amount: The amount.

    Example:
        >>> quantity_phrase(Quantity(at_least=24, at_most=99, wording="dozens"))
        '24 to 99 (dozens)'
    """
    least, most = amount.at_least, amount.at_most
    if amount.value is not None:
        number = f"{'about ' if amount.approximate else ''}{amount.value:,}"
    elif least is not None and most is not None:
        number = f"{least:,} to {most:,}"
    elif least is not None or most is not None:
        number = f"at least {least:,}" if least is not None else f"at most {most:,}"
    else:
        return f'"{amount.wording}"'
    return f"{number} ({amount.wording})" if amount.wording else number


_SAYING: dict[type, Callable[[Any], str]] = {
    bool: lambda value: "yes" if value else "no",
    Day: _day,
    Instant: _instant,
    Quantity: quantity_phrase,
    Enum: lambda value: str(value.value),
    Locator: str,
}
"""What is said of a value that refers to no record."""


def _party(store: Records, party: Party, *, ids: bool) -> str:
    """Return the name or description of a party, with its office and role."""
    if party.actor is not None:
        text = _name(store, party.actor, ids=ids)
    else:
        text = f"{party.described_as}{f' of {_name(store, party.of, ids=ids)}' if party.of else ''}"
    office = record_of(store, party.office) if party.office else None
    post = f"{_post(store, office)}{f' ({office.id})' if ids else ''}" if isinstance(office, Office) else ""
    role = in_words(party.role) if isinstance(party, Participant) and party.role else ""
    return ", ".join(part for part in (text, post, role) if part)


def _post(store: Records, office: Office) -> str:
    """Return a post without its holder, such as ``president of Kazakhstan``."""
    of = phrase(store, office.of)
    return f"{office.title}{f' of {of}' if of else ''}"


def in_words(code: str) -> str:
    """Return a word of a closed list in plain English.

    Args:
        code: The word.

    Example:
        >>> in_words("highly-likely")
        'highly likely'
    """
    return code.replace("-", " ").replace("_", " ")


def headline(store: Records, record: Record) -> str:
    """Return what a record is about, with the names of the records to which it refers.

    Args:
        store: The data.
        record: The record.

    Returns:
        A name or title; of a statement, its speakers and a paraphrase; of an assessment, its authors, hedge, claim and
        condition; of a figure, its amount and who stated it.

    Example:
        >>> import csto_data
        >>> data = csto_data.load()
        >>> headline(data, data["office:csto-secretary-general-zas"])
        'Stanislav Zas, secretary general of Collective Security Treaty Organization'
        >>> headline(data, data["membership:cst-kaz-1"])
        'Kazakhstan, party to Collective Security Treaty'
    """
    match record:
        case Membership():
            named = phrase(store, record.member), phrase(store, record.organization)
            return f"{named[0]}, {_STATUSES[record.status]} {named[1]}"
        case Office():
            acting = "acting " if record.acting else ""
            return f"{phrase(store, record.holder)}, {acting}{_post(store, record)}"
        case Statement():
            said = f"(paraphrased): {record.summary}" if record.summary else f"({in_words(record.kind)})"
            return f"{phrase(store, record.speakers)} {said}".lstrip()
        case Assessment():
            condition = f" ({record.condition})" if record.condition else ""
            return f"{phrase(store, record.by)}: {record.claim}{condition}"
        case Figure():
            of = f" in {phrase(store, record.of)}" if record.of else ""
            by = f", stated by {phrase(store, record.stated_by)}" if record.stated_by else ""
            return f"{in_words(record.measure)}: {amount_phrase(record)}{of}{by}"
    return record.label


def time_phrase(store: Records, record: Any) -> str:
    """Return when something happened, held or was published, as text; empty if the record has no time.

    Args:
        store: The data, whose coverage says whether something without an end had not ended, or its end is unknown.
        record: A record, or None.

    Example:
        >>> import csto_data
        >>> data = csto_data.load()
        >>> [time_phrase(data, data[f"membership:csto-{code}-1"]) for code in ("uzb", "kaz")]
        ['2006-08-16 to 2012-12-19', 'since 2003-09-18']
        >>> time_phrase(data, data["event:kazakhstan-protests-2022"])
        'from 2022-01-02, end unknown'
    """
    for name in TIMES:
        moment = getattr(record, name, None)
        if moment is not None:
            return _instant(moment) if isinstance(moment, Instant) else _day(moment)
    start, end = getattr(record, "start", None), getattr(record, "end", None)
    if start is None:
        return f"until {_day(end)}" if end is not None else ""
    if end is not None:
        return f"{_day(start)} to {_day(end)}"
    return f"from {_day(start)}, end unknown" if covered_until(store, record) is None else f"since {_day(start)}"


def amount_phrase(figure: Any) -> str:
    """Return the amount of a figure with its unit, such as ``2,030 persons``.

    Args:
        figure: A figure; only in a view may it lack an amount.

    Example:
        >>> import csto_data
        >>> amount_phrase(csto_data.load().figures.where(amount=2030)[0])
        '2,030 persons'
    """
    if figure.amount is None or figure.unit is None:
        return "" if figure.amount is None else quantity_phrase(figure.amount)
    is_one = figure.amount.value == 1 and figure.unit != "factor"
    return f"{quantity_phrase(figure.amount)} {figure.unit if is_one else unit_phrase(figure.unit)}"


def unit_phrase(unit: str) -> str:
    """Return a unit as it is written after a number.

    Args:
        unit: The unit.

    Example:
        >>> unit_phrase("person"), unit_phrase("KZT")
        ('persons', 'KZT')
    """
    return _UNITS.get(unit, unit)


def source_phrase(source: Source) -> str:
    """Return who published a source and when, with its id.

    Args:
        source: The source.

    Example:
        >>> import csto_data
        >>> source_phrase(csto_data.load().sources["sukhankin-2022"])
        'Politics Today, 2022-01-26 (source:sukhankin-2022)'
    """
    return f"{publication_phrase(source)} ({source.id})"


def publication_phrase(source: Source) -> str:
    """Return who published a source and when.

    Args:
        source: The source.

    Example:
        >>> import csto_data
        >>> publication_phrase(csto_data.load().sources["sukhankin-2022"])
        'Politics Today, 2022-01-26'
    """
    day = "" if source.published is None else f", {_day(source.published)}"
    return f"{publisher_phrase(source)}{day}"


def publisher_phrase(source: Source) -> str:
    """Return who published a source, or else its authors or title.

    Args:
        source: The source.

    Example:
        >>> import csto_data
        >>> publisher_phrase(csto_data.load().sources["sukhankin-2022"])
        'Politics Today'
    """
    return source.publisher or "; ".join(source.authors) or source.title
