"""The latest writes of cobtrack, which can be undone. Each write is a numbered file in the folder `.cobtrack/`.

A write first saves the previous content of its files in `pending.zip`, then changes the files, and then moves
`pending.zip` into the history. If a command is killed before this move, the next command that changes files finds
`pending.zip`, and finishes or reverses the interrupted write.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import stat
from contextlib import suppress
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Literal, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

from cobtrack.store.write import (
    WriteError,
    is_leftover,
    read_or_none,
    replace_all,
    resolve_inside,
    sync_folder,
    temporary_path,
    write_new,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cobtrack.store.write import Changes

HISTORY_FOLDER = ".cobtrack"
MAX_WRITES = 50
MAX_BYTES = 100_000_000
"""The maximum size of the history. The newest write is always kept, whatever its size."""
_MAX_UNPACKED_BYTES = 1_000_000_000
_FORMAT = 1
_ENTRY_NAME = re.compile(r"(\d{6,})\.zip")


class DamagedHistoryError(WriteError):
    """A file in the history cannot be read."""

    def __init__(self, path: Path) -> None:
        hint = f"if you do not need to undo anything, delete the folder {HISTORY_FOLDER}"
        super().__init__(f"{path} is damaged: the write that it records cannot be undone", hint)


class FileWrite(NamedTuple):
    """One file in a write: its path in the workspace, its previous content, and the checksum of its new content.

    `before` is None if the write created the file, and `after` is None if the write removed the file.
    """

    name: str
    before: bytes | None
    after: str | None


@dataclass(frozen=True)
class Write:
    """One write: its description, its files, and the folders that were created for these files."""

    description: str
    files: Sequence[FileWrite]
    folders: Sequence[str] = ()
    undoes: int = 0
    """The number of the write that this write undoes, or 0 if this write is not an undo."""
    number: int = 0


class History:
    """The history of the workspace at `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / HISTORY_FOLDER
        self.lock = self.folder / "lock"
        self._pending = self.folder / "pending.zip"
        self._has_made_root = False

    def prepare(self) -> None:
        """Create the history's folder, and make git ignore the folder.

        Raises OSError if the folder cannot be created or is a link.
        """
        # Use the permissions of the workspace: everybody who may change its files must be able to lock it.
        mode = stat.S_IMODE(self.root.stat().st_mode) if self.root.exists() else 0o700
        mode = (mode if mode & stat.S_IWOTH else mode & 0o770) & 0o777 | 0o700
        if not self.root.exists():
            self.root.mkdir(parents=True, exist_ok=True)
            self._has_made_root = True
        if not os.path.lexists(self.folder):
            with suppress(FileExistsError):
                self.folder.mkdir(mode)
                # mkdir applies the umask, which could lock out other members of a group that shares the workspace.
                with suppress(PermissionError):
                    self.folder.chmod(mode)
        if not stat.S_ISDIR(self.folder.lstat().st_mode):
            raise OSError(errno.ENOTDIR, "it must be a folder", str(self.folder))
        ignore = self.folder / ".gitignore"
        if not os.path.lexists(ignore):
            with suppress(FileExistsError):
                write_new(ignore, b"*\n")

    def write(self, changes: Changes, description: str, undoes: int = 0) -> list[Path]:
        """Write all the given files, and return the changed files. The write can be undone later.

        Raises FileChangedError if a file does not have its expected content. Raises OSError if a file cannot be
        written. After an error, all files are unchanged.
        """
        changed = replace_all(changes, _HistoryJournal(self, changes, description, undoes))
        self._prune()
        return changed

    def numbers(self) -> list[int]:
        """Return the numbers of all writes that can be undone, oldest first."""
        try:
            paths = [*self.folder.iterdir()]
        except (FileNotFoundError, NotADirectoryError):
            return []
        return sorted(int(match[1]) for path in paths if (match := _ENTRY_NAME.fullmatch(path.name)))

    def read(self, number: int) -> Write:
        """Return the write with this number. Raises DamagedHistoryError and OSError."""
        return replace(self._unpack(self._entry(number)), number=number)

    def recover(self) -> str:
        """Finish or reverse the write that a killed command left unfinished.

        Return a note for the user, or "" if the user need not know anything. Raises OSError if the write can be neither
        finished nor reversed now.
        """
        try:
            pending = self._unpack(self._pending)
        except FileNotFoundError:
            return ""
        except DamagedHistoryError:
            self._pending.unlink()
            return "a command was interrupted and its record cannot be read: compare the files with git"
        states = {file.name: self.file_state(file) for file in pending.files}
        if "old" not in states.values():
            self.finish(pending.undoes)
            return ""
        written = [file for file in pending.files if states[file.name] == "new"]
        paths = [self.path(file.name) for file in written]
        replace_all({path: (read_or_none(path), file.before) for path, file in zip(paths, written, strict=True)})
        self.remove_folders(pending.folders)
        self._pending.unlink()
        others = [name for name, state in states.items() if state == "other"]
        if not written and not others:
            return ""
        note = f"a command was interrupted while it wrote ({pending.description}): its files were restored"
        return f"{note}, except {', '.join(others)}, which changed since" if others else note

    def remove_leftovers(self, folder: Path, *, recursive: bool = False) -> None:
        """Remove the temporary copies that killed commands have left in a folder."""
        for path in _leftovers(folder, recursive=recursive):
            with suppress(OSError):
                path.unlink()

    def file_state(self, file: FileWrite) -> Literal["old", "new", "other"]:
        """Compare a file with a write that is in the history.

        Return "old" if the file has its content from before the write, and "new" if it has its content from after the
        write. Return "other" if the file has any other content.
        """
        data = read_or_none(self.path(file.name))
        if data == file.before:
            return "old"
        return "new" if _checksum(data) == file.after else "other"

    def refuse_changed(self, write: Write) -> None:
        """Raise WriteError if a file that was changed by `write` has changed again since."""
        if changed := [file.name for file in write.files if self.file_state(file) != "new"]:
            message = f'nothing was undone: {", ".join(changed)} changed after "{write.description}"'
            raise WriteError(message, "the later change was made by hand or with git: correct the file by hand")

    def path(self, name: str) -> Path:
        """Return the path of a file named in the history. Raises OSError if a link points outside the workspace."""
        return resolve_inside(self.root, name)

    def remove_folders(self, names: Sequence[str]) -> None:
        """Remove the given folders if they are empty."""
        for name in reversed(names):
            with suppress(OSError):
                self.path(name).rmdir()

    def remove_if_empty(self) -> None:
        """Remove the history's folder if there is nothing to undo."""
        if self.numbers() or self._pending.exists():
            return
        for path in (self.folder / ".gitignore", self.lock):
            with suppress(OSError):
                path.unlink()
        with suppress(OSError):
            self.folder.rmdir()

    def begin(self, write: Write) -> None:
        """Save the previous content of the files that are about to change."""
        copy = temporary_path(self._pending)
        folders = (".", *write.folders) if self._has_made_root else write.folders
        write_new(copy, _pack(replace(write, folders=folders)))
        try:
            os.replace(copy, self._pending)  # noqa: PTH105 - tests make this function fail
        except OSError:
            with suppress(OSError):
                copy.unlink()
            raise
        sync_folder(self.folder)

    def finish(self, undoes: int) -> None:
        """End the pending write.

        A normal write is added to the history. If the write is an undo, it is not added, and the write numbered
        `undoes` is removed from the history.
        """
        if undoes:
            # Do this in one step: after an interruption, the pending record describes the write that was undone.
            os.replace(self._entry(undoes), self._pending)  # noqa: PTH105
            with suppress(OSError):
                self._pending.unlink()
        else:
            os.replace(self._pending, self._entry(max(self.numbers(), default=0) + 1))  # noqa: PTH105

    def cancel(self) -> None:
        """Delete the record of the pending write, so no later command finishes or reverses the write."""
        self._pending.unlink(missing_ok=True)

    def name(self, path: Path) -> str | None:
        """Return the name of the file at `path` as used in the history.

        The result is None if the history must not contain the file, so a change of the file cannot be undone.
        """
        path, root = Path(os.path.realpath(path)), Path(os.path.realpath(self.root))
        name = path.relative_to(root).as_posix() if path.is_relative_to(root) else ""
        return name if _is_valid_name(name) else None

    def _entry(self, number: int) -> Path:
        return self.folder / f"{number:06}.zip"

    def _unpack(self, path: Path) -> Write:
        data = read_or_none(path)
        if data is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
        try:
            return _unpack(data)
        except Exception as error:
            # The zip archive, the JSON text and its values each raise different exceptions.
            raise DamagedHistoryError(path) from error

    def _prune(self) -> None:
        """Remove the oldest writes if the history has too many writes or is too large."""
        room = MAX_BYTES
        for age, number in enumerate(reversed(self.numbers())):
            with suppress(OSError):
                room -= self._entry(number).stat().st_size
                if age >= MAX_WRITES or (age and room < 0):
                    self._entry(number).unlink()


class _HistoryJournal:
    """Records a write in the history while it happens."""

    def __init__(self, history: History, changes: Changes, description: str, undoes: int) -> None:
        self._history, self._description, self._undoes = history, description, undoes
        self._changes = {Path(os.path.realpath(path)): contents for path, contents in changes.items()}

    def begin(self, files: list[Path], folders: list[Path]) -> None:
        changes = [(self._history.name(path) or "", *self._changes[path]) for path in files]
        file_writes = [FileWrite(name, before, _checksum(after)) for name, before, after in changes]
        root = os.path.realpath(self._history.root)
        names = [Path(os.path.relpath(os.path.realpath(folder), root)).as_posix() for folder in folders]
        self._history.begin(Write(self._description, file_writes, names, self._undoes))

    def commit(self) -> None:
        self._history.finish(self._undoes)

    def cancel(self) -> None:
        self._history.cancel()


def _leftovers(folder: Path, *, recursive: bool) -> Iterator[Path]:
    try:
        entries = [*os.scandir(folder)]
    except OSError:
        return
    for entry in entries:
        if recursive and entry.is_dir(follow_symlinks=False):
            yield from _leftovers(Path(entry.path), recursive=True)
        elif is_leftover(entry.name) and entry.is_file(follow_symlinks=False):
            yield Path(entry.path)


def _checksum(data: bytes | None) -> str | None:
    return None if data is None else hashlib.sha256(data).hexdigest()


def _is_valid_name(name: str) -> bool:
    """Whether `name` can be the name of a file that cobtrack has changed.

    Somebody else might have put a forged history into the workspace. With this check, such a history cannot be used to
    change any other file.
    """
    path = PurePosixPath(name)
    hidden = [part for part in path.parts if part.startswith(".") and part != ".gitignore"]
    return bool(path.parts) and not (path.is_absolute() or hidden or "\\" in name or ":" in path.parts[0])


def _pack(write: Write) -> bytes:
    """Return a write as a zip archive with `write.json` and the previous content of each file, named by its index."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        summary: dict[str, Any] = {"format": _FORMAT, "what": write.description, "undoes": write.undoes}
        summary |= {"folders": [*write.folders], "files": []}
        for index, file in enumerate(write.files):
            summary["files"].append({"name": file.name, "new": file.before is None, "after": file.after})
            if file.before is not None:
                archive.writestr(str(index), file.before)
        archive.writestr("write.json", json.dumps(summary))
    return buffer.getvalue()


def _unpack(data: bytes) -> Write:
    """Return the write in a zip archive. Raises exceptions of any kind if the archive is not valid."""
    with ZipFile(BytesIO(data)) as archive:
        if sum(member.file_size for member in archive.infolist()) > _MAX_UNPACKED_BYTES:
            raise ValueError("it is larger than any write")
        summary = json.loads(archive.read("write.json"))
        files = [
            FileWrite(str(file["name"]), None if file["new"] else archive.read(str(index)), file["after"])
            for index, file in enumerate(summary["files"])
        ]
    folders = [str(folder) for folder in summary["folders"]]
    if summary["format"] != _FORMAT or not all(_is_valid_name(file.name) for file in files):
        raise ValueError("it is not a write of cobtrack")
    if not all(folder == "." or _is_valid_name(folder) for folder in folders):
        raise ValueError("it names a folder outside the workspace")
    return Write(str(summary["what"]), files, folders, int(summary["undoes"]))
