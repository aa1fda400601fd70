"""Write the files that a command makes from the workspace and report each file, or compare them with existing files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

from cobtrack.cli.output.terminal import Terminal
from cobtrack.editing.outputs import Output, content_to_replace, refuse_place, write_outputs
from cobtrack.model.text.wording import quantity
from cobtrack.store.write import read_or_none

if TYPE_CHECKING:
    from collections.abc import Callable


class _File(NamedTuple):
    output: Output
    remark: str
    difference: str

    @property
    def path(self) -> Path:
        return self.output.path


class OutputFiles:
    """The files that a command makes from the workspace at `root`.

    The files are collected first and then written together. `cobtrack undo` shows `description` for this write. With
    `check`, the files are only compared with the existing files. With `dry_run`, they are only listed. With `force`,
    existing files that cobtrack did not write are overwritten too. `noun` is the word for a file in messages.
    """

    def __init__(
        self,
        root: Path,
        description: str,
        *,
        check: bool = False,
        dry_run: bool = False,
        force: bool = False,
        terminal: Terminal | None = None,
        noun: str = "file",
    ) -> None:
        self._noun = noun
        self._root, self._description = root, description
        self._check, self._dry_run, self._force = check, dry_run, force
        self._terminal = terminal or Terminal()
        self._files = list[_File]()

    def add(
        self,
        path: Path,
        data: bytes,
        may_replace: Callable[[bytes], bool] = lambda _: True,
        *,
        remark: str = "",
        difference: str = "stale",
    ) -> None:
        """Add a file to be written. Raises WriteError if files must not be written to `path`.

        `may_replace` gets the content of an existing file, and returns whether an earlier run wrote the file. `remark`
        is printed after the file name. `difference` is printed before the file name if a check finds that the existing
        file differs.
        """
        refuse_place(path, self._root)
        self._files.append(_File(Output(path, data, may_replace), remark, difference))

    def finish(self, check_hint: str = "") -> None:
        """Write all files and report each file.

        With `check`, compare the files instead. If a file is not up to date, print `check_hint` and end the program
        with exit code 1. Raises WriteError or OSError if a file cannot be written. In this case, no file is written.
        """
        if self._check:
            self._compare(check_hint)
        elif self._dry_run:
            for file in self._files:
                content = content_to_replace(file.output, force=self._force)
                self._report(file, "Unchanged   " if content == file.output.data else "Would write ")
        else:
            self._write()

    def _compare(self, hint: str) -> None:
        different = [file for file in self._files if read_or_none(file.path) != file.output.data]
        for file in different:
            self._terminal.print(f"{file.difference}: {display_path(file.path)}")
        if different:
            verb = "is" if len(different) == 1 else "are"
            message = f"{len(different)} of {len(self._files)} files {verb} not up to date"
            self._terminal.notify(message, "error")
            self._terminal.notify(hint, "hint")
            raise typer.Exit(1)
        verb = "is" if len(self._files) == 1 else "are"
        self._terminal.notify(f"{quantity(len(self._files), self._noun)} {verb} up to date")

    def _write(self) -> None:
        outputs = [file.output for file in self._files]
        written = write_outputs(self._root, outputs, self._description, force=self._force)
        if written.recovery_note:
            self._terminal.notify(written.recovery_note, "note")
        for file in self._files:
            self._report(file, "Wrote     " if file.path in written.changed else "Unchanged ")

    def _report(self, file: _File, verb: str) -> None:
        self._terminal.notify(f"{verb} {display_path(file.path)}{file.remark}")


def display_path(path: Path) -> str:
    """Return a path as it is shown in messages.

    The path of a file in the current folder is relative to this folder. Any other path is returned unchanged.
    """
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative
