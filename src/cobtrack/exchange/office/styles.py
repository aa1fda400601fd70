"""The styles of Word documents: what each says, or the nearest of those that it is based on.

Each is worked out once: many lines may be of one style, and a style stand on many others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from cobtrack.exchange.office.word import attribute, child, is_on

if TYPE_CHECKING:
    from collections.abc import Callable

_HEADING = re.compile(r"heading|title|_\s*h[\s_]", re.IGNORECASE)
_DEEPEST = 50
SET_APART = ("b", "u", "i")
"""What sets a heading apart from text where no style does: bold, underlined, italic."""


@dataclass(frozen=True)
class Style:
    """What a style says of a line and of its automatic number."""

    is_heading: bool
    """By its name."""
    outline: str | None
    """The level of a heading, where it is said."""
    sets: dict[str, bool]
    """Whether its lines are bold, underlined, italic, where it says so."""
    list: str
    """The list that its lines count in, by its number; empty where they have no number."""
    level: str
    of: str
    """The style that names the list."""


class Styles:
    """The styles of a document by their ids."""

    def __init__(self, nodes: list[Any]) -> None:
        self._nodes = {attribute(one, "styleId"): one for one in nodes}
        self.get: Callable[[str], Style] = cache(self._get)

    def _get(self, name: str) -> Style:
        chain = list(self._chain(name).values())
        outlines = (child(one, "pPr", "outlineLvl") for one in chain)
        looks = [(how, is_on(child(one, "rPr"), how)) for one in reversed(chain) for how in SET_APART]
        carrier = next((one for one in chain if child(one, "pPr", "numPr", "numId") is not None), None)
        return Style(
            is_heading=any(_HEADING.search(attribute(child(one, "name"))[:200]) for one in chain),
            outline=next((attribute(one) for one in outlines if one is not None), None),
            sets={how: on for how, on in looks if on is not None},
            list=attribute(child(carrier, "pPr", "numPr", "numId")),
            level=attribute(child(carrier, "pPr", "numPr", "ilvl")),
            of=attribute(carrier, "styleId"),
        )

    def _chain(self, name: str) -> dict[str, Any]:
        """A style and those that it is based on; they may go round in a circle, or on and on."""
        found: dict[str, Any] = {}
        while name in self._nodes and name not in found and len(found) < _DEEPEST:
            found[name] = self._nodes[name]
            name = attribute(child(found[name], "basedOn"))
        return found
