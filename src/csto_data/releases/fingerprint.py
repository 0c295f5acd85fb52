"""The fingerprint of a dataset: SHA-256 of its records in the canonical form of JSON (RFC 8785)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from hashlib import sha256
from math import isfinite
from typing import Any


def fingerprint(records: Iterable[Mapping[str, Any]]) -> str:
    """Return the fingerprint of records: the SHA-256 of the canonical JSON of the list of them, sorted by id.

    Args:
        records: The records as JSON values, in any order.

    Returns:
        64 hexadecimal digits.

    Raises:
        ValueError: A value has no canonical form, such as NaN.

    Example:
        >>> fingerprint([{"id": "b:1"}, {"id": "a:1"}]) == fingerprint([{"id": "a:1"}, {"id": "b:1"}])
        True
    """
    return sha256(canonical_json(sorted(records, key=lambda record: record["id"]))).hexdigest()


def canonical_json(value: Any) -> bytes:
    """Return a JSON value in the canonical form of RFC 8785, the JSON Canonicalization Scheme.

    Args:
        value: A JSON value. Numbers are those of ECMAScript, so a whole number is at most 2**53.

    Returns:
        The JSON text in UTF-8: no spaces, keys in the order of their UTF-16 code units, numbers as ECMAScript writes
        them.

    Raises:
        ValueError: A number is not finite, a whole number is above 2**53, a text has half of a surrogate pair, or a
            value is not a JSON value.

    Example:
        >>> canonical_json({"b": [1.0, 1e21], "a": None})
        b'{"a":null,"b":[1,1e+21]}'
    """
    return _written(value).encode()


def _written(value: Any) -> str:
    """Return a value as text."""
    match value:
        case None | bool():
            return {None: "null", True: "true", False: "false"}[value]
        case str():
            return json.dumps(value, ensure_ascii=False)
        case int() | float():
            return _number(value)
        case list() | tuple():
            return f"[{','.join(map(_written, value))}]"
        case Mapping() if all(isinstance(key, str) for key in value):
            keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
            return f"{{{','.join(f'{_written(key)}:{_written(value[key])}' for key in keys)}}}"
    raise ValueError(f"A value of type {type(value).__name__} is not a JSON value: {value!r}.")


def _number(number: float) -> str:
    """Return a number as ECMAScript writes it (Number::toString)."""
    if isinstance(number, int) and abs(number) > 2**53:
        raise ValueError(f"{number} is not exact as a double. Expected a whole number of at most 2**53.")
    if not isfinite(number):
        raise ValueError(f"{number} is not a JSON number. Expected a finite number.")
    if number == 0:
        return "0"
    _, figures, exponent = Decimal(repr(float(number))).normalize().as_tuple()
    digits = "".join(map(str, figures))
    point = len(digits) + int(exponent)  # the position of the decimal point in the digits
    sign = "-" if number < 0 else ""
    if len(digits) <= point <= 21:
        return sign + digits.ljust(point, "0")
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    fraction = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{sign}{digits[0]}{fraction}e{point - 1:+d}"
