"""`cobtrack`, and `python -m cobtrack`: the program in a process of its own."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from contextlib import suppress


def main() -> None:
    """Run the program and end the process."""
    # A fifth of a short command would be looking for cycles of objects, and taking apart what the system takes back.
    gc.disable()
    from cobtrack.cli.main import main as run  # noqa: PLC0415

    try:
        run()
    except SystemExit as end:
        if isinstance(end.code, str):
            # Python writes it to standard error.
            raise
        # All files are closed and locks let go: nothing runs any more. A flush that fails ends the process as usual,
        # unless the reader has seen enough and left.
        atexit._run_exitfuncs()
        with suppress(BrokenPipeError):
            sys.stdout.flush()
        with suppress(BrokenPipeError):
            sys.stderr.flush()
        os._exit(end.code or 0)


if __name__ == "__main__":
    main()
