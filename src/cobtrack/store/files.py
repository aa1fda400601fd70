"""The bytes of a workspace's files, taken only where they are safe to read."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cobtrack.model.problem import Finding, Place, Problem, Severity, Span, make_problem
from cobtrack.model.text.escape import CONTROL

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

INTERNAL_SUFFIX = ".internal.yaml"
MAX_BYTES = 10 * 1024 * 1024
_BOM = "\ufeff"


class FileText(NamedTuple):
    """A file's text, or None where it could not be read, the problems met on the way, and the bytes themselves."""

    text: str | None
    problems: list[Problem]
    data: bytes | None = None


def read(root: Path, name: str) -> FileText:
    """Read `name`, a path inside `root` with forward slashes. Never raises for what it finds there."""
    try:
        data = _bytes(root, name)
    except OSError as error:
        return FileText(None, [_error("COB001", Place(name), _reason(error), "check that it is a file you may read")])
    except _OutsideError:
        message = "is a link that leads out of the workspace"
        return FileText(None, [_error("COB002", Place(name), message, "put the file itself here")])
    return decode(name, data)


def decode(name: str, data: bytes) -> FileText:
    """What the bytes of a file are as text. Never raises for what it finds there."""
    if len(data) > MAX_BYTES:
        message = f"is larger than {MAX_BYTES // 1024 // 1024} MB"
        return FileText(None, [_error("COB003", Place(name), message, "divide it into several files")])
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return FileText(None, [_not_utf8(name, data, error)], data)
    return normalize(name, text)._replace(data=data)


def read_bytes(root: Path, name: str) -> bytes | None:
    """The bytes of a file in the workspace, at most a little more than `LIMIT`; None where it cannot be read."""
    try:
        return _bytes(root, name)
    except (OSError, ValueError, _OutsideError):
        return None


class _OutsideError(Exception):
    pass


def _bytes(root: Path, name: str) -> bytes:
    path = root / name
    # Not Path.resolve: in Python 3.11 that has an exception of its own for links in a circle.
    target = Path(os.path.realpath(path, strict=True))
    if not target.is_relative_to(os.path.realpath(root)):
        raise _OutsideError
    # Opening a pipe would wait for its writer.
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(errno.EISDIR if path.is_dir() else errno.EINVAL, "not a file")
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _reason(error: OSError) -> str:
    words = {
        errno.EISDIR: "is a folder, not a file",
        errno.EACCES: "may not be read: permission denied",
        errno.ELOOP: "is a link that leads back to itself",
        errno.ENOENT: "cannot be found: it is a link to nowhere",
        errno.EINVAL: "is not an ordinary file",
    }
    return words.get(error.errno or 0, f"cannot be read: {(error.strerror or str(error)).lower()}")


def _error(code: str, place: Place, message: str, hint: str) -> Problem:
    return make_problem(code, Severity.ERROR, Finding(place, message, hint))


def _span(text: str, index: int, length: int = 1) -> Span:
    line = text.count("\n", 0, index) + 1
    column = index - text.rfind("\n", 0, index)
    return Span(line, column, line, column + length)


def _not_utf8(name: str, data: bytes, error: UnicodeDecodeError) -> Problem:
    if b"\x00" in data[:1024]:
        return _error("COB004", Place(name), "is not text", "data files are plain text in YAML, encoded in UTF-8")
    before = data[: error.start].decode(errors="replace").removeprefix(_BOM)
    before = before.replace("\r\n", "\n").replace("\r", "\n")
    span = _span(before, len(before))
    looks = data[error.start : error.start + 1].decode("cp1252", "replace")
    message = f"byte 0x{data[error.start]:02x} is not UTF-8"
    hint = f'save the file as UTF-8 (in Windows-1252, also called ANSI, the byte would be "{looks}")'
    return _error("COB004", Place(name, span=span), message, hint)


