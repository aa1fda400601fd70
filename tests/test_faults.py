"""Disks that fail: the n-th open, write, fsync or rename of every command that writes, for every n.

Each time, all files are the old ones or all are the new ones, the exit code is 2, and the next command works.
FAULTS=all tries every n with every error, which takes some minutes; otherwise a sample is tried.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from tests.writing_commands import COMMANDS, ask, prepare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.cli_support import Result

ALL = os.environ.get("FAULTS") == "all"
ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES)
KINDS = ("open", "write", "fsync", "replace", "mkdir")
NAMES = (
    "log", "log again", "import", "import of a matrix", "rename", "postpone", "remove a file", "undo", "render", "export", "schema", "init",
)  # fmt: skip
"""The commands that are tried. The other commands write in the same way."""


class Disk:
    """Fails at the n-th call of a function for files below a folder, or at every call from then on."""

    def __init__(self, root: Path, kind: str, number: int, error: int, *, stays: bool = False) -> None:
        self.root, self.kind, self.number, self.error, self.stays = root, kind, number, error, stays
        self.calls = 0
        self._handles: set[int] = set()

    def __enter__(self) -> Disk:
        self._real = {name: getattr(os, name) for name in ("open", "write", "fsync", "replace", "mkdir")}
        self._io_open = io.open
        for name, function in self._real.items():
            setattr(os, name, self._wrapped(name, function))
        opens = self._wrapped("open", self._io_open)
        io.open = builtins.open = opens
        return self

    def __exit__(self, *_: object) -> None:
        for name, function in self._real.items():
            setattr(os, name, function)
        io.open = builtins.open = self._io_open

    def _wrapped(self, kind: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(first: Any, *arguments: Any, **options: Any) -> Any:
            if kind == self.kind and self._is_ours(first):
                self.calls += 1
                if self.calls == self.number or (self.stays and self.calls > self.number):
                    raise OSError(self.error, os.strerror(self.error), None if isinstance(first, int) else str(first))
            result = function(first, *arguments, **options)
            if kind == "open" and isinstance(result, int) and self._is_ours(first):
                self._handles.add(result)
            return result

        return call

    def _is_ours(self, what: Any) -> bool:
        if isinstance(what, int):
            return what in self._handles
        return Path(os.path.realpath(what)).is_relative_to(os.path.realpath(self.root))


class Setting(NamedTuple):
    """A workspace before a command, and its files before and after it."""

    root: Path
    command: list[str]
    old: dict[str, bytes]
    new: dict[str, bytes]


def files(root: Path) -> dict[str, bytes]:
    """Return the files of a workspace, without the history of `undo`; folders without files do not count."""
    found = {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if ".cobtrack" not in path.parts}


@pytest.fixture(scope="module", params=NAMES)
def setting(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Setting:
    """Make a workspace, and run the command in a copy of it."""
    home = tmp_path_factory.mktemp("faults")
    root, command = prepare(home, request.param), COMMANDS[request.param]
    shutil.copytree(root, home / "done")
    done = ask(home / "done", command)
    assert done.code == 0, done.err
    assert files(home / "done") != files(root)
    return Setting(root, command, files(root), files(home / "done"))


def trials(setting: Setting, kind: str, tmp_path: Path) -> Iterator[tuple[Path, Disk, Result]]:
    """Yield each n until the command makes fewer such calls."""
    number = 0
    while True:
        number += 1
        errors = ERRORS if ALL else [ERRORS[number % 3]]
        for error in errors:
            for stays in (False, True) if ALL else [number % 2 == 0]:
                root = tmp_path / f"{kind}-{number}-{error}-{stays}/ours"
                shutil.copytree(setting.root, root)
                for path in setting.root.parent.iterdir():
                    if path.is_file():
                        os.link(path, root.parent / path.name)
                with Disk(root, kind, number, error, stays=stays) as disk:
                    done = ask(root, setting.command)
                if disk.calls < number:
                    assert (done.code, files(root)) == (0, setting.new)
                    return
                yield root, disk, done
        # A sample goes on in larger and larger steps.
        number += 0 if ALL else 2 * number


@pytest.mark.parametrize("kind", KINDS)
def test_each_file_is_old_or_new_and_the_next_command_works(setting: Setting, kind: str, tmp_path: Path) -> None:
    count = 0
    for root, disk, done in trials(setting, kind, tmp_path):
        count += 1
        where = f"{kind} {disk.number} of {' '.join(setting.command)}: {errno.errorcode[disk.error]}: {done.err}"
        now = files(root)
        names = now.keys() | setting.old.keys() | setting.new.keys()
        assert all(now.get(name) in {setting.old.get(name), setting.new.get(name)} for name in names), where
        assert done.code == 2, where
        assert done.err.startswith("error: ") or "\nerror: " in done.err, where
        assert "mistake in cobtrack" not in done.err, where
        if not disk.stays:
            assert now == setting.old, where
        again = ask(root, setting.command)
        assert files(root) == setting.new, f"{where}\n{again.err}"
        # Where all was written and only that could not be recorded, there is nothing left to do.
        assert again.code == 0 or now == setting.new, f"{where}\n{again.err}"
        assert not [*root.rglob("*.cobtrack-tmp"), *root.rglob("pending.zip")], where
        shutil.rmtree(root.parent)
    if ALL:
        print(f"{' '.join(setting.command)}: {kind}: {count}")  # noqa: T201
