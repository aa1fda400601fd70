"""A change to data files that has been checked, but not written yet: the result of everything in `editing/`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cobtrack.store.write import Changes


@dataclass(frozen=True)
class PlannedChange:
    """A change to data files that a transaction has to commit."""

    sentences: tuple[str, ...]
    """What changes, for people: a sentence without a full stop for each change, such as "2.7 timeframe: 2025? -> 2028".
    """
    texts: Mapping[str, bytes | None]
    """The new text of every changed file, keyed by file name; None for a file that is deleted. Empty if there is
    nothing to change."""
    changes: Changes
    """The changes that a transaction has to commit."""
    notes: tuple[str, ...] = ()
    """What the user should know or do next, such as texts that still mention an old id."""
