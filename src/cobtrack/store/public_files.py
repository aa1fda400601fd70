"""What the workspace makes public: the texts of all files in its folders, and names that no file there may have.

Everything below data/ and templates/ is looked at, whatever its name; elsewhere what calls itself internal.
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

_FOLDERS = ("data", "templates")
_MAX_FILES = 100_000
_CALLED_INTERNAL = re.compile(r"[._ -]internal(?![a-z])", re.IGNORECASE)
_INTERNAL = re.compile(r"(?:^|[._ ()/-])internal(?![a-z])", re.IGNORECASE)
_CONTACTS = re.compile(
    r"(?:^|[._ /-])(?:focal[._ -]?points?|contacts?|(?:phone|address|member)s?[._ -]?(?:book|list|numbers?)"
    r"|addresses)(?![a-z])",
    re.IGNORECASE,
)
_COPY = re.compile(
    r"~$|^~\$|^#.*#$|^\.#|^\.~lock|\.(?:bak|backup|old|orig|rej|save|tmp|temp|sw[a-p]|autosave)\d?$"
    r"|^Copy of | - Copy\b",
    re.IGNORECASE,
)
# What systems and git itself leave in folders: no data, and no copy of any.
_BESIDES = re.compile(r"^(?:\.DS_Store|\._.*|Thumbs\.db|desktop\.ini|\.git\w*|\..*\.cobtrack-tmp)$", re.IGNORECASE)
_UNPRINTABLE = r"[^\x20-\x7e\u00a0-\ud7ff\ue000-\ufffc]+"
_SHORTEST = 8
"""Characters in a row that can be a text in what else is none."""
_HEAD = 8192
_PATTERN = f"*{files.INTERNAL_SUFFIX}"
_SECRETARIAT = "take it out of here and send it to the secretariat"


class SearchableText(NamedTuple):
    """A file's text as it is searched; of what is no text only the words in it, whose places are not known."""

    name: str
    text: str
    has_places: bool = True


class PublicFiles(NamedTuple):
    """The files that were looked at, and what is wrong with their names."""

    files: Mapping[str, bytes]
    problems: tuple[Problem, ...]


def find_public_files(root: Path, held: Mapping[str, bytes]) -> PublicFiles:
    """Read all that everybody can see; `held` are files that were read already. Never raises for what is there."""
    ignored = _Ignored(root)
    inside = [name for folder in _FOLDERS for name in _walk(root, folder)]
    names = dict.fromkeys([MARKER, *inside, *sorted(name for name in ignored.tracked if _is_inside(name))])
    names |= dict.fromkeys(name for name in _elsewhere(root, ignored) if _CALLED_INTERNAL.search(_last(name)))
    problems, looked_at = list[Problem](), dict[str, bytes]()
    for name in names:
        is_ignored = name in ignored
        if is_ignored and name != MARKER and (files.is_internal(name) or not _is_inside(name)):
            continue
        problems += _of_name(name, ignored.in_repository(name), is_ignored=is_ignored)
        data = held[name] if name in held else files.read_bytes(root, name)
        if data is None:
            continue
        looked_at[name] = data
        if len(data) > files.MAX_BYTES and not _is_data(name):
            problems += files.decode(name, data).problems
    return PublicFiles(looked_at, tuple(problems))


def searchable_text(name: str, data: bytes) -> SearchableText:
    """The text of a file, as the reader has it where that can read it."""
    data = data[: files.MAX_BYTES]
    if wide := _wide(data[:_HEAD]):
        return SearchableText(name, files.normalize(name, data.decode(wide, "replace")).text or "")
    text = data.decode("utf-8", "replace")
    if b"\0" in data[:_HEAD]:
        words = [part for part in re.split(_UNPRINTABLE, text) if len(part) >= _SHORTEST]
        return SearchableText(name, "\n".join(words), has_places=False)
    return SearchableText(name, files.normalize(name, text).text or "")


