"""Copy built-in templates to a workspace, and find copies of templates that have changed since."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, NamedTuple

from cobtrack import __version__
from cobtrack.model.text.suggestions import close_matches, did_you_mean
from cobtrack.package_data import TEMPLATES
from cobtrack.render.templates import SUFFIX
from cobtrack.store.transaction import open_transaction
from cobtrack.store.write import WriteError, read_or_none, resolve_inside

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FOLDER = "templates"
_OTHER_FOLDERS = ("init", "procedures")
"""The folders below the built-in templates with files that are no templates of documents."""
_MARK = re.compile(rb"\{# Copied from the built-in template of cobtrack \S+, ([0-9a-f]{12})\b")


class MarkedTemplate(NamedTuple):
    """A built-in template with a mark in its first line, from which a later version recognises the copy."""

    name: str
    """The name of its file below the folder `templates`."""
    text: str


def marked_template(name: str) -> MarkedTemplate:
    """Return the built-in template with this name.

    `.j2` at the end of the name can be left out, and the format too if there is only one template of the document.

    Raises WriteError if there is no such template.
    """
    names = list(_built_in_names())
    short = {built_in.removesuffix(SUFFIX): built_in for built_in in names}
    of_document = [built_in for built_in in short if built_in.rpartition(".")[0] == name]
    found = name if name in names else short.get(of_document[0] if len(of_document) == 1 else name)
    if found is None:
        hint = did_you_mean(of_document or close_matches(name, short), f"one of {', '.join(short)}")
        raise WriteError(f'there is no built-in template "{name}"', hint)
    data = read_or_none(TEMPLATES / found) or b""
    mark = f"{{# Copied from the built-in template of cobtrack {__version__}, {_checksum(data)}. #}}\n"
    return MarkedTemplate(found, mark + data.decode())


def copy_template(root: Path, name: str, *, dry_run: bool = False) -> Path:
    """Copy a built-in template to the folder `templates` of a workspace, and return the path of the copy.

    With `dry_run`, nothing is written. Raises WriteError if there is no such template or if the workspace already has a
    template with this name. Raises OSError if the file cannot be written.
    """
    template = marked_template(name)
    path = resolve_inside(root, f"{_FOLDER}/{template.name}")
    with open_transaction(root) as transaction:
        if read_or_none(path) is not None:
            shown = f"{_FOLDER}/{template.name}"
            raise WriteError(f"{shown} already exists", "edit this file, or move it away and repeat the command")
        if not dry_run:
            transaction.commit({path: (None, template.text.encode())}, f"render --copy-template {name}")
    return path


def older_copies(root: Path) -> list[str]:
    """Return the names of the workspace's templates that were copied from an older version of a built-in template.

    Only a template with the mark of `copy_template` can be recognised.
    """
    folder = root / _FOLDER
    if folder.resolve() == TEMPLATES.resolve():
        return []
    older: list[str] = []
    for name in _built_in_names():
        mark = _MARK.match((read_or_none(folder / name) or b"").lstrip(b"\xef\xbb\xbf"))
        if mark and mark[1].decode() != _checksum(read_or_none(TEMPLATES / name) or b""):
            older.append(name)
    return older


def _built_in_names() -> Iterator[str]:
    for path in sorted(TEMPLATES.rglob("*.*")):
        name = path.relative_to(TEMPLATES)
        if path.is_file() and name.parts[0] not in _OTHER_FOLDERS:
            yield name.as_posix()


def _checksum(data: bytes) -> str:
    # Git and editors change line ends.
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()[:12]
