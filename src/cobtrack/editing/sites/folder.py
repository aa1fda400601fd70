"""Compare the files of a site with the folder of an earlier run, so that nothing is lost and no old page is left.

The file SHA256SUMS in the folder lists all other files of the site with their checksums, in the form that `sha256sum
--check` reads. With it, readers can check a copy of the site, and a later run knows which files it may replace or
remove.
"""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from cobtrack.editing.outputs import EDITED, FOREIGN, document_conflict
from cobtrack.render.fingerprint import read_fingerprint
from cobtrack.store.write import WriteError, read_or_none

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SUMS = "SHA256SUMS"
INDEX = "index.html"
_VERSION_FILE = re.compile(r"v/[0-9]+/")
_LINE = re.compile(r"([0-9a-f]{64})  ([A-Za-z0-9_][A-Za-z0-9._/-]*)")


def checksums(files: Mapping[str, bytes]) -> bytes:
    """Return the content of SHA256SUMS for these files, which are keyed by their path in the folder."""
    return "".join(f"{_checksum(files[name])}  {name}\n" for name in sorted(files)).encode()


class SiteFolder:
    """The folder of a site, with the files of an earlier run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # Many folders of downloaded files have a SHA256SUMS. It counts only beside a page that cobtrack wrote.
        is_site = read_fingerprint(self._content(INDEX) or b"") is not None
        self._sums = _read(self._content(SUMS) or b"") if is_site else {}

    def refuse_links(self, names: Iterable[str]) -> None:
        """Raise WriteError if writing one of these files would follow a link, or write outside the folder."""
        for name in names:
            if not self._is_own(name):
                place = self._folder / name
                raise WriteError(f"{place} is a link, or below a link", "remove the link, or choose another folder")

    def conflict(self, name: str, data: bytes) -> str:
        """Return what would be lost if `data` replaced the file `name`, or "" if nothing would be lost."""
        content = self._content(name)
        if _VERSION_FILE.match(name) and content is not None and name in self._sums:
            # A published version is kept as it is in the folder, so its content tells nothing.
            return "" if self._is_unchanged(name, content) else EDITED
        if content is None or content == data:
            return ""
        if read_fingerprint(content):
            return document_conflict(content, data, is_build_folder=False)
        if name == SUMS:
            return "" if self._sums else FOREIGN
        return "" if self._is_unchanged(name, content) else EDITED if name in self._sums else FOREIGN

    def obsolete(self, names: Iterable[str]) -> list[str]:
        """Return the files of the earlier run that are not in `names` and that nobody has edited."""
        return [name for name, content in self._left_over(names) if self._is_unchanged(name, content)]

    def edited_leftovers(self, names: Iterable[str]) -> list[str]:
        """Return the files of the earlier run that are not in `names`, but that somebody has edited."""
        return [name for name, content in self._left_over(names) if not self._is_unchanged(name, content)]

    def version_files(self) -> dict[str, bytes]:
        """Return the files of released versions in the folder, keyed by path."""
        contents = ((name, self._content(name)) for name in self._sums if _VERSION_FILE.match(name))
        return {name: content for name, content in contents if content is not None}

    def _left_over(self, names: Iterable[str]) -> list[tuple[str, bytes]]:
        others = sorted(set(self._sums) - set(names))
        contents = ((name, self._content(name)) for name in others)
        return [(name, content) for name, content in contents if content is not None]

    def _content(self, name: str) -> bytes | None:
        """Return the content of a file; None if there is no such file, or if only a link leads to it."""
        return read_or_none(self._folder / name) if self._is_own(name) else None

    def _is_own(self, name: str) -> bool:
        """Whether a file is, or would be, in the folder itself and not at the other end of a link."""
        return Path(os.path.realpath(self._folder / name)) == Path(os.path.realpath(self._folder), name)

    def _is_unchanged(self, name: str, content: bytes) -> bool:
        return self._sums.get(name) == _checksum(content)


def _read(sums: bytes) -> dict[str, str]:
    """Return the checksums, keyed by path. A line that is not understood or that points elsewhere is left out."""
    matches = (_LINE.fullmatch(line) for line in sums.decode("utf-8", "replace").splitlines())
    return {match[2]: match[1] for match in matches if match and ".." not in PurePosixPath(match[2]).parts}


def _checksum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