def _wide(head: bytes) -> str:
    """The encoding of two bytes a character that a text begins in; it may not say so. Empty for any other."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if 3 * head.count(0) < len(head):
        return ""
    zeros = {"utf-16-le": head[1::2].count(0), "utf-16-be": head[::2].count(0)}
    found = max(zeros, key=zeros.__getitem__)
    # A text has next to no zero in its letters.
    return found if zeros[found] > 9 * (sum(zeros.values()) - zeros[found]) else ""


class _Ignored:
    """What git leaves out, as git has it; where it cannot be asked, what .gitignore says."""

    def __init__(self, root: Path) -> None:
        self._root = root
        listing = git.list_files(root)
        # A workspace in a folder that git ignores as a whole is in no repository.
        self.listing = listing if listing and MARKER in listing.tracked | listing.untracked else None
        self.tracked = self.listing.tracked if self.listing else frozenset[str]()
        self._top = root if listing and not self.listing else git.repository_root(root) or root
        self._patterns: dict[Path, GitIgnoreSpec | None] = {}

    def __contains__(self, name: str) -> bool:
        if self.listing:
            return name not in self.listing.tracked and name not in self.listing.untracked
        path = self._root / name
        folders = [folder for folder in reversed(path.parents) if folder.is_relative_to(self._top)]
        found = False
        for folder in folders:
            spec = self._spec(folder)
            said = spec.check_file(path.relative_to(folder).as_posix()).include if spec else None
            found = found if said is None else said
        return found

    def in_repository(self, name: str) -> str:
        """The path of a file from the top of its repository; empty where git does not have it."""
        return (Path(git.folder_in_repository(self._root)) / name).as_posix() if name in self.tracked else ""

    def _spec(self, folder: Path) -> GitIgnoreSpec | None:
        if folder not in self._patterns:
            data = files.read_bytes(folder, ".gitignore")
            self._patterns[folder] = _spec(data.decode("utf-8", "replace")) if data else None
        return self._patterns[folder]


def _spec(text: str) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 - git knows it in most workspaces

    lines = []
    for line in text.splitlines():
        # git takes no notice of a line that it does not understand.
        with suppress(ValueError, re.error):
            GitIgnoreSpec.from_lines([line])
            lines.append(line)
    return GitIgnoreSpec.from_lines(lines)


def _walk(root: Path, folder: str) -> Iterator[str]:
    """The files below a folder by their paths in the workspace; links to folders are not followed."""
    count = 0
    for at, folders, names in os.walk(root / folder):
        folders[:] = sorted(name for name in folders if name != ".git")
        within = Path(at).relative_to(root)
        for name in sorted(names):
            count += 1
            if count > _MAX_FILES:
                return
            yield (within / name).as_posix()


def _elsewhere(root: Path, ignored: _Ignored) -> Iterator[str]:
    if ignored.listing:
        names: Iterable[str] = sorted(ignored.listing.tracked | ignored.listing.untracked)
    else:
        names = _walk(root, ".")
    return (name for name in names if not _is_inside(name))


def _is_inside(name: str) -> bool:
    return name.startswith(tuple(f"{folder}/" for folder in _FOLDERS))


def _last(name: str) -> str:
    return name.rpartition("/")[2]


def _is_data(name: str) -> bool:
    """Whether a file is read as data: of a kind, or in the folder of one."""
    return name.endswith(".yaml") and any(kind.matches(name) for kind in KINDS)


def _of_name(name: str, tracked: str, *, is_ignored: bool) -> Iterator[Problem]:
    """What is wrong with a file of this name at this place; `tracked` is its path in git, which may not have it."""
    last = _last(name)
    if files.is_internal(name):
        message = "is in git, where everybody can read it" if tracked else "is not ignored by git"
        hint = _committed(tracked) if tracked else f"add the line {_PATTERN} to .gitignore, or {_SECRETARIAT}"
        yield _error("COB507", name, message, hint)
    elif _is_near_miss(name):
        message = (
            f"looks like a file of contacts; only a name that ends in {files.INTERNAL_SUFFIX} keeps it from the public"
        )
        yield _error("COB506", name, message, _committed(tracked) if tracked else _SECRETARIAT)
    elif _BESIDES.match(last) or not _is_inside(name):
        return
    elif _COPY.search(last):
        hint = _committed(tracked) if tracked else "delete it, or close the editor that has the file open"
        yield _error("COB509", name, "is a copy that an editor made", hint)
    elif is_ignored:
        hint = f"take the pattern that covers it out of .gitignore, or move it out of {name.partition('/')[0]}/"
        yield _error("COB508", name, "is ignored by git, so that nobody else would ever see it", hint)


def _is_near_miss(name: str) -> bool:
    if not _is_inside(name):
        return bool(_CALLED_INTERNAL.search(_last(name)))
    within = name.partition("/")[2]
    return bool(
        _INTERNAL.search(within) or (name.startswith("data/") and not _is_data(name) and _CONTACTS.search(within))
    )


def _committed(name: str) -> str:
    """What to do with a file that git has."""
    return (
        f"delete it and send it to the secretariat; what was pushed must be treated as known; "
        f"out of the history: git filter-repo --invert-paths --path {shlex.quote(name)}"
    )


def _error(code: str, name: str, message: str, hint: str) -> Problem:
    return make_problem(code, Severity.ERROR, Finding(Place(name, span=Span(1, 1, 1, 2)), message, hint))
