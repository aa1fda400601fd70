"""Load the workspace as it was at a git revision, on a day or in a version. No file is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from datetime import time as time_of_day
from typing import TYPE_CHECKING, Any

from cobtrack.errors import CobtrackError
from cobtrack.model.dates.format import format_day, format_timeframe
from cobtrack.model.dates.parse import parse_date, suggest_notation
from cobtrack.model.dates.time_zones import find_time_zone
from cobtrack.model.dates.timeframe import TimeframeError, next_day, parse_edtf
from cobtrack.model.kinds import KINDS, KINDS_BY_NAME
from cobtrack.model.text.wording import join, join_first
from cobtrack.store import files, git
from cobtrack.store.load import Loaded, load_contents
from cobtrack.store.root import MARKER, WorkspaceNotFoundError
from cobtrack.store.yaml import reader

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from cobtrack.model.dates.timeframe import Timeframe

_VERSION = re.compile(r"(?:version )?([0-9]{1,3})")
_TAG = re.compile(r"roadmap-([0-9]{1,3})")
_COMMIT = re.compile(r"[0-9a-f]{7,64}")
_SHORT = 7
"""The number of characters by which a commit is named in messages."""
_ROADMAP = KINDS_BY_NAME["roadmap"].path
_WHAT_IS_ACCEPTED = "give a date (2026-02-01), a version (1), or a branch, a tag or a commit (main)"


class RevisionError(CobtrackError):
    """There is no such revision, or the workspace cannot be read at this revision."""


@dataclass(frozen=True)
class Revision:
    """A state of the workspace in git."""

    commit: str
    day: date
    """The day of the commit, in the time zone of the workspace."""
    label: str
    """How people name the state, such as "version 1 (30 November 2022)" or "1 February 2026"."""
    note: str = ""
    """What the user should know about how the revision was found."""

    @property
    def short_commit(self) -> str:
        """The first characters of the commit's id, which are enough to name it."""
        return self.commit[:_SHORT]


def last_version(loaded: Loaded) -> Revision:
    """Return the state in which the last version of the roadmap was issued.

    Raises RevisionError if there is no version, or if its state cannot be found in git.
    """
    numbers = _versions(loaded)
    if not numbers:
        message = "the roadmap has no version yet, so it is not clear since when"
        raise RevisionError(message, f"{_WHAT_IS_ACCEPTED}: cobtrack changes 2026-02-01")
    return find_revision(loaded, str(max(numbers)))


def find_revision(loaded: Loaded, text: str) -> Revision:
    """Return the state that a user means by a date, a version or a revision of git.

    `loaded` is the workspace as it is now. Raises RevisionError if there is no such state.
    """
    root = loaded.root
    _require_repository(root)
    if text.startswith("-"):
        raise RevisionError(f'"{text}" looks like an option, not like a revision', _WHAT_IS_ACCEPTED)
    if match := _VERSION.fullmatch(text):
        return _find_version(loaded, int(match[1]))
    if day := _day(text, parse_edtf):
        return _find_day(loaded, day)
    if commit := git.commit_id(root, text):
        name = commit[:_SHORT] if _COMMIT.fullmatch(text) else text
        day = _commit_day(loaded, commit)
        return Revision(commit, day, f"{name} ({format_day(day)})")
    if match := _TAG.fullmatch(text):
        return _find_version(loaded, int(match[1]))
    if day := _day(text, parse_date):
        return _find_day(loaded, day)
    raise RevisionError(f'git finds no revision "{text}"', _hint_for_unknown(loaded, text))


def fork_point(loaded: Loaded, text: str) -> Revision | None:
    """Return the state in which the current branch and a revision were last the same; None if git finds no such state.

    Changes that the other branch has made since then are no changes of the current branch.
    """
    commit = git.fork_point(loaded.root, text)
    if not commit:
        return None
    day = _commit_day(loaded, commit)
    return Revision(commit, day, f"{text} ({format_day(day)})")


