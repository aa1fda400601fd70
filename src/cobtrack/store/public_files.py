"""Find the files of a workspace that everybody can see, and file names that must not be public.

All files in data/, languages/ and templates/ are public, whatever their names. In other folders, only files with
"internal" in their name are checked.
"""

from __future__ import annotations

import codecs
import os
import re
import shlex
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cobtrack.model.kinds import KINDS
from cobtrack.model.problem import Finding, Place, Problem, Severity, Span, make_problem
from cobtrack.store import files, git
from cobtrack.store.root import MARKER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pathspec import GitIgnoreSpec

_PUBLIC_FOLDERS = ("data", "languages", "templates")
_SITES_FOLDER = "build"
_MAX_FILES = 100_000
_NAMED_INTERNAL = re.compile(r"[._ -]internal(?![a-z])", re.IGNORECASE)
_INTERNAL_IN_PATH = re.compile(r"(?:^|[._ ()/-])internal(?![a-z])", re.IGNORECASE)
_CONTACTS_IN_PATH = re.compile(
    r"(?:^|[._ /-])(?:focal[._ -]?points?|contacts?|(?:phone|address|member)s?[._ -]?(?:book|list|numbers?)"
    r"|addresses)(?![a-z])",
    re.IGNORECASE,
)
_EDITOR_COPY = re.compile(
    r"~$|^~\$|^#.*#$|^\.#|^\.~lock|\.(?:bak|backup|old|orig|rej|save|tmp|temp|sw[a-p]|autosave)\d?$"
    r"|^Copy of | - Copy\b",
    re.IGNORECASE,
)
# Files of operating systems, of git and of cobtrack itself: neither data nor a copy of data.
_SYSTEM_FILE = re.compile(r"^(?:\.DS_Store|\._.*|Thumbs\.db|desktop\.ini|\.git\w*|\..*\.cobtrack-tmp)$", re.IGNORECASE)
_UNPRINTABLE = r"[^\x20-\x7e\u00a0-\ud7ff\ue000-\ufffc]+"
_MIN_TEXT_IN_BINARY = 8
"""The minimum number of consecutive printable characters that are taken for a text in a binary file."""
_HEAD_BYTES = 8192
_IGNORE_PATTERN = f"*{files.INTERNAL_SUFFIX}"
_SECRETARIAT_HINT = "move it out of here and send it to the secretariat"


class SearchableText(NamedTuple):
    """The text to search in one file.

    For a text file, `text` is the text of the file. For a binary file, `text` consists of the readable parts of the
    file, one per line. The positions of these parts are not known, so `has_places` is False.
    """

    name: str
    text: str
    has_places: bool = True


class PublicFiles(NamedTuple):
    """The public files with their content, and the problems with the names of files."""

    files: Mapping[str, bytes]
    problems: tuple[Problem, ...]


def find_public_files(root: Path, raw_bytes: Mapping[str, bytes]) -> PublicFiles:
    """Return the content of all public files, and the problems with the names of files.

    `raw_bytes` has the content of the files that have already been read. These files are not read again. Files that
    cannot be read are left out of the result.
    """
    ignored = _IgnoredFiles(root)
    names = dict.fromkeys([MARKER, *(name for folder in _PUBLIC_FOLDERS for name in _walk(root, folder))])
    names |= dict.fromkeys(sorted(name for name in ignored.tracked if _is_in_public_folder(name)))
    names |= dict.fromkeys(name for name in _other_names(root, ignored) if _NAMED_INTERNAL.search(_file_name(name)))
    problems, contents = list[Problem](), dict[str, bytes]()
    for name in names:
        is_ignored = name in ignored
        if is_ignored and name != MARKER and (files.is_internal(name) or not _is_in_public_folder(name)):
            continue
        problems += _name_problems(name, ignored.path_in_repository(name), is_ignored=is_ignored)
        if files.is_internal(name):
            # The error about the file is enough. Any other message would quote the contacts in the file.
            continue
        data = raw_bytes[name] if name in raw_bytes else files.read_bytes(root, name)
        if data is None:
            continue
        contents[name] = data
        if len(data) > files.MAX_BYTES and not _is_data(name):
            problems += files.decode(name, data).problems
    return PublicFiles(contents, tuple(problems))


