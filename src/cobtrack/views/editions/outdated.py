"""The recommendations that no longer hold as they are written, for a brief to the treaty body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cobtrack.model.labels import OUTDATED
from cobtrack.views.editions.period import last_12_months
from cobtrack.views.editions.voices import Comparison, compare
from cobtrack.views.recommendations import documents_newest_first

if TYPE_CHECKING:
    from datetime import date

    from cobtrack.model.records.document import Paragraph
    from cobtrack.model.workspace import Workspace


@dataclass(frozen=True)
class OutdatedGroup:
    """The recommendations that no longer hold for the same reason."""

    reason: str
    rows: tuple[Comparison, ...]
    """The recommendations with the view of each voice. Those in the newest document come first."""


def outdated_groups(workspace: Workspace, as_of: date) -> tuple[OutdatedGroup, ...]:
    """Return the recommendations that no longer hold, grouped by reason, in the order of the labels.

    A lettered item is left out if it is outdated only because its whole paragraph is. `workspace` has the values that
    lettered items inherit.
    """
    period = last_12_months(as_of)
    rows = [
        compare(workspace, paragraph, document, period)
        for document in documents_newest_first(workspace)
        for paragraph in document.paragraphs
        if paragraph.kind == "recommendation" and _is_outdated_itself(paragraph)
    ]
    groups = (
        OutdatedGroup(reason, tuple(row for row in rows if _reason(row.paragraph) == reason)) for reason in OUTDATED
    )
    return tuple(group for group in groups if group.rows)


def _is_outdated_itself(paragraph: Paragraph) -> bool:
    is_inherited = paragraph.inherited is not None and "outdated" in paragraph.inherited.fields
    return paragraph.outdated is not None and not is_inherited


def _reason(paragraph: Paragraph) -> str:
    return paragraph.outdated.reason if paragraph.outdated else ""
