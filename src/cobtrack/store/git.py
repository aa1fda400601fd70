"""What git tracks and ignores: asked of git in a way that nothing which lies in the repository is run by it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

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


def top(folder: Path) -> Path | None:
    """The nearest folder from this one upwards that holds a repository."""
    return next((one for one in (folder, *folder.parents) if os.path.lexists(one / ".git")), None)


def listing(folder: Path) -> Listing | None:
    """What git says of the files in a folder; None without git or a repository, or where it cannot tell."""
    folder = Path(os.path.realpath(folder))
    program = _program(folder)
    if program is None or top(folder) is None:
        return None
    environment = {name: value for name, value in os.environ.items() if not name.upper().startswith("GIT_")}
    command = [program, *_SAFE, "ls-files", "-z", "-t", "--cached", "--others", "--exclude-standard", "--", "."]
    try:
        done = subprocess.run(  # noqa: S603 - nothing of it comes from the files
            command,
            cwd=folder,
            env=environment | _ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_TIMEOUT,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    lines = [os.fsdecode(line) for line in done.stdout.split(b"\0") if line]
    untracked = frozenset(line[2:] for line in lines if line.startswith("? "))
    return Listing(frozenset(line[2:] for line in lines if not line.startswith("? ")), untracked)


def _program(folder: Path) -> str | None:
    """Where git is; never within the workspace or the repository, whatever PATH says."""
    found = shutil.which("git")
    if found is None or not Path(found).is_absolute():
        return None
    inside = top(folder) or folder
    return None if Path(os.path.realpath(found)).is_relative_to(inside) else found