def is_private(path: Path) -> bool:
    """Whether a file would stay private, even if it does not exist yet.

    In a repository or a workspace, git has to ignore the file. The folders that everybody can see are never private,
    and neither is the folder in which the site is made.
    """
    path = Path(os.path.realpath(path))
    workspace = next((folder for folder in path.parents if os.path.lexists(folder / MARKER)), None)
    if workspace and path.relative_to(workspace).parts[0].casefold() in {*_PUBLIC_FOLDERS, _SITES_FOLDER}:
        return False
    return is_ignored(path) or (workspace is None and git.repository_root(path.parent) is None)


def is_ignored(path: Path) -> bool:
    """Whether git ignores a file, which does not need to exist. Outside a repository, .gitignore files decide."""
    path = Path(os.path.realpath(path))
    repository = git.repository_root(path.parent)
    if repository and git.has_git(repository):
        return git.is_ignored(path)
    folders = (folder for folder in path.parents if os.path.lexists(folder / MARKER))
    top = repository or next(folders, path.parent)
    return path.relative_to(top).as_posix() in _IgnoredFiles(top)


def searchable_text(name: str, data: bytes) -> SearchableText:
    """Return the text to search in a file with the content `data`.

    For a valid text file, the result is the text that the YAML reader gets.
    """
    data = data[: files.MAX_BYTES]
    if encoding := _two_byte_encoding(data[:_HEAD_BYTES]):
        return SearchableText(name, files.normalize(name, data.decode(encoding, "replace")).text or "")
    text = data.decode("utf-8", "replace")
    if b"\0" in data[:_HEAD_BYTES]:
        texts = [part for part in re.split(_UNPRINTABLE, text) if len(part) >= _MIN_TEXT_IN_BINARY]
        return SearchableText(name, "\n".join(texts), has_places=False)
    return SearchableText(name, files.normalize(name, text).text or "")


def _two_byte_encoding(head: bytes) -> str:
    """Return the name of the UTF-16 encoding if `head` seems to be UTF-16, or "" if it does not.

    `head` has the first bytes of a file. A byte-order mark is not required.
    """
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if 3 * head.count(0) < len(head):
        return ""
    zeros = {"utf-16-le": head[1::2].count(0), "utf-16-be": head[::2].count(0)}
    encoding = max(zeros, key=zeros.__getitem__)
    # In such a text, hardly any of the other bytes is zero.
    return encoding if zeros[encoding] > 9 * (sum(zeros.values()) - zeros[encoding]) else ""


