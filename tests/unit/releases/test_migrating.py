"""Ids of merged records in the files of users are replaced, and those without one successor are listed."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import csto_data
from csto_data import Dataset, DatasetError
from csto_data.cli.run import run
from csto_data.model.redirects import Redirect
from csto_data.releases.migrating import migrate_file, migrate_text
from csto_data.store.packaged import packaged_redirects

MERGED = {id: redirect.to[0] for id, redirect in packaged_redirects().items() if redirect.kind == "merged"}
REDIRECTS = {
    **packaged_redirects(),
    "event:old": Redirect(id="event:old", kind="split", to=("event:a", "event:b"), since="1.5.0", reason="Two events."),
    "person:old": Redirect(id="person:old", kind="withdrawn", since="1.5.0", reason="No source has them."),
}
STORE = Dataset(version="2.0.0", coverage=csto_data.load().coverage, read=lambda _: (), redirects=lambda: REDIRECTS)
IDS = st.deferred(lambda: st.sampled_from([*MERGED, *(record.id for record in csto_data.load())]))
"""Ids of today, and those that were merged."""


def test_a_table_with_1000_rows_of_old_ids_is_migrated() -> None:
    old = [*MERGED, "event:old", "person:old", "state:KAZ"]
    rows = [{"row": str(number), "id": old[number % len(old)]} for number in range(1000)]
    text = io.StringIO()
    writer = csv.DictWriter(text, ["row", "id"])
    writer.writeheader()
    writer.writerows(rows)
    done = migrate_text(STORE, text.getvalue().encode())
    after = [*csv.DictReader(io.StringIO(done.text.decode()))]
    assert [row["id"] for row in after] == [MERGED.get(row["id"], row["id"]) for row in rows]
    assert done.replaced == sum(row["id"] in MERGED for row in rows)
    open_rows = [int(row["row"]) + 2 for row in rows if row["id"] in ("event:old", "person:old")]
    assert [place.line for place in done.undecided] == open_rows


@given(st.lists(IDS | st.text()))
def test_in_json_only_whole_ids_are_replaced(texts: list[str]) -> None:
    done = migrate_text(STORE, json.dumps(texts, ensure_ascii=True).encode())
    before = {text: MERGED.get(text, text) for text in texts}
    assert [new for text, new in zip(texts, json.loads(done.text), strict=True) if text in MERGED] == [
        before[text] for text in texts if text in MERGED
    ]
    assert [new for text, new in zip(texts, json.loads(done.text), strict=True) if text not in MERGED] == [
        text for text in texts if text not in MERGED
    ]


@given(st.binary(max_size=200))
def test_bytes_without_ids_are_unchanged(data: bytes) -> None:
    assert migrate_text(STORE, data).text == data


@given(st.lists(IDS))
def test_migrating_twice_changes_nothing_more(ids: list[str]) -> None:
    done = migrate_text(STORE, "\n".join(ids).encode())
    again = migrate_text(STORE, done.text)
    assert (again.text, again.replaced) == (done.text, 0)


@pytest.mark.parametrize(
    "text",
    [
        "place:nur-sultan-2",
        "myplace:nur-sultan",
        "place:nur-sultan_old",
        "x/place:nur-sultan",
        "urn:place:nur-sultan",
        "nur-sultan",
        "éplace:nur-sultan",
    ],
)
def test_parts_of_longer_words_are_no_ids(text: str) -> None:
    assert migrate_text(STORE, text.encode()).replaced == 0


@pytest.mark.parametrize(
    "text",
    [
        '"place:nur-sultan"',
        "place:nur-sultan;x",
        "(place:nur-sultan)",
        "place:nur-sultan.",
        "“place:nur-sultan”",
        "\ufeffplace:nur-sultan\r\n",
    ],
)
def test_ids_are_found_beside_punctuation(text: str) -> None:
    assert migrate_text(STORE, text.encode()).text.decode() == text.replace("place:nur-sultan", "place:astana")


def test_an_undecided_id_says_where_it_is_and_what_became_of_it() -> None:
    done = migrate_text(STORE, "id\nß,event:old\n".encode())
    assert [*map(str, done.undecided)] == [
        "2:3: event:old was split into event:a and event:b in version 1.5.0 of the data: Two events."
    ]


def test_the_command_migrates_files_and_packs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "events.json").write_text('{"records": [{"place": "place:nur-sultan"}]}')
    (pack / "notes.txt").write_text("place:nur-sultan")
    table = tmp_path / "table.csv"
    table.write_text("id\nplace:nur-sultan\nmembership:csto-uzb-2\n")
    assert run(["migrate", str(table), str(pack)]) == 0
    assert table.read_text() == "id\nplace:astana\nmembership:csto-uzb-1\n"
    assert "place:astana" in (pack / "events.json").read_text()
    assert (pack / "notes.txt").read_text() == "place:nur-sultan"
    assert capsys.readouterr().out.splitlines() == [
        f"{table}: replaced 2 ids",
        f"{pack / 'events.json'}: replaced 1 id",
    ]


def test_the_command_exits_with_1_if_an_id_is_undecided(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from csto_data.cli import version_commands

    monkeypatch.setattr(version_commands, "load", lambda: STORE)
    table = tmp_path / "table.csv"
    table.write_text("person:old\n")
    assert run(["migrate", str(table)]) == 1
    assert capsys.readouterr().err == (
        f"{table}:1:1: person:old was withdrawn in version 1.5.0 of the data: No source has them.\n"
    )


def test_unreadable_files_are_refused_and_unchanged(tmp_path: Path) -> None:
    wide = tmp_path / "wide.csv"
    wide.write_bytes("place:nur-sultan".encode("utf-16"))
    link = tmp_path / "link.csv"
    os.symlink(wide, link)
    os.mkfifo(tmp_path / "pipe.csv")
    for file in (wide, link, tmp_path / "missing.csv", tmp_path / "pipe.csv"):
        with pytest.raises(DatasetError):
            migrate_file(csto_data.load(), file)
    assert wide.read_bytes() == "place:nur-sultan".encode("utf-16")
