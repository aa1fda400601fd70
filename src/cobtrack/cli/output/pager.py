"""The pager: shows text that is longer than the terminal."""

from __future__ import annotations

import os
import shlex
import subprocess

_PROMPT = r" -PsSpace\: next page, q\: quit"
"""The option of less for its last line, in which colons are escaped."""


def show(text: str) -> bool:
    """Show a text in $PAGER, or in less. Return False if the pager cannot be run, so that nothing was shown."""
    try:
        pager = os.environ.get("PAGER", "")
        command = shlex.split(pager) or ["less"]
        # Keep colours, quit if the text is short, and allow no shell command or file to be opened from the pager.
        environment = {
            "LESS": "FRX" + ("" if pager else _PROMPT),
            "LESSCHARSET": "utf-8",
            **os.environ,
            "LESSSECURE": "1",
        }
        process = subprocess.run(command, input=text.encode("utf-8", "backslashreplace"), env=environment, check=False)  # noqa: S603
    except (OSError, ValueError):
        return False
    return process.returncode <= 0
