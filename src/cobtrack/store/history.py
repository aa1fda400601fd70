"""What cobtrack wrote last, kept in `.cobtrack/` so that it can be taken back: one file a write, the newest last.

A write first says what the files were (`pending.zip`), then changes them, then becomes an entry of the history. What
a killed command left pending is therefore known, and is finished or taken back by the next one that writes.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import secrets
import stat
from contextlib import suppress
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

from cobtrack.store.write import (
    WriteError,
    is_leftover,
    read_or_none,
    replace_all,
    resolve_inside,
    sync_folder,
    write_new,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cobtrack.store.write import Changes

HISTORY_FOLDER = ".cobtrack"
MAX_WRITES = 50
MAX_BYTES = 100_000_000
"""How much room the history takes; the newest write is kept whatever its size."""
_MAX_UNPACKED = 1_000_000_000
_FORMAT = 1
_ENTRY = re.compile(r"(\d{6,})\.zip")
_HINT = f"if nothing is to be taken back any more, delete the folder {HISTORY_FOLDER}"


class DamagedHistoryError(WriteError):
    """The history cannot be read."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is damaged: what it holds cannot be taken back", _HINT)


class FileWrite(NamedTuple):
    """A file of a write: its path in the workspace, what it held (None: no file), the checksum of what it got."""

    name: str
    before: bytes | None
    after: str | None


@dataclass(frozen=True)
class Write:
    """One write: what it was for, its files, and the folders that were made for them."""

    description: str
    files: Sequence[FileWrite]
    folders: Sequence[str] = ()
    undoes: int = 0
    """The number of the write that this one takes back; 0 for any other."""
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
        """Make the folder, which git ignores wherever it is. Raises OSError where it cannot be made or is a link."""
        # As open to others as the workspace is: who may write here may have to wait for others who write.
        mode = stat.S_IMODE(self.root.stat().st_mode) if self.root.exists() else 0o700
        mode = (mode if mode & stat.S_IWOTH else mode & 0o770) & 0o777 | 0o700
        if not self.root.exists():
            self.root.mkdir(parents=True, exist_ok=True)
            self._has_made_root = True
        if not os.path.lexists(self.folder):
            with suppress(FileExistsError):
                self.folder.mkdir(mode)
                # Whatever the umask: of a folder that a group shares each may be the first to write.
                with suppress(PermissionError):
                    self.folder.chmod(mode)
        if not stat.S_ISDIR(self.folder.lstat().st_mode):
            raise OSError(errno.ENOTDIR, "it has to be a folder", str(self.folder))
        ignore = self.folder / ".gitignore"
        if not os.path.lexists(ignore):
            with suppress(FileExistsError):
                write_new(ignore, b"*\n")

    def write(self, changes: Changes, what: str, undoes: int = 0) -> list[Path]:
        """Change these files, all or none, so that it can be taken back; which changed.

        Raises ChangedError and OSError; all files are then as they were.
        """
        done = replace_all(changes, _Journal(self, changes, what, undoes))
        self._prune()
        return done

    def numbers(self) -> list[int]:
        """The numbers of the writes that can be taken back, oldest first."""
        try:
            paths = [*self.folder.iterdir()]
        except (FileNotFoundError, NotADirectoryError):
            return []
        return sorted(int(found[1]) for path in paths if (found := _ENTRY.fullmatch(path.name)))

    def read(self, number: int) -> Write:
        """One write. Raises DamagedError and OSError."""
        return replace(self._unpacked(self._entry(number)), number=number)

    def recover(self) -> str:
        """Finish or take back what a killed command left half done; what to say of it, empty where there was none.

        Raises OSError where it cannot be done now.
        """
        try:
            pending = self._unpacked(self._pending)
        except FileNotFoundError:
            return ""
        except DamagedHistoryError:
            self._pending.unlink()
            return "a command that was broken off left a record that cannot be read: compare the files with git"
        states = {one.name: self.file_state(one) for one in pending.files}
        if "old" not in states.values():
            self.finish(pending.undoes)
            return ""
        changed = [one for one in pending.files if states[one.name] == "new"]
        paths = [self.path(one.name) for one in changed]
        replace_all({path: (read_or_none(path), one.before) for path, one in zip(paths, changed, strict=True)})
        self.remove_folders(pending.folders)
        self._pending.unlink()
        others = [name for name, state in states.items() if state == "other"]
        text = f"a command was broken off while it wrote ({pending.description}): the files are as they were before it"
        text += f", but for {', '.join(others)}, which somebody else changed since" if others else ""
        return text if changed or others else ""

    def clean(self, folder: Path, *, deep: bool = False) -> None:
        """Remove the copies that killed commands left in a folder, with `deep` also in those below it."""
        for path in _leftovers(folder, deep=deep):
            with suppress(OSError):
                path.unlink()

    def file_state(self, one: FileWrite) -> str:
        """Whether a file is `old`, as it was before the write, `new`, as the write left it, or `other`."""
        data = read_or_none(self.path(one.name))
        if data == one.before:
            return "old"
        return "new" if _checksum(data) == one.after else "other"

    def refuse_changed(self, write: Write) -> None:
        """Raise NotWrittenError where a file is no longer as that write left it."""
        if changed := [one.name for one in write.files if self.file_state(one) != "new"]:
            message = f"{', '.join(changed)} changed since ({write.description}): nothing was taken back"
            raise WriteError(message, "somebody changed it by hand or with git: take the lines out by hand")

    def path(self, name: str) -> Path:
        """The path of a file of the history. Raises OSError where a link leads it out of the workspace."""
        return resolve_inside(self.root, name)

    def remove_folders(self, names: Sequence[str]) -> None:
        """Remove folders that were made for files, as far as they are empty."""
        for name in reversed(names):
            with suppress(OSError):
                self.path(name).rmdir()

    def remove_if_empty(self) -> None:
        """Remove the folder with the lock, where there is nothing to take back."""
        if self.numbers() or self._pending.exists():
            return
        for path in (self.folder / ".gitignore", self.lock):
            with suppress(OSError):
                path.unlink()
        with suppress(OSError):
            self.folder.rmdir()

    def begin(self, write: Write) -> None:
        """Say what is about to change."""
        copy = self.folder / f".{self._pending.name}.{secrets.token_hex(4)}.cobtrack-tmp"
        folders = (".", *write.folders) if self._has_made_root else write.folders
        write_new(copy, _packed(replace(write, folders=folders)))
        try:
            os.replace(copy, self._pending)  # noqa: PTH105 - what a test lets fail
        except OSError:
            with suppress(OSError):
                copy.unlink()
            raise
        sync_folder(self.folder)

    def finish(self, undoes: int) -> None:
        """Make what is pending part of the history, in one step; a write that takes another one back goes with it."""
        if undoes:
            # What is pending then is the write that was taken back: there is nothing left to do of it.
            os.replace(self._entry(undoes), self._pending)  # noqa: PTH105
            with suppress(OSError):
                self._pending.unlink()
        else:
            os.replace(self._pending, self._entry(max(self.numbers(), default=0) + 1))  # noqa: PTH105

    def cancel(self) -> None:
        """Nothing is pending."""
        self._pending.unlink(missing_ok=True)

    def name(self, path: Path) -> str | None:
        """The name of a path in the history; None where it lies elsewhere, or where nothing of ours is written."""
        path, root = Path(os.path.realpath(path)), Path(os.path.realpath(self.root))
        name = path.relative_to(root).as_posix() if path.is_relative_to(root) else ""
        return name if _is_fit(name) else None

    def _entry(self, number: int) -> Path:
        return self.folder / f"{number:06}.zip"

    def _unpacked(self, path: Path) -> Write:
        data = read_or_none(path)
        if data is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
        try:
            return _unpacked(data)
        except Exception as error:
            # Each part of such a file breaks in a way of its own.
            raise DamagedHistoryError(path) from error

    def _prune(self) -> None:
        """Forget the oldest writes: all but the newest, as far as there is room."""
        room = MAX_BYTES
        for place, number in enumerate(reversed(self.numbers())):
            with suppress(OSError):
                room -= self._entry(number).stat().st_size
                if place >= MAX_WRITES or (place and room < 0):
                    self._entry(number).unlink()


