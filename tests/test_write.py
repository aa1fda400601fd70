"""Writing several files: all or none, whatever fails."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from cobtrack.store.write import FileChangedError, replace_all


@pytest.fixture
def three(tmp_path: Path) -> dict[Path, tuple[bytes | None, bytes]]:
    """Return three changes: an existing file, a new file in a new folder, another existing file."""
    for name in ("a", "c"):
        (tmp_path / name).write_bytes(b"old")
        (tmp_path / name).chmod(0o640)
    return {tmp_path / "a": (b"old", b"A"), tmp_path / "new/b": (None, b"B"), tmp_path / "c": (b"old", b"C")}


def there(root: Path) -> dict[str, bytes]:
    """Return all files below a folder, and the folders."""
    return {str(one.relative_to(root)): one.read_bytes() if one.is_file() else b"" for one in root.rglob("*")}


def test_several_files_are_written_and_keep_their_modes(tmp_path: Path, three: Any) -> None:
    replace_all(three)
    assert there(tmp_path) == {"a": b"A", "new": b"", "new/b": b"B", "c": b"C"}
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640


def test_an_unchanged_file_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    before = path.stat()
    replace_all({path: (b"old", b"old")})
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_if_a_file_changed_meanwhile_no_file_is_written(tmp_path: Path, three: Any) -> None:
    (tmp_path / "c").write_bytes(b"other")
    before = there(tmp_path)
    with pytest.raises(FileChangedError):
        replace_all(three)
    assert there(tmp_path) == before


@pytest.mark.parametrize("number", [1, 2, 3])
def test_if_a_file_cannot_be_replaced_the_others_are_restored(
    tmp_path: Path, three: Any, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    before, replace, calls = there(tmp_path), os.replace, list[object]()

    def fails(source: Any, target: Any) -> None:
        calls.append(target)
        if len(calls) == number:
            raise OSError(errno.EIO, "input/output error", source)
        replace(source, target)

    monkeypatch.setattr(os, "replace", fails)
    with pytest.raises(OSError, match="input/output") as caught:
        replace_all(three)
    assert caught.value.filename == str([*three][number - 1])
    assert there(tmp_path) == before
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640


def test_a_file_that_could_not_be_restored_is_named(
    tmp_path: Path, three: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = os.replace

    def fails(source: Any, target: Any) -> None:
        if there(tmp_path)["a"] == b"A":
            raise OSError(errno.EIO, "input/output error", source)
        replace(source, target)

    monkeypatch.setattr(os, "replace", fails)
    with pytest.raises(OSError, match="could not be restored") as caught:
        replace_all(three)
    assert caught.value.filename == str(tmp_path / "a")


@pytest.mark.parametrize("number", [1, 2, 3])
def test_if_the_disk_is_full_nothing_changes(
    tmp_path: Path, three: Any, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    before, fsync, calls = there(tmp_path), os.fsync, list[int]()

    def full(handle: int) -> None:
        calls.append(handle)
        if len(calls) == number:
            raise OSError(errno.ENOSPC, "no space left on device")
        fsync(handle)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space left"):
        replace_all(three)
    assert there(tmp_path) == before


def test_if_a_file_is_read_only_no_file_is_written(tmp_path: Path, three: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    before, access = there(tmp_path), os.access
    # As it is for everybody but root.
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != "c" and access(path, mode))
    with pytest.raises(PermissionError, match="it is read-only"):
        replace_all(three)
    assert there(tmp_path) == before


def test_if_a_folder_has_the_name_of_a_file_no_file_is_written(tmp_path: Path, three: Any) -> None:
    (tmp_path / "new/b").mkdir(parents=True)
    before = there(tmp_path)
    with pytest.raises(IsADirectoryError):
        replace_all(three)
    assert there(tmp_path) == before


def test_an_unchanged_file_is_not_written_again(tmp_path: Path) -> None:
    assert replace_all({tmp_path / "a": (None, b"A")}) == [tmp_path / "a"]
    assert replace_all({tmp_path / "a": (b"A", b"A")}) == []
    assert there(tmp_path) == {"a": b"A"}
