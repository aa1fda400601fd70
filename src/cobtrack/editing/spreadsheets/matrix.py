"""Refuse to replace an existing matrix if it contains anything that is not in the data files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.exchange.forms.read import has_comments
from cobtrack.exchange.incoming import ImportFormatError
from cobtrack.exchange.matrix import workbook
from cobtrack.exchange.matrix.compare import plan_cells
from cobtrack.model.text.wording import quantity
from cobtrack.store.write import WriteError

if TYPE_CHECKING:
    from pathlib import Path

    from cobtrack.model.workspace import Workspace


def refuse_filled_in(workspace: Workspace, path: Path) -> None:
    """Raise WriteError if the matrix at a path contains anything that is not in the workspace."""
    choose = "choose another name with -o"
    try:
        matrix = workbook.read(path)
    except ImportFormatError as error:
        raise WriteError(f"{path} already exists: {error.message}", f"move it away, or {choose}") from None
    plan = plan_cells(workspace, matrix)
    if changed := plan.count - len(plan.unchanged):
        message = f"{path} already exists, and {quantity(changed, 'cell')} changed since it was exported"
        raise WriteError(message, f"import the changes with: cobtrack import {path} --write, or {choose}")
    if has_comments(path):
        raise WriteError(f"{path} already exists and contains comments", f"move it away, or {choose}")
    if matrix.remarks:
        message = f"{path} already exists and was changed: {matrix.remarks[0]}"
        raise WriteError(message, f"move it away, or {choose}")
