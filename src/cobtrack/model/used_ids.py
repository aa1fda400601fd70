"""Which ids are in use or were used before, and which are free. An id is never used for another record again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.model.dates.format import format_timeframe
from cobtrack.model.text.slug import slug

if TYPE_CHECKING:
    from collections.abc import Collection

    from cobtrack.model.workspace import Workspace

_MAX_SLUG_LENGTH = 50


def used_ids(workspace: Workspace) -> frozenset[str]:
    """Return all ids of existing records, of records that could not be read, and of renamed and removed records."""
    return frozenset({*workspace.by_id, *workspace.by_former_id, *workspace.removed_by_id, *workspace.unreadable_ids})


def next_activity_id(pillar: int, used: Collection[str]) -> str:
    """Return the next free id of an activity in a pillar: one more than the highest number that was ever used."""
    beginning = f"{pillar}."
    numbers = (identifier.removeprefix(beginning) for identifier in used if identifier.startswith(beginning))
    return f"{beginning}{max((int(number) for number in numbers if number.isdecimal()), default=0) + 1}"


def free_slug(text: str, used: Collection[str], beginning: str = "") -> str:
    """Return an unused id made from the first words of a text, after `beginning`.

    If the id is used, a number is added, as in `annual-review-2`. Return "" if the text has no letters from a to z.
    """
    words = slug(text, ascii_only=True)
    if not words:
        return ""
    if len(words) > _MAX_SLUG_LENGTH:
        words = words[: _MAX_SLUG_LENGTH + 1].rpartition("-")[0] or words[:_MAX_SLUG_LENGTH]
    identifier, number = beginning + words, 2
    while identifier in used:
        identifier, number = f"{beginning}{words}-{number}", number + 1
    return identifier


def what_became_of(workspace: Workspace, identifier: str) -> str:
    """Return a sentence that says what became of the record with an id that was used before.

    For example "2.7 is now 3.4" or "2.7 was removed (26 November 2026: held by the ministry)". Return "" for any other
    id.
    """
    if identifier in workspace.by_id:
        return ""
    if record := workspace.by_former_id.get(identifier):
        return f"{identifier} is now {record.id}"
    if removed := workspace.removed_by_id.get(identifier):
        why = f": {removed.why}" if removed.why else ""
        return f"{identifier} was removed ({format_timeframe(removed.date)}{why})"
    return ""
