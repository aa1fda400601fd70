"""Which folder is a workspace."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MARKER = "cobtrack.yaml"


class WorkspaceNotFoundError(Exception):
    """There is no workspace there, or it is written for a newer cobtrack; the arguments are a sentence and a hint."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def find(start: Path) -> Path:
    """The nearest folder from `start` upwards that holds a cobtrack.yaml.

    Raises NoWorkspaceError where there is none.
    """
    for folder in (start, *start.parents):
        if os.path.lexists(folder / MARKER):
            return folder
    raise WorkspaceNotFoundError(
        f"no workspace in {start} or any folder above it",
        f"go to the roadmap's folder, or name it with --root; a workspace is a folder with a {MARKER}",
    )


def at(folder: Path) -> Path:
    """`folder`, provided that it is a workspace.

    Raises NoWorkspaceError where it is none.
    """
    if not os.path.lexists(folder / MARKER):
        raise WorkspaceNotFoundError(f"{folder} has no {MARKER}", "go to the roadmap's folder, or name it with --root")
    return folder
