"""Run cobtrack and print its modules in which a function was called: python tests/trace_modules.py due"""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType

import cobtrack

SOURCE = Path(cobtrack.__file__).parent
entered: set[str] = set()


def _note(frame: FrameType, event: str, _: object) -> None:
    name = frame.f_code.co_filename
    if event == "call" and name.startswith(str(SOURCE)) and frame.f_code.co_name != "<module>":
        entered.add(name.removeprefix(f"{SOURCE}/"))


if __name__ == "__main__":
    from cobtrack.cli.main import main

    sys.setprofile(_note)
    try:
        main()
    except SystemExit:
        pass
    finally:
        sys.setprofile(None)
        sys.stderr.write(f"MODULES {' '.join(sorted(entered))}\n")
