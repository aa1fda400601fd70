"""Whether a text exists in the language of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from cobtrack.model.types import Text
    from cobtrack.model.workspace import Workspace


def reader(workspace: Workspace, language: str) -> Callable[[Text | None], bool]:
    """Return a function that says whether a text exists in the language. `None` does not exist in any language."""
    first = workspace.settings.languages[0]
    return lambda text: text is not None and (text.language or first) == language
