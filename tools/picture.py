"""Draw the output of `cobtrack status` as the picture in README.md: python tools/picture.py"""

from __future__ import annotations

import fcntl
import io
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "docs/images/status.svg"
COMMAND = ["cobtrack", "status", "--as-of", "2026-11-24"]
WIDTH = 92
_FONTS = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)


def screen() -> str:
    """Return the output of the command in a terminal of WIDTH columns, with colours."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 100, WIDTH, 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color", "FORCE_COLOR": "1", "CI": "1"}
    environment.pop("NO_COLOR", None)
    process = subprocess.Popen(
        [sys.executable, "-m", *COMMAND], cwd=ROOT, env=environment, stdout=theirs, stderr=theirs, stdin=theirs
    )
    os.close(theirs)
    output = b""
    while chunk := _read(ours):
        output += chunk
    process.wait()
    return output.decode().replace("\r\n", "\n")


def _read(descriptor: int) -> bytes:
    """Return the next bytes to read, or no bytes at the end, which Linux reports as an error."""
    try:
        return os.read(descriptor, 65536)
    except OSError:
        return b""


def svg(text: str) -> str:
    """Return an SVG picture of a terminal window with the command and a text. It needs no font from the web."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="standard")
    console.print(Text(f"$ {' '.join(COMMAND)}", "bold"))
    console.print(Text.from_ansi(text.rstrip()))
    picture = console.export_svg(title="cobtrack", theme=MONOKAI, unique_id="cobtrack")
    return _FONTS.sub("", picture).replace("Fira Code", "ui-monospace") + "\n"


def main() -> None:
    """Write the picture."""
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(svg(screen()), encoding="utf-8")


if __name__ == "__main__":
    main()