class _Journal:
    """What the history is told of a write while it happens."""

    def __init__(self, history: History, changes: Changes, what: str, undoes: int) -> None:
        self._history, self._what, self._undoes = history, what, undoes
        self._changes = {Path(os.path.realpath(path)): both for path, both in changes.items()}

    def begin(self, files: list[Path], folders: list[Path]) -> None:
        both = [(self._history.name(path) or "", *self._changes[path]) for path in files]
        writes = [FileWrite(name, before, _checksum(after)) for name, before, after in both]
        root = os.path.realpath(self._history.root)
        made = [Path(os.path.relpath(os.path.realpath(one), root)).as_posix() for one in folders]
        self._history.begin(Write(self._what, writes, made, self._undoes))

    def commit(self) -> None:
        self._history.finish(self._undoes)

    def cancel(self) -> None:
        self._history.cancel()


def _leftovers(folder: Path, *, deep: bool) -> Iterator[Path]:
    try:
        entries = [*os.scandir(folder)]
    except OSError:
        return
    for entry in entries:
        if deep and entry.is_dir(follow_symlinks=False):
            yield from _leftovers(Path(entry.path), deep=True)
        elif is_leftover(entry.name) and entry.is_file(follow_symlinks=False):
            yield Path(entry.path)


def _checksum(data: bytes | None) -> str | None:
    return None if data is None else hashlib.sha256(data).hexdigest()


def _is_fit(name: str) -> bool:
    """Whether a name can be that of a file that was written: whoever plants a history gets nothing else changed."""
    path = PurePosixPath(name)
    hidden = [part for part in path.parts if part.startswith(".") and part != ".gitignore"]
    return bool(path.parts) and not (path.is_absolute() or hidden or "\\" in name or ":" in path.parts[0])


def _packed(write: Write) -> bytes:
    """A write as an archive: what it is about, and what its files held."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        about: dict[str, Any] = {"format": _FORMAT, "what": write.description, "undoes": write.undoes}
        about |= {"folders": [*write.folders], "files": []}
        for place, one in enumerate(write.files):
            about["files"].append({"name": one.name, "new": one.before is None, "after": one.after})
            if one.before is not None:
                archive.writestr(str(place), one.before)
        archive.writestr("write.json", json.dumps(about))
    return made.getvalue()


def _unpacked(data: bytes) -> Write:
    """The write that an archive holds. Raises whatever a damaged or foreign one leads to."""
    with ZipFile(BytesIO(data)) as archive:
        if sum(member.file_size for member in archive.infolist()) > _MAX_UNPACKED:
            raise ValueError("it unpacks to more than any write")
        about = json.loads(archive.read("write.json"))
        files = [
            FileWrite(str(one["name"]), None if one["new"] else archive.read(str(place)), one["after"])
            for place, one in enumerate(about["files"])
        ]
    folders = [str(one) for one in about["folders"]]
    if about["format"] != _FORMAT or not all(map(_is_fit, (one.name for one in files))):
        raise ValueError("it is no write of cobtrack")
    if not all(one == "." or _is_fit(one) for one in folders):
        raise ValueError("it is no folder of a workspace")
    return Write(str(about["what"]), files, folders, int(about["undoes"]))
