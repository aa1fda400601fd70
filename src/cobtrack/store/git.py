"""Ask git which files are tracked and ignored, and what the files contained at earlier revisions.

The settings of a repository can name programs. Git is called in a way that never runs these programs.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_TIMEOUT_SECONDS = 20
_SHA1_LENGTH = 40
# Switch off every feature for which git would run a program named in the repository's settings.
_SAFE_OPTIONS = (
    "--no-pager", "--no-optional-locks", "--literal-pathspecs", "-c", "core.fsmonitor=false",
    "-c", f"core.hooksPath={os.devnull}", "-c", "core.untrackedCache=false", "-c", "submodule.recurse=false",
    # With these settings, a repository that belongs to another user is no risk.
    "-c", "safe.directory=*",
)  # fmt: skip
_ENVIRONMENT = {"GIT_TERMINAL_PROMPT": "0", "GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}


class Listing(NamedTuple):
    """The tracked files of a folder, and its files that are neither tracked nor ignored, as paths within the folder."""

    tracked: frozenset[str]
    untracked: frozenset[str]


def repository_root(folder: Path) -> Path | None:
    """Return `folder` or its nearest parent that contains a git repository."""
    return next((parent for parent in (folder, *folder.parents) if os.path.lexists(parent / ".git")), None)


def list_files(folder: Path) -> Listing | None:
    """List the files of a folder, or return None if git cannot list the files.

    Git cannot list the files if git is not installed, if git fails, or if the folder is not in a repository.
    """
    output = _run(folder, "ls-files", "-z", "-t", "--cached", "--others", "--exclude-standard", "--", ".")
    if output is None:
        return None
    lines = [os.fsdecode(line) for line in output.split(b"\0") if line]
    untracked = frozenset(line[2:] for line in lines if line.startswith("? "))
    return Listing(frozenset(line[2:] for line in lines if not line.startswith("? ")), untracked)


def is_ignored(path: Path) -> bool:
    """Whether git ignores a file, which does not need to exist. The result is False if git cannot answer."""
    folder = next(parent for parent in path.parents if parent.is_dir())
    # `check-ignore` refuses --literal-pathspecs. With ./ before it, a path has no special meaning.
    arguments = ("--no-literal-pathspecs", "check-ignore", "--quiet", "--", f"./{path.relative_to(folder).as_posix()}")
    return _run(folder, *arguments) is not None


def has_git(folder: Path) -> bool:
    """Whether the git program is installed, outside the repository of `folder`."""
    return _program(Path(os.path.realpath(folder))) is not None


def commit_id(folder: Path, revision: str) -> str:
    """Return the id of the commit that a revision means; "" if git finds no such commit."""
    output = _run(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    commit = output.decode().strip() if output else ""
    # For "^main" (everything that is not in main), git prints the id of a commit after "^".
    return "" if commit.startswith("^") else commit


def commit_time(folder: Path, commit: str) -> int:
    """Return the time of a commit, in seconds since 1970. The commit must exist."""
    output = _run(folder, "rev-list", "--max-count=1", "--timestamp", commit, "--") or b"0"
    return int(output.split()[0])


def last_commit_before(folder: Path, time: int) -> str:
    """Return the id of the last commit of the current branch before a time; "" if there is none.

    `time` is in seconds since 1970.
    """
    output = _run(folder, "rev-list", "-1", "--first-parent", f"--min-age={time - 1}", "HEAD", "--")
    return output.decode().strip() if output else ""


def commits_changing(folder: Path, file: str) -> list[str]:
    """Return the ids of the commits of the current branch in which a file changed. The newest commit comes first."""
    output = _run(folder, "rev-list", "--first-parent", "HEAD", "--", file) or b""
    return output.decode().split()


def fork_point(folder: Path, revision: str) -> str:
    """Return the last commit that the current branch and a revision have in common.

    If they have no commit in common, return the commit of the revision. Return "" if git finds no such revision.
    """
    commit = commit_id(folder, revision)
    output = _run(folder, "merge-base", commit, "HEAD") if commit else None
    return output.decode().strip() if output else commit


def is_shallow(folder: Path) -> bool:
    """Whether older commits are missing, because the repository is a shallow clone."""
    return _run(folder, "rev-parse", "--is-shallow-repository") == b"true\n"


class Entry(NamedTuple):
    """An entry of a folder at a revision."""

    kind: Literal["file", "link", "submodule"]
    id: str
    """Git's id of the content."""


