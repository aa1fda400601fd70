"""Run cobtrack as a program: `cobtrack`, or `python -m cobtrack`."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from contextlib import suppress


def main() -> None:
    """Run the program and end the process."""
    # Collecting garbage, and freeing all objects at the end, would take a fifth of the time that a short command takes.
    gc.disable()
    from cobtrack.cli.main import main as run  # noqa: PLC0415

    try:
        run()
    except SystemExit as end:
        if isinstance(end.code, str):
            # Python prints the text on standard error.
            raise
        # All files are closed and all locks are released, so the process can end at once. If flushing fails, Python
        # reports the error as usual; a closed pipe is ignored, because nobody reads the output any longer.
        atexit._run_exitfuncs()
        with suppress(BrokenPipeError):
            sys.stdout.flush()
        with suppress(BrokenPipeError):
            sys.stderr.flush()
        os._exit(end.code or 0)


if __name__ == "__main__":
    main()