def load_revision(loaded: Loaded, revision: Revision, known: Sequence[Loaded] = ()) -> Loaded:
    """Load the workspace as it was at a revision. `loaded` is the workspace as it is now.

    Files with the same content in `loaded` or in one of the workspaces in `known` are not read again. Raises
    RevisionError if the workspace cannot be read at this revision.
    """
    found = _data_files(loaded.root, revision)
    contents = {
        name: data
        for other in (loaded, *known)
        for name, data in other.raw_bytes.items()
        if name in found and git.is_blob(data, found[name])
    }
    missing = {name: blob for name, blob in found.items() if name not in contents}
    blobs = git.blob_contents(loaded.root, list(dict.fromkeys(missing.values()))) if missing else {}
    if lost := [name for name, blob in missing.items() if blob not in blobs]:
        message = f"git cannot read {join_first(lost)} at {revision.label}"
        raise RevisionError(message, "if the clone has only a part of the files, fetch the rest: git fetch --refetch")
    contents |= {name: blobs[blob] for name, blob in missing.items()}
    try:
        return load_contents(loaded.root, contents, (loaded, *known), loaded.language)
    except WorkspaceNotFoundError as error:
        raise RevisionError(f"at {revision.label}, {error.message}", error.hint) from None


def uncommitted_files(loaded: Loaded) -> list[str]:
    """Return the names of the data files that differ from the last commit, or that exist only in it or outside it."""
    entries = git.entries(loaded.root, "HEAD") or {}
    committed = {name: entry.id for name, entry in entries.items() if _is_data_file(name)}
    changed = {
        name
        for name, data in loaded.raw_bytes.items()
        if name not in committed or not git.is_blob(data, committed[name])
    }
    return sorted(changed | (committed.keys() - set(loaded.files)))


def _require_repository(root: Path) -> None:
    """Raise RevisionError if git is not installed, or if the workspace is in no repository with a commit."""
    if git.repository_root(root) is None:
        message = f"{root} is not in a git repository, so earlier states of the files are not known"
        raise RevisionError(message, "git keeps the states of files: git init, then git add and git commit")
    if not git.has_git(root):
        raise RevisionError("git is not installed, so earlier states of the files cannot be read", "install git")
    if not git.commit_id(root, "HEAD"):
        raise RevisionError("the git repository has no commit yet", "commit the files: git add --all, then git commit")


def _find_version(loaded: Loaded, number: int) -> Revision:
    """Return the state in which a version was issued.

    It is the revision that the roadmap names, or else the tag `roadmap-N`, or else the commit in which the number of
    the version appeared. Raises RevisionError if there is no such state.
    """
    versions = _versions(loaded)
    date_, named = versions.get(number, ("", ""))
    label = f"version {number}" + (f" ({date_})" if date_ else "")
    if named and not git.commit_id(loaded.root, named):
        message = f'{_ROADMAP} says that version {number} is the revision "{named}", which git does not find'
        raise RevisionError(message, _hint_if_shallow(loaded.root) or "correct `revision`, or fetch: git fetch --tags")
    commit = git.commit_id(loaded.root, named or f"refs/tags/roadmap-{number}")
    if commit:
        return Revision(commit, _commit_day(loaded, commit), label)
    if number not in versions and not (commit := _commit_of_version(loaded.root, number)):
        known = f"the versions are {join([str(other) for other in sorted(versions)])}" if versions else ""
        raise RevisionError(f"there is no version {number} of the roadmap", known or _WHAT_IS_ACCEPTED)
    commit = commit or _commit_of_version(loaded.root, number)
    if not commit:
        if git.is_shallow(loaded.root):
            raise RevisionError(_not_in_this_clone(number), _hint_if_shallow(loaded.root))
        message = f"no commit has version {number} of the roadmap yet"
        example = f"cobtrack changes {number - 1}" if number - 1 in versions else _WHAT_IS_ACCEPTED
        hint = f"commit it, or compare with something else: {example}"
        raise RevisionError(message, hint)
    day = _commit_day(loaded, commit)
    note = f"version {number} has no tag roadmap-{number}; the commit that brought its number is used"
    return Revision(commit, day, label, f"{note} ({commit[:_SHORT]}, {format_day(day)})")


def _commit_of_version(root: Path, number: int) -> str:
    """Return the commit that last set the version of the roadmap to this number; "" if there is no such commit."""
    commits = git.commits_changing(root, _ROADMAP)
    folder = git.folder_in_repository(root)
    names = {commit: f"{commit}:{folder + '/' if folder else ''}{_ROADMAP}" for commit in commits}
    contents = git.blob_contents(root, list(names.values()))
    found = ""
    for commit in commits:
        if _number_in(contents.get(names[commit], b"")) == number:
            found = commit
        elif found:
            return found
    if found and git.is_shallow(root):
        raise RevisionError(_not_in_this_clone(number), _hint_if_shallow(root))
    return found


