"""Read the files of a workspace safely, and find files in places where no data files belong."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cobtrack.model.problem import Finding, Place, Problem, Severity, Span, make_problem
from cobtrack.model.text.escape import NOT_IN_FILES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

INTERNAL_SUFFIX = ".internal.yaml"
FOCAL_POINTS_FILE = f"data/focal-points{INTERNAL_SUFFIX}"
MAX_BYTES = 10 * 1024 * 1024
_MAX_PLACES = 10
_BYTE_ORDER_MARK = "\ufeff"


class FileText(NamedTuple):
    """A file's text (None if the file cannot be read), problems and bytes."""

    text: str | None
    problems: list[Problem]
    data: bytes | None = None


def read(root: Path, name: str, contents: Mapping[str, bytes] = {}) -> FileText:
    """Read the file `name`, a path in the workspace with forward slashes. Failures are returned as problems.

    A file in `contents` is not read, but is treated as if it had the given content.
    """
    if name in contents:
        return decode(name, contents[name])
    try:
        data = _read(root, name)
    except OSError as error:
        hint = "check that it is a file, and that you have permission to read it"
        return FileText(None, [_error("COB001", Place(name), _reason(error), hint)])
    except _OutsideError:
        return FileText(
            None,
            [_error("COB002", Place(name), "is a link to a file outside the workspace", "put the file itself here")],
        )
    except _PrivateError:
        return FileText(None, [_error("COB002", Place(name), "is a link to a private file", "delete the link")])
    return decode(name, data)


def decode(name: str, data: bytes) -> FileText:
    """Decode the bytes of a file. Bytes that are not valid text are returned as problems."""
    if len(data) > MAX_BYTES:
        message = f"is larger than {MAX_BYTES // 1024 // 1024} MB"
        return FileText(None, [_error("COB003", Place(name), message, "split it into several files")])
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return FileText(None, [_not_utf8(name, data, error)], data)
    return normalize(name, text)._replace(data=data)


def read_bytes(root: Path, name: str) -> bytes | None:
    """Return at most the first `MAX_BYTES` + 1 bytes of a file, or None if the file cannot be read."""
    try:
        return _read(root, name)
    except (OSError, ValueError, _OutsideError, _PrivateError):
        return None


class _OutsideError(Exception):
    """The file is a link that points outside the workspace."""


class _PrivateError(Exception):
    """The file is a link that points to an internal file. What is in it must never be read as public data."""


def _read(root: Path, name: str) -> bytes:
    path = root / name
    # Do not use Path.resolve here: in Python 3.11 it raises RuntimeError for a cycle of links.
    target = Path(os.path.realpath(path, strict=True))
    if not target.is_relative_to(os.path.realpath(root)):
        raise _OutsideError
    if is_internal(target.name) and not is_internal(name):
        raise _PrivateError
    # Opening a pipe would block until something writes to it.
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(errno.EISDIR if path.is_dir() else errno.EINVAL, "not a file")
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _reason(error: OSError) -> str:
    reasons = {
        errno.EISDIR: "is a folder, not a file",
        errno.EACCES: "cannot be read: permission denied",
        errno.ELOOP: "is a link that points to itself",
        errno.ENOENT: "is a broken link: its target does not exist",
        errno.EINVAL: "is not an ordinary file",
    }
    return reasons.get(error.errno or 0, f"cannot be read: {(error.strerror or str(error)).lower()}")


def _error(code: str, place: Place, message: str, hint: str) -> Problem:
    return make_problem(code, Severity.ERROR, Finding(place, message, hint))


def _span(text: str, index: int, length: int = 1) -> Span:
    """Return the span of a range of characters in a text."""
    line = text.count("\n", 0, index) + 1
    column = index - text.rfind("\n", 0, index)
    return Span(line, column, line, column + length)


def _not_utf8(name: str, data: bytes, error: UnicodeDecodeError) -> Problem:
    if b"\x00" in data[:1024]:
        return _error("COB004", Place(name), "is not a text file", "data files are plain text (YAML), saved as UTF-8")
    before = data[: error.start].decode(errors="replace").removeprefix(_BYTE_ORDER_MARK)
    before = before.replace("\r\n", "\n").replace("\r", "\n")
    span = _span(before, len(before))
    character = data[error.start : error.start + 1].decode("cp1252", "replace")
    message = f"byte 0x{data[error.start]:02x} is not UTF-8"
    hint = f'save the file as UTF-8 (in Windows-1252, also called ANSI, the byte would be "{character}")'
    return _error("COB004", Place(name, span=span), message, hint)


