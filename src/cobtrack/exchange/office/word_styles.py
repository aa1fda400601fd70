"""The styles of a Word document. Properties that a style does not set come from the styles that it is based on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from cobtrack.exchange.office.word import attribute, child, is_on

if TYPE_CHECKING:
    from collections.abc import Callable

_HEADING = re.compile(r"heading|title|_\s*h[\s_]", re.IGNORECASE)
_MAX_DEPTH = 50
_MAX_NAME_LENGTH = 200
EMPHASIS = ("b", "u", "i")
"""The properties bold, underlined and italic. A line that has one of these properties throughout may be a heading, even
if its style is not a heading style."""


@dataclass(frozen=True)
class Style:
    """The properties that a style gives to a line and to its automatic number."""

    is_heading: bool
    """Whether the style is named like a heading, or a style that it is based on is."""
    outline: str | None
    """The outline level; None if it is not set."""
    emphasis: dict[str, bool]
    """Whether lines are bold, underlined or italic. Properties that are not set are missing."""
    list_id: str
    """The id of the list that numbers its lines; "" if there is none."""
    level: str
    """The level of its lines in this list; "" if the level is not set."""
    list_style: str
    """The id of the style that names the list: this style, or a style that it is based on."""


class Styles:
    """The styles of a Word document. The method `get` returns the style with the given id.

    Each style is computed only once, because many lines can use the same style.
    """

    def __init__(self, nodes: list[Any]) -> None:
        self._nodes = {attribute(node, "styleId"): node for node in nodes}
        self.get: Callable[[str], Style] = cache(self._get)

    def _get(self, style_id: str) -> Style:
        chain = list(self._chain(style_id).values())
        outlines = (child(node, "pPr", "outlineLvl") for node in chain)
        emphasis: dict[str, bool] = {}
        for node in reversed(chain):
            for name in EMPHASIS:
                switch = is_on(child(node, "rPr"), name)
                if switch is not None:
                    emphasis[name] = switch
        numbered = next((node for node in chain if child(node, "pPr", "numPr", "numId") is not None), None)
        return Style(
            is_heading=any(_HEADING.search(attribute(child(node, "name"))[:_MAX_NAME_LENGTH]) for node in chain),
            outline=next((attribute(outline) for outline in outlines if outline is not None), None),
            emphasis=emphasis,
            list_id=attribute(child(numbered, "pPr", "numPr", "numId")),
            level=attribute(child(numbered, "pPr", "numPr", "ilvl")),
            list_style=attribute(numbered, "styleId"),
        )

    def _chain(self, style_id: str) -> dict[str, Any]:
        """Return the elements of a style and of all styles that it is based on, keyed by style id.

        Because a file may be hostile, the chain of styles ends at a repeated style, and its length is limited.
        """
        chain: dict[str, Any] = {}
        while style_id in self._nodes and style_id not in chain and len(chain) < _MAX_DEPTH:
            chain[style_id] = self._nodes[style_id]
            style_id = attribute(child(chain[style_id], "basedOn"))
        return chain
