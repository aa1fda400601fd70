"""Footnotes of the whole document: numbered in the order in which the text marks them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cobtrack.model.text.markup import footnote_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.model.types import Text
    from cobtrack.model.workspace import Workspace


@dataclass(frozen=True)
class Footnote:
    """A footnote: its number from 1, its name, its text."""

    number: int
    name: str
    text: Text


def footnotes(workspace: Workspace) -> dict[str, Footnote]:
    """All footnotes by name, in the order of their numbers; one that only footnotes refer to comes last."""
    written: dict[str, Text] = {}
    order: dict[str, None] = {}
    for record, texts in _in_order(workspace):
        for name, note in record.notes.items():
            written.setdefault(name, note)
        order.update(dict.fromkeys(name for text in texts for name in footnote_names(text)))
    order.update(dict.fromkeys(written))
    known = [name for name in order if name in written]
    return {name: Footnote(number, name, written[name]) for number, name in enumerate(known, 1)}


def _in_order(workspace: Workspace) -> Iterator[tuple[Any, list[Text]]]:
    """Records that have footnotes, with their texts, as the document shows them."""
    told = False
    for section in workspace.roadmap.sections if workspace.roadmap else []:
        before: list[Text] = []
        for block in section.text:
            if block == "{activities}":
                yield section, before
                before = []
                yield from _activities(workspace)
                told = True
            else:
                before.append(block)
        yield section, before
    if not told:
        yield from _activities(workspace)


def _activities(workspace: Workspace) -> Iterator[tuple[Any, list[Text]]]:
    for activity in workspace.activities:
        yield activity, [activity.text, *activity.points]
