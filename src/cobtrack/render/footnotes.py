"""Number the footnotes of the whole document, in the order in which the text refers to them."""

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
    """A footnote with its number. Numbers start at 1."""

    number: int
    name: str
    text: Text


def footnotes(workspace: Workspace) -> dict[str, Footnote]:
    """Return all footnotes, keyed by name, in the order of their numbers.

    The footnotes that no text of the document refers to come last, even if another footnote refers to them.
    """
    written: dict[str, Text] = {}
    order: dict[str, None] = {}
    for record, texts in _in_document_order(workspace):
        for name, note in record.notes.items():
            written.setdefault(name, note)
        order.update(dict.fromkeys(name for text in texts for name in footnote_names(text)))
    order.update(dict.fromkeys(written))
    names = [name for name in order if name in written]
    return {name: Footnote(number, name, written[name]) for number, name in enumerate(names, 1)}


def _in_document_order(workspace: Workspace) -> Iterator[tuple[Any, list[Text]]]:
    """Yield the sections and activities with their texts, in the order in which the document shows them."""
    has_activities = False
    for section in workspace.roadmap.sections if workspace.roadmap else []:
        texts: list[Text] = []
        for block in section.text:
            if block == "{activities}":
                yield section, texts
                texts = []
                yield from _activities(workspace)
                has_activities = True
            else:
                texts.append(block)
        yield section, texts
    if not has_activities:
        yield from _activities(workspace)


def _activities(workspace: Workspace) -> Iterator[tuple[Any, list[Text]]]:
    for activity in workspace.activities:
        yield activity, [activity.text, *activity.points]
