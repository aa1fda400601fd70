"""Find the folder of a workspace, its root."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from cobtrack.errors import CobtrackError

if TYPE_CHECKING:
    from pathlib import Path

MARKER = "cobtrack.yaml"
"""The file that makes a folder a workspace."""


class WorkspaceNotFoundError(CobtrackError):
    """There is no workspace in the folder, or it was written for a newer cobtrack."""


def find_root(start: Path) -> Path:
    """Return the nearest folder from `start` upwards that is a workspace. Raises WorkspaceNotFoundError."""
    for folder in (start, *start.parents):
        if os.path.lexists(folder / MARKER):
            return folder
    raise WorkspaceNotFoundError(
        f"no workspace in {start} or any folder above it",
        f"go to the roadmap's folder, or name it with --root; a workspace is a folder with a {MARKER}",
    )


def require_workspace(folder: Path) -> Path:
    """Return `folder` if it is a workspace. Raises WorkspaceNotFoundError if it is not."""
    if not os.path.lexists(folder / MARKER):
        raise WorkspaceNotFoundError(f"{folder} has no {MARKER}", "go to the roadmap's folder, or name it with --root")
    return folder