def _number_in(data: bytes) -> int:
    """Return the number of the latest version in the content of data/roadmap.yaml; 0 if it has none."""
    text = files.decode(_ROADMAP, data).text
    content: Any = reader.read(text, _ROADMAP).data if text else None
    if not isinstance(content, dict):
        return 0
    versions = content.get("versions")
    items = versions if isinstance(versions, list) else []
    numbers = [content.get("version"), *(item.get("number") for item in items if isinstance(item, dict))]
    return max((number for number in numbers if isinstance(number, int)), default=0)


def _versions(loaded: Loaded) -> dict[int, tuple[str, str]]:
    """Return the date (in words) and the revision of each version of the roadmap, keyed by number."""
    roadmap = loaded.workspace.roadmap
    versions = roadmap.versions if roadmap else ()
    return {version.number: (format_timeframe(version.date), version.revision) for version in versions}


def _find_day(loaded: Loaded, day: date) -> Revision:
    """Return the state at the end of a day. Raises RevisionError if there is no commit on or before the day."""
    end = int(datetime.combine(next_day(day), time_of_day.min, _zone(loaded)).timestamp())
    commit = git.last_commit_before(loaded.root, end)
    if not commit:
        hint = _hint_if_shallow(loaded.root) or "choose a later date"
        raise RevisionError(f"no commit of this branch is from {format_day(day)} or earlier", hint)
    return Revision(commit, _commit_day(loaded, commit), format_day(day))


def _day(text: str, parse: Callable[[str], Timeframe]) -> date | None:
    """Return the day that a text means, as read by `parse`; None if the text is no date.

    Raises RevisionError if the text means several days, such as a month.
    """
    try:
        value = parse(text)
    except TimeframeError:
        return None
    if value.is_exact and value.latest:
        return value.latest
    example = value.latest or value.earliest
    raise RevisionError(f'"{text}" is not one day', f"give a day, for example {example}; it means the end of the day")


def _commit_day(loaded: Loaded, commit: str) -> date:
    return datetime.fromtimestamp(git.commit_time(loaded.root, commit), _zone(loaded)).date()


def _zone(loaded: Loaded) -> tzinfo:
    return find_time_zone(loaded.workspace.settings.timezone) or UTC


def _not_in_this_clone(number: int) -> str:
    return f"the commit that brought version {number} is not in this clone"


def _hint_if_shallow(root: Path) -> str:
    return (
        "this clone has only the latest commits; fetch the others: git fetch --unshallow"
        if git.is_shallow(root)
        else ""
    )


def _hint_for_unknown(loaded: Loaded, text: str) -> str:
    since, dots, until = text.replace("...", "..").partition("..")
    if dots and since and until:
        return f"write the two revisions as two words: cobtrack changes {since} {until}"
    return suggest_notation(text) or _hint_if_shallow(loaded.root) or _WHAT_IS_ACCEPTED


def _data_files(root: Path, revision: Revision) -> dict[str, str]:
    """Return the blob ids of the data files at a revision, keyed by file name.

    Raises RevisionError if there was no workspace in the folder, or if a data file is not an ordinary file.
    """
    entries = git.entries(root, revision.commit) or {}
    for name, entry in entries.items():
        if entry.kind != "file" and (_is_data_file(name) or name == "data" or name in _FOLDERS):
            message = f"{name} is a {entry.kind} at {revision.label}, so its content is not in this repository"
            raise RevisionError(message, "only ordinary files can be compared")
    if MARKER not in entries:
        folder = git.folder_in_repository(root)
        where = f"in the folder {folder}" if folder else "in the repository"
        message = f"there was no workspace {where} at {revision.label} (commit {revision.short_commit})"
        raise RevisionError(message, "choose a later date or revision")
    return {name: entry.id for name, entry in entries.items() if _is_data_file(name)}


_FOLDERS = frozenset(kind.path for kind in KINDS if kind.is_folder)


def _is_data_file(name: str) -> bool:
    return any(kind.matches(name) for kind in KINDS) and files.is_data_file(name)
