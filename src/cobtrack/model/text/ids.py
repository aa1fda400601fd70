"""Find, replace and sort ids in texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cobtrack.model.text.slug import slug

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_MAX_SLUG_LENGTH = 50
_TOKEN = re.compile(r"[A-Za-z0-9]+(?:[:.-][A-Za-z0-9]+)*")


def possible_ids(text: str) -> list[str]:
    """Return every part of a text that has the form of an id."""
    return _TOKEN.findall(text)


def replace_ids(text: str, ids: Mapping[str, str]) -> str:
    """Replace ids in a text and return the new text. `ids` maps old ids to new ids."""
    return _TOKEN.sub(lambda match: ids.get(match[0], match[0]), text)


def natural_key(identifier: str) -> tuple[tuple[int, int | str], ...]:
    """Return a key for sorting ids by their numbers, so 2.9 comes before 2.10, and 42 comes before 42a."""
    return tuple(
        (0, int(part)) if part.isdecimal() else (1, part) for part in re.findall(r"[0-9]{1,9}|[^0-9]+", identifier)
    )


def next_activity_id(pillar: int, used: Collection[str]) -> str:
    """Return the next free id of an activity in a pillar: one more than the highest number that was ever used."""
    beginning = f"{pillar}."
    numbers = (identifier.removeprefix(beginning) for identifier in used if identifier.startswith(beginning))
    return f"{beginning}{max((int(number) for number in numbers if number.isdecimal()), default=0) + 1}"


def free_slug(text: str, used: Collection[str]) -> str:
    """Return an unused id made from the first words of a text. If the id is used, a number is added: `annual-review-2`.

    Return "" if the text has no letters from a to z and no digits.
    """
    words = slug(text, ascii_only=True)
    if len(words) > _MAX_SLUG_LENGTH:
        words = words[: _MAX_SLUG_LENGTH + 1].rpartition("-")[0] or words[:_MAX_SLUG_LENGTH]
    identifier, number = words, 2
    while identifier and identifier in used:
        identifier, number = f"{words}-{number}", number + 1
    return identifier
