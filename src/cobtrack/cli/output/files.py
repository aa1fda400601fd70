"""Write the files that a command makes from the workspace and report each file, or compare them with existing files."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer
from rich.cells import cell_len

from cobtrack.cli.options import CommandError
from cobtrack.cli.output.table import padded
from cobtrack.cli.output.terminal import Terminal
from cobtrack.editing.outputs import Output, content_to_replace, refuse_place, write_outputs
from cobtrack.model.languages.phrases import gettext as _
from cobtrack.model.languages.phrases import ngettext
from cobtrack.model.text.wording import quantity
from cobtrack.store.write import read_or_none

if TYPE_CHECKING:
    from collections.abc import Callable, Collection


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
    existing files that cobtrack did not write are overwritten too. `noun` is the word for a file in messages. If
    `folder` is given, the files are reported together as the content of this folder.
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
        folder: Path | None = None,
    ) -> None:
        self._noun, self._folder = noun, folder
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

    def remove(self, path: Path) -> None:
        """Add a file of an earlier run to be removed. Raises WriteError if files at `path` must not be changed."""
        refuse_place(path, self._root)
        self._files.append(_File(Output(path, None, lambda _: True), "", "no longer needed"))

    def finish(self, check_hint: str = "") -> None:
        """Write all files and report each file.

        With `check`, compare the files instead. If a file is not up to date, print `check_hint` and end the program
        with exit code 1. Raises WriteError or OSError if a file cannot be written. In this case, no file is written.
        """
        if self._check:
            self._compare(check_hint)
        elif self._dry_run:
            contents = {file.path: content_to_replace(file.output, force=self._force) for file in self._files}
            changed = {file.path for file in self._files if contents[file.path] != file.output.data}
            self._report_all(changed, will_be=True)
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
        count = len(self._files)
        files = quantity(count, self._noun)
        self._terminal.notify(ngettext("%(files)s is up to date", "%(files)s are up to date", count, files=files))

    def _write(self) -> None:
        outputs = [file.output for file in self._files]
        written = write_outputs(self._root, outputs, self._description, force=self._force)
        if written.recovery_note:
            self._terminal.notify(written.recovery_note, "note")
        self._report_all(written.changed)

    def _report_all(self, changed: Collection[Path], *, will_be: bool = False) -> None:
        """Report each file, or the whole folder in a line. `changed` are the files that changed or would change."""
        if self._folder is not None:
            self._report_folder(self._folder, is_changed=bool(changed), will_be=will_be)
            return
        wrote = _("Would write") if will_be else _("Wrote")
        unchanged = _("Unchanged")
        width = max(cell_len(wrote), cell_len(unchanged)) + 2
        for file in self._files:
            verb = padded(wrote if file.path in changed else unchanged, width)
            self._terminal.notify(f"{verb}{display_path(file.path)}{file.remark}")

    def _report_folder(self, folder: Path, *, is_changed: bool, will_be: bool) -> None:
        gone = [file for file in self._files if file.output.data is None]
        words = {"folder": display_path(folder), "files": quantity(len(self._files) - len(gone), self._noun)}
        if not is_changed:
            self._terminal.notify(_("Unchanged %(folder)s (%(files)s)", **words))
        elif will_be:
            self._terminal.notify(_("Would write %(folder)s (%(files)s)", **words))
        else:
            self._terminal.notify(_("Wrote %(folder)s (%(files)s)", **words))
        for file in gone:
            name = display_path(file.path)
            if will_be:
                self._terminal.notify(_("Would remove %(file)s, which no longer belongs to it", file=name))
            else:
                self._terminal.notify(_("Removed %(file)s, which no longer belongs to it", file=name))


def display_path(path: Path) -> str:
    """Return a path as it is shown in messages.

    The path of a file in the current folder is relative to this folder. Any other path is returned unchanged.
    """
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative


def print_file(name: str, data: bytes) -> None:
    """Write the content of a file to standard output.

    Raises CommandError if standard output is a terminal and the file is not a text.
    """
    if b"\0" in data and sys.stdout.isatty():
        raise CommandError(f"{name} cannot be shown on a terminal", f"leave out -o -, or add: > {name}")
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
