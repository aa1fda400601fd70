"""Find, replace and sort ids in texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

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
