"""What git tracks, ignores and knows of earlier days; nothing that is in the repository is run by asking."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_TIMEOUT = 20
# A repository's own settings can name programs: none of these is asked for, and what could be is switched off.
_SAFE = (
    "--no-pager", "--no-optional-locks", "--literal-pathspecs", "-c", "core.fsmonitor=false",
    "-c", f"core.hooksPath={os.devnull}", "-c", "core.untrackedCache=false", "-c", "submodule.recurse=false",
    # To read the names of files of another owner is no risk without these.
    "-c", "safe.directory=*",
)  # fmt: skip
_ENVIRONMENT = {"GIT_TERMINAL_PROMPT": "0", "GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}


class Listing(NamedTuple):
    """The files of a folder by their paths in there: tracked by git, and neither tracked nor ignored."""

    tracked: frozenset[str]
    untracked: frozenset[str]


def repository_root(folder: Path) -> Path | None:
    """The nearest folder from this one upwards that holds a repository."""
    return next((one for one in (folder, *folder.parents) if os.path.lexists(one / ".git")), None)


def list_files(folder: Path) -> Listing | None:
    """What git says of the files in a folder; None without git or a repository, or where it cannot tell."""
    out = _run(folder, "ls-files", "-z", "-t", "--cached", "--others", "--exclude-standard", "--", ".")
    if out is None:
        return None
    lines = [os.fsdecode(line) for line in out.split(b"\0") if line]
    untracked = frozenset(line[2:] for line in lines if line.startswith("? "))
    return Listing(frozenset(line[2:] for line in lines if not line.startswith("? ")), untracked)


def blob_ids(folder: Path, revision: str) -> dict[str, str] | None:
    """The git ids of a folder's files at a revision, by their paths in there; None where git does not know it."""
    commit = _run(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    out = _run(folder, "ls-tree", "-r", "-z", commit.decode().strip(), "--", ".") if commit else None
    if out is None:
        return None
    lines = (line.partition(b"\t") for line in out.split(b"\0") if line)
    return {os.fsdecode(path): facts.split()[2].decode() for facts, _, path in lines if facts.split()[1] == b"blob"}


def blob_contents(folder: Path, ids: Sequence[str]) -> dict[str, bytes]:
    """The bytes of files by their git ids."""
    out = _run(folder, "cat-file", "--batch", given="".join(f"{one}\n" for one in ids).encode()) or b""
    found: dict[str, bytes] = {}
    for one in ids:
        head, _, out = out.partition(b"\n")
        # A missing file has a head alone: its id and the word "missing".
        if not head.endswith(b" missing") and head:
            size = int(head.split()[2])
            found[one], out = out[:size], out[size + 1 :]
    return found


def folder_in_repository(folder: Path) -> str:
    """The path of a folder from the top of its repository; empty for the top, and where there is no repository."""
    folder = Path(os.path.realpath(folder))
    inside = folder.relative_to(repository_root(folder) or folder).as_posix()
    return "" if inside == "." else inside


def _run(folder: Path, *arguments: str, given: bytes = b"") -> bytes | None:
    """What git answers in a folder; None without git or a repository, or where it cannot tell."""
    folder = Path(os.path.realpath(folder))
    program = _program(folder)
    if program is None or repository_root(folder) is None:
        return None
    environment = {name: value for name, value in os.environ.items() if not name.upper().startswith("GIT_")}
    try:
        done = subprocess.run(  # noqa: S603 - nothing that is run comes from the files
            [program, *_SAFE, *arguments],
            cwd=folder,
            env=environment | _ENVIRONMENT,
            input=given,
            capture_output=True,
            timeout=_TIMEOUT,
            check=True,
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return done.stdout


def _program(folder: Path) -> str | None:
    """Where git is; never within the workspace or the repository, whatever PATH says."""
    found = shutil.which("git")
    if found is None or not Path(found).is_absolute():
        return None
    inside = repository_root(folder) or folder
    return None if Path(os.path.realpath(found)).is_relative_to(inside) else found
