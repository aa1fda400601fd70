"""The pager. The one file that starts a process."""

from __future__ import annotations

import os
import shlex
import subprocess


def show(text: str) -> bool:
    """Show `text` in $PAGER, else in less; False where neither can be started."""
    command = shlex.split(os.environ.get("PAGER", "")) or ["less", "-FIRX"]
    try:
        subprocess.run(command, input=text, text=True, check=False)  # noqa: S603
    except OSError:
        return False
    return True
