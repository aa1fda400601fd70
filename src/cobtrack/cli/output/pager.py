"""The pager."""

from __future__ import annotations

import os
import shlex
import subprocess


def show(text: str) -> bool:
    """Show `text` in $PAGER, else in less; False where that cannot be run or fails, so that nothing was shown."""
    try:
        command = shlex.split(os.environ.get("PAGER", "")) or ["less"]
        # Colours pass, a short text ends the pager, and nobody starts a shell or opens a file from it.
        settings = {"LESS": "FRX", "LESSCHARSET": "utf-8", **os.environ, "LESSSECURE": "1"}
        ended = subprocess.run(command, input=text.encode("utf-8", "backslashreplace"), env=settings, check=False)  # noqa: S603
    except (OSError, ValueError):
        return False
    return ended.returncode <= 0
