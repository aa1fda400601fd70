"""Cache the built-in templates as compiled code between commands, because compiling takes longer than rendering.

Cached code runs outside the sandbox. So the cache folder must be writable by this user only, and the templates of a
workspace are never cached. cobtrack only loads code that it compiled from its own templates.
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
    """Stores compiled templates, keyed by path and output format.

    A template is compiled again if its text or the version of cobtrack has changed.
    """

    def __init__(self, folder: Path, output_format: str) -> None:
        super().__init__(str(folder), f"%s.{output_format}")

    def get_source_checksum(self, source: str) -> str:
        """Return a checksum of a template's text together with the version of cobtrack."""
        return super().get_source_checksum(f"{__version__}\n{source}")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load compiled code. A damaged file is treated as missing."""
        try:
            super().load_bytecode(bucket)
        except Exception:  # noqa: BLE001
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Save compiled code. If the file cannot be written, do nothing."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def open_cache(output_format: str) -> TemplateCache | None:
    """Return the cache for templates of the given format.

    If there is no folder that only this user can write to, return None.
    """
    if sys.platform == "win32":
        return None
    configured = os.environ.get("XDG_CACHE_HOME", "")
    with suppress(OSError, RuntimeError):
        folder = (Path(configured) if configured.startswith("/") else Path.home() / ".cache") / "cobtrack"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # lstat does not follow links, because a link could point to a folder that others can write to.
        status = folder.lstat()
        if stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid() and not status.st_mode & 0o077:
            return TemplateCache(folder, output_format)
    return None