def normalize(name: str, text: str) -> FileText:
    """A file's text as it is read: with Unix line ends, without a mark at its start and control characters."""
    problems = []
    if text.startswith(_BOM):
        text = text[1:]
        hint = 'save the file as "UTF-8", not "UTF-8 with BOM"'
        found = Finding(Place(name, span=Span(1, 1, 1, 2)), "starts with a byte-order mark", hint)
        problems.append(make_problem("COB006", Severity.WARNING, found))
    if "\r" in text:
        index = text.index("\r")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        hint = "save the file with Unix line ends (LF), as all the others"
        found = Finding(Place(name, span=_span(text, index)), "has Windows or old Mac line ends", hint)
        problems.append(make_problem("COB007", Severity.WARNING, found))
    spots: dict[str, list[int]] = {}
    for match in CONTROL.finditer(text):
        spots.setdefault(match[0], []).append(match.start())
    for character, starts in spots.items():
        # Each span counts the lines before it: ten are enough to begin with.
        places = [Place(name, span=_span(text, start)) for start in starts[:10]]
        times = f", {len(starts)} times in all" if len(starts) > 1 else ""
        found = Finding(
            places[0], f"{describe_character(character)} stands here{times}", "delete it", tuple(places[1:])
        )
        problems.append(make_problem("COB005", Severity.ERROR, found))
    return FileText(CONTROL.sub("", text) if spots else text, problems)


def describe_character(character: str) -> str:
    """What to say of a character that no text may hold."""
    if character == "\x00":
        return "a NUL character"
    if "\u202a" <= character <= "\u2069":
        return f"a character that changes the direction of writing (U+{ord(character):04X})"
    return f"a control character (U+{ord(character):04X})"


def yaml_files(root: Path, folder: str) -> tuple[list[str], list[Problem]]:
    """The `.yaml` files of a folder by name, and a problem for what else lies there."""
    try:
        names = sorted(entry.name for entry in os.scandir(root / folder))
    except FileNotFoundError:
        return [], []
    except OSError as error:
        return [], [_error("COB001", Place(folder), _reason(error), "check that it is a folder you may read")]
    names = [name for name in names if not _is_hidden(name)]
    wanted = [f"{folder}/{name}" for name in names if name.endswith(".yaml") and not is_internal(name)]
    strays = [name for name in names if not name.endswith(".yaml")]
    return wanted, [_stray(f"{folder}/{name}", _ENDING) for name in strays]


_ENDING = 'data files end in ".yaml" and lie in the folder of their kind'


def _stray(name: str, hint: str) -> Problem:
    return make_problem("COB008", Severity.WARNING, Finding(Place(name), "is not read by any command", hint))


def stray_entries(root: Path, folder: str, places: Iterable[str]) -> list[Problem]:
    """A problem for each file and folder in `folder` that is none of the places where data files lie."""
    known = {name.partition("/")[2]: name for name in places if name.startswith(f"{folder}/")}
    try:
        there = sorted(os.scandir(root / folder), key=lambda entry: entry.name)
    except OSError:
        return []
    strays = [entry for entry in there if entry.name not in known and not _is_silent(entry)]
    stems = {name.partition(".")[0]: place for name, place in known.items()}
    return [_stray(f"{folder}/{entry.name}", _place_for(entry, stems)) for entry in strays]


def _is_silent(entry: os.DirEntry[str]) -> bool:
    """Whether it is no data and nobody can think so; a folder, where nothing else lies in it."""
    if _is_hidden(entry.name) or is_internal(entry.name):
        return True
    if not entry.is_dir(follow_symlinks=False):
        return False
    with suppress(OSError):
        return all(_is_hidden(one.name) or is_internal(one.name) for one in os.scandir(entry))
    return False


def _place_for(entry: os.DirEntry[str], stems: Mapping[str, str]) -> str:
    from cobtrack.model.text.suggestions import close_matches  # noqa: PLC0415

    close = close_matches(entry.name.partition(".")[0], stems)
    if not close:
        return f"data files lie in {', '.join(sorted(stems.values()))}"
    place = stems[close[0]]
    is_inside = not place.endswith(".yaml") and not entry.is_dir()
    return f"move it into {place}" if is_inside else f"did you mean {place}?"


def is_internal(name: str) -> bool:
    """Whether a file is for the coalition's own eyes: git ignores it, and so do the commands."""
    return name.endswith(INTERNAL_SUFFIX)


def _is_hidden(name: str) -> bool:
    return name.startswith(".") or name.endswith("~") or name.lower() in {"readme.md", "thumbs.db"}
