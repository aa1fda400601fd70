"""Find the root folder of a workspace."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from cobtrack.errors import CobtrackError

if TYPE_CHECKING:
    from pathlib import Path

MARKER = "cobtrack.yaml"
"""The file that makes a folder a workspace."""


class WorkspaceNotFoundError(CobtrackError):
    """The folder has no workspace, or the workspace needs a newer version of cobtrack."""


def find_root(start: Path) -> Path:
    """Return `start` or its nearest parent that is a workspace.

    Raises WorkspaceNotFoundError if there is no such folder.
    """
    for folder in (start, *start.parents):
        if os.path.lexists(folder / MARKER):
            return folder
    raise WorkspaceNotFoundError(
        f"no workspace in {start} or any folder above it",
        f"go to the roadmap's folder, or name it with --root; a workspace is a folder with a {MARKER}",
    )


def require_workspace(folder: Path) -> Path:
    """Return `folder` if it is a workspace. Raises WorkspaceNotFoundError if `folder` is not a workspace."""
    if not os.path.lexists(folder / MARKER):
        raise WorkspaceNotFoundError(f"{folder} has no {MARKER}", "go to the roadmap's folder, or name it with --root")
    return folder
