"""Ask git which files it tracks and ignores, and what they held before.

Nothing that the repository contains is run by this: its settings could name programs.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_TIMEOUT_SECONDS = 20
# Switch off everything for which git would run a program that the repository's settings name.
_SAFE_OPTIONS = (
    "--no-pager", "--no-optional-locks", "--literal-pathspecs", "-c", "core.fsmonitor=false",
    "-c", f"core.hooksPath={os.devnull}", "-c", "core.untrackedCache=false", "-c", "submodule.recurse=false",
    # With the above, a repository of another owner is no risk.
    "-c", "safe.directory=*",
)  # fmt: skip
_ENVIRONMENT = {"GIT_TERMINAL_PROMPT": "0", "GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}


class Listing(NamedTuple):
    """The files of a folder, by their paths in it: those that git tracks, and those it neither tracks nor ignores."""

    tracked: frozenset[str]
    untracked: frozenset[str]


def repository_root(folder: Path) -> Path | None:
    """Return the nearest folder from this one upwards that holds a git repository."""
    return next((parent for parent in (folder, *folder.parents) if os.path.lexists(parent / ".git")), None)


def list_files(folder: Path) -> Listing | None:
    """Return which files of a folder git tracks; None if git is not installed, fails, or there is no repository."""
    output = _run(folder, "ls-files", "-z", "-t", "--cached", "--others", "--exclude-standard", "--", ".")
    if output is None:
        return None
    lines = [os.fsdecode(line) for line in output.split(b"\0") if line]
    untracked = frozenset(line[2:] for line in lines if line.startswith("? "))
    return Listing(frozenset(line[2:] for line in lines if not line.startswith("? ")), untracked)


def blob_ids(folder: Path, revision: str) -> dict[str, str] | None:
    """Return git's ids of a folder's files at a revision, by their paths in it; None if git cannot read it."""
    commit = _run(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    output = _run(folder, "ls-tree", "-r", "-z", commit.decode().strip(), "--", ".") if commit else None
    if output is None:
        return None
    lines = (line.partition(b"\t") for line in output.split(b"\0") if line)
    # Before the tab are the mode, the type and the id.
    entries = ((path, *before_tab.split()) for before_tab, _, path in lines)
    return {os.fsdecode(path): blob.decode() for path, _, kind, blob in entries if kind == b"blob"}


def blob_contents(folder: Path, ids: Sequence[str]) -> dict[str, bytes]:
    """Return the contents of files by git's ids; ids that git does not know are left out."""
    output = _run(folder, "cat-file", "--batch", stdin="".join(f"{blob}\n" for blob in ids).encode()) or b""
    contents: dict[str, bytes] = {}
    for blob in ids:
        header, _, output = output.partition(b"\n")
        # For a missing file, git answers with a header only: the id and the word "missing".
        if not header.endswith(b" missing") and header:
            size = int(header.split()[2])
            contents[blob], output = output[:size], output[size + 1 :]
    return contents


def folder_in_repository(folder: Path) -> str:
    """Return the path of a folder from the root of its repository; "" for the root, or if there is no repository."""
    folder = Path(os.path.realpath(folder))
    path = folder.relative_to(repository_root(folder) or folder).as_posix()
    return "" if path == "." else path


def _run(folder: Path, *arguments: str, stdin: bytes = b"") -> bytes | None:
    """Run git in a folder and return its output; None if git is not installed, fails, or there is no repository."""
    folder = Path(os.path.realpath(folder))
    program = _program(folder)
    if program is None or repository_root(folder) is None:
        return None
    environment = {name: value for name, value in os.environ.items() if not name.upper().startswith("GIT_")}
    try:
        process = subprocess.run(  # noqa: S603 - no part of the command comes from the workspace's files
            [program, *_SAFE_OPTIONS, *arguments],
            cwd=folder,
            env=environment | _ENVIRONMENT,
            input=stdin,
            capture_output=True,
            timeout=_TIMEOUT_SECONDS,
            check=True,
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return process.stdout


def _program(folder: Path) -> str | None:
    """Return the path of git, or None. A program within the workspace or its repository is never used."""
    path = shutil.which("git")
    if path is None or not Path(path).is_absolute():
        return None
    untrusted = repository_root(folder) or folder
    return None if Path(os.path.realpath(path)).is_relative_to(untrusted) else path
