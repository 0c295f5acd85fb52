"""A file is replaced as a whole: others see the old or the new content, and nothing else is left in the folder."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import csto_data
from csto_data import DatasetError
from csto_data.store.folder_writer import replace
from csto_data.store.layout import Unreadable, read_bytes

posix_only = pytest.mark.skipif(os.name == "nt", reason="the system has no such signals, modes or pipes")


def content_of(folder: Path) -> dict[str, bytes]:
    """Return the content of the files in a folder."""
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def unformatted_data(folder: Path) -> Path:
    """Copy the packaged data into a folder, with every file in another format."""
    shutil.copytree(str(csto_data.data_root()), folder)
    for file in folder.glob("*.json"):
        file.write_text(json.dumps(json.loads(file.read_bytes()), ensure_ascii=False))
    return folder


def run(command: str, folder: Path) -> subprocess.Popen[bytes]:
    """Start a command on a folder."""
    arguments = [sys.executable, "-m", "csto_data", command, str(folder)]
    return subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


@posix_only
def test_a_link_is_replaced_and_its_target_is_unchanged(tmp_path: Path) -> None:
    target, folder = tmp_path / "target.json", tmp_path / "data"
    target.write_bytes(b"precious")
    folder.mkdir()
    (folder / "events.json").symlink_to(target)
    replace(folder / "events.json", b"new")
    assert target.read_bytes() == b"precious"
    assert not (folder / "events.json").is_symlink()
    assert content_of(folder) == {"events.json": b"new"}


def test_the_temporary_file_never_has_the_same_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = set()
    real = os.replace
    monkeypatch.setattr(os, "replace", lambda source, target: (names.add(Path(source).name), real(source, target)))
    for _ in range(10):
        replace(tmp_path / "events.json", b"new")
    assert len(names) == 10
    assert content_of(tmp_path) == {"events.json": b"new"}


@pytest.mark.parametrize("failing", ["fsync", "replace", "chmod"])
@pytest.mark.parametrize("error", [OSError("no space left"), KeyboardInterrupt(), MemoryError()], ids=repr)
def test_a_failed_write_leaves_the_old_file_only(
    tmp_path: Path, failing: str, error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "events.json").write_bytes(b"old")

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(os, failing, fail)
    with pytest.raises(DatasetError if isinstance(error, OSError) else type(error)):
        replace(tmp_path / "events.json", b"new")
    assert content_of(tmp_path) == {"events.json": b"old"}


@pytest.fixture
def heeded_sigint() -> Iterator[None]:
    """Raise KeyboardInterrupt on SIGINT, which processes in the background of a shell ignore."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@posix_only
@pytest.mark.usefixtures("heeded_sigint")
@pytest.mark.parametrize("point", ["fsync", "replace", "chmod"])
def test_a_signal_waits_until_the_file_is_written(tmp_path: Path, point: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "events.json").write_bytes(b"old")
    real = getattr(os, point)

    def interrupted(*arguments: object) -> object:
        signal.raise_signal(signal.SIGINT)
        return real(*arguments)

    monkeypatch.setattr(os, point, interrupted)
    monkeypatch.setattr(os, "supports_fd", {*os.supports_fd, interrupted})
    with pytest.raises(KeyboardInterrupt):
        replace(tmp_path / "events.json", b"new")
    assert content_of(tmp_path) == {"events.json": b"new"}


@posix_only
@pytest.mark.parametrize("mode", [0o400, 0o600, 0o644, 0o666, 0o755], ids=oct)
def test_a_file_keeps_its_mode(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "events.json"
    file.write_bytes(b"old")
    file.chmod(mode)
    replace(file, b"new")
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"new", mode)


@posix_only
@pytest.mark.parametrize("kind", ["link", "pipe"])
def test_a_file_that_becomes_a_link_or_pipe_before_it_is_opened_is_not_read(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if kind == "pipe":
        os.mkfifo(tmp_path / "events.json")
    else:
        (tmp_path / "target").write_bytes(b"secret")
        (tmp_path / "events.json").symlink_to(tmp_path / "target")
    monkeypatch.setattr(Path, "is_symlink", lambda _: False)
    with pytest.raises(Unreadable):
        read_bytes(tmp_path, "events.json")


@pytest.mark.integration  # slow
def test_concurrent_runs_of_fmt_all_succeed(tmp_path: Path) -> None:
    unformatted = unformatted_data(tmp_path / "unformatted")
    expected = content_of(Path(str(csto_data.data_root())))
    for number in range(20):
        folder = Path(shutil.copytree(unformatted, tmp_path / f"{number}"))
        processes = [run("fmt", folder) for _ in range(10)]
        assert [(process.communicate()[1], process.returncode) for process in processes] == [(b"", 0)] * 10
        assert content_of(folder) == expected


@posix_only
@pytest.mark.integration  # slow
def test_a_terminated_process_leaves_old_or_new_files_only(tmp_path: Path) -> None:
    unformatted = unformatted_data(tmp_path / "unformatted")
    old, new = content_of(unformatted), content_of(Path(str(csto_data.data_root())))
    started = time.monotonic()
    run("fmt", Path(shutil.copytree(unformatted, tmp_path / "whole"))).communicate()
    needed = time.monotonic() - started
    for point in range(50):
        folder = Path(shutil.copytree(unformatted, tmp_path / f"{point}"))
        process = run("fmt", folder)
        time.sleep(needed * point / 50)
        process.send_signal(signal.SIGTERM)
        process.communicate()
        found = content_of(folder)
        assert found.keys() == old.keys()
        assert all(found[name] in (old[name], new[name]) for name in found)
