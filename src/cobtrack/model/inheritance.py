"""The values that lettered items inherit from their paragraph: urgency, ministries, assessments, scores and more.

Themes, affected persons and SDGs are not inherited, because some of them may be about other items of the paragraph.
Exports and imports use the items without inherited values.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cobtrack.model.records.document import Inherited

if TYPE_CHECKING:
    from cobtrack.model.records.document import Document, Paragraph
    from cobtrack.model.workspace import Workspace

INHERITED_FIELDS = ("cluster", "urgent", "responsible", "supports", "groups", "position", "outdated")
"""The fields that an item inherits from its paragraph if the item does not have them itself."""


def with_inherited(workspace: Workspace) -> Workspace:
    """Return a copy of the workspace in which each lettered item has the values that it inherits from its paragraph.

    `Paragraph.inherited` says which values of an item are inherited.
    """
    return replace(workspace, documents=tuple(map(_with_complete_items, workspace.documents)))


def _with_complete_items(document: Document) -> Document:
    parents: dict[tuple[str, str], Paragraph] = {}
    for paragraph in document.paragraphs:
        if paragraph.kind == "recommendation" and paragraph.number and not paragraph.item:
            parents.setdefault((paragraph.number, ""), paragraph)
    paragraphs = []
    for paragraph in document.paragraphs:
        result = paragraph
        if paragraph.kind == "recommendation" and paragraph.number and paragraph.item:
            letter, _, roman = paragraph.item.partition("-")
            # Item (a) (ii) inherits from item (a), if there is an item (a).
            parent = parents.get((paragraph.number, letter)) if roman else None
            if parent := parent or parents.get((paragraph.number, "")):
                result = _completed(paragraph, parent)
            parents.setdefault((paragraph.number, paragraph.item), result)
        paragraphs.append(result)
    return document.model_copy(update={"paragraphs": tuple(paragraphs)})


def _completed(item: Paragraph, parent: Paragraph) -> Paragraph:
    fields: dict[str, Any] = {
        name: value for name in INHERITED_FIELDS if not getattr(item, name) and (value := getattr(parent, name))
    }
    names = list(fields)
    scored = {score.criterion for score in item.scores}
    scores = [score for score in parent.scores if score.criterion not in scored]
    if scores:
        fields["scores"] = (*item.scores, *scores)
        names += [f"scores.{score.criterion}" for score in scores]
    if parent.assessments:
        # The item's own assessments come last, because the last assessment by each voice is the one in force.
        fields["assessments"] = (*parent.assessments, *item.assessments)
    completed = item.model_copy(update=fields)
    # If the parent inherited all its values, name the paragraph from which it inherited them.
    grandparent = parent.inherited
    if grandparent and not _has_own_values(parent):
        source_id, label = grandparent.id, grandparent.label
    else:
        source_id, label = parent.id, parent.label
    completed.set_inherited(Inherited(source_id, label, tuple(names), len(parent.assessments)))
    return completed


def _has_own_values(parent: Paragraph) -> bool:
    """Return whether a paragraph or item has any value that it did not inherit."""
    inherited = parent.inherited
    names = {name for name in (*INHERITED_FIELDS, "scores") if getattr(parent, name)}
    inherited_names = {name.partition(".")[0] for name in inherited.fields} if inherited else set()
    return bool(names - inherited_names) or (
        inherited is not None and len(parent.assessments) > inherited.assessment_count
    )