def normalize(name: str, text: str) -> FileText:
    """Return a file's text with Unix line ends, and without the byte-order mark and control characters."""
    problems = []
    if text.startswith(_BYTE_ORDER_MARK):
        text = text[1:]
        hint = 'save the file as "UTF-8", not "UTF-8 with BOM"'
        finding = Finding(Place(name, span=Span(1, 1, 1, 2)), "starts with a byte-order mark", hint)
        problems.append(make_problem("COB006", Severity.WARNING, finding))
    if "\r" in text:
        index = text.index("\r")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        hint = "save the file with Unix line ends (LF)"
        finding = Finding(Place(name, span=_span(text, index)), "has Windows or old Mac line ends", hint)
        problems.append(make_problem("COB007", Severity.WARNING, finding))
    indexes: dict[str, list[int]] = {}
    # Searching takes three times as long as asking whether there is anything to find.
    for match in () if text.replace("\n", "").isprintable() else NOT_IN_FILES.finditer(text):
        indexes.setdefault(match[0], []).append(match.start())
    for character, starts in indexes.items():
        # Report only the first places, because finding the line of each place takes time.
        places = [Place(name, span=_span(text, start)) for start in starts[:_MAX_PLACES]]
        times = f" {len(starts)} times" if len(starts) > 1 else ""
        message = f"the file contains {describe_character(character)}{times}"
        finding = Finding(places[0], message, "delete it", tuple(places[1:]))
        problems.append(make_problem("COB005", Severity.ERROR, finding))
    return FileText(NOT_IN_FILES.sub("", text) if indexes else text, problems)


def describe_character(character: str) -> str:
    """Describe a character that is not allowed in any text."""
    if character == "\x00":
        return "a NUL character"
    if "\u202a" <= character <= "\u2069":
        return f"a character that changes the direction of writing (U+{ord(character):04X})"
    kind = "a control character" if character < "\xa0" else "a character that is not allowed"
    return f"{kind} (U+{ord(character):04X})"


def yaml_files(root: Path, folder: str) -> tuple[list[str], list[Problem]]:
    """Return the sorted names of the `.yaml` files in a folder, and a problem for every other entry in the folder."""
    try:
        names = sorted(entry.name for entry in os.scandir(root / folder))
    except FileNotFoundError:
        return [], []
    except OSError as error:
        hint = "check that it is a folder, and that you have permission to read it"
        return [], [_error("COB001", Place(folder), _reason(error), hint)]
    names = [name for name in names if not _is_ignored(name)]
    data_files = [f"{folder}/{name}" for name in names if is_data_file(name)]
    others = [name for name in names if not name.endswith(".yaml")]
    hint = 'a data file ends in ".yaml" and is in the folder of its kind'
    return data_files, [_stray(f"{folder}/{name}", hint) for name in others]


def _stray(name: str, hint: str) -> Problem:
    return make_problem("COB008", Severity.WARNING, Finding(Place(name), "is not read by any command", hint))


def stray_entries(root: Path, folder: str, places: Iterable[str]) -> list[Problem]:
    """Return a problem for each file or folder in `folder` where cobtrack reads no data.

    `places` has the files and folders where cobtrack reads data.
    """
    known = {place.partition("/")[2]: place for place in places if place.startswith(f"{folder}/")}
    try:
        entries = sorted(os.scandir(root / folder), key=lambda entry: entry.name)
    except OSError:
        return []
    strays = [entry for entry in entries if entry.name not in known and not _holds_no_data(entry)]
    places_by_stem = {name.partition(".")[0]: place for name, place in known.items()}
    return [_stray(f"{folder}/{entry.name}", _place_hint(entry, places_by_stem)) for entry in strays]


def _holds_no_data(entry: os.DirEntry[str]) -> bool:
    """Whether an entry in a folder clearly contains no data.

    This is so for an ignored or internal file, and for a folder that contains only such files.
    """
    if _is_ignored(entry.name) or is_internal(entry.name):
        return True
    if not entry.is_dir(follow_symlinks=False):
        return False
    with suppress(OSError):
        return all(_is_ignored(inner.name) or is_internal(inner.name) for inner in os.scandir(entry))
    return False


def _place_hint(entry: os.DirEntry[str], places_by_stem: Mapping[str, str]) -> str:
    """Return a hint that says where to move a misplaced file or folder, or what its name should be."""
    from cobtrack.model.text.suggestions import close_matches  # noqa: PLC0415

    close = close_matches(entry.name.partition(".")[0], places_by_stem)
    if not close:
        return f"data files are in {', '.join(sorted(places_by_stem.values()))}"
    place = places_by_stem[close[0]]
    belongs_inside = not place.endswith(".yaml") and not entry.is_dir()
    return f"move it into {place}" if belongs_inside else f"did you mean {place}?"


def is_internal(name: str) -> bool:
    """Whether a file is internal to the coalition, judging by its name.

    Git and all commands ignore internal files.
    """
    return name.endswith(INTERNAL_SUFFIX)


def is_data_file(name: str) -> bool:
    """Whether a file in a folder for data files is read, judging by its name. The name can be a path."""
    return name.endswith(".yaml") and not is_internal(name) and not _is_ignored(name.rpartition("/")[2])


def _is_ignored(name: str) -> bool:
    return name.startswith(".") or name.endswith("~") or name.lower() in {"readme.md", "thumbs.db"}
