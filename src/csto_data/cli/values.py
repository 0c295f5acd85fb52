"""What the values of options can be: functions that argparse calls with the text of a value."""

from __future__ import annotations

import argparse
import re
from datetime import date, timedelta

from ..exports.formats import valid_base


def number(text: str) -> int:
    """Return a number that is not negative."""
    if re.fullmatch("[0-9]{1,9}", text) is None:
        raise argparse.ArgumentTypeError(f'"{text}" is not a valid number. Expected a number from 0.')
    return int(text)


def base_url(text: str) -> str:
    """Return a public address, for argparse."""
    if not re.fullmatch(r"https?://[^\s?#]+", text):
        raise argparse.ArgumentTypeError(f'"{text}" is not an address such as https://example.org/csto-data')
    return text


def day(text: str) -> str:
    """Return a date as it is written, but no word for one that changes every day."""
    ago = {"yesterday": 1, "today": 0, "now": 0, "tomorrow": -1}.get(text.casefold())
    if ago is None:
        return text
    meant = date.today() - timedelta(days=ago)  # of the place where it is typed
    raise argparse.ArgumentTypeError(f'"{text}" is not a date. Did you mean "{meant}"?')


def base(text: str) -> str:
    """Return the beginning of addresses in RDF."""
    try:
        return valid_base(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def year(text: str) -> int:
    """Return a year, also of a full date."""
    if re.fullmatch("[12][0-9]{3}", text) is None:
        raise argparse.ArgumentTypeError(f'"{text}" is not a valid year. Expected a year such as 2012.')
    return int(text)


def citation_format(text: str) -> str:
    """Return the name of a citation format, which may be shortened."""
    return {"csl": "csl-json", "bib": "bibtex"}.get(text, text)


def full_day(text: str) -> date:
    """Return a full date."""
    try:
        return date.fromisoformat(day(text))
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" is not a full date. Expected such as 2026-01-31.') from None
