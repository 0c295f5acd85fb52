"""Breakers of CST0xx and CST9xx: files and their text."""

from __future__ import annotations

import json

from hypothesis import strategies as st

from csto_data.serialization.json_scanner import MAX_DEPTH

from .folder import BY_FILE, MANIFEST, Folder, Place, Spot, one_of
from .registry import Draw, breaks


def _leaf(draw: Draw, folder: Folder) -> Spot:
    """Draw a value that is not an id, a list or an object."""
    return draw(one_of(folder.spots(), lambda spot: spot.path != ("id",) and not isinstance(spot.value, list | dict)))


def _text(draw: Draw, folder: Folder) -> Spot:
    return draw(one_of(folder.spots(), lambda spot: spot.path != ("id",) and isinstance(spot.value, str)))


def _put_literal(draw: Draw, folder: Folder, *literals: str) -> Place:
    """Write one of these texts in place of a value."""
    spot = _leaf(draw, folder)
    spot.put(folder.literal(draw(st.sampled_from(literals))))
    return folder.place(spot.record, *spot.path)


@breaks("CST001")
def missing_file(draw: Draw, folder: Folder) -> Place:
    name = draw(st.sampled_from(list(BY_FILE)))
    folder.texts[name] = None
    return Place(name)


@breaks("CST002")
def wrong_encoding(draw: Draw, folder: Folder) -> Place:
    spot = _text(draw, folder)
    letters = draw(st.text("абвгд", min_size=1, max_size=3)).encode("cp1251")
    spot.put(folder.literal(b'"' + letters + b'"'))
    return folder.place(spot.record).without_path()


@breaks("CST003")
def byte_order_mark(draw: Draw, folder: Folder) -> Place:
    name = draw(st.sampled_from(list(folder.documents)))
    folder.texts[name] = b"\xef\xbb\xbf" + folder.text_of(name, folder.documents[name])
    return Place(name)


@breaks("CST004")
def invalid_json(draw: Draw, folder: Folder) -> Place:
    broken = ("'word'", "True", "word", "01", "+1", '"a\nb"', '"\\x"', "[1,]", "{word: 1}", '{"a" 1}', "1 2")
    spot = _leaf(draw, folder)
    # In a list, an empty text can leave a valid, empty list, and a bracket makes two mistakes: a comma before it, too.
    in_object = () if isinstance(spot.key, int) else ("", "]")
    spot.put(folder.literal(draw(st.sampled_from([*broken, *in_object]))))
    return folder.place(spot.record).without_path()


@breaks("CST005")
def duplicate_key(draw: Draw, folder: Folder) -> Place:
    spot = draw(one_of(folder.spots(), lambda spot: isinstance(spot.key, str)))
    values = st.just(spot.value) if spot.path == ("id",) else st.sampled_from([spot.value, None, "another"])
    place = folder.place(spot.record, *spot.path)
    first, then = (json.dumps(value) for value in draw(st.permutations([spot.value, draw(values)])))
    spot.put(folder.literal(f"{first}, {json.dumps(spot.key)}: {then}"))
    return place


@breaks("CST006")
def not_a_finite_number(draw: Draw, folder: Folder) -> Place:
    return _put_literal(draw, folder, "NaN", "Infinity", "-Infinity")


@breaks("CST007")
def number_without_exact_representation(draw: Draw, folder: Folder) -> Place:
    return _put_literal(draw, folder, str(2**53), f"-{2**53}", "1e400", "-1e400", "1e-400", "9" * 30)


@breaks("CST008")
def lone_surrogate(draw: Draw, folder: Folder) -> Place:
    spot = _text(draw, folder)
    half = draw(st.integers(0xD800, 0xDFFF))
    spot.put(folder.literal(f'{json.dumps(spot.value)[:-1]}\\u{half:04x}"'))
    return folder.place(spot.record, *spot.path)


@breaks("CST009")
def nested_too_deeply(draw: Draw, folder: Folder) -> Place:
    spot = _leaf(draw, folder)
    spot.put(folder.literal("[" * 70 + "]" * 70))
    return folder.place(spot.record, *spot.path, *(0,) * (MAX_DEPTH - len(("records", 0, *spot.path))))


@breaks("CST010")
def unrecognised_file(draw: Draw, folder: Folder) -> Place:
    name = draw(st.sampled_from(["event.json", "events.jsonl", "old_events.json"]))
    folder.texts[name] = b"{}"
    return Place(name)


@breaks("CST010")
def file_missing_from_manifest(draw: Draw, folder: Folder) -> Place:
    resources = folder.documents[MANIFEST]["resources"]
    forgotten = draw(st.sampled_from(resources))
    resources.remove(forgotten)
    return Place(forgotten["path"])


@breaks("CST011")
def non_canonical_number(draw: Draw, folder: Folder) -> Place:
    return _put_literal(draw, folder, "2.0", "1e3", "-0", "0.50", "1E-2", "-0.0")


@breaks("CST012")
def hidden_character(draw: Draw, folder: Folder) -> Place:
    spot = _text(draw, folder)
    hidden = draw(st.sampled_from("\u202e\u2066\u200f\ufeff\x00\x1f\x7f\x85"))
    escaped = hidden < " " or draw(st.booleans())
    text = json.dumps(spot.value + hidden) if escaped else json.dumps(spot.value)[:-1] + hidden + '"'
    spot.put(folder.literal(text))
    return folder.place(spot.record, *spot.path)


@breaks("CST013")
def oversized_file(draw: Draw, folder: Folder) -> Place:
    name = draw(st.sampled_from(list(BY_FILE)))
    folder.oversized.append(name)
    return Place(name)


@breaks("CST901")
def unformatted_file(draw: Draw, folder: Folder) -> Place:
    name = draw(st.sampled_from(list(folder.documents)))
    text = folder.text_of(name, folder.documents[name])
    document = json.loads(text)
    # the field order of a manifest is a violation at a field
    upside_down = dict(reversed(document.items())) if "records" in document else document
    forms = [text[:-1], text + b"\n", text.replace(b"\n", b"\r\n"), b" " + text, json.dumps(document, indent=1)]
    form = draw(st.sampled_from([*forms, json.dumps(upside_down), json.dumps(document, separators=(",", ":"))]))
    folder.texts[name] = form if isinstance(form, bytes) else form.encode()
    return Place(name)
