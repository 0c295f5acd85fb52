"""The fingerprint of records: equal exactly for equal records, over the canonical JSON of RFC 8785."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

import csto_data
from csto_data.releases.fingerprint import canonical_json, fingerprint

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)
RECORDS = st.lists(
    st.fixed_dictionaries({"id": st.text("abc", min_size=1), "value": VALUES}), unique_by=lambda r: r["id"]
)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        # the samples of RFC 8785, appendix B, as IEEE 754 doubles
        ("0x0000000000000000", "0"),
        ("0x8000000000000000", "0"),
        ("0x0000000000000001", "5e-324"),
        ("0x8000000000000001", "-5e-324"),
        ("0x7fefffffffffffff", "1.7976931348623157e+308"),
        ("0x4340000000000000", "9007199254740992"),
        ("0xc340000000000000", "-9007199254740992"),
        ("0x4430000000000000", "295147905179352830000"),
        ("0x44b52d02c7e14af5", "9.999999999999997e+22"),
        ("0x44b52d02c7e14af6", "1e+23"),
        ("0x44b52d02c7e14af7", "1.0000000000000001e+23"),
        ("0x444b1ae4d6e2ef4e", "999999999999999700000"),
        ("0x444b1ae4d6e2ef50", "1e+21"),
        ("0x3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
        ("0x3eb0c6f7a0b5ed8d", "0.000001"),
        ("0x41b3de4355555553", "333333333.3333332"),
        ("0x41b3de4355555557", "333333333.33333343"),
        ("0xbecbf647612f3696", "-0.0000033333333333333333"),
        ("0x43143ff3c1cb0959", "1424953923781206.2"),
    ],
)
def test_numbers_are_written_as_in_rfc_8785(number: str, text: str) -> None:
    import struct

    (double,) = struct.unpack(">d", int(number, 16).to_bytes(8, "big"))
    assert canonical_json(double) == text.encode()


def test_keys_are_in_the_order_of_utf_16() -> None:
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    assert [*json.loads(canonical_json(dict.fromkeys(keys)))] == [
        "\r",
        "1",
        "\u0080",
        "\u00f6",
        "\u20ac",
        "\U0001f600",
        "\ufb33",
    ]


@given(VALUES)
def test_canonical_json_is_json_for_the_same_value(value: object) -> None:
    assert json.loads(canonical_json(value), parse_int=float) == value  # ECMAScript has only doubles


@pytest.mark.parametrize("value", [math.nan, math.inf, 2**53 + 1, "\ud800", {1: 2}, object()])
def test_values_without_canonical_json_are_refused(value: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # of several kinds
        canonical_json(value)


@given(RECORDS, st.randoms())
def test_the_order_of_records_makes_no_difference(records: list, random) -> None:
    shuffled = random.sample(records, len(records))
    assert fingerprint(shuffled) == fingerprint(records)


@given(RECORDS, RECORDS)
def test_fingerprints_are_equal_exactly_if_the_records_are(one: list, two: list) -> None:
    def key(records: list) -> list:
        return [canonical_json(record) for record in sorted(records, key=lambda record: record["id"])]

    assert (fingerprint(one) == fingerprint(two)) == (key(one) == key(two))


def test_the_packaged_dataset_has_the_fingerprint_of_its_files() -> None:
    raw = [
        record
        for file in csto_data.data_root().iterdir()
        if file.suffix == ".json"
        for record in json.loads(file.read_text("utf-8")).get("records", [])
    ]
    assert csto_data.load().fingerprint == fingerprint(raw)