class _IgnoredFiles:
    """The names of the files that git ignores.

    If git can list the files of the workspace, git decides which files are ignored. Otherwise, the patterns in the
    .gitignore files are used.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        listing = git.list_files(root)
        # If git ignores the whole workspace, treat the workspace as if it were not in a repository.
        self.listing = listing if listing and MARKER in listing.tracked | listing.untracked else None
        self.tracked = self.listing.tracked if self.listing else frozenset[str]()
        self._top = root if listing and not self.listing else git.repository_root(root) or root
        self._patterns: dict[Path, GitIgnoreSpec | None] = {}

    def __contains__(self, name: str) -> bool:
        if self.listing:
            return name not in self.listing.tracked and name not in self.listing.untracked
        path = self._root / name
        folders = [folder for folder in reversed(path.parents) if folder.is_relative_to(self._top)]
        is_ignored = False
        for folder in folders:
            patterns = self._patterns_of(folder)
            verdict = patterns.check_file(path.relative_to(folder).as_posix()).include if patterns else None
            is_ignored = is_ignored if verdict is None else verdict
        return is_ignored

    def path_in_repository(self, name: str) -> str:
        """Return the path of a file relative to its repository, or "" if git does not track the file."""
        return (Path(git.folder_in_repository(self._root)) / name).as_posix() if name in self.tracked else ""

    def _patterns_of(self, folder: Path) -> GitIgnoreSpec | None:
        if folder not in self._patterns:
            data = files.read_bytes(folder, ".gitignore")
            self._patterns[folder] = _parse_gitignore(data.decode("utf-8", "replace")) if data else None
        return self._patterns[folder]


def _parse_gitignore(text: str) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 - not needed where git is installed

    lines = []
    for line in text.splitlines():
        # Like git, skip lines that are not valid patterns.
        with suppress(ValueError, re.error):
            GitIgnoreSpec.from_lines([line])
            lines.append(line)
    return GitIgnoreSpec.from_lines(lines)


def _walk(root: Path, folder: str) -> Iterator[str]:
    """Yield the paths of all files in a folder and its subfolders, relative to `root`, without following links."""
    count = 0
    for parent, folders, names in os.walk(root / folder):
        folders[:] = sorted(name for name in folders if name != ".git")
        relative = Path(parent).relative_to(root)
        for name in sorted(names):
            count += 1
            if count > _MAX_FILES:
                return
            yield (relative / name).as_posix()


def _other_names(root: Path, ignored: _IgnoredFiles) -> Iterator[str]:
    """Yield the names of the files outside the public folders."""
    if ignored.listing:
        names: Iterable[str] = sorted(ignored.listing.tracked | ignored.listing.untracked)
    else:
        names = _walk(root, ".")
    return (name for name in names if not _is_in_public_folder(name))


def _is_in_public_folder(name: str) -> bool:
    return name.startswith(tuple(f"{folder}/" for folder in _PUBLIC_FOLDERS))


def _file_name(path: str) -> str:
    return path.rpartition("/")[2]


def _is_data(name: str) -> bool:
    """Whether a file is one of the data files that `load` reads."""
    return name.endswith(".yaml") and any(kind.matches(name) for kind in KINDS)


def _name_problems(name: str, path_in_repository: str, *, is_ignored: bool) -> Iterator[Problem]:
    """Yield a problem if a file with this name should not be public, or is ignored by git although it should be public.

    `path_in_repository` is "" if git does not track the file.
    """
    remove_hint = _remove_from_git_hint(path_in_repository) if path_in_repository else ""
    if files.is_internal(name):
        message = "is in git, where everybody can read it" if remove_hint else "is not ignored by git"
        hint = remove_hint or f"add the line {_IGNORE_PATTERN} to .gitignore, or {_SECRETARIAT_HINT}"
        yield _error("COB507", name, message, hint)
    elif _seems_internal(name):
        message = f"seems to contain contacts, but only a file whose name ends in {files.INTERNAL_SUFFIX} is private"
        yield _error("COB506", name, message, remove_hint or _SECRETARIAT_HINT)
    elif _SYSTEM_FILE.match(_file_name(name)) or not _is_in_public_folder(name):
        return
    elif _EDITOR_COPY.search(_file_name(name)):
        hint = remove_hint or "delete the copy, or close the program that has the file open"
        yield _error("COB509", name, "is a backup copy made by a text editor", hint)
    elif is_ignored:
        folder = name.partition("/")[0]
        hint = f"delete the pattern that matches it from .gitignore, or move the file out of {folder}/"
        yield _error("COB508", name, "is ignored by git, so nobody else will see it", hint)


def _seems_internal(name: str) -> bool:
    """Whether a file seems to be internal, judging by its name.

    This function is used for files whose names do not end like the names of internal files.
    """
    if not _is_in_public_folder(name):
        return bool(_NAMED_INTERNAL.search(_file_name(name)))
    path = name.partition("/")[2]
    seems_contacts = name.startswith("data/") and not _is_data(name) and _CONTACTS_IN_PATH.search(path)
    return bool(_INTERNAL_IN_PATH.search(path) or seems_contacts)


def _remove_from_git_hint(path: str) -> str:
    return (
        "send it to the secretariat and delete it here; if it was pushed, assume that others have read it; "
        f"to remove it from the history: git filter-repo --invert-paths --path {shlex.quote(path)}"
    )


def _error(code: str, name: str, message: str, hint: str) -> Problem:
    return make_problem(code, Severity.ERROR, Finding(Place(name, span=Span(1, 1, 1, 2)), message, hint))
