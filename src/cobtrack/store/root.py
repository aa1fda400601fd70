"""Which folder is a workspace."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from cobtrack.errors import CobtrackError

if TYPE_CHECKING:
    from pathlib import Path

MARKER = "cobtrack.yaml"


class WorkspaceNotFoundError(CobtrackError):
    """There is no workspace in the folder, or it was written for a newer cobtrack."""


def find_root(start: Path) -> Path:
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


def require_workspace(folder: Path) -> Path:
    """`folder`, provided that it is a workspace.

    Raises NoWorkspaceError where it is none.
    """
    if not os.path.lexists(folder / MARKER):
        raise WorkspaceNotFoundError(f"{folder} has no {MARKER}", "go to the roadmap's folder, or name it with --root")
    return folder
