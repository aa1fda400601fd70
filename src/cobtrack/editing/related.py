"""Record what a person decided about suggested records: links, and what is not related."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cobtrack.editing.fields.assignment import parse_assignment
from cobtrack.editing.fields.set_fields import set_fields
from cobtrack.model.records.document import Paragraph

if TYPE_CHECKING:
    from datetime import date

    from cobtrack.editing.planned_change import PlannedChange
    from cobtrack.model.records.pillar import Activity
    from cobtrack.store.load import Loaded
    from cobtrack.views.related.suggest import Target


@dataclass
class Decisions:
    """What a person decided about the records that were suggested for a recommendation or an activity."""

    related: dict[str, str] = field(default_factory=dict)
    """The kind of link to each related record, keyed by the id of the record; "" if such links have no kind."""
    not_related: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Whether anything was decided."""
        return bool(self.related or self.not_related)


def record_decisions(
    loaded: Loaded, record: Paragraph | Activity, target: Target, decisions: Decisions, as_of: date
) -> PlannedChange:
    """Return the changes that link the related records, and remember those that are not related.

    `target` is the kind of the suggested records. Raises the errors of `set_fields`.
    """
    texts = [f"not_related.{target}+={identifier}" for identifier in decisions.not_related]
    if isinstance(record, Paragraph) and target == "recommendations":
        texts += [f"links+={{to: {identifier}, kind: {kind}}}" for identifier, kind in decisions.related.items()]
    else:
        texts += [f"{target}+={identifier}" for identifier in decisions.related]
    return set_fields(loaded, record, [parse_assignment(text) for text in texts], as_of)
