"""The built-in templates as compiled code, kept from one command to the next: compiling takes longer than rendering.

What is kept is run as code, outside of any sandbox. So its folder has to be this user's alone, and the templates of a
workspace never get there: cobtrack only reads back what it has made of its own templates.
"""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import FileSystemBytecodeCache

from cobtrack import __version__

if TYPE_CHECKING:
    from jinja2.bccache import Bucket


class TemplateCache(FileSystemBytecodeCache):
    """Keeps code by the path of its template and what is compiled for; other text or another version is made anew."""

    def __init__(self, folder: Path, kind: str) -> None:
        super().__init__(str(folder), f"%s.{kind}")

    def get_source_checksum(self, source: str) -> str:
        """What tells one text, compiled by one version, from others."""
        return super().get_source_checksum(f"{__version__}\n{source}")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fetch code; a file that is damaged is none."""
        try:
            super().load_bytecode(bucket)
        except Exception:  # noqa: BLE001
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep code, where there is room."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def open_cache(kind: str) -> TemplateCache | None:
    """The code that is kept of templates of this kind; None where no folder is this user's alone."""
    if sys.platform == "win32":
        return None
    given = os.environ.get("XDG_CACHE_HOME", "")
    with suppress(OSError, RuntimeError):
        folder = (Path(given) if given.startswith("/") else Path.home() / ".cache") / "cobtrack"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Not that of a link: it may lead to where others write.
        found = folder.lstat()
        if stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077:
            return TemplateCache(folder, kind)
    return None
