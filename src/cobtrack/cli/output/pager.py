"""The pager: shows text that is longer than the terminal."""

from __future__ import annotations

import os
import shlex
import subprocess

_PROMPT = r" -PsSpace\: next page, q\: quit"
"""An option for less that sets the prompt in its last line. Colons in the prompt are escaped."""


def show(text: str) -> bool:
    """Show a text in the program $PAGER or in less. Return False if the program could not be run."""
    try:
        pager = os.environ.get("PAGER", "")
        command = shlex.split(pager) or ["less"]
        # Keep colours, quit if the text is short, and do not let the pager run shell commands or open other files.
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