_KINDS: Mapping[bytes, Literal["file", "link", "submodule"]] = {
    b"100644": "file", b"100755": "file", b"120000": "link", b"160000": "submodule",
}  # fmt: skip


def entries(folder: Path, revision: str) -> dict[str, Entry] | None:
    """Return the entries of a folder and its subfolders at a revision, keyed by path within the folder.

    Return None if git cannot read the revision.
    """
    commit = commit_id(folder, revision)
    output = _run(folder, "ls-tree", "-r", "-z", commit, "--", ".") if commit else None
    if output is None:
        return None
    lines = (line.partition(b"\t") for line in output.split(b"\0") if line)
    # The mode, the type and the id come before the tab.
    columns = ((path, *before_tab.split()) for before_tab, _, path in lines)
    return {os.fsdecode(path): Entry(_KINDS.get(mode, "file"), id_.decode()) for path, mode, _, id_ in columns}


def blob_ids(folder: Path, revision: str) -> dict[str, str] | None:
    """Return the blob ids of a folder's files at a revision, keyed by path, or None if git cannot read the revision."""
    found = entries(folder, revision)
    if found is None:
        return None
    return {path: entry.id for path, entry in found.items() if entry.kind != "submodule"}


def is_blob(data: bytes, blob: str) -> bool:
    """Return whether a file with these bytes has the content of a blob. Git can have converted the line ends."""
    algorithm = "sha1" if len(blob) == _SHA1_LENGTH else "sha256"
    variants = [data, data.replace(b"\r\n", b"\n")] if b"\r\n" in data else [data]
    headed = (b"blob %d\0" % len(variant) + variant for variant in variants)
    return any(hashlib.new(algorithm, content, usedforsecurity=False).hexdigest() == blob for content in headed)


def blob_contents(folder: Path, ids: Sequence[str]) -> dict[str, bytes]:
    """Return the contents of files, keyed by git's blob id. Ids that git does not know are left out."""
    output = _run(folder, "cat-file", "--batch", stdin="".join(f"{blob}\n" for blob in ids).encode()) or b""
    contents: dict[str, bytes] = {}
    start = 0
    for blob in ids:
        end = output.find(b"\n", start)
        header, start = output[start:end], end + 1
        if end < 0:
            break
        # For a missing file, git prints only a header: the blob id and the word "missing".
        if not header.endswith(b" missing"):
            size = int(header.split()[2])
            contents[blob] = output[start : start + size]
            start += size + 1
    return contents


def folder_in_repository(folder: Path) -> str:
    """Return a folder's path relative to the root of its repository.

    The result is "" if the folder is itself the root, or if the folder is not in a repository.
    """
    folder = Path(os.path.realpath(folder))
    path = folder.relative_to(repository_root(folder) or folder).as_posix()
    return "" if path == "." else path


def _run(folder: Path, *arguments: str, stdin: bytes = b"") -> bytes | None:
    """Run git in a folder and return the output of git, or None if that is not possible.

    The result is None if git is not installed, if git fails, or if the folder is not in a repository.
    """
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
    """Return the path of the git program, or None. A program inside the workspace or its repository is never used."""
    path = shutil.which("git")
    if path is None or not Path(path).is_absolute():
        return None
    untrusted = repository_root(folder) or folder
    return None if Path(os.path.realpath(path)).is_relative_to(untrusted) else path
