"""What a lettered item has of its paragraph: the urgency, ministries, assessments and scores that stand there.

Themes, affected persons and SDGs stay with the paragraph: of an item they would say too much. Exports and imports see
the items as they stand in the files.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cobtrack.model.records.document import Inherited

if TYPE_CHECKING:
    from cobtrack.model.records.document import Document, Paragraph
    from cobtrack.model.workspace import Workspace

INHERITED_FIELDS = ("cluster", "urgent", "responsible", "groups", "position", "outdated")
"""What an item that says nothing itself has of its paragraph."""


def with_inherited(workspace: Workspace) -> Workspace:
    """The workspace in which each lettered item has what its paragraph has, marked as the paragraph's."""
    return replace(workspace, documents=tuple(map(_document, workspace.documents)))


def _document(document: Document) -> Document:
    above: dict[tuple[str, str], Paragraph] = {}
    for one in document.paragraphs:
        if one.kind == "recommendation" and one.number and not one.item:
            above.setdefault((one.number, ""), one)
    paragraphs = []
    for one in document.paragraphs:
        if one.kind == "recommendation" and one.item and one.number:
            letter, _, roman = one.item.partition("-")
            parent = above.get((one.number, letter)) if roman else None
            if parent := parent or above.get((one.number, "")):
                one = _completed(one, parent)  # noqa: PLW2901
            above.setdefault((one.number, one.item), one)
        paragraphs.append(one)
    return document.model_copy(update={"paragraphs": tuple(paragraphs)})


def _completed(item: Paragraph, parent: Paragraph) -> Paragraph:
    fields: dict[str, Any] = {
        name: value for name in INHERITED_FIELDS if not getattr(item, name) and (value := getattr(parent, name))
    }
    names = list(fields)
    own = {score.criterion for score in item.scores}
    scores = [score for score in parent.scores if score.criterion not in own]
    if scores:
        fields["scores"] = (*item.scores, *scores)
        names += [f"scores.{score.criterion}" for score in scores]
    if parent.assessments:
        # Those of the item come after, so that what a voice said of it counts more than what it said of the whole.
        fields["assessments"] = (*parent.assessments, *item.assessments)
    made = item.model_copy(update=fields)
    # What the parent has of its own parent is that one's.
    whole = parent.inherited
    home, label = (whole.id, whole.label) if whole and not _has_own(parent) else (parent.id, parent.label)
    made.set_inherited(Inherited(home, label, tuple(names), len(parent.assessments)))
    return made


def _has_own(parent: Paragraph) -> bool:
    """Whether an item that is a parent itself has anything that is not its paragraph's."""
    whole = parent.inherited
    names = {name for name in (*INHERITED_FIELDS, "scores") if getattr(parent, name)}
    taken = {name.partition(".")[0] for name in whole.fields} if whole else set()
    return bool(names - taken) or (whole is not None and len(parent.assessments) > whole.assessment_count)
